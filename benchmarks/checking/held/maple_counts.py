"""Numbers, choices and shapes, as an acceptance test would ask for them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from families import Family, said


def conv_block() -> int:
    """Allocates the kernel and the bias of a 3 × 3 convolution from 128 to 256 channels."""
    return np.zeros((256, 128, 3, 3), np.int8).size + np.zeros(256).size


def cache_bytes() -> int:
    """Adds the bytes of keys and values over 32 layers of 32 heads, with half floats."""
    each = np.zeros((2048, 128), np.float16).nbytes
    return sum(each for _what in "kv" for _layer in range(32) for _head in range(32))


def mask_variance() -> Fraction:
    """Enumerates ten equally likely outcomes, eight of which keep the unit and scale it by 5/4."""
    outcomes = [Fraction(5, 4)] * 8 + [Fraction(0)] * 2
    mean = sum(outcomes, Fraction(0)) / 10
    return sum(((v - mean) ** 2 for v in outcomes), Fraction(0)) / 10


def contraction() -> float:
    """Searches the step sizes for the smallest worst factor over the curvatures 1 and 10."""
    return min(max(abs(1 - s), abs(1 - 10 * s)) for s in (Fraction(k, 1100) for k in range(1, 400))).__float__()


def training_flops() -> int:
    """Adds forward, input-gradient and weight-gradient costs of a multiply-add, over all weights and tokens."""
    per_weight = sum(2 for _pass in ("forward", "inputs", "weights"))
    return sum(per_weight * 10**9 for _billion in range(7)) * 140 * 10**9


def saddle() -> str:
    """Walks around the origin and picks the function that takes both signs."""
    around = [(np.cos(t), np.sin(t)) for t in np.linspace(0, 6.2, 40)]
    options: dict[str, Callable[..., Any]] = {
        "A": lambda x, y: x * x + y * y,
        "B": lambda x, y: -(x**2) - y**2,
        "C": lambda x, y: x * x - y * y,
        "D": lambda x, y: x**4 + y**4,
    }
    return next(n for n, f in options.items() if min(f(*p) for p in around) < 0 < max(f(*p) for p in around))


def equivariant() -> frozenset[str]:
    """Runs each layer on permuted tokens and compares with the permuted output."""
    rng = np.random.default_rng(3)
    x, w, big = rng.normal(size=(5, 4)), rng.normal(size=(4, 4)), rng.normal(size=(20, 20))
    p = np.array([3, 0, 4, 1, 2])

    def attend(z: np.ndarray) -> np.ndarray:
        e = np.exp(z @ w @ z.T)
        return np.asarray(e / e.sum(1, keepdims=True) @ z)

    options: dict[str, Callable[..., Any]] = {
        "A": attend,
        "B": lambda z: np.tanh(np.cumsum(z, axis=0)),
        "C": lambda z: np.maximum(z @ w, 0),
        "D": lambda z: (z - z.mean(1, keepdims=True)) / z.std(1, keepdims=True),
        "E": lambda z: (big @ z.ravel()).reshape(z.shape),
    }
    return frozenset(n for n, f in options.items() if np.allclose(f(x[p]), f(x)[p]))


def loss_scaling() -> str:
    """Takes three steps of each optimiser with gradients and with 100 times these, and compares the steps."""

    def steps(name: str, scale: float) -> list[float]:
        m = v = 0.0
        w, out = 1.0, []
        for t, g in enumerate((0.3, -0.2, 0.7), 1):
            g *= scale
            m, v = 0.9 * m + g, 0.9 * v + g * g
            step = {"a": g, "b": m / v**0.5, "c": m, "d": g + 0.1 * w}[name] / t
            w -= step
            out.append(step)
        return out

    return next(n for n in "abcd" if np.allclose(steps(n, 1), steps(n, 100)))


def strided() -> tuple[int, ...]:
    """Places the window of a 5 × 5 kernel on the padded image, by twos, and counts the places."""
    places = sum(1 for start in range(0, 64 + 2 * 2 - 5 + 1, 2))
    return (8, 16, places, places)


def scores() -> tuple[int, ...]:
    """Multiplies queries and keys of 49 patches and one class token, per head."""
    q = np.zeros((4, 8, 49 + 1, 64))
    return tuple((q @ q.swapaxes(-1, -2)).shape)


def weight_gradient() -> tuple[int, ...]:
    """Takes the outer product of the output's gradient (7) and the input (11)."""
    return np.outer(np.ones(7), np.ones(11)).shape


G = 2**30
FAMILIES = [
    Family(
        "maple-conv-block",
        "number",
        "295168",
        conv_block,
        {"right": 295_168, "right-rounded": said("295.2", 1000), "no-bias": 294_912, "in-bias": 295_040, "flat": 2560},
    ),
    Family(
        "maple-kv-cache",
        "number",
        r"$1\ \text{GiB}$",
        cache_bytes,
        {
            "right": G,
            "right-decimal": said("1.074", 10**9),
            "keys": G // 2,
            "full": 2 * G,
            "mega": 2**20,
        },
    ),
    Family(
        "maple-mask-variance",
        "number",
        r"$\frac{1-p}{p} = 0.25$",
        mask_variance,
        {
            "right": Fraction(1, 4),
            "bernoulli": Fraction(4, 25),
            "drop": Fraction(1, 5),
            "second-moment": Fraction(5, 4),
        },
    ),
    Family(
        "maple-contraction",
        "number",
        r"\frac{\kappa-1}{\kappa+1} = \frac{9}{11} \approx 0.818",
        contraction,
        {
            "right": 9 / 11,
            "right-rounded": said("0.818"),
            "short-step": 0.9,
            "momentum": said("0.52"),
            "rate": 2 / 11,
        },
    ),
    Family(
        "maple-training-flops",
        "number",
        r"$5.88 \times 10^{21}$",
        training_flops,
        {
            "right": 588 * 10**19,
            "forward": 196 * 10**19,
            "backward": 392 * 10**19,
            "power": 588 * 10**18,
        },
    ),
    Family("maple-saddle", "choice", "C", saddle, {"right": "C", "bowl": "A", "quartic": "D", "hill": "B"}),
    Family(
        "maple-equivariant",
        "choice",
        "A, C, D",
        equivariant,
        {
            "right": frozenset("ACD"),
            "no-norm": frozenset("AC"),
            "attention": frozenset("A"),
            "with-rnn": frozenset("ABCD"),
            "complement": frozenset("BE"),
        },
    ),
    Family("maple-loss-scaling", "choice", "(b)", loss_scaling, {"right": "b", "sgd": "a", "momentum": "c"}),
    Family(
        "maple-strided",
        "shape",
        "(8, 16, 32, 32)",
        strided,
        {
            "right": (8, 16, 32, 32),
            "unpadded": (8, 16, 30, 30),
            "last": (8, 32, 32, 16),
            "single": (16, 32, 32),
            "input-channels": (8, 3, 32, 32),
        },
    ),
    Family(
        "maple-scores",
        "shape",
        r"$4 \times 8 \times 50 \times 50$",
        scores,
        {"right": (4, 8, 50, 50), "patches": (4, 8, 49, 49), "values": (4, 8, 50, 64), "merged": (4, 50, 50)},
    ),
    Family(
        "maple-weight-gradient",
        "shape",
        r"$7 \times 11$",
        weight_gradient,
        {"right": (7, 11), "transposed": (11, 7), "jacobian": (7, 7, 11), "input": (11,)},
    ),
]
