"""Choices, held half."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
from families import Family


def convex() -> frozenset[str]:
    """Tests f((a+b)/2) ≤ (f(a)+f(b))/2 at four thousand pairs."""
    candidates: dict[str, Callable[[Any], Any]] = {
        "A": lambda x: np.log(1 + np.exp(x)),
        "B": lambda x: x**3,
        "C": np.abs,
        "D": lambda x: 1 / (1 + np.exp(-x)),
    }
    a, b = np.random.default_rng(0).normal(scale=3, size=(2, 4000))
    return frozenset(k for k, f in candidates.items() if np.all(f((a + b) / 2) <= (f(a) + f(b)) / 2 + 1e-12))


def shift_free() -> frozenset[str]:
    """Adds 5 to every entry of a vector, and sees which maps give the same as before."""
    maps: dict[str, Callable[[Any], Any]] = {
        "A": lambda x: (x - x.mean()) / x.std(),
        "B": lambda x: x / np.sqrt((x * x).mean()),
        "C": lambda x: x / np.linalg.norm(x),
        "D": lambda x: np.exp(x) / np.exp(x).sum(),
    }
    x = np.random.default_rng(1).normal(size=6)
    return frozenset(k for k, f in maps.items() if np.allclose(f(x + 5), f(x)))


def steady_variance() -> frozenset[str]:
    """The variance of Σ wⱼ xⱼ over all signs xⱼ = ±1 and wⱼ = ±s, for n = 5; the right s² keeps it at one."""
    n = 5
    variances = {"1": 1.0, "2": 1 / n, "3": 1 / n**0.5, "4": 1 / n**2}
    signs = np.array(list(product((-1, 1), repeat=n)))
    out = {k: float(np.mean((v**0.5 * signs @ signs.T) ** 2)) for k, v in variances.items()}
    return frozenset(k for k, v in out.items() if abs(v - 1) < 1e-9)


def order_free() -> frozenset[str]:
    """Permutes five tokens before and after each layer."""
    rng = np.random.default_rng(2)
    q, k, v, w = rng.normal(size=(4, 3, 3))

    def attention(x: Any) -> Any:
        s = np.exp((x @ q) @ (x @ k).T)
        return (s / s.sum(axis=1, keepdims=True)) @ (x @ v)

    def recurrent(x: Any) -> Any:
        h, out = np.zeros(3), []
        for row in x:
            h = np.tanh(w @ h + row)
            out.append(h)
        return np.array(out)

    def tokenwise(x: Any) -> Any:
        return np.maximum(x @ w, 0)

    def convolution(x: Any) -> Any:
        return x + 0.5 * np.roll(x, 1, axis=0)

    layers = {"a": attention, "b": recurrent, "c": tokenwise, "d": convolution}
    x, order = rng.normal(size=(5, 3)), np.array([3, 0, 4, 2, 1])
    return frozenset(name for name, f in layers.items() if np.allclose(f(x[order]), f(x)[order]))


def unbiased() -> frozenset[str]:
    """Averages each estimator over all 3³ samples from {0, 1, 4}, whose variance is 26/9."""
    samples = np.array(list(product((0.0, 1.0, 4.0), repeat=3)))
    squares = ((samples - samples.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    estimators = {"i": squares / 3, "ii": squares / 2, "iii": squares / 4, "iv": squares}
    variance = float(np.var([0.0, 1.0, 4.0]))
    return frozenset(k for k, v in estimators.items() if abs(float(v.mean()) - variance) < 1e-9)


def more_neighbours() -> frozenset[str]:
    """Fits k-nearest-neighbour means to 3,000 noisy samples of a parabola for k = 1 and 9; names what happens at 0."""
    rng = np.random.default_rng(3)
    x = np.linspace(-1, 1, 21)
    y = x**2 + 0.3 * rng.normal(size=(3000, 21))
    near = np.argsort(np.abs(x), kind="stable")
    bias, spread = {}, {}
    for k in (1, 9):
        guess = y[:, near[:k]].mean(axis=1)
        bias[k], spread[k] = abs(float(guess.mean())), float(guess.var())
    told = {(True, True): "A", (False, True): "B", (True, False): "C", (False, False): "D"}
    return frozenset({told[bias[9] > bias[1], spread[9] > spread[1]]})


def symmetric() -> frozenset[str]:
    """Exchanges two distributions in each divergence."""
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])

    def kl(a: Any, b: Any) -> float:
        return float((a * np.log(a / b)).sum())

    divergences: dict[str, Callable[[Any, Any], float]] = {
        "A": kl,
        "B": lambda a, b: kl(a, (a + b) / 2) + kl(b, (a + b) / 2),
        "C": lambda a, b: float(((a - b) ** 2 / b).sum()),
        "D": lambda a, b: -float((a * np.log(b)).sum()),
    }
    return frozenset(k for k, f in divergences.items() if abs(f(p, q) - f(q, p)) < 1e-12)


def two_buffers() -> frozenset[str]:
    """Counts the arrays that each optimiser carries from one step to the next."""
    states = Counter({"A": 0, "B": 0, "C": 0, "D": 0})
    states["B"] += len([np.zeros(4)])  # velocity
    states["C"] += len([np.zeros(4), np.zeros(4)])  # first and second moment
    states["D"] += len([np.zeros(4)])  # squared gradients
    return frozenset(k for k, count in states.items() if count == 2)


def chosen(*letters: str) -> frozenset[str]:
    return frozenset(letters)


FAMILIES = [
    Family(
        "convex-functions",
        "choice",
        "A, C",
        convex,
        {
            "right": chosen("A", "C"),
            "one-only": chosen("C"),
            "with-cube": chosen("A", "B", "C"),
            "complement": chosen("B", "D"),
        },
    ),
    Family(
        "shift-free",
        "choice",
        "(A) and (D)",
        shift_free,
        {
            "right": chosen("A", "D"),
            "norms": chosen("A", "B"),
            "softmax-only": chosen("D"),
            "lengths": chosen("B", "C"),
        },
    ),
    Family(
        "steady-variance",
        "choice",
        "2",
        steady_variance,
        {"right": chosen("2"), "deviation": chosen("3"), "unit": chosen("1"), "square": chosen("4")},
    ),
    Family(
        "order-free",
        "choice",
        "a and c",
        order_free,
        {
            "right": chosen("a", "c"),
            "attention-only": chosen("a"),
            "convolution": chosen("a", "c", "d"),
            "sequential": chosen("b", "d"),
        },
    ),
    Family(
        "unbiased-variance",
        "choice",
        "(ii)",
        unbiased,
        {"right": chosen("ii"), "likelihood": chosen("i"), "n-plus-one": chosen("iii"), "sum": chosen("iv")},
    ),
    Family(
        "more-neighbours",
        "choice",
        r"\text{C}",
        more_neighbours,
        {"right": chosen("C"), "exchanged": chosen("B"), "both-up": chosen("A"), "both-down": chosen("D")},
    ),
    Family(
        "symmetric-divergence",
        "choice",
        "B",
        symmetric,
        {"right": chosen("B"), "kl": chosen("A"), "chi": chosen("C"), "cross-entropy": chosen("D")},
    ),
    Family(
        "two-buffers",
        "choice",
        "C",
        two_buffers,
        {"right": chosen("C"), "momentum": chosen("B"), "rmsprop": chosen("D"), "also-rmsprop": chosen("C", "D")},
    ),
]
