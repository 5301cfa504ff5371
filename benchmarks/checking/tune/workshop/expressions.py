"""Formulas, as they were worked out at a whiteboard and in its chat."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def slope(f: Any, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """The gradient of a scalar function, by central differences."""
    out = np.zeros_like(x)
    for k in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[k] = h
        out[k] = (f(x + step) - f(x - step)) / (2 * h)
    return out


def bell(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def below(x: float) -> float:
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def draw_tempered(rng: np.random.Generator) -> Env:
    z, tau = rng.normal(size=4), rng.uniform(1.5, 4)
    p = np.exp(z / tau) / np.exp(z / tau).sum()
    return {"z": z, "tau": tau, "p": p, "y": np.eye(4)[rng.integers(4)]}


def tempered(e: Env) -> Any:
    """Differences of the cross-entropy of the tempered softmax."""

    def loss(z: np.ndarray) -> float:
        q = np.exp(z / e["tau"])
        return -float((e["y"] * np.log(q / q.sum())).sum())

    return slope(loss, e["z"])


def draw_rates(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0.5, 1.5), "b": rng.uniform(1.7, 3)}


def waiting(e: Env) -> Any:
    """Adds the density times the log-ratio over a fine grid."""
    t = (np.arange(400_000) + 0.5) * (60 / 400_000)
    p, q = e["a"] * np.exp(-e["a"] * t), e["b"] * np.exp(-e["b"] * t)
    return float((p * (np.log(p) - np.log(q))).sum() * 60 / 400_000)


def draw_point(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(0.3, 2)}


def gated_bell(e: Env) -> Any:
    """Central differences of x·Φ(x)."""
    h = 1e-5
    return ((e["x"] + h) * below(e["x"] + h) - (e["x"] - h) * below(e["x"] - h)) / (2 * h)


def draw_experts(rng: np.random.Generator) -> Env:
    return {n: int(v) for n, v in zip("dfEk", rng.integers((5, 20, 9, 2), (15, 50, 17, 6)), strict=True)}


def active(e: Env) -> Any:
    """Allocates the router and the three matrices of as many experts as are chosen."""
    total = np.zeros((e["d"], e["E"])).size
    for _expert in range(e["k"]):
        total += sum(np.zeros(s).size for s in ((e["d"], e["f"]), (e["d"], e["f"]), (e["f"], e["d"])))
    return total


def draw_rms(rng: np.random.Generator) -> Env:
    x, g = rng.normal(size=(2, 5))
    r = math.sqrt(float((x**2).mean()))
    return {"x": x, "g": g, "r": r, "y": x / r, "n": 5}


def rms_back(e: Env) -> Any:
    """Differences of g · x / rms(x)."""
    return slope(lambda x: float(e["g"] @ x) / math.sqrt(float((x**2).mean())), e["x"])


def draw_square(rng: np.random.Generator) -> Env:
    return {"A": rng.normal(size=(3, 3)), "W": rng.normal(size=(3, 3))}


def trace_back(e: Env) -> Any:
    """Differences of tr(WᵀAW), entry by entry."""
    return slope(lambda w: float(np.trace(w.T @ e["A"] @ w)), e["W"])


def draw_velocity(rng: np.random.Generator) -> Env:
    a = rng.uniform(0.2, 0.8)
    clean, noise = rng.normal(size=(2, 3))
    c, s = math.sqrt(a), math.sqrt(1 - a)
    return {"c": c, "s": s, "x": c * clean + s * noise, "v": c * noise - s * clean}


def clean_image(e: Env) -> Any:
    """Solves the two equations for x_t and v, pixel by pixel."""
    system = np.array([[e["c"], e["s"]], [-e["s"], e["c"]]])
    return np.array([np.linalg.solve(system, [x, v])[0] for x, v in zip(e["x"], e["v"], strict=True)])


def draw_average(rng: np.random.Generator) -> Env:
    T = int(rng.integers(6, 10))
    return {"beta": rng.uniform(0.6, 0.9), "T": T, "t": int(rng.integers(2, T - 1))}


def impulse(e: Env) -> Any:
    """Runs the average over a single 1 at time t."""
    m = 0.0
    for k in range(1, e["T"] + 1):
        m = e["beta"] * m + (1 - e["beta"]) * (k == e["t"])
    return m


FAMILIES = [
    Family(
        "tempered-gradient",
        "expression",
        r"$\frac{1}{\tau}(p_i - y_i)$, where $p = \mathrm{softmax}(z/\tau)$",
        tempered,
        {
            "right": lambda e: (e["p"] - e["y"]) / e["tau"],
            "no-temperature": lambda e: e["p"] - e["y"],
            "times": lambda e: (e["p"] - e["y"]) * e["tau"],
            "sign": lambda e: (e["y"] - e["p"]) / e["tau"],
            "only-p": lambda e: e["p"] / e["tau"] - e["y"],
        },
        draw=draw_tempered,
    ),
    Family(
        "waiting-divergence",
        "expression",
        r"$\ln\frac{\lambda}{\mu} + \frac{\mu}{\lambda} - 1$",
        waiting,
        {
            "right": lambda e: np.log(e["a"] / e["b"]) + e["b"] / e["a"] - 1,
            "reverse": lambda e: np.log(e["b"] / e["a"]) + e["a"] / e["b"] - 1,
            "log-flipped": lambda e: np.log(e["b"] / e["a"]) + e["b"] / e["a"] - 1,
            "one-lost": lambda e: np.log(e["a"] / e["b"]) + e["b"] / e["a"],
            "difference": lambda e: np.log(e["a"] / e["b"]) + e["b"] - e["a"],
        },
        draw=draw_rates,
        tolerance=1e-4,
    ),
    Family(
        "gelu-slope",
        "expression",
        r"$\Phi(x) + x\,\varphi(x)$ with $\varphi = \Phi'$ the standard normal density",
        gated_bell,
        {
            "right": lambda e: below(e["x"]) + e["x"] * bell(e["x"]),
            "gate-only": lambda e: below(e["x"]),
            "density-only": lambda e: below(e["x"]) + bell(e["x"]),
            "product": lambda e: below(e["x"]) * bell(e["x"]),
            "logistic": lambda e: below(e["x"]) + e["x"] * below(e["x"]) * (1 - below(e["x"])),
        },
        draw=draw_point,
    ),
    Family(
        "active-experts",
        "expression",
        r"$3kdf + dE$",
        active,
        {
            "right": lambda e: e["d"] * (3 * e["k"] * e["f"] + e["E"]),
            "all-experts": lambda e: 3 * e["E"] * e["d"] * e["f"] + e["d"] * e["E"],
            "two-matrices": lambda e: 2 * e["k"] * e["d"] * e["f"] + e["d"] * e["E"],
            "no-router": lambda e: 3 * e["k"] * e["d"] * e["f"],
            "small-router": lambda e: 3 * e["k"] * e["d"] * e["f"] + e["d"] * e["k"],
        },
        draw=draw_experts,
    ),
    Family(
        "rms-backward",
        "expression",
        r"$\frac1r\left(g - \frac{g^\top y}{n}\,y\right)$, where $r = \mathrm{rms}(x)$ and $y = x/r$",
        rms_back,
        {
            "right": lambda e: (e["g"] - e["g"] @ e["y"] / e["n"] * e["y"]) / e["r"],
            "no-correction": lambda e: e["g"] / e["r"],
            "n-lost": lambda e: (e["g"] - e["g"] @ e["y"] * e["y"]) / e["r"],
            "layer-norm": lambda e: (e["g"] - e["g"].mean() - e["g"] @ e["y"] / e["n"] * e["y"]) / e["r"],
            "plus": lambda e: (e["g"] + e["g"] @ e["y"] / e["n"] * e["y"]) / e["r"],
        },
        draw=draw_rms,
    ),
    Family(
        "trace-quadratic",
        "expression",
        r"$(A + A^\top)W$",
        trace_back,
        {
            "right": lambda e: e["A"] @ e["W"] + e["A"].T @ e["W"],
            "symmetric": lambda e: 2 * e["A"] @ e["W"],
            "other-side": lambda e: e["W"] @ (e["A"] + e["A"].T),
            "transposed": lambda e: e["W"].T @ (e["A"] + e["A"].T),
            "half": lambda e: 0.5 * (e["A"] + e["A"].T) @ e["W"],
        },
        draw=draw_square,
    ),
    Family(
        "velocity-recovery",
        "expression",
        r"$\sqrt{\bar\alpha_t}\,x_t - \sqrt{1-\bar\alpha_t}\,v_t$",
        clean_image,
        {
            "right": lambda e: e["c"] * e["x"] - e["s"] * e["v"],
            "noise": lambda e: e["s"] * e["x"] + e["c"] * e["v"],
            "plus": lambda e: e["c"] * e["x"] + e["s"] * e["v"],
            "divided": lambda e: (e["x"] - e["s"] * e["v"]) / e["c"],
            "no-roots": lambda e: e["c"] ** 2 * e["x"] - e["s"] ** 2 * e["v"],
        },
        draw=draw_velocity,
    ),
    Family(
        "ema-coefficient",
        "expression",
        r"$(1-\beta)\,\beta^{T-t}$",
        impulse,
        {
            "right": lambda e: (1 - e["beta"]) * e["beta"] ** (e["T"] - e["t"]),
            "forward": lambda e: (1 - e["beta"]) * e["beta"] ** e["t"],
            "swapped": lambda e: e["beta"] * (1 - e["beta"]) ** (e["T"] - e["t"]),
            "bare": lambda e: e["beta"] ** (e["T"] - e["t"]),
            "one-more": lambda e: (1 - e["beta"]) * e["beta"] ** (e["T"] - e["t"] + 1),
        },
        draw=draw_average,
    ),
]
