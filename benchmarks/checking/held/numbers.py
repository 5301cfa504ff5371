"""Numbers: memory, information, returns, hashing and the price of a training run."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
from families import Family, said


def cache_bytes() -> int:
    """Allocates the keys and the values of one layer at one position, and repeats them."""
    one = np.zeros((8, 128), np.float16)
    return sum(one.nbytes for _which in ("key", "value") for _layer in range(32) for _position in range(4096))


def seen_pixels() -> int:
    """Follows one output pixel back through the four layers and counts the input positions in a row it reaches."""
    reached = {0}
    for stride, dilation in ((1, 2), (1, 1), (2, 1), (1, 1)):
        reached = {stride * at + dilation * tap for at in reached for tap in (-1, 0, 1)}
    return max(reached) - min(reached) + 1


def empty_buckets() -> Fraction:
    """Enumerates all 4⁵ ways in which five tokens can be hashed."""
    ways = list(product(range(4), repeat=5))
    return Fraction(sum(4 - len(set(way)) for way in ways), len(ways))


def training_seconds() -> Fraction:
    """Adds the operations of 26 portions of a billion tokens, two forward and four backward for each weight."""
    work = sum((2 + 4) * 1_300_000_000 * 10**9 for _portion in range(26))
    return Fraction(work) / (8 * 312 * 10**12 * Fraction(2, 5))


MIB = 2**20
DAY, HOUR = 86_400, 3_600

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
        "receptive-side",
        "number",
        "17 (that is, 17 x 17 input pixels)",
        seen_pixels,
        {"right": 17, "strides-ignored": 11, "dilation-ignored": 13, "stride-too-early": 19, "tripled": 81},
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
]
