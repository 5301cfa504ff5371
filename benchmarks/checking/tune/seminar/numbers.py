"""Numbers, as they were said in a seminar and its chats."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def updates() -> int:
    """Feeds 48,000 examples five times in batches of 64, and steps at every second batch."""
    steps = batches = 0
    for _epoch in range(5):
        for _start in range(0, 48_000, 64):
            batches += 1
            steps += batches % 2 == 0
    return steps


def two_layers() -> int:
    """Allocates the weights and biases of 784 → 256 → 10."""
    return sum(np.zeros((b, a)).size + np.zeros(b).size for a, b in ((784, 256), (256, 10)))


def logistic_of_one() -> float:
    """Sums the series of e⁻¹ and divides."""
    total, term = 0.0, 1.0
    for k in range(1, 30):
        total, term = total + term, -term / k
    return 1 / (1 + total)


def padding() -> Fraction:
    """Counts the empty places of four rows of 3, 5, 4 and 8 tokens."""
    rows = [[k < n for k in range(8)] for n in (3, 5, 4, 8)]
    return Fraction(sum(not real for row in rows for real in row), sum(len(row) for row in rows))


def training_time() -> int:
    """Seconds, by reading 18 million tokens in portions of 2,000."""
    return sum(1 for _start in range(0, 18_000_000, 2_000))


def embedding_bytes() -> int:
    """The bytes of one float32 row, 32,000 times."""
    return np.zeros(768, np.float32).nbytes * 32_000


def step_decay() -> Fraction:
    """Walks through 75 epochs and divides by ten after every thirty."""
    rate = Fraction(3, 10)
    for epoch in range(1, 76):
        if epoch % 30 == 0:
            rate /= 10
    return rate


def beam_candidates() -> int:
    """Extends each of five beams by every one of 30,000 tokens."""
    return sum(1 for _beam in range(5) for _token in range(30_000))


def code_entropy() -> float:
    """Averages the codeword lengths of a prefix code that is exact for these probabilities; in nats."""
    return sum(float(p) * length for p, length in ((0.5, 1), (0.25, 2), (0.125, 3), (0.125, 3))) * math.log(2)


def kept_units() -> Fraction:
    """Adds the keeping probability 7/10 over 512 units."""
    return sum((Fraction(7, 10) for _unit in range(512)), Fraction(0))


def any_failure() -> float:
    """The probability of a first failure at machine k, added over 64 machines."""
    return sum(0.999**k * 0.001 for k in range(64))


def separable_saving() -> Fraction:
    """Allocates a 3 × 3 convolution from 32 to 64 channels and its depthwise separable form, without biases."""
    full = np.zeros((64, 32, 3, 3)).size
    return Fraction(np.zeros((32, 1, 3, 3)).size + np.zeros((64, 32, 1, 1)).size, full)


NATS = math.log(2)
MB = 10**6

FAMILIES = [
    Family(
        "update-count",
        "number",
        "1,875",
        updates,
        {"right": 1875, "no-accumulation": 3750, "one-epoch": 375, "doubled": 7500, "examples": 240_000},
    ),
    Family(
        "mlp-parameters",
        "number",
        r"$784 \cdot 256 + 256 + 256 \cdot 10 + 10 = 203{,}530$",
        two_layers,
        {
            "right": 203_530,
            "right-rounded": said("203.5", 1000),
            "no-biases": 203_264,
            "first-only": 200_960,
            "one-bias": 203_520,
            "two-per-layer": 203_532,
        },
    ),
    Family(
        "logistic-of-one",
        "number",
        r"$\sigma(1) = 0.731$ (to three decimals)",
        logistic_of_one,
        {
            "right": said("0.731"),
            "right-long": said("0.731059"),
            "complement": said("0.269"),
            "tanh": said("0.762"),
            "slope": said("0.197"),
            "truncated": said("0.730"),
        },
    ),
    Family(
        "padding-share",
        "number",
        r"$37.5\,\%$",
        padding,
        {
            "right": Fraction(3, 8),
            "real": Fraction(5, 8),
            "over-real": Fraction(3, 5),
            "count": 12,
            "percent-twice": Fraction(3, 800),
        },
    ),
    Family(
        "token-hours",
        "number",
        r"$2.5\ \text{hours}$",
        training_time,
        {"right": 9000, "minutes": 150, "ten-times": 90_000, "sexagesimal": 2 * 3600 + 18 * 60, "days": 216_000},
    ),
    Family(
        "embedding-megabytes",
        "number",
        r"$98.304\ \text{MB}$",
        embedding_bytes,
        {
            "right": 98_304_000,
            "right-mebi": said("93.75", 2**20),
            "half": 49_152_000,
            "mebibytes": said("98.304", 2**20),
            "entries": 24_576_000,
            "kilobytes": 98_304,
        },
    ),
    Family(
        "step-decay",
        "number",
        r"$3 \times 10^{-3}$",
        step_decay,
        {
            "right": Fraction(3, 1000),
            "three-drops": Fraction(3, 10_000),
            "one-drop": Fraction(3, 100),
            "smooth": said("9.5e-4"),
            "rate-lost": Fraction(1, 100),
        },
    ),
    Family(
        "beam-candidates",
        "number",
        "150 000",
        beam_candidates,
        {"right": 150_000, "greedy": 30_000, "power": 30_000**5, "sum": 30_005, "kept": 5},
    ),
    Family(
        "code-entropy",
        "number",
        "$1.75$ bits",
        code_entropy,
        {
            "right": 1.75 * NATS,
            "right-nats": said("1.213"),
            "uniform": 2 * NATS,
            "nats": 1.75,
            "half-lost": 1.5 * NATS,
            "negative": -1.75 * NATS,
        },
    ),
    Family(
        "kept-units",
        "number",
        "358.4",
        kept_units,
        {"right": Fraction(3584, 10), "dropped": Fraction(1536, 10), "slip": said("361.4"), "all": 512},
    ),
    Family(
        "any-failure",
        "number",
        r"$1 - 0.999^{64} \approx 6.2\,\%$",
        any_failure,
        {
            "right": said("0.062"),
            "right-exact": 1 - 0.999**64,
            "union": said("0.064"),
            "none": 0.999**64,
            "single": Fraction(1, 1000),
        },
        tolerance=1e-6,
    ),
    Family(
        "separable-ratio",
        "number",
        r"$\frac{2336}{18432} = \frac{73}{576} \approx 0.127$",
        separable_saving,
        {
            "right": Fraction(73, 576),
            "right-rounded": said("0.127"),
            "right-percent": said("12.7", Fraction(1, 100)),
            "pointwise": Fraction(1, 9),
            "saved": said("0.873"),
            "depthwise": Fraction(1, 64),
            "flipped": said("7.89"),
        },
    ),
]
