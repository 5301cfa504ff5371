"""Homework on papers, as students hand it in and as models answer it."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said


def training_flops() -> int:
    """Adds two operations forward and four backward for each weight, one thousand million tokens after the other."""
    return sum((2 + 4) * 1_300_000_000 * 10**9 for _portion in range(26))


def perplexity() -> float:
    """The inverse of the geometric mean of four probabilities, by roots of their product."""
    product = 1.0
    for p in (0.5, 0.25, 0.125, 0.0625):
        product *= p
    return 1 / math.sqrt(math.sqrt(product))


def stationary() -> Any:
    """Takes ten thousand steps of the chain from its first state."""
    p, share = np.array([[0.9, 0.1], [0.4, 0.6]]), np.array([1.0, 0.0])
    for _ in range(10_000):
        share = share @ p
    return share


def entropy_facts() -> tuple[bool, ...]:
    """Tries each statement on random tables of two variables, and on a uniform variable of width one half."""
    rng = np.random.default_rng(5)
    holds = [True] * 4
    holds[1] = math.log(0.5) >= 0
    for _ in range(200):
        joint = rng.dirichlet(np.ones(9) * 0.7).reshape(3, 3) + 1e-12
        joint /= joint.sum()
        x, y = joint.sum(1), joint.sum(0)
        h, hx, hy = (-float(np.sum(p * np.log(p))) for p in (joint, x, y))
        holds[0] &= h - hy <= hx + 1e-9
        holds[2] &= abs((hx - (h - hy)) - (hy - (h - hx))) < 1e-9
        forward, backward = float(np.sum(x * np.log(x / y))), float(np.sum(y * np.log(y / x)))
        holds[3] &= abs(forward - backward) < 1e-9
    return tuple(holds)


def redescending() -> str:
    """The slope of each loss at a residual of a million, by a difference."""
    losses: dict[str, Callable[[float], float]] = {
        "squared": lambda r: r * r / 2,
        "absolute": abs,
        "huber": lambda r: r * r / 2 if abs(r) <= 1 else abs(r) - 0.5,
        "cauchy": lambda r: math.log1p(r * r / 2),
    }
    flat = [name for name, f in losses.items() if f(1e6 + 0.5) - f(1e6 - 0.5) < 1e-3]
    assert len(flat) == 1
    return flat[0]


def draw_ridge(rng: np.random.Generator) -> Env:
    return {"X": rng.normal(size=(5, 3)), "y": rng.normal(size=5), "lam": rng.uniform(0.3, 1.5)}


def ridge(e: Env) -> Any:
    """Gradient descent on the mean squared error plus λ‖w‖², until it no longer moves."""
    w = np.zeros(3)
    for _ in range(20_000):
        w = w - 0.02 * (2 * e["X"].T @ (e["X"] @ w - e["y"]) / 5 + 2 * e["lam"] * w)
    return w


def ridge_with(scale: float, penalty: float) -> Callable[[Env], Any]:
    return lambda e: scale * np.linalg.solve(e["X"].T @ e["X"] + penalty * e["lam"] * np.eye(3), e["X"].T @ e["y"])


def draw_sigma(rng: np.random.Generator) -> Env:
    return {"s": rng.uniform(0.4, 3)}


def gaussian_entropy(e: Env) -> float:
    """Integrates −p ln p over twelve standard deviations to either side."""
    x = np.linspace(-12, 12, 20_001) * e["s"]
    p = np.exp(-(x**2) / (2 * e["s"] ** 2)) / (e["s"] * math.sqrt(2 * math.pi))
    return float(np.sum(-p * np.log(p)) * (x[1] - x[0]))


def draw_gae(rng: np.random.Generator) -> Env:
    return {"d": rng.normal(size=12), "g": rng.uniform(0.8, 0.99), "l": rng.uniform(0.5, 0.95)}


def advantage(e: Env) -> float:
    """Adds (γλ)^k δ_{t+k} over all steps left, at t = 0."""
    return float(sum((e["g"] * e["l"]) ** k * e["d"][k] for k in range(12)))


def next_advantage(e: Env) -> float:
    return float(sum((e["g"] * e["l"]) ** k * e["d"][k + 1] for k in range(11)))


def draw_nce(rng: np.random.Generator) -> Env:
    return {"s": rng.normal(size=5), "tau": rng.uniform(0.2, 1.8), "j": int(rng.integers(5))}


def contrast(e: Env) -> Any:
    """Central differences of the contrastive loss with respect to each similarity."""

    def loss(s: Any) -> float:
        return float(np.log(np.sum(np.exp(s / e["tau"]))) - s[e["j"]] / e["tau"])

    h = 1e-5
    return np.array([(loss(e["s"] + h * u) - loss(e["s"] - h * u)) / (2 * h) for u in np.eye(5)])


def soft(e: Env) -> Any:
    weights = np.exp(e["s"] / e["tau"])
    return weights / weights.sum()


def hot(e: Env) -> Any:
    return np.eye(5)[e["j"]]


def draw_size(rng: np.random.Generator) -> Env:
    return {"M": rng.uniform(1, 50)}


def ring_traffic(e: Env) -> float:
    """Adds the chunks that one of a million workers sends in both phases of the ring."""
    workers = 10**6
    return float(sum(e["M"] / workers * (workers - 1) for _phase in range(2)))


def kernel_training(e: Env) -> int:
    """Counts the products of the Gram matrix, and the steps of a Cholesky factor of it."""
    n, d = e["n"], e["d"]
    return int(sum(n * d for _row in range(n)) + sum(n * n for _column in range(n)))


def jacobian_shape() -> tuple[str, ...]:
    """Differentiates y = Wx for a 2 × 5 matrix, entry by entry, and reads the sizes as letters."""
    w, x = np.ones((2, 5)), np.arange(5.0)
    jacobian = np.zeros((*(w @ x).shape, *w.shape))
    for i, j in np.ndindex(2, 5):
        moved = w.copy()
        moved[i, j] += 1
        jacobian[:, i, j] = moved @ x - w @ x
    return tuple({2: "m", 5: "n"}[size] for size in jacobian.shape)


def patches() -> tuple[Any, ...]:
    """Cuts a picture of 224 × 224 into squares of 16, and adds the class token."""
    corners = [(row, column) for row in range(0, 224, 16) for column in range(0, 224, 16)]
    return ("B", len(corners) + 1, 768)


def scatter() -> Any:
    """Adds the products of deviations of (0, 1), (2, 3), (4, 2) with loops, and divides by two."""
    points = ((0, 1), (2, 3), (4, 2))
    means = [sum(p[k] for p in points) / 3 for k in range(2)]
    return np.array(
        [[sum((p[a] - means[a]) * (p[b] - means[b]) for p in points) / 2 for b in range(2)] for a in range(2)]
    )


def draw_normal(rng: np.random.Generator) -> Env:
    return {"s0": rng.uniform(0.5, 2), "s": rng.uniform(0.5, 2), "x": rng.normal(size=4)}


def posterior_precision(e: Env) -> float:
    """The variance of prior times likelihoods on a fine grid of means, inverted."""
    mu = np.linspace(-12, 12, 40_001)
    logs = -(mu**2) / (2 * e["s0"] ** 2) - sum((x - mu) ** 2 for x in e["x"]) / (2 * e["s"] ** 2)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean = float(weights @ mu)
    return 1 / float(weights @ (mu - mean) ** 2)


def draw_x(rng: np.random.Generator) -> Env:
    return {"x": rng.uniform(-4, 4)}


def boundary(e: Env) -> float:
    """Bisects the second coordinate until both means, (0, 0) and (2, 4), are equally far."""
    low, high = -50.0, 50.0
    for _ in range(100):
        y = (low + high) / 2
        if e["x"] ** 2 + y**2 < (e["x"] - 2) ** 2 + (y - 4) ** 2:
            low = y
        else:
            high = y
    return low


def at(f: Callable[[float], float]) -> Callable[[Env], float]:
    return lambda e: f(e["x"])


def retrieved() -> tuple[Fraction, Fraction]:
    """Lists 15 predicted and 20 true items with 12 in common, and counts."""
    predicted, true = set(range(15)), set(range(3, 23))
    common = len(predicted & true)
    return Fraction(common, len(predicted)), Fraction(common, len(true))


FAMILIES = [
    Family(
        "six-n-d",
        "number",
        r"$C \approx 6ND = 2.03 \times 10^{20}$ FLOPs",
        training_flops,
        {
            "right": 202_800_000_000_000_000_000,
            "right-rounded": said("2.03", 10**20),
            "forward": 67_600_000_000_000_000_000,
            "product": 33_800_000_000_000_000_000,
            "power": said("2.03", 10**19),
            "backward": 135_200_000_000_000_000_000,
        },
    ),
    Family(
        "four-token-perplexity",
        "number",
        r"$2^{2.5} \approx 5.66$",
        perplexity,
        {
            "right": 2**2.5,
            "right-rounded": said("5.66"),
            "bits": Fraction(5, 2),
            "mean-inverse": Fraction(15, 2),
            "product": 1024,
            "inverse-mean": said("4.27"),
        },
    ),
    Family(
        "two-state-chain",
        "array",
        r"$\pi = (0.8, 0.2)$",
        stationary,
        {
            "right": np.array([0.8, 0.2]),
            "exchanged": np.array([0.2, 0.8]),
            "uniform": np.array([0.5, 0.5]),
            "unscaled": np.array([4, 1]),
            "diagonal": np.array([0.6, 0.4]),
        },
    ),
    Family(
        "centred-pairs-covariance",
        "array",
        r"$S = \begin{pmatrix} 4 & 1 \\ 1 & 1 \end{pmatrix}$ (with $\frac{1}{n-1}$)",
        scatter,
        {
            "right": np.array([[4, 1], [1, 1]]),
            "over-n": np.array([[8, 2], [2, 2]]) / 3,
            "scatter": np.array([[8, 2], [2, 2]]),
            "no-mean": np.array([[10, 7], [7, 7]]),
            "correlation": np.array([[1, 0.5], [0.5, 1]]),
        },
    ),
    Family(
        "contrast-facts",
        "choice",
        "(i) true, (ii) false, (iii) true, (iv) false",
        entropy_facts,
        {
            "right": (True, False, True, False),
            "differential": (True, True, True, False),
            "conditioning": (False, False, True, False),
            "symmetric-kl": (True, False, True, True),
            "reversed": (False, True, False, True),
        },
    ),
    Family(
        "redescending-loss",
        "choice",
        "Cauchy loss",
        redescending,
        {"right": "cauchy", "huber": "huber", "absolute": "absolute", "squared": "squared"},
    ),
    Family(
        "mean-ridge-solution",
        "expression",
        r"$\hat w = (X^\top X + n\lambda I)^{-1} X^\top y$",
        ridge,
        {
            "right": ridge_with(1, 5),
            "right-dual": lambda e: e["X"].T @ np.linalg.solve(e["X"] @ e["X"].T + 5 * e["lam"] * np.eye(5), e["y"]),
            "no-n": ridge_with(1, 1),
            "minus": ridge_with(1, -5),
            "two-n": ridge_with(1, 10),
            "ordinary": ridge_with(1, 0),
            "n-outside": ridge_with(1 / 5, 1),
        },
        draw=draw_ridge,
    ),
    Family(
        "normal-entropy-nats",
        "expression",
        r"$h(X) = \frac{1}{2}\ln(2\pi e \sigma^2)$",
        gaussian_entropy,
        {
            "right": lambda e: 0.5 * math.log(2 * math.pi * math.e * e["s"] ** 2),
            "no-e": lambda e: 0.5 * math.log(2 * math.pi * e["s"] ** 2),
            "no-half": lambda e: math.log(2 * math.pi * math.e * e["s"] ** 2),
            "sigma": lambda e: 0.5 * math.log(2 * math.pi * math.e * e["s"]),
            "minus-half": lambda e: 0.5 * math.log(2 * math.pi * e["s"] ** 2) - 0.5,
            "negative": lambda e: -0.5 * math.log(2 * math.pi * math.e * e["s"] ** 2),
        },
        draw=draw_sigma,
    ),
    Family(
        "similarity-gradient",
        "expression",
        r"$\frac{\partial \mathcal{L}}{\partial s_k} = \frac{1}{\tau}\left(p_k - \mathbb{1}[k = j]\right)$,"
        r" where $p = \mathrm{softmax}(s/\tau)$",
        contrast,
        {
            "right": lambda e: (soft(e) - hot(e)) / e["tau"],
            "sign": lambda e: (hot(e) - soft(e)) / e["tau"],
            "no-tau": lambda e: soft(e) - hot(e),
            "times-tau": lambda e: e["tau"] * (soft(e) - hot(e)),
            "only-p": lambda e: soft(e) / e["tau"],
        },
        draw=draw_nce,
    ),
    Family(
        "gae-one-step-back",
        "relation",
        r"$\hat A_t = \delta_t + \gamma\lambda \hat A_{t+1}$",
        advantage,
        {
            "right": lambda e: e["d"][0] + e["g"] * e["l"] * next_advantage(e),
            "no-lambda": lambda e: e["d"][0] + e["g"] * next_advantage(e),
            "average": lambda e: (1 - e["l"]) * e["d"][0] + e["g"] * e["l"] * next_advantage(e),
            "minus": lambda e: e["d"][0] - e["g"] * e["l"] * next_advantage(e),
            "discounted-all": lambda e: e["g"] * e["l"] * (e["d"][0] + next_advantage(e)),
        },
        draw=draw_gae,
    ),
    Family(
        "conjugate-mean-precision",
        "relation",
        r"$\frac{1}{\sigma_n^2} = \frac{1}{\sigma_0^2} + \frac{n}{\sigma^2}$",
        posterior_precision,
        {
            "right": lambda e: 1 / e["s0"] ** 2 + 4 / e["s"] ** 2,
            "variances": lambda e: 1 / (e["s0"] ** 2 + e["s"] ** 2 / 4),
            "no-n": lambda e: 1 / e["s0"] ** 2 + 1 / e["s"] ** 2,
            "prior-n": lambda e: 4 / e["s0"] ** 2 + 1 / e["s"] ** 2,
            "roots": lambda e: (1 / e["s0"] + 4 / e["s"]) ** 2,
        },
        draw=draw_normal,
    ),
    Family(
        "ring-worker-traffic",
        "limit",
        r"$2M$ as $p \to \infty$",
        ring_traffic,
        {
            "right": lambda e: 2 * e["M"],
            "one-phase": lambda e: e["M"],
            "none": lambda e: 0 * e["M"],
            "infinite": lambda e: np.array(np.inf),
            "half": lambda e: e["M"] / 2,
        },
        draw=draw_size,
    ),
    Family(
        "gram-training-cost",
        "limit",
        r"$O(n^2 d + n^3)$",
        kernel_training,
        {
            "right": lambda e: e["n"] ** 2 * e["d"] + e["n"] ** 3,
            "inverse-only": lambda e: e["n"] ** 3,
            "gram-only": lambda e: e["n"] ** 2 * e["d"],
            "primal": lambda e: e["n"] * e["d"] ** 2 + e["d"] ** 3,
            "product": lambda e: e["n"] ** 3 * e["d"],
        },
        sizes=tuple({"n": n, "d": d} for n, d in ((10, 4000), (2000, 10), (300, 300), (1000, 100))),
    ),
    Family(
        "weight-jacobian-shape",
        "shape",
        r"$\frac{\partial y}{\partial W} \in \mathbb{R}^{m \times m \times n}$",
        jacobian_shape,
        {
            "right": ("m", "m", "n"),
            "matrix": ("m", "n"),
            "last": ("m", "n", "n"),
            "transposed": ("n", "m"),
            "exchanged": ("n", "n", "m"),
        },
    ),
    Family(
        "patch-token-shape",
        "shape",
        r"$(B, 197, 768)$",
        patches,
        {
            "right": ("B", 197, 768),
            "no-class": ("B", 196, 768),
            "channels-first": ("B", 768, 197),
            "one-side": ("B", 15, 768),
            "grid": ("B", 14, 14, 768),
        },
    ),
    Family(
        "equidistant-boundary",
        "general",
        "$x_1 + 2x_2 = 5$",
        boundary,
        {
            "right": at(lambda x: (5 - x) / 2),
            "no-half": at(lambda x: (10 - x) / 2),
            "normal": at(lambda x: 2 * x),
            "exchanged": at(lambda x: 5 - 2 * x),
            "sign": at(lambda x: (x - 5) / 2),
        },
        draw=draw_x,
    ),
    Family(
        "precision-recall-pair",
        "general",
        "precision $0.8$, recall $0.6$",
        retrieved,
        {
            "right": (Fraction(4, 5), Fraction(3, 5)),
            "exchanged": (Fraction(3, 5), Fraction(4, 5)),
            "union": (Fraction(12, 23), Fraction(12, 23)),
            "same-recall": (Fraction(4, 5), Fraction(4, 5)),
            "missed": (Fraction(1, 5), Fraction(2, 5)),
        },
    ),
]
