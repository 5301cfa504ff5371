"""What a person can do to a record: every change keeps what was computed, and the level follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.exams import question_1b, question_2b, question_4a, question_4b
from viva.errors import VivaError
from viva.examining.conversation import observe
from viva.examining.levels import level
from viva.records import Attempt, QuestionRecord
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
from viva.types import Answer, Check, Evidence, FindingKind, Level, Nudge, NudgeKind, PartCheck, Span, Verdict

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


# ---- findings that compare attempts --------------------------------------------------------------------------


def conversation(*answers, kinds=("recheck",)):
    """A record of 3b as an exam makes it: these answers one after another, with their findings."""
    made = []
    for number, value in enumerate(answers, start=1):
        answer = Answer(value, Span(0, len(value)), value, "last statement")
        part = PartCheck("3b", RIGHT if value == "39" else WRONG, Evidence("", "39", answer))
        kind = kinds[min(number - 2, len(kinds) - 1)]
        nudge = Nudge(NudgeKind(kind), "Again.") if number > 1 else None
        attempt = Attempt(number, "", f"{number}: {value}", Check("hw5/3b", 0, (part,)), nudge)
        made.append(replace(attempt, findings=observe([*made, attempt])))
    return QuestionRecord("3b", level(made), tuple(made))


def seen(record):
    return [[f.kind.value for f in a.findings] for a in record.attempts]


def test_a_model_is_not_stuck_on_an_answer_that_a_person_accepts():
    record = conversation("46", "46", "46")
    assert seen(record) == [[], ["stuck"], ["stuck"]] and record.level is Level.LX
    ruled = overrule(record, 1, "3b", RIGHT, "46 it is", ME)
    # the second reply is right now; the third goes on repeating the first
    assert seen(ruled) == [[], ["self-corrected"], ["stuck"]] and ruled.level is Level.L2
    # undecided is not the same wrong answer either
    assert seen(overrule(record, 1, "3b", OPEN, "unclear", ME)) == [[], [], ["stuck"]]


def test_a_ruling_on_an_early_attempt_changes_what_later_ones_show():
    record = conversation("46", "39")
    assert seen(record) == [[], ["self-corrected"]]
    assert seen(overrule(record, 0, "3b", RIGHT, "46 it is", ME)) == [[], []]
    assert seen(overrule(record, 1, "3b", WRONG, "by luck", ME)) == [[], []]
    again = overrule(overrule(record, 1, "3b", WRONG, "by luck", ME), 1, "3b", RIGHT, "", ME)
    assert seen(again) == seen(record)


def test_findings_of_a_person_outlive_a_ruling_and_removed_ones_stay_away():
    record = conversation("46", "46", "46")
    mine = add_finding(record, 1, FindingKind.STUCK, "46", "word for word", "3b", ME)
    ruled = overrule(mine, 1, "3b", RIGHT, "so", ME)
    assert [f.how for f in findings_at(ruled.attempts[1]) if f.kind is FindingKind.STUCK] == ["a person: A. Reviewer"]
    less = remove_finding(record, 2, 0)
    assert seen(overrule(less, 0, "3b", WRONG, "", ME)) == [[], ["stuck"], []]


def test_a_correction_of_what_was_read_counts_too():
    record = conversation("46", "46")

    def recheck(text):
        return PartCheck("3b", RIGHT, Evidence("", "39", Answer(text, Span(0, len(text)), "39", "boxed")))

    assert seen(reread(record, 1, "3b", "46", "a slip of the pen", ME, recheck)) == [[], ["self-corrected"]]


def test_a_regression_ends_with_the_verdict_that_made_it():
    """Of two parts, one was put right and the other went wrong."""

    def both(number, first, second, *findings):
        parts = (
            PartCheck("2b/n1", first, Evidence("", "0", Answer("a", Span(0, 1), f"a{number}", "boxed"))),
            PartCheck("2b/limit", second, Evidence("", "g", Answer("b", Span(0, 1), f"b{number}", "boxed"))),
        )
        nudge = Nudge(NudgeKind.TARGET, "Look at n = 1.") if number > 1 else None
        return Attempt(number, "", f"reply {number}", Check("hw5/2b", 0, parts), nudge, findings)

    attempts = (both(1, WRONG, RIGHT), both(2, RIGHT, WRONG))
    (regression,) = observe(attempts)
    assert (regression.kind, regression.part) == (FindingKind.REGRESSION, "2b/limit")
    record = QuestionRecord("2b", Level.LX, (attempts[0], replace(attempts[1], findings=(regression,))))
    assert seen(overrule(record, 1, "2b/limit", RIGHT, "the safer statement", ME)) == [[], []]
    assert seen(overrule(record, 0, "2b/limit", WRONG, "it was a guess", ME)) == [[], []]
    assert seen(overrule(record, 0, "2b/n1", WRONG, "", ME)) == [[], ["regression"]]
