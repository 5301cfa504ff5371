"""Arrays, as they were worked out at a whiteboard and in its chat."""

from __future__ import annotations

import cmath
import math
from fractions import Fraction
from typing import Any

import numpy as np
from families import Family


def attended() -> Any:
    """Repeats the first value three times for the second's once, and averages the pile."""
    pile = [(1, 0)] * 3 + [(0, 2)]
    return np.array([float(Fraction(sum(v[k] for v in pile), len(pile))) for k in range(2)])


def slid() -> Any:
    """Multiplies and adds at every place of the window."""
    signal, taps = [2, 0, 1, 3, 1], [1, 0, -1]
    return np.array([sum(signal[s + k] * taps[k] for k in range(3)) for s in range(3)])


def averaged_neighbours() -> Any:
    """Walks over the edges of the path, with a loop at every node, and averages what arrives."""
    h = [3, 6, 0]
    arrived: dict[int, list[int]] = {k: [] for k in range(3)}
    for a, b in ((0, 0), (1, 1), (2, 2), (0, 1), (1, 0), (1, 2), (2, 1)):
        arrived[b].append(h[a])
    return np.array([sum(v) / len(v) for v in arrived.values()])


def distances() -> Any:
    """Counts steps from the query's place to the key's."""
    out = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            here = i
            while here != j:
                move = 1 if j > here else -1
                here += move
                out[i, j] += move
    return out


def recalled() -> Any:
    """Lists every example and asks, of those of one class, which share got each prediction."""
    examples = [(0, 0)] * 40 + [(0, 1)] * 10 + [(1, 0)] * 5 + [(1, 1)] * 45
    return np.array([[np.mean([p == c for t, p in examples if t == k]) for c in range(2)] for k in range(2)])


def hinge_back() -> Any:
    """Differences of the multi-class hinge loss at the scores."""
    scores = np.array([2.0, 2.5, 0.0])

    def loss(s: np.ndarray) -> float:
        return float(sum(max(0.0, 1 + s[k] - s[0]) for k in (1, 2)))

    return np.round([(loss(scores + h) - loss(scores - h)) / 2e-4 for h in 1e-4 * np.eye(3)], 6)


def corrected() -> Any:
    """Feeds the example to the perceptron and updates it on a mistake."""
    w, x, y = [1, -2], [3, 1], -1
    score = sum(a * b for a, b in zip(w, x, strict=True))
    if y * score <= 0:
        w = [a + y * b for a, b in zip(w, x, strict=True)]
    return np.array(w)


def at_the_start() -> Any:
    """Reads sine and cosine off the powers of e^{i·0·rate}, one rate after the other."""
    out = []
    for rate in (1.0, 0.01):
        z = cmath.exp(1j * 0 * rate)
        out += [z.imag, z.real]
    return np.array(out)


FAMILIES = [
    Family(
        "attended-pair",
        "array",
        r"$\left(\tfrac34, \tfrac12\right)$",
        attended,
        {
            "right": np.array([0.75, 0.5]),
            "unweighted": np.array([0.5, 1]),
            "crossed": np.array([0.25, 1.5]),
            "raw-scores": np.array([math.log(3), 0]),
            "undivided": np.array([3, 2]),
        },
    ),
    Family(
        "slid-difference",
        "array",
        "[1, -3, 0]",
        slid,
        {
            "right": np.array([1, -3, 0]),
            "flipped": np.array([-1, 3, 0]),
            "same-size": np.array([0, 1, -3, 0, 3]),
            "slip": np.array([1, 3, 0]),
            "squeezed": np.array([1, -3]),
        },
    ),
    Family(
        "path-averages",
        "array",
        r"$(4.5,\ 3,\ 3)^\top$",
        averaged_neighbours,
        {
            "right": np.array([4.5, 3, 3]),
            "no-loops": np.array([6, 1.5, 6]),
            "sums": np.array([9, 9, 6]),
            "all-thirds": np.array([3, 3, 2]),
            "order": np.array([3, 3, 4.5]),
        },
    ),
    Family(
        "relative-offsets",
        "array",
        r"$R_{ij} = j - i$: $\begin{pmatrix} 0 & 1 & 2 \\ -1 & 0 & 1 \\ -2 & -1 & 0 \end{pmatrix}$",
        distances,
        {
            "right": np.array([[0, 1, 2], [-1, 0, 1], [-2, -1, 0]]),
            "transposed": np.array([[0, -1, -2], [1, 0, -1], [2, 1, 0]]),
            "absolute": np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0]]),
            "shifted": np.array([[2, 3, 4], [1, 2, 3], [0, 1, 2]]),
            "causal": np.array([[0, 0, 0], [-1, 0, 0], [-2, -1, 0]]),
        },
    ),
    Family(
        "normalised-confusion",
        "array",
        r"$\begin{bmatrix} 0.8 & 0.2 \\ 0.1 & 0.9 \end{bmatrix}$",
        recalled,
        {
            "right": np.array([[0.8, 0.2], [0.1, 0.9]]),
            "transposed": np.array([[0.8, 0.1], [0.2, 0.9]]),
            "overall": np.array([[0.4, 0.1], [0.05, 0.45]]),
            "columns": np.array([[8 / 9, 2 / 11], [1 / 9, 9 / 11]]),
            "counts": np.array([[40, 10], [5, 45]]),
            "diagonal": np.array([0.8, 0.9]),
        },
    ),
    Family(
        "hinge-backward",
        "array",
        "(-1, 1, 0)",
        hinge_back,
        {
            "right": np.array([-1, 1, 0]),
            "sign": np.array([1, -1, 0]),
            "no-margin": np.array([-2, 1, 1]),
            "slack": np.array([-1.5, 1.5, 0]),
            "class-lost": np.array([0, 1, 0]),
        },
    ),
    Family(
        "corrected-perceptron",
        "array",
        r"$w' = (-2, -3)$",
        corrected,
        {
            "right": np.array([-2, -3]),
            "added": np.array([4, -1]),
            "kept": np.array([1, -2]),
            "first-only": np.array([-2, -2]),
            "reversed": np.array([2, 3]),
        },
    ),
    Family(
        "first-waves",
        "array",
        r"$(0, 1, 0, 1)$",
        at_the_start,
        {
            "right": np.array([0, 1, 0, 1]),
            "halves": np.array([0, 0, 1, 1]),
            "cosine-first": np.array([1, 0, 1, 0]),
            "zeros": np.array([0, 0, 0, 0]),
            "half-size": np.array([0, 1]),
        },
    ),
]
