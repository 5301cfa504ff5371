"""Choices, opened in the third session."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from families import Family


def xor_learners() -> frozenset[str]:
    """Searches a grid of weights of each model for one that reproduces the table of XOR."""
    inputs = np.array(list(product((0, 1), repeat=2)))
    xor = inputs.sum(axis=1) % 2
    grid = list(product((-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2), repeat=3))
    sides = {tuple(inputs @ np.array(w[:2]) + w[2] > 0) for w in grid}
    found = {
        "A": tuple(xor == 1) in sides,  # a perceptron
        "C": tuple(xor == 1) in sides,  # logistic regression decides by the same sign
        "B": any(
            tuple(v * np.array(one) + w * np.array(two) + b > 0) == tuple(xor == 1)
            for one, two, (v, w, b) in product(sides, sides, product((-1, 1), (-1, 1), (-0.5, 0.5)))
        ),
        "D": all(
            len({int(k) for k in xor[(inputs[:, 0] == a) & (inputs[:, 1] == b)]}) == 1
            for a, b in product((0, 1), repeat=2)
        ),
    }
    return frozenset(k for k, yes in found.items() if yes)


def zero_start() -> frozenset[str]:
    """Central differences of a two-layer tanh network with all weights and biases zero, one block after the other."""
    x, y = np.array([0.7, -1.2]), 1.5
    shapes = {"1": (3, 2), "2": (3,), "3": (3,), "4": ()}

    def loss(p: dict[str, Any]) -> float:
        return float((p["3"] @ np.tanh(p["1"] @ x + p["2"]) + p["4"] - y) ** 2)

    moving = set()
    for name, shape in shapes.items():
        for place in np.ndindex(shape):
            up, down = ({k: np.zeros(s) for k, s in shapes.items()} for _ in range(2))
            up[name][place] += 1e-4
            down[name][place] -= 1e-4
            if abs(loss(up) - loss(down)) > 1e-9:
                moving.add(name)
    return frozenset(moving)


def linear_layers() -> frozenset[str]:
    """Tests f(u + 2v) = f(u) + 2f(v) on random signals."""

    def pooled(x: Any, how: Callable[..., Any]) -> Any:
        return how(x.reshape(-1, 2), axis=1)

    layers: dict[str, Callable[[Any], Any]] = {
        "a": lambda x: np.convolve(x, (1, -2, 1)),
        "b": lambda x: pooled(x, np.max),
        "c": lambda x: pooled(x, np.mean),
        "d": lambda x: np.maximum(x, 0),
        "e": lambda x: (x - x.mean()) / x.std(),
    }
    u, v = np.random.default_rng(5).normal(size=(2, 8))
    return frozenset(k for k, f in layers.items() if np.allclose(f(u + 2 * v), f(u) + 2 * f(v)))


def length_free() -> frozenset[str]:
    """Allocates the weights of each model for sequences of 10 and of 20 tokens, and compares the counts."""
    d = 6

    def count(n: int) -> dict[str, int]:
        return {
            "I": sum(np.zeros(s).size for s in ((d, d), (d, d), (d,))),
            "II": sum(np.zeros(s).size for s in ((d, d), (d, d), (d, d))),
            "III": np.zeros((n, d)).size,
            "IV": np.zeros((n * d, 3)).size + 3,
        }

    return frozenset(k for k in count(10) if count(10)[k] == count(20)[k])


def true_metrics() -> frozenset[str]:
    """Looks for a broken triangle inequality, or two points at distance zero, among random and parallel points."""
    distances: dict[str, Callable[[Any, Any], float]] = {
        "d1": lambda x, y: float(((x - y) ** 2).sum()),
        "d2": lambda x, y: float(np.abs(x - y).sum()),
        "d3": lambda x, y: 1 - float(x @ y / (np.linalg.norm(x) * np.linalg.norm(y))),
        "d4": lambda x, y: float(np.abs(x - y).max()),
    }
    rng = np.random.default_rng(6)
    triples = [rng.normal(size=(3, 2)) for _ in range(2000)]
    triples += [np.outer((1, 2, 3), direction) for direction in rng.normal(size=(50, 2))]

    def holds(d: Callable[[Any, Any], float]) -> bool:
        return all(d(x, z) <= d(x, y) + d(y, z) + 1e-12 and d(x, z) > 1e-9 for x, y, z in triples)

    return frozenset(k for k, d in distances.items() if holds(d))


def chosen(*letters: str) -> frozenset[str]:
    return frozenset(letters)


FAMILIES = [
    Family(
        "xor-learners",
        "choice",
        "B and D",
        xor_learners,
        {
            "right": chosen("B", "D"),
            "network-only": chosen("B"),
            "logistic-too": chosen("B", "C", "D"),
            "linear": chosen("A", "C"),
        },
    ),
    Family(
        "zero-start",
        "choice",
        "4",
        zero_start,
        {
            "right": chosen("4"),
            "biases": chosen("2", "4"),
            "output-layer": chosen("3", "4"),
            "all": chosen("1", "2", "3", "4"),
        },
    ),
    Family(
        "linear-layers",
        "choice",
        "(a), (c)",
        linear_layers,
        {
            "right": chosen("a", "c"),
            "norm-too": chosen("a", "c", "e"),
            "conv-only": chosen("a"),
            "rectifier": chosen("a", "c", "d"),
        },
    ),
    Family(
        "length-free-weights",
        "choice",
        "I and II",
        length_free,
        {
            "right": chosen("I", "II"),
            "recurrent-only": chosen("I"),
            "table-too": chosen("I", "II", "III"),
            "others": chosen("III", "IV"),
        },
    ),
    Family(
        "true-metrics",
        "choice",
        "$d_2$ and $d_4$",
        true_metrics,
        {
            "right": chosen("d2", "d4"),
            "manhattan-only": chosen("d2"),
            "square-too": chosen("d1", "d2", "d4"),
            "cosine-too": chosen("d2", "d3", "d4"),
        },
    ),
]
