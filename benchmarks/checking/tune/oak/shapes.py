"""Shapes of maps, kernels and patch matrices."""

from __future__ import annotations

import numpy as np
from families import Family


def feature_map() -> tuple[int, ...]:
    """Counts the places of a 5 × 5 window, two apart, in the padded 65 × 65 image."""
    side = sum(1 for at in range(0, 67, 2) if at + 5 <= 67)
    return (8, 16, side, side)


def grouped() -> tuple[int, ...]:
    """Splits 32 input channels into four groups and stacks what each of 64 filters sees."""
    return np.stack([np.zeros((len(np.split(np.arange(32), 4)[0]), 3, 3)) for _filter in range(64)]).shape


def patches() -> tuple[int, ...]:
    """Collects the flattened windows as columns."""
    x = np.zeros((3, 32, 32), np.int8)
    columns = [x[:, i : i + 5, j : j + 5].ravel() for i in range(28) for j in range(28)]
    return np.stack(columns, axis=1).shape


FAMILIES = [
    Family(
        "oak-feature-map",
        "shape",
        "(8, 16, 32, 32)",
        feature_map,
        {"right": (8, 16, 32, 32), "last": (8, 32, 32, 16), "short": (8, 16, 31, 31), "ceil": (8, 16, 33, 33)},
    ),
    Family(
        "oak-grouped",
        "shape",
        r"$64 \times 8 \times 3 \times 3$",
        grouped,
        {"right": (64, 8, 3, 3), "full": (64, 32, 3, 3), "both": (16, 8, 3, 3)},
    ),
    Family(
        "oak-patches",
        "shape",
        r"75 \times 784",
        patches,
        {"right": (75, 784), "rows": (784, 75), "same": (75, 1024), "one-channel": (25, 784)},
    ),
]
