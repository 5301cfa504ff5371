"""Expressions of written homework: gradients, variances and losses, as people say them at the door."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from families import Env, Family


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def normal_pdf(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def normal_cdf(z: float) -> float:
    return (1 + math.erf(z / math.sqrt(2))) / 2


def slopes(loss: Callable[[Any], float], at: Any) -> Any:
    """Central differences of a loss in every entry."""
    out, h = np.zeros_like(at), 1e-5
    for index in np.ndindex(at.shape):
        step = np.zeros_like(at)
        step[index] = h
        out[index] = (loss(at + step) - loss(at - step)) / (2 * h)
    return out


def draw_weighted(rng: np.random.Generator) -> Env:
    return {"z": rng.normal(), "y": rng.uniform(0.1, 0.9), "w": rng.uniform(2, 5)}


def weighted_slope(e: Env) -> float:
    """Central difference of −w·y·ln σ(z) − (1 − y)·ln(1 − σ(z))."""

    def loss(z: float) -> float:
        p = 1 / (1 + math.exp(-z))
        return float(-e["w"] * e["y"] * math.log(p) - (1 - e["y"]) * math.log(1 - p))

    return (loss(e["z"] + 1e-5) - loss(e["z"] - 1e-5)) / 2e-5


def draw_two_layers(rng: np.random.Generator) -> Env:
    return {
        "V": rng.normal(size=(4, 2)),
        "U": rng.normal(size=(3, 4)),
        "x": rng.normal(size=2),
        "y": rng.normal(size=3),
    }


def inner_gradient(e: Env) -> Any:
    """Central differences of half the squared error in every entry of the first matrix."""
    return slopes(lambda m: 0.5 * float(np.sum((e["U"] @ (m @ e["x"]) - e["y"]) ** 2)), e["V"])


def error(e: Env) -> Any:
    return e["U"] @ e["V"] @ e["x"] - e["y"]


def draw_counts(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(6, 3)), "w": 0.5 * rng.normal(size=3), "y": rng.poisson(2.0, size=6).astype(float)}


def count_gradient(e: Env) -> Any:
    """Central differences of the negative Poisson log-likelihood with its factorials, row by row."""

    def loss(w: Any) -> float:
        total = 0.0
        for row, y in zip(e["X"], e["y"], strict=True):
            rate = math.exp(float(row @ w))
            total += rate - y * math.log(rate) + math.lgamma(y + 1)
        return total

    return slopes(loss, e["w"])


def draw_diffusion(rng: np.random.Generator) -> Env:
    before, beta = rng.uniform(0.2, 0.9), rng.uniform(0.01, 0.3)
    return {"before": before, "beta": beta, "now": before * (1 - beta), "a": rng.uniform(0.7, 0.99)}


def conditional_variance(e: Env) -> float:
    """Conditions the joint Gaussian of two neighbouring steps, given x₀, on the later one."""
    earlier = 1 - e["before"]
    covariance = math.sqrt(1 - e["beta"]) * earlier
    later = (1 - e["beta"]) * earlier + e["beta"]
    return float(earlier - covariance * covariance / later)


def draw_router(rng: np.random.Generator) -> Env:
    logits = rng.normal(size=(12, 4))
    probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    chosen = probabilities.argmax(1)
    fractions = np.array([np.mean(chosen == k) for k in range(4)])
    return {"p": probabilities, "f": fractions, "P": probabilities.mean(0), "a": rng.uniform(0.01, 0.1)}


def balance(e: Env) -> float:
    """Sends each token to its expert and adds what all tokens together would give this expert."""
    tokens, experts = e["p"].shape
    total = 0.0
    for one in range(tokens):
        best = max(range(experts), key=lambda k: e["p"][one, k])
        for other in range(tokens):
            total += e["p"][other, best] / tokens
    return float(e["a"] * experts * total / tokens)


def draw_gaussian(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(3, 3))
    return {"S": a @ a.T + np.eye(3), "x": rng.normal(size=3), "mu": rng.normal(size=3)}


def whitened_length(e: Env) -> float:
    """Turns to the principal axes, divides each coordinate by its standard deviation, takes the length."""
    values, axes = np.linalg.eigh(e["S"])
    total = 0.0
    for value, axis in zip(values, axes.T, strict=True):
        total += (float(axis @ (e["x"] - e["mu"])) / math.sqrt(value)) ** 2
    return math.sqrt(total)


def draw_beta(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(2, 6), "b": rng.uniform(2, 6)}


def beta_variance(e: Env) -> float:
    """Integrates θ and θ² against θ^(α−1)(1−θ)^(β−1) on a fine grid."""
    theta = (np.arange(20_000) + 0.5) / 20_000
    weight = theta ** (e["a"] - 1) * (1 - theta) ** (e["b"] - 1)
    weight /= weight.sum()
    mean = float(weight @ theta)
    return float(weight @ (theta - mean) ** 2)


def draw_surrogate(rng: np.random.Generator) -> Env:
    return {"m": rng.normal(), "best": 0.5 + rng.normal(), "s": rng.uniform(0.4, 0.9)}


def improvement(e: Env) -> float:
    """Integrates max(0, f − f⁺) against the normal density of f on a fine grid."""
    grid = np.linspace(e["m"] - 10 * e["s"], e["m"] + 10 * e["s"], 40_001)
    density = np.exp(-0.5 * ((grid - e["m"]) / e["s"]) ** 2) / (e["s"] * math.sqrt(2 * math.pi))
    return float(np.sum(np.maximum(0, grid - e["best"]) * density) * (grid[1] - grid[0]))


def score(e: Env) -> float:
    return float((e["m"] - e["best"]) / e["s"])


FAMILIES = [
    Family(
        "positive-weight-slope",
        "expression",
        r"$\frac{\partial \ell}{\partial z} = (1-y)\,\sigma(z) - w\,y\,\bigl(1-\sigma(z)\bigr)$",
        weighted_slope,
        {
            "right": lambda e: (1 - e["y"]) * sigmoid(e["z"]) - e["w"] * e["y"] * sigmoid(-e["z"]),
            "unweighted": lambda e: sigmoid(e["z"]) - e["y"],
            "outside": lambda e: e["w"] * (sigmoid(e["z"]) - e["y"]),
            "sign": lambda e: e["w"] * e["y"] * sigmoid(-e["z"]) - (1 - e["y"]) * sigmoid(e["z"]),
            "negatives": lambda e: e["w"] * (1 - e["y"]) * sigmoid(e["z"]) - e["y"] * sigmoid(-e["z"]),
        },
        draw=draw_weighted,
    ),
    Family(
        "inner-layer-gradient",
        "expression",
        r"$\frac{\partial L}{\partial W_1} = W_2^\top (W_2 W_1 x - y)\,x^\top$",
        inner_gradient,
        {
            "right": lambda e: np.outer(e["U"].T @ error(e), e["x"]),
            "transposed": lambda e: np.outer(e["x"], e["U"].T @ error(e)),
            "doubled": lambda e: 2 * np.outer(e["U"].T @ error(e), e["x"]),
            "outer-layer": lambda e: np.outer(error(e), e["V"] @ e["x"]),
            "sign": lambda e: np.outer(e["U"].T @ -error(e), e["x"]),
        },
        draw=draw_two_layers,
    ),
    Family(
        "count-regression-slope",
        "expression",
        r"$\nabla_w L = \sum_{i=1}^{n} \bigl(e^{w^\top x_i} - y_i\bigr)\,x_i$",
        count_gradient,
        {
            "right": lambda e: e["X"].T @ (np.exp(e["X"] @ e["w"]) - e["y"]),
            "mean": lambda e: e["X"].T @ (np.exp(e["X"] @ e["w"]) - e["y"]) / 6,
            "sign": lambda e: e["X"].T @ (e["y"] - np.exp(e["X"] @ e["w"])),
            "identity-link": lambda e: e["X"].T @ (e["X"] @ e["w"] - e["y"]),
        },
        draw=draw_counts,
    ),
    Family(
        "reverse-variance",
        "expression",
        r"$\tilde\beta_t = \frac{1-\bar\alpha_{t-1}}{1-\bar\alpha_t}\,\beta_t$",
        conditional_variance,
        {
            "right": lambda e: (1 - e["before"]) / (1 - e["now"]) * e["beta"],
            "flipped": lambda e: (1 - e["now"]) / (1 - e["before"]) * e["beta"],
            "upper": lambda e: e["beta"],
            "root": lambda e: math.sqrt((1 - e["before"]) / (1 - e["now"]) * e["beta"]),
            "no-bars": lambda e: (1 - e["a"]) / e["beta"] * e["beta"],
        },
        draw=draw_diffusion,
    ),
    Family(
        "balancing-loss",
        "expression",
        r"$\mathcal L_{\text{aux}} = \alpha\,N \sum_{i=1}^{N} f_i\,P_i$"
        r" ($N$ experts, $f_i$ fraction of tokens routed to $i$, $P_i$ mean router probability of $i$)",
        balance,
        {
            "right": lambda e: e["a"] * 4 * float(e["f"] @ e["P"]),
            "no-count": lambda e: e["a"] * float(e["f"] @ e["P"]),
            "mean": lambda e: e["a"] / 4 * float(e["f"] @ e["P"]),
            "squares": lambda e: e["a"] * 4 * float(e["f"] @ e["f"]),
            "logs": lambda e: e["a"] * 4 * float(e["f"] @ np.log(e["P"])),
        },
        draw=draw_router,
    ),
    Family(
        "whitened-length",
        "expression",
        r"$d_M(x) = \sqrt{(x-\mu)^\top \Sigma^{-1} (x-\mu)}$",
        whitened_length,
        {
            "right": lambda e: math.sqrt((e["x"] - e["mu"]) @ np.linalg.solve(e["S"], e["x"] - e["mu"])),
            "squared": lambda e: (e["x"] - e["mu"]) @ np.linalg.solve(e["S"], e["x"] - e["mu"]),
            "no-inverse": lambda e: math.sqrt((e["x"] - e["mu"]) @ e["S"] @ (e["x"] - e["mu"])),
            "diagonal": lambda e: math.sqrt(np.sum((e["x"] - e["mu"]) ** 2 / np.diag(e["S"]))),
        },
        draw=draw_gaussian,
    ),
    Family(
        "beta-spread",
        "expression",
        r"$\operatorname{Var}(\theta) = \frac{\alpha\beta}{(\alpha+\beta)^2(\alpha+\beta+1)}$",
        beta_variance,
        {
            "right": lambda e: e["a"] * e["b"] / ((e["a"] + e["b"]) ** 2 * (e["a"] + e["b"] + 1)),
            "unsquared": lambda e: e["a"] * e["b"] / ((e["a"] + e["b"]) * (e["a"] + e["b"] + 1)),
            "no-one": lambda e: e["a"] * e["b"] / (e["a"] + e["b"]) ** 3,
            "second-moment": lambda e: e["a"] * (e["a"] + 1) / ((e["a"] + e["b"]) * (e["a"] + e["b"] + 1)),
            "bernoulli": lambda e: e["a"] * e["b"] / (e["a"] + e["b"]) ** 2,
        },
        draw=draw_beta,
    ),
    Family(
        "expected-improvement",
        "expression",
        r"$\mathrm{EI} = (\mu - f^+)\,\Phi(Z) + \sigma\,\varphi(Z)$, where $Z = \frac{\mu - f^+}{\sigma}$",
        improvement,
        {
            "right": lambda e: e["s"] * (score(e) * normal_cdf(score(e)) + normal_pdf(score(e))),
            "first-term": lambda e: (e["m"] - e["best"]) * normal_cdf(score(e)),
            "probability": lambda e: normal_cdf(score(e)),
            "minimising": lambda e: -e["s"] * score(e) * normal_cdf(-score(e)) + e["s"] * normal_pdf(score(e)),
            "unscaled": lambda e: (e["m"] - e["best"]) * normal_cdf(score(e)) + normal_pdf(score(e)),
        },
        draw=draw_surrogate,
    ),
]
