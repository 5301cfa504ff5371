r"""Names that words give to declared things: "write u_k for ∂L/∂y_k", "let v_i be the derivative of L in y_i".

>>> from viva.kinds import Symbol
>>> from viva.reading.formulas import formulas
>>> from viva.reading.notation import render
>>> from viva.reading.vocabulary import vocabulary
>>> symbols = (Symbol("y", ("n",)), Symbol(r"\partial L/\partial y", ("n",)))
>>> def told(text):
...     found = named_in_words(text, formulas(text, symbols), vocabulary(symbols))
...     return [f"{render(left)} = {render(value)}" for left, value, _ in found]
>>> told(r"Let $u_k$ be short for $\partial L/\partial y_k$."), told("Write h_j for the gradient arriving at y_j.")
(['uₖ = ∂L/∂yₖ'], ['hⱼ = ∂L/∂yⱼ'])

Only a name for a declared thing, or for the gradient in one where that is declared, is taken from words; what words
say beside a formula ("let m be half of y_1") is never guessed.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from viva.reading.formulas import Formula
from viva.reading.patterns import lazy
from viva.reading.syntax import Expr, Index, Sym, Unreadable
from viva.reading.vocabulary import Vocabulary

NAMING = lazy(
    r"\b(?:be|short|shorthand|stands?|denot\w*|writ(?:e|ing)|call(?:ing)?|abbreviat\w*|nam(?:e|ing)|us(?:e|ing))\b",
    re.IGNORECASE,
)
_SAYS = frozenset("be stands stand denotes denote short shorthand abbreviates means".split())
_FOR = frozenset("write writing wrote put use using call calling abbreviate abbreviating".split())
_BY = frozenset("denote denoting denoted call calling name naming abbreviate".split())
_FILLING = _SAYS | frozenset(
    "for the a an our of vector gradient gradients upstream incoming derivative derivatives partial loss in as "
    "notation abbreviation name quantity quantities is let us me here by with respect to".split()
)
_GRADIENT_IN = lazy(
    r"\s*\$?\s*(?:be|is|for|denotes?|stands?\s+for|denoting)\s+(?:the\s+)?(?:(?:upstream|incoming|partial|loss|output)\s+)*+"
    r"(?:gradient|derivative)s?\s+(?:of\s+(?:the\s+)?\$?(?:loss|L)\b\$?\s+)?(?:\$?L\$?\s+)?"
    r"(?:with respect to|w\.?r\.?t\.?|in|at|by|for|of|arriving\s+at"
    r"|(?:coming|flowing)\s+(?:in\s+|back\s+)?(?:into|to|from|at))\s+"
    r"(?:the\s+output\s+)?\$?\s*(?=\S)",
    re.IGNORECASE,
)


def named_in_words(text: str, stated: tuple[Formula, ...], known: Vocabulary) -> Iterator[tuple[Expr, Expr, int]]:
    """Every name with what the words make it stand for, and where it does."""
    for name, value in pairwise(stated):
        if name.relations or value.relations or len(name.text) > 24:
            continue
        if not (_renames(name, value) or _denotes_by(name, value)):
            continue
        left, right = _thing(name, known), _thing(value, known)
        if left is not None and right is not None and right[1] and not left[1]:
            yield left[0], right[0], name.start
    for k, name in enumerate(stated):
        if name.relations or len(name.text) > 24 or (words := _GRADIENT_IN.match(text, name.end)) is None:
            continue
        at = next((f for f in stated[k + 1 : k + 4] if f.start == words.end() and not f.relations), None)
        left, place = _thing(name, known), _thing(at, known) if at is not None else None
        gradient = _gradient_in(place[0], known) if place is not None else None
        if left is not None and gradient is not None and not left[1]:
            yield left[0], gradient, name.start


def _renames(name: Formula, value: Formula) -> bool:
    """ "u_k be short for", "write u_k for": nothing but such words between the two."""
    between = [word.lower() for word in value.before if word.isalpha()]
    if not between or not set(between) <= _FILLING:
        return False
    leads = {word.lower() for word in name.before[-2:]}
    return bool(_SAYS & set(between)) or (between[0] == "for" and bool(leads & _FOR))


def _denotes_by(name: Formula, value: Formula) -> bool:
    """ "denote by u_k the gradient": the name first."""
    leads = [word.lower() for word in name.before[-2:]]
    between = {word.lower() for word in value.before if word.isalpha()}
    return len(leads) == 2 and leads[1] == "by" and leads[0] in _BY and "the" in between and between <= _FILLING


def _thing(formula: Formula, known: Vocabulary) -> tuple[Expr, bool] | None:
    """A symbol, with indices or without, and whether it is declared; None for anything else."""
    try:
        readings = formula.parse(0, known)
    except Unreadable:
        return None
    expr = readings[0]
    base = expr.base if isinstance(expr, Index) else expr
    if len(readings) != 1 or not isinstance(base, Sym):
        return None
    return expr, base.name in known.declared


def _gradient_in(place: Expr, known: Vocabulary) -> Expr | None:
    r"""∂L/∂y_i for y_i, where the declarations have it."""
    base = place.base if isinstance(place, Index) else place
    if not isinstance(base, Sym):
        return None
    name = next(
        (n for n in known.declared if n.startswith("\\partial") and n.endswith(f"/\\partial {base.name}")), None
    )
    if name is None:
        return None
    return Index(Sym(name), place.indices) if isinstance(place, Index) else Sym(name)
