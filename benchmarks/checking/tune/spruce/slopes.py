"""Expressions of a lecturer's homework: gradients, variances and closed forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from families import Env, Family

Array = np.ndarray[Any, Any]


def slope(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Central differences of f at x, entry by entry."""
    out = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        step = np.zeros_like(x)
        step[i] = h
        out[i] = (f(x + step) - f(x - step)) / (2 * h)
    return out


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def rms_draw(rng: np.random.Generator) -> Env:
    x, g = rng.normal(size=5), rng.normal(size=5)
    return {"x": x, "g": g, "n": 5, "r": np.sqrt(np.mean(x**2))}


def rms(e: Env) -> Array:
    """Finite differences of Σ gᵢ yᵢ with y = x over its root mean square."""
    return slope(lambda x: float(e["g"] @ x / np.sqrt(np.mean(x**2))), e["x"])


def soft_draw(rng: np.random.Generator) -> Env:
    z, t = rng.normal(size=4), rng.uniform(1.5, 3)
    p = np.exp(z / t) / np.exp(z / t).sum()
    return {"z": z, "T": t, "p": p, "y": np.eye(4)[rng.integers(4)]}


def tempered(e: Env) -> Array:
    """Finite differences of the cross-entropy of the softmax of z/T."""
    return slope(lambda z: float(np.log(np.exp(z / e["T"]).sum()) - e["y"] @ z / e["T"]), e["z"])


def drop_draw(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 3)), "y": rng.normal(size=5), "w": rng.normal(size=3), "p": rng.uniform(0.3, 0.8)}


def dropped(e: Env) -> float:
    """Averages the squared error over all 2³ masks of every row, kept with probability p and divided by p."""
    total = 0.0
    for row, target in zip(e["X"], e["y"], strict=True):
        for mask in np.ndindex(2, 2, 2):
            m = np.array(mask)
            chance = np.prod(np.where(m == 1, e["p"], 1 - e["p"]))
            total += chance * (target - (m * row / e["p"]) @ e["w"]) ** 2
    return float(total)


def fit(e: Env) -> float:
    return float(np.sum((e["y"] - e["X"] @ e["w"]) ** 2))


def penalty(e: Env) -> float:
    return float(np.sum(np.diag(e["X"].T @ e["X"]) * e["w"] ** 2))


def query_draw(rng: np.random.Generator) -> Env:
    d = 3
    return {"Q": rng.normal(size=(4, d)), "K": rng.normal(size=(4, d)), "G": rng.normal(size=(4, 4)), "d": d}


def query(e: Env) -> Array:
    """Finite differences of Σ Gᵢⱼ Sᵢⱼ with S = QKᵀ/√d, in the entries of Q."""
    return slope(lambda q: float(np.sum(e["G"] * (q @ e["K"].T / np.sqrt(e["d"])))), e["Q"])


def one(rng: np.random.Generator) -> Env:
    return {"x": rng.normal()}


def swish(e: Env) -> float:
    """A central difference of x σ(x)."""
    h = 1e-5
    return float(((e["x"] + h) * sigmoid(e["x"] + h) - (e["x"] - h) * sigmoid(e["x"] - h)) / (2 * h))


def crowd(rng: np.random.Generator) -> Env:
    return {"M": int(rng.integers(3, 9)), "s": rng.uniform(0.5, 2), "r": rng.uniform(0.2, 0.8)}


def ensemble(e: Env) -> float:
    """Adds all entries of the covariance matrix and divides by M²."""
    m = e["M"]
    entries = (e["s"] ** 2 * (1 if i == j else e["r"]) for i in range(m) for j in range(m))
    return float(sum(entries) / m**2)


def square(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(3, 3)) + 3 * np.eye(3), "A": rng.normal(size=(3, 3))}


def trace_inverse(e: Env) -> Array:
    """Finite differences of tr(A X⁻¹), entry by entry."""
    return slope(lambda x: float(np.trace(e["A"] @ np.linalg.inv(x))), e["X"])


def pull(rng: np.random.Generator) -> Env:
    return {"g": rng.normal(size=6), "b": rng.uniform(0.5, 0.9)}


def unrolled(e: Env) -> float:
    """Runs v ← βv + (1 − β)g over the gradients, from zero."""
    v = 0.0
    for g in e["g"]:
        v = e["b"] * v + (1 - e["b"]) * g
    return float(v)


def inv(x: Array) -> Array:
    return np.asarray(np.linalg.inv(x))


FAMILIES = [
    Family(
        "spruce-rms-backward",
        "expression",
        r"\frac{1}{r}\left(g_j - \frac{x_j}{n r^2}\sum_i g_i x_i\right)",
        rms,
        {
            "right": lambda e: (e["g"] - e["x"] * (e["g"] @ e["x"]) / (e["n"] * e["r"] ** 2)) / e["r"],
            "detached": lambda e: e["g"] / e["r"],
            "no-mean": lambda e: (e["g"] - e["x"] * (e["g"] @ e["x"]) / e["r"] ** 2) / e["r"],
            "layer": lambda e: (e["g"] - e["g"].mean() - e["x"] * (e["g"] @ e["x"]) / (e["n"] * e["r"] ** 2)) / e["r"],
            "sign": lambda e: (e["g"] + e["x"] * (e["g"] @ e["x"]) / (e["n"] * e["r"] ** 2)) / e["r"],
        },
        draw=rms_draw,
    ),
    Family(
        "spruce-tempered-logits",
        "expression",
        r"\frac{1}{T}(p_k - y_k)",
        tempered,
        {
            "right": lambda e: (e["p"] - e["y"]) / e["T"],
            "untempered": lambda e: e["p"] - e["y"],
            "multiplied": lambda e: e["T"] * (e["p"] - e["y"]),
            "ascent": lambda e: (e["y"] - e["p"]) / e["T"],
            "square": lambda e: (e["p"] - e["y"]) / e["T"] ** 2,
        },
        draw=soft_draw,
    ),
    Family(
        "spruce-inverted-dropout",
        "expression",
        r"\|y - Xw\|^2 + \frac{1-p}{p}\sum_{j} \Big(\sum_i X_{ij}^2\Big) w_j^2",
        dropped,
        {
            "right": lambda e: fit(e) + (1 - e["p"]) / e["p"] * penalty(e),
            "plain": lambda e: fit(e) + e["p"] * (1 - e["p"]) * penalty(e),
            "flipped": lambda e: fit(e) + e["p"] / (1 - e["p"]) * penalty(e),
            "ridge": lambda e: fit(e) + (1 - e["p"]) / e["p"] * float(e["w"] @ e["w"]),
        },
        draw=drop_draw,
    ),
    Family(
        "spruce-query-gradient",
        "expression",
        r"\frac{1}{\sqrt{d}} G K",
        query,
        {
            "right": lambda e: e["G"] @ e["K"] / np.sqrt(e["d"]),
            "key": lambda e: e["G"].T @ e["Q"] / np.sqrt(e["d"]),
            "transposed": lambda e: e["G"].T @ e["K"] / np.sqrt(e["d"]),
            "unscaled": lambda e: e["G"] @ e["K"],
            "by-d": lambda e: e["G"] @ e["K"] / e["d"],
        },
        draw=query_draw,
    ),
    Family(
        "spruce-swish-slope",
        "expression",
        r"\sigma(x) + x\,\sigma(x)(1-\sigma(x))",
        swish,
        {
            "right": lambda e: sigmoid(e["x"]) * (1 + e["x"] * (1 - sigmoid(e["x"]))),
            "gate-only": lambda e: sigmoid(e["x"]),
            "inner-only": lambda e: e["x"] * sigmoid(e["x"]) * (1 - sigmoid(e["x"])),
            "no-factor": lambda e: sigmoid(e["x"]) + sigmoid(e["x"]) * (1 - sigmoid(e["x"])),
        },
        draw=one,
    ),
    Family(
        "spruce-ensemble-variance",
        "expression",
        r"\rho\sigma^2 + \frac{1-\rho}{M}\sigma^2",
        ensemble,
        {
            "right": lambda e: e["s"] ** 2 * (e["r"] + (1 - e["r"]) / e["M"]),
            "independent": lambda e: e["s"] ** 2 / e["M"],
            "swapped": lambda e: e["s"] ** 2 * (1 - e["r"] + e["r"] / e["M"]),
            "not-split": lambda e: e["s"] ** 2 * (e["r"] + 1 / e["M"]),
        },
        draw=crowd,
    ),
    Family(
        "spruce-trace-inverse",
        "expression",
        r"-X^{-\top} A^\top X^{-\top}",
        trace_inverse,
        {
            "right": lambda e: -(inv(e["X"]) @ e["A"] @ inv(e["X"])).T,
            "untransposed": lambda e: -inv(e["X"]) @ e["A"] @ inv(e["X"]),
            "sign": lambda e: (inv(e["X"]) @ e["A"] @ inv(e["X"])).T,
            "commuted": lambda e: -e["A"].T @ inv(e["X"]).T @ inv(e["X"]).T,
        },
        draw=square,
    ),
    Family(
        "spruce-average-unrolled",
        "expression",
        r"(1-\beta)\sum_{s=1}^{t} \beta^{t-s} g_s",
        unrolled,
        {
            "right": lambda e: (1 - e["b"]) * sum(e["b"] ** k * g for k, g in enumerate(e["g"][::-1])),
            "undamped": lambda e: sum(e["b"] ** k * g for k, g in enumerate(e["g"][::-1])),
            "oldest": lambda e: (1 - e["b"]) * sum(e["b"] ** k * g for k, g in enumerate(e["g"], 1)),
            "shifted": lambda e: (1 - e["b"]) * sum(e["b"] ** k * g for k, g in enumerate(e["g"][::-1], 1)),
        },
        draw=pull,
    ),
]
