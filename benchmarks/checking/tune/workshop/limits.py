"""Limits and orders of growth, as they were worked out at a whiteboard and in its chat."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def beam_scores(e: Env) -> int:
    """Counts the continuations that are scored, step by step and beam by beam."""
    count = 0
    for _step in range(e["T"]):
        for _beam in range(e["k"]):
            count += e["V"]
    return count


def cholesky(e: Env) -> int:
    """Counts the multiplications of a Cholesky factorisation, entry by entry."""
    count = 0
    for i in range(e["n"]):
        for j in range(i + 1):
            count += j + 1
    return count


def draw_decay(rng: np.random.Generator) -> Env:
    return {"lam": rng.uniform(0.2, 0.8), "t": rng.uniform(1.2, 2.5)}


def many_small_steps(e: Env) -> Any:
    """Shrinks the weight ten million times by a little, in logarithms."""
    n = 10**7
    return math.exp(n * math.log1p(-e["lam"] * e["t"] / n))


def draw_sample(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(0.5, 4, size=5)}


def soft_mean(e: Env) -> Any:
    """The smooth maximum at β = 10⁻⁶, with log1p and expm1."""
    beta = 1e-6
    return math.log1p(sum(math.expm1(beta * x) for x in e["x"]) / 5) / beta


def draw_gradient(rng: np.random.Generator) -> Env:
    return {"g": rng.choice([-1, 1]) * rng.uniform(0.2, 3), "eta": rng.uniform(0.01, 0.1)}


def settled_adam(e: Env) -> Any:
    """Runs Adam's two averages for 30,000 steps on the same gradient and takes the last step."""
    m = v = 0.0
    for _ in range(30_000):
        m, v = 0.9 * m + 0.1 * e["g"], 0.999 * v + 0.001 * e["g"] ** 2
    return e["eta"] * m / math.sqrt(v)


TKV = tuple({"T": t, "k": k, "V": v} for t, k, v in product((8, 32), (4, 16), (50, 800)))


def scan_rounds(e: Env) -> int:
    """Lets every place add the partial sum that lies twice as far back as before, and counts the rounds."""
    sums, reach, rounds = np.ones(e["n"], int), 1, 0
    while reach < e["n"]:
        sums[reach:] = sums[reach:] + sums[:-reach].copy()
        reach, rounds = 2 * reach, rounds + 1
    assert (sums == np.arange(1, e["n"] + 1)).all()
    return rounds


def draw_coin(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(1, 5), "b": rng.uniform(6, 9), "f": rng.uniform(0.55, 0.9)}


def washed_out(e: Env) -> Any:
    """Updates the pseudo-counts with ten portions of a billion throws each."""
    a, b = e["a"], e["b"]
    for _portion in range(10):
        a, b = a + e["f"] * 1e9, b + (1 - e["f"]) * 1e9
    return a / (a + b)


FAMILIES = [
    Family(
        "beam-growth",
        "limit",
        r"$\mathcal O(T k V)$ for $T$ steps, $k$ beams, vocabulary size $V$",
        beam_scores,
        {
            "right": lambda e: e["T"] * e["k"] * e["V"],
            "one-step": lambda e: e["k"] * e["V"],
            "greedy": lambda e: e["T"] * e["V"],
            "exhaustive": lambda e: e["V"] ** e["T"],
            "log-vocabulary": lambda e: e["T"] * e["k"] * math.log(e["V"]),
            "quadratic": lambda e: e["T"] * e["k"] ** 2 * e["V"],
        },
        sizes=TKV,
    ),
    Family(
        "kernel-factorisation",
        "limit",
        r"$\Theta(n^3)$",
        cholesky,
        {
            "right": lambda e: e["n"] ** 3,
            "square": lambda e: e["n"] ** 2,
            "square-log": lambda e: e["n"] ** 2 * math.log(e["n"]),
            "fast": lambda e: e["n"] ** 2.37,
            "exponential": lambda e: 2 ** e["n"],
        },
        sizes=({"n": 100}, {"n": 300}, {"n": 900}),
    ),
    Family(
        "continuous-decay",
        "limit",
        r"$\lim_{n\to\infty}\left(1-\frac{\lambda t}{n}\right)^n = e^{-\lambda t}$",
        many_small_steps,
        {
            "right": lambda e: math.exp(-e["lam"] * e["t"]),
            "growing": lambda e: math.exp(e["lam"] * e["t"]),
            "first-order": lambda e: 1 - e["lam"] * e["t"],
            "one": lambda e: 1.0,
            "zero": lambda e: 0.0,
            "ratio": lambda e: math.exp(-e["lam"] / e["t"]),
        },
        draw=draw_decay,
    ),
    Family(
        "flat-smooth-maximum",
        "limit",
        r"$\lim_{\beta\to0} \frac1\beta \ln\left(\frac1n\sum_{i=1}^n e^{\beta x_i}\right) = \frac1n\sum_{i=1}^n x_i$",
        soft_mean,
        {
            "right": lambda e: e["x"].mean(),
            "maximum": lambda e: e["x"].max(),
            "sum": lambda e: e["x"].sum(),
            "zero": lambda e: 0.0,
            "geometric": lambda e: math.exp(np.log(e["x"]).mean()),
            "free": lambda e: math.log(np.exp(e["x"]).mean()),
        },
        draw=draw_sample,
    ),
    Family(
        "settled-adam",
        "limit",
        r"The step tends to $\eta\,\mathrm{sign}(g)$.",
        settled_adam,
        {
            "right": lambda e: e["eta"] * np.sign(e["g"]),
            "plain": lambda e: e["eta"] * e["g"],
            "unsigned": lambda e: e["eta"],
            "inverse": lambda e: e["eta"] / e["g"],
            "zero": lambda e: 0.0,
            "biased": lambda e: 0.1 / math.sqrt(0.001) * e["eta"] * np.sign(e["g"]),
        },
        draw=draw_gradient,
    ),
    Family(
        "scan-depth",
        "limit",
        r"$\mathcal O(\log n)$",
        scan_rounds,
        {
            "right": lambda e: math.log(e["n"]),
            "linear": lambda e: e["n"],
            "constant": lambda e: 1,
            "work": lambda e: e["n"] * math.log(e["n"]),
            "root": lambda e: math.sqrt(e["n"]),
            "squared-log": lambda e: math.log(e["n"]) ** 2,
        },
        sizes=({"n": 2**4}, {"n": 2**8}, {"n": 2**16}),
    ),
    Family(
        "washed-out-prior",
        "limit",
        r"$\lim_{n\to\infty} \frac{a + fn}{a + b + n} = f$",
        washed_out,
        {
            "right": lambda e: e["f"],
            "prior": lambda e: e["a"] / (e["a"] + e["b"]),
            "half": lambda e: 0.5,
            "one": lambda e: 1.0,
            "odds": lambda e: e["f"] / (1 - e["f"]),
            "tails": lambda e: 1 - e["f"],
        },
        draw=draw_coin,
    ),
]
