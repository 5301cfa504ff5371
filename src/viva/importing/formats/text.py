"""Plain text and Markdown, with or without page markers; two columns are put one below the other.

>>> [(line.number, line.page) for line in read("--- Page 1 ---\\nab\\n--- Page 2 ---\\ncd")]
[(1, 1), (2, 1), (3, 2), (4, 2)]

Where neither markers nor form feeds are left, pages end at numbers that count up, each below the text and above the
same running line, or alone in the middle:

>>> text = "\\n".join(f"words of page {k}\\n{k}\\nHomework, by a student" for k in (1, 2, 3, 4))
>>> [line.page for line in read(text)]
[1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from viva.importing.formats.columns import in_order
from viva.importing.formats.sigils import with_roles
from viva.importing.source import Line

PAGE_MARKER = re.compile(
    r"^\s*(?:[-=*_#<!\[ ]{1,6}\s*)?(?:page|pg\.?|seite)\s+(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?\s*[-=*_#>\] ]{0,6}\s*$",
    re.I,
)
_NUMBER = re.compile(r"^\s*[-–—]?\s*(\d{1,3})\s*[-–—]?\s*$")
_FOOT = re.compile(r"^\s*https?://\S+\s+(\d{1,3})\s*/\s*(\d{1,3})\s*$")  # as a browser prints it
_CENTRED = re.compile(r"^\s{20,}[-–—]?\s*(\d{1,3})\s*[-–—]?\s*$")


def read(text: str) -> tuple[Line, ...]:
    """Lines numbered from 1, with the page that the last marker or form feed opened (0 before any)."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = frozenset() if "\f" in text or any(PAGE_MARKER.match(row) for row in rows) else _page_ends(rows)
    pages: list[tuple[int, list[tuple[int, str]]]] = []
    page = 1 if "\f" in text or ends else 0
    for number, raw in enumerate(rows, start=1):
        marker = PAGE_MARKER.match(raw)
        if marker:
            page = int(marker.group(1))
        elif "\f" in raw:
            page += raw.count("\f")
        if not pages or pages[-1][0] != page:
            pages.append((page, []))
        pages[-1][1].append((number, raw.replace("\f", "")))
        page += number - 1 in ends
    return with_roles(
        tuple(Line(row, number, page) for page, inside in pages for number, row in in_order(inside)),
    )


def _page_ends(rows: Sequence[str]) -> frozenset[int]:
    """The lines (indices) that hold the number of their page, where nothing else divides the pages."""
    foot = [i for i, row in enumerate(rows) if _FOOT.match(row)]
    if len(foot) >= 2 and [int(_FOOT.match(rows[i])[1]) for i in foot] == list(range(1, len(foot) + 1)):  # type: ignore[index]
        return frozenset(foot)
    centred = _counting([i for i, row in enumerate(rows) if _CENTRED.match(row)], rows)
    if len(centred) >= 2:
        return frozenset(centred)
    above_blank = _above_blank(rows)
    if above_blank:
        return above_blank
    alone = [i for i, row in enumerate(rows[:-1]) if _NUMBER.match(row) and rows[i + 1].strip()]
    shapes = Counter(rows[i + 1].strip() for i in alone if len(re.findall(r"[A-Za-z]", rows[i + 1])) >= 4)
    running = shapes.most_common(1)
    if not running or running[0][1] < 3:
        return frozenset()
    under = _counting([i for i in alone if rows[i + 1].strip() == running[0][0]], rows)
    return frozenset(under if len(under) >= 3 else ())


def _above_blank(rows: Sequence[str]) -> frozenset[int]:
    """Lone numbers that count up, each above one of the few blank lines of the text: so pages are put together."""
    blank = [i for i, row in enumerate(rows) if not row.strip()]
    inside = [i for i in blank if i and rows[i - 1].strip() and i + 1 < len(rows)]
    found = _counting([i - 1 for i in inside if _NUMBER.match(rows[i - 1])], rows)
    return frozenset(found if len(found) >= 2 and len(found) >= 0.7 * len(inside) else ())


def _counting(found: Sequence[int], rows: Sequence[str]) -> list[int]:
    """Those that count 1, 2, 3, … from the top."""
    taken: list[int] = []
    for i in found:
        match = _NUMBER.match(rows[i])
        if match and int(match.group(1)) == len(taken) + 1:
            taken.append(i)
    return taken
