r"""Formulas over undeclared scalars: every letter is a real number. Equality, and whether one is a multiple of another.

>>> same_formula(r"\frac{x+2}{7}", r"\frac{x}{7} + \frac{2}{7}"), same_formula("f(x)", "f(y)")
(True, False)
>>> factor("x^2/4 + y^2/3 - 1", "x^2/16 + y^2/12 - 1/4")
4.0

Formulas whose letters must be vectors or matrices to make sense are not for this module.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from viva.checking.evaluating.draws import Floats, draw
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.checking.undeclared.sorts import matrix_evidence
from viva.kinds import Symbol
from viva.reading.normal import normalise
from viva.reading.parser import readings
from viva.reading.syntax import Expr, Index, Num, Sym, Unreadable
from viva.reading.trees import free_names, rebuild, walk

TOLERANCE = 1e-9
MAX_NAMES = 24
MAX_LENGTH = 2_000


def same_formula(key: str, reply: str) -> bool | None:
    """Are two formulas equal at random draws of their letters? None where one cannot be read or has no value."""
    left, right = parsed(key), parsed(reply)
    if not left or not right or any(matrix_evidence(list(walk(expr))) for expr in (*left, *right)):
        return None
    results = {_same(one, other) for one in left[:1] for other in right}
    return results.pop() if len(results) == 1 else None


def _same(key: Expr, reply: Expr) -> bool | None:
    agreeing = 0
    for positive in (False, True):
        values = _values((key, reply), positive)
        if values is None:
            return None
        one, other = values
        finite = np.isfinite(one) & np.isfinite(other)
        if not np.all(np.abs(one - other)[finite] <= TOLERANCE * np.maximum(1e-3, np.abs(one[finite]))):
            return False
        if np.any(np.isfinite(one) != np.isfinite(other)) and positive:
            return None
        agreeing += int(finite.sum())
    return True if agreeing >= 3 else None


def factor(above: str, below: str) -> float | None:
    """The constant c with above = c · below, 0.0 if there is none; None where one cannot be read."""
    left, right = parsed(above), parsed(below)
    if not left or not right or any(matrix_evidence(list(walk(expr))) for expr in (*left, *right)):
        return None
    ratios: list[float] = []
    for positive in (False, True):
        values = _values((left[0], right[0]), positive)
        if values is None:
            return None
        with np.errstate(all="ignore"):
            quotients = values[0] / values[1]
        ratios += [float(q) for q in quotients[np.isfinite(quotients)]]
    if len(ratios) < 3:
        return None
    first = ratios[0]
    return first if all(abs(r - first) <= 1e-9 * abs(first) for r in ratios) else 0.0


@lru_cache(maxsize=512)
def parsed(text: str) -> tuple[Expr, ...]:
    """The readings of a formula of scalars; none where it cannot be read."""
    if len(text) > MAX_LENGTH:
        return ()
    try:
        return tuple(rebuild(expr, _flattened) for expr in readings(normalise(text).text))
    except Unreadable:
        return ()


def _flattened(expr: Expr) -> Expr | None:
    """A letter with a number as its index is a letter of its own: x_1."""
    if isinstance(expr, Index) and isinstance(expr.base, Sym) and all(isinstance(i, Num) for i in expr.indices):
        return Sym(expr.base.name + "_" + ",".join(str(i.value) for i in expr.indices if isinstance(i, Num)))
    return None


def _values(exprs: tuple[Expr, ...], positive: bool) -> list[Floats] | None:
    """Their values at the same three draws; None where one has no scalar value."""
    names = sorted(set().union(*(free_names(expr) for expr in exprs)))
    if len(names) > MAX_NAMES:
        return None
    drawn = draw(tuple(Symbol(name) for name in names), round=int(positive), count=4, positive=positive)
    found = []
    for expr in exprs:
        try:
            with np.errstate(all="ignore"):
                array = np.asarray(evaluate_draws(expr, drawn, ()), dtype=float)
        except (Unevaluable, ValueError, OverflowError, ZeroDivisionError):
            return None
        if array.ndim == 0:
            array = np.broadcast_to(array, (4,))
        if array.shape != (4,):
            return None
        found.append(array)
    return found
