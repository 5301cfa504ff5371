"""Relations and limits: rescaled features, effective rates, dual variables; temperatures, windows, strong ridge."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family


def scaled(rng: np.random.Generator) -> Env:
    return {"S": np.diag(rng.uniform(1.5, 3, 3)), "u": rng.normal(size=3)}


def same_predictions(e: Env) -> Any:
    """Reads the weights off the predictions at the unit vectors, whose features were multiplied by S."""
    return np.array([e["u"] @ (e["S"] @ unit) for unit in np.eye(3)])


def invariant(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(size=3) * 2, "a": rng.normal(size=3), "eta": 1e-4}


def effective(e: Env) -> Any:
    """Steps once on a·w/‖w‖, and finds the rate that turns the unit vector as far."""
    w, a = e["w"], e["a"]
    unit, h = w / np.linalg.norm(w), 1e-5

    def slope(at: Any) -> Any:
        f = [(a @ (at + s)) / np.linalg.norm(at + s) - (a @ (at - s)) / np.linalg.norm(at - s) for s in h * np.eye(3)]
        return np.array(f) / (2 * h)

    after = w - e["eta"] * slope(w)
    return float(np.linalg.norm(after / np.linalg.norm(after) - unit) / np.linalg.norm(slope(unit)))


def dual(rng: np.random.Generator) -> Env:
    x, y, lam = rng.normal(size=(4, 2)), rng.normal(size=4), rng.uniform(0.3, 0.8)
    w = np.linalg.solve(x.T @ x + lam * np.eye(2), x.T @ y)
    return {"X": x, "y": y, "l": lam, "r": y - x @ w}


def coefficients(e: Env) -> Any:
    """Solves (K + λI)α = y with the Gram matrix."""
    return np.linalg.solve(e["X"] @ e["X"].T + e["l"] * np.eye(4), e["y"])


def window_products(e: Env) -> int:
    """Counts the multiplications of every query with the keys in its window."""
    return sum(e["d"] for i in range(e["n"]) for _j in range(max(0, i - e["w"] + 1), i + 1))


WINDOWS = tuple({"n": n, "w": w, "d": d} for n, w, d in ((400, 4, 8), (800, 4, 8), (800, 16, 8), (800, 16, 64)))


def values(rng: np.random.Generator) -> Env:
    return {"z": rng.normal(size=4)}


def cold(e: Env) -> Any:
    """T log Σ exp(z/T) at a very small T, with the sum carried in logarithms."""
    return 1e-7 * float(np.logaddexp.reduce(e["z"] / 1e-7))


def regression(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 2)), "y": rng.normal(size=5)}


def strong_ridge(e: Env) -> Any:
    """λ times the ridge solution, at λ = 10⁸."""
    return 1e8 * np.linalg.solve(e["X"].T @ e["X"] + 1e8 * np.eye(2), e["X"].T @ e["y"])


FAMILIES = [
    Family(
        "elm-scaled-features",
        "relation",
        r"$w = S \tilde w$",
        same_predictions,
        {
            "right": lambda e: e["S"] @ e["u"],
            "inverse": lambda e: np.linalg.inv(e["S"]) @ e["u"],
            "square": lambda e: e["S"] @ e["S"] @ e["u"],
            "unchanged": lambda e: e["u"],
        },
        scaled,
    ),
    Family(
        "elm-effective-rate",
        "relation",
        r"\eta_{\text{eff}} = \frac{\eta}{\|w\|^2}",
        effective,
        {
            "right": lambda e: e["eta"] / (e["w"] @ e["w"]),
            "first-power": lambda e: e["eta"] / np.linalg.norm(e["w"]),
            "multiplied": lambda e: e["eta"] * (e["w"] @ e["w"]),
            "unchanged": lambda e: e["eta"],
        },
        invariant,
        tolerance=1e-3,
    ),
    Family(
        "elm-dual-residual",
        "relation",
        r"$\alpha = \frac{1}{\lambda}(y - Xw)$",
        coefficients,
        {
            "right": lambda e: e["r"] / e["l"],
            "negated": lambda e: -e["r"] / e["l"],
            "times": lambda e: e["l"] * e["r"],
            "plain": lambda e: e["r"],
        },
        dual,
    ),
    Family(
        "elm-window-cost",
        "limit",
        r"$O(n w d)$",
        window_products,
        {
            "right": lambda e: e["n"] * e["w"] * e["d"],
            "full": lambda e: e["n"] ** 2 * e["d"],
            "width-lost": lambda e: e["n"] * e["d"],
            "width-squared": lambda e: e["n"] * e["w"] ** 2 * e["d"],
        },
        sizes=WINDOWS,
    ),
    Family(
        "elm-cold-logsumexp",
        "limit",
        r"$\max_i z_i$",
        cold,
        {
            "right": lambda e: e["z"].max(),
            "mean": lambda e: e["z"].mean(),
            "zero": lambda e: 0.0,
            "sum": lambda e: e["z"].sum(),
            "smallest": lambda e: e["z"].min(),
        },
        values,
    ),
    Family(
        "elm-strong-ridge",
        "limit",
        r"$\hat w_\lambda \sim \frac{1}{\lambda} X^\top y \quad (\lambda \to \infty)$",
        strong_ridge,
        {
            "right": lambda e: e["X"].T @ e["y"],
            "squared": lambda e: e["X"].T @ e["y"] / 1e8,
            "least-squares": lambda e: 1e8 * (np.linalg.pinv(e["X"]) @ e["y"]),
            "shrunk": lambda e: np.linalg.pinv(e["X"]) @ e["y"],
        },
        regression,
    ),
]
