"""General mathematics, opened in the third session."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product

import numpy as np
from families import Env, Family

GRID = [Fraction(k, 20) for k in range(-120, 121)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds."""
    return frozenset(x for x in GRID if holds(x))


def zero_hinge() -> frozenset[Fraction]:
    """The grid points at which max(0, 1 − (2x − 3)) is zero."""
    return where(lambda x: max(Fraction(0), 1 - (2 * x - 3)) == 0)


def fixed_points() -> frozenset[Fraction]:
    """The grid points that h ← h² − 2 leaves where they are."""
    return where(lambda h: h * h - 2 == h)


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.normal()}


def taylor(e: Env) -> float:
    """Value and central differences of ln(1 + eˣ) at zero, put into a quadratic."""
    h, x = 1e-3, float(e["x"])

    def f(x: float) -> float:
        return math.log1p(math.exp(x))

    first, second = (f(h) - f(-h)) / (2 * h), (f(h) - 2 * f(0) + f(-h)) / h**2
    return f(0) + first * x + second * x**2 / 2


def thinned() -> int:
    """Lists the ways to switch each of ten units on or off."""
    return sum(1 for _mask in product((False, True), repeat=10))


def dead_zone() -> frozenset[Fraction]:
    """The a of the grid for which no point of a fine grid beats w = 0 in (w − a)²/2 + 2|w|."""
    points = [Fraction(k, 1000) for k in (-5000, -500, -50, -5, 5, 50, 500, 5000)]
    return where(lambda a: all((w - a) ** 2 / 2 + 2 * abs(w) >= a**2 / 2 for w in points))


FAMILIES = [
    Family(
        "zero-hinge",
        "general",
        r"$x \geq 2$",
        zero_hinge,
        {
            "right": where(lambda x: x >= 2),
            "open": where(lambda x: x > 2),
            "no-margin": where(lambda x: x >= Fraction(3, 2)),
            "below": where(lambda x: x <= 2),
            "other-margin": where(lambda x: x >= 1),
            "point": where(lambda x: x == 2),
        },
    ),
    Family(
        "fixed-points",
        "general",
        r"$\{-1, 2\}$",
        fixed_points,
        {
            "right": where(lambda h: h in (-1, 2)),
            "signs": where(lambda h: h in (1, -2)),
            "positive-only": where(lambda h: h == 2),
            "zero-too": where(lambda h: h in (-1, 0, 2)),
        },
    ),
    Family(
        "softplus-taylor",
        "general",
        r"$\ln 2 + \frac{x}{2} + \frac{x^2}{8}$",
        taylor,
        {
            "right": lambda e: math.log(2) + e["x"] / 2 + e["x"] ** 2 / 8,
            "no-factorial": lambda e: math.log(2) + e["x"] / 2 + e["x"] ** 2 / 4,
            "no-constant": lambda e: e["x"] / 2 + e["x"] ** 2 / 8,
            "sign": lambda e: math.log(2) + e["x"] / 2 - e["x"] ** 2 / 8,
            "linear": lambda e: math.log(2) + e["x"] / 2,
        },
        draw=draw_x,
    ),
    Family(
        "thinned-networks",
        "general",
        "$2^{10} = 1024$",
        thinned,
        {"right": 1024, "not-none": 1023, "square": 100, "orders": math.factorial(10), "double": 20},
    ),
    Family(
        "dead-zone",
        "general",
        "$[-2, 2]$",
        dead_zone,
        {
            "right": where(lambda a: -2 <= a <= 2),
            "open": where(lambda a: -2 < a < 2),
            "half": where(lambda a: -1 <= a <= 1),
            "one-sided": where(lambda a: a <= 2),
            "outside": where(lambda a: a < -2 or a > 2),
        },
    ),
]
