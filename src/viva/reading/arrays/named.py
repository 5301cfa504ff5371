r"""Arrays whose entries are given one by one, by name; and bare lists of numbers.

>>> named_entries("O[1,1] = -3, O[1,2] = 1 + 2 = 3, O[2,1] = 0, O[2,2] = 4").shown()
'[[-3, 3], [0, 4]]'
>>> named_components("h(0) = 2, h(1) = -1, h(2) = 3").shown(), sequence("The filter is 2, -1 and 3.").shown()
('[2, -1, 3]', '[2, -1, 3]')
>>> ordinals("The first entry is 12, the second 15, and the third is 18.").shown()
'[12, 15, 18]'

Indices count from 0 or from 1. Entries with a gap between them are no array.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from viva.reading.arithmetic import NUMBER, Amount
from viva.reading.arrays.entries import cell, row
from viva.reading.arrays.grid import Grid
from viva.reading.patterns import lazy

INDEX = lazy(
    r"(?:[A-Za-z]\w{0,7}\s*)?(?:\[\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\]|\[(\d{1,3})\]\s*\[(\d{1,3})\]"
    r"|_\{\s*(\d{1,3})\s*,?\s*(\d{1,3})\s*\}|_(\d)(\d)|\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)|(?<=[A-Za-z])(\d),\s?(\d)"
    r"|(?<=[A-Za-z])(\d)(\d)(?=\s*=))"
)
_JOINT = lazy(r"[\s*_$`)\]|]*(?:=|:|→|\t|\||\\to|&=)[\s*$`]*")
_VALUE_END = lazy(
    r"\n|;|,(?=\s*\\[ ,:!])"
    r"|,(?=\s*(?:and\s+)?[$\\(& ]*[A-Za-zα-ωΑ-Ω∂(\[])|\band\b|\$|\\\)|\.(?=\s|$)|✓|→|⇒"
    r"|\\Rightarrow|\\end(?![a-z])|\\quad|\\\\"
    r"|\s(?=(?:after|once|when|which|as|at|in|respectively)\b)"
)
_CORNER = lazy(
    r"\b(?P<v>top|upper|bottom|lower)[- ](?P<h>left|right)\b(?: (?:corner|entry|element|window|patch|block))?"
    r"[\s*_$`]*(?:=|:|\bis\b|→|\bgives\b)?[\s*$`]*(?=[-+\d.(\\])",
    re.IGNORECASE,
    needs="left|right",
)


def named_entries(text: str, formulas: bool = False) -> Grid | None:
    """The matrix whose entries are given one by one; the last value given for each entry counts.

    An entry that is no number counts only where `formulas` may be.
    """
    values: dict[tuple[int, int], Amount | str] = {}
    first = last = -1
    for match in INDEX.finditer(text):
        numbers = [int(n) for n in match.groups() if n is not None]
        joint = _JOINT.match(text[match.end() : match.end() + 16])
        if joint is None or len(numbers) != 2:
            continue
        start = match.end() + joint.end()
        value, end = _value(text, start, 300)
        if isinstance(value, Amount) or (formulas and value is not None):
            values[(numbers[0], numbers[1])] = value
            first = match.start() if first < 0 else first
            last = end
    return _whole(values, first, last) if values else _corners(text)


def _corners(text: str) -> Grid | None:
    """`top left: 1, top right: 2, bottom left: 3, bottom right: 4`: all four corners of a 2 × 2 matrix."""
    values: dict[tuple[int, int], Amount | str] = {}
    first = last = -1
    for match in _CORNER.finditer(text):
        value, end = _value(text, match.end(), 120)
        if isinstance(value, Amount):
            values[(int(match["v"].lower() in ("bottom", "lower")), int(match["h"].lower() == "right"))] = value
            first = match.start() if first < 0 else first
            last = end
    return _whole(values, first, last) if len(values) == 4 else None


def _value(text: str, start: int, most: int) -> tuple[Amount | str | None, int]:
    """The entry that begins at `start`, and where it ends."""
    stop = _VALUE_END.search(text, start, start + most)
    piece = text[start : stop.start() if stop else start + most]
    end = start + len(piece)
    if "\t" in piece or "|" in piece:
        piece = re.split(r"[\t|]", piece.strip("|\t "))[-1]
    return cell(_TRAILING.sub("", piece)), end


_TRAILING = lazy(r"(?<![\s,])(?:\s|,|\\(?:[,;:! ]|q?quad)?)+$")  # of `0,\\; Y_{12} = 1` the comma and its gap


def _whole(values: Mapping[tuple[int, int], Amount | str], first: int, last: int) -> Grid | None:
    if len(values) < 2:
        return None
    rows, columns = [i for i, _ in values], [j for _, j in values]
    i0, j0 = min(rows), min(columns)
    height, width = max(rows) - i0 + 1, max(columns) - j0 + 1
    if len(values) != height * width or i0 > 1 or i0 != j0:
        return None
    entries = tuple(tuple(values[(i0 + i, j0 + j)] for j in range(width)) for i in range(height))
    return Grid(entries, first, last, f"named entries, counted from {i0}")


_D = r"(?:∂|\\partial\s*)"
_OF = r"(?P<f{0}>[a-zA-Z])(?:_?\{{?(?P<i{0}>\d)\}}?)?"
_BY = r"(?P<x{0}>[a-zα-ω]|\\[a-z]{{3,7}})(?:_?\{{?(?P<j{0}>\d)\}}?)?"
_PARTIAL = lazy(
    rf"(?:{_D}\s*{_OF.format(1)}\s*/\s*{_D}\s*{_BY.format(1)}"
    rf"|\\[dt]?frac\s*\{{\s*{_D}\s*{_OF.format(2)}\s*\}}\s*\{{\s*{_D}\s*{_BY.format(2)}\s*\}})"
    r"(?=[\s$&]*(?:=|:))"
)


def partials(text: str) -> Grid | None:
    """The Jacobian whose entries are given as slopes: `∂f_1/∂x = 2xy`, …; functions and variables in their order."""
    values: dict[tuple[tuple[str, int], tuple[str, int]], Amount | str] = {}
    first = last = -1
    for match in _PARTIAL.finditer(text) if "∂" in text or "\\partial" in text else ():
        joint = _JOINT.match(text, match.end(), match.end() + 16)
        value, end = _value(text, joint.end(), 200) if joint is not None else (None, 0)
        if value is None:
            continue
        k = "1" if match["f1"] else "2"
        names = (match["f" + k], int(match["i" + k] or 0)), (match["x" + k], int(match["j" + k] or 0))
        values[names] = value
        first = match.start() if first < 0 else first
        last = end
    functions, variables = (sorted({names[axis] for names in values}) for axis in (0, 1))
    if len(values) < 4 or len(values) != len(functions) * len(variables) or len(functions) < 2 or len(variables) < 2:
        return None
    entries = tuple(tuple(values[(f, x)] for x in variables) for f in functions)
    return Grid(entries, first, last, "partial derivatives")


_COMPONENT = lazy(
    r"(?<![A-Za-z\\])(?:(?:∂\w{0,2}\s*/\s*∂|\\[dt]?frac\{\\partial \w*\}\{\\partial )(?P<partial>[a-z])\}?(?!\w)"
    r"|(?P<name>[A-Za-zα-ωΑ-Ω]|\\[a-z]+(?:\{(?:[A-Za-zα-ω]|\\[a-z]{2,7})\}|\\[a-z]{2,7})?|[A-Za-z]{2,8}(?=[\[_(]))"
    r"(?:\^?['*])?(?:_?\{?\[?(?P<index>\d{1,2})\]?\}?|\((?:[a-z]_?\{?)?(?P<call>\d{1,2})\}?\))?(?:\^?['*])?)"
    r"\s*(?:&\s*)?(?:=|≈|\\approx(?![a-z])|(?P<word>:|\$?\s(?:is|equals|becomes|as|comes out (?:as|at|to))\s\$?))\s*"
)


_BEFORE = lazy(
    r"\b(?:earlier|previously|wrongly|mistakenly|initially|instead of|originally|at first|first tried)\b[^.\n;=]*\Z",
    re.IGNORECASE,
    needs="earlier|wrongly|at first|initially|previously|originally|instead of|mistakenly|first tried",
)
_IN_A_TERM = lazy(r"\d\Z|[\w)\]}][ \t]*[+\-−·*×⋅/][ \t]*\Z")


def named_components(text: str) -> Grid | None:
    """The vector whose components are given one by one: `f_0 = 2, f_1 = -1, f_2 = 3` or `a = 2, b = -1, c = 3`."""
    values: dict[tuple[str, int], tuple[Amount, int, int]] = {}
    for match in _COMPONENT.finditer(text):
        if _IN_A_TERM.search(text, max(0, match.start() - 12), match.start()):
            continue  # `11 + 2b = 9` says what 11 + 2b is
        if _BEFORE.search(text, max(0, match.start() - 40), match.start()):
            continue  # "earlier I had y5 = 0"
        value, end = _value(text, match.end(), 200)
        index, letter = match["index"] or match["call"], match["partial"] or match["name"]
        if not isinstance(value, Amount) or (index is None and (len(letter) > 1 or match["word"])):
            continue
        name = (letter, int(index)) if index else ("∂" if match["partial"] else "", ord(letter))
        values[name] = (value, match.start(), end)
    best: Grid | None = None
    for letter in dict.fromkeys(name for name, _ in values):
        numbers = sorted(k for name, k in values if name == letter)
        if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            continue
        if letter not in ("", "∂") and numbers[0] > 1:
            continue
        found = [values[(letter, k)] for k in numbers]
        grid = Grid(tuple(f[0] for f in found), min(f[1] for f in found), max(f[2] for f in found), "named components")
        if best is None or grid.end > best.end:
            best = grid
    return best


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_PLACES = {"leftmost": 0, "left": 0, "middle": 1, "central": 1, "centre": 1, "center": 1, "rightmost": 2, "right": 2}
_ORDINAL = lazy(
    rf"\b(?P<which>{'|'.join(_ORDINALS)}|last|{'|'.join(_PLACES)})\b"
    r"(?: (?:entry|component|element|coordinate|value|one|number|tap|weight|class|output))?"
    r"[\s*_$`]*(?:=|:|\b(?:is|equals|gets|has|receives)\b)?[\s*_$`]*"
    r"(?:(?=[-+\d.\\])|(?P<minus>minus )?(?P<word>zero|one|two|three|four|five|six|seven|eight|nine|ten)\b)",
    re.IGNORECASE,
)
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def ordinals(text: str) -> Grid | None:
    """The vector whose entries are counted in words: "first entry 12, second 15", "left 2, middle -1, right 3"."""
    values: dict[int, tuple[Amount, int, int]] = {}
    placed = False
    for match in _ORDINAL.finditer(text):
        which = match["which"].lower()
        k = len(values) if which == "last" else _PLACES[which] if which in _PLACES else _ORDINALS.index(which)
        placed = placed or which in _PLACES
        value: Amount | str | None
        if match["word"]:
            size = _WORDS.index(match["word"].lower())
            value, end = Amount(Fraction(-size if match["minus"] else size)), match.end()
        else:
            value, end = _value(text, match.end(), 80)
        if k != len(values) or not isinstance(value, Amount):
            return None
        values[k] = (value, match.start(), end)
    if len(values) < 2 or (placed and len(values) != 3):
        return None
    return Grid(tuple(v[0] for v in values.values()), values[0][1], values[len(values) - 1][2], "counted entries")


_FRACTION = rf"[-+]?\s?(?:{NUMBER}|\\frac\{{-?\d+\}}\{{\d+\}})(?:\s*/\s*\d+)?"
MAX_LISTED = 2_000  # code points; a longer text is no bare list
_SEQUENCE = lazy(
    rf"(?:^|[=:]|\bis\b|\bare\b)[\s*_$`\\(]*({_FRACTION}"
    rf"(?:\s*(?:[,;]\s*(?:and\s+)?|\s+and\s+)[$\\(]*{_FRACTION}[$\\)]*)+)[\s*_$`.\\)]*$"
)
_BLANKS = lazy(rf"\b(?:is|are|reads)\s+(?P<list>{_FRACTION}(?: {{1,3}}{_FRACTION}){{2,}})(?=\s*(?:$|[.,;—–]|\s-\s))")


def sequence(text: str) -> Grid | None:
    """A bare list of numbers, `2, -1, 3`, that makes up the text behind its last "is", "=" or ":"."""
    match = _SEQUENCE.search(text.strip()) if len(text) <= MAX_LISTED else None
    if match is None:
        return _parted_by_blanks(text)
    offset = len(text) - len(text.lstrip())
    pieces = re.split(r"[,;]\s*(?:and\s+)?|\s+and\s+", re.sub(r"[$]|\\[()]", "", match[1]))
    entries = row([p for p in pieces if p.strip()])
    if entries is None:
        return None
    return Grid(entries, match.start(1) + offset, match.end(1) + offset, "a list of numbers")


def _parted_by_blanks(text: str) -> Grid | None:
    """ "The row is 0 1 0 1 - sines and cosines in turn"."""
    match = _BLANKS.search(text) if len(text) <= MAX_LISTED else None
    entries = row(match["list"].split()) if match is not None else None
    return Grid(entries, *match.span("list"), "a row of numbers") if match is not None and entries is not None else None
