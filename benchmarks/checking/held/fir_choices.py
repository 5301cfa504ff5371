"""Choices, one and several."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from families import Family

X = np.random.default_rng(5).normal(size=(5, 3))


def attention(x: np.ndarray) -> np.ndarray:
    weights = np.exp(x @ x.T)
    return np.asarray(weights / weights.sum(1, keepdims=True) @ x)


def convolution(x: np.ndarray) -> np.ndarray:
    padded = np.pad(x, ((1, 1), (0, 0)))
    return np.asarray(padded[:-2] + 2 * padded[1:-1] - padded[2:])


def equivariant() -> frozenset[str]:
    """Permutes the tokens before and after each map, and keeps those where it makes no difference."""
    order = [3, 0, 4, 1, 2]
    maps: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "A": attention,
        "B": lambda x: np.maximum(x @ np.diag([1.0, -2.0, 3.0]) + 0.5, 0),
        "C": convolution,
        "D": lambda x: x - x.mean(0),
    }
    return frozenset(name for name, map_ in maps.items() if np.allclose(map_(X[order]), map_(X)[order]))


def stable() -> str:
    """Runs 300 steps along the steep axis with each rate, and names the largest rate that converges."""
    best, name = 0.0, ""
    for letter, rate in (("A", 0.05), ("B", 0.03), ("C", 0.019), ("D", 0.0001)):
        y = 1.0
        for _step in range(300):
            y -= rate * 100 * y
        if abs(y) < 1 and rate > best:
            best, name = rate, letter
    return name


def kernels() -> frozenset[str]:
    """Keeps the functions whose Gram matrices on nine points are symmetric without negative eigenvalues."""
    points = np.linspace(-2, 2, 9)
    x, y = np.meshgrid(points, points)
    grams = {"A": np.abs(x - y), "B": (x * y + 1) ** 2, "C": np.exp(-((x - y) ** 2)), "D": np.sin(x - y)}
    return frozenset(
        name for name, gram in grams.items() if np.allclose(gram, gram.T) and np.linalg.eigvalsh(gram).min() > -1e-9
    )


FAMILIES = [
    Family(
        "fir-equivariant-maps",
        "choice",
        "A, B, D",
        equivariant,
        {
            "right": frozenset("ABD"),
            "all": frozenset("ABCD"),
            "two": frozenset("AB"),
            "complement": frozenset("C"),
        },
    ),
    Family("fir-largest-rate", "choice", "C", stable, {"right": "C", "largest": "A", "second": "B", "smallest": "D"}),
    Family(
        "fir-valid-kernels",
        "choice",
        "B and C",
        kernels,
        {
            "right": frozenset("BC"),
            "distance": frozenset("ABC"),
            "gaussian-only": frozenset("C"),
            "complement": frozenset("AD"),
        },
    ),
]
