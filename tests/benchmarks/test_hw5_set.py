"""Homework 5 in the labelled set: the benchmark's brute-force truths are the keys of the paper."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from viva.papers import load_paper
from viva.types import Part

CHECKING = Path(__file__).parents[2] / "benchmarks" / "checking"
sys.path.insert(0, str(CHECKING))
hw5 = importlib.import_module("hw5")  # a script of the benchmark, not a package


def part(name: str) -> Part:
    parts = [p for q in load_paper("hw5").questions for p in q.parts if p.name == name]
    assert len(parts) == 1
    return parts[0]


def key(name: str) -> Any:
    question = next(q for q in load_paper("hw5").questions if any(p.name == name for p in q.parts))
    return part(name).key(question.draw(0))


def draws(draw: Any) -> list[dict[str, Any]]:
    return [draw(np.random.default_rng([seed, 5])) for seed in range(4)]


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("1b", hw5.filter_taps),
        ("1c", hw5.transposed_convolution),
        ("3a", hw5.convolution_weights),
        ("3b", hw5.separable_weights),
    ],
)
def test_numbers_and_arrays(name: str, truth: Any) -> None:
    assert np.array_equal(np.asarray(key(name)), truth())


def test_cubes() -> None:
    assert frozenset(key("2a").items()) == hw5.cubes()


def test_gradient_of_the_demeaned_batch() -> None:
    for e in draws(hw5.draw_batch):
        env = {r"\partial L/\partial y": e["g"], r"\gamma": e["gamma"], "x": e["x"], "n": 6}
        truth = hw5.demeaned(e)
        assert np.allclose(key("2b/gradient")(env), truth[:6], atol=1e-6)
        assert truth[6] == pytest.approx(key("2b/n1"), abs=1e-9)
        assert np.allclose(key("2b/limit")(env), truth[7:], atol=1e-6)


def test_dropout_as_tikhonov() -> None:
    for e in draws(hw5.draw_dropout):
        env = {"X": e["X"], "y": e["y"], r"\tilde w": e["w"], "p": e["p"], r"\Gamma": e["Gamma"], r"\lambda": 1.0}
        assert float(key("4a")(env)) == pytest.approx(hw5.expected_loss(e))
        assert np.allclose(key("4b")(env), hw5.test_weights(e))
        assert np.allclose(key("4c")(env), hw5.ridge_data(e))


def test_every_question_has_right_and_wrong_replies() -> None:
    labelled = importlib.import_module("families")
    seen = {(labelled.question(row.family), row.expected) for row in labelled.rows("hw5")}
    assert seen == {(q.name, right) for q in load_paper("hw5").questions for right in (True, False)}
    assert len(labelled.rows("hw5")) >= 400
