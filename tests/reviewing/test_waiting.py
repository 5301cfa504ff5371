"""What a person is asked to look at first, and when it waits no longer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.exams import imported_exam, run_exam
from viva.reviewing.rulings import Person, overrule
from viva.reviewing.waiting import waiting
from viva.types import Verdict

ME = Person("A. Reviewer", "2026-03-02T09:00:00+00:00")


def ruled(exam, item, verdict):
    record = overrule(exam.questions[item.place], item.attempt, item.part, verdict, "because", ME)
    questions = tuple(record if i == item.place else q for i, q in enumerate(exam.questions))
    return replace(exam, questions=questions)


def test_the_annotator_is_wrong_on_4b():
    """`w = w̃/p` was called correct; the key is `w = p w̃`."""
    items = waiting(imported_exam())
    assert [(i.part, i.attempt, i.why) for i in items] == [("4b", 0, "disagreement")]
    assert items[0].words == "the annotator says correct, the check says incorrect"


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_a_person_ruled_on_waits_no_longer(verdict):
    for exam in (imported_exam(), run_exam()):
        for item in waiting(exam):
            assert item.part not in [i.part for i in waiting(ruled(exam, item, verdict)) if i.attempt == item.attempt]


def test_disagreements_come_before_what_is_undecided():
    imported, run = imported_exam(), run_exam()
    both = replace(imported, questions=(*run.questions, *imported.questions[1:]))
    both = replace(both, questions=tuple(q for i, q in enumerate(both.questions) if i != 4))  # one 4b is enough
    undecided = replace(run.questions[4], question="1a")
    both = replace(both, questions=(undecided, *both.questions))
    assert [i.why for i in waiting(both)] == ["disagreement", "undecided"]


def test_a_paper_that_viva_does_not_have():
    exam = replace(imported_exam(), paper="other")
    assert waiting(exam) == ()


def test_a_question_that_a_person_calls_solved_early_waits_no_longer():
    """The first reply was undecided, and so was every later one; a person accepts the first."""
    exam = run_exam()
    (item,) = waiting(exam)
    record = exam.questions[item.place]
    again = replace(record, attempts=(record.attempts[0], replace(record.attempts[0], number=2)))
    exam = replace(exam, questions=(again,))
    (item,) = waiting(exam)
    assert item.attempt == 1  # the last one that stands
    assert waiting(ruled(exam, replace(item, attempt=0), Verdict.CORRECT)) == ()
