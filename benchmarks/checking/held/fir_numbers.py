"""Numbers from worked replies and from pages."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def stem() -> int:
    """Walks over the rows and columns of the output and adds the size of the window at each, 64 times."""
    return sum(np.zeros((3, 7, 7)).size for _row in range(112) for _column in range(112)) * 64


def cache_bytes() -> int:
    """Adds the bytes of the key and the value array of one token, layer by layer, token by token."""
    token = sum(2 * np.zeros((8, 128), np.float16).nbytes for _layer in range(32))
    return sum(token for _position in range(4096))


def divergence() -> float:
    """Adds p ln(p/q) over the two outcomes."""
    return sum(p * (math.log(p) - math.log(q)) for p, q in ((0.5, 0.25), (0.5, 0.75)))


def warmed() -> Fraction:
    """Adds five hundred equal increments of the rate."""
    rate = Fraction(0)
    for _step in range(500):
        rate += Fraction(3, 10_000) / 2_000
    return rate


def field() -> int:
    """Follows one output position back to the set of input positions that it reads."""
    seen = {100}
    for size, stride in ((3, 1), (2, 2), (3, 1), (2, 2), (3, 1)):
        seen = {stride * at + k for at in seen for k in range(size)}
    return len(seen)


FAMILIES = [
    Family(
        "fir-stem-macs",
        "number",
        "118013952",
        stem,
        {
            "right": 118_013_952,
            "right-rounded": said("118", 10**6),
            "doubled": 236_027_904,
            "input-grid": 472_055_808,
            "parameters": 9_408,
        },
    ),
    Family(
        "fir-cache-bytes",
        "number",
        r"512\ \mathrm{MiB}",
        cache_bytes,
        {
            "right": 536_870_912,
            "right-decimal": said("537", 10**6),
            "all-heads": 2 * 2**30,
            "keys-only": 256 * 2**20,
            "gibi": 512 * 2**30,
        },
    ),
    Family(
        "fir-coin-divergence",
        "number",
        r"\frac12\ln\frac43\approx 0.144",
        divergence,
        {
            "right": 0.5 * math.log(4 / 3),
            "right-decimal": said("0.1438"),
            "reverse": said("0.131"),
            "cross": said("0.837"),
            "negative": said("-0.144"),
        },
    ),
    Family(
        "fir-warmup-rate",
        "number",
        r"7.5\times 10^{-5}",
        warmed,
        {
            "right": Fraction(75, 10**6),
            "remaining": Fraction(225, 10**6),
            "root": Fraction(15, 10**5),
            "ten-times": Fraction(75, 10**5),
        },
    ),
    Family(
        "fir-field-size",
        "number",
        "18",
        field,
        {"right": 18, "no-strides": 9, "convolutions-only": 7, "late-jump": 28},
    ),
]
