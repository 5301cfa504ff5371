"""Expressions: gradients, divergences, variances and unrolled recursions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family


def slopes(loss: Callable[[np.ndarray], Any], at: np.ndarray) -> np.ndarray:
    """Central differences of a scalar function in each entry."""
    out = np.zeros(at.shape)
    for index in np.ndindex(*at.shape):
        step = np.zeros(at.shape)
        step[index] = 1e-5
        out[index] = (loss(at + step) - loss(at - step)) / 2e-5
    return out


def draw_rms(rng: np.random.Generator) -> Env:
    x, g = rng.normal(size=4), rng.normal(size=4)
    r = np.sqrt((x * x).mean())
    return {"x": x, "g": g, "r": r, "h": x / r}


def rms(v: Env) -> np.ndarray:
    """Finite differences of Σ gⱼ xⱼ/r(x) in each xᵢ."""
    return slopes(lambda x: (v["g"] * x).sum() / np.sqrt((x * x).mean()), v["x"])


def draw_softmax(rng: np.random.Generator) -> Env:
    z, t = rng.normal(size=4), rng.uniform(1.5, 4)
    p = np.exp(z / t) / np.exp(z / t).sum()
    return {"z": z, "T": t, "p": p, "y": np.eye(4)[rng.integers(4)]}


def softened(v: Env) -> np.ndarray:
    """Finite differences of the cross entropy in each logit."""
    return slopes(lambda z: np.log(np.exp(z / v["T"]).sum()) - (v["y"] * z).sum() / v["T"], v["z"])


def draw_matrices(rng: np.random.Generator) -> Env:
    return {name: rng.normal(size=(3, 3)) for name in "XWY"} | {"l": rng.uniform(0.3, 2)}


def penalised(v: Env) -> np.ndarray:
    """Finite differences of ½‖XW − Y‖² + (λ/2)‖W‖² in each entry of W."""
    return slopes(lambda w: ((v["X"] @ w - v["Y"]) ** 2).sum() / 2 + v["l"] / 2 * (w**2).sum(), v["W"])


def draw_normal(rng: np.random.Generator) -> Env:
    return {"m": rng.normal(), "s": rng.uniform(0.5, 2)}


def divergence(v: Env) -> float:
    """Adds up q ln(q/p) on a fine grid."""
    x = np.linspace(v["m"] - 12 * v["s"], v["m"] + 12 * v["s"], 4001)
    log_q = -(((x - v["m"]) / v["s"]) ** 2) / 2 - np.log(v["s"])
    q = np.exp(log_q) / np.sqrt(2 * np.pi)
    return float((q * (log_q + x * x / 2)).sum() * (x[1] - x[0]))


def draw_scores(rng: np.random.Generator) -> Env:
    return {"Q": rng.normal(size=(3, 3)), "K": rng.normal(size=(3, 3)), "G": rng.normal(size=(3, 3))}


def queries(v: Env) -> np.ndarray:
    """Finite differences of ⟨G, QKᵀ/√3⟩ in each entry of Q."""
    return slopes(lambda q: (v["G"] * (q @ v["K"].T)).sum() / np.sqrt(3), v["Q"])


def draw_dropout(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(size=4), "x": rng.normal(size=4), "p": rng.uniform(0.2, 0.45)}


def noise(v: Env) -> float:
    """Enumerates all the masks with their probabilities."""
    first = second = 0.0
    for mask in product((0, 1), repeat=4):
        chance = np.prod([v["p"] if kept else 1 - v["p"] for kept in mask])
        output = (v["w"] * v["x"] * np.array(mask)).sum() / v["p"]
        first, second = first + chance * output, second + chance * output**2
    return float(second - first**2)


def draw_average(rng: np.random.Generator) -> Env:
    return {"b": rng.uniform(0.5, 0.9), "g": rng.normal(size=6)}


def unrolled(v: Env) -> float:
    """Runs the recursion from zero."""
    m = 0.0
    for g in v["g"]:
        m = v["b"] * m + (1 - v["b"]) * g
    return float(m)


AGES = np.arange(5, -1, -1)

FAMILIES = [
    Family(
        "fir-rms-gradient",
        "expression",
        r"\frac1r\Big(g_i-\hat x_i\,\frac1n\sum_j g_j\hat x_j\Big)",
        rms,
        {
            "right": lambda v: (v["g"] - v["h"] * (v["g"] * v["h"]).mean()) / v["r"],
            "right-raw": lambda v: v["g"] / v["r"] - v["x"] * (v["g"] * v["x"]).sum() / (4 * v["r"] ** 3),
            "centred": lambda v: (v["g"] - v["g"].mean() - v["h"] * (v["g"] * v["h"]).mean()) / v["r"],
            "sum": lambda v: (v["g"] - v["h"] * (v["g"] * v["h"]).sum()) / v["r"],
            "constant-scale": lambda v: v["g"] / v["r"],
        },
        draw_rms,
    ),
    Family(
        "fir-softened-logits",
        "expression",
        r"\frac1T(p_i-y_i)",
        softened,
        {
            "right": lambda v: (v["p"] - v["y"]) / v["T"],
            "no-scale": lambda v: v["p"] - v["y"],
            "wrong-sign": lambda v: (v["y"] - v["p"]) / v["T"],
            "distilled": lambda v: v["T"] * (v["p"] - v["y"]),
        },
        draw_softmax,
    ),
    Family(
        "fir-penalised-matrix",
        "expression",
        r"X^\top(XW-Y)+\lambda W",
        penalised,
        {
            "right": lambda v: v["X"].T @ (v["X"] @ v["W"] - v["Y"]) + v["l"] * v["W"],
            "other-side": lambda v: (v["X"] @ v["W"] - v["Y"]) @ v["X"].T + v["l"] * v["W"],
            "descent": lambda v: v["X"].T @ (v["Y"] - v["X"] @ v["W"]) + v["l"] * v["W"],
            "two": lambda v: v["X"].T @ (v["X"] @ v["W"] - v["Y"]) + 2 * v["l"] * v["W"],
        },
        draw_matrices,
    ),
    Family(
        "fir-normal-divergence",
        "expression",
        r"\frac12(\mu^2+\sigma^2-1-\ln\sigma^2)",
        divergence,
        {
            "right": lambda v: (v["m"] ** 2 + v["s"] ** 2 - 1) / 2 - np.log(v["s"]),
            "flipped": lambda v: (1 + np.log(v["s"] ** 2) - v["m"] ** 2 - v["s"] ** 2) / 2,
            "half-log": lambda v: (v["m"] ** 2 + v["s"] ** 2 - 1 - np.log(v["s"])) / 2,
            "no-one": lambda v: (v["m"] ** 2 + v["s"] ** 2 - np.log(v["s"] ** 2)) / 2,
        },
        draw_normal,
    ),
    Family(
        "fir-query-gradient",
        "expression",
        r"\frac1{\sqrt d}\frac{\partial L}{\partial S}K",
        queries,
        {
            "right": lambda v: v["G"] @ v["K"] / np.sqrt(3),
            "for-keys": lambda v: v["G"].T @ v["K"] / np.sqrt(3),
            "reversed": lambda v: v["K"] @ v["G"] / np.sqrt(3),
            "unscaled": lambda v: v["G"] @ v["K"],
        },
        draw_scores,
    ),
    Family(
        "fir-mask-noise",
        "expression",
        r"\frac{1-p}{p}\sum_i w_i^2x_i^2",
        noise,
        {
            "right": lambda v: (1 / v["p"] - 1) * ((v["w"] * v["x"]) ** 2).sum(),
            "unscaled": lambda v: v["p"] * (1 - v["p"]) * ((v["w"] * v["x"]) ** 2).sum(),
            "drop-rate": lambda v: v["p"] / (1 - v["p"]) * ((v["w"] * v["x"]) ** 2).sum(),
            "square-of-sum": lambda v: (1 - v["p"]) / v["p"] * (v["w"] @ v["x"]) ** 2,
        },
        draw_dropout,
    ),
    Family(
        "fir-unrolled-average",
        "expression",
        r"(1-\beta)\sum_{s=1}^{t}\beta^{t-s}g_s",
        unrolled,
        {
            "right": lambda v: (1 - v["b"]) * (v["b"] ** AGES * v["g"]).sum(),
            "oldest-first": lambda v: (1 - v["b"]) * (v["b"] ** (6 - AGES) * v["g"]).sum(),
            "unnormalised": lambda v: (v["b"] ** AGES * v["g"]).sum(),
            "corrected": lambda v: (1 - v["b"]) / (1 - v["b"] ** 6) * (v["b"] ** AGES * v["g"]).sum(),
        },
        draw_average,
    ),
]
