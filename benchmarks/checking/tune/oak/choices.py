"""Choices about layers that share weights, normalise or drop."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from families import Family
from numpy.typing import NDArray

Array = NDArray[np.float64]


def fewest() -> str:
    """Allocates the kernels of the four candidates."""
    layers = {
        "A": [(32, 32, 5, 5)],
        "B": [(32, 32, 3, 3)] * 2,
        "C": [(32, 1, 5, 5), (32, 32, 1, 1)],
        "D": [(64, 32, 1, 1)],
    }
    return min(layers, key=lambda name: sum(np.zeros(shape).size for shape in layers[name]))


def scale_free() -> frozenset[str]:
    """Doubles the weights before a standardised batch and compares output, gradient, its direction and curvature."""
    rng = np.random.default_rng(3)
    x, g, w = rng.normal(size=(9, 3)), rng.normal(size=9), rng.normal(size=3)

    def out(v: Array) -> Array:
        a = x @ v
        return np.asarray((a - a.mean()) / a.std())

    def slope(v: Array) -> Array:
        return np.array([g @ (out(v + 1e-5 * e) - out(v - 1e-5 * e)) / 2e-5 for e in np.eye(3)])

    one, two = slope(w), slope(2 * w)
    held = {
        "A": np.allclose(out(w), out(2 * w)),
        "B": np.allclose(one, two, rtol=1e-3),
        "C": np.allclose(one / np.linalg.norm(one), two / np.linalg.norm(two), atol=1e-4),
        "D": bool(np.isclose(np.linalg.norm(one), np.linalg.norm(two), rtol=1e-3)),
    }
    return frozenset(name for name, same in held.items() if same)


def shifting() -> frozenset[str]:
    """Shifts a signal cyclically before and after each of the four maps."""
    rng = np.random.default_rng(4)
    x, dense, place = rng.normal(size=6), rng.normal(size=(6, 6)), rng.normal(size=6)
    ring = np.array([np.roll([1.0, -2, 0.5, 0, 0, 0], i) for i in range(6)])
    maps: dict[str, Callable[[Array], Array]] = {
        "A": lambda v: dense @ v,
        "B": lambda v: ring @ v,
        "C": lambda v: v + place,
        "D": lambda v: np.maximum(v, 0),
    }
    return frozenset(name for name, f in maps.items() if np.allclose(f(np.roll(x, 1)), np.roll(f(x), 1)))


def at_test_time() -> str:
    """Averages the inverted mask over its two outcomes and looks for the factor that gives the same mean."""
    p = Fraction(3, 4)
    mean = p * (1 / p) + (1 - p) * 0
    return next(name for name, factor in (("a", p), ("b", 1 / p), ("c", Fraction(1)), ("d", 1 - p)) if factor == mean)


FAMILIES = [
    Family("oak-fewest", "choice", "C", fewest, {"right": "C", "pointwise": "D", "stacked": "B"}),
    Family(
        "oak-scale-free",
        "choice",
        "A, C",
        scale_free,
        {"right": frozenset("AC"), "output": frozenset("A"), "gradient": frozenset("AB"), "three": frozenset("ACD")},
    ),
    Family(
        "oak-shifting",
        "choice",
        "B and D",
        shifting,
        {"right": frozenset("BD"), "conv": frozenset("B"), "dense": frozenset("ABD"), "place": frozenset("BC")},
    ),
    Family("oak-test-time", "choice", "(c)", at_test_time, {"right": "c", "keep": "a", "inverse": "b"}),
]
