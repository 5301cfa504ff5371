r"""Tables that compare two things, told cell by cell, so that they are read as the sentences which they stand for.

>>> from viva.reading.senses import Lexicon
>>> words = Lexicon({"CONV": "conv", "DENSE": "dense", "WEIGHT": "weights", "SHARE": "shared"})
>>> things = words.one_of("CONV|DENSE")
>>> def told(text, frame):
...     read = under_headings(words, words.read(text), things)
...     return len(list(words.frame(frame).places(read)))
>>> told("| | dense | conv |\n|---|---|---|\n| weights | own | shared |", "CONV ~3 WEIGHT SHARE")
1
>>> told("| | dense | conv |\n|---|---|---|\n| shared weights | ❌ no | yes |", "DENSE ~1 NOT SHARE WEIGHT")
1
>>> told("| | shared weights |\n|---|---|\n| dense | no |\n| conv | yes |", "DENSE ~1 NOT SHARE WEIGHT")
1

The things stand in the head or in the first column. A cell that only says no denies what it is asked. A cell that is
empty, or a dash, says nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise

from viva.reading.senses import FILL, PAUSES, Lexicon, Senses

_BARS = 6  # in the smallest table: a head of two cells, and a row
_MARKS = "❌✗✘✖❎"


def under_headings(lexicon: Lexicon, read: Senses, headings: str) -> Senses:
    """The text with every table whose head, or first column, names one of the senses told cell by cell.

    `headings` is a class of characters, the senses. A cell reads `thing: property cell.`
    """
    if read.codes.count("|") < _BARS or not re.search(headings, read.codes):
        return read
    table = _Table(lexicon, read)
    codes: list[str] = []
    spans: list[tuple[int, int]] = []
    head: list[range] = []

    def names_one(cell: range) -> bool:
        return re.search(headings, read.codes[cell.start : cell.stop]) is not None

    for line in re.finditer(r"[^\n]+", read.codes):
        start, end = line.span()
        cells = table.cells(start, end)
        by_column = any(map(names_one, head[1:]))
        if not cells:
            head = []
        elif not head:
            head = cells if any(map(names_one, cells[1:])) or not names_one(cells[0]) else []
        elif by_column or names_one(cells[0]):
            for column, cell in zip(head[1:], cells[1:], strict=False):
                thing, asked = (column, cells[0]) if by_column else (cells[0], column)
                told, places = table.told(thing, asked, cell)
                codes.append(told)
                spans += places
            continue
        codes.append(read.codes[start : end + 1])
        spans += read.spans[start : end + 1]
    return Senses(read.text, "".join(codes), tuple(spans))


class _Table:
    """The cells of a text with tables."""

    def __init__(self, lexicon: Lexicon, read: Senses) -> None:
        self._read = read
        self._no = lexicon.codes["NOT"]

    def cells(self, start: int, end: int) -> list[range]:
        """The cells of a row, without the bars; none where the line is no such row."""
        codes = self._read.codes
        if codes[start] != "|":
            return []
        bars = [at for at in range(start, end) if codes[at] == "|"]
        return [range(a + 1, b) for a, b in pairwise([*bars, end]) if b > a + 1 or b < end]

    def told(self, thing: range, asked: range, cell: range) -> tuple[str, list[tuple[int, int]]]:
        """`thing: asked cell|`, with the no of a cell that says just that in front of what was asked."""
        denied = self._denial(cell)
        if denied:
            parts = ((thing, ":"), (denied[:1], ""), (asked, ","), (range(denied.stop, cell.stop), "|"))
        else:
            parts = ((thing, ":"), (denied, ""), (asked, ""), (cell, "|"))
        codes, spans = "", list[tuple[int, int]]()
        for part, stop in parts:
            codes += self._read.codes[part.start : part.stop] + stop
            spans += [self._read.spans[at] for at in part] + [self._read.spans[max(0, part.start - 1)]] * len(stop)
        return codes, spans

    def _denial(self, cell: range) -> range:
        """The words at the start of a cell which say no and nothing else; none where there are none."""
        codes, spans, text = self._read.codes, self._read.spans, self._read.text
        stop = cell.start
        for at in cell:
            alone = at + 1 >= cell.stop or codes[at + 1] in PAUSES + FILL
            if codes[at] != self._no or not (alone or text[spans[at][0]] in _MARKS):
                break
            stop = at + 1
        return range(cell.start, stop)
