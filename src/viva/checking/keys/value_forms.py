r"""What the value that a key was read as tells of the key: nothing but words, an equation with its explanation.

>>> from viva.reading.values import value
>>> all_words(value("bias decreases, variance increases")), all_words(value("1, 2")), explains_itself(value("x = 2"))
(True, False, False)
>>> str(between(value("(1, 2)")))
'[1, 2]'
>>> is_product("w' = s w"), is_product("C = AB"), is_product("x = No"), is_product("answer = no")
(True, True, False, False)
>>> explained(r"W(r + x),\quad r = Wx - y"), explained("a + b, c = d")
(('W(r + x)', 'r = Wx - y'), None)
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from viva.reading.cleaning import split
from viva.reading.patterns import lazy
from viva.reading.values import Assigned, Formula, Interval, Set_, Tuple_, Value, Words


def all_words(found: Value | None) -> bool:
    """Is it a list of words that are more than names?"""
    if not isinstance(found, Set_):
        return False
    return all(isinstance(item, Words) for item in found.items) and any(
        len(str(item).split()) > 1 for item in found.items
    )


def between(found: Any) -> Any:
    """An interval whose ends may belong to it or not."""
    if isinstance(found, Tuple_) and len(found.items) == 2:
        return Interval(found.items[0], found.items[1], False, False, "between")
    return replace(found, said="between") if isinstance(found, Interval) else found


def is_product(bare: str) -> bool:
    """`w' = s w`, `C = AB`: a symbol, and single letters side by side, which are no words."""
    found = _PRODUCT.fullmatch(bare.strip())
    return found is not None and found["right"] not in _SHORT_WORDS


_PRODUCT = lazy(
    r"[A-Za-z](?:'|_\w+|_\{\w+\}|\^\w){0,2}\s*=\s*(?P<right>[A-Za-z](?:\s+[A-Za-z]){1,3}|[A-Z]{2,3}|[a-z]\s?[A-Z]{1,2}|[A-Z]{1,3}\s?[a-z])"
)
_SHORT_WORDS = frozenset(["No", "Up", "On", "Or", "In", "Go", "My", "We"])


def explains_itself(found: Value | None) -> bool:
    """`y = f(m), m = (p + q)/2`: the second equation says what a name in the first one is."""
    if not isinstance(found, Set_) or found.braced or len(found.items) != 2:
        return False
    first, second = found.items
    if not (isinstance(first, Assigned) and isinstance(second, Assigned) and isinstance(first.value, Formula)):
        return False
    name = re.escape(second.name)
    return bool(re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", first.value.text))


def explained(text: str) -> tuple[str, ...] | None:
    """`W(r + x), r = Wx - y` as the expression and what its names are; None where it is anything else."""
    first, *others = (_EDGES.sub("", part) for part in split(_SPACE.sub(" ", text).strip(" $."), ","))
    if not others or not _OPERATOR.search(first):
        return None
    if all(is_decomposition(other.partition("=")[2], first) for other in others):
        return (first, *others)
    if "=" in first:
        return None
    for other in others:
        named = _MEANING.match(other)
        if named is None or named["name"] not in (first if len(named["name"]) > 1 else _COMMAND.sub(" ", first)):
            return None
    return (first, *others)


def is_decomposition(product: str, value: str) -> bool:
    """Is a product `UΣVᵀ` what tells the U or u of a value that is given before it?"""
    found = _FACTORS.match(product)
    return found is not None and any(
        re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", value) is not None for name in (found[1], found[1].lower())
    )


_FACTORS = lazy(
    r"[\s$]*([A-Z])\W{0,3}(?:Σ|\\Sigma|[SD]|Λ|\\Lambda|\\?(?:\w+\s?\{)?diag\b.{1,40}?)\W{0,3}[A-Z]\s*(?:\^|[ᵀ⊤'])"
)
_COMMAND = lazy(r"\\[A-Za-z]+")


_SPACE = lazy(r"\\[,;:! ]")
_EDGES = lazy(r"^(?:\s|\\q?quad(?![A-Za-z])|\$)+|(?:\s|\\q?quad(?![A-Za-z])|\$)+$")
_OPERATOR = lazy(r"[-+*/^]|\\[dt]?frac(?![a-z])")
_MEANING = lazy(r"(?P<name>\\?[A-Za-z]+|[α-ωΑ-Ω])(?:_\{?[A-Za-z0-9]\}?|[ᵢⱼₖ])?\s*(?::=|=|\\coloneqq)(?![=])\s*\S")
