"""Shapes, held half."""

from __future__ import annotations

from itertools import product

import numpy as np
from families import Family


def split_heads() -> tuple[int, ...]:
    """Reshapes two sequences of 512 tokens of 768 numbers into twelve heads, and moves the heads forward."""
    return np.zeros((2, 512, 768), np.int8).reshape(2, 512, 12, -1).swapaxes(1, 2).shape


def embedding() -> tuple[int, ...]:
    """Indexes a table by a batch of token numbers; only rows as tokens give vectors of 768."""
    table = np.zeros((50257, 768), np.int8)
    assert table[np.array([[50256, 0], [3, 4]])].shape == (2, 2, 768)
    return table.shape


def cross_kernel() -> tuple[str, ...]:
    """Compares every training point with every test point, and names the sizes n = 5 and m = 7."""
    rng = np.random.default_rng(0)
    train, test = rng.normal(size=(5, 3)), rng.normal(size=(7, 3))
    rows = [[float(a @ b) for b in test] for a in train]
    names = {5: "n", 7: "m", 3: "d"}
    return tuple(names[s] for s in np.array(rows).shape)


def batched_product() -> tuple[int, ...]:
    """Multiplies eight pairs of matrices, one after the other."""
    return np.stack([np.zeros((3, 5)) @ np.zeros((5, 7)) for _ in range(8)]).shape


def volume() -> tuple[int, ...]:
    """Counts the places of a 3 × 3 × 3 kernel in a 16 × 32 × 32 volume, for one example and eight filters."""
    fits = [len([s for s in range(size) if s + 2 < size]) for size in (16, 32, 32)]
    return (1, 8, *fits)


def weight_jacobian() -> tuple[str, ...]:
    """Differentiates W ↦ Wx entry by entry of W for m = 4 and n = 6."""
    x = np.ones(6)
    columns = np.zeros((4, 4, 6))
    for i, j in product(range(4), range(6)):
        d = np.zeros((4, 6))
        d[i, j] = 1
        columns[:, i, j] = d @ x
    names = {4: "m", 6: "n"}
    return tuple(names[s] for s in columns.shape)


def thin_factor() -> tuple[int, ...]:
    """Computes the thin singular value decomposition of a 100 × 20 matrix."""
    return np.linalg.svd(np.eye(100, 20), full_matrices=False)[0].shape


def skip_connection() -> tuple[int, ...]:
    """Joins 64 and 128 channels of four examples along the channel axis."""
    return np.concatenate([np.zeros((4, 64, 32, 32)), np.zeros((4, 128, 32, 32))], axis=1).shape


def pixel_shuffle() -> tuple[int, ...]:
    """Moves 36 channels into blocks of 3 × 3 pixels, one value at a time."""
    places = {(c // 9, 3 * i + c % 9 // 3, 3 * j + c % 3) for c, i, j in product(range(36), range(16), range(16))}
    return (1, *(max(axis) + 1 for axis in zip(*places, strict=True)))


FAMILIES = [
    Family(
        "split-heads",
        "shape",
        "(2, 12, 512, 64)",
        split_heads,
        {
            "right": (2, 12, 512, 64),
            "not-moved": (2, 512, 12, 64),
            "unsplit": (2, 512, 768),
            "transposed": (2, 12, 64, 512),
            "folded": (24, 512, 64),
        },
    ),
    Family(
        "embedding-table",
        "shape",
        r"$50257 \times 768$",
        embedding,
        {
            "right": (50257, 768),
            "transposed": (768, 50257),
            "square": (768, 768),
            "one-hot": (50257, 50257),
        },
    ),
    Family(
        "cross-kernel",
        "shape",
        r"$K \in \mathbb{R}^{n \times m}$",
        cross_kernel,
        {
            "right": ("n", "m"),
            "transposed": ("m", "n"),
            "square": ("n", "n"),
            "features": ("n", "d"),
        },
    ),
    Family(
        "batched-product",
        "shape",
        "(8, 3, 7)",
        batched_product,
        {"right": (8, 3, 7), "inner": (8, 5, 5), "no-batch": (3, 7), "transposed": (8, 7, 3), "kept": (8, 3, 5, 7)},
    ),
    Family(
        "volume",
        "shape",
        r"\texttt{(1, 8, 14, 30, 30)}",
        volume,
        {
            "right": (1, 8, 14, 30, 30),
            "padded": (1, 8, 16, 32, 32),
            "one-off": (1, 8, 13, 29, 29),
            "depth-kept": (1, 8, 16, 30, 30),
            "channels": (1, 3, 14, 30, 30),
        },
    ),
    Family(
        "weight-jacobian",
        "shape",
        "$(m, m, n)$",
        weight_jacobian,
        {"right": ("m", "m", "n"), "matrix": ("m", "n"), "order": ("m", "n", "m"), "input": ("m", "n", "n")},
    ),
    Family(
        "thin-svd",
        "shape",
        r"$100 \times 20$",
        thin_factor,
        {"right": (100, 20), "full": (100, 100), "other-factor": (20, 20), "transposed": (20, 100)},
    ),
    Family(
        "skip-connection",
        "shape",
        "[4, 192, 32, 32]",
        skip_connection,
        {
            "right": (4, 192, 32, 32),
            "added": (4, 128, 32, 32),
            "batch-axis": (8, 192, 32, 32),
            "stacked": (4, 192, 64, 64),
            "channels-last": (4, 32, 32, 192),
        },
    ),
    Family(
        "pixel-shuffle",
        "shape",
        "(1, 4, 48, 48)",
        pixel_shuffle,
        {"right": (1, 4, 48, 48), "by-three": (1, 12, 48, 48), "kept": (1, 36, 48, 48), "by-nine": (1, 4, 144, 144)},
    ),
]
