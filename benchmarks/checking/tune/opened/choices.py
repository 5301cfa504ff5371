"""Choices, the second tuned set (held back until it was opened)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from families import Family


def scale_free() -> frozenset[str]:
    """Runs three steps of each optimiser on a gradient and on ten times it, and compares where they end."""

    def sgd(g: float) -> float:
        return -0.1 * g * 3

    def adam(g: float) -> float:
        m = v = w = 0.0
        for t in (1, 2, 3):
            m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
            w -= 0.1 * (m / (1 - 0.9**t)) / np.sqrt(v / (1 - 0.99**t))
        return w

    def sign(g: float) -> float:
        return -0.1 * float(np.sign(g)) * 3

    def heavy_ball(g: float) -> float:
        w = v = 0.0
        for _ in range(3):
            v = 0.9 * v + g
            w -= 0.1 * v
        return w

    rules = {"A": sgd, "B": adam, "C": sign, "D": heavy_ball}
    return frozenset(k for k, f in rules.items() if abs(f(0.3) - f(3.0)) < 1e-9)


def orthogonal() -> frozenset[str]:
    """Tests which matrices preserve the length of a hundred random vectors."""
    c, s = np.cos(0.4), np.sin(0.4)
    candidates = {
        "1": np.array([[1.0, 1], [0, 1]]),
        "2": np.array([[c, -s], [s, c]]),
        "3": np.array([[2.0, 0], [0, 0.5]]),
        "4": np.ones((2, 2)) / 2,
    }
    v = np.random.default_rng(0).normal(size=(2, 100))
    keeps = {k: np.linalg.norm(m @ v, axis=0) - np.linalg.norm(v, axis=0) for k, m in candidates.items()}
    return frozenset(k for k, change in keeps.items() if np.allclose(change, 0))


def dying() -> frozenset[str]:
    """Measures the slope of each activation at −3; the right ones have none."""
    maps: dict[str, Callable[[float], float]] = {
        "a": lambda x: max(x, 0.0),
        "b": lambda x: max(x, 0.1 * x),
        "c": lambda x: x if x > 0 else float(np.exp(x)) - 1,
        "d": lambda x: min(max(x, 0.0), 6.0),
    }
    return frozenset(k for k, f in maps.items() if abs(f(-3 + 1e-6) - f(-3 - 1e-6)) < 1e-12)


def largest() -> frozenset[str]:
    """Builds the weight arrays of the four layers and finds the one with the most entries."""
    shapes: dict[str, list[tuple[int, ...]]] = {
        "A": [(64, 32, 3, 3)],
        "B": [(256, 100), (256,)],
        "C": [(32, 1, 7, 7), (64, 32, 1, 1)],
        "D": [(1000, 16)],
    }
    sizes = {k: sum(np.zeros(s).size for s in v) for k, v in shapes.items()}
    return frozenset(k for k, v in sizes.items() if v == max(sizes.values()))


def batch_free() -> frozenset[str]:
    """Changes the other samples of a batch and tests whose output for the first sample stays the same."""
    rng = np.random.default_rng(1)
    x, other = rng.normal(size=(4, 6, 5)), rng.normal(size=(4, 6, 5))
    other[0] = x[0]
    axes: dict[str, Any] = {"A": (0, 2), "B": (1, 2), "C": (2,), "D": (0,)}

    def normalised(v: Any, over: Any) -> Any:
        return (v - v.mean(axis=over, keepdims=True)) / v.std(axis=over, keepdims=True)

    return frozenset(k for k, over in axes.items() if np.allclose(normalised(x, over)[0], normalised(other, over)[0]))


def one(*letters: str) -> frozenset[str]:
    return frozenset(letters)


FAMILIES = [
    Family(
        "scale-free-optimisers",
        "choice",
        "B, C",
        scale_free,
        {
            "right": one("B", "C"),
            "adam": one("B"),
            "all-adaptive": one("B", "D"),
            "sgd": one("A"),
            "three": one("B", "C", "D"),
        },
    ),
    Family(
        "length-keeping",
        "choice",
        "(2)",
        orthogonal,
        {
            "right": one("2"),
            "unit-determinant": one("1", "2", "3"),
            "shear": one("1"),
            "projection": one("4"),
            "third": one("3"),
        },
    ),
    Family(
        "dying-units",
        "choice",
        r"\text{a and d}",
        dying,
        {
            "right": one("a", "d"),
            "relu": one("a"),
            "elu": one("a", "c"),
            "leaky": one("b"),
            "three": one("a", "c", "d"),
        },
    ),
    Family(
        "most-weights",
        "choice",
        "B",
        largest,
        {"right": one("B"), "conv": one("A"), "embedding": one("D"), "separable": one("C")},
    ),
    Family(
        "batch-free",
        "choice",
        "B and C",
        batch_free,
        {
            "right": one("B", "C"),
            "layer": one("B"),
            "batch": one("A", "D"),
            "instance": one("C"),
            "mixed": one("A", "B"),
        },
    ),
]
