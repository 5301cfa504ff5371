r"""A family of terms from its first and last one: `a_1, …, a_n`."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

from viva.reading.syntax import ONE, Expr, Num, Sym, Unreadable
from viva.reading.trees import substitute


def generalise(first: Expr, last: Expr, index: str) -> tuple[Expr, Expr]:
    """The family of which `first` has index 1 and `last` has its size: (family in `index`, size)."""
    size: list[Expr] = []

    def unify(a: Expr, b: Expr) -> Expr:
        if a == b:
            return a
        if a == ONE and isinstance(b, Sym | Num):
            size.append(b)
            return Sym(index)
        if type(a) is not type(b):
            raise Unreadable("the terms around “…” follow no plain pattern")
        return _zip(a, b, unify)

    family = unify(first, last)
    if len(set(size)) != 1:
        raise Unreadable("the terms around “…” follow no plain pattern")
    return family, size[0]


def _zip(a: Expr, b: Expr, unify: object) -> Expr:

    parts: dict[str, object] = {}
    for f in fields(a):
        x, y = getattr(a, f.name), getattr(b, f.name)
        if (
            isinstance(x, tuple)
            and isinstance(y, tuple)
            and len(x) == len(y)
            and all(not isinstance(i, tuple | str) for i in x)
        ):
            parts[f.name] = tuple(unify(i, j) for i, j in zip(x, y, strict=True))  # type: ignore[operator]
        elif x == y:
            parts[f.name] = x
        elif isinstance(x, str | Fraction | tuple) or x is None or y is None:
            raise Unreadable("the terms around “…” follow no plain pattern")
        else:
            parts[f.name] = unify(x, y)  # type: ignore[operator]
    return type(a)(**parts)  # type: ignore[arg-type]


def member(family: Expr, number: int) -> Expr:

    return substitute(family, {"k'": Num(Fraction(number))})
