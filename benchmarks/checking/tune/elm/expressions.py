"""Expressions: gradients of softmax and attention, ridge, recurrences, momentum, kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from families import Env, Family


def slope(f: Callable[[Any], Any], x: Any) -> Any:
    """Central differences of a scalar function of an array."""
    out, h = np.zeros_like(x), 1e-5
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        out[place] = (f(up) - f(down)) / (2 * h)
    return out


def softmax(z: Any) -> Any:
    e = np.exp(z - z.max())
    return e / e.sum()


def logits(rng: np.random.Generator) -> Env:
    z, t = rng.normal(size=4), rng.uniform(1.5, 3)
    return {"z": z, "T": t, "p": softmax(z / t), "y": np.eye(4)[rng.integers(4)]}


def tempered(e: Env) -> Any:
    """Differences of the cross-entropy of softmax(z/T)."""
    return slope(lambda z: -float(e["y"] @ np.log(softmax(z / e["T"]))), e["z"])


def upstream(rng: np.random.Generator) -> Env:
    z = rng.normal(size=4)
    return {"z": z, "p": softmax(z), "g": rng.normal(size=4)}


def pulled_back(e: Env) -> Any:
    """Differences of Σ gₖ softmax(z)ₖ."""
    return slope(lambda z: float(e["g"] @ softmax(z)), e["z"])


def regression(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 3)), "y": rng.normal(size=5), "l": rng.uniform(0.2, 1)}


def ridge(e: Env) -> Any:
    """Least squares on rows √λ I stacked under X/√n."""
    n = 5
    rows = np.vstack([e["X"] / np.sqrt(n), np.sqrt(e["l"]) * np.eye(3)])
    return np.linalg.lstsq(rows, np.concatenate([e["y"] / np.sqrt(n), np.zeros(3)]), rcond=None)[0]


def solved(e: Env, amount: float) -> Any:
    return np.linalg.solve(e["X"].T @ e["X"] + amount * np.eye(3), e["X"].T @ e["y"])


def by_svd(e: Env) -> Any:
    u, s, vt = np.linalg.svd(e["X"], full_matrices=False)
    return vt.T @ (s / (s**2 + 5 * e["l"]) * (u.T @ e["y"]))


def recurrence(rng: np.random.Generator) -> Env:
    w, before, drive = rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3)
    return {"W": w, "before": before, "drive": drive, "h": np.tanh(w @ before + drive)}


def step_jacobian(e: Env) -> Any:
    """Differences of every component of tanh(W h + Ux)."""

    def component(i: int) -> Callable[[Any], Any]:
        return lambda before: np.tanh(e["W"] @ before + e["drive"])[i]

    return np.stack([slope(component(i), e["before"]) for i in range(3)])


def scores(rng: np.random.Generator) -> Env:
    return {"Q": rng.normal(size=(4, 3)), "K": rng.normal(size=(4, 3)), "G": rng.normal(size=(4, 4)), "d": 3.0}


def query_gradient(e: Env) -> Any:
    """Differences of Σ Gᵢⱼ Sᵢⱼ in the entries of Q."""
    return slope(lambda q: float((e["G"] * (q @ e["K"].T)).sum()) / np.sqrt(3), e["Q"])


def gradients(rng: np.random.Generator) -> Env:
    return {"g": rng.normal(size=6), "b": rng.uniform(0.5, 0.9)}


def velocity(e: Env) -> Any:
    """Runs v ← βv + g."""
    v = 0.0
    for g in e["g"]:
        v = e["b"] * v + g
    return v


def weighted(e: Env, power: Callable[[int], int]) -> Any:
    return sum(e["b"] ** power(s) * e["g"][s - 1] for s in range(1, 7))


def points(rng: np.random.Generator) -> Env:
    x, z, ell = rng.normal(size=3), rng.normal(size=3), rng.uniform(1.3, 2)
    return {"x": x, "z": z, "l": ell, "k": np.exp(-((x - z) @ (x - z)) / (2 * ell**2))}


def kernel_gradient(e: Env) -> Any:
    """Differences of the Gaussian kernel in its first argument."""
    return slope(lambda x: float(np.exp(-((x - e["z"]) ** 2).sum() / (2 * e["l"] ** 2))), e["x"])


def fit(rng: np.random.Generator) -> Env:
    return {"W": rng.normal(size=(3, 3)), "X": rng.normal(size=(3, 3)), "Y": rng.normal(size=(3, 3)), "l": 0.7}


def fit_gradient(e: Env) -> Any:
    """Differences of ½‖WX − Y‖² + (λ/2)‖W‖² in the entries of W."""
    return slope(lambda w: float(((w @ e["X"] - e["Y"]) ** 2).sum() + e["l"] * (w**2).sum()) / 2, e["W"])


FAMILIES = [
    Family(
        "elm-tempered-entropy",
        "expression",
        r"\frac{1}{T}(p_i - y_i)",
        tempered,
        {
            "right": lambda e: (e["p"] - e["y"]) / e["T"],
            "no-temperature": lambda e: e["p"] - e["y"],
            "negated": lambda e: (e["y"] - e["p"]) / e["T"],
            "times": lambda e: (e["p"] - e["y"]) * e["T"],
        },
        logits,
    ),
    Family(
        "elm-softmax-backward",
        "expression",
        r"$p_i\left(g_i - \sum_j p_j g_j\right)$",
        pulled_back,
        {
            "right": lambda e: e["p"] * (e["g"] - e["p"] @ e["g"]),
            "diagonal": lambda e: e["p"] * (1 - e["p"]) * e["g"],
            "unweighted": lambda e: e["p"] * (e["g"] - e["g"].sum()),
            "plain-mean": lambda e: e["p"] * (e["g"] - e["g"].mean()),
            "plus": lambda e: e["p"] * (e["g"] + e["p"] @ e["g"]),
        },
        upstream,
    ),
    Family(
        "elm-ridge-solution",
        "expression",
        r"$(X^\top X + n\lambda I)^{-1} X^\top y$",
        ridge,
        {
            "right": lambda e: solved(e, 5 * e["l"]),
            "right-dual": lambda e: e["X"].T @ np.linalg.solve(e["X"] @ e["X"].T + 5 * e["l"] * np.eye(5), e["y"]),
            "right-svd": by_svd,
            "no-count": lambda e: solved(e, e["l"]),
            "divided": lambda e: solved(e, e["l"] / 5),
            "minus": lambda e: solved(e, -5 * e["l"]),
        },
        regression,
    ),
    Family(
        "elm-step-jacobian",
        "expression",
        r"\operatorname{diag}(1 - h_t^2)\, W",
        step_jacobian,
        {
            "right": lambda e: np.diag(1 - e["h"] ** 2) @ e["W"],
            "order": lambda e: e["W"] @ np.diag(1 - e["h"] ** 2),
            "transposed": lambda e: e["W"].T @ np.diag(1 - e["h"] ** 2),
            "linear": lambda e: e["W"],
            "unsquared": lambda e: np.diag(1 - e["h"]) @ e["W"],
        },
        recurrence,
    ),
    Family(
        "elm-query-gradient",
        "expression",
        r"\frac{1}{\sqrt{d}} \frac{\partial L}{\partial S} K",
        query_gradient,
        {
            "right": lambda e: e["G"] @ e["K"] / np.sqrt(3),
            "for-keys": lambda e: e["G"].T @ e["Q"] / np.sqrt(3),
            "unscaled": lambda e: e["G"] @ e["K"],
            "transposed": lambda e: e["G"].T @ e["K"] / np.sqrt(3),
            "no-root": lambda e: e["G"] @ e["K"] / 3,
        },
        scores,
    ),
    Family(
        "elm-unrolled-momentum",
        "expression",
        r"$v_t = \sum_{s=1}^{t} \beta^{t-s} g_s$",
        velocity,
        {
            "right": lambda e: weighted(e, lambda s: 6 - s),
            "averaged": lambda e: (1 - e["b"]) * weighted(e, lambda s: 6 - s),
            "backwards": lambda e: weighted(e, lambda s: s),
            "late": lambda e: weighted(e, lambda s: 7 - s),
        },
        gradients,
    ),
    Family(
        "elm-kernel-gradient",
        "expression",
        r"-\frac{1}{\ell^2}(x - z)\,k(x, z)",
        kernel_gradient,
        {
            "right": lambda e: -(e["x"] - e["z"]) / e["l"] ** 2 * e["k"],
            "positive": lambda e: (e["x"] - e["z"]) / e["l"] ** 2 * e["k"],
            "two": lambda e: -2 * (e["x"] - e["z"]) / e["l"] ** 2 * e["k"],
            "bare": lambda e: -(e["x"] - e["z"]) / e["l"] ** 2,
        },
        points,
    ),
    Family(
        "elm-fit-gradient",
        "expression",
        r"$(WX - Y)X^\top + \lambda W$",
        fit_gradient,
        {
            "right": lambda e: (e["W"] @ e["X"] - e["Y"]) @ e["X"].T + e["l"] * e["W"],
            "left": lambda e: e["X"].T @ (e["W"] @ e["X"] - e["Y"]) + e["l"] * e["W"],
            "flipped": lambda e: (e["Y"] - e["W"] @ e["X"]) @ e["X"].T + e["l"] * e["W"],
            "unregularised": lambda e: (e["W"] @ e["X"] - e["Y"]) @ e["X"].T,
            "doubled": lambda e: (e["W"] @ e["X"] - e["Y"]) @ e["X"].T + 2 * e["l"] * e["W"],
        },
        fit,
    ),
]
