"""Limits, rates of growth and decay, and costs."""

from __future__ import annotations

import math

import numpy as np
from families import Env, Family, said


def steps_so_far(e: Env) -> float:
    """Adds the step sizes one by one."""
    return float(np.sum(1 / np.arange(1, e["T"] + 1)))


def forest_draw(rng: np.random.Generator) -> Env:
    return {"rho": float(rng.uniform(0.1, 0.6)), "s2": float(rng.uniform(1.5, 3))}


def forest(e: Env) -> float:
    """Averages the covariance matrices of 1,000 and 2,000 trees, and extrapolates."""

    def variance(trees: int) -> float:
        cov = np.full((trees, trees), e["rho"] * e["s2"])
        np.fill_diagonal(cov, e["s2"])
        return float(cov.mean())

    return 2 * variance(2000) - variance(1000)


def never_drawn() -> float:
    """Multiplies (1 − 1/n) with itself 2n times, for n = 10⁷, by squaring."""
    n = 10**7
    out, base, left = 1.0, 1 - 1 / n, 2 * n
    while left:
        if left & 1:
            out *= base
        base *= base
        left >>= 1
    return out


def tail_draw(rng: np.random.Generator) -> Env:
    return {"x": float(rng.uniform(7, 9))}


def saturation(e: Env) -> float:
    """Integrates the slope sech² of the hyperbolic tangent from x on."""
    t = np.linspace(e["x"], e["x"] + 20, 400_001)
    f = np.cosh(t) ** -2.0
    h = float(t[1] - t[0])
    return float(h / 3 * (f[0] + f[-1] + 4 * f[1:-1:2].sum() + 2 * f[2:-1:2].sum()))


FAMILIES = [
    Family(
        "harmonic-budget",
        "limit",
        r"$\sum_{t=1}^{T} \frac1t = \Theta(\log T)$",
        steps_so_far,
        {
            "right": lambda e: math.log(e["T"]),
            "bounded": lambda e: 1.0,
            "root": lambda e: math.sqrt(e["T"]),
            "t-log-t": lambda e: e["T"] * math.log(e["T"]),
            "twice": lambda e: math.log(math.log(e["T"])),
        },
        sizes=({"T": 10**4}, {"T": 10**5}, {"T": 10**7}),
    ),
    Family(
        "correlated-forest",
        "limit",
        r"$\rho\sigma^2 + \frac{1-\rho}{B}\sigma^2 \to \rho\sigma^2$ as $B \to \infty$",
        forest,
        {
            "right": lambda e: e["rho"] * e["s2"],
            "zero": lambda e: 0.0,
            "independent-part": lambda e: (1 - e["rho"]) * e["s2"],
            "single": lambda e: e["s2"],
            "squared": lambda e: e["rho"] ** 2 * e["s2"],
            "deviation": lambda e: e["rho"] * math.sqrt(e["s2"]),
        },
        forest_draw,
    ),
    Family(
        "double-bootstrap",
        "limit",
        r"$\left(1 - \tfrac1n\right)^{2n} \to e^{-2}$",
        never_drawn,
        {
            "right": math.exp(-2),
            "right-rounded": said("0.1353"),
            "drawn": 1 - math.exp(-2),
            "single": math.exp(-1),
            "root": math.exp(-0.5),
            "zero": 0.0,
            "one": 1.0,
        },
    ),
    Family(
        "tanh-saturates",
        "limit",
        r"$1 - \tanh x \sim 2 e^{-2x}$ for $x \to \infty$",
        saturation,
        {
            "right": lambda e: 2 * math.exp(-2 * e["x"]),
            "no-factor": lambda e: math.exp(-2 * e["x"]),
            "sigmoid": lambda e: math.exp(-e["x"]),
            "slope": lambda e: 4 * math.exp(-2 * e["x"]),
            "gauss": lambda e: 2 * math.exp(-(e["x"] ** 2)),
            "power": lambda e: 1 / e["x"],
        },
        tail_draw,
    ),
]
