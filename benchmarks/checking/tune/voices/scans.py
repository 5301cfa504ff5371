"""Items whose answers were copied out of PDF files."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def draw_kernel(rng: np.random.Generator) -> Env:
    return {"k": rng.uniform(0.05, 1.5, 6), "y": rng.normal(size=6)}


def smoother(e: Env) -> float:
    """The constant with the smallest weighted squared error, by bisection on its slope."""
    low, high = -50.0, 50.0
    for _ in range(200):
        c = (low + high) / 2
        slope = sum(float(k * (c - y)) for k, y in zip(e["k"], e["y"], strict=True))
        low, high = (c, high) if slope < 0 else (low, c)
    return (low + high) / 2


def hessian() -> Any:
    """Second central differences of x²y + y³ at (1, 2), exact for a cubic up to rounding."""

    def f(v: Any) -> float:
        return float(v[0] ** 2 * v[1] + v[1] ** 3)

    at, h = np.array([1.0, 2.0]), 1e-2
    steps = h * np.eye(2)
    return np.array(
        [[(f(at + a + b) - f(at + a - b) - f(at - a + b) + f(at - a - b)) / (4 * h * h) for a in steps] for b in steps]
    )


def draw_bound(rng: np.random.Generator) -> Env:
    return {"n": int(rng.integers(20, 400)), "delta": rng.uniform(0.01, 0.3)}


def hoeffding(e: Env) -> float:
    """Searches the deviation at which 2 exp(−2nε²) falls to δ."""
    low, high = 0.0, 10.0
    for _ in range(200):
        eps = (low + high) / 2
        low, high = (eps, high) if 2 * math.exp(-2 * e["n"] * eps**2) > e["delta"] else (low, eps)
    return (low + high) / 2


def draw_rows(rng: np.random.Generator) -> Env:
    return {"u": rng.normal(size=4), "v": rng.normal(size=4)}


def distance_slope(e: Env) -> Any:
    """Central differences of the distance ‖u − v‖ in u."""
    h = 1e-6
    return np.array(
        [(np.linalg.norm(e["u"] + d - e["v"]) - np.linalg.norm(e["u"] - d - e["v"])) / (2 * h) for d in h * np.eye(4)]
    )


FAMILIES = [
    Family(
        "kernel-smoother",
        "expression",
        r"$\hat f(x) = \frac{\sum_{i=1}^n K_h(x - x_i)\, y_i}{\sum_{i=1}^n K_h(x - x_i)}$",
        smoother,
        {
            "right": lambda e: e["k"] @ e["y"] / e["k"].sum(),
            "unnormalised": lambda e: e["k"] @ e["y"],
            "divided": lambda e: e["k"] @ e["y"] / 6,
            "sums-apart": lambda e: e["k"].sum() * e["y"].sum() / e["k"].sum(),
            "flipped": lambda e: e["k"].sum() / (e["k"] @ e["y"]),
        },
        draw=draw_kernel,
    ),
    Family(
        "cubic-hessian",
        "array",
        r"$\nabla^2 f(1, 2) = \begin{pmatrix} 4 & 2 \\ 2 & 12 \end{pmatrix}$",
        hessian,
        {
            "right": np.array([[4, 2], [2, 12]]),
            "no-mixed": np.array([[4, 0], [0, 12]]),
            "signs": np.array([[4, -2], [-2, 12]]),
            "slip": np.array([[2, 2], [2, 12]]),
        },
        tolerance=1e-6,
    ),
    Family(
        "deviation-bound",
        "expression",
        r"$\epsilon = \sqrt{\frac{\ln(2/\delta)}{2n}}$",
        hoeffding,
        {
            "right": lambda e: math.sqrt(math.log(2 / e["delta"]) / (2 * e["n"])),
            "no-root": lambda e: math.log(2 / e["delta"]) / (2 * e["n"]),
            "one-sided": lambda e: math.sqrt(math.log(1 / e["delta"]) / (2 * e["n"])),
            "inverted": lambda e: math.sqrt(abs(math.log(e["delta"] / 2)) * 2 * e["n"]),
            "no-two": lambda e: math.sqrt(math.log(2 / e["delta"]) / e["n"]),
        },
        draw=draw_bound,
    ),
    Family(
        "distance-slope",
        "expression",
        r"$\nabla_u \|u - v\|_2 = \frac{u - v}{\|u - v\|_2}$",
        distance_slope,
        {
            "right": lambda e: (e["u"] - e["v"]) / np.linalg.norm(e["u"] - e["v"]),
            "squared": lambda e: (e["u"] - e["v"]) / np.linalg.norm(e["u"] - e["v"]) ** 2,
            "sign": lambda e: (e["v"] - e["u"]) / np.linalg.norm(e["u"] - e["v"]),
            "two": lambda e: 2 * (e["u"] - e["v"]),
            "own-norm": lambda e: (e["u"] - e["v"]) / np.linalg.norm(e["u"]),
        },
        draw=draw_rows,
        tolerance=1e-4,
    ),
]
