r"""Relations that a reply implies: in words, as a substitution, by what a name stands for or stands in front of.

Each rule looks at one place of a reply and says what the symbol to solve for is there, or None: "the new design matrix
is XΓ⁻¹" (`called`), "X ↦ XΓ⁻¹" (`replaced`), "multiply the learned weights by p" (`prose`), "v plays the part of w"
(`standing`), `‖y − XΓ⁻¹v‖² + ‖v‖²` (`in_front`). They are tried in that order, behind equations.

>>> from viva import check
>>> replies = ("With v = Γw it is ‖y − XΓ⁻¹v‖² + ‖v‖².", "Replace X by XΓ.", "Multiply X by Γ⁻¹.")
>>> [check("hw5/4c", reply).verdict.value for reply in replies]
['correct', 'incorrect', 'undecided']
"""

from __future__ import annotations

import re

from viva.checking.answers.protocol import Unread
from viva.checking.answers.stated import Place, Search, Stated, unread
from viva.kinds import Relation
from viva.reading.formulas import Formula
from viva.reading.patterns import lazy
from viva.reading.syntax import Expr, Num, Sym, Unreadable
from viva.reading.trees import free_names, substitute


def not_understood(error: Unreadable, place: Place, formula: Formula, search: Search) -> Unread:
    """The formula is the answer, but cannot be read."""
    return unread(f"“{formula.text[:120]}” is not understood: {error.reason}", place, formula, search.reply)


_SAME_DATA = {"data": "data|design|feature|input|effective|transformed"}


def called(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """ "The new design matrix is XΓ⁻¹": the right-hand side behind the words by which the question calls it."""
    asked = re.match(r"the (\w+) (matrix|vector)\b", search.part.asks) if search.part is not None else None
    if asked is None:
        return None
    verbs = r"(?: (?:is|becomes|equals|therefore|thus|then|now))*[\s:=$*]*$"
    about = r"(?: (?:in terms of|in|for|of) [^.;=]{1,40}?)?"
    kinds = rf"(?:(?:{_SAME_DATA.get(asked[1], asked[1])}) {asked[2]}|so the {asked[2]})"
    pattern = rf"\b{kinds}{about}{verbs}"
    for formula in reversed(place.formulas):
        variable = formula.before[-2:] == ("terms", "of")  # "the data matrix in terms of β is …"
        if len(formula.relations) > 1 or (formula.sides[0].tokens and formula.relations and not variable):
            continue
        start = formula.sides[-1].start
        if not re.search(pattern, place.before[-80:] + place.text[:start], re.I):
            continue
        try:
            readings = formula.parse(len(formula.sides) - 1, search.known)
        except Unreadable as error:
            if not formula.broken:
                return not_understood(error, place, formula, search)
            told = prose(search, place, kind) or _called_in_words(search, place, kind, pattern)
            return told or not_understood(error, place, formula, search)
        if isinstance(readings[0], Num) or kind.solve_for in free_names(readings[0]):
            continue
        readings = meant(search, place, kind, readings)
        if not isinstance(readings[0], Sym):  # "the new data matrix is A", where A = XΓ⁻¹
            return Stated(place, formula, readings)
    return _called_in_words(search, place, kind, pattern)


def _called_in_words(search: Search, place: Place, kind: Relation, pattern: str) -> Stated | None:
    """ "The data matrix becomes X times the inverse of Γ"."""
    verbs = r"(?: (?:is|becomes|equals|therefore|thus|then|now|simply|just))+\s+(?P<value>[^.;:=\n]{3,120})"
    lead = place.before[-80:]
    said = re.search(pattern.rpartition("(?: (?:is|")[0] + verbs, lead + place.text, re.I)
    if said is None or said.end() <= len(lead):
        return None
    from viva.checking.answers.told_relations import worded

    value = worded(said["value"], kind.symbols, search.known)
    old_ones = others(search, kind)
    if value is None or isinstance(value, Sym | Num) or kind.solve_for in free_names(value):
        return None
    if len(old_ones) != 1 or old_ones[0] not in free_names(value):
        return None
    start = max(0, said.start("value") - len(lead))
    return Stated(place, Formula(said["value"], start, said.end() - len(lead), (), ()), (value,))


def returned(search: Search, place: Place, kind: Relation) -> Stated | None:
    """`def tikhonov(w_dropout, p): return p * w_dropout`: what the function of the old quantity gives."""
    if not _FUNCTION.search(search.text):
        return None
    for formula in reversed(place.formulas):
        if formula.relations or not _GIVES_BACK.search(place.before + place.text[: formula.start]):
            continue
        try:
            readings = meant(search, place, kind, formula.parse(0, search.known))
        except Unreadable:
            continue
        names, old_ones = free_names(readings[0]), set(others(search, kind))
        asked = search.known.ndim(kind.solve_for)
        alike = {name for name in names if search.known.ndim(name) and (search.known.ndim(name) == 1 or asked == 1)}
        if names & old_ones and alike <= old_ones and not isinstance(readings[0], Sym):  # and no function of the loss
            return Stated(place, formula, readings)
    return None


_FUNCTION = lazy(r"\bdef\s+\w+\s*\(|\blambda\s+\w", needs="def|lambda")
_GIVES_BACK = lazy(r"(?:\breturn|\blambda\s[\w\s,{}\\]{1,60}:)\s*\(?\s*$")


_SUBSTITUTED = lazy(r"\b(?:substitut\w+|replac\w+|plug\w*|chang\w+ (?:of )?variables?|insert\w*|put)\b", re.I)


def replaced(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """`w̃ ↦ p w̃`, "replace X by XΓ⁻¹": what the old quantity becomes is the new one.

    Where a vector of unknowns is substituted, `w̃ → w̃/p` says the opposite of what it says where the weights are
    scaled: that is left open.
    """
    old_ones = others(search, kind)
    for formula in reversed(place.formulas):
        if formula.relations not in (("→",), ("←",)) or len(old_ones) != 1 or not formula.sides[0].tokens:
            continue
        near = place.text[max(0, formula.start - 120) : formula.end + 60]
        if search.known.ndim(kind.solve_for) == 1 and _SUBSTITUTED.search(near):
            continue
        try:
            old, readings = formula.parse(0, search.known)[0], formula.parse(1, search.known)
        except Unreadable:
            continue
        if old != Sym(old_ones[0]) or any(kind.solve_for in free_names(r) for r in readings):
            continue
        if readings[0] == old or old_ones[0] not in free_names(readings[0]):
            continue
        return Stated(place, formula, meant(search, place, kind, readings))
    return None


def meant(search: Search, place: Place, kind: Relation, readings: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The readings with the reply's own names replaced: those that it defines, and those that its words explain."""
    readings = search.resolved(readings, place)
    own = {name for r in readings for name in free_names(r) if name not in search.known.declared and name.isalpha()}
    if not own:
        return readings
    from viva.checking.answers.told_relations import meaning

    told = {name: meaning(search.text, name, search.known, kind.symbols) for name in sorted(own)[:4]}
    return tuple(substitute(r, {name: value for name, value in told.items() if value is not None}) for r in readings)


def prose(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """ "Multiply the dropout weights by p": which symbol it is about is the only other one of that shape."""
    old_ones = others(search, kind)
    if place.candidate.rank > 4 or len(old_ones) != 1:
        return None
    from viva.checking.answers.told_relations import told

    label = _LABEL.match(place.text) if place.candidate.rank < 3 else None  # "matrix: X times …", of what is asked
    start = label.end() if label else 0
    found = told(place.text[start:], search.known, kind.symbols, kind.solve_for, old_ones[0])
    if found is None:
        return None
    start, end = start + found.start, start + found.end
    sentence = Formula(place.text[start:end], start, end, (), ())
    return Stated(place, sentence, (found.value,) if found.name == kind.solve_for else (Sym(found.name), found.value))


def standing(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """ "Let v = p w̃. … So v plays the part of w": what the name was given as."""
    from viva.checking.answers.told_relations import standing_for

    found = standing_for(place.text, kind.symbols, kind.solve_for)
    if found is None or found[0] in search.known.declared:
        return None
    name, start, end = found
    (value,) = search.resolved((Sym(name),), place)
    if not free_names(value) <= set(search.known.declared) or kind.solve_for in free_names(value):
        return None
    return Stated(place, Formula(place.text[start:end], start, end, (), ()), (value,))


def in_front(search: Search, place: Place, kind: Relation) -> Stated | Unread | None:
    """`‖y − XΓ⁻¹v‖² + ‖v‖²`, where a matrix is asked for: what stands in front of the new variable.

    Where the reply has several such forms with different matrices, none of them is the answer for sure.
    """
    if search.known.ndim(kind.solve_for) != 2:
        return None
    found = _in_front(search, place, kind)
    if found is None:
        return None
    others_too = (_in_front(search, other, kind) for other in search.places())
    if any(other is not None and other[1] != found[1] for other in others_too):
        return None
    formula, matrix = found
    return Stated(place, formula, search.resolved((matrix,), place))


def _in_front(search: Search, place: Place, kind: Relation) -> tuple[Formula, Expr] | None:
    from viva.checking.answers.in_front import in_penalised

    apart: list[Expr] = []  # "the first term is … and the second …"
    for formula in reversed(place.formulas):
        for side in reversed(range(len(formula.sides))):
            if not any(t.text in ("‖", "|") for t in formula.sides[side].tokens):
                continue
            try:
                readings = formula.parse(side, search.known)
            except Unreadable:
                continue
            apart += readings[:1] if not formula.relations else ()
            for terms in (readings[:1], apart):
                found = in_penalised(terms)
                if found is not None and kind.solve_for not in free_names(found):
                    return formula, found
    return None


def others(search: Search, kind: Relation) -> list[str]:
    target = search.known.declared[kind.solve_for]
    return [s.name for s in kind.symbols if s.shape == target.shape and s.name != target.name]


_LABEL = lazy(r"[A-Za-z][\w -]{0,40}:\s")
