r"""The sizes of vectors and matrices that nobody declared, from the products and sums that they stand in.

>>> from viva.reading.parser import parse
>>> solve((parse(r"X^\top (X w - y)"),), {"X": 2, "w": 1, "y": 1})
{'X': ('dim1', 'dim2'), 'w': ('dim2',), 'y': ('dim1',)}
>>> solve((parse(r"X w y"),), {"X": 2, "w": 1, "y": 1}) is None
True

Every symbol gets one size for each of its axes; a product makes the inner ones equal, a sum all of them, an inverse or
a trace makes a matrix square. What nothing makes equal stays different, so that products cannot commute, nor a matrix
stand for its transpose, by accident. Vectors are columns. This is unification of sizes, after Robinson (1965); whether
a letter is a scalar, a vector or a matrix is the matter of `viva.checking.undeclared.sorts`.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from viva.checking.evaluating.applied import acts_by_entry
from viva.checking.evaluating.factors import FACTORS, SINGULAR, SYMMETRIC
from viva.checking.evaluating.spectra import EIGEN
from viva.reading import syntax as tree
from viva.reading import trees

ENTRYWISE = frozenset(
    "exp log sin cos tan sinh cosh tanh floor ceil arcsin arccos arctan sqrt sign log1p expm1 cot sec csc round "
    "sigmoid softplus relu softmax sech csch coth erf normcdf normpdf factorial".split()
)


class Misfit(Exception):
    """Shapes that cannot go together, whatever the sizes are."""


@dataclass(frozen=True)
class Shape:
    """The axes of a value, as numbers of sizes; `row` tells a transposed vector."""

    axes: tuple[int, ...] = ()
    row: bool = False


SCALAR = Shape()


@dataclass
class Sizes:
    """Sizes by number, some of which have turned out to be the same; and the symbols' axes."""

    axes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    parent: list[int] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)  # sizes with a name in the text: the n of Σ_{i=1}^n
    letters: dict[str, int] = field(default_factory=dict)  # what an index in scope runs over

    def fresh(self) -> int:
        self.parent.append(len(self.parent))
        return len(self.parent) - 1

    def find(self, size: int) -> int:
        while self.parent[size] != size:
            self.parent[size] = self.parent[self.parent[size]]
            size = self.parent[size]
        return size

    def same(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        if a != b:
            self.parent[max(a, b)] = min(a, b)

    def all_same(self, a: Shape, b: Shape) -> None:
        if len(a.axes) != len(b.axes):
            raise Misfit
        for x, y in zip(a.axes, b.axes, strict=True):
            self.same(x, y)

    def name(self, name: str) -> int:
        if name not in self.named:
            self.named[name] = self.fresh()
        return self.named[name]

    def letter(self, name: str) -> int:
        if name not in self.letters:
            self.letters[name] = self.fresh()
        return self.letters[name]

    # ---- expressions -------------------------------------------------------------------------------------------

    def shape(self, expr: tree.Expr) -> Shape:
        """The shape of the value. Raises `Misfit`."""
        rule = _RULES.get(type(expr))
        return SCALAR if rule is None else rule(self, expr)

    def sym(self, expr: tree.Sym) -> Shape:
        axes = self.axes.get(expr.name)
        if axes is None and expr == tree.IDENTITY:
            size = self.fresh()
            return Shape((size, size))
        if expr == tree.ONES:
            return Shape((self.fresh(),))
        return Shape(axes) if axes else SCALAR

    def neg(self, expr: tree.Neg) -> Shape:
        return self.shape(expr.arg)

    def add(self, expr: tree.Add) -> Shape:
        return self.sum([self.shape(term) for term in expr.terms])

    def mul(self, expr: tree.Mul) -> Shape:
        product = self.shape(expr.factors[0])
        for factor in expr.factors[1:]:
            product = self.product(product, self.shape(factor))
        return product

    def dot(self, expr: tree.Dot) -> Shape:
        a, b = self.shape(expr.left), self.shape(expr.right)
        if len(a.axes) == len(b.axes) == 1 and a.row == b.row:
            self.all_same(a, b)
            return SCALAR
        return self.product(a, b)

    def had(self, expr: tree.Had) -> Shape:
        a, b = self.shape(expr.left), self.shape(expr.right)
        if a.axes and b.axes:
            self.all_same(a, b)
        return a if a.axes else b

    def div(self, expr: tree.Div) -> Shape:
        a, b = self.shape(expr.top), self.shape(expr.bottom)
        if not b.axes:
            return a
        if len(a.axes) == len(b.axes) == 1:
            self.all_same(a, b)
            return a
        raise Misfit

    def pow(self, expr: tree.Pow) -> Shape:
        return self.power(self.shape(expr.base), expr.exponent)

    def transpose(self, expr: tree.Transpose) -> Shape:
        shape = self.shape(expr.arg)
        return Shape(shape.axes[::-1], len(shape.axes) == 1 and not shape.row)

    def norm(self, expr: tree.Norm) -> Shape:
        self.shape(expr.arg)
        return SCALAR

    def apply(self, expr: tree.Apply) -> Shape:
        shapes = [self.shape(arg) for arg in expr.args]
        own = self.shape(expr.function)
        return shapes[0] if not own.axes and acts_by_entry(expr) else own

    def slope(self, expr: tree.Slope) -> Shape:
        self.shape(expr.body)
        return self.shape(expr.by) if any(node == expr.by for node in trees.walk(expr.body)) else SCALAR

    def expect(self, expr: tree.Expect) -> Shape:
        shapes = [self.shape(item) for item in expr.body]
        return shapes[0]

    def rows(self, expr: tree.Rows) -> Shape:
        return Shape(tuple(self.fresh() for n in (len(expr.rows), len(expr.rows[0])) if n > 1))

    def inside(self, expr: tree.Test) -> Shape:
        for child in trees.children(expr):
            self.shape(child)
        return SCALAR

    def cases(self, expr: tree.Cases) -> Shape:
        for _, test in expr.branches:
            if test is not None:
                self.shape(test)
        shapes = [self.shape(value) for value, _ in expr.branches if value != tree.Num(Fraction(0))]
        return self.sum(shapes) if shapes else SCALAR

    def sum(self, shapes: list[Shape]) -> Shape:
        first = next((s for s in shapes if s.axes), SCALAR)
        for shape in shapes:
            if shape.axes and shape.row != first.row:
                raise Misfit
            if shape.axes:
                self.all_same(first, shape)
            elif len(first.axes) == 2:
                raise Misfit
        return first

    def product(self, a: Shape, b: Shape) -> Shape:
        if not a.axes or not b.axes:
            return a if a.axes else b
        if len(a.axes) == 2:
            if len(b.axes) == 1 and b.row:
                raise Misfit
            self.same(a.axes[1], b.axes[0])
            return Shape((a.axes[0], *b.axes[1:]))
        if len(b.axes) == 2:
            if not a.row:
                raise Misfit
            self.same(a.axes[0], b.axes[0])
            return Shape((b.axes[1],), True)
        if a.row and not b.row:
            self.same(a.axes[0], b.axes[0])
            return SCALAR
        if not a.row and b.row:
            return Shape((a.axes[0], b.axes[0]))
        raise Misfit

    def power(self, base: Shape, exponent: tree.Expr) -> Shape:
        if self.shape(exponent).axes:
            raise Misfit
        if len(base.axes) == 2:
            self.same(*base.axes)
        elif base.axes and (exponent != tree.Num(Fraction(2)) or base.row):
            raise Misfit
        return base

    def indexed(self, expr: tree.Index) -> Shape:
        base = self.shape(expr.base)
        if len(expr.indices) > len(base.axes):
            raise Misfit
        kept = list(base.axes[len(expr.indices) :])
        for size, item in zip(base.axes, expr.indices, strict=False):
            if isinstance(item, tree.Colon):
                kept.append(size)
            elif isinstance(item, tree.Sym):
                self.same(size, self.letter(item.name))
        return Shape(tuple(kept))

    def fold(self, expr: tree.Fold) -> Shape:
        before = self.letters.get(expr.index)
        named = isinstance(expr.upper, tree.Sym) and expr.upper.name != r"\infty"
        size = self.name(expr.upper.name) if named and isinstance(expr.upper, tree.Sym) else self.fresh()
        self.letters[expr.index] = size
        try:
            body = self.shape(expr.body)
        finally:
            if before is None:
                del self.letters[expr.index]
            else:
                self.letters[expr.index] = before
        return Shape((*body.axes, size)) if expr.op == "list" else body

    def call(self, expr: tree.Call) -> Shape:
        shapes = [
            self.shape(arg) for arg in expr.args if not isinstance(arg, tree.Sym) or expr.name not in ("eye", "ones")
        ]
        first = shapes[0] if shapes else SCALAR
        if expr.name in ("eye", "ones"):
            size = self.name(expr.args[0].name) if isinstance(expr.args[0], tree.Sym) else self.fresh()
            return Shape((size, size) if expr.name == "eye" else (size,))
        if expr.name in ENTRYWISE or expr.name == "lim":
            return first
        if expr.name == "diag" and len(shapes) == 1:
            if len(first.axes) == 2:
                self.same(*first.axes)
                return first
            size = first.axes[0] if first.axes else self.fresh()
            return Shape((size, size))
        if expr.name in ("tr", "det", *EIGEN) and first.axes:
            if len(first.axes) != 2:
                raise Misfit
            self.same(*first.axes)
        if expr.name in ("inner", "dot") and len(shapes) == 2:
            self.all_same(*shapes)
        if expr.name in FACTORS:
            return self.factor(expr, first)
        if expr.name == "within" and len(shapes) == 2:  # the norm of a vector that a matrix gives
            self.product(self.product(Shape(first.axes, True), shapes[1]), first)
        if expr.name == "solve" and len(shapes) == 2:
            return self.product(first, shapes[1])
        if expr.name == "tensor" and len(first.axes) == len(shapes[-1].axes) > 0:
            if len(first.axes) == 1:
                return Shape((first.axes[0], shapes[-1].axes[0]))
            return Shape((self.fresh(), self.fresh()))
        if expr.name in ("max", "min") and len(shapes) > 1:
            return next((shape for shape in shapes if shape.axes), SCALAR)
        return SCALAR

    def factor(self, expr: tree.Call, matrix: Shape) -> Shape:
        """A factor of a decomposition: vectors are columns, as many as there are values."""
        if len(matrix.axes) != 2:
            raise Misfit
        rows, columns = matrix.axes
        if expr.name not in SINGULAR:
            self.same(rows, columns)
            return Shape((rows,)) if expr.name == SYMMETRIC[1] else matrix
        rank = self.name("rank" + "".join(c for name in sorted(trees.names(expr.args[0])) for c in name if c.isalnum()))
        return Shape({"left vectors": (rows, rank), "right vectors": (columns, rank)}.get(expr.name, (rank,)))


# One line a kind of node; the kinds that are not named are scalars. Looked up, as matching one by one takes long.
_RULES: dict[type, Callable[[Sizes, Any], Shape]] = {
    tree.Sym: Sizes.sym,
    tree.Neg: Sizes.neg,
    tree.Add: Sizes.add,
    tree.Mul: Sizes.mul,
    tree.Dot: Sizes.dot,
    tree.Had: Sizes.had,
    tree.Div: Sizes.div,
    tree.Pow: Sizes.pow,
    tree.Transpose: Sizes.transpose,
    tree.Norm: Sizes.norm,
    tree.Index: Sizes.indexed,
    tree.Fold: Sizes.fold,
    tree.Call: Sizes.call,
    tree.Apply: Sizes.apply,
    tree.Slope: Sizes.slope,
    tree.Expect: Sizes.expect,
    tree.Rows: Sizes.rows,
    tree.Test: Sizes.inside,
    tree.Cases: Sizes.cases,
}


def solve(exprs: Iterable[tree.Expr], axes: Mapping[str, int]) -> dict[str, tuple[str, ...]] | None:
    """The sizes of every symbol, by name, if the expressions have a value: `axes` says how many axes each one has.

    Sizes that the expressions name keep their names. None where shapes do not fit together.
    """
    sizes = Sizes()
    for name, count in axes.items():
        sizes.axes[name] = tuple(sizes.fresh() for _ in range(count))
    try:
        for expr in exprs:
            sizes.shape(expr)
    except Misfit:
        return None
    names: dict[int, str] = {}
    for name, size in sizes.named.items():
        names.setdefault(sizes.find(size), name)
    solved = {}
    for symbol in axes:
        for size in sizes.axes[symbol]:
            names.setdefault(sizes.find(size), f"dim{len(names) + 1}")
        solved[symbol] = tuple(names[sizes.find(size)] for size in sizes.axes[symbol])
    return solved
