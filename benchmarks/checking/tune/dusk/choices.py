"""Choices and free answers of a deep-learning course's written homework."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from families import Family


def standard(x: np.ndarray) -> Any:
    return (x - x.mean()) / x.std()


def clear_path() -> str:
    """Runs each block with a sublayer that puts out zero and looks for the one that hands its input through."""
    x = np.array([1.0, 4.0, -2.0, 0.5])

    def sublayer(v: np.ndarray) -> np.ndarray:
        return 0 * v

    blocks: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "A": lambda v: standard(v + sublayer(v) + 1e-9),
        "B": lambda v: standard(v) + sublayer(standard(v)),
        "C": lambda v: v + sublayer(standard(v)),
        "D": lambda v: sublayer(standard(v)),
    }
    (found,) = [name for name, block in blocks.items() if np.allclose(block(x), x)]
    return found


def scale_blind() -> frozenset[str]:
    """Multiplies the weights before each layer by three and compares the outputs on a small batch."""
    rng = np.random.default_rng(5)
    x, w = rng.normal(size=(6, 4)), rng.normal(size=(4, 3))
    layers: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "A": lambda z: (z - z.mean(0)) / z.std(0),
        "B": lambda z: np.maximum(z, 0),
        "C": lambda z: (z - z.mean(1, keepdims=True)) / z.std(1, keepdims=True),
        "D": lambda z: z / np.sqrt((z**2).mean(1, keepdims=True)),
        "E": lambda z: np.exp(z) / np.exp(z).sum(1, keepdims=True),
    }
    return frozenset(name for name, layer in layers.items() if np.allclose(layer(x @ w), layer(x @ (3 * w))))


def judged() -> tuple[bool, ...]:
    """Tries each claim on a small image: rotation, cyclic shift, the reach of two 3×3 filters, sums under max."""
    rng = np.random.default_rng(3)
    image, other, kernel = rng.normal(size=(6, 6)), rng.normal(size=(6, 6)), rng.normal(size=(3, 3))

    def conv(x: np.ndarray) -> np.ndarray:
        spots = itertools.product(range(3), range(3))
        return sum((kernel[a, b] * np.roll(x, (-a, -b), (0, 1)) for a, b in spots), np.zeros((6, 6)))

    def pool(x: np.ndarray) -> Any:
        return x.reshape(3, 2, 3, 2).max((1, 3))

    point = np.zeros((6, 6))
    point[5, 5] = 1
    reach = {(int(i), int(j)) for i, j in np.argwhere(conv(conv(point)) != 0)}
    rows, columns = {i for i, _ in reach}, {j for _, j in reach}
    return (
        bool(np.allclose(conv(np.rot90(image)), np.rot90(conv(image)))),
        bool(np.allclose(conv(np.roll(image, (2, 1), (0, 1))), np.roll(conv(image), (2, 1), (0, 1)))),
        (len(rows), len(columns)) == (5, 5),
        bool(np.allclose(pool(image + other), pool(image) + pool(other))),
    )


RATES = [k / 40 for k in range(-20, 81)]


def calm_rates() -> frozenset[float]:
    """Runs gradient descent on ½(x² + 4y²) with every rate of a grid and keeps those that come to rest at zero."""
    found = set()
    for rate in RATES:
        x = y = 1.0
        for _ in range(900):
            x, y = x - rate * x, y - rate * 4 * y
            if abs(x) + abs(y) > 1e6:
                break
        if abs(x) + abs(y) < 1e-3:
            found.add(rate)
    return frozenset(found)


def rates(test: Callable[[float], bool]) -> frozenset[float]:
    return frozenset(rate for rate in RATES if test(rate))


GRID = [(a / 2, b / 2) for a in range(-8, 9) for b in range(-8, 9)]


def flat_points() -> frozenset[tuple[float, float]]:
    """Central differences of ½(ab − 1)² over a grid: the points at which both vanish."""

    def loss(a: float, b: float) -> float:
        return (a * b - 1) ** 2 / 2

    def slopes(a: float, b: float) -> tuple[float, float]:
        h = 1e-4
        return (loss(a + h, b) - loss(a - h, b)) / (2 * h), (loss(a, b + h) - loss(a, b - h)) / (2 * h)

    return frozenset(p for p in GRID if max(map(abs, slopes(*p))) < 1e-6)


def points(test: Callable[[float, float], bool]) -> frozenset[tuple[float, float]]:
    return frozenset(p for p in GRID if test(*p))


def leading_direction() -> np.ndarray:
    """Power iteration on XᵀX for the rows (2, 1), (1, 0), (0, 1); the sign with a positive first entry."""
    rows, v = [(2, 1), (1, 0), (0, 1)], [1.0, 0.3]
    for _ in range(40):
        out = [0.0, 0.0]
        for r in rows:
            score = r[0] * v[0] + r[1] * v[1]
            out = [out[0] + score * r[0], out[1] + score * r[1]]
        size = math.hypot(*out)
        v = [c / size for c in out]
    return np.array(v)


FAMILIES = [
    Family(
        "identity-path-block",
        "choice",
        r"(C) $x + f(\mathrm{LN}(x))$",
        clear_path,
        {"right": "C", "post-norm": "A", "normed-stream": "B", "no-residual": "D"},
    ),
    Family(
        "blind-to-weight-scale",
        "choice",
        "A, C, D  (BatchNorm, LayerNorm and RMSNorm; not ReLU (B), not softmax (E))",
        scale_blind,
        {
            "right": frozenset("ACD"),
            "with-softmax": frozenset("ACDE"),
            "batch-only": frozenset("A"),
            "no-rms": frozenset("AC"),
            "complement": frozenset("BE"),
        },
    ),
    Family(
        "conv-claims",
        "choice",
        "(i) false, (ii) true, (iii) true, (iv) false",
        judged,
        {
            "right": (False, True, True, False),
            "rotation": (True, True, True, False),
            "linear-max": (False, True, True, True),
            "six": (False, True, False, False),
            "inverted": (True, False, False, True),
        },
    ),
    Family(
        "calm-rates",
        "general",
        r"$0 < \eta < \frac12$",
        calm_rates,
        {
            "right": rates(lambda r: 0 < r < 0.5),
            "closed": rates(lambda r: 0 <= r <= 0.5),
            "smallest": rates(lambda r: 0 < r < 2),
            "inverse": rates(lambda r: 0 < r < 0.25),
            "above": rates(lambda r: r < 0.5),
        },
    ),
    Family(
        "two-factor-stationary",
        "general",
        r"$\{(a,b) : ab = 1\} \cup \{(0,0)\}$",
        flat_points,
        {
            "right": points(lambda a, b: a * b == 1 or a == b == 0),
            "minima": points(lambda a, b: a * b == 1),
            "origin": points(lambda a, b: a == b == 0),
            "axes": points(lambda a, b: a * b in (0, 1)),
            "units": points(lambda a, b: a == b and a in (-1, 0, 1)),
        },
    ),
    Family(
        "leading-singular-vector",
        "general",
        r"$v_1 = \frac{1}{\sqrt5}\begin{pmatrix}2\\1\end{pmatrix}$ (unique up to sign)",
        leading_direction,
        {
            "right": [2 / math.sqrt(5), 1 / math.sqrt(5)],
            "right-rounded": [0.894, 0.447],
            "second": [1 / math.sqrt(5), -2 / math.sqrt(5)],
            "swapped": [1 / math.sqrt(5), 2 / math.sqrt(5)],
            "mirrored": [2 / math.sqrt(5), -1 / math.sqrt(5)],
        },
        tolerance=1e-3,
    ),
]
