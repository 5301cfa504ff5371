r"""Names that a reply numbers and defines itself, "let m_1 = …, m_2 = …", as names of one letter.

>>> numbered("g - x", "m_1 - x m_2 with m_1 = (1/n) sum g, m2 = 3")
'φ - x ω with φ = (1/n) sum g, ω = 3'
>>> print(numbered(r"\mu_1", r"$\mu_1 = a$, $s_{12} = 3$, $t_{1} = 2 t_i$"))
$\mu_1 = a$, $\phi  = 3$, $t_{1} = 2 t_i$

Only where the number cannot be an index: the key has no such name, nor does the reply use its letter with an index that
is a letter (`m_i`). Whether what is defined is a number or a vector, nothing here says.
"""

from __future__ import annotations

import re

from viva.reading.lexer import GREEK
from viva.reading.patterns import lazy

_NAME = (
    r"(?<![A-Za-z\\_])(?P<letter>[A-Za-zα-ωΑ-Ω]|\\[a-z]{2,7}\s?)"
    r"(?:_(?:(?P<a>\d{1,2})(?!\d)|\{\s*(?P<b>\d{1,2})\s*\})|(?P<c>\d)(?![\w.]))"
)
_DEFINED = lazy(rf"{_NAME}\s*:?=(?!=)", needs="=")
_ANY = lazy(_NAME)
_FRESH = ((r"\phi ", "φ"), (r"\omega ", "ω"), (r"\xi ", "ξ"), (r"\zeta ", "ζ"), (r"\chi ", "χ"), (r"\psi ", "ψ"))


def numbered(key: str, reply: str) -> str:
    """The (normalised) reply with a letter of its own for every such name; as it was where there are too many."""
    if "=" not in reply:
        return reply
    names = dict.fromkeys((_letter(m), _number(m)) for m in _DEFINED.finditer(reply))
    names = {name: None for name in names if not _used(*name, key, reply)}
    if not names:
        return reply
    fresh = [(latex, sign) for latex, sign in _FRESH if not {latex.strip(), sign} & set(_LETTERS.findall(key + reply))]
    if len(names) > len(fresh):
        return reply
    latex = "\\" in reply
    chosen = {name: of[0 if latex else 1] for name, of in zip(names, fresh, strict=False)}
    return _ANY.sub(lambda m: chosen.get((_letter(m), _number(m)), m[0]), reply)


_LETTERS = lazy(r"\\[a-z]+|[α-ω]")


def _letter(match: re.Match[str]) -> str:
    return match["letter"].strip()


def _number(match: re.Match[str]) -> str:
    return match["a"] or match["b"] or match["c"]


def _used(letter: str, number: str, key: str, reply: str) -> bool:
    """Is it a family somewhere (`m_i`, `m_{1:t}`), or a name of the key, or may it be a power (`x2` out of a PDF)?"""
    forms = {letter, GREEK.get(letter, letter), *(sign for sign, latex in GREEK.items() if latex == letter)}
    letter = rf"(?<![A-Za-z\\])(?:{'|'.join(map(re.escape, forms))})(?![A-Za-z])"
    if re.search(rf"{letter}\s?_?\{{?\s*\d", key) or (re.search(letter + number, reply) and re.search(letter, key)):
        return True
    return re.search(rf"{letter}\s?_(?:\{{?\s*[A-Za-zα-ω\\]|\{{\s*\d+\s*[^\s\d}}])", reply) is not None
