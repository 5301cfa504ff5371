r"""Sums, products, maxima over an index: how far it runs, which terms count, and the value.

An index that only functions have as an argument, `max_a Q(s, a)`, takes `VALUES` values. A sum to infinity of a family
goes on as far as the family does. The functions take the evaluator of `evaluating.evaluator` and call it back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from viva.checking.evaluating.draws import Floats
from viva.checking.evaluating.integrals import integral_of
from viva.checking.evaluating.tensors import (
    AXES,
    MAX_ELEMENTS,
    Unevaluable,
    Value,
    body_own,
    folded,
)
from viva.reading.syntax import Apply, Expr, Fold, Index, Sym
from viva.reading.trees import free_names, walk

MAX_RANGE = 200
VALUES = 4
BEYOND = 8


def fold_of(evaluator: Any, expr: Fold) -> Value:
    if expr.op == "integral":
        return integral_of(evaluator, expr)
    numbers, low, high = _span(evaluator, expr)
    if not len(numbers):
        empty: Value = evaluator.constant(1.0 if expr.op == "prod" else 0.0)
        return empty
    axis, before = evaluator.enter(expr.index, numbers)
    extra = None
    endless, evaluator.endless = evaluator.endless, evaluator.endless or expr.upper == Sym(r"\infty")
    try:
        for test in expr.tests:  # Σ_{j≠k} where neither is bound: a sum over both
            for side in (test.left, test.right):
                if isinstance(side, Sym) and evaluator.unknown(side.name) and extra is None:
                    size = evaluator.range_of(side.name, expr.body)
                    if size is not None:
                        extra = (side.name, *evaluator.enter(side.name, np.arange(1, size + 1)))
        body = evaluator.value(expr.body)
        weight = _counted(evaluator, expr, low, high)
        array = body.array
        length = evaluator.draws.count if array.shape[0] > 1 else 1
        full = [
            *np.broadcast_shapes(array.shape[: 1 + AXES], weight.shape if weight is not None else ()),
            *body_own(body),
        ]
        full[1 + axis] = len(numbers)
        if extra is not None:
            full[1 + extra[1]] = evaluator.scope[extra[0]][1].array.size
        full[0] = max(length, full[0])
        if int(np.prod(full)) > MAX_ELEMENTS:
            raise Unevaluable("too much work")
        array = np.broadcast_to(array, full)
        axes: tuple[int, ...] = (1 + axis,) if extra is None else (1 + axis, 1 + extra[1])
        spread = None if weight is None else np.broadcast_to(weight.reshape(weight.shape + (1,) * body.own), full)
        return Value(folded(expr.op, array, spread, axes, axis), body.own + (expr.op == "list"), body.row)
    finally:
        evaluator.endless = endless
        if extra is not None:
            evaluator.leave(extra[0], extra[2])
        evaluator.leave(expr.index, before)


def _span(evaluator: Any, expr: Fold) -> tuple[Any, Value | None, Value | None]:
    """The numbers that the index runs over, and its bounds where these vary."""
    low = evaluator.scalar(expr.lower, "a bound") if expr.lower is not None else evaluator.constant(1.0)
    if expr.upper is not None:
        high = evaluator.scalar(expr.upper, "a bound")
    else:
        size = evaluator.range_of(expr.index, expr.body) or _of_functions(expr.index, expr.body)
        if size is None:
            raise Unevaluable(f"how far {expr.index} runs is not said")
        high = evaluator.constant(float(size))
    if np.all(np.isposinf(high.array)) and _reaches(expr.index, expr.body):
        high = evaluator.constant(float(np.max(low.array)) + BEYOND)  # as far as the family goes
    first, last = float(np.min(low.array)), float(np.max(high.array))
    if not (np.isfinite(first) and np.isfinite(last)) or first != int(first) or last != int(last):
        raise Unevaluable("bounds of a sum that are not whole numbers")
    if last - first > MAX_RANGE:
        raise Unevaluable("a sum of too many terms")
    varying = low.array.size > 1 or high.array.size > 1
    return np.arange(int(first), int(last) + 1), low if varying else None, high if varying else None


def _counted(evaluator: Any, expr: Fold, low: Value | None, high: Value | None) -> Floats | None:
    """Which terms count: 1 or 0."""
    weight: Floats | None = None
    number = evaluator.scope[expr.index][1].array
    if low is not None and high is not None:
        weight = ((number >= low.array) & (number <= high.array)).astype(float)
    for test in expr.tests:
        value = evaluator.value(test).array
        weight = value if weight is None else weight * value
    return weight


def _reaches(index: str, body: Expr) -> bool:
    """Does a family in the body go along with the index?"""
    return any(isinstance(n, Index) and any(index in free_names(item) for item in n.indices) for n in walk(body))


def _of_functions(index: str, body: Expr) -> int | None:
    """How many values are taken for an index that only functions have as an argument, `max_a Q(s, a)`."""
    wanted = Sym(index)
    for node in walk(body):
        if isinstance(node, Apply) and any(wanted in walk(arg) for arg in node.args):
            return VALUES
    return None
