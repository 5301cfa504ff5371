"""General mathematics, in the voices of many models."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family

GRID = [Fraction(k, 20) for k in range(-120, 121)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds."""
    return frozenset(x for x in GRID if holds(x))


def stable_rates() -> frozenset[Fraction]:
    """The rates for which the factor 1 − 4η of gradient descent on 2x² shrinks x, tried on the grid."""

    def shrinks(rate: Fraction) -> bool:
        x = Fraction(1)
        for _ in range(3):
            x -= rate * 4 * x
        return abs(x) < 1

    return where(shrinks)


def operating_point() -> tuple[Fraction, Fraction]:
    """Counts false alarms among twenty negatives and hits among twenty-five positives."""
    negatives, positives = [1] * 5 + [0] * 15, [1] * 20 + [0] * 5
    return Fraction(sum(negatives), len(negatives)), Fraction(sum(positives), len(positives))


def draw_height(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(-1.8, 1.8)}


def ellipse(e: Env) -> float:
    """The height above x at which the distances to (±√3, 0) add up to 4, by bisection."""
    low, high = 0.0, 5.0
    focus = 3**0.5
    for _ in range(100):
        y = (low + high) / 2
        far = np.hypot(e["x"] - focus, y) + np.hypot(e["x"] + focus, y)
        low, high = (y, high) if far < 4 else (low, y)
    return (low + high) / 2


def level(f: Callable[[float], float]) -> Callable[[Env], Any]:
    return lambda e: f(e["x"])


FAMILIES = [
    Family(
        "stable-rates",
        "general",
        r"$0 < \eta < \frac{1}{2}$",
        stable_rates,
        {
            "right": where(lambda r: 0 < r < Fraction(1, 2)),
            "closed": where(lambda r: 0 < r <= Fraction(1, 2)),
            "quarter": where(lambda r: 0 < r < Fraction(1, 4)),
            "one-sided": where(lambda r: r < Fraction(1, 2)),
            "outside": where(lambda r: r > Fraction(1, 2)),
        },
    ),
    Family(
        "operating-point",
        "general",
        r"$(\mathrm{FPR}, \mathrm{TPR}) = (0.25, 0.8)$",
        operating_point,
        {
            "right": (Fraction(1, 4), Fraction(4, 5)),
            "exchanged": (Fraction(4, 5), Fraction(1, 4)),
            "complement": (Fraction(3, 4), Fraction(1, 5)),
            "shares": (Fraction(1, 9), Fraction(4, 9)),
        },
    ),
    Family(
        "focal-ellipse",
        "general",
        r"$\frac{x^2}{4} + y^2 = 1$",
        ellipse,
        {
            "right": level(lambda x: (1 - x * x / 4) ** 0.5),
            "turned": level(lambda x: 2 * (1 - x * x) ** 0.5 if abs(x) < 1 else 0.0),
            "foci": level(lambda x: (3 - x * x * 3 / 4) ** 0.5),
            "circle": level(lambda x: (4 - x * x) ** 0.5),
            "sum": level(lambda x: (4 - x * x / 4) ** 0.5),
        },
        draw=draw_height,
    ),
]
