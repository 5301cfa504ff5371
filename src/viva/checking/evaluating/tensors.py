"""Values at several draws at once, and what can be done with them: sums, products, inverses that keep their order.

>>> import numpy as np
>>> column = Value(np.arange(3.0).reshape((1,) * (1 + AXES) + (3,)), 1)
>>> row = Value(column.array, 1, True)
>>> float(product(row, column).array.item()), product(column, row).own
(5.0, 2)

An array has an axis for the draws, `AXES` axes for the indices in scope, and its own axes: none for a scalar, one for a
vector, two for a matrix. Shapes that do not go together raise `Unevaluable`; nothing is broadcast silently but scalars.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from viva.checking.evaluating.draws import Floats

SINGULAR = 1e11
MAX_ELEMENTS = 400_000
AXES = 7  # indices in scope at once


class Unevaluable(Exception):
    """An expression without a value here; `reason` is for a person.

    `missing` names an unknown symbol; `misfit` tells that declared shapes do not fit together, `rooted` that a matrix
    has a root only where it is definite.
    """

    def __init__(self, reason: str, missing: str = "", misfit: bool = False, rooted: bool = False):
        super().__init__(reason)
        self.reason = reason
        self.missing = missing
        self.misfit = misfit
        self.rooted = rooted


@dataclass(frozen=True, slots=True)
class Value:
    """`array` has shape (draws, AXES axes of indices, own axes); `own` counts them; `row`: a transposed vector."""

    array: Floats
    own: int = 0
    row: bool = False


def body_own(value: Value) -> tuple[int, ...]:
    """The lengths of a value's own axes."""
    return value.array.shape[1 + AXES :]


def blocks(values: list[list[Value]]) -> Value:
    """A matrix of matrices, with vectors as columns, and zeros that take the size that is left for them."""
    rows = [[_block(value) for value in row] for row in values]
    heights = [{b.shape[-2] for b in row if b is not None} for row in rows]
    widths = [{row[k].shape[-1] for row in rows if row[k] is not None} for k in range(len(rows[0]))]  # type: ignore[union-attr]
    if any(len(sizes) != 1 for sizes in (*heights, *widths)):
        raise Unevaluable("blocks of sizes that do not fit together", misfit=True)
    outer = np.broadcast_shapes(*(b.shape[:-2] for row in rows for b in row if b is not None))
    whole = [
        [
            np.zeros((*outer, *height, *width)) if b is None else np.broadcast_to(b, (*outer, *b.shape[-2:]))
            for b, width in zip(row, widths, strict=True)
        ]
        for row, height in zip(rows, heights, strict=True)
    ]
    array = np.concatenate([np.concatenate(row, axis=-1) for row in whole], axis=-2)
    column = array.shape[-1] == 1
    return Value(array[..., 0], 1) if column else Value(array, 2)


def _block(value: Value) -> Floats | None:
    if not value.own:
        if np.any(value.array):
            raise Unevaluable("a number beside a matrix")
        return None
    if value.own == 2:
        return value.array
    return value.array[..., None, :] if value.row else value.array[..., None]


def stretched(scalar: Value, own: int) -> Floats:
    return scalar.array.reshape(scalar.array.shape + (1,) * own)


def added(a: Value, b: Value) -> Value:
    if a.own == b.own:
        if a.own and (body_own(a) != body_own(b) or a.row != b.row):
            raise Unevaluable("a sum of different shapes", misfit=True)
        return Value(a.array + b.array, a.own, a.row)
    small, large = (a, b) if a.own < b.own else (b, a)
    if small.own == 0 and large.own == 1:
        return Value(stretched(small, 1) + large.array, 1, large.row)
    raise Unevaluable("a sum of different shapes")


def product(a: Value, b: Value) -> Value:
    if not a.own or not b.own:
        own = a.own or b.own
        left = a.array if a.own else stretched(a, own)
        right = b.array if b.own else stretched(b, own)
        return Value(left * right, own, a.row or b.row)
    shape_a, shape_b = body_own(a), body_own(b)
    if a.own == 2 and b.own == 2 and shape_a[1] == shape_b[0]:
        return Value(a.array @ b.array, 2)
    if a.own == 2 and b.own == 1 and not b.row and shape_a[1] == shape_b[0]:
        return Value((a.array @ b.array[..., None])[..., 0], 1)
    if a.own == 1 and a.row and b.own == 2 and shape_a[0] == shape_b[0]:
        return Value((a.array[..., None, :] @ b.array)[..., 0, :], 1, True)
    if a.own == 1 and b.own == 1:
        if a.row and not b.row and shape_a == shape_b:
            return inner(a, b)
        if not a.row and b.row:
            return Value(a.array[..., :, None] * b.array[..., None, :], 2)
    raise Unevaluable("a product of shapes that do not fit", misfit=True)


def inner(a: Value, b: Value) -> Value:
    if body_own(a) != body_own(b):
        raise Unevaluable("an inner product of different lengths")
    return Value((a.array * b.array).sum(axis=-1))


def power(base: Floats, exponent: Floats) -> Floats:
    if base.dtype == object:
        number = exponent.item() if exponent.size == 1 else None
        if number is None or number != int(number) or abs(number) > 64:
            raise Unevaluable("a power that is not exact")
        return np.asarray(base ** int(number))
    return np.asarray(np.power(base, exponent.astype(float)))


def root(array: Floats) -> Floats:
    if array.dtype == object:
        raise Unevaluable("a root is not exact")
    return np.asarray(np.sqrt(array))


def inverse(array: Floats) -> Floats:
    if array.dtype == object:
        raise Unevaluable("an inverse is not exact")
    try:
        inverse = np.asarray(np.linalg.inv(array))
    except np.linalg.LinAlgError:
        raise Unevaluable("a singular matrix") from None
    largest = np.abs(array).max(axis=(-2, -1)) * np.abs(inverse).max(axis=(-2, -1))
    if np.any(largest > SINGULAR):  # XᵀX of a wide X: what comes out is nothing but rounding errors
        inverse = np.where((largest > SINGULAR)[..., None, None], np.nan, inverse)
    return inverse


def definite_power(array: Floats, number: float) -> Floats:
    """Any power of symmetric matrices with positive eigenvalues."""
    even = array.dtype != object and np.allclose(array, np.swapaxes(array, -1, -2), rtol=1e-12, atol=1e-12)
    values, vectors = np.linalg.eigh(array) if even else (np.zeros(1), array)
    if not even or not (values > 1e-9).all():
        raise Unevaluable("a power of a matrix that is not a whole number", rooted=True)
    return np.asarray((vectors * np.power(values, number)[..., None, :]) @ np.swapaxes(vectors, -1, -2))


def folded(op: str, array: Floats, weight: Floats | None, axes: tuple[int, ...], axis: int) -> Floats:
    if op == "list":
        return np.expand_dims(np.moveaxis(array, 1 + axis, -1), 1 + axis)
    if op == "sum":
        return np.asarray((array if weight is None else np.where(weight > 0, array, 0.0)).sum(axis=axes, keepdims=True))
    if op == "mean":
        return np.asarray(array.mean(axis=axes, keepdims=True))
    if op == "prod":
        return np.asarray(
            (array if weight is None else np.where(weight > 0, array, 1.0)).prod(axis=axes, keepdims=True)
        )
    sign = 1.0 if op in ("max", "argmax") else -1.0
    kept = array if weight is None else np.where(weight > 0, array, -sign * np.inf)
    if op in ("argmax", "argmin"):
        where = kept.argmax(axis=axes[0], keepdims=True) if op == "argmax" else kept.argmin(axis=axes[0], keepdims=True)
        return np.asarray(where.astype(float) + 1.0)
    return np.asarray(kept.max(axis=axes, keepdims=True) if op == "max" else kept.min(axis=axes, keepdims=True))


def near(a: Floats, b: Floats) -> Any:
    return np.abs(a - b) < 1e-9


COMPARED: dict[str, Callable[[Floats, Floats], Any]] = {
    "=": near,
    "≠": lambda a, b: ~near(a, b),
    "<": lambda a, b: (a < b) & ~near(a, b),
    ">": lambda a, b: (a > b) & ~near(a, b),
    "≤": lambda a, b: (a < b) | near(a, b),
    "≥": lambda a, b: (a > b) | near(a, b),
}
