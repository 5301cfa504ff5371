"""Vectors and matrices, as they were said in a seminar and its chats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from families import Env, Family


def three_logits() -> Any:
    """Counts the votes 1, 1 and 2 = e^{ln 2} and divides by their number."""
    votes = np.array([1, 1, 2])
    return np.array([vote / votes.sum() for vote in votes])


def product() -> Any:
    """Adds products in three loops."""
    a, b = ((1, 0, 2), (0, 3, 1)), ((2, 1), (1, 0), (0, 1))
    out = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            for k in range(3):
                out[i, j] += a[i][k] * b[k][j]
    return out


def walk_on_path() -> Any:
    """Each node of the path 1–2–3 shares its weight among itself and its neighbours."""
    out = np.zeros((3, 3))
    for i in range(3):
        near = [j for j in range(3) if abs(i - j) <= 1]
        for j in near:
            out[i, j] = 1 / len(near)
    return out


def slope_at_point() -> Any:
    """Differences of x²y + 3y around (2, 1)."""

    def f(x: float, y: float) -> float:
        return x * x * y + 3 * y

    step = 1e-5
    return np.array([f(2 + step, 1) - f(2 - step, 1), f(2, 1 + step) - f(2, 1 - step)]) / (2 * step)


def slid() -> Any:
    """Slides the taps (1, −1) over the signal (1, 2, 0, 3)."""
    x = (1, 2, 0, 3)
    return np.array([1 * x[i] - 1 * x[i + 1] for i in range(3)])


def draw_plane(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(1, 3), "y": rng.uniform(-3, -1)}


def map_slopes(e: Env) -> Any:
    """Differences of (xy, x + y²)."""

    def f(v: Any) -> Any:
        return np.array([v[0] * v[1], v[0] + v[1] ** 2])

    start, step = np.array([e["x"], e["y"]]), 1e-5
    return np.stack([(f(start + step * u) - f(start - step * u)) / (2 * step) for u in np.eye(2)], axis=1)


def matrix(f: Callable[[float, float], Any]) -> Callable[[Env], Any]:
    return lambda e: np.array(f(e["x"], e["y"]), float)


FAMILIES = [
    Family(
        "three-logits",
        "array",
        r"$\left(\tfrac14, \tfrac14, \tfrac12\right)$",
        three_logits,
        {
            "right": np.array([0.25, 0.25, 0.5]),
            "raw": np.array([1, 1, 2]),
            "zeros": np.array([0, 0, 1]),
            "order": np.array([0.5, 0.25, 0.25]),
            "thirds": np.array([1, 1, 1]) / 3,
        },
    ),
    Family(
        "wide-product",
        "array",
        r"$\begin{pmatrix} 2 & 3 \\ 3 & 1 \end{pmatrix}$",
        product,
        {
            "right": np.array([[2, 3], [3, 1]]),
            "slip": np.array([[2, 3], [3, 2]]),
            "other-order": np.array([[2, 3, 5], [1, 0, 2], [0, 3, 1]]),
            "first-only": np.array([[2, 1], [3, 1]]),
        },
    ),
    Family(
        "path-walk",
        "array",
        r"$\begin{bmatrix} 1/2 & 1/2 & 0 \\ 1/3 & 1/3 & 1/3 \\ 0 & 1/2 & 1/2 \end{bmatrix}$",
        walk_on_path,
        {
            "right": walk_on_path(),
            "columns": walk_on_path().T,
            "no-loops": np.array([[0, 1, 0], [0.5, 0, 0.5], [0, 1, 0]]),
            "unscaled": np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]]),
        },
    ),
    Family(
        "slope-at-point",
        "array",
        r"$\nabla f(2, 1) = (4, 7)$",
        slope_at_point,
        {
            "right": np.array([4, 7]),
            "exchanged": np.array([7, 4]),
            "no-constant": np.array([4, 4]),
            "value": np.array([11]),
            "other-point": np.array([4, 4.0]) + np.array([0, 0.5]),
        },
    ),
    Family(
        "slid-taps",
        "array",
        "[-1, 2, -3]",
        slid,
        {
            "right": np.array([-1, 2, -3]),
            "flipped": np.array([1, -2, 3]),
            "padded": np.array([-1, 2, -3, 3]),
            "sums": np.array([3, 2, 3]),
        },
    ),
    Family(
        "planar-map",
        "array",
        r"$J = \begin{pmatrix} y & x \\ 1 & 2y \end{pmatrix}$",
        map_slopes,
        {
            "right": matrix(lambda x, y: [[y, x], [1, 2 * y]]),
            "transposed": matrix(lambda x, y: [[y, 1], [x, 2 * y]]),
            "exchanged": matrix(lambda x, y: [[x, y], [1, 2 * y]]),
            "square-kept": matrix(lambda x, y: [[y, x], [1, y * y]]),
        },
        draw=draw_plane,
    ),
]
