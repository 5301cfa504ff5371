r"""The values of one symbol that solve an equation between scalars, where the other symbols are drawn.

>>> from viva.reading.parser import parse
>>> def sides(left, right): return parse(left), parse(right)
>>> key = sides("2x - y", "3")
>>> same_roots(key, sides("y", "2x - 3"), "x", ("y",)), same_roots(key, sides("y", "2x"), "x", ("y",))
('same', 'another')

Roots are found over a grid of magnitudes 0.001 to 1000, positive ones alone for symbols that are never negative; what
lies elsewhere, or touches zero without crossing it, is not seen. The first equation is a key: its roots are kept, and
an equation that does not change its sign where the key has a root is told apart before any root of it is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from viva.checking.evaluating.draws import Draws, Floats
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.reading.patterns import lazy
from viva.reading.syntax import Expr

Sides = tuple[Expr, ...]  # two
DRAWS = 4
CLOSE = 1e-6
NEVER_NEGATIVE = lazy(
    r"\\(?:sigma|lambda|tau|epsilon|varepsilon|eta|gamma|alpha|beta|kappa|rho|nu|ell|theta)|[dnNTKLmk]$"
)
_POSITIVE_GRID: Floats = np.logspace(-3, 3, 401)
_PARTS: Floats = (np.arange(1, 64) / 64)[:, None]
_NO_VALUE = (Unevaluable, ValueError, OverflowError, ZeroDivisionError)


@dataclass(frozen=True)
class _Crossings:
    """Where the gap between two sides changes its sign on the grid; `same` tells the draws where there is no gap."""

    draws: NDArray[np.intp]
    low: Floats
    high: Floats
    before: Floats
    after: Floats
    same: NDArray[np.bool_]


def same_roots(key: Sides, reply: Sides, unknown: str, others: tuple[str, ...]) -> str:
    """Have both the same roots at every draw: "same", "another", "open" if but for negative ones; "" where none."""
    known = _key_roots(key, unknown, others)
    if known is None or known[0] is None or not any(roots is None or roots.size for roots in known):
        return ""
    given = _given(others)
    try:
        crossings = _crossings(reply, unknown, given)
        if _apart(known, crossings):
            return "another"
        found = _roots(reply, unknown, given, crossings)
    except _NO_VALUE:
        return ""
    agreed, positive = 0, False
    for ours, theirs in zip(known, found, strict=True):
        if ours is None or theirs is None:
            return ""
        if not ours.size:
            continue
        if not _equal(ours, theirs):
            if not _equal(ours[ours > 0], theirs[theirs > 0]) or not np.any(ours > 0):
                return "another"
            positive = True
        agreed += 1
    return "" if agreed < DRAWS - 1 else "open" if positive else "same"


def _equal(one: Floats, other: Floats) -> bool:
    return one.size == other.size and bool(np.allclose(one, other, rtol=CLOSE, atol=0))


def _apart(known: tuple[Floats | None, ...], crossings: _Crossings) -> bool:
    """Has the key a positive root, at the first draw that is not open, where the other gap keeps its sign?"""
    for k, ours in enumerate(known):
        if ours is None or crossings.same[k]:
            return False
        here = crossings.draws == k
        low, high = crossings.low[here, None], crossings.high[here, None]
        roots = ours[ours > 0]
        if not ((low <= roots * (1 + 2 * CLOSE)) & (roots * (1 - 2 * CLOSE) <= high)).any(axis=0).all():
            return True
    return False


@lru_cache(maxsize=512)
def _key_roots(key: Sides, unknown: str, others: tuple[str, ...]) -> tuple[Floats | None, ...] | None:
    """The roots at each draw; None for all where a side has no value."""
    given = _given(others)
    try:
        return tuple(_roots(key, unknown, given, _crossings(key, unknown, given)))
    except _NO_VALUE:
        return None


@lru_cache(maxsize=64)
def _given(others: tuple[str, ...]) -> dict[str, Floats]:
    drawn = np.random.default_rng(17).uniform(0.5, 2.5, (DRAWS, len(others)))
    return {name: drawn[:, k] for k, name in enumerate(others)}


@lru_cache(maxsize=2)
def _grid(negative: bool) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """The grid, the grid once for each draw, and of which draw each of these points is."""
    grid = np.concatenate([-_POSITIVE_GRID[::-1], _POSITIVE_GRID]) if negative else _POSITIVE_GRID
    return grid, np.tile(grid, DRAWS), np.repeat(np.arange(DRAWS), grid.size)


def _crossings(sides: Sides, unknown: str, given: dict[str, Floats]) -> _Crossings:
    """All draws are evaluated together: an evaluation costs more than its points."""
    grid, points, every = _grid(not NEVER_NEGATIVE.match(unknown))
    gap = _gap(sides, unknown, points, given, every).reshape(DRAWS, -1)
    finite = np.isfinite(gap)
    apart = finite & (np.abs(gap) > 1e-9 * (np.abs(grid) + 1))
    same: NDArray[np.bool_] = ~np.asarray(apart.any(axis=1))
    change = finite[:, :-1] & finite[:, 1:] & (np.sign(gap[:, :-1]) != np.sign(gap[:, 1:])) & ~same[:, None]
    draws, places = np.nonzero(change)
    return _Crossings(draws, grid[places], grid[places + 1], gap[draws, places], gap[draws, places + 1], same)


def _roots(sides: Sides, unknown: str, given: dict[str, Floats], at: _Crossings) -> list[Floats | None]:
    """Where the two sides are equal, over the grid, at each draw; None where they are equal everywhere."""
    found, draws = _narrowed(sides, unknown, given, at), at.draws
    if found.size:
        left = _gap(sides, unknown, found, given, draws)
        size = np.minimum(np.abs(at.before), np.abs(at.after))
        kept = np.isfinite(left) & (np.abs(left) <= 1e-6 * size + 1e-12)  # no pole, no jump
        found, draws = found[kept], draws[kept]
    return [None if at.same[k] else _distinct(found[draws == k]) for k in range(DRAWS)]


def _narrowed(sides: Sides, unknown: str, given: dict[str, Floats], at: _Crossings) -> Floats:
    """Where the gap changes its sign in each interval, which is halved six times at once."""
    low, high, sign = at.low, at.high, np.sign(at.before)
    columns = np.arange(low.size)
    draws = np.tile(at.draws, _PARTS.size)
    for _ in range(8 if low.size else 0):
        points = np.vstack((low, low + (high - low) * _PARTS, high))
        inner = _gap(sides, unknown, points[1:-1].ravel(), given, draws)
        other = np.sign(inner.reshape(_PARTS.size, -1)) != sign
        first = np.vstack((other, np.ones_like(sign, dtype=bool))).argmax(axis=0)
        low, high = points[first, columns], points[first + 1, columns]
    return (low + high) / 2


def _distinct(found: Floats) -> Floats:
    distinct: list[float] = []
    for root in np.sort(found):
        if not distinct or abs(root - distinct[-1]) > 1e-7 * abs(root):
            distinct.append(float(root))
    return np.array(distinct)


def _gap(sides: Sides, unknown: str, points: Floats, given: dict[str, Floats], draws: NDArray[np.intp]) -> Floats:
    """Left minus right at the points, each with the values of its draw."""
    values = {**{name: size[draws] for name, size in given.items()}, unknown: points}
    drawn = Draws((), points.size, {}, values)
    with np.errstate(all="ignore"):
        left, right = (np.asarray(evaluate_draws(side, drawn, ()), dtype=float) for side in sides)
        gap: Floats = np.broadcast_to(left - right, points.shape)
    return gap
