r"""Lists of numbers in words and in running text: "minus one for the first, then 4 again, and finally nothing".

>>> spoken("The states are 4, then 4 again (the decay cancels), and finally 8.").shown()
'[4, 4, 8]'
>>> spoken("minus one for the true class, plus one for the runner-up, nothing for the last").shown()
'[-1, 1, 0]'
>>> labelled("node 1: (3+6)/2 = 4.5\nnode 2: 9/3 = 3").shown(), spoken("about 3 of them, then more") is None
('[4.5, 3]', True)

>>> given_one_by_one("The window [2, 0] gives 1, the window [0, 1] gives -3 and [1, 3] gives 0.").shown()
'[1, -3, 0]'

Every item must be one number and words without any other; else there is no list.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from viva.reading.arithmetic import Amount, amount
from viva.reading.arrays.entries import cell
from viva.reading.arrays.grid import Grid
from viva.reading.patterns import lazy

MAX_LENGTH = 1_500

_WORDS = {
    "nothing": 0, "none": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "null": 0, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5,
}  # fmt: skip
_LEAD = lazy(
    r"(?:[=:≈→⇒]|=>|->|\\to(?![a-z])|\b(?:is|are|be|get|gives?|obtain|yields?|returns?|reads?|sind|ist|ergibt"
    r"|sequence|alternate|components|entries|coordinates|taps)\b)"
    r"[\s*_$`]*",
)
_REMARK = lazy(r"\((?=[^()]*[A-Za-z]{2})[^()]*\)")
_END = lazy(
    r"[.;](?=\s|$)|\s[–—]\s|,\s+(?=(?:in (?:this|that) order|respectively|which|where|since|because|so|with)\b)"
)
_BETWEEN = lazy(r"\s*(?:,\s*(?:and\s+|und\s+)?|;\s*|\s(?:and|und)\s)(?:then\s+|next\s+|finally\s+|lastly\s+|again\s+)*")
_ITEM = lazy(
    r"(?:(?:first|then|next|finally|lastly|index|entry|value|and|a|an|of|the)\s+){0,3}"
    r"(?P<sign>minus\s+|plus\s+|[-+]\s?)?(?P<number>[\d.]+(?:\s?/\s?\d+|\s?%)?|[a-zü]{3,7})"
    r"(?:\s+(?:again|too|as well|each)|\s+(?:for|at|in|on|to|from|by)\s+[^\d,;]{2,40})?[\s*_$`.]*",
    re.IGNORECASE,
)


def spoken(text: str) -> Grid | None:
    """The list of numbers that makes up the text behind its last "is", "=" and the like, or opens it."""
    if len(text) > MAX_LENGTH:
        return None
    plain = _REMARK.sub(lambda m: " " * len(m[0]), text) if "(" in text else text
    leads = list(_LEAD.finditer(plain))
    starts = ([leads[-1].end()] if leads else []) + [0]
    for start in starts:
        end = _END.search(plain, start)
        stop = end.start() if end is not None else len(plain)
        found = _items(plain[start:stop])
        if found is not None:
            return Grid(found, start, stop, "a list in words")
    return None


def _items(body: str) -> tuple[Amount, ...] | None:
    pieces = [piece for piece in _BETWEEN.split(body.strip(" *_$`\n")) if piece.strip()]
    if not 2 <= len(pieces) <= 40:
        return None
    numbers = []
    for piece in pieces:
        item = _ITEM.fullmatch(piece.strip())
        value = _number(item["number"]) if item is not None else None
        if item is None or value is None:
            return None
        minus = (item["sign"] or "").strip().lower() in ("minus", "-")
        numbers.append(Amount(-value.value, value.half, value.digits) if minus else value)
    return tuple(numbers)


def _number(text: str) -> Amount | None:
    if text.lower() in _WORDS:
        return Amount(Fraction(_WORDS[text.lower()]))
    return amount(text) if text[0].isdigit() or text[0] == "." else None


_LABELLED = lazy(
    r"(?m)^[ \t]*(?:[-*•][ \t]+)?[*_]*(?P<label>[A-Za-z]{2,12}) (?P<number>\d{1,2})[*_]*[ \t]*[:=][ \t]*"
    r"(?P<body>[^\n]{1,200})$"
)


def labelled(text: str) -> Grid | None:
    """Lines such as `node 1: (3 + 6)/2 = 4.5`, counted from 0 or 1: what each ends with."""
    found: list[tuple[str, int, Amount, int, int]] = []
    for match in _LABELLED.finditer(text) if len(text) < 8_000 else ():
        last = re.split(r"=|→|⇒|≈|\\to(?![a-z])", match["body"].strip(" $*_.,;`"))[-1]
        value = cell(last.strip(" $*_.,;`"))
        if not isinstance(value, Amount):
            return None
        found.append((match["label"].lower(), int(match["number"]), value, match.start(), match.end()))
    numbers = [number for _, number, *_ in found]
    if len(found) < 2 or len({label for label, *_ in found}) > 1 or numbers[0] > 1:
        return None
    if found[0][0] in ("row", "column", "col", "step", "iteration", "epoch", "part", "question"):
        return None
    if numbers != list(range(numbers[0], numbers[0] + len(found))):
        return None
    return Grid(tuple(value for _, _, value, _, _ in found), found[0][3], found[-1][4], "labelled lines")


def last_column(text: str) -> Grid | None:
    """The last column of the only Markdown table, where its header names it and its first column counts."""
    lines = [line.strip() for line in text.split("\n") if line.count("|") > 2] if len(text) < 8_000 else []
    if len(lines) < 4 or not re.fullmatch(r"[\s:|+-]+", lines[1]):
        return None
    rows = [[part.strip(" $*`") for part in line.strip("|").split("|")] for line in (lines[0], *lines[2:])]
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < 3 or not re.search(r"[A-Za-zα-ω]", rows[0][-1]):
        return None
    counted = [row[0] for row in rows[1:]]
    if counted not in ([str(k) for k in range(len(counted))], [str(k + 1) for k in range(len(counted))]):
        return None
    entries = [cell(row[-1]) for row in rows[1:]]
    start = text.find(lines[2])
    values = tuple(entry for entry in entries if isinstance(entry, Amount))
    return Grid(values, start, start + 1, "the last column") if len(values) == len(entries) else None


_GIVES = lazy(
    r"\b(?P<verb>gives?|yields?|contributes|gets)\s+\$?(?P<number>[-+]?\s?\d[\d.]*(?<=\d)(?:/\d+)?)\$?"
    r"(?=\s*(?:[,;\n]|\.(?:\s|$)|and\b|$))",
    re.IGNORECASE,
    needs="gets|give|yield|contributes",
)
_ENDS = lazy(r"(?m)^[^\n=]{2,80}(?:=[^\n=]{1,60}){0,3}=\s*(?P<number>[-+]?\d[\d.]*(?<=\d)(?:/\d+)?)[ \t$,;.]*$")


_LONG_NAME = lazy(r"[a-z]{3}|[A-Za-z]{5}")


def lines_in_turn(text: str) -> Grid | None:
    """The values of three or more lines in a row that each end with one: `CB = 3`, `CAB = 1 - 1 = 0`, `CA²B = 3/2`."""
    lines = list(_ENDS.finditer(text)) if len(text) <= MAX_LENGTH else []
    names = [m[0].partition("=")[0] for m in lines]
    joined = all(not text[a.end() : b.start()].strip() for a, b in pairwise(lines))
    if len(lines) < 3 or not joined or len(set(names)) < len(names) or any(map(_LONG_NAME.search, names)):
        return None
    return _grid([(m["number"], m.start(), m.end()) for m in lines])


def given_one_by_one(text: str) -> Grid | None:
    """What the same verb gives several times, or consecutive lines end with: "… gives 1, … gives -3 and … gives 0"."""
    if len(text) > MAX_LENGTH:
        return None
    if (lines := lines_in_turn(text)) is not None:
        return lines
    gives = list(_GIVES.finditer(text))
    if len(gives) < 2 or len({m["verb"] for m in gives}) > 1 or re.search(r"[A-Za-z]{3}", text[gives[-1].end() :]):
        return None
    return _grid([(m["number"], m.start(), m.end()) for m in gives])


def _grid(found: list[tuple[str, int, int]]) -> Grid | None:
    values = [amount(number.replace(" ", "")) for number, _, _ in found]
    entries = tuple(value for value in values if value is not None)
    if len(entries) != len(found):
        return None
    return Grid(entries, found[0][1], found[-1][2], "entries one after another")


_AT = r"(?:(?:\\delta|δ)\s*(?:_\{?\d\}?|[\[(]\s*[a-z]\s*(?:-\s*\d\s*)?[\])])|\\?(?:mathbf\s*)?\{?e\}?_\{?\d\}?)"
_BY = r"(?:\d+(?:\.\d+)?(?:/\d+)?)?\s*(?:\\[,;! ]|[·*]|\\cdot)?"
_IMPULSES = lazy(rf"(?:^|=)\s*(?P<sum>(?:[-+]?\s*{_BY}\s*{_AT}\s*){{2,12}})(?![\w(\[])")
_IMPULSE = lazy(
    r"\s*(?P<sign>[-+]?)\s*(?P<by>\d+(?:\.\d+)?(?:/\d+)?)?\s*(?:\\[,;! ]|[·*]|\\cdot)?\s*"
    r"(?:(?:\\delta|δ)\s*(?:_\{?(?P<a>\d)\}?|[\[(]\s*[a-z]\s*(?:-\s*(?P<b>\d)\s*)?[\])])"
    r"|\\?(?:mathbf\s*)?\{?e\}?_\{?(?P<basis>\d)\}?)"
)


def impulses(text: str) -> Grid | None:
    """A sequence as a sum of shifted impulses, `2δ[k] - δ[k-1] + 3δ[k-2]`, or of unit vectors, `2e_1 - e_2 + 3e_3`."""
    found = list(_IMPULSES.finditer(text)) if "δ" in text or "delta" in text or "e_" in text or "}_" in text else []
    if len(found) != 1:
        return None
    values: dict[int, Amount] = {}
    for match in _IMPULSE.finditer(found[0]["sum"]):
        value = amount(match["by"] or "1")
        shift = int(match["basis"]) - 1 if match["basis"] else int(match["a"] or match["b"] or 0)
        if value is None or shift in values or shift < 0:
            return None
        values[shift] = Amount(-value.value, value.half, value.digits) if match["sign"] == "-" else value
    entries = tuple(values.get(k, Amount(Fraction(0))) for k in range(max(values) + 1))
    return Grid(entries, *found[0].span("sum"), "impulses") if len(entries) > 1 else None
