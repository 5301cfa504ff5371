r"""A key as a chain: what is asked, the forms that are equal to it, and the value, with what joins them.

>>> [(link.joint, link.text) for link in links(r"∂L/∂W = X^\top G ∈ \mathbb{R}^{D×M}")]
[('', '∂L/∂W'), ('=', 'X^\\top G'), ('∈', '\\mathbb{R}^{D×M}')]
>>> [(link.joint, link.text) for link in links("`x[:, None]`: (5, 1)")], links("(5, 1)")[0].text
([('', '`x[:, None]`'), (':', '(5, 1)')], '(5, 1)')

What stands in brackets joins nothing. Words join only where `words` says so. Nothing here reads mathematics, and a
remark ("the same as W") is still part of its link.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from viva.reading.patterns import lazy

MAX_LENGTH = 2_000


@dataclass(frozen=True)
class Link:
    """A piece of a chain, and what joins it to the piece before it: `=`, `≈`, `:`, `∈`, `→`, `is`, `<`; first ""."""

    joint: str
    text: str


_SIGN = (
    r"(?P<equal>:=|==|≡|(?<![<>!])=(?!>)|\\(?:coloneqq|equiv)(?![a-z]))"
    r"|(?P<about>≈|≃|\\(?:approx|simeq|doteq)(?![a-z]))"
    r"|(?P<member>∈|\\in(?![a-z]))"
    r"|(?P<leads>→|⇒|->|=>|\\(?:to|[Rr]ightarrow|[Ll]ongrightarrow|implies|mapsto)(?![a-z]))"
    r"|(?P<order><|>|≤|≥|≠|\\(?:le|ge|lt|gt|leq|geq|neq?)(?![a-z]))"
    r"|(?P<colon>:|\\colon(?![a-z]))"
)
_WORD = (
    r"|(?P<verb>\b(?:(?:broadcast(?:s|ed|ing)?|reshape[sd]?|flatten(?:s|ed)?|lead|multiply|sum|amount)s? to"
    r"|gives?|yields?|returns?|produces?|becomes?|equals?|is|are|has|have|hat|ist|est)\b)"
)
_BRACKETS = r"(?P<open>[(\[{])|(?P<close>[)\]}])"
_SIGNS = lazy(rf"{_BRACKETS}|{_SIGN}")
_ALL = lazy(rf"{_BRACKETS}|{_SIGN}{_WORD}")
_MEANING = {
    "equal": "=", "about": "≈", "member": "∈", "leads": "→", "order": "<", "colon": ":", "verb": "is",
}  # fmt: skip


@lru_cache(maxsize=256)
def links(text: str, words: bool = False) -> tuple[Link, ...]:
    """The pieces of a chain; a text that joins nothing is one piece, and one with unmatched brackets too."""
    if len(text) > MAX_LENGTH:
        return (Link("", text),)
    found: list[Link] = []
    depth, start, joint = 0, 0, ""
    for match in (_ALL if words else _SIGNS).finditer(text):
        kind = match.lastgroup or ""
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif depth == 0:
            found.append(Link(joint, text[start : match.start()].strip()))
            start, joint = match.end(), _MEANING[kind]
        if depth < 0:
            return (Link("", text),)
    if depth:
        return (Link("", text),)
    found.append(Link(joint, text[start:].strip()))
    return tuple(found)
