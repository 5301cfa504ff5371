"""Items of a solution sheet, with the keys as its teaching assistants wrote them."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def remembered(e: Env) -> float:
    """Runs the average from zero on a single impulse at step k."""
    m = 0.0
    for step in range(1, e["t"] + 1):
        m = e["b"] * m + (1 - e["b"]) * (step == e["k"])
    return float(m)


POINTS = [(a / 4 + 0.03, b / 4 + 0.01) for a in range(-20, 40) for b in range(-20, 40)]


def nearer_centroid() -> tuple[bool, ...]:
    """Compares the distances to (0, 0) and (2, 4) on a grid."""
    return tuple(math.dist(p, (2, 4)) < math.dist(p, (0, 0)) for p in POINTS)


SHARES = [(k + 0.37) / 400 for k in range(400)]


def costly_misses() -> tuple[bool, ...]:
    """Compares the expected cost of flagging and of passing on a grid of probabilities."""
    return tuple((1 - p) * 1 < p * 10 for p in SHARES)


PAIRS = [(Fraction(a, 65), Fraction(b, 65)) for a in range(1, 131) for b in range(1, 131)]


def kept_variance() -> tuple[bool, ...]:
    """Averages (ax + by)² over all four signs of two independent unit variables."""
    signs = list(product((-1, 1), repeat=2))
    return tuple(sum((a * x + b * y) ** 2 for x, y in signs) / 4 == 1 for a, b in PAIRS)


def elu_floor(e: Env) -> float:
    """Evaluates the unit at -60."""
    return float(e["a"] * (math.exp(-60) - 1))


def brute_neighbours(size: Env) -> int:
    """Counts the subtractions of every query with every stored point."""
    return sum(size["d"] for _query in range(size["m"]) for _point in range(size["n"]))


def vanishing_bandwidth() -> Any:
    """Evaluates the kernel at three different points with a bandwidth of 0.001."""
    x = np.array([0.0, 1.0, 2.5])
    return np.exp(-((x[:, None] - x[None]) ** 2) / (2 * 0.001**2))


def flattened_logits() -> tuple[int, ...]:
    """Drops the last position of an array and lays its rows below one another."""
    return np.zeros((8, 128, 50257), np.int8)[:, :-1].reshape(-1, 50257).shape


def skip_concat(e: Env) -> tuple[int, ...]:
    """Joins two arrays along their channels."""
    n = e["N"]
    return np.concatenate([np.zeros((n, 64, 32, 32), np.int8), np.zeros((n, 128, 32, 32), np.int8)], axis=1).shape


def eigenpairs() -> frozenset[tuple[int, int]]:
    """Tries all small integers as values with the directions (1, 1), (1, -1), (1, 0) and (0, 1)."""
    found = set()
    for value, (x, y) in product(range(-5, 6), ((1, 1), (1, -1), (1, 0), (0, 1))):
        if (x + 2 * y, 2 * x + y) == (value * x, value * y):
            found.add((value, 10 * x + y))
    return frozenset(found)


WEIGHTS = [(Fraction(a, 2), Fraction(b, 2)) for a in range(-12, 13) for b in range(-12, 13)]


def all_minimisers() -> tuple[bool, ...]:
    """Evaluates the loss on a grid and marks where it is lowest."""
    losses = [(a - b - 3) ** 2 for a, b in WEIGHTS]
    return tuple(loss == min(losses) for loss in losses)


def common_cause(e: Env) -> Any:
    """Fills the joint table of a cause and its two effects, cell by cell."""
    return np.array([[[e["a"][i] * e["b"][i, j] * e["c"][i, k] for k in (0, 1)] for j in (0, 1)] for i in (0, 1)])


def draw_graph(rng: np.random.Generator) -> Env:
    def table(n: int) -> Any:
        t = rng.uniform(0.1, 1, size=(n, 2))
        return t / t.sum(1, keepdims=True)

    return {"a": table(1)[0], "b": table(2), "c": table(2)}


def effects(e: Env) -> Any:
    """p(b, c)."""
    return np.einsum("i,ij,ik->jk", e["a"], e["b"], e["c"])


def chained(e: Env) -> Any:
    """p(a) p(b|a) p(c|b)."""
    bc = effects(e)
    return np.einsum("i,ij,jk->ijk", e["a"], e["b"], bc / bc.sum(1, keepdims=True))


def collided(e: Env) -> Any:
    """p(b) p(c) p(a|b,c)."""
    bc, joint = effects(e), common_cause(e)
    return joint / bc * bc.sum(1)[:, None] * bc.sum(0)


def independent(e: Env) -> Any:
    """p(a) p(b) p(c)."""
    bc = effects(e)
    return np.einsum("i,j,k->ijk", e["a"], bc.sum(1), bc.sum(0))


FAMILIES = [
    Family(
        "remembered-gradient",
        "expression",
        r"the coefficient of $g_k$ in $m_t$ is $(1-\beta)\,\beta^{\,t-k}$",
        remembered,
        {
            "right": lambda e: (1 - e["b"]) * e["b"] ** (e["t"] - e["k"]),
            "unscaled": lambda e: e["b"] ** (e["t"] - e["k"]),
            "late": lambda e: (1 - e["b"]) * e["b"] ** (e["t"] - e["k"] + 1),
            "age-lost": lambda e: (1 - e["b"]) * e["b"] ** e["k"],
            "swapped": lambda e: e["b"] * (1 - e["b"]) ** (e["t"] - e["k"]),
        },
        draw=lambda rng: {
            "b": rng.uniform(0.6, 0.95),
            "t": int(rng.integers(9, 14)),
            "k": int(rng.integers(1, 4)),
        },
    ),
    Family(
        "nearer-centroid",
        "relation",
        r"$x_1 + 2x_2 > 5$",
        nearer_centroid,
        {
            "right": tuple(x + 2 * y > 5 for x, y in POINTS),
            "doubled": tuple(x + 2 * y > 10 for x, y in POINTS),
            "swapped": tuple(2 * x + y > 5 for x, y in POINTS),
            "flipped": tuple(x + 2 * y < 5 for x, y in POINTS),
            "through-origin": tuple(x + 2 * y > 0 for x, y in POINTS),
        },
    ),
    Family(
        "costly-misses",
        "relation",
        "flag iff p > 1/11  (≈ 9.1 %; equality is a tie, accept ≥)",
        costly_misses,
        {
            "right": tuple(p > 1 / 11 for p in SHARES),
            "tenth": tuple(p > 1 / 10 for p in SHARES),
            "mirror": tuple(p > 10 / 11 for p in SHARES),
            "below": tuple(p < 1 / 11 for p in SHARES),
            "half": tuple(p > 1 / 2 for p in SHARES),
        },
    ),
    Family(
        "kept-variance",
        "relation",
        "We need a² + b² = 1 (with a, b > 0).",
        kept_variance,
        {
            "right": tuple(a * a + b * b == 1 for a, b in PAIRS),
            "linear": tuple(a + b == 1 for a, b in PAIRS),
            "two": tuple(a * a + b * b == 2 for a, b in PAIRS),
            "equal": tuple(a == b for a, b in PAIRS),
            "inside": tuple(a * a + b * b <= 1 for a, b in PAIRS),
        },
    ),
    Family(
        "elu-floor",
        "limit",
        r"$\lim_{x\to-\infty}\mathrm{ELU}_\alpha(x)=-\alpha$",
        elu_floor,
        {
            "right": lambda e: -e["a"],
            "zero": lambda e: 0.0,
            "positive": lambda e: e["a"],
            "unit": lambda e: -1.0,
            "unbounded": lambda e: -math.inf,
        },
        draw=lambda rng: {"a": rng.uniform(0.2, 3)},
    ),
    Family(
        "brute-neighbours",
        "limit",
        "Θ(m·n·d) (m queries, n stored points, d features)",
        brute_neighbours,
        {
            "right": lambda s: s["m"] * s["n"] * s["d"],
            "dimension-lost": lambda s: s["m"] * s["n"],
            "tree": lambda s: s["m"] * s["d"] * math.log(s["n"]),
            "one-query": lambda s: s["n"] * s["d"],
            "all-pairs": lambda s: s["n"] ** 2 * s["d"],
        },
        sizes=(
            {"m": 2, "n": 10, "d": 3},
            {"m": 50, "n": 10, "d": 3},
            {"m": 2, "n": 900, "d": 3},
            {"m": 2, "n": 10, "d": 70},
            {"m": 30, "n": 200, "d": 40},
        ),
    ),
    Family(
        "vanishing-bandwidth",
        "limit",
        r"$K \to I_n$ as $\sigma\to 0$ (distinct points!)",
        vanishing_bandwidth,
        {"right": np.eye(3), "ones": np.ones((3, 3)), "zeros": np.zeros((3, 3)), "hollow": np.ones((3, 3)) - np.eye(3)},
    ),
    Family(
        "flattened-logits",
        "shape",
        "`torch.Size([1016, 50257])`",
        flattened_logits,
        {
            "right": (1016, 50257),
            "unshifted": (1024, 50257),
            "unflattened": (8, 127, 50257),
            "transposed": (50257, 1016),
            "targets": (1016,),
        },
    ),
    Family(
        "skip-concat",
        "shape",
        r"$(N,\,64+128,\,32,\,32) = (N, 192, 32, 32)$",
        skip_concat,
        {
            "right": lambda e: (e["N"], 192, 32, 32),
            "added": lambda e: (e["N"], 128, 32, 32),
            "batch": lambda e: (2 * e["N"], 192, 32, 32),
            "enlarged": lambda e: (e["N"], 192, 64, 64),
            "last": lambda e: (e["N"], 32, 32, 192),
        },
        draw=lambda rng: {"N": int(rng.integers(2, 9))},
    ),
    Family(
        "two-eigenpairs",
        "general",
        r"λ₁ = 3 with v₁ ∝ (1, 1)ᵀ;  λ₂ = −1 with v₂ ∝ (1, −1)ᵀ",
        eigenpairs,
        {
            "right": frozenset({(3, 11), (-1, 9)}),
            "swapped": frozenset({(3, 9), (-1, 11)}),
            "sign": frozenset({(3, 11), (1, 9)}),
            "diagonal": frozenset({(1, 10), (2, 1)}),
            "one": frozenset({(3, 11)}),
        },
    ),
    Family(
        "all-minimisers",
        "general",
        r"$\{(t+3,\ t) : t\in\mathbb R\}$ — a whole line, not one point",
        all_minimisers,
        {
            "right": tuple(a - b == 3 for a, b in WEIGHTS),
            "least-norm": tuple((a, b) == (Fraction(3, 2), Fraction(-3, 2)) for a, b in WEIGHTS),
            "mirrored": tuple(b - a == 3 for a, b in WEIGHTS),
            "sum": tuple(a + b == 3 for a, b in WEIGHTS),
        },
    ),
    Family(
        "common-cause",
        "general",
        "p(a, b, c) = p(a) p(b | a) p(c | a)",
        common_cause,
        {
            "right": common_cause,
            "chained": chained,
            "collided": collided,
            "independent": independent,
        },
        draw=draw_graph,
    ),
]
