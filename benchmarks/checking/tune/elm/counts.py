"""Numbers and shapes: attention, optimisers, initialisation."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def attention_parameters() -> int:
    """Allocates the query, key, value and output projections, twelve heads at a time, with their biases."""
    heads = sum(np.zeros((768, 64)).size + np.zeros(64).size for _head in range(12) for _role in "QKV")
    return heads + np.zeros((768, 768)).size + np.zeros(768).size


def best_rate() -> Fraction:
    """Scans step sizes n/1000 for the smallest spectral radius of I − ηH with H = [[5, 4], [4, 5]]."""
    steps = (Fraction(n, 1000) for n in range(1, 400))
    return min(max(abs(1 - s * (5 + 4)), abs(1 - s * (5 - 4))) for s in steps)


def corrected_moment() -> Fraction:
    """Averages the gradients 3 and −1 with the weights β^(t−k), normalised by their sum."""
    weights = [Fraction(9, 10), Fraction(1)]
    return sum((w * g for w, g in zip(weights, (3, -1), strict=True)), Fraction(0)) / sum(weights)


def he_deviation() -> float:
    """Integrates relu(z)² against the normal density, and counts the inputs of one output pixel."""
    z = np.linspace(0, 12, 24001)
    kept = float(np.sum(z**2 * np.exp(-(z**2) / 2)) * (z[1] - z[0]) / math.sqrt(2 * math.pi))
    inputs = sum(1 for _channel in range(64) for _row in range(3) for _column in range(3))
    return 1 / math.sqrt(inputs * kept)


def cache_bytes() -> int:
    """Adds up keys and values of two bytes an entry, layer by layer."""
    return sum(np.zeros((8, 4096, 128), np.float16).nbytes for _layer in range(32) for _what in "KV")


def score_shape() -> tuple[int, ...]:
    """Multiplies queries and keys of 8 images, 12 heads, 197 tokens."""
    q = np.zeros((8, 12, 197, 1), np.float32)
    return (q @ q.transpose(0, 1, 3, 2)).shape


def two_ways() -> tuple[int, ...]:
    """Concatenates the states of both directions, step after step."""
    steps = [np.concatenate([np.zeros((4, 256)), np.zeros((4, 256))], axis=1) for _t in range(50)]
    return np.stack(steps, axis=1).shape


def jacobian_shape() -> tuple[int, ...]:
    """Builds I ⊗ X, the matrix that takes vec W to vec XW."""
    return np.kron(np.eye(5), np.zeros((32, 10))).shape


FAMILIES = [
    Family(
        "elm-mha-parameters",
        "number",
        r"$4(768^2 + 768) = 2{,}362{,}368$",
        attention_parameters,
        {
            "right": 2_362_368,
            "right-millions": said("2.3624", 10**6),
            "no-biases": 2_359_296,
            "no-output": 1_771_776,
            "heads-times": 21_851_904,
        },
    ),
    Family(
        "elm-best-rate",
        "number",
        r"$\frac{\kappa - 1}{\kappa + 1} = \frac{4}{5}$",
        best_rate,
        {
            "right": Fraction(4, 5),
            "momentum": Fraction(1, 2),
            "textbook": Fraction(8, 9),
            "kappa": 9,
            "loss": Fraction(16, 25),
        },
    ),
    Family(
        "elm-corrected-moment",
        "number",
        r"\hat m_2 = \frac{17}{19} \approx 0.895",
        corrected_moment,
        {
            "right": Fraction(17, 19),
            "right-rounded": said("0.895"),
            "uncorrected": Fraction(17, 100),
            "first-step": Fraction(17, 10),
            "sign-lost": Fraction(37, 19),
        },
    ),
    Family(
        "elm-he-deviation",
        "number",
        r"$\sigma = \sqrt{2/576} \approx 0.0589$",
        he_deviation,
        {
            "right": math.sqrt(2) / 24,
            "right-rounded": said("0.0589"),
            "variance": said("0.00347"),
            "channels-only": said("0.177"),
            "fan-out": Fraction(1, 24),
        },
    ),
    Family(
        "elm-kv-cache",
        "number",
        "512 MiB",
        cache_bytes,
        {
            "right": 2**29,
            "right-giga": said("0.5", 2**30),
            "decimal": 512 * 10**6,
            "keys-only": 2**28,
            "all-heads": 2**31,
        },
    ),
    Family(
        "elm-score-shape",
        "shape",
        "(8, 12, 197, 197)",
        score_shape,
        {
            "right": (8, 12, 197, 197),
            "values": (8, 12, 197, 64),
            "merged": (8, 197, 197),
            "heads-late": (8, 197, 12, 197),
        },
    ),
    Family(
        "elm-two-ways",
        "shape",
        r"$(4, 50, 512)$",
        two_ways,
        {"right": (4, 50, 512), "one-way": (4, 50, 256), "time-first": (50, 4, 512), "last-step": (4, 512)},
    ),
    Family(
        "elm-vec-jacobian",
        "shape",
        r"160 \times 50",
        jacobian_shape,
        {"right": (160, 50), "transposed": (50, 160), "like-weights": (10, 5), "square": (160, 160)},
    ),
]
