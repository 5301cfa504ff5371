"""Items of a computer lab, with the keys of its wiki page."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said


def lstm_returns(e: Env) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Stacks the states that two layers of two directions would leave behind."""
    steps, batch = e["T"], e["B"]
    state = np.zeros((batch, 256), np.int8)
    outputs = [np.concatenate([state, state], axis=1) for _step in range(steps)]
    last = [state for _layer in range(2) for _direction in range(2)]
    return np.stack(outputs).shape, np.stack(last).shape


def taken_values(e: Env) -> tuple[int, ...]:
    """Takes one value of each row and removes the axis of length one."""
    n = e["B"]
    taken = np.take_along_axis(np.zeros((n, 6)), np.zeros((n, 1), int), axis=1)
    return taken.squeeze(1).shape


def cached_decoding(size: Env) -> int:
    """Generates token after token and counts the multiplications of each new query with all keys so far."""
    return sum(size["d"] for t in range(size["T"]) for _key in range(t + 1))


def weights_per_token() -> Fraction:
    """Reads 14 GB in portions of 7 MB, each of which takes 10 µs; in seconds."""
    return sum((Fraction(1, 100_000) for _portion in range(0, 14_000, 7)), Fraction(0))


def mixed_play() -> tuple[Fraction, Fraction]:
    """Tries every mixture in steps of 1/1000 against both pure columns and keeps the safest."""
    mixtures = [Fraction(k, 1000) for k in range(1001)]
    best = max(mixtures, key=lambda p: min(2 * p, p + 3 * (1 - p)))
    return best, min(2 * best, best + 3 * (1 - best))


def draw_sizes(rng: np.random.Generator) -> Env:
    return {"T": int(rng.integers(5, 9)), "B": int(rng.integers(2, 5))}


GROWING: tuple[dict[str, Any], ...] = (
    {"T": 200, "d": 4},
    {"T": 900, "d": 4},
    {"T": 200, "d": 90},
    {"T": 600, "d": 30},
)

FAMILIES = [
    Family(
        "lstm-returns",
        "shape",
        "`out`: (T, B, 512), `h_n`: (4, B, 256)   # 2 layers x 2 directions; batch_first=False",
        lstm_returns,
        {
            "right": lambda e: ((e["T"], e["B"], 512), (4, e["B"], 256)),
            "batch-first": lambda e: ((e["B"], e["T"], 512), (4, e["B"], 256)),
            "one-way": lambda e: ((e["T"], e["B"], 256), (2, e["B"], 256)),
            "layers-only": lambda e: ((e["T"], e["B"], 512), (2, e["B"], 256)),
            "wide-state": lambda e: ((e["T"], e["B"], 512), (2, e["B"], 512)),
        },
        draw=draw_sizes,
    ),
    Family(
        "taken-values",
        "shape",
        "(B,) – one Q-value per transition, NOT (B, 1)",
        taken_values,
        {
            "right": lambda e: (e["B"],),
            "kept": lambda e: (e["B"], 1),
            "all": lambda e: (e["B"], 6),
            "scalar": lambda e: (),
            "square": lambda e: (e["B"], e["B"]),
        },
        draw=draw_sizes,
    ),
    Family(
        "cached-decoding",
        "limit",
        r"$O(T^2 d)$ with the cache (compared with $O(T^3 d)$ without)",
        cached_decoding,
        {
            "right": lambda s: s["T"] ** 2 * s["d"],
            "uncached": lambda s: s["T"] ** 3 * s["d"],
            "linear": lambda s: s["T"] * s["d"],
            "squared-width": lambda s: s["T"] * s["d"] ** 2,
            "logarithm": lambda s: s["T"] * np.log(s["T"]) * s["d"],
        },
        sizes=GROWING,
    ),
    Family(
        "weights-per-token",
        "number",
        r"$\frac{14\ \text{GB}}{700\ \text{GB/s}} = 20\ \text{ms per token}$",
        weights_per_token,
        {
            "right": Fraction(1, 50),
            "inverse": Fraction(50),
            "micro": Fraction(20, 10**6),
            "bits": Fraction(160, 1000),
            "slip": said("0.2"),
        },
    ),
    Family(
        "mixed-play",
        "general",
        "Row player: (3/4, 1/4). Value of the game: 3/2.",
        mixed_play,
        {
            "right": (Fraction(3, 4), Fraction(3, 2)),
            "column": (Fraction(1, 2), Fraction(3, 2)),
            "swapped": (Fraction(1, 4), Fraction(3, 2)),
            "pure": (Fraction(1), Fraction(1)),
            "value": (Fraction(3, 4), Fraction(2)),
        },
    ),
]
