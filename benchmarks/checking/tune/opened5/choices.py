"""Choices: one letter, several letters, a Roman numeral, a true or a false."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from families import Family

RNG = np.random.default_rng


def letters(holds: dict[str, bool]) -> frozenset[str]:
    return frozenset(letter for letter, yes in holds.items() if yes)


def blind_to_the_scale() -> frozenset[str]:
    """Multiplies a random matrix by ten and compares the outputs of the four layers."""
    w, x = RNG(1).normal(size=(5, 4)), RNG(2).normal(size=4)

    def outputs(m: np.ndarray) -> dict[str, np.ndarray]:
        y = m @ x
        e = np.exp(y - y.max())
        return {
            "a": np.maximum(y, 0),
            "b": (y - y.mean()) / y.std(),
            "c": e / e.sum(),
            "d": y / np.linalg.norm(y),
        }

    before, after = outputs(w), outputs(10 * w)
    return letters({name: np.allclose(before[name], after[name]) for name in before})


def hotter() -> str:
    """Computes the entropy of the softmax of random logits at rising temperatures."""
    changes = set()
    for seed in range(50):
        logits, before = RNG(seed).normal(size=5), -1.0
        for temperature in (0.5, 1, 2, 4):
            p = np.exp(logits / temperature)
            p /= p.sum()
            entropy = float(-(p * np.log(p)).sum())
            changes.add(entropy > before)
            before = entropy
    return {frozenset({True}): "a", frozenset({False}): "b"}.get(frozenset(changes), "d")


def follows_the_permutation() -> frozenset[str]:
    """Permutes six tokens in many ways and compares f(Px) with P f(x)."""
    q, k, w = (RNG(seed).normal(size=(3, 3)) for seed in (3, 4, 5))

    def attention(x: np.ndarray) -> np.ndarray:
        e = np.exp(x @ q @ (x @ k).T)
        return np.asarray(e / e.sum(1, keepdims=True) @ x)

    def recurrent(x: np.ndarray) -> np.ndarray:
        state, out = np.zeros(3), []
        for token in x:
            state = np.tanh(token + w @ state)
            out.append(state)
        return np.array(out)

    layers: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "A": recurrent,
        "B": attention,
        "C": lambda x: x + np.roll(x, 1, 0),
        "D": lambda x: np.tanh(x @ w),
    }
    x = RNG(6).normal(size=(6, 3))
    orders = [RNG(seed).permutation(6) for seed in range(7, 27)]
    return letters({n: all(np.allclose(f(x[o]), f(x)[o]) for o in orders) for n, f in layers.items()})


def more_neighbours() -> str:
    """Computes bias and variance of the mean of the k nearest of a grid, for f(x) = x² at 0 and unit noise."""
    grid = sorted((j / 20 for j in range(-100, 101)), key=abs)
    biases = [sum(x * x for x in grid[:k]) / k for k in (1, 5, 25, 125)]
    variances = [sum((1 / k) ** 2 for _neighbour in range(k)) for k in (1, 5, 25, 125)]
    rising = biases == sorted(biases), variances == sorted(variances)
    return {(True, True): "A", (False, False): "B", (False, True): "C", (True, False): "D"}[rising]


FAMILIES = [
    Family(
        "tenfold-weights",
        "choice",
        r"(b) $\mathrm{LayerNorm}(Wx)$ and (d) $Wx / \|Wx\|$; not (a) $\mathrm{ReLU}(Wx)$, (c) $\mathrm{softmax}(Wx)$",
        blind_to_the_scale,
        {
            "right": frozenset("bd"),
            "norm-only": frozenset("b"),
            "softmax-too": frozenset("bcd"),
            "softmax-for-unit": frozenset("bc"),
            "complement": frozenset("ac"),
        },
    ),
    Family(
        "temperature-and-entropy",
        "choice",
        "(a) the entropy increases",
        hotter,
        {"right": "a", "sharper": "b", "same": "c", "depends": "d"},
    ),
    Family(
        "equivariant-layers",
        "choice",
        "B and D. [A: RNN, B: self-attention without positions, C: convolution of width 2, D: token-wise MLP]",
        follows_the_permutation,
        {
            "right": frozenset("BD"),
            "attention-only": frozenset("B"),
            "convolution-too": frozenset("BCD"),
            "sequence-models": frozenset("AC"),
        },
    ),
    Family(
        "neighbours-trade",
        "choice",
        "D: bias goes up, variance goes down",
        more_neighbours,
        {"right": "D", "opposite": "C", "both-up": "A", "both-down": "B"},
    ),
]
