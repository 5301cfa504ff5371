"""Expressions, tuned half. Gradients are proven by central differences, expectations by enumeration."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family

STEP = 1e-5


def differences(f: Callable[[Any], float], at: Any) -> Any:
    """Central differences of a scalar function of an array."""
    gradient = np.zeros_like(at)
    for k in np.ndindex(at.shape):
        up, down = at.copy(), at.copy()
        up[k] += STEP
        down[k] -= STEP
        gradient[k] = (f(up) - f(down)) / (2 * STEP)
    return gradient


def draw_batch(rng: np.random.Generator) -> Env:
    n = int(rng.integers(3, 6))
    x, c = rng.normal(size=n), rng.normal(size=n)
    gamma, beta = rng.uniform(0.5, 2), rng.normal()
    y = gamma * (x - x.mean()) + beta
    return {"n": n, "x": x, "c": c, "gamma": gamma, "beta": beta, "g": c * np.cos(y)}


def demeaned(e: Env) -> Any:
    """Central differences of L = Σ cⱼ sin yⱼ through y = γ(x − mean x) + β."""
    return differences(lambda x: float((e["c"] * np.sin(e["gamma"] * (x - x.mean()) + e["beta"])).sum()), e["x"])


def draw_logits(rng: np.random.Generator) -> Env:
    z = rng.normal(size=4)
    p = np.exp(z) / np.exp(z).sum()
    return {"z": z, "p": p, "y": np.eye(4)[int(rng.integers(4))]}


def cross_entropy(e: Env) -> Any:
    """Central differences of −Σ yₖ ln softmax(z)ₖ in the logits."""
    return differences(lambda z: float(-(e["y"] * np.log(np.exp(z) / np.exp(z).sum())).sum()), e["z"])


def draw_regression(rng: np.random.Generator) -> Env:
    return {
        "X": rng.normal(size=(5, 3)),
        "y": rng.normal(size=5),
        "w": rng.normal(size=3),
        "lam": rng.uniform(0.3, 2),
    }


def squared_error(e: Env) -> Any:
    """Central differences of Σ (Xw − y)² in w."""
    return differences(lambda w: float(((e["X"] @ w - e["y"]) ** 2).sum()), e["w"])


def ridge(e: Env) -> Any:
    """Least squares on the data stacked over √λ I: the minimiser of ‖Xw − y‖² + λ‖w‖², without normal equations."""
    stacked = np.vstack([e["X"], np.sqrt(e["lam"]) * np.eye(3)])
    return np.linalg.lstsq(stacked, np.concatenate([e["y"], np.zeros(3)]), rcond=None)[0]


def draw_layer(rng: np.random.Generator) -> Env:
    W, x, c = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=3)
    return {"W": W, "x": x, "c": c, "g": c * np.cos(W @ x)}


def weight_gradient(e: Env) -> Any:
    """Central differences of L = Σ cⱼ sin (Wx)ⱼ in every weight."""
    return differences(lambda W: float((e["c"] * np.sin(W @ e["x"])).sum()), e["W"])


def draw_mask(rng: np.random.Generator) -> Env:
    return {"p": rng.uniform(0.2, 0.9), "w": rng.normal(size=3), "x": rng.normal(size=3)}


def mask_variance(e: Env) -> Any:
    """Enumerates the 2³ masks and takes the variance of Σ mⱼ wⱼ xⱼ."""
    masks = [np.array(m) for m in product((0, 1), repeat=3)]
    chance = [np.prod(np.where(m == 1, e["p"], 1 - e["p"])) for m in masks]
    values = [float((m * e["w"] * e["x"]).sum()) for m in masks]
    mean = sum(c * v for c, v in zip(chance, values, strict=True))
    return sum(c * (v - mean) ** 2 for c, v in zip(chance, values, strict=True))


def draw_gauss(rng: np.random.Generator) -> Env:
    return {"mu": rng.normal(), "s": rng.uniform(0.4, 1.8)}


def divergence(e: Env) -> Any:
    """Integrates q ln(q/p) on a grid, for q = N(μ, σ²) and p = N(0, 1)."""
    t = np.linspace(e["mu"] - 14 * e["s"], e["mu"] + 14 * e["s"], 200001)
    log_q = -0.5 * ((t - e["mu"]) / e["s"]) ** 2 - np.log(e["s"])
    log_p = -0.5 * t**2
    return np.trapezoid(np.exp(log_q) / np.sqrt(2 * np.pi) * (log_q - log_p), t)


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.normal()}


def silu_slope(e: Env) -> Any:
    """Central differences of x / (1 + e⁻ˣ)."""
    return differences(lambda x: float(x[0] / (1 + np.exp(-x[0]))), np.array([e["x"]]))[0]


def s(e: Env) -> Any:
    return 1 / (1 + np.exp(-e["x"]))


def xt(e: Env, residual: Any) -> Any:
    return e["X"].T @ residual


def draw_subspace(rng: np.random.Generator) -> Env:
    return {"U": np.linalg.qr(rng.normal(size=(4, 2)))[0], "x": rng.normal(size=4)}


def nearest_point(e: Env) -> Any:
    """Least squares: the point U c that is nearest to x."""
    return e["U"] @ np.linalg.lstsq(e["U"], e["x"], rcond=None)[0]


def draw_sizes(rng: np.random.Generator) -> Env:
    a, b, k = (int(v) for v in rng.permutation(np.arange(2, 9))[:3])
    return {"I": a, "O": b, "k": k}


def conv_parameters(e: Env) -> int:
    """Counts the weights and the bias of every filter in loops."""
    return sum(1 + sum(1 for _ in product(range(e["I"]), range(e["k"]), range(e["k"]))) for _filter in range(e["O"]))


FAMILIES = [
    Family(
        "projection",
        "expression",
        r"$U U^\top x$",
        nearest_point,
        {
            "right": lambda e: e["U"] @ e["U"].T @ e["x"],
            "coordinates": lambda e: e["U"].T @ e["x"],
            "complement": lambda e: e["x"] - e["U"] @ e["U"].T @ e["x"],
            "order": lambda e: e["U"].T @ e["U"] @ np.ones(2),
        },
        draw=draw_subspace,
    ),
    Family(
        "conv-formula",
        "expression",
        r"$K^2 C_1 C_2 + C_2$",
        conv_parameters,
        {
            "right": lambda e: e["O"] * (e["k"] ** 2 * e["I"] + 1),
            "no-bias": lambda e: e["O"] * e["k"] ** 2 * e["I"],
            "input-bias": lambda e: e["O"] * e["k"] ** 2 * e["I"] + e["I"],
            "linear": lambda e: e["O"] * (e["k"] * e["I"] + 1),
        },
        draw=draw_sizes,
    ),
    Family(
        "demeaned-gradient",
        "expression",
        r"$\gamma\left(\frac{\partial L}{\partial y_i} - \frac1n\sum_{j=1}^n\frac{\partial L}{\partial y_j}\right)$",
        demeaned,
        {
            "right": lambda e: e["gamma"] * (e["g"] - e["g"].mean()),
            "sum-not-mean": lambda e: e["gamma"] * (e["g"] - e["g"].sum()),
            "no-gamma": lambda e: e["g"] - e["g"].mean(),
            "no-mean": lambda e: e["gamma"] * e["g"],
            "one-less": lambda e: e["gamma"] * (e["g"] - e["g"].sum() / (e["n"] - 1)),
            "own-only": lambda e: e["gamma"] * (1 - 1 / e["n"]) * e["g"],
            "plus": lambda e: e["gamma"] * (e["g"] + e["g"].mean()),
        },
        draw=draw_batch,
    ),
    Family(
        "logit-gradient",
        "expression",
        "$p_k - y_k$",
        cross_entropy,
        {
            "right": lambda e: e["p"] - e["y"],
            "sign": lambda e: e["y"] - e["p"],
            "no-target": lambda e: e["p"],
            "ratio": lambda e: -e["y"] / e["p"],
            "slope": lambda e: e["p"] * (1 - e["p"]),
        },
        draw=draw_logits,
    ),
    Family(
        "squared-error-gradient",
        "expression",
        r"$2 X^\top (X w - y)$",
        squared_error,
        {
            "right": lambda e: 2 * xt(e, e["X"] @ e["w"] - e["y"]),
            "half": lambda e: xt(e, e["X"] @ e["w"] - e["y"]),
            "sign": lambda e: 2 * xt(e, e["y"] - e["X"] @ e["w"]),
            "no-target": lambda e: 2 * xt(e, e["X"] @ e["w"]),
            "shrunk": lambda e: 2 * xt(e, e["X"] @ e["w"]) - xt(e, e["y"]),
        },
        draw=draw_regression,
    ),
    Family(
        "ridge-solution",
        "expression",
        r"$(X^\top X + \lambda I)^{-1} X^\top y$",
        ridge,
        {
            "right": lambda e: np.linalg.solve(e["X"].T @ e["X"] + e["lam"] * np.eye(3), xt(e, e["y"])),
            "right-kernel": lambda e: xt(e, np.linalg.solve(e["X"] @ e["X"].T + e["lam"] * np.eye(5), e["y"])),
            "no-lambda": lambda e: np.linalg.solve(e["X"].T @ e["X"], xt(e, e["y"])),
            "minus": lambda e: np.linalg.solve(e["X"].T @ e["X"] - e["lam"] * np.eye(3), xt(e, e["y"])),
            "squared": lambda e: np.linalg.solve(e["X"].T @ e["X"] + e["lam"] ** 2 * np.eye(3), xt(e, e["y"])),
            "half": lambda e: np.linalg.solve(e["X"].T @ e["X"] + e["lam"] / 2 * np.eye(3), xt(e, e["y"])),
        },
        draw=draw_regression,
    ),
    Family(
        "weight-gradient",
        "expression",
        r"$\frac{\partial L}{\partial y} x^\top$",
        weight_gradient,
        {
            "right": lambda e: np.outer(e["g"], e["x"]),
            "transposed": lambda e: np.outer(e["x"], e["g"]),
            "inner": lambda e: float(e["g"].sum()) * e["x"],
            "input": lambda e: e["W"].T @ e["g"],
        },
        draw=draw_layer,
    ),
    Family(
        "mask-variance",
        "expression",
        r"$p(1-p)\sum_{j} w_j^2 x_j^2$",
        mask_variance,
        {
            "right": lambda e: e["p"] * (1 - e["p"]) * ((e["w"] * e["x"]) ** 2).sum(),
            "second-moment": lambda e: e["p"] * ((e["w"] * e["x"]) ** 2).sum(),
            "squared-p": lambda e: e["p"] ** 2 * ((e["w"] * e["x"]) ** 2).sum(),
            "outer-square": lambda e: e["p"] * (1 - e["p"]) * (e["w"] * e["x"]).sum() ** 2,
            "not-squared": lambda e: e["p"] * (1 - e["p"]) * (e["w"] * e["x"]).sum(),
        },
        draw=draw_mask,
    ),
    Family(
        "gaussian-divergence",
        "expression",
        r"$\frac{1}{2}\left(\mu^2 + \sigma^2 - \ln \sigma^2 - 1\right)$",
        divergence,
        {
            "right": lambda e: 0.5 * (e["mu"] ** 2 + e["s"] ** 2 - np.log(e["s"] ** 2) - 1),
            "sign": lambda e: 0.5 * (1 + np.log(e["s"] ** 2) - e["mu"] ** 2 - e["s"] ** 2),
            "log-sigma": lambda e: 0.5 * (e["mu"] ** 2 + e["s"] ** 2 - np.log(e["s"]) - 1),
            "no-half": lambda e: e["mu"] ** 2 + e["s"] ** 2 - np.log(e["s"] ** 2) - 1,
            "no-one": lambda e: 0.5 * (e["mu"] ** 2 + e["s"] ** 2 - np.log(e["s"] ** 2)),
        },
        draw=draw_gauss,
    ),
    Family(
        "silu-derivative",
        "expression",
        r"$\sigma(x) + x\,\sigma(x)\,(1 - \sigma(x))$",
        silu_slope,
        {
            "right": lambda e: s(e) + e["x"] * s(e) * (1 - s(e)),
            "no-product": lambda e: s(e) * (1 - s(e)),
            "second-only": lambda e: e["x"] * s(e) * (1 - s(e)),
            "tanh-rule": lambda e: s(e) + e["x"] * (1 - s(e) ** 2),
        },
        draw=draw_x,
    ),
]
