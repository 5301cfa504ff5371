"""Expressions, relations and limits, from the solution sheets of a course in optimisation and learning."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from families import Env, Family


def slope(function: Callable[[Any], float], at: Any, step: float = 1e-5) -> Any:
    """The gradient by central differences."""
    return np.array([(function(at + step * u) - function(at - step * u)) / (2 * step) for u in np.eye(len(at))])


def draw_smoothing(rng: np.random.Generator) -> Env:
    z = rng.normal(size=4)
    return {
        "z": z,
        "p": np.exp(z) / np.exp(z).sum(),
        "y": np.eye(4)[rng.integers(4)],
        "eps": rng.uniform(0.1, 0.4),
        "K": 4,
    }


def smoothing(e: Env) -> Any:
    """Differentiates the cross-entropy with the smoothed labels by central differences in the logits."""

    def loss(z: Any) -> float:
        total = math.log(sum(math.exp(v) for v in z))
        return float(sum((total - z[k]) * ((1 - e["eps"]) * e["y"][k] + e["eps"] / 4) for k in range(4)))

    return slope(loss, e["z"])


def draw_weighted(rng: np.random.Generator) -> Env:
    return {
        "X": rng.normal(size=(5, 3)),
        "y": rng.normal(size=5),
        "w": rng.normal(size=3),
        "s": rng.uniform(0.3, 2, size=5),
        "lam": rng.uniform(0.2, 2),
    }


def weighted(e: Env) -> Any:
    """Differentiates the weighted sum of squares and the penalty by central differences."""

    def objective(w: Any) -> float:
        errors = [sum(e["X"][i, j] * w[j] for j in range(3)) - e["y"][i] for i in range(5)]
        return float(sum(s * r * r for s, r in zip(e["s"], errors, strict=True)) + e["lam"] * sum(v * v for v in w))

    return slope(objective, e["w"])


def residual(e: Env) -> Any:
    return e["X"] @ e["w"] - e["y"]


def draw_gaussians(rng: np.random.Generator) -> Env:
    return {"mu": rng.uniform(0.3, 1.5), "sigma": rng.uniform(0.4, 0.9), "tau": rng.uniform(1.2, 2)}


def divergence(e: Env) -> float:
    """Integrates q log(q/p) over a fine grid for two densities on the line."""
    x = np.linspace(-15, 15, 20_001)

    def density(mean: float, deviation: float) -> Any:
        return np.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))

    q, p = density(e["mu"], e["sigma"]) + 1e-300, density(0, e["tau"]) + 1e-300
    return float(np.sum(q * np.log(q / p)) * (x[1] - x[0]))


def draw_momentum(rng: np.random.Generator) -> Env:
    return {
        "w": rng.normal(size=3),
        "before": rng.normal(size=3),
        "g": rng.normal(size=3),
        "eta": rng.uniform(0.05, 0.3),
        "beta": rng.uniform(0.5, 0.95),
    }


def heavy_ball(e: Env) -> Any:
    """Runs the two-line form with a velocity, which is what carried the weights here from where they were before."""
    velocity = e["w"] - e["before"]
    velocity = e["beta"] * velocity - e["eta"] * e["g"]
    return e["w"] + velocity


def draw_plane(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0.5, 2, size=3), "z": rng.normal(size=3), "b": rng.uniform(0.5, 2)}


def projection(e: Env) -> Any:
    """Solves the linear optimality conditions of the nearest point, together with the constraint, as one system."""
    system = np.zeros((4, 4))
    system[:3, :3] = np.eye(3)
    system[:3, 3] = system[3, :3] = e["a"]
    return np.linalg.solve(system, np.append(e["z"], e["b"]))[:3]


RATES = [k / 10 for k in range(-10, 81)]
CURVATURE = 5.0


def stable() -> frozenset[float]:
    """Runs gradient descent on 5x²/2 for a grid of rates and keeps those with which it arrives."""
    good = set()
    for rate in RATES:
        x = 1.0
        for _ in range(400):
            x = max(-1e9, min(1e9, x - rate * CURVATURE * x))
        if abs(x) < 1e-6:
            good.add(rate)
    return frozenset(good)


def rates(condition: Callable[[float], bool]) -> frozenset[float]:
    return frozenset(rate for rate in RATES if condition(rate))


def window_cost(e: Env) -> int:
    """Counts the multiplications of every query with the keys of its window."""
    return sum(e["d"] for _query in range(e["n"]) for _key in range(e["w"]))


def draw_scores(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(size=4) + np.array([0, 1, -1, 2])}


def cold(e: Env) -> float:
    """Computes the scaled log-sum-exp at β = 10⁷, with its largest exponent taken out."""
    beta = 1e7
    top = sorted(e["x"])[-1] * beta
    return float((top + math.log(sum(math.exp(v * beta - top) for v in e["x"]))) / beta)


def draw_noise(rng: np.random.Generator) -> Env:
    return {"beta": rng.uniform(0.5, 0.95), "sigma": rng.uniform(0.5, 2)}


def averaged_noise(e: Env) -> float:
    """Lets the variance of the moving average run through a thousand steps from zero."""
    variance = 0.0
    for _ in range(1000):
        variance = e["beta"] ** 2 * variance + (1 - e["beta"]) ** 2 * e["sigma"] ** 2
    return variance


WINDOW = {"n": 64, "w": 8, "d": 16}

FAMILIES = [
    Family(
        "softened-label-slope",
        "expression",
        r"$\nabla_z \ell = \hat{y} - (1-\epsilon)\,y - \frac{\epsilon}{K}\mathbf{1}$",
        smoothing,
        {
            "right": lambda e: e["p"] - (1 - e["eps"]) * e["y"] - e["eps"] / e["K"],
            "unsmoothed": lambda e: e["p"] - e["y"],
            "sign": lambda e: (1 - e["eps"]) * e["y"] + e["eps"] / e["K"] - e["p"],
            "scaled": lambda e: e["p"] - (1 - e["eps"]) * e["y"],
            "classes": lambda e: e["p"] - (1 - e["eps"]) * e["y"] - e["eps"],
        },
        draw=draw_smoothing,
    ),
    Family(
        "weighted-squares-slope",
        "expression",
        r"$\nabla_w J = 2X^\top S(Xw - y) + 2\lambda w$, where $S = \operatorname{diag}(s_1, \dots, s_n)$",
        weighted,
        {
            "right": lambda e: 2 * e["X"].T @ (e["s"] * residual(e)) + 2 * e["lam"] * e["w"],
            "half-penalty": lambda e: 2 * e["X"].T @ (e["s"] * residual(e)) + e["lam"] * e["w"],
            "sign": lambda e: -2 * e["X"].T @ (e["s"] * residual(e)) + 2 * e["lam"] * e["w"],
            "squared": lambda e: 2 * e["X"].T @ (e["s"] ** 2 * residual(e)) + 2 * e["lam"] * e["w"],
            "unweighted": lambda e: 2 * e["X"].T @ residual(e) + 2 * e["lam"] * e["w"],
        },
        draw=draw_weighted,
    ),
    Family(
        "wide-prior",
        "expression",
        r"$\ln\frac{\tau}{\sigma} + \frac{\sigma^2 + \mu^2}{2\tau^2} - \frac{1}{2}$",
        divergence,
        {
            "right": lambda e: (
                math.log(e["tau"] / e["sigma"]) + (e["sigma"] ** 2 + e["mu"] ** 2) / (2 * e["tau"] ** 2) - 0.5
            ),
            "log-sign": lambda e: (
                math.log(e["sigma"] / e["tau"]) + (e["sigma"] ** 2 + e["mu"] ** 2) / (2 * e["tau"] ** 2) - 0.5
            ),
            "reversed": lambda e: (
                math.log(e["sigma"] / e["tau"]) + (e["tau"] ** 2 + e["mu"] ** 2) / (2 * e["sigma"] ** 2) - 0.5
            ),
            "one": lambda e: (
                math.log(e["tau"] / e["sigma"]) + (e["sigma"] ** 2 + e["mu"] ** 2) / (2 * e["tau"] ** 2) - 1
            ),
            "unsquared": lambda e: (
                math.log(e["tau"] / e["sigma"]) + (e["sigma"] ** 2 + e["mu"] ** 2) / (2 * e["tau"]) - 0.5
            ),
        },
        draw=draw_gaussians,
    ),
    Family(
        "velocity-removed",
        "relation",
        r"$w_{t+1} = w_t - \eta\, g_t + \beta\,(w_t - w_{t-1})$",
        heavy_ball,
        {
            "right": lambda e: e["w"] - e["eta"] * e["g"] + e["beta"] * (e["w"] - e["before"]),
            "minus": lambda e: e["w"] - e["eta"] * e["g"] - e["beta"] * (e["w"] - e["before"]),
            "averaged": lambda e: e["w"] - (1 - e["beta"]) * e["eta"] * e["g"] + e["beta"] * (e["w"] - e["before"]),
            "settled": lambda e: e["w"] - e["eta"] / (1 - e["beta"]) * e["g"],
            "exchanged": lambda e: e["w"] - e["beta"] * e["g"] + e["eta"] * (e["w"] - e["before"]),
        },
        draw=draw_momentum,
    ),
    Family(
        "nearest-on-plane",
        "relation",
        r"$x^\star = z - \frac{a^\top z - b}{\lVert a \rVert_2^2}\, a$",
        projection,
        {
            "right": lambda e: e["z"] - (e["a"] @ e["z"] - e["b"]) / (e["a"] @ e["a"]) * e["a"],
            "norm": lambda e: e["z"] - (e["a"] @ e["z"] - e["b"]) / math.sqrt(e["a"] @ e["a"]) * e["a"],
            "plus": lambda e: e["z"] + (e["a"] @ e["z"] - e["b"]) / (e["a"] @ e["a"]) * e["a"],
            "no-offset": lambda e: e["z"] - (e["a"] @ e["z"]) / (e["a"] @ e["a"]) * e["a"],
        },
        draw=draw_plane,
    ),
    Family(
        "arriving-rates",
        "relation",
        r"$0 < \eta < \frac{2}{L}$",
        stable,
        {
            "right": rates(lambda rate: 0 < rate < 2 / CURVATURE),
            "one": rates(lambda rate: 0 < rate < 1 / CURVATURE),
            "closed": rates(lambda rate: 0 <= rate <= 2 / CURVATURE),
            "inverse": rates(lambda rate: 0 < rate < CURVATURE / 2),
            "above": rates(lambda rate: rate > 2 / CURVATURE),
        },
    ),
    Family(
        "windowed-cost",
        "limit",
        "$O(n\\,w\\,d)$",
        window_cost,
        {
            "right": lambda e: e["n"] * e["w"] * e["d"],
            "full": lambda e: e["n"] ** 2 * e["d"],
            "entries": lambda e: e["n"] * e["w"],
            "square": lambda e: e["n"] * e["w"] ** 2 * e["d"],
            "log": lambda e: e["n"] * math.log(e["w"]) * e["d"],
        },
        sizes=(WINDOW, *({**WINDOW, name: 8 * size} for name, size in WINDOW.items())),
    ),
    Family(
        "cold-log-sum",
        "limit",
        r"$\lim_{\beta \to \infty} \frac{1}{\beta} \log \sum_{i=1}^n e^{\beta x_i} = \max_i x_i$",
        cold,
        {
            "right": lambda e: e["x"].max(),
            "mean": lambda e: e["x"].mean(),
            "smallest": lambda e: e["x"].min(),
            "sum": lambda e: e["x"].sum(),
            "shifted": lambda e: e["x"].max() + math.log(len(e["x"])),
        },
        draw=draw_scores,
    ),
    Family(
        "averaged-noise",
        "limit",
        r"$\operatorname{Var}(m_t) \to \frac{1-\beta}{1+\beta}\,\sigma^2$ as $t \to \infty$",
        averaged_noise,
        {
            "right": lambda e: (1 - e["beta"]) / (1 + e["beta"]) * e["sigma"] ** 2,
            "inverse": lambda e: (1 + e["beta"]) / (1 - e["beta"]) * e["sigma"] ** 2,
            "linear": lambda e: (1 - e["beta"]) * e["sigma"] ** 2,
            "last-only": lambda e: (1 - e["beta"]) ** 2 * e["sigma"] ** 2,
            "unscaled": lambda e: e["sigma"] ** 2 / (1 - e["beta"] ** 2),
        },
        draw=draw_noise,
    ),
]
