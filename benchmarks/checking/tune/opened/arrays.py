"""Vectors, matrices and tensors, the second tuned set (held back until it was opened)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family

POOLED = ((1, 3, 2, 0), (5, 7, 4, 2), (0, 2, 1, 1), (4, 6, 3, 5))


def scattered() -> Any:
    """Adds each of (1, −2, 3) times the kernel (2, −1, 1) into the output, two places on each time."""
    out = np.zeros(7)
    for i, value in enumerate((1, -2, 3)):
        for a, tap in enumerate((2, -1, 1)):
            out[2 * i + a] += value * tap
    return out


def mean_pool() -> Any:
    """Averages the four blocks of two by two, in loops."""
    blocks = [[[POOLED[2 * i + a][2 * j + b] for a in (0, 1) for b in (0, 1)] for j in (0, 1)] for i in (0, 1)]
    return np.array([[sum(block) / 4 for block in row] for row in blocks])


def relu_backward() -> Any:
    """Central differences of gᵀ relu(Wx + b) in x where the pre-activation is (0.5, −1, 2)."""
    W, g = np.array([[1.0, -2], [0, 3], [2, 1]]), np.array([1.0, -1, 2])

    def loss(x: Any) -> float:
        return float(g @ np.maximum(W @ x + np.array([0.5, -1, 2]), 0))

    h = 1e-4
    return np.array([(loss(d) - loss(-d)) / (2 * h) for d in np.eye(2) * h])


def hessian(env: Env) -> Any:
    """Second differences of f(u, v) = u²v + v³."""
    at, h = np.array([env["u"], env["v"]]), 1e-4

    def f(t: Any) -> float:
        return float(t[0] ** 2 * t[1] + t[1] ** 3)

    e = np.eye(2) * h
    return np.array(
        [[(f(at + a + b) - f(at + a - b) - f(at - a + b) + f(at - a - b)) / (4 * h * h) for b in e] for a in e]
    )


def softmax_jacobian() -> Any:
    """Central differences of the softmax at the logits ln 3, ln 2, 0, where it is (1/2, 1/3, 1/6)."""

    def softmax(z: Any) -> Any:
        return np.exp(z) / np.exp(z).sum()

    z, h = np.log([3.0, 2.0, 1.0]), 1e-5
    return np.stack([(softmax(z + d) - softmax(z - d)) / (2 * h) for d in np.eye(3) * h], axis=1)


def inverse() -> Any:
    """Gauss–Jordan elimination of [[2, 1], [5, 3]] in exact fractions."""
    rows = [[Fraction(v) for v in r] for r in ((2, 1, 1, 0), (5, 3, 0, 1))]
    for k in range(2):
        rows[k] = [v / rows[k][k] for v in rows[k]]
        rows[1 - k] = [a - rows[1 - k][k] * b for a, b in zip(rows[1 - k], rows[k], strict=True)]
    return np.array([[float(v) for v in r[2:]] for r in rows])


def toeplitz() -> Any:
    """Feeds the five unit signals through a sliding window with the taps (1, 0, −1)."""
    columns = []
    for k in range(5):
        x = [float(i == k) for i in range(5)]
        columns.append([sum(t * x[s + a] for a, t in enumerate((1, 0, -1))) for s in range(3)])
    return np.array(columns).T


P = np.array([1 / 2, 1 / 3, 1 / 6])

FAMILIES = [
    Family(
        "scattered-signal",
        "array",
        "[2, -1, -3, 2, 4, -3, 3]",
        scattered,
        {
            "right": np.array([2, -1, -3, 2, 4, -3, 3]),
            "overwritten": np.array([2, -1, -4, 2, 6, -3, 3]),
            "stride-one": np.array([2, -5, 9, -5, 3]),
            "reversed": np.array([3, -3, 4, 2, -3, -1, 2]),
            "sign": np.array([2, -1, -3, 2, 4, 3, 3]),
        },
    ),
    Family(
        "mean-pool",
        "array",
        r"$\begin{bmatrix} 4 & 2 \\ 3 & \frac{5}{2} \end{bmatrix}$",
        mean_pool,
        {
            "right": np.array([[4, 2], [3, 2.5]]),
            "max": np.array([[7, 4], [6, 5]]),
            "sum": np.array([[16, 8], [12, 10]]),
            "transposed": np.array([[4, 3], [2, 2.5]]),
            "integer": np.array([[4, 2], [3, 2]]),
        },
    ),
    Family(
        "relu-backward",
        "array",
        r"$\begin{pmatrix} 5 \\ 0 \end{pmatrix}$",
        relu_backward,
        {
            "right": np.array([5, 0]),
            "no-mask": np.array([5, -3]),
            "masked-only": np.array([1, 0, 2]),
            "complement": np.array([0, -3]),
            "order": np.array([0, 5]),
        },
    ),
    Family(
        "hessian",
        "array",
        r"$\begin{bmatrix} 2v & 2u \\ 2u & 6v \end{bmatrix}$",
        hessian,
        {
            "right": lambda e: np.array([[2 * e["v"], 2 * e["u"]], [2 * e["u"], 6 * e["v"]]]),
            "first-derivative": lambda e: np.array([[2 * e["v"], 2 * e["u"]], [2 * e["u"], 3 * e["v"] ** 2]]),
            "diagonal": lambda e: np.array([[2 * e["v"], 0], [0, 6 * e["v"]]]),
            "order": lambda e: np.array([[6 * e["v"], 2 * e["u"]], [2 * e["u"], 2 * e["v"]]]),
        },
        draw=lambda rng: {"u": rng.uniform(0.5, 2), "v": rng.uniform(-2, -0.5)},
        tolerance=1e-4,
    ),
    Family(
        "softmax-jacobian",
        "array",
        r"$\begin{pmatrix} 1/4 & -1/6 & -1/12 \\ -1/6 & 2/9 & -1/18 \\ -1/12 & -1/18 & 5/36 \end{pmatrix}$",
        softmax_jacobian,
        {
            "right": np.diag(P) - np.outer(P, P),
            "outer": np.outer(P, P),
            "plus": np.diag(P * (1 - P)) + np.outer(P, P) - np.diag(P * P),
            "diagonal": np.diag(P * (1 - P)),
            "slip": np.diag(P) - np.outer(P, P) + np.diag([0, 0, -1 / 9]),
        },
    ),
    Family(
        "inverse",
        "array",
        r"\begin{bmatrix} 3 & -1 \\ -5 & 2 \end{bmatrix}",
        inverse,
        {
            "right": np.array([[3, -1], [-5, 2]]),
            "transposed": np.array([[3, -5], [-1, 2]]),
            "negative": np.array([[-3, 1], [5, -2]]),
            "entrywise": np.array([[1 / 2, 1], [1 / 5, 1 / 3]]),
            "unswapped": np.array([[2, -1], [-5, 3]]),
        },
    ),
    Family(
        "conv-matrix",
        "array",
        r"$\begin{bmatrix} 1&0&-1&0&0 \\ 0&1&0&-1&0 \\ 0&0&1&0&-1 \end{bmatrix}$",
        toeplitz,
        {
            "right": np.array([[1, 0, -1, 0, 0], [0, 1, 0, -1, 0], [0, 0, 1, 0, -1]]),
            "flipped": np.array([[-1, 0, 1, 0, 0], [0, -1, 0, 1, 0], [0, 0, -1, 0, 1]]),
            "transposed": np.array([[1, 0, -1, 0, 0], [0, 1, 0, -1, 0], [0, 0, 1, 0, -1]]).T,
            "stride": np.array([[1, 0, -1, 0, 0], [0, 0, 1, 0, -1]]),
        },
    ),
]
