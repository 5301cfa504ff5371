r"""Matrices as equation editors write them in a line: Word's `■(1&2@3&4)`, LibreOffice's `matrix{1 # 2 ## 3 # 4}`.

>>> [grid.shown() for grid in typeset("K=[■(1&2@3&4)], matrix {a # b ## 0 # a}, matrix(c(1, 2, 3, 4), nrow=2)")]
['[[1, 2], [3, 4]]', '[[a, b], [0, a]]', '[[1, 3], [2, 4]]']

A matrix in R without `byrow` is filled column by column. What does not make up a rectangle is no matrix.
"""

from __future__ import annotations

from collections.abc import Iterator

from viva.reading.arrays.entries import matrix, row, split_commas
from viva.reading.arrays.grid import Grid, transposed
from viva.reading.patterns import lazy

_WORD = lazy(r"[■█]\s*\((?P<body>[^■█@]{1,400}(?:@[^■█@]{1,400}?){0,31})\)(?=\s*(?:[\])}⌉⌋├┤〗$.,;^]|$|\n))")
_OFFICE = lazy(r"\bmatrix\s*\{(?P<body>[^{}]{1,2000}(?:\{[^{}]{0,60}\}[^{}]{0,200}){0,64})\}")
_R = lazy(r"\bmatrix\(\s*c\((?P<body>[^()]{1,2000})\)\s*,(?P<how>[^()]{1,80})\)", needs="c(")
_COUNT = lazy(r"\b(?P<what>nrow|ncol)\s*=\s*(?P<size>\d{1,2})")


def typeset(text: str) -> Iterator[Grid]:
    """The matrices of equation editors, and of R."""
    if "@" in text and ("■" in text or "█" in text):
        for match in _WORD.finditer(text):
            entries = matrix([row(line.split("&")) for line in match["body"].split("@")])
            if entries is not None:
                yield Grid(entries, match.start(), match.end(), "a matrix of Word")
    if "matrix" not in text:
        return
    for match in _OFFICE.finditer(text) if "#" in text else ():
        entries = matrix([row(line.split("#")) for line in match["body"].split("##")])
        if entries is not None:
            yield Grid(entries, match.start(), match.end(), "a matrix of LibreOffice")
    for match in _R.finditer(text):
        size = _COUNT.search(match["how"])
        found = row(split_commas(match["body"]))
        if size is None or found is None or len(found) % max(1, int(size["size"])):
            continue
        by_row = "byrow=T" in match["how"].replace(" ", "")
        lines = int(size["size"]) if (size["what"] == "nrow") == by_row else len(found) // int(size["size"])
        width = len(found) // lines
        whole = tuple(found[k * width : (k + 1) * width] for k in range(lines))
        grid = Grid(whole, match.start(), match.end(), "a matrix of R")
        yield grid if by_row else transposed(grid)
