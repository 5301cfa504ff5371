r"""Answers that are expressions over declared symbols: `∂L/∂x_i = γ(∂L/∂y_i − (1/n) Σ_j ∂L/∂y_j)`.

`read` takes the formula that states what was asked for (see `answers.stated`); its value is an `Understood`.
`same` compares it with the key at random draws (see `answers.comparing`). Where the part asks for a limit, it is
`viva.checking.answers.limits` that reads and compares.

`same_text` compares two texts without declarations; it is behind `viva.equivalent`.

>>> same_text(r"\frac{x^2-1}{x-1}", "x + 1"), same_text(r"\gamma x", r"\Gamma x"), same_text("x + 1", "the answer")
(True, False, None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from viva.checking.answers import limits
from viva.checking.answers.comparing import Key, Setting, compare
from viva.checking.answers.leading_in import (
    arrived_at,
    behind_infinity,
    called_gradient,
    is_all,
    led_to,
    matches_worded,
)
from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.checking.answers.stated import LIMIT, Place, Search, Stated, first, match_left, renamed, unread
from viva.kinds import Expression, Symbol
from viva.reading.arithmetic import amount
from viva.reading.budget import tick
from viva.reading.formulas import Formula
from viva.reading.normal import normalise
from viva.reading.notation import render
from viva.reading.parser import parse
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.syntax import Expr, Index, Num, Sym, Unreadable
from viva.types import Part

_TENDS = frozenset(("→", "≈", "~"))


@dataclass(frozen=True)
class Understood:
    """An expression in its one or two readings; its free indices are named as the question names them."""

    readings: tuple[Expr, ...]


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The expression that the reply gives for the part."""
    kind = part.kind
    assert isinstance(kind, Expression)
    if reply.cut:
        return Unread(reply.cut)
    search = Search(reply, part, kind.symbols)
    left = lefts(kind)
    places = search.places()
    nothing = f"no formula for {part.asks} was found"
    found: Stated | Unread = Unread(nothing)
    for near in (True, False):  # first where the text around is about this part and no other
        found = first(places, lambda place: choose(search, place, kind, left, near), nothing)  # noqa: B023
        if isinstance(found, Stated) or found.answer is not None:
            break
    if isinstance(found, Unread):
        return found
    return Reading(found.answer(reply, _shown_left(kind)), Understood(found.readings))


def same(value: Any, key: Key, part: Part) -> Comparison:
    """Does the expression equal the key at random draws?"""
    kind = part.kind
    assert isinstance(kind, Expression) and isinstance(value, Understood)
    if kind.limit:
        return limits.same(value, key, part)
    return compare(value.readings, key, Setting(kind.symbols, kind.index, kind.given, kind.up_to))


def lefts(kind: Expression) -> tuple[Expr, ...]:
    """The left sides by which a reply may introduce the answer."""
    return _lefts(kind.left, kind.symbols)


@lru_cache(maxsize=64)
def _lefts(left: tuple[str, ...], symbols: tuple[Symbol, ...]) -> tuple[Expr, ...]:
    return tuple(parse(text, symbols) for text in left)


def choose(
    search: Search, place: Place, kind: Expression, left: tuple[Expr, ...], near: bool = False
) -> Stated | Unread | None:
    """The formula of this place that states the answer; None if there is none.

    With `near`, only one where the text around leaves no doubt that it is about the limit, or that it is not.
    """
    if any(len(formula.sides) > 2 and not formula.sides[0].tokens for formula in place.formulas):
        place = replace(place, formulas=tuple(map(_with_head, place.formulas)))
    named: list[tuple[int, int, dict[str, str]]] = []  # formula, side, index letters
    for number, formula in enumerate(place.formulas):
        tick()
        if not formula.relations or not _fits(place, number, kind, near, search.focused):
            continue
        for side in range(len(formula.sides)):
            if side not in (0, len(formula.sides) - 1):
                continue
            letters = _left_letters(search, place, number, side, left)
            if letters is not None:
                named.append((number, _stating(formula.relations, side, bool(kind.limit)), letters))
                break
    if named:
        number, side, letters = named[-1]
        return _stated(search, place, number, side, letters, kind)
    if near:
        return _alone(search, place, kind) if place.marked else None
    if (kind.limit or kind.given) and (found := limits.vanishing(search, place)) is not None:
        return found
    return _alone(search, place, kind)


def _with_head(formula: Formula) -> Formula:
    """`(i) is ∂L/∂x_i = …`, whose "is" relates nothing."""
    if len(formula.sides) > 2 and not formula.sides[0].tokens and formula.relations[0] == "=":
        return replace(formula, sides=formula.sides[1:], relations=formula.relations[1:])
    return formula


def _left_letters(
    search: Search, place: Place, number: int, side: int, left: tuple[Expr, ...]
) -> dict[str, str] | None:
    formula = place.formulas[number]
    if len(formula.sides[side].tokens) > 40:
        return None
    try:
        expr = formula.parse(side, search.known)[0]
    except Unreadable:
        return None
    for pattern in left:
        letters = match_left(pattern, expr)
        if letters is not None:
            return letters
    return matches_worded(left, expr, formula) if not side else None


def _stating(relations: tuple[str, ...], side: int, limit: bool) -> int:
    """Which side of the chain is the answer, seen from the side that names it."""
    if side:  # … = ∂L/∂x_i
        return side - 1
    last = 0
    for k, relation in enumerate(relations):
        if relation == "=" or (limit and relation in _TENDS):
            last = k + 1
        else:
            break
    return last


def _fits(place: Place, number: int, kind: Expression, near: bool, focused: bool) -> bool:
    """Is the formula about the limit, if the part asks for that, and about the general case otherwise?"""
    formula = place.formulas[number]
    tending = formula.relations[0] in _TENDS or any(
        t.text == r"\lim" or t.text == "lim" for t in formula.sides[0].tokens
    )
    one = any(
        other.text.replace(" ", "") in ("n=1", "N=1") and abs(other.start - formula.end) < 60
        for other in place.formulas
    )
    words = " ".join((*formula.before, *formula.after))
    beside = bool(LIMIT.search(words)) or _limit_beside(place, number)
    if kind.limit:
        return not one and (tending or (not near and (focused or beside or bool(LIMIT.search(place.before)))))
    return not (
        tending
        or (one and not kind.given)
        or beside
        or (not focused and (near and not place.marked and bool(LIMIT.search(place.before))))
    )


def _limit_beside(place: Place, number: int) -> bool:
    """Does the same sentence say that n goes to infinity?"""
    formula = place.formulas[number]
    return any(
        "→" in other.relations and abs(other.start - formula.end) < 60 and ("infty" in other.text or "∞" in other.text)
        for other in place.formulas
    )


def _stated(
    search: Search, place: Place, number: int, side: int, letters: dict[str, str], kind: Expression
) -> Stated | Unread | None:
    formula = place.formulas[number]
    if side >= len(formula.sides) or (side == 0 and formula.relations and not formula.sides[0].tokens):
        return None
    try:
        readings = formula.parse(side, search.known)
    except Unreadable as error:
        return unread(f"“{formula.text[:120]}” is not understood: {error.reason}", place, formula, search.reply)
    resolved = search.resolved(readings, place, frozenset(letters) | frozenset(kind.index))
    if letters:
        return Stated(place, formula, renamed(resolved, letters))
    return Stated(place, formula, _with_index(search, resolved, kind))


def _with_index(search: Search, readings: tuple[Expr, ...], kind: Expression) -> tuple[Expr, ...]:
    """Where the left side names no index: the only free letter is the question's index."""
    if len(kind.index) != 1:
        return readings
    letters = search.index_letters(readings[0])
    return renamed(readings, {letters[0]: kind.index[0]}) if len(letters) == 1 else readings


def _alone(search: Search, place: Place, kind: Expression) -> Stated | Unread | None:
    """An expression without a left side, or under another name, in a place that is marked or holds nothing else."""
    if not search.focused and bool(kind.limit) != bool(LIMIT.search(place.before + place.text)):
        return None
    for formula in map(behind_infinity, reversed(place.formulas)):
        if len(formula.relations) > 1 or any(r not in ("=", "→", "≈") for r in formula.relations):
            continue
        whole = search.focused and is_all(formula, place)
        arrives = arrived_at(formula, kind, search.focused)
        called = called_gradient(formula, kind) and (not kind.limit or search.focused)
        if not (place.marked or whole or led_to(formula, kind) or arrives or called):
            continue
        side = len(formula.sides) - 1
        if formula.relations and formula.sides[0].tokens:
            try:
                named = formula.parse(0, search.known)[0]
            except Unreadable:
                continue
            if not isinstance(named, Sym) or named.name in search.known.declared:
                continue
        try:
            readings = formula.parse(side, search.known)
        except Unreadable as error:
            if len(formula.sides[side].tokens) < 5:
                continue
            return unread(f"“{formula.text[:120]}” is not understood: {error.reason}", place, formula, search.reply)
        if isinstance(readings[0], Sym | Index) and not (
            whole or is_all(formula, place) or led_to(formula, kind) or arrives
        ):
            continue  # a symbol in the sentence
        if isinstance(readings[0], Sym):
            continue
        if isinstance(readings[0], Num) and not (led_to(formula, kind) or whole or called or (arrives and kind.limit)):
            continue
        return Stated(
            place, formula, _with_index(search, search.resolved(readings, place, frozenset(kind.index)), kind)
        )
    return None


def _shown_left(kind: Expression) -> str:
    return render(lefts(kind)[0], "unicode") if kind.left else ""


def same_text(key_text: str, reply_text: str) -> bool | None:
    """Are two expressions equal, with the symbols that they use themselves? None where that cannot be decided."""
    from viva.checking.undeclared.formulas import same_text as compare_texts

    if _PSEUDO_INVERSE.search(key_text):
        key_text, reply_text = (_PSEUDO_INVERSE.sub(_as_name, text) for text in (key_text, reply_text))
        found = compare_texts(key_text, reply_text)  # (XᵀX)^{-1} Xᵀ is X^+ for some X
        return None if found is False and re.search(r"[)\]]\s*\^\s*\{?[-+]", reply_text) else found
    equal = compare_texts(key_text, reply_text)
    if equal and (point := _AT_A_POINT.search(key_text)) and not _same_at_point(point, reply_text):
        return None
    return equal


# A case of a definition that holds at one point alone, `\tfrac12 & x = 0`: no draw is that point.
_AT_A_POINT = lazy(
    r"\\begin\{cases\}[^$]*?(?P<value>[^&\\]*(?:\\[dt]?frac[^&\\]*)?)&[^&\\<>]*?=\s*(?P<at>-?\d)", needs="&"
)
_VALUE = r"-?(?:\d*\\?[dt]?frac\s*(?:\{\d+\}\s*\{\d+\}|\d\s*\d)|\d+(?:\.\d+)?(?:\s*/\s*\d+)?|½)"
_BESIDE = lazy(
    rf"(?:=|\bat)\s*\$?(?:[a-z]\s*=\s*)?(?P<at>-?\d)\$?\s*(?:[:,→]|it is|gives|the value is)\s*\$?(?P<value>{_VALUE})"
    rf"|(?P<value2>{_VALUE})\$?\s*(?:,|&|if|for|when|at|where)?[\s$]*(?:if|for|when|at|where)?[\s$]*"
    rf"(?:[a-z]\s*=\s*)?(?P<at2>-?\d)(?![\w.])"
)


def _same_at_point(point: re.Match[str], reply_text: str) -> bool:
    """Does the reply give the key's value at the only point of one of its cases?"""
    wanted = amount(point["value"].strip())
    for found in _BESIDE.finditer(normalise(reply_text).text):
        given = amount(found["value"] or found["value2"])
        if (found["at"] or found["at2"]) == point["at"] and given is not None and wanted is not None:
            return given.value == wanted.value
    return False


_PSEUDO_INVERSE = lazy(
    r"(?<![A-Za-z\\])(?P<name>[A-Z])\s*(?:\^\s*)?(?:\{\s*)?(?:\\dagger(?![a-z])|†)(?:\s*\})?"
    r"|(?<![A-Za-z\\])(?P<plus>[A-Z])\s*(?:\^\s*(?:\{\s*\+\s*\}|\+(?!\s*\d))|⁺)"
    r"|(?:(?:np|numpy|torch)\.)?(?:linalg\.)?pinv\((?P<called>[A-Z])\)",
    needs="dagger|†|+|⁺|pinv",
)


def _as_name(found: re.Match[str]) -> str:
    """`X^+`, `X†` and `pinv(X)` as one name."""
    return f"{found['name'] or found['plus'] or found['called']}^{{+}}"
