"""Numbers, the second tuned set (held back until it was opened)."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def receptive_field() -> int:
    """Walks back from one output through 3-wide windows of strides 1, 2, 1, collecting the inputs it sees."""
    seen = {0}
    for stride in (1, 2, 1):
        seen = {stride * s + k for s in seen for k in range(3)}
    return len(seen)


def lstm_weights() -> int:
    """Adds up four gates, row by row: a weight for each of 100 inputs and 256 states, and a bias."""
    return sum(100 + 256 + 1 for _gate in range(4) for _row in range(256))


def conv_macs() -> int:
    """Adds the 3·3·64 products of every output value, over 64 maps of 56 × 56."""
    return sum(9 * 64 for _map in range(64) for _pixel in range(56 * 56))


def posterior() -> Fraction:
    """Counts people: of 100,000, one in a hundred is ill; 90 % of the ill and 9 % of the healthy test positive."""
    ill, healthy = 1000, 99000
    return Fraction(ill * 90 // 100, ill * 90 // 100 + healthy * 9 // 100)


def relu_mean() -> float:
    """Integrates max(0, z) against the standard normal density on a fine grid."""
    z = np.linspace(0, 12, 1_200_001)
    return float(np.trapezoid(z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), z))


def halfway_rate() -> Fraction:
    """A cosine schedule's value is the mean of its ends where the cosine is zero, half way from 3e-4 to 0."""
    return (Fraction(3, 10**4) + 0) / 2


def divergence() -> float:
    """Sums p ln(p/q) for p = (1/2, 1/2) and q = (3/4, 1/4)."""
    return sum(p * (math.log(p) - math.log(q)) for p, q in ((0.5, 0.75), (0.5, 0.25)))


FAMILIES = [
    Family(
        "receptive-field",
        "number",
        "9",
        receptive_field,
        {"right": 9, "strides-ignored": 7, "jump-early": 11, "area": 81, "product": 27},
    ),
    Family(
        "lstm-weights",
        "number",
        r"$4\,(256 \cdot 356 + 256) = 365{,}568$",
        lstm_weights,
        {
            "right": 365568,
            "right-thousands": said("366", 1000),
            "one-gate": 91392,
            "gru": 274176,
            "no-bias": 364544,
            "two-biases": 366592,
        },
    ),
    Family(
        "conv-macs",
        "number",
        "115,605,504",
        conv_macs,
        {
            "right": 115605504,
            "right-millions": said("115.6", 10**6),
            "right-power": said("1.156", 10**8),
            "twice": 231211008,
            "ten-times-less": said("11.56", 10**6),
            "one-channel": 1806336,
            "weights": 36864,
        },
    ),
    Family(
        "posterior",
        "number",
        r"$\frac{10}{109}$",
        posterior,
        {
            "right": Fraction(10, 109),
            "right-percent": said("9.17", Fraction(1, 100)),
            "right-decimal": said("0.0917"),
            "sensitivity": Fraction(9, 10),
            "joint": Fraction(9, 1000),
            "odds": Fraction(10, 99),
            "rounding": said("9.1", Fraction(1, 100)),
        },
    ),
    Family(
        "relu-mean",
        "number",
        r"$\frac{1}{\sqrt{2\pi}}$",
        relu_mean,
        {
            "right": (2 * math.pi) ** -0.5,
            "right-decimal": said("0.3989"),
            "half": 0.5,
            "abs": math.sqrt(2 / math.pi),
            "zero": 0.0,
            "outside-root": 1 / (math.sqrt(2) * math.pi),
        },
    ),
    Family(
        "halfway-rate",
        "number",
        r"$1.5 \times 10^{-4}$",
        halfway_rate,
        {
            "right": Fraction(15, 10**5),
            "full": Fraction(3, 10**4),
            "exponent": Fraction(15, 10**4),
            "exponent-sign": Fraction(15000),
            "zero": Fraction(0),
        },
    ),
    Family(
        "coin-divergence",
        "number",
        r"$\frac{1}{2}\ln\frac{4}{3}$",
        divergence,
        {
            "right": 0.5 * math.log(4 / 3),
            "right-decimal": said("0.144"),
            "reversed": 0.75 * math.log(1.5) + 0.25 * math.log(0.5),
            "bits": 0.5 * math.log2(4 / 3),
            "sign": -0.5 * math.log(4 / 3),
            "squared": 2 * math.log(4 / 3),
        },
    ),
]
