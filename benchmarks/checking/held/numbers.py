"""Numbers: memory, information, returns, hashing and the price of a training run."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
from families import Family, said


def cache_bytes() -> int:
    """Allocates the keys and the values of one layer at one position, and repeats them."""
    one = np.zeros((8, 128), np.float16)
    return sum(one.nbytes for _which in ("key", "value") for _layer in range(32) for _position in range(4096))


def coin_divergence() -> float:
    """Integrates (p − t) / (t (1 − t)) from q to p, by midpoints."""
    p, q, steps = 0.5, 0.25, 200_000
    width = (p - q) / steps
    middles = q + (np.arange(steps) + 0.5) * width
    return float(np.sum((p - middles) / (middles * (1 - middles))) * width)


def seen_pixels() -> int:
    """Follows one output pixel back through the four layers and counts the input positions in a row it reaches."""
    reached = {0}
    for stride, dilation in ((1, 2), (1, 1), (2, 1), (1, 1)):
        reached = {stride * at + dilation * tap for at in reached for tap in (-1, 0, 1)}
    return max(reached) - min(reached) + 1


def return_of_the_episode() -> Fraction:
    """Folds the rewards from the last to the first."""
    total = Fraction(0)
    for reward in (5, 0, 0, 1):
        total = reward + Fraction(9, 10) * total
    return total


def empty_buckets() -> Fraction:
    """Enumerates all 4⁵ ways in which five tokens can be hashed."""
    ways = list(product(range(4), repeat=5))
    return Fraction(sum(4 - len(set(way)) for way in ways), len(ways))


def flagged_and_spam() -> Fraction:
    """Counts in a mailbox of 100,000 messages."""
    spam = 100_000 * 2 // 100
    caught, alarms = spam * 95 // 100, (100_000 - spam) * 4 // 100
    return Fraction(caught, caught + alarms)


def training_seconds() -> Fraction:
    """Adds the operations of 26 portions of a billion tokens, two forward and four backward for each weight."""
    work = sum((2 + 4) * 1_300_000_000 * 10**9 for _portion in range(26))
    return Fraction(work) / (8 * 312 * 10**12 * Fraction(2, 5))


def normal_entropy() -> float:
    """Integrates −p ln p on a fine grid."""
    x = np.linspace(-40, 40, 400_001)
    log_density = -(x**2) / 8 - math.log(2 * math.sqrt(2 * math.pi))
    return float(np.sum(-np.exp(log_density) * log_density) * (x[1] - x[0]))


MIB = 2**20
DAY, HOUR = 86_400, 3_600
BIT = Fraction(math.log(2))

FAMILIES = [
    Family(
        "gqa-cache-size",
        "number",
        r"$2 \cdot 32 \cdot 8 \cdot 128 \cdot 4096 \cdot 2\,\mathrm{B} = 2^{29}\,\mathrm{B} = 512\,\mathrm{MiB}$",
        cache_bytes,
        {
            "right": 2**29,
            "right-decimal": said("537", 10**6),
            "keys-only": 256 * MIB,
            "all-heads": 2048 * MIB,
            "per-token": 2**17,
            "entries": 2**28,
        },
    ),
    Family(
        "fair-coin-against-quarter",
        "number",
        r"$\mathrm{KL}(p\,\|\,q) = \tfrac12 \ln \tfrac43 \approx 0.144$ nats",
        coin_divergence,
        {
            "right": math.log(4 / 3) / 2,
            "right-rounded": said("0.1438"),
            "right-bits": said("0.2075", BIT),
            "reversed": said("0.131"),
            "cross-entropy": said("0.837"),
            "unit": said("0.144", BIT),
            "sign": -math.log(4 / 3) / 2,
        },
    ),
    Family(
        "receptive-side",
        "number",
        "17 (that is, 17 x 17 input pixels)",
        seen_pixels,
        {"right": 17, "strides-ignored": 11, "dilation-ignored": 13, "stride-too-early": 19, "tripled": 81},
    ),
    Family(
        "late-prize",
        "number",
        "$G_0 = 1 + 0.9^3 \\cdot 5 = 4.645$",
        return_of_the_episode,
        {
            "right": Fraction(4645, 1000),
            "undiscounted": 6,
            "one-too-many": Fraction(42805, 10_000),
            "all-discounted": Fraction(41805, 10_000),
            "prize-only": Fraction(3645, 1000),
        },
    ),
    Family(
        "hash-empties",
        "number",
        r"$4 \left(\frac34\right)^5 = \frac{243}{256}$ buckets in expectation",
        empty_buckets,
        {
            "right": Fraction(243, 256),
            "right-rounded": said("0.949"),
            "one-bucket": Fraction(243, 1024),
            "occupied": Fraction(781, 256),
            "swapped": said("2.048"),
            "any": Fraction(49, 64),
        },
    ),
    Family(
        "flagged-spam",
        "number",
        "P(spam | flagged) = 0.019 / 0.0582 = 32.6 %",
        flagged_and_spam,
        {
            "right": said("0.326"),
            "right-exact": Fraction(95, 291),
            "right-coarse": said("0.33"),
            "likelihood": Fraction(95, 100),
            "complement": said("0.674"),
            "flat-prior": said("0.96"),
            "evidence": said("0.0582"),
        },
    ),
    Family(
        "run-length-days",
        "number",
        "2.35 days",
        training_seconds,
        {
            "right": said("2.35", DAY),
            "right-hours": said("56.4", HOUR),
            "right-seconds": 203_125,
            "forward-only": said("0.78", DAY),
            "peak": said("0.94", DAY),
            "one-card": said("18.8", DAY),
            "hours": said("2.35", HOUR),
        },
    ),
    Family(
        "wide-normal-entropy",
        "number",
        r"$h(X) = \frac12 \log(2\pi e \cdot 4) \approx 2.112$ (nats)",
        normal_entropy,
        {
            "right": said("2.112"),
            "right-sum": math.log(2) + 0.5 * math.log(2 * math.pi * math.e),
            "right-bits": said("3.047", BIT),
            "deviation": said("1.766"),
            "no-e": said("1.612"),
            "squared-twice": said("2.805"),
            "unit": said("2.112", BIT),
        },
        tolerance=1e-6,
    ),
]
