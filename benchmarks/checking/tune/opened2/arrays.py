"""Vectors, matrices and tensors, held half."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def stationary() -> Any:
    """Runs the chain for five hundred steps."""
    state = np.array([0.5, 0.5])
    for _ in range(500):
        state = state @ np.array([[0.9, 0.1], [0.4, 0.6]])
    return state


def path_laplacian() -> Any:
    """Adds (e_i − e_j)(e_i − e_j)ᵀ for the edges of a path on three nodes."""
    eye = np.eye(3)
    return sum(np.outer(eye[i] - eye[j], eye[i] - eye[j]) for i, j in ((0, 1), (1, 2)))


def routed() -> Any:
    """Nudges every input of the 2 × 2 max pool and looks at what Σ gₖ yₖ does."""
    x = np.array([[1.0, 3, 2, 0], [5, 4, 1, 6]])
    g = np.array([7.0, -2])

    def loss(v: Any) -> float:
        return float(g[0] * v[:, :2].max() + g[1] * v[:, 2:].max())

    out = np.zeros((2, 4))
    for i, j in product(range(2), range(4)):
        d = np.zeros((2, 4))
        d[i, j] = 1e-3
        out[i, j] = (loss(x + d) - loss(x - d)) / 2e-3
    return out


def confusion() -> Any:
    """Counts the seven pairs (true class, predicted class) one by one."""
    counts = np.zeros((3, 3))
    for truth, guess in zip((0, 0, 1, 1, 2, 2, 2), (0, 1, 1, 1, 0, 2, 2), strict=True):
        counts[truth, guess] += 1
    return counts


def causal() -> Any:
    """Adds −10⁹ to the scores above the diagonal, and takes the softmax of each row."""
    scores = np.zeros((3, 3))
    for i, j in product(range(3), repeat=2):
        if j > i:
            scores[i, j] -= 1e9
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def gram() -> Any:
    """Takes the dot product of every two columns, in three loops."""
    x = ((1, 0), (2, 1), (0, 3))
    out = np.zeros((2, 2))
    for i, j, k in product(range(2), range(2), range(3)):
        out[i, j] += x[k][i] * x[k][j]
    return out


def draw_polar(rng: np.random.Generator) -> Env:
    return {"r": rng.uniform(0.5, 2), "t": rng.uniform(0.1, 1.4)}


def polar_jacobian(e: Env) -> Any:
    """Central differences of (r cos θ, r sin θ) in r and in θ."""

    def f(v: Any) -> Any:
        return np.array([v[0] * np.cos(v[1]), v[0] * np.sin(v[1])])

    at, h = np.array([e["r"], e["t"]]), 1e-6
    return np.stack([(f(at + d) - f(at - d)) / (2 * h) for d in h * np.eye(2)], axis=1)


def returns() -> Any:
    """Adds the rewards after each step, halved once for every step in between."""
    rewards = (1, 0, 2)
    return np.array([sum(rewards[s] * 0.5 ** (s - t) for s in range(t, 3)) for t in range(3)])


def centroids() -> Any:
    """One step of k-means: assigns five points to the nearer of two starts, and averages."""
    points = np.array([[0.0, 0], [2, 0], [1, 3], [6, 6], [8, 4]])
    starts = np.array([[0.0, 0], [8, 4]])
    nearest = ((points[:, None] - starts) ** 2).sum(axis=2).argmin(axis=1)
    return np.stack([points[nearest == k].mean(axis=0) for k in range(2)])


FAMILIES = [
    Family(
        "stationary-state",
        "array",
        r"$\pi = (0.8, 0.2)$",
        stationary,
        {
            "right": np.array([0.8, 0.2]),
            "swapped": np.array([0.2, 0.8]),
            "unnormalised": np.array([4, 1]),
            "uniform": np.array([0.5, 0.5]),
        },
    ),
    Family(
        "laplacian",
        "array",
        r"$\begin{pmatrix} 1 & -1 & 0 \\ -1 & 2 & -1 \\ 0 & -1 & 1 \end{pmatrix}$",
        path_laplacian,
        {
            "right": np.array([[1, -1, 0], [-1, 2, -1], [0, -1, 1]]),
            "adjacency": np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]),
            "negative": np.array([[-1, 1, 0], [1, -2, 1], [0, 1, -1]]),
            "signless": np.array([[1, 1, 0], [1, 2, 1], [0, 1, 1]]),
            "corner": np.array([[2, -1, 0], [-1, 2, -1], [0, -1, 2]]),
        },
    ),
    Family(
        "max-pool-backward",
        "array",
        "[[0, 0, 0, 0], [7, 0, 0, -2]]",
        routed,
        {
            "right": np.array([[0, 0, 0, 0], [7, 0, 0, -2]]),
            "spread": np.array([[1.75, 1.75, -0.5, -0.5], [1.75, 1.75, -0.5, -0.5]]),
            "values": np.array([[0, 0, 0, 0], [5, 0, 0, 6]]),
            "first": np.array([[7, 0, -2, 0], [0, 0, 0, 0]]),
            "exchanged": np.array([[0, 0, 0, 0], [-2, 0, 0, 7]]),
        },
    ),
    Family(
        "confusion",
        "array",
        r"$\begin{bmatrix} 1 & 1 & 0 \\ 0 & 2 & 0 \\ 1 & 0 & 2 \end{bmatrix}$",
        confusion,
        {
            "right": np.array([[1, 1, 0], [0, 2, 0], [1, 0, 2]]),
            "transposed": np.array([[1, 0, 1], [1, 2, 0], [0, 0, 2]]),
            "normalised": np.array([[0.5, 0.5, 0], [0, 1, 0], [1 / 3, 0, 2 / 3]]),
            "slip": np.array([[1, 1, 0], [0, 2, 0], [0, 1, 2]]),
        },
    ),
    Family(
        "causal-weights",
        "array",
        r"$\begin{bmatrix} 1 & 0 & 0 \\ \frac12 & \frac12 & 0 \\ \frac13 & \frac13 & \frac13 \end{bmatrix}$",
        causal,
        {
            "right": np.array([[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]]),
            "columns": np.array([[1, 1 / 2, 1 / 3], [0, 1 / 2, 1 / 3], [0, 0, 1 / 3]]),
            "future": np.array([[1 / 3, 1 / 3, 1 / 3], [0, 1 / 2, 1 / 2], [0, 0, 1]]),
            "uniform": np.full((3, 3), 1 / 3),
            "masked-after": np.array([[1 / 3, 0, 0], [1 / 3, 1 / 3, 0], [1 / 3, 1 / 3, 1 / 3]]),
        },
    ),
    Family(
        "gram",
        "array",
        r"$X^\top X = \begin{pmatrix} 5 & 2 \\ 2 & 10 \end{pmatrix}$",
        gram,
        {
            "right": np.array([[5, 2], [2, 10]]),
            "rows": np.array([[1, 2, 0], [2, 5, 3], [0, 3, 9]]),
            "diagonal": np.array([[5, 0], [0, 10]]),
            "slip": np.array([[5, 2], [2, 9]]),
        },
    ),
    Family(
        "polar-jacobian",
        "array",
        r"$\begin{pmatrix} \cos\theta & -r\sin\theta \\ \sin\theta & r\cos\theta \end{pmatrix}$",
        polar_jacobian,
        {
            "right": lambda e: np.array(
                [[np.cos(e["t"]), -e["r"] * np.sin(e["t"])], [np.sin(e["t"]), e["r"] * np.cos(e["t"])]]
            ),
            "transposed": lambda e: np.array(
                [[np.cos(e["t"]), np.sin(e["t"])], [-e["r"] * np.sin(e["t"]), e["r"] * np.cos(e["t"])]]
            ),
            "no-radius": lambda e: np.array([[np.cos(e["t"]), -np.sin(e["t"])], [np.sin(e["t"]), np.cos(e["t"])]]),
            "sign": lambda e: np.array(
                [[np.cos(e["t"]), e["r"] * np.sin(e["t"])], [np.sin(e["t"]), e["r"] * np.cos(e["t"])]]
            ),
        },
        draw=draw_polar,
    ),
    Family(
        "returns",
        "array",
        "(1.5, 1, 2)",
        returns,
        {
            "right": np.array([1.5, 1, 2]),
            "backwards": np.array([2, 1, 1.5]),
            "undiscounted": np.array([3, 2, 2]),
            "running": np.array([1, 1, 1.5]),
        },
    ),
    Family(
        "centroids",
        "array",
        r"$\begin{bmatrix} 1 & 1 \\ 7 & 5 \end{bmatrix}$",
        centroids,
        {
            "right": np.array([[1, 1], [7, 5]]),
            "sums": np.array([[3, 3], [14, 10]]),
            "columns": np.array([[1, 7], [1, 5]]),
            "median": np.array([[1, 0], [7, 5]]),
        },
    ),
]
