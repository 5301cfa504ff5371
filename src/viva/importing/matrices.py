r"""Matrices whose entries stand one a line, as PDF extraction leaves them: are they in rows or in columns?

The report tells by itself: its prompt quotes matrices that the paper knows. Where these came out row by row, a
square run
of lone numbers in the reply is put back into rows, by turning some line ends into spaces, so that all offsets stay.

>>> reflowed("O =\n−1\n3\n−2\n3\n−3\n1\n0\n3\n1\nas asked", by_rows=True)
'O =\n−1 3 −2\n3 −3 1\n0 3 1\nas asked'
>>> reflowed("x =\n1\n2\n3\n", by_rows=True)
'x =\n1\n2\n3\n'
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from viva.types import Draw

_NUMBER = re.compile(r"^\s*[+\-−–]?\d+(?:\.\d+)?\s*$")


def reflowed(text: str, by_rows: bool) -> str:
    """The text with square runs of lone numbers set in rows; unchanged where they are not known to be in rows."""
    if not by_rows:
        return text
    rows = text.split("\n")
    joins: set[int] = set()
    for start, numbers in _runs(rows):
        side = math.isqrt(len(numbers))
        if side >= 2 and side * side == len(numbers):
            joins |= {start + k for k in range(len(numbers)) if (k + 1) % side}
    return "".join(row + ("" if i == len(rows) - 1 else " " if i in joins else "\n") for i, row in enumerate(rows))


def extracted_by_rows(prompt: str, draw: Draw) -> bool:
    """Does the prompt quote a matrix of the draw, one entry a line, row by row and not column by column?"""
    runs = [numbers for _, numbers in _runs(prompt.split("\n"))]
    by_rows = by_columns = False
    for matrix in _matrices(draw.values.values()):
        rows = [float(x) for row in matrix for x in row]
        columns = [float(row[k]) for k in range(len(matrix[0])) for row in matrix]
        by_rows |= rows != columns and rows in runs
        by_columns |= rows != columns and columns in runs
    return by_rows and not by_columns


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
        if _NUMBER.match(row):
            start = start if numbers else i
            numbers.append(float(re.sub("[−–]", "-", row).strip()))
        elif numbers:
            yield start, numbers
            numbers = []
