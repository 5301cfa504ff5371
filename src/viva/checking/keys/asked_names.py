r"""The name that a number key gives its number, and the number that a reply gives under that name.

>>> asked_name(r"$\hat A_0 = 1.4 + 0.36 = 1.76$"), asked_name("P(spam | w) = 0.75"), asked_name("$F_1 = \\frac{2}{3}$")
('A_0', 'P(spam|w)', 'F_1')
>>> asked_name("27 + 12 = 39"), asked_name("0.75"), asked_name("$L = 0.105$")
(None, None, None)
>>> str(named_number_of("A_0 = 1.4 + 0.36 = 1.76; A_1 = 0.8.", "A_0")), named_number_of("A_1 = 0.8", "A_0")
('1.76', None)
>>> of_another_name("and therefore P(ham | w) = ", "P(spam|w)"), of_another_name("thus A_0 = ", "A_0")
(True, False)

A single letter names too many things to be looked for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viva.reading.normal import normalise
from viva.reading.numbers import headline
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity

LONGEST = 4_000
_MARKS = lazy(
    r"\\(?:hat|bar|tilde|widehat|overline|mathrm|mathbf|text|mathbb|mathcal|operatorname\*?|left|right|big[lr]?)(?![a-z])"
    r"|\\[,;:! ]|[\s${}*]"
)
_SAME = (("‖", "|"), (r"\|", "|"), (r"\mid", "|"), ("∥", "|"))
_LINK = lazy(r"=|≈|\\approx(?![a-z])|←|\\leftarrow(?![a-z])|:=")
_WORDY = lazy(r"[A-Za-z]{4,}")
_NAME = lazy(r"[A-Za-z\\][A-Za-z\\]*(?:_[A-Za-z0-9]+)?'?(?:[(\[][^=]{1,30}[)\]])?")


def _squashed(text: str) -> str:
    text = _MARKS.sub("", text)
    for mark, plain in _SAME:
        text = text.replace(mark, plain)
    return text.replace("||", "|")


@lru_cache(maxsize=64)
def asked_name(key: str) -> str | None:
    """What the key calls its number; None where it has no name, or a single letter."""
    if len(key) > 400 or not _LINK.search(key):
        return None
    name = _squashed(_LINK.split(normalise(key).text)[0])
    if not 2 <= len(name) <= 24 or not _NAME.fullmatch(name) or _WORDY.fullmatch(name):
        return None
    return name


@lru_cache(maxsize=64)
def _occurrence(name: str) -> re.Pattern[str]:
    filling = r"(?:[\s${}*]|\\(?:hat|bar|tilde|mathrm|text|mathbf|mid(?=\s)|,|;|left|right))*"
    spelt = filling.join(r"(?:\|\|?|‖|∥|\\\||\\mid)" if char == "|" else re.escape(char) for char in name)
    link = r"(?:=|≈|\\approx|:|\||is|equals)"
    return re.compile(rf"(?<![A-Za-z\\_]){spelt}[\s${{}}*]*{link}(?P<rest>[^\n;]{{1,200}})", re.IGNORECASE)


_STOPS = lazy(r",\s+(?=[A-Za-z])|\.\s|\.$|\s(?:and|but|while|whereas|if|for|when|with|without|would)\s|[?(]\s*[A-Za-z]")


def named_number_of(text: str, name: str) -> Quantity | None:
    """The number that a reply last gives the name, at the end of a chain of equal ones."""
    if len(text) > LONGEST or name[0].lower() not in text.lower():
        return None
    found = list(_occurrence(name).finditer(normalise(text).text))
    if not found:
        return None
    rest = found[-1]["rest"]
    stop = _STOPS.search(rest)
    if stop is not None and stop[0].strip() in ("if", "would", "?"):
        return None
    said = headline("= " + (rest[: stop.start()] if stop else rest).strip("| "))
    return said.number if said else None


_BEFORE = lazy(
    r"(?P<name>[A-Za-z\\][^\s=≈,;.]{0,20}(?:\s*[(\[|][^=≈\n]{1,30}[)\]])?)\s*\$?\s*(?:=|≈|\\approx)[^,;\n]{0,60}$"
)


def of_another_name(before: str, name: str) -> bool:
    """Does the text in front of a number call it something else than `name`?"""
    found = _BEFORE.search(normalise(before[-160:]).text)
    if found is None:
        return False
    other = _squashed(found["name"])
    return len(other) > 1 and other.lower() not in (name.lower(), "gives", "yields", "get", "total", "have", "answer")
