"""General mathematics: sets, intervals, equations."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family

GRID = [Fraction(k, 64) for k in range(-8, 40)]
RANGE = range(-20, 21)
PLANE = [(x, y) for x in range(-6, 7) for y in range(-9, 16)]


def rates() -> frozenset[Fraction]:
    """Runs gradient descent on 4w² with every rate of a grid; those that converge."""
    kept = set()
    for rate in GRID:
        w = Fraction(1)
        for _step in range(300):
            w -= rate * 8 * w
            if abs(w) > 100:
                break
        if abs(w) < Fraction(1, 10**6):
            kept.add(rate)
    return frozenset(kept)


def spectrum() -> frozenset[int]:
    """The eigenvalues of the centring matrix of five points, numerically."""
    return frozenset(round(float(x)) for x in np.linalg.eigvalsh(np.eye(5) - np.ones((5, 5)) / 5))


def boundary() -> frozenset[tuple[int, int]]:
    """The points of a grid at which the logistic model says one half."""
    return frozenset(p for p in PLANE if abs(1 / (1 + math.exp(-(2 * p[0] - p[1] + 3))) - 0.5) < 1e-9)


def semidefinite() -> frozenset[int]:
    """The integers for which the smallest eigenvalue of the Hessian is not negative."""
    return frozenset(a for a in RANGE if np.linalg.eigvalsh(np.array([[2.0, a], [a, 8]])).min() > -1e-9)


FAMILIES = [
    Family(
        "fir-rate-interval",
        "general",
        r"(0,\frac14)",
        rates,
        {
            "right": frozenset(x for x in GRID if 0 < x < Fraction(1, 4)),
            "closed": frozenset(x for x in GRID if 0 <= x <= Fraction(1, 4)),
            "monotone": frozenset(x for x in GRID if 0 < x < Fraction(1, 8)),
            "no-lower": frozenset(x for x in GRID if x < Fraction(1, 4)),
        },
    ),
    Family(
        "fir-centring-spectrum",
        "general",
        r"\{0,1\}",
        spectrum,
        {
            "right": frozenset({0, 1}),
            "one": frozenset({1}),
            "reflection": frozenset({-1, 1}),
            "ones-matrix": frozenset({0, 5}),
        },
    ),
    Family(
        "fir-half-line",
        "general",
        "2x_1-x_2+3=0",
        boundary,
        {
            "right": frozenset(p for p in PLANE if p[1] == 2 * p[0] + 3),
            "sign": frozenset(p for p in PLANE if p[1] == 2 * p[0] - 3),
            "level": frozenset(p for p in PLANE if 2 * p[0] - p[1] + 3 == Fraction(1, 2)),
            "side": frozenset(p for p in PLANE if 2 * p[0] - p[1] + 3 > 0),
        },
    ),
    Family(
        "fir-convex-range",
        "general",
        r"-4\le a\le 4",
        semidefinite,
        {
            "right": frozenset(a for a in RANGE if a * a <= 16),
            "strict": frozenset(a for a in RANGE if a * a < 16),
            "one-sided": frozenset(a for a in RANGE if a <= 4),
            "no-root": frozenset(a for a in RANGE if abs(a) <= 16),
        },
    ),
]
