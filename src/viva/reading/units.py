r"""Units behind a number, under one name each, and how those of one kind convert.

>>> unit("Megabytes"), unit("KiB"), unit("s"), unit("per cent"), unit("layers")
('MB', 'KiB', 's', '%', '')
>>> ratio("GiB", "MiB"), ratio("bit", "B"), ratio("MAC", "FLOP") is None
(Fraction(1024, 1), Fraction(1, 8), True)
>>> unit("kWh"), unit("GB/s"), unit("mW"), ratio("kWh", "MJ"), ratio("GB/s", "MB/s"), ratio("GB", "MB/s")
('kWh', 'GB/s', 'mW', Fraction(18, 5), Fraction(1000, 1), None)

Case counts for the symbol `s`, for energy and power (`mW` is no `MW`), and in `Gb`, which are bits. `KB` is 1000
bytes, `KiB` is 1024. A rate of operations is often written without its "/s"; both are one unit. Single letters (`W`,
`J`, `h`) may be symbols of a formula: they are in `SPACED`, for readers who know what stands around them.
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
    "kbit": "kbit kbits kilobit kilobits", "Mbit": "mbit mbits megabit megabits",
    "Gbit": "gbit gbits gigabit gigabits", "Tbit": "tbit tbits terabit terabits",
    "s": "seconds second secs sec", "ms": "ms milliseconds millisecond msec", "us": "us µs μs microseconds microsecond",
    "ns": "ns nanoseconds nanosecond", "min": "minutes minute mins min", "h": "hours hour hrs",
    "day": "days day", "week": "weeks week",
    "Hz": "hz", "kHz": "khz", "MHz": "mhz", "GHz": "ghz", "bit/s": "bits/s",
    "FLOP": "flops flop", "kFLOP": "kflops kflop", "MFLOP": "mflops mflop", "GFLOP": "gflops gflop",
    "TFLOP": "tflops tflop", "PFLOP": "pflops pflop", "EFLOP": "eflops eflop",
    "MAC": "macs mac", "MMAC": "mmacs mmac", "GMAC": "gmacs gmac", "TMAC": "tmacs tmac",
    "deg": "degrees degree deg °", "rad": "radians radian rad",
    "mm": "mm", "cm": "cm", "km": "km", "kg": "kg",
    "W": "watt watts", "kW": "kilowatt kilowatts", "MW": "megawatt megawatts",
    "J": "joule joules", "kJ": "kilojoule kilojoules", "MJ": "megajoule megajoules", "GJ": "gigajoule gigajoules",
    "Wh": "watt-hour watt-hours", "kWh": "kilowatt-hour kilowatt-hours kilowattstunden",
    "MWh": "megawatt-hour megawatt-hours megawattstunden", "GWh": "gigawatt-hour gigawatt-hours",
}  # fmt: skip
_EXACT = {name: name for name in ("mW", "kW", "MW", "GW", "mJ", "kJ", "MJ", "GJ", "TJ", "Wh", "kWh", "MWh", "GWh")} | {
    "s": "s",
    "ms": "ms",
    "Ms": "Ms",
    "Kb": "kbit",
    "Mb": "Mbit",
    "Gb": "Gbit",
    "Tb": "Tbit",
}  # whose case counts
SPACED = {"W": "W", "J": "J", "h": "h"}  # units where a blank stands in front and no formula behind
_BY_WORD = {name: unit for unit, names in _NAMES.items() for name in names.split()} | {"per cent": "%"}

_SCALES: tuple[Mapping[str, int | Fraction], ...] = (
    {
        "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "PB": 10**15,
        "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40, "bit": Fraction(1, 8),
        "kbit": 125, "Mbit": 125_000, "Gbit": 125 * 10**6, "Tbit": 125 * 10**9,
    },
    {"bit": 1, "nat": Fraction(1 / math.log(2))},
    {
        "s": 1, "ms": Fraction(1, 10**3), "us": Fraction(1, 10**6), "ns": Fraction(1, 10**9), "min": 60, "h": 3600,
        "day": 86_400, "week": 604_800, "Ms": 10**6,
    },
    {"Hz": 1, "kHz": 10**3, "MHz": 10**6, "GHz": 10**9},
    {
        "FLOP": 1, "kFLOP": 10**3, "MFLOP": 10**6, "GFLOP": 10**9, "TFLOP": 10**12, "PFLOP": 10**15, "EFLOP": 10**18,
    },
    {"MAC": 1, "MMAC": 10**6, "GMAC": 10**9, "TMAC": 10**12},
    {"deg": 1, "rad": Fraction(180 / math.pi)},
    {"mm": Fraction(1, 1000), "cm": Fraction(1, 100), "km": 1000},
    {"mW": Fraction(1, 1000), "W": 1, "kW": 10**3, "MW": 10**6, "GW": 10**9},
    {
        "mJ": Fraction(1, 1000), "J": 1, "kJ": 10**3, "MJ": 10**6, "GJ": 10**9, "TJ": 10**12,
        "Wh": 3600, "kWh": 36 * 10**5, "MWh": 36 * 10**8, "GWh": 36 * 10**11,
    },
)  # fmt: skip


def unit(word: str) -> str:
    """The unit that a word or symbol names; "" if it names none."""
    if word in _EXACT:
        return _EXACT[word]
    if word.endswith("/s") and (amount := unit(word[:-2])):
        return amount + "/s"
    return _BY_WORD.get(word.lower(), "")


def _family(name: str) -> str:
    """`FLOP/s` is said as `FLOP`, too."""
    return name.removesuffix("/s") if name.endswith("FLOP/s") else name


def ratio(one: str, other: str) -> Fraction | None:
    """How many of the other unit one of them is; None where the units have nothing to do with each other."""
    one, other = _family(one), _family(other)
    if one.endswith("/s") and other.endswith("/s"):
        one, other = one[:-2], other[:-2]
    for scale in _SCALES:
        if one in scale and other in scale:
            return Fraction(scale[one]) / Fraction(scale[other])
    return None


def base_ratio(name: str) -> Fraction | None:
    """How many plain ones (bytes, seconds, operations) a multiple such as `MiB` is; None for anything else."""
    name = name.removesuffix("/s")
    return next((Fraction(scale[name]) for scale in _SCALES if name in scale and scale[name] != 1), None)
