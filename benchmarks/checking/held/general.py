"""Sets, intervals, equations, inequalities, polynomials, matrices over symbols, and words."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
from families import Env, Family


def ring_spectrum() -> tuple[int, ...]:
    """Builds degrees minus neighbours of the ring of four nodes, edge by edge, and takes the eigenvalues."""
    laplacian = np.zeros((4, 4))
    for i in range(4):
        j = (i + 1) % 4
        laplacian[i, i] += 1
        laplacian[j, j] += 1
        laplacian[i, j] -= 1
        laplacian[j, i] -= 1
    return tuple(sorted(round(v) for v in np.linalg.eigvalsh(laplacian)))


def line(a: float, b: float, c: float) -> list[float]:
    """The line a x₁ + b x₂ = c, scaled to length one with a positive first coefficient."""
    size = math.sqrt(a * a + b * b + c * c)
    return [v / size for v in (a, b, c)]


def widest_margin() -> list[float]:
    """Bisects for the points of equal distance to (0, 0) and (2, 4) on two vertical lines, and joins them."""

    def level(x: float) -> float:
        low, high = -10.0, 10.0
        for _ in range(100):
            y = (low + high) / 2
            low, high = (y, high) if math.hypot(x, y) < math.hypot(x - 2, y - 4) else (low, y)
        return (low + high) / 2

    at0, at4 = level(0), level(4)
    slope = (at4 - at0) / 4
    return line(-slope, 1, at0)


def two_class_draw(rng: np.random.Generator) -> Env:
    z = rng.normal(size=2)
    return {"z": z, "p": float(math.exp(z[0]) / (math.exp(z[0]) + math.exp(z[1])))}


def softmax_slopes(e: Env) -> np.ndarray:
    """Differences of the softmax of two logits."""
    out, h = np.zeros((2, 2)), 1e-5

    def softmax(z: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(z) / np.exp(z).sum())

    for j in range(2):
        step = np.eye(2)[j] * h
        out[:, j] = (softmax(e["z"] + step) - softmax(e["z"] - step)) / (2 * h)
    return out


def over_p(rows: Callable[[float], list[list[float]]]) -> Callable[[Env], np.ndarray]:
    return lambda e: np.array(rows(e["p"]))


def norms_draw(rng: np.random.Generator) -> Env:
    return {"d": int(rng.integers(3, 8))}


def norm_bound(e: Env) -> list[float]:
    """The largest ratio of the 1-norm to the 2-norm over all vectors with entries −1, 0, 1; first 1 for "at most"."""
    best = 0.0
    for w in itertools.product((-1, 0, 1), repeat=e["d"]):
        if any(w):
            best = max(best, sum(abs(v) for v in w) / math.sqrt(sum(v * v for v in w)))
    return [1.0, best]


def product_kernel() -> str:
    """The smallest eigenvalue of entrywise products of random Gram matrices, over two hundred pairs."""
    rng = np.random.default_rng(3)
    low = 0.0
    for _ in range(200):
        a, b = rng.normal(size=(2, 6, 3))
        low = min(low, float(np.linalg.eigvalsh((a @ a.T) * (b @ b.T)).min()))
    return "True" if low > -1e-9 else "False"


FAMILIES = [
    Family(
        "ring-of-four",
        "general",
        r"$\{0, 2, 2, 4\}$",
        ring_spectrum,
        {
            "right": (0, 2, 2, 4),
            "adjacency": (-2, 0, 0, 2),
            "normalised": (0, 1, 1, 2),
            "complete": (0, 4, 4, 4),
            "degrees": (2, 2, 2, 2),
            "other-double": (0, 2, 4, 4),
        },
    ),
    Family(
        "margin-line",
        "general",
        r"$x_1 + 2x_2 = 5$",
        widest_margin,
        {
            "right": line(1, 2, 5),
            "through": line(2, -1, 0),
            "at-positive": line(1, 2, 10),
            "sign": line(1, 2, -5),
            "swapped": line(2, 1, 5),
            "slope-two": line(2, -1, -0.5),
        },
    ),
    Family(
        "two-logit-jacobian",
        "general",
        r"$p(1-p)\begin{pmatrix} 1 & -1 \\ -1 & 1 \end{pmatrix}$",
        softmax_slopes,
        {
            "right": over_p(lambda p: [[p * (1 - p), -p * (1 - p)], [-p * (1 - p), p * (1 - p)]]),
            "diagonal": over_p(lambda p: [[p * (1 - p), 0], [0, p * (1 - p)]]),
            "all-plus": over_p(lambda p: [[p * (1 - p), p * (1 - p)], [p * (1 - p), p * (1 - p)]]),
            "negated": over_p(lambda p: [[-p * (1 - p), p * (1 - p)], [p * (1 - p), -p * (1 - p)]]),
            "no-square": over_p(lambda p: [[p, -p * (1 - p)], [-p * (1 - p), 1 - p]]),
            "outer": over_p(lambda p: [[p * p, p * (1 - p)], [p * (1 - p), (1 - p) ** 2]]),
        },
        two_class_draw,
        tolerance=1e-4,
    ),
    Family(
        "one-norm-two-norm",
        "general",
        r"$\|w\|_1 \le \sqrt{d}\,\|w\|_2$",
        norm_bound,
        {
            "right": lambda e: [1, math.sqrt(e["d"])],
            "no-root": lambda e: [1, e["d"]],
            "turned": lambda e: [-1, math.sqrt(e["d"])],
            "one": lambda e: [1, 1],
            "other-side": lambda e: [1, 1 / math.sqrt(e["d"])],
        },
        norms_draw,
    ),
    Family(
        "kernels-multiplied",
        "general",
        "True",
        product_kernel,
        {"right": "True", "wrong": "False"},
    ),
]
