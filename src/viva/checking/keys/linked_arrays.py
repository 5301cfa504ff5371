r"""The array of numbers at the end of a chain of equal forms: `w' = w - η g = (0.9, -1.8)`, "ReLU: [0, 2, 0, 5]".

>>> linked_array(r"\mathrm{LN}(x) = \frac{1}{\sqrt 5}(-3, -1, 1, 3) ≈ (-1.342, -0.447, 0.447, 1.342)").shown()
'[-1.341640786, -0.4472135955, 0.4472135955, 1.341640786]'
>>> linked_array("w' = w - η g = (0.9, -1.8), one step down").shown()
'[0.9, -1.8]'
>>> [linked_array(key) for key in ("x ∈ [1, 2]", "I = (0, 4)", "(h, k) = (3, 2)", "24 = 4 · 6", "f(2, 1) = 3")]
[None, None, None, None, None]

The last piece must be nothing but the array; of an exact array and its decimals the exact one counts. A rising pair may
be an interval: it counts only behind a formula, or as a column. What the array is called is not looked at, unless the
name says that it is something else: an interval, an order, the names of its entries.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import isfinite

from viva.checking.keys.links import Link, links
from viva.checking.keys.shapes import heads
from viva.reading.arithmetic import Amount
from viva.reading.arrays import Grid, arrays, cells
from viva.reading.cleaning import split
from viva.reading.normal import normalise
from viva.reading.patterns import lazy

MAX_LENGTH = 1_500

_MAY_BE = lazy(r"[(\[]|matrix")
_DRESS = lazy(r"\$+|\*\*|`|\\(?:left|right|displaystyle)(?![a-z])|\\[,;:!](?=\s|[^A-Za-z])")
_FENCE = lazy(r"^```\w*\n|\n```\s*$")
_LABEL = lazy(
    r"^[\s*_]*(?:final |short )?(?:answer|ans|result|solution|Antwort|Ergebnis|Lösung)[\s*_]*:[\s*_]*",
    re.I,
    needs="ans|lösung|result|antwort|ergebnis|solution",
)
_OTHER = lazy(
    r"\b(?:not|or|between|interval|range|domain|image|support|set|points?|roots?|zeros?|solutions?|order|ranks?|ranking"
    r"|CI|confidence|vertices|if|when|pairs?|coordinates?|shape|size|x and y|either|for|labels?|classes|options?)\b",
    re.IGNORECASE,
)
_NAMES = lazy(r"\s*[(\[][^()\[\]\d=]*(?:[A-Za-zα-ω](?:_?\{?\d+\}?)?(?:\([^()]*\))?\s*,?\s*)+[)\]]\s*")
_ONLY = lazy(r"[\s.,;&]*(?:\\(?:succ|succeq|quad|qquad)(?![a-z]).{0,9})?")
_COLUMN = lazy(r"\^\s*\{?\s*(?:\\top|\\intercal|\\mathsf|T|⊤)|matrix|;|\\\\")
_FORMULA = lazy(
    r"[+*/^·@]|\\(?:cdot|odot|nabla|frac|sum|partial|max|tfrac|dfrac|sigma)(?![a-z])|∇|∂|∑|[A-Za-z]\s?-|\w\("
)
_VECTOR = lazy(r"\s*(?:\\?[a-zα-ω]+|[EHO-RU-Z])(?:_\{?\w+\}?|['*])*\s*")
_JOINED = lazy(r"(?<![A-Za-z\\])(?:with|and|und|where|mit|while)(?![A-Za-z])", needs="and|und|mit|with|where|while")
_PROSE = lazy(r"(?<![\\\w.])[A-Za-z]{2,}")


def linked_array(text: str) -> Grid | None:
    """The array that the chain ends with; None where the key is no such chain."""
    if len(text) > MAX_LENGTH or not _MAY_BE.search(text):
        return None
    plain = _DRESS.sub(" ", _LABEL.sub("", _FENCE.sub(" ", normalise(text).text))).strip().rstrip(".").strip()
    if (rows := _in_rows(plain)) is not None:
        return rows
    for head in (plain, *heads(plain)):
        found = _at_the_end(links(head, words=True))
        if found is not None:
            return found
    return None


def _in_rows(text: str) -> Grid | None:
    """Rows or columns of a matrix, told one by one: "first row (2, 1), second row (4, 3)"."""
    found = arrays(text) if "row" in text.lower() or "col" in text.lower() or "\n" in text else []
    if len(found) != 1 or len(found[0].shape) != 2 or not found[0].numeric:
        return None
    return None if re.search(r"\w", text[: found[0].start] + text[found[0].end :]) else found[0]


def _at_the_end(chain: tuple[Link, ...]) -> Grid | None:
    if not 2 <= len(chain) <= 8 or any(link.joint in ("∈", "<") for link in chain):
        return None
    last, before = chain[-1], chain[:-1]
    grid = only_array(last.text)
    if grid is None or any(_OTHER.search(link.text) for link in before):
        return None
    if _NAMES.fullmatch(before[-1].text) or "(-∞" in last.text or len(_PROSE.findall(before[0].text)) > 6:
        return None
    if any(_JOINED.search(link.text) or len(split(link.text, ",;")) > 1 for link in before):
        return None  # several things
    if not (_LETTER.search(before[0].text) or arrays(before[0].text)):
        return None
    exact = only_array(before[-1].text) if last.joint in ("≈", "=") else None
    if exact is not None and exact.shape == grid.shape and _rounds(grid, exact):
        grid = exact
    if not _surely(grid, chain):
        return None
    return grid


_LETTER = lazy(r"[A-Za-zα-ωΑ-Ω∇∂]")


def only_array(text: str) -> Grid | None:
    """The array of numbers that makes up the text, but for a full stop; None where it does not."""
    found = arrays(text)
    if len(found) != 1 or found[0].flat or not found[0].numeric:
        return None
    (grid,) = found
    if text[: grid.start].strip(" ${") or not _ONLY.fullmatch(text[grid.end :].strip(" $}")):
        return None
    return grid if re.match(r"[^A-Za-z\s]|\\", text[grid.start :].lstrip()) else None


def _rounds(grid: Grid, exact: Grid) -> bool:
    """Are the entries those of the exact array, to the places that they are given with?"""
    for given, right in zip(cells(grid.entries), cells(exact.entries), strict=True):
        if not (isinstance(given, Amount) and isinstance(right, Amount)):
            return False
        if not (isfinite(given.value) and isfinite(right.value)):
            return False
        if abs(Fraction(given.value) - Fraction(right.value)) > 2 * given.half + Fraction(1, 10**9):
            return False
    return True


def _surely(grid: Grid, chain: tuple[Link, ...]) -> bool:
    """No interval and no point: more than a pair, one that falls, a column, or the value of a formula."""
    values = [cell.value for cell in cells(grid.entries)]
    if len(values) != 2 or len(grid.shape) > 1 or values[0] > values[1] or _COLUMN.search(chain[-1].text):
        return True
    name = chain[0].text
    return len(chain) > 2 or _FORMULA.search(name) is not None or _VECTOR.fullmatch(name) is not None
