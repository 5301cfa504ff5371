r"""An answer's text without its formatting, and its pieces between separators.

>>> clean(r"$\left( -1,\; 5 \right)$."), split("(1, 2), 1,000; x", ",;")
('( -1, 5 )', ['(1, 2)', '1,000', 'x'])
"""

from __future__ import annotations

import re

from viva.reading.comparisons import compared
from viva.reading.patterns import lazy

MAX_LENGTH = 4_000

_FORMATTING = lazy(
    r"\\(?:left|right|displaystyle|bigl?|bigr?|Bigl?|Bigr?|limits|boldsymbol|mathbf|quad|qquad)(?![A-Za-z])"
    r"|\\[,;:! ]|\\[()\[\]]|\$+|`|\*\*|~|\^\{?\\circ\}?|°|\\degree(?![A-Za-z])"
)
_TEXT_GROUP = lazy(r"\\(?:text|mbox|textnormal|textbf|textit|texttt|mathtt|mathrm|operatorname)\{([^{}]*)\}")
_SPELT = {
    r"\leqslant": "≤", r"\leq": "≤", r"\le": "≤", r"\geqslant": "≥", r"\geq": "≥", r"\ge": "≥",
    r"\neq": "≠", r"\ne": "≠",
    r"\lt": "<", r"\gt": ">", r"\infty": "∞", r"\cup": "∪", r"\in": "∈", r"\pm": "±", r"\colon": ":", r"\lbrace": r"\{",
    r"\rbrace": r"\}", r"\lor": " or ", r"\dfrac": r"\frac", r"\tfrac": r"\frac", "<=": "≤", ">=": "≥", "!=": "≠",
}  # fmt: skip
_SPELLING = lazy(
    "|".join(re.escape(s) + ("(?![A-Za-z])" if s[0] == "\\" else "") for s in sorted(_SPELT, key=len, reverse=True))
)


def clean(text: str) -> str:
    """The text without formatting: delimiters, spacing, `\\left`, `\\text` around words, a final full stop."""
    text = text[:MAX_LENGTH]
    text = _TEXT_GROUP.sub(lambda m: f" {m[1]} ", text)
    text = _FORMATTING.sub(" ", text)
    text = _SPELLING.sub(lambda m: _SPELT[m[0]], text)
    text = compared(text)
    return " ".join(text.split()).rstrip(".,;: ").strip()


def balanced(text: str) -> bool:
    """Do the braces of the text match?"""
    depth = 0
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


def split(text: str, separators: str) -> list[str]:
    """The pieces of the text between separators (single characters) that stand in no brackets.

    A comma between digits that groups thousands (`1,000`) does not separate.
    """
    pieces, depth, start, k = [], 0, 0, 0
    while k < len(text):
        char = text[k]
        if char == "\\" and k + 1 < len(text) and text[k + 1] in "{}":
            depth += 1 if text[k + 1] == "{" else -1
            k += 2
            continue
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char in separators and depth <= 0 and not (char == "," and _thousands(text, k)):
            pieces.append(text[start:k].strip())
            start = k + 1
        k += 1
    pieces.append(text[start:].strip())
    return pieces


def _thousands(text: str, comma: int) -> bool:
    """Does the comma at that place group the digits of a number?"""
    before = text[max(0, comma - 20) : comma]
    grouped = re.match(r",\d{3}(?!\d)", text[comma : comma + 5])
    return bool(grouped and re.search(r"(?<![\d,])\d{1,3}(?:,\d{3})*$", before))


def signs(text: str) -> list[str]:
    """The relations between the sides of a text, those in brackets aside."""
    found, depth = [], 0
    for k, char in enumerate(text):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char in "=≤≥<>≠≈" and depth <= 0:
            found.append(text[k])
    return found


def one_group(text: str) -> bool:
    """Does the bracket that opens the text close at its very end? `[0, 7)` counts as one."""
    depth = 0
    for k, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
            if depth == 0:
                return k == len(text) - 1
    return False
