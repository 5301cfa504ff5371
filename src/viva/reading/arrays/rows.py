r"""Matrices whose rows or columns are given one by one, in words or on lines of their own.

>>> [grid.shown() for grid in worded("Its rows are (1, 2) and (3, 4).")]
['[[1, 2], [3, 4]]']
>>> [grid.shown() for grid in worded("Column 1: 1, 2\nColumn 2: 3, 4")]
['[[1, 3], [2, 4]]']
>>> [grid.shown() for grid in row_by_row("H = [ 2v  2u ]\n    [ 2u  6v ]")]
['[[2v, 2u], [2u, 6v]]']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viva.reading.arrays.entries import lines_of, matrix, row, split_commas, split_row
from viva.reading.arrays.grid import Entries, Grid, transposed
from viva.reading.patterns import lazy

_WORDED = lazy(
    r"(?<!\d )\b(?P<what>row|column)(?:s|[ ]?vectors)?\b(?:[\s:$*]|\b(?:are|equal|with|being)\b)*"
    r"(?P<rows>(?:[(\[][^()\[\]\n]{1,200}[)\]][\s$*]*(?:,|;|and|second|third|fourth|last|row|column|:|\s)*\$?){2,})",
    re.IGNORECASE,
)
_LABELLED = lazy(
    r"(?im)^[ \t*_•-]*(?P<what>row|col(?:umn)?)[ ]*(?P<number>\d{1,2})[*_ ]*(?:[:=→]|->)[*_ $]*[\[(]?"
    r"(?P<row>[^\[\]()\n:=]{1,200}?)[\])]?[$.,;* ]*$"
)


_N = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:/\d+)?"
_ROW = rf"{_N}(?:\s*,\s*|\s+){_N}(?:(?:\s*,\s*|\s+){_N}){{0,30}}"
_LISTED = rf"{_N}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+){_N}){{1,30}}"
# "-1 3 -2, 3 -3 1, 0 3 1": blanks within a row, commas between; "1 000, 2 000" are two numbers.
_SPACED = rf"{_N}(?:[ \t]+(?!\d{{3}}(?!\d)){_N}){{1,30}}"
_LED_IN = r"(?<=[=:])|(?<=\brows)|(?<=\brows are)"
_PARTED = lazy(
    rf"(?:(?:^|(?<=\n)|{_LED_IN})[ \t$`]*(?P<rows>{_ROW}(?:\s*(?:;|/)\s*{_ROW}){{1,30}})"
    rf"|(?:^|(?<=\n)|{_LED_IN})[ \t$`]*(?P<commas>{_SPACED}(?:,\s*(?:(?:and|then)\s+)?{_SPACED}){{1,30}})"
    rf"|(?:(?<=[^=]=)|(?<=\brows)|(?<=\brows:)|(?<=\brows are))[ \t$`]*(?P<barred>{_ROW}(?:\s*\|\s*{_ROW}){{1,30}})"
    rf"|(?P<braced>\\?\{{\s*{_ROW}\s*\\?\}}(?:\$?\s*[,;]\s*\$?\\?\{{\s*{_ROW}\s*\\?\}}){{1,30}}))[ \t$`.]*$",
    re.MULTILINE,
)
_WHICH = ("first", "second", "third", "fourth", "fifth")
_PLACED = lazy(
    r"\b(?:(?P<which>first|second|third|fourth|fifth|top|upper|middle|bottom|lower|last)[ ](?P<what>row|column)"
    r"|(?P<what2>row|column)[ ](?P<number>\d|one|two|three|four|five)"
    r"|(?<=the )(?P<which3>second|third|fourth|bottom|lower|last)(?= (?:one )?is ))\b"
    r"(?:\s+of\s+(?:the\s+)?[A-Za-z]{1,12})?(?:\s+(?:one\s+)?(?:is|reads|has|contains|being|are))*[\s:=*$`(\[]{1,6}"
    rf"(?P<row>{_LISTED})(?![\w.]*\d)",
    re.IGNORECASE,
)
_IN_PLACE = lazy(  # "3, 1 in its first row and -2, 5 in its second"
    rf"(?P<row>{_LISTED})\s+in\s+(?:its|the)\s+(?P<which>first|second|third|fourth|top|bottom|upper|lower|last)"
    r"\b(?:\s+(?P<what>row|column))?",
    re.IGNORECASE,
)
_COUNTS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}


def _by_place(text: str) -> Iterator[Grid]:
    """ "Top row: 1, 2. Bottom row: 3, 4", "first row 1, 2; second row 3, 4": in order, as many as there are."""
    behind = list(_IN_PLACE.finditer(text)) if " in " in text else []
    if len(behind) > 1 and behind[0]["what"] and [m["which"].lower() for m in behind] in (
        list(_WHICH[: len(behind)]), ["top", "bottom"], ["upper", "lower"], [*_WHICH[: len(behind) - 1], "last"],
    ):  # fmt: skip
        entries = matrix([_listed(m["row"]) for m in behind])
        if entries is not None:
            grid = Grid(entries, behind[0].start(), behind[-1].end(), "rows by their places")
            yield transposed(grid) if behind[0]["what"].lower() == "column" else grid
        return
    found = list(_PLACED.finditer(text))
    if found and found[0]["which3"]:
        return  # of what, nobody said
    kinds = {(m["what"] or m["what2"]).lower() for m in found if not m["which3"]}
    places = [(m["which"] or m["number"] or m["which3"]).lower() for m in found]
    places = [_COUNTS.get(place, place) for place in places]
    counted = places in (
        list(_WHICH[: len(places)]), [*_WHICH[: len(places) - 1], "last"], ["top", "bottom"], ["upper", "lower"],
        ["top", "middle", "bottom"], ["first", "middle", "last"], ["first", "middle", "bottom"],
        ["top", "middle", "last"], ["upper", "middle", "lower"], [str(k + 1) for k in range(len(places))],
    )  # fmt: skip
    if len(found) < 2 or len(kinds) != 1 or not counted:
        return
    entries = matrix([_listed(m["row"]) for m in found])
    if entries is not None:
        grid = Grid(entries, found[0].start(), found[-1].end(), "rows by their places")
        yield transposed(grid) if kinds == {"column"} else grid


def _listed(text: str) -> Entries | None:
    return split_row(re.sub(r"(?:\s*,)?\s+and\s+", ", ", text)) if "and" in text else split_row(text)


_BLANK_BETWEEN = lazy(r"\d[ \t]+[-+]?\d+(?:[./]\d+)?[ \t]*(?:,|[ \t][-+\d])")


def parted(text: str) -> Iterator[Grid]:
    """`A = 1 2; 3 4`, `1 2 / 3 4` and `rows 1 2 | 3 4`: rows without brackets; `{1, 2}, {3, 4}`: rows in braces."""
    marked = ";" in text or "/" in text or "|" in text or "}" in text
    if not marked and ("," not in text or not _BLANK_BETWEEN.search(text)):
        return
    for match in _PARTED.finditer(text):
        how = str(match.lastgroup)
        marks = r",\s*(?:(?:and|then)\s+)?" if how == "commas" else r"\s*;\s*|\s+/\s+|\s*\|\s*|(?<=\})\$?\s*,"
        parts = re.split(marks, match[how])
        entries = matrix([split_row(part.strip("\\{} $")) for part in parts])
        if entries is not None and len(entries) > 1 and len(entries[0]) > 1:
            yield Grid(entries, *match.span(how), "rows in braces" if how == "braced" else "rows without brackets")


def worded(text: str) -> Iterator[Grid]:
    """`rows (1, 2), (3, 4) and (5, 6)`; "Row 1: 1, 2", "Row 2: 3, 4" on lines of their own; columns likewise."""
    lowered = text.lower()
    if "row" not in lowered and "col" not in lowered:
        return
    labelled = list(_LABELLED.finditer(text))
    kinds = {m["what"].lower()[:3] for m in labelled}
    if len(labelled) > 1 and len(kinds) == 1 and len({m["number"] for m in labelled}) == len(labelled):
        entries = matrix([split_row(m["row"]) for m in labelled])
        if entries is not None and len(entries[0]) > 1:
            grid = Grid(entries, labelled[0].start(), labelled[-1].end(), f"labelled {kinds.pop()}s")
            yield transposed(grid) if grid.how == "labelled cols" else grid
            return
    yield from _by_place(text)
    for match in _WORDED.finditer(text):
        entries = matrix([row(split_commas(body)) for body in re.findall(r"[(\[]([^()\[\]]*)[)\]]", match["rows"])])
        if entries is not None and len(entries[0]) > 1:
            grid = Grid(entries, *match.span("rows"), f"{match['what'].lower()}s in words")
            yield transposed(grid) if grid.how == "columns in words" else grid


_NUMBERS = lazy(rf"\s*{_N}(?:\s+{_N})+\s*")
_ROW_LINE = lazy(r"(?:[^\[\]\n]{0,30}[=:≈])?\s*(?:\[([^\[\]\n]{1,200})\]|\(([^()\[\]\n]{1,200}\d)\s?\))[\s.,;]*$")


def row_by_row(text: str) -> Iterator[Grid]:
    """Rows in brackets on lines of their own: `H = [ 2v 2u ]`, below it `[ 2u 6v ]`."""
    if "]" not in text and ")" not in text:
        return
    run: list[tuple[Entries, int, int]] = []
    depth = 0  # brackets that are open before the line: rows inside them belong to a nested list
    for start, end in [*lines_of(text), (len(text), len(text))]:
        line = text[start:end]
        match = _ROW_LINE.fullmatch(line.rstrip()) if depth <= 0 and line and len(line) < 400 else None
        depth += line.count("[") - line.count("]")
        group = 1 if match is not None and match[1] is not None else 2
        found = (
            split_row(match[group])
            if match is not None and (group == 1 or "," in match[2] or _NUMBERS.fullmatch(match[2]))
            else None
        )
        named = match is not None and bool(line[: match.start(group) - 1].strip())
        if found is None or len(found) < 2 or (named and run):
            entries = matrix([found for found, _, _ in run]) if len(run) > 1 else None
            if entries is not None:
                yield Grid(entries, run[0][1], run[-1][2], "rows in brackets")
            run = []
        if found is not None and len(found) > 1 and match is not None:
            run.append((found, start + match.start(group) - 1, end))


_TERM = r"-?(?:\d{0,3}[A-Za-zα-ω](?:_?\{?\d{1,2}\}?)?(?:\^\{?\d\}?)?|\d+(?:\.\d+)?(?:/\d+)?)"
_LETTERED = lazy(rf"[ \t|]*{_TERM}(?:[ \t]+{_TERM}){{1,30}}[ \t|]*")
_WIDE_PART = lazy(r"[-+]?[\w^{}\\()/·*.' +-]{1,30}")
_LONG = lazy(r"(?<![\\A-Za-z])(?!(?:sinh?|cosh?|tanh?|exp|log|sqrt|diag|relu)(?![a-z]))[A-Za-z]{3,}")


def lettered(text: str) -> Iterator[Grid]:
    """Rows with letters in them on lines of their own, without brackets: `a b 0` above `0 a b`."""
    if "\n" not in text:
        return
    run: list[tuple[Entries, int, int]] = []
    for start, end in [*lines_of(text), (len(text), len(text))]:
        found = _lettered_row(text[start:end]) if end - start < 200 else None
        if found is not None and (not run or len(run[0][0]) == len(found)):
            run.append((found, start, end))
            continue
        if len(run) > 1 and 2 * sum(_has_letter(entries) for entries, _, _ in run) > len(run):  # below a header: no
            yield Grid(tuple(entries for entries, _, _ in run), run[0][1], run[-1][2], "rows with letters")
        run = [(found, start, end)] if found is not None else []


def _has_letter(entries: Entries) -> bool:
    return any(isinstance(entry, str) for entry in entries)


def _lettered_row(line: str) -> Entries | None:
    if _LETTERED.fullmatch(line):
        return row(line.strip(" \t|").split())
    parts = re.split(r"[ \t]{2,}|\t", line.strip(" \t|"))
    if len(parts) < 2 or not all(_WIDE_PART.fullmatch(part) and not _LONG.search(part) for part in parts):
        return None
    return row(parts)
