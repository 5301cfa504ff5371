"""A reply to the whole paper, cut into the answers to its questions.

The prompt asks for a line `Question 1a` before every answer; replies also write `## 1a`, `**1(a).**`, or `(a)` below a
heading `Question 1`. A section runs to the next heading, and is a verbatim piece of the reply.

>>> sections("Question 1a\\nYes.\\n\\n**1(b)** No.\\n", ["1a", "1b"])
{'1a': 'Question 1a\\nYes.\\n\\n', '1b': '**1(b)** No.\\n'}

Not guaranteed: a question that is answered under no heading, or twice, has no section, or its first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_HEADING = re.compile(
    r"^[ \t>#*_\-•]*(?:(?:question|problem|part|exercise|answer(?: to)?)[ \t]*)*"
    r"(?:\(?(?P<number>\d{1,2})\)?[ \t.\-]*(?:\(?(?P<letter>[a-z])\)?(?![a-z0-9]))?|\((?P<alone>[a-z])\))"
    r"(?P<after>[ \t]*(?:[.:)*_—–-]|$|[ \t]\S))",
    re.IGNORECASE | re.MULTILINE,
)


def sections(reply: str, names: Iterable[str]) -> dict[str, str]:
    """The section of each question that has one, in the order of the reply."""
    known, number = set(names), ""
    found: dict[str, str] = {}
    marks: list[tuple[int, str]] = []
    for heading in _HEADING.finditer(reply):
        number = heading["number"] or number
        name = f"{number}{(heading['letter'] or heading['alone'] or '').lower()}"
        if name in known:
            marks.append((heading.start(), name))
    ends = [start for start, _ in marks[1:]] + [len(reply)] if marks else []
    for (start, name), end in zip(marks, ends, strict=True):
        found.setdefault(name, reply[start:end])
    return found
