r"""Units behind a number, under one name each, and how those of one kind convert.

>>> unit("Megabytes"), unit("KiB"), unit("s"), unit("per cent"), unit("layers")
('MB', 'KiB', 's', '%', '')
>>> ratio("GiB", "MiB"), ratio("bit", "B"), ratio("MAC", "FLOP") is None
(Fraction(1024, 1), Fraction(1, 8), True)

Case counts only for the symbol `s`. `KB` is 1000 bytes, `KiB` is 1024.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

_NAMES = {
    "%": "percent pct percentage % \\%",
    "B": "bytes byte", "bit": "bits bit", "nat": "nats nat",
    "kB": "kb kilobytes kilobyte", "MB": "mb megabytes megabyte", "GB": "gb gigabytes gigabyte",
    "TB": "tb terabytes terabyte", "PB": "pb petabytes petabyte",
    "KiB": "kib kibibytes kibibyte", "MiB": "mib mebibytes mebibyte", "GiB": "gib gibibytes gibibyte", "TiB": "tib",
    "s": "seconds second secs sec", "ms": "ms milliseconds millisecond msec", "us": "us µs μs microseconds microsecond",
    "ns": "ns nanoseconds nanosecond", "min": "minutes minute mins min", "h": "hours hour hrs",
    "day": "days day", "week": "weeks week",
    "Hz": "hz", "kHz": "khz", "MHz": "mhz", "GHz": "ghz", "bit/s": "bits/s",
    "FLOP": "flops flop", "kFLOP": "kflops kflop", "MFLOP": "mflops mflop", "GFLOP": "gflops gflop",
    "TFLOP": "tflops tflop", "PFLOP": "pflops pflop", "EFLOP": "eflops eflop",
    "MAC": "macs mac", "MMAC": "mmacs mmac", "GMAC": "gmacs gmac", "TMAC": "tmacs tmac",
    "deg": "degrees degree deg °", "rad": "radians radian rad",
    "mm": "mm", "cm": "cm", "km": "km", "kg": "kg",
}  # fmt: skip
_BY_WORD = {name: unit for unit, names in _NAMES.items() for name in names.split()} | {"per cent": "%"}

_SCALES: tuple[Mapping[str, int | Fraction], ...] = (
    {
        "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "PB": 10**15,
        "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40, "bit": Fraction(1, 8),
    },
    {"bit": 1, "nat": Fraction(1 / math.log(2))},
    {
        "s": 1, "ms": Fraction(1, 10**3), "us": Fraction(1, 10**6), "ns": Fraction(1, 10**9), "min": 60, "h": 3600,
        "day": 86_400, "week": 604_800,
    },
    {"Hz": 1, "kHz": 10**3, "MHz": 10**6, "GHz": 10**9},
    {
        "FLOP": 1, "kFLOP": 10**3, "MFLOP": 10**6, "GFLOP": 10**9, "TFLOP": 10**12, "PFLOP": 10**15, "EFLOP": 10**18,
    },
    {"MAC": 1, "MMAC": 10**6, "GMAC": 10**9, "TMAC": 10**12},
    {"deg": 1, "rad": Fraction(180 / math.pi)},
    {"mm": Fraction(1, 1000), "cm": Fraction(1, 100), "km": 1000},
)  # fmt: skip


def unit(word: str) -> str:
    """The unit that a word or symbol names; "" if it names none."""
    return "s" if word == "s" else _BY_WORD.get(word.lower(), "")


def ratio(one: str, other: str) -> Fraction | None:
    """How many of the other unit one of them is; None where the units have nothing to do with each other."""
    for scale in _SCALES:
        if one in scale and other in scale:
            return Fraction(scale[one]) / Fraction(scale[other])
    return None


def base_ratio(name: str) -> Fraction | None:
    """How many plain ones (bytes, seconds, operations) a multiple such as `MiB` is; None for anything else."""
    return next((Fraction(scale[name]) for scale in _SCALES if name in scale and scale[name] != 1), None)
