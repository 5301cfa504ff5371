"""What a report is made from: the exam, its numbers, and the paper where it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.errors import VivaError
from viva.examining.levels import interventions, solved_at, standing
from viva.records import Attempt, Exam, Place, QuestionRecord
from viva.reporting.visible import plain
from viva.statistics import Summary, findings_of, summarise
from viva.types import Finding, FindingKind, Level, Misconception, Paper, Part, PartCheck, Question, Verdict

# A shape, a letter, and only then a colour: recognisable in grey and by a screen reader.
SHAPES = {Level.L1: "●", Level.L2: "◕", Level.L3: "◑", Level.LX: "○", Level.U: "?"}
SIGNS = {Verdict.CORRECT: "✓", Verdict.INCORRECT: "✗", Verdict.UNDECIDED: "?"}
MEANINGS = {
    Level.L1: "one-shot",
    Level.L2: "minor nudge",
    Level.L3: "heavy guidance",
    Level.LX: "not solved",
    Level.U: "undecided",
}
# Findings that tell of a fault in a reply; the others are praise, incidents, or about the key or the annotator.
NO_FAULT = frozenset(
    {
        FindingKind.CONTESTED_KEY,
        FindingKind.INSIGHT,
        FindingKind.SELF_CORRECTED,
        FindingKind.UNREQUESTED,
        FindingKind.STALL,
        FindingKind.ANNOTATOR_ERROR,
    }
)


BY_A_PERSON = "a person: "


@dataclass(frozen=True)
class Material:
    """An exam with what a report says about it. `paper` is None where Viva does not have it."""

    exam: Exam
    summary: Summary
    paper: Paper | None

    def question(self, record: QuestionRecord) -> Question | None:
        """The question of the paper that a record is about."""
        questions = self.paper.questions if self.paper else ()
        return next((q for q in questions if q.name == record.question), None)

    def part(self, name: str) -> Part | None:
        """The part of that name, probes included."""
        for question in self.paper.questions if self.paper else ():
            for part in (*question.parts, *(probe.part for probe in question.probes)):
                if part.name == name:
                    return part
        return None

    def misconception(self, part: str, name: str) -> Misconception | None:
        """A misconception of a part by its name."""
        found = self.part(part)
        return next((m for m in found.misconceptions if m.name == name), None) if found else None

    @property
    def by_hand(self) -> bool:
        """Whether a person made the report that this exam was read from."""
        return self.exam.source == "import"

    @property
    def annotated(self) -> bool:
        """Whether anybody else said what an answer is worth."""
        return any(q.annotator_level is not None or has_annotations(q) for q in self.exam.questions)


def material(exam: Exam) -> Material:
    """What a report on an exam is made from. A paper that Viva does not have is no error: the report goes without."""
    from viva.papers import load_paper

    try:
        paper = load_paper(exam.paper)
    except VivaError:
        paper = None
    return Material(exam, summarise(exam), paper)


def anchor(record: QuestionRecord, attempt: Attempt | None = None) -> str:
    """The identifier of a question's or an attempt's place: `q-1c`, `q-1c-a2`, `q-1c-e3-a1`."""
    name = "q-" + (re.sub(r"[^A-Za-z0-9]+", "-", record.question).strip("-") or "x")
    if record.epoch != 1:
        name += f"-e{record.epoch}"
    return name if attempt is None else f"{name}-a{attempt.number}"


def level_badge(level: Level) -> str:
    """A level as Markdown: shape and letter in a span with a look."""
    return f'<span class="level {level.value.lower()}">{SHAPES[level]} {level.value}</span>'


def verdict_badge(verdict: Verdict) -> str:
    """A verdict as Markdown."""
    return f'<span class="verdict {verdict.value}">{SIGNS[verdict]} {verdict.value}</span>'


def stands(record: QuestionRecord) -> dict[str, PartCheck]:
    """The check of each part as it stands at the end: where the question was solved, else after the last attempt."""
    end = solved_at(record.attempts)
    return standing(record.attempts if end is None else record.attempts[: end + 1])


def verdict(record: QuestionRecord) -> Verdict | None:
    """The verdict in which a question ended, as good as its worst part; None where nothing was checked."""
    verdicts = {p.verdict for p in stands(record).values()}
    for worst in (Verdict.INCORRECT, Verdict.UNDECIDED, Verdict.CORRECT):
        if worst in verdicts:
            return worst
    return None


def helped(record: QuestionRecord) -> int:
    """How many interventions a question took."""
    return interventions(record.attempts)


def found(record: QuestionRecord, *kinds: FindingKind) -> list[Finding]:
    """The findings of these kinds in a question, in order."""
    return [f for f in findings_of(record) if f.kind in kinds]


def misconceptions(record: QuestionRecord) -> list[tuple[str, str]]:
    """(part, name) of every misconception that an answer of the question matched, first seen first."""
    seen: dict[tuple[str, str], None] = {}
    for attempt in record.attempts:
        for part in attempt.check.parts if attempt.check else ():
            if part.evidence.misconception:
                seen[part.part, part.evidence.misconception] = None
    return list(seen)


def ruled(record: QuestionRecord) -> list[tuple[Attempt, PartCheck]]:
    """Every part's check that a person ruled on, in order, with its attempt."""
    return [
        (attempt, part)
        for attempt in record.attempts
        for part in (attempt.check.parts if attempt.check else ())
        if part.override
    ]


def added_by(finding: Finding) -> str:
    """Who added a finding by hand (`viva.reviewing`); "" where it was computed.

    >>> [added_by(Finding(FindingKind.INSIGHT, "", how)) for how in ("a person: Ada", "claim beta-value")]
    ['Ada', '']
    """
    return finding.how.removeprefix(BY_A_PERSON) if finding.how.startswith(BY_A_PERSON) else ""


def has_annotations(record: QuestionRecord) -> bool:
    """Whether the question has an annotator's words."""
    return any(attempt.annotations for attempt in record.attempts)


def disagreements(record: QuestionRecord) -> list[tuple[Attempt, Verdict, Verdict]]:
    """(attempt, computed, annotator's) wherever the two say the opposite of each other about a reply."""
    out: list[tuple[Attempt, Verdict, Verdict]] = []
    for attempt in record.attempts:
        if attempt.check is None or attempt.check.verdict is Verdict.UNDECIDED:
            continue
        for annotation in attempt.annotations:
            if annotation.verdict not in (None, Verdict.UNDECIDED, attempt.check.verdict):
                assert annotation.verdict is not None
                out.append((attempt, attempt.check.verdict, annotation.verdict))
    return out


def where(place: Place) -> str:
    """A place in a report made by hand, in words."""
    words = []
    if place.page:
        words.append(f"page {place.page}")
    if place.line:
        last = f"–{place.last_line}" if place.last_line > place.line else ""
        words.append(f"line{'s' if last else ''} {place.line}{last}")
    return ", ".join(words) or plain(place.file)
