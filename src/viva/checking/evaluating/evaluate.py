r"""The value of an expression at random draws of its symbols: plain NumPy, no symbolic algebra.

>>> import numpy as np
>>> from viva.reading.parser import parse
>>> g = Symbol("g", ("n",))
>>> evaluate(parse(r"g_i - \frac1n\sum_j g_j", (g,)), {"g": np.array([1.0, 2.0, 6.0]), "n": 3}, index=("i",))
array([-2., -1.,  3.])

All draws of a round are computed at once. Every value is an array of shape (draws, one axis per index in scope, own
axes): an index of a sum or of the result has an axis to itself, and everything broadcasts. Scalars have no own axes,
vectors one, matrices two; a transposed vector is a row. Products are matrix products and keep their order.

- `E[…]` is over the masks where a symbol of domain `bernoulli` is declared, exactly, by enumerating all of them (with
  the declared probability); over the batch where none is: `E[∂L/∂y]` is the mean of the family.
- `I` and `\mathbf 1` without a size take the only size that fits.
- `X_j` of a matrix is the row or column of which `j` has the size, where that is known.

Nothing but `Unevaluable` is raised for any tree; work is bounded by `MAX_ELEMENTS`, `MAX_VISITS`, `MAX_RANGE`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np

from viva.checking.evaluating.draws import Draws, Floats, draw
from viva.checking.evaluating.evaluator import Evaluator
from viva.checking.evaluating.tensors import (
    Unevaluable,
)
from viva.kinds import Symbol
from viva.reading.syntax import IDENTITY, ONES, Call, Expr, Sym
from viva.reading.trees import names, rebuild, walk

__all__ = ["Draws", "Symbol", "Unevaluable", "draw", "draw_env", "evaluate", "evaluate_draws"]


def draw_env(symbols: tuple[Symbol, ...], rng: np.random.Generator) -> dict[str, Any]:
    """One random value for every symbol and size: `{"p": 0.3, "X": array of (n, d), "n": 3, …}`."""
    return draw(symbols, round=int(rng.integers(0, 1 << 20)), count=1).single(0)


def evaluate(expr: Expr, env: Mapping[str, Any], index: tuple[str, ...] = ()) -> Floats:
    """The value of `expr` where every symbol has the value in `env`; the axes of the free indices `index` come first.

    Raises `Unevaluable`.
    """
    sizes = {k: int(v) for k, v in env.items() if isinstance(v, int | np.integer)}
    values = {k: np.asarray(v)[None] for k, v in env.items() if k not in sizes}
    result: Floats = evaluate_draws(expr, Draws((), 1, sizes, values), index)[0]
    return result


def evaluate_draws(
    expr: Expr, draws: Draws, index: tuple[str, ...] = (), ranges: Mapping[str, int] | None = None
) -> Floats:
    """The values at all draws: an array of shape (draws, ranges of `index`, own axes). Raises `Unevaluable`.

    `ranges` gives the ranges of free indices that the expression itself does not tell.
    """
    with np.errstate(all="ignore"):
        if not _any_sizeless(expr, draws):
            return Evaluator(draws).run(expr, index, ranges or {})
        return _with_sizes(expr, draws, index, ranges or {})


def evaluate_kept(expr: Expr, draws: Draws, index: tuple[str, ...] = ()) -> Floats:
    """`evaluate_draws`, remembered with the draws: the same key is asked for with every reply. Not to be written to."""
    known = draws.kept.get((expr, index))
    if known is None:
        if len(draws.kept) >= _MOST_KEPT:
            draws.kept.clear()
        known = draws.kept[expr, index] = evaluate_draws(expr, draws, index)
    return known


_MOST_KEPT = 4


def is_row(expr: Expr, draws: Draws, index: tuple[str, ...] = ()) -> bool:
    """Is the value a transposed vector? Raises `Unevaluable`; `I` and `1` without a size are not looked into."""
    if _any_sizeless(expr, draws):
        return False
    evaluator = Evaluator(draws)
    with np.errstate(all="ignore"):
        evaluator.run(expr, index, {})
    return evaluator.row


def _sizeless(node: Expr, draws: Draws) -> bool:
    return type(node) is Sym and node in _SIZELESS and node.name not in draws.values


def _any_sizeless(expr: Expr, draws: Draws) -> bool:
    return any(_sizeless(node, draws) for node in _SIZELESS if node.name in names(expr))


_SIZELESS = (IDENTITY, ONES)


def _with_sizes(expr: Expr, draws: Draws, index: tuple[str, ...], ranges: Mapping[str, int]) -> Floats:
    """`I` and `1` get the only sizes with which the expression has a value."""
    places = sum(_sizeless(node, draws) for node in walk(expr))
    sizes = sorted(set(draws.sizes)) or ["1"]
    tries: list[tuple[str, ...]] = [(size,) * places for size in sizes]
    if 1 < places <= 4:
        tries.extend(t for t in itertools.product(sizes, repeat=places) if len(set(t)) > 1)
    found: list[Floats] = []
    reason = "no size fits the identity or the vector of ones"
    for sized in tries[:64]:
        rest = iter(sized)

        def fill(node: Expr, rest: Any = rest) -> Expr | None:
            if _sizeless(node, draws):
                return Call("eye" if node == IDENTITY else "ones", (Sym(next(rest)),))
            return None

        try:
            value = Evaluator(draws).run(rebuild(expr, fill), index, ranges)
        except Unevaluable as error:
            if error.missing:
                raise
            reason = error.reason
            continue
        if not any(value.shape == v.shape and np.allclose(value, v, equal_nan=True) for v in found):
            found.append(value)
        if len(set(sized)) == 1 and len(found) == 1 and sized == tries[len(sizes) - 1]:
            break
    if len(found) != 1:
        raise Unevaluable(reason if not found else "the size of the identity or of the vector of ones is ambiguous")
    return found[0]
