"""What a person can do to a record: every change keeps what was computed, and the level follows."""

from __future__ import annotations

import pytest

from reporting.exams import question_1b, question_2b, question_4a, question_4b
from viva.errors import VivaError
from viva.reviewing.rulings import (
    Person,
    add_finding,
    add_note,
    findings_at,
    overrule,
    remove_finding,
    remove_note,
    reread,
)
from viva.types import Answer, Evidence, FindingKind, Level, PartCheck, Span, Verdict

ME = Person("A. Reviewer", "2026-03-02T09:00:00+00:00")
RIGHT, WRONG, OPEN = Verdict.CORRECT, Verdict.INCORRECT, Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("record", "attempt", "part", "verdict", "expected"),
    [
        (question_4b(), 0, "4b", RIGHT, Level.L1),
        (question_4b(), 0, "4b", OPEN, Level.U),
        (question_1b(), 0, "1b", WRONG, Level.LX),
        (question_1b(), 0, "1b", OPEN, Level.U),
        # 2b: only when every part stands right is the question solved
        (question_2b(), 2, "2b/n1", WRONG, Level.LX),
        (question_2b(), 1, "2b/n1", RIGHT, Level.L3),
        (question_4a(), 0, "4a", RIGHT, Level.L1),
        (question_4a(), 1, "4a", RIGHT, Level.L3),  # after a nudge of kind target
    ],
)
def test_the_level_follows_the_verdict(record, attempt, part, verdict, expected):
    computed = next(p.verdict for p in record.attempts[attempt].check.parts if p.part == part)
    ruled = overrule(record, attempt, part, verdict, "because", ME)
    found = next(p for p in ruled.attempts[attempt].check.parts if p.part == part)
    assert (found.verdict, found.override.computed, found.override.author) == (verdict, computed, "A. Reviewer")
    assert ruled.level is expected


def test_ruling_twice_keeps_the_first_computed_verdict():
    once = overrule(question_4b(), 0, "4b", RIGHT, "it is right", ME)
    twice = overrule(once, 0, "4b", WRONG, "it is not, after all", ME)
    assert twice.attempts[0].check.parts[0].override.computed is OPEN


def test_a_confirmation_needs_no_reason_a_change_does():
    assert overrule(question_1b(), 0, "1b", RIGHT, "", ME).attempts[0].check.parts[0].override.verdict is RIGHT
    with pytest.raises(VivaError, match="reason"):
        overrule(question_1b(), 0, "1b", WRONG, " \n", ME)


def test_nobody_changes_anything_without_a_name():
    with pytest.raises(VivaError, match="name"):
        Person("  ", "2026-03-02T09:00:00+00:00")


@pytest.mark.parametrize(("attempt", "part"), [(9, "1b"), (-1, "1b"), (0, "9z")])
def test_what_is_not_there_cannot_be_ruled_on(attempt, part):
    with pytest.raises(VivaError, match="no "):
        overrule(question_1b(), attempt, part, WRONG, "because", ME)


def test_rereading_points_into_the_reply():
    record = question_1b()
    reply = record.attempts[0].reply
    text = reply.split()[0]

    def recheck(answer):
        return PartCheck("1b", WRONG, Evidence("by hand", "key", Answer(answer, Span(0, len(answer)), answer, "boxed")))

    found = reread(record, 0, "1b", f"  {text}\n", "the first word", ME, recheck).attempts[0].check.parts[0]
    span = found.evidence.answer.span
    assert reply[span.start : span.end] == text
    assert (found.override.reading, found.override.computed, found.evidence.answer.found_by) == (
        text, RIGHT, "named by a person",
    )  # fmt: skip


def test_rereading_what_is_not_in_the_reply_points_nowhere():
    def recheck(answer):
        return PartCheck("1b", OPEN, Evidence("by hand", "key", Answer(answer, Span(0, 3), answer, "boxed")))

    found = reread(question_1b(), 0, "1b", "not in there at all", "", ME, recheck).attempts[0].check.parts[0]
    assert found.evidence.answer.span == Span(0, 0)


def test_findings_come_and_go():
    record = question_2b()
    reply = record.attempts[0].reply
    quote = reply[3:12].strip()
    before = findings_at(record.attempts[0])
    for part in ("2b/n1", ""):
        more = add_finding(record, 0, FindingKind.INSIGHT, quote, "nice", part, ME)
        new = [i for i, f in enumerate(findings_at(more.attempts[0])) if f.how == "a person: A. Reviewer"]
        assert len(new) == 1 and findings_at(more.attempts[0])[new[0]].part == part
        span = findings_at(more.attempts[0])[new[0]].span
        assert reply[span.start : span.end] == quote
        assert findings_at(remove_finding(more, 0, new[0]).attempts[0]) == before


def test_every_finding_can_be_removed_by_its_number():
    for record in (question_2b(), question_4a()):
        for attempt, this in enumerate(record.attempts):
            for number, found in enumerate(findings_at(this)):
                left = findings_at(remove_finding(record, attempt, number).attempts[attempt])
                assert left == [f for i, f in enumerate(findings_at(this)) if i != number], found


def test_a_quote_must_stand_in_the_reply():
    with pytest.raises(VivaError, match="not in the reply"):
        add_finding(question_1b(), 0, FindingKind.INSIGHT, "never said", "", "", ME)


def test_notes():
    noted = add_note(question_1b(), " it *understood* ", ME)
    assert [(n.text, n.author) for n in noted.notes] == [("it *understood*", "A. Reviewer")]
    assert remove_note(noted, 0) == question_1b()
    with pytest.raises(VivaError, match="no such note"):
        remove_note(noted, 1)
