"""Arrays and limits with words beside them, as they were said in the seminar's second hour."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def slopes() -> Any:
    """Differences of 3x² − y³ around (1, −1)."""

    def f(x: float, y: float) -> float:
        return 3 * x * x - y**3

    h = 1e-5
    return np.array([f(1 + h, -1) - f(1 - h, -1), f(1, -1 + h) - f(1, -1 - h)]) / (2 * h)


def two_votes() -> Any:
    """One vote against three."""
    votes = np.array([1, 3])
    return votes / votes.sum()


def sheared_twice() -> Any:
    """Sends both unit vectors through (x, y) ↦ (x + y, y), two times."""
    columns = []
    for x, y in ((1, 0), (0, 1)):
        for _ in range(2):
            x, y = x + y, y
        columns.append((x, y))
    return np.array(columns).T


def sine_ratio() -> float:
    """The series of sin x / x at x = 10⁻⁶."""
    x = 1e-6
    return float(sum((-1) ** k * x ** (2 * k) / math.factorial(2 * k + 1) for k in range(5)))


def transform_cost(e: Env) -> int:
    """Counts the combinations of a transform that halves its input down to single numbers."""
    total, size, parts = 0, e["n"], 1
    while size > 1:
        total, size, parts = total + parts * size, size // 2, 2 * parts
    return int(total)


def pair_count(e: Env) -> int:
    """Adds up the keys that the queries look at, query by query."""
    return sum(e["n"] for _query in range(e["n"]))


def kept_states(e: Env) -> int:
    """The fewest states at once: the marks of the segments and the inside of one, over all segment lengths."""
    return int(min(math.ceil(e["L"] / k) + k for k in range(1, e["L"] + 1)))


FAMILIES = [
    Family(
        "slope-of-saddle",
        "array",
        r"$\nabla f(1, -1) = (6, -3)$",
        slopes,
        {
            "right": np.array([6, -3]),
            "sign": np.array([6, 3]),
            "turned": np.array([-3, 6]),
            "descent": np.array([-6, 3]),
            "point": np.array([1, -1]),
        },
    ),
    Family(
        "two-votes",
        "array",
        r"$\operatorname{softmax}(0, \ln 3) = (0.25, 0.75)$",
        two_votes,
        {
            "right": np.array([0.25, 0.75]),
            "turned": np.array([0.75, 0.25]),
            "raw": np.array([1, 3]),
            "even": np.array([0.5, 0.5]),
            "thirds": np.array([1, 2]) / 3,
        },
    ),
    Family(
        "sheared-twice",
        "array",
        r"$S^2 = \begin{pmatrix} 1 & 2 \\ 0 & 1 \end{pmatrix}$",
        sheared_twice,
        {
            "right": np.array([[1, 2], [0, 1]]),
            "once": np.array([[1, 1], [0, 1]]),
            "doubled": np.array([[2, 2], [0, 2]]),
            "transposed": np.array([[1, 0], [2, 1]]),
        },
    ),
    Family(
        "sine-ratio",
        "limit",
        "1",
        sine_ratio,
        {"right": 1, "zero": 0, "infinite": np.array(np.inf), "half": 0.5},
    ),
    Family(
        "fast-transform",
        "limit",
        r"$O(n \log n)$",
        transform_cost,
        {
            "right": lambda e: e["n"] * math.log(e["n"]),
            "square": lambda e: e["n"] ** 2,
            "linear": lambda e: e["n"],
            "log": lambda e: math.log(e["n"]),
        },
        sizes=({"n": 2**6}, {"n": 2**18}),
    ),
    Family(
        "score-memory-growth",
        "limit",
        "$O(n^2)$",
        pair_count,
        {
            "right": lambda e: e["n"] ** 2,
            "linear": lambda e: e["n"],
            "cubic": lambda e: e["n"] ** 3,
            "log": lambda e: e["n"] * math.log(e["n"]),
        },
        sizes=({"n": 30}, {"n": 900}),
    ),
    Family(
        "kept-states",
        "limit",
        r"$\Theta(\sqrt{L})$",
        kept_states,
        {
            "right": lambda e: math.sqrt(e["L"]),
            "linear": lambda e: e["L"],
            "log": lambda e: math.log(e["L"]),
            "constant": lambda e: 1,
        },
        sizes=({"L": 10_000}, {"L": 250_000}),
    ),
]
