r"""Tables that give items their options: a head of options or of items, rows that are ticked or filled, or two columns.

>>> from viva.kinds import Choice
>>> kind = Choice(("A", "B", "C"), {"batch": ("batch norm", "BN"), "layer": ("layer norm", "LN")})
>>> [row[:2] for row in tabled("| | A | B |\n|---|---|---|\n| BN | | ✓ |\n| LN | ✓ | |", kind)]
[('batch', 'B'), ('layer', 'A')]
>>> [row[:2] for row in tabled("| cube | kept | name |\n|---|---|---|\n| A | C | batch |\n| B | N | layer |", kind)]
[('batch', 'A'), ('layer', 'B')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viva.checking.answers.item_names import OTHER, table_items
from viva.kinds import Choice
from viva.reading.patterns import lazy

Cell = tuple[str, str]  # ("option", "A"), ("item", "batch")

_TICK = lazy(r"[\s*_]*(?:[✓✔✅☑■☒xX●]|yes|\\checkmark|:white_check_mark:|\[[xX]\])[\s*_]*", re.IGNORECASE)
_OPTION = lazy(r"[\s*_$]*(?:(?:cube|diagram|figure|panel)\s*)?\(?(?P<option>[A-Z])\)?[\s*_$]*", re.IGNORECASE)


def tabled(text: str, kind: Choice) -> Iterator[tuple[str, str, int, int]]:
    """Every item with its option that the rows of a table give, with the place of the row in the text."""
    rows = list(_rows(text))
    read = [
        {k: found for k, cell in enumerate(cells) if (found := _cell(cell, kind)) is not None} for cells, *_ in rows
    ]
    if read and len(read[0]) > 1 and len({what for what, _ in read[0].values()}) == 1:
        yield from _under_head(rows[1:], read[1:], read[0])
        return
    body = [k for k, (cells, *_) in enumerate(rows) if k and not all(re.fullmatch(r"\W*", cell) for cell in cells)]
    if len(body) < 2 or (column := _options_in([read[k] for k in body])) is None:
        return
    for k in body:
        items = [name for what, name in read[k].values() if what == "item" and name != OTHER]
        if len(items) == 1:
            yield items[0], read[k][column][1], rows[k][1], rows[k][2]


def _rows(text: str) -> Iterator[tuple[list[str], int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.count("|") > 1:
            yield line.strip().strip("|").split("|"), at, at + len(line)
        at += len(line) + 1


def _under_head(
    rows: list[tuple[list[str], int, int]], read: list[dict[int, Cell]], head: dict[int, Cell]
) -> Iterator[tuple[str, str, int, int]]:
    for (cells, start, end), kinds in zip(rows, read, strict=True):
        for k, named in head.items():
            below = kinds.get(k)
            if k and k < len(cells) and 0 in kinds and _TICK.fullmatch(cells[k]):
                below = kinds[0]
            if below is not None and {below[0], named[0]} == {"item", "option"}:
                both = dict((below, named))
                if both["item"] != OTHER:
                    yield both["item"], both["option"], start, end


def _options_in(body: list[dict[int, Cell]]) -> int | None:
    """The first column that holds nothing but options, each once."""
    for k in sorted(body[0]):
        letters = [row[k][1] for row in body if row.get(k, ("", ""))[0] == "option"]
        if len(set(letters)) == len(letters) == len(body):
            return k
    return None


def _cell(cell: str, kind: Choice) -> Cell | None:
    letter = _OPTION.fullmatch(cell)
    if letter and letter["option"].upper() in kind.options:
        return "option", letter["option"].upper()
    item = table_items(cell, kind.items)
    return None if item is None else ("item", item)
