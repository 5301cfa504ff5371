"""Expressions: gradients, divergences, posterior means, parameter counts and determinants."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import permutations

import numpy as np
from families import Env, Family

RNG = np.random.Generator


def slopes(f: Callable[[np.ndarray], float], at: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Central differences of `f`, coordinate by coordinate."""
    return np.array([(f(at + h * unit) - f(at - h * unit)) / (2 * h) for unit in np.eye(at.size)])


def sigma(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def swish_slope(e: Env) -> float:
    """Takes a central difference of x / (1 + e^(−x))."""
    x, h = e["x"], 1e-5
    return float((x + h) * sigma(x + h) - (x - h) * sigma(x - h)) / (2 * h)


def posterior_mean(e: Env) -> float:
    """Divides two sums over a grid of probabilities: of θ times prior times likelihood, and of the same without θ."""
    t = (np.arange(400_000) + 0.5) / 400_000
    mass = t ** (e["a"] - 1) * (1 - t) ** (e["b"] - 1) * t ** e["k"] * (1 - t) ** (e["n"] - e["k"])
    return float((t * mass).sum() / mass.sum())


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


def cosine_draw(g: RNG) -> Env:
    return {"x": g.normal(size=4), "y": g.normal(size=4)}


def cosine_slopes(e: Env) -> np.ndarray:
    """Takes central differences of the cosine of the angle between x and y."""

    def cosine(x: np.ndarray) -> float:
        return float(sum(x * e["y"]) / math.sqrt(sum(x * x) * sum(e["y"] ** 2)))

    return slopes(cosine, e["x"])


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
