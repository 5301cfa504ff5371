"""Shapes, tuned half: found by building the array, or by counting window positions."""

from __future__ import annotations

import numpy as np
from families import Family


def starts(size: int, kernel: int, stride: int, padding: int) -> int:
    return sum(1 for s in range(-padding, size + padding, stride) if s + kernel <= size + padding)


def conv_output() -> tuple[int, ...]:
    """Counts the positions of a 5×5 window with stride 2 on a 64×48 image padded by 1."""
    return (8, 16, starts(64, 5, 2, 1), starts(48, 5, 2, 1))


def deconv_output() -> tuple[int, ...]:
    """Scatters a 4×6 input with a 4×4 kernel at stride 2 into a large canvas, and crops one line on each side."""
    rows = {2 * i + a for i in range(4) for a in range(4)}
    columns = {2 * j + b for j in range(6) for b in range(4)}
    return (len(rows) - 2, len(columns) - 2)


def weight_shape() -> tuple[int, ...]:
    """The only shape of W for which W @ x has 10 entries when x has 128."""
    found = [
        (a, b) for a in (10, 128) for b in (10, 128) if b == 128 and (np.ones((a, b)) @ np.ones(128)).shape == (10,)
    ]
    return found[0]


def score_shape() -> tuple[str, ...]:
    """Multiplies queries and keys of distinct sizes by einsum and names the sizes of the result."""
    sizes = {"B": 2, "h": 3, "n": 5, "d": 7}
    q = k = np.ones((2, 3, 5, 7))
    names = {v: name for name, v in sizes.items()}
    return tuple(names[s] for s in np.einsum("bhid,bhjd->bhij", q, k).shape)


def flattened() -> tuple[int, ...]:
    """Reshapes 32 feature maps of 32 × 7 × 7 into one row each."""
    return np.zeros((32, 32, 7, 7)).reshape(32, -1).shape


def broadcast() -> tuple[int, ...]:
    """Adds arrays of shapes (5, 1, 4) and (3, 1)."""
    return (np.zeros((5, 1, 4)) + np.zeros((3, 1))).shape


FAMILIES = [
    Family(
        "conv-output",
        "shape",
        "(8, 16, 31, 23)",
        conv_output,
        {
            "right": (8, 16, 31, 23),
            "ceiling": (8, 16, 32, 24),
            "channels": (8, 3, 31, 23),
            "last": (8, 31, 23, 16),
            "swapped": (8, 16, 23, 31),
            "no-stride": (8, 16, 62, 46),
        },
    ),
    Family(
        "deconv-output",
        "shape",
        r"$8 \times 12$",
        deconv_output,
        {"right": (8, 12), "uncropped": (10, 14), "swapped": (12, 8), "ordinary": (2, 3), "count": 96},
    ),
    Family(
        "weight-shape",
        "shape",
        r"$\mathbb{R}^{10 \times 128}$",
        weight_shape,
        {"right": (10, 128), "transposed": (128, 10), "count": 1280, "bias": (10, 129), "vector": (128,)},
    ),
    Family(
        "score-shape",
        "shape",
        "$(B, h, n, n)$",
        score_shape,
        {
            "right": ("B", "h", "n", "n"),
            "one-head": ("B", "n", "n"),
            "output": ("B", "h", "n", "d"),
            "width": ("B", "h", "d", "d"),
            "order": ("h", "B", "n", "n"),
        },
    ),
    Family(
        "flattened",
        "shape",
        "(32, 1568)",
        flattened,
        {
            "right": (32, 1568),
            "unflattened": (32, 32, 7, 7),
            "transposed": (1568, 32),
            "all": (50176,),
            "side": (32, 224),
        },
    ),
    Family(
        "broadcast",
        "shape",
        r"$5 \times 3 \times 4$",
        broadcast,
        {"right": (5, 3, 4), "first": (5, 1, 4), "stacked": (5, 3, 1, 4), "order": (3, 5, 4)},
    ),
]
