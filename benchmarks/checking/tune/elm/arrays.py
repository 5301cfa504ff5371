"""Arrays: a softmax Jacobian, ridge, an SSM's kernel, attention, a Gram matrix, a low-rank approximation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Family


def softmax(z: Any) -> Any:
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def softmax_jacobian() -> Any:
    """Central differences of softmax at the logits ln(1/2), ln(1/4), ln(1/4)."""
    z, h = np.log([0.5, 0.25, 0.25]), 1e-5
    return np.stack([(softmax(z + h * e) - softmax(z - h * e)) / (2 * h) for e in np.eye(3)], axis=1)


def ridge() -> Any:
    """Gradient descent on ‖Xw − y‖² + ‖w‖²."""
    x, y, w = np.array([[1, 1], [1, -1], [0, 1]]), np.array([4, 2, 2]), np.zeros(2)
    for _step in range(200):
        w = w - 0.1 * (2 * x.T @ (x @ w - y) + 2 * w)
    return w


def impulse_response() -> Any:
    """Runs the recurrence on a unit impulse and reads the outputs."""
    state, out = np.zeros(2), []
    for u in (1, 0, 0, 0):
        state = np.array([0.5 * state[0], -state[1]]) + np.array([1, 1]) * u
        out.append(2 * state[0] + state[1])
    return np.array(out)


def attention() -> Any:
    """Weighs the values of each query one at a time."""
    scores, values = ((0, math.log(3)), (0, 0)), ((4, 0), (0, 8))
    out = []
    for row in scores:
        total = sum(math.exp(s) for s in row)
        out.append([sum(math.exp(s) / total * v[k] for s, v in zip(row, values, strict=True)) for k in range(2)])
    return np.array(out)


def gram() -> Any:
    """Inner products of the feature map (1, √2 x, x²)."""
    phi = [np.array([1, math.sqrt(2) * x, x * x]) for x in (0, 1, -2)]
    return np.array([[a @ b for b in phi] for a in phi])


def rank_one() -> Any:
    """Power iteration on AᵀA, then the projection of A's rows."""
    a, v = np.array([[3.0, 0], [4, 5]]), np.array([1.0, 0.3])
    for _step in range(40):
        v = a.T @ (a @ v)
        v = v / math.sqrt(v @ v)
    return np.outer(a @ v, v)


P = np.array([0.5, 0.25, 0.25])

FAMILIES = [
    Family(
        "elm-softmax-jacobian",
        "array",
        r"\begin{pmatrix} \frac14 & -\frac18 & -\frac18 \\ -\frac18 & \frac{3}{16} & -\frac1{16} \\"
        r" -\frac18 & -\frac1{16} & \frac3{16} \end{pmatrix}",
        softmax_jacobian,
        {
            "right": np.diag(P) - np.outer(P, P),
            "negated": np.outer(P, P) - np.diag(P),
            "diagonal": np.diag(P * (1 - P)),
            "plus": np.diag(P * (1 - P)) + np.outer(P, P) - np.diag(P * P),
        },
    ),
    Family(
        "elm-ridge-weights",
        "array",
        r"$\hat w = (2, 1)^\top$",
        ridge,
        {"right": [2, 1], "plain": [3, 4 / 3], "swapped": [1, 2], "doubled": [1.5, 0.8]},
    ),
    Family(
        "elm-ssm-kernel",
        "array",
        r"$\bar K = \left(3,\ 0,\ \tfrac32,\ -\tfrac34\right)$",
        impulse_response,
        {
            "right": [3, 0, 1.5, -0.75],
            "late": [0, 1.5, -0.75, 1.125],
            "sign-lost": [3, 2, 1.5, 1.25],
            "cumulated": [3, 3, 4.5, 3.75],
        },
    ),
    Family(
        "elm-attention-output",
        "array",
        r"$\begin{pmatrix} 1 & 6 \\ 2 & 4 \end{pmatrix}$",
        attention,
        {
            "right": [[1, 6], [2, 4]],
            "columns": [[2, 6], [2, 2]],
            "causal": [[4, 0], [2, 4]],
            "weights": [[0.25, 0.75], [0.5, 0.5]],
        },
    ),
    Family(
        "elm-gram-matrix",
        "array",
        r"K = \begin{bmatrix} 1 & 1 & 1 \\ 1 & 4 & 1 \\ 1 & 1 & 25 \end{bmatrix}",
        gram,
        {
            "right": [[1, 1, 1], [1, 4, 1], [1, 1, 25]],
            "homogeneous": [[0, 0, 0], [0, 1, 4], [0, 4, 16]],
            "unsquared": [[1, 1, 1], [1, 2, -1], [1, -1, 5]],
            "sign-lost": [[1, 1, 1], [1, 4, 9], [1, 9, 25]],
        },
    ),
    Family(
        "elm-rank-one",
        "array",
        r"A_1 = \frac32\begin{pmatrix} 1 & 1 \\ 3 & 3 \end{pmatrix}",
        rank_one,
        {
            "right": [[1.5, 1.5], [4.5, 4.5]],
            "second": [[1.5, -1.5], [-0.5, 0.5]],
            "transposed": [[1.5, 4.5], [1.5, 4.5]],
            "unit": np.array([[1, 1], [3, 3]]) / math.sqrt(20),
        },
    ),
]
