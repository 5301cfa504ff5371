r"""Limits as a size goes to infinity: `→ γ ∂L/∂y_i`, `≈ …`, "tends to …".

The key of such a part is a program at finite size that gives what the limit is: terms that vanish are left out of it. A
reply's expression is compared as it stands first, so that `γ(∂L/∂y_i − E[∂L/∂y])` equals an alternative that keeps the
mean. Where that fails and the size itself stands in the expression outside all sums, it is taken once more with the
size put to infinity (`γ(1 − 1/n) ∂L/∂y_i` → `γ ∂L/∂y_i`).
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from viva.checking.answers.comparing import Key, Setting, compare
from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.checking.answers.stated import LIMIT, Place, Search, Stated
from viva.kinds import Expression
from viva.reading.formulas import Formula
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.syntax import ZERO, Expr, Fold, Num
from viva.reading.trees import free_names, substitute, walk
from viva.types import Part

HUGE = Num(Fraction(10**12))


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The limit that the reply gives."""
    from viva.checking.answers import expressions

    return expressions.read(reply, part)


def same(value: Any, key: Key, part: Part) -> Comparison:
    """Does the expression equal the key, as it stands or with the size put to infinity?"""
    kind = part.kind
    assert isinstance(kind, Expression)
    setting = Setting(kind.symbols, kind.index, kind.given, kind.up_to)
    plain = compare(value.readings, key, setting)
    if plain.equal is not False or not all(_explicit(expr, kind.limit) for expr in value.readings):
        return plain
    grown = tuple(substitute(expr, {kind.limit: HUGE}) for expr in value.readings)
    result = compare(grown, key, setting)
    return result if result.equal else plain


_VANISHING = lazy(
    r"\b(?:gradient|it|derivative|∂L/∂x\S*|everything)\b[^.;\n]{0,40}?"
    r"\b(?:vanish(?:es)?|(?:goes|tends|converges|becomes)\s+(?:to\s+)?(?:zero|0))\b"
    r"|\bnothing\s+(?:remains|survives|is\s+left|stays)\b(?!\s+(?:but|except|other))",
    re.I,
)


ONLY_A_PART = lazy(
    r"\b(?:not|n't|never|terms?|correction|second|coupling|mean|avg|average[ds]?|sum|part|factor|ratio|noise|weight|contribution|fraction|gradients)\b",
    re.I,
)


def vanishing(search: Search, place: Place) -> Stated | None:
    """ "As n → ∞ the gradient vanishes": the limit is 0."""
    match = _VANISHING.search(place.text)
    if match is None or not (search.focused or LIMIT.search(place.before + place.text)):
        return None
    before = re.split(r"[.;\n]", place.before + place.text[: match.start()])[-1][-60:]
    after = place.text[match.end() : match.end() + 25]
    if any(ONLY_A_PART.search(words) for words in (match.group(), before, after)):
        return None
    return Stated(place, Formula(match.group(), match.start(), match.end(), (), ()), (ZERO,))


def _explicit(expr: Expr, size: str) -> bool:
    """Does the size stand in the expression, with no sum or mean whose meaning it would change?"""
    return size in free_names(expr) and not any(isinstance(node, Fold) for node in walk(expr))
