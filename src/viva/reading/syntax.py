r"""The syntax tree of an expression: a dozen frozen records, no behaviour beyond walking.

    Num 2 · Sym \tilde w · Index X_{ij} · Add · Neg · Mul (products keep their order) · Div · Pow · Had ⊙
    Transpose · Norm · Call exp(x) · Apply p(x|z) · Slope ∇ · Fold Σ_{j≠i} · Expect E[·] · Rows matrices · Cases
    Test [i=j] · Colon · Chain a = b → c

Names are canonical: LaTeX for Greek letters (`\gamma`), accents with a space (`\tilde w`), fonts dropped, case kept,
`\partial L/\partial y` for a family of derivatives whose indices stand in an `Index`. Three names are reserved:
`I` (identity) and `\mathbf 1` (all ones), both of a size that the evaluator finds, and `\infty`.

>>> from viva.reading.parser import parse
>>> parse(r"\frac{1}{n}\sum_j x_j")
Mul(factors=(Div(top=Num(value=Fraction(1, 1)), bottom=Sym(name='n')),
    Fold(op='sum', index='j', lower=None, upper=None, tests=(),
    body=Index(base=Sym(name='x'), indices=(Sym(name='j'),)), within='')))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import TypeAlias


class Unreadable(Exception):
    """Text that is not understood; `reason` is for a person to read."""

    def __init__(self, reason: str, at: int = -1):
        super().__init__(reason)
        self.reason = reason
        self.at = at  # offset in the text that was given; -1 where there is none


@dataclass(frozen=True)
class Num:
    """A number, exact."""

    value: Fraction


@dataclass(frozen=True)
class Sym:
    """A symbol by its canonical name."""

    name: str


@dataclass(frozen=True)
class Colon:
    """A whole axis, as in `X_{:,j}`."""


@dataclass(frozen=True)
class Index:
    """`base` at `indices`; indices count from 1."""

    base: Expr
    indices: tuple[Expr, ...]


@dataclass(frozen=True)
class Neg:
    """The negative of `arg`."""

    arg: Expr


@dataclass(frozen=True)
class Add:
    """A sum of at least two terms."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True)
class Mul:
    """A product of at least two factors, in order: of numbers, of matrices, of a matrix and a vector."""

    factors: tuple[Expr, ...]


@dataclass(frozen=True)
class Dot:
    """`a · b`: an inner product where both are vectors, otherwise like `Mul`."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Had:
    """The product entry by entry, `a ⊙ b`."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Div:
    """A quotient; vectors and matrices may be divided by scalars."""

    top: Expr
    bottom: Expr


@dataclass(frozen=True)
class Pow:
    """A power; of a square matrix with an integer exponent, too. `X^{-1}` is the inverse."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True)
class Transpose:
    """The transpose of a vector or matrix."""

    arg: Expr


@dataclass(frozen=True)
class Norm:
    """`order`: "" (as written), "1", "2", "F", "\\infty"."""

    arg: Expr
    order: str = ""


@dataclass(frozen=True)
class Call:
    """A known function of one or more arguments."""

    name: str
    args: tuple[Expr, ...]


@dataclass(frozen=True)
class Apply:
    """A function that is nothing but its name, `f(x)`, `p(x|z)`: equal arguments give equal values.

    `marks` are the signs between the arguments, one character each: `,` or `|`, or the relation of `P(y = 1)`.
    """

    function: Expr
    args: tuple[Expr, ...]
    marks: str = ""


@dataclass(frozen=True)
class Slope:
    """The derivative of `body` by the symbol `by`."""

    body: Expr
    by: Expr


@dataclass(frozen=True)
class Test:
    """1 where the relation holds, else 0: a Kronecker delta, an indicator, a condition under a sum."""

    __test__ = False  # not a class of tests, for pytest

    op: str  # = ≠ < > ≤ ≥
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Fold:
    """`op` (sum, prod, max, min, mean, integral) of `body` over `index`, from `lower` to `upper` (None: all its range).

    `within` is the set that the index is taken from, as it is written, where that is more than a name.
    """

    op: str
    index: str
    lower: Expr | None
    upper: Expr | None
    tests: tuple[Test, ...]
    body: Expr
    within: str = ""


@dataclass(frozen=True)
class Expect:
    """Expectation `E`, variance `Var` or covariance `Cov` of `body`, over `over` where that was written.

    `law` names the distribution, where it was written: the q of `E_{z∼q}`.
    """

    op: str
    body: tuple[Expr, ...]
    over: tuple[str, ...] = ()
    law: str = ""


@dataclass(frozen=True)
class Rows:
    """A matrix of entries, row by row; a single column is a vector."""

    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True)
class Cases:
    """The first branch whose test holds; `None` is "otherwise"."""

    branches: tuple[tuple[Expr, Test | None], ...]


@dataclass(frozen=True)
class Chain:
    """Sides joined by relations: `a = b ≈ c`. At least two sides."""

    sides: tuple[Expr, ...]
    relations: tuple[str, ...]  # one fewer: = ≈ → ≤ ≥ < > ≠ ∝ ⇔ ⇒


Expr: TypeAlias = (
    Num
    | Sym
    | Colon
    | Index
    | Neg
    | Add
    | Mul
    | Dot
    | Had
    | Div
    | Pow
    | Transpose
    | Norm
    | Call
    | Apply
    | Slope
    | Test
    | Fold
    | Expect
    | Rows
    | Cases
)

ONE = Num(Fraction(1))
ZERO = Num(Fraction(0))
MINUS_ONE = Num(Fraction(-1))
ONES = Sym(r"\mathbf 1")
IDENTITY = Sym("I")


def add(*terms: Expr) -> Expr:
    """A flat sum of the terms."""
    flat: list[Expr] = []
    for term in terms:
        flat.extend(term.terms if isinstance(term, Add) else (term,))
    return flat[0] if len(flat) == 1 else Add(tuple(flat))


def mul(*factors: Expr) -> Expr:
    """A flat product of the factors, in order."""
    flat: list[Expr] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Mul) else (factor,))
    return flat[0] if len(flat) == 1 else Mul(tuple(flat))


_HOLDING: dict[type, tuple[str, ...]] = {}


def _holding(expr: Expr) -> tuple[str, ...]:
    """The fields of a kind of node that hold expressions: looked up once, as every walk needs them."""
    names = _HOLDING.get(type(expr))
    if names is None:
        names = tuple(f.name for f in fields(expr) if "Expr" in str(f.type) or "Test" in str(f.type))
        _HOLDING[type(expr)] = names
    return names


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside this one; kept with the node, as every walk asks for them."""
    kept: tuple[Expr, ...] | None = expr.__dict__.get(_KEPT)
    if kept is None:
        found: list[Expr] = []
        for name in _holding(expr):
            value = getattr(expr, name)
            if type(value) is tuple:
                _flatten(value, found)
            elif value is not None:
                found.append(value)
        kept = expr.__dict__[_KEPT] = tuple(found)
    return kept


_KEPT, _WALKED, _FREE = "children", "walked", "free"  # no fields: equality, hashes and `replace` know nothing of it


def _flatten(items: tuple[object, ...], found: list[Expr]) -> None:
    for item in items:
        if type(item) is tuple:
            _flatten(item, found)
        elif item is not None:
            found.append(item)  # type: ignore[arg-type]


def walk(expr: Expr) -> Iterator[Expr]:
    """This expression and all inside it, outermost first; kept with the node, as the same trees are walked often."""
    kept: tuple[Expr, ...] | None = expr.__dict__.get(_WALKED)
    if kept is None:
        found, stack = list[Expr](), [expr]
        while stack:
            node = stack.pop()
            found.append(node)
            if type(node) is not Sym and type(node) is not Num:
                stack += reversed(children(node))
        kept = expr.__dict__[_WALKED] = tuple(found)
    return iter(kept)


def rebuild(expr: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """The expression with every outermost node for which `change` gives one replaced by it."""
    new = change(expr)
    if new is not None:
        return new
    if type(expr) is Sym or type(expr) is Num:
        return expr
    changed = {}
    for name in _holding(expr):
        old = getattr(expr, name)
        mapped = _map(old, change)
        if mapped is not old:
            changed[name] = mapped
    return replace(expr, **changed) if changed else expr  # type: ignore[arg-type]


def _map(value: object, change: Callable[[Expr], Expr | None]) -> object:
    if type(value) is tuple:
        items = [_map(item, change) for item in value]
        for old, new in zip(value, items, strict=True):
            if old is not new:
                return tuple(items)
        return value
    return value if value is None else rebuild(value, change)  # type: ignore[arg-type]


def names(expr: Expr) -> set[str]:
    """All symbol names in the expression, those of bound indices included."""
    return {node.name for node in walk(expr) if isinstance(node, Sym)}


def free_names(expr: Expr) -> set[str]:
    """The symbol names that no sum inside the expression binds; kept with the node, like its children."""
    kept: frozenset[str] | None = expr.__dict__.get(_FREE)
    if kept is not None:
        return set(kept)
    found: set[str] = set()
    stack = [expr]
    while stack:
        node = stack.pop()
        if type(node) is Sym:
            found.add(node.name)
        elif type(node) is Fold:
            inner: set[str] = set()
            for child in children(node):
                inner |= free_names(child)
            found |= inner - {node.index}
        elif type(node) is not Num:
            stack += children(node)
    expr.__dict__[_FREE] = frozenset(found)
    return found


def rename(expr: Expr, new: dict[str, str]) -> Expr:
    """The expression with free symbols renamed."""
    return substitute(expr, {old: Sym(name) for old, name in new.items()})


def substitute(expr: Expr, values: dict[str, Expr]) -> Expr:
    """The expression with free symbols replaced by expressions. Sums that would capture a name get a fresh index."""
    if not values:
        return expr

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Sym):
            return values.get(node.name)
        if isinstance(node, Fold):
            inner = {k: v for k, v in values.items() if k != node.index}
            if not inner:
                return node
            index = node.index
            body, tests = node.body, node.tests
            if any(index in free_names(v) for v in inner.values()):
                fresh = index + "'"
                body = rename(body, {index: fresh})
                tests = tuple(rename(t, {index: fresh}) for t in tests)  # type: ignore[misc]
                index = fresh
            return Fold(
                node.op,
                index,
                substitute(node.lower, values) if node.lower is not None else None,
                substitute(node.upper, values) if node.upper is not None else None,
                tuple(substitute(t, inner) for t in tests),  # type: ignore[misc]
                substitute(body, inner),
                node.within,
            )
        return None

    return rebuild(expr, change)
