"""Random values for the declared symbols of a question, several draws at once.

Sizes are distinct, so that products cannot commute by accident, and differ between rounds, so that `1/3` is not `1/n`.
Values keep away from 0 and are of order one; matrices declared invertible are well conditioned.

>>> d = draw((Symbol("p", domain="probability"), Symbol("X", ("n", "d"))), round=0, count=4)
>>> d.sizes["n"] != d.sizes["d"], d.values["X"].shape == (4, d.sizes["n"], d.sizes["d"])
(True, True)
>>> sorted(d.single(0))
['X', 'd', 'n', 'p']
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viva.kinds import Symbol

Floats = NDArray[Any]
_SIZES = ((3, 4, 5, 2, 6, 7), (4, 2, 3, 6, 5, 7))
UNIT, SMALL = 2, 3  # rounds in which all reals are between 0 and 1, or a thousand times smaller
_SMALL = ((2, 3, 4, 5), (3, 2, 4, 5))  # where masks are enumerated


@dataclass(frozen=True)
class Draws:
    """`values[name]` has shape (count, *shape); `sizes` are the same for all draws of a round."""

    symbols: tuple[Symbol, ...]
    count: int
    sizes: Mapping[str, int]
    values: Mapping[str, Floats]
    kept: dict[Any, Floats] = field(default_factory=dict, init=False, compare=False, repr=False)

    def single(self, k: int) -> dict[str, Any]:
        """The k-th draw as a key takes it: floats for scalars, ints for sizes, arrays for the rest."""
        env: dict[str, Any] = {name: (v[k] if v.ndim > 1 else float(v[k])) for name, v in self.values.items()}
        env.update(self.sizes)
        return env


def draw(
    symbols: tuple[Symbol, ...],
    *,
    round: int = 0,
    count: int = 4,
    given: Mapping[str, float] | None = None,
    positive: bool = False,
    unknown: tuple[str, ...] = (),
    square: bool = False,
) -> Draws:
    """`count` draws of every symbol; `given` fixes some of them (`{"n": 1}`), `unknown` are positive scalars besides.

    `round` chooses the sizes and the seed: the same arguments give the same draws. Rounds
    `UNIT` and `SMALL` have reals between 0 and 1, and very small ones. With `positive`, reals are positive;
    with `square`, all sizes are the same, so that a product in the wrong order has a value to show.
    """
    return _draw(symbols, round, count, tuple(sorted((given or {}).items())), positive, unknown, square)


@lru_cache(maxsize=256)
def _draw(
    symbols: tuple[Symbol, ...],
    round: int,
    count: int,
    given: tuple[tuple[str, float], ...],
    positive: bool,
    unknown: tuple[str, ...],
    square: bool,
) -> Draws:
    fixed = dict(given)
    small = any(s.domain == "bernoulli" for s in symbols)
    names = dict.fromkeys(size for s in symbols for size in s.shape if size.isidentifier())
    names |= dict.fromkeys(s.name for s in symbols if s.domain == "size")
    table = (_SMALL if small else _SIZES)[round % 2]
    sizes: dict[str, int] = {}
    for k, name in enumerate(names):
        sizes[name] = (
            int(fixed[name]) if name in fixed else 2 if square else table[k % len(table)] + (k // len(table)) * 7
        )

    seed = zlib.crc32(repr((round, positive, [s.name for s in symbols])).encode())
    rng = np.random.default_rng(seed)
    values: dict[str, Floats] = {}
    for s in symbols:
        if s.domain == "size" or (s.defined_by and s.domain != "bernoulli"):
            continue
        shape = tuple(sizes[n] if n in sizes else int(n) for n in s.shape)
        values[s.name] = (
            np.full((count, *shape), fixed[s.name])
            if s.name in fixed
            else _values(s, shape, count, positive, round, rng)
        )
    for name in unknown:
        values[name] = rng.uniform(0.5, 2.0, count)
    for s in symbols:
        if s.defined_by and s.domain not in ("size", "bernoulli"):
            values[s.name] = _derived(s, Draws(symbols, count, sizes, values))
    return Draws(symbols, count, sizes, values)


def _values(
    s: Symbol, shape: tuple[int, ...], count: int, positive: bool, round: int, rng: np.random.Generator
) -> Floats:
    full = (count, *shape)
    if s.domain == "probability":
        return rng.uniform(0.15, 0.85, full)
    if s.domain == "bernoulli":
        return rng.integers(0, 2, full).astype(float)
    if s.domain == "index":
        return rng.integers(1, 3, full).astype(float)
    if round == UNIT and s.domain == "real":
        return rng.uniform(0.15, 0.85, full)
    magnitude = rng.uniform(0.4, 2.1, full) * (1e-3 if round == SMALL and s.domain in ("real", "positive") else 1.0)
    if s.domain == "positive" or (positive and s.domain == "real"):
        return magnitude
    signed: Floats = magnitude * rng.choice((-1.0, 1.0), full)
    if len(shape) == 2 and shape[0] == shape[1]:
        n = shape[0]
        if s.domain == "diagonal":
            return np.eye(n) * magnitude
        if s.domain == "symmetric":
            return np.asarray((signed + np.swapaxes(signed, -1, -2)) / 2)
        if s.domain == "definite":
            return np.asarray(signed @ np.swapaxes(signed, -1, -2) / n + 0.4 * np.eye(n))
        if s.domain == "invertible":
            return np.asarray(signed * 0.6 + np.eye(n) * 1.7 * np.sign(rng.standard_normal((count, n, 1))))
    return signed


def _derived(s: Symbol, known: Draws) -> Floats:
    from viva.checking.evaluating.evaluate import evaluate_draws
    from viva.reading.parser import parse

    others = tuple(t for t in known.symbols if t.name != s.name)
    value = evaluate_draws(parse(s.defined_by, others), known)
    shape = tuple(known.sizes[n] if n in known.sizes else int(n) for n in s.shape)
    return np.broadcast_to(value, (known.count, *shape)).copy()
