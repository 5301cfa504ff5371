"""Shapes, opened in the third session."""

from __future__ import annotations

from itertools import product

import numpy as np
from families import Family


def patch_columns() -> tuple[int, ...]:
    """Collects the 5 × 5 patches of a 3 × 32 × 32 image, one column for each place."""
    image = np.zeros((3, 32, 32), np.int8)
    columns = [image[:, i : i + 5, j : j + 5].ravel() for i, j in product(range(32 - 5 + 1), repeat=2)]
    return np.stack(columns, axis=1).shape


def generator_layer() -> tuple[int, ...]:
    """Stamps a 4 × 4 kernel on every second pixel for each of 7 × 7 inputs, and cuts one pixel off each border."""
    touched = {2 * i + k for i in range(7) for k in range(4)}
    size = len(touched) - 2
    return (16, 64, size, size)


def per_sample() -> tuple[int, ...]:
    """Multiplies, example by example, the error of five outputs with the twenty inputs."""
    errors, inputs = np.zeros((32, 5)), np.zeros((32, 20))
    return np.stack([np.outer(d, x) for d, x in zip(errors, inputs, strict=True)]).shape


def feature_covariance() -> tuple[int, ...]:
    """Pairs every feature with every feature of 500 examples."""
    data = np.zeros((500, 12))
    rows = [[float(a @ b) for b in data.T] for a in data.T]
    return np.array(rows).shape


def channel_statistics() -> tuple[int, ...]:
    """The mean over batch, height and width, one number for each channel."""
    return tuple(np.zeros((16, 64, 8, 8)).mean(axis=(0, 2, 3)).shape)


FAMILIES = [
    Family(
        "patch-columns",
        "shape",
        r"$75 \times 784$",
        patch_columns,
        {
            "right": (75, 784),
            "one-channel": (25, 784),
            "padded": (75, 1024),
            "transposed": (784, 75),
            "one-off": (75, 729),
        },
    ),
    Family(
        "generator-layer",
        "shape",
        "(16, 64, 14, 14)",
        generator_layer,
        {
            "right": (16, 64, 14, 14),
            "no-padding": (16, 64, 16, 16),
            "one-off": (16, 64, 13, 13),
            "downwards": (16, 64, 3, 3),
            "channels-kept": (16, 128, 14, 14),
        },
    ),
    Family(
        "per-sample-gradients",
        "shape",
        r"$32 \times 5 \times 20$",
        per_sample,
        {"right": (32, 5, 20), "summed": (5, 20), "transposed": (32, 20, 5), "outputs-only": (32, 5)},
    ),
    Family(
        "feature-covariance",
        "shape",
        r"$\Sigma \in \mathbb{R}^{12 \times 12}$",
        feature_covariance,
        {"right": (12, 12), "examples": (500, 500), "data": (500, 12), "diagonal": (12,)},
    ),
    Family(
        "channel-statistics",
        "shape",
        "(64,)",
        channel_statistics,
        {"right": (64,), "per-example": (16, 64), "per-unit": (64, 8, 8), "batch": (16,)},
    ),
]
