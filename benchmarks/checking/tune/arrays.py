"""Vectors, matrices and tensors, tuned half."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family

IMAGE = ((1, 0, 2), (-1, 3, 1), (0, 2, -2))
KERNEL = ((1, -1), (2, 0))
LEFT = ((1, 2, 0), (-1, 1, 3))
RIGHT = ((2, 1), (0, -1), (1, 4))


def cross_correlation() -> Any:
    """Slides the 2×2 kernel over the 3×3 image without a flip, in four nested loops."""
    out = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            for a in range(2):
                for b in range(2):
                    out[i, j] += IMAGE[i + a][j + b] * KERNEL[a][b]
    return out


def product() -> Any:
    """Multiplies a 2×3 by a 3×2 matrix, entry by entry."""
    return np.array([[sum(LEFT[i][k] * RIGHT[k][j] for k in range(3)) for j in range(2)] for i in range(2)])


def layer_norm() -> Any:
    """Centres (1, 3, 5, 7) and divides by the root of the mean square, in loops."""
    x = [1.0, 3.0, 5.0, 7.0]
    mean = sum(x) / 4
    deviation = (sum((v - mean) ** 2 for v in x) / 4) ** 0.5
    return np.array([(v - mean) / deviation for v in x])


def jacobian(env: Env) -> Any:
    """Central differences of f(a, b) = (a²b, a + 3b)."""
    a, b, h = env["a"], env["b"], 1e-5

    def f(a: float, b: float) -> Any:
        return np.array([a * a * b, a + 3 * b])

    return np.stack([(f(a + h, b) - f(a - h, b)) / (2 * h), (f(a, b + h) - f(a, b - h)) / (2 * h)], axis=1)


def momentum() -> Any:
    """Two steps of heavy-ball momentum, coordinate by coordinate, from zero velocity."""
    w, v = [1.0, -2.0], [0.0, 0.0]
    for gradient in ([2.0, -4.0], [1.0, 2.0]):
        for k in range(2):
            v[k] = 0.5 * v[k] + gradient[k]
            w[k] -= 0.1 * v[k]
    return np.array(w)


def im2col() -> Any:
    """Collects every 2×2 window of the 3×3 ramp as a row, scanning the image line by line."""
    ramp = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    windows = [[ramp[i + a][j + b] for a in range(2) for b in range(2)] for i in range(2) for j in range(2)]
    return np.array(windows)


def one_hot() -> Any:
    """Tokens 2 and 0 of the two sequences (2, 0), (1, 1) over a vocabulary of three."""
    return np.array([[[float(token == k) for k in range(3)] for token in row] for row in ((2, 0), (1, 1))])


def draw_ab(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0.5, 2), "b": rng.uniform(-2, -0.5)}


FAMILIES = [
    Family(
        "corr-2x2",
        "array",
        r"$\begin{bmatrix} -1 & 4 \\ -4 & 6 \end{bmatrix}$",
        cross_correlation,
        {
            "right": np.array([[-1, 4], [-4, 6]]),
            "flipped": np.array([[1, 3], [7, 0]]),
            "transposed": np.array([[-1, -4], [4, 6]]),
            "slip": np.array([[-1, 4], [-4, 2]]),
            "sign": np.array([[-1, 4], [4, 6]]),
        },
    ),
    Family(
        "product-2x2",
        "array",
        r"\begin{pmatrix} 2 & -1 \\ 1 & 10 \end{pmatrix}",
        product,
        {
            "right": np.array([[2, -1], [1, 10]]),
            "transposed": np.array([[2, 1], [-1, 10]]),
            "slip": np.array([[2, -1], [1, 12]]),
            "other-order": np.array([[1, 5, 3], [1, -1, -3], [-3, 6, 12]]),
        },
    ),
    Family(
        "layer-norm-vector",
        "array",
        r"$\frac{1}{\sqrt 5}(-3, -1, 1, 3)$",
        layer_norm,
        {
            "right": np.array([-3, -1, 1, 3]) / np.sqrt(5),
            "sample": np.array([-3, -1, 1, 3]) / np.sqrt(20 / 3),
            "variance": np.array([-3, -1, 1, 3]) / 5,
            "centred": np.array([-3, -1, 1, 3]),
            "right-rounded": np.array([-1.3416, -0.4472, 0.4472, 1.3416]),
        },
        tolerance=5e-5,
    ),
    Family(
        "jacobian-2x2",
        "array",
        r"$\begin{pmatrix} 2ab & a^2 \\ 1 & 3 \end{pmatrix}$",
        jacobian,
        {
            "right": lambda e: np.array([[2 * e["a"] * e["b"], e["a"] ** 2], [1, 3]]),
            "transposed": lambda e: np.array([[2 * e["a"] * e["b"], 1], [e["a"] ** 2, 3]]),
            "power": lambda e: np.array([[2 * e["a"], e["a"] ** 2], [1, 3]]),
            "swapped": lambda e: np.array([[e["a"] ** 2, 2 * e["a"] * e["b"]], [1, 3]]),
        },
        draw=draw_ab,
    ),
    Family(
        "momentum-two-steps",
        "array",
        r"$w_2 = (0.6, -1.6)^\top$",
        momentum,
        {
            "right": np.array([0.6, -1.6]),
            "plain": np.array([0.7, -1.8]),
            "ascent": np.array([1.4, -2.4]),
            "first": np.array([0.8, -1.6]),
            "damped": np.array([0.75, -1.8]),
        },
    ),
    Family(
        "im2col-ramp",
        "array",
        "[[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]",
        im2col,
        {
            "right": np.array([[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]),
            "column-windows": np.array([[1, 4, 2, 5], [2, 5, 3, 6], [4, 7, 5, 8], [5, 8, 6, 9]]),
            "three-windows": np.array([[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8]]),
            "slip": np.array([[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 9, 9]]),
        },
    ),
    Family(
        "one-hot-tensor",
        "array",
        "[[[0, 0, 1], [1, 0, 0]], [[0, 1, 0], [0, 1, 0]]]",
        one_hot,
        {
            "right": np.array([[[0, 0, 1], [1, 0, 0]], [[0, 1, 0], [0, 1, 0]]]),
            "flat": np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 1, 0]]),
            "one-based": np.array([[[0, 1, 0], [0, 0, 0]], [[1, 0, 0], [1, 0, 0]]]),
        },
    ),
]
