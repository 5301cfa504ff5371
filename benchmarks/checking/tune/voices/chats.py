"""Items that small open models were asked in a chat."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said


def draw_heads(rng: np.random.Generator) -> Env:
    return {"Q": rng.normal(size=(4, 3)), "K": rng.normal(size=(4, 3)), "V": rng.normal(size=(4, 3)), "d": 3}


def softmax(a: Any, axis: int = 1) -> Any:
    e = np.exp(a - a.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def attention(e: Env) -> Any:
    """For each query: the values averaged with weights exp of the scaled dot products, in loops."""
    out = []
    for q in e["Q"]:
        weights = [math.exp(sum(a * b for a, b in zip(q, k, strict=True)) / math.sqrt(e["d"])) for k in e["K"]]
        out.append(sum(w * v for w, v in zip(weights, e["V"], strict=True)) / sum(weights))
    return np.array(out)


def draw_ratio(rng: np.random.Generator) -> Env:
    return {"r": rng.choice((0.5, 0.95, 1.6)), "A": rng.choice((-1, 1)) * rng.uniform(0.5, 2), "eps": 0.2}


def clipped(e: Env) -> float:
    """The pessimistic one of two returns, where the ratio is first moved to the nearest edge of its range."""
    low, high = 1 - e["eps"], 1 + e["eps"]
    moved = low if e["r"] < low else high if e["r"] > high else e["r"]
    return float(sorted((e["r"] * e["A"], moved * e["A"]))[0])


def clip(e: Env) -> float:
    return float(np.clip(e["r"], 1 - e["eps"], 1 + e["eps"]) * e["A"])


def draw_densities(rng: np.random.Generator) -> Env:
    return {"data": rng.uniform(0.1, 2), "model": rng.uniform(0.1, 2)}


def discriminator(e: Env) -> float:
    """Maximises p log D + q log(1 − D) over D by a search of thirds."""
    low, high = 1e-9, 1 - 1e-9

    def value(d: float) -> float:
        return float(e["data"] * math.log(d) + e["model"] * math.log(1 - d))

    for _ in range(300):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if value(a) < value(b) else (low, b)
    return (low + high) / 2


def draw_filter(rng: np.random.Generator) -> Env:
    a, b = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
    return {"P": a @ a.T + np.eye(3), "H": rng.normal(size=(3, 3)), "R": b @ b.T + np.eye(3)}


def gain(e: Env) -> Any:
    """Regresses the state on the measurement with their exact joint covariance: solves K Cov(y) = Cov(x, y)."""
    joint = np.block([[np.eye(3), np.zeros((3, 3))], [e["H"], np.eye(3)]])
    source = np.block([[e["P"], np.zeros((3, 3))], [np.zeros((3, 3)), e["R"]]])
    covariance = joint @ source @ joint.T
    return np.linalg.solve(covariance[3:, 3:].T, covariance[:3, 3:].T).T


def grouped() -> int:
    """Allocates the filters of a convolution with four groups, 64 channels in and 128 out, and their biases."""
    return sum(np.zeros((32, 16, 3, 3)).size + np.zeros(32).size for _group in range(4))


def bounded_slopes() -> frozenset[str]:
    """The largest slope of each loss on a far residual, which must not grow with it."""
    losses: dict[str, Callable[[Any], Any]] = {
        "A": lambda r: r**2,
        "B": np.abs,
        "C": lambda r: np.where(np.abs(r) < 1, r * r / 2, np.abs(r) - 0.5),
        "D": lambda r: r**4,
    }
    return frozenset(k for k, f in losses.items() if abs(float(f(1001.0) - f(1000.0))) < 2)


def small_softmax() -> Any:
    """Exponentials of ln 1, ln 2 and ln 5, divided by their sum."""
    return softmax(np.log(np.array([[1.0, 2, 5]])))[0]


def draw_pair(rng: np.random.Generator) -> Env:
    p, q = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4))
    return {
        "cross": -float(p @ np.log(q)),
        "own": -float(p @ np.log(p)),
        "other": -float(q @ np.log(q)),
        "p": p,
        "q": q,
    }


def divergence(e: Env) -> float:
    """Σ p log(p/q), term by term."""
    return sum(float(p * math.log(p / q)) for p, q in zip(e["p"], e["q"], strict=True))


FAMILIES = [
    Family(
        "attention-formula",
        "expression",
        r"$\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V$",
        attention,
        {
            "right": lambda e: softmax(e["Q"] @ e["K"].T / math.sqrt(e["d"])) @ e["V"],
            "unscaled": lambda e: softmax(e["Q"] @ e["K"].T) @ e["V"],
            "no-root": lambda e: softmax(e["Q"] @ e["K"].T / e["d"]) @ e["V"],
            "exchanged": lambda e: softmax(e["K"] @ e["Q"].T / math.sqrt(e["d"])) @ e["V"],
            "outside": lambda e: softmax(e["Q"] @ e["K"].T) @ e["V"] / math.sqrt(e["d"]),
        },
        draw=draw_heads,
    ),
    Family(
        "clipped-surrogate",
        "expression",
        r"$\min\big(r_t(\theta)\hat{A}_t,\ \operatorname{clip}(r_t(\theta), 1-\epsilon, 1+\epsilon)\,\hat{A}_t\big)$",
        clipped,
        {
            "right": lambda e: min(e["r"] * e["A"], clip(e)),
            "maximum": lambda e: max(e["r"] * e["A"], clip(e)),
            "clip-only": clip,
            "unclipped": lambda e: e["r"] * e["A"],
            "centred": lambda e: min(e["r"] * e["A"], float(np.clip(e["r"], -e["eps"], e["eps"])) * e["A"]),
        },
        draw=draw_ratio,
    ),
    Family(
        "best-discriminator",
        "expression",
        r"$D^*(x) = \frac{p_{\text{data}}(x)}{p_{\text{data}}(x) + p_g(x)}$",
        discriminator,
        {
            "right": lambda e: e["data"] / (e["data"] + e["model"]),
            "generator": lambda e: e["model"] / (e["data"] + e["model"]),
            "ratio": lambda e: e["data"] / e["model"],
            "half": lambda e: 0.5,
            "difference": lambda e: e["data"] / (e["data"] - e["model"]),
        },
        draw=draw_densities,
        tolerance=1e-4,
    ),
    Family(
        "filter-gain",
        "expression",
        r"$K = P H^\top \left(H P H^\top + R\right)^{-1}$",
        gain,
        {
            "right": lambda e: e["P"] @ e["H"].T @ np.linalg.inv(e["H"] @ e["P"] @ e["H"].T + e["R"]),
            "order": lambda e: np.linalg.inv(e["H"] @ e["P"] @ e["H"].T + e["R"]) @ e["P"] @ e["H"].T,
            "noiseless": lambda e: e["P"] @ e["H"].T @ np.linalg.inv(e["H"] @ e["P"] @ e["H"].T),
            "not-inverted": lambda e: e["P"] @ e["H"].T @ (e["H"] @ e["P"] @ e["H"].T + e["R"]),
            "untransposed": lambda e: e["P"] @ e["H"] @ np.linalg.inv(e["H"] @ e["P"] @ e["H"].T + e["R"]),
        },
        draw=draw_filter,
    ),
    Family(
        "grouped-filters",
        "number",
        "18,560",
        grouped,
        {"right": 18_560, "no-bias": 18_432, "ungrouped": 73_856, "depthwise": 1_280, "thousands": said("18.4", 1000)},
    ),
    Family(
        "bounded-slopes",
        "choice",
        "B, C",
        bounded_slopes,
        {
            "right": frozenset("BC"),
            "huber-only": frozenset("C"),
            "squares": frozenset("AD"),
            "all-but-last": frozenset("ABC"),
        },
    ),
    Family(
        "small-softmax",
        "array",
        r"$\left(\tfrac18, \tfrac14, \tfrac58\right)$",
        small_softmax,
        {
            "right": np.array([1, 2, 5]) / 8,
            "unnormalised": np.array([1, 2, 5]),
            "reversed": np.array([5, 2, 1]) / 8,
            "logits": np.array([0, 0.3010, 0.6990]),
            "slip": np.array([Fraction(1, 8), Fraction(2, 8), Fraction(4, 8)], float),
        },
    ),
    Family(
        "cross-entropy-split",
        "relation",
        r"$D_{\mathrm{KL}}(p\,\|\,q) = H(p, q) - H(p)$",
        divergence,
        {
            "right": lambda e: e["cross"] - e["own"],
            "plus": lambda e: e["cross"] + e["own"],
            "other": lambda e: e["cross"] - e["other"],
            "sign": lambda e: e["own"] - e["cross"],
            "entropies": lambda e: e["other"] - e["own"],
        },
        draw=draw_pair,
    ),
]
