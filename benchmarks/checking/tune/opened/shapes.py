"""Shapes, the second tuned set (held back until it was opened)."""

from __future__ import annotations

import numpy as np
from families import Family


def dilated() -> tuple[int, ...]:
    """Counts the places where three taps two apart fit on a 30 × 20 image, without padding."""
    return (
        sum(1 for s in range(30) if s + 2 * 2 <= 29),
        sum(1 for s in range(20) if s + 2 * 2 <= 19),
    )


def patches() -> tuple[int, ...]:
    """Cuts a 224 × 224 image into squares of 16 and adds one class token; each becomes 768 numbers."""
    tokens = len([(i, j) for i in range(0, 224, 16) for j in range(0, 224, 16)]) + 1
    return (4, tokens, 768)


def time_major() -> tuple[str, ...]:
    """Moves the axes of an array of distinct sizes and names them again."""
    names = {2: "B", 3: "T", 5: "H"}
    return tuple(names[s] for s in np.moveaxis(np.zeros((2, 3, 5)), 1, 0).shape)


def grouped() -> tuple[int, ...]:
    """Stacks the filters of four groups: each sees 16/4 input channels, and there are 32 of them in all."""
    filters = [np.zeros((16 // 4, 3, 3)) for _group in range(4) for _ in range(32 // 4)]
    return np.stack(filters).shape


def first_layer() -> tuple[int, ...]:
    """The weight array with which an einsum turns three channels into 64 through a 7 × 7 window."""
    weight = np.zeros((64, 3, 7, 7))
    assert np.einsum("oikl,ikl->o", weight, np.zeros((3, 7, 7))).shape == (64,)
    return weight.shape


def jacobian() -> tuple[str, ...]:
    """Differentiates a map from five to seven numbers and names the sizes n and m."""
    f = np.ones((7, 5))
    names = {5: "n", 7: "m"}
    return tuple(names[s] for s in np.stack([f @ d for d in np.eye(5)], axis=1).shape)


FAMILIES = [
    Family(
        "dilated-output",
        "shape",
        r"$26 \times 16$",
        dilated,
        {"right": (26, 16), "no-dilation": (28, 18), "padded": (30, 20), "swapped": (16, 26), "five": (25, 15)},
    ),
    Family(
        "patch-tokens",
        "shape",
        "(4, 197, 768)",
        patches,
        {
            "right": (4, 197, 768),
            "no-class": (4, 196, 768),
            "side": (4, 14, 768),
            "order": (4, 768, 197),
            "flat": (788, 768),
        },
    ),
    Family(
        "time-major",
        "shape",
        "$(T, B, H)$",
        time_major,
        {"right": ("T", "B", "H"), "batch-first": ("B", "T", "H"), "last": ("T", "H", "B"), "two": ("T", "H")},
    ),
    Family(
        "grouped-weights",
        "shape",
        r"$32 \times 4 \times 3 \times 3$",
        grouped,
        {
            "right": (32, 4, 3, 3),
            "ungrouped": (32, 16, 3, 3),
            "per-group": (8, 4, 3, 3),
            "order": (4, 32, 3, 3),
            "count": 1152,
        },
    ),
    Family(
        "first-layer-weights",
        "shape",
        r"\texttt{torch.Size([64, 3, 7, 7])}",
        first_layer,
        {"right": (64, 3, 7, 7), "keras": (7, 7, 3, 64), "in-first": (3, 64, 7, 7), "no-input": (64, 7, 7)},
    ),
    Family(
        "jacobian-shape",
        "shape",
        r"$m \times n$",
        jacobian,
        {"right": ("m", "n"), "transposed": ("n", "m"), "square": ("n", "n"), "vector": ("m",)},
    ),
]
