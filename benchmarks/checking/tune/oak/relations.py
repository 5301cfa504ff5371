"""Folding a normalisation into a convolution, and dropout's scales."""

from __future__ import annotations

from itertools import product

import numpy as np
from families import Env, Family
from numpy.typing import NDArray

Array = NDArray[np.float64]


def channel(rng: np.random.Generator) -> Env:
    names = ("gamma", "beta", "mu", "var", "eps", "b")
    return {"W": rng.normal(size=3), **dict(zip(names, rng.uniform(0.4, 2, size=6), strict=True))}


def after(env: Env, x: Array) -> float:
    a = env["W"] @ x + env["b"]
    return float(env["gamma"] * (a - env["mu"]) / np.sqrt(env["var"] + env["eps"]) + env["beta"])


def folded_weight(env: Env) -> Array:
    """Responses of convolution and normalisation to unit inputs, less the response to zero."""
    return np.array([after(env, e) - after(env, np.zeros(3)) for e in np.eye(3)])


def folded_bias(env: Env) -> float:
    """The response of convolution and normalisation to zero."""
    return after(env, np.zeros(3))


def deviation(env: Env) -> float:
    return float(np.sqrt(env["var"] + env["eps"]))


def dropped(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(size=4), "x": rng.normal(size=4), "p": rng.uniform(0.2, 0.45), "n": rng.integers(5, 50)}


def tested(env: Env) -> Array:
    """Averages the masked weights over all sixteen masks."""
    total = np.zeros(4)
    for mask in product((0, 1), repeat=4):
        total += np.prod([env["p"] if m else 1 - env["p"] for m in mask]) * np.array(mask) * env["w"]
    return total


def strength(env: Env) -> float:
    """Variance of a kept-and-rescaled feature by its two outcomes, added over n ones."""
    p = env["p"]
    return float(sum(p * (1 / p - 1) ** 2 + (1 - p) for _example in range(env["n"])))


FAMILIES = [
    Family(
        "oak-folded-weight",
        "relation",
        r"W' = \frac{\gamma}{\sqrt{\sigma^2+\varepsilon}}\,W",
        folded_weight,
        {
            "right": lambda e: e["gamma"] * e["W"] / deviation(e),
            "variance": lambda e: e["gamma"] * e["W"] / (e["var"] + e["eps"]),
            "inverse": lambda e: deviation(e) * e["W"] / e["gamma"],
        },
        channel,
    ),
    Family(
        "oak-folded-bias",
        "relation",
        r"b' = \frac{\gamma\,(b-\mu)}{\sqrt{\sigma^2+\varepsilon}}+\beta",
        folded_bias,
        {
            "right": lambda e: e["gamma"] * (e["b"] - e["mu"]) / deviation(e) + e["beta"],
            "unscaled": lambda e: e["b"] - e["gamma"] * e["mu"] / deviation(e) + e["beta"],
            "forgotten": lambda e: e["beta"] - e["gamma"] * e["mu"] / deviation(e),
        },
        channel,
    ),
    Family(
        "oak-tested",
        "relation",
        r"w_{\text{test}} = p\,w_{\text{train}}",
        tested,
        {
            "right": lambda e: e["p"] * e["w"],
            "over": lambda e: e["w"] / e["p"],
            "complement": lambda e: (1 - e["p"]) * e["w"],
        },
        dropped,
    ),
    Family(
        "oak-strength",
        "relation",
        r"\lambda=\frac{n(1-p)}{p}",
        strength,
        {
            "right": lambda e: e["n"] * (1 - e["p"]) / e["p"],
            "no-n": lambda e: (1 - e["p"]) / e["p"],
            "product": lambda e: e["n"] * e["p"] * (1 - e["p"]),
            "inverse": lambda e: e["n"] * e["p"] / (1 - e["p"]),
        },
        dropped,
    ),
]
