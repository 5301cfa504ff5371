"""Choices and general mathematics, from the solution sheets of a course in optimisation and learning."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from families import Family


def convex() -> frozenset[str]:
    """Looks for midpoints above their chords, over pairs of points with small whole coordinates."""
    matrix, offset = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, -1.0])
    functions: dict[str, Callable[..., float]] = {
        "A": lambda x: max(x),
        "B": lambda x: x[0] * x[1],
        "C": lambda x: float(np.linalg.norm(matrix @ x - offset)),
        "D": lambda x: float(np.log(np.exp(x).sum())),
        "E": lambda x: sum(v != 0 for v in x),
    }
    points = [np.array(p, float) for p in product((-2, 0, 1, 2), repeat=2)]
    return frozenset(
        name
        for name, f in functions.items()
        if all(f((a + b) / 2) <= (f(a) + f(b)) / 2 + 1e-9 for a, b in product(points, repeat=2))
    )


def equivariant() -> frozenset[str]:
    """Applies each layer before and after exchanging tokens, and compares."""
    rng = np.random.default_rng(0)
    x, order = rng.normal(size=(4, 3)), [2, 0, 3, 1]

    def recurrent(x: np.ndarray) -> np.ndarray:
        state, out = np.zeros(3), []
        for token in x:
            state = np.tanh(0.5 * state + token)
            out.append(state)
        return np.array(out)

    def attention(x: np.ndarray) -> np.ndarray:
        weights = np.exp(x @ x.T)
        return np.asarray(weights / weights.sum(1, keepdims=True) @ x)

    def convolution(x: np.ndarray) -> np.ndarray:
        padded = np.pad(x, ((1, 1), (0, 0)))
        return np.asarray(padded[:-2] + 2 * padded[1:-1] - padded[2:])

    def pooling(x: np.ndarray) -> np.ndarray:
        return np.asarray(x.mean(0, keepdims=True))

    layers = {"a": recurrent, "b": attention, "c": convolution, "d": pooling}
    found = set()
    for name, layer in layers.items():
        out, moved = layer(x), layer(x[order])
        if len(out) == len(x) and np.allclose(out[order], moved):
            found.add(name)
    return frozenset(found)


def statements() -> frozenset[str]:
    """Tries every statement on fifty draws and keeps those that never fail."""
    rng, holds = np.random.default_rng(1), {"i", "ii", "iii", "iv"}
    for _ in range(50):
        x, a, b, c = rng.normal(size=3), *rng.normal(size=(3, 3, 3))
        frobenius = np.linalg.norm
        checks = {
            "i": frobenius(x) <= np.abs(x).sum(),
            "ii": np.isclose(frobenius(a @ b), frobenius(a) * frobenius(b)),
            "iii": frobenius(a @ x) <= frobenius(a) * frobenius(x),
            "iv": np.isclose(np.trace(a @ b @ c), np.trace(a @ c @ b)),
        }
        holds -= {name for name, ok in checks.items() if not ok}
    return frozenset(holds)


def critical() -> dict[tuple[int, int], str]:
    """Looks at f = x³ - 3x + y² around every whole point with a vanishing slope."""

    def f(x: float, y: float) -> float:
        return x**3 - 3 * x + y**2

    found, h = {}, 1e-3
    for x, y in product(range(-3, 4), repeat=2):
        slopes = (f(x + h, y) - f(x - h, y), f(x, y + h) - f(x, y - h))
        if max(map(abs, slopes)) < 1e-5:
            around = [f(x + h * np.cos(t), y + h * np.sin(t)) - f(x, y) for t in np.linspace(0, 6.28, 40)]
            found[x, y] = "min" if min(around) > 0 else "max" if max(around) < 0 else "saddle"
    return found


GRID = [k / 20 for k in range(-40, 41)]


def correlations() -> frozenset[float]:
    """Computes the eigenvalues of the matrix for a grid of c and keeps those with none below zero."""
    return frozenset(c for c in GRID if np.linalg.eigvalsh(np.full((3, 3), c) + (1 - c) * np.eye(3)).min() > -1e-12)


def between(low: float, high: float, *, ends: bool = True) -> frozenset[float]:
    return frozenset(c for c in GRID if low < c < high or (ends and c in (low, high)))


def star() -> tuple[int, ...]:
    """Tries every whole number as an eigenvalue of the star's Laplacian and counts the lost rank."""
    laplacian = np.zeros((4, 4))
    for leaf in (1, 2, 3):
        edge = np.eye(4)[0] - np.eye(4)[leaf]
        laplacian += np.outer(edge, edge)
    return tuple(k for k in range(-5, 10) for _ in range(4 - np.linalg.matrix_rank(laplacian - k * np.eye(4))))


def chosen(*names: str) -> frozenset[str]:
    return frozenset(names)


FAMILIES = [
    Family(
        "convex-of-five",
        "choice",
        "A, C and D",
        convex,
        {
            "right": chosen("A", "C", "D"),
            "no-log-sum": chosen("A", "C"),
            "count-norm": chosen("A", "C", "D", "E"),
            "complement": chosen("B", "E"),
            "smooth": chosen("C", "D"),
        },
    ),
    Family(
        "order-follows",
        "choice",
        "(b) self-attention without positional encoding",
        equivariant,
        {
            "right": chosen("b"),
            "pooling": chosen("d"),
            "convolution": chosen("c"),
            "recurrent": chosen("a"),
            "both": chosen("b", "d"),
        },
    ),
    Family(
        "norms-true-false",
        "choice",
        "(i) true, (ii) false, (iii) true, (iv) false",
        statements,
        {
            "right": chosen("i", "iii"),
            "any-trace": chosen("i", "iii", "iv"),
            "product": chosen("i", "ii", "iii"),
            "first": chosen("i"),
        },
    ),
    Family(
        "cubic-and-square",
        "general",
        "$(1, 0)$ is a local minimum and $(-1, 0)$ is a saddle point",
        critical,
        {
            "right": {(1, 0): "min", (-1, 0): "saddle"},
            "exchanged": {(1, 0): "saddle", (-1, 0): "min"},
            "maximum": {(1, 0): "min", (-1, 0): "max"},
            "one": {(1, 0): "min"},
            "axes": {(0, 1): "min", (0, -1): "saddle"},
        },
    ),
    Family(
        "equal-correlations",
        "general",
        r"$-\frac{1}{2} \le c \le 1$",
        correlations,
        {
            "right": between(-0.5, 1),
            "any": between(-1, 1),
            "positive": between(0, 1),
            "one-sided": between(-0.5, 3),
            "open": between(-0.5, 1, ends=False),
        },
    ),
    Family(
        "star-spectrum",
        "general",
        "$0, 1, 1, 4$",
        star,
        {
            "right": (0, 1, 1, 4),
            "adjacency": (-(3**0.5), 0, 0, 3**0.5),
            "normalised": (0, 1, 1, 2),
            "degrees": (1, 1, 1, 3),
            "double-four": (0, 1, 4, 4),
        },
    ),
]
