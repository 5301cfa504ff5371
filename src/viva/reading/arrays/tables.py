r"""Matrices as tables: Markdown, tabs, and columns that are aligned by blanks.

>>> [grid.shown() for grid in tables("|   | c1 | c2 |\n|---|----|----|\n| r1 | 1 | -2 |\n| r2 | 3 | 4 |")]
['[[1, -2], [3, 4]]']
>>> [grid.shown() for grid in tables("| i | y_i |\n|---|---|\n| 1 | 0.5 |\n| 2 | 7 |")]
['[[0.5], [7]]']
>>> [grid.shown() for grid in aligned("C = 1 1 0\n    0 2 0")]
['[[1, 1, 0], [0, 2, 0]]']

A header row, a label column, and totals are left out. A number that stands alone in each line is an entry of an array
whose order is not known (`flat`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viva.reading.arithmetic import NUMBER, Amount
from viva.reading.arrays.entries import cell, lines_of, matrix, row, split_row
from viva.reading.arrays.grid import Entries, Grid
from viva.reading.arrays.named import INDEX
from viva.reading.patterns import lazy

_RULE = lazy(r"\s*\|?[\s:|+-]*-[\s:|+-]*\|?\s*$")
_COUNTER = lazy(r"(?:row|col|i|r)?\s*=?\s*\d+", re.IGNORECASE)
_COUNTS = lazy(r"[*$_ ]*(?:#|no\.?|[ijkntm]|index|indices|idx|entry|component|position|row|step|element)[*$_ ]*", re.I)
_TOTAL = lazy(r"\W*(?:totals?|sum|Σ|\\Sigma|all)\W*", re.IGNORECASE)

_NAMED_ROW = lazy(r"[^|\n]{1,30}=\s*(?=\|[^|\n]+\|\s*$)")

_Lines = list[tuple[list[str], int, int]]  # the pieces of a line, and where the line begins and ends


def tables(text: str) -> Iterator[Grid]:
    """Rows between bars or parted by tabs, on consecutive lines."""
    if "|" not in text and "\t" not in text:
        return
    run: _Lines = []
    for start, end in [*lines_of(text), (len(text), len(text))]:
        line = text[start:end]
        if not run and line.count("|") >= 2 and (name := _NAMED_ROW.match(line)) is not None:
            start, line = start + name.end(), line[name.end() :]  # J = | y  x |
        if line.count("|") >= 2 and line.strip().startswith("|"):
            if not _RULE.match(line) or re.search(r"\d", line):
                run.append((line.strip().strip("|").split("|"), start, end))
            continue
        if "\t" in line:
            run.append((line.strip("\n").split("\t"), start, end))
            continue
        if len(run) > 1:
            yield from _table(run)
        run = []


def _table(run: _Lines) -> Iterator[Grid]:
    if all(len(parts) == 1 for parts, _, _ in run):  # |1 2| above |3 4|
        bare = matrix([split_row(parts[0]) for parts, _, _ in run])
        if bare is not None and len(bare[0]) > 1:
            yield Grid(bare, run[0][1], run[-1][2], "rows between bars")
        return
    rows = [[part.strip() for part in parts] for parts, _, _ in run]
    if len({len(parts) for parts in rows}) != 1:
        return
    if all(INDEX.fullmatch(parts[0].strip("*$ ")) for parts in rows[1:]):
        return  # a table of entries: index, computation, value
    body = _body(rows)
    entries = matrix([row(parts) for parts in body]) if body else None
    if entries is not None and all(isinstance(c, Amount) for line in entries for c in line):
        yield Grid(entries, run[0][1], run[-1][2], "a table")


def _body(rows: list[list[str]]) -> list[list[str]]:
    """The table without its header, its label column and its totals; empty where that cannot be told."""
    labels = [parts[0] for parts in rows[1:]]
    counted = _counts(labels)
    if not any(rows[0]):  # an empty header: its first column is data, unless it counts the rows
        return [] if counted else rows[1:]
    head = rows[0]
    if all(_is_number(c) for c in head) or (head[0] and re.match(r"[-+\d\\]", head[0])):
        return rows
    body = rows[1:]
    labelled = (
        not head[0]
        or not all(_is_number(x) for x in labels)
        or (counted and (_counts(head[1:]) or (_COUNTS.fullmatch(head[0]) is not None and len(head) == 2)))
    )
    if not labelled:
        return body if all(_COUNTER.fullmatch(x) for x in labels) or not all(_is_number(c) for c in head) else rows
    if len(body) > 1 and _TOTAL.fullmatch(labels[-1]):
        body = body[:-1]
    if len(head) > 2 and _TOTAL.fullmatch(head[-1]):
        body = [parts[:-1] for parts in body]
    return [parts[1:] for parts in body]


def _counts(labels: list[str]) -> bool:
    """Do the labels count from 0 or 1?"""
    bare = [re.sub(r"^[*$_ ]*(?:[A-Za-z]+ ?=? ?)?|[*$_ ]+$", "", label) for label in labels]
    return bare in ([str(k) for k in range(len(bare))], [str(k + 1) for k in range(len(bare))])


def _is_number(text: str) -> bool:
    return isinstance(cell(text), Amount)


_ENTRY = rf"[-+]?(?:{NUMBER})(?:/\d+|\.)?"
_NUMBERS = rf"{_ENTRY}(?:[\s,]+{_ENTRY})*\s*,?\s*"
_NUMBERS_LINE = lazy(rf"\s*({_NUMBERS})$")
_NAMED_LINE = lazy(rf"[^\n=:≈→]{{0,40}}(?:=\s*\d+\s*→|[=:≈→])\s*({_ENTRY}(?:[\s,]+{_ENTRY})+\s*,?\s*)$")
_LABELLED_LINE = lazy(rf"\s*[A-Za-z][\w+'²-]*:?\s+({_ENTRY}(?:\s+{_ENTRY})+\s*)$")
_BLOCK_RULE = lazy(r"[ \t]*-{2,}[-+|][-+|]*[ \t]*")
_BARRED = lazy(rf"([ \t]*{_NUMBERS})\|([ \t]*{_NUMBERS})")
_BLANKS = lazy(r"[\s,]+")


def aligned(text: str) -> Iterator[Grid]:
    """Consecutive lines of numbers: rows of a matrix, or one entry a line. The first may stand behind `C =`."""
    run: _Lines = []
    in_blocks = False  # the line before was parted by a bar
    kind = ""  # of the run: lines of numbers, or lines that open with a word
    for start, end in [*lines_of(text), (len(text), len(text))]:
        line = text[start:end]
        if start < len(text) and (not line.strip() or (in_blocks and _BLOCK_RULE.fullmatch(line))):
            continue
        barred = _BARRED.fullmatch(line) if "|" in line else None
        in_blocks = barred is not None
        if barred is not None:
            line = barred[1] + " " + barred[2]  # -1 1 | 2 -2, as long as before
        match, goes_on = _line_of(line, kind)
        if match is None or not goes_on:
            yield from _run(run, kind)
            run = []
        kind = "" if match is None else "labelled" if match.re.pattern == _LABELLED_LINE.pattern else "numbers"
        if match is not None:
            run.append((_BLANKS.split(match[1].strip().rstrip(",")), start + match.start(1), end))


def _line_of(line: str, kind: str) -> tuple[re.Match[str] | None, bool]:
    """The numbers of a line, and whether it may go on with a run of that kind; None where it holds something else."""
    if not line.strip() or len(line) >= 2_000:
        return None, False
    if match := _NUMBERS_LINE.match(line):
        return match, kind != "labelled"
    if match := _NAMED_LINE.match(line):
        return match, False
    return _LABELLED_LINE.match(line), kind in ("", "labelled")


def _run(run: _Lines, kind: str) -> Iterator[Grid]:
    if not run or (kind == "labelled" and len(run) < 2):
        return
    start, end = run[0][1], run[-1][2]
    pieces = [parts for parts, _, _ in run]
    headed = len(pieces) > 2 and len(pieces[0]) > 1 and {len(parts) - 1 for parts in pieces[1:]} == {len(pieces[0])}
    if headed and _counts(pieces[0]) and _counts([parts[0] for parts in pieces[1:]]):  # as pandas prints it
        pieces = [parts[1:] for parts in pieces[1:]]
    entries: Entries | None = matrix([row(parts) for parts in pieces])
    if entries is None:
        return
    if len(entries[0]) == 1:
        if len(entries) > 1:
            yield Grid(tuple(line[0] for line in entries), start, end, "one entry a line", flat=True)
    elif len(entries) > 1:
        yield Grid(entries, start, end, "rows of numbers")
    else:
        yield Grid(entries[0], start, end, "a row of numbers")
