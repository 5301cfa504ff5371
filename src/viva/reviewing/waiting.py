"""What needs a person first: parts that stand undecided, and replies on which an annotator and the check disagree.

What a person has ruled on (overruled or confirmed) waits no longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from viva.records import Exam, QuestionRecord
from viva.reporting.material import disagreements, stands
from viva.types import PartCheck, Verdict


@dataclass(frozen=True)
class Waiting:
    """One thing to look at: the question by its place in the exam, the attempt from 0, and why."""

    place: int
    question: str
    attempt: int
    part: str
    why: str  # "undecided" or "disagreement"
    words: str


def waiting(exam: Exam) -> list[Waiting]:
    """What waits in an exam: disagreements, then undecided parts, each in the order of the questions."""
    found = [item for place, record in enumerate(exam.questions) for item in _of_question(place, record)]
    return sorted(found, key=lambda item: item.why != "disagreement")


def _of_question(place: int, record: QuestionRecord) -> Iterator[Waiting]:
    for attempt, computed, said in disagreements(record):
        assert attempt.check is not None
        if not any(part.override for part in attempt.check.parts):
            words = f"the annotator says {said.value}, the check {computed.value}"
            parts = [part.part for part in attempt.check.parts if part.verdict is computed]
            part = parts[0] if parts else record.question
            yield Waiting(place, record.question, record.attempts.index(attempt), part, "disagreement", words)
    for stood in stands(record).values():
        if stood.verdict is Verdict.UNDECIDED and stood.override is None:
            words = stood.evidence.reason or "it could not be decided"
            yield Waiting(place, record.question, _last(record, stood), stood.part, "undecided", words)


def _last(record: QuestionRecord, part: PartCheck) -> int:
    return max(i for i, a in enumerate(record.attempts) if a.check is not None and part in a.check.parts)
