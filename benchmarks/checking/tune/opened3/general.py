"""General mathematics, opened in the second session."""

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


def draw_waits(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(0.2, 3, size=5)}


def likeliest_rate(e: Env) -> float:
    """Ternary search for the rate that maximises Σ (ln λ − λ x_i)."""
    low, high = 1e-6, 1e3
    for _ in range(300):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        worse = sum(math.log(one) - one * x for x in e["x"]) < sum(math.log(two) - two * x for x in e["x"])
        low, high = (one, high) if worse else (low, two)
    return (low + high) / 2


def margin_distance() -> Fraction:
    """The least squared distance of (3, 4) from 2,001 points of the line 3x + 4y = 10, and its root."""
    squares = []
    for k in range(-1000, 1001):
        t = Fraction(k, 250)
        x, y = 2 + 4 * t, 1 - 3 * t
        assert 3 * x + 4 * y == 10
        squares.append((x - 3) ** 2 + (y - 4) ** 2)
    least = min(squares)
    return Fraction(math.isqrt(least.numerator), math.isqrt(least.denominator))


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.normal()}


def and_bias() -> frozenset[Fraction]:
    """The biases of the grid for which the step of x₁ + x₂ + b, one from zero on, reproduces the table of AND."""
    table = list(product((0, 1), repeat=2))
    return where(lambda b: all((x + y + b >= 0) == bool(x and y) for x, y in table))


def area_function(e: Env) -> float:
    """The area under the logistic sigmoid from 0 to x, by the midpoint rule."""
    mids = (np.arange(20_000) + 0.5) / 20_000 * e["x"]
    return float((1 / (1 + np.exp(-mids))).mean() * e["x"])


def from_zero(f: Callable[[float], float]) -> Callable[[Env], float]:
    return lambda e: f(e["x"]) - f(0.0)


def constrained() -> tuple[Fraction, Fraction]:
    """The point with the least x² + y² among the grid's points on x + 2y = 5."""
    line = [(x, (5 - x) / 2) for x in GRID]
    return min(line, key=lambda p: p[0] ** 2 + p[1] ** 2)


FAMILIES = [
    Family(
        "likeliest-rate",
        "general",
        r"$\hat\lambda = \frac{n}{\sum_{i=1}^{n} x_i}$",
        likeliest_rate,
        {
            "right": lambda e: len(e["x"]) / e["x"].sum(),
            "mean": lambda e: e["x"].mean(),
            "no-count": lambda e: 1 / e["x"].sum(),
            "unbiased": lambda e: (len(e["x"]) - 1) / e["x"].sum(),
            "mean-inverse": lambda e: (1 / e["x"]).mean(),
        },
        draw=draw_waits,
    ),
    Family(
        "margin-distance",
        "general",
        r"$\frac{|3 \cdot 3 + 4 \cdot 4 - 10|}{\sqrt{3^2 + 4^2}} = 3$",
        margin_distance,
        {
            "right": 3,
            "not-normalised": 15,
            "squared-norm": Fraction(3, 5),
            "no-offset": 5,
            "sum-norm": Fraction(15, 7),
        },
    ),
    Family(
        "and-bias",
        "general",
        r"$-2 \le b < -1$",
        and_bias,
        {
            "right": where(lambda b: -2 <= b < -1),
            "both-closed": where(lambda b: -2 <= b <= -1),
            "other-end": where(lambda b: -2 < b <= -1),
            "or": where(lambda b: -1 <= b < 0),
            "half-line": where(lambda b: b < -1),
        },
    ),
    Family(
        "sigmoid-integral",
        "general",
        r"$\ln(1 + e^x) + C$",
        area_function,
        {
            "right": from_zero(lambda x: math.log(1 + math.exp(x))),
            "derivative": from_zero(lambda x: 1 / (1 + math.exp(-x)) * (1 - 1 / (1 + math.exp(-x)))),
            "minus-sign": from_zero(lambda x: math.log(1 + math.exp(-x))),
            "logarithm-only": from_zero(lambda x: math.log(1 / (1 + math.exp(-x)))),
            "exponential": from_zero(lambda x: math.exp(x) / (1 + math.exp(x))),
        },
        draw=draw_x,
    ),
    Family(
        "constrained-minimum",
        "general",
        "$(x, y) = (1, 2)$",
        constrained,
        {
            "right": (Fraction(1), Fraction(2)),
            "exchanged": (Fraction(2), Fraction(1)),
            "equal": (Fraction(5, 3), Fraction(5, 3)),
            "axis": (Fraction(0), Fraction(5, 2)),
            "unconstrained": (Fraction(0), Fraction(0)),
        },
    ),
]
