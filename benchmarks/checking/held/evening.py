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


def draw_td(rng: np.random.Generator) -> Env:
    return {
        "V": rng.normal(),
        "next": rng.normal(),
        "r": rng.normal(),
        "a": rng.uniform(0.1, 0.5),
        "g": rng.uniform(0.8, 0.99),
    }


def td(e: Env) -> float:
    """Half a squared error to the fixed target, and one gradient step on it by a difference."""
    target = e["r"] + e["g"] * e["next"]
    h = 1e-5
    slope = (0.5 * (e["V"] + h - target) ** 2 - 0.5 * (e["V"] - h - target) ** 2) / (2 * h)
    return float(e["V"] - e["a"] * slope)


def draw_elbo(rng: np.random.Generator) -> Env:
    return {
        "joint": rng.uniform(0.01, 0.2, 4),
        "q": rng.dirichlet(np.ones(4) * 3),
        "prior": rng.dirichlet(np.ones(4) * 3),
    }


def evidence(e: Env) -> float:
    """Adds the joint probabilities over the hidden states, and takes the logarithm."""
    return math.log(sum(float(p) for p in e["joint"]))


def bound(e: Env) -> float:
    return float(np.sum(e["q"] * (np.log(e["joint"]) - np.log(e["q"]))))


def kl(a: Any, b: Any) -> float:
    return float(np.sum(a * np.log(a / b)))


def posterior(e: Env) -> Any:
    return e["joint"] / e["joint"].sum()


def drawn_share() -> float:
    """One minus the probability that ten million draws all miss one of ten million examples."""
    n = 10**7
    return 1 - math.exp(n * math.log1p(-1 / n))


def attention_layer(e: Env) -> int:
    """Adds the multiplications of one projection and of the scores; the other products have these sizes again."""
    n, d = e["n"], e["d"]
    return sum(a * b * c for a, b, c in ((n, d, d), (n, d, n)))


def scores() -> tuple[int, ...]:
    """Multiplies queries and keys of zeros and looks at the result."""
    q = np.zeros((8, 12, 128, 64), np.float32)
    return tuple((q @ q.swapaxes(-1, -2)).shape)


def upsampled() -> tuple[Any, ...]:
    """Marks the places that 28 inputs reach with a kernel of 4 at a stride of 2, and cuts one off at either end."""
    reached = {2 * i + k for i in range(28) for k in range(4)}
    side = len(reached) - 2
    return ("N", 64, side, side)


RATES = [Fraction(k, 60) for k in range(-20, 61)]


def converging() -> frozenset[Fraction]:
    """Runs descent on 3x² from 1 at each rate of a grid, and sees whether it ends near zero."""
    good = set()
    for rate in RATES:
        x = 1.0
        for _ in range(2000):
            x = max(-1e6, min(1e6, x - float(rate) * 6 * x))
        if abs(x) < 1e-6:
            good.add(rate)
    return frozenset(good)


def where(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    return frozenset(rate for rate in RATES if holds(rate))


def stationary() -> dict[tuple[int, int], str]:
    """Looks around every integer point where the differences of x³ − 3x + y² vanish."""

    def f(x: float, y: float) -> float:
        return x**3 - 3 * x + y * y

    found, h = {}, 1e-3
    for x in range(-5, 6):
        for y in range(-5, 6):
            slope = (f(x + h, y) - f(x - h, y), f(x, y + h) - f(x, y - h))
            if max(abs(s) for s in slope) < 1e-6:
                ups = [f(x + h, y) > f(x, y), f(x, y + h) > f(x, y)]
                found[x, y] = "minimum" if all(ups) else "saddle" if any(ups) else "maximum"
    return found


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
    Family(
        "td-zero",
        "relation",
        r"$V(s_t) \leftarrow V(s_t) + \alpha\left[r_{t+1} + \gamma V(s_{t+1}) - V(s_t)\right]$",
        td,
        {
            "right": lambda e: e["V"] + e["a"] * (e["r"] + e["g"] * e["next"] - e["V"]),
            "sign": lambda e: e["V"] - e["a"] * (e["r"] + e["g"] * e["next"] - e["V"]),
            "no-discount": lambda e: e["V"] + e["a"] * (e["r"] + e["next"] - e["V"]),
            "no-baseline": lambda e: e["V"] + e["a"] * (e["r"] + e["g"] * e["next"]),
            "backup": lambda e: e["r"] + e["g"] * e["next"],
        },
        draw=draw_td,
    ),
    Family(
        "elbo-gap-split",
        "relation",
        r"$\log p(x) = \mathrm{ELBO}(q) + D_{\mathrm{KL}}(q(z) \,\|\, p(z \mid x))$",
        evidence,
        {
            "right": lambda e: bound(e) + kl(e["q"], posterior(e)),
            "minus": lambda e: bound(e) - kl(e["q"], posterior(e)),
            "reversed": lambda e: bound(e) + kl(posterior(e), e["q"]),
            "prior": lambda e: bound(e) + kl(e["q"], e["prior"]),
        },
        draw=draw_elbo,
    ),
    Family(
        "bootstrap-share",
        "limit",
        r"$1 - e^{-1}$",
        drawn_share,
        {"right": 1 - math.exp(-1), "right-rounded": said("0.632"), "missed": math.exp(-1), "all": 1, "half": 0.5},
    ),
    Family(
        "attention-layer-cost",
        "limit",
        r"$O(n^2 d + n d^2)$",
        attention_layer,
        {
            "right": lambda e: e["n"] ** 2 * e["d"] + e["n"] * e["d"] ** 2,
            "scores": lambda e: e["n"] ** 2 * e["d"],
            "projections": lambda e: e["n"] * e["d"] ** 2,
            "product": lambda e: e["n"] ** 2 * e["d"] ** 2,
            "no-width": lambda e: e["n"] ** 2 + e["n"] * e["d"],
        },
        sizes=tuple({"n": n, "d": d} for n, d in ((10, 4000), (4000, 10), (300, 300), (3000, 400))),
    ),
    Family(
        "logit-block-shape",
        "shape",
        "(8, 12, 128, 128)",
        scores,
        {
            "right": (8, 12, 128, 128),
            "one-head": (8, 128, 128),
            "output": (8, 12, 128, 64),
            "features": (8, 12, 64, 64),
            "heads-later": (8, 128, 12, 128),
        },
    ),
    Family(
        "upsampled-shape",
        "shape",
        "$(N, 64, 56, 56)$",
        upsampled,
        {
            "right": ("N", 64, 56, 56),
            "no-padding": ("N", 64, 58, 58),
            "forward": ("N", 64, 14, 14),
            "channels-in": ("N", 128, 56, 56),
            "last": ("N", 56, 56, 64),
        },
    ),
    Family(
        "safe-rates",
        "general",
        r"$0 < \eta < \frac{1}{3}$",
        converging,
        {
            "right": where(lambda r: 0 < r < Fraction(1, 3)),
            "closed": where(lambda r: 0 < r <= Fraction(1, 3)),
            "curvature": where(lambda r: 0 < r < Fraction(1, 6)),
            "double": where(lambda r: 0 < r < Fraction(2, 3)),
            "no-lower": where(lambda r: r < Fraction(1, 3)),
        },
    ),
    Family(
        "two-stationary",
        "general",
        "minimum at $(1, 0)$, saddle point at $(-1, 0)$",
        stationary,
        {
            "right": {(1, 0): "minimum", (-1, 0): "saddle"},
            "exchanged": {(-1, 0): "minimum", (1, 0): "saddle"},
            "maximum": {(1, 0): "minimum", (-1, 0): "maximum"},
            "one": {(1, 0): "minimum"},
            "both-saddles": {(1, 0): "saddle", (-1, 0): "saddle"},
        },
    ),
]
