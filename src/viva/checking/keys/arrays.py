r"""An array as a key that is nothing but text: numbers, formulas, or a tuple that may be a vector.

>>> from viva.reading.arrays import arrays
>>> from viva.reading.replies import read_reply
>>> (key,) = arrays(r"\begin{pmatrix} 2x \\ 2y \end{pmatrix}")
>>> [same_array(key, read_reply(text)) for text in ("(2x, 2y)", r"$\nabla f = [2y, 2x]^T$", "2x")]
[True, False, None]

A row, a column and a list of as many entries are one vector. Between round and square brackets a rising pair of numbers
may be an interval: such a key is compared as a vector only where it is written as one (`p = (0.2, 0.8)`, `array(…)`).
"""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import Any

from viva.checking.answers import arrays, general
from viva.checking.answers.numbers import compare
from viva.checking.answers.protocol import Reading
from viva.kinds import Array
from viva.reading.arithmetic import Amount
from viva.reading.arrays import Grid, cells, named_entries, partials, told_rows
from viva.reading.arrays import arrays as find_arrays
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.pieces import texts
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply
from viva.reading.values import Set_, Tuple_, value
from viva.types import Part


def same_array(grid: Grid, reply: Reply, key_text: str = "") -> bool | None:
    """Does the reply give the array? None where it gives none, or none that can be read."""
    if not grid.numeric:
        return _symbolic(grid, reply)
    column = len(grid.shape) == 2 and 1 in grid.shape
    asks = "the gradient" if is_gradient(key_text) else "the matrix"
    part = _part(len(grid.shape), asks)
    found = arrays.read(reply, part)
    if isinstance(found, Reading) and not (column and len(found.value.shape) == 1):
        equal = arrays.same(found.value, _plain(grid.entries), part).equal
        if equal is not False or found.value.flat or found.value.shape != grid.shape:
            return equal
        return _within_key(found.value, tuple(cells(grid.entries)))
    return _vector(tuple(cells(grid.entries)), reply) if column else None


def same_vector(key: Tuple_, key_text: str, reply: Reply) -> bool | None:
    """Does the reply give the tuple of numbers as a vector? None where it cannot be told, or may be an interval."""
    items = [item for item in key.items if isinstance(item, Quantity)]
    values = [item.value for item in items]
    if len(values) != len(key.items) or len(values) < 2:
        return None
    rising = len(values) == 2 and values[0] < values[1]
    if rising and not any(_AS_VECTOR.search(text) for text in (key_text, reply.text[:4_000])):
        return None
    if "{" in reply.text:
        for text, _ in texts(reply):
            if isinstance(found := value(text), Set_) and found.braced:
                return None  # a set has no order
    entries = tuple(Amount(item.value, item.half, item.digits) for item in items)
    return _vector(entries, reply, "the gradient" if _GRADIENT.search(key_text) else "the vector")


_NAMED_PARTS = lazy(r"\([^()=\d][^()=]{0,60},[^()=]{1,60}\)\s*=\s*\(", needs="=")
_WORDED_PARTS = lazy(
    r"[\W_]*(?!first|then|entr)[A-Za-z]{3,14}(?:\s+(?:is|of|=)|\s*[:=])?\s*\$?-?\d[\d./]*\$?(?:\s*[,;]\s*|\s+)(?:and\s+)?"
    r"(?!second|then|entr|and\b)[A-Za-z]{3,14}(?:\s+(?:is|of|=)|\s*[:=])?\s*\$?-?\d[\d./]*\$?[\W_]*"
)


def names_parts_otherwise(key_text: str, reply_text: str) -> bool:
    """Does the key name its two components, and the reply others: which of (β₀, β₁) is "slope 2.2" is not known.

    >>> names_parts_otherwise("(b_0, b_1) = (0.7, 2.2)", "slope 0.7, intercept 2.2")
    True
    """
    return bool(
        len(reply_text) < 200 and _NAMED_PARTS.search(key_text) and _WORDED_PARTS.fullmatch(normalise(reply_text).text)
    )


_GRADIENT = lazy(r"∇|\\nabla(?![A-Za-z])")
_AS_VECTOR = lazy(
    r"\(\s*\\?[A-Za-zα-ω][^()=,\d]{0,12}(?:_\{?\w\}?)?\s*,[^()=]{1,60}\)\s*=\s*\("
    r"|\d\s*[*·]\s*[(\[]|[)\]]\s*\+\s*[(\[]|(?:array|tensor|vector|softmax|distribution|gradient|matrix\*?\}|\\nabla)(?![A-Za-z])|∇|[)\]]\s*(?:\^\s*\{?\s*(?:\\top|T\b|⊤|\\intercal)|ᵀ|\.T\b)"
    r"|(?<![\w\\])(?:\\(?:mathbf|boldsymbol|bm|vec|hat|tilde|bar)\s*\{?\s*\\?[A-Za-z]+\}?|\\?[a-z]{1,8}|[α-ω])"
    r"[*'̂]?(?:_\{?\w{1,3}\}?|[₀-₉])?(?:\^\{?\W\}?)?\s*=\s*(?:\\left\s*)?[\[(]"
)


def is_gradient(key_text: str) -> bool:
    """Is the key a gradient, `∇f(1, 2) = (4, 7)`, so that its tuple is a vector and nothing else?"""
    return _GRADIENT.search(key_text) is not None


def _within_key(given: Grid, key: tuple[Any, ...]) -> bool:
    """Do all entries, given with more places, round to the key's own decimals: 0.7311 for 0.731?

    A zero that the key's 0.09 has lost beside 0.245 counts, so that 0.094 is not 0.09.
    """
    entries = list(cells(given.entries))
    lost = min((one.half for one in key if isinstance(one, Amount) and one.half and one.digits > 1), default=0)
    return len(entries) == len(key) and all(
        isinstance(one, Amount)
        and isinstance(other, Amount)
        and isfinite(one.value)
        and isfinite(other.value)
        and abs(Fraction(one.value) - Fraction(other.value)) <= (other.half if other.digits > 1 else lost)
        for one, other in zip(entries, key, strict=True)
    )


def _vector(entries: tuple[Any, ...], reply: Reply, asks: str = "the vector") -> bool | None:
    part = _part(1, asks)
    found = arrays.read(reply, part)
    if not isinstance(found, Reading):
        return None
    equal = arrays.same(found.value, _plain(entries), part).equal
    return equal if equal is not False or len(found.value.shape) != 1 else _within_key(found.value, entries)


def _part(ndim: int, asks: str) -> Part:
    return Part("equivalent", asks, Array(ndim), key=lambda draw: None, shown=lambda draw: "")


def _plain(item: Any) -> Any:
    if isinstance(item, tuple):
        return tuple(_plain(part) for part in item)
    return item.value if isinstance(item, Amount) else item


def _symbolic(grid: Grid, reply: Reply) -> bool | None:
    """Entries that are formulas, one by one; of the first text with an array in it the last array counts."""
    wanted = _straight(grid)
    for text, _ in texts(reply):
        normal = normalise(text).text
        found = [_straight(g) for g in find_arrays(normal) if not _CALLED.search(normal, 0, g.start)]
        found = [g for g in found if len(g.shape) == len(wanted.shape)]
        if not found:
            continue
        given = found[-1]
        if given.shape != wanted.shape:
            return False
        return _same_cells(wanted, given)
    text = reply.normal
    by_entries = None
    if len(wanted.shape) == 2 and len(text) <= LONGEST:
        by_entries = named_entries(text, formulas=True) or partials(text) or told_rows(text, formulas=True)
        whole = [g for g in find_arrays(text) if len(g.shape) == 2]
        by_entries = whole[0] if by_entries is None and len(whole) == 1 else by_entries
    return _same_cells(wanted, by_entries) if by_entries is not None and by_entries.shape == wanted.shape else None


LONGEST = 8_000  # code points of a reply in which entries are looked for one by one


def _same_cells(wanted: Grid, given: Grid) -> bool | None:
    results = [_same_cell(k, g) for k, g in zip(cells(wanted.entries), cells(given.entries), strict=True)]
    return False if False in results else None if None in results else True


_CALLED = lazy(r"(?:[A-Za-z}]|\bat (?:the point )?|\bpoint |\bdenote[sd]? |\bwhere )$")


def _straight(grid: Grid) -> Grid:
    """A column or a row as a plain list."""
    if len(grid.shape) == 2 and 1 in grid.shape:
        return Grid(tuple(cells(grid.entries)), grid.start, grid.end, grid.how)
    return grid


def _same_cell(key: Amount | str, given: Amount | str) -> bool | None:
    if isinstance(key, Amount) and isinstance(given, Amount):
        return compare(Quantity(given.value, given.half, given.digits), key.value).equal
    left, right = (str(c.value) if isinstance(c, Amount) else c for c in (key, given))
    return general.same_formulas(left, right)
