"""What a report claims of the whole, against what its own log shows: counts, rates, tasks, "no hallucinations", "verbatim".

Each claim is read from the text around the questions, with its quote and place, and `holds` is True, False, or None where
the log does not tell. Only what a reader could check by counting is read; opinions are not.

>>> [(c.name, c.number) for c in read_claims("One-shot success: 11/11 (100%). No hallucinations observed.", None)]
[('tier-count', '11/11'), ('no-hallucinations', '')]
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viva.importing.source import Line
from viva.importing.tables import summary_tables
from viva.importing.verdicts import level as level_of
from viva.records import Annotation, Exam, Place
from viva.types import FindingKind, Level, Paper, Verdict

if TYPE_CHECKING:
    from viva.importing.audit import Row


@dataclass(frozen=True)
class Said:
    """A claim as it stands in the report."""

    name: str
    quote: str
    place: Place | None
    number: str = ""
    level: Level | None = None


@dataclass(frozen=True)
class ClaimCheck:
    """A claim, and whether the report's own log bears it out."""

    name: str
    quote: str
    place: Place | None
    holds: bool | None
    shows: str  # what the log shows instead, or that it does

    def as_json(self) -> dict[str, object]:
        """For `--json` of the combined report."""
        place = self.place or Place()
        return {
            "claim": self.name,
            "quote": self.quote,
            "line": place.line,
            "page": place.page,
            "holds": self.holds,
            "shows": self.shows,
        }


_TIER = (
    r"(?:L1|L2|L3|Lx|one[- ]?shot(?: correct| success(?: rate)?)?|minor (?:nudge|misconception|guidance)[\w /]{0,20}|larger? errors?|heavy guidance|"
    r"did not solve|not solved|unsolved|still incorrect|(?:solved|right|correct|got it)(?: \w+)? at once|(?:solved )?without (?:any )?help|on (?:its|the) first (?:try|attempt)|"
    r"first[- ](?:try|attempt)|(?:needed |after |with )(?:a|one|an) (?:nudge|hint|correction)|one (?:hint|nudge|correction)|stayed wrong)"
)
_COUNT = re.compile(rf"(?P<tier>{_TIER})[^\n\d/]{{0,40}}?(?P<n>\d{{1,3}})\s*(?:/|of|out of)\s*(?P<m>\d{{1,3}})", re.I)
_COUNT_BEFORE = re.compile(
    rf"(?<![\d.])(?P<n>\d{{1,3}})\s*(?:/|of(?: the)?|out of)\s*(?P<m>\d{{1,3}})[^\n\d]{{0,30}}?(?P<tier>{_TIER})", re.I
)
_RATE = re.compile(
    r"(?P<n>\d{1,3}(?:\.\d+)?)\s*(?:%|percent)\s*(?P<tier>one[- ]?shot|first[- ](?:try|attempt)|accuracy|correct)",
    re.I,
)
_SIMPLE: tuple[tuple[str, str], ...] = (
    ("no-hallucinations", r"\b(?:no|zero|without(?: any)?)\s+(?:significant |substantive |major )?(?:errors? or )?hallucinations?\b|hallucinations?\W{1,4}(?:none|0|zero)\b"
                          r"|no errors or hallucinations|\b(?:never|not once) (?:hallucinated|made up)|\bdid(?:n['’]t| not) hallucinate|\bnothing was hallucinated|\bno (?:conceptual |real |obvious )?hallucinations"),
    ("no-errors", r"\b(?:no|zero|without(?: any)?) (?:significant |major |mathematical |calculation )?(?:errors?|mistakes?|misconceptions?)\b"),
    ("no-help", r"\b(?:guidance|nudges?|interventions?)(?: needed| required)?\W{1,4}(?:none|0|zero)\b(?!\s*/|\.\d)|\bno (?:guidance|nudg\w+|interventions?) (?:was |were )?(?:needed|required)"),
    ("all-correct", r"\b(?:all|every) (?:\w+ ){0,4}(?:questions?|sub-?questions?|parts?|tasks?|answers?|results?|problems?) (?:\w+ ){0,6}?(?:correct(?:ly)?|right|match\w*|"
                    r"agree\w*|solved)\b|\b(?:solved|answered|got) (?:all|every|everything)\b[^.\n]{0,60}\bcorrect(?:ly)?\b|\bmatch(?:es)? exactly\b|"
                    r"consistently arrived at\s+correct"),
    ("verbatim", r"\bverbatim\b|\b(?:complete|full) (?:and auditable )?(?:record|transcript|log)\b|\bunedited\b"),
    ("count-of-questions", r"\b(?:\d{1,2}|eleven|twelve|thirteen|ten) (?:analytical |written )?sub-?questions\b|\bquestions:\s*\d{1,2}\b"),
)  # fmt: skip
_AVERAGE = re.compile(
    r"\baverage\b[^.\n]{0,30}?(?:interventions?|interven\w+|nudg\w+|hints?|help|prompts?)[^.\n\d]{0,40}?(?P<a>\d{1,2}\.\d+)|"
    r"\b(?P<b>\d{1,2}\.\d+) (?:times|interventions?|nudges?|hints?) (?:per|for each|a) (?:part|question|task|problem)",
    re.I,
)
_EXCEPT = re.compile(r"[^.;\n]{0,20}\b(?:except|apart|but|besides)\b", re.I)
_LISTED = re.compile(r"\b(\d)\s*\(?([a-h])\b", re.I)
_WORDS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13}


def read_claims(text: str, place: Place | None) -> list[Said]:
    """All claims of a text, in its order."""
    found: list[tuple[int, Said]] = []
    seen: set[tuple[int, int]] = set()
    for pattern in (_COUNT, _COUNT_BEFORE):
        for m in pattern.finditer(text):
            if any(a <= m.start("n") < b for a, b in seen):
                continue
            seen.add(m.span())
            found.append(
                (
                    m.start(),
                    Said(
                        "tier-count",
                        _quote(m.group()),
                        _at(place, text, m),
                        f"{m.group('n')}/{m.group('m')}",
                        level_of(m.group("tier")),
                    ),
                )
            )
    for m in _RATE.finditer(text):
        if not any(a <= m.start() < b for a, b in seen):
            found.append((m.start(), Said("rate", _quote(m.group()), _at(place, text, m), m.group("n"), Level.L1)))
    for name, simple in _SIMPLE:
        for m in re.finditer(simple, text, re.I):
            if name == "all-correct" and _EXCEPT.match(text, m.end()):
                continue
            found.append(
                (
                    m.start(),
                    Said(
                        name,
                        _quote(m.group()),
                        _at(place, text, m),
                        "" if name != "count-of-questions" else _number(m.group()),
                    ),
                )
            )
    for m in _AVERAGE.finditer(text):
        found.append(
            (m.start(), Said("average-help", _quote(m.group()), _at(place, text, m), m.group("a") or m.group("b")))
        )
    return [said for _, said in sorted(found, key=lambda pair: pair[0])]


def check_claims(exam: Exam, paper: Paper, rows: Sequence[Row]) -> tuple[ClaimCheck, ...]:
    """Every claim of the report against the audit's rows; the same claim in the same words is checked once."""
    done: dict[tuple[str, str], ClaimCheck] = {}
    for annotation in (*exam.claims, *_elsewhere(exam)):
        for said in read_claims(annotation.text, annotation.place):
            key = (said.name, said.number + said.quote.lower() if said.name in ("tier-count", "rate") else said.number)
            if key not in done:
                holds, shows = _check(said, exam, paper, rows)
                done[key] = ClaimCheck(said.name, said.quote, said.place, holds, shows)
    return tuple(done.values()) + _tables(exam, paper)


def _elsewhere(exam: Exam) -> list[Annotation]:
    """What the report says of itself outside of its claims: between the questions, and in the closing words that were
    taken for a note on the last question (only counts are read there)."""
    found = [Annotation(m.text, None, None, m.place) for m in exam.unassigned if m.role != "assistant"]
    for _, messages in exam.conversation[-1:]:
        found += [
            Annotation(m.text, None, None, m.place) for m in messages[-1:] if m.role == "annotator" and len(m.text) > 80
        ]
    return found


def _check(said: Said, exam: Exam, paper: Paper, rows: Sequence[Row]) -> tuple[bool | None, str]:
    levels = {r.question: r.level for r in exam.questions}
    total = len(paper.questions)
    wrong = list(dict.fromkeys(f"{r.part}" for r in rows if r.verdict is Verdict.INCORRECT))
    undecided = list(dict.fromkeys(r.part for r in rows if r.verdict is Verdict.UNDECIDED))
    match said.name:
        case "tier-count":
            n, m = (int(x) for x in said.number.split("/"))
            return _tier_count(said, n, m, levels, total)
        case "rate":
            ones = sum(x is Level.L1 for x in levels.values())
            if any(x is Level.U for x in levels.values()):
                return (
                    None,
                    f"{ones} of {len(levels)} questions are L1, {sum(x is Level.U for x in levels.values())} undecided",
                )
            rate = 100 * ones / max(1, len(levels))
            return abs(rate - float(said.number)) < 1.0, f"{ones} of {len(levels)} questions are L1: {rate:.0f} %"
        case "no-hallucinations":
            kinds = {FindingKind.HALLUCINATION, FindingKind.FALSE_EXPLANATION}
            found = [f"{r.part}: {f.kind.value}" for r in rows for f in r.findings if f.kind in kinds]
            return (
                (False, "found: " + "; ".join(dict.fromkeys(found)))
                if found
                else (None if undecided else True, "none was found")
            )
        case "no-errors" | "all-correct":
            if wrong:
                return False, "wrong: " + ", ".join(wrong)
            faults = [
                f"{r.part}: {f.kind.value}"
                for r in rows
                for f in r.findings
                if f.kind in (FindingKind.INVALID_STEP, FindingKind.FALSE_EXPLANATION)
            ]
            if said.name == "no-errors" and faults:
                return False, "found: " + "; ".join(dict.fromkeys(faults))
            other = [f"{r.part} ({r.evidence.accepted})" for r in rows if r.evidence.accepted]
            if "match" in said.quote.lower() and other:
                return False, "not the key, but an accepted alternative: " + ", ".join(dict.fromkeys(other))
            return (None, "undecided: " + ", ".join(undecided)) if undecided else (True, "every answer is right")
        case "no-help":
            helped = [r.question for r in exam.questions if any(a.nudge is not None for a in r.attempts)]
            return (False, "nudged: " + ", ".join(helped)) if helped else (True, "no nudge is in the log")
        case "average-help":
            asked = sum(max(0, len(q.attempts) - 1) for q in exam.questions)
            mean = asked / max(1, len(exam.questions))
            return abs(
                mean - float(said.number)
            ) < 0.05, f"{asked} further attempts at {len(exam.questions)} questions: {mean:.2f}"
        case "verbatim":
            missing = [
                f"{r.question}, attempt {a.number}" for r in exam.questions for a in r.attempts if a.check is None
            ]
            return (
                (False, "not in the report: the reply of " + "; ".join(missing))
                if missing
                else (None, "whether words were changed cannot be told from the report")
            )
        case "count-of-questions":
            return int(said.number) == total, f"{paper.name} has {total}"
    return None, ""


def _tier_count(said: Said, n: int, m: int, levels: dict[str, Level], total: int) -> tuple[bool | None, str]:
    shows = []
    if m != total:
        shows.append(f"{m} tasks are counted, the paper has {total}")
    if said.level is None:
        return (False if shows else None), "; ".join(shows)
    mine = [q for q, x in levels.items() if x is said.level]
    unsure = [q for q, x in levels.items() if x is Level.U]
    shows.append(
        f"{len(mine)} of {len(levels)} are {said.level.value}"
        + (f", {len(unsure)} undecided ({', '.join(unsure)})" if unsure else "")
    )
    possible = len(mine) <= n <= len(mine) + len(unsure)
    if m != total or not possible:
        return False, "; ".join(shows)
    return (True if not unsure else None), "; ".join(shows)


def _tables(exam: Exam, paper: Paper) -> tuple[ClaimCheck, ...]:
    """Tasks in the summary tables that the paper does not have, and questions that they leave out."""
    known = [q.name for q in paper.questions]
    found = []
    for annotation in exam.claims:
        lines = [Line(row, k) for k, row in enumerate(annotation.text.split("\n"))]
        for table in summary_tables(lines):
            named = [ref for row in table.rows for ref in row.refs]
            listed = {a + b.lower() for row in table.rows for a, b in _LISTED.findall(lines[row.first].text)}
            strange = [ref for ref in named if ref not in known]
            place = annotation.place
            at = Place(place.file, place.page, place.line + table.first, place.line + table.last) if place else None
            if strange:
                text = (
                    f"the paper has no {', '.join(strange)}; the table has {len(named)} tasks, the paper {len(known)}"
                )
                found.append(ClaimCheck("table-of-tasks", ", ".join(strange), at, False, text))
            twice = [ref for ref, n in Counter(named).items() if n > 1]
            absent = [q for q in known if q not in named and q not in listed]
            if len(named) > len(known) // 2 and (absent or twice):
                found.append(
                    ClaimCheck(
                        "table-of-tasks",
                        ", ".join(absent + twice),
                        at,
                        False,
                        "; ".join(
                            f"{what}: {', '.join(names)}"
                            for what, names in (("left out", absent), ("twice", twice))
                            if names
                        ),
                    )
                )
    return tuple(found)


def _quote(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _number(text: str) -> str:
    digits = re.search(r"\d+", text)
    return digits.group() if digits else str(next((n for word, n in _WORDS.items() if word in text.lower()), 0))


def _at(place: Place | None, text: str, match: re.Match[str]) -> Place | None:
    if place is None or not place.line:
        return place
    first = place.line + text.count("\n", 0, match.start())
    return Place(place.file, place.page, first, first + match.group().count("\n"))
