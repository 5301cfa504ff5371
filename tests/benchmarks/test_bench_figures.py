"""The bench's own figures: intervals against an independent computation, and hostile cases that cannot run away."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import beta

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path[:0] = [str(BENCHMARKS), str(BENCHMARKS / "checking")]
report = importlib.import_module("report")  # scripts of the benchmark, not a package
hostile = importlib.import_module("hostile")


def rows(families: list[str], right: list[bool]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Wrong replies, of which those marked are decided rightly (rejected), the others accepted."""
    labelled = [{"family": family, "expected": False} for family in families]
    return labelled, [{"verdict": not decided} for decided in right]


@pytest.mark.parametrize(("accepts", "wrong"), [(0, 50), (1, 268), (7, 90), (40, 40)])
def test_the_bound_on_false_accepts_is_clopper_and_pearsons(accepts: int, wrong: int) -> None:
    families = [f"item {k}" for k in range(wrong)]
    *_, bound = report.certainty(*rows(families, [k >= accepts for k in range(wrong)]))
    assert bound == pytest.approx(1.0 if accepts == wrong else beta.ppf(0.95, accepts + 1, wrong - accepts), rel=1e-6)


def test_replies_that_fail_together_prove_less() -> None:
    right = [k % 10 != 0 for k in range(400)]
    alone = report.certainty(*rows([f"item {k}" for k in range(400)], right))
    together = report.certainty(*rows([f"item {k % 10}" for k in range(400)], right))
    for low, high, _ in (alone, together):
        assert low <= 0.9 <= high
    assert together[1] - together[0] > 2 * (alone[1] - alone[0])


def test_percentages_and_times_are_written_to_the_digit() -> None:
    assert (report.percent(39, 40), report.percent(0, 0)) == ("97.5 %", "–")
    assert [report.milliseconds(t) for t in (0.00123, 0.0994, 0.0996, 1.5)] == ["1.2 ms", "99 ms", "100 ms", "1500 ms"]


@pytest.mark.parametrize(
    ("told", "seconds", "fault"),
    [
        ("incorrect", 0.1, ""),
        ("undecided", 1.9, ""),
        ("undecided", 2.1, "slow"),
        ("correct", 0.1, "accepted"),
        ("over", 10.0, "ended"),
        ("RecursionError: too deep", 0.1, "failed"),
    ],
)
def test_what_is_a_fault(told: str, seconds: float, fault: str) -> None:
    assert hostile.Outcome("107", "bomb", told, seconds, 50.0).fault == fault


def forever(where: str, reply: str) -> str:
    while True:
        pass


def hungry(where: str, reply: str) -> str:
    return str(len(bytearray(hostile.MEMORY)))


def broken(where: str, reply: str) -> str:
    raise RecursionError(reply)


def test_a_case_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "decide", forever)
    assert hostile.run("107", "bomb", "x", 0.3).fault == "ended"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
@pytest.mark.parametrize(("decide", "error"), [(hungry, "MemoryError"), (broken, "RecursionError")])
def test_what_a_case_raises_is_told(monkeypatch: pytest.MonkeyPatch, decide: Any, error: str) -> None:
    monkeypatch.setattr(hostile, "decide", decide)
    outcome = hostile.run("107", "bomb", "x", 30.0)
    assert outcome.fault == "failed"
    assert outcome.told.startswith(error)


def test_a_case_tells_its_verdict() -> None:
    assert hostile.run("107", "plain", "The answer is 107.", 30.0).fault == "accepted"
    assert hostile.run("107", "plain", "The answer is 108.", 30.0).told == "incorrect"


def test_the_bound_is_known_for_thousands_of_wrong_replies_too() -> None:
    *_, bound = report.certainty(*rows([f"item {k}" for k in range(3_000)], [k >= 900 for k in range(3_000)]))
    assert 0.30 < bound < 0.32  # 0.3 + 1.645 √(0.3 · 0.7 / 3000) = 0.3138
