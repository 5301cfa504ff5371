"""Limits, asymptotics and complexity, the second tuned set (held back until it was opened)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(0.5, 2)}


def compound(e: Env) -> float:
    """(1 + x/n)ⁿ at n = 10⁹, in logarithms."""
    return math.exp(1e9 * math.log1p(e["x"] / 1e9))


def sigmoid_chain(e: Env) -> float:
    """Multiplies the largest slope of the sigmoid, layer by layer."""
    product = 1.0
    for _ in range(e["L"]):
        product *= 0.25
    return product


def stored_states(e: Env) -> int:
    """Counts the numbers that back-propagation through T steps has to keep, state by state."""
    kept: list[int] = []
    for _ in range(e["T"]):
        kept.append(e["h"])
    return sum(kept)


def matrix_products(e: Env) -> int:
    """Counts the multiplications of an m×k by k×n product, entry by entry."""
    return sum(e["k"] for _row in range(e["m"]) for _column in range(e["n"]))


def draw_data(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 3)), "y": rng.normal(size=5)}


def heavy_ridge(e: Env) -> Any:
    """λ times the ridge solution at λ = 10⁸."""
    return 1e8 * np.linalg.solve(e["X"].T @ e["X"] + 1e8 * np.eye(3), e["X"].T @ e["y"])


def harmonic(e: Env) -> float:
    """Adds 1 + 1/2 + … + 1/n."""
    return float(np.sum(1.0 / np.arange(1, e["n"] + 1)))


def draw_momentum(rng: np.random.Generator) -> Env:
    return {"eta": rng.uniform(0.01, 0.3), "g": rng.uniform(0.5, 2), "beta": rng.uniform(0.3, 0.95)}


def terminal_step(e: Env) -> float:
    """Runs v ← βv + ηg for two thousand steps."""
    v = 0.0
    for _ in range(2000):
        v = e["beta"] * v + e["eta"] * e["g"]
    return v


FAMILIES = [
    Family(
        "compound-growth",
        "limit",
        "$e^x$",
        compound,
        {
            "right": lambda e: math.exp(e["x"]),
            "one": lambda e: 1.0,
            "linear": lambda e: 1 + e["x"],
            "e": lambda e: math.e,
            "negative": lambda e: math.exp(-e["x"]),
        },
        draw=draw_x,
    ),
    Family(
        "vanishing-chain",
        "limit",
        r"$O(4^{-L})$",
        sigmoid_chain,
        {
            "right": lambda e: 0.25 ** e["L"],
            "halves": lambda e: 0.5 ** e["L"],
            "linear": lambda e: 1 / e["L"],
            "power": lambda e: e["L"] ** -4.0,
            "grows": lambda e: 4.0 ** e["L"],
        },
        sizes=tuple({"L": n} for n in (4, 16, 64)),
    ),
    Family(
        "stored-states",
        "limit",
        "$O(T h)$",
        stored_states,
        {
            "right": lambda e: e["T"] * e["h"],
            "time-only": lambda e: e["T"],
            "square": lambda e: e["T"] ** 2 * e["h"],
            "weights": lambda e: e["h"] ** 2,
            "sum": lambda e: e["T"] + e["h"],
        },
        sizes=tuple({"T": t, "h": h} for t in (32, 512) for h in (16, 256)),
    ),
    Family(
        "matrix-product-cost",
        "limit",
        r"$\Theta(m k n)$",
        matrix_products,
        {
            "right": lambda e: e["m"] * e["k"] * e["n"],
            "output": lambda e: e["m"] * e["n"],
            "cube": lambda e: e["n"] ** 3,
            "sum": lambda e: e["m"] + e["k"] + e["n"],
            "inputs": lambda e: e["k"] * (e["m"] + e["n"]),
        },
        sizes=tuple({"m": m, "k": k, "n": n} for m, k, n in ((8, 8, 8), (128, 8, 8), (8, 128, 8), (8, 8, 128))),
    ),
    Family(
        "heavy-ridge",
        "limit",
        r"$X^\top y$",
        heavy_ridge,
        {
            "right": lambda e: e["X"].T @ e["y"],
            "zero": lambda e: np.zeros(3),
            "least-squares": lambda e: np.linalg.lstsq(e["X"], e["y"], rcond=None)[0],
            "double": lambda e: 2 * e["X"].T @ e["y"],
        },
        draw=draw_data,
    ),
    Family(
        "harmonic-growth",
        "limit",
        r"$\Theta(\log n)$",
        harmonic,
        {
            "right": lambda e: math.log(e["n"]),
            "linear": lambda e: e["n"],
            "constant": lambda e: 1.0,
            "root": lambda e: math.sqrt(e["n"]),
            "square": lambda e: math.log(e["n"]) ** 2,
        },
        sizes=tuple({"n": 2**k} for k in (12, 16, 20)),
    ),
    Family(
        "terminal-step",
        "limit",
        r"$\frac{\eta g}{1-\beta}$",
        terminal_step,
        {
            "right": lambda e: e["eta"] * e["g"] / (1 - e["beta"]),
            "plain": lambda e: e["eta"] * e["g"],
            "extra-beta": lambda e: e["beta"] * e["eta"] * e["g"] / (1 - e["beta"]),
            "plus": lambda e: e["eta"] * e["g"] / (1 + e["beta"]),
            "zero": lambda e: 0.0,
        },
        draw=draw_momentum,
    ),
]
