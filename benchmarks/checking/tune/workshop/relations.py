"""Relations, as they were worked out at a whiteboard and in its chat."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from families import Env, Family


def draw_sensors(rng: np.random.Generator) -> Env:
    return {"s": rng.uniform(0.5, 1.5), "t": rng.uniform(1.6, 3)}


def fused_variance(e: Env) -> Any:
    """Multiplies the two bell curves on a grid and takes the variance of the product."""
    x = np.linspace(-40, 40, 400_001)
    p = np.exp(-((x - 1) ** 2) / (2 * e["s"] ** 2) - (x + 1) ** 2 / (2 * e["t"] ** 2))
    p /= p.sum()
    mean = (p * x).sum()
    return float((p * (x - mean) ** 2).sum())


def draw_latent(rng: np.random.Generator) -> Env:
    joint = rng.dirichlet(np.ones(4)) * rng.uniform(0.2, 0.8)  # p(x, z) of the observed x, for four values of z
    q, post = rng.dirichlet(np.ones(4)), joint / joint.sum()
    return {
        "joint": joint,
        "elbo": float((q * np.log(joint / q)).sum()),
        "kl": float((q * np.log(q / post)).sum()),
        "back": float((post * np.log(post / q)).sum()),
    }


def evidence(e: Env) -> Any:
    """Sums the joint probabilities over the latent value."""
    total = 0.0
    for p in e["joint"]:
        total += p
    return math.log(total)


def draw_hypotheses(rng: np.random.Generator) -> Env:
    prior, a, b = rng.uniform(0.1, 0.4), rng.uniform(0.5, 0.9), rng.uniform(0.1, 0.4)
    return {"prior": prior, "a": a, "b": b, "ratio": a / b, "odds": prior / (1 - prior)}


def updated_odds(e: Env) -> Any:
    """Normalises the two joint probabilities and divides the posteriors."""
    joint = np.array([e["prior"] * e["a"], (1 - e["prior"]) * e["b"]])
    post = joint / joint.sum()
    return post[0] / post[1]


def draw_eigen(rng: np.random.Generator) -> Env:
    return {"lam": rng.uniform(1.2, 4), "c": rng.uniform(0.3, 0.9), "V": np.linalg.qr(rng.normal(size=(3, 3)))[0]}


def inverted_eigenvalue(e: Env) -> Any:
    """Builds A with that eigenvalue, inverts A + cI and measures by how much the eigenvector is stretched."""
    v = e["V"][:, 0]
    a = e["V"] @ np.diag([e["lam"], 5.0, 6.0]) @ e["V"].T
    return float(v @ np.linalg.inv(a + e["c"] * np.eye(3)) @ v)


def equal_scores() -> tuple[int, int]:
    """Bisects for the y with equal scores above x = 0 and x = 1: the intercept and the slope."""

    def crossing(x: float) -> float:
        low, high = -50.0, 50.0
        for _ in range(80):
            y = (low + high) / 2
            if (3 * x + y - 1) - (x + 2 * y + 2) > 0:
                low = y
            else:
                high = y
        return low

    start = crossing(0)
    return round(start), round(crossing(1) - start)


def draw_stream(rng: np.random.Generator) -> Env:
    x = rng.normal(size=5) * 2
    old = x[:4].max()
    return {"all": x, "x": x[4], "m": old, "n": max(old, x[4]) + 0.0, "l": float(np.exp(x[:4] - old).sum())}


def streamed(e: Env) -> Any:
    """Sums exp(xₖ − maximum) over all five scores at once."""
    return sum(math.exp(x - max(e["all"])) for x in e["all"])


def draw_episode(rng: np.random.Generator) -> Env:
    r, v = rng.normal(size=5), np.append(rng.normal(size=5), 0.0)
    e = {"r": r, "v": v, "gamma": rng.uniform(0.7, 0.95), "lam": rng.uniform(0.55, 0.9)}
    return {**e, "next": mixed_return(e, 1)}


def mixed_return(e: Env, t: int) -> float:
    """Mixes the 1-, 2-, ... step returns from t on with weights (1 − λ)λⁿ⁻¹; the complete one gets the rest."""
    total, left = 0.0, 5 - t
    for n in range(1, left + 1):
        steps = sum(e["gamma"] ** k * e["r"][t + k] for k in range(n)) + e["gamma"] ** n * e["v"][t + n]
        total += (e["lam"] ** (n - 1) if n == left else (1 - e["lam"]) * e["lam"] ** (n - 1)) * steps
    return total


def first_return(e: Env) -> Any:
    """Mixes all n-step returns of a five-step episode with their weights, from its start."""
    return mixed_return(e, 0)


def draw_units(rng: np.random.Generator) -> Env:
    a, b = rng.normal(size=(2, 3))
    return {"u": a / np.linalg.norm(a), "v": b / np.linalg.norm(b)}


def squared_gap(e: Env) -> Any:
    """Adds the squared differences of the coordinates."""
    return sum((a - b) ** 2 for a, b in zip(e["u"], e["v"], strict=True))


FAMILIES = [
    Family(
        "fused-variance",
        "relation",
        r"$\sigma^2 = \frac{\sigma_1^2 \sigma_2^2}{\sigma_1^2 + \sigma_2^2}$",
        fused_variance,
        {
            "right": lambda e: 1 / (1 / e["s"] ** 2 + 1 / e["t"] ** 2),
            "sum": lambda e: e["s"] ** 2 + e["t"] ** 2,
            "mean": lambda e: (e["s"] ** 2 + e["t"] ** 2) / 2,
            "deviations": lambda e: e["s"] * e["t"] / (e["s"] + e["t"]),
            "harmonic": lambda e: 2 / (1 / e["s"] ** 2 + 1 / e["t"] ** 2),
        },
        draw=draw_sensors,
    ),
    Family(
        "evidence-split",
        "relation",
        r"$\log p(x) = \mathrm{ELBO} + \mathrm{KL}(q(z) \,\|\, p(z \mid x))$",
        evidence,
        {
            "right": lambda e: e["elbo"] + e["kl"],
            "minus": lambda e: e["elbo"] - e["kl"],
            "reverse": lambda e: e["elbo"] + e["back"],
            "tight": lambda e: e["elbo"],
        },
        draw=draw_latent,
    ),
    Family(
        "odds-update",
        "relation",
        r"$o' = \Lambda\, o$ (posterior odds $o'$, likelihood ratio $\Lambda$, prior odds $o$)",
        updated_odds,
        {
            "right": lambda e: e["ratio"] * e["odds"],
            "added": lambda e: e["ratio"] + e["odds"],
            "divided": lambda e: e["odds"] / e["ratio"],
            "probability": lambda e: e["ratio"] * e["odds"] / (1 + e["ratio"] * e["odds"]),
        },
        draw=draw_hypotheses,
    ),
    Family(
        "shifted-inverse",
        "relation",
        r"$\mu = \frac{1}{\lambda + c}$",
        inverted_eigenvalue,
        {
            "right": lambda e: 1 / (e["lam"] + e["c"]),
            "split": lambda e: 1 / e["lam"] + 1 / e["c"],
            "inverse-first": lambda e: 1 / e["lam"] + e["c"],
            "not-inverted": lambda e: e["lam"] + e["c"],
            "minus": lambda e: 1 / (e["lam"] - e["c"]),
        },
        draw=draw_eigen,
    ),
    Family(
        "equal-score-line",
        "relation",
        "$2x - y = 3$",
        equal_scores,
        {
            "right": (-3, 2),
            "intercept-sign": (3, 2),
            "slope-sign": (3, -2),
            "half-slope": (-3, 1),
            "region": ("above", -3, 2),
        },
    ),
    Family(
        "streamed-sum",
        "relation",
        r"$\ell' = \ell\, e^{m - m'} + e^{x - m'}$ with $m' = \max(m, x)$",
        streamed,
        {
            "right": lambda e: e["l"] * np.exp(e["m"] - e["n"]) + np.exp(e["x"] - e["n"]),
            "not-rescaled": lambda e: e["l"] + np.exp(e["x"] - e["n"]),
            "inverse": lambda e: e["l"] * np.exp(e["n"] - e["m"]) + np.exp(e["x"] - e["n"]),
            "old-maximum": lambda e: e["l"] * np.exp(e["m"] - e["n"]) + np.exp(e["x"] - e["m"]),
            "maximum-lost": lambda e: e["l"] * np.exp(e["m"] - e["n"]) + np.exp(e["x"]),
        },
        draw=draw_stream,
    ),
    Family(
        "lambda-return",
        "relation",
        r"$G_t^\lambda = r_{t+1} + \gamma\left[(1-\lambda)V(s_{t+1}) + \lambda G_{t+1}^\lambda\right]$",
        first_return,
        {
            "right": lambda e: e["r"][0] + e["gamma"] * ((1 - e["lam"]) * e["v"][1] + e["lam"] * e["next"]),
            "swapped": lambda e: e["r"][0] + e["gamma"] * (e["lam"] * e["v"][1] + (1 - e["lam"]) * e["next"]),
            "value-lost": lambda e: e["r"][0] + e["gamma"] * e["lam"] * e["next"],
            "undiscounted": lambda e: e["r"][0] + (1 - e["lam"]) * e["v"][1] + e["gamma"] * e["lam"] * e["next"],
            "one-step": lambda e: e["r"][0] + e["gamma"] * e["v"][1],
        },
        draw=draw_episode,
    ),
    Family(
        "unit-gap",
        "relation",
        r"$\|u - v\|^2 = 2 - 2\,u^\top v$ for unit vectors $u$, $v$ (at an angle $\theta$)",
        squared_gap,
        {
            "right": lambda e: 2 - 2 * e["u"] @ e["v"],
            "one-cross": lambda e: 2 - e["u"] @ e["v"],
            "halved": lambda e: 1 - e["u"] @ e["v"],
            "plus": lambda e: 2 + 2 * e["u"] @ e["v"],
            "root": lambda e: (2 - 2 * e["u"] @ e["v"]) ** 2,
        },
        draw=draw_units,
    ),
]
