"""Limits, asymptotics and complexity, in the voices of many models."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def grid(**sizes: Any) -> tuple[Env, ...]:
    """A start, and each size grown eightfold alone."""
    out = [dict(sizes)]
    for name in sizes:
        out.append({**sizes, name: 8 * sizes[name]})
    return tuple(out)


def layer_cost(e: Env) -> int:
    """Counts the multiplications of the projections and of the scores, row by row."""
    projections = sum(e["d"] * e["d"] for _token in range(e["n"]))
    scores = sum(e["n"] * e["d"] for _token in range(e["n"]))
    return int(projections + scores)


def draw_trees(rng: np.random.Generator) -> Env:
    return {"rho": rng.uniform(0.1, 0.9), "s": rng.uniform(0.5, 2)}


def forest_variance(e: Env) -> float:
    """Adds the variances and covariances of ten million correlated trees, and divides by their number squared."""
    trees, variance = 10_000_000, e["s"] ** 2
    return float((trees * variance + trees * (trees - 1) * e["rho"] * variance) / trees**2)


def draw_adam(rng: np.random.Generator) -> Env:
    return {"g": rng.choice((-1, 1)) * rng.uniform(0.2, 4), "eta": rng.uniform(0.01, 0.5)}


def first_step(e: Env) -> float:
    """Runs one step of Adam with bias correction and an ε of 10⁻¹²."""
    m, v = 0.1 * e["g"], 0.001 * e["g"] ** 2
    return float(-e["eta"] * (m / (1 - 0.9)) / (math.sqrt(v / (1 - 0.999)) + 1e-12))


def power_error(e: Env) -> float:
    """Multiplies (1, 1) k times by diag(λ₁, λ₂), and takes the tangent of the angle to the first axis."""
    a = b = 1.0
    for _ in range(e["k"]):
        a, b = 1.0, b * e["second"] / (a * e["first"])
    return b / a


FAMILIES = [
    Family(
        "transformer-layer",
        "limit",
        r"$O(n^2 d + n d^2)$",
        layer_cost,
        {
            "right": lambda e: e["n"] ** 2 * e["d"] + e["n"] * e["d"] ** 2,
            "scores-only": lambda e: e["n"] ** 2 * e["d"],
            "projections-only": lambda e: e["n"] * e["d"] ** 2,
            "product": lambda e: e["n"] ** 2 * e["d"] ** 2,
            "linear": lambda e: e["n"] * e["d"],
        },
        sizes=grid(n=40, d=40),
    ),
    Family(
        "forest-variance",
        "limit",
        r"$\rho\,\sigma^2$",
        forest_variance,
        {
            "right": lambda e: e["rho"] * e["s"] ** 2,
            "zero": lambda e: 0.0,
            "remainder": lambda e: (1 - e["rho"]) * e["s"] ** 2,
            "deviation": lambda e: e["rho"] * e["s"],
            "squared": lambda e: e["rho"] ** 2 * e["s"] ** 2,
        },
        draw=draw_trees,
    ),
    Family(
        "adam-first-step",
        "limit",
        r"$-\eta\,\operatorname{sign}(g_1)$",
        first_step,
        {
            "right": lambda e: -e["eta"] * math.copysign(1, e["g"]),
            "ascent": lambda e: e["eta"] * math.copysign(1, e["g"]),
            "gradient": lambda e: -e["eta"] * e["g"],
            "uncorrected": lambda e: -e["eta"] * 0.1 / math.sqrt(0.001) * math.copysign(1, e["g"]),
            "constant": lambda e: -e["eta"],
            "absolute": lambda e: -e["eta"] * abs(e["g"]),
        },
        draw=draw_adam,
    ),
    Family(
        "power-iteration",
        "limit",
        r"$O\left(\left|\frac{\lambda_2}{\lambda_1}\right|^k\right)$",
        power_error,
        {
            "right": lambda e: (e["second"] / e["first"]) ** e["k"],
            "flipped": lambda e: (e["first"] / e["second"]) ** e["k"],
            "harmonic": lambda e: 1 / e["k"],
            "no-power": lambda e: e["second"] / e["first"],
            "gap": lambda e: (e["first"] - e["second"]) ** e["k"],
        },
        sizes=(
            {"first": 2.0, "second": 1.5, "k": 3},
            {"first": 2.0, "second": 1.5, "k": 12},
            {"first": 3.0, "second": 1.5, "k": 12},
            {"first": 3.0, "second": 2.5, "k": 12},
        ),
    ),
]
