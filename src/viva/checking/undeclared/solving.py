r"""A reply's equation for what the key gives a value to, or another equation that determines it.

An equation holds if it is true where the name has the key's value, and false where that value is disturbed: `w̃ = w/p`
is `w = p w̃`, and a tautology is nothing. If the key gives the value of `A^{-1}`, then `A` is its inverse.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np

from viva.checking.answers.stated import Place, Search
from viva.checking.evaluating.draws import UNIT, Draws, draw
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.checking.undeclared.choosing import exact_side, letters_of
from viva.checking.undeclared.conditions import in_case
from viva.checking.undeclared.inferring import understood
from viva.checking.undeclared.key_forms import BOLD, with_e
from viva.checking.undeclared.sorts import CONSTANTS
from viva.checking.undeclared.versions import same_gradient, same_version
from viva.reading.formulas import Formula
from viva.reading.parser import Parsing
from viva.reading.syntax import (
    MINUS_ONE,
    ONE,
    Add,
    Apply,
    Expr,
    Index,
    Mul,
    Neg,
    Num,
    Pow,
    Sym,
    Unreadable,
)
from viva.reading.trees import free_names, rebuild, substitute, walk


def stated_relation(name: Expr, key: Expr, search: Search, places: Iterable[Place]) -> bool | None:
    """The reply's equation for the key's left side, or another one that determines it."""
    inverse = isinstance(name, Pow) and name.exponent == MINUS_ONE
    base = name.base if isinstance(name, Index) or (isinstance(name, Pow) and inverse) else name
    for place in places:
        for formula in reversed(place.formulas):
            if not formula.relations or any(r not in ("=", "←", "→", "≈") for r in formula.relations):
                continue
            if in_case(formula, place):
                continue
            try:
                left = formula.parse(0, search.known)[0]
            except Unreadable:
                left = None
            if _is_applied(formula, name, search) or (left is not None and same_gradient(left, name)):
                left = name
            later = None if left is None else _steps(left, name)
            letters = None if left is None else _arguments(left, name)
            if (
                left in (name, base)
                or (isinstance(left, Index) and left.base == name and not isinstance(name, Index))  # one of its entries
                or letters is not None
                or (later and isinstance(name, Index) and name.base in walk(key))
            ):
                try:
                    found = formula.parse(exact_side(formula), search.known)
                except Unreadable:
                    return None
                if letters:
                    if any(
                        free_names(expr) & ({item.name for item in letters.values()} - set(letters)) for expr in found
                    ):
                        return None
                    found = tuple(substitute(expr, {**letters}) for expr in found)
                if later:
                    if any(_counts(expr, later[0]) for expr in found):
                        return None
                    found = tuple(_shifted(expr, *later) for expr in found)
                if name in walk(found[0]) and name not in walk(key):
                    continue  # not solved for it
                wanted = Pow(key, MINUS_ONE) if inverse and left == base else key
                resolved = search.resolved(found, place, letters_of(name, key))
                return same_version(name, wanted, left, with_e(resolved, Add((name, key))))
        if place.marked:
            for formula in reversed(place.formulas):
                if formula.relations and formula.sides[0].tokens:
                    continue
                try:
                    found = formula.parse(exact_side(formula), search.known)
                except Unreadable:
                    continue
                if not isinstance(found[0], Num | Sym):
                    return same_version(name, key, None, search.resolved(found, place, letters_of(name, key)))
        if place.marked and (sides := equation_with(name, place, search)) is not None:
            return holds(*_explained(sides, place, search, name, key), name, key, search)
    for place in places:
        if (sides := equation_with(name, place, search)) is not None:
            return holds(*_explained(sides, place, search, name, key), name, key, search)
    return None


def _is_applied(formula: Formula, name: Expr, search: Search) -> bool:
    """`EI(x) = …` where the key says `EI = …`: the title with what it depends on."""
    found = formula.sides[0].tokens
    if not isinstance(name, Sym | Index) or len(found) < 4 or found[-1].text != ")":
        return False
    opening = next((k for k, token in enumerate(found) if token.text == "("), 0)
    if not opening or found[opening].gap or any(token.text in _WORKS for token in found[opening + 1 : -1]):
        return False
    try:
        return Parsing(search.known, formula.latex).readings(list(found[:opening]))[0] == name
    except Unreadable:
        return False


_WORKS = frozenset("+-·*×/()^012")  # an operator, or a number: `w(1 - p) = …` is a product


def _explained(sides: tuple[Expr, Expr], place: Place, search: Search, name: Expr, key: Expr) -> tuple[Expr, Expr]:
    """The two sides with the reply's own names put in: W₀ = W′ − sBA, with s = α/r."""
    known = letters_of(name, key)
    if free_names(sides[0]) | free_names(sides[1]) <= known | CONSTANTS:
        return sides
    return search.resolved(sides[:1], place, known)[0], search.resolved(sides[1:], place, known)[0]


def _arguments(left: Expr, name: Expr) -> dict[str, Sym] | None:
    """What the reply calls the arguments of the key's function: y for x in `f(y) = …`; {} for `f = …`."""
    if not isinstance(name, Apply) or left == name:
        return None
    if left == name.function:
        return {}
    if not isinstance(left, Apply) or left.function != name.function or len(left.args) != len(name.args):
        return None
    pairs = list(zip(left.args, name.args, strict=True))
    if not all(isinstance(one, Sym) and isinstance(other, Sym) for one, other in pairs):
        return None
    return {one.name: other for one, other in pairs if isinstance(one, Sym) and isinstance(other, Sym) and one != other}


def _steps(left: Expr, name: Expr) -> tuple[str, Fraction] | None:
    """The letter of a step and how far `left` lags behind `name`: t and 1 for `w_t` and `w_{t+1}`."""
    if not (isinstance(left, Index) and isinstance(name, Index) and left.base == name.base):
        return None
    if len(left.indices) != 1 or len(name.indices) != 1:
        return None
    one, other = _step(left.indices[0]), _step(name.indices[0])
    if one is None or other is None or one[0] != other[0] or one == other:
        return None
    return one[0], other[1] - one[1]


def _step(index: Expr) -> tuple[str, Fraction] | None:
    """`t - 1` as its letter and what is added to it."""
    if isinstance(index, Sym):
        return index.name, Fraction(0)
    if isinstance(index, Add) and len(index.terms) == 2 and isinstance(index.terms[0], Sym):
        sign, term = (-1, index.terms[1].arg) if isinstance(index.terms[1], Neg) else (1, index.terms[1])
        if isinstance(term, Num):
            return index.terms[0].name, sign * Fraction(term.value)
    return None


def _shifted(expr: Expr, letter: str, by: Fraction) -> Expr:
    """The expression with `letter + by` for the letter in its subscripts, as the reply would write it for that step."""

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, Index):
            return None
        return Index(node.base, tuple(_moved(item, letter, by) for item in node.indices))

    return rebuild(expr, change)


def _counts(expr: Expr, letter: str) -> bool:
    """Does the letter stand for a number as well, as in `η / t`?"""
    return letter in free_names(rebuild(expr, lambda node: ONE if isinstance(node, Index) else None))


def _moved(item: Expr, letter: str, by: Fraction) -> Expr:
    step = _step(item)
    if step is None or step[0] != letter:
        return item
    offset = step[1] + by
    if not offset:
        return Sym(letter)
    return Add((Sym(letter), Num(offset) if offset > 0 else Neg(Num(-offset))))


def equation_with(name: Expr, place: Place, search: Search) -> tuple[Expr, Expr] | None:
    """The last equation of the place in which the key's left side stands."""
    wanted = name.base if isinstance(name, Pow) and name.exponent == MINUS_ONE else name
    for formula in reversed(place.formulas):
        if formula.relations not in (("=",), ("←",)) or not isinstance(wanted, Sym | Index | Apply | Pow):
            continue
        try:
            sides = formula.parse(0, search.known) + formula.parse(1, search.known)
        except Unreadable:
            continue
        if len(sides) == 2 and any(node == wanted for side in sides for node in walk(side)):
            return sides[0], sides[1]
    return None


def holds(left: Expr, right: Expr, name: Expr, key: Expr, search: Search) -> bool | None:
    """Does the equation hold when the key's left side has the key's value, and fail otherwise?"""
    if isinstance(name, Pow) and name.exponent == MINUS_ONE:  # A^{-1} is the key: then A is its inverse
        name, key = name.base, Pow(key, MINUS_ONE)
    alone = understood(key, (key,))
    if alone is None:
        return None
    indexed = isinstance(name, Index) and bool(alone.index)
    try:
        axes = evaluate_draws(alone.key, draw(alone.symbols, count=1), alone.index).ndim - 1 - len(alone.index)
    except Unevaluable:
        return None
    value = Sym(r"\Value" if axes == 2 else r"\value")

    def put(expr: Expr) -> Expr:
        new = Index(value, name.indices) if indexed and isinstance(name, Index) else value
        return rebuild(expr, lambda node: new if node == name else None)

    left, right = put(left), put(right)
    typed = understood(key, (left, right, put(Add((name, key)))), frozenset(BOLD.findall(search.text)))
    if typed is None or not typed.fits or value.name in {n for e in typed.found[:1] for n in typed.index}:
        return None
    axes_of = {s.name: len(s.shape) for s in alone.symbols}
    otherwise = any(axes_of.get(s.name, len(s.shape)) != len(s.shape) for s in typed.symbols)
    if otherwise and (any(axes_of.values()) or not _is_product(key)):
        return None  # the reply's equation makes something else of the key's symbols
    left, right, _ = typed.found
    index = typed.index
    if index and (not isinstance(name, Index) or len(name.indices) != len(index)):
        return None
    if not (free_names(left) | free_names(right)) <= free_names(typed.key) | CONSTANTS | {value.name} | set(index):
        return None
    symbols = tuple(s for s in typed.symbols if s.name != value.name)
    outcomes = []
    try:
        for number in (0, 1, UNIT):
            drawn = draw(symbols, round=number, count=3, positive=True)
            right_value = evaluate_draws(typed.key, drawn, index)
            if not np.isfinite(right_value).all():
                continue
            for disturbed in (False, True):
                values = {**drawn.values, value.name: right_value * 1.37 + 0.11 if disturbed else right_value}
                with_value = Draws(drawn.symbols, drawn.count, drawn.sizes, values)
                a, b = evaluate_draws(left, with_value, index), evaluate_draws(right, with_value, index)
                if a.shape != b.shape:
                    return None
                if disturbed and not (np.isfinite(a).all() and np.isfinite(b).all()):
                    continue
                outcomes.append((disturbed, bool(np.allclose(a, b, rtol=1e-9, atol=1e-12))))
    except Unevaluable:
        return None
    if not outcomes or any(disturbed and same for disturbed, same in outcomes):
        return None
    equal = all(same for disturbed, same in outcomes if not disturbed)
    return equal or (None if otherwise else False)


def _is_product(key: Expr) -> bool:
    """`S w̃`: an equation may show that one of them is a matrix."""
    return isinstance(key, Mul) and all(isinstance(factor, Sym) for factor in key.factors)
