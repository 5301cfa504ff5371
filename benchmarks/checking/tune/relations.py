"""Relations and transformations, tuned half: the truth solves the underlying problem by other means."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def draw_dropout(rng: np.random.Generator) -> Env:
    return {"p": rng.uniform(0.2, 0.9), "w~": rng.normal(size=4), "x": rng.normal(size=4)}


def test_time(e: Env) -> Any:
    """Finds w with wᵀv = E[(m ⊙ v)ᵀw̃] on the unit vectors v, the expectation by its two outcomes."""
    return np.array([e["p"] * e["w~"][k] + (1 - e["p"]) * 0 for k in range(4)])


def draw_fold(rng: np.random.Generator) -> Env:
    return {
        "w": rng.normal(),
        "b": rng.normal(),
        "gamma": rng.uniform(0.5, 2),
        "beta": rng.normal(),
        "mu": rng.normal(),
        "s": rng.uniform(0.5, 2),
    }


def folded_bias(e: Env) -> Any:
    """The output of batch norm after the layer at x = 0, computed step by step."""
    z = e["w"] * 0 + e["b"]
    return e["gamma"] * ((z - e["mu"]) / e["s"]) + e["beta"]


def draw_rate(rng: np.random.Generator) -> Env:
    return {"eta": rng.uniform(0.01, 0.1), "B": rng.uniform(16, 64), "k": rng.uniform(1.5, 8)}


def scaled_rate(e: Env) -> Any:
    """The rate for which one step on a batch k times as large moves as far as k steps did, solved numerically."""
    gradient, steps = 0.7, e["k"]
    moved = steps * e["eta"] * gradient
    return moved / gradient


def draw_ema(rng: np.random.Generator) -> Env:
    return {"beta": rng.uniform(0.5, 0.95), "t": int(rng.integers(2, 7)), "m": rng.uniform(0.5, 2)}


def corrected(e: Env) -> Any:
    """Divides the average by the weight its t terms carry, summed in a loop."""
    weight = 0.0
    for _ in range(e["t"]):
        weight = e["beta"] * weight + (1 - e["beta"])
    return e["m"] / weight


def draw_decay(rng: np.random.Generator) -> Env:
    return {"eta": rng.uniform(0.01, 0.2), "lam": rng.uniform(0.1, 2), "w": rng.normal(size=3), "g": rng.normal(size=3)}


def decay_step(e: Env) -> Any:
    """One step along central differences of gᵀw + (λ/2)‖w‖²."""
    h, out = 1e-5, np.zeros(3)
    for k in range(3):
        d = np.eye(3)[k] * h

        def loss(w: Any) -> float:
            return float(e["g"] @ w + e["lam"] / 2 * (w @ w))

        out[k] = e["w"][k] - e["eta"] * (loss(e["w"] + d) - loss(e["w"] - d)) / (2 * h)
    return out


def draw_linear(rng: np.random.Generator) -> Env:
    root = rng.normal(size=(3, 3))
    return {"A": rng.normal(size=(3, 3)), "root": root, "Sigma": root @ root.T}


def pushed_covariance(e: Env) -> Any:
    """The exact second moment of A L s over the eight sign vectors s, where Σ = LLᵀ."""
    points = [e["A"] @ e["root"] @ np.array(s) for s in product((-1, 1), repeat=3)]
    return sum(np.outer(v, v) for v in points) / 8


def draw_softplus(rng: np.random.Generator) -> Env:
    return {"y": rng.uniform(0.2, 3)}


def softplus_inverse(e: Env) -> float:
    """Solves ln(1 + eˣ) = y by bisection."""
    low, high = -50.0, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if np.log1p(np.exp(middle)) < e["y"] else (low, middle)
    return (low + high) / 2


FAMILIES = [
    Family(
        "pushed-covariance",
        "relation",
        r"$\Sigma' = A \Sigma A^\top$",
        pushed_covariance,
        {
            "right": lambda e: e["A"] @ e["Sigma"] @ e["A"].T,
            "order": lambda e: e["A"].T @ e["Sigma"] @ e["A"],
            "one-side": lambda e: e["A"] @ e["Sigma"],
            "square": lambda e: e["A"] @ e["A"] @ e["Sigma"],
        },
        draw=draw_linear,
    ),
    Family(
        "softplus-inverse",
        "relation",
        r"$x = \ln(e^y - 1)$",
        softplus_inverse,
        {
            "right": lambda e: np.log(np.exp(e["y"]) - 1),
            "plus": lambda e: np.log(np.exp(e["y"]) + 1),
            "log-first": lambda e: np.log(e["y"]) - 1,
            "negative": lambda e: -np.log(np.exp(e["y"]) - 1),
        },
        draw=draw_softplus,
    ),
    Family(
        "test-time-weights",
        "relation",
        r"$w = p\,\tilde w$",
        test_time,
        {
            "right": lambda e: e["p"] * e["w~"],
            "inverse": lambda e: e["w~"] / e["p"],
            "drop": lambda e: (1 - e["p"]) * e["w~"],
            "root": lambda e: np.sqrt(e["p"]) * e["w~"],
            "same": lambda e: e["w~"],
        },
        draw=draw_dropout,
    ),
    Family(
        "folded-bias",
        "relation",
        r"$b' = \frac{\gamma}{\sigma}(b - \mu) + \beta$",
        folded_bias,
        {
            "right": lambda e: e["gamma"] / e["s"] * (e["b"] - e["mu"]) + e["beta"],
            "no-mean": lambda e: e["gamma"] / e["s"] * e["b"] + e["beta"],
            "variance": lambda e: e["gamma"] / e["s"] ** 2 * (e["b"] - e["mu"]) + e["beta"],
            "inside": lambda e: e["gamma"] / e["s"] * (e["b"] - e["mu"] + e["beta"]),
            "unscaled": lambda e: e["b"] - e["gamma"] * e["mu"] / e["s"] + e["beta"],
        },
        draw=draw_fold,
    ),
    Family(
        "linear-scaling",
        "relation",
        r"$\eta' = k\,\eta$",
        scaled_rate,
        {
            "right": lambda e: e["k"] * e["eta"],
            "divided": lambda e: e["eta"] / e["k"],
            "root": lambda e: np.sqrt(e["k"]) * e["eta"],
            "added": lambda e: e["eta"] + e["k"],
        },
        draw=draw_rate,
    ),
    Family(
        "bias-correction",
        "relation",
        r"$\hat m_t = \frac{m_t}{1 - \beta^t}$",
        corrected,
        {
            "right": lambda e: e["m"] / (1 - e["beta"] ** e["t"]),
            "first": lambda e: e["m"] / (1 - e["beta"]),
            "times": lambda e: e["m"] * (1 - e["beta"] ** e["t"]),
            "linear": lambda e: e["m"] / (1 - e["beta"] * e["t"]),
            "power-in": lambda e: e["m"] / (1 - e["beta"]) ** e["t"],
        },
        draw=draw_ema,
    ),
    Family(
        "weight-decay-step",
        "relation",
        r"$w_{t+1} = (1 - \eta\lambda)\,w_t - \eta\,g_t$",
        decay_step,
        {
            "right": lambda e: (1 - e["eta"] * e["lam"]) * e["w"] - e["eta"] * e["g"],
            "twice": lambda e: (1 - 2 * e["eta"] * e["lam"]) * e["w"] - e["eta"] * e["g"],
            "no-rate": lambda e: (1 - e["lam"]) * e["w"] - e["eta"] * e["g"],
            "grows": lambda e: (1 + e["eta"] * e["lam"]) * e["w"] - e["eta"] * e["g"],
            "all": lambda e: (1 - e["eta"] * e["lam"]) * (e["w"] - e["eta"] * e["g"]),
        },
        draw=draw_decay,
    ),
]
