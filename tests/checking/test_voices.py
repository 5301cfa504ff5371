"""Derivations in the voices of several models: none blamed, nearly every slip found, and each slip proven by NumPy."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from viva.checking.stepwise.derivations import check_derivation
from viva.kinds import Symbol

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from derivations.voices import FIRST, VOICES, YEW
from derivations.voices.voice import Voice, mutated, proven


@pytest.mark.parametrize("voice", VOICES, ids=lambda v: v.name)
def test_a_correct_derivation_is_not_blamed(voice: Voice) -> None:
    assert check_derivation(voice.text, voice.symbols).first_failing is None


@pytest.mark.parametrize("voice", VOICES, ids=lambda v: v.name)
def test_every_slip_is_one(voice: Voice) -> None:
    assert all(proven(voice, slip) for slip in voice.slips)


@pytest.mark.parametrize(("voices", "at_most"), [(FIRST, 9), (YEW, 24)], ids=["first", "yew"])
def test_slips_are_located(voices: tuple[Voice, ...], at_most: int) -> None:
    missed = []
    for voice in voices:
        for slip in voice.slips:
            text, start, end = mutated(voice, slip)
            first = check_derivation(text, voice.symbols).first_failing
            if first is None or not (first.span.start < end and start < first.span.end):
                missed.append((voice.name, slip.new))
    assert len(missed) <= at_most, missed


SYMBOLS = (
    Symbol("n", domain="size"),
    Symbol("d", domain="size"),
    Symbol("X", ("n", "d")),
    Symbol("R", ("n", "d"), domain="bernoulli"),
    Symbol("p", domain="probability"),
    Symbol("a", domain="positive"),
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (r"As $n \to \infty$, $a(1 - \frac{1}{n}) \to a$.", False),
        (r"As $n \to \infty$, $a(1 - \frac{1}{n}) \to 1$.", True),
        (r"Clearly $p^2 \le p$.", False),
        (r"Clearly $p \le p^2$.", True),
        (r"If $a > 1$ then $a \le a^2$.", False),
        (r"Numerically, $\frac{1}{3} \approx 0.33$.", False),
        (r"Numerically, $\frac{1}{3} \approx 0.43$.", True),
        (r"Note that $R \odot R = R$.", False),
        (r"Note that $(R \odot X)^\top (R \odot X) = (R^\top R)(X^\top X)$.", True),
        (r"I first wrote $\mathbb{E}[R_{ij}^2] = p^2$, but that is wrong.", False),
        (r"One has $\mathbb{E}[R_{ij}^2] = p^2$.", True),
        (r"Assuming independence, $\mathbb{E}[R_{ij}^2] = p^2$.", True),
    ],
)
def test_relations_and_words(text: str, wrong: bool) -> None:
    assert (check_derivation(text, SYMBOLS).first_failing is not None) is wrong
