"""Vectors and matrices from the written homework of a graduate course: gradients, norms, graphs, values."""

from __future__ import annotations

import numpy as np
from families import Family


def logit_slopes() -> np.ndarray:
    """Central differences of the cross-entropy of class 1 at logits ln 1, ln 2, ln 5."""

    def loss(z: np.ndarray) -> float:
        return float(np.log(np.exp(z).sum()) - z[1])

    z = np.log([1.0, 2.0, 5.0])
    return np.array([(loss(z + e) - loss(z - e)) / 2e-5 for e in 1e-5 * np.eye(3)])


def normed() -> np.ndarray:
    """Shifts (1, 3, 5, 7) by bisection until it sums to 0, then scales it by bisection until its squares sum to 4."""
    x = np.array([1.0, 3.0, 5.0, 7.0])
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (x - middle).sum() > 0 else (low, middle)
    x = x - low
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if ((middle * x) ** 2).sum() < 4 else (low, middle)
    return low * x


def causal_outputs() -> np.ndarray:
    """Runs over the tokens and averages the values seen so far (all scores are equal)."""
    values, out = [(6, 0), (0, 12), (0, 3)], []
    for t in range(3):
        seen = values[: t + 1]
        out.append([sum(v[k] for v in seen) / len(seen) for k in range(2)])
    return np.array(out)


def upsampled() -> np.ndarray:
    """The transpose: tests with unit vectors which input entries a strided convolution reads for which outputs."""
    kernel, out = (1, 2, 1), []
    for place in range(5):
        unit = [int(k == place) for k in range(5)]
        strided = [sum(kernel[k] * unit[2 * i + k] for k in range(3)) for i in range(2)]
        out.append(strided[0] * 1 + strided[1] * 3)
    return np.array(out)


def loss_slopes() -> np.ndarray:
    """Central differences of the mean squared error of y = b + wt at (b, w) = (0, 1)."""
    data = [(0, 1), (1, 1), (2, 1), (3, 5)]

    def loss(b: float, w: float) -> float:
        return sum((b + w * t - y) ** 2 for t, y in data) / 4

    h = 1e-4
    return np.array([(loss(h, 1) - loss(-h, 1)) / (2 * h), (loss(0, 1 + h) - loss(0, 1 - h)) / (2 * h)])


def sample_covariance() -> np.ndarray:
    """Averages products of differences over all ordered pairs of distinct points, and halves: the unbiased estimate."""
    points = np.array([[0.0, 0.0], [2.0, 1.0], [4.0, 5.0]])
    pairs = [np.outer(a - b, a - b) / 2 for i, a in enumerate(points) for j, b in enumerate(points) if i != j]
    return np.asarray(np.stack(pairs).mean(axis=0))


def propagation() -> np.ndarray:
    """Divides each edge of the path 1–2–3 (with loops) by the root of the product of both ends' neighbour counts."""
    near = {1: [1, 2], 2: [1, 2, 3], 3: [2, 3]}
    out = np.zeros((3, 3))
    for a, around in near.items():
        for b in around:
            out[a - 1, b - 1] = 1 / np.sqrt(len(around) * len(near[b]))
    return out


def state_values() -> np.ndarray:
    """Sweeps the Bellman equation eighty times from zero."""
    v1 = v2 = 0.0
    for _ in range(80):
        v1, v2 = 1 + 0.5 * (0.5 * v1 + 0.5 * v2), 2 + 0.5 * v2
    return np.array([v1, v2])


R2, R5, R6 = np.sqrt([2, 5, 6])

FAMILIES = [
    Family(
        "eighths-logit-gradient",
        "array",
        r"$\nabla_z L = p - e_2 = \left(\tfrac18,\ -\tfrac34,\ \tfrac58\right)^\top$",
        logit_slopes,
        {
            "right": np.array([1, -6, 5]) / 8,
            "probabilities": np.array([1, 2, 5]) / 8,
            "negated": np.array([-1, 6, -5]) / 8,
            "jacobian-row": np.array([-1, 6, -5]) / 32,
            "wrong-class": np.array([-7, 2, 5]) / 8,
        },
    ),
    Family(
        "layer-normed-odds",
        "array",
        r"$\mathrm{LN}(x) = \frac{1}{\sqrt 5}(-3, -1, 1, 3) \approx (-1.342, -0.447, 0.447, 1.342)$",
        normed,
        {
            "right": np.array([-3, -1, 1, 3]) / R5,
            "right-rounded": np.array([-1.342, -0.447, 0.447, 1.342]),
            "unbiased": np.array([-1.162, -0.387, 0.387, 1.162]),
            "variance": np.array([-0.6, -0.2, 0.2, 0.6]),
            "uncentred": np.array([1, 3, 5, 7]) / R5,
            "root-mean-square": np.array([0.218, 0.655, 1.091, 1.528]),
        },
        tolerance=1e-3,
    ),
    Family(
        "causal-mean-values",
        "array",
        r"$O = \begin{pmatrix} 6 & 0 \\ 3 & 6 \\ 2 & 5 \end{pmatrix}$",
        causal_outputs,
        {
            "right": [[6, 0], [3, 6], [2, 5]],
            "unmasked": [[2, 5], [2, 5], [2, 5]],
            "not-renormalised": [[2, 0], [2, 4], [2, 5]],
            "mask-upside-down": [[2, 5], [0, 7.5], [0, 3]],
            "summed": [[6, 0], [6, 12], [6, 15]],
        },
    ),
    Family(
        "stride-two-transpose",
        "array",
        "[1, 2, 4, 6, 3]",
        upsampled,
        {
            "right": [1, 2, 4, 6, 3],
            "stride-one": [1, 5, 7, 3],
            "overwritten": [1, 2, 3, 6, 3],
            "cropped": [2, 4, 6],
        },
    ),
    Family(
        "line-fit-gradient",
        "array",
        r"$\nabla L = \frac{2}{n} X^\top (X\theta - y) = (-1, -2)^\top$ (bias first)",
        loss_slopes,
        {
            "right": [-1, -2],
            "not-averaged": [-4, -8],
            "no-two": [-0.5, -1],
            "uphill": [1, 2],
            "slope-first": [-2, -1],
        },
    ),
    Family(
        "three-spot-covariance",
        "array",
        r"$S = \frac{1}{n-1}\sum_i (x_i-\bar x)(x_i-\bar x)^\top = \begin{bmatrix} 4 & 5 \\ 5 & 7\end{bmatrix}$",
        sample_covariance,
        {
            "right": [[4, 5], [5, 7]],
            "over-n": [[8 / 3, 10 / 3], [10 / 3, 14 / 3]],
            "scatter": [[8, 10], [10, 14]],
            "uncentred": [[10, 11], [11, 13]],
            "gram": [[8, 2, -10], [2, 1, -3], [-10, -3, 13]],
        },
    ),
    Family(
        "path-propagation",
        "array",
        r"$\begin{pmatrix} 1/2 & 1/\sqrt6 & 0 \\ 1/\sqrt6 & 1/3 & 1/\sqrt6 \\ 0 & 1/\sqrt6 & 1/2 \end{pmatrix}$",
        propagation,
        {
            "right": [[1 / 2, 1 / R6, 0], [1 / R6, 1 / 3, 1 / R6], [0, 1 / R6, 1 / 2]],
            "right-rounded": [[0.5, 0.408, 0], [0.408, 0.333, 0.408], [0, 0.408, 0.5]],
            "row-normalised": [[1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3], [0, 1 / 2, 1 / 2]],
            "no-loops": [[0, 1 / R2, 0], [1 / R2, 0, 1 / R2], [0, 1 / R2, 0]],
            "old-degrees": [[1, 1 / R2, 0], [1 / R2, 1 / 2, 1 / R2], [0, 1 / R2, 1]],
            "no-roots": [[1 / 4, 1 / 6, 0], [1 / 6, 1 / 9, 1 / 6], [0, 1 / 6, 1 / 4]],
        },
        tolerance=1.5e-3,
    ),
    Family(
        "two-state-values",
        "array",
        r"$V = (I - \gamma P)^{-1} r = (8/3,\ 4)^\top$",
        state_values,
        {
            "right": [8 / 3, 4],
            "right-rounded": [2.667, 4],
            "transposed": [4 / 3, 14 / 3],
            "one-backup": [1.75, 3],
            "swapped": [4, 8 / 3],
        },
        tolerance=5e-4,
    ),
]
