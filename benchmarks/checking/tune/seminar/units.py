"""Numbers with units, powers of ten and totals, as they were said in the seminar's second hour."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def forward_time() -> Fraction:
    """Seconds of eight layers, one after the other."""
    return sum((Fraction(15, 1000) for _layer in range(8)), Fraction(0))


def square_layer() -> int:
    """Allocates a weight matrix from 2,000 to 2,000 units."""
    return np.zeros((2000, 2000), np.int8).size


def warm_rate() -> Fraction:
    """Raises the rate by a two-thousandth of 10⁻³ at each of 400 steps."""
    rate = Fraction(0)
    for _step in range(400):
        rate += Fraction(1, 1000) / 2000
    return rate


def vector_angle() -> float:
    """The angle of (1, √3) above the first axis, by bisection on the tangent."""
    low, high = 0.0, 1.5
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if math.tan(middle) < math.sqrt(3) else (low, middle)
    return (low + high) / 2


def run_hours() -> int:
    """Adds six hours for each of 48 epochs."""
    return sum(6 for _epoch in range(48))


def lenet() -> int:
    """Allocates LeNet-5, weights and biases."""
    shapes = ((6, 1, 5, 5), (16, 6, 5, 5), (120, 400), (84, 120), (10, 84))
    return sum(np.zeros(shape).size + shape[0] for shape in shapes)


def share_right() -> Fraction:
    """Counts the agreeing pairs of labels and predictions."""
    pairs = [(1, 1)] * 20 + [(0, 0)] * 26 + [(0, 1)] * 1 + [(1, 0)] * 3
    return Fraction(sum(a == b for a, b in pairs), len(pairs))


def letter_entropy() -> float:
    """Averages the surprise of 27 equally likely signs, in nats."""
    return sum(-math.log(1 / 27) / 27 for _sign in range(27))


def pooled_cells() -> int:
    """Counts the cells of 32 maps of 14 × 14 after pooling by 2."""
    return np.zeros((32, 14, 14))[:, ::2, ::2].size


FAMILIES = [
    Family(
        "forward-time",
        "number",
        r"$120\ \text{ms}$",
        forward_time,
        {
            "right": Fraction(12, 100),
            "seconds": 120,
            "micro": Fraction(12, 100_000),
            "sum": Fraction(23, 1000),
            "point": Fraction(12, 1000),
            "minutes": 7200,
        },
    ),
    Family(
        "square-layer",
        "number",
        r"$4 \times 10^{6}$",
        square_layer,
        {
            "right": 4_000_000,
            "half-power": 400_000,
            "ten-times": 40_000_000,
            "side": 4000,
            "mantissa": 6_000_000,
        },
    ),
    Family(
        "warm-rate",
        "number",
        r"$2 \times 10^{-4}$",
        warm_rate,
        {
            "right": Fraction(2, 10_000),
            "power": Fraction(2, 1000),
            "lost-sign": 20_000,
            "peak": Fraction(1, 1000),
            "small": Fraction(2, 100_000),
        },
    ),
    Family(
        "vector-angle",
        "number",
        r"$60^\circ$",
        vector_angle,
        {
            "right": math.pi / 3,
            "right-rounded": said("1.047"),
            "radians": 60,
            "half": math.pi / 6,
            "diagonal": math.pi / 4,
            "slope": math.sqrt(3),
        },
    ),
    Family(
        "run-days",
        "number",
        "12 days",
        run_hours,
        {"right": 288, "hours": 12, "weeks": 12 * 7 * 24, "hours-as-days": 288 * 24, "divided": 8 * 24},
    ),
    Family(
        "lenet-parameters",
        "number",
        r"$61{,}706$",
        lenet,
        {
            "right": 61_706,
            "right-rounded": said("61.7", 1000),
            "no-biases": 61_470,
            "dense-only": 59_134,
            "conv-only": 2572,
            "slip": 61_760,
        },
    ),
    Family(
        "share-right",
        "number",
        "0.92 (two decimals)",
        share_right,
        {
            "right": Fraction(23, 25),
            "wrong-ones": Fraction(8, 100),
            "precision": said("0.95"),
            "recall": said("0.87"),
            "one-decimal-off": said("0.91"),
        },
    ),
    Family(
        "letter-entropy",
        "number",
        r"$\ln 27 \approx 3.296$ nats",
        letter_entropy,
        {
            "right": math.log(27),
            "right-rounded": said("3.30"),
            "bits-as-nats": said("4.755"),
            "nats-as-bits": 3.296 * math.log(2),
            "number": 27,
            "tens": math.log10(27),
        },
    ),
    Family(
        "pooled-cells",
        "number",
        "1568",
        pooled_cells,
        {"right": 1568, "unpooled": 6272, "one-axis": 3136, "one-map": 49},
    ),
]
