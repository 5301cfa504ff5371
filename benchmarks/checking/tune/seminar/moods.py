"""Keys in other forms, as they were said in the seminar's last hour; and more replies to the items of the others."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family

GRID = [Fraction(k, 4) for k in range(-40, 41)]


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The points of the grid at which a condition holds."""
    return frozenset(x for x in GRID if holds(x))


def masks() -> int:
    """Lists the masks of twelve units."""
    return sum(1 for _mask in product((0, 1), repeat=12))


def two_heads_of_three() -> Fraction:
    """Lists the eight results of three throws, and counts those with heads at least once but not always."""
    throws = list(product((0, 1), repeat=3))
    return Fraction(sum(0 < sum(throw) < 3 for throw in throws), len(throws))


def minimum_value() -> float:
    """The lowest of x² − x + 0.25 − 0.5 on a fine grid."""
    return min((k / 1000) ** 2 - k / 1000 - 0.25 for k in range(-2000, 2001))


def two_groups() -> Fraction:
    """Parameters of one group of channels over those of a full layer: 8 of 32 inputs see each output."""
    return Fraction(np.zeros((32, 8, 3, 3)).size, np.zeros((32, 32, 3, 3)).size)


SIZES = {"batch": 2, "seq_len": 3, "vocab": 29, "hidden": 7}


def language_logits() -> tuple[str, ...]:
    """Multiplies states of every position by a hidden × vocab matrix."""
    out = np.zeros((2, 3, 7)) @ np.zeros((7, 29))
    names = {size: name for name, size in SIZES.items()}
    return tuple(names[size] for size in out.shape)


def row_times_matrix() -> tuple[str, ...]:
    """Multiplies a row of n numbers by an n × d matrix."""
    rows, columns = (np.zeros((1, 5)) @ np.zeros((5, 7))).shape
    return ("1" if rows == 1 else "?", "d" if columns == 7 else "?")


def losses_above_zero() -> frozenset[str]:
    """The least value of each loss over a grid of margins; all that never fall below zero."""
    losses: dict[str, Callable[[float], float]] = {
        "A": lambda m: max(0, 1 - m),
        "B": lambda m: math.log1p(math.exp(-m)),
        "C": lambda m: (1 - m) ** 2,
    }
    found = frozenset(n for n, f in losses.items() if min(f(k / 10) for k in range(-50, 51)) >= 0)
    return frozenset({"D"}) if len(found) == 3 else found


def commuting_filters() -> str:
    """Two different orders of smoothing and differencing on a random signal, with full borders."""
    x = np.random.default_rng(4).normal(size=12)
    one = np.convolve(np.convolve(x, [1, 1, 1]), [1, -1])
    other = np.convolve(np.convolve(x, [1, -1]), [1, 1, 1])
    return "true" if np.allclose(one, other) else "false"


def draw_time(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(0.2, 1.5)}


def decay(e: Env) -> float:
    """Solves y′ = −2y with y(0) = 3 by ten thousand steps of the midpoint rule."""
    y, steps = 3.0, 10_000
    h = e["x"] / steps
    for _ in range(steps):
        y += h * -2 * (y + h / 2 * -2 * y)
    return y


def at(f: Callable[[float], float]) -> Callable[[Env], Any]:
    return lambda e: f(e["x"])


def no_pole() -> frozenset[Fraction]:
    """Divides by x − 2 where that can be done."""

    def defined(x: Fraction) -> bool:
        try:
            1 / (x - 2)
        except ZeroDivisionError:
            return False
        return True

    return where(defined)


def highest_entropy() -> tuple[Fraction, Fraction]:
    """The p with the largest entropy of (p, 1 − p) on a grid."""
    grid = [Fraction(k, 100) for k in range(1, 100)]
    p = max(grid, key=lambda p: -float(p) * math.log(p) - (1 - float(p)) * math.log(1 - p))
    return p, 1 - p


def lookup_steps(e: Env) -> int:
    """Counts the rows of an embedding table that are read for one token."""
    table = range(e["V"])
    return sum(1 for _row in table[e["V"] // 2 : e["V"] // 2 + 1])


def log_near_zero() -> str:
    """ln at 10⁻¹, 10⁻²⁰, 10⁻³⁰⁰: falls by as much for each factor, without a bound."""
    falls = [math.log(10.0**-k) - math.log(10.0 ** -(k + 1)) for k in range(0, 300)]
    return "minus infinite" if min(falls) > 2 else "finite"


def scaled_axes() -> Any:
    """Sends the unit vectors through (x, y, z) ↦ (x, 2y, −z)."""
    return np.array([(v[0], 2 * v[1], -v[2]) for v in np.eye(3)]).T


def centred() -> Any:
    """Subtracts the mean of 4, 3 and 2."""
    values = (4, 3, 2)
    return np.array([v - sum(values) / 3 for v in values])


FAMILIES = [
    Family(
        "unit-masks",
        "number",
        "$4096 = 2^{12}$",
        masks,
        {"right": 4096, "square": 144, "product": 24, "less": 4095, "factorial": math.factorial(12)},
    ),
    Family(
        "mixed-throws",
        "number",
        r"$\frac{6}{8} = \frac{3}{4}$ (75 %)",
        two_heads_of_three,
        {"right": Fraction(3, 4), "exactly-two": Fraction(3, 8), "not-none": Fraction(7, 8), "rest": Fraction(1, 4)},
    ),
    Family(
        "lowest-value",
        "number",
        "$-0.5$",
        minimum_value,
        {"right": Fraction(-1, 2), "place": Fraction(1, 2), "constant": Fraction(-1, 4), "zero": 0},
    ),
    Family(
        "group-share",
        "number",
        "a quarter",
        two_groups,
        {
            "right": Fraction(1, 4),
            "half": Fraction(1, 2),
            "groups": 4,
            "eighth": Fraction(1, 8),
            "three-tenths": Fraction(3, 10),
        },
    ),
    Family(
        "language-logits",
        "shape",
        "(batch, seq_len, vocab)",
        language_logits,
        {
            "right": ("batch", "seq_len", "vocab"),
            "hidden": ("batch", "seq_len", "hidden"),
            "last": ("batch", "vocab"),
            "turned": ("batch", "vocab", "seq_len"),
            "no-batch": ("seq_len", "vocab"),
        },
    ),
    Family(
        "row-product",
        "shape",
        r"a $1 \times d$ row vector",
        row_times_matrix,
        {"right": ("1", "d"), "column": ("d", "1"), "inner": ("1", "n"), "matrix": ("n", "d"), "scalar": ("1", "1")},
    ),
    Family(
        "losses-above-zero",
        "choice",
        "(D) all of the above",
        losses_above_zero,
        {
            "right": frozenset("D"),
            "hinge": frozenset("A"),
            "two": frozenset("AB"),
            "logistic": frozenset("B"),
            "squared": frozenset("C"),
        },
    ),
    Family("commuting-filters", "choice", "True", commuting_filters, {"right": "true", "false": "false"}),
    Family(
        "decay-solution",
        "general",
        "$y(t) = 3e^{-2t}$",
        decay,
        {
            "right": at(lambda x: 3 * math.exp(-2 * x)),
            "growth": at(lambda x: 3 * math.exp(2 * x)),
            "no-start": at(lambda x: math.exp(-2 * x)),
            "linear": at(lambda x: 3 - 6 * x),
            "added": at(lambda x: math.exp(-2 * x) + 2),
        },
        draw=draw_time,
        tolerance=1e-4,
    ),
    Family(
        "no-pole",
        "general",
        r"$\mathbb{R} \setminus \{2\}$",
        no_pole,
        {
            "right": where(lambda x: x != 2),
            "above": where(lambda x: x > 2),
            "zero": where(lambda x: x != 0),
            "all": where(lambda x: True),
            "other-sign": where(lambda x: x != -2),
        },
    ),
    Family(
        "highest-entropy",
        "general",
        "at $p = (1/2, 1/2)$",
        highest_entropy,
        {
            "right": (Fraction(1, 2), Fraction(1, 2)),
            "corner": (1, 0),
            "thirds": (Fraction(1, 3), Fraction(2, 3)),
            "ones": (1, 1),
        },
    ),
    Family(
        "lookup-steps",
        "limit",
        "$O(1)$",
        lookup_steps,
        {"right": lambda e: 1, "linear": lambda e: e["V"], "log": lambda e: math.log(e["V"])},
        sizes=({"V": 100}, {"V": 30_000}),
    ),
    Family(
        "log-near-zero",
        "limit",
        r"$-\infty$",
        log_near_zero,
        {"right": "minus infinite", "plus": "infinite", "zero": "0", "one": "1"},
    ),
    Family(
        "scaled-axes",
        "array",
        r"$\operatorname{diag}(1, 2, -1)$",
        scaled_axes,
        {
            "right": np.diag([1, 2, -1]),
            "sign": np.diag([1, 2, 1]),
            "vector": np.array([1, 2, -1]),
            "ones": np.ones((3, 3)) + np.diag([0, 1, -2]),
        },
    ),
    Family(
        "centred-values",
        "array",
        r"$(1, 0, -1)^\top$",
        centred,
        {
            "right": np.array([1, 0, -1]),
            "negative": np.array([-1, 0, 1]),
            "first": np.array([0, -1, -2]),
            "absolute": np.array([1, 0, 1]),
        },
    ),
]
