r"""Matrices whose rows a text works out one after another, and entries in a letter that it gives a value.

>>> told_rows("o_1 = v_1 = (6, 0)\no_2 = (v_1 + v_2)/2 = (3, 6)").shown()
'[[6, 0], [3, 6]]'
>>> told_rows("First query: itself, so (1, 0). Second: 3 : 1, hence (0.75, 0.25).").shown()
'[[1, 0], [0.75, 0.25]]'
>>> told_rows("| q | weights | output |\n|---|---|---|\n| 1 | 1, 0 | (6, 0) |\n| 2 | 1/2, 1/2 | (3, 6) |").shown()
'[[6, 0], [3, 6]]'
>>> from viva.reading.arrays.brackets import bracketed
>>> (grid,) = bracketed("Let s = 1/2: (-3s, s)")
>>> with_scalars(grid, "Let s = 1/2: (-3s, s)").shown()
'[-3/2, 1/2]'

The rows must be counted from 0 or 1 without a gap. Of several vectors in a row's part of the text the last one counts.
What is called a column, or an eigenvector, is no row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from viva.reading.arithmetic import Amount, amount
from viva.reading.arrays.brackets import bracketed
from viva.reading.arrays.entries import split_row
from viva.reading.arrays.grid import Entries, Grid, cells
from viva.reading.patterns import lazy

MAX_LENGTH = 4_000

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_UNIT = (
    r"(?:row|query|token|position|node|vertex|sample|example|observation|line|state|step|time step|unit|input|point"
    r"|head|word|document)"
)
_OF = lazy(rf"\s({_UNIT}|output|column|layer|term|method|case)\b", re.IGNORECASE)
_NUMBERED = lazy(rf"\b(?P<what>{_UNIT})[ $_]*(?P<k>\d)\b", re.IGNORECASE)
_NAMED = lazy(
    r"(?m)(?:^|(?<=[,;.:] )|(?<=and ))[ \t$*`•-]*(?P<what>\\?[A-Za-zα-ω](?:['*])?)_?[{\[]?(?P<k>\d)[}\]]?\s*(?:=|:|→|≈)"
)
_COUNTED = lazy(
    rf"(?:^|(?<=[.;,:\n*•-] )|(?<=\n)|(?<=and )|(?<=[Tt]he ))(?P<what>{'|'.join(_ORDINALS)})\b",
    re.IGNORECASE,
    needs="sixth|third|fifth|first|fourth|second",
)
_NOT_ROWS = lazy(
    r"\bcolumns?\b|\bcol\b|eigenvector|\bbasis\b|\bcentroids?\b|\bgradients?\b",
    re.IGNORECASE,
    needs="col|basis|gradient|centroid|eigenvector",
)
_RULE = lazy(r"\s*\|?[\s:|+-]*-[\s:|+-]*\|?\s*")
_OPERAND = lazy(r"\s*[-+*/·×@^]|\s*\\(?:cdot|times)(?![a-z])")


def told_rows(text: str, formulas: bool = False) -> Grid | None:
    """The matrix whose rows the text gives one after another; None where it does not. Entries may be `formulas`."""
    if len(text) > MAX_LENGTH or _NOT_ROWS.search(text):
        return None
    return _last_cells(text) or _sections(text, formulas)


def _sections(text: str, formulas: bool) -> Grid | None:
    for pattern in (_NUMBERED, _NAMED, _COUNTED):
        groups: dict[str, list[re.Match[str]]] = {}
        for match in pattern.finditer(text):
            groups.setdefault("" if pattern is _COUNTED else match["what"].lower(), []).append(match)
        for marks in groups.values():
            if len({unit[1].lower() for mark in marks if (unit := _OF.match(text, mark.end()))}) > 1:
                continue  # first input …, second output …
            if (grid := _rows(text, _firsts(marks, pattern is _COUNTED), formulas)) is not None:
                return grid
    return None


def _firsts(marks: list[re.Match[str]], counted: bool) -> list[re.Match[str]]:
    """The first mark of each row, where they come in order; none where they do not."""
    found: list[re.Match[str]] = []
    for mark in marks:
        k = _ORDINALS.index(mark["what"].lower()) + 1 if counted else int(mark["k"])
        first = 1 if counted or not found else _number(found[0])
        if not found and k > 1:
            return []
        expected = len(found) + first if found else k
        if k == expected:
            found.append(mark)
        elif k > expected or k < expected - 1:
            return []
    return found if len(found) > 1 else []


def _number(mark: re.Match[str]) -> int:
    return int(mark["k"])


def _rows(text: str, marks: list[re.Match[str]], formulas: bool) -> Grid | None:
    if not marks:
        return None
    rows: list[Entries] = []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=True):
        if end == len(text) and (stop := text.find("\n\n", mark.end())) >= 0:
            end = stop
        found = [g for g in bracketed(text[mark.end() : end]) if _is_row(g, text, mark.end(), formulas)]
        if not found:
            return None
        rows.append(found[-1].entries)
    if len({len(row) for row in rows}) != 1 or not rows:
        return None
    return Grid(tuple(rows), marks[0].start(), marks[-1].end(), "rows one after another")


def _is_row(grid: Grid, text: str, start: int, formulas: bool) -> bool:
    return len(grid.shape) == 1 and (grid.numeric or formulas) and not _OPERAND.match(text, start + grid.end)


def _last_cells(text: str) -> Grid | None:
    """The last column of a table whose first column counts, where its cells are vectors."""
    lines = [line.strip() for line in text.split("\n")] if text.count("|") > 8 else []
    table = [[cell.strip(" $*`") for cell in line.strip("|").split("|")] for line in lines if line.count("|") > 1]
    if len(table) < 4 or not _RULE.fullmatch("|".join(table[1])) or len({len(cells_) for cells_ in table}) != 1:
        return None
    body = table[2:]
    if any(re.sub(r"\D", "", line[0]) not in (str(k), str(k + 1)) for k, line in enumerate(body)) or len(table[0]) < 2:
        return None
    rows = []
    for line in body:
        inner = re.fullmatch(r"[(\[]([^()\[\]]+)[)\]](?:\^?\{?T\}?)?", line[-1])
        row = split_row(inner[1]) if inner is not None else None
        if row is None or not all(isinstance(cell, Amount) for cell in row):
            return None
        rows.append(row)
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return None
    start = text.find("|")
    return Grid(tuple(rows), start, start + 1, "the last column of a table")


# ---- a letter with a value -----------------------------------------------------------------------------------

_SCALAR = lazy(
    r"(?<![\w\\^_{/*·(,-])(?P<name>[A-Za-zα-ω]|\\[a-z]{2,6})\s*(?::=|=)\s*(?P<value>[^\n,;:=≈$]{1,30}?)"
    r"(?=\s*(?:$|[\n,;:=≈$]|\.(?:\s|$)|\\approx|\s[a-z]{2}))"
)
_LETTERS = lazy(r"(?<![\w\\])(?P<times>\d*)\s?(?P<name>[A-Za-zα-ω]|\\[a-z]{2,6})(?![\w(])")


def with_scalars(grid: Grid, text: str) -> Grid:
    """The array with the values of the letters that the text defines once, as numbers, put in."""
    if grid.numeric or "=" not in text or len(text) > MAX_LENGTH:
        return grid
    values: dict[str, set[str]] = {}
    for match in _SCALAR.finditer(text):
        value = match["value"].strip().rstrip(".")
        if amount(value) is not None:
            values.setdefault(match["name"], set()).add(value)
    known = {name: found.pop() for name, found in values.items() if len(found) == 1}
    if not known or not all(isinstance(cell, (Amount, str)) for cell in cells(grid.entries)):
        return grid
    put = replace(grid, entries=_put(grid.entries, known))
    return put if put.numeric else grid


def _put(item: Any, known: dict[str, str]) -> Any:
    if isinstance(item, tuple):
        return tuple(_put(part, known) for part in item)
    if isinstance(item, Amount):
        return item
    text = _LETTERS.sub(lambda m: f"{m['times']}{'*' * bool(m['times'])}({known.get(m['name'], m['name'])})", item)
    found = amount(text)
    return found if found is not None else item
