r"""An array as it was found in a text, and its entries.

>>> from viva.reading.arithmetic import amount
>>> grid = Grid(((amount("1"), amount("2")), (amount("3"), "x")), 0, 0, "by hand")
>>> grid.shown(), transposed(grid).shown(), grid.shape, grid.numeric
('[[1, 2], [3, x]]', '[[1, 3], [2, x]]', (2, 2), False)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from viva.reading.arithmetic import Amount

Entries = tuple[Any, ...]  # nested tuples of Amount, or of str where an entry is symbolic


@dataclass(frozen=True)
class Grid:
    """An array that was found at `start:end` of the text. `flat`: only the sequence of its entries is known.

    Where the text says so, `order` tells whether the sequence runs along the "rows" or the "columns".
    """

    entries: Entries
    start: int
    end: int
    how: str
    flat: bool = False
    order: str = ""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its sizes; only the number of entries where `flat`."""
        shape = []
        level: Any = self.entries
        while isinstance(level, tuple):
            shape.append(len(level))
            level = level[0] if level else None
        return tuple(shape)

    @property
    def numeric(self) -> bool:
        """Is every entry a number?"""
        return all(isinstance(cell, Amount) for cell in cells(self.entries))

    def shown(self) -> str:
        """In plain notation: `[[1, 2], [3, 4]]`."""
        return _shown(self.entries)


def cells(entries: Entries) -> Iterator[Any]:
    """All entries, row by row."""
    for item in entries:
        if isinstance(item, tuple):
            yield from cells(item)
        else:
            yield item


def transposed(grid: Grid) -> Grid:
    """The matrix with rows and columns exchanged; anything but a matrix as it is."""
    if len(grid.shape) != 2:
        return grid
    return replace(grid, entries=tuple(zip(*grid.entries, strict=True)))


def _shown(item: Any) -> str:
    if isinstance(item, tuple):
        return "[" + ", ".join(_shown(part) for part in item) + "]"
    if isinstance(item, Amount):
        if isinstance(item.value, Fraction) and (item.value.denominator == 1 or not item.digits):
            return str(item.value)
        return f"{float(item.value):.10g}"
    return str(item)
