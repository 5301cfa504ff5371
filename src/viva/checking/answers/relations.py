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
from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.checking.answers.stated import Place, Search, Stated, first, unread
from viva.kinds import Relation
from viva.reading.formulas import Formula, formulas
from viva.reading.notation import render, unicode_name
from viva.reading.parser import parse
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.syntax import Div, Expect, Expr, Fold, Index, Norm, Num, Sym, Unreadable, mul
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
    rules = (_solved, _equation, _called, _replaced, _prose)
    for rule, among in [*((rule, [place]) for place in marked for rule in rules), *((rule, places) for rule in rules)]:
        found = first(among, lambda place, rule=rule: rule(search, place, kind), nothing)  # type: ignore[misc]
        if isinstance(found, Unread):
            if found.answer is not None:
                unclear = unclear or found
                break
            continue
        value: Solved | Equation = Solved(found.readings)
        left = shown_name
        if rule is _equation:
            partial = not any(isinstance(s, Sym) for s in found.readings) and found.place.candidate.rank > 1
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
                    return unread(
                        f"“{formula.text[:120]}” is not understood: {error.reason}", place, formula, search.reply
                    )
                continue
            if not _is_symbol(expr, kind):
                continue
            found = _other_side(search, place, formula, side, kind, expr)
            if found is not None:
                return found
    return _alone(search, place, kind) if place.marked or _is_whole(search, place) else None


def _is_whole(search: Search, place: Place) -> bool:
    """Is the reply nothing but one formula?"""
    if len(place.formulas) != 1:
        return False
    rest = search.text.replace(place.formulas[0].text, "", 1)
    return not re.sub(r"[\s$*.`]|\\[\[\]()]", "", rest)


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
        return unread(f"“{formula.text[:120]}” is not understood: {error.reason}", place, formula, search.reply)
    if any(kind.solve_for in free_names(r) for r in readings):
        readings = _old_to_new(search, formula, side, target, kind, readings)
    if any(kind.solve_for in free_names(r) for r in readings):
        return None  # w ← p w, or an equation still to be solved
    indices = tuple(i.name for i in named.indices if isinstance(i, Sym)) if isinstance(named, Index) else ()
    resolved = search.resolved(readings, place, frozenset(indices))
    if indices:
        if len(indices) != 1:
            return unread("an equation for single entries of a matrix is not understood", place, formula, search.reply)
        resolved = tuple(Fold("list", indices[0], None, None, (), r) for r in resolved)
    declared = set(search.known.declared)
    if isinstance(resolved[0], Num) or not any(free_names(r) & declared for r in resolved):
        return None  # w = 0 in an example, w = (w_1, …)
    return Stated(place, formula, resolved)


def _old_to_new(
    search: Search, formula: Formula, side: int, target: int, kind: Relation, readings: tuple[Expr, ...]
) -> tuple[Expr, ...]:
    """`w_test = p w`, where the reply has no tilde anywhere: the bare name is then the other quantity."""
    others = _others(search, kind)
    spelled = "".join(t.text for t in formula.sides[side].tokens)
    bare = any(t.text == kind.solve_for for t in formula.sides[target].tokens)
    longer = (
        spelled != kind.solve_for
        and "_" in spelled
        and "_" not in "".join(t.text for t in formula.sides[target].tokens)
    )
    if not (bare and longer and len(others) == 1) or others[0].split()[0] in search.text:
        return readings
    if any(mark in search.text for mark in ("~", "˜", "_tilde")):
        return readings
    return tuple(substitute(r, {kind.solve_for: Sym(others[0])}) for r in readings)


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
            return unread(f"“{formula.text[:120]}” is not understood: {error.reason}", place, formula, search.reply)
        names = free_names(readings[0])
        if isinstance(readings[0], Sym | Num) or kind.solve_for in names or _is_factor(readings[0], search):
            continue
        return Stated(place, formula, search.resolved(readings, place))
    return None


_SAME_DATA = {"data": "data|design|feature|input|effective|transformed"}


def _called(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """ "The new design matrix is XΓ⁻¹": the right-hand side behind the words by which the question calls it."""
    asked = re.match(r"the (\w+) (matrix|vector)\b", search.part.asks) if search.part is not None else None
    if asked is None:
        return None
    verbs = r"(?: (?:is|becomes|equals|therefore|thus|then|now))*[\s:=$*]*$"
    called = rf"\b(?:{_SAME_DATA.get(asked[1], asked[1])}) {asked[2]}{verbs}"
    for formula in reversed(place.formulas):
        if len(formula.relations) > 1 or (formula.sides[0].tokens and formula.relations):
            continue
        start = formula.sides[-1].start
        if not re.search(called, place.before[-80:] + place.text[:start], re.I):
            continue
        try:
            readings = formula.parse(len(formula.sides) - 1, search.known)
        except Unreadable as error:
            return unread(f"“{formula.text[:120]}” is not understood: {error.reason}", place, formula, search.reply)
        if isinstance(readings[0], Num | Sym) or kind.solve_for in free_names(readings[0]):
            continue
        return Stated(place, formula, search.resolved(readings, place))
    return None


_SUBSTITUTED = lazy(r"\b(?:substitut\w+|replac\w+|plug\w*|chang\w+ (?:of )?variables?|insert\w*|put)\b", re.I)


def _replaced(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """`w̃ ↦ p w̃`, "replace X by XΓ⁻¹": what the old quantity becomes is the new one.

    Where a vector of unknowns is substituted, `w̃ → w̃/p` says the opposite of what it says where the weights are
    scaled: that is left open.
    """
    others = _others(search, kind)
    for formula in reversed(place.formulas):
        if formula.relations != ("→",) or len(others) != 1 or not formula.sides[0].tokens:
            continue
        near = place.text[max(0, formula.start - 120) : formula.end + 60]
        if search.known.ndim(kind.solve_for) == 1 and _SUBSTITUTED.search(near):
            continue
        try:
            old, readings = formula.parse(0, search.known)[0], formula.parse(1, search.known)
        except Unreadable:
            continue
        if old != Sym(others[0]) or any(kind.solve_for in free_names(r) for r in readings):
            continue
        if readings[0] == old or others[0] not in free_names(readings[0]):
            continue
        return Stated(place, formula, search.resolved(readings, place))
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
        if kind.solve_for not in names or sides[0] == sides[1] or not names.intersection(_others(search, kind)):
            continue  # "w = p w": a tilde was lost, or a step is meant
        if not any(isinstance(s, Sym) for s in sides) and any(
            isinstance(n, Norm | Expect) for s in sides for n in walk(s)
        ):
            continue
        if not names <= set(search.known.declared):
            continue
        return Stated(place, formula, sides)
    return None


_SCALE = lazy(
    r"\b(?P<verb>multipl\w+|scal\w+|rescal\w+|divid\w+|shr[iu]nk\w*)\b(?P<what>[^.;\n]{0,80}?)\bby\s+"
    r"(?:a\s+factor\s+(?:of\s+)?|the\s+factor\s+|exactly\s+)?(?P<by>[^.;,\n]{1,60})",
    re.I,
)


def _prose(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """ "Multiply the dropout weights by p": which symbol it is about is the only other one of that shape."""
    if place.candidate.rank > 4:
        return None
    others = _others(search, kind)
    match = next(reversed(list(_SCALE.finditer(place.text))), None)
    if match is None or len(others) != 1:
        return None
    try:
        found = [f for f in formulas(match["by"], search.symbols) if not f.relations]
        if not found or match["by"][: found[0].start].strip(" $*(`"):
            return None
        factor = found[0].parse(0, search.known)[0]
    except Unreadable:
        return None
    if (
        not _is_factor(factor, search)
        or isinstance(factor, Num)
        or re.search(r"\b(up|down|no longer|not)\b", match["what"])
    ):
        return None
    source = Sym(others[0])
    value = Div(source, factor) if match["verb"].lower().startswith("divid") else mul(factor, source)
    formula = replace(found[0], start=match.start(), end=match.start("by") + found[0].end, text=match.group())
    return Stated(place, formula, (value,))


def _others(search: Search, kind: Relation) -> list[str]:
    target = search.known.declared[kind.solve_for]
    return [s.name for s in kind.symbols if s.shape == target.shape and s.name != target.name]


__all__ = ["Equation", "Solved", "holds", "parse", "read", "same"]
