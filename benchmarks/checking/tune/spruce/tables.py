"""Vectors and matrices of a lecturer's homework."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family

Array = np.ndarray[Any, Any]


def outer() -> Array:
    """Perturbs every weight of δ·(W x) and reads the change; the map is linear."""
    x, delta = np.array([1.0, 0, 3]), np.array([2.0, -1])
    out = np.zeros((2, 3))
    for i, j in np.ndindex(2, 3):
        w = np.zeros((2, 3))
        w[i, j] = 1
        out[i, j] = delta @ (w @ x)
    return out


def scatter() -> Array:
    """Adds a copy of the kernel at every second place."""
    out = np.zeros(7)
    for i, value in enumerate((1, 2, 3)):
        for k, weight in enumerate((1, 0, -1)):
            out[2 * i + k] += value * weight
    return out


def softmax_jacobian() -> Array:
    """Central differences of the softmax at the logits (ln 2, 0, 0)."""
    z, h, columns = np.array([np.log(2), 0, 0]), 1e-5, []
    for j in range(3):
        up, down = (np.exp(z + s * h * np.eye(3)[j]) for s in (1, -1))
        columns.append((up / up.sum() - down / down.sum()) / (2 * h))
    return np.stack(columns, axis=1)


def hessian() -> Array:
    """Second differences of x²y + y³ at (1, 2); exact for the unit step up to third order by symmetry."""

    def f(x: float, y: float) -> float:
        return x * x * y + y**3

    out, h, e = np.zeros((2, 2)), 0.5, np.eye(2)
    for i, j in np.ndindex(2, 2):
        a, b = h * e[i], h * e[j]
        point = np.array([1.0, 2.0])
        out[i, j] = sum(s * t * f(*(point + s * a + t * b)) for s in (1, -1) for t in (1, -1)) / (4 * h * h)
    return out


def kernel(rng: np.random.Generator) -> Env:
    return dict(zip("abc", rng.normal(size=3), strict=True))


def correlate(e: Env) -> Array:
    """Slides the kernel over each unit vector of length five."""
    k = (e["a"], e["b"], e["c"])
    columns = [[sum(k[m] * unit[i + m] for m in range(3)) for i in range(3)] for unit in np.eye(5)]
    return np.array(columns).T


def band(e: Env, order: str) -> Array:
    out = np.zeros((3, 5))
    for i in range(3):
        out[i, i : i + 3] = [e[name] for name in order]
    return out


JACOBIAN = np.array([[4, -2, -2], [-2, 3, -1], [-2, -1, 3]]) / 16
P = np.array([2, 1, 1]) / 4

FAMILIES = [
    Family(
        "spruce-outer-gradient",
        "array",
        r"\begin{pmatrix} 2 & 0 & 6 \\ -1 & 0 & -3 \end{pmatrix}",
        outer,
        {
            "right": [[2, 0, 6], [-1, 0, -3]],
            "transposed": [[2, -1], [0, 0], [6, -3]],
            "sign": [[-2, 0, -6], [1, 0, 3]],
            "slip": [[2, 0, 6], [-1, 0, 3]],
        },
    ),
    Family(
        "spruce-strided-scatter",
        "array",
        "(1, 0, 1, 0, 1, 0, -3)",
        scatter,
        {
            "right": [1, 0, 1, 0, 1, 0, -3],
            "stride-one": [1, 2, 2, -2, -3],
            "flipped": [-1, 0, -1, 0, -1, 0, 3],
            "overwritten": [1, 0, 2, 0, 3, 0, -3],
        },
    ),
    Family(
        "spruce-softmax-jacobian",
        "array",
        r"\begin{pmatrix} \frac14 & -\frac18 & -\frac18 \\ -\frac18 & \frac3{16} & -\frac1{16} \\ "
        r"-\frac18 & -\frac1{16} & \frac3{16} \end{pmatrix}",
        softmax_jacobian,
        {
            "right": JACOBIAN,
            "diagonal": np.diag(np.diag(JACOBIAN)),
            "plus": np.diag(P) + np.outer(P, P),
            "no-outer": np.diag(P),
            "negated": -JACOBIAN,
        },
    ),
    Family(
        "spruce-cubic-hessian",
        "array",
        r"\begin{pmatrix} 4 & 2 \\ 2 & 12 \end{pmatrix}",
        hessian,
        {"right": [[4, 2], [2, 12]], "gradient": [4, 13], "diagonal": [[4, 0], [0, 12]], "half": [[2, 2], [2, 12]]},
        tolerance=1e-9,
    ),
    Family(
        "spruce-banded-kernel",
        "array",
        r"\begin{pmatrix} a & b & c & 0 & 0 \\ 0 & a & b & c & 0 \\ 0 & 0 & a & b & c \end{pmatrix}",
        correlate,
        {
            "right": lambda e: band(e, "abc"),
            "flipped": lambda e: band(e, "cba"),
            "transposed": lambda e: band(e, "abc").T,
            "circular": lambda e: np.array([np.roll([e["a"], e["b"], e["c"], 0, 0], i) for i in range(5)]),
        },
        draw=kernel,
    ),
]
