"""Relations and transformations, opened in the second session."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family


def draw_gate(rng: np.random.Generator) -> Env:
    return {"z": rng.uniform(size=3), "old": rng.normal(size=3), "new": rng.normal(size=3)}


def gated(e: Env) -> Any:
    """Walks from the old state to the candidate, the gate's share of the way, coordinate by coordinate."""
    return np.array([old + z * (new - old) for z, old, new in zip(e["z"], e["old"], e["new"], strict=True)])


def draw_noised(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0.1, 0.9), "x0": rng.normal(), "n": rng.normal()}


def score(e: Env) -> float:
    """Central differences of the log density of x_t given x₀, at x_t."""
    at = np.sqrt(e["a"]) * e["x0"] + np.sqrt(1 - e["a"]) * e["n"]

    def log_density(x: float) -> float:
        return float(-((x - np.sqrt(e["a"]) * e["x0"]) ** 2) / (2 * (1 - e["a"])))

    return (log_density(at + 1e-4) - log_density(at - 1e-4)) / 2e-4


def draw_dual(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(size=5), "y": rng.choice((-1.0, 1.0), size=5), "X": rng.normal(size=(5, 3))}


def expanded(e: Env) -> Any:
    """Minimises ‖w‖²/2 − Σ α_i (y_i wᵀx_i − 1) over w by gradient steps, with differences for gradients."""

    def lagrangian(w: Any) -> float:
        return float(w @ w / 2 - sum(a * (y * (w @ x) - 1) for a, y, x in zip(e["a"], e["y"], e["X"], strict=True)))

    w = np.zeros(3)
    for _ in range(60):
        w = w - 0.5 * np.array([(lagrangian(w + d) - lagrangian(w - d)) / 2e-3 for d in 1e-3 * np.eye(3)])
    return w


def draw_rate(rng: np.random.Generator) -> Env:
    return {"eta": rng.uniform(0.01, 1), "beta": rng.uniform(0.3, 0.95)}


def rescaled(e: Env) -> float:
    """Runs v ← βv + (1−β)g and u ← βu + g side by side, and compares the steps ηv and η'u."""
    v = u = 0.0
    for g in (0.7, -1.1, 2.0, 0.4):
        v, u = e["beta"] * v + (1 - e["beta"]) * g, e["beta"] * u + g
    return float(e["eta"] * v / u)


def draw_units(rng: np.random.Generator) -> Env:
    x, y = rng.normal(size=(2, 4))
    x, y = x / np.linalg.norm(x), y / np.linalg.norm(y)
    return {"x": x, "y": y, "c": float(x @ y)}


def unit_distance(e: Env) -> float:
    """Adds the squared differences of the four coordinates of two unit vectors."""
    return float(sum((a - b) ** 2 for a, b in zip(e["x"], e["y"], strict=True)))


FAMILIES = [
    Family(
        "gru-update",
        "relation",
        r"$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t$",
        gated,
        {
            "right": lambda e: (1 - e["z"]) * e["old"] + e["z"] * e["new"],
            "exchanged": lambda e: e["z"] * e["old"] + (1 - e["z"]) * e["new"],
            "both": lambda e: e["z"] * e["old"] + e["z"] * e["new"],
            "plus": lambda e: e["old"] + e["z"] * e["new"],
            "sign": lambda e: (1 - e["z"]) * e["old"] - e["z"] * e["new"],
        },
        draw=draw_gate,
    ),
    Family(
        "noise-to-score",
        "relation",
        r"$s_\theta = -\frac{\epsilon_\theta}{\sqrt{1-\bar\alpha_t}}$",
        score,
        {
            "right": lambda e: -e["n"] / np.sqrt(1 - e["a"]),
            "sign": lambda e: e["n"] / np.sqrt(1 - e["a"]),
            "variance": lambda e: -e["n"] / (1 - e["a"]),
            "times": lambda e: -np.sqrt(1 - e["a"]) * e["n"],
            "signal": lambda e: -e["n"] / np.sqrt(e["a"]),
        },
        draw=draw_noised,
    ),
    Family(
        "support-expansion",
        "relation",
        r"$w = \sum_{i=1}^{n} \alpha_i y_i x_i$",
        expanded,
        {
            "right": lambda e: (e["a"] * e["y"]) @ e["X"],
            "sign": lambda e: -(e["a"] * e["y"]) @ e["X"],
            "no-label": lambda e: e["a"] @ e["X"],
            "half": lambda e: (e["a"] * e["y"]) @ e["X"] / 2,
            "mean": lambda e: (e["a"] * e["y"]) @ e["X"] / 5,
        },
        draw=draw_dual,
    ),
    Family(
        "rescaled-rate",
        "relation",
        r"$\eta' = (1 - \beta)\,\eta$",
        rescaled,
        {
            "right": lambda e: (1 - e["beta"]) * e["eta"],
            "inverse": lambda e: e["eta"] / (1 - e["beta"]),
            "same": lambda e: e["eta"],
            "beta": lambda e: e["beta"] * e["eta"],
        },
        draw=draw_rate,
    ),
    Family(
        "unit-distance",
        "relation",
        r"$\|x - y\|^2 = 2 - 2\,x^\top y$",
        unit_distance,
        {
            "right": lambda e: 2 - 2 * e["c"],
            "one": lambda e: 1 - e["c"],
            "plus": lambda e: 2 + 2 * e["c"],
            "no-two": lambda e: 2 - e["c"],
            "square": lambda e: 2 - 2 * e["c"] ** 2,
        },
        draw=draw_units,
    ),
]
