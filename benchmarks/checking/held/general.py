"""General mathematics, held half."""

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


def fixed_points() -> frozenset[Fraction]:
    """The grid points that h ← h² − 2 leaves where they are."""
    return where(lambda h: h * h - 2 == h)


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


def taylor(e: Env) -> float:
    """Value and central differences of ln(1 + eˣ) at zero, put into a quadratic."""
    h, x = 1e-3, float(e["x"])

    def f(x: float) -> float:
        return math.log1p(math.exp(x))

    first, second = (f(h) - f(-h)) / (2 * h), (f(h) - 2 * f(0) + f(-h)) / h**2
    return f(0) + first * x + second * x**2 / 2


def and_bias() -> frozenset[Fraction]:
    """The biases of the grid for which the step of x₁ + x₂ + b, one from zero on, reproduces the table of AND."""
    table = list(product((0, 1), repeat=2))
    return where(lambda b: all((x + y + b >= 0) == bool(x and y) for x, y in table))


def thinned() -> int:
    """Lists the ways to switch each of ten units on or off."""
    return sum(1 for _mask in product((False, True), repeat=10))


def area_function(e: Env) -> float:
    """The area under the logistic sigmoid from 0 to x, by the midpoint rule."""
    mids = (np.arange(20_000) + 0.5) / 20_000 * e["x"]
    return float((1 / (1 + np.exp(-mids))).mean() * e["x"])


def from_zero(f: Callable[[float], float]) -> Callable[[Env], float]:
    return lambda e: f(e["x"]) - f(0.0)


def dead_zone() -> frozenset[Fraction]:
    """The a of the grid for which no point of a fine grid beats w = 0 in (w − a)²/2 + 2|w|."""
    points = [Fraction(k, 1000) for k in (-5000, -500, -50, -5, 5, 50, 500, 5000)]
    return where(lambda a: all((w - a) ** 2 / 2 + 2 * abs(w) >= a**2 / 2 for w in points))


def constrained() -> tuple[Fraction, Fraction]:
    """The point with the least x² + y² among the grid's points on x + 2y = 5."""
    line = [(x, (5 - x) / 2) for x in GRID]
    return min(line, key=lambda p: p[0] ** 2 + p[1] ** 2)


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
        "thinned-networks",
        "general",
        "$2^{10} = 1024$",
        thinned,
        {"right": 1024, "not-none": 1023, "square": 100, "orders": math.factorial(10), "double": 20},
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
