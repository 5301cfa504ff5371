"""Choices, opened in the second session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from families import Family


def mode_seeking() -> frozenset[str]:
    """Fits the mean of a narrow Gaussian to two far modes by either divergence on a grid, and sees where it lands."""
    x = np.linspace(-8, 8, 1601)

    def bump(mean: float) -> Any:
        f = np.exp(-((x - mean) ** 2) / 2) + 1e-300
        return f / f.sum()

    p = (bump(-3) + bump(3)) / 2
    means = np.linspace(-5, 5, 201)
    forward = means[np.argmin([(p * np.log(p / bump(m))).sum() for m in means])]
    reverse = means[np.argmin([(bump(m) * np.log(bump(m) / p)).sum() for m in means])]
    seeks = {"A": abs(abs(forward) - 3) < 0.5, "B": abs(abs(reverse) - 3) < 0.5}
    if all(seeks.values()):
        return frozenset("C")
    return frozenset(k for k, yes in seeks.items() if yes) or frozenset("D")


def behaviour_free() -> frozenset[str]:
    """Replays one transition with each next action the behaviour may take; off-policy targets stay the same."""
    q, other = np.array([1.0, 4.0, 2.0]), np.array([0.5, 3.0, 2.5])
    targets: dict[str, Callable[[int], float]] = {
        "A": lambda action: 1 + 0.9 * q[action],  # SARSA
        "B": lambda action: 1 + 0.9 * max(q),  # Q-learning
        "C": lambda action: 1 + 0.9 * (3.0, 0.0, -1.0)[action],  # the return that the behaviour then collects
        "D": lambda action: 1 + 0.9 * other[int(np.argmax(q))],  # double Q-learning
    }
    return frozenset(k for k, f in targets.items() if len({round(float(f(action)), 9) for action in range(3)}) == 1)


def median_loss() -> frozenset[str]:
    """Minimises each loss on a grid for the targets 0, 1, 2, 3, 30, whose median is 2."""
    targets = np.array([0.0, 1, 2, 3, 30])
    losses: dict[str, Callable[[Any], Any]] = {
        "a": lambda r: r**2,
        "b": np.abs,
        "c": lambda r: np.maximum(0.9 * r, -0.1 * r),
        "d": lambda r: r**4,
    }
    guesses = np.linspace(-1, 31, 3201)
    best = {k: guesses[np.argmin([f(targets - g).sum() for g in guesses])] for k, f in losses.items()}
    return frozenset(k for k, g in best.items() if abs(g - 2) < 1e-6)


def fooled() -> frozenset[str]:
    """Maximises ½ ln D + ½ ln(1 − D) over a grid of outputs D."""
    outputs = np.linspace(0, 1, 101)[1:-1]
    best = float(outputs[np.argmax(0.5 * np.log(outputs) + 0.5 * np.log(1 - outputs))])
    told = {"A": 0.0, "B": 0.5, "C": 1.0, "D": float(np.log(2))}
    return frozenset(k for k, v in told.items() if abs(v - best) < 1e-9)


def one_step_behind() -> frozenset[str]:
    """Permutes the later tokens, and sees which models' output at the first position changes."""
    rng = np.random.default_rng(7)
    x = rng.normal(size=(4, 3))
    w = rng.normal(size=(3, 3))

    def mixed(x: Any, mask: Any) -> Any:
        s = np.exp(x @ w @ x.T) * mask
        return (s / s.sum(axis=1, keepdims=True)) @ x

    def recurrent(x: Any) -> Any:
        h, out = np.zeros(3), []
        for row in x:
            h = np.tanh(w @ h + row)
            out.append(h)
        return np.array(out)

    models: dict[str, Callable[[Any], Any]] = {
        "A": lambda x: mixed(x, np.ones((4, 4))),
        "B": lambda x: mixed(x, np.tril(np.ones((4, 4)))),
        "C": recurrent,
        "D": lambda x: recurrent(x) + recurrent(x[::-1])[::-1],
    }
    later = np.vstack([x[:1], rng.normal(size=(3, 3))])
    return frozenset(k for k, f in models.items() if np.allclose(f(x)[0], f(later)[0]))


def chosen(*letters: str) -> frozenset[str]:
    return frozenset(letters)


FAMILIES = [
    Family(
        "mode-seeking",
        "choice",
        "(B)",
        mode_seeking,
        {"right": chosen("B"), "forward": chosen("A"), "both": chosen("C"), "neither": chosen("D")},
    ),
    Family(
        "behaviour-free",
        "choice",
        "B, D",
        behaviour_free,
        {
            "right": chosen("B", "D"),
            "plain-only": chosen("B"),
            "sarsa": chosen("A", "B"),
            "monte-carlo": chosen("C"),
        },
    ),
    Family(
        "median-loss",
        "choice",
        r"\textbf{(b)}",
        median_loss,
        {"right": chosen("b"), "square": chosen("a"), "pinball": chosen("c"), "fourth": chosen("d")},
    ),
    Family(
        "fooled-discriminator",
        "choice",
        "B",
        fooled,
        {"right": chosen("B"), "fails": chosen("A"), "sure": chosen("C"), "loss": chosen("D")},
    ),
    Family(
        "causal-models",
        "choice",
        "B, C",
        one_step_behind,
        {
            "right": chosen("B", "C"),
            "masked-only": chosen("B"),
            "recurrent-only": chosen("C"),
            "both-directions": chosen("B", "C", "D"),
        },
    ),
]
