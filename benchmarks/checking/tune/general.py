"""General mathematics, tuned half: sets, intervals, equations, points, antiderivatives."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family

GRID = [Fraction(k, 4) for k in range(-48, 49)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds: what tells intervals and their ends apart."""
    return frozenset(x for x in GRID if holds(x))


def near_two() -> frozenset[Fraction]:
    """Tests |x − 2| < 3 at every quarter from −12 to 12."""
    return where(lambda x: abs(x - 2) < 3)


def eigenvalues() -> frozenset[Fraction]:
    """The quarters λ at which det([[2, 1], [1, 2]] − λI) is exactly zero."""
    return where(lambda x: (2 - x) * (2 - x) - 1 == 0)


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(-3, 3)}


def tangent(e: Env) -> float:
    """The line through (1, f(1)) with the central difference of f(t) = t³ − t + 3 as its slope."""

    def f(t: float) -> float:
        return t**3 - t + 3

    return float(f(1) + (f(1 + 1e-5) - f(1 - 1e-5)) / 2e-5 * (e["x"] - 1))


def minimiser() -> tuple[int, ...]:
    """The integer point of [−5, 5]² where (u − 2)² + 2(v + 1)² is least."""
    return min(
        ((u, v) for u in range(-5, 6) for v in range(-5, 6)), key=lambda t: (t[0] - 2) ** 2 + 2 * (t[1] + 1) ** 2
    )


def converging_rates() -> frozenset[Fraction]:
    """Runs gradient descent on (L/2)w² with L = 1/2 from w = 1 for each rate on the grid; it must reach 0."""
    good = set()
    for rate in GRID:
        w = 1.0
        for _ in range(3000):
            w -= float(rate) * 0.5 * w
            if abs(w) > 1e6:
                break
        if abs(w) < 1e-6:
            good.add(rate)
    return frozenset(good)


def area_function(e: Env) -> float:
    """The integral of t eᵗ from 0 to x by Simpson's rule."""
    t = np.linspace(0, e["x"], 2001)
    f = t * np.exp(t)
    h = e["x"] / 2000
    return float(h / 3 * (f[0] + f[-1] + 4 * f[1:-1:2].sum() + 2 * f[2:-1:2].sum()))


def from_zero(f: Callable[[float], float]) -> Callable[[Env], float]:
    return lambda e: f(e["x"]) - f(0.0)


def positive_definite() -> frozenset[Fraction]:
    """The grid's a for which [[a, 2], [2, 1]] has only positive eigenvalues, by leading minors."""
    return where(lambda a: a > 0 and a - 4 > 0)


def set_of(*values: Any) -> frozenset[Fraction]:
    return frozenset(Fraction(v) for v in values)


def outer_half_lines() -> frozenset[Fraction]:
    """Tests x² ≥ 4 at every quarter from −12 to 12."""
    return where(lambda x: x * x >= 4)


def draw_angle(rng: np.random.Generator) -> Env:
    return {"t": rng.uniform(0.2, 1.4)}


def circle(e: Env) -> Any:
    """Points at the distance 5 from (1, 0), in both directions of an angle."""
    return np.array([1 + 5 * np.cos(e["t"]), 5 * np.sin(e["t"])])


def on_curve(x: Callable[[float], float], y: Callable[[float], float]) -> Callable[[Env], Any]:
    return lambda e: np.array([x(e["t"]), y(e["t"])])


FAMILIES = [
    Family(
        "half-lines",
        "general",
        r"$(-\infty, -2] \cup [2, \infty)$",
        outer_half_lines,
        {
            "right": where(lambda x: x <= -2 or x >= 2),
            "open": where(lambda x: x < -2 or x > 2),
            "between": where(lambda x: -2 <= x <= 2),
            "one-side": where(lambda x: x >= 2),
        },
    ),
    Family(
        "circle",
        "general",
        "$(x - 1)^2 + y^2 = 25$",
        circle,
        {
            "right": on_curve(lambda t: 1 + 5 * np.cos(t), lambda t: 5 * np.sin(t)),
            "radius": on_curve(lambda t: 1 + np.sqrt(5) * np.cos(t), lambda t: np.sqrt(5) * np.sin(t)),
            "centre": on_curve(lambda t: -1 + 5 * np.cos(t), lambda t: 5 * np.sin(t)),
            "line": on_curve(lambda t: 1 + 5 * np.cos(t), lambda t: 5 - 5 * np.cos(t)),
        },
        draw=draw_angle,
    ),
    Family(
        "near-two",
        "general",
        "$(-1, 5)$",
        near_two,
        {
            "right": where(lambda x: -1 < x < 5),
            "closed": where(lambda x: -1 <= x <= 5),
            "mirrored": where(lambda x: -5 < x < 1),
            "half": where(lambda x: x < 5),
            "outside": where(lambda x: x < -1 or x > 5),
        },
    ),
    Family(
        "two-eigenvalues",
        "general",
        r"$\{1, 3\}$",
        eigenvalues,
        {
            "right": set_of(1, 3),
            "sign": set_of(-1, 3),
            "one": set_of(3),
            "diagonal": set_of(2),
            "extra": set_of(0, 1, 3),
        },
    ),
    Family(
        "tangent-line",
        "general",
        "$y = 2x + 1$",
        tangent,
        {
            "right": lambda e: 2 * e["x"] + 1,
            "offset": lambda e: 2 * e["x"] + 3,
            "slope": lambda e: 3 * e["x"],
            "minus": lambda e: 2 * e["x"] - 1,
        },
        draw=draw_x,
    ),
    Family(
        "minimiser",
        "general",
        "$(2, -1)$",
        minimiser,
        {"right": (2, -1), "swapped": (-1, 2), "signs": (-2, 1), "first": (2, 1)},
    ),
    Family(
        "converging-rates",
        "general",
        r"$0 < \eta < 4$",
        converging_rates,
        {
            "right": where(lambda x: 0 < x < 4),
            "half": where(lambda x: 0 < x < 2),
            "closed": where(lambda x: 0 < x <= 4),
            "no-lower": where(lambda x: x < 4),
        },
    ),
    Family(
        "antiderivative",
        "general",
        "$x e^x - e^x + C$",
        area_function,
        {
            "right": from_zero(lambda x: (x - 1) * np.exp(x)),
            "plus": from_zero(lambda x: (x + 1) * np.exp(x)),
            "half-square": from_zero(lambda x: x**2 / 2 * np.exp(x)),
            "derivative": from_zero(lambda x: x * np.exp(x)),
        },
        draw=draw_x,
    ),
    Family(
        "positive-definite",
        "general",
        "$a > 4$",
        positive_definite,
        {
            "right": where(lambda a: a > 4),
            "closed": where(lambda a: a >= 4),
            "two": where(lambda a: a > 2),
            "both-sides": where(lambda a: abs(a) > 4),
        },
    ),
]
