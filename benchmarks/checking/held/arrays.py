"""Arrays: Jacobians, normalised graphs, masks, filters and fitted lines."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from families import Family


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x)
    return np.asarray(e / e.sum())


def softmax_slopes() -> np.ndarray:
    """Takes central differences of the softmax at logits whose probabilities are ½, ¼, ¼."""
    at, h = np.log([0.5, 0.25, 0.25]), 1e-5
    columns = [(softmax(at + h * unit) - softmax(at - h * unit)) / (2 * h) for unit in np.eye(3)]
    return np.array(columns).T


def path_graph() -> list[list[float]]:
    """Walks through all pairs of nodes and weighs each edge or loop by the neighbour counts of its two ends."""
    near = {0: {0, 1}, 1: {0, 1, 2}, 2: {1, 2}}
    return [[1 / math.sqrt(len(near[i]) * len(near[j])) if j in near[i] else 0.0 for j in range(3)] for i in range(3)]


def three_points() -> list[list[float]]:
    """Averages (a − b)(a − b)ᵀ / 2 over all ordered pairs of the points."""
    points = [(0, 0), (2, 2), (4, 1)]
    pairs = [(a, b) for a in points for b in points]
    return [[sum((a[i] - b[i]) * (a[j] - b[j]) for a, b in pairs) / (2 * len(pairs)) for j in (0, 1)] for i in (0, 1)]


def filtered() -> list[float]:
    """Adds the probabilities of the paths (first state, second state, symbol) that end in each state."""
    stay = [[0.8, 0.2], [0.4, 0.6]]
    ends = [sum(0.5 * stay[first][second] * (0.5, 0.25)[second] for first in (0, 1)) for second in (0, 1)]
    return [end / sum(ends) for end in ends]


def tallies() -> list[list[int]]:
    """Counts adjacent pairs in the text with `pairwise`, all nine combinations."""
    seen = list(pairwise("abacabca"))
    return [[seen.count((first, second)) for second in "abc"] for first in "abc"]


P = np.array([0.5, 0.25, 0.25])
R2, R6 = math.sqrt(2), math.sqrt(6)
TALLY = np.array([[0, 2, 1], [1, 0, 1], [2, 0, 0]])

FAMILIES = [
    Family(
        "softmax-slopes",
        "array",
        r"$J = \begin{pmatrix} 1/4 & -1/8 & -1/8 \\ -1/8 & 3/16 & -1/16 \\ -1/8 & -1/16 & 3/16 \end{pmatrix}$",
        softmax_slopes,
        {
            "right": np.diag(P) - np.outer(P, P),
            "diagonal-only": np.diag(P * (1 - P)),
            "plus": np.diag(P * (1 - P)) + np.outer(P, P) * (1 - np.eye(3)),
            "first-term": np.diag(P),
            "negated": np.outer(P, P) - np.diag(P),
        },
    ),
    Family(
        "gcn-path",
        "array",
        r"$\hat A = \begin{bmatrix} \frac12 & \frac1{\sqrt6} & 0 \\ \frac1{\sqrt6} & \frac13 & \frac1{\sqrt6} \\"
        r" 0 & \frac1{\sqrt6} & \frac12 \end{bmatrix}$",
        path_graph,
        {
            "right": np.array([[1 / 2, 1 / R6, 0], [1 / R6, 1 / 3, 1 / R6], [0, 1 / R6, 1 / 2]]),
            "right-rounded": np.array([[0.5, 0.4082, 0], [0.4082, 0.3333, 0.4082], [0, 0.4082, 0.5]]),
            "by-rows": np.array([[1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3], [0, 1 / 2, 1 / 2]]),
            "no-loops": np.array([[0, 1 / R2, 0], [1 / R2, 0, 1 / R2], [0, 1 / R2, 0]]),
            "no-roots": np.array([[1 / 4, 1 / 6, 0], [1 / 6, 1 / 9, 1 / 6], [0, 1 / 6, 1 / 4]]),
            "laplacian": np.array([[1 / 2, -1 / R6, 0], [-1 / R6, 2 / 3, -1 / R6], [0, -1 / R6, 1 / 2]]),
        },
        tolerance=1e-3,
    ),
    Family(
        "three-point-covariance",
        "array",
        r"With $1/n$: $\Sigma = \frac13 \begin{pmatrix} 8 & 2 \\ 2 & 2 \end{pmatrix}$",
        three_points,
        {
            "right": np.array([[8 / 3, 2 / 3], [2 / 3, 2 / 3]]),
            "right-rounded": np.array([[2.6667, 0.6667], [0.6667, 0.6667]]),
            "bessel": np.array([[4, 1], [1, 1]]),
            "scatter": np.array([[8, 2], [2, 2]]),
            "raw-moments": np.array([[20 / 3, 8 / 3], [8 / 3, 5 / 3]]),
            "correlation": np.array([[1, 0.5], [0.5, 1]]),
        },
        tolerance=1e-4,
    ),
    Family(
        "filtered-belief",
        "array",
        r"$p(z_2 \mid x_2) = (\tfrac34, \tfrac14)$",
        filtered,
        {
            "right": np.array([0.75, 0.25]),
            "joint": np.array([0.3, 0.1]),
            "predicted": np.array([0.6, 0.4]),
            "no-dynamics": np.array([2 / 3, 1 / 3]),
            "swapped": np.array([0.25, 0.75]),
        },
    ),
    Family(
        "bigram-counts",
        "array",
        "Row = first letter, column = second letter, both in the order a, b, c: "
        r"$\begin{pmatrix}0&2&1\\1&0&1\\2&0&0\end{pmatrix}$",
        tallies,
        {
            "right": TALLY,
            "transposed": TALLY.T,
            "symmetric": TALLY + TALLY.T,
            "probabilities": TALLY / TALLY.sum(1, keepdims=True),
            "one-lost": np.array([[0, 2, 1], [1, 0, 1], [1, 0, 0]]),
        },
    ),
]
