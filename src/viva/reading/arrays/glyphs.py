r"""Matrices between large brackets of glyphs: `⎡ ⎣`, U+F8EB–F8FE, and `"` … `#` as PDF extraction leaves them.

>>> [grid.shown() for grid in glyphs("⎡1 −2⎤\n⎣3  4⎦".replace("−", "-"))]
['[[1, -2], [3, 4]]']
>>> [(grid.shown(), grid.flat) for grid in glyphs("⎡\n⎣\n1\n-2\n3\n4\n⎤\n⎦")]
[('[1, -2, 3, 4]', True)]
"""

from __future__ import annotations

from collections.abc import Iterator

from viva.reading.arrays.entries import matrix, split_row
from viva.reading.arrays.grid import Grid
from viva.reading.patterns import lazy

_GLYPH = lazy("[⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠⎧⎨⎩⎫⎬⎭\uf8eb-\uf8fe]")
_LEFT = lazy(r'[⎡⎛\uf8ee\uf8eb]|(?m:^)[ ]*"(?=\s*\n)')
_RIGHT_END = lazy(r"[⎦⎠\uf8fb\uf8f8]|(?m:^)[ ]*#[ ]*(?=[,.;\s]|$)")


def glyphs(text: str) -> Iterator[Grid]:
    """The rows between a left and a right bracket; with one entry a line their order is not known."""
    at = 0
    while (left := _LEFT.search(text, at)) is not None:
        right = _RIGHT_END.search(text, left.end(), left.end() + 5_000)
        if right is None:
            return
        at = right.end()
        body = _GLYPH.sub(" ", text[left.end() : right.start()])
        entries = matrix([split_row(line) for line in body.split("\n") if line.strip()])
        if entries is None:
            continue
        if len(entries[0]) == 1 and len(entries) > 1:
            yield Grid(tuple(line[0] for line in entries), left.start(), at, "one entry a line", flat=True)
        else:
            yield Grid(entries, left.start(), at, "bracket glyphs")
