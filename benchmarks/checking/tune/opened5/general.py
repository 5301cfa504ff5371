"""Sets, intervals, equations, inequalities, polynomials, matrices over symbols, and words."""

from __future__ import annotations

import itertools
import math

import numpy as np
from families import Env, Family


def momentum_draw(rng: np.random.Generator) -> Env:
    return {"beta": float(rng.uniform(0.2, 0.9)), "L": float(rng.uniform(1, 20))}


def stable_steps(e: Env) -> list[float]:
    """Bisects for the largest step size at which the iteration on a parabola of curvature L does not blow up."""

    def radius(rate: float) -> float:
        step = np.array([[1 + e["beta"] - rate * e["L"], -e["beta"]], [1, 0]])
        return float(np.abs(np.linalg.eigvals(step)).max())

    low, high = 1e-3 / e["L"], 10 / e["L"]
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if radius(middle) < 1 else (low, middle)
    return [0.0, (low + high) / 2]


def filter_draw(rng: np.random.Generator) -> Env:
    return {"x": float(rng.uniform(-0.95, 0.95))}


def triple_angle(e: Env) -> float:
    """Takes the cosine of three times the angle."""
    return math.cos(3 * math.acos(e["x"]))


def hinge_kind() -> str:
    """Compares chords of max(0, 1 − m) with the middle of the curve, at all pairs on a grid."""
    grid = [k / 4 for k in range(-12, 13)]

    def loss(m: float) -> float:
        return max(0.0, 1 - m)

    gaps = [(loss(a) + loss(b)) / 2 - loss((a + b) / 2) for a, b in itertools.combinations(grid, 2)]
    if min(gaps) < 0:
        return "not convex"
    return "strictly convex" if min(gaps) > 0 else "convex, not strictly"


def coin_posterior() -> list[float]:
    """Multiplies the prior θ(1 − θ) with ten tosses on a grid, and solves for a and b from mean and variance."""
    t = (np.arange(400_000) + 0.5) / 400_000
    w = t * (1 - t)
    for toss in "HHTHHTHHTH":
        w = w * (t if toss == "H" else 1 - t)
    w /= w.sum()
    mean = float(w @ t)
    variance = float(w @ (t - mean) ** 2)
    total = mean * (1 - mean) / variance - 1
    return [mean * total, (1 - mean) * total]


FAMILIES = [
    Family(
        "heavy-ball-steps",
        "general",
        r"$0 < \eta < \dfrac{2(1+\beta)}{L}$",
        stable_steps,
        {
            "right": lambda e: [0, 2 * (1 + e["beta"]) / e["L"]],
            "plain": lambda e: [0, 2 / e["L"]],
            "minus": lambda e: [0, 2 * (1 - e["beta"]) / e["L"]],
            "half": lambda e: [0, (1 + e["beta"]) / e["L"]],
            "above": lambda e: [2 * (1 + e["beta"]) / e["L"], math.inf],
            "two-sided": lambda e: [-2 * (1 + e["beta"]) / e["L"], 2 * (1 + e["beta"]) / e["L"]],
        },
        momentum_draw,
    ),
    Family(
        "third-chebyshev",
        "general",
        r"$T_3(x) = 4x^3 - 3x$",
        triple_angle,
        {
            "right": lambda e: 4 * e["x"] ** 3 - 3 * e["x"],
            "second": lambda e: 2 * e["x"] ** 2 - 1,
            "other-sort": lambda e: 8 * e["x"] ** 3 - 4 * e["x"],
            "sine": lambda e: 3 * e["x"] - 4 * e["x"] ** 3,
            "legendre": lambda e: (5 * e["x"] ** 3 - 3 * e["x"]) / 2,
            "plus": lambda e: 4 * e["x"] ** 3 - e["x"],
        },
        filter_draw,
    ),
    Family(
        "hinge-curvature",
        "general",
        "convex, but not strictly convex",
        hinge_kind,
        {
            "right": "convex, not strictly",
            "strict": "strictly convex",
            "not": "not convex",
            "concave": "concave",
        },
    ),
    Family(
        "coin-posterior",
        "general",
        r"$\theta \mid \mathcal{D} \sim \mathrm{Beta}(9, 5)$",
        coin_posterior,
        {
            "right": [9, 5],
            "no-prior": [7, 3],
            "flat-prior": [8, 4],
            "exchanged": [5, 9],
            "exponents": [10, 6],
        },
        tolerance=1e-4,
    ),
]
