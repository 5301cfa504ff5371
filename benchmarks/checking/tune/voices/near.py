"""Items whose wrong answers differ by one prime, index, argument, name or order."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def draw_policy(rng: np.random.Generator) -> Env:
    theta, q = rng.normal(size=4), rng.normal(size=4)
    pi = np.exp(theta) / np.exp(theta).sum()
    return {"theta": theta, "pi": pi, "q": q, "v": float(pi @ q)}


def expected_return(theta: Any, q: Any) -> float:
    weights = [math.exp(t) for t in theta]
    return sum(w * float(x) for w, x in zip(weights, q, strict=True)) / sum(weights)


def policy_gradient(e: Env) -> Any:
    """Central differences of the expected return in the logits of a softmax policy."""
    h = 1e-5
    steps = h * np.eye(4)
    return np.array(
        [(expected_return(e["theta"] + d, e["q"]) - expected_return(e["theta"] - d, e["q"])) / (2 * h) for d in steps]
    )


def scores(e: Env) -> Any:
    return np.eye(4) - e["pi"][None]  # row a: the gradient of log π(a)


def draw_process(rng: np.random.Generator) -> Env:
    """Three states, two actions; V is the fixed point, so that both sides of Bellman's equation are one number."""
    p, r, g = rng.dirichlet(np.ones(3), size=(3, 2)), rng.normal(size=(3, 2, 3)), 0.8
    v = np.zeros(3)
    for _ in range(400):
        v = np.array([max(float(p[s, a] @ (r[s, a] + g * v)) for a in range(2)) for s in range(3)])
    return {"p": p, "r": r, "g": g, "v": v}


def best_value(e: Env) -> float:
    """Solves each of the eight stationary policies exactly, and takes the best one's value of the first state."""
    best = -math.inf
    for code in range(8):
        choice = [code >> s & 1 for s in range(3)]
        p = np.array([e["p"][s, choice[s]] for s in range(3)])
        r = np.array([float(p[s] @ e["r"][s, choice[s]]) for s in range(3)])
        best = max(best, float(np.linalg.solve(np.eye(3) - e["g"] * p, r)[0]))
    return best


def backups(e: Env, discount: float, values: Any) -> list[float]:
    return [float(e["p"][0, a] @ (e["r"][0, a] + discount * values)) for a in range(2)]


def draw_process_gp(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(4, 4))
    joint = a @ a.T + np.eye(4)
    return {"K": joint[:3, :3], "k": joint[:3, 3], "own": joint[3, 3], "s": rng.uniform(0.3, 1.5)}


def predictive_variance(e: Env) -> float:
    """One over the last diagonal entry of the inverse of the joint covariance of the noisy targets and f."""
    joint = np.block([[e["K"] + e["s"] ** 2 * np.eye(3), e["k"][:, None]], [e["k"][None], np.array([[e["own"]]])]])
    return float(1 / np.linalg.inv(joint)[3, 3])


def draw_square(rng: np.random.Generator) -> Env:
    return {"A": rng.normal(size=(3, 3))}


def frobenius(e: Env) -> float:
    """Adds the squares of the entries."""
    return sum(float(x) ** 2 for row in e["A"] for x in row)


def draw_gates(rng: np.random.Generator) -> Env:
    names = ("f", "i", "o", "c", "new", "h")
    return {name: rng.uniform(-1, 1, 3) for name in names}


def cell(e: Env) -> Any:
    """Keeps a part of each old entry and writes a part of each new one, entry by entry."""
    return np.array([e["f"][k] * e["c"][k] + e["i"][k] * e["new"][k] for k in range(3)])


def draw_values(rng: np.random.Generator) -> Env:
    return {"p": rng.dirichlet(np.ones(5)), "x": rng.normal(size=5) + 0.7}


def spread(e: Env) -> float:
    """Half the mean squared difference of two independent copies."""
    n = range(5)
    return sum(float(e["p"][i] * e["p"][j] * (e["x"][i] - e["x"][j]) ** 2) for i in n for j in n) / 2


def draw_triplet(rng: np.random.Generator) -> Env:
    return {"a": rng.normal(size=3), "p": rng.normal(size=3), "n": rng.normal(size=3), "m": rng.uniform(0.2, 4)}


def triplet(e: Env) -> float:
    """Compares squared distances, coordinate by coordinate, and keeps what is positive."""
    total = e["m"]
    for k in range(3):
        total += (e["a"][k] - e["p"][k]) ** 2 - (e["a"][k] - e["n"][k]) ** 2
    return float(total) if total > 0 else 0.0


def far(e: Env, one: str, two: str) -> float:
    return float(((e[one] - e[two]) ** 2).sum())


def draw_negatives(rng: np.random.Generator) -> Env:
    return {"s": rng.uniform(-1, 1, 5), "tau": rng.uniform(0.1, 0.7)}


def info_nce(e: Env) -> float:
    """The cross-entropy of picking candidate 0 by a softmax over five similarities, with logarithms throughout."""
    return float(np.logaddexp.reduce(e["s"] / e["tau"]) - e["s"][0] / e["tau"])


def draw_composition(rng: np.random.Generator) -> Env:
    return {"f": np.poly1d(rng.normal(size=4)), "g": np.poly1d(rng.normal(size=3)), "x": rng.uniform(0.3, 1.5)}


def composition(e: Env) -> float:
    """Central differences of f(g(x))."""
    h, f, g = 1e-6, e["f"], e["g"]
    return float((f(g(e["x"] + h)) - f(g(e["x"] - h))) / (2 * h))


def quotient(e: Env) -> float:
    """Central differences of f(x)/g(x)."""
    h, f, g = 1e-6, e["f"], e["g"]
    return float((f(e["x"] + h) / g(e["x"] + h) - f(e["x"] - h) / g(e["x"] - h)) / (2 * h))


def at(e: Env) -> tuple[float, float, float, float]:
    f, g, x = e["f"], e["g"], e["x"]
    return float(f(x)), float(g(x)), float(f.deriv()(x)), float(g.deriv()(x))


def draw_normalised(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(), "mu": rng.normal(), "v": rng.uniform(0.2, 2), "eps": 0.1, "g": 1.7, "b": rng.normal()}


def normalised(e: Env) -> float:
    """Undoes scale and shift: the y for which (y − β)/γ has the standardised value, by bisection."""
    low, high = -1e3, 1e3
    for _ in range(100):
        y = (low + high) / 2
        low, high = (
            (y, high) if (y - e["b"]) / e["g"] < (e["x"] - e["mu"]) / math.hypot(e["v"], e["eps"] ** 0.5) else (low, y)
        )
    return (low + high) / 2


def draw_residuals(rng: np.random.Generator) -> Env:
    return {"J": rng.normal(size=(5, 3)), "r": rng.normal(size=5), "l": rng.uniform(0.2, 2)}


def damped_step(e: Env) -> Any:
    """Least squares on the residuals with √λ times the step appended."""
    rows = np.vstack([e["J"], math.sqrt(e["l"]) * np.eye(3)])
    return np.linalg.lstsq(rows, -np.concatenate([e["r"], np.zeros(3)]), rcond=None)[0]


def normal(e: Env, damping: float) -> Any:
    return e["J"].T @ e["J"] + damping * np.eye(3)


FAMILIES = [
    Family(
        "policy-gradient",
        "expression",
        r"$\mathbb{E}_{a\sim\pi_\theta}\left[\nabla_\theta \log \pi_\theta(a\mid s)\, A(s,a)\right]$",
        policy_gradient,
        {
            "right": lambda e: (e["pi"] * (e["q"] - e["v"])) @ scores(e),
            "no-log": lambda e: (e["pi"] ** 2 * (e["q"] - e["v"])) @ scores(e),
            "value": lambda e: (e["pi"] * e["v"]) @ scores(e),
            "no-gradient": lambda e: (e["pi"] * (e["q"] - e["v"])) @ np.log(e["pi"]) * np.ones(4),
            "descent": lambda e: -(e["pi"] * (e["q"] - e["v"])) @ scores(e),
        },
        draw=draw_policy,
    ),
    Family(
        "optimal-value",
        "expression",
        r"$V^*(s) = \max_a \sum_{s'} P(s'\mid s,a)\left[R(s,a,s') + \gamma V^*(s')\right]$",
        best_value,
        {
            "right": lambda e: max(backups(e, e["g"], e["v"])),
            "undiscounted": lambda e: max(backups(e, 1.0, e["v"])),
            "same-state": lambda e: max(backups(e, e["g"], e["v"][0])),
            "summed": lambda e: sum(backups(e, e["g"], e["v"])),
            "minimum": lambda e: min(backups(e, e["g"], e["v"])),
            "no-reward": lambda e: e["g"] * max(float(e["p"][0, a] @ e["v"]) for a in range(2)),
        },
        draw=draw_process,
    ),
    Family(
        "predictive-variance",
        "expression",
        r"$k(x_*, x_*) - k_*^\top (K + \sigma^2 I)^{-1} k_*$",
        predictive_variance,
        {
            "right": lambda e: e["own"] - e["k"] @ np.linalg.solve(e["K"] + e["s"] ** 2 * np.eye(3), e["k"]),
            "plus": lambda e: e["own"] + e["k"] @ np.linalg.solve(e["K"] + e["s"] ** 2 * np.eye(3), e["k"]),
            "noiseless": lambda e: e["own"] - e["k"] @ np.linalg.solve(e["K"], e["k"]),
            "not-inverted": lambda e: e["own"] - e["k"] @ (e["K"] + e["s"] ** 2 * np.eye(3)) @ e["k"],
            "reduction": lambda e: e["k"] @ np.linalg.solve(e["K"] + e["s"] ** 2 * np.eye(3), e["k"]),
        },
        draw=draw_process_gp,
    ),
    Family(
        "frobenius-trace",
        "expression",
        r"$\|A\|_F^2 = \operatorname{tr}(A^\top A)$",
        frobenius,
        {
            "right": lambda e: np.trace(e["A"].T @ e["A"]),
            "square": lambda e: np.trace(e["A"] @ e["A"]),
            "trace-squared": lambda e: np.trace(e["A"]) ** 2,
            "root": lambda e: np.sqrt(np.trace(e["A"].T @ e["A"])),
            "determinant": lambda e: np.linalg.det(e["A"].T @ e["A"]),
        },
        draw=draw_square,
    ),
    Family(
        "cell-state",
        "relation",
        r"$c_t = f_t \odot c_{t-1} + i_t \odot \tilde{c}_t$",
        cell,
        {
            "right": lambda e: e["f"] * e["c"] + e["i"] * e["new"],
            "gates-exchanged": lambda e: e["i"] * e["c"] + e["f"] * e["new"],
            "output-gate": lambda e: e["f"] * e["c"] + e["o"] * e["new"],
            "hidden": lambda e: e["f"] * e["h"] + e["i"] * e["new"],
            "product": lambda e: e["f"] * e["c"] * e["i"] * e["new"],
            "minus": lambda e: e["f"] * e["c"] - e["i"] * e["new"],
        },
        draw=draw_gates,
    ),
    Family(
        "variance-moments",
        "expression",
        r"$\mathrm{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}[X]^2$",
        spread,
        {
            "right": lambda e: e["p"] @ e["x"] ** 2 - (e["p"] @ e["x"]) ** 2,
            "not-squared": lambda e: e["p"] @ e["x"] ** 2 - e["p"] @ e["x"],
            "sign": lambda e: (e["p"] @ e["x"]) ** 2 - e["p"] @ e["x"] ** 2,
            "second-moment": lambda e: e["p"] @ e["x"] ** 2,
            "zero": lambda e: 0.0,
            "plus": lambda e: e["p"] @ e["x"] ** 2 + (e["p"] @ e["x"]) ** 2,
        },
        draw=draw_values,
    ),
    Family(
        "triplet-loss",
        "expression",
        r"$\max\left(0,\ \|f(a) - f(p)\|_2^2 - \|f(a) - f(n)\|_2^2 + \alpha\right)$",
        triplet,
        {
            "right": lambda e: max(0.0, far(e, "a", "p") - far(e, "a", "n") + e["m"]),
            "exchanged": lambda e: max(0.0, far(e, "a", "n") - far(e, "a", "p") + e["m"]),
            "minimum": lambda e: min(0.0, far(e, "a", "p") - far(e, "a", "n") + e["m"]),
            "margin-sign": lambda e: max(0.0, far(e, "a", "p") - far(e, "a", "n") - e["m"]),
            "unsquared": lambda e: max(0.0, far(e, "a", "p") ** 0.5 - far(e, "a", "n") ** 0.5 + e["m"]),
            "wrong-pair": lambda e: max(0.0, far(e, "a", "p") - far(e, "p", "n") + e["m"]),
        },
        draw=draw_triplet,
    ),
    Family(
        "info-nce",
        "expression",
        r"$-\log \frac{\exp(\mathrm{sim}(q, k_0)/\tau)}{\sum_{i=0}^{K} \exp(\mathrm{sim}(q, k_i)/\tau)}$",
        info_nce,
        {
            "right": lambda e: -math.log(math.exp(e["s"][0] / e["tau"]) / np.exp(e["s"] / e["tau"]).sum()),
            "sign": lambda e: math.log(math.exp(e["s"][0] / e["tau"]) / np.exp(e["s"] / e["tau"]).sum()),
            "no-temperature": lambda e: -math.log(math.exp(e["s"][0]) / np.exp(e["s"]).sum()),
            "half-temperature": lambda e: -math.log(math.exp(e["s"][0] / e["tau"]) / np.exp(e["s"]).sum()),
            "negatives-only": lambda e: -math.log(math.exp(e["s"][0] / e["tau"]) / np.exp(e["s"][1:] / e["tau"]).sum()),
            "no-log": lambda e: -math.exp(e["s"][0] / e["tau"]) / np.exp(e["s"] / e["tau"]).sum(),
        },
        draw=draw_negatives,
    ),
    Family(
        "chain-rule",
        "expression",
        r"$f'(g(x))\, g'(x)$",
        composition,
        {
            "right": lambda e: e["f"].deriv()(e["g"](e["x"])) * e["g"].deriv()(e["x"]),
            "at-x": lambda e: at(e)[2] * at(e)[3],
            "nested": lambda e: e["f"].deriv()(e["g"].deriv()(e["x"])),
            "no-inner": lambda e: e["f"].deriv()(e["g"](e["x"])),
            "undifferentiated": lambda e: e["f"](e["g"](e["x"])) * e["g"].deriv()(e["x"]),
            "exchanged": lambda e: e["g"].deriv()(e["f"](e["x"])) * e["f"].deriv()(e["x"]),
        },
        draw=draw_composition,
        tolerance=1e-4,
    ),
    Family(
        "quotient-rule",
        "expression",
        r"$\frac{f'(x)g(x) - f(x)g'(x)}{g(x)^2}$",
        quotient,
        {
            "right": lambda e: (at(e)[2] * at(e)[1] - at(e)[0] * at(e)[3]) / at(e)[1] ** 2,
            "sign": lambda e: (at(e)[0] * at(e)[3] - at(e)[2] * at(e)[1]) / at(e)[1] ** 2,
            "plus": lambda e: (at(e)[2] * at(e)[1] + at(e)[0] * at(e)[3]) / at(e)[1] ** 2,
            "of-slopes": lambda e: at(e)[2] / at(e)[3],
            "not-squared": lambda e: (at(e)[2] * at(e)[1] - at(e)[0] * at(e)[3]) / at(e)[1],
            "slope-squared": lambda e: (at(e)[2] * at(e)[1] - at(e)[0] * at(e)[3]) / at(e)[3] ** 2,
        },
        draw=draw_composition,
        tolerance=1e-4,
    ),
    Family(
        "normalised-output",
        "expression",
        r"$y = \gamma\,\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta$",
        normalised,
        {
            "right": lambda e: e["g"] * (e["x"] - e["mu"]) / math.sqrt(e["v"] ** 2 + e["eps"]) + e["b"],
            "no-root": lambda e: e["g"] * (e["x"] - e["mu"]) / (e["v"] ** 2 + e["eps"]) + e["b"],
            "outside": lambda e: e["g"] * (e["x"] - e["mu"]) / (e["v"] + e["eps"]) + e["b"],
            "no-scale": lambda e: (e["x"] - e["mu"]) / math.sqrt(e["v"] ** 2 + e["eps"]) + e["b"],
            "shift-inside": lambda e: e["g"] * ((e["x"] - e["mu"]) / math.sqrt(e["v"] ** 2 + e["eps"]) + e["b"]),
            "exchanged": lambda e: e["b"] * (e["x"] - e["mu"]) / math.sqrt(e["v"] ** 2 + e["eps"]) + e["g"],
        },
        draw=draw_normalised,
    ),
    Family(
        "damped-step",
        "relation",
        r"$\Delta = -(J^\top J + \lambda I)^{-1} J^\top r$",
        damped_step,
        {
            "right": lambda e: -np.linalg.solve(normal(e, e["l"]), e["J"].T @ e["r"]),
            "plus": lambda e: np.linalg.solve(normal(e, e["l"]), e["J"].T @ e["r"]),
            "undamped": lambda e: -np.linalg.solve(normal(e, 0), e["J"].T @ e["r"]),
            "minus-damping": lambda e: -np.linalg.solve(normal(e, -e["l"]), e["J"].T @ e["r"]),
            "not-inverted": lambda e: -normal(e, e["l"]) @ e["J"].T @ e["r"],
            "gradient": lambda e: -e["J"].T @ e["r"],
        },
        draw=draw_residuals,
    ),
]
