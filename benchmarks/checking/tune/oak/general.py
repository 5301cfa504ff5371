"""Sets, intervals, inequalities and an equation around convolutions and dropout."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from families import Env, Family

GRID = tuple(Fraction(k, 40) for k in range(1, 61))


def mild() -> frozenset[Fraction]:
    """Goes through a grid of keeping probabilities and compares the ridge's weight with a quarter."""
    return frozenset(p for p in GRID if p <= 1 and (1 - p) / p <= Fraction(1, 4))


def centred() -> frozenset[int]:
    """Tries every equal padding of both sides and keeps the kernels that leave a length of 20."""
    return frozenset(k for k in range(1, 9) for pad in range(9) if len(range(20 + 2 * pad - k + 1)) == 20)


def window(rng: np.random.Generator) -> Env:
    names, low, high = "HKPDS", (20, 2, 0, 2, 2), (40, 5, 4, 4, 4)
    return {name: int(rng.integers(a, b)) for name, a, b in zip(names, low, high, strict=True)}


def places(env: Env) -> int:
    """Counts the starts whose last tap still lies in the padded input."""
    end = env["H"] + 2 * env["P"]
    return sum(1 for at in range(0, end, env["S"]) if max(at + env["D"] * t for t in range(env["K"])) < end)


def factors(rng: np.random.Generator) -> Env:
    return {"m": int(rng.integers(20, 60)), "n": int(rng.integers(61, 99))}


def cheaper(env: Env) -> frozenset[int]:
    """Allocates both factors for every rank and keeps those with fewer entries than the whole matrix."""
    m, n = env["m"], env["n"]
    return frozenset(r for r in range(1, m + n) if np.zeros((m, r)).size + np.zeros((r, n)).size < m * n)


FAMILIES = [
    Family(
        "oak-mild",
        "general",
        r"p\in[\tfrac45,1]",
        mild,
        {
            "right": frozenset(p for p in GRID if Fraction(4, 5) <= p <= 1),
            "below": frozenset(p for p in GRID if p <= Fraction(4, 5)),
            "open": frozenset(p for p in GRID if Fraction(4, 5) < p <= 1),
            "three-quarters": frozenset(p for p in GRID if Fraction(3, 4) <= p <= 1),
        },
    ),
    Family(
        "oak-centred",
        "general",
        r"\{1,3,5,7\}",
        centred,
        {"right": frozenset((1, 3, 5, 7)), "no-one": frozenset((3, 5, 7)), "all": frozenset(range(1, 9))},
    ),
    Family(
        "oak-places",
        "general",
        r"H_{\text{out}}=\left\lfloor\frac{H+2P-D(K-1)-1}{S}\right\rfloor+1",
        places,
        {
            "right": lambda e: (e["H"] + 2 * e["P"] - e["D"] * (e["K"] - 1) - 1) // e["S"] + 1,
            "undilated": lambda e: (e["H"] + 2 * e["P"] - e["K"]) // e["S"] + 1,
            "whole": lambda e: (e["H"] + 2 * e["P"] - e["D"] * e["K"]) // e["S"] + 1,
        },
        window,
    ),
    Family(
        "oak-cheaper",
        "general",
        r"r<\frac{mn}{m+n}",
        cheaper,
        {
            "right": lambda e: frozenset(
                r for r in range(1, e["m"] + e["n"]) if r * (e["m"] + e["n"]) < e["m"] * e["n"]
            ),
            "minimum": lambda e: frozenset(r for r in range(1, e["m"] + e["n"]) if r < min(e["m"], e["n"])),
            "half": lambda e: frozenset(r for r in range(1, e["m"] + e["n"]) if 2 * r < min(e["m"], e["n"])),
        },
        factors,
    ),
]
