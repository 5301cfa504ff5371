"""Plain text and Markdown, with or without page markers.

>>> [(line.number, line.page) for line in read("--- Page 1 ---\\nab\\n--- Page 2 ---\\ncd")]
[(1, 1), (2, 1), (3, 2), (4, 2)]
"""

from __future__ import annotations

import re

from viva.importing.source import Line

PAGE_MARKER = re.compile(
    r"^\s*(?:[-=*_#<!\[ ]{1,6}\s*)?(?:page|pg\.?|seite)\s+(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?\s*[-=*_#>\] ]{0,6}\s*$",
    re.I,
)


def read(text: str) -> tuple[Line, ...]:
    """Lines numbered from 1, with the page that the last marker or form feed opened (0 before any)."""
    lines: list[Line] = []
    page = 1 if "\f" in text else 0
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        marker = PAGE_MARKER.match(raw)
        if marker:
            page = int(marker.group(1))
        elif "\f" in raw:
            page += raw.count("\f")
        lines.append(Line(raw.replace("\f", ""), number, page))
    return tuple(lines)
