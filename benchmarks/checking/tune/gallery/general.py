"""General mathematics: sets, intervals, orders, distributions, piecewise formulas and mixed answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import numpy as np
from families import Env, Family


def safe_rates() -> frozenset[Fraction]:
    """Runs gradient descent on a bowl with curvatures 8 and 2, for many rates, and keeps those that arrive."""
    tried = [Fraction(k, 32) for k in range(-4, 33)]
    w = np.ones((len(tried), 2))
    for _step in range(150):
        w = np.clip(w - np.array(tried, float)[:, None] * np.array([8.0, 2.0]) * w, -1e6, 1e6)
    return frozenset(rate for rate, end in zip(tried, w, strict=True) if np.abs(end).max() < 1e-3)


def rates(low: Fraction | int, high: Fraction | int, *, closed: bool = False) -> frozenset[Fraction]:
    """The tried rates in an interval."""
    tried = [Fraction(k, 32) for k in range(-4, 33)]
    return frozenset(r for r in tried if low < r < high or (closed and r in (low, high)))


def extrema() -> dict[str, tuple[int, ...]]:
    """Walks along 3w⁴ - 4w³ - 12w² in tenths, and notes where both neighbours are higher or lower."""

    def f(w: Fraction) -> Fraction:
        return 3 * w**4 - 4 * w**3 - 12 * w**2

    found: dict[str, tuple[int, ...]] = {"minima": (), "maxima": ()}
    step = Fraction(1, 10)
    for k in range(-30, 31):
        w = k * step
        around = (f(w - step), f(w + step))
        if f(w) < min(around):
            found["minima"] += (int(w),)
        elif f(w) > max(around):
            found["maxima"] += (int(w),)
    return found


def quantile_draw(rng: np.random.Generator) -> Env:
    """Residuals of both signs and a level."""
    return {"u": np.array([-2.0, -0.5, 0.0, 0.25, 3.0]) * rng.uniform(0.5, 2), "t": rng.uniform(0.1, 0.4)}


def pinball(e: Env) -> np.ndarray:
    """Adds up a slope of t to the right of zero and of t - 1 to the left, in a thousand small steps."""
    out = []
    for u in e["u"]:
        middles = (np.arange(1000) + 0.5) * u / 1000
        out.append(sum((e["t"] if m > 0 else e["t"] - 1) * u / 1000 for m in middles))
    return np.array(out)


def schedule_draw(rng: np.random.Generator) -> Env:
    """The lengths of a warm-up and of a training, and the highest rate."""
    w = int(rng.integers(3, 6))
    return {"w": w, "T": w + int(rng.integers(4, 9)), "m": rng.uniform(0.1, 2)}


def schedule(e: Env) -> np.ndarray:
    """Steps up by equal amounts until the warm-up is over, then down by equal amounts to zero at the end."""
    rate, out = 0.0, [0.0]
    for t in range(1, e["T"] + 1):
        rate += e["m"] / e["w"] if t <= e["w"] else -e["m"] / (e["T"] - e["w"])
        out.append(rate)
    return np.array(out)


def by_time(rising: Callable[[Env, int], float], falling: Callable[[Env, int], float]) -> Callable[[Env], np.ndarray]:
    """A schedule with one formula up to the warm-up's end and another after it."""
    return lambda e: np.array([(rising if t <= e["w"] else falling)(e, t) for t in range(e["T"] + 1)])


def posterior() -> np.ndarray:
    """Multiplies prior and likelihood of three heads and six tails on a fine grid; mean and variance."""
    p = (np.arange(20_000) + 0.5) / 20_000
    density = p * (1 - p) ** 2
    for toss in "HTTHTTTHT":
        density = density * (p if toss == "H" else 1 - p)
    density /= density.sum()
    mean = (density * p).sum()
    return np.array([mean, (density * (p - mean) ** 2).sum()])


def beta(a: int, b: int) -> np.ndarray:
    """The mean and the variance of a beta distribution."""
    return np.array([a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))])


def difference_moments() -> tuple[Fraction, Fraction]:
    """Enumerates two coins with the same means and variances, 2 ± 2 and 3 ± 3, and takes X - Y."""
    values = [Fraction(x - y) for x, y in product((0, 4), (0, 6))]
    mean = sum(values, Fraction(0)) / len(values)
    return mean, sum(((v - mean) ** 2 for v in values), Fraction(0)) / len(values)


def merges() -> tuple[str, ...]:
    """Runs byte-pair encoding for three merges."""
    words = Counter({("c", "a", "t"): 6, ("c", "a", "r"): 5, ("c", "a", "r", "t"): 3, ("b", "a", "t"): 4})
    done = []
    for _merge in range(3):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, count in words.items():
            for pair in pairwise(word):
                pairs[pair] += count
        best = max(pairs, key=lambda pair: pairs[pair])
        done.append("".join(best))
        merged: Counter[tuple[str, ...]] = Counter()
        for word, count in words.items():
            merged[tuple(" ".join(word).replace(" ".join(best), "".join(best)).split())] += count
        words = merged
    return tuple(done)


def likeliest_weather() -> tuple[str, ...]:
    """Scores all eight paths for umbrella, umbrella, no umbrella."""
    umbrella = {"rain": 0.9, "sun": 0.2}

    def score(path: tuple[str, ...]) -> float:
        value = 0.5
        for k, (state, seen) in enumerate(zip(path, (True, True, False), strict=True)):
            value *= (0.7 if state == path[k - 1] else 0.3) if k else 1
            value *= umbrella[state] if seen else 1 - umbrella[state]
        return value

    return max(product(("rain", "sun"), repeat=3), key=score)


def patient() -> frozenset[Fraction]:
    """Compares a reward of 4 now with a reward of 9 after two discounted steps, for 36 discounts."""
    return frozenset(g for g in map(Fraction, DISCOUNTS) if sum(r * g**k for k, r in enumerate((0, 0, 9))) > 4)


DISCOUNTS = [Fraction(k, 36) for k in range(36)]


def discounts(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The tried discounts for which a condition holds."""
    return frozenset(g for g in DISCOUNTS if holds(g))


def centring() -> dict[str, Any]:
    """Builds the matrix for 3, 4 and 5 points and tests it."""
    built = [np.eye(n) - np.ones((n, n)) / n for n in (3, 4, 5)]
    return {
        "symmetric": all(np.allclose(h, h.T) for h in built),
        "idempotent": all(np.allclose(h @ h, h) for h in built),
        "ranks": tuple(int(np.linalg.matrix_rank(h)) for h in built),
    }


def dilated_inputs() -> frozenset[int]:
    """Changes one input at a time and watches output 10 of two causal layers of two taps, dilated by 1 and by 3."""

    def output(x: np.ndarray) -> float:
        h = [2 * x[t] + 3 * x[t - 1] for t in range(1, 11)]
        return float(5 * h[-1] + 7 * h[-4])

    return frozenset(k for k in range(11) if output(np.eye(11)[k]) != output(np.zeros(11)))


def eigenpairs() -> frozenset[tuple[int, Fraction]]:
    """Tries all small integer vectors v as directions of [[1, 2], [2, 1]]; eigenvalue and slope v₂ / v₁."""
    found = set()
    for a, b in product(range(-3, 4), repeat=2):
        u, v = a + 2 * b, 2 * a + b
        if a and u * b == v * a:
            found.add((u // a, Fraction(b, a)))
    return frozenset(found)


def pairs(*values: tuple[int, int]) -> frozenset[tuple[int, Fraction]]:
    """Eigenvalues with the slopes of their directions."""
    return frozenset((eigenvalue, Fraction(slope)) for eigenvalue, slope in values)


PLANE = list(product([Fraction(k, 2) for k in range(-8, 13)], repeat=2))


def boundary() -> frozenset[tuple[Fraction, Fraction]]:
    """The points of a grid that are equally far from the means (0, 2) and (4, 0)."""
    return frozenset((x, y) for x, y in PLANE if x**2 + (y - 2) ** 2 == (x - 4) ** 2 + y**2)


def line(a: int, b: int, c: int) -> frozenset[tuple[Fraction, Fraction]]:
    """The points of the grid with ax + by = c."""
    return frozenset((x, y) for x, y in PLANE if a * x + b * y == c)


def sparse_prior() -> str:
    """Finds the density whose negative logarithm moves in step with |w| on both sides of zero."""
    w = np.array([-3.0, -1.0, -0.5, 0.25, 2.0, 4.0])
    logs = {
        "laplace": -abs(w),
        "gaussian": -(w**2) / 2,
        "cauchy": -np.log1p(w**2),
        "logistic": -w - 2 * np.log1p(np.exp(-w)),
        "exponential": np.where(w > 0, -w, -1e9),
    }
    return next(name for name, log in logs.items() if np.allclose(np.diff(-log), np.diff(abs(w))))


def level(slope_right: Callable[[float], float], slope_left: Callable[[float], float]) -> Callable[[Env], np.ndarray]:
    """A loss with one slope to the right of zero and another to the left."""
    return lambda e: np.where(e["u"] >= 0, slope_right(e["t"]) * e["u"], slope_left(e["t"]) * e["u"])


CENTRED = {"symmetric": True, "idempotent": True, "ranks": (2, 3, 4)}

FAMILIES = [
    Family(
        "rates-that-arrive",
        "general",
        r"$0 < \eta < \frac14$",
        safe_rates,
        {
            "right": rates(0, Fraction(1, 4)),
            "one-over-l": rates(0, Fraction(1, 8)),
            "flat-direction": rates(0, 1),
            "closed": rates(0, Fraction(1, 4), closed=True),
            "lower-half": rates(Fraction(1, 8), Fraction(1, 4)),
        },
    ),
    Family(
        "quartic-valleys",
        "general",
        "local minima at $w = -1$ and $w = 2$, local maximum at $w = 0$",
        extrema,
        {
            "right": {"minima": (-1, 2), "maxima": (0,)},
            "inverted": {"minima": (0,), "maxima": (-1, 2)},
            "mirrored": {"minima": (-2, 1), "maxima": (0,)},
            "one-valley": {"minima": (2,), "maxima": (-1,), "saddles": (0,)},
        },
    ),
    Family(
        "pinball-pieces",
        "general",
        r"$\rho_\tau(u) = \tau u$ for $u \ge 0$ and $(\tau - 1)\,u$ for $u < 0$",
        pinball,
        {
            "right": level(lambda t: t, lambda t: t - 1),
            "levels-swapped": level(lambda t: 1 - t, lambda t: -t),
            "sign-lost": level(lambda t: t, lambda t: 1 - t),
            "symmetric": level(lambda t: t, lambda t: -t),
        },
        quantile_draw,
    ),
    Family(
        "warmup-and-down",
        "general",
        r"$\eta(t) = \begin{cases} \eta_{\max}\, t / w & t \le w \\"
        r" \eta_{\max}\,\frac{T - t}{T - w} & w < t \le T \end{cases}$",
        schedule,
        {
            "right": by_time(lambda e, t: e["m"] * t / e["w"], lambda e, t: e["m"] * (e["T"] - t) / (e["T"] - e["w"])),
            "whole-length": by_time(lambda e, t: e["m"] * t / e["w"], lambda e, t: e["m"] * (1 - t / e["T"])),
            "constant": by_time(lambda e, t: e["m"] * t / e["w"], lambda e, t: e["m"]),
            "still-rising": by_time(
                lambda e, t: e["m"] * t / e["w"], lambda e, t: e["m"] * (t - e["w"]) / (e["T"] - e["w"])
            ),
        },
        schedule_draw,
    ),
    Family(
        "nine-toss-posterior",
        "general",
        r"$\theta \mid D \sim \mathrm{Beta}(5, 9)$",
        posterior,
        {
            "right": beta(5, 9),
            "swapped": beta(8, 6),
            "flat-prior": beta(4, 7),
            "all-tosses": beta(5, 12),
            "no-prior": beta(3, 6),
        },
    ),
    Family(
        "normal-difference",
        "general",
        r"$X - Y \sim \mathcal{N}(-1, 13)$ (second argument: the variance)",
        difference_moments,
        {
            "right": (Fraction(-1), Fraction(13)),
            "variances-subtracted": (Fraction(-1), Fraction(5)),
            "deviations-added": (Fraction(-1), Fraction(25)),
            "sum": (Fraction(5), Fraction(13)),
            "deviation": (Fraction(-1), Fraction(169)),
        },
    ),
    Family(
        "three-merges",
        "general",
        "`ca`, `car`, `cat` (in this order)",
        merges,
        {
            "right": ("ca", "car", "cat"),
            "late-swap": ("ca", "cat", "car"),
            "at-first": ("ca", "at", "car"),
            "letters-only": ("ca", "at", "ar"),
        },
    ),
    Family(
        "umbrella-path",
        "general",
        "rain, rain, sun",
        likeliest_weather,
        {
            "right": ("rain", "rain", "sun"),
            "backwards": ("sun", "rain", "rain"),
            "sticky": ("rain", "rain", "rain"),
            "early": ("rain", "sun", "sun"),
        },
    ),
    Family(
        "worth-the-wait",
        "general",
        r"$\gamma > \frac23$ (and, as always, $\gamma < 1$)",
        patient,
        {
            "right": discounts(lambda g: g > Fraction(2, 3)),
            "no-root": discounts(lambda g: g > Fraction(4, 9)),
            "flipped": discounts(lambda g: g < Fraction(2, 3)),
            "three-steps": discounts(lambda g: g**3 > Fraction(4, 9)),
        },
    ),
    Family(
        "centring-facts",
        "general",
        r"$H = I - \frac1n \mathbf{1}\mathbf{1}^\top$ is symmetric and idempotent, and has rank $n - 1$.",
        centring,
        {
            "right": CENTRED,
            "rank-one": CENTRED | {"ranks": (1, 1, 1)},
            "full-rank": CENTRED | {"ranks": (3, 4, 5)},
            "not-idempotent": CENTRED | {"idempotent": False},
        },
    ),
    Family(
        "taps-of-ten",
        "general",
        r"$\{x_6, x_7, x_9, x_{10}\}$",
        dilated_inputs,
        {
            "right": frozenset({6, 7, 9, 10}),
            "filled": frozenset({6, 7, 8, 9, 10}),
            "last-layer": frozenset({7, 10}),
            "union": frozenset({7, 9, 10}),
        },
    ),
    Family(
        "one-two-two-one-pairs",
        "general",
        r"$\lambda_1 = 3$ with $v_1 = (1, 1)^\top$ and $\lambda_2 = -1$ with $v_2 = (1, -1)^\top$",
        eigenpairs,
        {
            "right": pairs((3, 1), (-1, -1)),
            "vectors-swapped": pairs((3, -1), (-1, 1)),
            "sign": pairs((3, 1), (1, -1)),
            "same-vector": pairs((3, 1), (-1, 1)),
        },
    ),
    Family(
        "line-between-means",
        "general",
        "$2x_1 - x_2 = 3$",
        boundary,
        {
            "right": line(2, -1, 3),
            "through-zero": line(2, -1, 0),
            "along": line(1, 2, 4),
            "plus": line(2, 1, 3),
        },
    ),
    Family(
        "prior-of-lasso",
        "general",
        "a Laplace prior (with mean zero)",
        sparse_prior,
        {"right": "laplace", "gaussian": "gaussian", "one-sided": "exponential", "heavy": "cauchy"},
    ),
]
