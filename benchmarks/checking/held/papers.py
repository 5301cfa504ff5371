"""Homework on papers, as students hand it in and as models answer it."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said


def training_flops() -> int:
    """Adds two operations forward and four backward for each weight, one thousand million tokens after the other."""
    return sum((2 + 4) * 1_300_000_000 * 10**9 for _portion in range(26))


def perplexity() -> float:
    """The inverse of the geometric mean of four probabilities, by roots of their product."""
    product = 1.0
    for p in (0.5, 0.25, 0.125, 0.0625):
        product *= p
    return 1 / math.sqrt(math.sqrt(product))


def stationary() -> Any:
    """Takes ten thousand steps of the chain from its first state."""
    p, share = np.array([[0.9, 0.1], [0.4, 0.6]]), np.array([1.0, 0.0])
    for _ in range(10_000):
        share = share @ p
    return share


def entropy_facts() -> tuple[bool, ...]:
    """Tries each statement on random tables of two variables, and on a uniform variable of width one half."""
    rng = np.random.default_rng(5)
    holds = [True] * 4
    holds[1] = math.log(0.5) >= 0
    for _ in range(200):
        joint = rng.dirichlet(np.ones(9) * 0.7).reshape(3, 3) + 1e-12
        joint /= joint.sum()
        x, y = joint.sum(1), joint.sum(0)
        h, hx, hy = (-float(np.sum(p * np.log(p))) for p in (joint, x, y))
        holds[0] &= h - hy <= hx + 1e-9
        holds[2] &= abs((hx - (h - hy)) - (hy - (h - hx))) < 1e-9
        forward, backward = float(np.sum(x * np.log(x / y))), float(np.sum(y * np.log(y / x)))
        holds[3] &= abs(forward - backward) < 1e-9
    return tuple(holds)


def redescending() -> str:
    """The slope of each loss at a residual of a million, by a difference."""
    losses: dict[str, Callable[[float], float]] = {
        "squared": lambda r: r * r / 2,
        "absolute": abs,
        "huber": lambda r: r * r / 2 if abs(r) <= 1 else abs(r) - 0.5,
        "cauchy": lambda r: math.log1p(r * r / 2),
    }
    flat = [name for name, f in losses.items() if f(1e6 + 0.5) - f(1e6 - 0.5) < 1e-3]
    assert len(flat) == 1
    return flat[0]


def draw_ridge(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 3)), "y": rng.normal(size=5), "lam": rng.uniform(0.3, 1.5)}


def ridge(e: Env) -> Any:
    """Gradient descent on the mean squared error plus λ‖w‖², until it no longer moves."""
    w = np.zeros(3)
    for _ in range(20_000):
        w = w - 0.02 * (2 * e["X"].T @ (e["X"] @ w - e["y"]) / 5 + 2 * e["lam"] * w)
    return w


def ridge_with(scale: float, penalty: float) -> Callable[[Env], Any]:
    return lambda e: scale * np.linalg.solve(e["X"].T @ e["X"] + penalty * e["lam"] * np.eye(3), e["X"].T @ e["y"])


def draw_sigma(rng: np.random.Generator) -> Env:
    return {"s": rng.uniform(0.4, 3)}


def gaussian_entropy(e: Env) -> float:
    """Integrates −p ln p over twelve standard deviations to either side."""
    x = np.linspace(-12, 12, 20_001) * e["s"]
    p = np.exp(-(x**2) / (2 * e["s"] ** 2)) / (e["s"] * math.sqrt(2 * math.pi))
    return float(np.sum(-p * np.log(p)) * (x[1] - x[0]))


def scatter() -> Any:
    """Adds the products of deviations of (0, 1), (2, 3), (4, 2) with loops, and divides by two."""
    points = ((0, 1), (2, 3), (4, 2))
    means = [sum(p[k] for p in points) / 3 for k in range(2)]
    return np.array(
        [[sum((p[a] - means[a]) * (p[b] - means[b]) for p in points) / 2 for b in range(2)] for a in range(2)]
    )


FAMILIES = [
    Family(
        "six-n-d",
        "number",
        r"$C \approx 6ND = 2.03 \times 10^{20}$ FLOPs",
        training_flops,
        {
            "right": 202_800_000_000_000_000_000,
            "right-rounded": said("2.03", 10**20),
            "forward": 67_600_000_000_000_000_000,
            "product": 33_800_000_000_000_000_000,
            "power": said("2.03", 10**19),
            "backward": 135_200_000_000_000_000_000,
        },
    ),
    Family(
        "four-token-perplexity",
        "number",
        r"$2^{2.5} \approx 5.66$",
        perplexity,
        {
            "right": 2**2.5,
            "right-rounded": said("5.66"),
            "bits": Fraction(5, 2),
            "mean-inverse": Fraction(15, 2),
            "product": 1024,
            "inverse-mean": said("4.27"),
        },
    ),
    Family(
        "two-state-chain",
        "array",
        r"$\pi = (0.8, 0.2)$",
        stationary,
        {
            "right": np.array([0.8, 0.2]),
            "exchanged": np.array([0.2, 0.8]),
            "uniform": np.array([0.5, 0.5]),
            "unscaled": np.array([4, 1]),
            "diagonal": np.array([0.6, 0.4]),
        },
    ),
    Family(
        "centred-pairs-covariance",
        "array",
        r"$S = \begin{pmatrix} 4 & 1 \\ 1 & 1 \end{pmatrix}$ (with $\frac{1}{n-1}$)",
        scatter,
        {
            "right": np.array([[4, 1], [1, 1]]),
            "over-n": np.array([[8, 2], [2, 2]]) / 3,
            "scatter": np.array([[8, 2], [2, 2]]),
            "no-mean": np.array([[10, 7], [7, 7]]),
            "correlation": np.array([[1, 0.5], [0.5, 1]]),
        },
    ),
    Family(
        "contrast-facts",
        "choice",
        "(i) true, (ii) false, (iii) true, (iv) false",
        entropy_facts,
        {
            "right": (True, False, True, False),
            "differential": (True, True, True, False),
            "conditioning": (False, False, True, False),
            "symmetric-kl": (True, False, True, True),
            "reversed": (False, True, False, True),
        },
    ),
    Family(
        "redescending-loss",
        "choice",
        "Cauchy loss",
        redescending,
        {"right": "cauchy", "huber": "huber", "absolute": "absolute", "squared": "squared"},
    ),
    Family(
        "mean-ridge-solution",
        "expression",
        r"$\hat w = (X^\top X + n\lambda I)^{-1} X^\top y$",
        ridge,
        {
            "right": ridge_with(1, 5),
            "right-dual": lambda e: e["X"].T @ np.linalg.solve(e["X"] @ e["X"].T + 5 * e["lam"] * np.eye(5), e["y"]),
            "no-n": ridge_with(1, 1),
            "minus": ridge_with(1, -5),
            "two-n": ridge_with(1, 10),
            "ordinary": ridge_with(1, 0),
            "n-outside": ridge_with(1 / 5, 1),
        },
        draw=draw_ridge,
    ),
    Family(
        "normal-entropy-nats",
        "expression",
        r"$h(X) = \frac{1}{2}\ln(2\pi e \sigma^2)$",
        gaussian_entropy,
        {
            "right": lambda e: 0.5 * math.log(2 * math.pi * math.e * e["s"] ** 2),
            "no-e": lambda e: 0.5 * math.log(2 * math.pi * e["s"] ** 2),
            "no-half": lambda e: math.log(2 * math.pi * math.e * e["s"] ** 2),
            "sigma": lambda e: 0.5 * math.log(2 * math.pi * math.e * e["s"]),
            "minus-half": lambda e: 0.5 * math.log(2 * math.pi * e["s"] ** 2) - 0.5,
            "negative": lambda e: -0.5 * math.log(2 * math.pi * math.e * e["s"] ** 2),
        },
        draw=draw_sigma,
    ),
]
