r"""One expression at one round of draws: every kind of node has a rule; the values are those of `tensors`.

Indices in scope have an axis each; `enter` and `leave` open and close one. Elements, sums, expectations, functions,
integrals and derivatives are the matter of modules of their own, whose functions take the evaluator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from viva.checking.evaluating.applied import slope_of, value_of
from viva.checking.evaluating.averaging import expectation
from viva.checking.evaluating.draws import Draws, Floats
from viva.checking.evaluating.elements import element_of
from viva.checking.evaluating.folding import fold_of
from viva.checking.evaluating.tensors import (
    AXES,
    COMPARED,
    MAX_ELEMENTS,
    Unevaluable,
    Value,
    added,
    blocks,
    definite_power,
    inner,
    inverse,
    power,
    product,
    root,
    stretched,
)
from viva.reading import syntax as s
from viva.reading import trees

MAX_VISITS = 5_000


class Evaluator:
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

    def run(self, expr: s.Expr, index: tuple[str, ...], ranges: Mapping[str, int]) -> Floats:
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
        if array.shape[0] != self.draws.count:
            array = np.broadcast_to(array, (self.draws.count, *array.shape[1:]))
        array = array.reshape(shape)
        return array if kept == full else np.broadcast_to(array, (self.draws.count, *full, *own))

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

    def range_of(self, name: str, body: s.Expr) -> int | None:
        """How far an index runs, from the axes that it stands at."""
        wanted = s.Sym(name)
        for node in trees.walk(body):
            if isinstance(node, s.Fold) and node.index == name:
                continue
            if isinstance(node, s.Index) and wanted in node.indices:
                shape = self.own_shape(node.base)
                if shape is None or len(shape) < len(node.indices):
                    continue
                if len(shape) == len(node.indices):
                    return shape[node.indices.index(wanted)]
        for node in trees.walk(body):
            if isinstance(node, s.Test) and node.op == "=" and wanted in (node.left, node.right):
                other = node.right if node.left == wanted else node.left
                if isinstance(other, s.Sym) and other.name in self.scope:
                    return int(self.scope[other.name][1].array.size)
                if isinstance(other, s.Sym) and other.name != name and (size := self.range_elsewhere(other.name, body)):
                    return size
        for node in trees.walk(body):  # x_i, a row of x
            if isinstance(node, s.Index) and isinstance(node.base, s.Sym) and node.indices == (wanted,):
                shape = self.own_shape(node.base)
                if shape is not None and len(shape) == 2 and shape[0] != shape[1]:
                    return shape[0]
        return None

    def range_elsewhere(self, name: str, body: s.Expr) -> int | None:
        for node in trees.walk(body):
            if isinstance(node, s.Index) and s.Sym(name) in node.indices:
                shape = self.own_shape(node.base)
                if shape is not None and len(shape) == len(node.indices):
                    return shape[node.indices.index(s.Sym(name))]
        return None

    def own_shape(self, base: s.Expr) -> tuple[int, ...] | None:
        if isinstance(base, s.Sym):
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

    def value(self, expr: s.Expr) -> Value:
        self.visits += 1
        if self.visits > MAX_VISITS:
            raise Unevaluable("too much work")
        result = _RULES[type(expr)](self, expr)
        if result.array.size > MAX_ELEMENTS:
            raise Unevaluable("too much work")
        return result

    def scalar(self, expr: s.Expr, what: str) -> Value:
        value = self.value(expr)
        if value.own:
            raise Unevaluable(f"{what} is not a scalar")
        return value

    def num(self, expr: s.Num) -> Value:
        return self.constant(self.number(expr.value))

    def number(self, value: Fraction) -> Any:
        try:
            return float(value)
        except OverflowError:
            raise Unevaluable("a number of this size is not taken") from None

    def constant(self, value: Any) -> Value:
        return Value(np.full((1,) * (1 + AXES), value))

    def sym(self, expr: s.Sym) -> Value:
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

    def colon(self, expr: s.Colon) -> Value:
        raise Unevaluable("a colon outside a subscript")

    def neg(self, expr: s.Neg) -> Value:
        value = self.value(expr.arg)
        return Value(-value.array, value.own, value.row)

    def add(self, expr: s.Add) -> Value:
        total = self.value(expr.terms[0])
        for term in expr.terms[1:]:
            total = added(total, self.value(term))
        return total

    def mul(self, expr: s.Mul) -> Value:
        value = self.value(expr.factors[0])
        for factor in expr.factors[1:]:
            value = product(value, self.value(factor))
        return value

    def dot(self, expr: s.Dot) -> Value:
        left, right = self.value(expr.left), self.value(expr.right)
        if left.own == right.own == 1 and left.row == right.row:
            return inner(left, right)
        return product(left, right)

    def had(self, expr: s.Had) -> Value:
        left, right = self.value(expr.left), self.value(expr.right)
        if left.own == right.own and left.array.shape[1 + AXES :] == right.array.shape[1 + AXES :]:
            return Value(left.array * right.array, left.own, left.row and right.row)
        if not left.own or not right.own:
            return product(left, right)
        raise Unevaluable("⊙ of different shapes")

    def div(self, expr: s.Div) -> Value:
        top, bottom = self.value(expr.top), self.value(expr.bottom)
        if not bottom.own:
            return Value(top.array / stretched(bottom, top.own), top.own, top.row)
        if top.own == 1 and bottom.own == 1 and top.array.shape[-1] == bottom.array.shape[-1]:
            return Value(top.array / bottom.array, 1, top.row)
        if top.own == 2 and bottom.own == 1 and top.array.shape[-1] == bottom.array.shape[-1] != top.array.shape[-2]:
            return Value(top.array / bottom.array[..., None, :], 2)  # NumPy's way to divide columns
        raise Unevaluable("a division by a vector or a matrix")

    def pow(self, expr: s.Pow) -> Value:
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
        return Value(definite_power(base.array, number), 2)

    def transpose(self, expr: s.Transpose) -> Value:
        value = self.value(expr.arg)
        if value.own == 2:
            return Value(np.swapaxes(value.array, -1, -2), 2)
        return Value(value.array, value.own, not value.row) if value.own else value

    def norm(self, expr: s.Norm) -> Value:
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

    # ---- sums and expectations -------------------------------------------------------------------------------------

    def unknown(self, name: str) -> bool:
        return name not in self.scope and name not in self.draws.values and name not in self.draws.sizes

    def test(self, expr: s.Test) -> Value:
        left, right = self.scalar(expr.left, "a side of a test"), self.scalar(expr.right, "a side of a test")
        return Value(COMPARED[expr.op](left.array, right.array).astype(float))

    # ---- the rest ------------------------------------------------------------------------------------------------

    def rows(self, expr: s.Rows) -> Value:
        values = [[self.value(cell) for cell in row] for row in expr.rows]
        if any(value.own for row in values for value in row):
            return blocks(values)
        cells = [[value.array for value in row] for row in values]
        shape = np.broadcast_shapes(*(cell.shape for row in cells for cell in row))
        grid = np.stack([np.stack([np.broadcast_to(c, shape) for c in row], axis=-1) for row in cells], axis=-2)
        return Value(grid[..., 0], 1) if grid.shape[-1] == 1 else Value(grid, 2)

    def cases(self, expr: s.Cases) -> Value:
        branches = [(self.value(value), test) for value, test in expr.branches]
        if not branches:
            raise Unevaluable("cases without a branch")
        whole = max((value for value, _ in branches), key=lambda value: value.own)
        result: Floats | None = None
        for value, test in reversed(branches):
            if value.own not in (0, whole.own) or (value.own < whole.own and np.any(value.array)):
                raise Unevaluable("cases of several shapes")  # a zero is one of any shape
            branch = value.array if value.own == whole.own else stretched(value, whole.own)
            if test is None:
                result = branch
            else:
                holds = stretched(self.scalar(test, "a condition"), whole.own)
                result = np.where(holds > 0, branch, np.nan if result is None else result)
        if result is None:
            raise Unevaluable("cases without a branch")
        return Value(result, whole.own, whole.row)

    def call(self, expr: s.Call) -> Value:
        from viva.checking.evaluating.functions import FUNCTIONS

        rule = FUNCTIONS.get(expr.name)
        if rule is None:
            raise Unevaluable(f"{expr.name} is not computed")
        value: Value = rule(self, expr.args)
        return value


_RULES: dict[type, Callable[[Evaluator, Any], Value]] = {
    s.Num: Evaluator.num,
    s.Sym: Evaluator.sym,
    s.Colon: Evaluator.colon,
    s.Index: element_of,
    s.Neg: Evaluator.neg,
    s.Add: Evaluator.add,
    s.Mul: Evaluator.mul,
    s.Dot: Evaluator.dot,
    s.Had: Evaluator.had,
    s.Div: Evaluator.div,
    s.Pow: Evaluator.pow,
    s.Transpose: Evaluator.transpose,
    s.Norm: Evaluator.norm,
    s.Call: Evaluator.call,
    s.Apply: value_of,
    s.Slope: slope_of,
    s.Test: Evaluator.test,
    s.Fold: fold_of,
    s.Expect: expectation,
    s.Rows: Evaluator.rows,
    s.Cases: Evaluator.cases,
}
