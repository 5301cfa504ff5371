"""Relations: a symbol is determined, and every other way to write the same relation is right."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from families import Env, Family


def bisect(f: Callable[[float], float], low: float, high: float) -> float:
    """The zero of a monotone function between two ends."""
    rising = f(high) > f(low)
    for _ in range(200):
        middle = (low + high) / 2
        if (f(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def half_life_draw(rng: np.random.Generator) -> Env:
    return {"h": float(rng.uniform(3, 40))}


def half_life(e: Env) -> float:
    """Bisects for the decay that leaves one half after h steps."""
    return bisect(lambda b: b ** e["h"] - 0.5, 1e-9, 1 - 1e-12)


def gae_draw(rng: np.random.Generator) -> Env:
    delta = rng.normal(size=12)
    gamma, lam = float(rng.uniform(0.8, 0.99)), float(rng.uniform(0.5, 0.95))
    later = sum((gamma * lam) ** k * float(d) for k, d in enumerate(delta[1:]))
    return {"delta": delta, "gamma": gamma, "lam": lam, "later": later}


def advantage(e: Env) -> float:
    """Adds the discounted residuals to the end of the episode."""
    total, weight = 0.0, 1.0
    for d in e["delta"]:
        total, weight = total + weight * float(d), weight * e["gamma"] * e["lam"]
    return total


def compute_draw(rng: np.random.Generator) -> Env:
    return {"C": 10 ** float(rng.uniform(18, 24))}


def model_size(e: Env) -> float:
    """Bisects over the model size until six operations per parameter and token use up the compute."""
    return math.exp(bisect(lambda s: math.log(6 * math.exp(s) * (20 * math.exp(s))) - math.log(e["C"]), 0, 60))


def posterior_draw(rng: np.random.Generator) -> Env:
    return {"s0": float(rng.uniform(1.5, 3)), "s": float(rng.uniform(0.5, 1.4)), "n": int(rng.integers(2, 9))}


def posterior_variance(e: Env) -> float:
    """Multiplies prior and likelihoods on a grid of means, and takes the variance."""
    m = np.linspace(-30, 30, 600_001)
    data = [math.sin(k) for k in range(e["n"])]
    log = -(m**2) / (2 * e["s0"] ** 2)
    for x in data:
        log = log - (x - m) ** 2 / (2 * e["s"] ** 2)
    w = np.exp(log - log.max())
    w /= w.sum()
    mean = float(w @ m)
    return float(w @ (m - mean) ** 2)


FAMILIES = [
    Family(
        "half-life-decay",
        "relation",
        r"$\beta = 2^{-1/h}$",
        half_life,
        {
            "right": lambda e: math.exp(-math.log(2) / e["h"]),
            "time-constant": lambda e: math.exp(-1 / e["h"]),
            "linear": lambda e: 1 - 1 / e["h"],
            "power": lambda e: 2 ** -e["h"],
            "complement": lambda e: 1 - 2 ** (-1 / e["h"]),
        },
        half_life_draw,
    ),
    Family(
        "gae-backwards",
        "relation",
        r"$\hat A_t = \delta_t + \gamma\lambda\,\hat A_{t+1}$",
        advantage,
        {
            "right": lambda e: e["delta"][0] + e["gamma"] * e["lam"] * e["later"],
            "no-lambda": lambda e: e["delta"][0] + e["gamma"] * e["later"],
            "no-gamma": lambda e: e["delta"][0] + e["lam"] * e["later"],
            "late": lambda e: e["delta"][1] + e["gamma"] * e["lam"] * e["later"],
            "mixed": lambda e: (1 - e["lam"]) * e["delta"][0] + e["gamma"] * e["lam"] * e["later"],
        },
        gae_draw,
    ),
    Family(
        "twenty-tokens-each",
        "relation",
        r"$N = \sqrt{C/120}$",
        model_size,
        {
            "right": lambda e: math.sqrt(e["C"] / 120),
            "no-root": lambda e: e["C"] / 120,
            "tokens": lambda e: math.sqrt(10 * e["C"] / 3),
            "no-twenty": lambda e: math.sqrt(e["C"] / 6),
            "cube": lambda e: (e["C"] / 120) ** (1 / 3),
            "six-outside": lambda e: math.sqrt(e["C"] / 20) / 6,
        },
        compute_draw,
    ),
    Family(
        "precision-after-n",
        "relation",
        r"$\dfrac{1}{\sigma_n^2} = \dfrac{1}{\sigma_0^2} + \dfrac{n}{\sigma^2}$",
        posterior_variance,
        {
            "right": lambda e: 1 / (1 / e["s0"] ** 2 + e["n"] / e["s"] ** 2),
            "variances-add": lambda e: e["s0"] ** 2 + e["s"] ** 2 / e["n"],
            "no-count": lambda e: 1 / (1 / e["s0"] ** 2 + 1 / e["s"] ** 2),
            "deviations": lambda e: 1 / (1 / e["s0"] + e["n"] / e["s"]) ** 2,
            "count-on-prior": lambda e: 1 / (e["n"] / e["s0"] ** 2 + 1 / e["s"] ** 2),
            "upside-down": lambda e: 1 / e["s0"] ** 2 + e["n"] / e["s"] ** 2,
        },
        posterior_draw,
    ),
]
