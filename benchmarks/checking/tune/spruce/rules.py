"""Relations, limits, and general mathematics of a lecturer's homework."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family

Array = np.ndarray[Any, Any]


def batch(rng: np.random.Generator) -> Env:
    return {"B": int(rng.integers(3, 20)), "m": rng.uniform(0.01, 0.5)}


def sum_rate(e: Env) -> float:
    """Takes a step on the mean of random gradients and finds the rate at which the sum makes the same step."""
    g: Array = np.asarray(np.random.default_rng(1).normal(size=e["B"]))
    total = 0.0
    for value in g:
        total += value
    return float(e["m"] * np.mean(g) / total)


def norm_draw(rng: np.random.Generator) -> Env:
    return {"g": rng.normal(), "s": rng.uniform(0.5, 2), "b": rng.normal(), "mu": rng.normal(), "be": rng.normal()}


def folded(e: Env) -> float:
    """Feeds an input of zero through the layer and its normalisation."""
    z = 3.7 * 0.0 + e["b"]
    return float((z - e["mu"]) / e["s"] * e["g"] + e["be"])


def gaussians(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(2, 2))
    return {"S": a @ a.T + np.diag([1.0, 2.0]), "u": rng.normal(size=2), "v": rng.normal(size=2) + 1}


def unit(x: Array) -> Array:
    return np.asarray(x / np.linalg.norm(x))


def discriminant(e: Env) -> Array:
    """Finite differences of the log ratio of both densities (class 1 over class 0), scaled to length one."""

    def ratio(x: Array) -> float:
        square = [float((x - m) @ np.linalg.solve(e["S"], x - m)) for m in (e["v"], e["u"])]
        return (square[1] - square[0]) / 2

    return unit(np.array([ratio(d) - ratio(-d) for d in np.eye(2)]))


def window_work(e: Env) -> int:
    """Counts the multiplications of scores and weighted sums, token by token."""
    return sum(2 * e["d"] for i in range(e["n"]) for _j in range(max(0, i - e["w"] + 1), i + 1))


def descent_steps(e: Env) -> int:
    """Runs gradient descent with rate 1/L on the flattest direction until the error has shrunk to ε."""
    error, steps = 1.0, 0
    while error > e["eps"]:
        error -= error / e["k"]
        steps += 1
    return steps


def adam_draw(rng: np.random.Generator) -> Env:
    return {"lr": rng.uniform(0.001, 0.1), "g": rng.normal() * 3}


def first_step(e: Env) -> float:
    """Runs one step of Adam with a vanishing ε."""
    m, v = 0.1 * e["g"], 0.001 * e["g"] ** 2
    return float(-e["lr"] * (m / (1 - 0.9)) / (math.sqrt(v / (1 - 0.999)) + 1e-14))


GRID = range(-8, 161)


def stable() -> frozenset[int]:
    """Iterates w ← w − ηλw for the curvatures 1 and 8 at every η = k/64 and keeps those that shrink."""

    def shrinks(rate: Fraction) -> bool:
        errors = [Fraction(1), Fraction(1)]
        for _step in range(3):
            errors = [w - rate * curve * w for w, curve in zip(errors, (1, 8), strict=True)]
        return max(map(abs, errors)) < 1

    return frozenset(k for k in GRID if shrinks(Fraction(k, 64)))


def rates(inside: Callable[[Fraction], bool]) -> frozenset[int]:
    return frozenset(k for k in GRID if inside(Fraction(k, 64)))


def critical() -> frozenset[int]:
    """Walks over the integers from −5 to 5 and tests w⁴/4 − w²/2 for an exact zero of the symmetric derivative."""

    def slope(w: int) -> Fraction:
        def f(x: Fraction) -> Fraction:
            return x**4 / 4 - x**2 / 2

        a, b = Fraction(1, 10), Fraction(1, 20)
        coarse, fine = ((f(w + h) - f(w - h)) / (2 * h) for h in (a, b))
        return (4 * fine - coarse) / 3  # exact for polynomials of degree four

    return frozenset(w for w in range(-5, 6) if slope(w) == 0)


PLANE = [(i, j) for i in range(-6, 7) for j in range(-6, 7)]


def boundary() -> frozenset[tuple[int, int]]:
    """Scores both classes at every point of a grid and keeps the ties."""
    scores = np.array([[3, 1, 2], [1, 2, 1]])
    return frozenset(p for p in PLANE if len(set((scores @ np.array([*p, 1])).tolist())) == 1)


def points(inside: Callable[[int, int], bool]) -> frozenset[tuple[int, int]]:
    return frozenset(p for p in PLANE if inside(*p))


FAMILIES = [
    Family(
        "spruce-sum-rate",
        "relation",
        r"\eta_{\text{sum}} = \eta_{\text{mean}} / B",
        sum_rate,
        {
            "right": lambda e: e["m"] / e["B"],
            "inverse": lambda e: e["m"] * e["B"],
            "root": lambda e: e["m"] / math.sqrt(e["B"]),
            "same": lambda e: e["m"],
        },
        draw=batch,
    ),
    Family(
        "spruce-folded-bias",
        "relation",
        r"b' = \beta + \frac{\gamma (b - \mu)}{\sigma}",
        folded,
        {
            "right": lambda e: e["be"] + e["g"] * (e["b"] - e["mu"]) / e["s"],
            "no-mean": lambda e: e["be"] + e["g"] * e["b"] / e["s"],
            "plus-mean": lambda e: e["be"] + e["g"] * (e["b"] + e["mu"]) / e["s"],
            "bias-outside": lambda e: e["be"] + e["b"] - e["g"] * e["mu"] / e["s"],
        },
        draw=norm_draw,
    ),
    Family(
        "spruce-fisher-direction",
        "relation",
        r"w \propto \Sigma^{-1}(\mu_1 - \mu_0) \text{ (up to a positive factor)}",
        discriminant,
        {
            "right": lambda e: unit(np.linalg.solve(e["S"], e["v"] - e["u"])),
            "opposite": lambda e: unit(np.linalg.solve(e["S"], e["u"] - e["v"])),
            "means": lambda e: unit(e["v"] - e["u"]),
            "not-inverted": lambda e: unit(e["S"] @ (e["v"] - e["u"])),
        },
        draw=gaussians,
    ),
    Family(
        "spruce-window-cost",
        "limit",
        "O(n w d)",
        window_work,
        {
            "right": lambda e: e["n"] * e["w"] * e["d"],
            "full": lambda e: e["n"] ** 2 * e["d"],
            "linear": lambda e: e["n"] * e["d"],
            "blocks": lambda e: e["n"] * e["w"] ** 2 * e["d"],
        },
        sizes=tuple({"n": n, "w": w, "d": d} for n, w, d in ((600, 8, 2), (1200, 8, 2), (600, 24, 2), (600, 8, 6))),
    ),
    Family(
        "spruce-descent-steps",
        "limit",
        r"O\left(\kappa \log\frac{1}{\epsilon}\right)",
        descent_steps,
        {
            "right": lambda e: e["k"] * math.log(1 / e["eps"]),
            "root": lambda e: math.sqrt(e["k"]) * math.log(1 / e["eps"]),
            "sublinear": lambda e: e["k"] / e["eps"],
            "condition-free": lambda e: math.log(1 / e["eps"]),
            "squared": lambda e: e["k"] ** 2 * math.log(1 / e["eps"]),
        },
        sizes=tuple({"k": k, "eps": eps} for k, eps in ((40, 1e-3), (160, 1e-3), (40, 1e-6), (80, 1e-9))),
    ),
    Family(
        "spruce-first-adam-step",
        "limit",
        r"-\eta\,\operatorname{sign}(g)",
        first_step,
        {
            "right": lambda e: -e["lr"] * np.sign(e["g"]),
            "gradient": lambda e: -e["lr"] * e["g"],
            "uncorrected": lambda e: -e["lr"] * 0.1 / math.sqrt(0.001) * np.sign(e["g"]),
            "ascent": lambda e: e["lr"] * np.sign(e["g"]),
        },
        draw=adam_draw,
    ),
    Family(
        "spruce-stable-rates",
        "general",
        r"0 < \eta < \frac{1}{4}",
        stable,
        {
            "right": rates(lambda k: 0 < k < Fraction(1, 4)),
            "monotone": rates(lambda k: 0 < k < Fraction(1, 8)),
            "closed": rates(lambda k: 0 < k <= Fraction(1, 4)),
            "flattest": rates(lambda k: 0 < k < 2),
        },
    ),
    Family(
        "spruce-double-well",
        "general",
        r"\{-1, 0, 1\}",
        critical,
        {
            "right": frozenset({-1, 0, 1}),
            "minima": frozenset({-1, 1}),
            "positive": frozenset({0, 1}),
            "zero": frozenset({0}),
        },
    ),
    Family(
        "spruce-class-boundary",
        "general",
        "2x_1 - x_2 + 1 = 0",
        boundary,
        {
            "right": points(lambda x, y: 2 * x - y + 1 == 0),
            "offset": points(lambda x, y: 2 * x - y - 1 == 0),
            "region": points(lambda x, y: 2 * x - y + 1 > 0),
            "added": points(lambda x, y: 4 * x + 3 * y + 3 == 0),
        },
    ),
]
