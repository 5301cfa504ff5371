"""Choices, and general mathematics: sets, intervals, equations."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from families import Family


def psd_kernels() -> frozenset[str]:
    """Looks for a negative eigenvalue in the Gram matrix of fixed points, for each candidate."""
    x = np.random.default_rng(5).normal(size=(7, 2))
    dots, squares = x @ x.T, ((x[:, None] - x) ** 2).sum(-1)
    grams = {"A": -squares, "B": dots**3, "C": dots - 1, "D": np.sqrt(squares)}
    return frozenset(name for name, gram in grams.items() if np.linalg.eigvalsh(gram).min() > -1e-9)


def unchanged_softmax() -> frozenset[str]:
    """Applies each map to four logits and compares the probabilities."""

    def softmax(v: Any) -> Any:
        return np.exp(v) / np.exp(v).sum()

    z = np.array([0.3, -1.2, 2.0, 0.7])
    maps = {"A": z + 5, "B": 2 * z, "C": np.abs(z), "D": z - z.max()}
    return frozenset(name for name, changed in maps.items() if np.allclose(softmax(changed), softmax(z)))


def contracting() -> frozenset[str]:
    """Follows the gradient through 400 steps of a linear recurrence of spectral radius 0.9, from three starts."""
    w = np.array([[0.9, 1.0], [0.0, 0.5]])
    sizes = []
    for start in ([1.0, 0.0], [0.0, 1.0], [1.0, -1.0]):
        g = np.array(start)
        for _step in range(400):
            g = w.T @ g
        sizes.append(float(np.abs(g).max()))
    fate = {"a": max(sizes) < 1e-6, "b": min(sizes) > 1e6, "c": all(1e-6 <= s <= 1e6 for s in sizes)}
    return frozenset(name for name, holds in fate.items() if holds)


def stable_steps() -> tuple[Fraction, Fraction, bool, bool]:
    """Iterates both eigendirections (1 and 8) at the steps n/64; then whether the end points converge too."""

    def converges(eta: Fraction) -> bool:
        return all(abs(1 - eta * c) < 1 for c in (1, 8))

    steps = [Fraction(n, 6400) for n in range(-100, 6400)]
    good = [s for s in steps if converges(s)]
    low, high = good[0] - Fraction(1, 6400), good[-1] + Fraction(1, 6400)
    return low, high, converges(low), converges(high)


def singular_values() -> frozenset[int]:
    """Finds the integers s for which det(AᵀA − s²I) vanishes."""
    a = [[1, 2], [2, -2]]
    g = [[sum(a[k][i] * a[k][j] for k in range(2)) for j in range(2)] for i in range(2)]
    return frozenset(s for s in range(20) if (g[0][0] - s * s) * (g[1][1] - s * s) == g[0][1] * g[1][0])


def minimisers() -> tuple[Fraction, Fraction, Fraction]:
    """Finds, on the lines x = 0 and x = 1, the y of least loss on a fine grid, and the line through both."""

    def loss(x: Fraction, y: Fraction) -> Fraction:
        return (x + 2 * y - 3) ** 2 + (2 * x + 4 * y - 11) ** 2

    grid = [Fraction(n, 20) for n in range(-100, 101)]
    y0, y1 = (min((loss(Fraction(x), y), y) for y in grid)[1] for x in (0, 1))
    b = 1 / (y0 - y1)
    return Fraction(1), b, b * y0


def line(a: int, b: int, c: int | Fraction) -> tuple[Fraction, Fraction, Fraction]:
    return Fraction(1), Fraction(b, a), Fraction(c) / a


QUARTER = Fraction(1, 4)

FAMILIES = [
    Family(
        "elm-valid-kernel",
        "choice",
        "B",
        psd_kernels,
        {"right": frozenset("B"), "distance": frozenset("A"), "both": frozenset("AB"), "shifted": frozenset("C")},
    ),
    Family(
        "elm-softmax-unchanged",
        "choice",
        "A, D",
        unchanged_softmax,
        {
            "right": frozenset("AD"),
            "only-shift": frozenset("A"),
            "scaling-too": frozenset("ABD"),
            "complement": frozenset("BC"),
        },
    ),
    Family(
        "elm-spectral-radius",
        "choice",
        "(a)",
        contracting,
        {"right": frozenset("a"), "explodes": frozenset("b"), "constant": frozenset("c"), "depends": frozenset("d")},
    ),
    Family(
        "elm-stable-steps",
        "general",
        r"\eta \in \left(0, \tfrac14\right)",
        stable_steps,
        {
            "right": (Fraction(0), QUARTER, False, False),
            "closed": (Fraction(0), QUARTER, True, True),
            "monotone": (Fraction(0), QUARTER / 2, False, False),
            "flattest": (Fraction(0), Fraction(2), False, False),
        },
    ),
    Family(
        "elm-singular-values",
        "general",
        r"$\{2, 3\}$",
        singular_values,
        {
            "right": frozenset({2, 3}),
            "eigenvalues": frozenset({2, -3}),
            "squared": frozenset({4, 9}),
            "largest": frozenset({3}),
        },
    ),
    Family(
        "elm-all-minimisers",
        "general",
        r"x + 2y = 5",
        minimisers,
        {
            "right": line(1, 2, 5),
            "first-row": line(1, 2, 3),
            "second-row": line(1, 2, Fraction(11, 2)),
            "swapped": line(2, 1, 5),
            "doubled": line(1, 2, 10),
        },
    ),
]
