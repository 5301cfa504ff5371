"""Formulas, relations and limits, as the solution sheets of a generative-models and a systems course give them."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def draw_noised(rng: np.random.Generator) -> Env:
    alpha = rng.uniform(0.6, 0.95)
    return {"x": rng.normal(size=4), "eps": rng.normal(size=4), "a": alpha * rng.uniform(0.3, 0.8), "alpha": alpha}


def denoised(e: Env) -> Any:
    """Bisects, coordinate by coordinate, for the clean value that is noised to x."""
    out = []
    for x, eps in zip(e["x"], e["eps"], strict=True):
        low, high = -100.0, 100.0
        for _ in range(70):
            mid = (low + high) / 2
            low, high = (mid, high) if mid * e["a"] ** 0.5 + (1 - e["a"]) ** 0.5 * eps < x else (low, mid)
        out.append(low)
    return np.array(out)


def draw_ridge(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 3)), "y": rng.normal(size=5), "w": rng.normal(size=3), "lam": rng.uniform(0.3, 2)}


def ridge_slope(e: Env) -> Any:
    """Central differences of the mean squared error plus λ times the squared norm."""

    def loss(w: np.ndarray) -> float:
        return float(np.mean((e["X"] @ w - e["y"]) ** 2) + e["lam"] * np.sum(w**2))

    h = 1e-5
    return np.array([(loss(e["w"] + h * d) - loss(e["w"] - h * d)) / (2 * h) for d in np.eye(3)])


def fit(e: Env) -> Any:
    return e["X"].T @ (e["X"] @ e["w"] - e["y"])


def draw_covariance(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(3, 3))
    return {"S": a @ a.T + 0.5 * np.eye(3)}


def bell_entropy(e: Env) -> Any:
    """Turns to the principal axes and adds the entropies of the three bell curves there, each summed on a grid."""
    total = 0.0
    for variance in np.linalg.eigvalsh(e["S"]):
        s = math.sqrt(variance)
        x = np.linspace(-12 * s, 12 * s, 4001)
        p = np.exp(-(x**2) / (2 * variance)) / (s * math.sqrt(2 * math.pi))
        total -= float((p * np.log(p)).sum() * (x[1] - x[0]))
    return total


def logdet(e: Env) -> float:
    return math.log(np.linalg.det(e["S"]))


def draw_decisions(rng: np.random.Generator) -> Env:
    r, p, gamma = rng.normal(size=(3, 2)), rng.dirichlet(np.ones(3) * 2, size=(3, 2)), rng.uniform(0.6, 0.9)
    q = np.zeros((3, 2))
    for _ in range(400):
        q = r + gamma * p @ q.max(1)
    return {"r": r, "P": p, "gamma": gamma, "Q": q, "pi": rng.dirichlet(np.ones(2), size=3)}


def best_values(e: Env) -> Any:
    """Solves the values of each of the eight fixed policies and takes the best of them after every first action."""
    values = []
    for policy in product(range(2), repeat=3):
        step = np.array([e["P"][s, a] for s, a in enumerate(policy)])
        gain = np.array([e["r"][s, a] for s, a in enumerate(policy)])
        values.append(np.linalg.solve(np.eye(3) - e["gamma"] * step, gain))
    best = np.max(values, axis=0)
    return np.array([[e["r"][s, a] + e["gamma"] * (e["P"][s, a] * best).sum() for a in range(2)] for s in range(3)])


def draw_score(rng: np.random.Generator) -> Env:
    return {"x0": rng.normal(size=3), "eps": rng.normal(size=3), "a": rng.uniform(0.2, 0.7)}


def noised_score(e: Env) -> Any:
    """Differences of the log-density of the noised point, given the clean one."""

    def log_density(x: np.ndarray) -> float:
        return float(-float(np.sum((x - e["a"] ** 0.5 * e["x0"]) ** 2)) / (2 * (1 - e["a"])))

    x, h = e["a"] ** 0.5 * e["x0"] + (1 - e["a"]) ** 0.5 * e["eps"], 1e-5
    return np.array([(log_density(x + h * d) - log_density(x - h * d)) / (2 * h) for d in np.eye(3)])


GRID = [(lam, Fraction(k, 8)) for lam in (Fraction(1, 2), Fraction(1), Fraction(2)) for k in range(-40, 41)]


def switched_off() -> frozenset[tuple[Fraction, Fraction]]:
    """Compares the convex ½(w − z)² + λ|w| at zero with its values a little to either side, for many z and λ."""
    tries = [Fraction(k, 64) for k in (-4, -1, 1, 4)]
    return frozenset(
        (lam, z) for lam, z in GRID if all((w - z) ** 2 / 2 + lam * abs(w) >= z**2 / Fraction(2) for w in tries)
    )


def zero_if(test: Callable[[Fraction, Fraction], bool]) -> frozenset[tuple[Fraction, Fraction]]:
    return frozenset((lam, z) for lam, z in GRID if test(lam, z))


def draw_trees(rng: np.random.Generator) -> Env:
    return {"s": rng.uniform(0.6, 2.5), "rho": rng.uniform(0.1, 0.4)}


def large_forest(e: Env) -> Any:
    """Adds the covariance matrix of ten million trees, row by row alike, and divides by their number squared."""
    n = 10**7
    row = e["s"] ** 2 + (n - 1) * e["rho"] * e["s"] ** 2
    return row * n / n**2


def draw_drift(rng: np.random.Generator) -> Env:
    return {"theta": rng.uniform(0.6, 1.5), "s": rng.uniform(1.6, 2.5)}


def settled_variance(e: Env) -> Any:
    """Runs the variance of small Euler steps until it rests."""
    h, v = 1e-3, 0.3
    for _ in range(12_000):
        v = (1 - e["theta"] * h) ** 2 * v + e["s"] ** 2 * h
    return v


def recomputed(e: Env) -> int:
    """Counts the products of all causal scores, when each new token runs the whole prefix again."""
    count = 0
    for t in range(1, e["T"] + 1):
        for query in range(1, t + 1):
            count += query * e["d"]
    return count


FAMILIES = [
    Family(
        "clean-from-noise",
        "expression",
        r"$\hat x_0 = \frac{x_t - \sqrt{1-\bar\alpha_t}\,\epsilon}{\sqrt{\bar\alpha_t}}$",
        denoised,
        {
            "right": lambda e: (e["x"] - np.sqrt(1 - e["a"]) * e["eps"]) / np.sqrt(e["a"]),
            "sign": lambda e: (e["x"] + np.sqrt(1 - e["a"]) * e["eps"]) / np.sqrt(e["a"]),
            "variance": lambda e: (e["x"] - (1 - e["a"]) * e["eps"]) / np.sqrt(e["a"]),
            "no-root": lambda e: (e["x"] - np.sqrt(1 - e["a"]) * e["eps"]) / e["a"],
            "one-step": lambda e: (e["x"] - np.sqrt(1 - e["alpha"]) * e["eps"]) / np.sqrt(e["alpha"]),
        },
        draw=draw_noised,
    ),
    Family(
        "mean-ridge-gradient",
        "expression",
        r"$\nabla_w L = \frac{2}{n} X^\top(Xw - y) + 2\lambda w$",
        ridge_slope,
        {
            "right": lambda e: 2 / 5 * fit(e) + 2 * e["lam"] * e["w"],
            "lambda-once": lambda e: 2 / 5 * fit(e) + e["lam"] * e["w"],
            "sum": lambda e: 2 * fit(e) + 2 * e["lam"] * e["w"],
            "sign": lambda e: -2 / 5 * fit(e) + 2 * e["lam"] * e["w"],
            "all-averaged": lambda e: 2 / 5 * (fit(e) + e["lam"] * e["w"]),
        },
        draw=draw_ridge,
    ),
    Family(
        "gaussian-entropy-d",
        "expression",
        r"$\frac{d}{2}\log(2\pi e) + \frac12 \log|\Sigma|$",
        bell_entropy,
        {
            "right": lambda e: 1.5 * math.log(2 * math.pi * math.e) + logdet(e) / 2,
            "no-d": lambda e: 0.5 * math.log(2 * math.pi * math.e) + logdet(e) / 2,
            "no-e": lambda e: 1.5 * math.log(2 * math.pi) + logdet(e) / 2,
            "whole-determinant": lambda e: 1.5 * math.log(2 * math.pi * math.e) + logdet(e),
            "trace": lambda e: 1.5 * math.log(2 * math.pi * math.e) + np.trace(e["S"]) / 2,
        },
        draw=draw_covariance,
    ),
    Family(
        "bellman-optimality-q",
        "relation",
        r"$Q^*(s,a) = r(s,a) + \gamma \sum_{s'} P(s' \mid s,a) \max_{a'} Q^*(s',a')$",
        best_values,
        {
            "right": lambda e: e["r"] + e["gamma"] * e["P"] @ e["Q"].max(1),
            "policy": lambda e: e["r"] + e["gamma"] * e["P"] @ (e["pi"] * e["Q"]).sum(1),
            "max-outside": lambda e: e["r"] + e["gamma"] * (e["P"] @ e["Q"]).max(2),
            "undiscounted": lambda e: e["r"] + e["P"] @ e["Q"].max(1),
        },
        draw=draw_decisions,
    ),
    Family(
        "score-and-noise",
        "relation",
        r"$s_\theta(x_t,t) = -\frac{\epsilon_\theta(x_t,t)}{\sqrt{1-\bar\alpha_t}}$",
        noised_score,
        {
            "right": lambda e: -e["eps"] / np.sqrt(1 - e["a"]),
            "sign": lambda e: e["eps"] / np.sqrt(1 - e["a"]),
            "variance": lambda e: -e["eps"] / (1 - e["a"]),
            "times": lambda e: -e["eps"] * np.sqrt(1 - e["a"]),
            "signal": lambda e: -e["eps"] / np.sqrt(e["a"]),
        },
        draw=draw_score,
    ),
    Family(
        "lasso-switch-off",
        "relation",
        r"$\hat w = 0 \iff |z| \le \lambda$",
        switched_off,
        {
            "right": zero_if(lambda lam, z: abs(z) <= lam),
            "one-side": zero_if(lambda lam, z: z <= lam),
            "beyond": zero_if(lambda lam, z: abs(z) >= lam),
            "half": zero_if(lambda lam, z: abs(z) <= lam / 2),
            "hard": zero_if(lambda lam, z: z**2 <= 2 * lam),
        },
    ),
    Family(
        "forest-variance-floor",
        "limit",
        r"$\lim_{B\to\infty} \mathrm{Var} = \rho\sigma^2$",
        large_forest,
        {
            "right": lambda e: e["rho"] * e["s"] ** 2,
            "zero": lambda e: 0.0,
            "rest": lambda e: (1 - e["rho"]) * e["s"] ** 2,
            "deviation": lambda e: e["rho"] * e["s"],
            "squared": lambda e: e["rho"] ** 2 * e["s"] ** 2,
        },
        draw=draw_trees,
    ),
    Family(
        "forward-sde-variance",
        "limit",
        r"$\mathrm{Var}[x_t] \to \frac{\sigma^2}{2\theta}$ as $t \to \infty$",
        settled_variance,
        {
            "right": lambda e: e["s"] ** 2 / (2 * e["theta"]),
            "two-lost": lambda e: e["s"] ** 2 / e["theta"],
            "deviation": lambda e: e["s"] / math.sqrt(2 * e["theta"]),
            "grows": lambda e: math.inf,
            "vanishes": lambda e: 0.0,
        },
        draw=draw_drift,
        tolerance=2e-3,
    ),
    Family(
        "sampling-without-cache",
        "limit",
        r"$\Theta(T^3 d)$",
        recomputed,
        {
            "right": lambda e: e["T"] ** 3 * e["d"],
            "cached": lambda e: e["T"] ** 2 * e["d"],
            "fourth": lambda e: e["T"] ** 4 * e["d"],
            "d-square": lambda e: e["T"] ** 2 * e["d"] ** 2,
        },
        sizes=({"T": 100, "d": 64}, {"T": 200, "d": 8}, {"T": 400, "d": 32}),
    ),
]
