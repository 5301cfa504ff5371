"""Expressions: gradients, divergences, posterior means, parameter counts and determinants."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import permutations, product
from typing import Any

import numpy as np
from families import Env, Family

RNG = np.random.Generator


def slopes(f: Callable[[np.ndarray], float], at: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Central differences of `f`, coordinate by coordinate."""
    return np.array([(f(at + h * unit) - f(at - h * unit)) / (2 * h) for unit in np.eye(at.size)])


def sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


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


def swish_slope(e: Env) -> float:
    """Takes a central difference of x / (1 + e^(−x))."""
    x, h = e["x"], 1e-5
    return float((x + h) * sigma(x + h) - (x - h) * sigma(x - h)) / (2 * h)


def normal_divergence(e: Env) -> float:
    """Integrates p (ln p − ln q) on a fine grid."""
    mu, s = e["mu"], e["s"]
    x = np.linspace(mu - 12 * s, mu + 12 * s, 200_001)
    log_p = -(((x - mu) / s) ** 2) / 2 - math.log(s * math.sqrt(2 * math.pi))
    log_q = -(x**2) / 2 - math.log(math.sqrt(2 * math.pi))
    return float(np.sum(np.exp(log_p) * (log_p - log_q)) * (x[1] - x[0]))


def posterior_mean(e: Env) -> float:
    """Divides two sums over a grid of probabilities: of θ times prior times likelihood, and of the same without θ."""
    t = (np.arange(400_000) + 0.5) / 400_000
    mass = t ** (e["a"] - 1) * (1 - t) ** (e["b"] - 1) * t ** e["k"] * (1 - t) ** (e["n"] - e["k"])
    return float((t * mass).sum() / mass.sum())


def gru_size(e: Env) -> int:
    """Allocates input matrix, recurrent matrix and bias of the two gates and the candidate."""
    h, d = e["h"], e["d"]
    return sum(np.zeros(s).size for _gate in ("reset", "update", "candidate") for s in ((h, d), (h, h), (h,)))


def flow_draw(g: RNG) -> Env:
    return {"u": g.uniform(-1, 1, 3), "v": g.uniform(-1, 1, 3)}


def flow_volume(e: Env) -> float:
    """Expands the determinant of I + u vᵀ over the six permutations."""
    m = np.eye(3) + np.outer(e["u"], e["v"])
    total = 0.0
    for order in permutations(range(3)):
        swaps = sum(order[i] > order[j] for i in range(3) for j in range(i + 1, 3))
        total += (-1) ** swaps * math.prod(m[i, order[i]] for i in range(3))
    return math.log(abs(total))


def shrunk_risk(e: Env) -> float:
    """Averages (c·mean − μ)² over all samples of n coins that show μ − σ or μ + σ."""
    values = (e["mu"] - e["s"], e["mu"] + e["s"])
    errors = [(e["c"] * sum(sample) / e["n"] - e["mu"]) ** 2 for sample in product(values, repeat=e["n"])]
    return float(sum(errors) / len(errors))


def shrunk_draw(g: RNG) -> Env:
    return {"mu": g.normal() + 2, "s": g.uniform(0.5, 2), "c": g.uniform(0.3, 0.9), "n": int(g.integers(2, 7))}


def cosine_draw(g: RNG) -> Env:
    return {"x": g.normal(size=4), "y": g.normal(size=4)}


def cosine_slopes(e: Env) -> np.ndarray:
    """Takes central differences of the cosine of the angle between x and y."""

    def cosine(x: np.ndarray) -> float:
        return float(sum(x * e["y"]) / math.sqrt(sum(x * x) * sum(e["y"] ** 2)))

    return slopes(cosine, e["x"])


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


def forward_variance(e: Env) -> float:
    """Adds signal and noise t times: the variance shrinks by 1 − β at each step and gains β."""
    variance = e["v"]
    for _step in range(e["t"]):
        variance = (1 - e["beta"]) * variance + e["beta"]
    return float(variance)


def forward_draw(g: RNG) -> Env:
    return {"v": g.uniform(2, 5), "beta": g.uniform(0.05, 0.3), "t": int(g.integers(2, 9))}


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
        "swish-slope",
        "expression",
        r"$\sigma(x) + x\,\sigma(x)\,(1 - \sigma(x))$, where $\sigma(x) = 1/(1+e^{-x})$",
        swish_slope,
        {
            "right": lambda e: sigma(e["x"]) * (1 + e["x"] * (1 - sigma(e["x"]))),
            "no-product-rule": lambda e: e["x"] * sigma(e["x"]) * (1 - sigma(e["x"])),
            "sign": lambda e: sigma(e["x"]) - e["x"] * sigma(e["x"]) * (1 - sigma(e["x"])),
            "factor-lost": lambda e: sigma(e["x"]) + sigma(e["x"]) * (1 - sigma(e["x"])),
            "one-plus": lambda e: sigma(e["x"]) + e["x"] * sigma(e["x"]) * (1 + sigma(e["x"])),
        },
        draw=lambda g: {"x": g.normal() * 1.5 + 0.3},
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
        "click-rate-mean",
        "expression",
        "(α + k) / (α + β + n)",
        posterior_mean,
        {
            "right": lambda e: (e["a"] + e["k"]) / (e["a"] + e["b"] + e["n"]),
            "mode": lambda e: (e["a"] + e["k"] - 1) / (e["a"] + e["b"] + e["n"] - 2),
            "frequency": lambda e: e["k"] / e["n"],
            "clicks-only": lambda e: (e["a"] + e["k"]) / (e["a"] + e["b"] + e["k"]),
            "other-side": lambda e: (e["b"] + e["n"] - e["k"]) / (e["a"] + e["b"] + e["n"]),
        },
        draw=lambda g: {
            "a": g.uniform(1.5, 4),
            "b": g.uniform(1.5, 4),
            "n": int(g.integers(8, 14)),
            "k": int(g.integers(1, 7)),
        },
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
        "rank-one-flow",
        "expression",
        r"$\log |\det(I + uv^\top)| = \log |1 + v^\top u|$",
        flow_volume,
        {
            "right": lambda e: math.log(abs(1 + e["v"] @ e["u"])),
            "no-log": lambda e: abs(1 + e["v"] @ e["u"]),
            "minus": lambda e: math.log(abs(1 - e["v"] @ e["u"])),
            "first-order": lambda e: e["v"] @ e["u"],
            "norms": lambda e: math.log(1 + math.sqrt(e["u"] @ e["u"]) * math.sqrt(e["v"] @ e["v"])),
        },
        draw=flow_draw,
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
        "cosine-slopes",
        "expression",
        r"$\frac{\partial}{\partial x}\cos(x, y) = \frac{y}{\|x\|\|y\|} - \frac{(x^\top y)\,x}{\|x\|^3\|y\|}$",
        cosine_slopes,
        {
            "right": lambda e: (
                e["y"] / np.linalg.norm(e["x"]) / np.linalg.norm(e["y"])
                - (e["x"] @ e["y"]) * e["x"] / np.linalg.norm(e["x"]) ** 3 / np.linalg.norm(e["y"])
            ),
            "norm-constant": lambda e: e["y"] / np.linalg.norm(e["x"]) / np.linalg.norm(e["y"]),
            "plus": lambda e: (
                e["y"] / np.linalg.norm(e["x"]) / np.linalg.norm(e["y"])
                + (e["x"] @ e["y"]) * e["x"] / np.linalg.norm(e["x"]) ** 3 / np.linalg.norm(e["y"])
            ),
            "square-for-cube": lambda e: (
                e["y"] / np.linalg.norm(e["x"]) / np.linalg.norm(e["y"])
                - (e["x"] @ e["y"]) * e["x"] / np.linalg.norm(e["x"]) ** 2 / np.linalg.norm(e["y"])
            ),
            "unscaled": lambda e: e["y"] - (e["x"] @ e["y"]) * e["x"] / (e["x"] @ e["x"]),
        },
        draw=cosine_draw,
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
    Family(
        "diffused-variance",
        "expression",
        "Var(x_t) = (1 - β)^t v + 1 - (1 - β)^t   (v: variance of the data)",
        forward_variance,
        {
            "right": lambda e: 1 + (1 - e["beta"]) ** e["t"] * (e["v"] - 1),
            "signal-only": lambda e: (1 - e["beta"]) ** e["t"] * e["v"],
            "linear-noise": lambda e: (1 - e["beta"]) ** e["t"] * e["v"] + e["t"] * e["beta"],
            "root": lambda e: (1 - e["beta"]) ** (e["t"] / 2) * e["v"] + 1 - (1 - e["beta"]) ** (e["t"] / 2),
            "preserved": lambda e: e["v"],
        },
        draw=forward_draw,
    ),
]
