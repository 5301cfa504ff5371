"""Homework as it is answered in the evening before it is due: by models, by students, and by both together."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said


def draw_td(rng: np.random.Generator) -> Env:
    return {
        "V": rng.normal(),
        "next": rng.normal(),
        "r": rng.normal(),
        "a": rng.uniform(0.1, 0.5),
        "g": rng.uniform(0.8, 0.99),
    }


def td(e: Env) -> float:
    """Half a squared error to the fixed target, and one gradient step on it by a difference."""
    target = e["r"] + e["g"] * e["next"]
    h = 1e-5
    slope = (0.5 * (e["V"] + h - target) ** 2 - 0.5 * (e["V"] - h - target) ** 2) / (2 * h)
    return float(e["V"] - e["a"] * slope)


def draw_elbo(rng: np.random.Generator) -> Env:
    return {
        "joint": rng.uniform(0.01, 0.2, 4),
        "q": rng.dirichlet(np.ones(4) * 3),
        "prior": rng.dirichlet(np.ones(4) * 3),
    }


def evidence(e: Env) -> float:
    """Adds the joint probabilities over the hidden states, and takes the logarithm."""
    return math.log(sum(float(p) for p in e["joint"]))


def bound(e: Env) -> float:
    return float(np.sum(e["q"] * (np.log(e["joint"]) - np.log(e["q"]))))


def kl(a: Any, b: Any) -> float:
    return float(np.sum(a * np.log(a / b)))


def posterior(e: Env) -> Any:
    return e["joint"] / e["joint"].sum()


def drawn_share() -> float:
    """One minus the probability that ten million draws all miss one of ten million examples."""
    n = 10**7
    return 1 - math.exp(n * math.log1p(-1 / n))


def attention_layer(e: Env) -> int:
    """Adds the multiplications of one projection and of the scores; the other products have these sizes again."""
    n, d = e["n"], e["d"]
    return sum(a * b * c for a, b, c in ((n, d, d), (n, d, n)))


def scores() -> tuple[int, ...]:
    """Multiplies queries and keys of zeros and looks at the result."""
    q = np.zeros((8, 12, 128, 64), np.float32)
    return tuple((q @ q.swapaxes(-1, -2)).shape)


def upsampled() -> tuple[Any, ...]:
    """Marks the places that 28 inputs reach with a kernel of 4 at a stride of 2, and cuts one off at either end."""
    reached = {2 * i + k for i in range(28) for k in range(4)}
    side = len(reached) - 2
    return ("N", 64, side, side)


RATES = [Fraction(k, 60) for k in range(-20, 61)]


def converging() -> frozenset[Fraction]:
    """Runs descent on 3x² from 1 at each rate of a grid, and sees whether it ends near zero."""
    good = set()
    for rate in RATES:
        x = 1.0
        for _ in range(2000):
            x = max(-1e6, min(1e6, x - float(rate) * 6 * x))
        if abs(x) < 1e-6:
            good.add(rate)
    return frozenset(good)


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    return frozenset(rate for rate in RATES if holds(rate))


def stationary() -> dict[tuple[int, int], str]:
    """Looks around every integer point where the differences of x³ − 3x + y² vanish."""

    def f(x: float, y: float) -> float:
        return x**3 - 3 * x + y * y

    found, h = {}, 1e-3
    for x in range(-5, 6):
        for y in range(-5, 6):
            slope = (f(x + h, y) - f(x - h, y), f(x, y + h) - f(x, y - h))
            if max(abs(s) for s in slope) < 1e-6:
                ups = [f(x + h, y) > f(x, y), f(x, y + h) > f(x, y)]
                found[x, y] = "minimum" if all(ups) else "saddle" if any(ups) else "maximum"
    return found


FAMILIES = [
    Family(
        "td-zero",
        "relation",
        r"$V(s_t) \leftarrow V(s_t) + \alpha\left[r_{t+1} + \gamma V(s_{t+1}) - V(s_t)\right]$",
        td,
        {
            "right": lambda e: e["V"] + e["a"] * (e["r"] + e["g"] * e["next"] - e["V"]),
            "sign": lambda e: e["V"] - e["a"] * (e["r"] + e["g"] * e["next"] - e["V"]),
            "no-discount": lambda e: e["V"] + e["a"] * (e["r"] + e["next"] - e["V"]),
            "no-baseline": lambda e: e["V"] + e["a"] * (e["r"] + e["g"] * e["next"]),
            "backup": lambda e: e["r"] + e["g"] * e["next"],
        },
        draw=draw_td,
    ),
    Family(
        "elbo-gap-split",
        "relation",
        r"$\log p(x) = \mathrm{ELBO}(q) + D_{\mathrm{KL}}(q(z) \,\|\, p(z \mid x))$",
        evidence,
        {
            "right": lambda e: bound(e) + kl(e["q"], posterior(e)),
            "minus": lambda e: bound(e) - kl(e["q"], posterior(e)),
            "reversed": lambda e: bound(e) + kl(posterior(e), e["q"]),
            "prior": lambda e: bound(e) + kl(e["q"], e["prior"]),
        },
        draw=draw_elbo,
    ),
    Family(
        "bootstrap-share",
        "limit",
        r"$1 - e^{-1}$",
        drawn_share,
        {"right": 1 - math.exp(-1), "right-rounded": said("0.632"), "missed": math.exp(-1), "all": 1, "half": 0.5},
    ),
    Family(
        "attention-layer-cost",
        "limit",
        r"$O(n^2 d + n d^2)$",
        attention_layer,
        {
            "right": lambda e: e["n"] ** 2 * e["d"] + e["n"] * e["d"] ** 2,
            "scores": lambda e: e["n"] ** 2 * e["d"],
            "projections": lambda e: e["n"] * e["d"] ** 2,
            "product": lambda e: e["n"] ** 2 * e["d"] ** 2,
            "no-width": lambda e: e["n"] ** 2 + e["n"] * e["d"],
        },
        sizes=tuple({"n": n, "d": d} for n, d in ((10, 4000), (4000, 10), (300, 300), (3000, 400))),
    ),
    Family(
        "logit-block-shape",
        "shape",
        "(8, 12, 128, 128)",
        scores,
        {
            "right": (8, 12, 128, 128),
            "one-head": (8, 128, 128),
            "output": (8, 12, 128, 64),
            "features": (8, 12, 64, 64),
            "heads-later": (8, 128, 12, 128),
        },
    ),
    Family(
        "upsampled-shape",
        "shape",
        "$(N, 64, 56, 56)$",
        upsampled,
        {
            "right": ("N", 64, 56, 56),
            "no-padding": ("N", 64, 58, 58),
            "forward": ("N", 64, 14, 14),
            "channels-in": ("N", 128, 56, 56),
            "last": ("N", 56, 56, 64),
        },
    ),
    Family(
        "safe-rates",
        "general",
        r"$0 < \eta < \frac{1}{3}$",
        converging,
        {
            "right": where(lambda r: 0 < r < Fraction(1, 3)),
            "closed": where(lambda r: 0 < r <= Fraction(1, 3)),
            "curvature": where(lambda r: 0 < r < Fraction(1, 6)),
            "double": where(lambda r: 0 < r < Fraction(2, 3)),
            "no-lower": where(lambda r: r < Fraction(1, 3)),
        },
    ),
    Family(
        "two-stationary",
        "general",
        "minimum at $(1, 0)$, saddle point at $(-1, 0)$",
        stationary,
        {
            "right": {(1, 0): "minimum", (-1, 0): "saddle"},
            "exchanged": {(-1, 0): "minimum", (1, 0): "saddle"},
            "maximum": {(1, 0): "minimum", (-1, 0): "maximum"},
            "one": {(1, 0): "minimum"},
            "both-saddles": {(1, 0): "saddle", (-1, 0): "saddle"},
        },
    ),
]
