r"""Relations that determine a symbol: `w = p w̃`, `w̃ = w/p`, "divide w by p", or the right-hand side alone.

The key gives the value of `solve_for`. An equation whose one side is that symbol is compared side against key. Any
other equation that holds the symbol is right if it holds identically when the symbol takes the key's value and fails
when that value is disturbed: so `w̃ = w/p` is `w = p w̃`, and a tautology is nothing. Its symbols are those of the
question; names that the reply defines itself are replaced first.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import Any

from viva.checking.answers.comparing import Key, Setting, compare
from viva.checking.answers.holding import Equation, holds
from viva.checking.answers.implied_relations import (
    called,
    in_front,
    meant,
    not_understood,
    others,
    prose,
    replaced,
    returned,
    standing,
)
from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.checking.answers.stated import Place, Search, Stated, first, unread
from viva.kinds import Relation
from viva.reading.formulas import Formula
from viva.reading.notation import render, unicode_name
from viva.reading.parser import parse
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.syntax import Expect, Expr, Fold, Index, Norm, Num, Sym, Transpose, Unreadable
from viva.reading.trees import free_names, substitute, walk
from viva.types import Part


@dataclass(frozen=True)
class Solved:
    """What the symbol equals, in its one or two readings."""

    readings: tuple[Expr, ...]


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The relation that the reply gives."""
    kind = part.kind
    assert isinstance(kind, Relation)
    if reply.cut:
        return Unread(reply.cut)
    search = Search(reply, part, kind.symbols)
    places = search.places()
    shown_name = unicode_name(kind.solve_for)
    nothing = f"no equation for {shown_name} was found"
    unclear: Unread | None = None
    marked = list(itertools.takewhile(lambda place: place.marked, places))
    rules = (_solved, _equation, called, replaced, prose, returned, standing, in_front)
    for rule, among in [*((rule, [place]) for place in marked for rule in rules), *((rule, places) for rule in rules)]:
        found = first(among, lambda place, rule=rule: rule(search, place, kind), nothing)  # type: ignore[misc]
        if isinstance(found, Unread):
            if found.answer is not None:
                unclear = unclear or found
                break
            continue
        value: Solved | Equation = Solved(found.readings)
        left = shown_name
        if rule is _equation or (rule is prose and len(found.readings) > 1):
            alone = any(isinstance(_bare(s), Sym) for s in found.readings) or _only_equation(search, kind)
            partial = not alone and found.place.candidate.rank > 1
            value = Equation(found.readings[0], found.readings[1], partial)
            found = replace(found, readings=found.readings[1:])
            left = render(value.left, "unicode")
        return Reading(found.answer(reply, left), value)
    return unclear or Unread(nothing)


def same(value: Any, key: Key, part: Part) -> Comparison:
    """Does the relation determine what the key says?"""
    kind = part.kind
    assert isinstance(kind, Relation)
    if isinstance(value, Equation):
        return holds(value, key, kind)
    return compare(value.readings, key, Setting(kind.symbols, up_to=kind.up_to))


# ---- reading -----------------------------------------------------------------------------------------------------


def _solved(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """`w = …`: the symbol alone on one side. In a marked place also its right-hand side alone."""
    for formula in reversed(place.formulas):
        for side in range(len(formula.sides)):
            if not formula.relations or len(formula.sides[side].tokens) > 12:
                continue
            try:
                expr = formula.parse(side, search.known)[0]
            except Unreadable as error:
                if formula.broken and _names(formula.sides[side].tokens, search, kind):
                    return prose(search, place, kind) or not_understood(error, place, formula, search)
                continue
            if not _is_symbol(expr, kind):
                continue
            found = _other_side(search, place, formula, side, kind, expr)
            if found is not None:
                return found
    return _alone(search, place, kind) if place.marked or _is_whole(search, place) else None


def _is_whole(search: Search, place: Place) -> bool:
    """Is the reply nothing but one formula, perhaps with what its names mean or what it holds for?"""
    if not place.formulas:
        return False
    first, rest = place.formulas[0], search.text
    if len(place.formulas) > 1 or len(rest) > len(first.text) + 12:
        opening = re.match(r"[\s$*`(]*", rest)
        start = opening.end() if opening else 0
        behind = rest[start + len(first.text) :]
        return rest.startswith(first.text, start) and _CONDITION.match(behind) is not None
    return not re.sub(r"[\s$*.`]|\\[\[\]()]", "", rest.replace(first.text, "", 1))


_CONDITION = lazy(r"[\s$*`]*[,(;]?\s*(?:with|where|for|if|taking|using|setting|when|in which)\b")


def _bare(expr: Expr) -> Expr:
    """X̃ of X̃ᵀ, or of X̃ᵢⱼ for all i and j."""
    while isinstance(expr, Fold) and expr.op == "list":
        expr = expr.body
    return expr.arg if isinstance(expr, Transpose) else expr.base if isinstance(expr, Index) else expr


def _only_equation(search: Search, kind: Relation) -> bool:
    """Does the reply state a single equation, so that it is no step on the way to another?"""
    return sum(bool(formula.relations) for place in search.places() for formula in place.formulas) == 1


def _names(tokens: Any, search: Search, kind: Relation) -> bool:
    return len(tokens) == 1 and search.known.resolve(tokens[0].text) == kind.solve_for


def _is_symbol(expr: Expr, kind: Relation) -> bool:
    if isinstance(expr, Index) and all(isinstance(i, Sym) for i in expr.indices):
        expr = expr.base
    return expr == Sym(kind.solve_for)


def _other_side(
    search: Search, place: Place, formula: Any, side: int, kind: Relation, named: Expr
) -> Stated | Unread | None:
    """The side of the chain that says what the symbol is: the last one joined by equality."""
    relations = formula.relations
    order = [k for k in range(side + 1, len(formula.sides)) if set(relations[side:k]) <= {"=", "→", "←"}]
    target = order[-1] if order else side - 1 if side and relations[side - 1] in ("=", "→", "⇔") else None
    if target is None:
        return None
    try:
        readings = formula.parse(target, search.known)
    except Unreadable as error:
        return not_understood(error, place, formula, search)
    if any(kind.solve_for in free_names(r) for r in readings):
        readings = _old_to_new(search, formula, side, target, kind, readings)
    if any(kind.solve_for in free_names(r) for r in readings):
        return None  # w ← p w, or an equation still to be solved
    indices = tuple(i.name for i in named.indices if isinstance(i, Sym)) if isinstance(named, Index) else ()
    resolved = search.resolved(readings, place, frozenset(indices)) if indices else meant(search, place, kind, readings)
    if indices:
        if len(set(indices)) != search.known.ndim(kind.solve_for):
            return unread("an equation for single entries of a matrix is not understood", place, formula, search.reply)
        for letter in indices:
            resolved = tuple(Fold("list", letter, None, None, (), r) for r in resolved)
    declared = set(search.known.declared)
    if isinstance(resolved[0], Num) or not any(free_names(r) & declared for r in resolved):
        return None  # w = 0 in an example, w = (w_1, …)
    return Stated(place, formula, resolved)


def _old_to_new(
    search: Search, formula: Formula, side: int, target: int, kind: Relation, readings: tuple[Expr, ...]
) -> tuple[Expr, ...]:
    """`w_test = p w`, where the reply has no tilde anywhere: the bare name is then the other quantity."""
    old_ones = others(search, kind)
    spelled = "".join(t.text for t in formula.sides[side].tokens)
    bare = any(t.text == kind.solve_for for t in formula.sides[target].tokens)
    longer = (
        spelled != kind.solve_for
        and "_" in spelled
        and "_" not in "".join(t.text for t in formula.sides[target].tokens)
    )
    if not (bare and longer and len(old_ones) == 1) or old_ones[0].split()[0] in search.text:
        return readings
    if any(mark in search.text for mark in ("~", "˜", "_tilde")):
        return readings
    return tuple(substitute(r, {kind.solve_for: Sym(old_ones[0])}) for r in readings)


def _alone(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """The right-hand side alone, in a marked place: `p w̃`."""
    for formula in reversed(place.formulas):
        if formula.relations and (formula.relations != ("=",) or not _nameless(formula, search)):
            continue
        try:
            readings = formula.parse(len(formula.sides) - 1, search.known)
        except Unreadable as error:
            if len(formula.sides[-1].tokens) < 5:
                continue
            return (prose(search, place, kind) if formula.broken else None) or not_understood(
                error, place, formula, search
            )
        names = free_names(readings[0])
        if isinstance(readings[0], Sym | Num) or kind.solve_for in names or _is_factor(readings[0], search):
            continue
        return Stated(place, formula, meant(search, place, kind, readings))
    return None


def _nameless(formula: Formula, search: Search) -> bool:
    """`= p w̃`, `w_f = p w̃`: nothing on the left, or one name that is not declared."""
    if not formula.sides[0].tokens:
        return True
    try:
        left = formula.parse(0, search.known)[0]
    except Unreadable:
        return False
    return isinstance(left, Sym) and left.name not in search.known.declared


def _is_factor(expr: Expr, search: Search) -> bool:
    """`1/p`, `(1−p)/p`: a number to multiply by, not the answer."""
    return not any(search.known.ndim(name) for name in free_names(expr))


def _equation(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """`w̃ = w/p`: the last equation that holds the symbol and another of its shape; of a chain its last link."""
    for formula in reversed(place.formulas):
        if not formula.relations or set(formula.relations) != {"="}:
            continue
        last = len(formula.relations)
        try:
            left, right = formula.parse(last - 1, search.known), formula.parse(last, search.known)
        except Unreadable:
            continue
        if len(left) != 1 or len(right) != 1:
            continue
        sides = (*search.resolved(left, place), *search.resolved(right, place))
        names = free_names(sides[0]) | free_names(sides[1])
        if kind.solve_for not in names or sides[0] == sides[1] or not names.intersection(others(search, kind)):
            continue  # "w = p w": a tilde was lost, or a step is meant
        if not any(isinstance(s, Sym) for s in sides) and any(
            isinstance(n, Norm | Expect) for s in sides for n in walk(s)
        ):
            continue
        if kind.solve_for in names and len(vectors := [n for n in names if search.known.ndim(n) == 1]) > 1:
            sides = _changed(search, kind, sides, frozenset(vectors))
            names = free_names(sides[0]) | free_names(sides[1])
        letters = names - set(search.known.declared)
        if len(letters) > 1 or not all(letters <= _letters(side) for side in sides):
            continue
        for letter in letters:  # w̃_j = w_j/p, for every j
            sides = tuple(Fold("list", letter, None, None, (), side) for side in sides)
        return Stated(place, formula, sides)
    return None


def _changed(search: Search, kind: Relation, sides: tuple[Expr, ...], vectors: frozenset[str]) -> tuple[Expr, ...]:
    """`X̃ w̃ = X w` with the change of variables that the reply states, `w̃ = Γw`, put in."""
    for place in search.places():
        for formula in place.formulas:
            if formula.relations != ("=",) or not formula.sides[0].tokens:
                continue
            try:
                left, right = formula.parse(0, search.known), formula.parse(1, search.known)
            except Unreadable:
                continue
            old = left[0].name if isinstance(left[0], Sym) else ""
            names = free_names(right[0])
            if len(right) > 1 or old not in vectors or {old, kind.solve_for} & names or not names & vectors:
                continue
            return tuple(substitute(side, {old: right[0]}) for side in sides)
    return sides


def _letters(expr: Expr) -> set[str]:
    """The letters that stand as indices."""
    return {i.name for n in walk(expr) if isinstance(n, Index) for i in n.indices if isinstance(i, Sym)}


__all__ = ["Equation", "Solved", "holds", "parse", "read", "same"]
