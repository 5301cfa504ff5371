"""Shapes, in the voices of many models."""

from __future__ import annotations

import numpy as np
from families import Family


def scores() -> tuple[str, ...]:
    """Takes every dot product of a query and a key for sizes that all differ, and names what is left."""
    sizes = {"b": 2, "h": 3, "q": 5, "k": 7, "d": 11}
    q = np.zeros((sizes["b"], sizes["h"], sizes["q"], sizes["d"]))
    k = np.zeros((sizes["b"], sizes["h"], sizes["k"], sizes["d"]))
    names = {size: name for name, size in sizes.items()}
    return tuple(names[size] for size in (q[:, :, :, None] * k[:, :, None]).sum(axis=-1).shape)


def low_rank() -> tuple[str, ...]:
    """The only factor A for which W + BA works, with W of d × k and B of d × r, for sizes that all differ."""
    sizes = {"d": 5, "k": 7, "r": 2}
    fits = []
    for rows, columns in [(a, b) for a in sizes for b in sizes]:
        product = (sizes["d"], sizes[columns]) if sizes[rows] == sizes["r"] else None
        if product == (sizes["d"], sizes["k"]):
            fits.append((rows, columns))
    assert len(fits) == 1
    return fits[0]


def upsampled() -> tuple[int, ...]:
    """Places a 2 × 2 kernel with stride 2 at each of 64 × 64 pixels, and joins 64 channels of the skip connection."""
    rows = {2 * i + a for i in range(64) for a in range(2)}
    up = np.zeros((1, 64, len(rows), len(rows)))
    return np.concatenate([up, np.zeros((1, 64, 128, 128))], axis=1).shape


FAMILIES = [
    Family(
        "score-tensor",
        "shape",
        "$(b, h, q, k)$",
        scores,
        {
            "right": ("b", "h", "q", "k"),
            "swapped": ("b", "h", "k", "q"),
            "with-features": ("b", "h", "q", "k", "d"),
            "output": ("b", "h", "q", "d"),
            "heads-summed": ("b", "q", "k"),
        },
    ),
    Family(
        "adapter-factor",
        "shape",
        r"$A \in \mathbb{R}^{r \times k}$",
        low_rank,
        {
            "right": ("r", "k"),
            "transposed": ("k", "r"),
            "other": ("d", "r"),
            "full": ("d", "k"),
            "flipped": ("r", "d"),
        },
    ),
    Family(
        "decoder-input",
        "shape",
        r"\texttt{[1, 128, 128, 128]}",
        upsampled,
        {
            "right": (1, 128, 128, 128),
            "no-skip": (1, 64, 128, 128),
            "not-upsampled": (1, 128, 64, 64),
            "channels-only": (1, 192, 128, 128),
            "overlapped": (1, 128, 127, 127),
        },
    ),
]
