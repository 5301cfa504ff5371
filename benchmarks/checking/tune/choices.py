"""Choices, tuned half: which options are right is found by trying each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from families import Family

HALVED = {"A": (3, 1, 0), "B": (3, 2, 1), "C": (5, 1, 2), "D": (2, 2, 1)}  # kernel, stride, padding


def halves_evenly() -> frozenset[str]:
    """Counts the windows of each layer on a side of 32; the right one leaves 16."""
    found = set()
    for letter, (kernel, stride, padding) in HALVED.items():
        starts = [s for s in range(-padding, 32 + padding, stride) if s + kernel <= 32 + padding]
        if len(starts) == 16:
            found.add(letter)
    return frozenset(found)


def equivariant() -> frozenset[str]:
    """Shifts a random signal cyclically and tests which of the maps shift their output with it."""
    rng = np.random.default_rng(0)
    x, weight = rng.normal(size=8), rng.normal(size=(8, 8))
    maps: dict[str, Callable[[Any], Any]] = {
        "a": lambda v: np.maximum(v, 0),
        "b": lambda v: weight @ v,
        "c": lambda v: sum(c * np.roll(v, k) for k, c in enumerate((0.3, -1.0, 2.0))),
        "d": lambda v: v * np.arange(8),
    }
    return frozenset(k for k, f in maps.items() if np.allclose(f(np.roll(x, 1)), np.roll(f(x), 1)))


def bounded_slope() -> frozenset[str]:
    """Measures the largest difference quotient of each activation on a grid; the right one stays at 1/4."""
    x = np.linspace(-6, 6, 24001)
    values = {"A": np.maximum(x, 0), "B": np.tanh(x), "C": 1 / (1 + np.exp(-x)), "D": np.log1p(np.exp(x))}
    return frozenset(k for k, y in values.items() if abs(np.max(np.diff(y) / np.diff(x)) - 0.25) < 1e-3)


def sparse_solution() -> frozenset[str]:
    """Minimises ½(w − 0.6)² + penalty on a fine grid; the right penalty gives exactly zero."""
    w = np.linspace(-2, 2, 400001)
    penalties = {"A": 0.5 * w**2, "B": np.abs(w), "C": 0.1 * w**4, "D": np.zeros_like(w)}
    best = {k: w[np.argmin(0.5 * (w - 0.6) ** 2 + q)] for k, q in penalties.items()}
    return frozenset(k for k, value in best.items() if abs(value) < 1e-9)


def unbiased() -> frozenset[str]:
    """Enumerates the masks of four units and averages each layer's output; unchanged means are right."""
    x, p = np.array([1.0, -2.0, 0.5, 3.0]), 0.8
    rules: dict[str, Callable[[Any], Any]] = {
        "1": lambda m: m * x,
        "2": lambda m: m * x / p,
        "3": lambda m: m * x * p,
        "4": lambda m: m * x + (1 - p) * x,
    }
    right = set()
    for letter, rule in rules.items():
        mean = np.zeros(4)
        for code in range(16):
            mask = np.array([(code >> k) & 1 for k in range(4)], float)
            mean += rule(mask) * np.prod(np.where(mask == 1, p, 1 - p))
        if np.allclose(mean, x):
            right.add(letter)
    return frozenset(right)


def one(*letters: str) -> frozenset[str]:
    return frozenset(letters)


FAMILIES = [
    Family(
        "halving-layer",
        "choice",
        "B",
        halves_evenly,
        {"right": one("B"), "a": one("A"), "c": one("C"), "d": one("D"), "two": one("B", "D")},
    ),
    Family(
        "equivariant-maps",
        "choice",
        "(a), (c)",
        equivariant,
        {"right": one("a", "c"), "c-only": one("c"), "with-d": one("a", "c", "d"), "b": one("b", "c")},
    ),
    Family(
        "quarter-slope",
        "choice",
        r"\text{C}",
        bounded_slope,
        {"right": one("C"), "tanh": one("B"), "softplus": one("D"), "relu": one("A")},
    ),
    Family(
        "sparse-penalty",
        "choice",
        "(B)",
        sparse_solution,
        {"right": one("B"), "ridge": one("A"), "both": one("A", "B"), "quartic": one("C")},
    ),
    Family(
        "unbiased-dropout",
        "choice",
        "2 and 4",
        unbiased,
        {"right": one("2", "4"), "one": one("2"), "three": one("2", "3"), "plain": one("1")},
    ),
]
