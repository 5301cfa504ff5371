"""Limits and complexity, as they were said in a seminar and its chats."""

from __future__ import annotations

import math
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from families import Env, Family


def grid(**sizes: int) -> tuple[Env, ...]:
    """A start, and each size grown eightfold alone."""
    return (sizes, *({**sizes, name: 8 * sizes[name]} for name in sizes))


def assignment_cost(e: Env) -> int:
    """Counts the subtractions that the distances of all points to all centres take."""
    return sum(e["d"] for _point in range(e["n"]) for _centre in range(e["k"]))


def draw_input(rng: np.random.Generator) -> Env:
    return {"x": rng.choice((-1, 1)) * rng.uniform(0.5, 3)}


def hard_gate(e: Env) -> float:
    """x times a sigmoid of a million times x, by tanh, which cannot overflow."""
    return float(e["x"] * (1 + math.tanh(5e5 * e["x"])) / 2)


def conjugate_root() -> float:
    """x(√(x² + 1) − x) at x = 10⁴, where 10⁻⁹ are missing to the limit, in whole numbers of 60 digits."""
    scale, x = 10**60, 10**4
    root = math.isqrt((x * x + 1) * scale * scale)
    return x * (root - x * scale) / scale


def strassen(e: Env) -> float:
    """Adds the costs of the levels of T(n) = 7T(n/2) + n², one after the other."""
    total, calls, size = 0.0, 1.0, float(e["n"])
    while size > 1:
        total, calls, size = total + calls * size * size, 7 * calls, size / 2
    return total + calls


def cubic_features(e: Env) -> int:
    """Enumerates the monomials of degree three in d variables."""
    return sum(1 for _monomial in combinations_with_replacement(range(e["d"]), 3))


def x_of(f: Any) -> Any:
    return lambda e: float(f(e["x"]))


FAMILIES = [
    Family(
        "assignment-cost",
        "limit",
        r"$\mathcal{O}(nkd)$",
        assignment_cost,
        {
            "right": lambda e: e["n"] * e["k"] * e["d"],
            "no-dimension": lambda e: e["n"] * e["k"],
            "pairs": lambda e: e["n"] ** 2 * e["d"],
            "sum": lambda e: e["n"] * (e["k"] + e["d"]),
            "tree": lambda e: e["n"] * math.log(e["k"]) * e["d"],
        },
        sizes=grid(n=40, k=20, d=30),
    ),
    Family(
        "hard-gate",
        "limit",
        r"$\max(0, x)$",
        hard_gate,
        {
            "right": x_of(lambda x: max(x, 0)),
            "identity": x_of(lambda x: x),
            "half": x_of(lambda x: x / 2),
            "step": x_of(lambda x: 1 if x > 0 else 0),
            "absolute": x_of(abs),
        },
        draw=draw_input,
    ),
    Family(
        "conjugate-root",
        "limit",
        r"$\frac{1}{2}$",
        conjugate_root,
        {"right": 0.5, "zero": 0, "infinite": np.array(np.inf), "one": 1},
    ),
    Family(
        "seven-halves",
        "limit",
        r"$\Theta(n^{\log_2 7})$",
        strassen,
        {
            "right": lambda e: e["n"] ** math.log2(7),
            "cubic": lambda e: e["n"] ** 3,
            "square-log": lambda e: e["n"] ** 2 * math.log(e["n"]),
            "ratio": lambda e: e["n"] ** 3.5,
            "square": lambda e: e["n"] ** 2,
        },
        sizes=({"n": 2**16}, {"n": 2**24}),
    ),
    Family(
        "cubic-features",
        "limit",
        "$O(d^3)$",
        cubic_features,
        {
            "right": lambda e: e["d"] ** 3,
            "linear": lambda e: 3 * e["d"],
            "power": lambda e: 3 ** min(e["d"], 500),
            "square": lambda e: e["d"] ** 2,
        },
        sizes=({"d": 60}, {"d": 200}),
    ),
]
