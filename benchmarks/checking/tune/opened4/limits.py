"""Limits, asymptotics and complexity, opened in the third session."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def recurrent_cost(e: Env) -> int:
    """Counts the products of both matrices with a vector, row by row, for every step."""
    return sum(2 * e["d"] for _step in range(e["n"]) for _row in range(e["d"]))


def similarity_cost(e: Env) -> int:
    """Counts the products in the table of dot products of B images with B captions."""
    return sum(e["d"] for _image in range(e["B"]) for _caption in range(e["B"]))


def equilibrium() -> float:
    """The best discriminator's value for a generator that has learned the data, on four equally likely points."""
    grid = np.linspace(0.001, 0.999, 999)
    return sum(0.25 * float(np.max(np.log(grid) + np.log(1 - grid))) for _point in range(4))


def draw_gradient(rng: np.random.Generator) -> Env:
    return {"g": rng.choice((-1, 1)) * rng.uniform(0.2, 2), "eta": rng.uniform(0.01, 1), "eps": rng.uniform(0.05, 0.5)}


def settled_step(e: Env) -> float:
    """Runs Adam's two averages for 20,000 steps on the same gradient, and takes the last step."""
    m = v = 0.0
    for _ in range(20_000):
        m, v = 0.9 * m + 0.1 * e["g"], 0.999 * v + 0.001 * e["g"] ** 2
    return float(e["eta"] * m / (math.sqrt(v) + e["eps"]))


def perceptron_mistakes(e: Env) -> int:
    """Runs the perceptron on R times the unit vectors, as many as leave a margin γ, and counts its mistakes."""
    size = round((e["R"] / e["gamma"]) ** 2)
    points = e["R"] * np.eye(size)
    w, mistakes = np.zeros(size), 0
    for _epoch in range(3):
        for x in points:
            if w @ x <= 0:
                w, mistakes = w + x, mistakes + 1
    return mistakes


def parity_terms(e: Env) -> int:
    """Lists the inputs of odd parity, each of which needs a hidden unit of its own."""
    return sum(1 for bits in product((0, 1), repeat=e["n"]) if sum(bits) % 2)


def grid(**sizes: Any) -> tuple[Env, ...]:
    """A start, and each size grown eightfold alone."""
    return (dict(sizes), *({**sizes, name: 8 * size} for name, size in sizes.items()))


FAMILIES = [
    Family(
        "recurrent-cost",
        "limit",
        "$O(n d^2)$",
        recurrent_cost,
        {
            "right": lambda e: e["n"] * e["d"] ** 2,
            "attention": lambda e: e["n"] ** 2 * e["d"],
            "no-matrix": lambda e: e["n"] * e["d"],
            "no-length": lambda e: e["d"] ** 2,
        },
        sizes=grid(n=20, d=16),
    ),
    Family(
        "batch-similarities",
        "limit",
        r"$\mathcal{O}(B^2 d)$",
        similarity_cost,
        {
            "right": lambda e: e["B"] ** 2 * e["d"],
            "no-dimension": lambda e: e["B"] ** 2,
            "linear": lambda e: e["B"] * e["d"],
            "dimension-squared": lambda e: e["B"] * e["d"] ** 2,
        },
        sizes=grid(B=24, d=12),
    ),
    Family(
        "equilibrium-value",
        "limit",
        r"$-\ln 4$",
        equilibrium,
        {"right": -2 * math.log(2), "single": -math.log(2), "zero": 0.0, "positive": math.log(4), "half": -0.5},
    ),
    Family(
        "settled-step",
        "limit",
        r"$\frac{\eta\, g}{|g| + \epsilon}$",
        settled_step,
        {
            "right": lambda e: e["eta"] * e["g"] / (abs(e["g"]) + e["eps"]),
            "plain": lambda e: e["eta"] * e["g"],
            "squared": lambda e: e["eta"] * e["g"] / (e["g"] ** 2 + e["eps"]),
            "no-modulus": lambda e: e["eta"] * e["g"] / (e["g"] + e["eps"]),
            "inside": lambda e: e["eta"] * e["g"] / math.sqrt(abs(e["g"]) + e["eps"]),
        },
        draw=draw_gradient,
    ),
    Family(
        "perceptron-mistakes",
        "limit",
        r"$O\left(\frac{R^2}{\gamma^2}\right)$",
        perceptron_mistakes,
        {
            "right": lambda e: (e["R"] / e["gamma"]) ** 2,
            "not-squared": lambda e: e["R"] / e["gamma"],
            "half-squared": lambda e: e["R"] ** 2 / e["gamma"],
            "inverse": lambda e: (e["gamma"] / e["R"]) ** 2,
        },
        sizes=({"R": 4.0, "gamma": 1.0}, {"R": 16.0, "gamma": 1.0}, {"R": 4.0, "gamma": 0.25}),
    ),
    Family(
        "parity-terms",
        "limit",
        r"$\Theta(2^n)$",
        parity_terms,
        {
            "right": lambda e: 2 ** (e["n"] - 1),
            "linear": lambda e: e["n"],
            "square": lambda e: e["n"] ** 2,
            "factorial": lambda e: math.factorial(e["n"]),
            "half": lambda e: 2 ** (e["n"] / 2),
        },
        sizes=({"n": 4}, {"n": 8}, {"n": 14}),
    ),
]
