"""Two columns side by side in a text (`pdftotext -layout`) → one below the other, every line with its own number.

>>> left = ["A reply begins in the left column,", "goes on below, line by line, and",
...         "ends on the right, as in a paper."]
>>> page = [f"{text:<38}{k}. of the right column, a line of text" for k, text in enumerate(left * 4)]
>>> [number for number, _ in in_order(list(enumerate(page, start=1)))][:13]
[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1]

A gutter is a column of the page at which many lines begin anew behind blanks, and hardly a line runs through; lines
that do (a title, the number of the page) divide the page. Not guaranteed: three columns; columns of unequal lines
that were not set out by blanks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_RIGHT = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_WORD = re.compile(r"[A-Za-z]{3,}")
_LEAST = 10  # lines that begin at the gutter
Numbered = tuple[int, str]


def in_order(page: Sequence[Numbered]) -> list[Numbered]:
    """The lines of a page as they are read; as they stand where there is no gutter."""
    gutter = _gutter([text for _, text in page])
    if not gutter:
        return list(page)
    done: list[Numbered] = []
    region: list[Numbered] = []
    for number, text in page:
        if _runs_through(text, gutter):
            done += _columns(region, gutter)
            region = []
            done.append((number, text))
        else:
            region.append((number, text))
    return done + _columns(region, gutter)


def _columns(region: Sequence[Numbered], gutter: int) -> list[Numbered]:
    """Left below right, where the region has both."""
    if sum(_on_both_sides(text, gutter) for _, text in region) < 3:
        return list(region)
    left = [(number, text[:gutter].rstrip()) for number, text in region]
    return left + [(number, text[gutter:].rstrip()) for number, text in region]


def _gutter(texts: Sequence[str]) -> int:
    """The column at which the right column begins; 0 where there is none."""
    filled = [text for text in texts if text.strip()]
    width = max(map(len, filled), default=0)
    if len(filled) < _LEAST or width < 60 or any("\t" in text for text in filled):
        return 0
    starts = Counter(
        match.end() for text in filled for match in _RIGHT.finditer(text) if 0.3 * width < match.end() < 0.7 * width
    )
    if not starts:
        return 0
    gutter, count = starts.most_common(1)[0]
    at = [k for k, text in enumerate(filled) if any(match.end() == gutter for match in _RIGHT.finditer(text))]
    through = sum(_runs_through(text, gutter) for text in filled[at[0] : at[-1]])
    both = [text for text in filled if _on_both_sides(text, gutter)]
    prose = sum(len(_WORD.findall(text[gutter:])) >= 3 for text in filled)
    # the lines of a column are full; the cells of a table are not
    full = sum(len(text[:gutter].strip()) >= 0.6 * gutter and len(_WORD.findall(text[:gutter])) >= 3 for text in both)
    found = min(count, len(both)) >= _LEAST and prose >= 0.5 * count and full >= 0.3 * len(both)
    return gutter if found and through <= count else 0


def _on_both_sides(text: str, gutter: int) -> bool:
    return bool(text[:gutter].strip()) and bool(text[gutter:].strip()) and not _runs_through(text, gutter)


def _runs_through(text: str, gutter: int) -> bool:
    """Does the line not stop at the gutter, or stand in the middle of the page?"""
    alone = re.match(r"\s{12,}(?=\S{1,4}\s*$)", text)
    return bool(text[max(0, gutter - 2) : gutter].strip()) or (alone is not None and alone.end() < gutter)
