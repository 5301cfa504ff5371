"""Vectors, matrices and tensors, opened in the third session."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from families import Family


def hebbian() -> Any:
    """Adds x_i x_j for every ordered pair of different units."""
    x = (1, -1, 1)
    out = np.zeros((3, 3))
    for i, j in product(range(3), repeat=2):
        if i != j:
            out[i, j] += x[i] * x[j]
    return out


def attended() -> Any:
    """Draws the value vectors one by one with odds e⁰ : e^{ln 3}, and averages what a fair urn of four would give."""
    urn = [np.array([4.0, 0.0])] * round(np.exp(0.0)) + [np.array([0.0, 8.0])] * round(np.exp(np.log(3)))
    return sum(urn) / len(urn)


def hidden_signal() -> Any:
    """Nudges the three pre-activations and watches (2, −1)·W₂ relu(z)."""
    w2, z = np.array([[1.0, 2, -1], [0, 3, 2]]), np.array([1.0, -1, 2])

    def loss(v: Any) -> float:
        return float(np.array([2.0, -1]) @ (w2 @ np.maximum(v, 0)))

    return np.array([(loss(z + d) - loss(z - d)) / 2e-3 for d in 1e-3 * np.eye(3)])


def corridor() -> Any:
    """Value iteration on four cells in a row, the last one the goal, with a cost of one for every step."""
    v = [0, 0, 0, 0]
    for _ in range(20):
        v = [max(-1 + v[max(s - 1, 0)], -1 + v[s + 1]) for s in range(3)] + [0]
    return np.array(v)


def batch_normalised() -> Any:
    """Shifts and scales each column by the numbers that make its mean 0 and its mean square 1."""
    columns = []
    for column in ((1.0, 3.0), (10.0, 30.0)):
        centred = [v - sum(column) / 2 for v in column]
        scale = (sum(c * c for c in centred) / 2) ** 0.5
        columns.append([c / scale for c in centred])
    return np.array(columns).T


FAMILIES = [
    Family(
        "hopfield-weights",
        "array",
        r"$W = \begin{pmatrix} 0 & -1 & 1 \\ -1 & 0 & -1 \\ 1 & -1 & 0 \end{pmatrix}$",
        hebbian,
        {
            "right": np.array([[0, -1, 1], [-1, 0, -1], [1, -1, 0]]),
            "diagonal": np.array([[1, -1, 1], [-1, 1, -1], [1, -1, 1]]),
            "negated": np.array([[0, 1, -1], [1, 0, 1], [-1, 1, 0]]),
            "slip": np.array([[0, -1, 1], [-1, 0, 1], [1, 1, 0]]),
        },
    ),
    Family(
        "attended-value",
        "array",
        "$(1, 6)$",
        attended,
        {
            "right": np.array([1, 6]),
            "uniform": np.array([2, 4]),
            "exchanged": np.array([3, 2]),
            "hard": np.array([0, 8]),
            "weights": np.array([0.25, 0.75]),
        },
    ),
    Family(
        "masked-delta",
        "array",
        r"$\delta_1 = (2, 0, -4)^\top$",
        hidden_signal,
        {
            "right": np.array([2, 0, -4]),
            "no-mask": np.array([2, 1, -4]),
            "mask-of-signal": np.array([2, 1, 0]),
            "values": np.array([2, 0, -8]),
            "negative": np.array([-2, 0, 4]),
        },
    ),
    Family(
        "corridor-values",
        "array",
        "[-3, -2, -1, 0]",
        corridor,
        {
            "right": np.array([-3, -2, -1, 0]),
            "distances": np.array([3, 2, 1, 0]),
            "paid-at-goal": np.array([-4, -3, -2, -1]),
            "one-step": np.array([-1, -1, -1, 0]),
            "reversed": np.array([0, -1, -2, -3]),
        },
    ),
    Family(
        "normalised-batch",
        "array",
        r"$\hat X = \begin{bmatrix} -1 & -1 \\ 1 & 1 \end{bmatrix}$",
        batch_normalised,
        {
            "right": np.array([[-1, -1], [1, 1]]),
            "layer-norm": np.array([[-1, 1], [-1, 1]]),
            "centred": np.array([[-1, -10], [1, 10]]),
            "bessel": np.array([[-1, -1], [1, 1]]) / np.sqrt(2),
            "variance": np.array([[-1, -0.1], [1, 0.1]]),
        },
    ),
]
