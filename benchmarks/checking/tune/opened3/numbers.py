"""Numbers, opened in the second session."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import groupby, product
from statistics import NormalDist

import numpy as np
from families import Family, said


def bottleneck() -> int:
    """Allocates the three kernels of the block and adds their sizes."""
    kernels = [np.zeros((64, 256, 1, 1)), np.zeros((64, 64, 3, 3)), np.zeros((256, 64, 1, 1))]
    return sum(kernel.size for kernel in kernels)


def ctc_paths() -> int:
    """Lists all 3⁴ paths over a, b and blank, merges repeats, drops blanks and counts those that read ab."""
    read = ["".join(k for k, _run in groupby(path) if k != "-") for path in product("ab-", repeat=4)]
    return read.count("ab")


def frechet() -> float:
    """Averages the squared distance of the quantiles of N(1, 1) and N(3, 9) over 40,000 levels."""
    one, two = NormalDist(1, 1), NormalDist(3, 3)
    levels = [(k + 0.5) / 40_000 for k in range(40_000)]
    return sum((one.inv_cdf(q) - two.inv_cdf(q)) ** 2 for q in levels) / 40_000


def line_labellings() -> int:
    """Counts the sign patterns of 200,000 random affine functions on four points in general position."""
    rng = np.random.default_rng(4)
    points = np.array([[0.0, 0.0], [1.0, 0.1], [0.2, 1.0], [1.2, 1.3]])
    signs = rng.normal(size=(200_000, 2)) @ points.T + rng.normal(size=(200_000, 1)) > 0
    return len({tuple(row) for row in signs})


def triplet() -> Fraction:
    """Lifts the negative's distance in steps of a hundredth until the margin is kept, and counts the steps."""
    positive, negative, margin = 80, 110, 50
    steps = 0
    while negative + steps < positive + margin:
        steps += 1
    return Fraction(steps, 100)


FAMILIES = [
    Family(
        "bottleneck-params",
        "number",
        "69,632",
        bottleneck,
        {
            "right": 69_632,
            "right-rounded": said("69.6", 1000),
            "with-biases": 70_016,
            "wide": 1_179_648,
            "one-dimension": 45_056,
            "middle-only": 36_864,
        },
    ),
    Family(
        "ctc-paths",
        "number",
        r"$\binom{6}{2} = 15$",
        ctc_paths,
        {"right": 15, "no-blanks": 3, "places": 6, "all": 81, "missed": 14},
    ),
    Family(
        "frechet-distance",
        "number",
        r"$8$",
        frechet,
        {
            "right": 8,
            "root": said("2.83"),
            "no-cross": 14,
            "means-only": 4,
            "variances": 68,
            "one-cross": 11,
        },
        tolerance=1e-3,
    ),
    Family(
        "cover-count",
        "number",
        "14",
        line_labellings,
        {"right": 14, "all": 16, "xor-once": 15, "through-origin": 8, "pairs": math.comb(4, 2)},
    ),
    Family(
        "lifted-negative",
        "number",
        "0.2",
        triplet,
        {
            "right": Fraction(1, 5),
            "no-margin": 0,
            "exchanged": Fraction(4, 5),
            "unclipped": Fraction(-1, 5),
            "sum": Fraction(12, 5),
        },
    ),
]
