"""Expressions, opened in the second session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from families import Env, Family

STEP = 1e-5


def slope(f: Callable[[Any], float], at: Any) -> Any:
    """Central differences of a number in every entry of an array."""
    at = np.asarray(at, float)
    out = np.zeros(at.shape)
    for place in np.ndindex(at.shape):
        d = np.zeros(at.shape)
        d[place] = STEP
        out[place] = (f(at + d) - f(at - d)) / (2 * STEP)
    return out


def softmax(s: Any) -> Any:
    s = np.exp(s - s.max(axis=-1, keepdims=True))
    return s / s.sum(axis=-1, keepdims=True)


def draw_cell(rng: np.random.Generator) -> Env:
    old, f, i, new, o = rng.normal(), *rng.uniform(0.1, 0.9, size=2), rng.normal(), rng.uniform(0.1, 0.9)
    return {"old": old, "f": f, "add": i * new, "o": o, "c": f * old + i * new}


def memory_slope(e: Env) -> float:
    """Central differences of o tanh(f c + i g) in the old cell c."""
    return float(slope(lambda c: float(e["o"] * np.tanh(e["f"] * c[0] + e["add"])), [e["old"]])[0])


def draw_logits(rng: np.random.Generator) -> Env:
    z = rng.normal(size=4)
    return {"z": z, "p": softmax(z)}


def entropy_slope(e: Env) -> Any:
    """Central differences of −Σ p_j ln p_j in the logits."""
    return slope(lambda z: float(-(softmax(z) * np.log(softmax(z))).sum()), e["z"])


def draw_critic(rng: np.random.Generator) -> Env:
    return {"G": rng.normal(size=(6, 3)), "lam": rng.uniform(1, 10)}


def penalty(e: Env) -> float:
    """Averages, over six equally likely points, the squared distance of the gradient's length from one."""
    lengths = [float(sum(v * v for v in row)) ** 0.5 for row in e["G"]]
    return float(e["lam"] * sum((length - 1) ** 2 for length in lengths) / 6)


def lengths(e: Env) -> Any:
    return np.linalg.norm(e["G"], axis=1)


def draw_heads(rng: np.random.Generator) -> Env:
    return {
        "Q": rng.normal(size=(3, 4)),
        "K": rng.normal(size=(3, 4)),
        "G": rng.normal(size=(3, 3)),
        "d": 4,
    }


def key_slope(e: Env) -> Any:
    """Central differences of Σ G_ij S_ij in the keys, with S = QKᵀ/√d."""
    return slope(lambda K: float((e["G"] * (e["Q"] @ K.T)).sum() / np.sqrt(e["d"])), e["K"])


def draw_smooth(rng: np.random.Generator) -> Env:
    z = rng.normal(size=4)
    return {"z": z, "p": softmax(z), "y": np.eye(4)[int(rng.integers(4))], "eps": rng.uniform(0.05, 0.3)}


def smoothed_slope(e: Env) -> Any:
    """Central differences of the cross-entropy with the smoothed target in the logits."""
    target = (1 - e["eps"]) * e["y"] + e["eps"] / 4
    return slope(lambda z: float(-(target * np.log(softmax(z))).sum()), e["z"])


def draw_apart(rng: np.random.Generator) -> Env:
    x, c = rng.normal(size=(2, 3))
    return {"x": x, "c": c, "d": float(np.linalg.norm(x - c)), "m": float(np.linalg.norm(x - c)) + rng.uniform(0.3, 1)}


def pushed(e: Env) -> Any:
    """Central differences of (m − ‖x − c‖)²/2 in x."""
    return slope(lambda x: float((e["m"] - np.linalg.norm(x - e["c"])) ** 2 / 2), e["x"])


FAMILIES = [
    Family(
        "memory-slope",
        "expression",
        r"$\frac{\partial h_t}{\partial c_{t-1}} = o_t\left(1 - \tanh^2(c_t)\right) f_t$",
        memory_slope,
        {
            "right": lambda e: e["o"] * (1 - np.tanh(e["c"]) ** 2) * e["f"],
            "no-forget": lambda e: e["o"] * (1 - np.tanh(e["c"]) ** 2),
            "no-output": lambda e: (1 - np.tanh(e["c"]) ** 2) * e["f"],
            "no-square": lambda e: e["o"] * (1 - np.tanh(e["c"])) * e["f"],
            "value": lambda e: e["o"] * np.tanh(e["c"]) * e["f"],
            "gate-slope": lambda e: e["o"] * (1 - np.tanh(e["c"]) ** 2) * e["f"] * (1 - e["f"]),
        },
        draw=draw_cell,
    ),
    Family(
        "entropy-slope",
        "expression",
        r"$\frac{\partial H}{\partial z_k} = -p_k \left(\ln p_k - \sum_{j=1}^{K} p_j \ln p_j\right)$",
        entropy_slope,
        {
            "right": lambda e: -e["p"] * (np.log(e["p"]) - e["p"] @ np.log(e["p"])),
            "sign": lambda e: e["p"] * (np.log(e["p"]) - e["p"] @ np.log(e["p"])),
            "no-chain": lambda e: -(1 + np.log(e["p"])),
            "own-only": lambda e: -e["p"] * (1 + np.log(e["p"])),
            "unweighted": lambda e: -e["p"] * (np.log(e["p"]) - np.log(e["p"]).sum()),
            "plus": lambda e: -e["p"] * (np.log(e["p"]) + e["p"] @ np.log(e["p"])),
        },
        draw=draw_logits,
    ),
    Family(
        "gradient-penalty",
        "expression",
        r"$\lambda\, \mathbb{E}_{\hat x}\left[\left(\|\nabla_{\hat x} D(\hat x)\|_2 - 1\right)^2\right]$",
        penalty,
        {
            "right": lambda e: e["lam"] * ((lengths(e) - 1) ** 2).mean(),
            "to-zero": lambda e: e["lam"] * (lengths(e) ** 2).mean(),
            "not-squared": lambda e: e["lam"] * (lengths(e) - 1).mean(),
            "squared-norm": lambda e: e["lam"] * ((lengths(e) ** 2 - 1) ** 2).mean(),
            "outside": lambda e: e["lam"] * (lengths(e).mean() - 1) ** 2,
            "no-weight": lambda e: ((lengths(e) - 1) ** 2).mean(),
        },
        draw=draw_critic,
    ),
    Family(
        "key-gradient",
        "expression",
        r"$\frac{\partial L}{\partial K} = \frac{1}{\sqrt{d}}\left(\frac{\partial L}{\partial S}\right)^{\top} Q$",
        key_slope,
        {
            "right": lambda e: e["G"].T @ e["Q"] / np.sqrt(e["d"]),
            "not-transposed": lambda e: e["G"] @ e["Q"] / np.sqrt(e["d"]),
            "query": lambda e: e["G"] @ e["K"] / np.sqrt(e["d"]),
            "no-scale": lambda e: e["G"].T @ e["Q"],
            "full-scale": lambda e: e["G"].T @ e["Q"] / e["d"],
            "multiplied": lambda e: e["G"].T @ e["Q"] * np.sqrt(e["d"]),
        },
        draw=draw_heads,
    ),
    Family(
        "smoothed-gradient",
        "expression",
        r"$\frac{\partial L}{\partial z_k} = p_k - (1-\varepsilon)\,y_k - \frac{\varepsilon}{K}$",
        smoothed_slope,
        {
            "right": lambda e: e["p"] - (1 - e["eps"]) * e["y"] - e["eps"] / 4,
            "hard": lambda e: e["p"] - e["y"],
            "no-classes": lambda e: e["p"] - (1 - e["eps"]) * e["y"] - e["eps"],
            "plus": lambda e: e["p"] - (1 - e["eps"]) * e["y"] + e["eps"] / 4,
            "sign": lambda e: (1 - e["eps"]) * e["y"] + e["eps"] / 4 - e["p"],
            "no-uniform": lambda e: e["p"] - (1 - e["eps"]) * e["y"],
        },
        draw=draw_smooth,
    ),
    Family(
        "pushed-apart",
        "expression",
        r"$-\frac{m - \|x - c\|}{\|x - c\|}\,(x - c)$",
        pushed,
        {
            "right": lambda e: -(e["m"] - e["d"]) / e["d"] * (e["x"] - e["c"]),
            "towards": lambda e: (e["m"] - e["d"]) / e["d"] * (e["x"] - e["c"]),
            "not-unit": lambda e: -(e["m"] - e["d"]) * (e["x"] - e["c"]),
            "direction-only": lambda e: -(e["x"] - e["c"]) / e["d"],
            "squared-norm": lambda e: -(e["m"] - e["d"]) / e["d"] ** 2 * (e["x"] - e["c"]),
        },
        draw=draw_apart,
    ),
]
