"""Limits, growth and cost."""

from __future__ import annotations

import math

import numpy as np
from families import Env, Family


def linear_attention(v: Env) -> float:
    """Counts the multiplications of φ(Q)(φ(K)ᵀV), token by token."""
    count = 0
    for _token in range(v["n"]):
        count += np.outer(np.zeros(v["d"]), np.zeros(v["d"])).size
        count += np.zeros((v["d"], v["d"])).size
    return float(count)


def signal(v: Env) -> float:
    """Passes the second moment through the layers: each halves what the rectifier's numerical integral keeps."""
    z = np.linspace(-9, 9, 2001)
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    kept = float((np.maximum(z, 0) ** 2 * density).sum() * (z[1] - z[0]))
    moment = 1.0
    for _layer in range(v["L"]):
        moment *= kept
    return moment


def steps(v: Env) -> float:
    """Descends the flattest axis with the largest safe step 1/κ until the error is below ε."""
    error, count = 1.0, 0
    while error > v["e"]:
        error, count = error * (1 - 1 / v["k"]), count + 1
    return float(count)


def draw_momentum(rng: np.random.Generator) -> Env:
    return {"g": rng.normal(size=3), "b": rng.uniform(0.5, 0.9)}


def velocity(v: Env) -> np.ndarray:
    """Runs heavy-ball momentum on a constant gradient for 400 steps."""
    out = np.zeros(3)
    for _step in range(400):
        out = v["b"] * out + v["g"]
    return out


LENGTHS = tuple({"n": n, "d": d} for n in (4, 16, 64) for d in (2, 8, 32))
DEPTHS = tuple({"L": depth} for depth in (1, 2, 5, 10, 20))
CONDITIONS = tuple({"k": k, "e": e} for k in (50, 200, 800) for e in (1e-2, 1e-4, 1e-6))

FAMILIES = [
    Family(
        "fir-linear-attention-cost",
        "limit",
        "O(nd^2)",
        linear_attention,
        {
            "right": lambda v: v["n"] * v["d"] ** 2,
            "softmax": lambda v: v["n"] ** 2 * v["d"],
            "linear-both": lambda v: v["n"] * v["d"],
            "state": lambda v: v["d"] ** 2,
        },
        sizes=LENGTHS,
    ),
    Family(
        "fir-depth-signal",
        "limit",
        r"\Theta(2^{-L})",
        signal,
        {
            "right": lambda v: 0.5 ** v["L"],
            "root": lambda v: 0.5 ** (v["L"] / 2),
            "polynomial": lambda v: 1 / v["L"],
            "explodes": lambda v: 2.0 ** v["L"],
        },
        sizes=DEPTHS,
    ),
    Family(
        "fir-condition-steps",
        "limit",
        r"O(\kappa\log\frac1\epsilon)",
        steps,
        {
            "right": lambda v: v["k"] * math.log(1 / v["e"]),
            "accelerated": lambda v: math.sqrt(v["k"]) * math.log(1 / v["e"]),
            "sublinear": lambda v: v["k"] / v["e"],
            "no-accuracy": lambda v: v["k"],
        },
        sizes=CONDITIONS,
    ),
    Family(
        "fir-terminal-velocity",
        "limit",
        r"\frac{g}{1-\beta}",
        velocity,
        {
            "right": lambda v: v["g"] / (1 - v["b"]),
            "alternating": lambda v: v["g"] / (1 + v["b"]),
            "plain": lambda v: v["g"],
            "damped": lambda v: (1 - v["b"]) * v["g"],
        },
        draw_momentum,
    ),
]
