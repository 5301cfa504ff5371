"""Limits, asymptotics and complexity, tuned half: counted operations, and values far out."""

from __future__ import annotations

import heapq
import math
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family, said


def never_drawn() -> float:
    """(1 − 1/n)ⁿ at n = 10⁹, in logarithms."""
    return math.exp(1e9 * math.log1p(-1e-9))


def attention_products(e: Env) -> int:
    """Counts the multiplications of QKᵀ and of the weighted sum, query by query."""
    count = 0
    for _query in range(e["n"]):
        count += e["n"] * e["d"]  # one dot product of length d with every key
        count += e["n"] * e["d"]  # every value times its weight
    return count


class Counted(float):
    """A number that counts how often it is compared."""

    comparisons = 0

    def __lt__(self, other: float) -> bool:
        Counted.comparisons += 1
        return float(self) < float(other)


def heap_sort(e: Env) -> int:
    """Sorts n random numbers with a heap and counts the comparisons."""
    Counted.comparisons = 0
    heap = [Counted(v) for v in np.random.default_rng(0).random(size=(e["n"],))]
    heapq.heapify(heap)
    while heap:
        heapq.heappop(heap)
    return Counted.comparisons


def coin_error(e: Env) -> float:
    """The standard deviation of the mean of n fair coins, from the binomial distribution itself."""
    n = e["n"]
    logs = [math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2) for k in range(n + 1)]
    return math.sqrt(sum(math.exp(v) * (k / n - 0.5) ** 2 for k, v in enumerate(logs)))


def draw_correlated(rng: np.random.Generator) -> Env:
    return {"rho": rng.uniform(0.1, 0.9), "s": rng.uniform(0.5, 2)}


def ensemble_variance(e: Env) -> float:
    """1ᵀΣ1/n² at n = 10⁷ for equal correlations: n variances and n(n − 1) covariances, added up."""
    n = 10**7
    return float((n * e["s"] ** 2 + n * (n - 1) * e["rho"] * e["s"] ** 2) / n**2)


def draw_pair(rng: np.random.Generator) -> Env:
    return {"a": rng.normal(), "b": rng.normal()}


def cold_softmax(e: Env) -> Any:
    """τ ln(exp(a/τ) + exp(b/τ)) at τ = 10⁻⁷."""
    return 1e-7 * np.logaddexp(e["a"] / 1e-7, e["b"] / 1e-7)


def conv_products(e: Env) -> int:
    """Counts the multiplications of a same-padded convolution, output row by output row."""
    return sum(e["W"] * e["O"] * e["I"] * e["k"] * e["k"] for _row in range(e["H"]))


SIZES_N = tuple({"n": 2**k} for k in (8, 11, 14))
SIZES_ND = tuple({"n": n, "d": d} for n in (64, 1024) for d in (16, 512))
SIZES_CONV = tuple(
    {"H": h, "W": w, "I": i, "O": o, "k": k}
    for h, w, i, o, k in [
        (8, 8, 4, 4, 3),
        (64, 8, 4, 4, 3),
        (8, 64, 4, 4, 3),
        (8, 8, 64, 4, 3),
        (8, 8, 4, 64, 3),
        (8, 8, 4, 4, 9),
    ]
)


def subsets(e: Env) -> int:
    """Visits every subset of n features, one by one."""
    return sum(1 for _ in product((0, 1), repeat=e["n"]))


FAMILIES = [
    Family(
        "subset-search",
        "limit",
        "$O(2^n)$",
        subsets,
        {
            "right": lambda e: 2 ** e["n"],
            "square": lambda e: e["n"] ** 2,
            "three": lambda e: 3 ** e["n"],
            "factorial": lambda e: math.factorial(e["n"]),
        },
        sizes=tuple({"n": n} for n in (4, 8, 16)),
    ),
    Family(
        "never-drawn",
        "limit",
        r"$e^{-1}$",
        never_drawn,
        {
            "right": math.exp(-1),
            "right-rounded": said("0.368"),
            "one": 1.0,
            "zero": 0.0,
            "drawn": 1 - math.exp(-1),
            "e": math.e,
        },
    ),
    Family(
        "attention-cost",
        "limit",
        r"$O(n^2 d)$",
        attention_products,
        {
            "right": lambda e: e["n"] ** 2 * e["d"],
            "linear": lambda e: e["n"] * e["d"],
            "no-width": lambda e: e["n"] ** 2,
            "swapped": lambda e: e["n"] * e["d"] ** 2,
            "log": lambda e: e["n"] * math.log(e["n"]) * e["d"],
        },
        sizes=SIZES_ND,
    ),
    Family(
        "sorting-cost",
        "limit",
        r"$\Theta(n \log n)$",
        heap_sort,
        {
            "right": lambda e: e["n"] * math.log2(e["n"]),
            "square": lambda e: e["n"] ** 2,
            "linear": lambda e: e["n"],
            "log": lambda e: math.log2(e["n"]),
            "log-square": lambda e: e["n"] * math.log2(e["n"]) ** 2,
        },
        sizes=SIZES_N,
    ),
    Family(
        "standard-error",
        "limit",
        r"$O(1/\sqrt{n})$",
        coin_error,
        {
            "right": lambda e: e["n"] ** -0.5,
            "variance": lambda e: 1 / e["n"],
            "square": lambda e: e["n"] ** -2,
            "grows": lambda e: e["n"] ** 0.5,
            "constant": lambda e: 1,
        },
        sizes=tuple({"n": n} for n in (64, 512, 4096)),
    ),
    Family(
        "ensemble-limit",
        "limit",
        r"$\rho\,\sigma^2$",
        ensemble_variance,
        {
            "right": lambda e: e["rho"] * e["s"] ** 2,
            "zero": lambda e: 0.0,
            "single": lambda e: e["s"] ** 2,
            "complement": lambda e: (1 - e["rho"]) * e["s"] ** 2,
            "root": lambda e: e["rho"] * e["s"],
        },
        draw=draw_correlated,
    ),
    Family(
        "cold-softmax",
        "limit",
        r"$\max(a, b)$",
        cold_softmax,
        {
            "right": lambda e: max(e["a"], e["b"]),
            "min": lambda e: min(e["a"], e["b"]),
            "sum": lambda e: e["a"] + e["b"],
            "mean": lambda e: (e["a"] + e["b"]) / 2,
        },
        draw=draw_pair,
    ),
    Family(
        "conv-cost",
        "limit",
        r"$O(H W C_{in} C_{out} k^2)$",
        conv_products,
        {
            "right": lambda e: e["H"] * e["W"] * e["I"] * e["O"] * e["k"] ** 2,
            "one-side": lambda e: e["H"] * e["W"] * e["I"] * e["O"] * e["k"],
            "weights-only": lambda e: e["I"] * e["O"] * e["k"] ** 2,
            "depthwise": lambda e: e["H"] * e["W"] * e["I"] * e["k"] ** 2,
            "sum": lambda e: e["H"] * e["W"] * (e["I"] + e["O"]) * e["k"] ** 2,
        },
        sizes=SIZES_CONV,
    ),
]
