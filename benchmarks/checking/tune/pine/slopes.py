"""Gradients and other expressions, as a teaching assistant collected them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from families import Env, Family


def differences(loss: Callable[[np.ndarray], float], at: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Central differences of a scalar loss in every entry."""
    out = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        step = np.zeros_like(at)
        step[place] = h
        out[place] = (loss(at + step) - loss(at - step)) / (2 * h)
    return out


def soft(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max())
    return np.asarray(e / e.sum())


def draw_row(rng: np.random.Generator) -> Env:
    return {"g": rng.normal(size=5), "x": rng.normal(size=5) + 1}


def centring(e: Env) -> np.ndarray:
    """Central differences of the loss g · y with y = x − mean(x)."""
    return differences(lambda x: float(e["g"] @ (x - x.mean())), e["x"])


def unit_length(e: Env) -> np.ndarray:
    """Central differences of the loss g · x/‖x‖."""
    return differences(lambda x: float(e["g"] @ x) / float(np.sqrt((x * x).sum())), e["x"])


def unit(e: Env) -> tuple[np.ndarray, np.ndarray, float]:
    r = float(np.linalg.norm(e["x"]))
    return e["g"], e["x"] / r, r


def draw_attention(rng: np.random.Generator) -> Env:
    return {"s": rng.normal(size=4), "v": rng.normal(size=(4, 3)), "g": rng.normal(size=3)}


def attended(e: Env) -> np.ndarray:
    """Central differences of g · Σ aⱼ vⱼ in the scores."""
    return differences(lambda s: float(e["g"] @ (soft(s) @ e["v"])), e["s"])


def draw_sandwich(rng: np.random.Generator) -> Env:
    shapes = {"a": (3, 3), "x": (3, 3), "b": (3, 3), "t": (3, 3)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def sandwich(e: Env) -> np.ndarray:
    """Central differences of ½‖AXB − T‖² in X."""
    return differences(lambda x: float(((e["a"] @ x @ e["b"] - e["t"]) ** 2).sum()) / 2, e["x"])


def draw_mask(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(size=4), "x": rng.normal(size=4), "p": float(rng.uniform(0.3, 0.9))}


def masked_variance(e: Env) -> float:
    """Enumerates all masks of four units, kept with probability p and divided by p."""
    first = second = 0.0
    for mask in product((0, 1), repeat=4):
        chance = float(np.prod([e["p"] if m else 1 - e["p"] for m in mask]))
        y = float((e["w"] * e["x"] * np.array(mask)).sum()) / e["p"]
        first, second = first + chance * y, second + chance * y * y
    return second - first**2


def draw_fit(rng: np.random.Generator) -> Env:
    return {
        "x": rng.normal(size=(6, 3)),
        "y": rng.normal(size=6),
        "d": np.diag(rng.uniform(0.5, 2, size=6)),
        "l": float(rng.uniform(0.3, 1)),
    }


def weighted_fit(e: Env) -> np.ndarray:
    """Least squares on the rows √dᵢ xᵢ with √λ I below them."""
    root = np.sqrt(e["d"])
    rows = np.vstack([root @ e["x"], np.sqrt(e["l"]) * np.eye(3)])
    return np.asarray(np.linalg.lstsq(rows, np.concatenate([root @ e["y"], np.zeros(3)]), rcond=None)[0])


def draw_logits(rng: np.random.Generator) -> Env:
    return {"z": rng.normal(size=4), "y": np.eye(4)[rng.integers(4)], "t": float(rng.uniform(1.5, 4))}


def tempered(e: Env) -> np.ndarray:
    """Central differences of the cross-entropy of softmax(z/T)."""
    return differences(lambda z: -float(e["y"] @ np.log(soft(z / e["t"]))), e["z"])


def draw_states(rng: np.random.Generator) -> Env:
    xs, w = rng.normal(size=5), float(rng.uniform(0.5, 1.5))
    h = [0.0]
    for x in xs:
        h.append(w * h[-1] + float(x))
    return {"x": xs, "w": w, "h": h}


def last_state(e: Env) -> float:
    """Central differences of the unrolled recurrence in w."""

    def run(w: np.ndarray) -> float:
        h = 0.0
        for x in e["x"]:
            h = float(w[0]) * h + float(x)
        return h

    return float(differences(run, np.array([e["w"]]))[0])


def inv(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.inv(a))


FAMILIES = [
    Family(
        "pine-centring",
        "expression",
        r"\partial L/\partial x_i = \partial L/\partial y_i - \frac1n\sum_j \partial L/\partial y_j",
        centring,
        {
            "right": lambda e: e["g"] - e["g"].mean(),
            "identity": lambda e: e["g"],
            "sum": lambda e: e["g"] - e["g"].sum(),
            "own-share": lambda e: (1 - 1 / 5) * e["g"],
        },
        draw=draw_row,
    ),
    Family(
        "pine-unit-length",
        "expression",
        r"$\frac{1}{\|x\|}\left(I - yy^\top\right)\frac{\partial L}{\partial y}$",
        unit_length,
        {
            "right": lambda e: (unit(e)[0] - unit(e)[1] * (unit(e)[0] @ unit(e)[1])) / unit(e)[2],
            "constant-norm": lambda e: unit(e)[0] / unit(e)[2],
            "no-length": lambda e: unit(e)[0] - unit(e)[1] * (unit(e)[0] @ unit(e)[1]),
            "plus": lambda e: (unit(e)[0] + unit(e)[1] * (unit(e)[0] @ unit(e)[1])) / unit(e)[2],
            "raw-outer": lambda e: (unit(e)[0] - e["x"] * (e["x"] @ e["g"])) / unit(e)[2],
        },
        draw=draw_row,
    ),
    Family(
        "pine-attended-scores",
        "expression",
        r"$\frac{\partial L}{\partial s_j} = a_j\,(v_j - o)^\top \frac{\partial L}{\partial o}$",
        attended,
        {
            "right": lambda e: soft(e["s"]) * ((e["v"] - soft(e["s"]) @ e["v"]) @ e["g"]),
            "no-mean": lambda e: soft(e["s"]) * (e["v"] @ e["g"]),
            "own-slope": lambda e: soft(e["s"]) * (1 - soft(e["s"])) * (e["v"] @ e["g"]),
            "no-weight": lambda e: (e["v"] - soft(e["s"]) @ e["v"]) @ e["g"],
        },
        draw=draw_attention,
    ),
    Family(
        "pine-sandwich",
        "expression",
        r"$\nabla_X L = A^\top (AXB - T) B^\top$",
        sandwich,
        {
            "right": lambda e: e["a"].T @ (e["a"] @ e["x"] @ e["b"] - e["t"]) @ e["b"].T,
            "swapped": lambda e: e["b"].T @ (e["a"] @ e["x"] @ e["b"] - e["t"]) @ e["a"].T,
            "untransposed": lambda e: e["a"] @ (e["a"] @ e["x"] @ e["b"] - e["t"]) @ e["b"],
            "doubled": lambda e: 2 * e["a"].T @ (e["a"] @ e["x"] @ e["b"] - e["t"]) @ e["b"].T,
        },
        draw=draw_sandwich,
    ),
    Family(
        "pine-masked-variance",
        "expression",
        r"$\frac{1-p}{p}\sum_j w_j^2 x_j^2$",
        masked_variance,
        {
            "right": lambda e: (1 - e["p"]) / e["p"] * ((e["w"] * e["x"]) ** 2).sum(),
            "unscaled": lambda e: e["p"] * (1 - e["p"]) * ((e["w"] * e["x"]) ** 2).sum(),
            "flipped": lambda e: e["p"] / (1 - e["p"]) * ((e["w"] * e["x"]) ** 2).sum(),
            "square-of-sum": lambda e: (1 - e["p"]) / e["p"] * (e["w"] @ e["x"]) ** 2,
        },
        draw=draw_mask,
    ),
    Family(
        "pine-weighted-fit",
        "expression",
        r"$\hat w = (X^\top D X + \lambda I)^{-1} X^\top D y$",
        weighted_fit,
        {
            "right": lambda e: inv(e["x"].T @ e["d"] @ e["x"] + e["l"] * np.eye(3)) @ e["x"].T @ e["d"] @ e["y"],
            "weights-once": lambda e: inv(e["x"].T @ e["d"] @ e["x"] + e["l"] * np.eye(3)) @ e["x"].T @ e["y"],
            "minus": lambda e: inv(e["x"].T @ e["d"] @ e["x"] - e["l"] * np.eye(3)) @ e["x"].T @ e["d"] @ e["y"],
            "no-penalty": lambda e: inv(e["x"].T @ e["d"] @ e["x"]) @ e["x"].T @ e["d"] @ e["y"],
        },
        draw=draw_fit,
    ),
    Family(
        "pine-tempered",
        "expression",
        r"\frac{1}{T}(p_i - y_i)",
        tempered,
        {
            "right": lambda e: (soft(e["z"] / e["t"]) - e["y"]) / e["t"],
            "no-factor": lambda e: soft(e["z"] / e["t"]) - e["y"],
            "negated": lambda e: (e["y"] - soft(e["z"] / e["t"])) / e["t"],
            "squared": lambda e: (soft(e["z"] / e["t"]) - e["y"]) / e["t"] ** 2,
        },
        draw=draw_logits,
    ),
    Family(
        "pine-last-state",
        "expression",
        r"$\frac{\partial h_T}{\partial w} = \sum_{t=1}^{T} w^{T-t}\, h_{t-1}$",
        last_state,
        {
            "right": lambda e: sum(e["w"] ** (5 - t) * e["h"][t - 1] for t in range(1, 6)),
            "last-only": lambda e: e["h"][4],
            "shifted": lambda e: sum(e["w"] ** (5 - t) * e["h"][t] for t in range(1, 6)),
            "no-powers": lambda e: sum(e["h"][t - 1] for t in range(1, 6)),
        },
        draw=draw_states,
    ),
]
