"""Items whose wrong answers name the right one as a special case, in another order, or beside others."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family


def draw_fit(rng: np.random.Generator) -> Env:
    return {
        "X": rng.normal(size=(6, 3)),
        "y": rng.normal(size=6),
        "l": rng.uniform(0.3, 2),
        "D": np.diag(rng.uniform(0.2, 2, 6)),
    }


def ordinary(e: Env) -> Any:
    """numpy's least squares."""
    return np.linalg.lstsq(e["X"], e["y"], rcond=None)[0]


def draw_adapter(rng: np.random.Generator) -> Env:
    return {"W": rng.normal(size=(3, 3)), "A": rng.normal(size=(3, 3)), "B": rng.normal(size=(3, 3))}


def adapted(e: Env) -> Any:
    """Sends every unit vector first through B, then through A, and adds what W does."""
    return np.stack([e["W"] @ unit + e["A"] @ (e["B"] @ unit) for unit in np.eye(3)], axis=1)


def draw_counts(rng: np.random.Generator) -> Env:
    tp, fp, fn, tn = (int(n) for n in rng.integers(1, 40, 4))
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn}


def recall(e: Env) -> float:
    """The share of hits in a list of the positives."""
    positives = [1] * e["tp"] + [0] * e["fn"]
    return sum(positives) / len(positives)


def draw_step(rng: np.random.Generator) -> Env:
    return {"s": rng.choice((100.0, 2000.0)) * rng.uniform(0.9, 1.1), "w": rng.uniform(500, 900)}


def ramp(e: Env) -> float:
    """Walks along the ramp in a thousandth of the warm-up at a time, and stops at one."""
    share = e["s"] / e["w"]
    return float(share if share < 1 else 1.0)


def symmetric_matrix() -> frozenset[str]:
    """Compares each product with its transpose for a random matrix that is not symmetric."""
    a = np.random.default_rng(0).normal(size=(3, 3))
    products = {"A": a.T @ a, "B": a @ a, "C": a - a.T, "D": 2 * a}
    return frozenset(k for k, m in products.items() if np.allclose(m, m.T))


def zero_mean() -> frozenset[str]:
    """Adds up the values that each map gives to a batch."""
    x = np.random.default_rng(1).normal(size=8) + 3
    maps = {"a": x / x.std(), "b": x - x.mean(), "c": (x - x.mean()) / x.std(), "d": x - x.min()}
    return frozenset(k for k, v in maps.items() if abs(float(v.sum())) < 1e-9)


def draw_update(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(), "g": rng.normal(), "next": rng.normal(), "eta": rng.uniform(0.05, 0.5)}


def update(e: Env) -> float:
    """Minimises g·(v − w) + (v − w)²/(2η) over v by a search of thirds."""
    low, high = -50.0, 50.0

    def model(v: float) -> float:
        return float(e["g"] * (v - e["w"]) + (v - e["w"]) ** 2 / (2 * e["eta"]))

    for _ in range(300):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (a, high) if model(a) > model(b) else (low, b)
    return (low + high) / 2


FAMILIES = [
    Family(
        "ordinary-fit",
        "expression",
        r"$\hat w = (X^\top X)^{-1} X^\top y$",
        ordinary,
        {
            "right": lambda e: np.linalg.solve(e["X"].T @ e["X"], e["X"].T @ e["y"]),
            "ridge": lambda e: np.linalg.solve(e["X"].T @ e["X"] + e["l"] * np.eye(3), e["X"].T @ e["y"]),
            "weighted": lambda e: np.linalg.solve(e["X"].T @ e["D"] @ e["X"], e["X"].T @ e["D"] @ e["y"]),
            "half": lambda e: 0.5 * np.linalg.solve(e["X"].T @ e["X"], e["X"].T @ e["y"]),
        },
        draw=draw_fit,
    ),
    Family(
        "adapter-order",
        "relation",
        "$W' = W + AB$",
        adapted,
        {
            "right": lambda e: e["W"] + e["A"] @ e["B"],
            "order": lambda e: e["W"] + e["B"] @ e["A"],
            "sign": lambda e: e["W"] - e["A"] @ e["B"],
            "multiplied": lambda e: e["W"] @ (np.eye(3) + e["A"] @ e["B"]),
        },
        draw=draw_adapter,
    ),
    Family(
        "recall-counts",
        "expression",
        r"$\frac{TP}{TP + FN}$",
        recall,
        {
            "right": lambda e: e["tp"] / (e["tp"] + e["fn"]),
            "accuracy": lambda e: (e["tp"] + e["tn"]) / (e["tp"] + e["tn"] + e["fp"] + e["fn"]),
            "precision": lambda e: e["tp"] / (e["tp"] + e["fp"]),
            "specificity": lambda e: e["tn"] / (e["tn"] + e["fp"]),
            "negatives": lambda e: (e["tp"] + e["tn"]) / (e["tp"] + e["tn"] + e["fn"] + e["fn"]),
        },
        draw=draw_counts,
    ),
    Family(
        "capped-ramp",
        "expression",
        r"$\min\left(1, \frac{\text{step}}{\text{warmup}}\right)$",
        ramp,
        {
            "right": lambda e: min(1.0, e["s"] / e["w"]),
            "uncapped": lambda e: e["s"] / e["w"],
            "one": lambda e: 1.0,
            "maximum": lambda e: max(1.0, e["s"] / e["w"]),
            "flipped": lambda e: min(1.0, e["w"] / e["s"]),
        },
        draw=draw_step,
    ),
    Family(
        "symmetric-product",
        "choice",
        "A",
        symmetric_matrix,
        {
            "right": frozenset("A"),
            "several": frozenset("ABC"),
            "with-last": frozenset("AD"),
            "second": frozenset("B"),
        },
    ),
    Family(
        "zero-sum-maps",
        "choice",
        "(b), (c)",
        zero_mean,
        {
            "right": frozenset("bc"),
            "one-only": frozenset("b"),
            "complement": frozenset("ad"),
            "all-centred": frozenset("bcd"),
        },
    ),
    Family(
        "plain-update",
        "relation",
        r"$w_{t+1} = w_t - \eta\, g_t$",
        update,
        {
            "right": lambda e: e["w"] - e["eta"] * e["g"],
            "backwards": lambda e: e["w"] + e["eta"] * e["g"],
            "implicit": lambda e: e["w"] - e["eta"] * e["next"],
            "squared": lambda e: e["w"] - e["eta"] * e["g"] ** 2,
            "no-weight": lambda e: -e["eta"] * e["g"],
        },
        draw=draw_update,
    ),
]
