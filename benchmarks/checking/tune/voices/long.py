"""Items that got long answers: steps, headings, checks, corrections, hedges, and offers of more."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said


def dilated_field() -> int:
    """Nudges each of forty inputs and counts those that reach the middle output of three dilated layers of ones."""

    def network(x: Any) -> float:
        for dilation in (1, 2, 4):
            x = np.array([x[(i - dilation) % 40] + x[i] + x[(i + dilation) % 40] for i in range(40)])
        return float(x[20])

    return sum(network(np.eye(40)[k]) != 0 for k in range(40))


def cosine() -> Fraction:
    """The dot product over the product of both lengths, which are whole numbers."""
    a, b = (1, 2, 2), (2, 1, 2)
    length = next(n for n in range(10) if n * n == sum(x * x for x in a))
    assert length * length == sum(x * x for x in b)
    return Fraction(sum(x * y for x, y in zip(a, b, strict=True)), length * length)


def orthogonal() -> frozenset[str]:
    """Checks which matrices keep the lengths of a hundred random vectors."""
    c, s = 0.6, 0.8
    matrices = {"A": [[c, -s], [s, c]], "B": [[1, 1], [-1, 1]], "C": [[1, 0.5], [0, 1]], "D": [[0, 1], [1, 0]]}
    x = np.random.default_rng(0).normal(size=(100, 2))
    lengths = np.linalg.norm(x, axis=1)
    return frozenset(k for k, m in matrices.items() if np.allclose(np.linalg.norm(x @ np.array(m).T, axis=1), lengths))


def sequence_output() -> tuple[int, ...]:
    """Counts the places of a kernel of 5 with stride 2 in a padded sequence of 100, for 16 examples, 32 filters."""
    padded = 100 + 2 * 2
    return (16, 32, len([start for start in range(0, padded, 2) if start + 5 <= padded]))


def draw_vector(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(size=5) * 2}


def large_p(e: Env) -> float:
    """The p-norm at p = 10⁷, with logarithms."""
    p = 1e7
    return float(np.exp(np.logaddexp.reduce(p * np.log(np.abs(e["x"]))) / p))


def fixed_points() -> frozenset[Fraction]:
    """The numbers of a grid that x ↦ x³ leaves where they are."""
    return frozenset(x for x in (Fraction(k, 20) for k in range(-60, 61)) if x**3 == x)


def points(*values: int) -> frozenset[Fraction]:
    return frozenset(Fraction(v) for v in values)


FAMILIES = [
    Family(
        "dilated-field",
        "number",
        "15",
        dilated_field,
        {"right": 15, "undilated": 7, "last-only": 9, "off-by-one": 14, "product": 27},
    ),
    Family(
        "vector-cosine",
        "number",
        r"$\frac{8}{9}$",
        cosine,
        {
            "right": Fraction(8, 9),
            "right-rounded": said("0.889"),
            "dot": 8,
            "one-length": Fraction(8, 3),
            "angle": said("0.476"),
        },
    ),
    Family(
        "orthogonal-matrices",
        "choice",
        "A, D",
        orthogonal,
        {
            "right": frozenset("AD"),
            "rotation-only": frozenset("A"),
            "columns-only": frozenset("ABD"),
            "shear": frozenset("C"),
        },
    ),
    Family(
        "sequence-output",
        "shape",
        "(16, 32, 50)",
        sequence_output,
        {"right": (16, 32, 50), "unpadded": (16, 32, 48), "no-stride": (16, 32, 100), "last": (16, 50, 32)},
    ),
    Family(
        "large-norm",
        "limit",
        r"$\max_i |x_i|$",
        large_p,
        {
            "right": lambda e: np.abs(e["x"]).max(),
            "signed": lambda e: e["x"].max(),
            "sum": lambda e: np.abs(e["x"]).sum(),
            "one": lambda e: 1.0,
            "smallest": lambda e: np.abs(e["x"]).min(),
        },
        draw=draw_vector,
        tolerance=1e-5,
    ),
    Family(
        "cube-fixed-points",
        "general",
        r"$\{-1, 0, 1\}$",
        fixed_points,
        {"right": points(-1, 0, 1), "no-zero": points(-1, 1), "positive": points(0, 1), "one-only": points(1)},
    ),
]
