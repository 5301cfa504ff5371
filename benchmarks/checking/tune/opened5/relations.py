"""Relations: a symbol is determined, and every other way to write the same relation is right."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from families import Env, Family


def bisect(f: Callable[[float], float], low: float, high: float) -> float:
    """The zero of a monotone function between two ends."""
    rising = f(high) > f(low)
    for _ in range(200):
        middle = (low + high) / 2
        if (f(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def odds_draw(rng: np.random.Generator) -> Env:
    z2 = float(rng.normal())
    return {"z1": z2 + float(rng.uniform(0.5, 3)), "z2": z2, "r": float(rng.uniform(3.5, 9))}


def odds_temperature(e: Env) -> float:
    """Bisects for the temperature at which the two softmax probabilities have the ratio r."""

    def excess(t: float) -> float:
        weights = [math.exp((z - e["z1"]) / t) for z in (e["z1"], e["z2"])]
        p = [w / sum(weights) for w in weights]
        return math.log(p[0] / p[1]) - math.log(e["r"])

    return bisect(excess, 0.05, 50)


def masked_draw(rng: np.random.Generator) -> Env:
    return {"p": float(rng.uniform(0.55, 0.95)), "n": int(rng.integers(50, 400))}


def kept_variance(e: Env) -> float:
    """Integrates the square of a masked, rescaled ReLU of a normal variable, and solves for unit variance."""
    z = np.linspace(-9, 9, 180_001)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi) * (z[1] - z[0])
    second = 0.0
    for mask, chance in ((1, e["p"]), (0, 1 - e["p"])):
        second += chance * float(np.sum(density * (np.maximum(z, 0) * mask / e["p"]) ** 2))
    return 1 / sum(second for _unit in range(e["n"]))


def lora_draw(rng: np.random.Generator) -> Env:
    r = int(rng.integers(2, 4))
    return {
        "W": rng.normal(size=(5, 5)),
        "B": rng.normal(size=(5, r)),
        "A": rng.normal(size=(r, 5)),
        "a": float(rng.uniform(5, 20)),
        "r": r,
    }


def merged(e: Env) -> np.ndarray:
    """Sends every unit vector through the frozen path and the adapter, entry by entry."""
    out = np.zeros((5, 5))
    for j in range(5):
        x = [float(k == j) for k in range(5)]
        down = [sum(e["A"][k, i] * x[i] for i in range(5)) for k in range(e["r"])]
        for i in range(5):
            up = sum(e["B"][i, k] * down[k] for k in range(e["r"]))
            out[i, j] = sum(e["W"][i, k] * x[k] for k in range(5)) + up * e["a"] / e["r"]
    return out


def noising_draw(rng: np.random.Generator) -> Env:
    x0, x, kept = rng.normal(size=3), None, 1.0
    noise, variance = np.zeros(3), 0.0
    x = x0
    for beta in rng.uniform(0.01, 0.2, size=8):
        step = rng.normal(size=3)
        x = math.sqrt(1 - beta) * x + math.sqrt(beta) * step
        noise = math.sqrt(1 - beta) * noise + math.sqrt(beta) * step
        variance = (1 - beta) * variance + beta
        kept *= 1 - beta
    return {"x0": x0, "xt": x, "a": kept, "noise": noise, "variance": variance}


def total_noise(e: Env) -> np.ndarray:
    """Carries the noise of every step to the end and divides by its standard deviation."""
    return np.asarray(e["noise"] / math.sqrt(e["variance"]))


FAMILIES = [
    Family(
        "odds-temperature",
        "relation",
        r"$T = \dfrac{z_1 - z_2}{\ln r}$",
        odds_temperature,
        {
            "right": lambda e: (e["z1"] - e["z2"]) / math.log(e["r"]),
            "inverse": lambda e: math.log(e["r"]) / (e["z1"] - e["z2"]),
            "product": lambda e: (e["z1"] - e["z2"]) * math.log(e["r"]),
            "sign": lambda e: (e["z2"] - e["z1"]) / math.log(e["r"]),
            "no-log": lambda e: (e["z1"] - e["z2"]) / e["r"],
            "binary": lambda e: (e["z1"] - e["z2"]) / math.log2(e["r"]),
        },
        odds_draw,
    ),
    Family(
        "masked-relu-init",
        "relation",
        r"$\sigma_w^2 = \dfrac{2p}{n}$, with $p$ the probability to keep a unit and $n$ the fan-in",
        kept_variance,
        {
            "right": lambda e: 2 * e["p"] / e["n"],
            "inverse": lambda e: 2 / (e["p"] * e["n"]),
            "no-relu": lambda e: e["p"] / e["n"],
            "no-mask": lambda e: 2 / e["n"],
            "deviation": lambda e: (2 * e["p"] / e["n"]) ** 2,
            "dropped": lambda e: 2 * (1 - e["p"]) / e["n"],
        },
        masked_draw,
    ),
    Family(
        "adapter-merge",
        "relation",
        r"$W' = W_0 + \frac{\alpha}{r} B A$",
        merged,
        {
            "right": lambda e: e["W"] + e["a"] / e["r"] * (e["B"] @ e["A"]),
            "flipped-scale": lambda e: e["W"] + e["r"] / e["a"] * (e["B"] @ e["A"]),
            "transposed": lambda e: e["W"] + e["a"] / e["r"] * (e["A"].T @ e["B"].T),
            "no-rank": lambda e: e["W"] + e["a"] * (e["B"] @ e["A"]),
            "root": lambda e: e["W"] + e["a"] / math.sqrt(e["r"]) * (e["B"] @ e["A"]),
            "averaged": lambda e: (1 - e["a"] / e["r"]) * e["W"] + e["a"] / e["r"] * (e["B"] @ e["A"]),
        },
        lora_draw,
    ),
    Family(
        "total-noise",
        "relation",
        r"$\epsilon = \dfrac{x_t - \sqrt{\bar\alpha_t}\,x_0}{\sqrt{1-\bar\alpha_t}}$",
        total_noise,
        {
            "right": lambda e: (e["xt"] - math.sqrt(e["a"]) * e["x0"]) / math.sqrt(1 - e["a"]),
            "no-roots": lambda e: (e["xt"] - e["a"] * e["x0"]) / (1 - e["a"]),
            "swapped": lambda e: (e["xt"] - math.sqrt(1 - e["a"]) * e["x0"]) / math.sqrt(e["a"]),
            "sign": lambda e: (math.sqrt(e["a"]) * e["x0"] - e["xt"]) / math.sqrt(1 - e["a"]),
            "variance-below": lambda e: (e["xt"] - math.sqrt(e["a"]) * e["x0"]) / (1 - e["a"]),
            "unscaled": lambda e: (e["xt"] - e["x0"]) / math.sqrt(1 - e["a"]),
        },
        noising_draw,
    ),
]
