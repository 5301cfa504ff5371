"""Choices, in the voices of many models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from families import Family


def valid_kernels() -> frozenset[str]:
    """The smallest eigenvalue of the kernel matrix of forty random points."""
    kernels: dict[str, Callable[[Any, Any], Any]] = {
        "A": lambda x, y: np.exp(-((x - y) ** 2)),
        "B": lambda x, y: -x * y,
        "C": lambda x, y: (1 + x * y) ** 2,
        "D": lambda x, y: (x - y) ** 2,
    }
    x = np.random.default_rng(0).normal(size=40)
    return frozenset(name for name, k in kernels.items() if np.linalg.eigvalsh(k(x[:, None], x[None])).min() > -1e-8)


def centred_activations() -> frozenset[str]:
    """The mean output over a symmetric grid of inputs; zero for the right ones."""
    maps: dict[str, Callable[[Any], Any]] = {
        "1": lambda x: 1 / (1 + np.exp(-x)),
        "2": np.tanh,
        "3": lambda x: np.maximum(x, 0),
        "4": lambda x: x / (1 + np.abs(x)),
    }
    x = np.linspace(-4, 4, 801)
    return frozenset(name for name, f in maps.items() if abs(float(f(x).mean())) < 1e-9)


def negatives_free() -> frozenset[str]:
    """Doubles the true negatives, and sees which score changes."""

    def scores(tp: int, fp: int, fn: int, tn: int) -> dict[str, float]:
        return {
            "a": (tp + tn) / (tp + fp + fn + tn),
            "b": tn / (tn + fp),
            "c": 2 * tp / (2 * tp + fp + fn),
            "d": fp / (fp + tn),
        }

    one, two = scores(30, 10, 20, 40), scores(30, 10, 20, 80)
    return frozenset(name for name in one if one[name] == two[name])


def letters(text: str) -> frozenset[str]:
    return frozenset(text)


FAMILIES = [
    Family(
        "valid-kernels",
        "choice",
        "A and C",
        valid_kernels,
        {
            "right": letters("AC"),
            "gaussian-only": letters("A"),
            "distance": letters("ACD"),
            "complement": letters("BD"),
            "polynomial-only": letters("C"),
        },
    ),
    Family(
        "centred-activations",
        "choice",
        "2, 4",
        centred_activations,
        {
            "right": letters("24"),
            "tanh-only": letters("2"),
            "sigmoid": letters("124"),
            "relu": letters("3"),
        },
    ),
    Family(
        "negatives-free",
        "choice",
        "(c)",
        negatives_free,
        {"right": letters("c"), "accuracy": letters("a"), "specificity": letters("b"), "rate": letters("d")},
    ),
]
