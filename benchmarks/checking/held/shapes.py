"""Ordered sizes of arrays, in numbers and in symbols."""

from __future__ import annotations

import numpy as np
from families import Env, Family


def strided() -> tuple[int, ...]:
    """Slides a window of 7 in steps of 3 along 65 places with 2 empty places on each side, and counts the stops."""
    line, stops, start = [0, 0, *([1] * 65), 0, 0], 0, 0
    while start + 7 <= len(line):
        stops, start = stops + 1, start + 3
    return np.zeros((16, 48, stops, stops)).shape


def layer_draw(rng: np.random.Generator) -> Env:
    a, b, n = (int(k) for k in rng.permutation(np.arange(3, 20))[:3])
    return {"a": a, "b": b, "n": n}


def weight_gradient(e: Env) -> tuple[int, ...]:
    """Adds the outer products of inputs and output gradients over the batch."""
    total = sum(np.outer(np.ones(e["a"]), np.ones(e["b"])) for _example in range(e["n"]))
    return np.asarray(total).shape


def scattered() -> tuple[int, ...]:
    """Scatters 14 stamps of length 5 at a distance of 2 and crops one place at each end."""
    touched = {2 * i + k for i in range(14) for k in range(5)}
    side = len(touched) - 2
    return np.zeros((1, 16, side, side)).shape


def final_states() -> tuple[int, ...]:
    """Collects one state of 32 for every layer, direction and sequence, in this order."""
    return np.array([[np.zeros(32) for _s in range(9)] for _l in range(2) for _d in "fb"]).shape


FAMILIES = [
    Family(
        "stride-three",
        "shape",
        r"$(16, 48, 21, 21)$",
        strided,
        {
            "right": (16, 48, 21, 21),
            "rounded-up": (16, 48, 22, 22),
            "no-padding": (16, 48, 20, 20),
            "channels-in": (16, 3, 21, 21),
            "width": (16, 48, 21, 22),
        },
    ),
    Family(
        "batch-weight-gradient",
        "shape",
        r"$d_\text{in} \times d_\text{out}$",
        weight_gradient,
        {
            "right": lambda e: (e["a"], e["b"]),
            "transposed": lambda e: (e["b"], e["a"]),
            "batched": lambda e: (e["n"], e["a"], e["b"]),
            "outputs": lambda e: (e["n"], e["b"]),
            "square": lambda e: (e["a"], e["a"]),
        },
        layer_draw,
    ),
    Family(
        "decoder-upsampling",
        "shape",
        "1×16×29×29",
        scattered,
        {
            "right": (1, 16, 29, 29),
            "doubled": (1, 16, 28, 28),
            "no-crop": (1, 16, 31, 31),
            "crop-one": (1, 16, 30, 30),
            "input-channels": (1, 32, 29, 29),
            "downsampled": (1, 16, 6, 6),
        },
    ),
    Family(
        "two-way-states",
        "shape",
        r"$(4, 9, 32)$",
        final_states,
        {
            "right": (4, 9, 32),
            "joined": (2, 9, 64),
            "batch-first": (9, 4, 32),
            "one-way": (2, 9, 32),
            "both": (4, 9, 64),
            "last": (9, 32),
        },
    ),
]
