"""Statistics against published values and brute force."""

from __future__ import annotations

import statistics as standard

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import OPEN, RECHECK, RIGHT, WRONG, attempt
from scipy.stats import binomtest

from viva.records import Exam, QuestionRecord, Resend
from viva.statistics import percentile, summarise, wilson
from viva.types import Finding, FindingKind, Level


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_is_scipys(successes: int, total: int) -> None:
    successes = min(successes, total)
    expected = binomtest(successes, total).proportion_ci(confidence_level=0.95, method="wilson")
    rate = wilson(successes, total)
    assert rate.low == pytest.approx(expected.low, abs=1e-12)
    assert rate.high == pytest.approx(expected.high, abs=1e-12)
    assert rate.value == successes / total


@pytest.mark.parametrize(("successes", "total"), [(-1, 3), (4, 3), (1, 0)])
def test_wilson_refuses_what_is_no_proportion(successes: int, total: int) -> None:
    with pytest.raises(ValueError, match="out of"):
        wilson(successes, total)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=30))
def test_percentiles_are_those_of_the_standard_library(values: list[float]) -> None:
    cuts = standard.quantiles(values, n=100, method="inclusive")
    assert percentile(values, 50) == pytest.approx(standard.median(values))
    assert percentile(values, 95) == pytest.approx(cuts[94])
    assert percentile(values, 0) == min(values)
    assert percentile(values, 100) == max(values)


def test_the_summary_of_an_exam_counted_by_hand() -> None:
    from dataclasses import replace

    stall = Finding(FindingKind.STALL, "", "empty")
    slow = replace(attempt(1, RIGHT), resends=(Resend("empty", 1.0),), findings=(stall, stall), seconds=4.0, cost=0.5)
    first = replace(attempt(1, WRONG), seconds=2.0, input_tokens=10, output_tokens=5)
    second = replace(attempt(2, RIGHT, nudge=RECHECK), seconds=3.0, input_tokens=20, output_tokens=6)
    exam = Exam(
        "hw5",
        "m",
        "run",
        (
            QuestionRecord("1a", Level.L1, (slow,)),
            QuestionRecord("1b", Level.L2, (first, second)),
            QuestionRecord("1c", Level.U, (attempt(1, OPEN),)),
        ),
    )
    numbers = summarise(exam)
    assert (numbers.first_right.successes, numbers.solved.successes, numbers.solved.total) == (1, 2, 3)
    assert numbers.levels == {Level.L1: 1, Level.L2: 1, Level.L3: 0, Level.LX: 0, Level.U: 1}
    assert numbers.interventions == pytest.approx(1 / 3)
    assert numbers.findings == {FindingKind.STALL: 1}
    assert numbers.resends == {"empty": 1}
    assert (numbers.latency.median, numbers.latency.total, numbers.latency.timed) == (3.0, 9.0, 3)
    assert (numbers.input_tokens, numbers.output_tokens, numbers.cost) == (30, 11, 0.5)


def test_an_empty_exam_has_no_rates() -> None:
    numbers = summarise(Exam("hw5", "m", "run", ()))
    assert (numbers.first_right.value, numbers.interventions, numbers.cost) == (None, None, None)
    assert numbers.latency.median is None
