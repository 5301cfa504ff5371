"""Expressions, relations and limits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from families import Env, Family

Array = np.ndarray


def slope(f: Callable[[Array], float], x: Array) -> Array:
    """The gradient of f, by central differences."""
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-5
        out[i] = (f(x + e) - f(x - e)) / 2e-5
    return out


def linear(rng: np.random.Generator) -> Env:
    x, w = rng.normal(size=(5, 3)), rng.normal(size=(3, 2))
    return {"X": x, "W": w, "Y": rng.normal(size=(5, 2)), "l": 0.7, "R": x @ w}


def ridge_gradient(v: Env) -> Array:
    """Differentiates ½‖XW − Y‖² + ½λ‖W‖², summed entry by entry, numerically."""
    return slope(lambda w: 0.5 * np.sum((v["X"] @ w - v["Y"]) ** 2) + 0.5 * v["l"] * np.sum(w * w), v["W"])


def vector(rng: np.random.Generator) -> Env:
    return {"x": rng.normal(size=6), "g": rng.normal(size=6)}


def rms_gradient(v: Env) -> Array:
    """Differentiates g·(x / rms(x)) numerically."""
    return slope(lambda x: float(v["g"] @ x / np.sqrt(np.mean(x * x))), v["x"])


def rms(v: Env) -> float:
    return float(np.sqrt(np.mean(v["x"] ** 2)))


def logits(rng: np.random.Generator) -> Env:
    z, y = rng.normal(size=4), np.eye(4)[2]
    return {"z": z, "y": y, "p": np.exp(z) / np.exp(z).sum(), "T": rng.uniform(1.5, 3)}


def tempered(v: Env) -> Array:
    """Differentiates −log softmax(z/T) of the labelled class numerically."""
    return slope(lambda z: float(np.log(np.exp(z / v["T"]).sum()) - v["y"] @ z / v["T"]), v["z"])


def soft(v: Env) -> Array:
    return np.asarray(np.exp(v["z"] / v["T"]) / np.exp(v["z"] / v["T"]).sum())


def square(rng: np.random.Generator) -> Env:
    a = rng.normal(size=(3, 3))
    return {"A": a, "S": a @ a.T + np.eye(3), "x": rng.normal(size=3), "n": 4.0}


def quadratic(v: Env) -> Array:
    """Differentiates the double sum of aᵢⱼ xᵢ xⱼ numerically, for a matrix that is not symmetric."""
    return slope(lambda x: float(sum(v["A"][i, j] * x[i] * x[j] for i in range(3) for j in range(3))), v["x"])


def log_det(v: Env) -> Array:
    """Differentiates log |det A| numerically, entry by entry."""
    return slope(lambda a: float(np.log(abs(np.linalg.det(a)))), v["A"])


def rnn(rng: np.random.Generator) -> Env:
    return {"w": rng.uniform(0.5, 1.2), "g": rng.normal(), "h": rng.normal(size=4), "x": rng.normal(size=4)}


def unrolled(v: Env) -> float:
    """Runs h ← w h + xₜ for four steps from zero and differentiates the last state numerically by w."""

    def last(w: Array) -> float:
        h = 0.0
        for x in v["x"]:
            h = float(w[0]) * h + x
        return h

    return float(slope(last, np.array([v["w"]]))[0])


def power_sum(v: Env, power: Callable[[int], int], factor: Callable[[int], float]) -> float:
    """The sum over k = 1 … 3 of factor(k) w^power(k) x_{4−k}."""
    return float(sum(factor(k) * v["w"] ** power(k) * v["x"][3 - k] for k in (1, 2, 3)))


def positive(rng: np.random.Generator) -> Env:
    return dict(zip("wgsktye", rng.uniform(0.5, 2, 7), strict=True)) | {"a": rng.uniform(0.2, 0.8)}


def folded(v: Env) -> float:
    """The slope of the normalised output γ (w x − μ)/σ + β in the input."""
    return float(v["g"] * (v["w"] * 2 - 1) / v["s"] - v["g"] * (v["w"] - 1) / v["s"])


def scaled_rate(v: Env) -> float:
    """Scales the rate so that k old steps on equal gradients move as far as one new step."""
    return float(v["k"] * 3 * v["e"] * 1.7 / (3 * 1.7))


def prior_strength(v: Env) -> float:
    """Bisects for the posterior mode under noise σ and prior τ, and reads λ off the shrinkage y/w − 1."""
    low, high = 0.0, float(v["y"])
    for _ in range(80):
        mid = (low + high) / 2
        low, high = (mid, high) if (v["y"] - mid) / v["s"] ** 2 > mid / v["t"] ** 2 else (low, mid)
    return float(v["y"] / low - 1)


def denoised(v: Env) -> float:
    """Noises a clean value and returns that clean value: w, from x = √a w + √(1−a) e."""
    return float(v["w"])


def noised(v: Env) -> float:
    return float(v["a"] ** 0.5 * v["w"] + (1 - v["a"]) ** 0.5 * v["e"])


def attention_cost(v: Env) -> int:
    """Counts the multiplications of QKᵀ and of the weights with V, pair by pair."""
    return sum(2 * v["d"] for _query in range(v["n"]) for _key in range(v["n"]))


def adapter(v: Env) -> int:
    """Allocates the two factors of a low-rank update."""
    return np.zeros((v["m"], v["r"])).size + np.zeros((v["r"], v["n"])).size


def committee(v: Env) -> float:
    """Adds all variances and covariances of a very large average."""
    n, s2, r = 10**9, v["s"] ** 2, v["a"]
    return float((n * s2 + n * (n - 1) * r * s2) / n**2)


FAMILIES = [
    Family(
        "maple-ridge-gradient",
        "expression",
        r"X^\top(XW - Y) + \lambda W",
        ridge_gradient,
        {
            "right": lambda v: v["X"].T @ v["X"] @ v["W"] - v["X"].T @ v["Y"] + v["l"] * v["W"],
            "doubled": lambda v: 2 * v["X"].T @ (v["R"] - v["Y"]) + 2 * v["l"] * v["W"],
            "sign": lambda v: v["X"].T @ (v["Y"] - v["R"]) + v["l"] * v["W"],
            "unregularised": lambda v: v["X"].T @ (v["R"] - v["Y"]),
        },
        draw=linear,
    ),
    Family(
        "maple-rms-gradient",
        "expression",
        r"\frac{1}{r}\left(g_i - \hat x_i\,\frac1n\sum_j g_j\hat x_j\right) \text{ with } \hat x_i = x_i/r",
        rms_gradient,
        {
            "right": lambda v: (v["g"] - v["x"] * np.mean(v["g"] * v["x"]) / rms(v) ** 2) / rms(v),
            "constant-scale": lambda v: v["g"] / rms(v),
            "layer-norm": lambda v: (v["g"] - v["g"].mean() - v["x"] * np.mean(v["g"] * v["x"]) / rms(v) ** 2) / rms(v),
            "sum": lambda v: (v["g"] - v["x"] * np.sum(v["g"] * v["x"]) / rms(v) ** 2) / rms(v),
        },
        draw=vector,
    ),
    Family(
        "maple-tempered",
        "expression",
        r"\frac{1}{T}\left(\operatorname{softmax}(z/T)_i - y_i\right)",
        tempered,
        {
            "right": lambda v: (soft(v) - v["y"]) / v["T"],
            "no-temperature": lambda v: soft(v) - v["y"],
            "sign": lambda v: (v["y"] - soft(v)) / v["T"],
            "outside": lambda v: v["T"] * (soft(v) - v["y"]),
        },
        draw=logits,
    ),
    Family(
        "maple-quadratic",
        "expression",
        r"(A + A^\top)x",
        quadratic,
        {
            "right": lambda v: v["A"] @ v["x"] + v["A"].T @ v["x"],
            "symmetric": lambda v: 2 * v["A"] @ v["x"],
            "single": lambda v: v["A"] @ v["x"],
            "gram": lambda v: v["A"].T @ v["A"] @ v["x"],
        },
        draw=square,
    ),
    Family(
        "maple-log-det",
        "expression",
        r"$A^{-\top}$",
        log_det,
        {
            "right": lambda v: np.linalg.inv(v["A"]).T,
            "inverse": lambda v: np.linalg.inv(v["A"]),
            "determinant": lambda v: np.linalg.det(v["A"]) * np.linalg.inv(v["A"]).T,
            "minus": lambda v: -np.linalg.inv(v["A"]).T,
        },
        draw=square,
    ),
    Family(
        "maple-unrolled",
        "expression",
        r"$\sum_{k=1}^{T-1} k\, w^{k-1} x_{T-k}$",
        unrolled,
        {
            "right": lambda v: power_sum(v, lambda k: k - 1, float),
            "no-factor": lambda v: power_sum(v, lambda k: k - 1, lambda k: 1.0),
            "power": lambda v: power_sum(v, lambda k: k, float),
            "last-term": lambda v: 3 * v["w"] ** 2 * v["x"][0],
        },
        draw=rnn,
    ),
    Family(
        "maple-folded",
        "relation",
        r"\tilde w = \frac{\gamma}{\sigma}\, w",
        folded,
        {
            "right": lambda v: v["g"] * v["w"] / v["s"],
            "inverse": lambda v: v["s"] * v["w"] / v["g"],
            "variance": lambda v: v["g"] * v["w"] / v["s"] ** 2,
        },
        draw=positive,
    ),
    Family(
        "maple-scaled-rate",
        "relation",
        r"$\eta' = k\,\eta$",
        scaled_rate,
        {
            "right": lambda v: v["k"] * v["e"],
            "root": lambda v: v["k"] ** 0.5 * v["e"],
            "divided": lambda v: v["e"] / v["k"],
        },
        draw=positive,
    ),
    Family(
        "maple-prior-strength",
        "relation",
        r"\lambda = \sigma^2/\tau^2",
        prior_strength,
        {
            "right": lambda v: v["s"] ** 2 / v["t"] ** 2,
            "flipped": lambda v: v["t"] ** 2 / v["s"] ** 2,
            "half": lambda v: v["s"] ** 2 / (2 * v["t"] ** 2),
            "deviations": lambda v: v["s"] / v["t"],
        },
        draw=positive,
    ),
    Family(
        "maple-denoised",
        "relation",
        r"x_0 = \frac{x_t - \sqrt{1-\bar\alpha_t}\,\epsilon}{\sqrt{\bar\alpha_t}}",
        denoised,
        {
            "right": lambda v: (noised(v) - (1 - v["a"]) ** 0.5 * v["e"]) / v["a"] ** 0.5,
            "no-root": lambda v: (noised(v) - (1 - v["a"]) * v["e"]) / v["a"],
            "unscaled": lambda v: noised(v) - (1 - v["a"]) ** 0.5 * v["e"],
            "plus": lambda v: (noised(v) + (1 - v["a"]) ** 0.5 * v["e"]) / v["a"] ** 0.5,
        },
        draw=positive,
    ),
    Family(
        "maple-attention-cost",
        "limit",
        "O(n^2 d)",
        attention_cost,
        {
            "right": lambda v: v["n"] ** 2 * v["d"],
            "right-constant": lambda v: 2 * v["n"] ** 2 * v["d"],
            "projections": lambda v: v["n"] * v["d"] ** 2,
            "no-width": lambda v: v["n"] ** 2,
            "linear": lambda v: v["n"] * v["d"],
        },
        sizes=({"n": 16, "d": 8}, {"n": 64, "d": 8}, {"n": 32, "d": 128}),
    ),
    Family(
        "maple-adapter",
        "limit",
        r"$\Theta(r(m+n))$",
        adapter,
        {
            "right": lambda v: v["r"] * v["m"] + v["r"] * v["n"],
            "full": lambda v: v["m"] * v["n"],
            "product": lambda v: v["r"] * v["m"] * v["n"],
            "square": lambda v: v["r"] ** 2,
        },
        sizes=({"m": 16, "n": 64, "r": 2}, {"m": 256, "n": 64, "r": 4}, {"m": 128, "n": 500, "r": 8}),
    ),
    Family(
        "maple-committee",
        "limit",
        r"\rho\sigma^2",
        committee,
        {
            "right": lambda v: v["a"] * v["s"] ** 2,
            "vanishes": lambda v: 0.0,
            "rest": lambda v: (1 - v["a"]) * v["s"] ** 2,
            "root": lambda v: v["a"] ** 0.5 * v["s"],
        },
        draw=positive,
    ),
]
