"""Relations, limits and general mathematics, as a teaching assistant collected them."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Env, Family


def draw_scaled(rng: np.random.Generator) -> Env:
    return {
        "x": rng.normal(size=(8, 3)),
        "w": rng.normal(size=3),
        "s": float(rng.uniform(1.5, 4)),
        "m": rng.normal(size=3),
        "b": float(rng.normal()),
    }


def scaled_weights(e: Env) -> np.ndarray:
    """Solves for the weights that predict the same from x/s."""
    return np.asarray(np.linalg.lstsq(e["x"] / e["s"], e["x"] @ e["w"], rcond=None)[0])


def shifted_bias(e: Env) -> float:
    """Fits weights and bias to the old predictions, from the shifted inputs."""
    rows = np.hstack([e["x"] - e["m"], np.ones((8, 1))])
    return float(np.linalg.lstsq(rows, e["x"] @ e["w"] + e["b"], rcond=None)[0][-1])


def draw_momentum(rng: np.random.Generator) -> Env:
    return {"beta": float(rng.uniform(0.5, 0.9)), "eta": 0.1, "g": rng.normal(size=6)}


def matched_rate(e: Env) -> float:
    """Runs both forms of momentum on six gradients and divides their distances."""
    plain = mean = moved = moved_mean = 0.0
    for g in e["g"]:
        plain, mean = e["beta"] * plain + g, e["beta"] * mean + (1 - e["beta"]) * g
        moved, moved_mean = moved + e["eta"] * plain, moved_mean + mean
    return float(moved / moved_mean)


def draw_batch(rng: np.random.Generator) -> Env:
    return {"n": int(rng.integers(4, 40)), "rest": rng.normal(size=40)}


def outlier(e: Env) -> float:
    """Standardises a batch of n whose first entry is 10⁹."""
    batch = np.array([1e9, *e["rest"][: e["n"] - 1]])
    return float((batch[0] - batch.mean()) / batch.std())


def tree_steps(e: Env) -> int:
    """Halves the vocabulary until one word remains, with a product of d numbers at each node."""
    steps, left, width = 0, int(e["V"]), int(e["d"])
    while left > 1:
        steps, left = steps + width, left // 2
    return steps


def kernel_products(e: Env) -> int:
    """Counts the multiplications of φ(K)ᵀV and then of φ(Q) with it."""
    n, d = int(e["n"]), int(e["d"])
    return sum(d * d for _token in range(n)) + sum(d * d for _token in range(n))


def calm(rate: Fraction) -> bool:
    return all(abs(1 - rate * s) < 1 for s in (1, 4, 10))


def rates() -> list[float]:
    """Bisects between a calm and a wild rate, below and above; then whether the ends themselves are calm."""
    ends = []
    for wild in (Fraction(-1), Fraction(1)):
        good, bad = Fraction(1, 16), wild
        for _ in range(40):
            middle = (good + bad) / 2
            good, bad = (middle, bad) if calm(middle) else (good, middle)
        ends.append(good)
    return [*map(float, ends), *(float(calm(end.limit_denominator(1000))) for end in ends)]


def resting() -> frozenset[int]:
    """Tries all integers up to 100, as x = (3x − x³)/2 has only integer solutions (it divides x³ − x)."""
    return frozenset(x for x in range(-100, 101) if 2 * x == 3 * x - x**3)


GRID = [(Fraction(a, 2), Fraction(b, 2)) for a in range(-12, 13) for b in range(-12, 13)]


def firing() -> frozenset[tuple[Fraction, Fraction]]:
    """Runs a unit with the weights 2, −1 and the bias 3 over a grid of inputs."""
    return frozenset((a, b) for a, b in GRID if np.sign(float(2 * a - b + 3)) > 0)


SIZES = tuple({"V": 2**k, "d": d} for k, d in ((4, 8), (10, 64), (16, 16), (20, 512)))
LENGTHS = tuple({"n": n, "d": d} for n, d in ((8, 4), (64, 4), (64, 32), (512, 16), (32, 256)))

FAMILIES = [
    Family(
        "pine-scaled-weights",
        "relation",
        r"$w' = s\,w$",
        scaled_weights,
        {
            "right": lambda e: e["s"] * e["w"],
            "divided": lambda e: e["w"] / e["s"],
            "square": lambda e: e["s"] ** 2 * e["w"],
            "same": lambda e: e["w"],
        },
        draw=draw_scaled,
    ),
    Family(
        "pine-shifted-bias",
        "relation",
        r"$b' = b + w^\top \mu$",
        shifted_bias,
        {
            "right": lambda e: e["b"] + e["w"] @ e["m"],
            "minus": lambda e: e["b"] - e["w"] @ e["m"],
            "same": lambda e: e["b"],
            "bare-mean": lambda e: e["b"] + e["m"].sum(),
        },
        draw=draw_scaled,
    ),
    Family(
        "pine-matched-rate",
        "relation",
        r"\eta' = \frac{\eta}{1-\beta}",
        matched_rate,
        {
            "right": lambda e: e["eta"] / (1 - e["beta"]),
            "times": lambda e: e["eta"] * (1 - e["beta"]),
            "beta": lambda e: e["eta"] / e["beta"],
            "plus": lambda e: e["eta"] / (1 + e["beta"]),
        },
        draw=draw_momentum,
    ),
    Family(
        "pine-outlier",
        "limit",
        r"$\hat x_1 \to \sqrt{n-1}$",
        outlier,
        {
            "right": lambda e: math.sqrt(e["n"] - 1),
            "infinite": lambda e: math.inf,
            "root-n": lambda e: math.sqrt(e["n"]),
            "one": lambda e: 1.0,
        },
        draw=draw_batch,
    ),
    Family(
        "pine-tree-softmax",
        "limit",
        r"$O(d \log V)$",
        tree_steps,
        {
            "right": lambda e: e["d"] * math.log(e["V"]),
            "flat": lambda e: e["d"] * e["V"],
            "depth-only": lambda e: math.log(e["V"]),
            "sum": lambda e: e["d"] + math.log(e["V"]),
        },
        sizes=SIZES,
    ),
    Family(
        "pine-kernel-attention",
        "limit",
        r"$\Theta(n d^2)$",
        kernel_products,
        {
            "right": lambda e: e["n"] * e["d"] ** 2,
            "usual": lambda e: e["n"] ** 2 * e["d"],
            "single": lambda e: e["n"] * e["d"],
            "log": lambda e: e["n"] * math.log(e["n"]) * e["d"],
        },
        sizes=LENGTHS,
    ),
    Family(
        "pine-rates",
        "general",
        r"$0 < \eta < \frac15$",
        rates,
        {
            "right": [0, 0.2, 0, 0],
            "closed": [0, 0.2, 0, 1],
            "half": [0, 0.1, 0, 0],
            "smallest": [0, 2, 0, 0],
        },
    ),
    Family(
        "pine-resting",
        "general",
        r"$\{-1, 0, 1\}$",
        resting,
        {
            "right": frozenset((-1, 0, 1)),
            "outer": frozenset((-1, 1)),
            "zero-only": frozenset((0,)),
            "positive": frozenset((0, 1)),
        },
    ),
    Family(
        "pine-firing",
        "general",
        r"$x_2 < 2x_1 + 3$",
        firing,
        {
            "right": frozenset((a, b) for a, b in GRID if b < 2 * a + 3),
            "above": frozenset((a, b) for a, b in GRID if b > 2 * a + 3),
            "bias-sign": frozenset((a, b) for a, b in GRID if b < 2 * a - 3),
            "edge": frozenset((a, b) for a, b in GRID if b <= 2 * a + 3),
        },
    ),
]
