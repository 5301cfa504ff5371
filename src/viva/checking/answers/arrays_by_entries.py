r"""Arrays that a reply gives entry by entry, or row by row, anywhere in it.

>>> from viva.kinds import Array
>>> from viva.reading.replies import read_reply
>>> from viva.types import Part
>>> part = Part("1b", "the filter", Array(1), key=lambda draw: None, shown=lambda draw: "")
>>> one_by_one(read_reply("So w_1 = 4 - 2 = 2, w_2 = -1 and w_3 = 3."), 1, part).answer.read_as
'[2, -1, 3]'
>>> worked_out(read_reply("y = (1, 2). Then w_1 = 6/3 = 2 and w_2 = 1."), 1, 11).answer.read_as
'[2, 1]'

Entries that are a check, a hypothesis or what is given are no answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from viva.checking.answers.array_places import answer_at, is_given, is_operand, of_ndim, standing
from viva.checking.answers.protocol import Reading, Unread
from viva.reading.arithmetic import Amount
from viva.reading.arrays import (
    Grid,
    arrays,
    cells,
    given_one_by_one,
    impulses,
    labelled,
    last_column,
    lines_in_turn,
    named_components,
    named_entries,
    ordinals,
    sequence,
    spoken,
    told_rows,
)
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.numbers import headline
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.types import Answer, Part, Span

MAX_SPOKEN = 2_000  # code points of a reply in which a list in words is looked for
LONGEST = 20_000  # of one in which entries are


def only_another(reply: Reply, ndim: int) -> Reading | None:
    """The reply is nothing but a flat list where a matrix is asked, or a matrix for a list: another shape."""
    normal = reply.normalised
    grids = arrays(normal.text) if len(normal.text) < 2_000 else []
    if len(grids) != 1 or grids[0].flat or not grids[0].numeric:
        return None
    if len(grids[0].shape) == ndim or 1 in grids[0].shape or len(grids[0].shape) > 2:
        return None
    if re.search(r"[A-Za-z]{3,}", normal.text[: grids[0].start] + normal.text[grids[0].end :]):
        return None
    span = Span(*normal.raw_span(grids[0].start, grids[0].end))
    return Reading(Answer(reply.quote(span), span, grids[0].shown(), "the whole reply"), grids[0])


_SINGLE = lazy(
    r"\b(?:just |only |is |a )(?:an? |one |the )?(?:single |one )?(?P<what>number|scalar|value|entry)\b"
    r"(?![^.\n]{0,30}\b(?:per|for each|each|in each)\b)",
    re.IGNORECASE,
    needs="entry|value|number|scalar",
)


def single_number(reply: Reply, ndim: int) -> Reading | None:
    """The reply says that what is asked is a single number: an answer of another shape."""
    for place in candidates(reply):
        said = _SINGLE.search(place.text) if place.rank < 6 else None
        if said is None or not re.search(r"\b(?:single|just|only|one|scalar)\b", said[0], re.IGNORECASE):
            continue
        found = headline(place.text[said.start() :])
        if found is None or any(len(g.shape) == ndim for g in arrays(normalise(place.text).text)):
            return None
        start = place.span.start + said.start()
        span = Span(start + found.start, start + found.end)
        amount = Amount(found.number.value, found.number.half, found.number.digits)
        return Reading(
            Answer(reply.quote(span), span, str(found.number), place.found_by), Grid((amount,), 0, 0, "a number")
        )
    return None


def one_by_one(reply: Reply, ndim: int, part: Part) -> Reading | Unread:
    """The array whose entries the reply gives one by one, or one a line anywhere in the reply."""
    normal = reply.normalised
    grid = named_entries(normal.text) or told_rows(normal.text) if ndim == 2 else None
    if grid is None and ndim == 2 and (order := told_order(normal.text)):
        grid = _in_sequence(normal.text, order)
    if ndim == 1:
        named = named_components(normal.text) or ordinals(normal.text) or labelled(normal.text)
        grid = named or impulses(normal.text)
        behind = normal.text[grid.end :] if grid is not None else ""
        if grid is not None and any(
            g.numeric and g.shape == grid.shape and g.shown() != grid.shown() and not is_given(behind, g, part)
            for g in of_ndim(arrays(behind), 1)
        ):
            return Unread("the entries are stated one by one, and then another array")
    if grid is None:
        dumps = [g for g in of_ndim(arrays(normal.text), ndim) if g.numeric and not is_operand(normal.text, g)]
        dumps = standing(normal.text, dumps, part.asks)
        grid = dumps[-1] if len(dumps) == 1 else None
    if grid is None and ndim == 1:
        found = [c for c in candidates(reply) if c.rank < 6 and sequence(normalise(c.text).text) is not None]
        if len(found) == 1:  # the only list of the reply: "The taps are 2, -1 and 3."
            listed = normalise(found[0].text)
            if (row := sequence(listed.text)) is not None:
                return Reading(answer_at(reply, found[0], listed, row), row)
    if grid is None and ndim == 1:
        grid = last_column(normal.text) or _said(reply) or given_one_by_one(normal.text)
    if grid is None:
        return Unread(f"no {_kind_name(ndim)} is stated as the answer")
    span = Span(*normal.raw_span(grid.start, grid.end))
    return Reading(Answer(reply.quote(span), span, grid.shown(), grid.how), settled(grid, reply, ndim))


def _in_sequence(text: str, order: str) -> Grid | None:
    """The entries of a matrix one after another, where it is said in which order: "row-major: 1, 2, 3, 4", y1 to y4."""
    listed = [grid for line in _SENTENCE.split(text) if (grid := sequence(line)) is not None and len(grid.entries) > 3]
    grid = listed[0] if len(listed) == 1 else named_components(text)
    if grid is None or len(grid.entries) < 4:
        return None
    whole = replace(grid, start=0, end=len(text)) if listed else grid
    return replace(whole, flat=True, order=order)


_SENTENCE = lazy(r"(?<=[.;])\s+|\n+")


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


_WHAT = r"(?:list|entr|values?|numbers?|read|order|flatten|written|given|print)"
_TOLD_ORDER = lazy(
    rf"\b{_WHAT}[^.\n]{{0,40}}\b(?P<a>row|column)[- ]+(?:by[- ]+(?P=a)|wise)"
    rf"|\b(?P<b>row|column)[- ]+(?:by[- ]+(?P=b)|wise)(?:\s*:|[^.\n]{{0,40}}\b{_WHAT})"
    r"|\b(?P<c>row|column)[- ]major"
    r"|(?P<reading>\breading order\b|\bfirst row (?P<name>[a-z])_?\{?[01]\}?[ ,$]+(?P=name)_?\{?[12]\}?)",
    re.IGNORECASE,
    needs="by|wise|row-major|row major|first row|column-major|column major|reading order",
)


def told_order(text: str) -> str:
    """Whether the text says that the entries it lists run along the "rows" or the "columns"; "" where it does not."""
    said = {
        "rows" if match["reading"] else f"{(match['a'] or match['b'] or match['c']).lower()}s"
        for match in _TOLD_ORDER.finditer(text)
    }
    return said.pop() if len(said) == 1 else ""


def settled(grid: Grid, reply: Reply, ndim: int) -> Grid:
    """A dump whose order the reply's named entries settle, as the matrix that it is."""
    if not grid.flat or ndim != 2:
        return grid
    named = named_entries(reply.normal)
    if named is None:
        return replace(grid, order=told_order(reply.normal))
    rows = [cell.value for cell in cells(named.entries)]
    columns = [cell.value for row in zip(*named.entries, strict=True) for cell in row]
    dump = [cell.value for cell in grid.entries]
    return replace(grid, entries=named.entries, flat=False) if dump in (rows, columns) else grid


_PROVES = lazy(
    r"\b(?:check|verif\w+|apply\w*|applie[sd]|convol\w+|slid\w+|feed\w*|plug\w*|insert\w*|substitut\w* back|test"
    r"|residuals?|indeed|reproduces?|recovers?|predict\w*|confirm\w*|consistent|given|input)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_CHAIN = lazy(r"=[^=\n;]{1,80}=")


def worked_out(reply: Reply, ndim: int, after: int) -> Reading | None:
    """The array whose named entries the reply works out behind `after`; asides, checks and givens set aside."""
    raw = reply.text
    if ndim > 2 or len(raw) > LONGEST or "=" not in raw[after:]:
        return None
    blanks = [(0, after), *((c.statement.start, c.statement.end) for c in candidates(reply) if c.rank == 6)]
    for start, end in blanks:
        raw = raw[:start] + _ANY.sub(" ", raw[start:end]) + raw[end:]
    normal = normalise(raw)
    text = normal.text
    grid = named_entries(text) if ndim == 2 else named_components(text) or lines_in_turn(text)
    if grid is None or _PROVES.search(text, max(0, grid.start - 80), grid.start):
        return None
    inside = text[grid.start : grid.end]
    worked = _CHAIN.search(inside) or inside.count("\n") >= len(list(cells(grid.entries))) - 1
    if not worked or any(other.shape == grid.shape for other in of_ndim(arrays(text[grid.end :]), ndim)):
        return None
    span = Span(*normal.raw_span(grid.start, grid.end))
    return Reading(Answer(reply.quote(span), span, grid.shown(), grid.how), grid)


_ASSIGNED = lazy(r"\W*(?:\\[a-z]+\s*\{?\s*)?\\?[A-Za-zα-ω]\w?\}?(?:_\{?\w+\}?)?[\s$]*=[\s$]*$")


def is_assigned(text: str, grid: Grid) -> bool:
    """Is the whole statement `f = [2, -1, 3]`?"""
    return _ASSIGNED.match(text[: grid.start]) is not None and not re.search(r"\w", text[grid.end :])


_ANY = lazy(r"[^\n]")
