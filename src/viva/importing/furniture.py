"""What belongs to the page and not to the text: page markers, page numbers, running headers and footers.

They stand between the rows of a matrix when a report was copied out of a PDF, and must not be read as entries.

>>> from viva.importing.source import text_source
>>> report = text_source("--- Page 1 ---\\nA [[1, 2],\\n1\\n\\n--- Page 2 ---\\n[3, 4]]\\n2\\n", "r")
>>> sorted(furniture(report.lines))
[0, 2, 4, 6]

A lone number is a page number only where it ends (or opens) a page and counts with it; an entry of a matrix that
happens to do both is lost to the check, but stays in the transcript.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from viva.importing.formats.text import PAGE_MARKER
from viva.importing.marks import question_mark
from viva.importing.sections import section_weight
from viva.importing.source import Line

_NUMBER = re.compile(r"^\s*(?:page\s*)?[-–—]?\s*(\d{1,4})\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—]?\s*$", re.I)
_NOTICE = re.compile(r"all rights reserved|may not be publicly shared|^\s*homework \d+ @ \d{4}-\d\d-\d\d", re.I)


# what a browser prints above and below a page: `11/4/25, 10:52 PM Title` and `https://… 2/6`
_PRINTED = re.compile(
    r"^\s*(?:https?://\S+\s+\d{1,3}\s*/\s*\d{1,3}\s*$|"
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}:\d\d(?:\s*[AP]M)?\b)",
    re.I,
)


def furniture(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the lines that belong to the page."""
    found = {i for i, line in enumerate(lines) if PAGE_MARKER.match(line.text) or _NOTICE.search(line.text)}
    printed = [i for i, line in enumerate(lines) if _PRINTED.match(line.text)]
    same = Counter(re.sub(r"\d+", "#", lines[i].text.strip()) for i in printed)
    found |= {i for i in printed if same[re.sub(r"\d+", "#", lines[i].text.strip())] > 1}
    pages: dict[int, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.page and i not in found and line.text.strip():
            pages[line.page].append(i)
    found |= _section_numbers(lines, found)
    for edge in (0, -1, 0, -1):  # twice: a page number may stand above or below a running line
        more = _page_numbers(lines, pages, edge) | _running(lines, pages, edge)
        found |= more
        pages = {page: rest for page, inside in pages.items() if (rest := [i for i in inside if i not in more])}
    return frozenset(found)


def thinking(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of the lines of `<think> … </think>` blocks: trials that are no part of the answer."""
    found: set[int] = set()
    start = -1
    for i, line in enumerate(lines):
        if re.match(r"^[\s>]*<think(?:ing)?>", line.text, re.I):
            start = i
        if start >= 0 and re.search(r"</think(?:ing)?>\s*$", line.text, re.I):
            found |= set(range(start, i + 1))
            start = -1
    return frozenset(found)


_SECTION_NUMBER = re.compile(r"^\s*(?:[A-H]|[IVX]{1,4}|\d{1,2}(?:\.\d{1,2}){0,2})\.?\s*$")


def _section_numbers(lines: Sequence[Line], found: set[int]) -> set[int]:
    """The `5` or `A` that stands alone above `Problem 4: Dropout`, and numbers such as `3.0.1`."""
    numbers = set()
    for i, line in enumerate(lines):
        if not _SECTION_NUMBER.match(line.text):
            continue
        below = next(
            (x.text for j, x in enumerate(lines[i + 1 : i + 5], i + 1) if x.text.strip() and j not in found), ""
        )
        heading = question_mark(below)
        named = (
            heading is not None
            and heading.weight >= 5
            and not (heading.problem and heading.letters)
            and below.strip()[:1].isupper()
            and not _SECTION_NUMBER.match(below)
        )
        if (
            named
            or section_weight(below) > 2
            or re.match(r"^\s*\d+\.\d+\.\d+\s*$", line.text)
            or re.match(r"^\s*Introduction\s*$", below)
        ):
            numbers.add(i)
    return numbers


def _page_numbers(lines: Sequence[Line], pages: dict[int, list[int]], edge: int) -> set[int]:
    """Numbers at one edge of the pages, if on most pages they differ from the page by one and the same amount."""
    offsets: dict[int, tuple[int, int]] = {}
    for page, inside in pages.items():
        match = _NUMBER.match(lines[inside[edge]].text)
        if match:
            offsets[inside[edge]] = (int(match.group(1)) - page, page)
    if not offsets:
        return set()
    common, count = Counter(offset for offset, _ in offsets.values()).most_common(1)[0]
    if count < max(1, 0.5 * len(pages)):
        return set()
    return {i for i, (offset, _) in offsets.items() if offset == common}


def _running(lines: Sequence[Line], pages: dict[int, list[int]], edge: int) -> set[int]:
    """A line that opens (or closes) half of the pages, and at least two, up to the digits in it."""
    if len(pages) < 2:
        return set()
    at: dict[str, list[int]] = defaultdict(list)
    for inside in pages.values():
        text = re.sub(r"\d+", "#", lines[inside[edge]].text.strip())
        if len(re.sub(r"[\W_]", "", text)) > 3:
            at[text].append(inside[edge])
    return {
        i
        for same in at.values()
        if len(same) >= max(2, 0.5 * len(pages)) and (len(pages) > 2 or len({lines[i].text for i in same}) == 1)
        for i in same
    }
