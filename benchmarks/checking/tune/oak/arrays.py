"""Convolutions and normalisations by hand."""

from __future__ import annotations

import numpy as np
from families import Env, Family
from numpy.typing import NDArray

Array = NDArray[np.float64]
IMAGE = np.array([[1, 2, 0, 1], [3, 1, 1, 0], [0, 2, 4, 1], [1, 0, 2, 3]], float)
KERNEL = np.array([[1, 0], [2, -1]], float)


def correlate(x: Array, k: Array) -> Array:
    n, m = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    return np.array([[(x[i : i + k.shape[0], j : j + k.shape[1]] * k).sum() for j in range(m)] for i in range(n)])


def by_hand() -> Array:
    """Slides the kernel over the image by two loops."""
    return correlate(IMAGE, KERNEL)


def kernel_gradient() -> Array:
    """Central differences of the weighted sum of outputs, in each entry of the kernel."""
    x, g = np.arange(1.0, 10).reshape(3, 3), np.array([[1.0, 0], [-1, 2]])
    out = np.zeros((2, 2))
    for a in range(2):
        for b in range(2):
            step = np.zeros((2, 2))
            step[a, b] = 0.5
            out[a, b] = (g * (correlate(x, step) - correlate(x, -step))).sum()
    return out


def standardise(x: Array) -> Array:
    return np.asarray((x - x.mean()) / x.std())


def norm_gradient() -> Array:
    """Central differences of the standardised batch, weighted by the incoming gradient."""
    x, g, h = np.array([1.0, 1, -1, -1]), np.array([4.0, 0, 0, 0]), 1e-5
    return np.array([g @ (standardise(x + h * e) - standardise(x - h * e)) / (2 * h) for e in np.eye(4)])


def taps(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(size=3)}


def banded(env: Env) -> Array:
    """The layer's responses to the five unit inputs, column by column."""
    return np.array([[sum(env["w"][t] * e[i + t] for t in range(3)) for e in np.eye(5)] for i in range(3)])


def rows(env: Env, order: tuple[int, int, int]) -> Array:
    out = np.zeros((3, 5))
    for i in range(3):
        out[i, i : i + 3] = env["w"][list(order)]
    return out


def wrapped(env: Env) -> Array:
    return np.array([np.roll([*env["w"], 0, 0], i) for i in range(5)])


def upsampled() -> Array:
    """Solves for the adjoint: the response to each unit output of the strided convolution, by inner products."""
    x, k = np.array([1.0, 2, -1]), np.array([1.0, 0, 2])
    return np.array([sum(x[i] * (k @ e[2 * i : 2 * i + 3]) for i in range(3)) for e in np.eye(7)])


FAMILIES = [
    Family(
        "oak-slide",
        "array",
        r"\begin{pmatrix}6&3&2\\1&1&8\\2&0&5\end{pmatrix}",
        by_hand,
        {
            "right": [[6, 3, 2], [1, 1, 8], [2, 0, 5]],
            "flipped": [[4, -1, 2], [1, 5, 0], [4, 8, 1]],
            "strided": [[6, 2], [2, 5]],
            "slip": [[6, 3, 2], [1, 1, 8], [2, 4, 5]],
        },
    ),
    Family(
        "oak-kernel-gradient",
        "array",
        r"$\begin{bmatrix}7 & 9\\ 13 & 15\end{bmatrix}$",
        kernel_gradient,
        {"right": [[7, 9], [13, 15]], "turned": [[15, 13], [9, 7]], "transposed": [[7, 13], [9, 15]]},
    ),
    Family(
        "oak-batch-gradient",
        "array",
        r"(2, -2, 0, 0)^\top",
        norm_gradient,
        {"right": [2, -2, 0, 0], "mean-only": [3, -1, -1, -1], "sign": [4, 0, -2, -2], "scale-only": [3, -1, 1, 1]},
    ),
    Family(
        "oak-banded",
        "array",
        r"\begin{pmatrix}w_1&w_2&w_3&0&0\\0&w_1&w_2&w_3&0\\0&0&w_1&w_2&w_3\end{pmatrix}",
        banded,
        {
            "right": lambda e: rows(e, (0, 1, 2)),
            "flipped": lambda e: rows(e, (2, 1, 0)),
            "tall": lambda e: rows(e, (0, 1, 2)).T,
            "wrapped": wrapped,
        },
        taps,
    ),
    Family(
        "oak-upsampled",
        "array",
        "(1, 0, 4, 0, 3, 0, -2)",
        upsampled,
        {"right": [1, 0, 4, 0, 3, 0, -2], "overwritten": [1, 0, 2, 0, -1, 0, -2], "stride-one": [1, 2, 1, 4, -2]},
    ),
]
