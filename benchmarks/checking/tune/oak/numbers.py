"""Counts and amounts: convolutions, memory, receptive fields, dropout's ridge."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from families import Family, said


def stem() -> int:
    """Walks over the rows and columns of the padded image and adds the taps of 64 filters at each place."""
    places = sum(1 for _i in range(0, 224 + 6 - 6, 2) for _j in range(0, 224 + 6 - 6, 2))
    return places * np.zeros((64, 3, 7, 7)).size


def activations() -> int:
    """Bytes of one float32 map, added over 32 images with 64 maps each."""
    return sum(np.zeros((112, 112), np.float32).nbytes for _image in range(32) for _map in range(64))


def field() -> int:
    """Traces one output pixel back through the layers as a set of input positions."""
    seen = {100}
    for kernel, stride in reversed(((3, 1), (3, 2), (3, 1), (2, 2), (3, 1))):
        seen = {stride * at + tap for at in seen for tap in range(kernel)}
    return max(seen) - min(seen) + 1


def ridge() -> Fraction:
    """Variance of the dropped feature's contribution by its two outcomes, for a unit scaled weight, times 50."""
    p = Fraction(4, 5)
    outcomes = ((p, 1 / p), (1 - p, Fraction(0)))
    mean = sum(q * v for q, v in outcomes)
    return sum((q * (v - mean) ** 2 * 50 for q, v in outcomes), Fraction(0))


def conv_and_norm() -> int:
    """Allocates the kernel and the two learned vectors of the normalisation."""
    return sum(np.zeros(shape).size for shape in ((256, 128, 3, 3), (256,), (256,)))


FAMILIES = [
    Family(
        "oak-stem-macs",
        "number",
        r"$118{,}013{,}952$",
        stem,
        {
            "right": 118_013_952,
            "right-rounded": said("118.0", 10**6),
            "doubled": 236_027_904,
            "no-stride": 472_055_808,
            "one-channel": 39_337_984,
        },
    ),
    Family(
        "oak-map-memory",
        "number",
        r"98\,\text{MiB}",
        activations,
        {
            "right": 98 * 2**20,
            "right-bytes": 102_760_448,
            "half": 49 * 2**20,
            "one-image": 98 * 2**15,
            "kib": 98 * 2**10,
        },
    ),
    Family("oak-field", "number", "19", field, {"right": 19, "no-strides": 10, "stride-first": 23, "no-pool": 13}),
    Family(
        "oak-ridge-weight",
        "number",
        "12.5",
        ridge,
        {"right": Fraction(25, 2), "unscaled": Fraction(8), "inverted": Fraction(200), "dropped": Fraction(10)},
    ),
    Family(
        "oak-conv-norm-count",
        "number",
        "$295424$",
        conv_and_norm,
        {"right": 295_424, "running": 295_936, "bias": 295_680, "right-rounded": said("295.4", 10**3)},
    ),
]
