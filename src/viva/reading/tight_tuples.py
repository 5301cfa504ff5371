r"""Tuples written without blanks, whose commas could be those of thousands: `(8,512)` are two sizes, not 8512.

>>> spaced("(8,512)"), spaced("logits: [32,128,768]"), spaced("(N,128)")
('(8, 512)', 'logits: [32, 128, 768]', '(N, 128)')

Numbers that say themselves that they are one stay: some group begins with 0, or there are blanks behind other commas.

>>> spaced("(1,024)"), spaced("(1,024, 3)")
('(1,024)', '(1,024, 3)')

Whether a tuple is meant at all is for the caller to know: `65,536` in "2^16 (65,536)" becomes two numbers here.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_TIGHT = lazy(r"(?<=[(\[{])[\w.^*/+-]{1,20}(?:,[\w.^*/+-]{1,20}){1,15}(?=[)\]}])")
_THOUSANDS = lazy(r",\d{3}(?!\d)")
_LEADING_ZERO = lazy(r",0\d")


def spaced(text: str) -> str:
    """The text with a blank behind each comma of such tuples."""
    if "," not in text or not _THOUSANDS.search(text):
        return text
    return _TIGHT.sub(_apart, text)


def _apart(tight: re.Match[str]) -> str:
    one = _LEADING_ZERO.search(tight[0]) or not _THOUSANDS.search(tight[0])
    return tight[0] if one else tight[0].replace(",", ", ")
