"""Vectors and matrices, in the voices of many models."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family


def draw_angle(rng: np.random.Generator) -> Env:
    return {"m": int(rng.integers(1, 6)), "t": rng.uniform(0.1, 1.2)}


def rotary(e: Env) -> Any:
    """Multiplies both unit vectors by the complex number e^{iθ}, m times."""
    out = np.zeros((2, 2))
    for k, start in enumerate((1 + 0j, 1j)):
        z = start
        for _ in range(e["m"]):
            z *= complex(np.cos(e["t"]), np.sin(e["t"]))
        out[:, k] = z.real, z.imag
    return out


def masked() -> Any:
    """Multiplies entry by entry, in two loops."""
    a, b = ((1, 2, 3), (4, 5, 6)), ((0, 1, -1), (2, 0, 1))
    return np.array([[a[i][j] * b[i][j] for j in range(3)] for i in range(2)])


def covariance() -> Any:
    """Averages the products of deviations over four points, for each pair of coordinates."""
    points = ((1, 2), (3, 6), (5, 2), (7, 10))
    means = [sum(p[k] for p in points) / 4 for k in range(2)]
    return np.array(
        [[sum((p[i] - means[i]) * (p[j] - means[j]) for p in points) / 4 for j in range(2)] for i in range(2)]
    )


def rotation(c: Any, s: Any) -> Any:
    return np.array([[c, -s], [s, c]])


FAMILIES = [
    Family(
        "rotary-block",
        "array",
        r"$R_{\Theta,m} = \begin{pmatrix} \cos m\theta & -\sin m\theta \\ \sin m\theta & \cos m\theta \end{pmatrix}$",
        rotary,
        {
            "right": lambda e: rotation(np.cos(e["m"] * e["t"]), np.sin(e["m"] * e["t"])),
            "transposed": lambda e: rotation(np.cos(e["m"] * e["t"]), np.sin(e["m"] * e["t"])).T,
            "scaled": lambda e: e["m"] * rotation(np.cos(e["t"]), np.sin(e["t"])),
            "reflection": lambda e: rotation(np.cos(e["m"] * e["t"]), np.sin(e["m"] * e["t"])) * np.array([1, -1]),
            "exchanged": lambda e: rotation(np.sin(e["m"] * e["t"]), np.cos(e["m"] * e["t"])),
        },
        draw=draw_angle,
    ),
    Family(
        "entrywise-product",
        "array",
        r"$A \odot B = \begin{bmatrix} 0 & 2 & -3 \\ 8 & 0 & 6 \end{bmatrix}$",
        masked,
        {
            "right": np.array([[0, 2, -3], [8, 0, 6]]),
            "sum": np.array([[1, 3, 2], [6, 5, 7]]),
            "matrix-product": np.array([[-1, 5], [-1, 14]]),
            "slip": np.array([[0, 2, 3], [8, 0, 6]]),
            "transposed": np.array([[0, 8], [2, 0], [-3, 6]]),
        },
    ),
    Family(
        "data-covariance",
        "array",
        r"$\Sigma = \begin{pmatrix} 5 & 5 \\ 5 & 11 \end{pmatrix}$",
        covariance,
        {
            "right": np.array([[5, 5], [5, 11]]),
            "scatter": np.array([[20, 20], [20, 44]]),
            "bessel": np.array([[20, 20], [20, 44]]) / 3,
            "uncentred": np.array([[21, 25], [25, 36]]),
            "diagonal": np.array([[5, 0], [0, 11]]),
        },
    ),
]
