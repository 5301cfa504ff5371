"""Choices and general answers from the solution sheets of a course on decisions and inference."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from families import Family


def off_policy() -> frozenset[str]:
    """Runs each method's expected update under two behaviours, and keeps those that end at the same place."""
    rewards = np.array([[1.0, 0.0], [0.0, 2.0]])  # state × action; the action is the next state

    def ends(behaviour: Any) -> dict[str, Any]:
        sarsa, maximum, greedy = np.zeros((3, 2, 2))
        for _sweep in range(200):
            sarsa = rewards + 0.5 * sarsa @ behaviour
            maximum = rewards + 0.5 * maximum.max(axis=1)
            greedy = rewards + 0.5 * greedy[[0, 1], greedy.argmax(axis=1)]
        ascent = behaviour * rewards[0] @ (np.eye(2) - 0.5)  # scores of a uniform softmax policy
        return {"A": sarsa, "B": maximum, "C": ascent, "D": greedy}

    one, two = ends(np.array([0.5, 0.5])), ends(np.array([0.9, 0.1]))
    return frozenset(option for option in one if np.allclose(one[option], two[option]))


def poisson_prior() -> str:
    """Fits the logarithm of a Poisson likelihood by the statistics of each prior: the one without a remainder."""
    x = np.linspace(0.05, 0.95, 50)
    one, statistics = (
        np.ones(50),
        {
            "beta": (np.log(x), np.log(1 - x)),
            "normal": (x, x**2),
            "gamma": (np.log(x), x),
            "inverse-gamma": (np.log(x), 1 / x),
        },
    )
    left = {}
    for name, given in statistics.items():
        columns, log_likelihood = np.stack([one, *given], axis=1), 3 * np.log(x) - x
        fitted = columns @ np.linalg.lstsq(columns, log_likelihood, rcond=None)[0]
        left[name] = float(np.abs(fitted - log_likelihood).max())
    return min(left, key=lambda name: left[name])


def information_facts() -> tuple[bool, ...]:
    """Tries all four statements on random tables, and the second on uniform densities."""
    rng = np.random.default_rng(5)

    def entropy(p: Any) -> float:
        return float(-(p * np.log(p)).sum())

    facts = [True] * 4
    for _table in range(50):
        joint = rng.dirichlet(np.ones(9)).reshape(3, 3)
        x, y = joint.sum(axis=1), joint.sum(axis=0)
        facts[0] &= entropy(joint) - entropy(y) <= entropy(x) + 1e-12
        width = float(rng.uniform(0.1, 4))
        facts[1] &= sum(-(1 / width) * np.log(1 / width) * width / 100 for _cell in range(100)) >= 0
        facts[2] &= abs(float((x * np.log(x / y)).sum() - (y * np.log(y / x)).sum())) < 1e-9
        facts[3] &= float((joint * np.log(joint / np.outer(x, y))).sum()) >= -1e-12
    return tuple(bool(fact) for fact in facts)


def blanket() -> frozenset[str]:
    """Draws tables for F → A → C → D ← B, D → E, and asks which variables C's conditional depends on."""
    rng = np.random.default_rng(7)
    f, b = rng.uniform(0.2, 0.8, size=2)
    a, c, e, d = (rng.uniform(0.2, 0.8, size=size) for size in ((2,), (2,), (2,), (2, 2)))

    def bit(probability: float, value: int) -> float:
        return probability if value else 1 - probability

    def joint(v: dict[str, int]) -> float:
        roots = bit(f, v["F"]) * bit(b, v["B"]) * bit(a[v["F"]], v["A"])
        return float(roots * bit(c[v["A"]], v["C"]) * bit(d[v["C"], v["B"]], v["D"]) * bit(e[v["D"]], v["E"]))

    def conditional(v: dict[str, int]) -> float:
        return joint({**v, "C": 1}) / (joint({**v, "C": 1}) + joint({**v, "C": 0}))

    found = set()
    for values in product((0, 1), repeat=5):
        given = dict(zip("ABDEF", values, strict=True))
        for name in given:
            if abs(conditional(given) - conditional({**given, name: 1 - given[name]})) > 1e-9:
                found.add(name)
    return frozenset(found)


def discounts(holds: Callable[[Fraction], bool]) -> frozenset[Fraction]:
    """The discounts of a grid in [0, 1) for which a condition holds."""
    return frozenset(g for g in (Fraction(k, 60) for k in range(60)) if holds(g))


def patient() -> frozenset[Fraction]:
    """Plays both actions, 2 at once and then nothing, or nothing and then 3, and compares the returns."""

    def returned(rewards: tuple[int, ...], g: Fraction) -> Fraction:
        total, weight = Fraction(0), Fraction(1)
        for reward in rewards:
            total, weight = total + weight * reward, weight * g
        return total

    return discounts(lambda g: returned((0, 3), g) > returned((2, 0), g))


def rate_posterior() -> Any:
    """Mean and variance of prior times likelihood on a grid of rates, for the counts 4, 2 and 3."""
    grid = (np.arange(20_000) + 0.5) / 1000
    mass = grid * np.exp(-grid)
    for count in (4, 2, 3):
        mass = mass * np.exp(-grid) * grid**count
    mass /= mass.sum()
    mean = (grid * mass).sum()
    return np.array([mean, ((grid - mean) ** 2 * mass).sum()])


def gamma(shape: int, rate: float) -> Any:
    return np.array([shape / rate, shape / rate**2])


def chosen(*options: str) -> frozenset[str]:
    return frozenset(options)


FAMILIES = [
    Family(
        "dawn-off-policy",
        "choice",
        "B and D (A and C need data from the policy that they evaluate)",
        off_policy,
        {
            "right": chosen("B", "D"),
            "one-missing": chosen("B"),
            "on-policy": chosen("A", "C"),
            "with-sarsa": chosen("A", "B", "D"),
            "with-reinforce": chosen("B", "C", "D"),
        },
    ),
    Family(
        "dawn-poisson-prior",
        "choice",
        "(c) Gamma",
        poisson_prior,
        {"right": "gamma", "beta": "beta", "normal": "normal", "inverse-gamma": "inverse-gamma"},
    ),
    Family(
        "dawn-information-facts",
        "choice",
        "1. True, 2. False, 3. False, 4. True",
        information_facts,
        {
            "right": (True, False, False, True),
            "density": (True, True, False, True),
            "symmetric": (True, False, True, True),
            "conditioning": (False, False, False, True),
            "reversed": (False, True, True, False),
        },
    ),
    Family(
        "dawn-blanket",
        "general",
        r"$\mathrm{MB}(C) = \{A, B, D\}$: parent, co-parent and child",
        blanket,
        {
            "right": chosen("A", "B", "D"),
            "no-co-parent": chosen("A", "D"),
            "grandchild": chosen("A", "B", "D", "E"),
            "itself": chosen("A", "B", "C", "D"),
            "complement": chosen("E", "F"),
        },
    ),
    Family(
        "dawn-patience",
        "general",
        r"$\gamma > \frac{2}{3}$ (with $0 \le \gamma < 1$ throughout)",
        patient,
        {
            "right": discounts(lambda g: 3 * g > 2),
            "impatient": discounts(lambda g: 3 * g < 2),
            "half": discounts(lambda g: 2 * g > 1),
            "twice": discounts(lambda g: 3 * g * g > 2),
            "third": discounts(lambda g: 3 * g > 1),
        },
    ),
    Family(
        "dawn-rate-posterior",
        "general",
        r"$\lambda \mid D \sim \mathrm{Gamma}(11, 4)$ (shape, rate); with scale: $\mathrm{Gamma}(11, \tfrac{1}{4})$",
        rate_posterior,
        {
            "right": gamma(11, 4),
            "no-prior": gamma(9, 3),
            "one-datum": gamma(11, 2),
            "scale": gamma(11, 0.25),
            "off-by-one": gamma(10, 4),
        },
    ),
]
