"""Numbers, arrays and shapes from the solution sheets of a course on decisions and inference."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from families import Family, said


def coin_mean() -> float:
    """Integrates θ against prior times likelihood, 7 heads and 3 tails under Beta(2, 2), by the midpoint rule."""
    grid = (np.arange(4000) + 0.5) / 4000
    weight = grid * (1 - grid) * grid**7 * (1 - grid) ** 3
    return float((grid * weight).sum() / weight.sum())


def surviving_value() -> float:
    """Adds the expected discounted rewards step by step, a fifth of the mass ending after each."""
    total, alive, discount = 0.0, 1.0, 1.0
    for _step in range(400):
        total += alive * discount
        alive, discount = alive * 0.8, discount * 0.9
    return total


def enough_samples() -> int:
    """Raises n one by one until the two-sided Hoeffding bound is at most δ."""
    n = 1
    while 2 * math.exp(-2 * n * 0.05**2) > 0.05:
        n += 1
    return n


def chain_values() -> Any:
    """Plays a thousand steps from each state of the chain, with a discount of one half."""
    after, paid = (1, 2, 2), (0, 4, 2)
    values = []
    for start in range(3):
        state, discount, total = start, 1.0, 0.0
        for _step in range(1000):
            total += discount * paid[state]
            state, discount = after[state], discount / 2
        values.append(total)
    return np.array(values)


def score_of_second() -> Any:
    """Central differences of the log-probability of the second of three actions."""

    def log_probability(theta: Any) -> float:
        return float(np.log(np.exp(theta)[1] / np.exp(theta).sum()))

    theta = np.log(np.array([0.2, 0.5, 0.3]))
    steps = np.eye(3) * 1e-5
    return np.array([(log_probability(theta + h) - log_probability(theta - h)) / 2e-5 for h in steps])


def weight_covariance() -> Any:
    """Second moments of exp(−‖w‖²/2 − Σ(y − w₀ − w₁x)²/2), summed over a grid, with y = 0."""
    a, b = np.meshgrid(np.linspace(-8, 8, 161), np.linspace(-8, 8, 161), indexing="ij")
    mass = np.exp(-(a**2 + b**2) / 2 - sum((a + b * x) ** 2 for x in (0, 1, 2)) / 2)
    mass /= mass.sum()
    cross = (a * b * mass).sum()
    return np.array([[(a * a * mass).sum(), cross], [cross, (b * b * mass).sum()]])


def rollout_logits() -> tuple[str, ...]:
    """Applies a policy head to every observation of a buffer of distinct sizes, and names the sizes again."""
    names = {5: "T", 3: "N", 7: "D", 2: "A"}
    buffer, head = np.zeros((5, 3, 7)), np.zeros((7, 2))
    stacked = np.array([[observation @ head for observation in row] for row in buffer])
    return tuple(names[size] for size in stacked.shape)


def predictive_draws() -> tuple[int, ...]:
    """Predicts all 50 inputs with each of 100 sampled weight vectors, and stacks the predictions."""
    inputs, weights = np.zeros((50, 8)), np.zeros((100, 8))
    return np.stack([np.array([w @ x for x in inputs]) for w in weights]).shape


def tangent_gram() -> tuple[str, ...]:
    """Stacks the gradients of 3 outputs at 5 inputs with 11 parameters, and multiplies them pairwise."""
    gradients = [np.ones(11) for _input in range(5) for _output in range(3)]
    gram = np.array([[g @ h for h in gradients] for g in gradients])
    return tuple({15: "nk", 5: "n", 3: "k", 11: "P"}[size] for size in gram.shape)


def fifteenths(*entries: int) -> Any:
    return np.array(entries).reshape(2, 2) / 15


FAMILIES = [
    Family(
        "dawn-coin-mean",
        "number",
        r"$\mathbb{E}[\theta \mid D] = \frac{2+7}{4+10} = \frac{9}{14} \approx 0.643$",
        coin_mean,
        {
            "right": Fraction(9, 14),
            "right-rounded": said("0.643"),
            "mode": Fraction(2, 3),
            "frequency": said("0.7"),
            "tails": Fraction(5, 14),
            "uniform-prior": Fraction(8, 12),
        },
    ),
    Family(
        "dawn-surviving-value",
        "number",
        r"$V(A) = \frac{1}{1 - 0.9 \cdot 0.8} = \frac{25}{7} \approx 3.57$ (accept 3.6)",
        surviving_value,
        {
            "right": Fraction(25, 7),
            "right-rounded": said("3.57"),
            "right-coarse": said("3.6"),
            "immortal": 10,
            "undiscounted": 5,
            "late": Fraction(18, 7),
            "slip": said("3.75"),
        },
    ),
    Family(
        "dawn-hoeffding-size",
        "number",
        r"$n \ge \frac{\ln(2/\delta)}{2\epsilon^2} = \frac{\ln 40}{0.005} \approx 737.8$, so $n = 738$",
        enough_samples,
        {"right": 738, "one-sided": 600, "rounded-down": 737, "no-two": 1476, "decimal-log": 321},
    ),
    Family(
        "dawn-chain-values",
        "array",
        r"$V^* = (3,\ 6,\ 4)^\top$",
        chain_values,
        {
            "right": np.array([3, 6, 4]),
            "absorbed": np.array([2.5, 5, 2]),
            "two-sweeps": np.array([2, 5, 3]),
            "late": np.array([1.5, 3, 2]),
            "reversed": np.array([4, 6, 3]),
        },
    ),
    Family(
        "dawn-score-vector",
        "array",
        r"$\nabla_\theta \log \pi(a_2) = e_2 - \pi = (-0.2,\; 0.5,\; -0.3)$",
        score_of_second,
        {
            "right": np.array([-0.2, 0.5, -0.3]),
            "sign": np.array([0.2, -0.5, 0.3]),
            "not-logged": np.array([-0.1, 0.25, -0.15]),
            "other-action": np.array([0.8, -0.5, -0.3]),
            "no-softmax": np.array([0, 2, 0]),
        },
    ),
    Family(
        "dawn-weight-covariance",
        "array",
        r"$\Sigma_N = (I + X^\top X)^{-1} = \frac{1}{15}\begin{pmatrix} 6 & -3 \\ -3 & 4 \end{pmatrix}$",
        weight_covariance,
        {
            "right": fifteenths(6, -3, -3, 4),
            "precision": np.array([[4, 3], [3, 6]]),
            "flat-prior": np.array([[5, -3], [-3, 3]]) / 6,
            "sign": fifteenths(6, 3, 3, 4),
            "not-swapped": fifteenths(4, -3, -3, 6),
            "no-determinant": np.array([[6, -3], [-3, 4]]),
        },
    ),
    Family(
        "dawn-rollout-logits",
        "shape",
        r"$(T, N, |\mathcal{A}|)$, i.e. steps, environments, actions",
        rollout_logits,
        {
            "right": ("T", "N", "A"),
            "environments-first": ("N", "T", "A"),
            "observations": ("T", "N", "D"),
            "chosen-only": ("T", "N"),
            "flattened": ("TN", "A"),
        },
    ),
    Family(
        "dawn-predictive-draws",
        "shape",
        "(100, 50): one row per posterior sample, one column per test input",
        predictive_draws,
        {
            "right": (100, 50),
            "transposed": (50, 100),
            "averaged": (50,),
            "features": (100, 8),
            "not-summed": (100, 50, 8),
        },
    ),
    Family(
        "dawn-tangent-gram",
        "shape",
        r"$nk \times nk$ (one row and one column per pair of example and output)",
        tangent_gram,
        {
            "right": ("nk", "nk"),
            "one-output": ("n", "n"),
            "parameters": ("P", "P"),
            "jacobian": ("nk", "P"),
            "outputs": ("k", "k"),
        },
    ),
]
