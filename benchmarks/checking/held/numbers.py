"""Numbers, held half."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import groupby, product
from statistics import NormalDist

import numpy as np
from families import Family, said


def dilated_view() -> int:
    """Follows one output backwards through dilations 8, 4, 2, 1 with three taps, and counts the inputs it touches."""
    seen = {0}
    for dilation in (8, 4, 2, 1):
        seen = {place - tap * dilation for place in seen for tap in range(3)}
    return len(seen)


def bottleneck() -> int:
    """Allocates the three kernels of the block and adds their sizes."""
    kernels = [np.zeros((64, 256, 1, 1)), np.zeros((64, 64, 3, 3)), np.zeros((256, 64, 1, 1))]
    return sum(kernel.size for kernel in kernels)


def q_update() -> Fraction:
    """Averages nine parts of the old value with one part of the target, the best of the next values searched."""
    best = sorted((Fraction(5), Fraction(3), Fraction(-1)))[-1]
    parts = [Fraction(2)] * 9 + [1 + Fraction(9, 10) * best]
    return sum(parts, Fraction(0)) / len(parts)


def ctc_paths() -> int:
    """Lists all 3⁴ paths over a, b and blank, merges repeats, drops blanks and counts those that read ab."""
    read = ["".join(k for k, _run in groupby(path) if k != "-") for path in product("ab-", repeat=4)]
    return read.count("ab")


def stored_energy() -> int:
    """Adds −w_ij s_i s_j over the six pairs of four units, each pair once."""
    s = (1, -1, 1, -1)
    return sum(-(s[i] * s[j]) * s[i] * s[j] for i in range(4) for j in range(i))


def frechet() -> float:
    """Averages the squared distance of the quantiles of N(1, 1) and N(3, 9) over 40,000 levels."""
    one, two = NormalDist(1, 1), NormalDist(3, 3)
    levels = [(k + 0.5) / 40_000 for k in range(40_000)]
    return sum((one.inv_cdf(q) - two.inv_cdf(q)) ** 2 for q in levels) / 40_000


def second_moment() -> Fraction:
    """The average of the two squared gradients, weighted by 0.9 and 1 as the running average weights them."""
    weights = (Fraction(9, 10), Fraction(1))
    return (weights[0] * 9 + weights[1] * 1) / sum(weights)


def line_labellings() -> int:
    """Counts the sign patterns of 200,000 random affine functions on four points in general position."""
    rng = np.random.default_rng(4)
    points = np.array([[0.0, 0.0], [1.0, 0.1], [0.2, 1.0], [1.2, 1.3]])
    signs = rng.normal(size=(200_000, 2)) @ points.T + rng.normal(size=(200_000, 1)) > 0
    return len({tuple(row) for row in signs})


def smoothed() -> Fraction:
    """Gives the true class nine tenths, then spreads one tenth over five classes in pieces of a fiftieth."""
    target = [Fraction(0)] * 5
    target[2] += Fraction(9, 10)
    for k in range(5):
        target[k] += Fraction(1, 50)
    assert sum(target) == 1
    return target[2]


def triplet() -> Fraction:
    """Lifts the negative's distance in steps of a hundredth until the margin is kept, and counts the steps."""
    positive, negative, margin = 80, 110, 50
    steps = 0
    while negative + steps < positive + margin:
        steps += 1
    return Fraction(steps, 100)


FAMILIES = [
    Family(
        "dilated-view",
        "number",
        "31",
        dilated_view,
        {"right": 31, "layers-only": 9, "last-layer": 17, "no-centre": 30, "two-taps": 16},
    ),
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
        "q-update",
        "number",
        r"$Q(s,a) \leftarrow 2.35$",
        q_update,
        {
            "right": Fraction(47, 20),
            "old-kept": Fraction(51, 20),
            "replaced": Fraction(11, 2),
            "worst": Fraction(181, 100),
            "undiscounted": Fraction(12, 5),
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
        "stored-energy",
        "number",
        "$E = -6$",
        stored_energy,
        {"right": -6, "positive": 6, "no-half": -12, "diagonal": -8},
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
        "second-moment",
        "number",
        r"$\hat v_2 = \frac{91}{19} \approx 4.79$",
        second_moment,
        {
            "right": Fraction(91, 19),
            "right-rounded": said("4.789"),
            "uncorrected": Fraction(91, 100),
            "one-step": Fraction(91, 10),
            "mean": 5,
            "first-moment": Fraction(37, 19),
        },
    ),
    Family(
        "cover-count",
        "number",
        "14",
        line_labellings,
        {"right": 14, "all": 16, "xor-once": 15, "through-origin": 8, "pairs": math.comb(4, 2)},
    ),
    Family(
        "smoothed-target",
        "number",
        "0.92",
        smoothed,
        {
            "right": Fraction(23, 25),
            "others-only": Fraction(9, 10),
            "wrong-class": Fraction(1, 50),
            "all-but": Fraction(49, 50),
        },
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
