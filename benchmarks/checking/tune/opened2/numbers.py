"""Numbers, held half."""

from __future__ import annotations

import heapq
import math
from fractions import Fraction
from itertools import product

import numpy as np
from families import Family, said


def cache_bytes() -> int:
    """Adds two bytes for every key and every value of 32 layers, 8 heads, 128 dimensions, one position at a time."""
    token = sum(2 for _layer in range(32) for _head in range(8) for _kv in range(2) for _d in range(128))
    return sum(token for _position in range(4096))


def impurity() -> Fraction:
    """Draws two of the node's eight examples with replacement, and counts the pairs of different classes."""
    node = [1] * 6 + [0] * 2
    return Fraction(sum(a != b for a, b in product(node, repeat=2)), 64)


def f_score() -> Fraction:
    """The harmonic mean of precision and recall, counted on lists of 60 labels and predictions."""
    pairs = [(1, 1)] * 30 + [(0, 1)] * 10 + [(1, 0)] * 20
    predicted = [t for t, p in pairs if p == 1]
    positive = [p for t, p in pairs if t == 1]
    precision, recall = Fraction(sum(predicted), len(predicted)), Fraction(sum(positive), len(positive))
    return 1 / ((1 / precision + 1 / recall) / 2)


def surprise() -> float:
    """Two to the power of the mean number of bits, added up token by token."""
    bits = [-math.log2(p) for p in (0.5, 0.125, 0.25)]
    return float(2 ** (sum(bits) / 3))


def discounted() -> Fraction:
    """Runs the return backwards: G ← r + G/2."""
    total = Fraction(0)
    for reward in (4, -1, 0, 2):
        total = reward + total / 2
    return total


def huffman_length() -> Fraction:
    """Merges the two rarest symbols with a heap, and adds the weights of the merges."""
    heap = [Fraction(k, 10) for k in (4, 3, 2, 1)]
    heapq.heapify(heap)
    total = Fraction(0)
    while len(heap) > 1:
        merged = heapq.heappop(heap) + heapq.heappop(heap)
        total += merged
        heapq.heappush(heap, merged)
    return total


def gru_weights() -> int:
    """Allocates the arrays of the three gates and adds their sizes."""
    gates = [(np.zeros((100, 50)), np.zeros((100, 100)), np.zeros(100)) for _ in "zrn"]
    return sum(array.size for gate in gates for array in gate)


def four_bits() -> int:
    """Packs a thousand weights of four bits into bytes, and scales the count to seven thousand million."""
    packed = np.packbits(np.zeros(1000 * 4, dtype=np.uint8))
    return packed.nbytes * 7_000_000


def cosine_midpoint() -> float:
    """The mean of a cosine decay's rate over all 10,001 steps, which is its rate half-way."""
    steps = np.arange(10_001)
    return float(np.mean(6e-5 + (6e-4 - 6e-5) * (1 + np.cos(np.pi * steps / 10_000)) / 2))


def ranked_pairs() -> Fraction:
    """Compares every positive score with every negative one."""
    pairs = list(product((0.9, 0.7, 0.4), (0.8, 0.3, 0.2)))
    return Fraction(sum(p > n for p, n in pairs), len(pairs))


MIB = 2**20

FAMILIES = [
    Family(
        "kv-cache",
        "number",
        r"$512\ \text{MiB}$",
        cache_bytes,
        {
            "right": 512 * MIB,
            "right-megabytes": said("536.9", 10**6),
            "keys-only": 256 * MIB,
            "all-heads": 2048 * MIB,
            "kib": 512 * 1024,
            "decimal": 512_000_000,
        },
    ),
    Family(
        "gini",
        "number",
        r"$\frac{3}{8}$",
        impurity,
        {
            "right": Fraction(3, 8),
            "entropy": said("0.811"),
            "squares": Fraction(5, 8),
            "half": Fraction(3, 16),
            "error-rate": Fraction(1, 4),
        },
    ),
    Family(
        "f1-score",
        "number",
        r"$F_1 = \frac{2}{3}$",
        f_score,
        {
            "right": Fraction(2, 3),
            "right-rounded": said("0.667"),
            "right-percent": said("66.7", Fraction(1, 100)),
            "mean": said("0.675"),
            "product": Fraction(45, 100),
            "precision": Fraction(3, 4),
            "no-two": Fraction(1, 3),
        },
    ),
    Family(
        "perplexity",
        "number",
        "4",
        surprise,
        {"right": 4, "bits": 2, "mean-inverse": said("4.67"), "mixed-bases": said("7.389"), "no-root": 64},
    ),
    Family(
        "discounted-rewards",
        "number",
        r"$G_0 = \frac{9}{4}$",
        discounted,
        {
            "right": Fraction(9, 4),
            "undiscounted": 5,
            "one-too-many": Fraction(9, 8),
            "sign": Fraction(11, 4),
        },
    ),
    Family(
        "huffman",
        "number",
        r"$1.9\ \text{bits}$",
        huffman_length,
        {
            "right": Fraction(19, 10),
            "fixed": 2,
            "entropy": said("1.846"),
            "unweighted": Fraction(9, 4),
            "ten-times": 19,
        },
    ),
    Family(
        "gru-weights",
        "number",
        "45,300",
        gru_weights,
        {
            "right": 45_300,
            "two-biases": 45_600,
            "no-bias": 45_000,
            "lstm": 60_400,
            "one-gate": 15_100,
        },
    ),
    Family(
        "four-bit-model",
        "number",
        r"$3.5\ \text{GB}$",
        four_bits,
        {
            "right": 3_500_000_000,
            "right-gib": said("3.26", 2**30),
            "bytes-for-bits": 28 * 10**9,
            "eight-bits": 7 * 10**9,
            "half-precision": 14 * 10**9,
            "megabytes": 3_500_000,
        },
    ),
    Family(
        "cosine-rate",
        "number",
        r"$3.3 \times 10^{-4}$",
        cosine_midpoint,
        {
            "right": said("3.3", Fraction(1, 10**4)),
            "no-floor": said("3.0", Fraction(1, 10**4)),
            "difference": said("2.7", Fraction(1, 10**4)),
            "ten-times-less": said("3.3", Fraction(1, 10**5)),
        },
    ),
    Family(
        "auc",
        "number",
        "7/9",
        ranked_pairs,
        {
            "right": Fraction(7, 9),
            "right-rounded": said("0.778"),
            "reversed": Fraction(2, 9),
            "slip": Fraction(8, 9),
            "accuracy": Fraction(2, 3),
        },
    ),
]
