"""General mathematics, the second tuned set (held back until it was opened)."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family

GRID = [Fraction(k, 4) for k in range(-48, 49)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds."""
    return frozenset(x for x in GRID if holds(x))


def between_roots() -> frozenset[Fraction]:
    """Tests x² − x − 6 ≤ 0 at every quarter from −12 to 12."""
    return where(lambda x: x * x - x - 6 <= 0)


def cubic_roots() -> frozenset[Fraction]:
    """The quarters at which x³ − 4x is exactly zero."""
    return where(lambda x: x**3 - 4 * x == 0)


def boundary(e: Env) -> float:
    """The x₂ at which a perceptron with weights (3, 4) and bias −12 switches, by bisection."""
    low, high = -100.0, 100.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if 3 * e["x1"] + 4 * middle - 12 < 0 else (low, middle)
    return (low + high) / 2


def complex_roots() -> frozenset[tuple[int, int]]:
    """The Gaussian integers a + bi, |a|, |b| ≤ 5, with z² − 2z + 5 = 0."""
    box = [(a, b) for a in range(-5, 6) for b in range(-5, 6)]
    return frozenset((a, b) for a, b in box if complex(a, b) ** 2 - 2 * complex(a, b) + 5 == 0)


def outside() -> frozenset[Fraction]:
    """Tests x² > 1 on the grid."""
    return where(lambda x: x * x > 1)


def discounted(e: Env) -> float:
    """Adds r·γᵏ over five thousand steps."""
    return float(sum(e["r"] * e["gamma"] ** k for k in range(5000)))


def linear_system() -> tuple[int, ...]:
    """The integers with 3x + y = 1 and x − 2y = 5, by trying."""
    box = [(x, y) for x in range(-9, 10) for y in range(-9, 10)]
    return next((x, y) for x, y in box if 3 * x + y == 1 and x - 2 * y == 5)


def seating() -> int:
    """Counts the orders of six people in which two given ones are neighbours, by listing them."""
    from itertools import permutations

    return sum(1 for order in permutations(range(6)) if abs(order.index(0) - order.index(1)) == 1)


def set_of(*values: Any) -> frozenset[Fraction]:
    return frozenset(Fraction(v) for v in values)


def pairs(*values: tuple[int, int]) -> frozenset[tuple[int, int]]:
    return frozenset(values)


def draw_x1(rng: np.random.Generator) -> Env:
    return {"x1": rng.uniform(-3, 3)}


def draw_discount(rng: np.random.Generator) -> Env:
    return {"r": rng.uniform(0.5, 2), "gamma": rng.uniform(0.3, 0.95)}


FAMILIES = [
    Family(
        "between-roots",
        "general",
        "$[-2, 3]$",
        between_roots,
        {
            "right": where(lambda x: -2 <= x <= 3),
            "open": where(lambda x: -2 < x < 3),
            "outside": where(lambda x: x <= -2 or x >= 3),
            "signs": where(lambda x: -3 <= x <= 2),
        },
    ),
    Family(
        "cubic-roots",
        "general",
        r"$\{-2, 0, 2\}$",
        cubic_roots,
        {"right": set_of(-2, 0, 2), "no-zero": set_of(-2, 2), "positive": set_of(0, 2), "four": set_of(-4, 0, 4)},
    ),
    Family(
        "decision-line",
        "general",
        "$3x_1 + 4x_2 = 12$",
        boundary,
        {
            "right": lambda e: (12 - 3 * e["x1"]) / 4,
            "sign": lambda e: (-12 - 3 * e["x1"]) / 4,
            "swapped": lambda e: (12 - 4 * e["x1"]) / 3,
            "slope": lambda e: 3 + 3 / 4 * e["x1"],
        },
        draw=draw_x1,
    ),
    Family(
        "complex-roots",
        "general",
        r"$1 \pm 2i$",
        complex_roots,
        {
            "right": pairs((1, 2), (1, -2)),
            "signs": pairs((-1, 2), (-1, -2)),
            "one": pairs((1, 2)),
            "exchanged": pairs((2, 1), (2, -1)),
            "real": pairs((3, 0), (-1, 0)),
        },
    ),
    Family(
        "outside-unit",
        "general",
        r"$(-\infty, -1) \cup (1, \infty)$",
        outside,
        {
            "right": where(lambda x: x < -1 or x > 1),
            "upper": where(lambda x: x > 1),
            "closed": where(lambda x: x <= -1 or x >= 1),
            "inside": where(lambda x: -1 < x < 1),
        },
    ),
    Family(
        "discounted-return",
        "general",
        r"$\frac{r}{1-\gamma}$",
        discounted,
        {
            "right": lambda e: e["r"] / (1 - e["gamma"]),
            "late": lambda e: e["r"] * e["gamma"] / (1 - e["gamma"]),
            "plus": lambda e: e["r"] / (1 + e["gamma"]),
            "product": lambda e: e["r"] * (1 - e["gamma"]),
        },
        draw=draw_discount,
    ),
    Family(
        "linear-system",
        "general",
        "$(1, -2)$",
        linear_system,
        {"right": (1, -2), "sign": (1, 2), "swapped": (-2, 1), "slip": (2, -5)},
    ),
    Family(
        "seating",
        "general",
        r"$2 \cdot 5!$",
        seating,
        {"right": 240, "one-order": math.factorial(5), "all": math.factorial(6), "apart": 480},
    ),
]
