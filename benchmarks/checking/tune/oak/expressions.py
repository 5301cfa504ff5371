"""Gradients through normalisation, dropout's expected cost, tied weights, parameter formulas."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from families import Env, Family
from numpy.typing import NDArray

Array = NDArray[np.float64]


def slope(f: Callable[[Array], float], x: Array) -> Array:
    out = np.zeros_like(x)
    for at in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[at] = 1e-5
        out[at] = (f(x + step) - f(x - step)) / 2e-5
    return out


def standardise(x: Array) -> Array:
    return np.asarray((x - x.mean()) / x.std())


def layer(rng: np.random.Generator) -> Env:
    x = rng.normal(size=5)
    return {"x": x, "g": rng.normal(size=5), "gamma": rng.uniform(0.5, 2, size=5), "s": x.std(), "h": standardise(x)}


def layer_gradient(env: Env) -> Array:
    """Central differences through the normalisation of one example."""
    return slope(lambda x: float(env["g"] @ (env["gamma"] * standardise(x))), env["x"])


def in_layer(env: Env, a: Array, mean: float = 1, along: float = 1) -> Array:
    return np.asarray((a - mean * a.mean() - along * env["h"] * (a * env["h"]).mean()) / env["s"])


def root(x: Array) -> Array:
    return np.asarray(x / np.sqrt((x**2).mean()))


def root_gradient(env: Env) -> Array:
    """Central differences through the division by the root mean square."""
    return slope(lambda x: float(env["g"] @ root(x)), env["x"])


def in_root(env: Env, share: float, power: int = 1) -> Array:
    x, g = env["x"], env["g"]
    y = root(x)
    return np.asarray((g - share * y * (y @ g)) / np.sqrt((x**2).mean()) ** power)


def jacobian(env: Env) -> Array:
    """Central differences of each standardised entry."""
    return np.array([slope(lambda x, i=i: float(standardise(x)[i]), env["x"]) for i in range(5)])  # type: ignore[misc]


def in_jacobian(env: Env, mean: float, along: float) -> Array:
    return np.asarray((np.eye(5) - mean * np.ones((5, 5)) / 5 - along * np.outer(env["h"], env["h"])) / env["s"])


def regression(rng: np.random.Generator) -> Env:
    x = rng.normal(size=(4, 3))
    gram = x.T @ x
    return {
        "X": x,
        "y": rng.normal(size=4),
        "w": rng.normal(size=3),
        "p": rng.uniform(0.3, 0.9),
        "G": gram,
        "D": np.diag(np.diag(gram)),
    }


def expected_cost(env: Env) -> float:
    """Averages the squared error over all masks of three features."""
    total = 0.0
    for mask in product((0, 1), repeat=3):
        chance = np.prod([env["p"] if m else 1 - env["p"] for m in mask])
        total += chance * float(((env["y"] - env["X"] @ (np.array(mask) * env["w"])) ** 2).sum())
    return total


def cost(env: Env, fit: float, weight: float, penalty: Array) -> float:
    return float(((env["y"] - fit * env["X"] @ env["w"]) ** 2).sum() + weight * env["w"] @ penalty @ env["w"])


def minimiser(env: Env) -> Array:
    """Least squares over all masks at once, each repeated as its probability's root says."""
    rows, wanted = [], []
    for mask in product((0, 1), repeat=3):
        root_chance = np.sqrt(np.prod([env["p"] if m else 1 - env["p"] for m in mask]))
        rows.append(root_chance * env["X"] * np.array(mask))
        wanted.append(root_chance * env["y"])
    return np.asarray(np.linalg.lstsq(np.vstack(rows), np.concatenate(wanted), rcond=None)[0])


def solution(env: Env, a: float, b: float) -> Array:
    return np.asarray(np.linalg.solve(a * env["G"] + b * env["D"], env["X"].T @ env["y"]))


def tied(rng: np.random.Generator) -> Env:
    w, x = rng.normal(size=(2, 3)), rng.normal(size=3)
    return {"W": w, "x": x, "r": w.T @ w @ x - x}


def tied_gradient(env: Env) -> Array:
    """Central differences of half the squared reconstruction error."""
    x = env["x"]
    return slope(lambda w: float(((w.T @ w @ x - x) ** 2).sum() / 2), env["W"])


def outer(env: Env, first: float, second: float) -> Array:
    return np.asarray(env["W"] @ (first * np.outer(env["r"], env["x"]) + second * np.outer(env["x"], env["r"])))


def sizes(rng: np.random.Generator) -> Env:
    g = int(rng.integers(2, 5))
    return {"k": int(rng.integers(2, 6)), "g": g, "i": g * int(rng.integers(1, 5)), "o": g * int(rng.integers(1, 5))}


def grouped(env: Env) -> int:
    """Goes from group to group and allocates its kernels and biases."""
    i, o = env["i"] // env["g"], env["o"] // env["g"]
    return sum(np.zeros((o, i, env["k"], env["k"])).size + o for _group in range(env["g"]))


FAMILIES = [
    Family(
        "oak-layer-gradient",
        "expression",
        r"\frac{1}{\sigma}\left(a_i-\bar a-\hat x_i\,\overline{a\hat x}\right),\ a_i=\gamma_i\,\partial L/\partial y_i",
        layer_gradient,
        {
            "right": lambda e: in_layer(e, e["gamma"] * e["g"]),
            "gain-outside": lambda e: e["gamma"] * in_layer(e, e["g"]),
            "no-mean": lambda e: in_layer(e, e["gamma"] * e["g"], mean=0),
            "sign": lambda e: in_layer(e, e["gamma"] * e["g"], along=-1),
        },
        layer,
    ),
    Family(
        "oak-root-gradient",
        "expression",
        r"\frac{1}{r}\left(I-\frac{1}{n}yy^\top\right)g",
        root_gradient,
        {
            "right": lambda e: in_root(e, 1 / 5),
            "no-n": lambda e: in_root(e, 1),
            "plain": lambda e: in_root(e, 0),
            "squared": lambda e: in_root(e, 1 / 5, power=2),
        },
        layer,
    ),
    Family(
        "oak-standardise-jacobian",
        "expression",
        r"\frac{1}{\sigma}\left(I-\frac1n\mathbf 1\mathbf 1^\top-\frac1n\hat x\hat x^\top\right)",
        jacobian,
        {
            "right": lambda e: in_jacobian(e, 1, 1 / 5),
            "centring": lambda e: in_jacobian(e, 1, 0),
            "unscaled": lambda e: in_jacobian(e, 1, 1),
            "plus": lambda e: in_jacobian(e, 1, -1 / 5),
        },
        layer,
    ),
    Family(
        "oak-dropout-cost",
        "expression",
        r"\|y-pXw\|^2+p(1-p)\,w^\top \operatorname{diag}(X^\top X)\,w",
        expected_cost,
        {
            "right": lambda e: cost(e, e["p"], e["p"] * (1 - e["p"]), e["D"]),
            "no-p": lambda e: cost(e, e["p"], 1 - e["p"], e["D"]),
            "full-gram": lambda e: cost(e, e["p"], e["p"] * (1 - e["p"]), e["G"]),
            "full-fit": lambda e: cost(e, 1, e["p"] * (1 - e["p"]), e["D"]),
        },
        regression,
    ),
    Family(
        "oak-dropout-solution",
        "expression",
        r"\left(pX^\top X+(1-p)D\right)^{-1}X^\top y,\quad D=\operatorname{diag}(X^\top X)",
        minimiser,
        {
            "right": lambda e: solution(e, e["p"], 1 - e["p"]),
            "tilde": lambda e: solution(e, 1, (1 - e["p"]) / e["p"]),
            "swapped": lambda e: solution(e, 1 - e["p"], e["p"]),
            "whole": lambda e: solution(e, 1, e["p"] * (1 - e["p"])),
        },
        regression,
    ),
    Family(
        "oak-tied-gradient",
        "expression",
        r"W\left(rx^\top+xr^\top\right),\quad r=W^\top Wx-x",
        tied_gradient,
        {
            "right": lambda e: outer(e, 1, 1),
            "decoder": lambda e: outer(e, 0, 1),
            "encoder": lambda e: outer(e, 1, 0),
            "twice": lambda e: outer(e, 2, 0),
        },
        tied,
    ),
    Family(
        "oak-grouped-count",
        "expression",
        r"c_{\text{out}}\left(\frac{k^2c_{\text{in}}}{g}+1\right)",
        grouped,
        {
            "right": lambda e: e["o"] * e["k"] ** 2 * e["i"] // e["g"] + e["o"],
            "ungrouped": lambda e: e["o"] * (e["k"] ** 2 * e["i"] + 1),
            "bias-split": lambda e: e["o"] * (e["k"] ** 2 * e["i"] + 1) / e["g"],
            "twice-split": lambda e: e["o"] * e["k"] ** 2 * e["i"] / e["g"] ** 2 + e["o"],
        },
        sizes,
    ),
]
