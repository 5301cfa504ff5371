r"""Integrals: by Gauss and Legendre's rule where the bounds are said, else as a sum over fixed places with weights.

>>> import numpy as np
>>> from viva.checking.evaluating.draws import draw
>>> from viva.checking.evaluating.evaluate import evaluate_draws
>>> from viva.kinds import Symbol
>>> from viva.reading.parser import parse
>>> value = evaluate_draws(parse(r"\int_0^1 x^2 e^x dx"), draw((Symbol("a"),)))
>>> bool(np.allclose(value, np.e - 2, rtol=1e-12))
True

An integral over the whole line goes through x = t/(1 - t²). Without bounds, as in `∫ p(x|z) p(z) dz`, nothing can be
said about its value but that it is linear in what is integrated: equal integrands give equal integrals.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from viva.checking.evaluating.tensors import Unevaluable, Value
from viva.reading.syntax import Fold

_NODES = 48
_PLACES = (-1.7, -0.6, 0.3, 0.9, 1.6, 2.4)
_WEIGHTS = (0.31, 0.53, 0.47, 0.61, 0.29, 0.37)


@lru_cache(maxsize=2)
def _rule(count: int) -> tuple[Any, Any]:
    return np.polynomial.legendre.leggauss(count)


def integral_of(evaluator: Any, expr: Fold) -> Value:
    """The integral of a scalar. Raises `Unevaluable`."""
    if (expr.lower is None) != (expr.upper is None):
        raise Unevaluable("an integral with one bound")
    if expr.lower is None or expr.upper is None:
        places, weights = np.array(_PLACES), np.array(_WEIGHTS)
        return _summed(evaluator, expr, places, weights, None)
    low, high = (evaluator.scalar(bound, "a bound").array for bound in (expr.lower, expr.upper))
    if np.all(np.isinf(low)) and np.all(np.isinf(high)):
        nodes, weights = _rule(2 * _NODES)
        return _summed(evaluator, expr, nodes / (1 - nodes**2), weights * (1 + nodes**2) / (1 - nodes**2) ** 2, None)
    if np.all(np.isinf(high)) and np.all(np.isfinite(low)):
        nodes, weights = _rule(2 * _NODES)
        t = (nodes + 1) / 2
        return _summed(evaluator, expr, t / (1 - t), weights / 2 / (1 - t) ** 2, (low, 1.0))
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        raise Unevaluable("bounds of an integral that are not understood")
    nodes, weights = _rule(_NODES)
    return _summed(evaluator, expr, (nodes + 1) / 2, weights / 2, (low, high - low))


def _summed(evaluator: Any, expr: Fold, places: Any, weights: Any, moved: tuple[Any, Any] | None) -> Value:
    axis, before = evaluator.enter(expr.index, places)
    try:
        number = evaluator.scope[expr.index][1].array
        weight = np.asarray(weights).reshape(number.shape)
        if moved is not None:
            start, width = moved
            evaluator.scope[expr.index] = (axis, Value(start + width * number))
            weight = weight * width
        body = evaluator.scalar(expr.body, "what is integrated").array
        return Value(np.asarray((body * weight).sum(axis=1 + axis, keepdims=True)))
    finally:
        evaluator.leave(expr.index, before)
