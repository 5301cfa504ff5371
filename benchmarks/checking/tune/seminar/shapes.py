"""Shapes, as they were said in a seminar and its chats."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Family

SIZES = {"B": 2, "T": 3, "H": 5, "d_k": 7, "n": 11, "d": 13, "p": 17, "m": 19, "h": 4, "N": 23, "V": 29}


def named(shape: tuple[int, ...]) -> tuple[str, ...]:
    """The names of sizes that all differ."""
    names = {size: name for name, size in SIZES.items()}
    return tuple(names[size] for size in shape)


def zeros(*names: str) -> Any:
    return np.zeros([SIZES[name] for name in names])


def heads_first() -> tuple[str, ...]:
    """Splits the last axis of (B, T, H·d_k) into heads and exchanges the two axes in the middle."""
    q = np.zeros((2, 3, 5 * 7)).reshape(2, 3, 5, 7)
    return named(np.moveaxis(q, 2, 1).shape)


def stem() -> tuple[int, ...]:
    """Slides a window of 7 over 3 + 224 + 3 places in steps of 2, for both axes and 64 filters."""
    places = sum(1 for start in range(0, 230, 2) if start + 7 <= 230)
    return (64, places, places)


def map_jacobian() -> tuple[str, ...]:
    """Moves each of n inputs of a map to ℝᵐ a little, and puts the m changes beside each other as columns."""
    columns = [zeros("m") for _input in range(SIZES["n"])]
    return named(np.stack(columns, axis=1).shape)


def class_scores() -> tuple[int, ...]:
    """Multiplies a 10 × 784 matrix and an image of 784 pixels."""
    return (np.zeros((10, 784)) @ np.zeros(784)).shape


def unfolded() -> tuple[int, ...]:
    """Cuts every 5 × 5 window out of 16 × 16 images of three channels, and makes each a column."""
    x = np.zeros((32, 3, 16, 16))
    windows = [x[:, :, i : i + 5, j : j + 5].reshape(32, -1) for i in range(12) for j in range(12)]
    return np.stack(windows, axis=2).shape


def gates() -> tuple[str, ...]:
    """Stacks the four maps from d inputs to h units; 4h is the only other size."""
    rows, columns = np.concatenate([zeros("h", "d")] * 4, axis=0).shape
    return ("4h" if rows == 4 * SIZES["h"] else "?", named((columns,))[0])


def linear_layer() -> tuple[str, ...]:
    """Multiplies n inputs of d features by the transpose of a p × d matrix."""
    return named((zeros("n", "d") @ zeros("p", "d").T).shape)


def second_moments() -> tuple[str, ...]:
    """Adds the outer products of n rows of d features."""
    total = sum(np.outer(row, row) for row in zeros("n", "d"))
    return named(np.shape(total))


def pooled() -> tuple[int, ...]:
    """Averages over the last two axes and keeps them."""
    return tuple(np.zeros((16, 64, 7, 7)).mean(axis=(2, 3), keepdims=True).shape)


def shifted() -> tuple[str, ...]:
    """Drops the last of the positions of (N, T, V); the axis that is one shorter is called so."""
    cut = zeros("N", "T", "V")[:, :-1].shape
    assert cut == (SIZES["N"], SIZES["T"] - 1, SIZES["V"])
    return ("N", "T-1", "V")


FAMILIES = [
    Family(
        "heads-first",
        "shape",
        "(B, H, T, d_k)",
        heads_first,
        {
            "right": ("B", "H", "T", "d_k"),
            "time-first": ("B", "T", "H", "d_k"),
            "merged": ("B", "T", "H*d_k"),
            "scores": ("B", "H", "T", "T"),
            "transposed": ("B", "H", "d_k", "T"),
        },
    ),
    Family(
        "residual-stem",
        "shape",
        r"$64 \times 112 \times 112$",
        stem,
        {
            "right": (64, 112, 112),
            "no-padding": (64, 109, 109),
            "rounded-up": (64, 113, 113),
            "input-channels": (3, 112, 112),
            "no-stride": (64, 224, 224),
        },
    ),
    Family(
        "map-jacobian",
        "shape",
        r"$\mathbb{R}^{m \times n}$",
        map_jacobian,
        {
            "right": ("m", "n"),
            "transposed": ("n", "m"),
            "square": ("n", "n"),
            "vector": ("n",),
            "flattened": ("m*n",),
        },
    ),
    Family(
        "class-scores",
        "shape",
        "a 10-vector",
        class_scores,
        {"right": (10,), "input": (784,), "matrix": (10, 784), "scalar": (), "square": (10, 10)},
    ),
    Family(
        "unfolded-images",
        "shape",
        "torch.Size([32, 75, 144])",
        unfolded,
        {
            "right": (32, 75, 144),
            "exchanged": (32, 144, 75),
            "one-channel": (32, 25, 144),
            "padded": (32, 75, 256),
            "channels": (32, 3, 144),
        },
    ),
    Family(
        "stacked-gates",
        "shape",
        "$(4h, d)$",
        gates,
        {"right": ("4h", "d"), "exchanged": ("4d", "h"), "transposed": ("d", "4h"), "single": ("h", "d")},
    ),
    Family(
        "linear-output",
        "shape",
        r"$n \times p$",
        linear_layer,
        {"right": ("n", "p"), "transposed": ("p", "n"), "weights": ("d", "p"), "input": ("n", "d")},
    ),
    Family(
        "second-moments",
        "shape",
        r"$X^\top X \in \mathbb{R}^{d \times d}$",
        second_moments,
        {"right": ("d", "d"), "gram": ("n", "n"), "data": ("n", "d"), "scalar": ()},
    ),
    Family(
        "average-pooled",
        "shape",
        "[16, 64, 1, 1]",
        pooled,
        {
            "right": (16, 64, 1, 1),
            "squeezed": (16, 64),
            "over-channels": (16, 1, 7, 7),
            "unchanged": (16, 64, 7, 7),
            "batch": (1, 64, 1, 1),
        },
    ),
    Family(
        "shifted-logits",
        "shape",
        "$(N, T-1, V)$",
        shifted,
        {
            "right": ("N", "T-1", "V"),
            "unshifted": ("N", "T", "V"),
            "exchanged": ("N", "V", "T-1"),
            "targets": ("N", "T-1"),
            "longer": ("N", "T+1", "V"),
        },
    ),
]
