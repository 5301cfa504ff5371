"""Shapes of weights and activations."""

from __future__ import annotations

import numpy as np
from families import Family


def grouped() -> tuple[int, ...]:
    """Allocates the kernels of each of the four groups and stacks them."""
    return np.concatenate([np.zeros((32 // 4, 16 // 4, 3, 5)) for _group in range(4)]).shape


def cross_scores() -> tuple[int, ...]:
    """Multiplies queries by keys, head by head."""
    queries, keys = np.zeros((2, 50, 8, 4)), np.zeros((2, 60, 8, 4))
    scores: np.ndarray = np.einsum("bnhd,bmhd->bhnm", queries, keys)
    return scores.shape


def unfolded() -> tuple[int, ...]:
    """Collects the flattened windows of each image and puts them side by side."""
    images = np.zeros((4, 3, 32, 32))
    columns = [images[:, :, i : i + 3, j : j + 3].reshape(4, -1) for i in range(30) for j in range(30)]
    return np.stack(columns, axis=-1).shape


FAMILIES = [
    Family(
        "fir-grouped-kernel",
        "shape",
        "(32, 4, 3, 5)",
        grouped,
        {"right": (32, 4, 3, 5), "ungrouped": (32, 16, 3, 5), "swapped": (4, 32, 3, 5), "both-split": (8, 4, 3, 5)},
    ),
    Family(
        "fir-cross-scores",
        "shape",
        r"2 \times 8 \times 50 \times 60",
        cross_scores,
        {"right": (2, 8, 50, 60), "swapped": (2, 8, 60, 50), "merged": (16, 50, 60), "square": (2, 8, 50, 50)},
    ),
    Family(
        "fir-unfolded-batch",
        "shape",
        "(4, 27, 900)",
        unfolded,
        {"right": (4, 27, 900), "rows": (4, 900, 27), "padded": (4, 27, 1024), "flat": (3600, 27)},
    ),
]
