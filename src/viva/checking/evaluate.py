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
import zlib
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from viva.checking.applied import slope_of, value_of
from viva.checking.draws import Draws, Floats, draw
from viva.checking.integrals import integral_of
from viva.checking.tensors import (
    AXES,
    COMPARED,
    Unevaluable,
    Value,
    added,
    body_own,
    folded,
    inner,
    inverse,
    power,
    product,
    root,
    stretched,
)
from viva.kinds import Symbol
from viva.reading.syntax import (
    IDENTITY,
    ONES,
    Add,
    Apply,
    Call,
    Cases,
    Colon,
    Div,
    Dot,
    Expect,
    Expr,
    Fold,
    Had,
    Index,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Rows,
    Slope,
    Sym,
    Test,
    Transpose,
    free_names,
    rebuild,
    walk,
)

MAX_ELEMENTS = 400_000
MAX_VISITS = 5_000
MAX_RANGE = 200
MAX_MASK = 8
_WEIGHTS = (0.11, 0.17, 0.2, 0.23, 0.29)  # the probabilities of a random symbol's values, where it has no distribution
ATOMS = len(_WEIGHTS)
VALUES = 4
BEYOND = 8

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
        if not any(_sizeless(node, draws) for node in walk(expr)):
            return _Evaluator(draws).run(expr, index, ranges or {})
        return _with_sizes(expr, draws, index, ranges or {})


def is_row(expr: Expr, draws: Draws, index: tuple[str, ...] = ()) -> bool:
    """Is the value a transposed vector? Raises `Unevaluable`; `I` and `1` without a size are not looked into."""
    if any(_sizeless(node, draws) for node in walk(expr)):
        return False
    evaluator = _Evaluator(draws)
    with np.errstate(all="ignore"):
        evaluator.run(expr, index, {})
    return evaluator.row


def _sizeless(node: Expr, draws: Draws) -> bool:
    return type(node) is Sym and node.name in _SIZELESS and node.name not in draws.values


_SIZELESS = (IDENTITY.name, ONES.name)


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
            value = _Evaluator(draws).run(rebuild(expr, fill), index, ranges)
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


class _Evaluator:
    """Evaluates one expression at one round of draws."""

    def __init__(self, draws: Draws):
        self.draws = draws
        self.scope: dict[str, tuple[int, Value]] = {}  # index name → (axis, its values)
        self.used = 0
        self.visits = 0
        self.masks: dict[str, Value] = {}
        self.row = False  # was the last value a transposed vector?
        self.endless = False  # inside a sum to infinity, whose families end with zeros
        self.moved: tuple[str, float, bool] | None = None  # what a derivative varies at present, see `applied`

    def run(self, expr: Expr, index: tuple[str, ...], ranges: Mapping[str, int]) -> Floats:
        for name in index:
            size = self.range_of(name, expr) or ranges.get(name)
            if size is None:
                size = 1
            self.enter(name, np.arange(1, size + 1))
        value = self.value(expr)
        self.row = value.row
        array = value.array
        own = array.shape[1 + AXES :]
        kept = [array.shape[1 + self.scope[name][0]] for name in index]
        if any(array.shape[1 + a] != 1 for a in range(AXES) if a >= len(index)):
            raise Unevaluable("an index is left over")
        full = [len(np.ravel(self.scope[name][1].array)) for name in index]
        shape = (self.draws.count, *kept, *own)
        array = np.broadcast_to(array, (self.draws.count, *array.shape[1:])).reshape(shape)
        return np.broadcast_to(array, (self.draws.count, *full, *own))

    # ---- indices -----------------------------------------------------------------------------------------------

    def enter(self, name: str, numbers: Any) -> tuple[int, tuple[int, Value] | None]:
        """Give an index an axis. Returns the axis, and what the name meant before."""
        if self.used >= AXES:
            raise Unevaluable("too many indices at once")
        work = self.draws.count * len(numbers)
        for _, values in self.scope.values():
            work *= values.array.size
        if work > MAX_ELEMENTS:
            raise Unevaluable("too much work")
        axis = self.used
        self.used += 1
        shape = [1] * (1 + AXES)
        shape[1 + axis] = len(numbers)
        before = self.scope.get(name)
        self.scope[name] = (axis, Value(np.asarray(numbers, dtype=float).reshape(shape)))
        return axis, before

    def leave(self, name: str, before: tuple[int, Value] | None) -> None:
        self.used -= 1
        if before is None:
            del self.scope[name]
        else:
            self.scope[name] = before

    def range_of(self, name: str, body: Expr) -> int | None:
        """How far an index runs, from the axes that it stands at."""
        wanted = Sym(name)
        for node in walk(body):
            if isinstance(node, Fold) and node.index == name:
                continue
            if isinstance(node, Index) and wanted in node.indices:
                shape = self.own_shape(node.base)
                if shape is None or len(shape) < len(node.indices):
                    continue
                if len(shape) == len(node.indices):
                    return shape[node.indices.index(wanted)]
        for node in walk(body):
            if isinstance(node, Test) and node.op == "=" and wanted in (node.left, node.right):
                other = node.right if node.left == wanted else node.left
                if isinstance(other, Sym) and other.name in self.scope:
                    return int(self.scope[other.name][1].array.size)
                if isinstance(other, Sym) and other.name != name and (size := self.range_elsewhere(other.name, body)):
                    return size
        for node in walk(body):  # x_i, a row of x
            if isinstance(node, Index) and isinstance(node.base, Sym) and node.indices == (wanted,):
                shape = self.own_shape(node.base)
                if shape is not None and len(shape) == 2 and shape[0] != shape[1]:
                    return shape[0]
        return None

    def range_elsewhere(self, name: str, body: Expr) -> int | None:
        for node in walk(body):
            if isinstance(node, Index) and Sym(name) in node.indices:
                shape = self.own_shape(node.base)
                if shape is not None and len(shape) == len(node.indices):
                    return shape[node.indices.index(Sym(name))]
        return None

    def own_shape(self, base: Expr) -> tuple[int, ...] | None:
        if isinstance(base, Sym):
            known = self.draws.values.get(base.name)
            return None if known is None else known.shape[1:]
        visits = self.visits
        try:
            return self.value(base).array.shape[1 + AXES :]
        except Unevaluable:
            return None
        finally:
            self.visits = visits + 20

    # ---- values --------------------------------------------------------------------------------------------------

    def value(self, expr: Expr) -> Value:
        self.visits += 1
        if self.visits > MAX_VISITS:
            raise Unevaluable("too much work")
        result = _RULES[type(expr)](self, expr)
        if result.array.size > MAX_ELEMENTS:
            raise Unevaluable("too much work")
        return result

    def scalar(self, expr: Expr, what: str) -> Value:
        value = self.value(expr)
        if value.own:
            raise Unevaluable(f"{what} is not a scalar")
        return value

    def num(self, expr: Num) -> Value:
        return self.constant(self.number(expr.value))

    def number(self, value: Fraction) -> Any:
        try:
            return float(value)
        except OverflowError:
            raise Unevaluable("a number of this size is not taken") from None

    def constant(self, value: Any) -> Value:
        return Value(np.full((1,) * (1 + AXES), value))

    def sym(self, expr: Sym) -> Value:
        name = expr.name
        if name in self.scope:
            return self.scope[name][1]
        if name in self.masks:
            return self.masks[name]
        known = self.draws.values.get(name)
        if known is not None:
            own = known.shape[1:]
            return Value(known.reshape(known.shape[0], *(1,) * AXES, *own), len(own))
        if name in self.draws.sizes:
            return self.constant(self.number(Fraction(self.draws.sizes[name])))
        if name == r"\pi":
            return self.constant(np.pi)
        if name == r"\infty":
            return self.constant(np.inf)
        raise Unevaluable(f"{name} is neither declared nor defined", missing=name)

    def colon(self, expr: Colon) -> Value:
        raise Unevaluable("a colon outside a subscript")

    def neg(self, expr: Neg) -> Value:
        value = self.value(expr.arg)
        return Value(-value.array, value.own, value.row)

    def add(self, expr: Add) -> Value:
        total = self.value(expr.terms[0])
        for term in expr.terms[1:]:
            total = added(total, self.value(term))
        return total

    def mul(self, expr: Mul) -> Value:
        value = self.value(expr.factors[0])
        for factor in expr.factors[1:]:
            value = product(value, self.value(factor))
        return value

    def dot(self, expr: Dot) -> Value:
        left, right = self.value(expr.left), self.value(expr.right)
        if left.own == right.own == 1 and left.row == right.row:
            return inner(left, right)
        return product(left, right)

    def had(self, expr: Had) -> Value:
        left, right = self.value(expr.left), self.value(expr.right)
        if left.own == right.own and left.array.shape[1 + AXES :] == right.array.shape[1 + AXES :]:
            return Value(left.array * right.array, left.own, left.row and right.row)
        if not left.own or not right.own:
            return product(left, right)
        raise Unevaluable("⊙ of different shapes")

    def div(self, expr: Div) -> Value:
        top, bottom = self.value(expr.top), self.value(expr.bottom)
        if not bottom.own:
            return Value(top.array / stretched(bottom, top.own), top.own, top.row)
        if top.own == 1 and bottom.own == 1 and top.array.shape[-1] == bottom.array.shape[-1]:
            return Value(top.array / bottom.array, 1, top.row)
        if top.own == 2 and bottom.own == 1 and top.array.shape[-1] == bottom.array.shape[-1] != top.array.shape[-2]:
            return Value(top.array / bottom.array[..., None, :], 2)  # NumPy's way to divide columns
        raise Unevaluable("a division by a vector or a matrix")

    def pow(self, expr: Pow) -> Value:
        base, exponent = self.value(expr.base), self.scalar(expr.exponent, "an exponent")
        if not base.own:
            return Value(power(base.array, exponent.array))
        if base.own == 2 and exponent.array.size == exponent.array.shape[0] > 1:
            return self.matrix_powers(base, np.ravel(exponent.array))
        if exponent.array.size != 1:
            raise Unevaluable("a power of a vector or a matrix")
        number = exponent.array.item()
        if base.own == 1:
            if number == 2 and not base.row:
                return Value(base.array * base.array, 1)
            raise Unevaluable("a power of a vector")
        return self.matrix_power(base, number)

    def matrix_powers(self, base: Value, numbers: Floats) -> Value:
        """Another power at every draw."""
        array = np.broadcast_to(base.array, (len(numbers), *base.array.shape[1:]))
        powers = [self.matrix_power(Value(array[k : k + 1], 2), float(n)).array for k, n in enumerate(numbers)]
        return Value(np.concatenate(powers), 2)

    def matrix_power(self, base: Value, number: float) -> Value:
        rows, columns = base.array.shape[-2:]
        if rows != columns:
            raise Unevaluable("a power of a matrix that is not square")
        if number == -1:
            return Value(inverse(base.array), 2)
        if number == int(number) and abs(number) <= 16:
            root = base.array if number >= 0 else inverse(base.array)
            result = np.broadcast_to(np.eye(rows), root.shape)
            for _ in range(abs(int(number))):
                result = result @ root
            return Value(result, 2)
        off = base.array * (1 - np.eye(rows))
        if abs(number) < 16 and not np.any(off):
            diagonal = np.diagonal(base.array, axis1=-2, axis2=-1)
            return Value(power(diagonal, np.asarray(number))[..., None] * np.eye(rows), 2)
        raise Unevaluable("a power of a matrix that is not a whole number")

    def transpose(self, expr: Transpose) -> Value:
        value = self.value(expr.arg)
        if value.own == 2:
            return Value(np.swapaxes(value.array, -1, -2), 2)
        return Value(value.array, value.own, not value.row) if value.own else value

    def norm(self, expr: Norm) -> Value:
        value = self.value(expr.arg)
        if value.own == 2 and expr.order != "F":
            raise Unevaluable("which norm of a matrix is meant is not said")
        if value.own == 1 and expr.order == "F":
            raise Unevaluable("a Frobenius norm of a vector")
        axes = tuple(range(-value.own, 0))
        if expr.order == "1":
            return Value(np.abs(value.array).sum(axis=axes))
        if expr.order == r"\infty":
            return Value(np.abs(value.array).max(axis=axes) if axes else np.abs(value.array))
        return Value(root((value.array * value.array).sum(axis=axes)) if axes else np.abs(value.array))

    # ---- subscripts ----------------------------------------------------------------------------------------------

    def index(self, expr: Index) -> Value:
        base = self.value(expr.base)
        items = expr.indices
        if len(items) > base.own:
            raise Unevaluable("a subscript too many")
        if len(items) < base.own:
            items = self.completed(base, items)
        array = base.array
        dropped = 0
        for position in range(base.own - 1, -1, -1):
            item = items[position]
            if isinstance(item, Colon):
                continue
            array = self.picked(array, position - base.own + dropped_after(items, position, base.own), item)
            dropped += 1
        return Value(array, base.own - dropped)

    def completed(self, base: Value, items: tuple[Expr, ...]) -> tuple[Expr, ...]:
        """`X_j`: the row or the column, if the range of `j` fits only one."""
        shape = base.array.shape[-2:]
        item = items[0]
        if isinstance(item, Sym) and item.name in self.scope:
            size = self.scope[item.name][1].array.size
            if (shape[0] == size) != (shape[1] == size):
                return (item, Colon()) if shape[0] == size else (Colon(), item)
        raise Unevaluable("whether a row or a column is meant is not said")

    def picked(self, array: Floats, position: int, item: Expr) -> Floats:
        """`array` with its own axis `position` (from the end, negative) taken at the index."""
        length = array.shape[position]
        if isinstance(item, Sym) and item.name in self.scope:
            axis, numbers = self.scope[item.name]
            if numbers.array.size == length and array.shape[1 + axis] == 1 and numbers.array.flat[0] == 1:
                moved = np.moveaxis(array, position, 1 + axis)
                return np.squeeze(moved, axis=2 + axis)
        where = self.scalar(item, "a subscript").array
        numbers_at = np.rint(where.astype(float)).astype(int)
        if np.any(np.abs(numbers_at - where.astype(float)) > 1e-9):
            raise Unevaluable("a subscript that is not a whole number")
        outside = numbers_at > length
        if np.any(numbers_at < 0) or (np.any(outside) and not self.endless):
            raise Unevaluable("a subscript out of range")
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
            np.where(np.broadcast_to(outside.reshape(spread.shape), taken.shape), 0.0, taken)
            if np.any(outside)
            else taken
        )

    # ---- sums and expectations -------------------------------------------------------------------------------------

    def fold(self, expr: Fold) -> Value:
        if expr.op == "integral":
            return integral_of(self, expr)
        numbers, low, high = self.span(expr)
        if not len(numbers):
            return self.constant(1.0 if expr.op == "prod" else 0.0)
        axis, before = self.enter(expr.index, numbers)
        extra = None
        endless, self.endless = self.endless, self.endless or expr.upper == Sym(r"\infty")
        try:
            for test in expr.tests:  # Σ_{j≠k} where neither is bound: a sum over both
                for side in (test.left, test.right):
                    if isinstance(side, Sym) and self.unknown(side.name) and extra is None:
                        size = self.range_of(side.name, expr.body)
                        if size is not None:
                            extra = (side.name, *self.enter(side.name, np.arange(1, size + 1)))
            body = self.value(expr.body)
            weight = self.weights(expr, low, high)
            array = body.array
            length = self.draws.count if array.shape[0] > 1 else 1
            full = [
                *np.broadcast_shapes(array.shape[: 1 + AXES], weight.shape if weight is not None else ()),
                *body_own(body),
            ]
            full[1 + axis] = len(numbers)
            if extra is not None:
                full[1 + extra[1]] = self.scope[extra[0]][1].array.size
            full[0] = max(length, full[0])
            if int(np.prod(full)) > MAX_ELEMENTS:
                raise Unevaluable("too much work")
            array = np.broadcast_to(array, full)
            axes: tuple[int, ...] = (1 + axis,) if extra is None else (1 + axis, 1 + extra[1])
            spread = None if weight is None else np.broadcast_to(weight.reshape(weight.shape + (1,) * body.own), full)
            return Value(folded(expr.op, array, spread, axes, axis), body.own + (expr.op == "list"), body.row)
        finally:
            self.endless = endless
            if extra is not None:
                self.leave(extra[0], extra[2])
            self.leave(expr.index, before)

    def unknown(self, name: str) -> bool:
        return name not in self.scope and name not in self.draws.values and name not in self.draws.sizes

    def span(self, expr: Fold) -> tuple[Any, Value | None, Value | None]:
        """The numbers that the index runs over, and its bounds where these vary."""
        low = self.scalar(expr.lower, "a bound") if expr.lower is not None else self.constant(1.0)
        if expr.upper is not None:
            high = self.scalar(expr.upper, "a bound")
        else:
            size = self.range_of(expr.index, expr.body) or _of_functions(expr.index, expr.body)
            if size is None:
                raise Unevaluable(f"how far {expr.index} runs is not said")
            high = self.constant(float(size))
        if np.all(np.isposinf(high.array)) and _reaches(expr.index, expr.body):
            high = self.constant(float(np.max(low.array)) + BEYOND)  # as far as the family goes
        first, last = float(np.min(low.array)), float(np.max(high.array))
        if not (np.isfinite(first) and np.isfinite(last)) or first != int(first) or last != int(last):
            raise Unevaluable("bounds of a sum that are not whole numbers")
        if last - first > MAX_RANGE:
            raise Unevaluable("a sum of too many terms")
        varying = low.array.size > 1 or high.array.size > 1
        return np.arange(int(first), int(last) + 1), low if varying else None, high if varying else None

    def weights(self, expr: Fold, low: Value | None, high: Value | None) -> Floats | None:
        """Which terms count: 1 or 0."""
        weight: Floats | None = None
        number = self.scope[expr.index][1].array
        if low is not None and high is not None:
            weight = ((number >= low.array) & (number <= high.array)).astype(float)
        for test in expr.tests:
            value = self.value(test).array
            weight = value if weight is None else weight * value
        return weight

    def test(self, expr: Test) -> Value:
        left, right = self.scalar(expr.left, "a side of a test"), self.scalar(expr.right, "a side of a test")
        return Value(COMPARED[expr.op](left.array, right.array).astype(float))

    def expect(self, expr: Expect) -> Value:
        masks = [s for s in self.draws.symbols if s.domain == "bernoulli"]
        if masks:
            return self.over_masks(expr, masks)
        if any(s.domain == "random" for s in self.draws.symbols):
            return self.over_atoms(expr)
        mean = [self.batch_mean(b, expr.over) for b in expr.body]
        if expr.op == "E":
            return mean[0]
        left, right = expr.body[0], expr.body[-1]
        square = self.batch_mean(Mul((left, right)), expr.over)
        return added(square, Value(-product(mean[0], mean[-1]).array))

    def batch_mean(self, body: Expr, over: tuple[str, ...] = ()) -> Value:
        """The mean over the indices of families that stand in the body, or over a vector's entries."""
        letters = [
            item.name
            for node in walk(body)
            if isinstance(node, Index)
            for item in node.indices
            if isinstance(item, Sym) and item.name not in self.draws.values
        ]
        bound = {node.index for node in walk(body) if isinstance(node, Fold)}
        averaged = [name for name in dict.fromkeys(letters) if name not in bound]
        if over and any(name in averaged for name in over):
            averaged = [name for name in averaged if name in over]
        if not averaged:
            value = self.value(body)
            if value.own == 1:
                return Value(value.array.mean(axis=-1))
            raise Unevaluable("what a mean is taken over is not said")
        entered = []
        try:
            for name in averaged:
                size = self.range_of(name, body)
                if size is None:
                    raise Unevaluable(f"how far {name} runs is not said")
                entered.append((name, *self.enter(name, np.arange(1, size + 1))))
            value = self.value(body)
            return Value(
                value.array.mean(axis=tuple(1 + axis for _, axis, _ in entered), keepdims=True), value.own, value.row
            )
        finally:
            for name, _, before in reversed(entered):
                self.leave(name, before)

    def over_masks(self, expr: Expect, masks: list[Symbol]) -> Value:
        """Exactly, by enumerating all masks: each mask is one number of a further index."""
        if self.masks:
            return self.moment(expr, None)
        symbol = masks[0]
        shape = self.draws.values[symbol.name].shape[1:]
        bits = int(np.prod(shape))
        if len(masks) > 1 or bits > MAX_MASK:
            raise Unevaluable("too many masks to enumerate")
        drawn = np.array(list(itertools.product((0.0, 1.0), repeat=bits)))
        axis, before = self.enter(f"{symbol.name}'", np.arange(len(drawn)))
        index_shape = [1] * AXES
        index_shape[axis] = len(drawn)
        self.masks[symbol.name] = Value(drawn.reshape(1, *index_shape, *shape), len(shape))
        p = self.probability(symbol)
        kept = drawn.sum(axis=1).reshape(1, *index_shape)
        weight = p**kept * (1 - p) ** (bits - kept)
        try:
            return self.moment(expr, (weight, axis))
        finally:
            del self.masks[symbol.name]
            self.leave(f"{symbol.name}'", before)

    def over_atoms(self, expr: Expect) -> Value:
        """Over a joint distribution of all random symbols, with `ATOMS` values of unequal probability.

        Nothing is independent of anything in it, so what holds only under independence does not hold.
        """
        outer, self.masks = self.masks, {}
        axis, before = self.enter("ω'", np.arange(ATOMS))
        shape = [1] * AXES
        shape[axis] = ATOMS
        try:
            for symbol in self.draws.symbols:
                if symbol.domain == "random" and (not expr.over or symbol.name in expr.over):
                    own = self.draws.values[symbol.name].shape[1:]
                    rng = np.random.default_rng(zlib.crc32(symbol.name.encode()))
                    values = rng.uniform(0.4, 2.1, (ATOMS, *own)) * rng.choice((-1.0, 1.0), (ATOMS, *own))
                    self.masks[symbol.name] = Value(values.reshape(1, *shape, *own), len(own))
            turned = np.roll(_WEIGHTS, zlib.crc32(expr.law.encode()) % ATOMS if expr.law else 0)
            if expr.law:  # another distribution has other probabilities
                turned = turned**1.3 / (turned**1.3).sum()
            return self.moment(expr, (turned.reshape(1, *shape), axis))
        finally:
            self.masks = outer
            self.leave("ω'", before)

    def moment(self, expr: Expect, over: tuple[Floats, int] | None) -> Value:
        def mean(value: Value) -> Value:
            if over is None:
                raise Unevaluable("an expectation inside an expectation")
            weight, axis = over
            spread = weight.reshape(weight.shape + (1,) * value.own)
            return Value((value.array * spread).sum(axis=1 + axis, keepdims=True), value.own, value.row)

        values = [self.value(b) for b in expr.body]
        if expr.op == "E":
            return mean(values[0])
        if any(v.own for v in values):
            if max(v.own for v in values) == 1 and not any(v.row for v in values):  # the covariance matrix of vectors
                left, right = values[0], Value(values[-1].array, 1, True)
                centre = product(mean(left), mean(right))
                return added(mean(product(left, right)), Value(-centre.array, 2))
            raise Unevaluable("a variance of something that is not a scalar")
        joint = mean(product(values[0], values[-1]))
        return added(joint, Value(-product(mean(values[0]), mean(values[-1])).array))

    def probability(self, symbol: Symbol) -> Floats:
        names = (
            [symbol.defined_by]
            if symbol.defined_by
            else [s.name for s in self.draws.symbols if s.domain == "probability"]
        )
        if len(names) != 1 or names[0] not in self.draws.values:
            raise Unevaluable("the probability of the masks is not declared")
        p = self.draws.values[names[0]]
        return p.reshape(p.shape[0], *(1,) * AXES)

    # ---- the rest ------------------------------------------------------------------------------------------------

    def rows(self, expr: Rows) -> Value:
        cells = [[self.scalar(cell, "an entry").array for cell in row] for row in expr.rows]
        shape = np.broadcast_shapes(*(cell.shape for row in cells for cell in row))
        grid = np.stack([np.stack([np.broadcast_to(c, shape) for c in row], axis=-1) for row in cells], axis=-2)
        return Value(grid[..., 0], 1) if grid.shape[-1] == 1 else Value(grid, 2)

    def cases(self, expr: Cases) -> Value:
        result: Floats | None = None
        for value, test in reversed(expr.branches):
            branch = self.scalar(value, "a case").array
            if test is None:
                result = branch
            else:
                holds = self.value(test).array
                result = np.where(holds > 0, branch, np.nan if result is None else result)
        if result is None:
            raise Unevaluable("cases without a branch")
        return Value(result)

    def call(self, expr: Call) -> Value:
        from viva.checking.functions import FUNCTIONS

        rule = FUNCTIONS.get(expr.name)
        if rule is None:
            raise Unevaluable(f"{expr.name} is not computed")
        value: Value = rule(self, expr.args)
        return value


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


def dropped_after(items: tuple[Expr, ...], position: int, own: int) -> int:
    """How many of the axes after `position` have been taken away already."""
    return sum(not isinstance(item, Colon) for item in items[position + 1 : own])


_RULES: dict[type, Callable[[_Evaluator, Any], Value]] = {
    Num: _Evaluator.num,
    Sym: _Evaluator.sym,
    Colon: _Evaluator.colon,
    Index: _Evaluator.index,
    Neg: _Evaluator.neg,
    Add: _Evaluator.add,
    Mul: _Evaluator.mul,
    Dot: _Evaluator.dot,
    Had: _Evaluator.had,
    Div: _Evaluator.div,
    Pow: _Evaluator.pow,
    Transpose: _Evaluator.transpose,
    Norm: _Evaluator.norm,
    Call: _Evaluator.call,
    Apply: value_of,
    Slope: slope_of,
    Test: _Evaluator.test,
    Fold: _Evaluator.fold,
    Expect: _Evaluator.expect,
    Rows: _Evaluator.rows,
    Cases: _Evaluator.cases,
}
