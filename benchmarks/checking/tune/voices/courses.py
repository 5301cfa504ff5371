"""Formulas of a whole course, answered by many models and by students."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def kl(p: Any, q: Any) -> float:
    return float((p * np.log(p / q)).sum())


def draw_latents(rng: np.random.Generator) -> Env:
    return {"m": rng.normal(size=3), "s": rng.uniform(0.4, 2, 3)}


def diagonal_divergence(e: Env) -> float:
    """Integrates q log(q/p) on a fine grid for each coordinate, and adds."""
    total = 0.0
    for m, s in zip(e["m"], e["s"], strict=True):
        x = np.linspace(m - 12 * s, m + 12 * s, 200_001)
        log_q = -((x - m) ** 2) / (2 * s * s) - math.log(s)
        total += float((np.exp(log_q) * (log_q + x * x / 2)).sum() * (x[1] - x[0]) / math.sqrt(2 * math.pi))
    return total


def draw_support(rng: np.random.Generator) -> Env:
    return {"a": rng.uniform(0, 1, 5), "y": rng.choice((-1.0, 1.0), 5), "X": rng.normal(size=(5, 2))}


def dual(e: Env) -> float:
    """The Lagrangian at the weights that minimise it, apart from the constraint Σ αᵢ yᵢ = 0."""
    w = sum(a * y * x for a, y, x in zip(e["a"], e["y"], e["X"], strict=True))
    hinge = sum(a * (1 - y * float(w @ x)) for a, y, x in zip(e["a"], e["y"], e["X"], strict=True))
    return float(float(w @ w) / 2 + hinge)


def pairs(e: Env) -> Any:
    v = (e["a"] * e["y"])[:, None] * e["X"]
    return (v @ v.T).sum()


def draw_reflection(rng: np.random.Generator) -> Env:
    return {"v": rng.normal(size=3) * 1.5}


def reflection(e: Env) -> Any:
    """Sends v to −v and keeps a basis of the plane orthogonal to it."""
    v = e["v"]
    basis = np.linalg.svd(v[None])[2]
    return basis.T @ np.diag([-1.0, 1, 1]) @ basis


def draw_energies(rng: np.random.Generator) -> Env:
    return {"E": rng.normal(size=5), "T": rng.uniform(0.3, 3)}


def boltzmann(e: Env) -> float:
    """Maximises entropy less mean energy over T by mirror steps, and takes the first probability."""
    p = np.full(5, 0.2)
    for _ in range(4000):
        p = p * np.exp(-0.01 * (e["E"] / e["T"] + np.log(p)))
        p /= p.sum()
    return float(p[0])


def draw_arm(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(0, 1), "t": int(rng.integers(20, 500)), "n": int(rng.integers(2, 20))}


def confidence_bound(e: Env) -> float:
    """The mean above which Hoeffding's bound exp(−2nε²) is below t⁻⁴, by bisection."""
    low, high = 0.0, 10.0
    for _ in range(200):
        eps = (low + high) / 2
        low, high = (eps, high) if math.exp(-2 * e["n"] * eps**2) > e["t"] ** -4 else (low, eps)
    return float(e["x"] + low)


def draw_line(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(size=7), "y": rng.normal(size=7) + 1}


def slope(e: Env) -> float:
    """The second coefficient of numpy's least squares with an intercept."""
    return float(np.linalg.lstsq(np.stack([np.ones(7), e["x"]], axis=1), e["y"], rcond=None)[0][1])


def deviations(e: Env) -> tuple[Any, Any]:
    return e["x"] - e["x"].mean(), e["y"] - e["y"].mean()


def draw_two(rng: np.random.Generator) -> Env:
    return {"p": rng.dirichlet(np.ones(4)), "q": rng.dirichlet(np.ones(4))}


def jensen_shannon(e: Env) -> float:
    """The entropy of the mixture less the mean entropy."""

    def entropy(p: Any) -> float:
        return -sum(float(x) * math.log(x) for x in p)

    return entropy((e["p"] + e["q"]) / 2) - (entropy(e["p"]) + entropy(e["q"])) / 2


def draw_gauss(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(3, 3))
    return {"S": a @ a.T + np.eye(3), "x": rng.normal(size=3), "mu": rng.normal(size=3)}


def gaussian_score(e: Env) -> Any:
    """Central differences of the log density."""

    def log_density(x: Any) -> float:
        return -float((x - e["mu"]) @ np.linalg.solve(e["S"], x - e["mu"])) / 2

    h = 1e-5
    return np.array([(log_density(e["x"] + h * u) - log_density(e["x"] - h * u)) / (2 * h) for u in np.eye(3)])


def draw_descent(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(3, 3))
    return {"A": a @ a.T + np.eye(3), "x": rng.normal(size=3), "eta": 0.1, "k": int(rng.integers(3, 6))}


def descent(e: Env) -> Any:
    """Runs k steps of gradient descent on xᵀAx/2."""
    x = e["x"]
    for _ in range(e["k"]):
        x = x - e["eta"] * e["A"] @ x
    return x


def power(a: Any, k: int) -> Any:
    return np.linalg.matrix_power(a, k)


def draw_errors(rng: np.random.Generator) -> Env:
    return {"d": rng.normal(size=40), "g": rng.uniform(0.5, 0.95), "l": rng.uniform(0.3, 0.95)}


def advantage(e: Env) -> float:
    """Runs A ← δ + γλA backwards over forty errors, with nothing after them."""
    total = 0.0
    for error in e["d"][::-1]:
        total = float(error + e["g"] * e["l"] * total)
    return total


def weighted(e: Env, factor: float) -> float:
    return float((factor ** np.arange(40)) @ e["d"])


def draw_compute(rng: np.random.Generator) -> Env:
    return {"C": rng.uniform(1, 9) * 1e3, "N": rng.uniform(2, 9)}


def tokens(e: Env) -> float:
    """How many tokens exhaust the compute at six operations for each weight and token, by bisection."""
    low, high = 0.0, 1e6
    for _ in range(200):
        d = (low + high) / 2
        low, high = (d, high) if (2 + 4) * e["N"] * d < e["C"] else (low, d)
    return (low + high) / 2


def draw_layer(rng: np.random.Generator) -> Env:
    return {"i": int(rng.integers(10, 200)), "o": int(rng.integers(10, 200))}


def glorot(e: Env) -> float:
    """The harmonic mean of the variances that keep the forward and the backward signal."""
    return float(2 / (1 / (1 / e["i"]) + 1 / (1 / e["o"])))


FAMILIES = [
    Family(
        "diagonal-divergence",
        "expression",
        r"$-\frac12 \sum_{j=1}^{J} \left(1 + \log \sigma_j^2 - \mu_j^2 - \sigma_j^2\right)$",
        diagonal_divergence,
        {
            "right": lambda e: -0.5 * (1 + np.log(e["s"] ** 2) - e["m"] ** 2 - e["s"] ** 2).sum(),
            "sign": lambda e: 0.5 * (1 + np.log(e["s"] ** 2) - e["m"] ** 2 - e["s"] ** 2).sum(),
            "deviation": lambda e: -0.5 * (1 + np.log(e["s"]) - e["m"] ** 2 - e["s"]).sum(),
            "no-half": lambda e: -(1 + np.log(e["s"] ** 2) - e["m"] ** 2 - e["s"] ** 2).sum(),
            "mean-only": lambda e: 0.5 * (e["m"] ** 2).sum(),
        },
        draw=draw_latents,
    ),
    Family(
        "support-dual",
        "expression",
        r"$\sum_{i=1}^n \alpha_i - \frac12 \sum_{i=1}^n \sum_{j=1}^n \alpha_i \alpha_j y_i y_j x_i^\top x_j$",
        dual,
        {
            "right": lambda e: e["a"].sum() - pairs(e) / 2,
            "plus": lambda e: e["a"].sum() + pairs(e) / 2,
            "no-half": lambda e: e["a"].sum() - pairs(e),
            "diagonal": lambda e: e["a"].sum() - (e["a"] ** 2 * (e["X"] ** 2).sum(axis=1)).sum() / 2,
            "no-labels": lambda e: e["a"].sum() - ((e["a"] @ e["X"]) ** 2).sum() / 2,
        },
        draw=draw_support,
    ),
    Family(
        "mirror-matrix",
        "expression",
        r"$I - 2\,\frac{v v^\top}{v^\top v}$",
        reflection,
        {
            "right": lambda e: np.eye(3) - 2 * np.outer(e["v"], e["v"]) / (e["v"] @ e["v"]),
            "projection": lambda e: np.eye(3) - np.outer(e["v"], e["v"]) / (e["v"] @ e["v"]),
            "not-normalised": lambda e: np.eye(3) - 2 * np.outer(e["v"], e["v"]),
            "one-norm": lambda e: np.eye(3) - 2 * np.outer(e["v"], e["v"]) / np.linalg.norm(e["v"]),
            "negative": lambda e: 2 * np.outer(e["v"], e["v"]) / (e["v"] @ e["v"]) - np.eye(3),
        },
        draw=draw_reflection,
    ),
    Family(
        "energy-weights",
        "expression",
        r"$p(x) = \frac{e^{-E(x)/T}}{\sum_{x'} e^{-E(x')/T}}$",
        boltzmann,
        {
            "right": lambda e: math.exp(-e["E"][0] / e["T"]) / np.exp(-e["E"] / e["T"]).sum(),
            "sign": lambda e: math.exp(e["E"][0] / e["T"]) / np.exp(e["E"] / e["T"]).sum(),
            "times": lambda e: math.exp(-e["E"][0] * e["T"]) / np.exp(-e["E"] * e["T"]).sum(),
            "unnormalised": lambda e: math.exp(-e["E"][0] / e["T"]),
            "one-sign": lambda e: math.exp(-e["E"][0] / e["T"]) / np.exp(e["E"] / e["T"]).sum(),
        },
        draw=draw_energies,
    ),
    Family(
        "confidence-bound",
        "expression",
        r"$\bar{x}_a + \sqrt{\frac{2 \ln t}{n_a}}$",
        confidence_bound,
        {
            "right": lambda e: e["x"] + math.sqrt(2 * math.log(e["t"]) / e["n"]),
            "lower": lambda e: e["x"] - math.sqrt(2 * math.log(e["t"]) / e["n"]),
            "no-root": lambda e: e["x"] + 2 * math.log(e["t"]) / e["n"],
            "exchanged": lambda e: e["x"] + math.sqrt(2 * math.log(e["n"]) / e["t"]),
            "two-outside": lambda e: e["x"] + 2 * math.sqrt(math.log(e["t"]) / e["n"]),
            "bonus": lambda e: math.sqrt(2 * math.log(e["t"]) / e["n"]),
        },
        draw=draw_arm,
    ),
    Family(
        "regression-slope",
        "expression",
        r"$\hat\beta_1 = \frac{\sum_{i=1}^n (x_i - \bar x)(y_i - \bar y)}{\sum_{i=1}^n (x_i - \bar x)^2}$",
        slope,
        {
            "right": lambda e: deviations(e)[0] @ deviations(e)[1] / (deviations(e)[0] @ deviations(e)[0]),
            "other-way": lambda e: deviations(e)[0] @ deviations(e)[1] / (deviations(e)[1] @ deviations(e)[1]),
            "correlation": lambda e: (
                deviations(e)[0]
                @ deviations(e)[1]
                / math.sqrt((deviations(e)[0] ** 2).sum() * (deviations(e)[1] ** 2).sum())
            ),
            "uncentred": lambda e: e["x"] @ e["y"] / (e["x"] @ e["x"]),
            "not-squared": lambda e: deviations(e)[0] @ deviations(e)[1] / np.abs(deviations(e)[0]).sum(),
        },
        draw=draw_line,
    ),
    Family(
        "mixture-divergence",
        "expression",
        r"$\mathrm{JSD}(p, q) = \frac12 D_{\mathrm{KL}}(p \,\|\, m) + \frac12 D_{\mathrm{KL}}(q \,\|\, m),"
        r"\quad m = \frac{p + q}{2}$",
        jensen_shannon,
        {
            "right": lambda e: (kl(e["p"], (e["p"] + e["q"]) / 2) + kl(e["q"], (e["p"] + e["q"]) / 2)) / 2,
            "no-half": lambda e: kl(e["p"], (e["p"] + e["q"]) / 2) + kl(e["q"], (e["p"] + e["q"]) / 2),
            "symmetric": lambda e: (kl(e["p"], e["q"]) + kl(e["q"], e["p"])) / 2,
            "from-mixture": lambda e: (kl((e["p"] + e["q"]) / 2, e["p"]) + kl((e["p"] + e["q"]) / 2, e["q"])) / 2,
            "minus": lambda e: (kl(e["p"], (e["p"] + e["q"]) / 2) - kl(e["q"], (e["p"] + e["q"]) / 2)) / 2,
        },
        draw=draw_two,
    ),
    Family(
        "gaussian-score",
        "expression",
        r"$\nabla_x \log \mathcal{N}(x; \mu, \Sigma) = -\Sigma^{-1}(x - \mu)$",
        gaussian_score,
        {
            "right": lambda e: -np.linalg.solve(e["S"], e["x"] - e["mu"]),
            "sign": lambda e: np.linalg.solve(e["S"], e["x"] - e["mu"]),
            "not-inverted": lambda e: -e["S"] @ (e["x"] - e["mu"]),
            "half": lambda e: -np.linalg.solve(e["S"], e["x"] - e["mu"]) / 2,
            "uncentred": lambda e: -np.linalg.solve(e["S"], e["x"]),
        },
        draw=draw_gauss,
    ),
    Family(
        "descent-closed-form",
        "expression",
        r"$x_k = (I - \eta A)^k x_0$",
        descent,
        {
            "right": lambda e: power(np.eye(3) - e["eta"] * e["A"], e["k"]) @ e["x"],
            "plus": lambda e: power(np.eye(3) + e["eta"] * e["A"], e["k"]) @ e["x"],
            "linear": lambda e: (np.eye(3) - e["k"] * e["eta"] * e["A"]) @ e["x"],
            "inside": lambda e: e["x"] - e["eta"] * power(e["A"], e["k"]) @ e["x"],
            "one-less": lambda e: power(np.eye(3) - e["eta"] * e["A"], e["k"] - 1) @ e["x"],
        },
        draw=draw_descent,
    ),
    Family(
        "generalised-advantage",
        "expression",
        r"$\hat{A}_t = \sum_{l=0}^{\infty} (\gamma\lambda)^l\, \delta_{t+l}$",
        advantage,
        {
            "right": lambda e: weighted(e, e["g"] * e["l"]),
            "no-trace": lambda e: weighted(e, e["g"]),
            "no-discount": lambda e: weighted(e, e["l"]),
            "shifted": lambda e: e["g"] * e["l"] * weighted(e, e["g"] * e["l"]),
            "first": lambda e: float(e["d"][0]),
            "sum": lambda e: weighted(e, e["g"] + e["l"]),
        },
        draw=draw_errors,
    ),
    Family(
        "compute-budget",
        "relation",
        r"$C = 6 N D$",
        tokens,
        {
            "right": lambda e: e["C"] / (6 * e["N"]),
            "forward-only": lambda e: e["C"] / (2 * e["N"]),
            "sum": lambda e: e["C"] / 6 - e["N"],
            "inverse": lambda e: 6 * e["N"] / e["C"],
            "no-six": lambda e: e["C"] / e["N"],
        },
        draw=draw_compute,
    ),
    Family(
        "glorot-variance",
        "relation",
        r"$\mathrm{Var}(w) = \frac{2}{n_{\text{in}} + n_{\text{out}}}$",
        glorot,
        {
            "right": lambda e: 2 / (e["i"] + e["o"]),
            "kaiming": lambda e: 2 / e["i"],
            "deviation": lambda e: math.sqrt(2 / (e["i"] + e["o"])),
            "uniform-bound": lambda e: 6 / (e["i"] + e["o"]),
            "product": lambda e: 2 / (e["i"] * e["o"]),
        },
        draw=draw_layer,
    ),
]
