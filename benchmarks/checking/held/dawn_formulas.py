"""Expressions, relations and limits from the solution sheets of a course on decisions and inference."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from families import Env, Family


def draw_normal(rng: np.random.Generator) -> Env:
    x = rng.normal(2, 1, size=int(rng.integers(3, 7)))
    return {
        "x": x,
        "n": len(x),
        "mean": x.mean(),
        "m": rng.normal(),
        "s": rng.uniform(0.6, 2),
        "t": rng.uniform(0.6, 2),
    }


def shrunk_mean(e: Env) -> float:
    """The mean of prior times likelihood, summed over a fine grid of the unknown mean."""
    grid = np.linspace(-15, 15, 6001)
    log = -((grid - e["m"]) ** 2) / (2 * e["t"] ** 2)
    for x in e["x"]:
        log = log - (x - grid) ** 2 / (2 * e["s"] ** 2)
    mass = np.exp(log - log.max())
    return float((grid * mass).sum() / mass.sum())


def weighted(prior: Callable[[Env], float], data: Callable[[Env], float]) -> Callable[[Env], float]:
    """The average of the prior's mean and the sample's, with these weights."""
    return lambda e: (prior(e) * e["m"] + data(e) * e["mean"]) / (prior(e) + data(e))


def draw_weights(rng: np.random.Generator) -> Env:
    return {"w": rng.uniform(0.1, 3, size=int(rng.integers(4, 9)))}


def effective_size(e: Env) -> float:
    """How many draws of variance one average to the variance of the weighted mean, added over pairs."""
    variance = 0.0
    for i, a in enumerate(e["w"]):
        for j, b in enumerate(e["w"]):
            variance += a * b * (i == j) / sum(e["w"]) ** 2
    return float(1 / variance)


def draw_path(rng: np.random.Generator) -> Env:
    r, v = rng.normal(size=2), rng.normal(size=3)
    return {"r": r, "v": v, "g": rng.uniform(0.5, 0.99)}


def two_step_error(e: Env) -> float:
    """Adds the discounted one-step errors of the two steps."""
    return float(sum(e["g"] ** k * (e["r"][k] + e["g"] * e["v"][k + 1] - e["v"][k]) for k in range(2)))


def draw_curvature(rng: np.random.Generator) -> Env:
    return {"low": rng.uniform(0.2, 0.5), "high": rng.uniform(3, 6)}


def rates(e: Env, holds: Callable[[float], bool]) -> frozenset[int]:
    """The rates of a grid, none of them on a boundary, for which a condition holds."""
    return frozenset(k for k in range(-10, 100) if holds((k + 0.5) * 0.041 / e["high"]))


def stable(e: Env) -> frozenset[int]:
    """Runs gradient descent on a quadratic with three curvatures, and asks whether every coordinate shrank."""

    def shrinks(rate: float) -> bool:
        after = [1.0, 1.0, 1.0]
        for _step in range(30):
            after = [w - rate * c * w for w, c in zip(after, (e["low"], 1.0, e["high"]), strict=True)]
        return all(abs(w) < 1 for w in after)

    return rates(e, shrinks)


def below(bound: Callable[[Env], float]) -> Callable[[Env], frozenset[int]]:
    return lambda e: rates(e, lambda rate: 0 < rate < bound(e))


def draw_actions(rng: np.random.Generator) -> Env:
    return {"q": rng.normal(size=4), "a": rng.uniform(0.3, 0.8)}


def soft_value(e: Env) -> float:
    """Maximises E[Q] + αH over policies: p_a = exp((Q_a − ν)/α − 1), with ν bisected until they sum to one."""
    low, high = -50.0, 50.0
    for _halving in range(100):
        middle = (low + high) / 2
        if sum(math.exp(min(50.0, (q - middle) / e["a"] - 1)) for q in e["q"]) > 1:
            low = middle
        else:
            high = middle
    policy = [math.exp((q - low) / e["a"] - 1) for q in e["q"]]
    return float(sum(p * (q - e["a"] * math.log(p)) for p, q in zip(policy, e["q"], strict=True)))


def draw_latent(rng: np.random.Generator) -> Env:
    prior, q, likelihood = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4)), rng.uniform(0.05, 0.95, size=4)
    joint = prior * likelihood
    elbo = float((q * (np.log(joint) - np.log(q))).sum())
    return {"prior": prior, "q": q, "joint": joint, "post": joint / joint.sum(), "elbo": elbo}


def evidence(e: Env) -> float:
    """The logarithm of the sum of the joint over the four values of the latent variable."""
    return math.log(sum(e["joint"]))


def kl(p: Any, q: Any) -> float:
    return float((p * np.log(p / q)).sum())


def descent_count(e: Env) -> int:
    """Counts the contractions by 1 − 1/κ until the error is below ε."""
    error, count = 1.0, 0
    while error > e["eps"]:
        error, count = error * (1 - 1 / e["k"]), count + 1
    return count


def draw_wide(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(3, 6)), "y": rng.normal(size=3)}


def ridgeless(e: Env) -> Any:
    """Solves the six normal equations of ridge regression with a penalty of a ten-millionth."""
    return np.linalg.solve(e["X"].T @ e["X"] + 1e-7 * np.eye(6), e["X"].T @ e["y"])


def draw_two_states(rng: np.random.Generator) -> Env:
    a, b = rng.uniform(0.1, 0.4), rng.uniform(0.5, 0.9)
    return {"a": a, "b": b, "r": rng.normal(), "u": rng.normal()}


def average_reward(e: Env) -> float:
    """Averages the expected rewards of two thousand steps, after a thousand to forget the start."""
    p, total = 1.0, 0.0
    for step in range(3000):
        total += (p * e["r"] + (1 - p) * e["u"]) * (step >= 1000)
        p = p * (1 - e["a"]) + (1 - p) * e["b"]
    return total / 2000


FAMILIES = [
    Family(
        "dawn-shrunk-mean",
        "expression",
        r"$\mu_n = \frac{\sigma^2 \mu_0 + n \tau^2 \bar{x}}{\sigma^2 + n \tau^2}$",
        shrunk_mean,
        {
            "right": weighted(lambda e: e["s"] ** 2, lambda e: e["n"] * e["t"] ** 2),
            "exchanged": weighted(lambda e: e["n"] * e["t"] ** 2, lambda e: e["s"] ** 2),
            "no-count": weighted(lambda e: e["s"] ** 2, lambda e: e["t"] ** 2),
            "deviations": weighted(lambda e: e["s"], lambda e: e["n"] * e["t"]),
            "unnormalised": lambda e: e["m"] / e["t"] ** 2 + e["n"] * e["mean"] / e["s"] ** 2,
        },
        draw=draw_normal,
    ),
    Family(
        "dawn-effective-size",
        "expression",
        r"$\mathrm{ESS} = \frac{\left(\sum_{i=1}^{N} w_i\right)^2}{\sum_{i=1}^{N} w_i^2}$",
        effective_size,
        {
            "right": lambda e: e["w"].sum() ** 2 / (e["w"] ** 2).sum(),
            "inverted": lambda e: (e["w"] ** 2).sum() / e["w"].sum() ** 2,
            "not-squared": lambda e: e["w"].sum() / (e["w"] ** 2).sum(),
            "not-normalised": lambda e: 1 / (e["w"] ** 2).sum(),
            "per-sample": lambda e: e["w"].mean() * e["w"].sum() / (e["w"] ** 2).sum(),
        },
        draw=draw_weights,
    ),
    Family(
        "dawn-two-step-error",
        "expression",
        r"$\delta_t^{(2)} = r_t + \gamma r_{t+1} + \gamma^2 V(s_{t+2}) - V(s_t)$",
        two_step_error,
        {
            "right": lambda e: e["r"][0] + e["g"] * e["r"][1] + e["g"] ** 2 * e["v"][2] - e["v"][0],
            "one-discount": lambda e: e["r"][0] + e["g"] * e["r"][1] + e["g"] * e["v"][2] - e["v"][0],
            "reward-whole": lambda e: e["r"][0] + e["r"][1] + e["g"] ** 2 * e["v"][2] - e["v"][0],
            "sign": lambda e: e["v"][0] - e["r"][0] - e["g"] * e["r"][1] - e["g"] ** 2 * e["v"][2],
            "target": lambda e: e["r"][0] + e["g"] * e["r"][1] + e["g"] ** 2 * e["v"][2],
        },
        draw=draw_path,
    ),
    Family(
        "dawn-stable-rate",
        "relation",
        r"$0 < \eta < \frac{2}{\lambda_{\max}(H)}$",
        stable,
        {
            "right": below(lambda e: 2 / e["high"]),
            "monotone": below(lambda e: 1 / e["high"]),
            "flattest": below(lambda e: 2 / e["low"]),
            "squared": below(lambda e: 2 / e["high"] ** 2),
            "above": lambda e: rates(e, lambda rate: rate > 2 / e["high"]),
        },
        draw=draw_curvature,
    ),
    Family(
        "dawn-soft-value",
        "relation",
        r"$V(s) = \alpha \log \sum_{a} \exp\left(\frac{Q(s,a)}{\alpha}\right)$",
        soft_value,
        {
            "right": lambda e: e["a"] * np.log(np.exp(e["q"] / e["a"]).sum()),
            "no-factor": lambda e: np.log(np.exp(e["q"] / e["a"]).sum()),
            "hard": lambda e: e["q"].max(),
            "inverse": lambda e: e["a"] * np.log(np.exp(e["a"] * e["q"]).sum()),
            "mean": lambda e: e["a"] * np.log(np.exp(e["q"] / e["a"]).mean()),
        },
        draw=draw_actions,
    ),
    Family(
        "dawn-evidence-split",
        "relation",
        r"$\log p(x) = \mathrm{ELBO}(q) + \mathrm{KL}\big(q(z) \,\|\, p(z \mid x)\big)$",
        evidence,
        {
            "right": lambda e: e["elbo"] + kl(e["q"], e["post"]),
            "minus": lambda e: e["elbo"] - kl(e["q"], e["post"]),
            "reversed": lambda e: e["elbo"] + kl(e["post"], e["q"]),
            "prior": lambda e: e["elbo"] + kl(e["q"], e["prior"]),
        },
        draw=draw_latent,
    ),
    Family(
        "dawn-descent-count",
        "limit",
        r"$O\left(\kappa \log \frac{1}{\epsilon}\right)$ iterations",
        descent_count,
        {
            "right": lambda e: e["k"] * math.log(1 / e["eps"]),
            "accelerated": lambda e: math.sqrt(e["k"]) * math.log(1 / e["eps"]),
            "sublinear": lambda e: e["k"] / e["eps"],
            "squared": lambda e: e["k"] ** 2 * math.log(1 / e["eps"]),
            "inside": lambda e: math.log(e["k"] / e["eps"]),
        },
        sizes=({"k": 100, "eps": 1e-2}, {"k": 400, "eps": 1e-4}, {"k": 1600, "eps": 1e-3}, {"k": 200, "eps": 1e-9}),
    ),
    Family(
        "dawn-ridgeless",
        "limit",
        r"$\lim_{\lambda \to 0^+} \hat{w}_\lambda = X^\top (X X^\top)^{-1} y = X^+ y$ (the minimum-norm interpolant)",
        ridgeless,
        {
            "right": lambda e: e["X"].T @ np.linalg.solve(e["X"] @ e["X"].T, e["y"]),
            "tall": lambda e: np.full(6, np.nan),  # the inverse of a singular matrix
            "zero": lambda e: np.zeros(6),
            "correlation": lambda e: e["X"].T @ e["y"],
            "not-inverted": lambda e: e["X"].T @ e["X"] @ e["X"].T @ e["y"],
        },
        draw=draw_wide,
        tolerance=1e-4,
    ),
    Family(
        "dawn-average-reward",
        "limit",
        r"$\lim_{\gamma \to 1} (1-\gamma) V(s) = \frac{b\, r_1 + a\, r_2}{a + b}$, whatever the start $s$",
        average_reward,
        {
            "right": lambda e: (e["b"] * e["r"] + e["a"] * e["u"]) / (e["a"] + e["b"]),
            "exchanged": lambda e: (e["a"] * e["r"] + e["b"] * e["u"]) / (e["a"] + e["b"]),
            "halves": lambda e: (e["r"] + e["u"]) / 2,
            "not-normalised": lambda e: e["b"] * e["r"] + e["a"] * e["u"],
            "next-reward": lambda e: (1 - e["a"]) * e["r"] + e["a"] * e["u"],
        },
        draw=draw_two_states,
    ),
]
