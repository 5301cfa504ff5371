"""Expressions, held half."""

from __future__ import annotations

from collections.abc import Callable
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


def draw_scores(rng: np.random.Generator) -> Env:
    s, tau = rng.normal(size=4), rng.uniform(0.3, 3)
    p = np.exp(s / tau) / np.exp(s / tau).sum()
    return {"s": s, "tau": tau, "p": p, "y": np.eye(4)[int(rng.integers(4))]}


def contrastive(e: Env) -> Any:
    """Central differences of −Σ y_k ln softmax(s/τ)_k in the scores."""

    def loss(s: Any) -> float:
        z = s / e["tau"]
        return float(-(e["y"] * (z - np.log(np.exp(z).sum()))).sum())

    return slope(loss, e["s"])


def draw_chain(rng: np.random.Generator) -> Env:
    P = rng.uniform(size=(3, 3))
    return {"P": P / P.sum(axis=1, keepdims=True), "r": rng.normal(size=3), "gamma": rng.uniform(0.2, 0.9)}


def values(e: Env) -> Any:
    """Iterates V ← r + γPV four hundred times."""
    v = np.zeros(3)
    for _ in range(400):
        v = e["r"] + e["gamma"] * (e["P"] @ v)
    return v


def draw_update(rng: np.random.Generator) -> Env:
    A = rng.normal(size=(3, 3)) + 4 * np.eye(3)
    return {"A": A, "Ai": np.linalg.inv(A), "u": rng.normal(size=3), "v": rng.normal(size=3)}


def rank_one(e: Env) -> Any:
    """Solves (A + uvᵀ) x = e_k for the unit vectors."""
    full = e["A"] + np.outer(e["u"], e["v"])
    return np.stack([np.linalg.solve(full, unit) for unit in np.eye(3)], axis=1)


def draw_process(rng: np.random.Generator) -> Env:
    root = rng.normal(size=(4, 4))
    return {"K": root @ root.T, "k": rng.normal(size=4), "y": rng.normal(size=4), "s": rng.uniform(0.3, 2)}


def posterior_mean(e: Env) -> Any:
    """Minimises the joint Gaussian's exponent over f*: the best linear prediction of f* from y, by least squares."""
    cov = e["K"] + e["s"] ** 2 * np.eye(4)
    weights = np.linalg.lstsq(cov, e["k"], rcond=None)[0]  # E[(f* − cᵀy)²] is least at cov c = k
    return float(weights @ e["y"])


def draw_focal(rng: np.random.Generator) -> Env:
    return {"p": rng.uniform(0.2, 0.9), "g": rng.uniform(1.5, 3)}


def focal_slope(e: Env) -> Any:
    """Central differences of −(1 − p)^γ ln p."""
    return float(slope(lambda p: float(-((1 - p[0]) ** e["g"]) * np.log(p[0])), [e["p"]])[0])


def draw_square(rng: np.random.Generator) -> Env:
    return {
        "A": rng.normal(size=(3, 3)),
        "B": rng.normal(size=(3, 3)),
        "X": rng.normal(size=(3, 3)),
        "x": rng.normal(size=3),
    }


def quadratic(e: Env) -> Any:
    """Central differences of xᵀAx."""
    return slope(lambda x: float(x @ e["A"] @ x), e["x"])


def trace_slope(e: Env) -> Any:
    """Central differences of tr(AXB) in the entries of X."""
    return slope(lambda X: float(np.trace(e["A"] @ X @ e["B"])), e["X"])


def draw_weighted(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 3)), "y": rng.normal(size=5), "D": np.diag(rng.uniform(0.3, 3, size=5))}


def weighted_fit(e: Env) -> Any:
    """Ordinary least squares, after scaling each row by the root of its weight."""
    root = np.sqrt(np.diag(e["D"]))
    return np.linalg.lstsq(root[:, None] * e["X"], root * e["y"], rcond=None)[0]


def normal_fit(e: Env, left: Any, right: Any) -> Any:
    return np.linalg.solve(e["X"].T @ left @ e["X"], e["X"].T @ right @ e["y"])


def draw_policy(rng: np.random.Generator) -> Env:
    phi, w = rng.normal(size=(4, 3)), rng.normal(size=3)
    pi = np.exp(phi @ w)
    return {"phi": phi, "w": w, "pi": pi / pi.sum(), "a": int(rng.integers(4))}


def score_function(e: Env) -> Any:
    """Central differences of ln π_a in w, with π = softmax(φw)."""

    def log_pi(w: Any) -> float:
        z = e["phi"] @ w
        return float(z[e["a"]] - np.log(np.exp(z).sum()))

    return slope(log_pi, e["w"])


def draw_batch(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(size=5)}


def variance_slope(e: Env) -> Any:
    """Central differences of the mean squared deviation, whose mean moves with the entries."""
    return slope(lambda x: float(((x - x.mean()) ** 2).mean()), e["x"])


def draw_spread(rng: np.random.Generator) -> Env:
    return {"s": rng.uniform(0.3, 3)}


def gaussian_entropy(e: Env) -> float:
    """Adds −f ln f on a fine grid over twelve deviations."""
    x = np.linspace(-12 * e["s"], 12 * e["s"], 200_001)
    f = np.exp(-((x / e["s"]) ** 2) / 2) / (e["s"] * np.sqrt(2 * np.pi))
    positive = f > 0
    return float(-(f[positive] * np.log(f[positive])).sum() * (x[1] - x[0]))


FAMILIES = [
    Family(
        "contrastive-gradient",
        "expression",
        r"$\frac{\partial L}{\partial s_k} = \frac{1}{\tau}(p_k - y_k)$",
        contrastive,
        {
            "right": lambda e: (e["p"] - e["y"]) / e["tau"],
            "no-temperature": lambda e: e["p"] - e["y"],
            "times": lambda e: e["tau"] * (e["p"] - e["y"]),
            "sign": lambda e: (e["y"] - e["p"]) / e["tau"],
            "square": lambda e: (e["p"] - e["y"]) / e["tau"] ** 2,
        },
        draw=draw_scores,
    ),
    Family(
        "bellman",
        "expression",
        r"$V = (I - \gamma P)^{-1} r$",
        values,
        {
            "right": lambda e: np.linalg.solve(np.eye(3) - e["gamma"] * e["P"], e["r"]),
            "not-inverted": lambda e: (np.eye(3) - e["gamma"] * e["P"]) @ e["r"],
            "plus": lambda e: np.linalg.solve(np.eye(3) + e["gamma"] * e["P"], e["r"]),
            "transposed": lambda e: np.linalg.solve(np.eye(3) - e["gamma"] * e["P"].T, e["r"]),
            "outside": lambda e: e["gamma"] * np.linalg.solve(np.eye(3) - e["gamma"] * e["P"], e["r"]),
        },
        draw=draw_chain,
    ),
    Family(
        "rank-one-update",
        "expression",
        r"$A^{-1} - \frac{A^{-1} u v^\top A^{-1}}{1 + v^\top A^{-1} u}$",
        rank_one,
        {
            "right": lambda e: e["Ai"] - e["Ai"] @ np.outer(e["u"], e["v"]) @ e["Ai"] / (1 + e["v"] @ e["Ai"] @ e["u"]),
            "plus": lambda e: e["Ai"] + e["Ai"] @ np.outer(e["u"], e["v"]) @ e["Ai"] / (1 + e["v"] @ e["Ai"] @ e["u"]),
            "denominator": lambda e: (
                e["Ai"] - e["Ai"] @ np.outer(e["u"], e["v"]) @ e["Ai"] / (1 - e["v"] @ e["Ai"] @ e["u"])
            ),
            "exchanged": lambda e: (
                e["Ai"] - e["Ai"] @ np.outer(e["v"], e["u"]) @ e["Ai"] / (1 + e["v"] @ e["Ai"] @ e["u"])
            ),
        },
        draw=draw_update,
    ),
    Family(
        "posterior-mean",
        "expression",
        r"$k_*^\top (K + \sigma^2 I)^{-1} y$",
        posterior_mean,
        {
            "right": lambda e: e["k"] @ np.linalg.inv(e["K"] + e["s"] ** 2 * np.eye(4)) @ e["y"],
            "deviation": lambda e: e["k"] @ np.linalg.inv(e["K"] + e["s"] * np.eye(4)) @ e["y"],
            "no-noise": lambda e: e["k"] @ np.linalg.inv(e["K"]) @ e["y"],
            "not-inverted": lambda e: e["k"] @ (e["K"] + e["s"] ** 2 * np.eye(4)) @ e["y"],
            "minus": lambda e: e["k"] @ np.linalg.inv(e["K"] - e["s"] ** 2 * np.eye(4)) @ e["y"],
        },
        draw=draw_process,
    ),
    Family(
        "focal-slope",
        "expression",
        r"$\gamma (1-p)^{\gamma-1} \ln p - \frac{(1-p)^\gamma}{p}$",
        focal_slope,
        {
            "right": lambda e: e["g"] * (1 - e["p"]) ** (e["g"] - 1) * np.log(e["p"]) - (1 - e["p"]) ** e["g"] / e["p"],
            "inner-sign": lambda e: (
                -e["g"] * (1 - e["p"]) ** (e["g"] - 1) * np.log(e["p"]) - (1 - e["p"]) ** e["g"] / e["p"]
            ),
            "log-only": lambda e: -((1 - e["p"]) ** e["g"]) / e["p"],
            "power-only": lambda e: e["g"] * (1 - e["p"]) ** (e["g"] - 1) * np.log(e["p"]),
            "exponent": lambda e: e["g"] * (1 - e["p"]) ** e["g"] * np.log(e["p"]) - (1 - e["p"]) ** e["g"] / e["p"],
        },
        draw=draw_focal,
    ),
    Family(
        "quadratic-slope",
        "expression",
        r"$(A + A^\top) x$",
        quadratic,
        {
            "right": lambda e: (e["A"] + e["A"].T) @ e["x"],
            "symmetric": lambda e: 2 * e["A"] @ e["x"],
            "once": lambda e: e["A"] @ e["x"],
            "difference": lambda e: (e["A"] - e["A"].T) @ e["x"],
            "twice": lambda e: 2 * (e["A"] + e["A"].T) @ e["x"],
        },
        draw=draw_square,
    ),
    Family(
        "trace-slope",
        "expression",
        r"$A^\top B^\top$",
        trace_slope,
        {
            "right": lambda e: e["A"].T @ e["B"].T,
            "plain": lambda e: e["A"] @ e["B"],
            "exchanged": lambda e: e["B"] @ e["A"],
            "order": lambda e: e["B"].T @ e["A"].T,
            "half": lambda e: e["A"].T @ e["B"],
        },
        draw=draw_square,
    ),
    Family(
        "weighted-fit",
        "expression",
        r"$(X^\top D X)^{-1} X^\top D y$",
        weighted_fit,
        {
            "right": lambda e: normal_fit(e, e["D"], e["D"]),
            "unweighted": lambda e: normal_fit(e, np.eye(5), np.eye(5)),
            "left-only": lambda e: normal_fit(e, e["D"], np.eye(5)),
            "squared": lambda e: normal_fit(e, e["D"] @ e["D"], e["D"] @ e["D"]),
            "inverse": lambda e: normal_fit(e, np.linalg.inv(e["D"]), np.linalg.inv(e["D"])),
        },
        draw=draw_weighted,
    ),
    Family(
        "score-function",
        "expression",
        r"$\phi_a - \sum_b \pi_b \phi_b$",
        score_function,
        {
            "right": lambda e: e["phi"][e["a"]] - e["pi"] @ e["phi"],
            "sign": lambda e: e["pi"] @ e["phi"] - e["phi"][e["a"]],
            "unweighted": lambda e: e["phi"][e["a"]] - e["phi"].sum(axis=0),
            "own-only": lambda e: e["phi"][e["a"]] * (1 - e["pi"][e["a"]]),
            "no-mean": lambda e: e["phi"][e["a"]],
        },
        draw=draw_policy,
    ),
    Family(
        "variance-slope",
        "expression",
        r"$\frac{\partial v}{\partial x_i} = \frac{2}{n}\left(x_i - \frac1n\sum_{j=1}^n x_j\right)$",
        variance_slope,
        {
            "right": lambda e: 2 / 5 * (e["x"] - e["x"].mean()),
            "no-share": lambda e: 2 * (e["x"] - e["x"].mean()),
            "no-two": lambda e: 1 / 5 * (e["x"] - e["x"].mean()),
            "bessel": lambda e: 2 / 4 * (e["x"] - e["x"].mean()),
            "sum": lambda e: 2 / 5 * (e["x"] - e["x"].sum()),
            "no-mean": lambda e: 2 / 5 * e["x"],
        },
        draw=draw_batch,
    ),
    Family(
        "gaussian-entropy",
        "expression",
        r"$\frac12 \ln(2\pi e \sigma^2)$",
        gaussian_entropy,
        {
            "right": lambda e: 0.5 * np.log(2 * np.pi * np.e * e["s"] ** 2),
            "no-half": lambda e: np.log(2 * np.pi * np.e * e["s"] ** 2),
            "no-e": lambda e: 0.5 * np.log(2 * np.pi * e["s"] ** 2),
            "deviation": lambda e: 0.5 * np.log(2 * np.pi * np.e * e["s"]),
            "bits": lambda e: 0.5 * np.log2(2 * np.pi * np.e * e["s"] ** 2),
        },
        draw=draw_spread,
    ),
]
