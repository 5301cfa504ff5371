"""Relations and transformations, held half."""

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


def draw_gauss(rng: np.random.Generator) -> Env:
    return {"mu": rng.normal(), "sigma": rng.uniform(0.3, 3), "z": rng.normal()}


def noise(e: Env) -> float:
    """Searches the ε for which shifting and scaling lands on z."""
    return root(lambda n: e["mu"] + e["sigma"] * n - e["z"], -1e3, 1e3)


def draw_diffusion(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0.1, 0.9), "x": rng.normal(), "n": rng.normal()}


def clean(e: Env) -> float:
    """Searches the x₀ whose noised version is x_t."""
    return root(lambda x0: np.sqrt(e["a"]) * x0 + np.sqrt(1 - e["a"]) * e["n"] - e["x"], -1e3, 1e3)


def draw_logits(rng: np.random.Generator) -> Env:
    return {"L": rng.uniform(0.5, 4)}


def nats(e: Env) -> float:
    """Draws a uniform distribution over k words for real k: searches the k whose cross-entropy is L nats."""
    return root(lambda k: -np.log(1 / k) - e["L"], 1e-6, 1e6)


def draw_factors(rng: np.random.Generator) -> Env:
    X = rng.normal(size=(3, 3))
    U, s, Vt = np.linalg.svd(X)
    return {"X": X, "U": U, "S": np.diag(s), "V": Vt.T}


def pseudo_inverse(e: Env) -> Any:
    """Least squares of X w = e_k for the unit vectors."""
    return np.stack([np.linalg.lstsq(e["X"], unit, rcond=None)[0] for unit in np.eye(3)], axis=1)


def draw_overlap(rng: np.random.Generator) -> Env:
    a, b, both = 50 + int(rng.integers(50)), 50 + int(rng.integers(50)), 10 + int(rng.integers(40))
    return {"a": a, "b": b, "both": both, "D": 2 * both / (a + b)}


def jaccard(e: Env) -> float:
    """Builds two sets, and divides the sizes of their intersection and union."""
    one = set(range(e["a"]))
    two = set(range(e["a"] - e["both"], e["a"] - e["both"] + e["b"]))
    assert 2 * len(one & two) / (len(one) + len(two)) == e["D"]
    return len(one & two) / len(one | two)


def draw_width(rng: np.random.Generator) -> Env:
    return {"s": rng.uniform(0.3, 3)}


def kernel_rate(e: Env) -> float:
    """Reads γ off two kernel values: the same drop as exp(−d²/(2σ²)) between d = 0 and d = 1."""
    return float(np.log(np.exp(-0.0) / np.exp(-1 / (2 * e["s"] ** 2))))


def draw_fisher(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(3, 3))
    return {"F": a @ a.T + np.eye(3), "g": rng.normal(size=3), "eta": rng.uniform(0.05, 0.9)}


def natural_step(e: Env) -> Any:
    """Minimises gᵀd + dᵀFd/(2η) over d by three thousand small gradient steps."""
    d = np.zeros(3)
    rate = e["eta"] / float(np.linalg.norm(e["F"], 2))
    for _ in range(3000):
        d = d - rate * (e["g"] + e["F"] @ d / e["eta"])
    return d


def draw_basis(rng: np.random.Generator) -> Env:
    return {"A": rng.normal(size=(3, 3)), "P": rng.normal(size=(3, 3)) + 3 * np.eye(3)}


def changed_basis(e: Env) -> Any:
    """Applies A to each new basis vector, and solves for the coordinates in the new basis."""
    return np.stack([np.linalg.solve(e["P"], e["A"] @ e["P"][:, k]) for k in range(3)], axis=1)


def draw_step(rng: np.random.Generator) -> Env:
    return {"r": rng.normal(), "gamma": rng.uniform(0.3, 0.95), "V": rng.normal(), "W": rng.normal()}


def td_error(e: Env) -> float:
    """The δ that has to be added to V_t to reach the one-step target, by bisection."""
    return root(lambda d: e["V"] + d - (e["r"] + e["gamma"] * e["W"]), -1e3, 1e3)


FAMILIES = [
    Family(
        "reparametrised-noise",
        "relation",
        r"$\epsilon = \frac{z - \mu}{\sigma}$",
        noise,
        {
            "right": lambda e: (e["z"] - e["mu"]) / e["sigma"],
            "variance": lambda e: (e["z"] - e["mu"]) / e["sigma"] ** 2,
            "exchanged": lambda e: (e["z"] - e["sigma"]) / e["mu"],
            "sign": lambda e: (e["mu"] - e["z"]) / e["sigma"],
            "times": lambda e: e["sigma"] * (e["z"] - e["mu"]),
        },
        draw=draw_gauss,
    ),
    Family(
        "predicted-image",
        "relation",
        r"$x_0 = \frac{x_t - \sqrt{1-\bar\alpha_t}\,\epsilon}{\sqrt{\bar\alpha_t}}$",
        clean,
        {
            "right": lambda e: (e["x"] - np.sqrt(1 - e["a"]) * e["n"]) / np.sqrt(e["a"]),
            "no-roots": lambda e: (e["x"] - (1 - e["a"]) * e["n"]) / e["a"],
            "plus": lambda e: (e["x"] + np.sqrt(1 - e["a"]) * e["n"]) / np.sqrt(e["a"]),
            "undivided": lambda e: e["x"] - np.sqrt(1 - e["a"]) * e["n"],
            "exchanged": lambda e: (e["x"] - np.sqrt(e["a"]) * e["n"]) / np.sqrt(1 - e["a"]),
        },
        draw=draw_diffusion,
    ),
    Family(
        "loss-to-perplexity",
        "relation",
        r"$Q = e^{L}$",
        nats,
        {
            "right": lambda e: np.exp(e["L"]),
            "two": lambda e: 2 ** e["L"],
            "negative": lambda e: np.exp(-e["L"]),
            "log": lambda e: np.log(e["L"]),
        },
        draw=draw_logits,
    ),
    Family(
        "pseudo-inverse",
        "relation",
        r"$X^{+} = V \Sigma^{-1} U^\top$",
        pseudo_inverse,
        {
            "right": lambda e: e["V"] @ np.linalg.inv(e["S"]) @ e["U"].T,
            "order": lambda e: e["U"] @ np.linalg.inv(e["S"]) @ e["V"].T,
            "not-inverted": lambda e: e["V"] @ e["S"] @ e["U"].T,
            "reversed": lambda e: e["U"].T @ np.linalg.inv(e["S"]) @ e["V"],
        },
        draw=draw_factors,
    ),
    Family(
        "dice-to-iou",
        "relation",
        r"$J = \frac{D}{2 - D}$",
        jaccard,
        {
            "right": lambda e: e["D"] / (2 - e["D"]),
            "inverse": lambda e: 2 * e["D"] / (1 + e["D"]),
            "half": lambda e: e["D"] / 2,
            "sign": lambda e: e["D"] / (2 + e["D"]),
        },
        draw=draw_overlap,
    ),
    Family(
        "kernel-width",
        "relation",
        r"$\gamma = \frac{1}{2\sigma^2}$",
        kernel_rate,
        {
            "right": lambda e: 1 / (2 * e["s"] ** 2),
            "no-two": lambda e: 1 / e["s"] ** 2,
            "inverse": lambda e: 2 * e["s"] ** 2,
            "not-squared": lambda e: 1 / (2 * e["s"]),
        },
        draw=draw_width,
    ),
    Family(
        "natural-step",
        "relation",
        r"$\Delta\theta = -\eta F^{-1} g$",
        natural_step,
        {
            "right": lambda e: -e["eta"] * np.linalg.solve(e["F"], e["g"]),
            "ascent": lambda e: e["eta"] * np.linalg.solve(e["F"], e["g"]),
            "not-inverted": lambda e: -e["eta"] * e["F"] @ e["g"],
            "no-rate": lambda e: -np.linalg.solve(e["F"], e["g"]),
            "plain": lambda e: -e["eta"] * e["g"],
        },
        draw=draw_fisher,
    ),
    Family(
        "changed-basis",
        "relation",
        r"$B = P^{-1} A P$",
        changed_basis,
        {
            "right": lambda e: np.linalg.solve(e["P"], e["A"] @ e["P"]),
            "other-way": lambda e: e["P"] @ e["A"] @ np.linalg.inv(e["P"]),
            "transpose": lambda e: e["P"].T @ e["A"] @ e["P"],
            "cancelled": lambda e: e["A"],
        },
        draw=draw_basis,
    ),
    Family(
        "td-error",
        "relation",
        r"$\delta_t = r_t + \gamma V_{t+1} - V_t$",
        td_error,
        {
            "right": lambda e: e["r"] + e["gamma"] * e["W"] - e["V"],
            "sign": lambda e: e["V"] - e["r"] - e["gamma"] * e["W"],
            "undiscounted": lambda e: e["r"] + e["W"] - e["V"],
            "wrong-state": lambda e: e["r"] + e["gamma"] * e["V"] - e["W"],
            "no-baseline": lambda e: e["r"] + e["gamma"] * e["W"],
        },
        draw=draw_step,
    ),
]
