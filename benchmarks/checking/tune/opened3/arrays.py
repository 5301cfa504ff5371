"""Vectors, matrices and tensors, opened in the second session."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def enlarged() -> Any:
    """Looks up, for each of the sixteen output pixels, the input pixel that lies under it."""
    x = ((1, 2), (3, 4))
    return np.array([[x[i // 2][j // 2] for j in range(4)] for i in range(4)])


def states() -> Any:
    """Runs h ← max(0, 2h + x) over the four inputs."""
    h, out = 0, []
    for x in (2, -1, -7, 1):
        h = max(0, 2 * h + x)
        out.append(h)
    return np.array(out)


def onto_line() -> Any:
    """Finds the closest point c·(1, 2) to each unit vector by least squares."""
    line = np.array([[1.0], [2.0]])
    return np.stack([line[:, 0] * np.linalg.lstsq(line, unit, rcond=None)[0] for unit in np.eye(2)], axis=1)


def position_code() -> Any:
    """Sines and cosines in turn, for two frequencies, at position zero."""
    out: list[float] = []
    for pair in range(2):
        angle = 0 / 10_000 ** (2 * pair / 4)
        out += [np.sin(angle), np.cos(angle)]
    return np.array(out)


def draw_point(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(0.3, 3), "y": rng.normal(), "w": rng.normal(), "b": rng.normal()}


def line_hessian(e: Env) -> Any:
    """Second central differences of (wx + b − y)²/2 in w and b, exact for a quadratic."""

    def loss(v: Any) -> float:
        return float((v[0] * e["x"] + v[1] - e["y"]) ** 2 / 2)

    at, h = np.array([e["w"], e["b"]]), 0.1
    steps = h * np.eye(2)
    out = np.zeros((2, 2))
    for i, j in product(range(2), repeat=2):
        one, two = steps[i], steps[j]
        terms = loss(at + one + two) - loss(at + one - two) - loss(at - one + two) + loss(at - one - two)
        out[i, j] = terms / (4 * h * h)
    return out


FAMILIES = [
    Family(
        "nearest-upsampling",
        "array",
        r"$\begin{bmatrix} 1&1&2&2 \\ 1&1&2&2 \\ 3&3&4&4 \\ 3&3&4&4 \end{bmatrix}$",
        enlarged,
        {
            "right": np.array([[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]),
            "nails": np.array([[1, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]),
            "tiled": np.array([[1, 2, 1, 2], [3, 4, 3, 4], [1, 2, 1, 2], [3, 4, 3, 4]]),
            "rows-only": np.array([[1, 2], [1, 2], [3, 4], [3, 4]]),
        },
    ),
    Family(
        "relu-states",
        "array",
        r"$(h_1, h_2, h_3, h_4) = (2, 3, 0, 1)$",
        states,
        {
            "right": np.array([2, 3, 0, 1]),
            "no-relu": np.array([2, 3, -1, -1]),
            "no-memory": np.array([2, 0, 0, 1]),
            "unit-weight": np.array([2, 1, 0, 1]),
            "leaked": np.array([2, 3, 0, 7]),
        },
    ),
    Family(
        "line-projector",
        "array",
        r"$P = \frac{1}{5}\begin{pmatrix} 1 & 2 \\ 2 & 4 \end{pmatrix}$",
        onto_line,
        {
            "right": np.array([[1, 2], [2, 4]]) / 5,
            "unnormalised": np.array([[1, 2], [2, 4]]),
            "root": np.array([[1, 2], [2, 4]]) / np.sqrt(5),
            "complement": np.array([[4, -2], [-2, 1]]) / 5,
        },
    ),
    Family(
        "first-position",
        "array",
        r"$PE(0) = [0, 1, 0, 1]$",
        position_code,
        {
            "right": np.array([0, 1, 0, 1]),
            "zeros": np.array([0, 0, 0, 0]),
            "cosine-first": np.array([1, 0, 1, 0]),
            "halves": np.array([0, 0, 1, 1]),
        },
    ),
    Family(
        "line-hessian",
        "array",
        r"$H = \begin{pmatrix} x^2 & x \\ x & 1 \end{pmatrix}$",
        line_hessian,
        {
            "right": lambda e: np.array([[e["x"] ** 2, e["x"]], [e["x"], 1]]),
            "two": lambda e: 2 * np.array([[e["x"] ** 2, e["x"]], [e["x"], 1]]),
            "diagonal": lambda e: np.array([[e["x"] ** 2, 0], [0, 1]]),
            "exchanged": lambda e: np.array([[1, e["x"]], [e["x"], e["x"] ** 2]]),
            "bias-zero": lambda e: np.array([[e["x"] ** 2, e["x"]], [e["x"], 0]]),
        },
        draw=draw_point,
    ),
]
