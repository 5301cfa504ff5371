"""What a person can do to the record of a question: pure functions, record → record.

>>> from viva.types import Check, Evidence, Level, PartCheck, Verdict
>>> from viva.records import Attempt, QuestionRecord
>>> open_part = PartCheck("1a", Verdict.UNDECIDED, Evidence("rubric", "linear and shift-invariant"))
>>> record = QuestionRecord("1a", Level.U, (Attempt(1, "Why?", "Both hold.", Check("hw5/1a", 0, (open_part,))),))
>>> person = Person("A. Reviewer", "2026-03-01T10:00:00+00:00")
>>> ruled = overrule(record, 0, "1a", Verdict.CORRECT, "both points are named", person)
>>> ruled.level.value, ruled.attempts[0].check.parts[0].override.computed.value
('L1', 'undecided')

The computed verdict always stays in the record; a change that says nothing (no name, no reason) is refused. The level
and the findings that compare attempts follow from the verdicts, as in an exam.

Not guaranteed: a finding about one reply (`convention`, …) stays where its verdict is overruled; a person can remove
it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from viva.errors import VivaError
from viva.examining.levels import level
from viva.records import Annotation, Attempt, QuestionRecord
from viva.reviewing.observing import BY_A_PERSON, observed_again
from viva.types import Answer, Finding, FindingKind, Override, PartCheck, Span, Step, Verdict

LONGEST = 20_000  # characters of a reason or a note
NAMED = "named by a person"

Recheck = Callable[[str], PartCheck]  # the text that holds the answer → the check of the part


@dataclass(frozen=True)
class Person:
    """Who makes a change, and when (ISO 8601)."""

    name: str
    when: str

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise VivaError("please give your name: a change is kept with the name of who made it")


def overrule(
    record: QuestionRecord, attempt: int, part: str, verdict: Verdict, reason: str, person: Person
) -> QuestionRecord:
    """Put a person's verdict in the place of the computed one, or confirm it where both are the same.

    `attempt` counts from 0. VivaError where there is no such part, or a verdict is changed without a reason.
    """
    found = _part(record, attempt, part)
    computed = found.override.computed if found.override else found.verdict
    if verdict is not computed:
        _insist(reason, "a verdict that differs from the computed one needs a reason")
    override = Override(person.name.strip(), reason.strip(), verdict, computed, person.when)
    ruled = _with_part(record, attempt, replace(found, verdict=verdict, override=override))
    return _levelled(observed_again(record, ruled))


def reread(
    record: QuestionRecord, attempt: int, part: str, text: str, reason: str, person: Person, recheck: Recheck
) -> QuestionRecord:
    """Check a part again against the text that a person names as its answer.

    Where the text stands in the reply, the evidence points there. VivaError where the text is empty.
    """
    found = _part(record, attempt, part)
    _insist(text, "paste the text of the reply that holds the answer")
    text = text.strip()
    checked = _moved(recheck(text), record.attempts[attempt].reply.find(text))
    computed = found.override.computed if found.override else found.verdict
    override = Override(person.name.strip(), reason.strip(), checked.verdict, computed, person.when, reading=text)
    others = tuple(f for f in found.findings if f.how.startswith(BY_A_PERSON))
    checked = replace(checked, override=override, findings=(*checked.findings, *others))
    return _levelled(observed_again(record, _with_part(record, attempt, checked)))


def add_finding(
    record: QuestionRecord, attempt: int, kind: FindingKind, quote: str, detail: str, part: str, person: Person
) -> QuestionRecord:
    """Add what a person observed in a reply. A quote must stand in the reply; without one, say it in `detail`."""
    reply, quote = record.attempts[_known(record, attempt)].reply, quote.strip()
    start = reply.find(quote)
    if quote and start < 0:
        raise VivaError("the quote is not in the reply; copy it from “as written”, exactly as it stands there")
    _insist(quote + detail, "a finding needs a quote or a description")
    span = Span(start, start + len(quote)) if quote else None
    finding = Finding(kind, quote, f"{BY_A_PERSON}: {person.name.strip()}", span, part, detail.strip())
    if part:
        found = _part(record, attempt, part)
        return _with_part(record, attempt, replace(found, findings=(*found.findings, finding)))
    this = record.attempts[attempt]
    return _with_attempt(record, attempt, replace(this, findings=(*this.findings, finding)))


def findings_at(attempt: Attempt) -> list[Finding]:
    """The findings of an attempt in the order in which `remove_finding` counts them."""
    parts = attempt.check.parts if attempt.check else ()
    own = attempt.check.findings if attempt.check else ()
    return [*(f for part in parts for f in part.findings), *own, *attempt.findings]


def remove_finding(record: QuestionRecord, attempt: int, number: int) -> QuestionRecord:
    """Remove the finding with this place (from 0) in `findings_at`. The log's history keeps it."""
    this = record.attempts[_known(record, attempt)]
    if not 0 <= number < len(findings_at(this)):
        raise VivaError("there is no such finding any more")
    if this.check is not None:
        for found in this.check.parts:
            if number < len(found.findings):
                return _with_part(record, attempt, replace(found, findings=_without(found.findings, number)))
            number -= len(found.findings)
        if number < len(this.check.findings):
            check = replace(this.check, findings=_without(this.check.findings, number))
            return _with_attempt(record, attempt, replace(this, check=check))
        number -= len(this.check.findings)
    return _with_attempt(record, attempt, replace(this, findings=_without(this.findings, number)))


def add_note(record: QuestionRecord, text: str, person: Person) -> QuestionRecord:
    """Add an observation or a reflection on a question."""
    _insist(text, "the note is empty")
    note = Annotation(text.strip(), author=person.name.strip(), when=person.when)
    return replace(record, notes=(*record.notes, note))


def remove_note(record: QuestionRecord, number: int) -> QuestionRecord:
    """Remove a note by its place (from 0)."""
    if not 0 <= number < len(record.notes):
        raise VivaError("there is no such note any more")
    return replace(record, notes=tuple(note for i, note in enumerate(record.notes) if i != number))


# ---- inside ------------------------------------------------------------------------------------------------


def _insist(text: str, otherwise: str) -> None:
    if not text.strip():
        raise VivaError(otherwise)
    if len(text) > LONGEST:
        raise VivaError(f"that is longer than {LONGEST} characters")


def _known(record: QuestionRecord, attempt: int) -> int:
    if not 0 <= attempt < len(record.attempts):
        raise VivaError(f"question {record.question} has no attempt {attempt + 1}")
    return attempt


def _part(record: QuestionRecord, attempt: int, name: str) -> PartCheck:
    check = record.attempts[_known(record, attempt)].check
    found = next((p for p in check.parts if p.part == name), None) if check else None
    if found is None:
        raise VivaError(f"attempt {attempt + 1} of {record.question} has no checked part {name!r}")
    return found


def _with_part(record: QuestionRecord, attempt: int, part: PartCheck) -> QuestionRecord:
    this = record.attempts[attempt]
    assert this.check is not None
    parts = tuple(part if p.part == part.part else p for p in this.check.parts)
    return _with_attempt(record, attempt, replace(this, check=replace(this.check, parts=parts)))


def _with_attempt(record: QuestionRecord, index: int, attempt: Attempt) -> QuestionRecord:
    attempts = tuple(attempt if i == index else a for i, a in enumerate(record.attempts))
    return replace(record, attempts=attempts)


def _levelled(record: QuestionRecord) -> QuestionRecord:
    return replace(record, level=level(record.attempts, broke_off=bool(record.error)))


def _without(findings: tuple[Finding, ...], number: int) -> tuple[Finding, ...]:
    return tuple(f for i, f in enumerate(findings) if i != number)


def _moved(check: PartCheck, start: int) -> PartCheck:
    """The check of a piece of a reply, with its places where the piece stands in the reply (-1: it does not)."""

    def moved(span: Span) -> Span:
        return Span(span.start + start, span.end + start) if start >= 0 else Span(0, 0)

    evidence = check.evidence
    answer: Answer | None = evidence.answer
    if answer is not None:
        answer = replace(answer, span=moved(answer.span), found_by=NAMED)
    steps: tuple[Step, ...] = tuple(replace(step, span=moved(step.span)) for step in evidence.steps)
    findings = tuple(replace(f, span=moved(f.span) if f.span and start >= 0 else None) for f in check.findings)
    return replace(check, evidence=replace(evidence, answer=answer, steps=steps), findings=findings)
