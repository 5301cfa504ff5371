"""Arrays: Jacobians, normalised graphs, masks, filters and fitted lines."""

from __future__ import annotations

import math

import numpy as np
from families import Family


def standardised() -> list[float]:
    """Subtracts the mean and divides by the root of the mean square, number by number."""
    row = [2, 4, 4, 6]
    mean = sum(row) / 4
    spread = math.sqrt(sum((x - mean) ** 2 for x in row) / 4)
    return [(x - mean) / spread for x in row]


def two_heavy_steps() -> list[float]:
    """Runs the optimiser on each coordinate alone, with slopes from differences of f."""

    def f(x: float, y: float) -> float:
        return x * x + y * y / 2

    at, speed = [2.0, 2.0], [0.0, 0.0]
    for _step in range(2):
        x, y = at
        h = 1e-4
        slope = [(f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + h) - f(x, y - h)) / (2 * h)]
        speed = [0.5 * v + g for v, g in zip(speed, slope, strict=True)]
        at = [a - 0.1 * v for a, v in zip(at, speed, strict=True)]
    return at


def causal_rows() -> list[list[float]]:
    """Takes the exponentials of the allowed scores, row by row, and shares them out."""
    scores: list[list[float]] = [[0, 5, 5], [math.log(3), 0, 9], [0, 0, math.log(2)]]
    out = []
    for i, row in enumerate(scores):
        mass = [math.exp(s) if j <= i else 0.0 for j, s in enumerate(row)]
        out.append([m / sum(mass) for m in mass])
    return out


def fitted_line() -> np.ndarray:
    """Descends on the squared error until it no longer moves."""
    x, y = np.arange(4.0), np.array([1.0, 3.0, 4.0, 8.0])
    a = b = 0.0
    for _step in range(20_000):
        error = a + b * x - y
        a, b = a - 0.05 * error.mean(), b - 0.05 * (error * x).mean()
    return np.array([a, b])


R2, R6 = math.sqrt(2), math.sqrt(6)

FAMILIES = [
    Family(
        "layernorm-row",
        "array",
        r"$(-\sqrt2,\ 0,\ 0,\ \sqrt2)$",
        standardised,
        {
            "right": np.array([-R2, 0, 0, R2]),
            "right-rounded": np.array([-1.4142, 0, 0, 1.4142]),
            "bessel": np.array([-1.2247, 0, 0, 1.2247]),
            "no-root": np.array([-1, 0, 0, 1]),
            "rms": np.array([2, 4, 4, 6]) / math.sqrt(18),
            "not-centred": np.array([R2, 2 * R2, 2 * R2, 3 * R2]),
        },
        tolerance=1e-4,
    ),
    Family(
        "heavy-ball-pair",
        "array",
        "w_2 = (1.08, 1.52)",
        two_heavy_steps,
        {
            "right": np.array([1.08, 1.52]),
            "plain": np.array([1.28, 1.62]),
            "nesterov": np.array([1.12, 1.53]),
            "first-step": np.array([1.6, 1.8]),
            "damped": np.array([1.52, 1.755]),
        },
    ),
    Family(
        "masked-score-rows",
        "array",
        "[[1, 0, 0], [3/4, 1/4, 0], [1/4, 1/4, 1/2]]",
        causal_rows,
        {
            "right": np.array([[1, 0, 0], [0.75, 0.25, 0], [0.25, 0.25, 0.5]]),
            "zeros-for-infinities": np.array([[1 / 3, 1 / 3, 1 / 3], [0.6, 0.2, 0.2], [0.25, 0.25, 0.5]]),
            "transposed": np.array([[1, 0.75, 0.25], [0, 0.25, 0.25], [0, 0, 0.5]]),
            "counts": np.array([[1, 0, 0], [0.5, 0.5, 0], [1 / 3, 1 / 3, 1 / 3]]),
            "unshared": np.array([[1, 0, 0], [3, 1, 0], [1, 1, 2]]),
        },
    ),
    Family(
        "four-point-line",
        "array",
        r"$(\hat\beta_0, \hat\beta_1) = (0.7,\ 2.2)$",
        fitted_line,
        {
            "right": np.array([0.7, 2.2]),
            "exchanged": np.array([2.2, 0.7]),
            "through-origin": np.array([0, 2.5]),
            "end-points": np.array([1, 7 / 3]),
            "sign": np.array([-0.7, 2.2]),
        },
    ),
]
