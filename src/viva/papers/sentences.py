"""Prose cut into sentences, with their places: what a claim is read from.

>>> [s.text for s in sentences("Batch norm: - Normalizes over N. - Per channel, e.g. red\\nLayer norm does not.")]
['Batch norm:', 'Normalizes over N.', 'Per channel, e.g. red\\nLayer norm does not.']

Text copied out of a PDF breaks its lines anywhere, so a line end alone ends no sentence; bullets, headings, table rows
and blank lines do. What is cut wrongly is at worst not recognised: a claim that is not recognised is not blamed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BREAK = re.compile(
    r"(?<=[.!?])[)\"*_]*\s+(?:-\s+)?(?=[A-Z(\[*\"$\\])"  # a full stop, then a capital
    r"|\n\s*\n+"  # a blank line
    r"|\n\s*(?=#{1,6}\s)"  # a heading
    r"|\n?\s*[•–‣◦]\s+|\n\s*[-*+]\s+|\n\s*\(?\d{1,2}[.)]\s+"  # a bullet
    r"|(?<=[.:;)])\s+-\s+(?=[A-Z])"  # bullets that ran into one line
    r"|(?<=[a-z])\s+-\s+(?=[A-Z][a-z]+\s)"
    r"|\s*\|(?!\|)\s*\n?"  # table cells
    r"|\n(?=[A-Z][\w ,-]{2,40}(?:\([^()\n]{1,30}\))?:\s)"  # a line with a label, "Layer normalization (answer B):"
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|resp|eq|fig)\.)$", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """`text` is `whole[start:end]`; `paragraph` counts blank lines and headings before it."""

    start: int
    end: int
    text: str
    paragraph: int = 0


def sentences(whole: str) -> list[Sentence]:
    """The sentences, bullets and table cells of a text, in order."""
    found: list[Sentence] = []
    at = paragraph = 0
    for gap in _BREAK.finditer(whole):
        if gap.start() < at or _ABBREVIATION.search(whole[max(0, gap.start() - 5) : gap.start()]):
            continue
        _add(found, whole, at, gap.start(), paragraph)
        at = gap.end()
        paragraph += gap.group().count("\n") > 1 or whole[at : at + 1] == "#"
    _add(found, whole, at, len(whole), paragraph)
    return found


def _add(found: list[Sentence], whole: str, start: int, end: int, paragraph: int) -> None:
    text = whole[start:end]
    stripped = text.strip()
    if stripped:
        start += len(text) - len(text.lstrip())
        found.append(Sentence(start, start + len(stripped), stripped, paragraph))
