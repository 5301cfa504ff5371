"""A derivation as a text, and the single errors that are made in it by hand.

A `Slip` replaces a piece of the text. Its `proof` is NumPy: the value of the member before, of the member as it was,
and of the member as it is with the slip. The first two have to agree and the third has to differ, or `proven` says no.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from viva.kinds import Symbol

Proof = Callable[[Any], tuple[Any, Any, Any]]


@dataclass(frozen=True)
class Slip:
    """`old` stands once in the text; with `new` in its place one member is wrong."""

    old: str
    new: str
    proof: Proof


@dataclass(frozen=True)
class Voice:
    """A correct derivation. `draw` makes the values that the proofs of its slips use."""

    name: str
    style: str
    symbols: tuple[Symbol, ...]
    text: str
    draw: Callable[[np.random.Generator], SimpleNamespace]
    slips: tuple[Slip, ...] = ()


def mutated(voice: Voice, slip: Slip) -> tuple[str, int, int]:
    """The text with the slip, and the place of what changed: (text, start, end). Raises ValueError if it is unclear."""
    if voice.text.count(slip.old) != 1:
        raise ValueError(f"{voice.name}: {slip.old!r} stands {voice.text.count(slip.old)} times in the text")
    at = voice.text.index(slip.old)
    head = 0
    while head < min(len(slip.old), len(slip.new)) and slip.old[head] == slip.new[head]:
        head += 1
    tail = 0
    while tail < min(len(slip.old), len(slip.new)) - head and slip.old[-1 - tail] == slip.new[-1 - tail]:
        tail += 1
    text = voice.text[:at] + slip.new + voice.text[at + len(slip.old) :]
    return text, max(at + head - 1, at), max(at + len(slip.new) - tail, at + head) + 1


def proven(voice: Voice, slip: Slip) -> bool:
    """Does NumPy say that the member was right and is wrong now, at three draws?"""
    rng = np.random.default_rng(7)
    for _ in range(3):
        before, right, wrong = (np.asarray(a, dtype=float) for a in slip.proof(voice.draw(rng)))
        if not np.allclose(before, right, rtol=1e-6, atol=1e-9):
            return False
        if right.shape == wrong.shape and np.allclose(right, wrong, rtol=1e-4, atol=1e-6):
            return False
    return True


def masks(n: int, d: int, p: float) -> list[tuple[float, np.ndarray]]:
    """All masks of size n by d with their probabilities."""
    found = []
    for bits in itertools.product((0.0, 1.0), repeat=n * d):
        kept = sum(bits)
        found.append((p**kept * (1 - p) ** (n * d - kept), np.array(bits).reshape(n, d)))
    return found
