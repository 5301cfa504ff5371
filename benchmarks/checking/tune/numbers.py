"""Numbers, tuned half: counts, memory, initialisation, probabilities."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

from families import Family, said


def conv_params() -> int:
    """Counts every weight of a 5×5 convolution from 16 to 32 channels, and one bias a filter, in loops."""
    count = 0
    for _filter in range(32):
        count += sum(1 for _ in product(range(5), range(5), range(16))) + 1
    return count


def score_bytes() -> int:
    """Adds up two bytes for each of 16 heads' 1024 × 1024 scores, row by row."""
    return sum(2 * 1024 for _head in range(16) for _row in range(1024))


def he_variance() -> Fraction:
    """Solves 1 = fan_in · Var · ½ exactly: half of a symmetric pre-activation's second moment passes a ReLU."""
    fan_in, kept = 512, Fraction(1, 2)
    return Fraction(1) / (fan_in * kept)


def softmax_last() -> Fraction:
    """The last weight of a softmax over logits ln 1, ln 2, ln 5, with exact exponentials."""
    weights = [1, 2, 5]
    return Fraction(weights[-1], sum(weights))


def uniform_loss() -> float:
    """Averages −ln q over the ten classes of a uniform prediction."""
    return -sum(math.log(0.1) for _ in range(10)) / 10


def block_params() -> int:
    """Adds the matrices of a transformer block of width 768: four d×d of attention, d×4d and 4d×d of the MLP."""
    d = 768
    return sum(rows * columns for rows, columns in [(d, d)] * 4 + [(d, 4 * d), (4 * d, d)])


def kept_all() -> Fraction:
    """Enumerates the 2³ masks of three units, each kept with probability 4/5; exactly two survive."""
    p = Fraction(4, 5)
    total = Fraction(0)
    for mask in product((0, 1), repeat=3):
        if sum(mask) == 2:
            total += math.prod((p if bit else 1 - p for bit in mask), start=Fraction(1))
    return total


FAMILIES = [
    Family(
        "conv-params",
        "number",
        "12,832",
        conv_params,
        {"right": 12832, "no-bias": 12800, "one-channel": 832, "bias-per-channel": 12816, "slip": 12382},
    ),
    Family(
        "score-memory",
        "number",
        r"$32\ \text{MiB}$",
        score_bytes,
        {
            "right": 32 * 2**20,
            "right-decimal-mb": said("33.55", 10**6),
            "fp32": 64 * 2**20,
            "kib": 32 * 2**10,
            "wrong-mb": said("33.55", 2**20),
            "one-head": 2 * 2**20,
            "gib": 32 * 2**30,
        },
    ),
    Family(
        "he-variance",
        "number",
        r"$\frac{2}{512} = \frac{1}{256}$",
        he_variance,
        {
            "right": Fraction(1, 256),
            "right-rounded": said("0.0039"),
            "right-scientific": said("3.906e-3"),
            "lecun": Fraction(1, 512),
            "std": Fraction(1, 16),
            "exponent": said("3.9e-2"),
            "xavier": Fraction(2, 1024),
        },
    ),
    Family(
        "softmax-last",
        "number",
        r"$\tfrac{5}{8}$",
        softmax_last,
        {"right": Fraction(5, 8), "others": Fraction(5, 7), "share": Fraction(1, 3), "complement": Fraction(3, 8)},
    ),
    Family(
        "uniform-loss",
        "number",
        r"$\ln 10$",
        uniform_loss,
        {
            "right": math.log(10),
            "right-rounded": said("2.303"),
            "bits": said("3.32"),
            "base-ten": 1,
            "sign": said("-2.303"),
        },
    ),
    Family(
        "block-params",
        "number",
        r"$12 d^2 = 7{,}077{,}888$",
        block_params,
        {
            "right": 7077888,
            "right-millions": said("7.08", 10**6),
            "attention-only": 2359296,
            "mlp-once": 4718592,
            "swapped": said("7.8", 10**6),
            "exponent": said("7.08", 10**5),
        },
    ),
    Family(
        "two-of-three",
        "number",
        "48/125",
        kept_all,
        {
            "right": Fraction(48, 125),
            "one-order": Fraction(16, 125),
            "dropped": Fraction(12, 125),
            "at-least": Fraction(112, 125),
        },
    ),
]
