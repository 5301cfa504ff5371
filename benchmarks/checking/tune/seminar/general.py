"""General mathematics, as it was said in a seminar and its chats."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family

GRID = [Fraction(k, 4) for k in range(-40, 41)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds."""
    return frozenset(x for x in GRID if holds(x))


def crossings() -> frozenset[Any]:
    """Tries all points of a grid on both curves."""
    return frozenset((x, y) for x in GRID for y in GRID if y == x * x and y == x)


def domain() -> frozenset[Fraction]:
    """Evaluates √(x + 1) + ln(3 − x), and keeps the points without an error."""

    def defined(x: Fraction) -> bool:
        try:
            math.sqrt(x + 1) + math.log(3 - x)
        except ValueError:
            return False
        return True

    return where(defined)


def nonnegative_quotient() -> frozenset[Fraction]:
    """Divides x + 2 by x − 1 where that can be done."""
    return where(lambda x: x != 1 and (x + 2) / (x - 1) >= 0)


def draw_point(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(-5, 5)}


def through_two_points(e: Env) -> float:
    """Walks from (3, 0) in the direction of (0, 2) to the abscissa x."""
    share = (e["x"] - 3) / (0 - 3)
    return float(0 + share * (2 - 0))


def monic(e: Env) -> float:
    """Multiplies the distances to the roots −2, 1 and 3."""
    return float(math.prod(e["x"] - root for root in (-2, 1, 3)))


def inverse_map(e: Env) -> float:
    """Bisects for the argument that (x + 3)/2 sends to the given value."""
    low, high = -50.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if (middle + 3) / 2 < e["x"] else (low, middle)
    return (low + high) / 2


def at(f: Callable[[float], float]) -> Callable[[Env], Any]:
    return lambda e: f(e["x"])


def line_fit() -> tuple[int, int]:
    """The integers with the smallest sum of squares for the points (0, −1), (1, 2), (2, 5)."""
    points = ((0, -1), (1, 2), (2, 5))
    pairs = [(a, b) for a in range(-9, 10) for b in range(-9, 10)]
    return min(pairs, key=lambda p: sum((p[0] * x + p[1] - y) ** 2 for x, y in points))


def hotter() -> str:
    """The entropies of a softmax at the temperatures 1 and 2."""

    def entropy(temperature: float) -> float:
        p = np.exp(np.array([0.0, 1, 3]) / temperature)
        p /= p.sum()
        return float(-(p * np.log(p)).sum())

    return "increases" if entropy(2) > entropy(1) else "decreases"


def separable() -> str:
    """Tries all lines with small whole coefficients on the four points of the exclusive or."""
    for a in range(-5, 6):
        for b in range(-5, 6):
            for c in range(-5, 6):
                if all((a * x + b * y + c / 2 > 0) == (x != y) for x in (0, 1) for y in (0, 1)):
                    return "yes"
    return "no"


def residues() -> frozenset[int]:
    """The whole numbers below 60 that leave 2 modulo 3 and 3 modulo 5."""
    return frozenset(x for x in range(60) if x % 3 == 2 and x % 5 == 3)


def below(modulus: int, residue: int) -> frozenset[int]:
    return frozenset(x for x in range(60) if x % modulus == residue)


def harmonic_area() -> str:
    """The area under 1/x from 1 to 2ᵏ, by midpoints on each doubling; it grows by as much every time."""
    pieces = []
    for k in range(40):
        edges = np.linspace(2.0**k, 2.0 ** (k + 1), 201)
        pieces.append(float((np.diff(edges) / ((edges[1:] + edges[:-1]) / 2)).sum()))
    return "infinite" if min(pieces) > 0.69 else "finite"


def stored_bytes() -> tuple[int, int]:
    """The smallest and the largest value that NumPy's eight-bit integers keep."""
    kept = [x for x in range(-300, 300) if int(np.array(x).astype(np.int8)) == x]
    return min(kept), max(kept)


def lasso_prior() -> str:
    """The prior whose negative logarithm has no curvature away from zero but a kink there."""
    minus_logs: dict[str, Callable[[float], float]] = {
        "gaussian": lambda w: w * w / 2,
        "laplace": abs,
        "uniform": lambda w: 0.0,
        "cauchy": lambda w: math.log(1 + w * w),
    }

    def bend(f: Callable[[float], float], w: float) -> float:
        return f(w + 0.1) - 2 * f(w) + f(w - 0.1)

    found = [name for name, f in minus_logs.items() if abs(bend(f, 2.0)) < 1e-9 and bend(f, 0.0) > 0.1]
    assert len(found) == 1
    return found[0]


FAMILIES = [
    Family(
        "curve-crossings",
        "general",
        r"$\{(0, 0), (1, 1)\}$",
        crossings,
        {
            "right": frozenset({(0, 0), (1, 1)}),
            "one": frozenset({(1, 1)}),
            "negative": frozenset({(0, 0), (-1, 1)}),
            "mirrored": frozenset({(0, 0), (1, 1), (-1, 1)}),
        },
    ),
    Family(
        "root-log-domain",
        "general",
        "$[-1, 3)$",
        domain,
        {
            "right": where(lambda x: -1 <= x < 3),
            "open": where(lambda x: -1 < x < 3),
            "closed": where(lambda x: -1 <= x <= 3),
            "flipped": where(lambda x: -1 < x <= 3),
            "root-only": where(lambda x: x >= -1),
        },
    ),
    Family(
        "sign-of-quotient",
        "general",
        r"$x \le -2$ or $x > 1$",
        nonnegative_quotient,
        {
            "right": where(lambda x: x <= -2 or x > 1),
            "with-pole": where(lambda x: x <= -2 or x >= 1),
            "multiplied": where(lambda x: x >= -2),
            "between": where(lambda x: -2 <= x < 1),
            "positive-only": where(lambda x: x > 1),
        },
    ),
    Family(
        "intercept-line",
        "general",
        "$2x + 3y = 6$",
        through_two_points,
        {
            "right": at(lambda x: (6 - 2 * x) / 3),
            "exchanged": at(lambda x: (6 - 3 * x) / 2),
            "rising": at(lambda x: 2 + 2 * x / 3),
            "zero": at(lambda x: -2 * x / 3),
            "one": at(lambda x: (1 - 2 * x) / 3),
        },
        draw=draw_point,
    ),
    Family(
        "monic-cubic",
        "general",
        "$x^3 - 2x^2 - 5x + 6$",
        monic,
        {
            "right": at(lambda x: x**3 - 2 * x**2 - 5 * x + 6),
            "signs": at(lambda x: x**3 + 2 * x**2 - 5 * x - 6),
            "slip": at(lambda x: x**3 - 2 * x**2 + 5 * x + 6),
            "short": at(lambda x: x**2 - 4 * x + 3),
        },
        draw=draw_point,
    ),
    Family(
        "inverse-map",
        "general",
        "$f^{-1}(x) = 2x - 3$",
        inverse_map,
        {
            "right": at(lambda x: 2 * x - 3),
            "order": at(lambda x: 2 * (x - 3)),
            "sign": at(lambda x: 2 * x + 3),
            "reciprocal": at(lambda x: 2 / (x + 3)),
        },
        draw=draw_point,
    ),
    Family(
        "fitted-line",
        "general",
        "$(a, b) = (3, -1)$",
        line_fit,
        {"right": (3, -1), "exchanged": (-1, 3), "sign": (3, 1), "first": (3, 2)},
    ),
    Family(
        "hotter-softmax",
        "general",
        "It increases.",
        hotter,
        {"right": "increases", "falls": "decreases", "constant": "unchanged"},
    ),
    Family(
        "separable-xor",
        "general",
        "No",
        separable,
        {"right": "no", "yes": "yes"},
    ),
    Family(
        "two-residues",
        "general",
        r"$x \equiv 8 \pmod{15}$",
        residues,
        {
            "right": below(15, 8),
            "single": frozenset({8}),
            "exchanged": below(15, 2),
            "wrong-residue": below(15, 7),
            "wrong-modulus": below(8, 0),
        },
    ),
    Family(
        "harmonic-area",
        "general",
        r"$\infty$",
        harmonic_area,
        {"right": "infinite", "one": "finite", "negative": "minus infinite", "log": "a logarithm"},
    ),
    Family(
        "byte-range",
        "general",
        "from $-128$ to $127$",
        stored_bytes,
        {"right": (-128, 127), "symmetric": (-127, 127), "unsigned": (0, 255), "one-more": (-128, 128)},
    ),
    Family(
        "lasso-prior",
        "general",
        "a Laplace prior",
        lasso_prior,
        {"right": "laplace", "gaussian": "gaussian", "uniform": "uniform", "cauchy": "cauchy"},
    ),
]
