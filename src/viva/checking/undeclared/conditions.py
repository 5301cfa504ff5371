r"""What a formula of a message says only in a case, under a condition, or about a name: such formulas state no answer.

`specialised` is about `(A + Aᵀ)x = 2Ax for symmetric A`, `of_cases` about "a if i = j, b otherwise", `explains` about
`Q = queries` and `…, \\quad w_i = p_i/q_i`. They look at the words around a formula, and guess nothing about its value.

>>> from viva.reading.formulas import formulas
>>> [conditional(formula) for formula in formulas("a + b if i = j")]
[True, True]
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re

from viva.checking.answers.stated import Place, Search
from viva.reading.budget import tick
from viva.reading.formulas import Formula
from viva.reading.patterns import lazy
from viva.reading.syntax import Apply, Expr, Index, Slope, Sym, Unreadable
from viva.reading.trees import free_names

_CONDITIONS = frozenset("as for when if at".split())


def last_side(formula: Formula) -> int:
    last = 0
    for k, relation in enumerate(formula.relations):
        if relation not in ("=", "→", "≈", "←"):
            break
        last = k + 1
    return last


_SPECIAL = lazy(
    r"[\s$)\\`*]*[,(]?\s*(?:for|if|when|whenever|in case|under|provided|assuming|once|as long as)\b[^.;\n]{0,30}?"
    r"(?:symmetric|diagonal|orthogonal|orthonormal|isotropic|special case|"
    r"(?P<name>[A-Z])\s*=\s*(?P=name)(?:\^|ᵀ|\.T|⊤))",
    needs="if|for|when|once|under|in case|assuming|provided|as long as",
)


def specialised(formula: Formula, place: Place, search: Search) -> bool:
    """`(A + Aᵀ)x = 2Ax for symmetric A`: does the last side hold in a special case of what the one before says?"""
    side = last_side(formula)
    if not side or not _SPECIAL.match(place.text, formula.end, formula.end + 90):
        return False
    try:
        return side > 1 or not isinstance(formula.parse(0, search.known)[0], Sym | Index | Slope | Apply)
    except Unreadable:
        return False


_REMARKED = frozenset(("which", "vanishes"))  # "(p - y)x, which is zero if p = y"


def of_cases(place: Place, search: Search) -> bool:
    """Does the place give several cases, and not one value with what becomes of it in a special case?"""
    cases = [f for f in place.formulas if conditional(f) and not _REMARKED & set(f.before)]
    return bool(cases) and not any(specialised(f, place, search) for f in place.formulas)


def explains(formula: Formula, place: Place, search: Search, key: Expr) -> bool:
    """Does it say what a name stands for: `Q = queries`, `…, \\quad w_i = p_i/q_i` behind a formula with w_i?"""
    if not formula.relations:
        return False
    try:
        left = formula.parse(0, search.known)[0]
    except Unreadable:
        return False
    root = left.base if isinstance(left, Index) else left
    if not isinstance(root, Sym):
        return False
    if not formula.sides[-1].tokens:
        return root.name in free_names(key)
    for other in place.formulas:
        if other.start >= formula.start or other.broken or formula.start - other.end > _NEAR:
            continue
        if not _JOINT.fullmatch(place.text, other.end, formula.start):
            continue
        tick()
        try:
            used = free_names(other.parse(last_side(other), search.known)[0])
            title = free_names(other.parse(0, search.known)[0]) if other.relations else frozenset()
        except Unreadable:
            continue
        if root.name in used and root.name not in title:
            return True
    return False


_NEAR = 60  # code points between a formula and the definition behind it
_JOINT = lazy(r"[\s$]*(?:,\s*(?:\\q?quad)?|\\q?quad)[\s$]*(?:\\text\s*\{\s*(?:where|with)\s*\}|where|with)?[\s$]*")


def conditional(formula: Formula) -> bool:
    """`… if j = i`: one case of several, and its condition."""
    return (
        formula.after[:1] in (("if",), ("when",), ("otherwise",), ("else",), ("unless",))
        or formula.before[-1:] in (("if",), ("when",))
        or formula.before[-2:] == ("and", "for")
    )


def is_condition(formula: Formula) -> bool:
    """ "as n → ∞", "for n = 1": under what the answer holds."""
    return bool(formula.relations) and bool(formula.before) and formula.before[-1].lower() in _CONDITIONS


_IN_CASE = lazy(
    r"(?:^\s*|[.;!?]\s+|\n\s*)(?:when(?:ever)?|if|in the (?:special|limiting|extreme|simplest) case"
    r"|as a (?:special case|check)|special case|check)\b[^.;!?\n]*$",
    re.I,
    needs="if|when|check|special case|in the extreme case|in the simplest case|in the limiting case",
)


def in_case(formula: Formula, place: Place) -> bool:
    """ "When the routing is uniform, …, so L = α": what becomes of the answer in a case."""
    return _IN_CASE.search(place.text[max(0, formula.start - 200) : formula.start]) is not None


ANALOGY = lazy(
    r"\b(?:(?:in|by) (?:exactly )?the same (?:way|argument|reasoning|token)|likewise|similarly|analogously|by analogy"
    r"|by symmetry|in analogy)\b",
    re.I,
)
_SENTENCE = lazy(r"[.;!?](?=\s)|\n")


def in_analogy(formula: Formula, place: Place) -> bool:
    """ "In the same way ∂L/∂K = …", at the start of a sentence: about something else than what was said before."""
    before = place.text[max(0, formula.start - 120) : formula.start]
    sentence = _SENTENCE.split(before)[-1].lstrip(" •*-–(,$").removeprefix("and ")
    return ANALOGY.match(sentence) is not None


_BRACKETED = lazy(r"\(\s*(?:with|where|here|using|writing)\s[^()]*$", re.I)
_CASE = lazy(
    r"[\s$)\\]*(?:for|if|when|in case of|under|provided|assuming)\s[^()]{1,60}\)",
    re.I,
    needs="if|for|when|under|assuming|provided|in case of",
)


def in_remark(formula: Formula, place: Place) -> bool:
    """`(A + Aᵀ)x (= 2Ax for symmetric A)`, `(with t = w)`: what holds in a case, or explains a name, in brackets."""
    if _BRACKETED.search(place.text[max(0, formula.start - 120) : formula.start]):
        return True
    before = place.text[: formula.start].rstrip(" $\\=")
    return before.endswith("(") and bool(_CASE.match(place.text, formula.end, formula.end + 90))


def goes_into(formula: Formula, text: str) -> bool:
    """Is what it gives a value to put into a later equation: `∂S/∂Q = …`, and then `∂L/∂Q = Σ ∂L/∂S · ∂S/∂Q`?"""
    left = formula.sides[0]
    name = formula.text[: left.end - left.start].strip()
    at = text.find(formula.text)
    if at < 0 or len(name) < 4:
        return False
    for line in text[at + len(formula.text) :].split("\n")[:_LINES]:
        _, sign, right = line.partition("=")
        if sign and name in right and not re.match(r"\s*&?=", right[right.index(name) + len(name) :]):
            return True
    return False


_LINES = 60
