"""How well two judges agree: raw agreement and Cohen's κ, over the items that both decided. Pure.

>>> a = agreement([("right", "right"), ("right", "wrong"), ("wrong", "wrong"), ("right", "right")])
>>> a.items, a.raw, round(a.kappa, 3)
(4, 0.75, 0.5)

J. Cohen, "A coefficient of agreement for nominal scales", *Educational and Psychological Measurement* 20 (1960), 37–46.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """`raw` is the share of items judged alike; `kappa` is 1 at best, 0 for chance, nan where it is not defined."""

    items: int
    agreed: int
    raw: float
    kappa: float


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """Of two judges on the same items. With no items, or where both always give the same single verdict, κ is nan."""
    judged = list(pairs)
    if not judged:
        return Agreement(0, 0, math.nan, math.nan)
    n = len(judged)
    agreed = sum(a == b for a, b in judged)
    first, second = Counter(a for a, _ in judged), Counter(b for _, b in judged)
    chance = sum(first[v] * second[v] for v in first) / n**2
    kappa = math.nan if math.isclose(chance, 1.0) else (agreed / n - chance) / (1 - chance)
    return Agreement(n, agreed, agreed / n, kappa)
