"""Vectors, matrices and choices, as a teaching assistant collected them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np
from families import Family

ROOT = math.sqrt(2)


def softmax_slopes() -> np.ndarray:
    """Central differences of the softmax at the logits 0 and ln 3."""
    z, h = np.array([0.0, math.log(3)]), 1e-5

    def soft(a: np.ndarray) -> np.ndarray:
        e = np.exp(a)
        return np.asarray(e / e.sum())

    return np.stack([(soft(z + h * e) - soft(z - h * e)) / (2 * h) for e in np.eye(2)], axis=1)


def weight_slopes() -> np.ndarray:
    """Central differences of half the squared error in every weight."""
    w, x, t = np.array([[1.0, 2], [0, -1], [3, 1]]), np.array([2.0, -1]), np.array([1.0, 0, 2])
    out = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        step = np.zeros_like(w)
        step[place] = 0.5
        out[place] = (((w + step) @ x - t) ** 2).sum() / 2 - (((w - step) @ x - t) ** 2).sum() / 2
    return out


def normed() -> list[float]:
    """Standardises 2, 4, 4, 6 by the statistics module."""
    row = [2, 4, 4, 6]
    return [(x - statistics.fmean(row)) / statistics.pstdev(row) for x in row]


def slid() -> np.ndarray:
    """Applies the cross-correlation with 1, 0, −1 to every unit vector."""
    return np.stack([np.correlate(e, [1.0, 0.0, -1.0], "valid") for e in np.eye(5)], axis=1)


def two_steps() -> list[float]:
    """Runs two steps of heavy ball on ½(x² + 4y²) from (4, 1), rate 0.1, momentum 0.5."""
    w, v = np.array([4.0, 1.0]), np.zeros(2)
    for _step in range(2):
        v = 0.5 * v + w * [1, 4]
        w = w - 0.1 * v
    return [float(a) for a in w]


def scale_free() -> frozenset[str]:
    """Multiplies an input by 5 and compares the outputs of the four functions."""
    x = np.array([0.3, -1.2, 2.0, 0.7])
    tried: dict[str, Callable[..., Any]] = {
        "a": lambda v: (v - v.mean()) / v.std(),
        "b": lambda v: np.exp(v) / np.exp(v).sum(),
        "c": np.argmax,
        "d": lambda v: np.maximum(v, 0),
    }
    return frozenset(k for k, f in tried.items() if np.allclose(f(x), f(5 * x)))


def bowls() -> frozenset[str]:
    """Compares middle values with averaged values on a grid, for t³, |t|, ln(1 + e⁻ᵗ) and exp(t²)."""
    grid = [k / 4 for k in range(-8, 9)]
    tried: dict[str, Callable[..., Any]] = {
        "a": lambda t: t**3,
        "b": abs,
        "c": lambda t: math.log1p(math.exp(-t)),
        "d": lambda t: math.exp(t * t),
    }
    return frozenset(
        k for k, f in tried.items() if all(f((s + t) / 2) <= (f(s) + f(t)) / 2 + 1e-12 for s in grid for t in grid)
    )


def keeping_variance() -> str:
    """Finds which weight variance keeps the second moment through a ReLU of symmetric inputs, fan 50 in and 200 out."""
    symmetric = [-3.0, -1.0, 1.0, 3.0]
    share = sum(max(v, 0) ** 2 for v in symmetric) / sum(v * v for v in symmetric)
    options = {"A": 1 / 50, "B": 2 / 50, "C": 2 / 250, "D": 1 / 50**2}
    return min(options, key=lambda k: abs(50 * options[k] * share - 1))


FAMILIES = [
    Family(
        "pine-softmax-slopes",
        "array",
        r"$\frac{3}{16}\begin{pmatrix}1&-1\\-1&1\end{pmatrix}$",
        softmax_slopes,
        {
            "right": [[3 / 16, -3 / 16], [-3 / 16, 3 / 16]],
            "diagonal": [[3 / 16, 0], [0, 3 / 16]],
            "unsigned": [[3 / 16, 3 / 16], [3 / 16, 3 / 16]],
            "probabilities": [[0.25, 0], [0, 0.75]],
        },
    ),
    Family(
        "pine-weight-slopes",
        "array",
        r"$\frac{\partial L}{\partial W} = \begin{bmatrix} -2 & 1 \\ 2 & -1 \\ 6 & -3 \end{bmatrix}$",
        weight_slopes,
        {
            "right": [[-2, 1], [2, -1], [6, -3]],
            "transposed": [[-2, 2, 6], [1, -1, -3]],
            "negated": [[2, -1], [-2, 1], [-6, 3]],
            "doubled": [[-4, 2], [4, -2], [12, -6]],
            "no-target": [[0, 0], [2, -1], [10, -5]],
        },
    ),
    Family(
        "pine-normed-row",
        "array",
        r"$(-\sqrt2,\, 0,\, 0,\, \sqrt2)$",
        normed,
        {
            "right": [-ROOT, 0, 0, ROOT],
            "unbiased": [-math.sqrt(1.5), 0, 0, math.sqrt(1.5)],
            "centred": [-2, 0, 0, 2],
            "by-variance": [-1, 0, 0, 1],
        },
    ),
    Family(
        "pine-banded",
        "array",
        r"$\begin{bmatrix}1&0&-1&0&0\\0&1&0&-1&0\\0&0&1&0&-1\end{bmatrix}$",
        slid,
        {
            "right": [[1, 0, -1, 0, 0], [0, 1, 0, -1, 0], [0, 0, 1, 0, -1]],
            "flipped": [[-1, 0, 1, 0, 0], [0, -1, 0, 1, 0], [0, 0, -1, 0, 1]],
            "transposed": [[1, 0, 0], [0, 1, 0], [-1, 0, 1], [0, -1, 0], [0, 0, -1]],
            "strided": [[1, 0, -1, 0, 0], [0, 0, 1, 0, -1]],
        },
    ),
    Family(
        "pine-two-steps",
        "array",
        "(3.04, 0.16)",
        two_steps,
        {
            "right": [3.04, 0.16],
            "plain": [3.24, 0.36],
            "averaged": [3.51, 0.54],
            "first": [3.6, 0.6],
        },
    ),
    Family(
        "pine-scale-free",
        "choice",
        "Only (a) and (c)",
        scale_free,
        {
            "right": frozenset("ac"),
            "norm-only": frozenset("a"),
            "softmax-too": frozenset("abc"),
            "rectifier-too": frozenset("acd"),
        },
    ),
    Family(
        "pine-bowls",
        "choice",
        "(b), (c), (d)",
        bowls,
        {
            "right": frozenset("bcd"),
            "without-exp": frozenset("bc"),
            "all": frozenset("abcd"),
            "smooth": frozenset("cd"),
        },
    ),
    Family(
        "pine-keeping-variance",
        "choice",
        "B",
        keeping_variance,
        {"right": "B", "linear": "A", "both-fans": "C", "square": "D"},
    ),
]
