"""Relations between two parametrisations of one thing."""

from __future__ import annotations

import numpy as np
from families import Env, Family


def draw_fold(rng: np.random.Generator) -> Env:
    return {name: rng.uniform(0.5, 3) for name in ("b", "beta", "gamma", "mu", "sigma")} | {"a": rng.normal()}


def folded(v: Env) -> float:
    """Normalises a + b, and takes away what the input's part contributes: the rest is the new bias."""

    def layer(a: float) -> float:
        return float(v["gamma"] * (a + v["b"] - v["mu"]) / v["sigma"] + v["beta"])

    slope = layer(1.0) - layer(0.0)
    return layer(v["a"]) - slope * float(v["a"])


def draw_moment(rng: np.random.Generator) -> Env:
    return {"m": rng.normal(), "b": rng.uniform(0.5, 0.95), "t": int(rng.integers(2, 7))}


def corrected(v: Env) -> float:
    """Averages a constant gradient for t steps, and finds the constant that would have given this m."""
    m = 0.0
    for _step in range(v["t"]):
        m = v["b"] * m + (1 - v["b"])
    return float(v["m"]) / m


def draw_decay(rng: np.random.Generator) -> Env:
    return {"eta": rng.uniform(0.1, 0.6), "l": rng.uniform(0.1, 0.9)}


def decayed(v: Env) -> float:
    """One step of SGD on (λ/2)w² alone, from w = 1: the share that is lost."""
    gradient = (v["l"] / 2 * 1.001**2 - v["l"] / 2 * 0.999**2) / 0.002
    return float(1 - (1 - v["eta"] * gradient))


FAMILIES = [
    Family(
        "fir-folded-bias",
        "relation",
        r"b'=\beta+\frac{\gamma}{\sigma}(b-\mu)",
        folded,
        {
            "right": lambda v: v["beta"] + v["gamma"] * (v["b"] - v["mu"]) / v["sigma"],
            "bias-outside": lambda v: v["beta"] + v["b"] - v["gamma"] * v["mu"] / v["sigma"],
            "plus-mean": lambda v: v["beta"] + v["gamma"] * (v["b"] + v["mu"]) / v["sigma"],
            "inverse-scale": lambda v: v["beta"] + v["sigma"] * (v["b"] - v["mu"]) / v["gamma"],
        },
        draw_fold,
    ),
    Family(
        "fir-corrected-moment",
        "relation",
        r"\hat m = \frac{m}{1-\beta^t}",
        corrected,
        {
            "right": lambda v: v["m"] / (1 - v["b"] ** v["t"]),
            "times": lambda v: v["m"] * (1 - v["b"] ** v["t"]),
            "no-power": lambda v: v["m"] / (1 - v["b"]),
            "weight": lambda v: v["m"] / v["b"] ** v["t"],
        },
        draw_moment,
    ),
    Family(
        "fir-decoupled-decay",
        "relation",
        r"\lambda' = \eta\lambda",
        decayed,
        {
            "right": lambda v: v["eta"] * v["l"],
            "quotient": lambda v: v["l"] / v["eta"],
            "twice": lambda v: 2 * v["eta"] * v["l"],
            "remaining": lambda v: 1 - v["eta"] * v["l"],
        },
        draw_decay,
    ),
]
