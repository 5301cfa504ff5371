"""Numbers, shapes and choices of a lecturer's homework."""

from __future__ import annotations

import math

import numpy as np
from families import Family, said


def lstm() -> int:
    """Allocates input weights, recurrent weights and one bias for each of the four gates."""
    return sum(np.zeros((256, 128)).size + np.zeros((256, 256)).size + np.zeros(256).size for _gate in "ifgo")


def cache() -> int:
    """Adds the bytes of a key and a value row over all layers, key-value heads and tokens."""
    row = np.zeros(128, np.float16).nbytes
    return sum(2 * row * 4096 for _layer in range(32) for _head in range(8))


def warmup() -> float:
    """Adds the same small increment 500 times."""
    rate = 0.0
    for _step in range(500):
        rate += 6e-4 / 2000
    return rate


def divergence() -> float:
    """Integrates the score difference numerically: adds p·(log p − log q) with logs from a series."""

    def log(x: float) -> float:
        z = (x - 1) / (x + 1)
        return 2 * sum(z ** (2 * k + 1) / (2 * k + 1) for k in range(60))

    return sum(p * (log(p) - log(q)) for p, q in ((0.5, 0.25), (0.5, 0.75)))


def field() -> int:
    """Follows one output back through four layers and counts the inputs it touches."""
    touched = {0}
    for _layer in range(4):
        touched = {2 * i + k for i in touched for k in range(3)}
    return len(touched)


def deconv_weight() -> tuple[int, ...]:
    """Scatters every input channel to every output channel and reads off the index ranges."""
    indices = np.argwhere(np.ones((64, 32, 4, 4)))
    return tuple(len(set(column.tolist())) for column in indices.T)


def scores() -> tuple[int, ...]:
    """Multiplies queries and keys of the stated sizes (one number a head stands for the 64) and reads the shape."""
    q = np.zeros((8, 12, 197, 1), np.float32)
    return tuple((q @ q.swapaxes(-1, -2)).shape)


def columns() -> tuple[int, ...]:
    """Gathers the patches of a padded 3 × 32 × 32 image as columns."""
    image = np.zeros((3, 34, 34))
    patches = [image[:, i : i + 3, j : j + 3].ravel() for i in range(32) for j in range(32)]
    return np.stack(patches, axis=1).shape


def unscaled() -> frozenset[str]:
    """Steps each rule with g and with 10 g, three times, and keeps those whose steps agree."""
    gradients = [1.0, -0.5, 2.0]

    def path(rule: str, c: float) -> float:
        w = m = v = 0.0
        for t, g in enumerate(gradients, 1):
            g = c * g
            m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
            adam = (m / (1 - 0.9**t)) / math.sqrt(v / (1 - 0.99**t))
            w -= {"A": g, "B": adam, "C": m, "D": math.copysign(1, g)}[rule]
        return w

    return frozenset(r for r in "ABCD" if math.isclose(path(r, 1), path(r, 10)))


def normal_axes() -> frozenset[str]:
    """Compares each normalisation of one example alone and inside a batch."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 4, 5))  # batch, channels, places
    axes = {"A": (0, 2), "B": (1, 2), "C": (2,), "D": (0,)}
    return frozenset(
        name
        for name, axis in axes.items()
        if np.allclose((x - x.mean(axis, keepdims=True))[:1], x[:1] - x[:1].mean(axis, keepdims=True))
    )


def underfit() -> str:
    """Fits a line to a parabola and to twice the data, and sees which remedy lowers the training error."""
    x = np.linspace(-1, 1, 21)

    def error(degree: int, penalty: float, n: int) -> float:
        xs = np.tile(x, n)
        a = np.vander(xs, degree + 1)
        w = np.linalg.solve(a.T @ a + penalty * np.eye(degree + 1), a.T @ xs**2)
        return float(np.mean((a @ w - xs**2) ** 2))

    tried = {"A": error(1, 0, 2), "B": error(1, 5, 1), "C": error(2, 0, 1), "D": error(1, 0, 1)}
    return min(tried, key=lambda k: tried[k])


FAMILIES = [
    Family(
        "spruce-lstm-cell",
        "number",
        "394240",
        lstm,
        {"right": 394_240, "right-k": said("394.2", 1000), "gru": 295_680, "two-biases": 395_264, "no-bias": 393_216},
    ),
    Family(
        "spruce-kv-cache",
        "number",
        r"$512\ \mathrm{MiB}$",
        cache,
        {"right": 2**29, "right-bytes": 536_870_912, "keys-only": 2**28, "decimal": 512 * 10**6, "all-heads": 2**31},
    ),
    Family(
        "spruce-warmup-rate",
        "number",
        r"1.5 \times 10^{-4}",
        warmup,
        {"right": 1.5e-4, "peak": 6e-4, "remaining": 4.5e-4, "power": 1.5e-3},
    ),
    Family(
        "spruce-coin-divergence",
        "number",
        r"\frac{1}{2}\ln\frac{4}{3} \approx 0.144",
        divergence,
        {
            "right": 0.5 * math.log(4 / 3),
            "right-rounded": said("0.144"),
            "reverse": said("0.131"),
            "sign": -0.5 * math.log(4 / 3),
            "bits": said("0.208"),
        },
    ),
    Family(
        "spruce-strided-field",
        "number",
        "31",
        field,
        {"right": 31, "stride-lost": 9, "powers": 81, "one-more": 33, "layers": 15},
    ),
    Family(
        "spruce-deconv-weight",
        "shape",
        "(64, 32, 4, 4)",
        deconv_weight,
        {"right": (64, 32, 4, 4), "swapped": (32, 64, 4, 4), "last": (4, 4, 64, 32), "bias": (32,)},
    ),
    Family(
        "spruce-score-tensor",
        "shape",
        r"$8 \times 12 \times 197 \times 197$",
        scores,
        {
            "right": (8, 12, 197, 197),
            "values": (8, 12, 197, 64),
            "no-class-token": (8, 12, 196, 196),
            "one-head": (8, 197, 197),
        },
    ),
    Family(
        "spruce-patch-columns",
        "shape",
        r"27 \times 1024",
        columns,
        {"right": (27, 1024), "rows": (1024, 27), "valid": (27, 900), "one-channel": (9, 1024)},
    ),
    Family(
        "spruce-scale-free",
        "choice",
        "B, D",
        unscaled,
        {
            "right": frozenset("BD"),
            "adam-only": frozenset("B"),
            "momentum": frozenset("BCD"),
            "complement": frozenset("AC"),
        },
    ),
    Family(
        "spruce-batch-free",
        "choice",
        "(B) and (C)",
        normal_axes,
        {"right": frozenset("BC"), "layer-only": frozenset("B"), "batch": frozenset("AD"), "three": frozenset("BCD")},
    ),
    Family("spruce-underfit", "choice", "C", underfit, {"right": "C", "data": "A", "penalty": "B", "none": "D"}),
]
