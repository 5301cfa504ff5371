"""Items of an office hour, with the keys from its blackboard."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family, said


def process_fit(size: Env) -> int:
    """Counts the multiplications of a Cholesky factorisation, entry by entry."""
    return sum(column + 1 for row in range(size["n"]) for column in range(row + 1))


def steep_sigmoid() -> Any:
    """Evaluates σ(kx) at -1, 0 and 1 for k = 500."""
    return np.array([1 / (1 + math.exp(-500 * x)) for x in (-1.0, 0.0, 1.0)])


def median_of_minimum() -> float:
    """Evaluates n(1 - 2^(-1/n)) at ten million."""
    return 10**7 * (1 - 2 ** (-1 / 10**7))


def ngram_table(size: Env) -> int:
    """Lists all words of n letters."""
    return sum(1 for _ in product(range(size["V"]), repeat=size["n"]))


def output_projection(e: Env) -> tuple[int, ...]:
    """Joins the heads' outputs of one token and maps every unit vector of the result to the model's width."""
    joined = np.concatenate([np.zeros(e["v"]) for _head in range(e["h"])])
    return np.stack([np.zeros(e["d"]) for _entry in joined]).shape


def audio_frames() -> tuple[int, ...]:
    """Slides 64 filters of length 400 over 16,000 samples, 160 at a time."""
    starts = [s for s in range(0, 16_000, 160) if s + 400 <= 16_000]
    return np.zeros((4, 64, len(starts)), np.int8).shape


def pairwise_gaps(e: Env) -> tuple[int, ...]:
    """Subtracts with two added axes."""
    x, y = np.zeros((e["m"], e["d"])), np.zeros((e["n"], e["d"]))
    return (x[:, None, :] - y[None, :, :]).shape


def soft_policy(e: Env) -> Any:
    """Improves a policy multiplicatively on E[r] - β KL(π ‖ π₀) until it stays where it is."""
    pi, step = np.full(3, 1 / 3), 0.3 / e["beta"]
    for _ in range(400):
        pi = pi * np.exp(step * (e["r"] - e["beta"] * np.log(pi / e["ref"])))
        pi /= pi.sum()
    return pi


def normal(weights: Any) -> Any:
    return weights / weights.sum()


def mean_interval() -> tuple[float, float] | Any:
    """Widens an interval around 5 until the normal law with standard error 5/10 gives it 95 %."""
    low, high = 0.0, 5.0
    for _ in range(60):
        half = (low + high) / 2
        if math.erf(half / 0.5 / math.sqrt(2)) < 0.95:
            low = half
        else:
            high = half
    return np.array([5 - low, 5 + low])


BITS = list(product((0, 1), repeat=2))


def gate() -> tuple[bool, ...]:
    """Evaluates the threshold unit on the four inputs."""
    return tuple(a + b - 1.5 > 0 for a, b in BITS)


def merged_word() -> tuple[str, ...]:
    """Applies the merges l+o, lo+w, e+r in turn to the letters of the word."""
    pieces = list("lower")
    for left, right in (("l", "o"), ("lo", "w"), ("e", "r")):
        k = 0
        while k < len(pieces) - 1:
            if (pieces[k], pieces[k + 1]) == (left, right):
                pieces[k : k + 2] = [left + right]
            k += 1
    return tuple(pieces)


def group_advantages() -> Any:
    """Subtracts the mean of 1, 0, 0, 1 and divides by the root of the mean square, by loops."""
    rewards = [1, 0, 0, 1]
    mean = sum(rewards) / 4
    spread = math.sqrt(sum((r - mean) ** 2 for r in rewards) / 4)
    return np.array([(r - mean) / spread for r in rewards])


def rental_cost() -> Fraction:
    """Pays for every hour of every machine."""
    return sum((Fraction(5, 2) for _hour in range(72) for _machine in range(8)), Fraction(0))


def two_largest() -> Any:
    """Takes the largest logit out twice and notes where it stood."""
    logits, out = [2.1, -0.3, 0.7, 3.5], []
    for _ in range(2):
        place = max(range(4), key=lambda k: logits[k])
        out.append(place)
        logits[place] = -math.inf
    return np.array(out)


def curvature_times_vector() -> Any:
    """Differences of the gradient of x² + xy + 2y², itself by differences, along (1, -1)."""

    def f(p: Any) -> float:
        return float(p[0] ** 2 + p[0] * p[1] + 2 * p[1] ** 2)

    def gradient(p: Any) -> Any:
        return np.array([(f(p + h) - f(p - h)) / 2e-3 for h in 1e-3 * np.eye(2)])

    v = np.array([1.0, -1.0])
    return (gradient(0.01 * v) - gradient(-0.01 * v)) / 0.02


def shrunk_parts(e: Env) -> Any:
    """Enumerates all samples of n values that are μ - σ or μ + σ with equal chance."""
    means = [e["a"] * sum(xs) / e["n"] for xs in product((e["mu"] - e["s"], e["mu"] + e["s"]), repeat=e["n"])]
    centre = sum(means) / len(means)
    return np.array([centre - e["mu"], sum((m - centre) ** 2 for m in means) / len(means)])


def draw_widths(rng: np.random.Generator) -> Env:
    h, v, d = (int(k) for k in rng.choice([2, 3, 5, 7, 11], size=3, replace=False))
    return {"h": h, "v": v, "d": d}


def draw_counts(rng: np.random.Generator) -> Env:
    m, n, d = (int(k) for k in rng.choice([2, 3, 5, 7, 11], size=3, replace=False))
    return {"m": m, "n": n, "d": d}


FAMILIES = [
    Family(
        "process-fit",
        "limit",
        "O(n³)  — Cholesky of K + σ²I dominates",
        process_fit,
        {
            "right": lambda s: s["n"] ** 3,
            "square": lambda s: s["n"] ** 2,
            "linear": lambda s: s["n"],
            "sorted": lambda s: s["n"] ** 2 * math.log(s["n"]),
            "fourth": lambda s: s["n"] ** 4,
        },
        sizes=({"n": 100}, {"n": 200}, {"n": 900}),
    ),
    Family(
        "steep-sigmoid",
        "limit",
        r"$\lim_{k\to\infty}\sigma(kx)=\begin{cases}1&x>0\\\tfrac12&x=0\\0&x<0\end{cases}$",
        steep_sigmoid,
        {
            "right": np.array([0, 0.5, 1]),
            "closed": np.array([0, 1, 1]),
            "sign": np.array([-1, 0, 1]),
            "flat": np.array([0.5, 0.5, 0.5]),
            "flipped": np.array([1, 0.5, 0]),
        },
    ),
    Family(
        "median-of-minimum",
        "limit",
        "log(2)",
        median_of_minimum,
        {
            "right": math.log(2),
            "half": 0.5,
            "mean": 1.0,
            "zero": 0.0,
            "unbounded": math.inf,
            "inverse": 1 / math.log(2),
        },
    ),
    Family(
        "ngram-table",
        "limit",
        r"exponential in the order: $\Theta(|V|^n)$ entries",
        ngram_table,
        {
            "right": lambda s: s["V"] ** s["n"],
            "linear": lambda s: s["V"] * s["n"],
            "square": lambda s: s["V"] ** 2,
            "swapped": lambda s: s["n"] ** s["V"],
            "factorial": lambda s: math.factorial(s["n"]) * s["V"],
        },
        sizes=({"V": 2, "n": 3}, {"V": 6, "n": 2}, {"V": 3, "n": 7}, {"V": 5, "n": 5}),
    ),
    Family(
        "output-projection",
        "shape",
        r"$W_O \in \mathbb{R}^{(h\,d_v)\times d}$ (row-vector convention, $y = \mathrm{concat}\cdot W_O$)",
        output_projection,
        {
            "right": lambda e: (e["h"] * e["v"], e["d"]),
            "transposed": lambda e: (e["d"], e["h"] * e["v"]),
            "one-head": lambda e: (e["v"], e["d"]),
            "split": lambda e: (e["h"], e["v"], e["d"]),
            "square": lambda e: (e["d"], e["d"]),
        },
        draw=draw_widths,
    ),
    Family(
        "audio-frames",
        "shape",
        "(4, 64, 98) since ⌊(16000 − 400)/160⌋ + 1 = 98",
        audio_frames,
        {
            "right": (4, 64, 98),
            "channels-last": (4, 98, 64),
            "padded": (4, 64, 100),
            "no-plus-one": (4, 64, 97),
            "mono": (4, 1, 98),
        },
    ),
    Family(
        "pairwise-gaps",
        "shape",
        "m × n × d",
        pairwise_gaps,
        {
            "right": lambda e: (e["m"], e["n"], e["d"]),
            "distances": lambda e: (e["m"], e["n"]),
            "swapped": lambda e: (e["n"], e["m"], e["d"]),
            "stacked": lambda e: (e["m"] + e["n"], e["d"]),
            "flat": lambda e: (e["m"] * e["n"], e["d"]),
        },
        draw=draw_counts,
    ),
    Family(
        "soft-policy",
        "general",
        r"$\pi^*(a) \propto \pi_0(a)\,e^{r(a)/\beta}$ [normaliser not required]",
        soft_policy,
        {
            "right": lambda e: normal(e["ref"] * np.exp(e["r"] / e["beta"])),
            "no-reference": lambda e: normal(np.exp(e["r"] / e["beta"])),
            "multiplied": lambda e: normal(e["ref"] * np.exp(e["r"] * e["beta"])),
            "sign": lambda e: normal(e["ref"] * np.exp(-e["r"] / e["beta"])),
            "linear": lambda e: normal(e["ref"] * e["r"] / e["beta"]),
        },
        draw=lambda rng: {
            "r": rng.uniform(0.2, 2, size=3),
            "ref": rng.dirichlet(np.ones(3)),
            "beta": rng.uniform(0.4, 0.8),
        },
    ),
    Family(
        "mean-interval",
        "general",
        "5 ± 0.98, i.e. [4.02, 5.98]",
        mean_interval,
        {
            "right": np.array([4.02, 5.98]),
            "ninety": np.array([4.18, 5.82]),
            "no-root": np.array([-4.8, 14.8]),
            "by-n": np.array([4.902, 5.098]),
            "one-error": np.array([4.5, 5.5]),
        },
        tolerance=1e-4,
    ),
    Family(
        "gate-of-weights",
        "general",
        "the logical AND of x₁ and x₂",
        gate,
        {
            "right": tuple(bool(a and b) for a, b in BITS),
            "or": tuple(bool(a or b) for a, b in BITS),
            "nand": tuple(not (a and b) for a, b in BITS),
            "xor": tuple(a != b for a, b in BITS),
        },
    ),
    Family(
        "merged-word",
        "general",
        "['low', 'er']",
        merged_word,
        {
            "right": ("low", "er"),
            "last-lost": ("low", "e", "r"),
            "second-lost": ("lo", "w", "er"),
            "whole": ("lower",),
            "suffix": ("l", "ower"),
        },
    ),
    Family(
        "shrunk-parts",
        "general",
        r"$\text{bias} = (a-1)\mu,\qquad \text{variance} = a^2\sigma^2/n$",
        shrunk_parts,
        {
            "right": lambda e: np.array([(e["a"] - 1) * e["mu"], e["a"] ** 2 * e["s"] ** 2 / e["n"]]),
            "sign": lambda e: np.array([(1 - e["a"]) * e["mu"], e["a"] ** 2 * e["s"] ** 2 / e["n"]]),
            "plain-factor": lambda e: np.array([(e["a"] - 1) * e["mu"], e["a"] * e["s"] ** 2 / e["n"]]),
            "single": lambda e: np.array([(e["a"] - 1) * e["mu"], e["a"] ** 2 * e["s"] ** 2]),
            "unbiased": lambda e: np.array([0, e["a"] ** 2 * e["s"] ** 2 / e["n"]]),
        },
        draw=lambda rng: {
            "a": rng.uniform(0.5, 0.9),
            "mu": rng.uniform(1, 2),
            "s": rng.uniform(1, 3),
            "n": int(rng.integers(3, 7)),
        },
    ),
    Family(
        "group-advantages",
        "array",
        "Â = (+1, −1, −1, +1)   (population std = ½)",
        group_advantages,
        {
            "right": np.array([1, -1, -1, 1]),
            "centred": np.array([0.5, -0.5, -0.5, 0.5]),
            "sample": np.array([1, -1, -1, 1]) * math.sqrt(3) / 2,
            "sign": np.array([-1, 1, 1, -1]),
            "raw": np.array([1, 0, 0, 1]),
        },
    ),
    Family(
        "two-largest",
        "array",
        "indices [3, 0] (counting from 0)",
        two_largest,
        {
            "right": np.array([3, 0]),
            "smallest": np.array([1, 2]),
            "next": np.array([3, 2]),
            "values": np.array([3.5, 2.1]),
            "single": np.array([3]),
        },
    ),
    Family(
        "curvature-times-vector",
        "array",
        r"H v = \begin{bmatrix} 2 & 1 \\ 1 & 4 \end{bmatrix} \begin{bmatrix} 1 \\ -1 \end{bmatrix} = [1, -3]^T",
        curvature_times_vector,
        {
            "right": np.array([1, -3]),
            "plus": np.array([3, 5]),
            "halved": np.array([0, -1]),
            "diagonal": np.array([2, -4]),
            "form": np.array(4),
        },
    ),
    Family(
        "rental-cost",
        "number",
        r"8 GPUs × 72 h × \$2.50 = \$1,440",
        rental_cost,
        {
            "right": 1440,
            "one-machine": 180,
            "hourly": 20,
            "cents": Fraction(144, 10),
            "days": 60,
            "round": said("1.5", 1000),
        },
    ),
]
