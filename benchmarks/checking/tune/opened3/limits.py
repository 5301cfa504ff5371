"""Limits, asymptotics and complexity, opened in the second session."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def dilated_depth(e: Env) -> int:
    """Stacks layers of k taps with dilations 1, k, k², … until the last unit sees n inputs."""
    layers, seen, dilation = 0, 1, 1
    while seen < e["n"]:
        seen += (e["k"] - 1) * dilation
        dilation *= e["k"]
        layers += 1
    return layers


def mixture_size(e: Env) -> int:
    """Counts means, the upper triangles of the covariances, and the free mixing weights."""
    component = e["d"] + sum(1 for i in range(e["d"]) for _j in range(i + 1))
    return int(e["K"] * component + e["K"] - 1)


def far_apart() -> float:
    """The Jensen–Shannon divergence of N(0, 1) and N(40, 1), added up on a grid."""
    x = np.linspace(-12, 52, 64_001)
    p, q = (np.exp(-((x - m) ** 2) / 2) / np.sqrt(2 * np.pi) + 1e-300 for m in (0, 40))
    middle = (p + q) / 2
    return float(((p * np.log(p / middle) + q * np.log(q / middle)) / 2).sum() * (x[1] - x[0]))


def score_spread(e: Env) -> float:
    """The standard deviation of a sum of d signs, from all its values and their binomial odds."""
    d = e["d"]
    return math.sqrt(sum(math.comb(d, k) * (2 * k - d) ** 2 for k in range(d + 1)) / 2**d)


def checkpointed(e: Env) -> int:
    """Tries every length of a segment: one stored activation for each segment, and one segment computed again."""
    depth = int(e["L"])
    return min(math.ceil(depth / length) + length for length in range(1, depth + 1))


def grid(**sizes: Any) -> tuple[Env, ...]:
    """A start, and each size grown eightfold alone."""
    return (dict(sizes), *({**sizes, name: 8 * size} for name, size in sizes.items()))


FAMILIES = [
    Family(
        "dilated-depth",
        "limit",
        r"$O(\log_k n)$",
        dilated_depth,
        {
            "right": lambda e: math.log(e["n"]) / math.log(e["k"]),
            "plain": lambda e: e["n"] / e["k"],
            "linear": lambda e: e["n"],
            "root": lambda e: math.sqrt(e["n"]),
        },
        sizes=({"n": 2**12, "k": 2}, {"n": 2**24, "k": 2}, {"n": 2**12, "k": 4}, {"n": 2**24, "k": 8}),
    ),
    Family(
        "mixture-parameters",
        "limit",
        r"$\Theta(K d^2)$",
        mixture_size,
        {
            "right": lambda e: e["K"] * e["d"] ** 2,
            "diagonal": lambda e: e["K"] * e["d"],
            "shared": lambda e: e["d"] ** 2,
            "pairs": lambda e: e["K"] ** 2 * e["d"] ** 2,
        },
        sizes=grid(K=3, d=100),
    ),
    Family(
        "far-divergence",
        "limit",
        r"$\ln 2$",
        far_apart,
        {"right": math.log(2), "infinite": math.inf, "zero": 0.0, "one": 1.0, "sum": 2 * math.log(2)},
    ),
    Family(
        "score-spread",
        "limit",
        r"$\Theta(\sqrt{d})$",
        score_spread,
        {
            "right": lambda e: math.sqrt(e["d"]),
            "variance": lambda e: e["d"],
            "constant": lambda e: 1,
            "logarithm": lambda e: math.log(e["d"]),
        },
        sizes=({"d": 16}, {"d": 64}, {"d": 256}),
    ),
    Family(
        "checkpointed-memory",
        "limit",
        r"$O(\sqrt{L})$",
        checkpointed,
        {
            "right": lambda e: math.sqrt(e["L"]),
            "all": lambda e: e["L"],
            "logarithm": lambda e: math.log(e["L"]),
            "constant": lambda e: 1,
        },
        sizes=({"L": 100}, {"L": 2500}, {"L": 10_000}),
    ),
]
