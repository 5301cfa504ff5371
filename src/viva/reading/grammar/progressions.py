r"""A sum whose terms step by one, told by its first and last terms: `g_t + b g_{t-1} + … + b^{t-1} g_1`.

>>> from viva.reading.notation import render
>>> from viva.reading.parser import parse
>>> render(parse(r"g_t + b g_{t-1} + \dots + b^{t-1} g_1"), "ascii")
"sum_{k'=0}^{t - 1} b^(k')*g_{t - k'}"

From one term to the next, whole numbers and exponents go up or down by one, and nothing else changes; all terms that
stand there must fit, the last one as well. What follows another pattern is no sum of this kind.
"""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction

from viva.reading.syntax import ONE, Add, Dot, Expr, Fold, Mul, Neg, Num, Pow, Sym, Unreadable
from viva.reading.trees import free_names, rebuild, substitute

INDEX = "k'"
_NONE = Fraction(0)
_ZERO = Num(_NONE)
_NO_PATTERN = "the terms around “…” follow no plain pattern"


def progression(terms: list[Expr], last: Expr) -> Expr:
    """The sum of the terms, all that go on like them, and the last one. Raises `Unreadable`."""
    if len(terms) < 2 or INDEX in free_names(last):
        raise Unreadable(_NO_PATTERN)
    terms, last = [_with_factors(term) for term in terms], _with_factors(last)
    family = _step(terms[0], terms[1])
    for number, term in enumerate(terms):
        if _member(family, Num(Fraction(number))) != _tidy(term):
            raise Unreadable(_NO_PATTERN)
    for end in _ends(family, last):
        if _member(family, end) == _tidy(last):
            return Fold("sum", INDEX, _ZERO, _tidy(end), (), family)
    raise Unreadable(_NO_PATTERN)


def _with_factors(term: Expr) -> Expr:
    """`β²·g` as β² times g: no inner product has a power on its left."""
    if isinstance(term, Dot) and isinstance(term.left.base if isinstance(term.left, Pow) else term.left, Sym):
        return Mul((term.left, term.right))
    return term


def _member(family: Expr, at: Expr) -> Expr:
    return _tidy(substitute(family, {INDEX: at}))


def _step(first: Expr, second: Expr) -> Expr:
    """The term of number `INDEX`, where the first one has number 0."""
    if first == second:
        return first
    if isinstance(first, Num) and isinstance(second, Num):
        return _counted(first, second.value - first.value)
    if first == ONE and isinstance(second, Sym):
        return Pow(second, Sym(INDEX))
    if isinstance(second, Pow) and second.base == first and second.exponent == Num(Fraction(2)):
        return Pow(first, _counted(ONE, Fraction(1)))
    if isinstance(second, Add) and len(second.terms) == 2 and second.terms[0] == first:
        sign, step = (-1, second.terms[1].arg) if isinstance(second.terms[1], Neg) else (1, second.terms[1])
        if step == ONE:
            return Add((first, Sym(INDEX) if sign > 0 else Neg(Sym(INDEX))))
    if isinstance(second, Mul) and not (isinstance(first, Mul) and len(first.factors) == len(second.factors)):
        return _new_factor(first, second)
    if type(first) is not type(second):
        raise Unreadable(_NO_PATTERN)
    parts: dict[str, object] = {}
    for f in fields(first):
        x, y = getattr(first, f.name), getattr(second, f.name)
        if x == y:
            continue
        if isinstance(x, tuple) and isinstance(y, tuple) and len(x) == len(y):
            if not all(isinstance(item, Expr) for item in (*x, *y)):
                raise Unreadable(_NO_PATTERN)
            parts[f.name] = tuple(_step(i, j) for i, j in zip(x, y, strict=True))
        elif isinstance(x, Expr) and isinstance(y, Expr):
            parts[f.name] = _step(x, y)
        else:
            raise Unreadable(_NO_PATTERN)
    return replace(first, **parts)  # type: ignore[arg-type]


def _counted(start: Num, step: Fraction) -> Expr:
    if abs(step) != 1:
        raise Unreadable(_NO_PATTERN)
    moved: Expr = Sym(INDEX) if step > 0 else Neg(Sym(INDEX))
    return moved if not start.value and step > 0 else Add((start, moved))


def _new_factor(first: Expr, second: Mul) -> Expr:
    """`g_t`, `b g_{t-1}`: what is to the power 0 in the first term is not written there."""
    mine = list(first.factors) if isinstance(first, Mul) else [first]
    if len(second.factors) != len(mine) + 1:
        raise Unreadable(_NO_PATTERN)
    for k, factor in enumerate(second.factors):
        rest = second.factors[:k] + second.factors[k + 1 :]
        try:
            steps = [_step(a, b) for a, b in zip(mine, rest, strict=True)]
        except Unreadable:
            continue
        steps.insert(k, Pow(factor, Sym(INDEX)))
        return Mul(tuple(steps))
    raise Unreadable(_NO_PATTERN)


def _ends(family: Expr, last: Expr) -> list[Expr]:
    """Of what number the last term may be: what stands in the place of the index in an exponent or a subscript."""
    found: list[Expr] = []

    def pair(a: Expr, b: Expr) -> None:
        if INDEX not in free_names(a) or len(found) > 8:
            return
        if isinstance(a, Pow) and not (isinstance(b, Pow) and b.base == a.base):
            if b == a.base:
                pair(a.exponent, ONE)
        elif _is_linear(a) and _is_linear(b):
            own, other = _linear(a), _linear(b)
            sign = own.pop(INDEX, _NONE)
            if abs(sign) == 1:
                found.append(_as_sum({n: (other.get(n, _NONE) - own.get(n, _NONE)) * sign for n in own | other}))
        elif type(a) is type(b):
            for f in fields(a):
                x, y = getattr(a, f.name), getattr(b, f.name)
                if isinstance(x, Expr) and isinstance(y, Expr):
                    pair(x, y)
                elif isinstance(x, tuple) and isinstance(y, tuple) and len(x) == len(y):
                    for i, j in zip(x, y, strict=True):
                        if isinstance(i, Expr) and isinstance(j, Expr):
                            pair(i, j)

    pair(family, last)
    return found


# ---- one way of writing ------------------------------------------------------------------------------------


def _tidy(expr: Expr) -> Expr:
    """Sums of whole numbers and letters in one order, without powers of 0 and 1 and factors of 1."""

    def change(node: Expr) -> Expr | None:
        if _is_linear(node) and not isinstance(node, Sym):
            return _as_sum(_linear(node))
        if isinstance(node, Pow):
            base, exponent = _tidy(node.base), _tidy(node.exponent)
            return ONE if exponent == _ZERO else base if exponent == ONE else Pow(base, exponent)
        if isinstance(node, Mul):
            factors = [factor for factor in map(_tidy, node.factors) if factor != ONE]
            return Mul(tuple(factors)) if len(factors) > 1 else factors[0] if factors else ONE
        return None

    return rebuild(expr, change)


def _is_linear(expr: Expr) -> bool:
    if isinstance(expr, Add):
        return all(map(_is_linear, expr.terms))
    return _is_linear(expr.arg) if isinstance(expr, Neg) else isinstance(expr, Sym | Num)


def _linear(expr: Expr, sign: int = 1, found: dict[str, Fraction] | None = None) -> dict[str, Fraction]:
    """The letters with how often they are added, the number under ""."""
    found = {} if found is None else found
    if isinstance(expr, Sym):
        found[expr.name] = found.get(expr.name, Fraction(0)) + sign
    elif isinstance(expr, Num):
        found[""] = found.get("", Fraction(0)) + sign * expr.value
    elif isinstance(expr, Neg):
        _linear(expr.arg, -sign, found)
    elif isinstance(expr, Add):
        for term in expr.terms:
            _linear(term, sign, found)
    return found


def _as_sum(parts: dict[str, Fraction]) -> Expr:
    terms: list[Expr] = []
    for name in sorted(parts, key=lambda n: (parts[n] < 0 or not n, n)):  # `t - 1`, not `-1 + t`
        value = parts[name]
        size = Num(abs(value))
        term: Expr = size if not name else Sym(name) if abs(value) == 1 else Mul((size, Sym(name)))
        if value:
            terms.append(Neg(term) if value < 0 else term)
    return _ZERO if not terms else terms[0] if len(terms) == 1 else Add(tuple(terms))
