"""Choices, as they were said in a seminar and its chats."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
from families import Family


def chosen(*names: str) -> frozenset[str]:
    return frozenset(names)


def invertible() -> frozenset[str]:
    """Compares the images of all pairs of points of a grid."""
    maps: dict[str, Callable[[float], float]] = {
        "A": lambda x: x * x,
        "B": lambda x: x**3,
        "C": abs,
        "D": lambda x: 2 * x + 1,
    }
    grid = [k / 4 for k in range(-12, 13)]
    return frozenset(name for name, f in maps.items() if len({f(x) for x in grid}) == len(grid))


def linear_models() -> frozenset[str]:
    """Adds two weight vectors, and sees whether the predictions add."""
    models: dict[str, Callable[[Any, Any], Any]] = {
        "I": lambda w, x: w[0] * np.exp(w[1] * x),
        "II": lambda w, x: w[0] + w[1] * x + w[2] * x**2,
        "III": lambda w, x: w[0] * np.sin(x) + w[1],
    }
    x, u, v = np.linspace(-1, 2, 7), np.array([0.3, 1.2, -0.7]), np.array([1.1, -0.4, 0.9])
    return frozenset(name for name, f in models.items() if np.allclose(f(u + v, x), f(u, x) + f(v, x)))


def unsaturated() -> str:
    """The slope at x = 40, by a difference."""
    maps: dict[str, Callable[[float], float]] = {
        "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
        "tanh": math.tanh,
        "relu": lambda x: max(x, 0.0),
        "softsign": lambda x: x / (1 + abs(x)),
    }
    steep = [name for name, f in maps.items() if f(40.5) - f(39.5) > 0.5]
    assert len(steep) == 1
    return steep[0]


def symmetric_facts() -> tuple[bool, ...]:
    """Tries each statement on two hundred pairs of random symmetric matrices."""
    rng = np.random.default_rng(1)
    holds = [True] * 4
    for _ in range(200):
        a, b = rng.normal(size=(2, 3, 3))
        a, b = a + a.T, b + b.T
        inverse = np.linalg.inv(a)
        holds[0] &= np.allclose(a @ b, (a @ b).T)
        holds[1] &= np.allclose(a + b, (a + b).T)
        holds[2] &= np.allclose(inverse, inverse.T, atol=1e-6)
        holds[3] &= bool(np.linalg.eigvalsh(a).min() >= 0)
    return tuple(bool(h) for h in holds)


def growth() -> tuple[str, ...]:
    """Sorts four costs by their size at n = 10,000, in logarithms."""
    n = 10_000.0
    logs = {"A": math.log(n * math.log(n)), "B": 2 * math.log(n), "C": math.log(math.log(n)), "D": n * math.log(2)}
    return tuple(sorted(logs, key=logs.__getitem__))


def derivatives() -> tuple[str, ...]:
    """The only way to pair functions and slopes that finite differences allow."""
    functions: tuple[Callable[[float], float], ...] = (math.log, math.cos, lambda x: x * x / 2)
    slopes: dict[str, Callable[[float], float]] = {"a": lambda x: -math.sin(x), "b": lambda x: x, "c": lambda x: 1 / x}
    fits = [
        names
        for names in permutations(slopes)
        if all(
            abs((f(1.7 + 1e-6) - f(1.7 - 1e-6)) / 2e-6 - slopes[name](1.7)) < 1e-5
            for f, name in zip(functions, names, strict=True)
        )
    ]
    assert len(fits) == 1
    return fits[0]


def stronger_ridge() -> tuple[str, str]:
    """Bias and variance of w = xy/(x² + λ) for one example with x = 1, true weight 1, at λ = 1 and λ = 3."""

    def parts(penalty: float) -> tuple[float, float]:
        noise = np.array([-1.0, 1.0])
        fits = (1 + noise) / (1 + penalty)
        return float((fits.mean() - 1) ** 2), float(fits.var())

    (bias, variance), (bias_later, variance_later) = parts(1), parts(3)
    return ("up" if bias_later > bias else "down", "up" if variance_later > variance else "down")


def singular() -> frozenset[str]:
    """Looks for an integer vector that a matrix sends to zero."""
    matrices = {"a": ((1, 2), (3, 4)), "b": ((2, 0), (0, 5)), "c": ((0, 1), (1, 0)), "d": ((2, 4), (3, 6))}
    out = set()
    for name, ((a, b), (c, d)) in matrices.items():
        for x in range(-6, 7):
            for y in range(-6, 7):
                if (x or y) and a * x + b * y == 0 and c * x + d * y == 0:
                    out.add(name)
    return frozenset(out)


def diverging() -> frozenset[str]:
    """Runs fifty steps of gradient descent on x² with each rate."""
    out = set()
    for name, rate in (("1", 0.1), ("2", 0.9), ("3", 1.2), ("4", 0.5)):
        x = 1.0
        for _ in range(50):
            x -= rate * 2 * x
        if abs(x) > 10:
            out.add(name)
    return frozenset(out)


def densities() -> frozenset[str]:
    """Integrates each candidate by midpoints and looks for negative values; E where none is left."""
    candidates: dict[str, tuple[Callable[[Any], Any], float, float]] = {
        "A": (lambda x: x, 0, 1),
        "B": (lambda x: 2 * np.exp(-x), 0, 50),
        "C": (np.sin, 0, 2 * math.pi),
        "D": (lambda x: 1 / x, 1, 1000),
    }
    out = set()
    for name, (f, low, high) in candidates.items():
        x = low + (np.arange(100_000) + 0.5) * (high - low) / 100_000
        if (f(x) >= 0).all() and abs(float(f(x).mean()) * (high - low) - 1) < 1e-2:
            out.add(name)
    return frozenset(out or {"E"})


FAMILIES = [
    Family(
        "invertible-maps",
        "choice",
        "B and D",
        invertible,
        {
            "right": chosen("B", "D"),
            "linear-only": chosen("D"),
            "with-square": chosen("A", "B", "D"),
            "even": chosen("A", "C"),
            "odd-only": chosen("B"),
        },
    ),
    Family(
        "linear-models",
        "choice",
        "II and III",
        linear_models,
        {
            "right": chosen("II", "III"),
            "polynomial": chosen("II"),
            "all": chosen("I", "II", "III"),
            "none": chosen(),
            "sine": chosen("III"),
        },
    ),
    Family(
        "unsaturated-unit",
        "choice",
        "ReLU",
        unsaturated,
        {"right": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "softsign": "softsign"},
    ),
    Family(
        "symmetric-facts",
        "choice",
        "(a) False, (b) True, (c) True, (d) False",
        symmetric_facts,
        {
            "right": (False, True, True, False),
            "product": (True, True, True, False),
            "inverse": (False, True, False, False),
            "positive": (False, True, True, True),
            "opposite": (True, False, False, True),
        },
    ),
    Family(
        "growth-order",
        "choice",
        "C, A, B, D",
        growth,
        {
            "right": ("C", "A", "B", "D"),
            "falling": ("D", "B", "A", "C"),
            "exchanged": ("C", "B", "A", "D"),
            "alphabet": ("A", "B", "C", "D"),
            "log-late": ("A", "C", "B", "D"),
        },
    ),
    Family(
        "slope-matching",
        "choice",
        "1-c, 2-a, 3-b",
        derivatives,
        {
            "right": ("c", "a", "b"),
            "shifted": ("a", "b", "c"),
            "two-wrong": ("c", "b", "a"),
            "log-wrong": ("b", "a", "c"),
        },
    ),
    Family(
        "stronger-ridge",
        "choice",
        "The bias increases and the variance decreases.",
        stronger_ridge,
        {
            "right": ("up", "down"),
            "reversed": ("down", "up"),
            "both-down": ("down", "down"),
            "both-up": ("up", "up"),
        },
    ),
    Family(
        "singular-matrix",
        "choice",
        "(d)",
        singular,
        {"right": chosen("d"), "swap": chosen("c"), "first": chosen("a"), "diagonal": chosen("b")},
    ),
    Family(
        "diverging-rate",
        "choice",
        "Option 3",
        diverging,
        {"right": chosen("3"), "two": chosen("2"), "both": chosen("2", "3"), "half": chosen("4"), "slow": chosen("1")},
    ),
    Family(
        "no-density",
        "choice",
        "E) none of the above",
        densities,
        {
            "right": chosen("E"),
            "exponential": chosen("B"),
            "triangle": chosen("A"),
            "sine": chosen("C"),
            "tail": chosen("D"),
        },
    ),
]
