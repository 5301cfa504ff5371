"""Arrays, worked by hand or torn out of a page."""

from __future__ import annotations

import numpy as np
from families import Family


def transposed() -> np.ndarray:
    """Multiplies by the transpose of the matrix of the convolution with stride two."""
    forward = np.zeros((3, 7))
    for row in range(3):
        forward[row, 2 * row : 2 * row + 3] = (1, 0, -1)
    return np.asarray(forward.T @ np.array([1, 2, 3]))


def causal() -> np.ndarray:
    """Puts minus a large number where the key is later than the query, and takes the softmax of each row."""
    scores = np.array([[-1e9 if key > query else 0.0 for key in range(3)] for query in range(3)])
    powers = np.exp(scores)
    return np.asarray(powers / powers.sum(1, keepdims=True))


def unpooled() -> np.ndarray:
    """Finite differences of the sum of the pooled values, weighted with the upstream gradient."""
    x = np.array([[1.0, 3, 2, 0], [4, 2, 1, 5], [7, 0, 6, 1], [2, 3, 8, 4]])
    upstream = np.array([[1, 2], [3, 4]])

    def loss(at: np.ndarray) -> float:
        return float(
            sum(upstream[i, j] * at[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max() for i in (0, 1) for j in (0, 1))
        )

    out = np.zeros((4, 4))
    for i, j in np.ndindex(4, 4):
        step = np.zeros((4, 4))
        step[i, j] = 1e-3
        out[i, j] = (loss(x + step) - loss(x - step)) / 2e-3
    return out.round(6)


def weight_gradient() -> np.ndarray:
    """Finite differences of δᵀ(Wx) in each entry of W."""
    delta, x = np.array([1.0, -2]), np.array([3.0, 0, 1])
    out = np.zeros((2, 3))
    for i, j in np.ndindex(2, 3):
        step = np.zeros((2, 3))
        step[i, j] = 0.5
        out[i, j] = delta @ (step @ x) - delta @ (-step @ x)
    return out


def softmax_slopes() -> np.ndarray:
    """Finite differences of the softmax at logits whose probabilities are a half and twice a quarter."""
    logits = np.log(np.array([2.0, 1, 1]))

    def softmax(z: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(z) / np.exp(z).sum())

    columns = [(softmax(logits + step) - softmax(logits - step)) / 2e-5 for step in 1e-5 * np.eye(3)]
    return np.array(columns).T


def ridge() -> np.ndarray:
    """Descends the penalised squared error until it stands still."""
    x, y, w = np.array([[1.0, 0], [0, 2]]), np.array([4.0, 5]), np.zeros(2)
    for _step in range(400):
        w = w - 0.1 * (x.T @ (x @ w - y) + w)
    return w


P = np.array([0.5, 0.25, 0.25])

FAMILIES = [
    Family(
        "fir-transposed-signal",
        "array",
        "(1, 0, 1, 0, 1, 0, -3)",
        transposed,
        {
            "right": [1, 0, 1, 0, 1, 0, -3],
            "no-stride": [1, 2, 2, -2, -3],
            "flipped": [-1, 0, -1, 0, -1, 0, 3],
            "overwritten": [1, 0, 2, 0, 3, 0, -3],
        },
    ),
    Family(
        "fir-causal-weights",
        "array",
        r"\begin{pmatrix}1&0&0\\\frac12&\frac12&0\\\frac13&\frac13&\frac13\end{pmatrix}",
        causal,
        {
            "right": [[1, 0, 0], [0.5, 0.5, 0], [1 / 3, 1 / 3, 1 / 3]],
            "transposed": [[1, 0.5, 1 / 3], [0, 0.5, 1 / 3], [0, 0, 1 / 3]],
            "unnormalised": [[1 / 3, 0, 0], [1 / 3, 1 / 3, 0], [1 / 3, 1 / 3, 1 / 3]],
            "future": [[1 / 3, 1 / 3, 1 / 3], [0, 0.5, 0.5], [0, 0, 1]],
        },
    ),
    Family(
        "fir-unpooled-gradient",
        "array",
        r"\begin{bmatrix}0&0&0&0\\1&0&0&2\\3&0&0&0\\0&0&4&0\end{bmatrix}",
        unpooled,
        {
            "right": [[0, 0, 0, 0], [1, 0, 0, 2], [3, 0, 0, 0], [0, 0, 4, 0]],
            "averaged": np.kron([[0.25, 0.5], [0.75, 1]], np.ones((2, 2))),
            "spread": np.kron([[1, 2], [3, 4]], np.ones((2, 2))),
            "values": [[0, 0, 0, 0], [4, 0, 0, 5], [7, 0, 0, 0], [0, 0, 8, 0]],
        },
    ),
    Family(
        "fir-outer-gradient",
        "array",
        r"\begin{pmatrix}3&0&1\\-6&0&-2\end{pmatrix}",
        weight_gradient,
        {
            "right": [[3, 0, 1], [-6, 0, -2]],
            "transposed": [[3, -6], [0, 0], [1, -2]],
            "descent": [[-3, 0, -1], [6, 0, 2]],
            "rectified": [[3, 0, 1], [0, 0, 0]],
        },
    ),
    Family(
        "fir-softmax-slopes",
        "array",
        r"\frac1{16}\begin{pmatrix}4&-2&-2\\-2&3&-1\\-2&-1&3\end{pmatrix}",
        softmax_slopes,
        {
            "right": np.diag(P) - np.outer(P, P),
            "diagonal": np.diag(P * (1 - P)),
            "plus": np.abs(np.diag(P) - np.outer(P, P)),
            "unscaled": 16 * (np.diag(P) - np.outer(P, P)),
        },
    ),
    Family(
        "fir-ridge-weights",
        "array",
        "(2, 2)",
        ridge,
        {"right": [2, 2], "unpenalised": [4, 2.5], "twice": [4 / 3, 5 / 3], "lost-target": [2, 1]},
    ),
]
