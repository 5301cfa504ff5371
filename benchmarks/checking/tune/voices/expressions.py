"""Expressions, in the voices of many models: functions, expectations, norms, decorated and long symbols."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def draw_latent(rng: np.random.Generator) -> Env:
    q, prior = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4))
    return {"q": q, "prior": prior, "lik": rng.uniform(0.05, 0.9, 4)}


def elbo(e: Env) -> float:
    """log p(x) less the divergence of q from the exact posterior, summed over the four values of z."""
    evidence = sum(float(p * lk) for p, lk in zip(e["prior"], e["lik"], strict=True))
    posterior = e["prior"] * e["lik"] / evidence
    return math.log(evidence) - sum(float(q * math.log(q / p)) for q, p in zip(e["q"], posterior, strict=True))


def kl(a: Any, b: Any) -> float:
    return float((a * np.log(a / b)).sum())


def draw_target(rng: np.random.Generator) -> Env:
    return {"r": rng.normal(), "g": rng.uniform(0.5, 0.95), "old": rng.normal(size=5), "new": rng.normal(size=5)}


def q_target(e: Env) -> float:
    """Tries all five actions in the target network, and keeps the best return."""
    return float(max(e["r"] + e["g"] * float(value) for value in e["old"]))


def draw_function(rng: np.random.Generator) -> Env:
    return {"c": rng.normal(size=4), "x": rng.uniform(0.5, 2)}


def f(e: Env, order: int = 0, at: float | None = None) -> float:
    x = e["x"] if at is None else at
    return float(np.polyval(np.polyder(np.poly1d(e["c"]), order), x))


def newton(e: Env) -> float:
    """The root of the secant through two points very close to x."""
    h = 1e-5
    high, low = f(e, at=e["x"] + h), f(e, at=e["x"] - h)
    middle = f(e)
    return float(e["x"] + (0 - middle) * 2 * h / (high - low))


def draw_samples(rng: np.random.Generator) -> Env:
    return {"p": rng.uniform(0.1, 2, 6), "q": rng.uniform(0.1, 2, 6), "f": rng.normal(size=6)}


def importance(e: Env) -> float:
    """Adds the six terms one by one, each f as often as p makes it likelier than q does."""
    total = 0.0
    for p, q, value in zip(e["p"], e["q"], e["f"], strict=True):
        total += value / (q / p)
    return total / 6


def draw_weighted(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(3, 3))
    return {"A": rng.normal(size=(3, 3)), "W": a @ a.T + np.eye(3), "x": rng.normal(size=3), "b": rng.normal(size=3)}


def weighted_norm(e: Env) -> Any:
    """Central differences of half the weighted squared norm of Ax − b."""

    def loss(x: Any) -> float:
        r = e["A"] @ x - e["b"]
        return float(0.5 * sum(e["W"][i, j] * r[i] * r[j] for i in range(3) for j in range(3)))

    h = 1e-5
    return np.array([(loss(e["x"] + h * u) - loss(e["x"] - h * u)) / (2 * h) for u in np.eye(3)])


def draw_quadratic(rng: np.random.Generator) -> Env:
    points = rng.normal(size=(7, 3)) + rng.normal(size=3)
    mean = points.mean(axis=0)
    return {
        "points": points,
        "A": rng.normal(size=(3, 3)),
        "mu": mean,
        "S": (points - mean).T @ (points - mean) / 7,
    }


def quadratic_mean(e: Env) -> float:
    """Averages xᵀAx over seven equally likely points."""
    return float(np.mean([x @ e["A"] @ x for x in e["points"]]))


def draw_warmup(rng: np.random.Generator) -> Env:
    return {"d": rng.uniform(100, 900), "s": rng.uniform(50, 2500), "w": rng.uniform(1500, 3000)}


def warmup(e: Env) -> float:
    """A straight line up to the warm-up's end, an inverse square root from there on, which meet."""
    peak = 1 / math.sqrt(e["d"] * e["w"])
    return float(peak * e["s"] / e["w"] if e["s"] < e["w"] else peak * math.sqrt(e["w"] / e["s"]))


def draw_counts(rng: np.random.Generator) -> Env:
    tp, fp, fn, tn = (int(n) for n in rng.integers(1, 40, 4))
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn}


def f_one(e: Env) -> float:
    """The harmonic mean of precision and recall, counted over a list of predictions."""
    pairs = [(1, 1)] * e["tp"] + [(0, 1)] * e["fp"] + [(1, 0)] * e["fn"] + [(0, 0)] * e["tn"]
    precision = np.mean([t for t, p in pairs if p])
    recall = np.mean([p for t, p in pairs if t])
    return float(1 / ((1 / precision + 1 / recall) / 2))


def draw_mixture(rng: np.random.Generator) -> Env:
    return {"pi": rng.dirichlet(np.ones(3)), "N": rng.uniform(0.05, 2, size=(5, 3)), "n": 1, "k": 2}


def responsibility(e: Env) -> float:
    """Bayes: the share of the component's joint probability in the sum over all components, in a loop."""
    joint = [float(e["pi"][j] * e["N"][e["n"], j]) for j in range(3)]
    return joint[e["k"]] / sum(joint)


def draw_layer(rng: np.random.Generator) -> Env:
    return {"W": rng.normal(size=(3, 3)), "z": rng.normal(size=3), "d": rng.normal(size=3)}


def backward(e: Env) -> Any:
    """Central differences in z of Σ dₖ (W σ(z))ₖ, with σ = tanh."""
    h = 1e-5
    return np.array(
        [float(e["d"] @ (e["W"] @ (np.tanh(e["z"] + h * u) - np.tanh(e["z"] - h * u)))) / (2 * h) for u in np.eye(3)]
    )


def slope(e: Env) -> Any:
    return 1 - np.tanh(e["z"]) ** 2


def draw_poisson(rng: np.random.Generator) -> Env:
    return {"l": rng.uniform(0.5, 3), "k": int(rng.integers(3, 7))}


def poisson(e: Env) -> float:
    """The limit of a binomial: the chance of k hits in ten million trials of chance λ/n."""
    n = 10_000_000
    p = e["l"] / n
    log = sum(math.log((n - i) / (i + 1)) for i in range(e["k"]))
    return math.exp(log + e["k"] * math.log(p) + (n - e["k"]) * math.log1p(-p))


FAMILIES = [
    Family(
        "evidence-bound",
        "expression",
        r"$\mathbb{E}_{q(z|x)}[\log p(x|z)] - D_{\mathrm{KL}}\big(q(z|x)\,\|\,p(z)\big)$",
        elbo,
        {
            "right": lambda e: float(e["q"] @ np.log(e["lik"])) - kl(e["q"], e["prior"]),
            "plus": lambda e: float(e["q"] @ np.log(e["lik"])) + kl(e["q"], e["prior"]),
            "reversed": lambda e: float(e["q"] @ np.log(e["lik"])) - kl(e["prior"], e["q"]),
            "prior": lambda e: float(e["prior"] @ np.log(e["lik"])) - kl(e["q"], e["prior"]),
            "no-divergence": lambda e: float(e["q"] @ np.log(e["lik"])),
            "log-outside": lambda e: math.log(float(e["q"] @ e["lik"])) - kl(e["q"], e["prior"]),
        },
        draw=draw_latent,
    ),
    Family(
        "frozen-target",
        "expression",
        r"$y = r + \gamma \max_{a'} Q(s', a'; \theta^-)$",
        q_target,
        {
            "right": lambda e: e["r"] + e["g"] * e["old"].max(),
            "online": lambda e: e["r"] + e["g"] * e["new"].max(),
            "double": lambda e: e["r"] + e["g"] * e["old"][e["new"].argmax()],
            "undiscounted": lambda e: e["r"] + e["old"].max(),
            "outside": lambda e: e["g"] * (e["r"] + e["old"].max()),
            "own-value": lambda e: e["r"] + e["g"] * e["old"].max() - e["new"][0],
        },
        draw=draw_target,
    ),
    Family(
        "newton-iterate",
        "expression",
        r"$x - \frac{f(x)}{f'(x)}$",
        newton,
        {
            "right": lambda e: e["x"] - f(e) / f(e, 1),
            "plus": lambda e: e["x"] + f(e) / f(e, 1),
            "flipped": lambda e: e["x"] - f(e, 1) / f(e),
            "minimiser": lambda e: e["x"] - f(e, 1) / f(e, 2),
            "step-only": lambda e: -f(e) / f(e, 1),
            "product": lambda e: e["x"] - f(e) * f(e, 1),
        },
        draw=draw_function,
        tolerance=1e-4,
    ),
    Family(
        "importance-sampling",
        "expression",
        r"$\frac{1}{N}\sum_{i=1}^{N} \frac{p(x_i)}{q(x_i)}\, f(x_i)$",
        importance,
        {
            "right": lambda e: np.mean(e["p"] / e["q"] * e["f"]),
            "inverted": lambda e: np.mean(e["q"] / e["p"] * e["f"]),
            "unweighted": lambda e: np.mean(e["f"]),
            "normalised": lambda e: (e["p"] / e["q"] * e["f"]).sum() / (e["p"] / e["q"]).sum(),
            "sum": lambda e: (e["p"] / e["q"] * e["f"]).sum(),
            "apart": lambda e: np.mean(e["p"] * e["f"]) / np.mean(e["q"]),
        },
        draw=draw_samples,
    ),
    Family(
        "weighted-norm-slope",
        "expression",
        r"$\nabla_x \tfrac12\|Ax - b\|_W^2 = A^\top W (Ax - b)$",
        weighted_norm,
        {
            "right": lambda e: e["A"].T @ e["W"] @ (e["A"] @ e["x"] - e["b"]),
            "order": lambda e: e["W"] @ e["A"].T @ (e["A"] @ e["x"] - e["b"]),
            "unweighted": lambda e: e["A"].T @ (e["A"] @ e["x"] - e["b"]),
            "untransposed": lambda e: e["A"] @ e["W"] @ (e["A"] @ e["x"] - e["b"]),
            "two": lambda e: 2 * e["A"].T @ e["W"] @ (e["A"] @ e["x"] - e["b"]),
            "sign": lambda e: e["A"].T @ e["W"] @ (e["b"] - e["A"] @ e["x"]),
        },
        draw=draw_weighted,
    ),
    Family(
        "quadratic-expectation",
        "expression",
        r"$\mathbb{E}[x^\top A x] = \operatorname{tr}(A\Sigma) + \mu^\top A \mu$",
        quadratic_mean,
        {
            "right": lambda e: np.trace(e["A"] @ e["S"]) + e["mu"] @ e["A"] @ e["mu"],
            "no-mean": lambda e: np.trace(e["A"] @ e["S"]),
            "no-covariance": lambda e: e["mu"] @ e["A"] @ e["mu"],
            "split-trace": lambda e: np.trace(e["A"]) * np.trace(e["S"]) + e["mu"] @ e["A"] @ e["mu"],
            "minus": lambda e: np.trace(e["A"] @ e["S"]) - e["mu"] @ e["A"] @ e["mu"],
            "transposed-once": lambda e: np.trace(e["A"].T @ e["A"] @ e["S"]) + e["mu"] @ e["A"] @ e["mu"],
        },
        draw=draw_quadratic,
    ),
    Family(
        "warmup-rate",
        "expression",
        r"$d_{\text{model}}^{-0.5}\cdot\min(\text{step}^{-0.5},\ \text{step}\cdot\text{warmup}^{-1.5})$",
        warmup,
        {
            "right": lambda e: e["d"] ** -0.5 * min(e["s"] ** -0.5, e["s"] * e["w"] ** -1.5),
            "maximum": lambda e: e["d"] ** -0.5 * max(e["s"] ** -0.5, e["s"] * e["w"] ** -1.5),
            "no-width": lambda e: min(e["s"] ** -0.5, e["s"] * e["w"] ** -1.5),
            "exponent": lambda e: e["d"] ** -0.5 * min(e["s"] ** -0.5, e["s"] * e["w"] ** -0.5),
            "grows": lambda e: e["d"] ** 0.5 * min(e["s"] ** -0.5, e["s"] * e["w"] ** -1.5),
            "decay-only": lambda e: e["d"] ** -0.5 * e["s"] ** -0.5,
        },
        draw=draw_warmup,
    ),
    Family(
        "f-one-counts",
        "expression",
        r"$F_1 = \frac{2\,\mathrm{TP}}{2\,\mathrm{TP} + \mathrm{FP} + \mathrm{FN}}$",
        f_one,
        {
            "right": lambda e: 2 * e["tp"] / (2 * e["tp"] + e["fp"] + e["fn"]),
            "overlap": lambda e: e["tp"] / (e["tp"] + e["fp"] + e["fn"]),
            "precision": lambda e: e["tp"] / (e["tp"] + e["fp"]),
            "negatives": lambda e: 2 * e["tp"] / (2 * e["tp"] + e["fp"] + e["tn"]),
            "accuracy": lambda e: (e["tp"] + e["tn"]) / (e["tp"] + e["tn"] + e["fp"] + e["fn"]),
            "doubled": lambda e: 2 * e["tp"] / (e["tp"] + e["fp"] + e["fn"]),
        },
        draw=draw_counts,
    ),
    Family(
        "responsibility",
        "expression",
        r"$\gamma_{nk} = \frac{\pi_k\,\mathcal{N}(x_n\mid\mu_k,\Sigma_k)}"
        r"{\sum_{j=1}^{K}\pi_j\,\mathcal{N}(x_n\mid\mu_j,\Sigma_j)}$",
        responsibility,
        {
            "right": lambda e: (e["pi"] * e["N"][e["n"]])[e["k"]] / (e["pi"] * e["N"][e["n"]]).sum(),
            "unnormalised": lambda e: (e["pi"] * e["N"][e["n"]])[e["k"]],
            "no-weights": lambda e: e["N"][e["n"], e["k"]] / e["N"][e["n"]].sum(),
            "over-points": lambda e: e["N"][e["n"], e["k"]] / e["N"][:, e["k"]].sum(),
            "weight-above": lambda e: e["pi"][e["k"]] * e["N"][e["n"], e["k"]] / e["N"][e["n"]].sum(),
            "same-index": lambda e: 1 / 3,
        },
        draw=draw_mixture,
    ),
    Family(
        "hidden-delta",
        "expression",
        r"$\delta^{(l)} = \left(W^{(l+1)}\right)^\top \delta^{(l+1)} \odot \sigma'(z^{(l)})$",
        backward,
        {
            "right": lambda e: (e["W"].T @ e["d"]) * slope(e),
            "untransposed": lambda e: (e["W"] @ e["d"]) * slope(e),
            "no-slope": lambda e: e["W"].T @ e["d"],
            "value": lambda e: (e["W"].T @ e["d"]) * np.tanh(e["z"]),
            "inside": lambda e: e["W"].T @ (e["d"] * slope(e)),
            "sum": lambda e: e["W"].T @ e["d"] + slope(e),
        },
        draw=draw_layer,
    ),
    Family(
        "poisson-mass",
        "expression",
        r"$P(X = k) = \frac{\lambda^k e^{-\lambda}}{k!}$",
        poisson,
        {
            "right": lambda e: e["l"] ** e["k"] * math.exp(-e["l"]) / math.factorial(e["k"]),
            "growing": lambda e: e["l"] ** e["k"] * math.exp(e["l"]) / math.factorial(e["k"]),
            "no-factorial": lambda e: e["l"] ** e["k"] * math.exp(-e["l"]) / e["k"],
            "exchanged": lambda e: e["k"] ** e["l"] * math.exp(-e["k"]) / math.factorial(e["k"]),
            "gamma-shift": lambda e: e["l"] ** e["k"] * math.exp(-e["l"]) / math.factorial(e["k"] - 1),
            "unnormalised": lambda e: e["l"] ** e["k"] / math.factorial(e["k"]),
        },
        draw=draw_poisson,
        tolerance=1e-4,
    ),
]
