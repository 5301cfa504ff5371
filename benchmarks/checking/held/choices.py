"""Choices: one letter, several letters, a Roman numeral, a true or a false."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import numpy as np
from families import Family

RNG = np.random.default_rng


def letters(holds: dict[str, bool]) -> frozenset[str]:
    return frozenset(letter for letter, yes in holds.items() if yes)


def flat_on_the_left() -> str:
    """Takes differences of each activation at 200 negative inputs and looks for one that never moves."""
    x, h = np.linspace(-4, -0.1, 200), 1e-4
    activations: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "A": np.tanh,
        "B": lambda z: np.where(z > 0, z, 0.01 * z),
        "C": lambda z: np.maximum(z, 0),
        "D": lambda z: np.log1p(np.exp(z)),
    }
    return "".join(name for name, f in activations.items() if np.all(f(x + h) == f(x - h)))


def kernels_on_the_line() -> frozenset[str]:
    """Looks at the smallest eigenvalue of the Gram matrices of many random samples."""
    kernels: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
        "A": lambda x, y: (1 + x * y) ** 2,
        "B": lambda x, y: -np.abs(x - y),
        "C": lambda x, y: np.exp(-((x - y) ** 2)),
        "D": lambda x, y: x + y,
        "E": lambda x, y: np.minimum(np.abs(x), np.abs(y)),
    }
    samples = [RNG(seed).normal(size=6) for seed in range(50)]
    lowest = {n: min(np.linalg.eigvalsh(k(x[:, None], x[None])).min() for x in samples) for n, k in kernels.items()}
    return letters({name: low > -1e-9 for name, low in lowest.items()})


def cheaper_order() -> str:
    """Counts the multiplications of the two orders with loops over the output entries."""

    def price(rows: int, inner: int, columns: int) -> int:
        return sum(inner for _i in range(rows) for _j in range(columns))

    left = price(10, 1000, 5) + price(10, 5, 500)
    right = price(1000, 5, 500) + price(10, 1000, 500)
    return "i" if left < right else "ii" if right < left else "iii"


def convex_in_the_margin() -> frozenset[str]:
    """Tests the midpoint inequality on a grid of pairs of margins."""
    losses: dict[str, Callable[[float], float]] = {
        "A": lambda m: max(0.0, 1 - m),
        "B": lambda m: math.log1p(math.exp(-m)),
        "C": lambda m: float(m <= 0),
        "D": lambda m: (1 - m) ** 2,
    }
    grid = [k / 4 for k in range(-12, 13)]
    pairs = list(product(grid, grid))
    return letters({n: all(f((a + b) / 2) <= (f(a) + f(b)) / 2 + 1e-12 for a, b in pairs) for n, f in losses.items()})


def always_negative() -> str:
    """Scores the constant prediction on 990 negative and 10 positive examples and finds the one value above 0.9."""
    truth = [0] * 990 + [1] * 10
    hits, accuracy = 0, sum(t == 0 for t in truth) / 1000
    recall, balanced = hits / 10, (1.0 + 0.0) / 2
    f1 = 2 * hits / (2 * hits + 0 + 10)
    scores = {"1": recall, "2": f1, "3": accuracy, "4": balanced}
    return "".join(name for name, score in scores.items() if score > 0.9)


FAMILIES = [
    Family(
        "zero-slope-left",
        "choice",
        "C) ReLU  [others: A) tanh, B) leaky ReLU, D) softplus]",
        flat_on_the_left,
        {"right": "C", "leaky": "B", "softplus": "D", "tanh": "A"},
    ),
    Family(
        "kernels-of-five",
        "choice",
        r"A, C, E (A: $(1+xy)^2$; B: $-|x-y|$; C: $e^{-(x-y)^2}$; D: $x+y$; E: $\min(|x|,|y|)$)",
        kernels_on_the_line,
        {
            "right": frozenset("ACE"),
            "no-minimum": frozenset("AC"),
            "sum-too": frozenset("ACDE"),
            "distance": frozenset("ABC"),
            "gauss-only": frozenset("C"),
        },
    ),
    Family(
        "product-order",
        "choice",
        "(i) $(AB)C$; rejected: (ii) $A(BC)$, (iii) both cost the same",
        cheaper_order,
        {"right": "i", "from-the-right": "ii", "associative": "iii"},
    ),
    Family(
        "convex-margins",
        "choice",
        "A, B and D (hinge, logistic, squared); C is the 0-1 loss",
        convex_in_the_margin,
        {
            "right": frozenset("ABD"),
            "all": frozenset("ABCD"),
            "no-hinge": frozenset("BD"),
            "exception": frozenset("C"),
            "hinge-and-logistic": frozenset("AB"),
        },
    ),
    Family(
        "constant-negative",
        "choice",
        "3. Accuracy (not 1. recall, 2. F1 score, 4. balanced accuracy)",
        always_negative,
        {"right": "3", "balanced": "4", "recall": "1", "harmonic": "2"},
    ),
]
