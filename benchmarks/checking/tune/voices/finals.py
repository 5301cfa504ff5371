"""Formulas of a final exam, in many voices."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.normal() * 1.2 + 0.3}


def normal_cdf(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def gated(e: Env) -> float:
    """x times the integral of the normal density up to x, by the midpoint rule."""
    edges = np.linspace(-12, e["x"], 400_001)
    middle = (edges[1:] + edges[:-1]) / 2
    return float(e["x"] * np.exp(-(middle**2) / 2).sum() * (edges[1] - edges[0]) / math.sqrt(2 * math.pi))


def draw_coin(rng: np.random.Generator) -> Env:
    return {"p": rng.uniform(0.1, 0.9)}


def coin_information(e: Env) -> float:
    """The mean square of the score over both outcomes, with central differences."""
    h, p = 1e-6, e["p"]
    heads = (math.log(p + h) - math.log(p - h)) / (2 * h)
    tails = (math.log(1 - p - h) - math.log(1 - p + h)) / (2 * h)
    return float(p * heads**2 + (1 - p) * tails**2)


def draw_tokens(rng: np.random.Generator) -> Env:
    return {"p": rng.uniform(0.05, 0.9, 6)}


def perplexity(e: Env) -> float:
    """The sixth root of one over the probability of the whole text."""
    whole = 1.0
    for p in e["p"]:
        whole *= float(p)
    return float(whole ** (-1 / 6))


def draw_square(rng: np.random.Generator) -> Env:
    x = rng.normal(size=(3, 3)) + 2 * np.eye(3)
    return {"X": x if np.linalg.det(x) > 0 else x[[1, 0, 2]]}


def log_determinant_slope(e: Env) -> Any:
    """Central differences of log det X, entry by entry."""
    out, h = np.zeros((3, 3)), 1e-5
    for i in range(3):
        for j in range(3):
            d = np.zeros((3, 3))
            d[i, j] = h
            out[i, j] = (np.linalg.slogdet(e["X"] + d)[1] - np.linalg.slogdet(e["X"] - d)[1]) / (2 * h)
    return out


def draw_linear(rng: np.random.Generator) -> Env:
    return {"W": rng.normal(size=(2, 3)), "x": rng.normal(size=3), "d": rng.normal(size=2)}


def weight_slope(e: Env) -> Any:
    """Central differences in W of Σ δᵢ (Wx)ᵢ."""
    out, h = np.zeros((2, 3)), 1e-4
    for i in range(2):
        for j in range(3):
            w = np.zeros((2, 3))
            w[i, j] = h
            out[i, j] = (e["d"] @ ((e["W"] + w) @ e["x"]) - e["d"] @ ((e["W"] - w) @ e["x"])) / (2 * h)
    return out


def draw_shrink(rng: np.random.Generator) -> Env:
    return {"x": rng.choice((-1, 1)) * rng.uniform(0.1, 2), "l": rng.uniform(0.6, 1.5)}


def shrunk(e: Env) -> float:
    """Minimises (v − x)²/2 + λ|v| over v by a search of thirds."""
    low, high = -10.0, 10.0

    def loss(v: float) -> float:
        return float((v - e["x"]) ** 2 / 2 + e["l"] * abs(v))

    for _ in range(200):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if loss(a) > loss(b) else (low, b)
    return round((low + high) / 2, 6)  # a flat bottom: the search is good to seven places


def draw_schedule(rng: np.random.Generator) -> Env:
    return {"low": rng.uniform(0.01, 0.1), "high": rng.uniform(0.5, 1), "t": rng.uniform(0, 100), "T": 100.0}


def annealed(e: Env) -> float:
    """The height of a point on a circle over the line from the largest to the smallest rate."""
    z = complex(math.cos(math.pi * e["t"] / e["T"]), math.sin(math.pi * e["t"] / e["T"]))
    centre, radius = (e["high"] + e["low"]) / 2, (e["high"] - e["low"]) / 2
    return float(centre + radius * z.real)


def draw_gaussians(rng: np.random.Generator) -> Env:
    return {"m": rng.normal(size=2), "s": rng.uniform(0.3, 2, 2)}


def transport(e: Env) -> float:
    """Averages the squared distance of matching quantiles, taken at the nodes of Gauss and Hermite."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    gaps = (e["m"][0] + e["s"][0] * nodes) - (e["m"][1] + e["s"][1] * nodes)
    return float(weights @ gaps**2 / weights.sum())


def fused(e: Env) -> float:
    """The top of the product of both densities, by a search of thirds on its logarithm."""
    low, high = -20.0, 20.0

    def cost(x: float) -> float:
        return sum(float((x - m) ** 2 / (2 * s * s)) for m, s in zip(e["m"], e["s"], strict=True))

    for _ in range(300):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if cost(a) > cost(b) else (low, b)
    return (low + high) / 2


def draw_scores(rng: np.random.Generator) -> Env:
    y = rng.normal(size=8)
    x = np.stack([np.ones(8), rng.normal(size=8)], axis=1)
    fit = x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return {"res": float(((y - fit) ** 2).sum()), "tot": float(((y - y.mean()) ** 2).sum()), "y": y, "fit": fit}


def explained(e: Env) -> float:
    """The squared correlation of targets and fitted values of a least-squares line."""
    return float(np.corrcoef(e["y"], e["fit"])[0, 1] ** 2)


def draw_soft(rng: np.random.Generator) -> Env:
    return {"p": rng.dirichlet(np.ones(4)), "q": rng.dirichlet(np.ones(4)), "T": rng.uniform(1.5, 6)}


def distilled(e: Env) -> float:
    """T² times what is left of the cross-entropy after the teacher's entropy."""
    cross = -sum(float(p) * math.log(q) for p, q in zip(e["p"], e["q"], strict=True))
    own = -sum(float(p) * math.log(p) for p in e["p"])
    return float(e["T"] ** 2 * (cross - own))


FAMILIES = [
    Family(
        "gaussian-gate",
        "expression",
        r"$\mathrm{GELU}(x) = \frac{x}{2}\left(1 + \operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)\right)$",
        gated,
        {
            "right": lambda e: e["x"] * normal_cdf(e["x"]),
            "no-root": lambda e: e["x"] / 2 * (1 + math.erf(e["x"])),
            "sigmoid": lambda e: e["x"] / (1 + math.exp(-e["x"])),
            "no-half": lambda e: e["x"] * (1 + math.erf(e["x"] / math.sqrt(2))),
            "minus": lambda e: e["x"] / 2 * (1 - math.erf(e["x"] / math.sqrt(2))),
        },
        draw=draw_x,
        tolerance=1e-6,
    ),
    Family(
        "coin-information",
        "expression",
        r"$I(p) = \frac{1}{p(1-p)}$",
        coin_information,
        {
            "right": lambda e: 1 / (e["p"] * (1 - e["p"])),
            "variance": lambda e: e["p"] * (1 - e["p"]),
            "squares": lambda e: 1 / e["p"] ** 2 + 1 / (1 - e["p"]) ** 2,
            "difference": lambda e: 1 / e["p"] - 1 / (1 - e["p"]),
            "root": lambda e: 1 / math.sqrt(e["p"] * (1 - e["p"])),
        },
        draw=draw_coin,
    ),
    Family(
        "text-perplexity",
        "expression",
        r"$\exp\left(-\frac{1}{N}\sum_{i=1}^{N} \log p(w_i \mid w_{<i})\right)$",
        perplexity,
        {
            "right": lambda e: math.exp(-np.log(e["p"]).mean()),
            "sign": lambda e: math.exp(np.log(e["p"]).mean()),
            "not-averaged": lambda e: math.exp(-np.log(e["p"]).sum()),
            "cross-entropy": lambda e: -np.log(e["p"]).mean(),
            "arithmetic": lambda e: (1 / e["p"]).mean(),
        },
        draw=draw_tokens,
    ),
    Family(
        "log-determinant",
        "expression",
        r"$\nabla_X \log\det X = X^{-\top}$",
        log_determinant_slope,
        {
            "right": lambda e: np.linalg.inv(e["X"]).T,
            "untransposed": lambda e: np.linalg.inv(e["X"]),
            "not-inverted": lambda e: e["X"].T,
            "cofactor": lambda e: np.linalg.det(e["X"]) * np.linalg.inv(e["X"]).T,
            "negative": lambda e: -np.linalg.inv(e["X"]).T,
        },
        draw=draw_square,
    ),
    Family(
        "outer-gradient",
        "expression",
        r"$\frac{\partial L}{\partial W} = \delta\, x^\top$",
        weight_slope,
        {
            "right": lambda e: np.outer(e["d"], e["x"]),
            "transposed": lambda e: np.outer(e["x"], e["d"]),
            "input": lambda e: e["W"].T @ e["d"],
            "through": lambda e: np.outer(e["d"], e["x"]) @ e["W"].T,
            "negative": lambda e: -np.outer(e["d"], e["x"]),
        },
        draw=draw_linear,
    ),
    Family(
        "soft-threshold",
        "expression",
        r"$\operatorname{sign}(x)\,\max(|x| - \lambda, 0)$",
        shrunk,
        {
            "right": lambda e: math.copysign(1, e["x"]) * max(abs(e["x"]) - e["l"], 0.0),
            "one-sided": lambda e: max(e["x"] - e["l"], 0.0),
            "unsigned": lambda e: max(abs(e["x"]) - e["l"], 0.0),
            "uncut": lambda e: math.copysign(1, e["x"]) * (abs(e["x"]) - e["l"]),
            "grown": lambda e: math.copysign(1, e["x"]) * max(abs(e["x"]) + e["l"], 0.0),
            "hard": lambda e: e["x"] if abs(e["x"]) > e["l"] else 0.0,
        },
        draw=draw_shrink,
        tolerance=1e-4,
    ),
    Family(
        "annealed-rate",
        "expression",
        r"$\eta_{\min} + \frac12 (\eta_{\max} - \eta_{\min})\left(1 + \cos\frac{\pi t}{T}\right)$",
        annealed,
        {
            "right": lambda e: e["low"] + 0.5 * (e["high"] - e["low"]) * (1 + math.cos(math.pi * e["t"] / e["T"])),
            "rising": lambda e: e["low"] + 0.5 * (e["high"] - e["low"]) * (1 - math.cos(math.pi * e["t"] / e["T"])),
            "no-half": lambda e: e["low"] + (e["high"] - e["low"]) * (1 + math.cos(math.pi * e["t"] / e["T"])),
            "no-floor": lambda e: 0.5 * e["high"] * (1 + math.cos(math.pi * e["t"] / e["T"])),
            "period": lambda e: e["low"] + 0.5 * (e["high"] - e["low"]) * (1 + math.cos(2 * math.pi * e["t"] / e["T"])),
        },
        draw=draw_schedule,
    ),
    Family(
        "gaussian-transport",
        "expression",
        r"$W_2^2 = (\mu_1 - \mu_2)^2 + (\sigma_1 - \sigma_2)^2$",
        transport,
        {
            "right": lambda e: (e["m"][0] - e["m"][1]) ** 2 + (e["s"][0] - e["s"][1]) ** 2,
            "variances": lambda e: (e["m"][0] - e["m"][1]) ** 2 + (e["s"][0] ** 2 - e["s"][1] ** 2) ** 2,
            "added": lambda e: (e["m"][0] - e["m"][1]) ** 2 + e["s"][0] ** 2 + e["s"][1] ** 2,
            "means-only": lambda e: (e["m"][0] - e["m"][1]) ** 2,
            "minus": lambda e: (e["m"][0] - e["m"][1]) ** 2 - (e["s"][0] - e["s"][1]) ** 2,
        },
        draw=draw_gaussians,
    ),
    Family(
        "fused-mean",
        "expression",
        r"$\frac{\mu_1/\sigma_1^2 + \mu_2/\sigma_2^2}{1/\sigma_1^2 + 1/\sigma_2^2}$",
        fused,
        {
            "right": lambda e: (e["m"] / e["s"] ** 2).sum() / (1 / e["s"] ** 2).sum(),
            "exchanged": lambda e: (e["m"] * e["s"] ** 2).sum() / (e["s"] ** 2).sum(),
            "deviations": lambda e: (e["m"] / e["s"]).sum() / (1 / e["s"]).sum(),
            "mean": lambda e: e["m"].mean(),
            "unnormalised": lambda e: (e["m"] / e["s"] ** 2).sum(),
        },
        draw=draw_gaussians,
        tolerance=1e-5,
    ),
    Family(
        "explained-variance",
        "relation",
        r"$R^2 = 1 - \frac{SS_{\text{res}}}{SS_{\text{tot}}}$",
        explained,
        {
            "right": lambda e: 1 - e["res"] / e["tot"],
            "ratio": lambda e: e["res"] / e["tot"],
            "flipped": lambda e: 1 - e["tot"] / e["res"],
            "root": lambda e: math.sqrt(1 - e["res"] / e["tot"]),
            "plus": lambda e: 1 + e["res"] / e["tot"],
        },
        draw=draw_scores,
    ),
    Family(
        "soft-label-loss",
        "expression",
        r"$T^2 \sum_{i} p_i \log\frac{p_i}{q_i}$",
        distilled,
        {
            "right": lambda e: e["T"] ** 2 * (e["p"] * np.log(e["p"] / e["q"])).sum(),
            "reversed": lambda e: e["T"] ** 2 * (e["q"] * np.log(e["q"] / e["p"])).sum(),
            "once": lambda e: e["T"] * (e["p"] * np.log(e["p"] / e["q"])).sum(),
            "cross-entropy": lambda e: -(e["T"] ** 2) * (e["p"] * np.log(e["q"])).sum(),
            "divided": lambda e: (e["p"] * np.log(e["p"] / e["q"])).sum() / e["T"] ** 2,
        },
        draw=draw_soft,
    ),
]
