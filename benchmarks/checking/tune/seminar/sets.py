"""Sets, ranges, functions and words, as they were said in the seminar's second hour."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family

GRID = [Fraction(k, 4) for k in range(-40, 41)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds."""
    return frozenset(x for x in GRID if holds(x))


def level_points() -> frozenset[Any]:
    """Tries all points of a grid on both partial derivatives of x⁴/4 − x²/2 + y²/2."""
    return frozenset((x, y) for x in GRID for y in GRID if x**3 - x == 0 and y == 0)


def solved_congruence() -> frozenset[int]:
    """The whole numbers below 42 for which 3x and 6 leave the same remainder by 7."""
    return frozenset(x for x in range(42) if (3 * x - 6) % 7 == 0)


def below(modulus: int, residue: int) -> frozenset[int]:
    return frozenset(x for x in range(42) if x % modulus == residue)


def dice_sums() -> frozenset[int]:
    """Rolls all pairs of two dice."""
    return frozenset(a + b for a, b in product(range(1, 7), repeat=2))


def draw_point(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(-3, 3)}


def composed(e: Env) -> float:
    """Squares first, and adds one to what came out."""
    inner: list[float] = [e["x"] * e["x"]]
    return inner.pop() + 1


def at(f: Callable[[float], float]) -> Callable[[Env], Any]:
    return lambda e: f(e["x"])


def equal_moments() -> str:
    """Compares mean and variance of three distributions, by their probabilities."""
    numbers = range(60)
    masses = {
        "poisson": [math.exp(-3) * 3.0**k / math.factorial(k) for k in numbers],
        "binomial": [math.comb(12, k) * 0.25**k * 0.75 ** (12 - k) if k <= 12 else 0.0 for k in numbers],
        "geometric": [0.25 * 0.75**k for k in numbers],
    }
    found = []
    for name, mass in masses.items():
        mean = sum(k * p for k, p in zip(numbers, mass, strict=True))
        variance = sum((k - mean) ** 2 * p for k, p in zip(numbers, mass, strict=True))
        if abs(mean - variance) < 1e-6:
            found.append(name)
    assert len(found) == 1
    return found[0]


def missing_support() -> str:
    """KL of (1/2, 1/2) from (1 − ε, ε) for ever smaller ε, until it passes fifty nats."""
    for k in range(1, 200):
        eps = 10.0**-k
        if 0.5 * math.log(0.5 / (1 - eps)) + 0.5 * math.log(0.5 / eps) > 50:
            return "infinite"
    return "finite"


def definite() -> str:
    """xᵀAx over a circle of directions, for A = [[2, 1], [1, 2]]."""
    values = [
        2 * math.cos(t) ** 2 + 2 * math.sin(t) * math.cos(t) + 2 * math.sin(t) ** 2 for t in np.arange(0, 7, 0.01)
    ]
    return "yes" if min(values) > 0 else "no"


def definite_entries() -> frozenset[Fraction]:
    """The a for which [[1, a], [a, 4]] has a positive form in many directions, the worst among them."""
    return where(lambda a: all(x * x + 2 * a * x + 4 > 0 for x in [*GRID, -a]))


def oscillation() -> str:
    """sin(1/x) along two sequences to zero that stay apart."""
    high = [math.sin(math.pi / 2 + 2 * math.pi * k) for k in range(100, 110)]
    low = [math.sin(-math.pi / 2 + 2 * math.pi * k) for k in range(100, 110)]
    return "none" if min(high) - max(low) > 1 else "exists"


def more_samples() -> str:
    """The variance of the mean of n fair coins, by their binomial probabilities."""

    def variance(n: int) -> float:
        return float(sum(math.comb(n, k) / 2**n * (k / n - 0.5) ** 2 for k in range(n + 1)))

    return "decreases" if variance(40) < variance(10) else "increases"


FAMILIES = [
    Family(
        "level-points",
        "general",
        r"$\{(-1, 0), (0, 0), (1, 0)\}$",
        level_points,
        {
            "right": frozenset({(-1, 0), (0, 0), (1, 0)}),
            "minima": frozenset({(-1, 0), (1, 0)}),
            "origin": frozenset({(0, 0)}),
            "exchanged": frozenset({(0, -1), (0, 0), (0, 1)}),
            "corners": frozenset({(-1, 0), (0, 0), (1, 1)}),
        },
    ),
    Family(
        "solved-congruence",
        "general",
        r"$x \equiv 2 \pmod{7}$",
        solved_congruence,
        {
            "right": below(7, 2),
            "not-divided": below(7, 6),
            "other-modulus": below(3, 2),
            "single": frozenset({2}),
            "five": below(7, 5),
        },
    ),
    Family(
        "dice-sums",
        "general",
        "2 to 12",
        dice_sums,
        {
            "right": frozenset(range(2, 13)),
            "from-one": frozenset(range(1, 13)),
            "to-ten": frozenset(range(2, 11)),
            "from-zero": frozenset(range(13)),
        },
    ),
    Family(
        "composed-maps",
        "general",
        r"$(g \circ h)(x) = x^2 + 1$",
        composed,
        {
            "right": at(lambda x: x * x + 1),
            "other-order": at(lambda x: (x + 1) ** 2),
            "product": at(lambda x: x * x * (x + 1)),
            "sum": at(lambda x: x * x + x + 1),
        },
        draw=draw_point,
    ),
    Family(
        "equal-moments",
        "general",
        "the Poisson distribution",
        equal_moments,
        {"right": "poisson", "binomial": "binomial", "geometric": "geometric", "normal": "normal"},
    ),
    Family(
        "missing-support",
        "general",
        r"$+\infty$",
        missing_support,
        {"right": "infinite", "zero": "0", "log": "ln 2", "negative": "minus infinite"},
    ),
    Family("definite-form", "general", "Yes", definite, {"right": "yes", "no": "no"}),
    Family(
        "definite-entries",
        "general",
        r"$a \in (-2, 2)$",
        definite_entries,
        {
            "right": where(lambda a: -2 < a < 2),
            "closed": where(lambda a: -2 <= a <= 2),
            "one-sided": where(lambda a: a < 2),
            "wide": where(lambda a: abs(a) < 4),
            "outside": where(lambda a: abs(a) > 2),
        },
    ),
    Family(
        "oscillation",
        "general",
        "The limit does not exist.",
        oscillation,
        {"right": "none", "zero": "0", "one": "1", "infinite": "infinite"},
    ),
    Family(
        "more-samples",
        "general",
        "It decreases.",
        more_samples,
        {"right": "decreases", "constant": "constant", "grows": "increases"},
    ),
]
