"""Expressions: gradients, divergences, posterior means, parameter counts and determinants."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family

RNG = np.random.Generator


def slopes(f: Callable[[np.ndarray], float], at: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Central differences of `f`, coordinate by coordinate."""
    return np.array([(f(at + h * unit) - f(at - h * unit)) / (2 * h) for unit in np.eye(at.size)])


def ridge_draw(g: RNG) -> Env:
    return {"X": g.normal(size=(6, 3)), "y": g.normal(size=6), "w": g.normal(size=3), "lam": g.uniform(0.5, 2)}


def ridge_slopes(e: Env) -> np.ndarray:
    """Takes central differences of half the squared errors, summed row by row, and half the penalty."""

    def loss(w: np.ndarray) -> float:
        errors = [sum(a * b for a, b in zip(row, w, strict=True)) - y for row, y in zip(e["X"], e["y"], strict=True)]
        return float(sum(r * r for r in errors) / 2 + e["lam"] * sum(v * v for v in w) / 2)

    return slopes(loss, e["w"])


def residual(e: Env) -> Any:
    return e["X"] @ e["w"] - e["y"]


def normal_divergence(e: Env) -> float:
    """Integrates p (ln p − ln q) on a fine grid."""
    mu, s = e["mu"], e["s"]
    x = np.linspace(mu - 12 * s, mu + 12 * s, 200_001)
    log_p = -(((x - mu) / s) ** 2) / 2 - math.log(s * math.sqrt(2 * math.pi))
    log_q = -(x**2) / 2 - math.log(math.sqrt(2 * math.pi))
    return float(np.sum(np.exp(log_p) * (log_p - log_q)) * (x[1] - x[0]))


def gru_size(e: Env) -> int:
    """Allocates input matrix, recurrent matrix and bias of the two gates and the candidate."""
    h, d = e["h"], e["d"]
    return sum(np.zeros(s).size for _gate in ("reset", "update", "candidate") for s in ((h, d), (h, h), (h,)))


def shrunk_risk(e: Env) -> float:
    """Averages (c·mean − μ)² over all samples of n coins that show μ − σ or μ + σ."""
    values = (e["mu"] - e["s"], e["mu"] + e["s"])
    errors = [(e["c"] * sum(sample) / e["n"] - e["mu"]) ** 2 for sample in product(values, repeat=e["n"])]
    return float(sum(errors) / len(errors))


def shrunk_draw(g: RNG) -> Env:
    return {"mu": g.normal() + 2, "s": g.uniform(0.5, 2), "c": g.uniform(0.3, 0.9), "n": int(g.integers(2, 7))}


def quadratic_draw(g: RNG) -> Env:
    root = g.normal(size=(3, 3))
    return {"A": root @ root.T + np.eye(3), "b": g.normal(size=3)}


def lowest_value(e: Env) -> float:
    """Descends coordinate by coordinate to the minimum of ½ xᵀAx + bᵀx and evaluates it."""
    a, b, x = e["A"], e["b"], np.zeros(3)
    for _sweep in range(4000):
        for i in range(3):
            x[i] -= (a[i] @ x + b[i]) / a[i, i]
    return float(x @ a @ x / 2 + b @ x)


def solved(e: Env) -> Any:
    return np.linalg.solve(e["A"], e["b"])


FAMILIES = [
    Family(
        "ridge-slopes",
        "expression",
        r"$\nabla_w = X^\top (Xw - y) + \lambda w$",
        ridge_slopes,
        {
            "right": lambda e: e["X"].T @ residual(e) + e["lam"] * e["w"],
            "doubled": lambda e: 2 * (e["X"].T @ residual(e) + e["lam"] * e["w"]),
            "no-penalty": lambda e: e["X"].T @ residual(e),
            "residual-sign": lambda e: e["X"].T @ -residual(e) + e["lam"] * e["w"],
            "averaged": lambda e: e["X"].T @ residual(e) / len(e["y"]) + e["lam"] * e["w"],
        },
        draw=ridge_draw,
    ),
    Family(
        "vae-penalty",
        "expression",
        r"$\frac12\left(\mu^2 + \sigma^2 - 1 - \ln \sigma^2\right)$",
        normal_divergence,
        {
            "right": lambda e: (e["mu"] ** 2 + e["s"] ** 2 - 1) / 2 - math.log(e["s"]),
            "elbo-sign": lambda e: (1 + math.log(e["s"] ** 2) - e["mu"] ** 2 - e["s"] ** 2) / 2,
            "log-deviation": lambda e: (e["mu"] ** 2 + e["s"] ** 2 - 1 - math.log(e["s"])) / 2,
            "no-one": lambda e: (e["mu"] ** 2 + e["s"] ** 2 - 2 * math.log(e["s"])) / 2,
            "reversed": lambda e: (1 + e["mu"] ** 2) / (2 * e["s"] ** 2) - 0.5 + math.log(e["s"]),
        },
        draw=lambda g: {"mu": g.normal(), "s": g.uniform(0.4, 2.5)},
    ),
    Family(
        "gru-size",
        "expression",
        "$3(dh + h^2 + h)$ for input size $d$ and state size $h$ (one bias per gate)",
        gru_size,
        {
            "right": lambda e: 3 * e["h"] * (e["d"] + e["h"] + 1),
            "lstm": lambda e: 4 * (e["d"] * e["h"] + e["h"] ** 2 + e["h"]),
            "no-bias": lambda e: 3 * e["h"] * (e["d"] + e["h"]),
            "two-biases": lambda e: 3 * (e["d"] * e["h"] + e["h"] ** 2 + 2 * e["h"]),
            "bias-once": lambda e: 3 * (e["d"] * e["h"] + e["h"] ** 2) + e["h"],
        },
        draw=lambda g: {"d": int(g.integers(2, 9)), "h": int(g.integers(2, 9))},
    ),
    Family(
        "shrunk-mean-risk",
        "expression",
        r"$\mathrm{MSE}(c\bar x) = (1 - c)^2 \mu^2 + \frac{c^2 \sigma^2}{n}$",
        shrunk_risk,
        {
            "right": lambda e: (1 - e["c"]) ** 2 * e["mu"] ** 2 + e["c"] ** 2 * e["s"] ** 2 / e["n"],
            "variance-only": lambda e: e["c"] ** 2 * e["s"] ** 2 / e["n"],
            "c-once": lambda e: (1 - e["c"]) ** 2 * e["mu"] ** 2 + e["c"] * e["s"] ** 2 / e["n"],
            "bias-unsquared": lambda e: (1 - e["c"]) * e["mu"] + e["c"] ** 2 * e["s"] ** 2 / e["n"],
            "no-n": lambda e: (1 - e["c"]) ** 2 * e["mu"] ** 2 + e["c"] ** 2 * e["s"] ** 2,
        },
        draw=shrunk_draw,
    ),
    Family(
        "quadratic-lowest",
        "expression",
        r"$\min_x \tfrac12 x^\top A x + b^\top x = -\tfrac12 b^\top A^{-1} b$ ($A$ symmetric positive definite)",
        lowest_value,
        {
            "right": lambda e: -0.5 * e["b"] @ solved(e),
            "no-half": lambda e: -e["b"] @ solved(e),
            "sign": lambda e: 0.5 * e["b"] @ solved(e),
            "not-inverted": lambda e: -0.5 * e["b"] @ e["A"] @ e["b"],
            "no-square-term": lambda e: -1.5 * e["b"] @ solved(e),
        },
        draw=quadratic_draw,
    ),
]
