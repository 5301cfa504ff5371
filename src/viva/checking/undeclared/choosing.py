r"""Which formula of a message states the answer, where nothing was declared.

A reply that is one formula states its last side. Else, from the best place on: what is marked as the answer, what a
derivative equals, what "together" makes, what a name or "it is" stands before, what an expression is rewritten to, what
a sentence leads up to, and at last the only formula of a short message. Conditions ("as n → ∞", "if i = j") and
definitions ("let r = …") state nothing, and of several cases none is taken for the whole. The functions after `stated`
are these rules, one each; they look at the words around a formula, and guess nothing about its value.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from viva.checking.answers.stated import Place, Search
from viva.checking.undeclared.conditions import (
    ANALOGY,
    conditional,
    explains,
    goes_into,
    in_analogy,
    in_remark,
    is_condition,
    last_side,
    of_cases,
    specialised,
)
from viva.checking.undeclared.endings import CONCLUDING, outside
from viva.checking.undeclared.indices import free_letters
from viva.reading.formulas import Formula
from viva.reading.patterns import lazy
from viva.reading.syntax import ONE, Div, Expr, Index, Num, Slope, Sym, Unreadable
from viva.reading.trees import free_names

_INTRODUCING = frozenset(
    "let where with denote denoting define defining writing write setting put call since residual".split()
)
_LEADING = frozenset(
    "is are equals to gives give get obtain becomes yields therefore thus hence so answer result final expression like "
    "approaches left with average".split()
)
_SAYING = frozenset("is are equals equal gives becomes yields".split())
_TENDING = ("tend", "converge", "go", "approach", "simplif", "reduc", "scale", "decay", "equal")
_TOGETHER = frozenset("together total altogether overall combined combining".split())
SHORT = 300


def letters_of(*exprs: Expr) -> frozenset[str]:
    return frozenset(letter for expr in exprs for letter in free_letters(expr, ()))


@dataclass(frozen=True)
class Chosen:
    """What the reply states, and the variables that its left side differentiates by: these are no names of its own."""

    readings: tuple[Expr, ...]
    about: frozenset[str]
    left: Expr | None = None  # what it says it is, where that was read


def exact_side(formula: Formula) -> int:
    """The last side that is not behind an approximation of another one: `β = 2^{-1/h} ≈ 1 - 0.69/h`."""
    side = last_side(formula)
    while side > 1 and formula.relations[side - 1] == "≈":
        side -= 1
    return side


def answer_of(formula: Formula, place: Place, search: Search, letters: frozenset[str]) -> Chosen:
    side = exact_side(formula) - specialised(formula, place, search)
    readings = formula.parse(side, search.known)
    if side > 1 and isinstance(readings[0], Num) and formula.relations[side - 1] in ("→", "≈"):
        readings = formula.parse(side - 1, search.known)  # `= σ²/n → 0`, `= 1/e ≈ 0.368`
    if formula.before[-1:] == ("by",) and any(w.lower().startswith("divid") for w in formula.before[-4:]):
        readings = tuple(Div(ONE, expr) for expr in readings)
    about: frozenset[str] = frozenset()
    left: Expr | None = None
    if formula.relations:
        try:
            left = formula.parse(0, search.known)[0]
            names = free_names(left)
        except Unreadable:
            names = set()
        about = frozenset(n.partition("/")[2].removeprefix(r"\partial ") for n in names if n.startswith(r"\partial "))
    return Chosen(search.resolved(readings, place, letters), about, left)


def stated(key: Expr, search: Search, places: Iterable[Place]) -> Chosen | None:
    """The formula of the best place that names something and says what it is; else one that a sentence leads up to."""
    letters = letters_of(key)
    marked = list(itertools.takewhile(lambda place: place.marked, places))
    whole = _whole(search)
    if whole is not None:
        place, formula = whole
        return answer_of(formula, place, search, letters)
    early = (_opens, _ends, _derives, _concludes, _emphasised)
    late = (_says, _displayed, _chained, _led_up_to, _alone)
    rules = (*early, *late)
    ordered: list[tuple[Callable[..., bool], Iterable[Place], bool, bool]]
    ordered = [(rule, [place], False, False) for place in marked for rule in late]
    ordered += [(rule, places, aside, False) for aside in (False, True) for rule in rules]
    if ANALOGY.search(search.text):
        ordered += [(rule, places, False, True) for rule in rules]
    for rule, among, aside, alike in ordered:
        for place in among:
            if (place.candidate.rank == 6) is not aside:
                continue  # what is said by the way counts where nothing else does
            if place.candidate.rank >= 10 and rule is not _says:
                continue
            if rule is not _opens and not place.marked and of_cases(place, search):
                continue  # one case of several, each with its condition
            for formula in reversed(place.formulas):
                if formula.broken and place.marked:
                    return None
                if is_condition(formula) or in_remark(formula, place) or explains(formula, place, search, key):
                    continue
                if not place.marked and in_analogy(formula, place) is not alike:
                    continue  # "in the same way ∂L/∂K = …" is about something else, unless nothing else is said
                if not rule(formula, place, search, key):
                    continue
                try:
                    return answer_of(formula, place, search, letters)
                except Unreadable:
                    return None
    return None


def _whole(search: Search) -> tuple[Place, Formula] | None:
    """The reply, if it is nothing but one formula `… = value`, whatever it gives a value to."""
    if len(search.text) > SHORT:
        return None
    for place in search.places():
        if len(place.formulas) != 1 or (formula := place.formulas[0]).broken or not last_side(formula):
            return None
        rest = search.text.replace(formula.text, "", 1)
        if formula.text not in search.text or re.sub(r"[\s$.*`:]|\\\\[\[\]()]", "", rest):
            return None
        try:
            formula.parse(last_side(formula), search.known)
        except Unreadable:
            return None
        return place, formula
    return None


_REMARKS = lazy(
    r"[\s$*_`]*(?:\\\)|\\\])?[\s$*_`]*(?:$|[.,;(–—-]*\s*"
    r"(?:(?:which|where|with|so|since|because|for|the|this|that|as|i\.e|and|in|it|special|remark)\b"
    r"|(?<=[,;$ ])(?:\\q?quad\s*)?\$?(?:\\?[A-Za-z]+|[α-ωΑ-Ω])(?:_\w)?\s*:?=(?!=)))",
    re.I,
)


_OPENING = lazy(r"^(?:[\s$*_`#]|\\\[|\\\()+")


def _opens(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """An expression that opens the reply, with a remark behind it: "E[XY] − E[X]E[Y], which is 0 if …"."""
    if formula.relations or not _OPENING.sub("", search.text).startswith(formula.text):
        return False
    rest = search.text.partition(formula.text)[2]
    if isinstance(key, Sym) and len(search.text) < SHORT and "=" not in rest and _SENTENCE.match(rest):
        return formula.text not in _LABELS  # "f. The data swamp the prior."
    if not _REMARKS.match(rest) or formula.broken:
        return False
    return _substantial(formula, search, key) or _is_told(formula, place, search, key)


def _is_told(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """`s(1 - s) with s = σ(z)`: is it made of the key's symbols once the names that the reply explains are put in?"""
    try:
        found = formula.parse(0, search.known)
    except Unreadable:
        return False
    own = free_names(found[0])
    if isinstance(found[0], Num | Sym | Index) or own & free_names(key):
        return False
    told = free_names(search.resolved(found, place, letters_of(key))[0])
    return bool(told & free_names(key)) and not told & own


_CASES = frozenset(
    "for when if at with case special check limit reduces symmetric particular instance e.g only".split()
)
_STATING = _SAYING | frozenset("give get have obtain therefore thus hence so answer result :".split())
_PASSIVE = frozenset("given weighted described expressed scaled".split())


def _ends(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """What the last sentence concludes in the key's own symbols: "So it is weighted by (1 - β)β^k."."""
    words = [word.lower() for word in formula.before]
    if formula.relations or formula.broken or place.candidate.found_by != "conclusion" or not words:
        return False
    if not (words[-1] in _STATING or (words[-1] == "by" and words[-2:-1] and words[-2] in _PASSIVE)):
        return False
    if _CASES & set(words) or _introduces(formula, place) or conditional(formula):
        return False
    if not search.text.rstrip("\n $`.*").endswith(formula.text):
        return False
    try:
        value = formula.parse(0, search.known)[0]
    except Unreadable:
        return False
    return not isinstance(value, Num | Sym | Index) and free_names(value) <= free_names(key)


_SENTENCE = lazy(r"[\s$*]*[.,:;(–—]\s*[^\W\d_]{2,}")
_LABELS = frozenset("abcdeABCDEi")  # "b. …" may be the option


def _derives(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """`∂L/∂x = …`: a derivative that is no symbol of the key has a value."""
    if not formula.relations or not last_side(formula) or _introduces(formula, place):
        return False
    try:
        left = formula.parse(0, search.known)[0]
        value = formula.parse(last_side(formula), search.known)[0]
    except Unreadable:
        return False
    if goes_into(formula, search.text):
        return False
    if isinstance(left, Slope):
        return not isinstance(value, Num) and bool(free_names(value) & free_names(key))
    root = left.base if isinstance(left, Index) else left
    return (
        isinstance(root, Sym)
        and root.name.startswith((r"\partial ", r"\nabla"))
        and root.name not in free_names(key)
        and not isinstance(value, Num)
        and bool(free_names(value) & free_names(key))
    )


def _concludes(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """ "Together …", "in total …": what has been put together."""
    words = [word.lower() for word in formula.before[-2:]]
    if formula.relations or not any(word in _TOGETHER for word in words):
        return False
    try:
        value = formula.parse(0, search.known)[0]
    except Unreadable:
        return False
    return not isinstance(value, Num | Sym) and bool(free_names(value) & free_names(key))


def _displayed(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """A formula alone in the last paragraph, which the one before leads up to: "Hence:" and a line of its own."""
    if formula.relations or outside(formula, place) or not search.text.rstrip("\n $`.*").endswith(formula.text):
        return False
    before = search.text[: search.text.rindex(formula.text)]
    return bool(CONCLUDING.search(before.rstrip("` \n"))) and _substantial(formula, search, key)


def _emphasised(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """The only formula in bold, in the last statement: "with k of them: **d(E + 3kf)**."."""
    if formula.relations or place.candidate.found_by != "bold" or f"**{formula.text}**" not in place.text:
        return False
    if not search.text.rstrip("\n .").endswith(f"**{formula.text}**") or search.text.count("**") != 2:
        return False
    return not _introduces(formula, place) and not formula.broken and _substantial(formula, search, key)


def _alone(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """The only formula of a short reply that is made of the key's symbols."""
    if len(search.text) > SHORT or _introduces(formula, place):
        return False
    if not re.search(r"[A-Za-z]{3,}", search.text.replace(formula.text, "")):
        return False
    found = [f for p in search.places() for f in p.formulas if _substantial(f, search, key)]
    return len({f.text for f in found}) == 1 and found[0].text == formula.text and not any(f.broken for f in found)


def _substantial(formula: Formula, search: Search, key: Expr) -> bool:
    if formula.broken:
        return True
    try:
        value = formula.parse(last_side(formula), search.known)[0]
    except Unreadable:
        return bool(formula.relations)
    return not isinstance(value, Num | Sym | Index) and bool(free_names(value) & free_names(key))


def _introduces(formula: Formula, place: Place) -> bool:
    words = [w.lower() for w in formula.before[-3:]]
    words = [w for w in words[:-1] if w != "residual"] + words[-1:]
    if not formula.relations and words[-1:] != ["with"]:
        words = [w for w in words if w != "with"]  # "the arm with the largest …"
    return any(w in _INTRODUCING for w in words)


def _named(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """`name = …`, where the name is no symbol of the key and no name that is used elsewhere."""
    if not formula.relations or not last_side(formula) or _introduces(formula, place):
        return False
    if not formula.sides[0].tokens:
        return True
    try:
        left = formula.parse(0, search.known)[0]
    except Unreadable:
        return True
    root = left.base if isinstance(left, Index) else left
    if isinstance(root, Sym):
        if root.name in search.known.declared or root.name in search.index_and_sizes:
            return False
        return not _used_elsewhere(root.name, formula, place, search)
    return not free_names(left) <= set(search.known.declared) | letters_of(key)


def _says(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """`name = …`, or "it is …" where what follows is made of the key's symbols."""
    if formula.relations:
        return _named(formula, place, search, key)
    if not formula.before or formula.before[-1].lower() not in _SAYING or _introduces(formula, place):
        return False
    if any(_supersedes(other, formula, place, search, key) for other in place.formulas):
        return False
    try:
        value = formula.parse(0, search.known)[0]
    except Unreadable:
        return False
    return not isinstance(value, Num | Sym) and bool(free_names(value) & free_names(key))


def _supersedes(other: Formula, formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """Is the other one a later step of the same sentence: "this gives 1 - b, and the next factor makes it …"?"""
    if other.start <= formula.start or other.relations or not other.before or in_remark(other, place):
        return False
    if _CASES & {word.lower() for word in other.before} or _introduces(other, place) or conditional(other):
        return False
    try:
        value = other.parse(0, search.known)[0]
    except Unreadable:
        return False
    return not isinstance(value, Num | Sym | Index) and free_names(value) == free_names(key)


def _used_elsewhere(name: str, formula: Formula, place: Place, search: Search) -> bool:
    for other in place.formulas:
        if other.start <= formula.start or other.broken:
            continue
        for side in range(1 if other.relations else 0, len(other.sides)):
            try:
                if name in free_names(other.parse(side, search.known)[0]):
                    return True
            except Unreadable:
                continue
    return False


def _chained(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """An expression rewritten: `a(b + c) = ab + ac`."""
    if not formula.relations or not last_side(formula) or _introduces(formula, place):
        return False
    try:
        left = formula.parse(0, search.known)[0]
    except Unreadable:
        return False
    return not isinstance(left, Sym | Num)


def _led_up_to(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """An expression without a relation that a sentence leads up to: "the gradient is …"."""
    if formula.relations or (_introduces(formula, place) and formula.before[-1:] != ("with",)):
        return False
    words = [word.lower() for word in formula.before]
    leads = bool(words) and (
        words[-1] in _LEADING | {":"}
        or words[-2:] == ["makes", "it"]
        or (words[-1] == "to" and words[-2:-1] != [] and words[-2].startswith(_TENDING))
    )
    leads = leads or _NAMELY.search(place.text, max(0, formula.start - 16), formula.start) is not None
    if not (leads or (place.marked and len(formula.sides[0].tokens) > 2)):
        return False
    try:
        value = formula.parse(0, search.known)[0]
    except Unreadable:
        return True
    if isinstance(value, Num) and words[-1:] == ["to"] and not isinstance(key, Num) and _LIMITED.search(place.text):
        return False  # "as t → ∞ this tends to 1", behind the answer
    return bool(leads) or not isinstance(value, Num | Sym)


_NAMELY = lazy(r"\b(?:i\.e\.|that is|namely)[,:]?[\s$]*$", needs="i.e.|namely|that is")
_LIMITED = lazy(r"\b(?:as|for|when)\b[^.]{0,20}(?:→|->|\\to\b|\\rightarrow)", re.I)
