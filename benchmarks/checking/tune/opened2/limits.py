"""Limits, asymptotics and complexity, held half."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def neighbour_query(e: Env) -> int:
    """Counts the coordinate differences of one brute-force nearest-neighbour query."""
    return sum(e["d"] for _point in range(e["n"]))


def window_scores(e: Env) -> int:
    """Counts the multiplications of scores in which each token sees w others."""
    return sum(e["d"] for _query in range(e["n"]) for _key in range(e["w"]))


def viterbi(e: Env) -> int:
    """Counts the transitions that Viterbi compares."""
    return sum(1 for _step in range(e["T"]) for _to in range(e["K"]) for _from in range(e["K"]))


def edit_table(e: Env) -> int:
    """Counts the cells of the edit-distance table."""
    return len([(i, j) for i in range(e["m"] + 1) for j in range(e["n"] + 1)])


def hierarchical(e: Env) -> int:
    """Walks down a balanced binary tree with V leaves, one dot product of d numbers at each node."""
    cost, leaves = 0, e["V"]
    while leaves > 1:
        cost += e["d"]
        leaves = (leaves + 1) // 2
    return cost


def samples_needed(e: Env) -> int:
    """The number of fair coins whose mean has a standard deviation of at most ε, found by doubling and bisection."""
    low, high = 0, 1
    while 0.5 / math.sqrt(high) > e["eps"]:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if 0.5 / math.sqrt(middle) > e["eps"] else (low, middle)
    return high


def draw_scores(rng: np.random.Generator) -> Env:
    return {"K": int(rng.integers(2, 9)), "seed": int(rng.integers(100))}


def hot_softmax(e: Env) -> float:
    """The first softmax probability of K random scores divided by a temperature of 10⁹."""
    s = np.random.default_rng(e["seed"]).normal(size=e["K"]) / 1e9
    return float((np.exp(s) / np.exp(s).sum())[0])


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.choice((-1, 1)) * rng.uniform(0.2, 2)}


def sharp_softplus(e: Env) -> float:
    """ln(1 + e^{βx})/β at β = 10⁷, in logarithms."""
    return float(np.logaddexp(0, 1e7 * e["x"]) / 1e7)


def draw_average(rng: np.random.Generator) -> Env:
    return {"beta": rng.uniform(0.2, 0.95), "s": rng.uniform(0.5, 2)}


def average_variance(e: Env) -> float:
    """Iterates Var(m) ← β² Var(m) + (1−β)² σ² two thousand times."""
    v = 0.0
    for _ in range(2000):
        v = e["beta"] ** 2 * v + (1 - e["beta"]) ** 2 * e["s"] ** 2
    return v


def grid(**sizes: Any) -> tuple[Env, ...]:
    """A start, and each size grown eightfold alone."""
    out = [dict(sizes)]
    for name in sizes:
        out.append({**sizes, name: 8 * sizes[name]})
    return tuple(out)


FAMILIES = [
    Family(
        "neighbour-query",
        "limit",
        "$O(nd)$",
        neighbour_query,
        {
            "right": lambda e: e["n"] * e["d"],
            "no-dimension": lambda e: e["n"],
            "sum": lambda e: e["n"] + e["d"],
            "squared": lambda e: e["n"] ** 2 * e["d"],
            "sorted": lambda e: e["d"] * math.log2(e["n"]),
        },
        sizes=grid(n=30, d=8),
    ),
    Family(
        "window-attention",
        "limit",
        r"$\mathcal{O}(n w d)$",
        window_scores,
        {
            "right": lambda e: e["n"] * e["w"] * e["d"],
            "full": lambda e: e["n"] ** 2 * e["d"],
            "no-window": lambda e: e["n"] * e["d"],
            "square-window": lambda e: e["n"] * e["w"] ** 2 * e["d"],
        },
        sizes=grid(n=40, w=5, d=4),
    ),
    Family(
        "viterbi-cost",
        "limit",
        "$O(T K^2)$",
        viterbi,
        {
            "right": lambda e: e["T"] * e["K"] ** 2,
            "linear": lambda e: e["T"] * e["K"],
            "paths": lambda e: e["K"] ** min(e["T"], 60),
            "time-squared": lambda e: e["T"] ** 2 * e["K"],
        },
        sizes=grid(T=6, K=5),
    ),
    Family(
        "edit-distance-cost",
        "limit",
        r"$\Theta(mn)$",
        edit_table,
        {
            "right": lambda e: e["m"] * e["n"],
            "sum": lambda e: e["m"] + e["n"],
            "larger": lambda e: max(e["m"], e["n"]) ** 2,
            "logarithm": lambda e: e["m"] * math.log(e["n"]),
        },
        sizes=grid(m=60, n=70),
    ),
    Family(
        "hierarchical-softmax",
        "limit",
        r"$O(d \log V)$",
        hierarchical,
        {
            "right": lambda e: e["d"] * math.log(e["V"]),
            "flat": lambda e: e["d"] * e["V"],
            "no-dimension": lambda e: math.log(e["V"]),
            "v-log-v": lambda e: e["d"] * e["V"] * math.log(e["V"]),
            "root": lambda e: e["d"] * math.sqrt(e["V"]),
        },
        sizes=grid(V=4096, d=4),
    ),
    Family(
        "monte-carlo-samples",
        "limit",
        r"$O(1/\varepsilon^2)$",
        samples_needed,
        {
            "right": lambda e: e["eps"] ** -2,
            "linear": lambda e: 1 / e["eps"],
            "logarithm": lambda e: math.log(1 / e["eps"]),
            "root": lambda e: e["eps"] ** -0.5,
        },
        sizes=({"eps": 0.02}, {"eps": 0.005}, {"eps": 0.001}),
    ),
    Family(
        "hot-softmax",
        "limit",
        r"$\frac{1}{K}$",
        hot_softmax,
        {
            "right": lambda e: 1 / e["K"],
            "zero": lambda e: 0.0,
            "one": lambda e: 1.0,
            "off-by-one": lambda e: 1 / (e["K"] - 1),
        },
        draw=draw_scores,
    ),
    Family(
        "sharp-softplus",
        "limit",
        r"$\max(0, x)$",
        sharp_softplus,
        {
            "right": lambda e: max(0.0, e["x"]),
            "identity": lambda e: e["x"],
            "absolute": lambda e: abs(e["x"]),
            "minimum": lambda e: min(0.0, e["x"]),
            "log-two": lambda e: math.log(2),
        },
        draw=draw_x,
    ),
    Family(
        "average-variance",
        "limit",
        r"$\frac{1-\beta}{1+\beta}\,\sigma^2$",
        average_variance,
        {
            "right": lambda e: (1 - e["beta"]) / (1 + e["beta"]) * e["s"] ** 2,
            "linear": lambda e: (1 - e["beta"]) * e["s"] ** 2,
            "squared": lambda e: (1 - e["beta"]) ** 2 * e["s"] ** 2,
            "autoregression": lambda e: e["s"] ** 2 / (1 - e["beta"] ** 2),
            "inverse": lambda e: (1 + e["beta"]) / (1 - e["beta"]) * e["s"] ** 2,
        },
        draw=draw_average,
    ),
]
