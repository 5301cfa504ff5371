"""Numbers, in the voices of many models."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from families import Family, said


def adam_memory() -> int:
    """Adds the bytes of the six arrays of mixed-precision Adam for a thousand weights, and scales up."""
    half, single = np.zeros(1000, np.float16), np.zeros(1000, np.float32)
    arrays: list[Any] = [half, half, single, single, single]  # weights, gradients, master copy, two moments
    return int(sum(array.nbytes for array in arrays)) * 7_000_000


def brevity() -> float:
    """(1 − 1/n)^(n/4) for n = 2·10⁹: e^(−1/4), where the reference has ten tokens and the candidate eight."""
    n = 2_000_000_000
    return math.exp(n * (10 / 8 - 1) * math.log1p(-1 / n))


def vit_tokens() -> int:
    """Walks over the image patch by patch, and adds the class token."""
    return 1 + sum(1 for _row in range(0, 224, 16) for _column in range(0, 224, 16))


GB = 10**9

FAMILIES = [
    Family(
        "adam-memory",
        "number",
        r"$112\ \text{GB}$",
        adam_memory,
        {
            "right": 112 * GB,
            "right-gib": said("104.3", 2**30),
            "weights-only": 14 * GB,
            "no-master": 84 * GB,
            "half-moments": 56 * GB,
            "gibibytes": 112 * 2**30,
        },
    ),
    Family(
        "brevity-penalty",
        "number",
        r"$e^{1 - 10/8} = e^{-1/4} \approx 0.779$",
        brevity,
        {
            "right": said("0.7788"),
            "right-two": said("0.78"),
            "ratio": Fraction(8, 10),
            "flipped": math.exp(1 - 8 / 10),
            "positive": math.exp(1 / 4),
            "none": 1,
        },
        tolerance=1e-6,
    ),
    Family(
        "vision-tokens",
        "number",
        "197",
        vit_tokens,
        {
            "right": 197,
            "no-class": 196,
            "one-row": 15,
            "pixels": 50176,
            "channels": 589,
        },
    ),
]
