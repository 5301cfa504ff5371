"""Expressions, the second tuned set (held back until it was opened)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family

STEP = 1e-5


def differences(f: Callable[[Any], Any], at: Any) -> Any:
    """Central differences of a function of an array, one column for each entry of its argument."""
    columns = []
    for k in range(at.size):
        d = np.zeros(at.size)
        d[k] = STEP
        columns.append((np.asarray(f(at + d)) - np.asarray(f(at - d))) / (2 * STEP))
    return np.stack(columns, axis=-1)


def softmax(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum()


def draw_softmax(rng: np.random.Generator) -> Env:
    z, c = rng.normal(size=4), rng.normal(size=4)
    return {"z": z, "c": c, "p": softmax(z), "g": c * np.cos(softmax(z))}


def softmax_backward(e: Env) -> Any:
    """Central differences of L = Σ cⱼ sin pⱼ in the logits, with p = softmax(z)."""
    return differences(lambda z: float((e["c"] * np.sin(softmax(z))).sum()), e["z"])


def draw_layer(rng: np.random.Generator) -> Env:
    W, x, c = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=3)
    return {"W": W, "x": x, "c": c, "g": c * np.cos(W @ x)}


def input_gradient(e: Env) -> Any:
    """Central differences of L = Σ cⱼ sin (Wx)ⱼ in x."""
    return differences(lambda x: float((e["c"] * np.sin(e["W"] @ x)).sum()), e["x"])


def draw_vector(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(size=3)}


def unit_jacobian(e: Env) -> Any:
    """Central differences of x / ‖x‖."""
    return differences(lambda x: x / np.sqrt((x * x).sum()), e["x"])


def draw_form(rng: np.random.Generator) -> Env:
    root = rng.normal(size=(3, 3))
    return {"A": rng.normal(size=(3, 3)), "mu": rng.normal(size=3), "root": root, "Sigma": root @ root.T}


def expected_form(e: Env) -> Any:
    """Averages xᵀAx over the eight points μ + L s, s ∈ {±1}³, whose mean is μ and covariance Σ = LLᵀ."""
    points = [e["mu"] + e["root"] @ np.array(s) for s in product((-1, 1), repeat=3)]
    return sum(float(x @ e["A"] @ x) for x in points) / 8


def draw_logistic(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 3)), "y": rng.integers(0, 2, size=5), "w": rng.normal(size=3)}


def sig(t: Any) -> Any:
    return 1 / (1 + np.exp(-t))


def logistic_gradient(e: Env) -> Any:
    """Central differences of −Σ yᵢ ln σ(wᵀxᵢ) + (1 − yᵢ) ln(1 − σ(wᵀxᵢ)) in w."""

    def loss(w: Any) -> float:
        q = sig(e["X"] @ w)
        return float(-(e["y"] * np.log(q) + (1 - e["y"]) * np.log(1 - q)).sum())

    return differences(loss, e["w"])


def draw_sizes(rng: np.random.Generator) -> Env:
    a, b, k = (int(v) for v in rng.permutation(np.arange(2, 10))[:3])
    return {"I": a, "O": b, "k": k}


def separable_weights(e: Env) -> int:
    """Counts the entries of the depthwise and of the pointwise weight array."""
    return int(np.zeros((e["I"], 1, e["k"], e["k"])).size + np.zeros((e["O"], e["I"], 1, 1)).size)


def draw_masked(rng: np.random.Generator) -> Env:
    return {"w": rng.normal(size=3), "x": rng.normal(size=3), "y": rng.normal(), "p": rng.uniform(0.2, 0.9)}


def masked_loss(e: Env) -> Any:
    """Enumerates the 2³ masks m and averages (y − Σ mⱼ wⱼ xⱼ)² with their chances."""
    total = 0.0
    for mask in product((0, 1), repeat=3):
        m = np.array(mask)
        total += float(np.prod(np.where(m == 1, e["p"], 1 - e["p"]))) * (e["y"] - (m * e["w"] * e["x"]).sum()) ** 2
    return total


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.normal()}


def tanh_slope(e: Env) -> Any:
    """Central differences of (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)."""
    x = np.array([e["x"]])
    return differences(lambda t: ((np.exp(t) - np.exp(-t)) / (np.exp(t) + np.exp(-t)))[0], x)[0]


def norm(e: Env) -> Any:
    return np.linalg.norm(e["x"])


def residuals(e: Env) -> Any:
    return sig(e["X"] @ e["w"]) - e["y"]


def fit(e: Env, p: Any) -> Any:
    return (e["y"] - p * (e["w"] * e["x"]).sum()) ** 2


def penalty(e: Env) -> Any:
    return ((e["w"] * e["x"]) ** 2).sum()


FAMILIES = [
    Family(
        "softmax-backward",
        "expression",
        r"$p_i\left(\frac{\partial L}{\partial p_i} - \sum_{j} p_j \frac{\partial L}{\partial p_j}\right)$",
        softmax_backward,
        {
            "right": lambda e: e["p"] * (e["g"] - (e["p"] * e["g"]).sum()),
            "no-weights": lambda e: e["p"] * (e["g"] - e["g"].sum()),
            "own-only": lambda e: e["p"] * (1 - e["p"]) * e["g"],
            "outside": lambda e: e["p"] * e["g"] - (e["p"] * e["g"]).sum(),
            "plus": lambda e: e["p"] * (e["g"] + (e["p"] * e["g"]).sum()),
        },
        draw=draw_softmax,
    ),
    Family(
        "input-gradient",
        "expression",
        r"$W^\top \frac{\partial L}{\partial y}$",
        input_gradient,
        {
            "right": lambda e: e["W"].T @ e["g"],
            "weights": lambda e: np.outer(e["g"], e["x"]),
            "squared": lambda e: 2 * e["W"].T @ e["g"],
            "minus": lambda e: -e["W"].T @ e["g"],
        },
        draw=draw_layer,
    ),
    Family(
        "unit-jacobian",
        "expression",
        r"$\frac{1}{\|x\|}\left(I - \frac{x x^\top}{\|x\|^2}\right)$",
        unit_jacobian,
        {
            "right": lambda e: (np.eye(3) - np.outer(e["x"], e["x"]) / norm(e) ** 2) / norm(e),
            "first-power": lambda e: (np.eye(3) - np.outer(e["x"], e["x"]) / norm(e)) / norm(e),
            "no-projection": lambda e: np.eye(3) / norm(e),
            "plus": lambda e: (np.eye(3) + np.outer(e["x"], e["x"]) / norm(e) ** 2) / norm(e),
            "unscaled": lambda e: np.eye(3) - np.outer(e["x"], e["x"]) / norm(e) ** 2,
            "inner": lambda e: (np.eye(3) - norm(e) ** 2 / norm(e) ** 2) / norm(e),
        },
        draw=draw_vector,
    ),
    Family(
        "expected-form",
        "expression",
        r"$\operatorname{tr}(A\Sigma) + \mu^\top A \mu$",
        expected_form,
        {
            "right": lambda e: np.trace(e["A"] @ e["Sigma"]) + e["mu"] @ e["A"] @ e["mu"],
            "mean-only": lambda e: e["mu"] @ e["A"] @ e["mu"],
            "trace-only": lambda e: np.trace(e["A"] @ e["Sigma"]),
            "separate-traces": lambda e: np.trace(e["A"]) * np.trace(e["Sigma"]) + e["mu"] @ e["A"] @ e["mu"],
            "minus": lambda e: np.trace(e["A"] @ e["Sigma"]) - e["mu"] @ e["A"] @ e["mu"],
        },
        draw=draw_form,
    ),
    Family(
        "logistic-gradient",
        "expression",
        r"$\sum_{i=1}^n \left(\sigma(w^\top x_i) - y_i\right) x_i$",
        logistic_gradient,
        {
            "right": lambda e: e["X"].T @ residuals(e),
            "sign": lambda e: -e["X"].T @ residuals(e),
            "no-sigmoid": lambda e: e["X"].T @ (e["X"] @ e["w"] - e["y"]),
            "mean": lambda e: e["X"].T @ residuals(e) / 5,
            "extra-slope": lambda e: e["X"].T @ (residuals(e) * sig(e["X"] @ e["w"]) * (1 - sig(e["X"] @ e["w"]))),
        },
        draw=draw_logistic,
    ),
    Family(
        "separable-weights",
        "expression",
        r"$C_{in} k^2 + C_{in} C_{out}$",
        separable_weights,
        {
            "right": lambda e: e["I"] * (e["k"] ** 2 + e["O"]),
            "product": lambda e: e["I"] * e["k"] ** 2 * e["O"],
            "out-first": lambda e: e["O"] * e["k"] ** 2 + e["I"] * e["O"],
            "one-side": lambda e: e["I"] * e["k"] + e["I"] * e["O"],
            "biases": lambda e: e["I"] * (e["k"] ** 2 + 1) + e["O"] * (e["I"] + 1),
        },
        draw=draw_sizes,
    ),
    Family(
        "masked-loss",
        "expression",
        r"$(y - p\,w^\top x)^2 + p(1-p)\sum_j w_j^2 x_j^2$",
        masked_loss,
        {
            "right": lambda e: fit(e, e["p"]) + e["p"] * (1 - e["p"]) * penalty(e),
            "no-penalty": lambda e: fit(e, e["p"]),
            "no-keep": lambda e: fit(e, 1) + e["p"] * (1 - e["p"]) * penalty(e),
            "p-squared": lambda e: fit(e, e["p"]) + e["p"] ** 2 * penalty(e),
            "drop-only": lambda e: fit(e, e["p"]) + (1 - e["p"]) * penalty(e),
        },
        draw=draw_masked,
    ),
    Family(
        "tanh-derivative",
        "expression",
        r"$1 - \tanh^2(x)$",
        tanh_slope,
        {
            "right": lambda e: 1 - np.tanh(e["x"]) ** 2,
            "sigmoid-rule": lambda e: np.tanh(e["x"]) * (1 - np.tanh(e["x"])),
            "unsquared": lambda e: 1 - np.tanh(e["x"]),
            "plus": lambda e: 1 + np.tanh(e["x"]) ** 2,
            "inner-square": lambda e: 1 - np.tanh(e["x"] ** 2),
        },
        draw=draw_x,
    ),
]
