"""General mathematics, held half."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np
from families import Env, Family

GRID = [Fraction(k, 20) for k in range(-120, 121)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds."""
    return frozenset(x for x in GRID if holds(x))


def eigenvalues() -> frozenset[Fraction]:
    """The grid points at which det([[4, 1], [2, 3]] − λI) is exactly zero."""
    return where(lambda t: (4 - t) * (3 - t) - 2 == 0)


def predicted_positive() -> frozenset[Fraction]:
    """Tests on the grid where 1/(1 + e^{−(2x−1)}) exceeds one half."""
    return where(lambda x: 1 / (1 + math.exp(-float(2 * x - 1))) > 0.5)


def unclipped() -> frozenset[Fraction]:
    """The ratios of the grid that clipping to within a fifth of one leaves as they are."""
    fifth = Fraction(1, 5)
    return where(lambda r: min(max(r, 1 - fifth), 1 + fifth) == r)


def stationary_points() -> frozenset[Fraction]:
    """The grid points at which a central difference of x³ − 3x² − 9x, freed of its error h², is exactly zero."""

    def f(x: Fraction) -> Fraction:
        return x**3 - 3 * x**2 - 9 * x

    h = Fraction(1, 10)
    return where(lambda x: (f(x + h) - f(x - h)) / (2 * h) - h**2 == 0)


def draw_point(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(), "y": rng.normal()}


def plane(e: Env) -> float:
    """The z above (x, y) at which a vector from (1, 0, 1) is orthogonal to (1, −2, 2), by bisection."""
    low, high = -1e3, 1e3
    for _ in range(100):
        z = (low + high) / 2
        low, high = (z, high) if (e["x"] - 1) - 2 * e["y"] + 2 * (z - 1) < 0 else (low, z)
    return (low + high) / 2


def saddle() -> tuple[int, int]:
    """Searches the integers for the point where both central differences of x² − 2x − y² − 4y vanish."""

    def f(x: int, y: int) -> int:
        return x * x - 2 * x - y * y - 4 * y

    box = [(x, y) for x in range(-6, 7) for y in range(-6, 7)]
    found = [(x, y) for x, y in box if f(x + 1, y) == f(x - 1, y) and f(x, y + 1) == f(x, y - 1)]
    assert len(found) == 1
    return found[0]


def subsets() -> int:
    """Lists the ways to pick three of ten features, as sorted tuples."""
    return len({tuple(sorted(choice)) for choice in permutations(range(10), 3)})


def draw_flow(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(), "l": rng.uniform(0.3, 2), "t": rng.uniform(0.3, 2)}


def gradient_flow(e: Env) -> float:
    """Forty thousand midpoint steps of dw/dt = −λw from w₀."""
    w, h = e["w"], e["t"] / 40_000
    for _ in range(40_000):
        w -= h * e["l"] * (w - h / 2 * e["l"] * w)
    return float(w)


def logit_domain() -> frozenset[Fraction]:
    """The grid points at which ln(p/(1 − p)) is a number."""
    return where(lambda p: p != 1 and p / (1 - p) > 0)


def points(*values: int) -> frozenset[Fraction]:
    return frozenset(Fraction(v) for v in values)


def surface(f: Callable[[float, float], float]) -> Callable[[Env], Any]:
    return lambda e: f(e["x"], e["y"])


FIFTH = Fraction(1, 5)

FAMILIES = [
    Family(
        "eigenvalues",
        "general",
        r"$\{2, 5\}$",
        eigenvalues,
        {"right": points(2, 5), "diagonal": points(3, 4), "sign": points(-5, -2), "one-only": points(5)},
    ),
    Family(
        "predicted-positive",
        "general",
        r"$x > \frac{1}{2}$",
        predicted_positive,
        {
            "right": where(lambda x: x > Fraction(1, 2)),
            "below": where(lambda x: x < Fraction(1, 2)),
            "zero": where(lambda x: x > 0),
            "one": where(lambda x: x > 1),
            "closed": where(lambda x: x >= Fraction(1, 2)),
        },
    ),
    Family(
        "unclipped-ratios",
        "general",
        "$[0.8, 1.2]$",
        unclipped,
        {
            "right": where(lambda r: 1 - FIFTH <= r <= 1 + FIFTH),
            "centred-at-zero": where(lambda r: -FIFTH <= r <= FIFTH),
            "open": where(lambda r: 1 - FIFTH < r < 1 + FIFTH),
            "one-sided": where(lambda r: r <= 1 + FIFTH),
            "outside": where(lambda r: r < 1 - FIFTH or r > 1 + FIFTH),
        },
    ),
    Family(
        "stationary-points",
        "general",
        r"$x \in \{-1, 3\}$",
        stationary_points,
        {"right": points(-1, 3), "signs": points(-3, 1), "minimum-only": points(3), "inflection": points(1)},
    ),
    Family(
        "plane",
        "general",
        "$x - 2y + 2z = 3$",
        plane,
        {
            "right": surface(lambda x, y: (3 - x + 2 * y) / 2),
            "offset": surface(lambda x, y: (-3 - x + 2 * y) / 2),
            "signs": surface(lambda x, y: (3 - x - 2 * y) / 2),
            "homogeneous": surface(lambda x, y: (-x + 2 * y) / 2),
        },
        draw=draw_point,
    ),
    Family(
        "saddle",
        "general",
        "$(1, -2)$",
        saddle,
        {"right": (1, -2), "exchanged": (-2, 1), "sign": (1, 2), "origin": (0, 0)},
    ),
    Family(
        "feature-subsets",
        "general",
        r"$\binom{10}{3} = 120$",
        subsets,
        {"right": 120, "ordered": 720, "repeated": 1000, "with-repetition": 220},
    ),
    Family(
        "gradient-flow",
        "general",
        r"$w(t) = w_0 e^{-\lambda t}$",
        gradient_flow,
        {
            "right": lambda e: e["w"] * math.exp(-e["l"] * e["t"]),
            "growing": lambda e: e["w"] * math.exp(e["l"] * e["t"]),
            "inverse-rate": lambda e: e["w"] * math.exp(-e["t"] / e["l"]),
            "hyperbola": lambda e: e["w"] / (1 + e["l"] * e["t"]),
            "one-step": lambda e: e["w"] * (1 - e["l"] * e["t"]),
        },
        draw=draw_flow,
        tolerance=1e-6,
    ),
    Family(
        "logit-domain",
        "general",
        "$(0, 1)$",
        logit_domain,
        {
            "right": where(lambda p: 0 < p < 1),
            "closed": where(lambda p: 0 <= p <= 1),
            "half-open": where(lambda p: 0 < p <= 1),
            "positive": where(lambda p: p > 0),
        },
    ),
]
