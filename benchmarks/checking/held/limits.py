"""Limits, rates of growth and decay, and costs."""

from __future__ import annotations

import itertools
import math

import numpy as np
from families import Env, Family


def viterbi(e: Env) -> int:
    """Counts the additions of a decoder that tries every predecessor of every state at every step."""
    count = 0
    for step in range(e["T"]):
        for _state in range(e["K"]):
            count += e["K"] if step else 1
    return count


def difference_gradient(e: Env) -> int:
    """Counts the multiplications of a chain of dense layers, run twice for each weight."""
    widths = [e["m"]] * 4
    per_pass = sum(a * b for a, b in itertools.pairwise(widths))
    weights = per_pass
    return sum(2 * per_pass for _weight in range(weights))


def contrast(e: Env) -> float:
    """Deviation over mean of a sum of d squared differences of uniform variables, by adding moments up."""
    grid = (np.arange(400) + 0.5) / 400
    square = (grid[:, None] - grid[None, :]) ** 2
    mean = variance = 0.0
    for _axis in range(e["d"]):
        mean += float(square.mean())
        variance += float(square.var())
    return math.sqrt(variance) / mean


def ring_draw(rng: np.random.Generator) -> Env:
    return {"M": float(rng.uniform(2, 50))}


def ring(e: Env) -> float:
    """Sends one chunk at each step of reduce-scatter and of all-gather around a million workers."""
    workers, sent = 1_000_000, 0.0
    for _phase in ("reduce-scatter", "all-gather"):
        for _step in range(workers - 1):
            sent += e["M"] / workers
    return sent


FAMILIES = [
    Family(
        "viterbi-work",
        "limit",
        r"$\Theta(T K^2)$ for $T$ observations and $K$ states",
        viterbi,
        {
            "right": lambda e: e["T"] * e["K"] ** 2,
            "paths": lambda e: e["K"] ** e["T"],
            "linear": lambda e: e["T"] * e["K"],
            "exchanged": lambda e: e["T"] ** 2 * e["K"],
            "sorted": lambda e: e["T"] * e["K"] * math.log(e["K"]),
        },
        sizes=({"T": 20, "K": 8}, {"T": 80, "K": 8}, {"T": 20, "K": 64}, {"T": 60, "K": 32}),
    ),
    Family(
        "numeric-gradient-cost",
        "limit",
        r"$O(P^2)$, where $P$ is the number of parameters",
        difference_gradient,
        {
            "right": lambda e: (3 * e["m"] ** 2) ** 2,
            "linear": lambda e: 3 * e["m"] ** 2,
            "cubic": lambda e: (3 * e["m"] ** 2) ** 3,
            "log": lambda e: 3 * e["m"] ** 2 * math.log(3 * e["m"] ** 2),
        },
        sizes=({"m": 3}, {"m": 12}, {"m": 40}),
    ),
    Family(
        "distance-contrast",
        "limit",
        r"The relative spread vanishes like $1/\sqrt{d}$.",
        contrast,
        {
            "right": lambda e: 1 / math.sqrt(e["d"]),
            "one-over-d": lambda e: 1 / e["d"],
            "grows": lambda e: math.sqrt(e["d"]),
            "constant": lambda e: 1.0,
            "exponential": lambda e: math.exp(-e["d"]),
            "logarithmic": lambda e: 1 / math.log(e["d"]),
        },
        sizes=({"d": 3}, {"d": 30}, {"d": 300}),
    ),
    Family(
        "ring-in-the-limit",
        "limit",
        r"$2M$ per worker as $p \to \infty$",
        ring,
        {
            "right": lambda e: 2 * e["M"],
            "one-phase": lambda e: e["M"],
            "nothing": lambda e: 0.0,
            "unbounded": lambda e: math.inf,
            "half": lambda e: e["M"] / 2,
        },
        ring_draw,
    ),
]
