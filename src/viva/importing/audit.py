"""The audit: for every part and attempt what was really right, what the annotator said, and whether the two agree.

    audit(exam)    the rows of one exam, and what its report claims of the whole
    Row.as_json()  one object of `viva audit --json`

What the annotator says of one answer is taken, in this order, from words about that part, from a tier or words about
that attempt, from the tier of the question (an L2 says that the first reply was not right and the last one was). Where
the check is undecided, or the annotator says nothing, `agrees` is None: it cannot be told.
"""

# ruff: noqa: E501 - patterns read better on one line

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from viva.importing.blame import wrong_diagnosis
from viva.importing.claims_of_report import ClaimCheck, check_claims
from viva.importing.exam import Passage, passage
from viva.importing.verdicts import level as level_of
from viva.importing.verdicts import verdict as verdict_of
from viva.records import Annotation, Attempt, Exam, Place, QuestionRecord
from viva.reporting.visible import shortened
from viva.types import Evidence, Finding, FindingKind, Level, Paper, PartCheck, Verdict


@dataclass(frozen=True)
class Row:
    """One part of one attempt."""

    report: str
    model: str
    question: str
    part: str
    attempt: int
    answer: str  # as read; "" where none was found
    quote: str  # as it stands in the report
    place: Place  # of the reply
    answer_place: Place  # of the answer in it
    verdict: Verdict
    evidence: Evidence
    annotator: Level | None  # the annotator's level for the question
    annotator_verdict: Verdict | None  # what the annotator says of this answer
    said: str  # in whose words
    agrees: bool | None
    findings: tuple[Finding, ...]
    level: Level

    def as_json(self) -> dict[str, Any]:
        """The object of `viva audit --json`."""
        return {
            "report": self.report,
            "model": self.model,
            "question": self.question,
            "part": self.part,
            "attempt": self.attempt,
            "answer": self.answer,
            "quote": self.quote,
            "place": _place(self.place),
            "answer_place": _place(self.answer_place),
            "verdict": self.verdict.value,
            "key": self.evidence.key,
            "method": self.evidence.method,
            "reason": self.evidence.reason,
            "counterexample": self.evidence.counterexample,
            "misconception": self.evidence.misconception,
            "accepted": self.evidence.accepted,
            "level": self.level.value,
            "annotator": self.annotator.value if self.annotator else "",
            "annotator_verdict": self.annotator_verdict.value if self.annotator_verdict else "",
            "annotator_said": self.said,
            "agrees": self.agrees,
            "findings": [
                {"kind": f.kind.value, "quote": f.quote, "how": f.how, "detail": f.detail} for f in self.findings
            ],
        }


@dataclass(frozen=True)
class _Heard:
    """A row, and whether the annotator's words are about this very part."""

    row: Row
    of_part: bool


@dataclass(frozen=True)
class Audit:
    """All rows of one exam, and what its report claims."""

    report: str
    model: str
    paper: str
    rows: tuple[Row, ...]
    claims: tuple[ClaimCheck, ...] = ()
    unread: tuple[int, ...] = ()
    levels: tuple[tuple[str, Level, Level | None], ...] = ()  # question, computed, the annotator's


def audit(exam: Exam, paper: Paper) -> Audit:
    """The audit of one exam. `exam` may also come from a run; then there is no annotator in it."""
    report = str(exam.parameters.get("report") or exam.log or exam.model)
    conversations = dict(exam.conversation)
    labels = [str(name) for name in exam.parameters.get("labels", ()) or ()]
    rows: list[Row] = []
    for record in exam.questions:
        parts = next(
            (tuple(p.name for p in q.parts) for q in paper.questions if q.name == record.question), (record.question,)
        )
        for attempt in record.attempts:
            replies = _reply(conversations.get(record.question, ()), attempt, labels)
            found = _as_a_whole([_row(report, exam, record, attempt, name, parts, replies) for name in parts])
            again = attempt.number > 1 and any(row.answer for row in found)
            # a later try at one part says nothing of the others
            rows += [row for row in found if row.answer or row.verdict is not Verdict.UNDECIDED or not again]
    rows = _against_levels(rows, exam)
    levels = tuple((r.question, r.level, r.annotator_level) for r in exam.questions)
    unread = tuple(int(n) for n in exam.parameters.get("unread_pages", ()) or ())
    return Audit(report, exam.model, exam.paper, tuple(rows), check_claims(exam, paper, rows), unread, levels)


def _reply(messages: Sequence[Any], attempt: Attempt, labels: Sequence[str]) -> Passage:
    """The attempt's reply with the place of each line, from the blocks that it was made of."""
    place = attempt.place
    if place is None or not place.line:
        return Passage(attempt.reply, ())
    mine = [m for m in messages if m.role == "assistant" and m.place and place.line <= m.place.line <= place.last_line]
    found = passage(mine, labels)
    return found if found.text == attempt.reply else Passage(attempt.reply, ())


def _row(
    report: str, exam: Exam, record: QuestionRecord, attempt: Attempt, name: str, parts: Sequence[str], reply: Passage
) -> _Heard:
    checked = next((p for p in attempt.check.parts if p.part == name), None) if attempt.check else None
    if checked is None:
        reason = (
            "the reply is not in the report" if attempt.check is None else "the reply was not checked for this part"
        )
        checked = PartCheck(name, Verdict.UNDECIDED, Evidence("none", "", reason=reason))
    answer = checked.evidence.answer
    place = attempt.place or next((a.place for a in attempt.annotations if a.place), None) or Place(file=report)
    span = answer.span if answer is not None else None
    at = reply.place(span.start, span.end) if span is not None and span.end > span.start and reply.places else place
    of_part = _about_part(attempt.annotations, name, parts)
    said, words = of_part or _said(record, attempt)
    agrees = None if said is None or checked.verdict is Verdict.UNDECIDED else said is checked.verdict
    findings = [f for f in (*checked.findings, *attempt.findings) if f.part in ("", name)]
    if attempt.check is not None:
        findings += [f for f in attempt.check.findings if f.part in ("", name) and (f.part or name == parts[0])]
    row = Row(
        report, exam.model, record.question, name, attempt.number,
        answer.read_as if answer else "", answer.quote if answer else "", place, at,
        checked.verdict, checked.evidence, record.annotator_level, said, words, agrees, tuple(dict.fromkeys(findings)), record.level,
    )  # fmt: skip
    return _Heard(row, of_part is not None)


def _as_a_whole(found: Sequence[_Heard]) -> list[Row]:
    """The rows of one attempt; a complaint about the whole question is about its worst part.

    Where some part is wrong, or may be, it is borne out by that one, and says nothing of the others.
    """
    borne_out = any(
        h.row.verdict is not Verdict.CORRECT or (h.of_part and h.row.annotator_verdict is Verdict.INCORRECT)
        for h in found
    )
    return [
        replace(h.row, annotator_verdict=None, agrees=None)
        if borne_out
        and not h.of_part
        and h.row.annotator_verdict is Verdict.INCORRECT
        and h.row.verdict is Verdict.CORRECT
        else h.row
        for h in found
    ]


# ---- what the annotator says of one answer -----------------------------------------------------------------

_ABOUT: tuple[tuple[str, str], ...] = (
    (
        "n1",
        r"\bn\s*=\s*1\b|batch (?:of )?size (?:of )?(?:1|one)|singleton|(?:single|one)[- ](?:sample|element|input)|sanity check|numeric\w* (?:case|value|evaluation)",
    ),
    ("limit", r"\binfin\w*|\\infty|∞|\blimit\w*|large[- ]batch|n\s*(?:→|->|\\to|\\rightarrow)"),
    ("gradient", r"\bgradient\b|\bderivative\b|\bchain rule\b|algebraic|\bderivation\b|\b(?:the|your|its) formula\b"),
)


_SAVE = re.compile(r"\b(?:except|up to|apart from|save|but|until|other than)\b", re.I)  # the fault is in a later part
_SPECIAL = re.compile(r"\b(?:special|limiting|extreme|edge) cases\b|\b(?:both|the two) (?:limits|cases)\b", re.I)


def _said(record: QuestionRecord, attempt: Attempt) -> tuple[Verdict | None, str]:
    notes = [a for a in attempt.annotations if a.text.strip()]
    told = [(a, a.verdict) for a in notes if a.verdict is not None]
    tier = next((t for a in reversed(notes) if (t := a.level) is not None), None)
    last = attempt.number == max(a.number for a in record.attempts)
    words = " ".join(_flat(a.text) for a in notes)
    if (
        tier in (None, Level.L2, Level.L3)
        and record.annotator_level in (Level.L2, Level.L3, Level.LX)
        and _faulted(record, attempt)
    ):
        return Verdict.INCORRECT, words or f"{record.annotator_level}: not right before a nudge"
    solved = tier is None and record.annotator_level in (Level.L2, Level.L3) and last and len(record.attempts) > 1
    if solved and all(opinion is Verdict.INCORRECT for _, opinion in told):
        return Verdict.CORRECT, words or f"{record.annotator_level}: right in the end"  # the remark is about the first
    if tier in (None, Level.L1) and told:
        # a tier of L1 with a complaint beside it: the tier is the verdict
        return (Verdict.CORRECT if tier is Level.L1 else told[0][1] if _first_is_verdict(told) else told[-1][1]), words
    tier = tier or record.annotator_level
    if tier is Level.L1:
        return Verdict.CORRECT, words or f"{tier.value} in the report's table"
    if tier in (Level.L2, Level.L3):
        if len(record.attempts) == 1:
            return (told[-1][1] if told else None), words or f"{tier.value} in the report's table"
        if attempt.number == 1:
            return Verdict.INCORRECT, words or f"{tier.value}: not right at first"
        return (Verdict.CORRECT if last else told[-1][1] if told else None), words or f"{tier.value}: right in the end"
    if tier is Level.LX:
        return Verdict.INCORRECT, words or f"{tier.value} in the report's table"
    return None, words


def _faulted(record: QuestionRecord, attempt: Attempt) -> bool:
    """Did a nudge follow, to a reply that was not all right? Praise of one thing in it is no verdict on the whole."""
    later = next((a for a in record.attempts if a.number == attempt.number + 1), None)
    return later is not None and later.nudge is not None and bool(attempt.reply)


def _first_is_verdict(told: Sequence[tuple[Annotation, Verdict | None]]) -> bool:
    return len(told) == 1


_COUNTED = re.compile(
    r"\b(?:(?P<first>first|1st)|(?P<second>second|2nd)|(?P<third>third|3rd)|(?P<last>last|final)) (?:sub-?)?(?:parts?|bullets?|questions?|halfs?|items?)\b"
    r"|(?<![\w(])\((?P<roman>i{1,3})\)",
    re.I,
)


def _tiered(notes: Sequence[Annotation]) -> bool:
    return any(note.level is not None for note in notes)


def _about_part(notes: Sequence[Annotation], part: str, parts: Sequence[str]) -> tuple[Verdict | None, str] | None:
    """The opinion of the sentences that speak of this part, where some sentence speaks of any part."""
    if len(parts) < 2:
        return None
    names = [name.rpartition("/")[2] for name in parts]
    own = part.rpartition("/")[2]
    current = ""
    mine: list[str] = []
    opening: list[str] = []  # words before any part is named, where others are named later: they are about the first
    for clause in (
        c for a in notes for s in re.split(r"(?<=[.!?])\s+", _flat(a.text)) if s for c in _clauses(s, names)
    ):
        named = _named(clause, names)
        if named:
            current = own if own in named else named[0]
        if current == own:
            mine.append(clause)
        elif not current:
            opening.append(clause)
    if current and own == names[0] and not mine and not _SAVE.search(" ".join(opening)):
        mine = opening
    opinion = verdict_of(" ".join(mine)) if mine else None
    if opinion is None and mine == opening and current and verdict_of(" ".join(opening)) is None and not _tiered(notes):
        return None, " ".join(opening)  # the opinion there is, is about the others
    return (opinion, " ".join(mine)) if opinion is not None else None


def _named(words: str, names: Sequence[str]) -> list[str]:
    """The parts that words of a note are about; those that it counts, where it opens with them: `(iii) is wrong`."""
    counted = [names[k] for m in _COUNTED.finditer(words) if (k := _place_in(m, len(names))) < len(names)]
    if counted and _COUNTED.match(words.lstrip("*_ ")):
        return counted
    named = [name for name, pattern in _ABOUT if re.search(pattern, words, re.I)]
    return named + counted + ([n for n in ("n1", "limit") if n in names] if _SPECIAL.search(words) else [])


def _clauses(sentence: str, names: Sequence[str]) -> list[str]:
    """The sentence; or its clauses, where each of several judges another part: `gradient correct, n = 1 wrong`."""
    clauses = re.split(r"(?<=[,;])\s+(?:and |but )?", sentence)
    judging = [clause for clause in clauses if _named(clause, names) and verdict_of(clause) is not None]
    apart = len(judging) > 1 and len({verdict_of(clause) for clause in judging}) > 1
    return clauses if apart else [sentence]


def _place_in(counted: re.Match[str], size: int) -> int:
    """Which of `size` parts is meant."""
    if counted["roman"]:
        return len(counted["roman"]) - 1
    return size - 1 if counted["last"] else 0 if counted["first"] else 1 if counted["second"] else 2


def _against_levels(rows: Sequence[Row], exam: Exam) -> list[Row]:
    """A tier worse than the computed one is a disagreement too; every disagreement becomes a finding."""
    tiers = {
        r.question: next(
            (level for a in r.attempts for n in a.annotations if (level := level_of(_flat(n.text))) is not None), None
        )
        for r in exam.questions
    }
    replies = {(r.question, a.number): a.reply for r in exam.questions for a in r.attempts}
    done = []
    for row in rows:
        tier = tiers.get(row.question) or (row.annotator if row.annotator in (Level.L2, Level.L3) else None)
        agrees = row.agrees
        if agrees and row.level is Level.L1 and tier in (Level.L2, Level.L3, Level.LX):
            agrees = False
        findings = row.findings
        if agrees is False:
            how = f"the annotator says {row.annotator_verdict.value if row.annotator_verdict else tier}, the check says {row.verdict.value}"
            if row.agrees:
                how = f"the annotator's level is {tier.value if tier else '?'}, but the first reply is right"
            findings = (*findings, Finding(FindingKind.ANNOTATOR_ERROR, shortened(row.said, 300), how, None, row.part))
        elif row.agrees and row.annotator_verdict is Verdict.CORRECT:
            findings = (*findings, *_praise(row))
        elif row.agrees and row.annotator_verdict is Verdict.INCORRECT:
            findings = (*findings, *wrong_diagnosis(row, replies.get((row.question, row.attempt), "")))
        done.append(replace(row, agrees=agrees, findings=findings))
    return done


_PRAISE = re.compile(
    r"no (?:errors?|mistakes?|hallucinations?|misconceptions?)|flawless|error-free|interpreted (?:them|it|the \w+) (?:accurately|correctly)|fully correct|"
    r"perfect(?:ly)?|every step|rigorous|accurate(?:ly)?|all steps",
    re.I,
)
_FAULTS = frozenset(
    {FindingKind.FALSE_EXPLANATION, FindingKind.HALLUCINATION, FindingKind.INVALID_STEP, FindingKind.MISREAD_FIGURE}
)


def _praise(row: Row) -> tuple[Finding, ...]:
    """The answer is right, but its explanation is not, and the annotator praises it without reserve."""
    faults = [f for f in row.findings if f.kind in _FAULTS]
    praise = _PRAISE.search(row.said)
    if not faults or not praise:
        return ()
    how = f"the answer is right, but the annotator praises an explanation in which {faults[0].kind.value} was found"
    return (Finding(FindingKind.ANNOTATOR_ERROR, praise.group(), how, None, row.part, shortened(faults[0].quote, 200)),)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)).strip()


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "page": place.page, "line": place.line, "last_line": place.last_line}
