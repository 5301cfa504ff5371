"""Ordered sizes of arrays, in numbers and in symbols."""

from __future__ import annotations

import numpy as np
from families import Env, Family


def scores() -> tuple[int, ...]:
    """Repeats three key heads for twelve query heads, appends the new key, and multiplies."""
    query = np.zeros((4, 12, 1, 8))
    keys = np.concatenate([np.zeros((4, 3, 36, 8)), np.zeros((4, 3, 1, 8))], axis=2)
    return np.asarray(query @ np.repeat(keys, 4, axis=1).swapaxes(2, 3)).shape


def contracted() -> tuple[int, ...]:
    """Contracts with loops over all axes that stay."""
    q, k = np.ones((2, 4, 9, 16)), np.ones((2, 7, 4, 16))
    out = [[[[float(q[b, h, i] @ k[b, j, h]) for h in range(4)] for j in range(7)] for i in range(9)] for b in range(2)]
    return np.array(out).shape


def patched() -> tuple[int, ...]:
    """Cuts a 160 × 240 image into squares of 20 by a loop, projects them to 192, and prepends one vector."""
    image, rows = np.zeros((160, 240, 3)), [np.zeros(192)]
    project = np.zeros((20 * 20 * 3, 192))
    for y in range(0, 160, 20):
        for x in range(0, 240, 20):
            rows.append(image[y : y + 20, x : x + 20].ravel() @ project)
    return np.stack([np.array(rows)] * 2).shape


def fused_draw(rng: np.random.Generator) -> Env:
    g = int(rng.integers(2, 4))
    return {"d": int(rng.integers(30, 60)), "H": g * int(rng.integers(2, 5)), "G": g, "k": int(rng.integers(4, 9))}


def fused(e: Env) -> tuple[int, ...]:
    """Puts the columns of all heads side by side: queries, then keys, then values."""
    heads = ["q"] * e["H"] + ["k"] * e["G"] + ["v"] * e["G"]
    return np.concatenate([np.zeros((e["d"], e["k"])) for _head in heads], axis=1).shape


FAMILIES = [
    Family(
        "grouped-scores",
        "shape",
        r"$4 \times 12 \times 1 \times 37$ (batch, heads, queries, keys)",
        scores,
        {
            "right": (4, 12, 1, 37),
            "key-heads": (4, 3, 1, 37),
            "all-queries": (4, 12, 37, 37),
            "transposed": (4, 12, 37, 1),
            "no-new-key": (4, 12, 1, 36),
            "features": (4, 12, 1, 8),
        },
    ),
    Family(
        "einsum-order",
        "shape",
        "`(2, 9, 7, 4)`",
        contracted,
        {
            "right": (2, 9, 7, 4),
            "heads-first": (2, 4, 9, 7),
            "feature-kept": (2, 9, 7, 16),
            "keys-first": (2, 7, 9, 4),
            "summed-heads": (2, 9, 7),
        },
    ),
    Family(
        "patches-and-class",
        "shape",
        r"$2 \times 97 \times 192$",
        patched,
        {
            "right": (2, 97, 192),
            "no-class": (2, 96, 192),
            "sequence-first": (97, 2, 192),
            "unprojected": (2, 97, 1200),
            "flipped": (2, 192, 97),
            "square": (2, 145, 192),
        },
    ),
    Family(
        "fused-projection",
        "shape",
        r"$d \times (H + 2G)\,d_h$",
        fused,
        {
            "right": lambda e: (e["d"], (e["H"] + 2 * e["G"]) * e["k"]),
            "transposed": lambda e: ((e["H"] + 2 * e["G"]) * e["k"], e["d"]),
            "ungrouped": lambda e: (e["d"], 3 * e["H"] * e["k"]),
            "one-group": lambda e: (e["d"], (e["H"] + e["G"]) * e["k"]),
            "exchanged": lambda e: (e["d"], (2 * e["H"] + e["G"]) * e["k"]),
        },
        fused_draw,
    ),
]
