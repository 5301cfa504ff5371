r"""The matrix in front of a new variable: what a change of variables makes of `‖y − Xw‖² + ‖Γw‖²` or of `X w`.

>>> from viva.kinds import Symbol
>>> from viva.reading.notation import render
>>> from viva.reading.parser import parse
>>> symbols = tuple(Symbol(name, shape) for name, shape in
...     (("X", ("n", "d")), ("y", ("n",)), ("A", ("d", "d")), ("w", ("d",)), (r"\lambda", ())))
>>> render(in_penalised([parse(r"\|y - X A^{-1} v\|^2 + \|v\|^2", symbols)]), "unicode")
'X A^(−1)'
>>> in_penalised([parse(r"\|y - X w\|^2 + \|A w\|^2", symbols)]) is None  # no norm of a variable alone
True

A sum of squared norms, one of which is of a single variable, is a ridge problem; its data matrix is what stands in
front of that variable in the other norm. Only linear expressions are taken apart: where the variable stands
anywhere else, there is nothing in front of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from viva.reading.syntax import Add, Div, Dot, Expr, Mul, Neg, Norm, Sym, add, mul
from viva.reading.trees import free_names, walk


def in_penalised(terms: Sequence[Expr]) -> Expr | None:
    """The matrix of `‖y − M v‖² + c ‖v‖²`, whose terms may also stand apart."""
    norms = [node for expr in terms for node in walk(expr) if isinstance(node, Norm)]
    alone = {node.arg.name for node in norms if isinstance(node.arg, Sym)}
    others = [node.arg for node in norms if not isinstance(node.arg, Sym)]
    if len(norms) != 2 or len(alone) != 1 or len(others) != 1:
        return None
    (variable,) = alone
    return in_residual(others[0], variable)


def in_residual(expr: Expr, variable: str) -> Expr | None:
    """The M of `y − M v` or `M v − y`."""
    if not isinstance(expr, Add) or len(expr.terms) != 2:
        return None
    with_it = [term for term in expr.terms if variable in free_names(term)]
    rest = [term for term in expr.terms if variable not in free_names(term)]
    if len(with_it) != 1 or len(rest) != 1:
        return None
    negative = isinstance(with_it[0], Neg)
    if negative == isinstance(rest[0], Neg):
        return None
    return in_front(with_it[0].arg if isinstance(with_it[0], Neg) else with_it[0], variable)


def in_front(expr: Expr, variable: str) -> Expr | None:
    """The M of `M v`; None where the expression is not linear in v, or is v itself."""
    if isinstance(expr, Neg):
        inner = in_front(expr.arg, variable)
        return None if inner is None else Neg(inner)
    if isinstance(expr, Div) and variable not in free_names(expr.bottom):
        inner = in_front(expr.top, variable)
        return None if inner is None else Div(inner, expr.bottom)
    if isinstance(expr, Add):
        terms = [in_front(term, variable) for term in expr.terms]
        return add(*(t for t in terms if t is not None)) if None not in terms else None
    factors = expr.factors if isinstance(expr, Mul) else (expr.left, expr.right) if isinstance(expr, Dot) else ()
    if not factors or any(variable in free_names(factor) for factor in factors[:-1]):
        return None
    if factors[-1] == Sym(variable):
        return mul(*factors[:-1])
    inner = in_front(factors[-1], variable)
    return None if inner is None else mul(*factors[:-1], inner)
