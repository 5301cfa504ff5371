"""Relations and transformations, opened in the third session."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family


def root(f: Any, low: float, high: float) -> float:
    """Where an increasing function crosses zero, by bisection."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return (low + high) / 2


def draw_layer(rng: np.random.Generator) -> Env:
    k, s = int(rng.integers(2, 6)), int(rng.integers(2, 5))
    p = int(rng.integers(1, 3))
    n = k + s * int(rng.integers(4, 9)) + 1 - 2 * p  # one input is left over
    return {"n": n, "k": k, "s": s, "p": p}


def output_length(e: Env) -> int:
    """Slides the kernel over the padded input, and counts the places where it fits."""
    padded = e["n"] + 2 * e["p"]
    return len([start for start in range(0, padded, e["s"]) if start + e["k"] <= padded])


def draw_norm(rng: np.random.Generator) -> Env:
    return {
        "y": rng.normal(),
        "g": rng.uniform(0.3, 3),
        "b": rng.normal(),
        "m": rng.normal(),
        "s": rng.uniform(0.3, 3),
    }


def undone(e: Env) -> float:
    """Searches the x whose normalised, scaled and shifted value is y."""
    return root(lambda x: e["g"] * (x - e["m"]) / e["s"] + e["b"] - e["y"], -1e3, 1e3)


def draw_data(rng: np.random.Generator) -> Env:
    X = rng.normal(size=(7, 3)) * [3, 2, 1]
    X = X - X.mean(axis=0)
    return {"X": X, "n": 7, "s": np.linalg.svd(X)[1]}


def component_variances(e: Env) -> Any:
    """The eigenvalues of the sample covariance matrix, added up row by row."""
    covariance = sum(np.outer(row, row) for row in e["X"]) / 6
    return np.sort(np.linalg.eigvalsh(covariance))[::-1]


def draw_deltas(rng: np.random.Generator) -> Env:
    return {"d": rng.normal(size=40), "gamma": rng.uniform(0.5, 0.9), "lam": rng.uniform(0.5, 0.9)}


def advantage(e: Env, first: int = 0) -> float:
    """Adds (γλ)^l δ_{t+l} over the rest of the episode."""
    return float(sum((e["gamma"] * e["lam"]) ** k * d for k, d in enumerate(e["d"][first:])))


def draw_ratio(rng: np.random.Generator) -> Env:
    return {"l": rng.normal(scale=2)}


def level(e: Env) -> float:
    """Searches the ᾱ whose log signal-to-noise ratio is λ."""
    return root(lambda a: np.log(a / (1 - a)) - e["l"], 1e-9, 1 - 1e-9)


def draw_policy(rng: np.random.Generator) -> Env:
    pi = rng.uniform(0.1, 1, size=4)
    return {"pi": pi / pi.sum(), "Q": rng.normal(size=4)}


def state_value(e: Env) -> float:
    """Averages Q over the actions that evenly spaced random numbers pick from the policy's cumulative sums."""
    picks = np.searchsorted(np.cumsum(e["pi"]), (np.arange(2_000_000) + 0.5) / 2_000_000)
    return float(e["Q"][np.minimum(picks, 3)].mean())


FAMILIES = [
    Family(
        "output-length",
        "relation",
        r"$o = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1$",
        output_length,
        {
            "right": lambda e: (e["n"] + 2 * e["p"] - e["k"]) // e["s"] + 1,
            "one-pad": lambda e: (e["n"] + e["p"] - e["k"]) // e["s"] + 1,
            "no-one": lambda e: (e["n"] + 2 * e["p"] - e["k"]) // e["s"],
            "ceiling": lambda e: -((-e["n"] - 2 * e["p"] + e["k"]) // e["s"]) + 1,
            "plus-kernel": lambda e: (e["n"] + 2 * e["p"] + e["k"]) // e["s"] + 1,
        },
        draw=draw_layer,
    ),
    Family(
        "undone-norm",
        "relation",
        r"$x = \mu + \frac{\sigma\,(y - \beta)}{\gamma}$",
        undone,
        {
            "right": lambda e: e["m"] + e["s"] * (e["y"] - e["b"]) / e["g"],
            "not-unscaled": lambda e: e["m"] + e["s"] * e["g"] * (e["y"] - e["b"]),
            "order": lambda e: e["m"] + e["s"] * (e["y"] / e["g"] - e["b"]),
            "variance": lambda e: e["m"] + e["s"] ** 2 * (e["y"] - e["b"]) / e["g"],
            "no-mean": lambda e: e["s"] * (e["y"] - e["b"]) / e["g"],
        },
        draw=draw_norm,
    ),
    Family(
        "component-variance",
        "relation",
        r"$\lambda_i = \frac{\sigma_i^2}{n-1}$",
        component_variances,
        {
            "right": lambda e: e["s"] ** 2 / (e["n"] - 1),
            "not-squared": lambda e: e["s"] / (e["n"] - 1),
            "no-count": lambda e: e["s"] ** 2,
            "root": lambda e: np.sqrt(e["s"] / (e["n"] - 1)),
            "root-count": lambda e: e["s"] ** 2 / np.sqrt(e["n"] - 1),
        },
        draw=draw_data,
    ),
    Family(
        "advantage-recursion",
        "relation",
        r"$\hat{A}_t = \delta_t + \gamma\lambda\,\hat{A}_{t+1}$",
        advantage,
        {
            "right": lambda e: e["d"][0] + e["gamma"] * e["lam"] * advantage(e, 1),
            "no-lambda": lambda e: e["d"][0] + e["gamma"] * advantage(e, 1),
            "averaged": lambda e: (1 - e["lam"]) * e["d"][0] + e["gamma"] * e["lam"] * advantage(e, 1),
            "minus": lambda e: e["d"][0] - e["gamma"] * e["lam"] * advantage(e, 1),
            "all-discounted": lambda e: e["gamma"] * e["lam"] * (e["d"][0] + advantage(e, 1)),
        },
        draw=draw_deltas,
    ),
    Family(
        "noise-level",
        "relation",
        r"$\bar\alpha_t = \frac{1}{1 + e^{-\lambda_t}}$",
        level,
        {
            "right": lambda e: 1 / (1 + np.exp(-e["l"])),
            "noise": lambda e: 1 / (1 + np.exp(e["l"])),
            "not-logistic": lambda e: np.exp(e["l"]),
            "root": lambda e: np.sqrt(1 / (1 + np.exp(-e["l"]))),
        },
        draw=draw_ratio,
    ),
    Family(
        "state-value",
        "relation",
        r"$V^\pi(s) = \sum_{a} \pi(a \mid s)\, Q^\pi(s, a)$",
        state_value,
        {
            "right": lambda e: e["pi"] @ e["Q"],
            "best": lambda e: e["Q"].max(),
            "unweighted": lambda e: e["Q"].sum(),
            "uniform": lambda e: e["Q"].mean(),
        },
        draw=draw_policy,
    ),
]
