"""What needs a person first: where an annotator and the check disagree, and parts that stand undecided.

Disagreements are those of the audit (`viva.importing.audit`): on a verdict, on a level, on where the mistake is. What a
person has ruled on (overruled or confirmed) waits no longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from viva.errors import VivaError
from viva.examining.levels import solved
from viva.records import Exam, QuestionRecord
from viva.reporting.material import stands
from viva.types import FindingKind, PartCheck, Verdict


@dataclass(frozen=True)
class Waiting:
    """One thing to look at: the question by its place in the exam, the attempt from 0, and why."""

    place: int
    question: str
    attempt: int
    part: str
    why: str  # "undecided" or "disagreement"
    words: str


def waiting(exam: Exam) -> tuple[Waiting, ...]:
    """What waits in an exam: disagreements, then undecided parts, each in the order of the questions."""
    undecided = (item for place, record in enumerate(exam.questions) for item in _undecided(place, record))
    return (*_disputed(exam), *undecided)


def _disputed(exam: Exam) -> Iterator[Waiting]:
    from viva.importing.audit import audit
    from viva.papers import load_paper

    places = {record.question: place for place, record in enumerate(exam.questions)}
    if not any(a.annotations for record in exam.questions for a in record.attempts):
        return
    try:
        rows = audit(exam, load_paper(exam.paper)).rows
    except VivaError:
        return  # a paper that Viva does not have: nothing is checked, so nothing disagrees
    for row in rows:
        place = places[row.question]
        attempts = exam.questions[place].attempts
        index = next(i for i, a in enumerate(attempts) if a.number == row.attempt)
        check = attempts[index].check
        part = next((p for p in check.parts if p.part == row.part), None) if check else None
        told = [f.how for f in row.findings if f.kind is FindingKind.ANNOTATOR_ERROR]
        if told and part is not None and part.override is None:
            yield Waiting(place, row.question, index, row.part, "disagreement", told[-1])


def _undecided(place: int, record: QuestionRecord) -> Iterator[Waiting]:
    if solved(record.attempts):
        return  # by a person's word on an early attempt; the level does not depend on the later ones
    for stood in stands(record).values():
        if stood.verdict is Verdict.UNDECIDED and stood.override is None:
            words = stood.evidence.reason or "it could not be decided"
            yield Waiting(place, record.question, _last(record, stood), stood.part, "undecided", words)


def _last(record: QuestionRecord, part: PartCheck) -> int:
    return max(i for i, a in enumerate(record.attempts) if a.check is not None and part in a.check.parts)
