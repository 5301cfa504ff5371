"""Arrays, and sets, intervals and equations."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from families import Env, Family


def correlate() -> list[list[int]]:
    """Slides the 2 × 2 kernel over the 3 × 3 image without flipping it, sum by sum."""
    x, k = ((1, 0, 2), (3, 1, -1), (0, 2, 4)), ((1, -1), (0, 2))
    return [[sum(x[i + a][j + b] * k[a][b] for a in (0, 1) for b in (0, 1)) for j in (0, 1)] for i in (0, 1)]


def softmax_jacobian() -> np.ndarray:
    """Differentiates the softmax numerically at the logits of (1/2, 1/4, 1/4)."""
    z, h = np.log([0.5, 0.25, 0.25]), 1e-5

    def p(v: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(v) / np.exp(v).sum())

    return np.stack([(p(z + h * e) - p(z - h * e)) / (2 * h) for e in np.eye(3)], axis=1)


def kernel(rng: np.random.Generator) -> Env:
    return dict(zip("abc", rng.normal(size=3), strict=True))


def band(v: Env) -> np.ndarray:
    """Feeds the unit vectors of length 4 through the sliding kernel and collects the outputs as columns."""
    return np.stack([np.correlate(e, [v["a"], v["b"], v["c"]], "valid") for e in np.eye(4)], axis=1)


def causal() -> np.ndarray:
    """Takes the softmax of three rows of zeros, with the future set to minus infinity."""
    s = np.where(np.tril(np.ones((3, 3))) > 0, 0.0, -np.inf)
    return np.asarray(np.exp(s) / np.exp(s).sum(1, keepdims=True))


def descent() -> np.ndarray:
    """Differentiates half the squared residual numerically at (1, −2) and takes a step of 0.1."""
    x, y, w = np.array([[1, 2], [0, 1], [1, 0]]), np.array([1, 0, 2]), np.array([1.0, -2.0])
    loss = [[0.5 * np.sum((x @ (w + s * e) - y) ** 2) for s in (1e-3, -1e-3)] for e in np.eye(2)]
    return np.asarray(w - 0.1 * np.array([(a - b) / 2e-3 for a, b in loss]))


STEPS = [Fraction(k, 32) for k in range(-40, 320)]


def steps(inside: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    return frozenset(s for s in STEPS if inside(s))


def stable() -> frozenset[Fraction]:
    """Iterates e ← (1 − 4η) e forty times for many η and keeps those whose error became smaller than at the start."""

    def shrinks(s: Fraction) -> bool:
        e = 1.0
        for _ in range(40):
            e *= float(1 - 4 * s)
        return abs(e) < 0.99

    return steps(shrinks)


def stationary() -> frozenset[float]:
    """Scans a grid for the places where the numerical slope of x⁴ − 2x² vanishes."""

    def f(x: float) -> float:
        return x**4 - 2 * x**2

    places = [k / 100 for k in range(-300, 301)]
    return frozenset(x for x in places if abs(f(x + 1e-4) - f(x - 1e-4)) < 1e-6)


GRID = [(x, y) for x in range(-6, 7) for y in range(-6, 7)]


def plane(inside: Callable[[int, int], bool]) -> frozenset[tuple[int, int]]:
    return frozenset(p for p in GRID if inside(*p))


def boundary() -> frozenset[tuple[int, int]]:
    """Collects the integer points equally far from the class means (−1, 1) and (3, −1)."""
    return plane(lambda x, y: (x + 1) ** 2 + (y - 1) ** 2 == (x - 3) ** 2 + (y + 1) ** 2)


P = np.array([2, 1, 1]) / 4
LOWER = np.tril(np.ones((3, 3)))

FAMILIES = [
    Family(
        "maple-correlate",
        "array",
        r"\begin{pmatrix}3 & -4\\ 6 & 10\end{pmatrix}",
        correlate,
        {
            "right": [[3, -4], [6, 10]],
            "flipped": [[0, -2], [8, 4]],
            "transposed": [[3, 6], [-4, 10]],
            "sign": [[3, 4], [6, 10]],
        },
    ),
    Family(
        "maple-softmax-jacobian",
        "array",
        r"\frac{1}{16}\begin{bmatrix}4&-2&-2\\-2&3&-1\\-2&-1&3\end{bmatrix}",
        softmax_jacobian,
        {
            "right": np.diag(P) - np.outer(P, P),
            "diagonal": np.diag(P * (1 - P)),
            "plus": np.diag(P * (1 - P)) + np.outer(P, P) - np.diag(P * P),
            "negative": np.outer(P, P) - np.diag(P),
        },
    ),
    Family(
        "maple-band",
        "array",
        r"\begin{bmatrix}a&b&c&0\\0&a&b&c\end{bmatrix}",
        band,
        {
            "right": lambda v: [[v["a"], v["b"], v["c"], 0], [0, v["a"], v["b"], v["c"]]],
            "flipped": lambda v: [[v["c"], v["b"], v["a"], 0], [0, v["c"], v["b"], v["a"]]],
            "transposed": lambda v: [[v["a"], 0], [v["b"], v["a"]], [v["c"], v["b"]], [0, v["c"]]],
            "stride": lambda v: [[v["a"], v["b"], v["c"], 0], [v["c"], 0, v["a"], v["b"]]],
        },
        draw=kernel,
    ),
    Family(
        "maple-causal",
        "array",
        r"$\begin{pmatrix}1&0&0\\\tfrac12&\tfrac12&0\\\tfrac13&\tfrac13&\tfrac13\end{pmatrix}$",
        causal,
        {
            "right": LOWER / np.array([[1], [2], [3]]),
            "unnormalised": LOWER / 3,
            "unmasked": np.ones((3, 3)) / 3,
            "columns": LOWER / np.array([3, 2, 1]),
        },
    ),
    Family(
        "maple-descent",
        "array",
        "$(1.5, -1)^\\top$",
        descent,
        {
            "right": [1.5, -1],
            "ascent": [0.5, -3],
            "gradient": [-5, -10],
            "doubled": [2, 0],
        },
    ),
    Family(
        "maple-stable",
        "general",
        r"0 < \eta < \tfrac12",
        stable,
        {
            "right": steps(lambda s: 0 < s < Fraction(1, 2)),
            "monotone": steps(lambda s: 0 < s < Fraction(1, 4)),
            "closed": steps(lambda s: 0 <= s <= Fraction(1, 2)),
            "flipped": steps(lambda s: 0 < s < 8),
        },
    ),
    Family(
        "maple-stationary",
        "general",
        r"\{-1, 0, 1\}",
        stationary,
        {
            "right": frozenset({-1.0, 0.0, 1.0}),
            "minima": frozenset({-1.0, 1.0}),
            "roots": frozenset({-(2**0.5), 0.0, 2**0.5}),
            "positive": frozenset({0.0, 1.0}),
        },
    ),
    Family(
        "maple-boundary",
        "general",
        "$2x_1 - x_2 = 2$",
        boundary,
        {
            "right": plane(lambda x, y: 2 * x - y == 2),
            "origin": plane(lambda x, y: 2 * x - y == 0),
            "sign": plane(lambda x, y: 2 * x + y == 2),
            "side": plane(lambda x, y: 2 * x - y > 2),
        },
    ),
]
