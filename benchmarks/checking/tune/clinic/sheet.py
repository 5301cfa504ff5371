"""Items of a solution sheet, with the keys as its teaching assistants wrote them."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from families import Env, Family, said


def overlapping_patches() -> int:
    """Places a window of 16 at every eighth row and column of a 224 × 224 image and counts."""
    starts = [s for s in range(0, 224, 8) if s + 16 <= 224]
    return sum(1 for _ in product(starts, starts))


def noisy_channel() -> float:
    """Adds p log(p / (q r)) over the joint table of a fair bit and its copy flipped with 0.11; in nats."""
    joint = {(a, b): 0.5 * (0.11 if a != b else 0.89) for a, b in product((0, 1), repeat=2)}
    return sum(p * math.log(p / 0.25) for p in joint.values())


def adapter_share() -> Fraction:
    """Counts the entries of two thin matrices beside a square one of 4096."""
    return Fraction(np.zeros((4096, 8)).size + np.zeros((8, 4096)).size, np.zeros((4096, 4096)).size)


def leaky_scan() -> Any:
    """Walks through 4, 2, 6 with a state that halves before each addition."""
    state, out = 0.0, []
    for x in (4, 2, 6):
        state = state / 2 + x
        out.append(state)
    return np.array(out)


def walk_on_path() -> Any:
    """Lists at each node of the path the places a walker may go to and shares the probability equally."""
    out = np.zeros((3, 3))
    for k in range(3):
        places = [j for j in range(3) if abs(j - k) == 1]
        for j in places:
            out[k, j] = 1 / len(places)
    return out


def eight_bit() -> Any:
    """For each value tries all codes from -127 to 127 and keeps the nearest one."""
    return np.array([min(range(-127, 128), key=lambda q: abs(q / 127 - x)) for x in (-1.0, 0.26, 0.4)])


def bounded_pull() -> str:
    """Differences of each loss at a residual of 10 and of 20: the only one that has not grown is bounded."""
    losses: dict[str, Callable[[float], float]] = {
        "a": lambda r: r**2,
        "b": lambda r: abs(r) ** 3,
        "c": lambda r: r**2 / 2 if abs(r) <= 1 else abs(r) - 0.5,
        "d": lambda r: math.exp(abs(r)),
    }
    slopes = {k: [(f(r + 1e-4) - f(r - 1e-4)) / 2e-4 for r in (10.0, 20.0)] for k, f in losses.items()}
    (found,) = [k for k, (near, far) in slopes.items() if far < 1.01 * near]
    return found


def transition_matrices() -> frozenset[str]:
    """Looks at every entry and every row's sum."""
    given = {
        "A": [[0.5, 0.6], [0.5, 0.4]],
        "B": [[0.2, 0.8], [1.0, 0.0]],
        "C": [[1.2, -0.2], [0.5, 0.5]],
        "D": [[0.0, 1.0], [1.0, 0.0]],
    }
    return frozenset(
        k for k, m in given.items() if all(abs(sum(r) - 1) < 1e-9 for r in m) and min(x for r in m for x in r) >= 0
    )


def softmax_claims() -> tuple[bool, ...]:
    """Tries a shift, a scale and the order of the entries on 200 random vectors."""
    rng = np.random.default_rng(3)

    def soft(v: Any) -> Any:
        return np.exp(v) / np.exp(v).sum()

    draws = [rng.normal(size=4) for _ in range(200)]
    shift = all(np.allclose(soft(v + 2.5), soft(v)) for v in draws)
    scale = all(np.allclose(soft(2.5 * v), soft(v)) for v in draws)
    order = all(list(np.argsort(soft(v))) == list(np.argsort(v)) for v in draws)
    return shift, scale, order


def sigma(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def log_sigmoid_slope(e: Env) -> float:
    """Differences of log σ."""
    x, h = e["x"], 1e-5
    return float((np.log(sigma(x + h)) - np.log(sigma(x - h))) / (2 * h))


def exponential_entropy(e: Env) -> float:
    """Adds -p log p over a fine grid."""
    rate = e["rate"]
    x = (np.arange(400_000) + 0.5) * (40 / rate / 400_000)
    p = rate * np.exp(-rate * x)
    return float(-(p * np.log(p)).sum() * (x[1] - x[0]))


def logistic_curvature(e: Env) -> Any:
    """Adds the outer product of each example, weighted by the slope of its prediction by differences."""
    x, w = e["X"], e["w"]
    out = np.zeros((x.shape[1], x.shape[1]))
    for row in x:
        z = float(row @ w)
        slope = (sigma(z + 1e-5) - sigma(z - 1e-5)) / 2e-5
        for i, j in product(range(len(row)), repeat=2):
            out[i, j] += slope * row[i] * row[j]
    return out


POINTS = [(a / 4 + 0.03, b / 4 + 0.01) for a in range(-20, 40) for b in range(-20, 40)]


SHARES = [(k + 0.37) / 400 for k in range(400)]


PAIRS = [(Fraction(a, 65), Fraction(b, 65)) for a in range(1, 131) for b in range(1, 131)]


WEIGHTS = [(Fraction(a, 2), Fraction(b, 2)) for a in range(-12, 13) for b in range(-12, 13)]


NATS = math.log(2)


FAMILIES = [
    Family(
        "overlapping-patches",
        "number",
        r"$N_{\text{side}} = \lfloor (224-16)/8 \rfloor + 1 = 27 \;\Rightarrow\; N = 27^2 = 729$",
        overlapping_patches,
        {"right": 729, "disjoint": 196, "side": 27, "no-plus-one": 676, "stride-only": 784},
    ),
    Family(
        "noisy-channel",
        "number",
        "I(X;Y) = 1 - h2(0.11) ≈ 0.50 bits   [accept 0.347 nats]",
        noisy_channel,
        {
            "right": said("0.50", Fraction(NATS)),
            "right-nats": said("0.347"),
            "unflipped": 0.89 * NATS,
            "in-nats": 0.5,
            "all": NATS,
        },
        tolerance=1e-3,
    ),
    Family(
        "adapter-share",
        "number",
        r"$\frac{2\cdot 8\cdot 4096}{4096^2}=\frac1{256}$, i.e. 0.390625 % of the weights",
        adapter_share,
        {
            "right": Fraction(1, 256),
            "right-rounded": said("0.39", Fraction(1, 100)),
            "one-matrix": Fraction(1, 512),
            "percent-lost": said("0.39"),
            "beside": Fraction(1, 257),
            "count": 65_536,
        },
        tolerance=1e-9,
    ),
    Family(
        "leaky-scan",
        "array",
        "h_1, h_2, h_3 = 4, 4, 8",
        leaky_scan,
        {
            "right": np.array([4, 4, 8]),
            "sums": np.array([4, 6, 12]),
            "averaged": np.array([2, 2, 4]),
            "late": np.array([0, 4, 4]),
            "backwards": np.array([6.5, 5, 6]),
        },
    ),
    Family(
        "walk-on-path",
        "array",
        r"$P = D^{-1}A = \begin{pmatrix} 0&1&0\\ \tfrac12&0&\tfrac12\\ 0&1&0 \end{pmatrix}$",
        walk_on_path,
        {
            "right": np.array([[0, 1, 0], [0.5, 0, 0.5], [0, 1, 0]]),
            "transposed": np.array([[0, 0.5, 0], [1, 0, 1], [0, 0.5, 0]]),
            "adjacency": np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]),
            "loops": np.array([[0.5, 0.5, 0], [1 / 3, 1 / 3, 1 / 3], [0, 0.5, 0.5]]),
            "symmetric": np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]) / 2**0.5,
        },
    ),
    Family(
        "eight-bit-codes",
        "array",
        "`array([-127, 33, 51], dtype=int8)`",
        eight_bit,
        {
            "right": np.array([-127, 33, 51]),
            "cut": np.array([-127, 33, 50]),
            "full-range": np.array([-128, 33, 51]),
            "back": np.array([-1.0, 33 / 127, 51 / 127]),
            "unsigned": np.array([0, 160, 178]),
        },
    ),
    Family(
        "bounded-pull",
        "choice",
        "(c) Huber — the only one whose derivative stays bounded",
        bounded_pull,
        {"right": "c", "squared": "a", "cubic": "b", "exponential": "d"},
    ),
    Family(
        "transition-matrices",
        "choice",
        "B and D only. (1 pt each; A has its *columns* summing to one, C has a negative entry)",
        transition_matrices,
        {
            "right": frozenset("BD"),
            "columns-too": frozenset("ABD"),
            "negative-too": frozenset("BCD"),
            "no-permutation": frozenset("B"),
            "columns": frozenset("AD"),
        },
    ),
    Family(
        "softmax-claims",
        "choice",
        "(i) T, (ii) F, (iii) T",
        softmax_claims,
        {
            "right": (True, False, True),
            "all": (True, True, True),
            "swapped": (False, True, True),
            "order-lost": (True, False, False),
        },
    ),
    Family(
        "log-sigmoid-slope",
        "expression",
        r"$\frac{d}{dx}\log\sigma(x) = 1-\sigma(x) = \sigma(-x)$",
        log_sigmoid_slope,
        {
            "right": lambda e: sigma(-e["x"]),
            "plain": lambda e: sigma(e["x"]),
            "slope": lambda e: sigma(e["x"]) * sigma(-e["x"]),
            "sign": lambda e: -sigma(-e["x"]),
            "inverse": lambda e: 1 / sigma(e["x"]),
        },
        draw=lambda rng: {"x": rng.normal()},
    ),
    Family(
        "exponential-entropy",
        "expression",
        "1 - ln λ   (nats)",
        exponential_entropy,
        {
            "right": lambda e: 1 - math.log(e["rate"]),
            "sign": lambda e: 1 + math.log(e["rate"]),
            "negative": lambda e: math.log(e["rate"]) - 1,
            "one-lost": lambda e: -math.log(e["rate"]),
            "scaled": lambda e: (1 - math.log(e["rate"])) / e["rate"],
        },
        draw=lambda rng: {"rate": rng.uniform(1.2, 2.4)},
    ),
    Family(
        "logistic-curvature",
        "expression",
        r"H = Xᵀ S X with S = diag(pᵢ(1 − pᵢ))",
        logistic_curvature,
        {
            "right": lambda e: e["X"].T @ np.diag(e["p"] * (1 - e["p"])) @ e["X"],
            "outside": lambda e: e["X"] @ e["X"].T,
            "unweighted": lambda e: e["X"].T @ e["X"],
            "predictions": lambda e: e["X"].T @ np.diag(e["p"]) @ e["X"],
            "squared": lambda e: e["X"].T @ np.diag(e["p"] * (1 - e["p"])) ** 2 @ e["X"],
            "mean": lambda e: e["X"].T @ np.diag(e["p"] * (1 - e["p"])) @ e["X"] / len(e["X"]),
        },
        draw=lambda rng: {
            "X": (x := rng.normal(size=(5, 3))),
            "w": (w := rng.normal(size=3)),
            "p": sigma(x @ w),
        },
    ),
]
