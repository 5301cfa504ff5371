"""Columns, rows and cells: what is compared with what, and that nothing gets lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparing.making import exam, record, three
from viva.comparing.comparison import compare
from viva.comparing.measures import measured, pairs, repeats
from viva.comparing.outcomes import first_right, solved
from viva.errors import VivaError
from viva.records import Attempt, Conditions, QuestionRecord
from viva.statistics import summarise
from viva.types import Level, NudgeKind


def names(*exams) -> list[str]:
    return [column.name for column in compare(exams).columns]


# ---- outcomes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "level", "at_once", "in_the_end"),
    [
        ("L1", Level.L1, True, True),
        ("L2", Level.L2, False, True),
        ("L3", Level.L3, False, True),
        ("Lx", Level.LX, False, False),
        ("U", Level.U, None, None),
        ("U2", Level.L2, None, True),
    ],
)
def test_outcomes(how: str, level: Level, at_once: bool | None, in_the_end: bool | None) -> None:
    made = record("1a", how)
    assert (made.level, first_right(made), solved(made)) == (level, at_once, in_the_end)


def test_what_is_not_there_is_undecided_and_not_wrong() -> None:
    not_in_the_report = QuestionRecord("1a", Level.L2, (Attempt(1, "", "", None), *record("1a", "L1").attempts))
    assert first_right(not_in_the_report) is None
    broke_off = QuestionRecord("1a", Level.U, (), error="the provider said no")
    assert (first_right(broke_off), solved(broke_off)) == (None, None)


def test_a_level_that_a_person_gave_counts() -> None:
    assert first_right(record("1a", "Lx", level=Level.L1)) is True
    assert first_right(record("1a", "L1", level=Level.U)) is None
    assert first_right(record("1a", "L1", level=Level.LX)) is False
    assert solved(record("1a", "L1", level=Level.LX)) is False


# ---- columns -----------------------------------------------------------------------------------------------


def test_draws_epochs_and_logs_of_one_model_are_tries_of_one_column() -> None:
    logs = [exam("m", {"1a": "L1 Lx"}), exam("m", {"1a": "L1"}, draw=3), exam("m", {"1b": "L1"})]
    comparison = compare(logs)
    (column,) = comparison.columns
    assert column.name == "m"
    assert [len(comparison.cell(column, row)) for row in comparison.rows] == [3, 1]
    assert comparison.repeated


def test_other_conditions_are_other_columns_and_say_what_sets_them_apart() -> None:
    plain = exam("m", {"1a": "L1"}, parameters={"temperature": 0.2, "seed": 1, "eyes": False})
    pasted = replace(plain, conditions=Conditions(form="pasted"))
    warm = replace(plain, parameters={"temperature": 1.0, "seed": 2, "eyes": False})
    by_hand = exam("m", {"1a": "L1"}, source="import")
    assert names(plain, pasted, warm, by_hand, exam("other", {"1a": "L1"})) == [
        "m · asked by Viva · form latex · temperature 0.2",
        "m · asked by Viva · form pasted · temperature 0.2",
        "m · asked by Viva · form latex · temperature 1.0",
        "m · report made by hand",
        "other",
    ]
    assert names(plain, replace(plain, parameters={"eyes": False})) == [
        "m · temperature 0.2",
        "m · temperature not set",
    ]
    assert names(plain, replace(plain, parameters={"temperature": 0.2, "seed": 9, "eyes": True})) == [
        "m · eyes no",
        "m · eyes yes",
    ]
    assert len(names(plain, replace(plain, parameters={**plain.parameters, "seed": 7, "max_retries": 1}))) == 1


def test_other_weights_are_another_model() -> None:
    one, other = (exam("m", {"1a": "L1"}, versions={"sha256 of it": digit * 64}) for digit in "ab")
    assert names(one, other) == ["m · weights aaaaaaaa", "m · weights bbbbbbbb"]


def test_reports_that_do_not_name_their_model_are_not_one_model() -> None:
    one, other = (exam("", {"1a": "L1"}, source="import", log=log) for log in ("x.eval", "y.eval"))
    assert names(one, other) == ["model not named (x.eval)", "model not named (y.eval)"]


# ---- rows --------------------------------------------------------------------------------------------------


def test_the_hardest_question_comes_first_and_every_model_counts_once() -> None:
    often = exam("often", {"1a": "L1 L1 L1 L1 L1 L1 L1", "1b": "L1"})
    comparison = compare([often, exam("b", {"1a": "Lx", "1b": "L1"}), exam("c", {"1a": "Lx", "1b": "Lx"})])
    assert [row.question for row in comparison.rows] == ["1a", "1b"]  # a third against two thirds
    assert comparison.rows[0].title == "Why convolutional layers"


def test_equally_hard_questions_are_ordered_by_solved_then_by_help_then_by_the_paper() -> None:
    comparison = compare([exam("m", {"4d": "Lx", "1c": "Lx", "1a": "L2", "1b": "L3", "2a": "L1"})])
    assert [row.question for row in comparison.rows] == ["1c", "4d", "1a", "1b", "2a"]


def test_other_papers_are_told_apart_and_need_not_be_known() -> None:
    comparison = compare([exam("m", {"1a": "L1"}), exam("m", {"1a": "Lx"}, paper="hw77")])
    assert [(row.label, row.title != "") for row in comparison.rows] == [("hw77/1a", False), ("hw5/1a", True)]
    assert comparison.papers == ("hw5", "hw77")


levels = st.dictionaries(st.sampled_from(["1a", "1b", "3a", "9z"]), st.sampled_from(["L1", "L2 Lx", "U", "U2 L3 L1"]))
some_exams = st.lists(
    st.builds(
        exam,
        st.sampled_from(["a", "b", ""]),
        levels,
        source=st.sampled_from(["run", "import", "proctor"]),
        draw=st.integers(0, 2),
        paper=st.sampled_from(["hw5", "other"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(some_exams)
def test_every_record_is_in_one_cell(exams) -> None:
    comparison = compare(exams)
    in_cells = [e.record for c in comparison.columns for row in comparison.rows for e in comparison.cell(c, row)]
    assert sorted(map(id, in_cells)) == sorted(id(r) for one in exams for r in one.questions)
    assert len({column.name for column in comparison.columns}) == len(comparison.columns)
    in_block, rows = comparison.block
    assert all(comparison.cell(column, row) for column in in_block for row in rows)
    for m in measured(comparison):
        assert m.summary.questions == len(m.column.records)
        assert m.first.replies == m.summary.questions
        if m.first.value is not None:
            assert m.first.value <= m.best_first + 1e-12
            assert m.first.value <= m.solved.value + 1e-12


def test_no_exam_no_comparison() -> None:
    with pytest.raises(VivaError, match="no exam"):
        compare([])


# ---- numbers -----------------------------------------------------------------------------------------------


def test_the_numbers_of_one_exam_are_those_of_its_report() -> None:
    one = exam("m", {"1a": "L1", "1b": "L2", "1c": "Lx", "2a": "U2", "2b": "U", "3a": "L3", "3b": "L1"})
    (m,) = measured(compare([one]))
    report = summarise(one)
    assert (m.first.value, m.first.low, m.first.high) == pytest.approx(
        (report.first_right.value, report.first_right.low, report.first_right.high)
    )
    assert m.solved.value == report.solved.value
    assert (m.best_first, m.best_solved) == (4 / 7, 6 / 7)  # with 2a and 2b at once; with 2b in the end
    assert m.summary == report
    assert m.nudges == {NudgeKind.RECHECK: 3, NudgeKind.TARGET: 1}


def test_pairs_leave_out_what_is_undecided_and_say_how_much() -> None:
    good, fair, bad = compare(three()).columns
    against_fair, against_bad, last = pairs(compare(three()))
    assert [(p.first, p.second) for p in (against_fair, against_bad, last)] == [(good, fair), (good, bad), (fair, bad)]
    # 4a: undecided for `good`. 1a: both right. 1b: 1 against 1/2. 3a: 1 against 0. 3b: both wrong at first.
    first = against_fair.at_first
    assert (against_fair.common, first.questions, against_fair.open_at_first) == (5, 4, 1)
    assert (first.better, first.worse, first.value) == (2, 0, pytest.approx(1.5 / 4))
    assert first.p == 0.5  # of the four flips of 1/2 and 1, two are as far out as 3/2
    assert against_bad.common == 2
    assert against_bad.adjusted_at_first == 1.0
    assert (last.at_first.better, last.at_first.worse) == (1, 0)


def test_models_without_a_common_question_make_no_pair() -> None:
    comparison = compare([exam("a", {"1a": "L1"}), exam("b", {"1b": "L1"})])
    assert pairs(comparison) == ()
    assert comparison.block == ((), ())
    assert [(column.letter, row.question) for column, row in comparison.absent] == [("B", "1a"), ("A", "1b")]


def test_one_short_log_does_not_shrink_the_ranking() -> None:
    long = {"1a": "L1", "1b": "L1", "1c": "L1", "2a": "L1"}
    comparison = compare([exam("short", {"1a": "L1"}), exam("a", long), exam("b", long)])
    ranked, rows = comparison.block
    assert [column.name for column in ranked] == ["a", "b"]
    assert len(rows) == 4


def test_what_repeating_tells() -> None:
    draws = [exam("m", {"1a": "L1", "1b": "L1", "1c": "L1", "2a": "Lx"}), exam("m", {"1a": "L1", "1b": "Lx"}, draw=1)]
    (told,) = repeats(compare(draws))
    assert (told.questions, told.tries, told.always, told.sometimes, told.never) == (2, 4, 1, 1, 0)
    assert {draw: share.value for draw, share in told.draws.items()} == {0: 0.75, 1: 0.5}
    assert told.fresh is not None
    assert (told.fresh.value, told.fresh.questions, told.fresh.worse) == (-0.5, 2, 1)
    assert repeats(compare([exam("m", {"1a": "L1"})])) == ()
