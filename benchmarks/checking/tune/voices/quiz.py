"""Short quiz items of the other kinds."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said

GRID = [Fraction(k, 20) for k in range(-120, 121)]


def kappa() -> Fraction:
    """Counts agreement in a table of 100 pairs, and what two independent raters with the same habits would agree on."""
    table = {(1, 1): 45, (1, 0): 15, (0, 1): 15, (0, 0): 25}
    total = sum(table.values())
    agree = Fraction(sum(n for (a, b), n in table.items() if a == b), total)
    chance = Fraction(0)
    for rating in (0, 1):
        one = sum(n for (a, _), n in table.items() if a == rating)
        two = sum(n for (_, b), n in table.items() if b == rating)
        chance += Fraction(one, total) * Fraction(two, total)
    return (agree - chance) / (1 - chance)


def score_operations() -> int:
    """Counts a multiplication and an addition for every feature of each of 1024² scores, a row at a time."""
    row = sum(2 for _key in range(1024) for _feature in range(64))
    return sum(row for _query in range(1024))


def draw_xy(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(), "y": rng.normal()}


def jacobian(e: Env) -> Any:
    """Central differences of (xy, x + y²)."""

    def f(v: Any) -> Any:
        return np.array([v[0] * v[1], v[0] + v[1] ** 2])

    at, h = np.array([e["x"], e["y"]]), 1e-5
    return np.stack([(f(at + d) - f(at - d)) / (2 * h) for d in h * np.eye(2)], axis=1)


def normalised_adjacency() -> Any:
    """Divides each edge of a path on three nodes by the geometric mean of its ends' degrees."""
    edges = [(0, 1), (1, 2)]
    degree = [sum(v in edge for edge in edges) for v in range(3)]
    out = np.zeros((3, 3))
    for i, j in edges:
        out[i, j] = out[j, i] = 1 / math.sqrt(degree[i] * degree[j])
    return out


def distributions() -> frozenset[str]:
    """Adds up each vector exactly, and looks for negative entries."""
    vectors = {
        "i": (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)),
        "ii": (Fraction(3, 5), Fraction(3, 5), Fraction(-1, 5)),
        "iii": (Fraction(1), Fraction(0), Fraction(0)),
        "iv": (Fraction(1, 3), Fraction(1, 3), Fraction(1, 4)),
    }
    return frozenset(k for k, v in vectors.items() if sum(v) == 1 and min(v) >= 0)


def better_minimum() -> frozenset[str]:
    """Runs each rule on a long narrow bowl for 200 steps from (1, 1), and keeps those that end below 10⁻⁶."""
    curvature = np.array([1.0, 100.0])

    def run(step: Callable[[Any, Any], tuple[Any, Any]]) -> float:
        x, memory = np.ones(2), np.zeros(2)
        for _ in range(200):
            move, memory = step(curvature * x, memory)
            x = x + move
        return float((curvature * x * x).sum())

    results = {
        "A": run(lambda g, m: (-0.019 * g, m)),
        "B": run(lambda g, m: (0.8 * m - 0.03 * g, 0.8 * m - 0.03 * g)),
        "C": run(lambda g, m: (-0.021 * g, m)),
        "D": run(lambda g, m: (-g / curvature, m)),
    }
    return frozenset(k for k, v in results.items() if v < 1e-6)


def embedded() -> tuple[str, ...]:
    """Looks up a batch of token numbers in a table for sizes that all differ, and names the axes."""
    names = {2: "B", 3: "T", 7: "d_model", 11: "V"}
    table = np.zeros((11, 7))
    return tuple(names[s] for s in table[np.zeros((2, 3), int)].shape)


def draw_real(rng: np.random.Generator) -> Env:
    return {"x": rng.normal()}


def compounded(e: Env) -> float:
    """(1 + x/n)^n for n = 10⁹, with the logarithm's series."""
    n = 1e9
    return math.exp(n * math.log1p(e["x"] / n))


def singular_values(e: Env) -> int:
    """Counts Householder's bidiagonalisation: two rank-one updates of the rest for each of the shorter side."""
    m, n = max(e["m"], e["n"]), min(e["m"], e["n"])
    return sum(4 * (m - k) * (n - k) for k in range(n))


def crossing() -> tuple[Fraction, Fraction]:
    """Searches a grid for the point on both lines 2x + y = 3 and x − 3y = 5."""
    found = [(x, y) for x in GRID for y in GRID if 2 * x + y == 3 and x - 3 * y == 5]
    assert len(found) == 1
    return found[0]


def margin() -> frozenset[Fraction]:
    """The points of a grid with |2x − 1| at most 3."""
    return frozenset(x for x in GRID if abs(2 * x - 1) <= 3)


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    return frozenset(x for x in GRID if holds(x))


ROOT = 1 / math.sqrt(2)

FAMILIES = [
    Family(
        "rater-kappa",
        "number",
        r"$\kappa = \frac{3}{8} = 0.375$",
        kappa,
        {
            "right": Fraction(3, 8),
            "right-percent": said("37.5", Fraction(1, 100)),
            "agreement": Fraction(7, 10),
            "chance": Fraction(52, 100),
            "not-divided": Fraction(18, 100),
        },
    ),
    Family(
        "score-operations",
        "number",
        r"$2 \cdot 1024^2 \cdot 64 = 134{,}217{,}728$",
        score_operations,
        {
            "right": 2**27,
            "right-giga": said("0.134", 10**9),
            "no-two": 2**26,
            "linear": 2 * 1024 * 64,
            "per-row": 2 * 1024 * 64 * 64,
        },
    ),
    Family(
        "product-jacobian",
        "array",
        r"$J = \begin{pmatrix} y & x \\ 1 & 2y \end{pmatrix}$",
        jacobian,
        {
            "right": lambda e: np.array([[e["y"], e["x"]], [1, 2 * e["y"]]]),
            "exchanged": lambda e: np.array([[e["x"], e["y"]], [1, 2 * e["y"]]]),
            "transposed": lambda e: np.array([[e["y"], 1], [e["x"], 2 * e["y"]]]),
            "zero": lambda e: np.array([[e["y"], e["x"]], [0, 2 * e["y"]]]),
        },
        draw=draw_xy,
    ),
    Family(
        "scaled-adjacency",
        "array",
        r"$\begin{bmatrix} 0 & \frac{1}{\sqrt2} & 0 \\ \frac{1}{\sqrt2} & 0 & \frac{1}{\sqrt2} \\"
        r" 0 & \frac{1}{\sqrt2} & 0 \end{bmatrix}$",
        normalised_adjacency,
        {
            "right": np.array([[0, ROOT, 0], [ROOT, 0, ROOT], [0, ROOT, 0]]),
            "rows": np.array([[0, 1, 0], [0.5, 0, 0.5], [0, 1, 0]]),
            "unscaled": np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]),
            "no-root": np.array([[0, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0]]),
        },
    ),
    Family(
        "valid-distributions",
        "choice",
        "(i), (iii)",
        distributions,
        {
            "right": frozenset(("i", "iii")),
            "first-only": frozenset(("i",)),
            "negative": frozenset(("i", "ii", "iii")),
            "short": frozenset(("iv",)),
        },
    ),
    Family(
        "narrow-bowl",
        "choice",
        "B, D",
        better_minimum,
        {
            "right": frozenset("BD"),
            "newton": frozenset("D"),
            "plain": frozenset("A"),
            "diverging": frozenset("BCD"),
        },
    ),
    Family(
        "embedded-batch",
        "shape",
        r"$(B, T, d_{\text{model}})$",
        embedded,
        {
            "right": ("B", "T", "d_model"),
            "vocabulary": ("B", "T", "V"),
            "table": ("V", "d_model"),
            "order": ("B", "d_model", "T"),
        },
    ),
    Family(
        "compound-limit",
        "limit",
        r"$e^{x}$",
        compounded,
        {
            "right": lambda e: math.exp(e["x"]),
            "one": lambda e: 1.0,
            "linear": lambda e: 1 + e["x"],
            "negative": lambda e: math.exp(-e["x"]),
            "constant": lambda e: math.e,
        },
        draw=draw_real,
    ),
    Family(
        "thin-factorisation",
        "limit",
        r"$O(m n \min(m, n))$",
        singular_values,
        {
            "right": lambda e: e["m"] * e["n"] * min(e["m"], e["n"]),
            "maximum": lambda e: e["m"] * e["n"] * max(e["m"], e["n"]),
            "product": lambda e: e["m"] * e["n"],
            "cubed": lambda e: max(e["m"], e["n"]) ** 3,
        },
        sizes=({"m": 8000, "n": 40}, {"m": 64_000, "n": 40}, {"m": 8000, "n": 80}, {"m": 40, "n": 8000}),
    ),
    Family(
        "line-crossing",
        "general",
        "$(2, -1)$",
        crossing,
        {
            "right": (Fraction(2), Fraction(-1)),
            "exchanged": (Fraction(-1), Fraction(2)),
            "sign": (Fraction(2), Fraction(1)),
            "other": (Fraction(1), Fraction(1)),
        },
    ),
    Family(
        "margin-band",
        "general",
        r"$-1 \le x \le 2$",
        margin,
        {
            "right": where(lambda x: -1 <= x <= 2),
            "open": where(lambda x: -1 < x < 2),
            "outside": where(lambda x: x <= -1 or x >= 2),
            "one-sided": where(lambda x: x <= 2),
            "unshifted": where(lambda x: -2 <= x <= 1),
        },
    ),
]
