r"""Vectors, matrices and tensors in a text, in whatever way they are written.

>>> [grid.shown() for grid in arrays(r"Y = \begin{bmatrix} -1 & 3 \\ 0 & \frac{1}{2} \end{bmatrix}")]
['[[-1, 3], [0, 1/2]]']
>>> [grid.shown() for grid in arrays("array([[1., 2.],\n       [3., 4.]]) and [5 6; 7 8]")]
['[[1, 2], [3, 4]]', '[[5, 6], [7, 8]]']

| how                  | such as                                                                           |
|----------------------|-----------------------------------------------------------------------------------|
| LaTeX                | `pmatrix`, `bmatrix`, `array`, also with row breaks that lost a backslash         |
| brackets             | `[[1, 2], [3, 4]]`, `[1 2; 3 4]`, NumPy and PyTorch reprs, `(2, -1, 3)`, `{…}`     |
| tables               | Markdown, tabs, aligned columns; a header row and a label column are left out      |
| bracket glyphs       | `⎡ 1 2 ⎤`, U+F8EE–F8FB, and `"` … `#` as PDF extraction leaves them                |
| named entries        | `O[1,1] = -3`, `O_{0,1} = 1 + 2 = 3`, `(2,1): 3`; both 0- and 1-based              |

Where a matrix was dumped one entry a line, only the sequence of its entries is known (`flat`): it may run row by row or
column by column. An entry that is no arithmetic stays a string. Nothing is evaluated but arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from viva.reading.arithmetic import NUMBER, Amount, amount
from viva.reading.budget import tick
from viva.reading.patterns import lazy

MAX_CELLS = 4_096
MAX_LENGTH = 40_000
MAX_DEPTH = 5

Entries = tuple[Any, ...]  # nested tuples of Amount, or of str where an entry is symbolic


@dataclass(frozen=True)
class Grid:
    """An array that was found at `start:end` of the text. `flat`: the order of its entries is not known."""

    entries: Entries
    start: int
    end: int
    how: str
    flat: bool = False

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


def _shown(item: Any) -> str:
    if isinstance(item, tuple):
        return "[" + ", ".join(_shown(part) for part in item) + "]"
    if isinstance(item, Amount):
        if isinstance(item.value, Fraction) and (item.value.denominator == 1 or not item.digits):
            return str(item.value)
        return f"{float(item.value):.10g}"
    return str(item)


def arrays(text: str) -> list[Grid]:
    """All arrays in the (normalised) text, in order; where two readings overlap, the better one."""
    found: list[Grid] = []
    if len(text) > MAX_LENGTH:
        return found
    if "#" in text:  # printed in a comment
        text = re.sub(r"(?m)^#(?= *(?:array|tensor|\[))", " ", text)
    for reader in (_latex, _diagonal, _worded_rows, _tables, _glyphs, _row_by_row, _brackets, _aligned):
        for grid in reader(text):
            if not any(grid.start < other.end and other.start < grid.end for other in found):
                found.append(grid)
    found.sort(key=lambda grid: grid.start)
    return [_scaled(text, grid) for grid in found]


_FACTOR = lazy(
    r"(?:^|(?<=[\s=:≈$(]))(?P<factor>-?\s*(?:\\[dt]?frac\s*(?:\{[^{}]*(?:\{[^{}]*\})?\}\s*\{[^{}]*(?:\{[^{}]*\})?\}|\d\s*\d)"
    r"|\(?\d+(?:\.\d+)?\s*/\s*(?:\d+|√\d+|\\sqrt\s*\{?\d+\}?)\)?|\d+(?:\.\d+)?|(?=[\[\\(]))\s*(?:\\cdot|\\times|·|\*)?\s*(?:\\left\s*)?)$"
)


_FACTOR_BEHIND = lazy(
    r"(?:\s*\\right[\])}.])?\s*(?:/\s*(?P<over>\d+(?:\.\d+)?)"
    r"|(?:\\cdot|\\times|·|×|\*)\s*(?P<times>\\[dt]?frac\s*\{\d+\}\s*\{\d+\}|\(?\d+\s*/\s*\d+\)?|0?\.\d+))(?![\w.(\[])"
)


def _scaled(text: str, grid: Grid) -> Grid:
    """The array with the number in front of it multiplied in: `\\frac14 [[1, 2], [3, 4]]`."""
    match = _FACTOR.search(text[max(0, grid.start - 60) : grid.start])
    if grid.flat:
        return grid
    behind = _FACTOR_BEHIND.match(text, grid.end, grid.end + 60)
    if behind is not None:
        times = amount(behind["times"]) if behind["times"] else None
        over = amount(behind["over"]) if behind["over"] else None
        if times is not None or (over is not None and over.value):
            by = times if times is not None else Amount(1 / over.value) if over is not None else Amount(Fraction(1))
            grid = Grid(_times(grid.entries, by), grid.start, behind.end(), grid.how)
    if match is None:
        return grid
    sign = match["factor"].replace("\\left", "").strip()
    factor = Amount(Fraction(-1)) if sign == "-" else amount(re.sub(r"\s*(?:\\cdot|\\times|·|\*)\s*$", "", sign))
    if factor is None:
        return grid
    return Grid(_times(grid.entries, factor), grid.start - len(match["factor"]), grid.end, grid.how)


def _times(item: Any, factor: Amount) -> Any:
    if isinstance(item, tuple):
        return tuple(_times(part, factor) for part in item)
    if isinstance(item, Amount):
        return Amount(item.value * factor.value, item.half * abs(Fraction(factor.value)), item.digits)
    return f"({item}) * ({factor.value})"


# ---- cells -------------------------------------------------------------------------------------------------

_DECORATION = lazy(
    r"\\(?:mathbf|boldsymbol|color|textcolor|hline|displaystyle|phantom|bf|underline|mathrm|text)\b(?:\{[a-z]+\}(?=\{))?|(?<![\w)])\*\*|\*\*(?![\w(])|[$`✓]|</?b>"
)
_SIMPLE = lazy(rf"[-+]?(?:{NUMBER})\.?$")
_SYMBOLIC = lazy(r"(?=.*[A-Za-z\\α-ωΑ-Ω])[^,;:?!\n]{1,60}$")
_PROSE = lazy(r"[A-Za-z]{4,}\s+[A-Za-z]{2,}|^[A-Za-z]{5,}$")


def cell(text: str) -> Amount | str | None:
    """One entry: an amount, a symbolic entry as it stands, or None if it is no entry at all."""
    bare = _DECORATION.sub("", text).strip().strip("|").strip()
    if not bare:
        return None
    found = amount(bare)
    if found is not None:
        return found
    if "=" in bare:  # "-1 + 0 + 1 = 0": the end of the chain
        found = amount(bare.rpartition("=")[2])
        if found is not None:
            return found
    if _SYMBOLIC.match(bare) and not _PROSE.search(bare):
        return bare
    return None


def _row(parts: list[str]) -> Entries | None:
    row = tuple(cell(part) for part in parts)
    return None if not row or any(c is None for c in row) else row


def _even(rows: list[Entries]) -> bool:
    return bool(rows) and len({len(row) for row in rows}) == 1 and sum(len(r) for r in rows) <= MAX_CELLS


# ---- LaTeX -------------------------------------------------------------------------------------------------

_ENVIRONMENT = lazy(
    r"\\begin\s*\{((?:small)?[pbBvV]?matrix\*?|array)\}\s*(?:\{[^{}\n]{0,40}\}|\[[^\]\n]{0,40}\])?((?:(?!\\begin\s*\{(?:small)?[pbBvV]?matrix).){0,20000}?)\\end\s*\{\1\}",
    re.DOTALL,
)
_ROW_BREAK = lazy(r"\\\\\s*(?:\[[^\]\n]{0,12}\])?|\\cr\b|\\newline\b")
_LOST_BREAK = lazy(r"\\(?=\s|[-+]?\d)")


def _latex(text: str) -> Iterator[Grid]:
    if "\\begin" not in text:
        return
    for match in _ENVIRONMENT.finditer(text):
        body = match[2].replace("\\hline", " ")
        if _ROW_BREAK.search(body):
            lines = _ROW_BREAK.split(body)
        elif _LOST_BREAK.search(body):
            lines = _LOST_BREAK.split(body)
        else:
            lines = body.split("\n") if body.strip().count("\n") and "&" in body else [body]
        rows = [_row(line.split("&")) for line in lines if line.strip()]
        kept = [row for row in rows if row is not None]
        if len(kept) == len(rows) and _even(kept):
            yield Grid(tuple(kept), match.start(), match.end(), "a LaTeX matrix")


_DIAG = lazy(
    r"(?:\\(?:operatorname\*?|mathrm|text)\s*\{\s*[dD]iag\s*\}|\\diag|(?:np\.|torch\.)?(?<![A-Za-z])[dD]iag)\s*(?:\\left\s*)?"
    r"(?:\(|\\\{)\s*\[?([^()\[\]\n]{1,300}(?:\([^()\n]{0,60}\)[^()\[\]\n]{0,300}){0,12})\]?\s*(?:\\right\s*)?(?:\)|\\\})"
)


def _diagonal(text: str) -> Iterator[Grid]:
    """`diag(1/4, 2/9, 5/36)`: a square matrix with these on its diagonal and zeros elsewhere."""
    if "iag" not in text:
        return
    for match in _DIAG.finditer(text):
        row = _row(_split_commas(match[1])) if "," in match[1] else None
        if row is not None and 2 <= len(row) <= 32:
            zero = Amount(Fraction(0))
            rows = tuple(tuple(c if j == i else zero for j in range(len(row))) for i, c in enumerate(row))
            yield Grid(rows, match.start(), match.end(), "a diagonal")


# ---- brackets ----------------------------------------------------------------------------------------------

_ROW_LINE = lazy(r"(?:[^\[\]\n]{0,30}[=:≈])?\s*\[([^\[\],\n]{1,200})\][\s.,;]*$")


def _row_by_row(text: str) -> Iterator[Grid]:
    """Rows in brackets, or between bars, on lines of their own: `H = [ 2v 2u ]`, below it `[ 2u 6v ]`."""
    if "]" not in text:
        return
    run: list[tuple[Entries, int, int]] = []
    for start, end in [*_lines(text), (len(text), len(text))]:
        line = text[start:end]
        match = _ROW_LINE.fullmatch(line.rstrip()) if line[:1000].strip() and len(line) < 400 else None
        row = _split_row(match[1]) if match is not None else None
        named = match is not None and bool(line[: match.start(1) - 1].strip())
        if row is None or len(row) < 2 or (named and run):
            if len(run) > 1 and _even([entries for entries, _, _ in run]):
                yield Grid(tuple(entries for entries, _, _ in run), run[0][1], run[-1][2], "rows in brackets")
            run = []
        if row is not None and len(row) > 1 and match is not None:
            run.append((row, start + match.start(1) - 1, end))


_BRACKET = lazy(r"\\[{}]|[\[\](){}]")
_OPENS = {"[": "]", "(": ")", r"\{": r"\}", "{": "}"}
_CALL = lazy(r"(?:np\.|numpy\.|torch\.|jnp\.)?(?:array|tensor|Tensor|matrix|asarray)\s*$")
_BETWEEN = lazy(r"[\s,;&]*(?:\\\\)?[\s,;&]*")


@dataclass
class _Group:
    """A bracketed piece of the text and the pieces directly inside it."""

    sign: str
    start: int
    inner: int
    inner_end: int = -1
    end: int = -1
    inside: list[_Group] | None = None


def _groups(text: str) -> list[_Group]:
    """The outermost bracketed pieces, each with those inside. Round brackets only at the top. Linear."""
    top: list[_Group] = []
    stack: list[_Group] = []
    for match in _BRACKET.finditer(text):
        sign = match[0]
        if sign in _OPENS:
            stack.append(_Group(sign, match.start(), match.end()))
            continue
        while stack and _OPENS[stack[-1].sign] != sign:
            unclosed = stack.pop()
            (stack[-1].inside if stack and stack[-1].inside is not None else top).extend(unclosed.inside or [])
        if not stack:
            continue
        group = stack.pop()
        group.inner_end, group.end = match.start(), match.end()
        if stack:
            if stack[-1].inside is None:
                stack[-1].inside = []
            stack[-1].inside.append(group)
        else:
            top.append(group)
    for group in stack:
        top.extend(group.inside or [])
    top.sort(key=lambda g: g.start)
    return top


def _brackets(text: str) -> Iterator[Grid]:
    pending = _groups(text)
    steps = 0
    while pending:
        group = pending.pop(0)
        steps += 1
        tick()
        if steps > MAX_CELLS:
            return
        entries = _list(text, group, 0)
        if entries is not None and len(entries) and not (len(entries) == 1 and not isinstance(entries[0], tuple)):
            start = group.start
            if call := _CALL.search(text, max(0, start - 20), start):
                start = call.start()
            how = "a list in brackets" if not isinstance(entries[0], tuple) else "nested lists"
            yield Grid(entries, start, group.end, how)
        else:
            pending = (group.inside or []) + pending


def _list(text: str, group: _Group, depth: int) -> Entries | None:
    """The nested tuple that a bracketed piece denotes, or None if it is no list."""
    if depth > MAX_DEPTH or group.end - group.start > 20_000:
        return None
    inside = group.inside or []
    lists = [g for g in inside if (g.sign in ("[", "(", r"\{", "{") and "," in text[g.start : g.end]) or g.sign == "["]
    if (lists and len(lists) == len(inside) and group.sign != "(") or _only_lists(text, group, lists):
        at, rows = group.inner, []
        for item in lists:
            if not _BETWEEN.fullmatch(text, at, item.start):
                return None
            row = _list(text, item, depth + 1)
            if row is None:
                return None
            rows.append(row)
            at = item.end
        if group.sign == "(" and len(rows) == 1:  # array([[1, 2], [3, 4]])
            return rows[0]
        rest = text[at : group.inner_end]
        if not _BETWEEN.fullmatch(
            re.sub(r"[,\s]*(?:dtype|device|grad_fn|requires_grad)\s*=.*", "", rest, flags=re.DOTALL)
        ):
            return None
        return _regular(rows)
    return _flat_list(text[group.inner : group.inner_end], group.sign)


def _only_lists(text: str, group: _Group, lists: list[_Group]) -> bool:
    """Does the piece consist of lists and separators alone?"""
    if not lists:
        return False
    at = group.inner
    for item in lists:
        if not _BETWEEN.fullmatch(text, at, item.start):
            return False
        at = item.end
    return bool(re.match(r"[\s,;]*(?:dtype|device|requires|grad_fn|$)", text[at : group.inner_end]))


def _regular(rows: list[Entries]) -> Entries | None:
    if not rows:
        return None
    grids = [Grid(row, 0, 0, "") for row in rows]
    if len({grid.shape for grid in grids}) != 1:
        return None
    return tuple(rows)


def _flat_list(body: str, sign: str) -> Entries | None:
    """`2, -1, 3`, `a b; c d`, numbers parted by blanks, rows on lines of their own."""
    if len(body) > (2_000 if sign in ("{", r"\{") else 8_000):
        return None
    if "=" in body:
        body = re.sub(r"(?:dtype|device|grad_fn|requires_grad)\s*=.*", "", body, flags=re.DOTALL)
    body = body.strip().rstrip(", ")
    body = body.removesuffix("\\right").removesuffix("\\").strip().rstrip(",")
    if not body or len(body) > 8_000:
        return None
    if sign == "(" and "," not in body:
        return None
    if sign in ("{", r"\{") and not re.search(r"[,&]", body):
        return None
    if ";" in body:
        rows = [_split_row(line) for line in body.split(";") if line.strip()]
        kept = [row for row in rows if row is not None]
        if len(kept) == len(rows) and _even(kept):
            return tuple(r[0] for r in kept) if all(len(r) == 1 for r in kept) and len(kept) > 1 else tuple(kept)
        return None
    lines = [line.strip().rstrip(",") for line in body.split("\n") if line.strip()]
    if len(lines) > 1:
        rows = [_split_row(line) for line in lines]
        kept = [row for row in rows if row is not None]
        if len(kept) == len(rows) and _even(kept) and len(kept[0]) > 1:
            return tuple(kept)
    return _split_row(body.replace("\n", " "))


def _split_row(line: str) -> Entries | None:
    line = line.strip()
    if "," in line:
        return _row(_split_commas(line))
    if "&" in line:
        return _row(line.split("&"))
    parts = line.split()
    if len(parts) > 1 and all(_SIMPLE.match(part) or re.fullmatch(r"-?[A-Za-z]", part) for part in parts):
        return _row(parts)
    wide = re.split(r"\s{2,}", line)
    if len(wide) > 1:
        return _row(wide)
    single = cell(line)
    return None if single is None else (single,)


def _split_commas(line: str) -> list[str]:
    """Split at the commas that stand in no brackets."""
    parts, depth, at = [], 0, 0
    for k, char in enumerate(line):
        if char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth <= 0 and line[k - 1 : k + 2] != "{,}":
            parts.append(line[at:k])
            at = k + 1
    parts.append(line[at:])
    return [p for p in parts if p.strip() not in ("", "\\")]


_WORDED = lazy(
    r"\brows?\b[\s:$*]*((?:[(\[][^()\[\]\n]{1,200}[)\]][\s$*]*(?:,|;|and|second|third|fourth|last|row|:|\s)*\$?){2,})",
    re.IGNORECASE,
)


_LABELLED_ROW = lazy(
    r"(?im)^[ \t*_•-]*row[ ]*(?P<number>\d{1,2})[*_ ]*[:=][*_ $]*[\[(]?(?P<row>[^\[\]()\n:=]{1,200}?)[\])]?[$.,;* ]*$"
)


def _worded_rows(text: str) -> Iterator[Grid]:
    """`rows (1, 2), (3, 4) and (5, 6)`; "Row 1: 1, 2", "Row 2: 3, 4" on lines of their own."""
    labelled = list(_LABELLED_ROW.finditer(text)) if "ow" in text else []
    if len(labelled) > 1 and len({m["number"] for m in labelled}) == len(labelled):
        split = [_split_row(m["row"]) for m in labelled]
        whole = [row for row in split if row is not None]
        if len(whole) == len(split) and _even(whole) and len(whole[0]) > 1:
            yield Grid(tuple(whole), labelled[0].start(), labelled[-1].end(), "labelled rows")
            return
    for match in _WORDED.finditer(text):
        rows = [_row(_split_commas(body)) for body in re.findall(r"[(\[]([^()\[\]]*)[)\]]", match[1])]
        kept = [row for row in rows if row is not None]
        if len(kept) == len(rows) and _even(kept) and len(kept[0]) > 1:
            yield Grid(tuple(kept), match.start(1), match.end(1), "rows in words")


# ---- tables and aligned columns ----------------------------------------------------------------------------

_RULE = lazy(r"\s*\|?[\s:|+-]*-[\s:|+-]*\|?\s*$")


def _tables(text: str) -> Iterator[Grid]:
    if "|" not in text and "\t" not in text:
        return
    run: list[tuple[list[str], int, int]] = []
    for start, end in [*_lines(text), (len(text), len(text))]:
        line = text[start:end]
        if "|" in line and line.count("|") >= 2 and line.strip().startswith("|"):
            if not _RULE.match(line) or re.search(r"\d", line):
                run.append((line.strip().strip("|").split("|"), start, end))
            continue
        if "\t" in line:
            run.append((line.strip("\n").split("\t"), start, end))
            continue
        if len(run) > 1:
            yield from _table(run)
        run = []


def _table(run: list[tuple[list[str], int, int]]) -> Iterator[Grid]:
    if all(len(parts) == 1 for parts, _, _ in run):  # |1 2| above |3 4|
        bare = [_split_row(parts[0]) for parts, _, _ in run]
        if all(row is not None and len(row) > 1 for row in bare) and _even([row for row in bare if row]):
            yield Grid(tuple(row for row in bare if row), run[0][1], run[-1][2], "rows between bars")
        return
    rows = [[part.strip() for part in parts] for parts, _, _ in run]
    if len({len(row) for row in rows}) != 1:
        return
    labels = [row[0] for row in rows[1:]]
    numeric_label = all(re.fullmatch(r"(?:row|i|r)?\s*=?\s*\d+", label, re.IGNORECASE) for label in labels)
    named = [_INDEX.fullmatch(label.strip("*$ ")) for label in labels]
    if labels and all(named):  # a table of entries: index, computation, value
        return
    if not any(rows[0]):  # an empty header: its first column is data, unless it counts the rows
        if labels in ([str(k) for k in range(len(labels))], [str(k + 1) for k in range(len(labels))]):
            return
        rows = rows[1:]
    header_blank = rows[0][0] == "" or not re.match(r"[-+\d\\]", rows[0][0])
    if (
        header_blank
        and (rows[0][0] == "" or numeric_label or not all(_is_number(c) for c in rows[0]))
        and not all(_is_number(c) for c in rows[0])
    ):
        body = (
            [row[1:] for row in rows[1:]] if (rows[0][0] == "" or not all(_is_number(x) for x in labels)) else rows[1:]
        )
    else:
        body = rows
    kept = [_row(row) for row in body]
    if body and all(row is not None and all(isinstance(c, Amount) for c in row) for row in kept):
        entries = tuple(row for row in kept if row is not None)
        if _even(list(entries)):
            yield Grid(entries, run[0][1], run[-1][2], "a table")


def _is_number(text: str) -> bool:
    return isinstance(cell(text), Amount)


def _lines(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for part in text.split("\n"):
        found.append((start, start + len(part)))
        start += len(part) + 1
    return found


_NUMBERS_LINE = lazy(rf"\s*[-+]?(?:{NUMBER})\.?(?:[\s,]+[-+]?(?:{NUMBER})\.?)*\s*,?\s*$")


def _aligned(text: str) -> Iterator[Grid]:
    """Consecutive lines of numbers: rows of a matrix, or one entry a line."""
    run: list[tuple[list[str], int, int]] = []
    for start, end in [*_lines(text), (len(text), len(text))]:
        line = text[start:end]
        if line.strip() and len(line) < 2_000 and _NUMBERS_LINE.match(line):
            run.append((re.split(r"[\s,]+", line.strip().rstrip(",")), start, end))
        elif line.strip() or start == len(text):
            yield from _run(run)
            run = []


def _run(run: list[tuple[list[str], int, int]]) -> Iterator[Grid]:
    if not run:
        return
    rows = [_row(parts) for parts, _, _ in run]
    kept = [row for row in rows if row is not None]
    if len(kept) != len(rows) or not _even(kept):
        return
    start, end = run[0][1], run[-1][2]
    if len(kept[0]) == 1:
        if len(kept) >= 2:
            yield Grid(tuple(row[0] for row in kept), start, end, "one entry a line", flat=True)
    elif len(kept) > 1:
        yield Grid(tuple(kept), start, end, "rows of numbers")
    elif len(kept[0]) > 1:
        yield Grid(kept[0], start, end, "a row of numbers")


# ---- bracket glyphs ----------------------------------------------------------------------------------------

_GLYPHS = "⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠⎧⎨⎩⎫⎬⎭\uf8eb-\uf8fe"
_LEFT = lazy(r'[⎡⎛\uf8ee\uf8eb]|(?m:^)[ ]*"(?=\s*\n)')
_RIGHT_END = lazy(r"[⎦⎠\uf8fb\uf8f8]|(?m:^)[ ]*#[ ]*(?=[,.;\s]|$)")


def _glyphs(text: str) -> Iterator[Grid]:
    at = 0
    while (left := _LEFT.search(text, at)) is not None:
        right = _RIGHT_END.search(text, left.end(), left.end() + 5_000)
        if right is None:
            return
        at = right.end()
        body = re.sub(f"[{_GLYPHS}]", " ", text[left.end() : right.start()])
        lines = [line for line in body.split("\n") if line.strip()]
        rows = [_split_row(line) for line in lines]
        kept = [row for row in rows if row is not None]
        if len(kept) != len(rows) or not _even(kept):
            continue
        if len(kept[0]) == 1 and len(kept) > 1:
            yield Grid(tuple(row[0] for row in kept), left.start(), right.end(), "one entry a line", flat=True)
        else:
            yield Grid(tuple(kept), left.start(), right.end(), "bracket glyphs")


# ---- named entries -----------------------------------------------------------------------------------------

_INDEX = lazy(
    r"(?:[A-Za-z]\w{0,7}\s*)?(?:\[\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\]|\[(\d{1,3})\]\s*\[(\d{1,3})\]"
    r"|_\{\s*(\d{1,3})\s*,?\s*(\d{1,3})\s*\}|_(\d)(\d)|\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)|(?<=[A-Za-z])(\d),\s?(\d))"
)
_COMPONENT = lazy(r"(?<![A-Za-z\\])([A-Za-z])(?:_?\{?\[?(\d{1,2})\]?\}?)?\s*(?:&\s*)?=\s*")
_VALUE_END = lazy(
    r"\n|;|,(?=\s*(?:and\s+)?[$\\(]*[A-Za-z(\[])|\band\b|\$|\\\)|\.(?=\s|$)|✓|→|⇒|\\Rightarrow|\\quad|\\\\"
)


def named_entries(text: str) -> Grid | None:
    """The matrix whose entries are given one by one; the last value given for each entry counts."""
    values: dict[tuple[int, int], Amount] = {}
    first = last = -1
    for match in _INDEX.finditer(text):
        numbers = [int(n) for n in match.groups() if n is not None]
        joint = re.match(r"[\s*_$`)\]|]*(?:=|:|→|\t|\\to|&=)[\s*$`]*", text[match.end() : match.end() + 16])
        if joint is None or len(numbers) != 2:
            continue
        start = match.end() + joint.end()
        stop = _VALUE_END.search(text, start, start + 300)
        piece = text[start : stop.start() if stop else start + 300]
        if "\t" in piece or "|" in piece:
            piece = re.split(r"[\t|]", piece.strip("|\t "))[-1]
        value = cell(piece)
        if isinstance(value, Amount):
            values[(numbers[0], numbers[1])] = value
            first = match.start() if first < 0 else first
            last = start + len(piece)
    if len(values) < 2:
        return None
    rows, columns = [i for i, _ in values], [j for _, j in values]
    i0, j0 = min(rows), min(columns)
    height, width = max(rows) - i0 + 1, max(columns) - j0 + 1
    if len(values) != height * width or i0 > 1 or j0 > 1 or i0 != j0:
        return None
    entries = tuple(tuple(values[(i0 + i, j0 + j)] for j in range(width)) for i in range(height))
    return Grid(entries, first, last, f"named entries, counted from {i0}")


def named_components(text: str) -> Grid | None:
    """The vector whose components are given one by one: `f_0 = 2, f_1 = -1, f_2 = 3` or `a = 2, b = -1, c = 3`."""
    values: dict[tuple[str, int], tuple[Amount, int, int]] = {}
    for match in _COMPONENT.finditer(text):
        stop = _VALUE_END.search(text, match.end(), match.end() + 200)
        piece = text[match.end() : stop.start() if stop else match.end() + 200]
        value = cell(piece.strip().rstrip(","))
        if isinstance(value, Amount):
            name = (match[1], int(match[2])) if match[2] else ("", ord(match[1]))
            values[name] = (value, match.start(), match.end() + len(piece))
    best: Grid | None = None
    for letter in {name for name, _ in values}:
        numbers = sorted(k for name, k in values if name == letter)
        if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            continue
        if letter and numbers[0] > 1:
            continue
        found = [values[(letter, k)] for k in numbers]
        grid = Grid(tuple(f[0] for f in found), min(f[1] for f in found), max(f[2] for f in found), "named components")
        if best is None or grid.end > best.end:
            best = grid
    return best


def sequence(text: str) -> Grid | None:
    """A bare list of numbers, `2, -1, 3`, that makes up the text behind its last "is", "=" or ":"."""
    match = re.search(
        rf"(?:^|[=:]|\bis\b|\bare\b)[\s*_$`\\(]*((?:[-+]?\s?(?:{NUMBER}|\\frac\{{-?\d+\}}\{{\d+\}})(?:\s*/\s*\d+)?)"
        rf"(?:\s*(?:,\s*(?:and\s+)?|\s+and\s+)[$\\(]*[-+]?\s?(?:{NUMBER}|\\frac\{{-?\d+\}}\{{\d+\}})(?:\s*/\s*\d+)?[$\\)]*)+)[\s*_$`.\\)]*$",
        text.strip(),
    )
    if match is None:
        return None
    offset = len(text) - len(text.lstrip())
    row = _row([p for p in re.split(r",\s*(?:and\s+)?|\s+and\s+", re.sub(r"[$]|\\[()]", "", match[1])) if p.strip()])
    if row is None:
        return None
    return Grid(row, match.start(1) + offset, match.end(1) + offset, "a list of numbers")
