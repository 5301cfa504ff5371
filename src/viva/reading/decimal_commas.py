r"""Decimal commas as points: in a text in German, French, Spanish, …, and where a number is all there is.

>>> with_points("Das ergibt rund 2,57, also etwa 3."), with_points("0,35 bits"), with_points("≈ 12,8 %")
('Das ergibt rund 2.57, also etwa 3.', '0.35 bits', '≈ 12.8 %')
>>> with_points("It is 2,57 there."), with_points("(1,2)"), with_points("1,250"), with_points("0,1 oder 1,0")
('It is 2,57 there.', '(1,2)', '1,250', '0.1 oder 1.0')

A comma before three digits may group thousands: it stays. So do commas in brackets, and in a row of numbers. The length
of the text stays as it is.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

LONGEST = 20_000
_COMMA = lazy(r"(?<![\d.,])(\d{1,9}),(\d{1,2}|\d{4,12})(?![\d]|,\d|\.\d)")
_ALONE = lazy(r"[\s$*≈~=]*[-−+]?\d{1,9},(?:\d{1,2}|\d{4,12})(?:\s*(?:\\?%|[A-Za-z]{1,12}(?:/[a-z]{1,6})?))?[\s$*.]*")
_FOREIGN = lazy(
    r"\b(?:je|une?|est|donc|on|trouve|vaut|soit|environ|avec|ist|sind|das|der|die|ein|eine|und|auf|ergibt|ich|komme|also|es"
    r"|rund|etwa|oder|beträgt|nach|mit|wird|gilt|von|wegen|daher|pro|por|para|con|del|los|las|una|el|da|aproximadamente"
    r"|circa|quindi|della|entonces|luego|es|son|per|och|een|het|van|ongeveer)\b",
    re.IGNORECASE,
)
_EITHER = lazy(r"\W*\d+,\d+ (?:oder|ou|o|bzw\.?) \d+,\d+\W*")
_LIST, _SAID = lazy(r"\d,\d"), lazy(r"[A-Za-z]{2}|=")
_BRACKETS = lazy(r"[(\[{][^()\[\]{}]*[)\]}]")


def with_points(text: str) -> str:
    """The text with points for its decimal commas, where these are decimal ones beyond doubt."""
    if "," not in text or len(text) > LONGEST or not _COMMA.search(text):
        return text
    foreign = len({word.lower() for word in _FOREIGN.findall(text)}) > 1
    if not (foreign or _ALONE.fullmatch(text) or _EITHER.fullmatch(text)):
        return text
    in_lists = [m.span() for m in _BRACKETS.finditer(text) if _LIST.search(m[0]) and not _SAID.search(m[0])]
    return _COMMA.sub(
        lambda m: m[0] if any(start < m.start() < end for start, end in in_lists) else f"{m[1]}.{m[2]}", text
    )
