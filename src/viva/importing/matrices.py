r"""Matrices whose entries stand one a line, as PDF extraction leaves them: are they in rows or in columns?

The report tells by itself: its prompts quote matrices that the paper knows. Where these came out row by row, a square
run of lone numbers in a reply is put back into rows, by turning some line ends into spaces; where they came out column
by column, the numbers of the run change places too. All offsets outside the run stay.

>>> reflowed("O =\n−1\n3\n−2\n3\n−3\n1\n0\n3\n1\nas asked", "rows")
'O =\n−1 3 −2\n3 −3 1\n0 3 1\nas asked'
>>> reflowed("[\n−1\n3\n0\n3\n−3\n3\n−2\n1\n1 ]", "columns")
'[\n−1 3 −2\n3 −3 1\n0 3 1 ]'
>>> reflowed("x =\n1\n2\n3\n", "rows")
'x =\n1\n2\n3\n'
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from viva.types import Draw

_NUMBER = re.compile(r"^\s*[+\-−–]?\d+(?:\.\d+)?\s*$")
_LAST = re.compile(r"^\s*[+\-−–]?\d+(?:\.\d+)?(?=\s*[\])]\s*[.,;]?\s*$)")  # the bracket closes on its line


def reflowed(text: str, order: str) -> str:
    """The text with square runs of lone numbers set in rows; unchanged where `order` does not say how they stand."""
    if not order:
        return text
    rows = text.split("\n")
    ends = ["\n"] * len(rows)
    for start, numbers in _runs(rows):
        side = math.isqrt(len(numbers))
        if side < 2 or side * side != len(numbers):
            continue
        for k in range(len(numbers)):
            ends[start + k] = " " if (k + 1) % side else "\n"
        if order == "columns":
            rows[start : start + len(numbers)] = _transposed(rows[start : start + len(numbers)], side)
    return "".join(row + end for row, end in zip(rows, ends, strict=True))[:-1]


def _transposed(rows: Sequence[str], side: int) -> list[str]:
    """The numbers of the rows in the other order; what stands behind the last of them stays there."""
    last = _LAST.match(rows[-1])
    numbers = [*rows[:-1], last[0] if last else rows[-1]]
    after = rows[-1][last.end() :] if last else ""
    turned = [numbers[column * side + row] for row in range(side) for column in range(side)]
    return [*turned[:-1], turned[-1] + after]


def extracted(prompts: str, draw: Draw) -> str:
    """How matrices of the draw stand in the prompts, one entry a line: by "rows" or "columns"; "" if that is open."""
    runs = [numbers for _, numbers in _runs(prompts.split("\n"))]
    by_rows = by_columns = False
    for matrix in _matrices(draw.values.values()):
        rows = [float(x) for row in matrix for x in row]
        columns = [float(row[k]) for k in range(len(matrix[0])) for row in matrix]
        by_rows |= rows != columns and rows in runs
        by_columns |= rows != columns and columns in runs
    return "" if by_rows == by_columns else "rows" if by_rows else "columns"


def _matrices(values: Any) -> Iterator[Sequence[Sequence[float]]]:
    for value in values:
        rows = [list(row) for row in value] if _nested(value) else []
        if (
            rows
            and len({len(row) for row in rows}) == 1
            and all(isinstance(x, int | float) for row in rows for x in row)
        ):
            yield rows


def _nested(value: Any) -> bool:
    return (
        isinstance(value, list | tuple) and bool(value) and all(isinstance(row, list | tuple) and row for row in value)
    )


def _runs(rows: Sequence[str]) -> Iterator[tuple[int, list[float]]]:
    start = 0
    numbers: list[float] = []
    for i, row in enumerate([*rows, "end"]):
        last = _LAST.match(row) if numbers else None
        if _NUMBER.match(row) or last:
            start = start if numbers else i
            numbers.append(float(re.sub("[−–]", "-", last[0] if last else row).strip()))
        if numbers and (last or not _NUMBER.match(row)):
            yield start, numbers
            numbers = []
