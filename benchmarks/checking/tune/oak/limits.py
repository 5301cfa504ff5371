"""Growth of convolutions' costs, and limits of dropout."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from families import Env, Family
from numpy.typing import NDArray

Array = NDArray[np.float64]


def patch_entries(size: Env) -> int:
    """Adds the entries of one patch over all channels and pixels, row by row."""
    patch = np.zeros((size["C"], size["k"], size["k"])).size
    return sum(patch for _row in range(size["H"]) for _at in range(size["W"]))


def butterflies(n: int) -> int:
    return 0 if n == 1 else 2 * butterflies(n // 2) + n


def transforms(size: Env) -> int:
    """Counts the butterflies of recursive transforms of all rows and columns, three times, and the products."""
    n = int(size["n"])
    return 3 * 2 * n * butterflies(n) + n * n


def filters(rng: np.random.Generator) -> Env:
    return {"k": int(rng.integers(2, 8))}


def saving(env: Env) -> float:
    """The ratio of allocated weights at a hundred million output channels."""
    k, c_in, c_out = int(env["k"]), 4, 10**8
    return (k * k * c_in + c_in * c_out) / (k * k * c_in * c_out)


def regression(rng: np.random.Generator) -> Env:
    x = rng.normal(size=(4, 3))
    return {"X": x, "y": rng.normal(size=4)}


def rarely_kept(env: Env) -> Array:
    """Least squares over all masks, weighted by their chances, at a keeping probability of one in ten million."""
    p, rows, wanted = 1e-7, [], []
    for mask in product((0, 1), repeat=3):
        chance = math.sqrt(math.prod(p if m else 1 - p for m in mask))
        rows.append(chance * env["X"] * np.array(mask) / math.sqrt(p))
        wanted.append(chance * env["y"] / math.sqrt(p))
    a = np.vstack(rows)
    return np.asarray(np.linalg.solve(a.T @ a, a.T @ np.concatenate(wanted)))


GRID = tuple(
    {"C": c, "k": k, "H": h, "W": w} for c, k, h, w in ((2, 3, 8, 8), (8, 3, 8, 16), (2, 7, 8, 8), (4, 5, 32, 16))
)

FAMILIES = [
    Family(
        "oak-patch-memory",
        "limit",
        r"\Theta(k^2 C H W)",
        patch_entries,
        {
            "right": lambda s: s["k"] ** 2 * s["C"] * s["H"] * s["W"],
            "linear": lambda s: s["k"] * s["C"] * s["H"] * s["W"],
            "input": lambda s: s["C"] * s["H"] * s["W"],
            "one-channel": lambda s: s["k"] ** 2 * s["H"] * s["W"],
        },
        sizes=GRID,
    ),
    Family(
        "oak-transform-cost",
        "limit",
        r"O(n^2\log n)",
        transforms,
        {
            "right": lambda s: s["n"] ** 2 * math.log(s["n"]),
            "one-row": lambda s: s["n"] * math.log(s["n"]),
            "squared-log": lambda s: s["n"] ** 2 * math.log(s["n"]) ** 2,
            "direct": lambda s: s["n"] ** 4,
        },
        sizes=tuple({"n": 2**j} for j in (6, 8, 10, 12)),
    ),
    Family(
        "oak-saving",
        "limit",
        r"\frac{1}{k^2}",
        saving,
        {
            "right": lambda e: 1 / e["k"] ** 2,
            "zero": lambda _e: 0.0,
            "edge": lambda e: 1 / e["k"],
            "fold": lambda e: e["k"] ** 2,
        },
        filters,
    ),
    Family(
        "oak-rarely-kept",
        "limit",
        r"\hat w \to D^{-1}X^\top y \text{ with } D=\operatorname{diag}(X^\top X)",
        rarely_kept,
        {
            "right": lambda e: (e["X"].T @ e["y"]) / (e["X"] ** 2).sum(0),
            "zero": lambda _e: np.zeros(3),
            "least-squares": lambda e: np.linalg.lstsq(e["X"], e["y"], rcond=None)[0],
            "no-scale": lambda e: e["X"].T @ e["y"],
        },
        regression,
    ),
]
