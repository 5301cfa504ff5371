"""A second helping of all kinds, tuned half: other items and other ways to say them."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said

GRID = [Fraction(k, 4) for k in range(-24, 25)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    return frozenset(x for x in GRID if holds(x))


def steps() -> int:
    """Takes batches of 128 from 50,000 images until none is left."""
    left, count = 50_000, 0
    while left > 0:
        left, count = left - 128, count + 1
    return count


def weight_bytes() -> int:
    """Adds four bytes for each of 25.6 million weights, a million at a time."""
    return sum(4 * 100_000 for _ in range(256))


def die_entropy() -> float:
    """Sums −p log₂ p over the six faces."""
    return -sum(math.log2(1 / 6) / 6 for _ in range(6))


def outer() -> Any:
    """Multiplies every entry of (1, −2) by every entry of (3, 0, −1)."""
    return np.array([[a * b for b in (3, 0, -1)] for a in (1, -2)])


def running_sum() -> Any:
    """Adds up the prefixes of (4, −1, −5, 2)."""
    return np.array([sum((4, -1, -5, 2)[: k + 1]) for k in range(4)])


def bounded() -> frozenset[str]:
    """Evaluates each function far out on both sides; the right ones stay within one."""
    maps: dict[str, Callable[[float], float]] = {
        "A": lambda x: x * x,
        "B": math.sin,
        "C": lambda x: math.exp(-x * x),
        "D": lambda x: math.log1p(x * x),
        "E": lambda x: x / 10,
    }
    return frozenset(k for k, f in maps.items() if all(abs(f(x / 7)) <= 1 for x in range(-300, 301)))


def convex() -> frozenset[str]:
    """Tests the midpoint inequality at random pairs."""
    rng = np.random.default_rng(0)
    maps: dict[str, Callable[[float], float]] = {
        "a": lambda x: math.exp(x),
        "b": lambda x: math.sin(x),
        "c": lambda x: -abs(x),
        "d": lambda x: x**3,
    }
    pairs = rng.uniform(-3, 3, size=(200, 2))
    found = {k for k, f in maps.items() if all(f((s + t) / 2) <= (f(s) + f(t)) / 2 + 1e-9 for s, t in pairs)}
    return frozenset(found)


def draw_vectors(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(size=3), "y": rng.normal(size=3)}


def cosine(e: Env) -> float:
    """The cosine by the law of cosines: from the three side lengths of the triangle."""
    a, b, c = (math.sqrt(float((v * v).sum())) for v in (e["x"], e["y"], e["x"] - e["y"]))
    return (a * a + b * b - c * c) / (2 * a * b)


def draw_matrices(rng: np.random.Generator) -> Env:
    return {"A": rng.normal(size=(3, 3)), "B": rng.normal(size=(3, 3))}


def inner(e: Env) -> float:
    """Adds the products of the entries, in two loops."""
    return float(sum(e["A"][i, j] * e["B"][i, j] for i in range(3) for j in range(3)))


def draw_weighted(rng: np.random.Generator) -> Env:
    return {"w": rng.uniform(0.2, 2, size=4), "x": rng.normal(size=4)}


def weighted_mean(e: Env) -> float:
    """Bisects for the m with Σ wᵢ (xᵢ − m) = 0."""
    low, high = -50.0, 50.0
    for _ in range(200):
        m = (low + high) / 2
        low, high = (m, high) if float((e["w"] * (e["x"] - m)).sum()) > 0 else (low, m)
    return (low + high) / 2


def draw_probability(rng: np.random.Generator) -> Env:
    return {"p": rng.uniform(0.1, 0.9)}


def log_odds(e: Env) -> float:
    """Bisects for the z with 1/(1 + e⁻ᶻ) = p."""
    low, high = -50.0, 50.0
    for _ in range(200):
        z = (low + high) / 2
        low, high = (z, high) if 1 / (1 + math.exp(-z)) < e["p"] else (low, z)
    return (low + high) / 2


def draw_kernel(rng: np.random.Generator) -> Env:
    root = rng.normal(size=(3, 3))
    return {"K": root @ root.T, "lam": rng.uniform(0.2, 2), "y": rng.normal(size=3)}


def dual_weights(e: Env) -> Any:
    """Solves the system row by row by a thousand Gauss–Seidel sweeps."""
    a, out = e["K"] + e["lam"] * np.eye(3), np.zeros(3)
    for _ in range(20000):
        for k in range(3):
            out[k] += (e["y"][k] - a[k] @ out) / a[k, k]
    return out


def elimination(e: Env) -> int:
    """Counts the multiplications of Gaussian elimination of an n×n matrix."""
    n = e["n"]
    return sum((n - k) * (n - k) for k in range(n))


def saturation() -> float:
    """tanh(50)."""
    return math.tanh(50)


def logits() -> tuple[int, ...]:
    """Multiplies hidden states (2, 128, 64) by an output matrix (64, 1000)."""
    return (np.zeros((2, 128, 64)) @ np.zeros((64, 1000))).shape


def pooled() -> tuple[int, ...]:
    """Counts the places of a 3×3 window with stride 3 on a 20 × 31 map."""
    return tuple(len([s for s in range(0, size, 3) if s + 3 <= size]) for size in (20, 31))


def half_open() -> frozenset[Fraction]:
    """The grid's |γ| < 1 that are not negative: the discounts for which the return is finite."""
    return where(lambda x: 0 <= x < 1)


def fraction_roots() -> frozenset[Fraction]:
    """The quarters at which 2x² + 5x − 3 is exactly zero."""
    return where(lambda x: 2 * x * x + 5 * x - 3 == 0)


def set_of(*values: Any) -> frozenset[Fraction]:
    return frozenset(Fraction(v) for v in values)


def one(*letters: str) -> frozenset[str]:
    return frozenset(letters)


FAMILIES = [
    Family("epoch-steps", "number", "391", steps, {"right": 391, "floor": 390, "exact": Fraction(390625, 1000)}),
    Family(
        "weight-memory",
        "number",
        "102.4 MB",
        weight_bytes,
        {
            "right": 102_400_000,
            "right-mib": said("97.7", 2**20),
            "bits": 819_200_000,
            "mib": said("102.4", 2**20),
            "half": 51_200_000,
        },
    ),
    Family(
        "die-entropy",
        "number",
        r"$\log_2 6$",
        die_entropy,
        {
            "right": math.log2(6),
            "right-rounded": said("2.585"),
            "nats": math.log(6),
            "faces": 6,
            "inverse": 1 / math.log2(6),
        },
    ),
    Family(
        "outer-product",
        "array",
        r"$\begin{bmatrix} 3 & 0 & -1 \\ -6 & 0 & 2 \end{bmatrix}$",
        outer,
        {
            "right": np.array([[3, 0, -1], [-6, 0, 2]]),
            "transposed": np.array([[3, -6], [0, 0], [-1, 2]]),
            "sign": np.array([[3, 0, -1], [-6, 0, -2]]),
            "flat": np.array([3, 0, -1, -6, 0, 2]),
        },
    ),
    Family(
        "running-sum",
        "array",
        r"$(4, 3, -2, 0)$",
        running_sum,
        {"right": np.array([4, 3, -2, 0]), "reversed": np.array([0, -2, 3, 4]), "slip": np.array([4, 3, -2, 4])},
    ),
    Family(
        "bounded-functions",
        "choice",
        "B, C",
        bounded,
        {"right": one("B", "C"), "sine": one("B"), "logarithm": one("B", "D"), "line": one("E")},
    ),
    Family("convex-function", "choice", "a", convex, {"right": one("a"), "cube": one("d"), "sine": one("b")}),
    Family(
        "cosine-similarity",
        "expression",
        r"$\frac{x^\top y}{\|x\|\,\|y\|}$",
        cosine,
        {
            "right": lambda e: e["x"] @ e["y"] / np.linalg.norm(e["x"]) / np.linalg.norm(e["y"]),
            "squared": lambda e: e["x"] @ e["y"] / (e["x"] @ e["x"]) / (e["y"] @ e["y"]),
            "one-norm": lambda e: e["x"] @ e["y"] / np.linalg.norm(e["x"]),
            "distance": lambda e: np.linalg.norm(e["x"] - e["y"]),
        },
        draw=draw_vectors,
    ),
    Family(
        "matrix-inner-product",
        "expression",
        r"$\operatorname{tr}(A^\top B)$",
        inner,
        {
            "right": lambda e: np.trace(e["A"].T @ e["B"]),
            "not-transposed": lambda e: np.trace(e["A"] @ e["B"]),
            "traces": lambda e: np.trace(e["A"]) * np.trace(e["B"]),
            "diagonal": lambda e: (np.diag(e["A"]) * np.diag(e["B"])).sum(),
        },
        draw=draw_matrices,
    ),
    Family(
        "weighted-mean",
        "expression",
        r"$\frac{\sum_i w_i x_i}{\sum_i w_i}$",
        weighted_mean,
        {
            "right": lambda e: (e["w"] * e["x"]).sum() / e["w"].sum(),
            "plain": lambda e: e["x"].mean(),
            "unnormalised": lambda e: (e["w"] * e["x"]).sum(),
            "inside": lambda e: (e["w"] * e["x"] / e["w"]).sum(),
        },
        draw=draw_weighted,
    ),
    Family(
        "log-odds",
        "relation",
        r"$z = \ln\frac{p}{1-p}$",
        log_odds,
        {
            "right": lambda e: np.log(e["p"] / (1 - e["p"])),
            "sign": lambda e: np.log((1 - e["p"]) / e["p"]),
            "log": lambda e: np.log(e["p"]),
            "forward": lambda e: 1 / (1 + np.exp(-e["p"])),
        },
        draw=draw_probability,
    ),
    Family(
        "dual-weights",
        "relation",
        r"$\alpha = (K + \lambda I)^{-1} y$",
        dual_weights,
        {
            "right": lambda e: np.linalg.solve(e["K"] + e["lam"] * np.eye(3), e["y"]),
            "no-ridge": lambda e: np.linalg.solve(e["K"], e["y"]),
            "forward": lambda e: (e["K"] + e["lam"] * np.eye(3)) @ e["y"],
            "separate": lambda e: np.linalg.solve(e["K"], e["y"]) + e["y"] / e["lam"],
        },
        draw=draw_kernel,
        tolerance=1e-4,
    ),
    Family(
        "elimination-cost",
        "limit",
        r"$O(n^3)$",
        elimination,
        {
            "right": lambda e: e["n"] ** 3,
            "square": lambda e: e["n"] ** 2,
            "log": lambda e: e["n"] ** 3 * math.log(e["n"]),
            "exponential": lambda e: 2.0 ** (e["n"] / 10),
        },
        sizes=tuple({"n": n} for n in (64, 512, 4096)),
    ),
    Family(
        "saturation",
        "limit",
        "1",
        saturation,
        {"right": 1.0, "zero": 0.0, "infinite": math.inf, "half-pi": math.pi / 2},
    ),
    Family(
        "logit-shape",
        "shape",
        "(2, 128, 1000)",
        logits,
        {"right": (2, 128, 1000), "last": (2, 1000), "hidden": (2, 128, 64), "order": (2, 1000, 128)},
    ),
    Family(
        "pooled-shape",
        "shape",
        r"$6 \times 10$",
        pooled,
        {"right": (6, 10), "ceiling": (7, 11), "stride-one": (18, 29), "swapped": (10, 6)},
    ),
    Family(
        "finite-return",
        "general",
        "$[0, 1)$",
        half_open,
        {
            "right": where(lambda x: 0 <= x < 1),
            "open": where(lambda x: 0 < x < 1),
            "closed": where(lambda x: 0 <= x <= 1),
            "above": where(lambda x: x < 1),
        },
    ),
    Family(
        "fraction-roots",
        "general",
        r"$x = \frac{1}{2}$ or $x = -3$",
        fraction_roots,
        {
            "right": set_of(Fraction(1, 2), -3),
            "signs": set_of(Fraction(-1, 2), 3),
            "one": set_of(Fraction(1, 2)),
            "double": set_of(1, -6),
        },
    ),
]
