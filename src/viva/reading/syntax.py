r"""The syntax tree of an expression: frozen records without behaviour (`viva.reading.trees` walks them).

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

from dataclasses import dataclass
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
    """A symbol by its canonical name. They are compared so often that it is spelt out, which is faster."""

    name: str

    def __eq__(self, other: object) -> bool:
        return type(other) is Sym and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


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
