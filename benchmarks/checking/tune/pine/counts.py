"""Counts, measures and sizes, as a teaching assistant collected them."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def conv_macs() -> int:
    """Adds the multiplications of one output place, 3 · 3 · 64, over all places and filters."""
    return sum(np.zeros((64, 3, 3)).size for _row in range(56) for _column in range(56) for _filter in range(128))


def tied_tables() -> int:
    """Walks over the tokens and positions, and counts a row of 768 for each; the output layer adds none."""
    return sum(768 for _token in range(50_257)) + sum(768 for _place in range(1024))


def coin_divergence() -> float:
    """Adds p log(p/q) over the two outcomes."""
    return sum(p * math.log(p / q) for p, q in ((0.5, 0.25), (0.5, 0.75)))


def ridge_condition() -> float:
    """The condition number of XᵀX + 4 I, by NumPy, of a rotated X."""
    c, s = math.cos(0.7), math.sin(0.7)
    x = np.diag([10.0, 2.0]) @ np.array([[c, -s], [s, c]])
    return float(np.linalg.cond(x.T @ x + 4 * np.eye(2)))


def field() -> int:
    """Traces which inputs reach one output of three layers with strides 1, 2 and 1."""
    places = {0}
    for stride in (1, 2, 1):
        places = {p * stride + tap for p in places for tap in range(3)}
    return len(places)


def grouped_weight() -> tuple[int, ...]:
    """Lists the channels that one of the 128 filters sees, when 64 channels are dealt into four groups."""
    seen = [c for c in range(64) if c // 16 == 0]
    return (128, len(seen), 3, 3)


def cross_scores() -> tuple[int, ...]:
    """Multiplies small arrays of queries and keys."""
    return (np.zeros((8, 12, 20, 4)) @ np.zeros((8, 12, 77, 4)).swapaxes(2, 3)).shape


def upsampled() -> tuple[int, ...]:
    """Lists the output places that a stride-2, 4-tap transposed convolution touches, and crops one on each side."""
    touched = {2 * p + tap for p in range(7) for tap in range(4)}
    side = len(touched) - 2
    return (1, 16, side, side)


FAMILIES = [
    Family(
        "pine-conv-macs",
        "number",
        r"$56^2 \cdot 128 \cdot 9 \cdot 64 = 231{,}211{,}008$",
        conv_macs,
        {
            "right": 231_211_008,
            "right-rounded": said("231.2", 10**6),
            "doubled": 462_422_016,
            "one-channel": 3_612_672,
            "weights": 73_728,
        },
    ),
    Family(
        "pine-tied-tables",
        "number",
        "39383808",
        tied_tables,
        {
            "right": 39_383_808,
            "right-rounded": said("39.4", 10**6),
            "untied": 77_981_184,
            "no-places": 38_597_376,
            "places-squared": 50_257 * 768 + 1024 * 1024,
        },
    ),
    Family(
        "pine-coin-divergence",
        "number",
        r"$\frac12\ln\frac43$",
        coin_divergence,
        {
            "right": 0.5 * math.log(4 / 3),
            "right-rounded": said("0.144"),
            "reversed": said("0.131"),
            "cross-entropy": said("0.837"),
            "unhalved": math.log(4 / 3),
        },
    ),
    Family(
        "pine-ridge-condition",
        "number",
        r"$\kappa = 13$",
        ridge_condition,
        {"right": 13, "plain": 25, "unsquared": Fraction(7, 3), "root": math.sqrt(13)},
    ),
    Family(
        "pine-reach",
        "number",
        "9",
        field,
        {"right": 9, "stride-ignored": 7, "stride-early": 11, "area": 81},
    ),
    Family(
        "pine-grouped-weight",
        "shape",
        "(128, 16, 3, 3)",
        grouped_weight,
        {"right": (128, 16, 3, 3), "ungrouped": (128, 64, 3, 3), "both": (32, 16, 3, 3), "swapped": (16, 128, 3, 3)},
    ),
    Family(
        "pine-cross-scores",
        "shape",
        r"$8\times 12\times 20\times 77$",
        cross_scores,
        {"right": (8, 12, 20, 77), "transposed": (8, 12, 77, 20), "heads-lost": (8, 20, 77), "output": (8, 12, 20, 64)},
    ),
    Family(
        "pine-upsampled",
        "shape",
        r"\((1, 16, 14, 14)\)",
        upsampled,
        {"right": (1, 16, 14, 14), "uncropped": (1, 16, 16, 16), "channels": (1, 32, 14, 14), "odd": (1, 16, 13, 13)},
    ),
]
