r"""Vectors, matrices and tensors in a text, in whatever way they are written.

>>> [grid.shown() for grid in arrays(r"Y = \begin{bmatrix} -1 & 3 \\ 0 & \frac{1}{2} \end{bmatrix}")]
['[[-1, 3], [0, 1/2]]']
>>> [grid.shown() for grid in arrays("array([[1., 2.],\n       [3., 4.]]) and [5 6; 7 8]^T")]
['[[1, 2], [3, 4]]', '[[5, 7], [6, 8]]']

| how            | module     | such as                                                                          |
|----------------|------------|----------------------------------------------------------------------------------|
| LaTeX          | `latex`    | `pmatrix`, `array`, also with row breaks that lost a backslash; `diag(…)`, `I_2` |
| rows           | `rows`     | "rows (1, 2) and (3, 4)", "Column 1: 1, 3", rows in brackets on lines of their own |
| tables         | `tables`   | Markdown, tabs, aligned columns; headers, labels and totals are left out          |
| equation editors | `typeset` | `■(1&2@3&4)`, `matrix{1 # 2 ## 3 # 4}`, `matrix(c(1, 2, 3, 4), nrow=2)`            |
| bracket glyphs | `glyphs`   | `⎡ 1 2 ⎤`, U+F8EE–F8FB, and `"` … `#` as PDF extraction leaves them               |
| brackets       | `brackets` | `[[1, 2], [3, 4]]`, `[1 2; 3 4]`, NumPy and PyTorch reprs, `(2, -1, 3)`, `⟨1, 2⟩`  |
| one by one     | `told_rows` | `o_1 = (1, 2)` above `o_2 = (3, 4)`; entries in `s`, with `s = 1/2`; not in `arrays` |
| named entries  | `named`    | `O[1,1] = -3`, `O_{0,1} = 1 + 2 = 3`, `(2,1): 3`; 0- or 1-based; not in `arrays`   |

Where a matrix was dumped one entry a line, only the sequence of its entries is known (`flat`): it may run row by row or
column by column. A factor in front of an array or behind it is multiplied in, and a transpose is taken. An entry that
is no arithmetic stays a string. Nothing is evaluated but arithmetic.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from viva.reading.arithmetic import Amount, amount
from viva.reading.arrays.brackets import bracketed
from viva.reading.arrays.glyphs import glyphs
from viva.reading.arrays.grid import Entries, Grid, cells, transposed
from viva.reading.arrays.latex import environments, named_matrices
from viva.reading.arrays.named import named_components, named_entries, ordinals, partials, sequence
from viva.reading.arrays.rows import lettered, parted, row_by_row, worded
from viva.reading.arrays.spoken import given_one_by_one, impulses, labelled, last_column, lines_in_turn, spoken
from viva.reading.arrays.tables import aligned, tables
from viva.reading.arrays.told_rows import told_rows, with_scalars
from viva.reading.arrays.typeset import typeset
from viva.reading.budget import tick
from viva.reading.patterns import lazy

__all__ = [
    "Entries", "Grid", "arrays", "cells", "given_one_by_one", "impulses", "labelled",
    "last_column", "lines_in_turn", "named_components", "named_entries", "ordinals", "partials",
    "sequence", "spoken", "told_rows", "with_scalars",
]  # fmt: skip

MAX_LENGTH = 40_000

_READERS = (
    environments,
    typeset,
    named_matrices,
    worded,
    tables,
    glyphs,
    row_by_row,
    parted,
    bracketed,
    aligned,
    lettered,
)  # the better first
_COMMENTED = lazy(r"(?m)^#(?= *(?:array|tensor|\[))")


def arrays(text: str) -> list[Grid]:
    """All arrays in the (normalised) text, in order; where two readings overlap, the better one."""
    return list(_arrays(text)) if len(text) <= MAX_LENGTH else []


@lru_cache(maxsize=64)
def _arrays(text: str) -> tuple[Grid, ...]:
    if not _MAY_HOLD.search(text):
        return ()
    if "#" in text:  # printed in a comment
        text = _COMMENTED.sub(" ", text)
    found: list[Grid] = []
    taken = bytearray(len(text) + 1)  # which places of the text belong to an array already
    for reader in _READERS:
        for grid in reader(text):
            tick()
            if not any(taken[grid.start : grid.end]):
                found.append(grid)
                taken[grid.start : grid.end] = b"\x01" * (grid.end - grid.start)
    found.sort(key=lambda grid: grid.start)
    return tuple(_scaled(text, _divided(text, _turned(text, grid))) for grid in found)


_MAY_HOLD = lazy(r"[\[(&|\t⟨⎡⎛\uf8ee\uf8eb]|\\langle|\\begin|\\\{|\{|\n|\d[\s,]+-?[\d.]|I_|matrix|row|col")

_TURNED = lazy(
    r"(?:\s*\\right\s*[\])}.])?\s*(?:\^\s*\{?\s*(?:\\top|\\intercal|\\mathsf\s*\{?T\}?|\\mathrm\s*\{?T\}?|⊤|T)\s*\}?(?![A-Za-z\\])"
    r"|\.(?:T\b|t\(\)|transpose\(\)))"
)


def _turned(text: str, grid: Grid) -> Grid:
    """The array with the transpose behind it taken: `[[1, 2], [3, 4]].T`."""
    match = _TURNED.match(text, grid.end, grid.end + 60) if not grid.flat else None
    return replace(transposed(grid), end=match.end()) if match is not None else grid


_ROOT = r"(?:(?:np|numpy|math|torch)\.)?(?:\\sqrt\s*(?:\{\d+\}|\d)|√\s?(?:\d+|\(\d+\))|sqrt\(\d+(?:\.\d*)?\))"
_FACTOR = lazy(
    rf"(?:^|(?<=[\s=:≈$(]))(?P<root>-?\s*(?:\d+(?:\.\d+)?\s*(?:\*|·|/|\\cdot|\\,)?\s*)?{_ROOT}(?:\s*/\s*\d+)?"
    r"\s*(?:\\,|\\;|\\cdot|\\times|·|×|\*)?\s*(?:\\left\s*)?)$"
    r"|(?:^|(?<=[\s=:≈$(]))(?P<factor>-?\s*(?:\\[dt]?frac\s*(?:\{[^{}]*(?:\{[^{}]*\})?\}\s*\{[^{}]*(?:\{[^{}]*\})?\}|\d\s*\d)"
    r"|\(?\d+(?:\.\d+)?\s*/\s*(?:\d+|√\d+|\\sqrt\s*\{?\d+\}?)\)?"
    r"|(?:\d+(?:\.\d+)?\s*(?:\\cdot|\\times|·|×)\s*)?10\s*\^\s*(?:\{\s*-?\d{1,2}\s*\}|-?\d{1,2})"
    r"|\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?|(?=[\[\\(I]))\s*(?:\\,|\\;|\\cdot|\\times|·|\*)?\s*(?:\\left\s*)?)$"
)
_MINUS = lazy(r"(?:^|[=:≈(→⇒]|\bis)\s*\$?\s*(?P<factor>-\s*(?:\\left\s*)?)$", needs="-")
_FACTOR_BEHIND = lazy(
    rf"(?:\s*\\right[\])}}.])?\s*(?:/\s*(?P<over>\d+(?:\.\d+)?|{_ROOT}|\(\s*\d*\s*[·*]?\s*{_ROOT}\s*\))"
    rf"|(?:\\cdot|\\times|·|×|\*)\s*(?P<by>{_ROOT})"
    r"|(?:\\cdot|\\times|·|×|\*)\s*(?P<times>\\[dt]?frac\s*\{\d+\}\s*\{\d+\}|\(?\d+\s*/\s*\d+\)?|0?\.\d+|10\s*\^\s*\{?-?\d{1,2}\}?))(?![\w.(\[])"
)
_TIMES_SIGN = lazy(r"\s*(?:\\cdot|\\times|\\,|\\;|·|\*)\s*$")


_PARTS = ("half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SPOKEN_FACTOR = lazy(
    rf"\b(?P<minus>minus\s+)?(?:(?P<twice>twice|double)|(?P<times>two|three|four|five) times"
    rf"|(?:(?:one|an?)[- ](?P<part>{'|'.join(_PARTS)})(?:\s+(?:of|times))?"
    rf"|(?P<part2>{'|'.join(_PARTS)})\s+(?:of|times))"
    r"|(?P<ratio>-?\d+/\d+)\s+(?:of|times))"
    r"(?:\s+the)?(?:\s+(?:vector|matrix|row|list))?[\s$\\(]*$",
    re.IGNORECASE,
    needs="of|half|twice|times|sixth|third|tenth|ninth|fifth|eighth|double|quarter|seventh",
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}


def _spoken_factor(text: str, grid: Grid) -> Grid:
    """The array times what is said in words before it: "one eighth of (1, -6, 5)"."""
    said = _SPOKEN_FACTOR.search(text, max(0, grid.start - 40), grid.start)
    if said is None:
        return grid
    if part := said["part"] or said["part2"]:
        factor = Fraction(1, _PARTS.index(part.lower()) + 2)
    elif said["ratio"]:
        above, _, below = said["ratio"].partition("/")
        factor = Fraction(int(above), int(below) or 1)
    else:
        factor = Fraction(2 if said["twice"] else _COUNTS[said["times"].lower()])
    entries = _times(grid.entries, Amount(-factor if said["minus"] else factor))
    return replace(grid, entries=entries, start=said.start())


def _scaled(text: str, grid: Grid) -> Grid:
    """The array with the number in front of it multiplied in: `\\frac14 [[1, 2], [3, 4]]`."""
    if grid.flat:
        return grid
    grid = _spoken_factor(text, grid)
    match = _FACTOR.search(text[max(0, grid.start - 60) : grid.start]) or _MINUS.search(
        text[max(0, grid.start - 20) : grid.start]
    )
    behind = _FACTOR_BEHIND.match(text, grid.end, grid.end + 60)
    if behind is not None:
        times = _amount(behind["times"] or behind["by"]) if behind["times"] or behind["by"] else None
        over = _amount(behind["over"]) if behind["over"] else None
        if times is not None or (over is not None and over.value):
            by = times if times is not None else Amount(1 / over.value) if over is not None else Amount(Fraction(1))
            grid = Grid(_times(grid.entries, by), grid.start, behind.end(), grid.how)
    if match is None:
        return grid
    written = match[match.lastgroup or 0]
    sign = written.replace("\\left", "").strip()
    factor = Amount(Fraction(-1)) if sign == "-" else _amount(_TIMES_SIGN.sub("", sign))
    if factor is None:
        return grid
    return Grid(_times(grid.entries, factor), grid.start - len(written), grid.end, grid.how)


_OVER = lazy(r"\\[dt]?frac\s*(?:\{\s*(?:\\left\s*)?)?$")
_UNDER = lazy(r"(?:\s*\\right\s*[\])}.])?\s*(?:\}\s*)?\{\s*(?P<under>[^{}]{1,20}(?:\{\d+\})?)\s*\}")


def _divided(text: str, grid: Grid) -> Grid:
    """`\\frac{(1, 1)}{\\sqrt 2}`: the array over a number."""
    above = _OVER.search(text, max(0, grid.start - 16), grid.start) if not grid.flat else None
    below = _UNDER.match(text, grid.end, grid.end + 60) if above is not None else None
    under = _amount(below["under"]) if below is not None else None
    if above is None or below is None or under is None or not under.value:
        return grid
    return replace(grid, entries=_times(grid.entries, Amount(1 / under.value)), start=above.start(), end=below.end())


def _amount(text: str) -> Amount | None:
    """A number as it may stand beside an array: also `np.sqrt(2)`."""
    return amount(_MODULE.sub("", text))


_MODULE = lazy(r"\b(?:np|numpy|math|torch)\.(?=sqrt)")


def _times(item: Any, factor: Amount) -> Any:
    if isinstance(item, tuple):
        return tuple(_times(part, factor) for part in item)
    if isinstance(item, Amount):
        return Amount(item.value * factor.value, item.half * abs(Fraction(factor.value)), item.digits)
    return f"({item}) * ({factor.value})"
