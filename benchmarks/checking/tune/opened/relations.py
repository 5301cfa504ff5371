"""Relations and transformations, the second tuned set (held back until it was opened)."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family


def draw_adapter(rng: np.random.Generator) -> Env:
    # Square factors, so that the wrong order BA ↔ AB is a matrix of the same shape.
    return {
        "W": rng.normal(size=(3, 3)),
        "A": rng.normal(size=(3, 3)),
        "B": rng.normal(size=(3, 3)),
        "alpha": rng.uniform(0.5, 4),
        "r": rng.uniform(1.5, 4),
    }


def merged(e: Env) -> Any:
    """Feeds the unit vectors through x ↦ Wx + (α/r) B(Ax), one after the other."""
    return np.stack([e["W"] @ x + e["alpha"] / e["r"] * (e["B"] @ (e["A"] @ x)) for x in np.eye(3)], axis=1)


def draw_prior(rng: np.random.Generator) -> Env:
    return {"s": rng.uniform(0.5, 2), "t": rng.uniform(0.5, 2), "x": rng.normal(size=6), "y": rng.normal(size=6)}


def map_penalty(e: Env) -> Any:
    """Finds the posterior mode by bisection, and the λ for which it minimises Σ(y − wx)² + λw²."""
    low, high = -1e3, 1e3

    def slope(w: float) -> float:
        return float(-(e["x"] * (e["y"] - w * e["x"])).sum() / e["s"] ** 2 + w / e["t"] ** 2)

    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    mode = (low + high) / 2
    return float((e["x"] * (e["y"] - mode * e["x"])).sum() / mode)


def draw_white(rng: np.random.Generator) -> Env:
    return {"L": np.tril(rng.normal(size=(3, 3))) + 3 * np.eye(3), "x": rng.normal(size=3), "mu": rng.normal(size=3)}


def whitened(e: Env) -> Any:
    """Forward substitution in L z = x − μ."""
    z, right = np.zeros(3), e["x"] - e["mu"]
    for k in range(3):
        z[k] = (right[k] - e["L"][k, :k] @ z[:k]) / e["L"][k, k]
    return z


def draw_kernel(rng: np.random.Generator) -> Env:
    return {"k": 2 * int(rng.integers(1, 8)) + 1}


def same_padding(e: Env) -> int:
    """The padding for which a signal of 40 keeps its length, found by counting windows."""
    return next(p for p in range(40) if sum(1 for s in range(-p, 40 + p) if s + e["k"] <= 40 + p) == 40)


def draw_average(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0.01, 0.3), "old": rng.normal(), "batch": rng.normal()}


def running(e: Env) -> Any:
    """Moves the running mean a share α of the way to the batch's mean."""
    return e["old"] + e["a"] * (e["batch"] - e["old"])


FAMILIES = [
    Family(
        "merged-adapter",
        "relation",
        r"$W' = W + \frac{\alpha}{r} B A$",
        merged,
        {
            "right": lambda e: e["W"] + e["alpha"] / e["r"] * e["B"] @ e["A"],
            "order": lambda e: e["W"] + e["alpha"] / e["r"] * e["A"] @ e["B"],
            "no-scale": lambda e: e["W"] + e["B"] @ e["A"],
            "inverse-scale": lambda e: e["W"] + e["r"] / e["alpha"] * e["B"] @ e["A"],
            "no-base": lambda e: e["alpha"] / e["r"] * e["B"] @ e["A"],
        },
        draw=draw_adapter,
    ),
    Family(
        "map-penalty",
        "relation",
        r"$\lambda = \frac{\sigma^2}{\tau^2}$",
        map_penalty,
        {
            "right": lambda e: e["s"] ** 2 / e["t"] ** 2,
            "inverse": lambda e: e["t"] ** 2 / e["s"] ** 2,
            "roots": lambda e: e["s"] / e["t"],
            "half": lambda e: e["s"] ** 2 / (2 * e["t"] ** 2),
            "prior-only": lambda e: 1 / e["t"] ** 2,
        },
        draw=draw_prior,
    ),
    Family(
        "whitening",
        "relation",
        r"$z = L^{-1}(x - \mu)$",
        whitened,
        {
            "right": lambda e: np.linalg.inv(e["L"]) @ (e["x"] - e["mu"]),
            "forward": lambda e: e["L"] @ (e["x"] - e["mu"]),
            "late-mean": lambda e: np.linalg.inv(e["L"]) @ e["x"] - e["mu"],
            "transposed": lambda e: np.linalg.inv(e["L"]).T @ (e["x"] - e["mu"]),
            "plus": lambda e: np.linalg.inv(e["L"]) @ (e["x"] + e["mu"]),
        },
        draw=draw_white,
    ),
    Family(
        "same-padding",
        "relation",
        r"$p = \frac{k-1}{2}$",
        same_padding,
        {
            "right": lambda e: (e["k"] - 1) / 2,
            "half": lambda e: e["k"] / 2,
            "plus": lambda e: (e["k"] + 1) / 2,
            "full": lambda e: e["k"] - 1,
        },
        draw=draw_kernel,
    ),
    Family(
        "running-mean",
        "relation",
        r"$\hat\mu' = (1-\alpha)\,\hat\mu + \alpha\,\mu_B$",
        running,
        {
            "right": lambda e: (1 - e["a"]) * e["old"] + e["a"] * e["batch"],
            "swapped": lambda e: e["a"] * e["old"] + (1 - e["a"]) * e["batch"],
            "growing": lambda e: e["old"] + e["a"] * e["batch"],
            "batch-only": lambda e: e["batch"],
        },
        draw=draw_average,
    ),
]
