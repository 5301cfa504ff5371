"""Orders, matchings, lists of truths and phrases, as they were said in the seminar's second hour."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
from families import Family


def chosen(*names: str) -> frozenset[str]:
    return frozenset(names)


def rising_values() -> tuple[str, ...]:
    """Sorts four functions by their values at 1."""
    values = {"A": math.exp(1), "B": math.tanh(1), "C": math.sinh(1), "D": max(1.0, 0)}
    return tuple(sorted(values, key=values.__getitem__))


def rising_memory() -> tuple[str, ...]:
    """Sorts three models by the bits of their weights."""
    bits = {"1": 7 * 4, "2": 3 * 32, "3": 1.5 * 16}
    return tuple(sorted(bits, key=bits.__getitem__))


def matrix_facts() -> tuple[bool, ...]:
    """Looks for real eigenvectors of a quarter turn, a singular matrix among small ones, and det AB ≠ det BA."""
    turn = np.array([[0, -1], [1, 0]])
    no_real = all(
        abs(np.linalg.det(np.stack([turn @ v, v]))) > 1e-9
        for v in (np.array([math.cos(t), math.sin(t)]) for t in np.arange(0, 7, 0.1))
    )
    small = [np.array([[a, b], [c, d]]) for a in (0, 1) for b in (0, 1) for c in (0, 1) for d in (0, 1)]
    invertible = all(abs(np.linalg.det(m)) > 1e-9 for m in small)
    commute = all(abs(np.linalg.det(m @ n) - np.linalg.det(n @ m)) < 1e-9 for m in small for n in small)
    return no_real, invertible, commute


def convex_facts() -> tuple[bool, ...]:
    """Midpoint tests on sums, products and differences of convex functions."""
    functions: tuple[Callable[[float], float], ...] = (lambda x: x * x, abs, lambda x: -x, math.exp)
    grid = [k / 4 for k in range(-8, 9)]

    def convex(f: Callable[[float], float]) -> bool:
        return all(f((a + b) / 2) <= (f(a) + f(b)) / 2 + 1e-9 for a in grid for b in grid)

    pairs = [(f, g) for f in functions for g in functions]
    return (
        all(convex(lambda x, f=f, g=g: f(x) + g(x)) for f, g in pairs),  # type: ignore[misc]
        all(convex(lambda x, f=f, g=g: f(x) * g(x)) for f, g in pairs),  # type: ignore[misc]
        all(convex(lambda x, f=f, g=g: f(x) - g(x)) for f, g in pairs),  # type: ignore[misc]
    )


def matched_means() -> tuple[str, ...]:
    """Averages quantiles of Exp(2), U(0, 4) and Bernoulli(1/4), and looks for the nearest of 1/4, 1/2 and 2."""
    u = (np.arange(100_000) + 0.5) / 100_000
    means = [float((-np.log(1 - u) / 2).mean()), float((4 * u).mean()), float((u < 0.25).mean())]
    offered = {"1": 0.25, "2": 0.5, "3": 2.0}
    return min(
        permutations(offered), key=lambda names: sum(abs(m - offered[n]) for m, n in zip(means, names, strict=True))
    )


def critical_kinds() -> tuple[str, str]:
    """Walks around the points P = (1, 0) and Q = (−1, 0) of x³ − 3x + y² and compares the heights."""

    def kind(x: float, y: float) -> str:
        def f(x: float, y: float) -> float:
            return x**3 - 3 * x + y * y

        around = [f(x + 0.01 * math.cos(t), y + 0.01 * math.sin(t)) - f(x, y) for t in np.arange(0, 6.3, 0.1)]
        return "minimum" if min(around) > 0 else "maximum" if max(around) < 0 else "saddle"

    return kind(1, 0), kind(-1, 0)


def same_size() -> frozenset[str]:
    """Slides windows of 3, 5 and 7 over 2 + 20 + 2 places, and keeps those with 20 of them."""
    sizes = {"A": 3, "B": 5, "C": 7}
    return frozenset(name for name, k in sizes.items() if sum(1 for start in range(24) if start + k <= 24) == 20)


def even_functions() -> frozenset[str]:
    """Compares f(x) and f(−x) on a grid."""
    functions: dict[str, Callable[[float], float]] = {
        "i": math.cos,
        "ii": math.sin,
        "iii": lambda x: x**3,
        "iv": abs,
    }
    return frozenset(n for n, f in functions.items() if all(abs(f(k / 7) - f(-k / 7)) < 1e-12 for k in range(30)))


def higher_threshold() -> tuple[str, str]:
    """Recall and specificity of ten scored examples at the thresholds 0.3 and 0.7."""
    positives, negatives = (0.9, 0.8, 0.6, 0.5, 0.4), (0.65, 0.5, 0.35, 0.2, 0.1)

    def rates(t: float) -> tuple[float, float]:
        return sum(p > t for p in positives) / 5, sum(n <= t for n in negatives) / 5

    (recall, specificity), (recall_later, specificity_later) = rates(0.3), rates(0.7)
    return (
        "rises" if recall_later > recall else "falls",
        "rises" if specificity_later > specificity else "falls",
    )


def leaking() -> str:
    """The slope at −5 by a difference; only one is near a hundredth."""
    functions: dict[str, Callable[[float], Any]] = {
        "relu": lambda x: max(x, 0.0),
        "leaky": lambda x: x if x > 0 else 0.01 * x,
        "elu": lambda x: x if x > 0 else math.exp(x) - 1,
        "softplus": lambda x: math.log1p(math.exp(x)),
    }
    found = [n for n, f in functions.items() if abs((f(-4.999) - f(-5.001)) / 0.002 - 0.01) < 1e-4]
    assert len(found) == 1
    return found[0]


FAMILIES = [
    Family(
        "rising-values",
        "choice",
        "B, D, C, A",
        rising_values,
        {
            "right": ("B", "D", "C", "A"),
            "falling": ("A", "C", "D", "B"),
            "alphabet": ("A", "B", "C", "D"),
            "middle": ("B", "C", "D", "A"),
            "ends": ("A", "D", "C", "B"),
        },
    ),
    Family(
        "rising-memory",
        "choice",
        "3, 1, 2",
        rising_memory,
        {
            "right": ("3", "1", "2"),
            "by-weights": ("3", "2", "1"),
            "listed": ("1", "2", "3"),
            "falling": ("2", "1", "3"),
        },
    ),
    Family(
        "matrix-facts",
        "choice",
        "T, F, T",
        matrix_facts,
        {
            "right": (True, False, True),
            "last": (True, False, False),
            "second": (True, True, True),
            "moved": (True, True, False),
            "first": (False, False, True),
        },
    ),
    Family(
        "convex-facts",
        "choice",
        "1: true, 2: false, 3: false",
        convex_facts,
        {
            "right": (True, False, False),
            "product": (True, True, False),
            "all": (True, True, True),
            "moved": (False, False, True),
        },
    ),
    Family(
        "matched-means",
        "choice",
        "A-2, B-3, C-1",
        matched_means,
        {
            "right": ("2", "3", "1"),
            "rate": ("3", "2", "1"),
            "listed": ("1", "2", "3"),
            "turned": ("2", "1", "3"),
        },
    ),
    Family(
        "critical-kinds",
        "choice",
        "P: minimum, Q: saddle point",
        critical_kinds,
        {
            "right": ("minimum", "saddle"),
            "exchanged": ("saddle", "minimum"),
            "maximum": ("minimum", "maximum"),
            "both": ("minimum", "minimum"),
        },
    ),
    Family(
        "same-size-kernel",
        "choice",
        "Option B",
        same_size,
        {"right": chosen("B"), "three": chosen("A"), "seven": chosen("C"), "two": chosen("A", "B")},
    ),
    Family(
        "even-functions",
        "choice",
        "(i) and (iv)",
        even_functions,
        {
            "right": chosen("i", "iv"),
            "odd": chosen("ii", "iii"),
            "cosine": chosen("i"),
            "cube": chosen("i", "iii", "iv"),
            "trigonometric": chosen("i", "ii"),
        },
    ),
    Family(
        "higher-threshold",
        "choice",
        "Recall falls and specificity rises.",
        higher_threshold,
        {
            "right": ("falls", "rises"),
            "reversed": ("rises", "falls"),
            "both-up": ("rises", "rises"),
            "both-down": ("falls", "falls"),
        },
    ),
    Family(
        "leaking-unit",
        "choice",
        "Leaky ReLU",
        leaking,
        {"right": "leaky", "plain": "relu", "elu": "elu", "softplus": "softplus"},
    ),
]
