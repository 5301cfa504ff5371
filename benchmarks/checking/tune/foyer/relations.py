"""Relations of written homework: laws between quantities, as people say them at the door."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def draw_system(rng: np.random.Generator) -> Env:
    return {"a": -rng.uniform(0.5, 2), "b": rng.uniform(0.5, 2), "dt": rng.uniform(0.2, 0.8)}


def held_input(e: Env) -> float:
    """Integrates x' = a·x + b from x = 0 over one step, with 400 small steps of fourth order."""
    x, h = 0.0, e["dt"] / 400
    for _ in range(400):
        k1 = e["a"] * x + e["b"]
        k2 = e["a"] * (x + h * k1 / 2) + e["b"]
        k3 = e["a"] * (x + h * k2 / 2) + e["b"]
        k4 = e["a"] * (x + h * k3) + e["b"]
        x += h * (k1 + 2 * k2 + 2 * k3 + k4) / 6
    return x


def draw_priors(rng: np.random.Generator) -> Env:
    return {"z": rng.normal(), "old": rng.uniform(0.3, 0.5), "new": rng.uniform(0.05, 0.25)}


def shifted_logit(e: Env) -> float:
    """Weighs the two posteriors by new over old class frequencies, normalises, takes the log-odds."""
    p = 1 / (1 + math.exp(-e["z"]))
    one, zero = p * e["new"] / e["old"], (1 - p) * (1 - e["new"]) / (1 - e["old"])
    q = one / (one + zero)
    return math.log(q) - math.log(1 - q)


def draw_flow(rng: np.random.Generator) -> Env:
    j, x = rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2)
    z = j @ x
    return {"J": j, "x": x, "base": -0.5 * float(z @ z) - math.log(2 * math.pi)}


def flow_density(e: Env) -> float:
    """The density of x = J⁻¹z for a standard normal z, by the covariance of x."""
    inverse = np.linalg.inv(e["J"])
    covariance = inverse @ inverse.T
    (a, b), (_, d) = covariance
    quadratic = (d * e["x"][0] ** 2 - 2 * b * e["x"][0] * e["x"][1] + a * e["x"][1] ** 2) / (a * d - b * b)
    return float(-0.5 * quadratic - math.log(2 * math.pi) - 0.5 * math.log(a * d - b * b))


def log_volume(e: Env) -> float:
    return math.log(abs(np.linalg.det(e["J"])))


def draw_graph(rng: np.random.Generator) -> Env:
    a = np.zeros((5, 5))
    for i, j in ((0, 1), (1, 2), (2, 3), (3, 4), (1, 4)):
        a[i, j] = a[j, i] = 1
    return {"A": a, "H": rng.normal(size=(5, 3)), "W": rng.normal(size=(3, 2))}


def graph_convolution(e: Env) -> Any:
    """Adds the neighbours and the node itself edge by edge, each divided by both roots of degrees."""
    n = len(e["A"])
    degree = [1 + sum(int(e["A"][i, j]) for j in range(n)) for i in range(n)]
    out = np.zeros((n, e["W"].shape[1]))
    for i in range(n):
        for j in range(n):
            if i == j or e["A"][i, j]:
                out[i] += (e["H"][j] @ e["W"]) / math.sqrt(degree[i] * degree[j])
    return np.where(out > 0, out, 0)


def propagated(e: Env, loops: bool = True, power: float = -0.5, left: bool = False) -> Any:
    a = e["A"] + (np.eye(5) if loops else 0)
    d = a.sum(1)
    normal = a / d[:, None] if left else d[:, None] ** power * a * d**power
    return normal @ e["H"] @ e["W"]


def draw_guidance(rng: np.random.Generator) -> Env:
    return {"c": rng.normal(size=4), "u": rng.normal(size=4), "w": rng.uniform(2, 8)}


def guided(e: Env) -> Any:
    """The point on the line through both predictions that is u at 0 and c at 1, coordinate by coordinate."""
    return np.array([np.polyval(np.polyfit([0, 1], [u, c], 1), e["w"]) for u, c in zip(e["u"], e["c"], strict=True)])


def draw_corpus(rng: np.random.Generator) -> Env:
    tokens = int(rng.integers(20, 40))
    return {"nats": rng.uniform(1, 4, size=tokens), "T": tokens, "B": tokens * int(rng.integers(3, 6)) + 1}


def bits_per_byte(e: Env) -> float:
    """Adds −log₂ of every token's probability and divides by the number of bytes."""
    return float(sum(-math.log2(math.exp(-nats)) for nats in e["nats"]) / e["B"])


def mean_loss(e: Env) -> float:
    return float(np.mean(e["nats"]))


def draw_rates(rng: np.random.Generator) -> Env:
    curvatures = rng.uniform(0.5, 3, size=(60, 3))
    return {"lam": curvatures, "eta": rng.uniform(-0.3, 3, size=60) / curvatures.max(1)}


def stable(e: Env) -> Any:
    """Runs 300 steps of gradient descent on every quadratic, and sees whether it came nearer to the minimum."""
    x = np.ones_like(e["lam"])
    for _ in range(300):
        x = x - e["eta"][:, None] * e["lam"] * x
    return tuple(bool(v) for v in (np.abs(x) < 0.99).all(1))


def verdicts(values: Any) -> tuple[bool, ...]:
    return tuple(bool(v) for v in values)


def draw_latent(rng: np.random.Generator) -> Env:
    return {"mu": rng.normal(size=3), "l": rng.uniform(0.2, 1.5, size=3), "eps": rng.normal(size=3)}


def latent(e: Env) -> Any:
    """Bisects for the scale whose square has the given logarithm, coordinate by coordinate."""
    out = []
    for mu, log_variance, eps in zip(e["mu"], e["l"], e["eps"], strict=True):
        low, high = 1e-3, 1e3
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if math.log(middle * middle) < log_variance else (low, middle)
        out.append(mu + low * eps)
    return np.array(out)


FAMILIES = [
    Family(
        "held-input",
        "relation",
        r"$\bar b = \frac{e^{\Delta a}-1}{a}\,b$",
        held_input,
        {
            "right": lambda e: (math.exp(e["dt"] * e["a"]) - 1) / e["a"] * e["b"],
            "euler": lambda e: e["dt"] * e["b"],
            "not-divided": lambda e: (math.exp(e["dt"] * e["a"]) - 1) * e["b"],
            "step-lost": lambda e: (math.exp(e["dt"] * e["a"]) - 1) / (e["dt"] * e["a"]) * e["b"],
        },
        draw=draw_system,
    ),
    Family(
        "prior-shift",
        "relation",
        r"$z' = z + \ln\frac{\pi'\,(1-\pi)}{\pi\,(1-\pi')}$  (training prior $\pi$, deployment prior $\pi'$)",
        shifted_logit,
        {
            "right": lambda e: e["z"] + math.log(e["new"] / (1 - e["new"])) - math.log(e["old"] / (1 - e["old"])),
            "reversed": lambda e: e["z"] + math.log(e["old"] / (1 - e["old"])) - math.log(e["new"] / (1 - e["new"])),
            "one-class": lambda e: e["z"] + math.log(e["new"] / e["old"]),
            "no-training": lambda e: e["z"] + math.log(e["new"] / (1 - e["new"])),
        },
        draw=draw_priors,
    ),
    Family(
        "flow-density",
        "relation",
        r"$\ln p_X(x) = \ln p_Z(f(x)) + \ln\left|\det J_f(x)\right|$, $z = f(x)$",
        flow_density,
        {
            "right": lambda e: e["base"] + log_volume(e),
            "minus": lambda e: e["base"] - log_volume(e),
            "trace": lambda e: e["base"] + float(np.trace(e["J"])),
            "no-log": lambda e: e["base"] + abs(float(np.linalg.det(e["J"]))),
            "no-volume": lambda e: e["base"],
        },
        draw=draw_flow,
    ),
    Family(
        "graph-convolution",
        "relation",
        r"$H' = \mathrm{ReLU}\left(\tilde D^{-1/2} \tilde A \tilde D^{-1/2} H W\right)$"
        r" with $\tilde A = A + I$ and $\tilde D$ its degree matrix",
        graph_convolution,
        {
            "right": lambda e: np.maximum(0, propagated(e)),
            "no-loops": lambda e: np.maximum(0, propagated(e, loops=False)),
            "row-mean": lambda e: np.maximum(0, propagated(e, left=True)),
            "linear": lambda e: propagated(e),
        },
        draw=draw_graph,
    ),
    Family(
        "guided-noise",
        "relation",
        r"$\tilde\epsilon = \epsilon_u + w\,(\epsilon_c - \epsilon_u)$"
        r" ($\epsilon_c$ conditional, $\epsilon_u$ unconditional)",
        guided,
        {
            "right": lambda e: (1 - e["w"]) * e["u"] + e["w"] * e["c"],
            "other-scale": lambda e: (1 + e["w"]) * e["c"] - e["w"] * e["u"],
            "swapped": lambda e: e["c"] + e["w"] * (e["u"] - e["c"]),
            "no-base": lambda e: e["w"] * (e["c"] - e["u"]),
        },
        draw=draw_guidance,
    ),
    Family(
        "tokenizer-free-loss",
        "relation",
        r"$\mathrm{BPB} = \frac{T}{B}\cdot\frac{\ell}{\ln 2}$"
        r" ($\ell$: mean loss per token in nats, $T$ tokens, $B$ bytes)",
        bits_per_byte,
        {
            "right": lambda e: e["T"] * mean_loss(e) / (e["B"] * math.log(2)),
            "flipped": lambda e: e["B"] / e["T"] * mean_loss(e) / math.log(2),
            "nats": lambda e: e["T"] / e["B"] * mean_loss(e),
            "times": lambda e: e["T"] / e["B"] * mean_loss(e) * math.log(2),
        },
        draw=draw_corpus,
    ),
    Family(
        "stable-rate",
        "relation",
        r"$0 < \eta < \frac{2}{\lambda_{\max}}$",
        stable,
        {
            "right": lambda e: verdicts((e["eta"] > 0) & (e["eta"] * e["lam"].max(1) < 2)),
            "half": lambda e: verdicts((e["eta"] > 0) & (e["eta"] * e["lam"].max(1) < 1)),
            "smallest": lambda e: verdicts((e["eta"] > 0) & (e["eta"] * e["lam"].min(1) < 2)),
            "sum": lambda e: verdicts((e["eta"] > 0) & (e["eta"] * (e["lam"].max(1) + e["lam"].min(1)) < 2)),
            "above": lambda e: verdicts(e["eta"] * e["lam"].max(1) > 2),
        },
        draw=draw_rates,
    ),
    Family(
        "latent-draw",
        "relation",
        r"$z = \mu + e^{\ell/2} \odot \epsilon$, where the encoder puts out $\mu$ and $\ell = \log\sigma^2$",
        latent,
        {
            "right": lambda e: e["mu"] + np.sqrt(np.exp(e["l"])) * e["eps"],
            "variance": lambda e: e["mu"] + np.exp(e["l"]) * e["eps"],
            "raw": lambda e: e["mu"] + e["l"] * e["eps"],
            "root-of-log": lambda e: e["mu"] + np.sqrt(e["l"]) * e["eps"],
            "scaled-mean": lambda e: np.exp(e["l"] / 2) * (e["mu"] + e["eps"]),
        },
        draw=draw_latent,
    ),
]
