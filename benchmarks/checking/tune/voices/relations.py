"""Relations and transformations, in the voices of many models."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def root(f: Any, low: float, high: float) -> float:
    """Where an increasing function crosses zero, by bisection."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return (low + high) / 2


def draw_policy(rng: np.random.Generator) -> Env:
    ref, reward, beta = rng.dirichlet(np.ones(4)), rng.normal(size=4), rng.uniform(0.2, 2)
    weights = [float(p * math.exp(r / beta)) for p, r in zip(ref, reward, strict=True)]
    z = sum(weights)
    return {"ref": float(ref[0]), "pi": weights[0] / z, "Z": z, "beta": beta, "reward": reward}


def implicit_reward(e: Env) -> float:
    """The reward that the tilted policy was built from."""
    return float(e["reward"][0])


def draw_regression(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(3, 3))
    return {"X": rng.normal(size=(5, 3)), "S": a @ a.T + np.eye(3), "s": rng.uniform(0.4, 2)}


def posterior_precision(e: Env) -> Any:
    """Second central differences of the negative log posterior, exact for a quadratic up to rounding."""

    def loss(w: Any) -> float:
        return float(
            float(w @ np.linalg.solve(e["S"], w)) / 2 + sum(float(x @ w) ** 2 for x in e["X"]) / (2 * e["s"] ** 2)
        )

    eye = np.eye(3)
    return np.array([[(loss(a + b) - loss(a - b)) / 2 for a in eye] for b in eye])


def draw_half_life(rng: np.random.Generator) -> Env:
    return {"h": rng.uniform(2, 50)}


def half_life(e: Env) -> float:
    """Searches the factor whose h-th power is one half."""
    return root(lambda b: math.exp(e["h"] * math.log(b)) - 0.5, 1e-9, 1)


def draw_batch(rng: np.random.Generator) -> Env:
    return {"micro": int(rng.integers(2, 9)), "acc": int(rng.integers(2, 9)), "gpu": int(rng.integers(2, 9))}


def seen(e: Env) -> int:
    """Counts the examples that enter one update."""
    return sum(1 for _g in range(e["gpu"]) for _a in range(e["acc"]) for _m in range(e["micro"]))


def draw_scaled(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(), "b": rng.normal(), "m": rng.normal(), "s": rng.uniform(0.3, 3)}


def raw_bias(e: Env) -> float:
    """What the standardised model says at x = 0."""
    standardised = (0 - e["m"]) / e["s"]
    return float(e["w"] * standardised + e["b"])


def draw_soft(rng: np.random.Generator) -> Env:
    return {"tau": rng.uniform(0.01, 0.3), "t": rng.normal(), "o": rng.normal()}


def soft_update(e: Env) -> float:
    """Moves the target by the fraction τ of its distance to the online weights."""
    return float(e["t"] + e["tau"] * (e["o"] - e["t"]))


FAMILIES = [
    Family(
        "implicit-reward",
        "relation",
        r"$r(x,y) = \beta \log\frac{\pi^*(y\mid x)}{\pi_{\mathrm{ref}}(y\mid x)} + \beta\log Z(x)$",
        implicit_reward,
        {
            "right": lambda e: e["beta"] * math.log(e["pi"] / e["ref"]) + e["beta"] * math.log(e["Z"]),
            "no-partition": lambda e: e["beta"] * math.log(e["pi"] / e["ref"]),
            "flipped": lambda e: e["beta"] * math.log(e["ref"] / e["pi"]) + e["beta"] * math.log(e["Z"]),
            "minus": lambda e: e["beta"] * math.log(e["pi"] / e["ref"]) - e["beta"] * math.log(e["Z"]),
            "temperature": lambda e: (math.log(e["pi"] / e["ref"]) + math.log(e["Z"])) / e["beta"],
            "unscaled": lambda e: e["beta"] * math.log(e["pi"] / e["ref"]) + math.log(e["Z"]),
        },
        draw=draw_policy,
    ),
    Family(
        "posterior-precision",
        "relation",
        r"$\Sigma_{\text{post}}^{-1} = \Sigma_0^{-1} + \frac{1}{\sigma^2} X^\top X$",
        posterior_precision,
        {
            "right": lambda e: np.linalg.inv(e["S"]) + e["X"].T @ e["X"] / e["s"] ** 2,
            "covariances": lambda e: np.linalg.inv(e["S"] + e["X"].T @ e["X"] / e["s"] ** 2),
            "deviation": lambda e: np.linalg.inv(e["S"]) + e["X"].T @ e["X"] / e["s"],
            "times": lambda e: np.linalg.inv(e["S"]) + e["X"].T @ e["X"] * e["s"] ** 2,
            "minus": lambda e: np.linalg.inv(e["S"]) - e["X"].T @ e["X"] / e["s"] ** 2,
            "no-prior": lambda e: e["X"].T @ e["X"] / e["s"] ** 2,
        },
        draw=draw_regression,
    ),
    Family(
        "averaging-half-life",
        "relation",
        r"$\beta = 2^{-1/h}$",
        half_life,
        {
            "right": lambda e: 2 ** (-1 / e["h"]),
            "horizon": lambda e: 1 - 1 / e["h"],
            "power": lambda e: 2 ** -e["h"],
            "natural": lambda e: math.exp(-1 / e["h"]),
            "inverse": lambda e: 2 ** (1 / e["h"]),
        },
        draw=draw_half_life,
    ),
    Family(
        "effective-batch",
        "relation",
        r"$B_{\mathrm{eff}} = B_{\mathrm{micro}} \cdot N_{\mathrm{acc}} \cdot N_{\mathrm{GPU}}$",
        seen,
        {
            "right": lambda e: e["micro"] * e["acc"] * e["gpu"],
            "no-accumulation": lambda e: e["micro"] * e["gpu"],
            "sum": lambda e: e["micro"] * (e["acc"] + e["gpu"]),
            "divided": lambda e: e["micro"] * e["gpu"] / e["acc"],
            "one-device": lambda e: e["micro"] * e["acc"],
        },
        draw=draw_batch,
    ),
    Family(
        "unscaled-bias",
        "relation",
        r"$b = \tilde{b} - \frac{\tilde{w}\, m}{s}$",
        raw_bias,
        {
            "right": lambda e: e["b"] - e["w"] * e["m"] / e["s"],
            "plus": lambda e: e["b"] + e["w"] * e["m"] / e["s"],
            "no-scale": lambda e: e["b"] - e["w"] * e["m"],
            "scaled-bias": lambda e: (e["b"] - e["w"] * e["m"]) / e["s"],
            "times": lambda e: e["b"] - e["w"] * e["m"] * e["s"],
            "unchanged": lambda e: e["b"],
        },
        draw=draw_scaled,
    ),
    Family(
        "soft-target",
        "relation",
        r"$\theta_{\text{target}} \leftarrow \tau\,\theta + (1-\tau)\,\theta_{\text{target}}$",
        soft_update,
        {
            "right": lambda e: e["tau"] * e["o"] + (1 - e["tau"]) * e["t"],
            "exchanged": lambda e: (1 - e["tau"]) * e["o"] + e["tau"] * e["t"],
            "added": lambda e: e["t"] + e["tau"] * e["o"],
            "hard": lambda e: e["o"],
            "away": lambda e: e["t"] - e["tau"] * (e["o"] - e["t"]),
        },
        draw=draw_soft,
    ),
]
