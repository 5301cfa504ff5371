"""Numbers: memory, information, returns, hashing and the price of a training run."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def coin_divergence() -> float:
    """Integrates (p − t) / (t (1 − t)) from q to p, by midpoints."""
    p, q, steps = 0.5, 0.25, 200_000
    width = (p - q) / steps
    middles = q + (np.arange(steps) + 0.5) * width
    return float(np.sum((p - middles) / (middles * (1 - middles))) * width)


def return_of_the_episode() -> Fraction:
    """Folds the rewards from the last to the first."""
    total = Fraction(0)
    for reward in (5, 0, 0, 1):
        total = reward + Fraction(9, 10) * total
    return total


def flagged_and_spam() -> Fraction:
    """Counts in a mailbox of 100,000 messages."""
    spam = 100_000 * 2 // 100
    caught, alarms = spam * 95 // 100, (100_000 - spam) * 4 // 100
    return Fraction(caught, caught + alarms)


def normal_entropy() -> float:
    """Integrates −p ln p on a fine grid."""
    x = np.linspace(-40, 40, 400_001)
    log_density = -(x**2) / 8 - math.log(2 * math.sqrt(2 * math.pi))
    return float(np.sum(-np.exp(log_density) * log_density) * (x[1] - x[0]))


BIT = Fraction(math.log(2))

FAMILIES = [
    Family(
        "fair-coin-against-quarter",
        "number",
        r"$\mathrm{KL}(p\,\|\,q) = \tfrac12 \ln \tfrac43 \approx 0.144$ nats",
        coin_divergence,
        {
            "right": math.log(4 / 3) / 2,
            "right-rounded": said("0.1438"),
            "right-bits": said("0.2075", BIT),
            "reversed": said("0.131"),
            "cross-entropy": said("0.837"),
            "unit": said("0.144", BIT),
            "sign": -math.log(4 / 3) / 2,
        },
    ),
    Family(
        "late-prize",
        "number",
        "$G_0 = 1 + 0.9^3 \\cdot 5 = 4.645$",
        return_of_the_episode,
        {
            "right": Fraction(4645, 1000),
            "undiscounted": 6,
            "one-too-many": Fraction(42805, 10_000),
            "all-discounted": Fraction(41805, 10_000),
            "prize-only": Fraction(3645, 1000),
        },
    ),
    Family(
        "flagged-spam",
        "number",
        "P(spam | flagged) = 0.019 / 0.0582 = 32.6 %",
        flagged_and_spam,
        {
            "right": said("0.326"),
            "right-exact": Fraction(95, 291),
            "right-coarse": said("0.33"),
            "likelihood": Fraction(95, 100),
            "complement": said("0.674"),
            "flat-prior": said("0.96"),
            "evidence": said("0.0582"),
        },
    ),
    Family(
        "wide-normal-entropy",
        "number",
        r"$h(X) = \frac12 \log(2\pi e \cdot 4) \approx 2.112$ (nats)",
        normal_entropy,
        {
            "right": said("2.112"),
            "right-sum": math.log(2) + 0.5 * math.log(2 * math.pi * math.e),
            "right-bits": said("3.047", BIT),
            "deviation": said("1.766"),
            "no-e": said("1.612"),
            "squared-twice": said("2.805"),
            "unit": said("2.112", BIT),
        },
        tolerance=1e-6,
    ),
]
