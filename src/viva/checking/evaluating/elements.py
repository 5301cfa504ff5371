r"""Elements of families, vectors and matrices: `x_i`, `X_{ij}`, `X_{:,j}`, `X_j`, `x_{i+k}`, `x_0`.

`X_j` of a matrix is the row or column of which `j` has the size, where that is known. `x_0` beside `x_1 … x_n` is
another element, made of them. The functions take the evaluator of `evaluating.evaluator` and call it back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from viva.checking.evaluating.draws import Floats
from viva.checking.evaluating.tensors import (
    AXES,
    MAX_ELEMENTS,
    Unevaluable,
    Value,
)
from viva.reading.syntax import (
    Colon,
    Expr,
    Index,
    Sym,
)


def element_of(evaluator: Any, expr: Index) -> Value:
    base = evaluator.value(expr.base)
    items = expr.indices
    if len(items) > base.own:
        raise Unevaluable("a subscript too many")
    if len(items) < base.own:
        items = _completed(evaluator, base, items)
    array = base.array
    dropped = 0
    for position in range(base.own - 1, -1, -1):
        item = items[position]
        if isinstance(item, Colon):
            continue
        array = _picked(evaluator, array, position - base.own + dropped_after(items, position, base.own), item)
        dropped += 1
    return Value(array, base.own - dropped)


def _completed(evaluator: Any, base: Value, items: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """`X_j`: the row or the column, if the range of `j` fits only one."""
    shape = base.array.shape[-2:]
    item = items[0]
    if isinstance(item, Sym) and item.name in evaluator.scope:
        size = evaluator.scope[item.name][1].array.size
        if (shape[0] == size) != (shape[1] == size):
            return (item, Colon()) if shape[0] == size else (Colon(), item)
    raise Unevaluable("whether a row or a column is meant is not said")


def _picked(evaluator: Any, array: Floats, position: int, item: Expr) -> Floats:
    """`array` with its own axis `position` (from the end, negative) taken at the index."""
    length = array.shape[position]
    if isinstance(item, Sym) and item.name in evaluator.scope:
        axis, numbers = evaluator.scope[item.name]
        if numbers.array.size == length and array.shape[1 + axis] == 1 and numbers.array.flat[0] == 1:
            moved = np.moveaxis(array, position, 1 + axis)
            return np.squeeze(moved, axis=2 + axis)
    where = evaluator.scalar(item, "a subscript").array
    numbers_at = np.rint(where.astype(float)).astype(int)
    if np.any(np.abs(numbers_at - where.astype(float)) > 1e-9):
        raise Unevaluable("a subscript that is not a whole number")
    outside = numbers_at > length
    if np.any(numbers_at < 0) or (np.any(outside) and not evaluator.endless):
        raise Unevaluable("a subscript out of range", misfit=True)
    numbers_at = np.where(outside, 1, numbers_at)
    moved = np.moveaxis(array, position, -1)
    if np.any(numbers_at == 0):  # x_0 beside x_1 … x_n: another one, made of them
        zeroth = (moved * np.cos(1.9 * np.arange(length) + 0.3)).sum(axis=-1, keepdims=True)
        moved, length, numbers_at = np.concatenate((zeroth, moved), axis=-1), length + 1, numbers_at + 1
    others = moved.ndim - 1 - (1 + AXES)
    spread = numbers_at.reshape(numbers_at.shape + (1,) * others)
    shape = np.broadcast_shapes(moved.shape[:-1], spread.shape)
    if np.prod(shape) * length > MAX_ELEMENTS:
        raise Unevaluable("too much work")
    taken = np.take_along_axis(
        np.broadcast_to(moved, (*shape, length)), np.broadcast_to(spread, shape)[..., None] - 1, axis=-1
    )
    taken = np.asarray(taken[..., 0])
    return (
        np.where(np.broadcast_to(outside.reshape(spread.shape), taken.shape), 0.0, taken) if np.any(outside) else taken
    )


def dropped_after(items: tuple[Expr, ...], position: int, own: int) -> int:
    """How many of the axes after `position` have been taken away already."""
    return sum(not isinstance(item, Colon) for item in items[position + 1 : own])
