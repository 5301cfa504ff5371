"""Limits and growth in written homework, as people say them at the door."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def draw_noise(rng: np.random.Generator) -> Env:
    return {"eta": rng.uniform(0.1, 0.5), "lam": rng.uniform(0.5, 2), "s": rng.uniform(0.5, 2)}


def noise_floor(e: Env) -> float:
    """Follows the second moment of noisy gradient descent through 2000 steps."""
    moment = 1.0
    for _ in range(2000):
        moment = (1 - e["eta"] * e["lam"]) ** 2 * moment + e["eta"] ** 2 * e["s"] ** 2
    return moment


def draw_coin(rng: np.random.Generator) -> Env:
    return {"p": rng.uniform(0.05, 0.4)}


def neighbour_error(e: Env) -> float:
    """Enumerates the labels of the query and of its neighbour, which lies at the same place in the limit."""
    chance = {1: e["p"], 0: 1 - e["p"]}
    return float(sum(chance[own] * chance[near] for own, near in product((0, 1), repeat=2) if own != near))


def descent_steps(e: Env) -> int:
    """Runs gradient descent with step 1/L on the flattest direction until the error is ε times the first."""
    error, steps = 1.0, 0
    while error > e["eps"]:
        error -= error / e["kappa"]
        steps += 1
    return steps


def message_cost(e: Env) -> int:
    """Adds a d-vector along each edge and multiplies each node's vector by a d × d matrix, counting."""
    count = 0
    for _edge in range(e["E"]):
        count += e["d"]
    for _node in range(e["V"]):
        for _row in range(e["d"]):
            count += e["d"]
    return count


def draw_acceptance(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0.3, 0.9)}


def speculative_run(e: Env) -> float:
    """Expected tokens of one check with 500 drafted tokens: k accepted, then one of the large model's own."""
    total, reached = 0.0, 1.0
    for k in range(500):
        total += reached * (1 - e["a"]) * (k + 1)
        reached *= e["a"]
    return total + reached * 501


def draw_wide(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(2, 5)), "y": rng.normal(size=2)}


def ridgeless(e: Env) -> Any:
    """The ridge solution at λ = 10⁻⁸."""
    x = e["X"]
    return np.linalg.solve(x.T @ x + 1e-8 * np.eye(5), x.T @ e["y"])


def separable_norm(e: Env) -> float:
    """Runs t steps of gradient descent on the loss exp(−w) of one point."""
    w = 0.0
    for _ in range(e["t"]):
        w += math.exp(-w)
    return w


def draw_message(rng: np.random.Generator) -> Env:
    return {"N": int(rng.integers(10**6, 10**8))}


def ring_volume(e: Env) -> float:
    """Counts what one device sends in both phases with 1000 and 2000 devices, extrapolated to infinitely many."""
    sent = {}
    for devices in (1000, 2000):
        sent[devices] = sum(e["N"] / devices for _phase in range(2) for _step in range(devices - 1))
    return float(2 * sent[2000] - sent[1000])


FAMILIES = [
    Family(
        "noise-floor",
        "limit",
        r"$\lim_{t\to\infty} \mathbb{E}[w_t^2] = \frac{\eta\,\sigma^2}{\lambda\,(2-\eta\lambda)}$",
        noise_floor,
        {
            "right": lambda e: e["eta"] * e["s"] ** 2 / (e["lam"] * (2 - e["eta"] * e["lam"])),
            "zero": lambda e: 0.0,
            "first-order": lambda e: e["eta"] * e["s"] ** 2 / (2 * e["lam"]),
            "no-rate": lambda e: e["s"] ** 2 / (e["lam"] * (2 - e["eta"] * e["lam"])),
            "one-step": lambda e: e["eta"] ** 2 * e["s"] ** 2,
            "unsquared": lambda e: e["eta"] * e["s"] ** 2 / e["lam"],
        },
        draw=draw_noise,
    ),
    Family(
        "one-neighbour",
        "limit",
        r"$\lim_{n\to\infty} R_n(x) = 2\,p\,(1-p)$, with $p = P(y=1\mid x)$",
        neighbour_error,
        {
            "right": lambda e: 1 - e["p"] ** 2 - (1 - e["p"]) ** 2,
            "bayes": lambda e: min(e["p"], 1 - e["p"]),
            "agreement": lambda e: e["p"] ** 2 + (1 - e["p"]) ** 2,
            "single": lambda e: e["p"] * (1 - e["p"]),
            "twice-bayes": lambda e: 2 * min(e["p"], 1 - e["p"]),
        },
        draw=draw_coin,
    ),
    Family(
        "descent-steps",
        "limit",
        r"$O\left(\kappa \log \frac{1}{\varepsilon}\right)$",
        descent_steps,
        {
            "right": lambda e: e["kappa"] * math.log(1 / e["eps"]),
            "root": lambda e: math.sqrt(e["kappa"]) * math.log(1 / e["eps"]),
            "sublinear": lambda e: e["kappa"] / e["eps"],
            "no-condition": lambda e: math.log(1 / e["eps"]),
        },
        sizes=tuple({"kappa": k, "eps": eps} for k in (50, 200, 800) for eps in (1e-2, 1e-4, 1e-8)),
    ),
    Family(
        "message-cost",
        "limit",
        r"$\mathcal{O}(|E|\,d + |V|\,d^2)$",
        message_cost,
        {
            "right": lambda e: e["E"] * e["d"] + e["V"] * e["d"] ** 2,
            "dense": lambda e: e["V"] ** 2 * e["d"] + e["V"] * e["d"] ** 2,
            "edges": lambda e: e["E"] * e["d"],
            "messages-transformed": lambda e: e["E"] * e["d"] ** 2,
            "no-width": lambda e: e["E"] + e["V"],
        },
        sizes=tuple(
            {"V": v, "E": m, "d": d} for v, m, d in ((100, 400, 8), (100, 3200, 8), (400, 800, 8), (100, 400, 64))
        ),
    ),
    Family(
        "speculative-run",
        "limit",
        r"$\frac{1-\alpha^{\gamma+1}}{1-\alpha} \to \frac{1}{1-\alpha}$ as $\gamma\to\infty$",
        speculative_run,
        {
            "right": lambda e: 1 / (1 - e["a"]),
            "accepted-only": lambda e: e["a"] / (1 - e["a"]),
            "infinite": lambda e: math.inf,
            "reciprocal": lambda e: 1 / e["a"],
        },
        draw=draw_acceptance,
    ),
    Family(
        "ridgeless",
        "limit",
        r"$\lim_{\lambda\to 0^+} (X^\top X + \lambda I)^{-1} X^\top y = X^{+} y$ (pseudo-inverse)",
        ridgeless,
        {
            "right": lambda e: e["X"].T @ np.linalg.solve(e["X"] @ e["X"].T, e["y"]),
            "zero": lambda e: np.zeros(5),
            "correlation": lambda e: e["X"].T @ e["y"],
            "diverges": lambda e: np.full(5, math.inf),
        },
        draw=draw_wide,
    ),
    Family(
        "separable-norm",
        "limit",
        r"$\|w_t\| = \Theta(\log t)$",
        separable_norm,
        {
            "right": lambda e: math.log(e["t"]),
            "root": lambda e: math.sqrt(e["t"]),
            "linear": lambda e: e["t"],
            "bounded": lambda e: 1,
            "double-log": lambda e: math.log(math.log(e["t"])),
        },
        sizes=tuple({"t": t} for t in (300, 3_000, 30_000)),
    ),
    Family(
        "ring-volume",
        "limit",
        r"$\lim_{p\to\infty} \frac{2(p-1)}{p}\,N = 2N$",
        ring_volume,
        {
            "right": lambda e: 2 * e["N"],
            "one-phase": lambda e: e["N"],
            "grows": lambda e: math.inf,
            "vanishes": lambda e: 0.0,
        },
        draw=draw_message,
    ),
]
