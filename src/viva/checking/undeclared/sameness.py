r"""Is an expression of a reply the key's, where nobody declared the symbols of either?

>>> from viva.reading.parser import parse
>>> [same(parse(key), (parse(reply),)) for key, reply in (("ab + ac", "a(b + c)"), ("ab", "a + b"), ("a", "rate"))]
[True, False, None]

A symbol that the key does not have leaves it open, unless it is one that nobody invents. Nothing equals a key that is
the same whatever its symbols are: it was not read as it was meant.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from viva.checking.answers.comparing import FormulaKey, Setting, bends, compare
from viva.checking.answers.definitions import with_definitions
from viva.checking.evaluating.draws import draw
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_kept, is_row
from viva.checking.undeclared.dimensions import solve
from viva.checking.undeclared.expansions import missing, possible, standard
from viva.checking.undeclared.indices import plain
from viva.checking.undeclared.inferring import Typed, relaxed, understood
from viva.checking.undeclared.layouts import counted, levelled
from viva.checking.undeclared.sorts import CONSTANTS
from viva.reading.syntax import ONE, ONES, ZERO, Apply, Call, Expect, Expr, Fold, Index, Sym, Test, Transpose
from viva.reading.trees import free_names, rebuild, rename, walk


def same(
    key: Expr, found: tuple[Expr, ...], bold: frozenset[str] = frozenset(), about: frozenset[str] | None = None
) -> bool | None:
    """Are they equal? In a message (`about` is given), a symbol that the key does not have leaves it open.

    Not so a capital, which is rarely a name that somebody invents, nor a variable that the reply differentiates by.
    """
    verdict = _compared(key, found, bold, about)
    if verdict is True:
        return True
    for layout in (levelled, counted):
        changed = layout(key, found)
        if changed is not None:
            key, found = changed
            again = _compared(key, found, bold, about)
            verdict = verdict if again is None else again
    return verdict


def _compared(key: Expr, found: tuple[Expr, ...], bold: frozenset[str], about: frozenset[str] | None) -> bool | None:
    typed = understood(key, found, bold)
    if typed is None:
        return None
    strange = {n for expr in typed.found for n in free_names(expr)} - free_names(typed.key) - CONSTANTS
    strange -= set(typed.index)
    if strange:
        strange -= _implicit(typed.found) | _counts(typed)
    if strange:
        bases = {plain(name).partition("_")[0] for name in free_names(typed.key)}
        for name in strange:
            known_base = " " not in name and plain(name).partition("_")[0] in bases
            certain = about is None or name in about or re.fullmatch("[A-Z]", name) or known_base
            if _is_word(name) or not certain:
                return None
        labelled = {name for name in strange if re.fullmatch(r"\\?[A-Za-z]+_[a-z]{3,}", name)}  # f_best for f^+
        others = labelled | ({plain(name).partition("_")[0] for name in strange} - bases)
        if others and len(strange) <= 2 and _renamed_equal(typed, strange):
            return None  # the same under another name
    if not typed.fits:
        return _misfit(typed)
    equal = _equal(typed)
    if equal is None and typed.key in typed.found:
        return True  # the same expression, though it has no value: an infinite sum over a family
    if equal is False and (_written_out(typed) or _in_exponentials(typed) or _if_diagonal(typed)):
        return None
    if equal is False and free_names(typed.key) != free_names(typed.found[0]):
        return _expanded(typed)
    return None if equal and typed.narrowed else equal


def _expanded(typed: Typed) -> bool | None:
    """Is it equal once a name of the one is what the other writes out? None where that is no more than possible."""
    key, found = typed.key, typed.found[0]
    shapes = {symbol.name: len(set(symbol.shape)) for symbol in typed.symbols}
    if any(_as_told(with_definitions(key, (meaning,)), found, shapes) for meaning in standard(key, found)):
        return True
    axes = {symbol.name: len(symbol.shape) for symbol in typed.symbols if symbol.domain != "size"}
    if any(_as_told(with_definitions(key, (meaning,)), found, shapes) for meaning in possible(key, found, axes)):
        return None
    if any(_as_told(key, with_definitions(found, (meaning,)), shapes) for meaning in possible(found, key, axes)):
        return None
    gone = [name for name in missing(key, found) if name in axes]
    sums = [sum(isinstance(node, Fold) and node.op == "sum" for node in walk(expr)) for expr in (key, found)]
    if not gone or sums[1] <= sums[0]:
        return False
    left_out = (_with_value(key, name, value) for name in gone for value in (ZERO, ONE, ONES))
    return False if any(_as_told(one, found, shapes) for one in left_out) else None


def _with_value(expr: Expr, name: str, value: Expr) -> Expr:
    """The expression with a value for a name, or for every element of a family."""
    return rebuild(expr, lambda n: value if n == Sym(name) or (isinstance(n, Index) and n.base == Sym(name)) else None)


def _as_told(key: Expr, found: Expr, shapes: Mapping[str, int]) -> bool:
    """Are they equal, with matrices square only where they were so before?"""
    again = understood(key, (found,))
    if again is None or not again.fits or again.narrowed:
        return False
    if any(len(set(symbol.shape)) < shapes.get(symbol.name, 0) for symbol in again.symbols):
        return False
    return _equal(again) is True


_DIAGONAL = frozenset((r"\Gamma", r"\tilde \Gamma", r"\hat \Gamma", r"\Lambda", r"\tilde \Lambda", "D"))


def _if_diagonal(typed: Typed) -> bool:
    """Is it equal if a matrix is diagonal that mostly is: `wᵀΓ²w` for `‖Γw‖²`?"""
    supposed = tuple(
        replace(s, shape=(s.shape[0], s.shape[0]), domain="diagonal")
        if s.name in _DIAGONAL and len(s.shape) == 2
        else s
        for s in typed.symbols
    )
    if supposed == typed.symbols:
        return False
    return _equal(replace(typed, symbols=supposed)) is True


def _written_out(typed: Typed) -> bool:
    """Has the key a divergence, which is a function of its own here, and the reply an expectation or a sum for it?"""
    mine = {n.function.name for n in walk(typed.key) if isinstance(n, Apply) and isinstance(n.function, Sym)}
    theirs = {n.function.name for n in walk(typed.found[0]) if isinstance(n, Apply) and isinstance(n.function, Sym)}
    named = {name for name in mine - theirs if _DIVERGENCE.search(name)}
    counts = [sum(isinstance(n, Expect | Fold) for n in walk(expr)) for expr in (typed.key, typed.found[0])]
    return bool(named) and counts[1] > counts[0]


def _in_exponentials(typed: Typed) -> bool:
    """Is it equal if the exponential of the reply is the function of the key: `(z - x) e^{…}` for `(z - x) k(x, z)`?"""
    mine = {n for n in walk(typed.key) if isinstance(n, Apply) and isinstance(n.function, Sym)}
    if len(mine) != 1 or not mine.isdisjoint(walk(typed.found[0])):
        return False
    (own,) = mine
    given = {name for arg in own.args for name in free_names(arg)}
    theirs = {n for n in walk(typed.found[0]) if isinstance(n, Call) and n.name == "exp" and given <= free_names(n)}
    if len(theirs) != 1:
        return False
    found = tuple(rebuild(expr, lambda n: own if n in theirs else None) for expr in typed.found)
    again = understood(typed.key, found)
    return again is not None and again.fits and _equal(again) is True


_DIVERGENCE = re.compile(r"KL|^D(?:_|$)|JS|^H(?:_|$)|^I(?:_|$)")


def _counts(typed: Typed) -> set[str]:
    """How many entries the key's families have: the n of `\\frac1n \\sum_j`, which the key's own mean does not name."""
    own = free_names(typed.key)
    return {size for symbol in typed.symbols if symbol.name in own for size in symbol.shape}


def _implicit(found: tuple[Expr, ...]) -> set[str]:
    """What a sum or a mean without an index runs over: the i of `Σ (x_i - m)²`."""
    return {
        item.name
        for expr in found
        for node in walk(expr)
        if isinstance(node, Call) and node.name in ("sum", "mean", "prod")
        for inner in walk(node)
        if isinstance(inner, Index)
        for item in inner.indices
        if isinstance(item, Sym)
    }


def _renamed_equal(typed: Typed, strange: set[str]) -> bool:
    """Is it equal when the reply's own symbols are called as those of the key which it does not have?"""
    missing = free_names(typed.key) - free_names(typed.found[0]) - CONSTANTS - set(typed.index)
    if len(missing) != len(strange) or not typed.fits:
        return False
    for order in itertools.permutations(sorted(missing)):
        new = dict(zip(sorted(strange), order, strict=True))
        if all(_is_other_name(old, name) for old, name in new.items()):
            found = tuple(rename(expr, new) for expr in typed.found)
            again = understood(typed.key, found)
            if again is not None and again.fits and _equal(again):
                return True
    return False


def _is_other_name(old: str, new: str) -> bool:
    """May one symbol stand for the other? A letter without subscripts for another one may not: `2y` is not `2x`."""
    return "_" in old or "_" in new or " " in old or " " in new


def _is_word(name: str) -> bool:
    base = name.partition("_")[0]
    return not name.startswith("\\") and (len(base) > 2 or base == "lr") and " " not in name


def _equal(typed: Typed) -> bool | None:
    """Do they agree at random draws? None where only a row stands for a column, or a value cannot be computed."""
    try:
        setting = Setting(typed.symbols, typed.index, bends=bends(typed.key))
        equal = compare(typed.found, FormulaKey(typed.key, typed.index), setting).equal
        if equal:  # a row is no column, whatever its entries
            if _is_constant(typed):
                return None
            exprs = (typed.key, typed.found[0])
            if not any(isinstance(node, Transpose) for expr in exprs for node in walk(expr)):
                return equal  # nothing but a transpose makes a row
            drawn = draw(typed.symbols, round=1, count=1, positive=True)
            used = [tuple(n for n in typed.index if n in free_names(expr)) for expr in exprs]
            if is_row(typed.key, drawn, used[0]) != is_row(typed.found[0], drawn, used[1]):
                return None
        return equal
    except Unevaluable:
        return None


def _is_constant(typed: Typed) -> bool:
    """Is a key with symbols in it the same whatever they are? Then it was not read as it was meant."""
    if not free_names(typed.key) - CONSTANTS - set(typed.index) or any(isinstance(n, Test) for n in walk(typed.key)):
        return False
    varied = any(s.name in free_names(typed.key) and s.domain not in ("size", "index", "random") for s in typed.symbols)
    values = evaluate_kept(typed.key, draw(typed.symbols, count=8), typed.index)
    return varied and bool(np.isfinite(values).all()) and not np.ptp(values, axis=0).any()


def _misfit(typed: Typed) -> bool | None:
    """The reply's shapes do not fit where the key's do: wrong, but for a matter of layout or an omitted identity."""
    if len(typed.found) > 1 or not free_names(typed.found[0]) <= free_names(typed.key) | CONSTANTS:
        return None
    axes = {s.name: len(s.shape) for s in typed.symbols if s.domain != "size"}
    for meant in relaxed(typed.found[0], typed.symbols):
        for expr in (meant, Transpose(meant)):  # `Transpose` of a scalar is the scalar
            if solve((typed.key, expr), axes) is not None and _equal(replace(typed, found=(expr,))) is not False:
                return None
    return False
