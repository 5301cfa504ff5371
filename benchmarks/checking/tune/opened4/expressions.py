"""Expressions, opened in the third session."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family

STEP = 1e-5


def slope(f: Callable[[Any], float], at: Any) -> Any:
    """Central differences of a number in every entry of an array."""
    at = np.asarray(at, float)
    out = np.zeros(at.shape)
    for place in np.ndindex(at.shape):
        d = np.zeros(at.shape)
        d[place] = STEP
        out[place] = (f(at + d) - f(at - d)) / (2 * STEP)
    return out


def highest(f: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one peak is highest, by ternary search."""
    for _ in range(200):
        one, two = low + (high - low) / 3, high - (high - low) / 3
        low, high = (one, high) if f(one) < f(two) else (low, two)
    return (low + high) / 2


def softmax(s: Any) -> Any:
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    return s / s.sum(axis=-1, keepdims=True)


def draw_norm(rng: np.random.Generator) -> Env:
    x = rng.normal(size=5)
    s = float(np.sqrt(((x - x.mean()) ** 2).mean()))
    return {"x": x, "g": rng.normal(size=5), "s": s, "h": (x - x.mean()) / s}


def normalised_slope(e: Env) -> Any:
    """Central differences of Σ g_i (x_i − mean)/deviation in x, where both statistics move with x."""
    return slope(lambda x: float(e["g"] @ (x - x.mean()) / np.sqrt(((x - x.mean()) ** 2).mean())), e["x"])


def draw_gaussians(rng: np.random.Generator) -> Env:
    return {"m1": rng.normal(), "m2": rng.normal(), "s1": rng.uniform(0.5, 2), "s2": rng.uniform(0.5, 2)}


def divergence(e: Env) -> float:
    """Adds f₁ ln(f₁/f₂) on a fine grid, twelve deviations wide."""
    x = e["m1"] + e["s1"] * np.linspace(-12, 12, 200_001)
    one = -(((x - e["m1"]) / e["s1"]) ** 2) / 2 - np.log(e["s1"])
    two = -(((x - e["m2"]) / e["s2"]) ** 2) / 2 - np.log(e["s2"])
    return float((np.exp(one) / np.sqrt(2 * np.pi) * (one - two)).sum() * (x[1] - x[0]))


def draw_machine(rng: np.random.Generator) -> Env:
    return {
        "W": rng.normal(size=(3, 2)),
        "b": rng.normal(size=3),
        "c": rng.normal(size=2),
        "v": rng.integers(2, size=3).astype(float),
    }


def switched_on(e: Env) -> Any:
    """Adds the weights e^{−E} of the joint states that have these visible units, with hidden unit j on and off."""
    on, total = np.zeros(2), 0.0
    for h in product((0.0, 1.0), repeat=2):
        energy = -(e["b"] @ e["v"]) - (e["c"] @ np.array(h)) - e["v"] @ e["W"] @ np.array(h)
        weight = float(np.exp(-energy))
        on, total = on + weight * np.array(h), total + weight
    return on / total


def logistic(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def draw_reverse(rng: np.random.Generator) -> Env:
    before, a = rng.uniform(0.3, 0.9), rng.uniform(0.6, 0.95)
    return {"before": before, "a": a, "b": 1 - a, "now": before * a, "x0": rng.normal(), "xt": rng.normal()}


def reverse_mean(e: Env) -> float:
    """Ternary search for the peak of ln q(x_t | x) + ln q(x | x₀)."""

    def density(x: float) -> float:
        step = (e["xt"] - np.sqrt(e["a"]) * x) ** 2 / (1 - e["a"])
        start = (x - np.sqrt(e["before"]) * e["x0"]) ** 2 / (1 - e["before"])
        return float(-step - start)

    return highest(density, -20, 20)


def mixed(e: Env, first: float, second: float, divisor: float) -> Any:
    return (first * e["x0"] + second * e["xt"]) / divisor


def draw_similarities(rng: np.random.Generator) -> Env:
    return {"s": rng.normal(size=(4, 4)), "tau": rng.uniform(0.2, 2)}


def matched(e: Env) -> Any:
    """The negative logarithm of the share of the matching pair among the four candidates of each row, in loops."""
    out = []
    for i in range(4):
        weights = [float(np.exp(e["s"][i, j] / e["tau"])) for j in range(4)]
        out.append(-np.log(weights[i] / sum(weights)))
    return np.array(out)


def against(weights: Any) -> Any:
    return -np.log(np.diag(weights) / weights.sum(axis=1))


def draw_margins(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(6, 3)), "y": rng.choice((-1.0, 1.0), size=6), "w": rng.normal(size=3)}


def squared_hinge(e: Env) -> Any:
    """Central differences of Σ max(0, 1 − y wᵀx)² in w."""
    return slope(lambda w: float((np.maximum(0, 1 - e["y"] * (e["X"] @ w)) ** 2).sum()), e["w"])


def hinge(e: Env) -> Any:
    return np.maximum(0, 1 - e["y"] * (e["X"] @ e["w"]))


def draw_returns(rng: np.random.Generator) -> Env:
    return {"g": rng.normal(size=6), "R": rng.normal(size=6)}


def calm(e: Env) -> float:
    """Ternary search for the baseline with the least mean of g²(R − b)² over six equally likely outcomes."""
    return highest(lambda b: -float((e["g"] ** 2 * (e["R"] - b) ** 2).mean()), -1e3, 1e3)


FAMILIES = [
    Family(
        "norm-backward",
        "expression",
        r"$\frac{1}{\sigma}\left(g_i - \frac{1}{n}\sum_{j=1}^{n} g_j"
        r" - \hat{x}_i\,\frac{1}{n}\sum_{j=1}^{n} g_j \hat{x}_j\right)$",
        normalised_slope,
        {
            "right": lambda e: (e["g"] - e["g"].mean() - e["h"] * (e["g"] * e["h"]).mean()) / e["s"],
            "fixed-statistics": lambda e: e["g"] / e["s"],
            "fixed-deviation": lambda e: (e["g"] - e["g"].mean()) / e["s"],
            "plus": lambda e: (e["g"] - e["g"].mean() + e["h"] * (e["g"] * e["h"]).mean()) / e["s"],
            "no-share": lambda e: (e["g"] - e["g"].sum() - e["h"] * (e["g"] * e["h"]).sum()) / e["s"],
            "variance": lambda e: (e["g"] - e["g"].mean() - e["h"] * (e["g"] * e["h"]).mean()) / e["s"] ** 2,
        },
        draw=draw_norm,
    ),
    Family(
        "two-gaussians",
        "expression",
        r"$\ln\frac{\sigma_2}{\sigma_1} + \frac{\sigma_1^2 + (\mu_1 - \mu_2)^2}{2\sigma_2^2} - \frac{1}{2}$",
        divergence,
        {
            "right": lambda e: (
                np.log(e["s2"] / e["s1"]) + (e["s1"] ** 2 + (e["m1"] - e["m2"]) ** 2) / (2 * e["s2"] ** 2) - 0.5
            ),
            "exchanged": lambda e: (
                np.log(e["s1"] / e["s2"]) + (e["s2"] ** 2 + (e["m1"] - e["m2"]) ** 2) / (2 * e["s1"] ** 2) - 0.5
            ),
            "no-half": lambda e: (
                np.log(e["s2"] / e["s1"]) + (e["s1"] ** 2 + (e["m1"] - e["m2"]) ** 2) / (2 * e["s2"] ** 2)
            ),
            "log-sign": lambda e: (
                np.log(e["s1"] / e["s2"]) + (e["s1"] ** 2 + (e["m1"] - e["m2"]) ** 2) / (2 * e["s2"] ** 2) - 0.5
            ),
            "means-only": lambda e: (e["m1"] - e["m2"]) ** 2 / (2 * e["s2"] ** 2),
            "plus-means": lambda e: (
                np.log(e["s2"] / e["s1"]) + (e["s1"] ** 2 + (e["m1"] + e["m2"]) ** 2) / (2 * e["s2"] ** 2) - 0.5
            ),
        },
        draw=draw_gaussians,
    ),
    Family(
        "hidden-unit",
        "expression",
        r"$p(h_j = 1 \mid v) = \sigma\left(c_j + \sum_{i} v_i W_{ij}\right)$",
        switched_on,
        {
            "right": lambda e: logistic(e["c"] + e["v"] @ e["W"]),
            "no-bias": lambda e: logistic(e["v"] @ e["W"]),
            "minus": lambda e: logistic(-e["c"] - e["v"] @ e["W"]),
            "visible-off": lambda e: logistic(e["c"] + (1 - e["v"]) @ e["W"]),
            "exponential": lambda e: np.exp(e["c"] + e["v"] @ e["W"]),
            "unconditional": lambda e: logistic(e["c"]),
        },
        draw=draw_machine,
    ),
    Family(
        "reverse-mean",
        "expression",
        r"$\tilde\mu_t = \frac{\sqrt{\bar\alpha_{t-1}}\,\beta_t}{1-\bar\alpha_t}\,x_0"
        r" + \frac{\sqrt{\alpha_t}\,(1-\bar\alpha_{t-1})}{1-\bar\alpha_t}\,x_t$",
        reverse_mean,
        {
            "right": lambda e: mixed(
                e, np.sqrt(e["before"]) * e["b"], np.sqrt(e["a"]) * (1 - e["before"]), 1 - e["now"]
            ),
            "no-roots": lambda e: mixed(e, e["before"] * e["b"], e["a"] * (1 - e["before"]), 1 - e["now"]),
            "exchanged": lambda e: mixed(
                e, np.sqrt(e["a"]) * (1 - e["before"]), np.sqrt(e["before"]) * e["b"], 1 - e["now"]
            ),
            "undivided": lambda e: mixed(e, np.sqrt(e["before"]) * e["b"], np.sqrt(e["a"]) * (1 - e["before"]), 1.0),
            "wrong-time": lambda e: mixed(
                e, np.sqrt(e["before"]) * e["b"], np.sqrt(e["a"]) * (1 - e["now"]), 1 - e["now"]
            ),
        },
        draw=draw_reverse,
    ),
    Family(
        "matching-loss",
        "expression",
        r"$\ell_i = -\log\frac{\exp(s_{ii}/\tau)}{\sum_{j=1}^{N} \exp(s_{ij}/\tau)}$",
        matched,
        {
            "right": lambda e: against(np.exp(e["s"] / e["tau"])),
            "no-temperature": lambda e: against(np.exp(e["s"])),
            "times": lambda e: against(np.exp(e["s"] * e["tau"])),
            "columns": lambda e: against(np.exp(e["s"].T / e["tau"])),
            "negatives-only": lambda e: (
                np.log((np.exp(e["s"] / e["tau"]) * (1 - np.eye(4))).sum(axis=1)) - np.diag(e["s"]) / e["tau"]
            ),
            "no-log": lambda e: -np.diag(softmax(e["s"] / e["tau"])),
            "sign": lambda e: -against(np.exp(e["s"] / e["tau"])),
        },
        draw=draw_similarities,
    ),
    Family(
        "squared-hinge",
        "expression",
        r"$\nabla_w L = -2 \sum_{i=1}^{n} y_i \max(0,\, 1 - y_i\, w^\top x_i)\, x_i$",
        squared_hinge,
        {
            "right": lambda e: -2 * (e["y"] * hinge(e)) @ e["X"],
            "sign": lambda e: 2 * (e["y"] * hinge(e)) @ e["X"],
            "no-two": lambda e: -(e["y"] * hinge(e)) @ e["X"],
            "no-label": lambda e: -2 * hinge(e) @ e["X"],
            "unclipped": lambda e: -2 * (e["y"] * (1 - e["y"] * (e["X"] @ e["w"]))) @ e["X"],
        },
        draw=draw_margins,
    ),
    Family(
        "best-baseline",
        "expression",
        r"$b^* = \frac{\mathbb{E}\left[g^2 R\right]}{\mathbb{E}\left[g^2\right]}$",
        calm,
        {
            "right": lambda e: (e["g"] ** 2 * e["R"]).mean() / (e["g"] ** 2).mean(),
            "mean": lambda e: e["R"].mean(),
            "not-squared": lambda e: (e["g"] * e["R"]).mean() / e["g"].mean(),
            "outer-square": lambda e: (e["g"] * e["R"]).mean() ** 2 / (e["g"] ** 2).mean(),
            "unnormalised": lambda e: (e["g"] ** 2 * e["R"]).mean(),
        },
        draw=draw_returns,
    ),
]
