"""Summary tables: which verdict the annotator gave to which question, found in any of the shapes that tables arrive in.

| 1a | L1 | 0 |            pipes, tabs or wide gaps, one row a line
1a ⏎ L1 ⏎ 0               one cell a line, as PDF extraction leaves them

>>> from viva.importing.source import text_source
>>> table, = summary_tables(text_source("Task\\nVerdict\\nQ1a\\nL1\\nQ1b\\nL2\\nQ1c\\nLx\\n", "r").lines)
>>> [(row.refs, row.cells) for row in table.rows]
[(('1a',), ('L1',)), (('1b',), ('L2',)), (('1c',), ('Lx',))]
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from viva.importing.marks import speaker_mark
from viva.importing.source import Line
from viva.importing.tables_of_talk import conversation_rows
from viva.importing.verdicts import level, verdict

_REF = r"(?:HW ?\d+ )?(?:Q(?:uestion)?|Problem|Prob\.?|Task|Part|P)?\s*\.?\s*(\d)\s*[.(\-–]?\s*\(?([a-h])\)?(?:\s*[-–—,&/]\s*\(?([a-h])\)?)?"
_ALONE = re.compile(rf"^[\s*_|•-]*{_REF}[\s*_|.:)]*$", re.I)
_ROW = re.compile(
    rf"^[\s*_|•-]*{_REF}[\s*_)]*(?:\||\t|\s{{2,}}|\s+[–—-]+\s+|:\s|\s*→\s*|\s+(?=L[123x]\b)|\s+(?=[✅✓✔❌✗⚠]))(?P<rest>.*\S)",
    re.I,
)
_SPACED = re.compile(rf"^\s*{_REF}\s+(?P<rest>\S.{{0,60}})$", re.I)
_WHOLE = re.compile(r"^[\s*_|•-]*(?:Q(?:uestion)?|Problem|Task)\s*(\d)[\s*_|:]*$", re.I)


@dataclass(frozen=True)
class Row:
    """One row: the questions it is about (`1a`; several for `Q4a–d`), its other cells, its lines (indices)."""

    refs: tuple[str, ...]
    cells: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Table:
    """A summary table, from its first to its last row (indices of lines)."""

    rows: tuple[Row, ...]
    first: int
    last: int


def summary_tables(lines: Sequence[Line], spoken: Collection[int] = ()) -> list[Table]:
    """All summary tables with at least three rows; the lines at the indices `spoken` are no cells."""
    return _cell_a_line(lines, spoken) + (_row_a_line(lines) or _row_of_words(lines))


def _cell_a_line(lines: Sequence[Line], spoken: Collection[int]) -> list[Table]:
    heads = [
        (i, m)
        for i, line in enumerate(lines)
        if len(line.text) < 40 and (m := _ALONE.match(line.text)) and not line.text.lstrip().startswith("#")
    ]
    runs = [heads[:1]]
    for before, head in itertools.pairwise(heads):
        filled = [line.text.strip() for line in lines[before[0] + 1 : head[0]] if line.text.strip()]
        talk = any(i in spoken for i in range(before[0] + 1, head[0]))
        if 1 <= len(filled) <= 9 and not talk and all(len(text) < 70 and not _speaks(text) for text in filled):
            runs[-1].append(head)
        else:
            runs.append([head])
    return [_from_heads(lines, run) for run in runs if len(run) >= 3]


def _speaks(text: str) -> bool:
    """A line of a conversation, and no cell."""
    label = speaker_mark(text)
    alone = label is not None and label.speaker != "annotation" and label.end >= len(text.rstrip())
    return label is not None and label.weight >= 5 and (alone or ":" in text[: label.end + 1])


def _from_heads(lines: Sequence[Line], heads: list[tuple[int, re.Match[str]]]) -> Table:
    sizes = [b[0] - a[0] for a, b in itertools.pairwise(heads)]
    usual = max(set(sizes), key=sizes.count)
    rows = []
    for k, (i, match) in enumerate(heads):
        end = heads[k + 1][0] if k + 1 < len(heads) else min(i + usual, len(lines))
        cells = tuple(line.text.strip() for line in lines[i + 1 : end] if line.text.strip())
        rows.append(Row(_refs(match), cells, i, end - 1))
    return Table(tuple(rows), rows[0].first, rows[-1].last)


def _row_a_line(lines: Sequence[Line]) -> list[Table]:
    tables: list[Table] = []
    run: list[Row] = []
    talk = conversation_rows(lines)
    for i, line in enumerate(lines):
        match = _ROW.match(line.text) if len(line.text) < 400 and i not in talk else None
        if match:
            cells = tuple(c.strip(" *_|") for c in re.split(r"\||\t|\s{2,}", match.group("rest")) if c.strip(" *_|"))
            row = Row(_refs(match), cells, i, i)
            if run and i - run[-1].last > 3:
                tables += _checked(run)
                run = []
            run.append(row)
    return tables + _checked(run)


def _row_of_words(lines: Sequence[Line]) -> list[Table]:
    """Rows whose cells only blanks divide, as PDF extraction leaves them: `1(a) CLEAN 0 no`. One for each question.

    In a table of marks, unlike in a list of results, the first cells recur.
    """
    runs: list[list[Row]] = [[]]
    for i, line in enumerate(lines):
        match = _SPACED.match(line.text)
        if match is None or "=" in line.text or line.text.rstrip().endswith((":", "?")):
            continue
        row = Row(_refs(match), (match["rest"].strip(),), i, i)
        before = runs[-1][-1] if runs[-1] else None
        if before is not None and (i - before.last > 4 or row.refs <= before.refs):
            runs.append([])
        runs[-1].append(row)
    tables = []
    for run in runs:
        marks = [row.cells[0].split()[0] for row in run]
        if len(run) >= 5 and sum(marks.count(mark) > 1 for mark in marks) >= 0.5 * len(run):
            tables.append(Table(tuple(run), run[0].first, run[-1].last))
    return tables


def _checked(run: list[Row]) -> list[Table]:
    """A table only if most of its rows carry a verdict: a list of answers looks much the same."""
    judged = [
        row
        for row in run
        if level(" | ".join(row.cells)) or (verdict(" ".join(row.cells)) and len(" ".join(row.cells)) < 160)
    ]
    if len(run) >= 3 and len(judged) >= 0.6 * len(run):
        return [Table(tuple(run), run[0].first, run[-1].last)]
    return []


def _refs(match: re.Match[str]) -> tuple[str, ...]:
    problem, first, last = match.group(1), match.group(2).lower(), (match.group(3) or "").lower()
    if last > first:
        return tuple(f"{problem}{chr(c)}" for c in range(ord(first), ord(last) + 1))
    return (f"{problem}{first}",)
