r"""Vectors, matrices and tensors: entry by entry against the key, naming every wrong entry.

>>> from viva.kinds import Array
>>> from viva.reading.replies import read_reply
>>> from viva.types import Part
>>> part = Part("1c", "the output of the convolution", Array(2), key=lambda draw: None, shown=lambda draw: "")
>>> reading = read(read_reply("The output is: $\\begin{bmatrix} -1 & 3 \\\\ 0 & 1 \\end{bmatrix}$"), part)
>>> reading.answer.read_as
'[[-1, 3], [0, 1]]'
>>> same(reading.value, ((-1, 3), (2, 2)), part).counterexample
'entry (2, 1) is 0, should be 2; entry (2, 2) is 1, should be 2'

Rows and columns count from 1 in counterexamples. A matrix that was dumped one entry a line may run row by row or
column by column; where the two readings disagree about the verdict, nothing is decided, unless the reply also names
its entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from typing import Any

from viva.checking.answers.array_places import answer_at, choose, confirms, is_given, of_ndim, standing, supposed
from viva.checking.answers.arrays_by_entries import (
    is_assigned,
    one_by_one,
    only_another,
    settled,
    single_number,
    worked_out,
)
from viva.checking.answers.numbers import compare, shown
from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.kinds import Array
from viva.reading.arithmetic import Amount
from viva.reading.arrays import Entries, Grid, arrays, cells, sequence, with_scalars
from viva.reading.budget import tick
from viva.reading.locate import Candidate, candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply
from viva.types import Part

MOST_NAMED = 24  # wrong entries that are named one by one


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The array that the reply states for the part."""
    ndim = part.kind.ndim if isinstance(part.kind, Array) else 2
    unusable: Grid | None = None
    recalled: Reading | None = None  # an array that a clause only recalls
    mismatch: Reading | None = None  # an array with another number of dimensions
    for candidate in _closing_first(candidates(reply, part)):
        tick()
        if candidate.rank == 6 or candidate.rank >= 16:
            break
        normal = normalise(candidate.text)
        grids = standing(normal.text, of_ndim(arrays(normal.text), ndim), part.asks)
        if candidate.rank >= 3:
            grids = [grid for grid in grids if not is_given(normal.text, grid, part)]
        chosen = choose(normal.text, grids, candidate)
        if chosen is None and ndim == 1 and candidate.rank <= 3:
            chosen = sequence(normal.text)
        if chosen is None:
            others = [g for g in arrays(normal.text) if ndim > 1 and len(g.shape) > 1 and g.numeric]
            if (
                mismatch is None
                and len(others) == 1
                and (candidate.rank <= 3 or others[0].end == len(normal.text.rstrip()))
            ):
                mismatch = Reading(answer_at(reply, candidate, normal, others[0]), others[0])
            elif candidate.rank == 0 and mismatch is None and (none := _THERE_IS_NONE.match(normal.text)) is not None:
                nothing = Grid((), none.start(), none.end(), "no array")
                mismatch = Reading(answer_at(reply, candidate, normal, nothing), nothing)
            continue
        chosen = with_scalars(chosen, reply.normal)
        if not chosen.numeric:
            unusable = unusable or chosen
            if candidate.rank == 0:
                return Unread(
                    f"an entry is no plain number: {chosen.shown()[:80]}", answer_at(reply, candidate, normal, chosen)
                )
            continue
        reading = Reading(answer_at(reply, candidate, normal, chosen), settled(chosen, reply, ndim))
        if candidate.rank < 3:
            return reading
        if supposed(normal.text, chosen) or confirms(normal.text, chosen):
            recalled = recalled or reading
            continue
        entries = worked_out(reply, ndim, reading.answer.span.end if reading.answer else 0)
        if entries is None or entries.value.shape != chosen.shape:
            return reading
        if is_assigned(normal.text, chosen) and entries.value.shown() != chosen.shown():
            return Unread("an array is stated, and then the entries of another", reading.answer)
        return entries
    if recalled is not None:
        return worked_out(reply, ndim, 0) or recalled
    found = one_by_one(reply, ndim, part)
    if mismatch is None and isinstance(found, Unread):
        mismatch = only_another(reply, ndim) or single_number(reply, ndim)
    return mismatch if mismatch is not None and isinstance(found, Unread) else found


_THERE_IS_NONE = lazy(
    r"[\s*_$]*(?:(?:therefore|thus|so|hence),?\s+)?(?:(?:there (?:is|exists) )?no "
    r"(?:such\b|(?:[\w-]+ ){0,2}(?:filter|kernel|vector|matrix|solution|array)\b)|none(?=[\s*_]*(?:[.,;(\n]|$)))",
    re.IGNORECASE,
    needs="none|no",
)
_NAMED_ARRAY = lazy(r"[\s*_$]*(?:\\?\w{1,12}|[^\s\w])[^\s=]{0,12}\s*=\s*[^=\n]{3,300}$")


def _closing_first(found: list[Candidate]) -> list[Candidate]:
    """A last statement that is nothing but `δ₁ = (2, 0, -4)` before a conclusion on the way to it."""
    best = [c for c in found if c.rank < 3]
    kept = [c for c in found if c.rank < 6]
    last = max(kept, key=lambda c: c.span.start, default=None)
    if best or last is None or last.rank != 4 or not _NAMED_ARRAY.match(last.text.strip()):
        return found
    if re.search(r"[A-Za-z]{4,}", re.sub(r"\\[A-Za-z]+|\{[a-z]*matrix\}", " ", last.text)):
        return found
    return [last, *(c for c in found if c is not last)]


# ---- comparison --------------------------------------------------------------------------------------------


def same(value: Grid, key: Any, part: Part) -> Comparison:
    """Is the array equal to the key (nested tuples of numbers), entry by entry?"""
    del part
    shape = shape_of(key)
    if value.flat and len(shape) == 2:
        return _same_dump(value, key, shape)
    if value.shape != shape:
        counterexample = f"its shape is {_sizes(value.shape)}, should be {_sizes(shape)}"
        return Comparison(False, "compared the shapes", counterexample)
    return _same_entries(value.entries, key)


def _same_entries(entries: Entries, key: Any) -> Comparison:
    method = "compared entry by entry"
    wrong, coarse = [], ""
    places = _places(entries)
    for index, right in walk(key):
        cell: Any = entries
        for k in index:
            cell = cell[k]
        place = ", ".join(str(k + 1) for k in index)
        if not isinstance(cell, Amount):
            return Comparison(None, method, reason=f"entry ({place}), {cell}, is no plain number")
        exact = right if isinstance(right, Fraction) else Fraction(right) if isinstance(right, int) else float(right)
        number = Quantity(cell.value, cell.half, cell.digits)
        result = compare(number, exact)
        if result.equal is None and places and compare(replace(number, half=places, digits=2), exact).equal:
            continue  # [0.09, 0.245, 0.665]: the array is rounded to three places, and 0.090 has lost its zero
        if result.equal is None:
            coarse = coarse or f"entry ({place}): {result.reason}"
        elif not result.equal:
            wrong.append(f"entry ({place}) is {shown(cell.value)}, should be {shown(exact)}")
    if wrong:
        more = f"; and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
        return Comparison(False, method, "; ".join(islice(wrong, MOST_NAMED)) + more)
    if coarse:
        return Comparison(None, method, reason=coarse)
    return Comparison(True, method)


def _places(entries: Entries) -> Fraction:
    """Half a unit in the last place to which the array is rounded: of its longest decimals; 0 without any."""
    return min(
        (c.half for c in cells(entries) if isinstance(c, Amount) and c.half and c.digits > 1), default=Fraction(0)
    )


def _same_dump(value: Grid, key: Any, shape: tuple[int, ...]) -> Comparison:
    """A matrix given one entry a line: read row by row and column by column."""
    height, width = shape
    if len(value.entries) != height * width:
        return Comparison(
            False,
            "compared the shapes",
            f"it has {len(value.entries)} entries, should have {height} × {width} = {height * width}",
        )
    flat = value.entries
    by_rows = tuple(tuple(flat[i * width + j] for j in range(width)) for i in range(height))
    by_columns = tuple(tuple(flat[j * height + i] for j in range(width)) for i in range(height))
    rows, columns = _same_entries(by_rows, key), _same_entries(by_columns, key)
    if rows.equal == columns.equal or value.order == "rows":
        return rows
    if value.order == "columns":
        return columns
    return Comparison(
        None,
        "compared entry by entry, row by row and column by column",
        reason="its entries stand one a line: read row by row it is "
        + ("the answer" if rows.equal else "another matrix")
        + ", read column by column it is "
        + ("the answer" if columns.equal else "another matrix"),
    )


def shape_of(key: Any) -> tuple[int, ...]:
    """The sizes of nested tuples."""
    shape = []
    while isinstance(key, (tuple, list)):
        shape.append(len(key))
        key = key[0] if key else None
    return tuple(shape)


def walk(key: Any, index: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Every entry of nested tuples with its index, from 0, row by row."""
    if isinstance(key, (tuple, list)):
        for k, item in enumerate(key):
            yield from walk(item, (*index, k))
    else:
        yield index, key


def _sizes(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) if len(shape) > 1 else f"{shape[0]} entries" if shape else "a number"
