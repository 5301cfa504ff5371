"""Against the reports made by hand, where they are at hand: what the issue demands, measured by the benchmark."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from bench_import import SEEDS, Measured, measure, report  # noqa: E402

pytestmark = pytest.mark.skipif(not (SEEDS / "labels.jsonl").exists(), reason="the reports are not at hand")


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure(SEEDS)


def test_attempts_are_found_and_attributed(measured: Measured) -> None:
    assert measured.labelled == 70
    assert measured.found >= 0.95 * measured.labelled, report(measured)
    assert measured.numbered >= 0.95 * measured.labelled, report(measured)
    assert len(measured.superfluous) <= 1, report(measured)


def test_answers_are_read_rightly(measured: Measured) -> None:
    assert measured.read >= 0.9 * measured.readable, report(measured)


def test_no_wrong_answer_is_called_correct(measured: Measured) -> None:
    assert measured.wrong_called_correct == []


def test_no_right_answer_is_called_incorrect(measured: Measured) -> None:
    assert measured.right_called_incorrect == []


def test_annotators_errors_are_noticed(measured: Measured) -> None:
    assert measured.annotator_errors_found >= 0.75 * measured.annotator_errors, report(measured)
    assert len(measured.annotator_false_alarms) <= 1, report(measured)
