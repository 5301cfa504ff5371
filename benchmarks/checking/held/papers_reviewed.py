"""Homework on papers, as students hand it in and as models answer it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family


def draw_gae(rng: np.random.Generator) -> Env:
    return {"d": rng.normal(size=12), "g": rng.uniform(0.8, 0.99), "l": rng.uniform(0.5, 0.95)}


def advantage(e: Env) -> float:
    """Adds (γλ)^k δ_{t+k} over all steps left, at t = 0."""
    return float(sum((e["g"] * e["l"]) ** k * e["d"][k] for k in range(12)))


def next_advantage(e: Env) -> float:
    return float(sum((e["g"] * e["l"]) ** k * e["d"][k + 1] for k in range(11)))


def draw_nce(rng: np.random.Generator) -> Env:
    return {"s": rng.normal(size=5), "tau": rng.uniform(0.2, 1.8), "j": int(rng.integers(5))}


def contrast(e: Env) -> Any:
    """Central differences of the contrastive loss with respect to each similarity."""

    def loss(s: Any) -> float:
        return float(np.log(np.sum(np.exp(s / e["tau"]))) - s[e["j"]] / e["tau"])

    h = 1e-5
    return np.array([(loss(e["s"] + h * u) - loss(e["s"] - h * u)) / (2 * h) for u in np.eye(5)])


def soft(e: Env) -> Any:
    weights = np.exp(e["s"] / e["tau"])
    return weights / weights.sum()


def hot(e: Env) -> Any:
    return np.eye(5)[e["j"]]


def draw_size(rng: np.random.Generator) -> Env:
    return {"M": rng.uniform(1, 50)}


def ring_traffic(e: Env) -> float:
    """Adds the chunks that one of a million workers sends in both phases of the ring."""
    workers = 10**6
    return float(sum(e["M"] / workers * (workers - 1) for _phase in range(2)))


def kernel_training(e: Env) -> int:
    """Counts the products of the Gram matrix, and the steps of a Cholesky factor of it."""
    n, d = e["n"], e["d"]
    return int(sum(n * d for _row in range(n)) + sum(n * n for _column in range(n)))


def jacobian_shape() -> tuple[str, ...]:
    """Differentiates y = Wx for a 2 × 5 matrix, entry by entry, and reads the sizes as letters."""
    w, x = np.ones((2, 5)), np.arange(5.0)
    jacobian = np.zeros((*(w @ x).shape, *w.shape))
    for i, j in np.ndindex(2, 5):
        moved = w.copy()
        moved[i, j] += 1
        jacobian[:, i, j] = moved @ x - w @ x
    return tuple({2: "m", 5: "n"}[size] for size in jacobian.shape)


def patches() -> tuple[Any, ...]:
    """Cuts a picture of 224 × 224 into squares of 16, and adds the class token."""
    corners = [(row, column) for row in range(0, 224, 16) for column in range(0, 224, 16)]
    return ("B", len(corners) + 1, 768)


def draw_normal(rng: np.random.Generator) -> Env:
    return {"s0": rng.uniform(0.5, 2), "s": rng.uniform(0.5, 2), "x": rng.normal(size=4)}


def posterior_precision(e: Env) -> float:
    """The variance of prior times likelihoods on a fine grid of means, inverted."""
    mu = np.linspace(-12, 12, 40_001)
    logs = -(mu**2) / (2 * e["s0"] ** 2) - sum((x - mu) ** 2 for x in e["x"]) / (2 * e["s"] ** 2)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean = float(weights @ mu)
    return 1 / float(weights @ (mu - mean) ** 2)


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(-4, 4)}


def boundary(e: Env) -> float:
    """Bisects the second coordinate until both means, (0, 0) and (2, 4), are equally far."""
    low, high = -50.0, 50.0
    for _ in range(100):
        y = (low + high) / 2
        if e["x"] ** 2 + y**2 < (e["x"] - 2) ** 2 + (y - 4) ** 2:
            low = y
        else:
            high = y
    return low


def at(f: Callable[[float], float]) -> Callable[[Env], float]:
    return lambda e: f(e["x"])


def retrieved() -> tuple[Fraction, Fraction]:
    """Lists 15 predicted and 20 true items with 12 in common, and counts."""
    predicted, true = set(range(15)), set(range(3, 23))
    common = len(predicted & true)
    return Fraction(common, len(predicted)), Fraction(common, len(true))


FAMILIES = [
    Family(
        "similarity-gradient",
        "expression",
        r"$\frac{\partial \mathcal{L}}{\partial s_k} = \frac{1}{\tau}\left(p_k - \mathbb{1}[k = j]\right)$,"
        r" where $p = \mathrm{softmax}(s/\tau)$",
        contrast,
        {
            "right": lambda e: (soft(e) - hot(e)) / e["tau"],
            "sign": lambda e: (hot(e) - soft(e)) / e["tau"],
            "no-tau": lambda e: soft(e) - hot(e),
            "times-tau": lambda e: e["tau"] * (soft(e) - hot(e)),
            "only-p": lambda e: soft(e) / e["tau"],
        },
        draw=draw_nce,
    ),
    Family(
        "gae-one-step-back",
        "relation",
        r"$\hat A_t = \delta_t + \gamma\lambda \hat A_{t+1}$",
        advantage,
        {
            "right": lambda e: e["d"][0] + e["g"] * e["l"] * next_advantage(e),
            "no-lambda": lambda e: e["d"][0] + e["g"] * next_advantage(e),
            "average": lambda e: (1 - e["l"]) * e["d"][0] + e["g"] * e["l"] * next_advantage(e),
            "minus": lambda e: e["d"][0] - e["g"] * e["l"] * next_advantage(e),
            "discounted-all": lambda e: e["g"] * e["l"] * (e["d"][0] + next_advantage(e)),
        },
        draw=draw_gae,
    ),
    Family(
        "conjugate-mean-precision",
        "relation",
        r"$\frac{1}{\sigma_n^2} = \frac{1}{\sigma_0^2} + \frac{n}{\sigma^2}$",
        posterior_precision,
        {
            "right": lambda e: 1 / e["s0"] ** 2 + 4 / e["s"] ** 2,
            "variances": lambda e: 1 / (e["s0"] ** 2 + e["s"] ** 2 / 4),
            "no-n": lambda e: 1 / e["s0"] ** 2 + 1 / e["s"] ** 2,
            "prior-n": lambda e: 4 / e["s0"] ** 2 + 1 / e["s"] ** 2,
            "roots": lambda e: (1 / e["s0"] + 4 / e["s"]) ** 2,
        },
        draw=draw_normal,
    ),
    Family(
        "ring-worker-traffic",
        "limit",
        r"$2M$ as $p \to \infty$",
        ring_traffic,
        {
            "right": lambda e: 2 * e["M"],
            "one-phase": lambda e: e["M"],
            "none": lambda e: 0 * e["M"],
            "infinite": lambda e: np.array(np.inf),
            "half": lambda e: e["M"] / 2,
        },
        draw=draw_size,
    ),
    Family(
        "gram-training-cost",
        "limit",
        r"$O(n^2 d + n^3)$",
        kernel_training,
        {
            "right": lambda e: e["n"] ** 2 * e["d"] + e["n"] ** 3,
            "inverse-only": lambda e: e["n"] ** 3,
            "gram-only": lambda e: e["n"] ** 2 * e["d"],
            "primal": lambda e: e["n"] * e["d"] ** 2 + e["d"] ** 3,
            "product": lambda e: e["n"] ** 3 * e["d"],
        },
        sizes=tuple({"n": n, "d": d} for n, d in ((10, 4000), (2000, 10), (300, 300), (1000, 100))),
    ),
    Family(
        "weight-jacobian-shape",
        "shape",
        r"$\frac{\partial y}{\partial W} \in \mathbb{R}^{m \times m \times n}$",
        jacobian_shape,
        {
            "right": ("m", "m", "n"),
            "matrix": ("m", "n"),
            "last": ("m", "n", "n"),
            "transposed": ("n", "m"),
            "exchanged": ("n", "n", "m"),
        },
    ),
    Family(
        "patch-token-shape",
        "shape",
        r"$(B, 197, 768)$",
        patches,
        {
            "right": ("B", 197, 768),
            "no-class": ("B", 196, 768),
            "channels-first": ("B", 768, 197),
            "one-side": ("B", 15, 768),
            "grid": ("B", 14, 14, 768),
        },
    ),
    Family(
        "equidistant-boundary",
        "general",
        "$x_1 + 2x_2 = 5$",
        boundary,
        {
            "right": at(lambda x: (5 - x) / 2),
            "no-half": at(lambda x: (10 - x) / 2),
            "normal": at(lambda x: 2 * x),
            "exchanged": at(lambda x: 5 - 2 * x),
            "sign": at(lambda x: (x - 5) / 2),
        },
        draw=draw_x,
    ),
    Family(
        "precision-recall-pair",
        "general",
        "precision $0.8$, recall $0.6$",
        retrieved,
        {
            "right": (Fraction(4, 5), Fraction(3, 5)),
            "exchanged": (Fraction(3, 5), Fraction(4, 5)),
            "union": (Fraction(12, 23), Fraction(12, 23)),
            "same-recall": (Fraction(4, 5), Fraction(4, 5)),
            "missed": (Fraction(1, 5), Fraction(2, 5)),
        },
    ),
]
