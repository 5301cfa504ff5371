"""Homework as it is answered in the evening before it is due: by models, by students, and by both together."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Env, Family, said


def adapters() -> int:
    """Allocates both factors of rank 8 for two matrices in each of 24 layers of width 1024."""
    pairs = (np.zeros((8, 1024)).size + np.zeros((1024, 8)).size for _layer in range(24) for _matrix in range(2))
    return sum(pairs)


def spam() -> Fraction:
    """Counts among a thousand mails those with the word, and the spam among them."""
    mails = [(k < 200, (k < 120) if k < 200 else (k < 240)) for k in range(1000)]
    with_word = [is_spam for is_spam, has_word in mails if has_word]
    return Fraction(sum(with_word), len(with_word))


def descent_step() -> Any:
    """One step of 0.1 from (2, 1) on w₁² + 2w₂² − w₁w₂, with central differences."""

    def f(a: float, b: float) -> float:
        return a * a + 2 * b * b - a * b

    h = 1e-5
    slope = np.array([f(2 + h, 1) - f(2 - h, 1), f(2, 1 + h) - f(2, 1 - h)]) / (2 * h)
    return np.array([2.0, 1.0]) - 0.1 * slope


def sliding() -> Any:
    """Slides the filter over the signal, product by product."""
    signal, kernel = (2, 0, 1, 3, -1), (1, -1, 2)
    return np.array([sum(kernel[k] * signal[i + k] for k in range(3)) for i in range(3)])


def scale_free() -> str:
    """Runs twenty steps on a quadratic and on ten times that quadratic, and compares the last points."""

    def run(rule: str, scale: float) -> Any:
        w, v = np.array([1.0, -2.0]), np.zeros(2)
        for _ in range(20):
            ahead = w + 0.9 * v if rule == "nesterov" else w
            g = scale * np.array([0.3, 1.7]) * ahead
            v = 0.9 * v - 0.01 * g
            w = {"sgd": w - 0.01 * g, "sign": w - 0.01 * np.sign(g)}.get(rule, w + v)
        return w

    rules = {"A": "sgd", "B": "momentum", "C": "sign", "D": "nesterov"}
    same = [name for name, rule in rules.items() if np.allclose(run(rule, 1), run(rule, 10))]
    assert len(same) == 1
    return same[0]


def kernels() -> frozenset[str]:
    """The smallest eigenvalue of the Gram matrices of forty random sets of points."""
    candidates: dict[str, Callable[[Any, Any], Any]] = {
        "A": lambda x, y: x * y,
        "B": lambda x, y: (1 + x * y) ** 3,
        "C": lambda x, y: -((x - y) ** 2),
        "D": lambda x, y: np.exp(-((x - y) ** 2)),
    }
    rng = np.random.default_rng(3)
    sets = [rng.normal(size=6) for _ in range(40)]
    return frozenset(
        name
        for name, k in candidates.items()
        if all(np.linalg.eigvalsh(k(x[:, None], x[None, :])).min() > -1e-7 for x in sets)
    )


def chosen(*names: str) -> frozenset[str]:
    return frozenset(names)


def draw_logistic(rng: np.random.Generator) -> Env:
    return {
        "X": rng.normal(size=(6, 3)),
        "y": rng.integers(0, 2, 6).astype(float),
        "w": rng.normal(size=3),
        "lam": rng.uniform(0.2, 1.5),
    }


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def logistic_gradient(e: Env) -> Any:
    """Central differences of the mean cross-entropy plus λ/2 times the squared norm."""

    def loss(w: Any) -> float:
        p = sigmoid(e["X"] @ w)
        return float(-np.mean(e["y"] * np.log(p) + (1 - e["y"]) * np.log(1 - p)) + e["lam"] / 2 * np.sum(w * w))

    h = 1e-5
    return np.array([(loss(e["w"] + h * u) - loss(e["w"] - h * u)) / (2 * h) for u in np.eye(3)])


def residual(e: Env) -> Any:
    return sigmoid(e["X"] @ e["w"]) - e["y"]


def draw_rms(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(size=4), "g": rng.uniform(0.5, 2, 4)}


def rms(e: Env) -> float:
    return math.sqrt(float(np.mean(e["x"] ** 2)))


def rms_jacobian(e: Env) -> Any:
    """Central differences of g ⊙ x / rms(x), entry by entry."""

    def f(x: Any) -> Any:
        return e["g"] * x / math.sqrt(float(np.mean(x**2)))

    h = 1e-5
    return np.array([(f(e["x"] + h * u) - f(e["x"] - h * u)) / (2 * h) for u in np.eye(4)]).T


def outer(e: Env) -> Any:
    return np.outer(e["x"], e["x"])


RATES = [Fraction(k, 60) for k in range(-20, 61)]


FAMILIES = [
    Family(
        "adapter-count",
        "number",
        "$786{,}432$",
        adapters,
        {
            "right": 786_432,
            "right-short": said("0.79", 10**6),
            "one-factor": 393_216,
            "all-four": 1_572_864,
            "dense": 50_331_648,
            "one-layer": 32_768,
        },
    ),
    Family(
        "spam-word",
        "number",
        "$P(S \\mid W) = 0.75$",
        spam,
        {
            "right": Fraction(3, 4),
            "joint": Fraction(12, 100),
            "complement": Fraction(1, 4),
            "likelihood": Fraction(3, 5),
            "no-prior": said("0.923"),
        },
    ),
    Family(
        "step-from-two-one",
        "array",
        "$(1.7, 0.8)^\\top$",
        descent_step,
        {
            "right": np.array([1.7, 0.8]),
            "ascent": np.array([2.3, 1.2]),
            "no-cross": np.array([1.6, 0.6]),
            "gradient": np.array([3.0, 2.0]),
            "exchanged": np.array([0.8, 1.7]),
        },
    ),
    Family(
        "sliding-filter",
        "array",
        "[4, 5, -4]",
        sliding,
        {
            "right": np.array([4, 5, -4]),
            "flipped": np.array([5, 2, -2]),
            "same": np.array([-2, 4, 5, -4, 4]),
            "sign": np.array([4, 5, 4]),
        },
    ),
    Family(
        "loss-scale-free",
        "choice",
        "C (signSGD)",
        scale_free,
        {"right": "C", "plain": "A", "momentum": "B", "nesterov": "D"},
    ),
    Family(
        "which-kernels",
        "choice",
        "A, B and D",
        kernels,
        {
            "right": chosen("A", "B", "D"),
            "no-cubic": chosen("A", "D"),
            "all": chosen("A", "B", "C", "D"),
            "not-linear": chosen("B", "D"),
            "only-c": chosen("C"),
        },
    ),
    Family(
        "ridge-logistic-gradient",
        "expression",
        r"$\nabla_w L = \frac{1}{n} X^\top(\sigma(Xw) - y) + \lambda w$",
        logistic_gradient,
        {
            "right": lambda e: e["X"].T @ residual(e) / 6 + e["lam"] * e["w"],
            "sign": lambda e: -e["X"].T @ residual(e) / 6 + e["lam"] * e["w"],
            "two": lambda e: e["X"].T @ residual(e) / 6 + 2 * e["lam"] * e["w"],
            "no-mean": lambda e: e["X"].T @ residual(e) + e["lam"] * e["w"],
            "slope": lambda e: (
                e["X"].T @ (residual(e) * sigmoid(e["X"] @ e["w"]) * (1 - sigmoid(e["X"] @ e["w"]))) / 6
                + e["lam"] * e["w"]
            ),
            "no-penalty": lambda e: e["X"].T @ residual(e) / 6,
        },
        draw=draw_logistic,
    ),
    Family(
        "rms-jacobian",
        "expression",
        r"$\frac{\partial y_i}{\partial x_j} = \frac{g_i}{r}\left(\delta_{ij} - \frac{x_i x_j}{d\,r^2}\right)$"
        r" with $r = \sqrt{\frac{1}{d}\sum_k x_k^2}$",
        rms_jacobian,
        {
            "right": lambda e: e["g"][:, None] / rms(e) * (np.eye(4) - outer(e) / (4 * rms(e) ** 2)),
            "no-d": lambda e: e["g"][:, None] / rms(e) * (np.eye(4) - outer(e) / rms(e) ** 2),
            "constant-r": lambda e: np.diag(e["g"]) / rms(e),
            "plus": lambda e: e["g"][:, None] / rms(e) * (np.eye(4) + outer(e) / (4 * rms(e) ** 2)),
            "layer-norm": lambda e: e["g"][:, None] / rms(e) * (np.eye(4) - 1 / 4 - outer(e) / (4 * rms(e) ** 2)),
        },
        draw=draw_rms,
    ),
]
