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

from viva.checking.answers.numbers import compare, shown
from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.kinds import Array
from viva.reading.arithmetic import Amount
from viva.reading.arrays import (
    Entries,
    Grid,
    arrays,
    cells,
    given_one_by_one,
    labelled,
    last_column,
    named_components,
    named_entries,
    ordinals,
    sequence,
    spoken,
    told_rows,
    with_scalars,
)
from viva.reading.budget import tick
from viva.reading.cues import asked_nouns
from viva.reading.locate import Candidate, candidates
from viva.reading.normal import Normal, normalise
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply
from viva.types import Answer, Part, Span

MAX_SPOKEN = 2_000  # code points of a reply in which a list in words is looked for
MOST_NAMED = 24  # wrong entries that are named one by one

_OPERAND_AFTER = lazy(
    r"\s*(?:\\\]|\\\)|\$|\*\*|`)*\s*(?:[=·×⊙+@]|(?<!\*)\*(?!\*)|\\(?:cdot|times|ast|odot|star)|-(?![a-z]))"
    r"|(?:\s*\\right\s*[\])}.|])?\s*\^\s*\{?\s*-?\d|\.(?:dot|sum|mean|inv|reshape|flatten|max|min|argmax|det)\b"
    r"|\s*(?:gives?|yields?|contributes)\s+\$?-?\d"  # the window [2, 0, 1] gives 1
)
_OPERAND_BEFORE = lazy(
    r"(?:[·×⊙+]|(?<!\*)\*(?!\*)|\\(?:cdot|times|ast|odot|star)|[0-9)\]]\s*-)\s*(?:\$|\\\(|\*\*)*\s*$"
)
_GIVEN = lazy(
    r"(?:\b(?:input|kernel|filter|signal|given|mask|stride|output|sequence)\b[^.\n=:\[\]]{0,24}(?:[=:]|\b(?:is|was|of)\b)?"
    r"|(?<![A-Za-z])(?P<letter>(?-i:[IKWXFS]))\s*=)[\s*$`(\\\[]*$",
    re.IGNORECASE,
)
_NAMED_BEFORE = lazy(
    r"(?:=|:|\b(?:first|second|third|fourth|fifth|last)\b(?: \w{1,12})?|\bis\b|\bare\b|→|\\to|⇒|\bgives?\b|\bget\b"
    r"|\bobtain\b|\byields?\b|\bmatrix\b|\bvector\b)[\s*_$`(\\\[]*$"
)


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The array that the reply states for the part."""
    ndim = part.kind.ndim if isinstance(part.kind, Array) else 2
    unusable: Grid | None = None
    mismatch: Reading | None = None  # an array with another number of dimensions
    for candidate in _closing_first(candidates(reply, part)):
        tick()
        if candidate.rank == 6 or candidate.rank >= 16:
            break
        normal = normalise(candidate.text)
        grids = _of_ndim(arrays(normal.text), ndim)
        if candidate.rank >= 3:
            grids = [grid for grid in grids if not _is_given(normal.text, grid, part)]
        chosen = _choose(normal.text, grids, candidate)
        if chosen is None and ndim == 1 and candidate.rank <= 3:
            chosen = sequence(normal.text)
        if chosen is None:
            others = [g for g in arrays(normal.text) if ndim > 1 and len(g.shape) > 1 and g.numeric]
            if (
                mismatch is None
                and len(others) == 1
                and (candidate.rank <= 3 or others[0].end == len(normal.text.rstrip()))
            ):
                mismatch = Reading(_answer(reply, candidate, normal, others[0]), others[0])
            continue
        chosen = with_scalars(chosen, reply.normal)
        if not chosen.numeric:
            unusable = unusable or chosen
            if candidate.rank == 0:
                return Unread(
                    f"an entry is no plain number: {chosen.shown()[:80]}", _answer(reply, candidate, normal, chosen)
                )
            continue
        return Reading(_answer(reply, candidate, normal, chosen), _settled(chosen, reply, ndim))
    found = _one_by_one(reply, ndim, part)
    if mismatch is None and ndim > 1 and isinstance(found, Unread):
        mismatch = _only_a_list(reply)
    return mismatch if mismatch is not None and isinstance(found, Unread) else found


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


def _only_a_list(reply: Reply) -> Reading | None:
    """The reply is nothing but a flat list where a matrix is asked: an answer of another shape."""
    normal = reply.normalised
    grids = arrays(normal.text) if len(normal.text) < 2_000 else []
    if len(grids) != 1 or len(grids[0].shape) != 1 or grids[0].flat or not grids[0].numeric:
        return None
    if re.search(r"[A-Za-z]{3,}", normal.text[: grids[0].start] + normal.text[grids[0].end :]):
        return None
    span = Span(*normal.raw_span(grids[0].start, grids[0].end))
    return Reading(Answer(reply.quote(span), span, grids[0].shown(), "the whole reply"), grids[0])


def _one_by_one(reply: Reply, ndim: int, part: Part) -> Reading | Unread:
    """The array whose entries the reply gives one by one, or one a line anywhere in the reply."""
    normal = reply.normalised
    grid = named_entries(normal.text) or told_rows(normal.text) if ndim == 2 else None
    if ndim == 1:
        grid = named_components(normal.text) or ordinals(normal.text) or labelled(normal.text)
        behind = normal.text[grid.end :] if grid is not None else ""
        if grid is not None and any(
            g.numeric and g.shape == grid.shape and g.shown() != grid.shown() and not _is_given(behind, g, part)
            for g in _of_ndim(arrays(behind), 1)
        ):
            return Unread("the entries are stated one by one, and then another array")
    if grid is None:
        dumps = [g for g in _of_ndim(arrays(normal.text), ndim) if g.numeric and not _is_operand(normal.text, g)]
        grid = dumps[-1] if len(dumps) == 1 else None
    if grid is None and ndim == 1:
        found = [c for c in candidates(reply) if c.rank < 6 and sequence(normalise(c.text).text) is not None]
        if len(found) == 1:  # the only list of the reply: "The taps are 2, -1 and 3."
            listed = normalise(found[0].text)
            if (row := sequence(listed.text)) is not None:
                return Reading(_answer(reply, found[0], listed, row), row)
    if grid is None and ndim == 1:
        grid = last_column(normal.text) or _said(reply) or given_one_by_one(normal.text)
    if grid is None:
        return Unread(f"no {_kind_name(ndim)} is stated as the answer")
    span = Span(*normal.raw_span(grid.start, grid.end))
    return Reading(Answer(reply.quote(span), span, grid.shown(), grid.how), _settled(grid, reply, ndim))


def _said(reply: Reply) -> Grid | None:
    """A list in words, where a single statement of the reply is one; at its place in the reply."""
    if len(reply.text) > MAX_SPOKEN:
        return None
    whole = spoken(reply.normal)
    found = [] if whole is not None else [c for c in candidates(reply) if c.rank < 6 and spoken(normalise(c.text).text)]
    if len(found) != 1:
        return whole
    grid = spoken(normalise(found[0].text).text)
    return replace(grid, start=found[0].span.start, end=found[0].span.end) if grid is not None else None


def _kind_name(ndim: int) -> str:
    return {1: "vector", 2: "matrix"}.get(ndim, f"array of {ndim} dimensions")


def _answer(reply: Reply, candidate: Candidate, normal: Normal, grid: Grid) -> Answer:
    start, end = normal.raw_span(grid.start, grid.end)
    span = Span(candidate.span.start + start, candidate.span.start + end)
    return Answer(reply.quote(span), span, grid.shown(), candidate.found_by)


def _of_ndim(grids: list[Grid], ndim: int) -> list[Grid]:
    """The arrays with as many dimensions as asked; a column or row is also a vector, a dump may be a matrix."""
    fitting = []
    for grid in grids:
        shape = grid.shape
        if grid.flat:
            if ndim == 2 and len(grid.entries) >= 4:
                fitting.append(grid)
            elif ndim == 1:
                fitting.append(replace(grid, flat=False))
        elif len(shape) == ndim:
            fitting.append(grid)
        elif ndim == 1 and len(shape) == 2 and 1 in shape:
            fitting.append(replace(grid, entries=tuple(cells(grid.entries))))
        elif len(shape) > ndim and all(size == 1 for size in shape[: len(shape) - ndim]):
            entries: Any = grid.entries
            for _ in range(len(shape) - ndim):  # a batch or channel of one
                entries = entries[0]
            fitting.append(replace(grid, entries=entries))
    return fitting


def _is_operand(text: str, grid: Grid) -> bool:
    return bool(
        _OPERAND_AFTER.match(text, grid.end, grid.end + 40)
        or _OPERAND_BEFORE.search(text, max(0, grid.start - 24), grid.start)
    )


def _is_given(text: str, grid: Grid, part: Part) -> bool:
    """Does the text only repeat the question: "Input: [[…]]", where the input is not what is asked?"""
    match = _GIVEN.search(text[max(0, grid.start - 60) : grid.start])
    nouns = asked_nouns(part.asks)
    if match is None or any(noun in match[0].lower() for noun in nouns):
        return False
    if match["letter"] and match["letter"] in "FKW" and _FILTERS & set(nouns):
        return False  # "Thus K = [2, -1, 3]", where the kernel is asked
    return "output" not in match[0].lower() or not set(nouns) & _GENERIC


_FILTERS = {"filter", "kernel", "weights", "taps"}
_GENERIC = {"vector", "matrix", "gradient"}  # asked where nothing is known but the key: an output may be it


_GOES_ON = lazy(
    r"[=→⇒≈:]|\\(?:to|Rightarrow|implies|approx)(?![a-z])|\b(?:so|hence|therefore|thus|gives?|becomes)\b|\n"
)


def _choose(text: str, grids: list[Grid], candidate: Candidate) -> Grid | None:
    """Of the arrays of a statement the one that it states: not a factor or summand, and last in a chain."""
    free = [grid for grid in grids if not _is_operand(text, grid)]
    if any(grid.numeric for grid in free):
        free = [grid for grid in free if grid.numeric]
    free = [grid for grid in free if not _in_remark(text, grid)] or free
    if not free:
        return None
    if len(free) == 1:
        return free[0]
    if not re.search(r"\w", text[: free[0].start]) and not _GOES_ON.search(text[free[0].end : free[-1].start]):
        return free[0]  # "[1, -2, 3], the negative of [-1, 2, -3]"
    stated = [grid for grid in free if _NAMED_BEFORE.search(text[max(0, grid.start - 24) : grid.start])]
    if candidate.found_by in ("marked final", "boxed", "names what is asked"):
        return (stated or free)[0]
    return (stated or free)[-1]


_REMARK = lazy(r"\((?=[^()]*[A-Za-z]{3,}[^()]*[A-Za-z]{3,})[^()]*$")


def _in_remark(text: str, grid: Grid) -> bool:
    """In brackets behind the answer: "[2, −1, 3] (the flipped one would be [3, −1, 2])"."""
    return _REMARK.search(text[: grid.start]) is not None


def _settled(grid: Grid, reply: Reply, ndim: int) -> Grid:
    """A dump whose order the reply's named entries settle, as the matrix that it is."""
    if not grid.flat or ndim != 2:
        return grid
    named = named_entries(reply.normal)
    if named is None:
        return grid
    rows = [cell.value for cell in cells(named.entries)]
    columns = [cell.value for row in zip(*named.entries, strict=True) for cell in row]
    dump = [cell.value for cell in grid.entries]
    return replace(grid, entries=named.entries, flat=False) if dump in (rows, columns) else grid


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
    if rows.equal == columns.equal:
        return rows
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
