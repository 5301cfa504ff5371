r"""Number keys that work up to their number: "n = 27 ⇒ n² = 729", "weights: 576, biases: 64, total: 640".

>>> [str(concluded_number(key)) for key in (r"$n = 27 \Rightarrow n^2 = 729$", "weights: 576, biases: 64, total: 640")]
['729', '640']
>>> [str(concluded_number(key)) for key in ("27 per side, so 27² = 729 patches", "27 and 12, together 39")]
['729', '39']
>>> [str(concluded_number(key)) for key in ("Conv: $576$. BN: $64$. Total: $640$", "576 and 64, i.e.: 640 in total")]
['640', '640']
>>> [concluded_number(key) for key in ("x = 2 ⇒ y > 3", "n = 3", "x = 1, so y = 2")]
[None, None, None]

What leads up to the number must be a number or a formula with numbers, and the number must be worked out from it.
"""

from __future__ import annotations

import re

from viva.reading.numbers import whole
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity

LONGEST = 400
_THEN = lazy(
    r"\$?\s*(?:\\[,;:! ]|~)*\s*(?:⇒|⟹|=>|\\(?:Rightarrow|implies|Longrightarrow)(?![A-Za-z]))\s*(?:\\[,;:! ]|~)*\s*\$?"
    r"|[,;]\s+(?:so|hence|thus|therefore)\s+(?=\$?[\d(\\A-Za-z])",
    needs=r"⟹|⇒|so|=>|thus|hence|\implies|therefore|\rightarrow|\longrightarrow",
)
_SUMMED = r"(?P<number>[$*]*[\d(][^:=,;|]*(?:,\}?\d{3}[^:=,;|]*)*)"
_TOTAL = lazy(
    r"(?:[,;.|]?\s+|[\s|(]*[*_]{1,2}|\()(?:and\s+)?(?:in\s+)?(?:total|sum|altogether|overall|together|in all)"
    rf"[\s*_$]*(?:is|of|:|=|\|)?\s*{_SUMMED}[\s|)]*",
    re.IGNORECASE,
    needs="total|sum|altogether|overall|together|in all",
)
_IN_TOTAL = lazy(
    r"(?:→|⇒|[;:,]|\\to(?![a-z])|\()\s*\$?(?P<number>[\d(][\d,{} ]*)\$?(?: [a-z]{3,})?"
    r" (?:in total|altogether|in all)\)?",
    needs="in all|in total|altogether",
)
_EQUAL = lazy(r"=|≈|\\approx(?![a-z])|\\simeq(?![a-z])")
_NOUN = lazy(r"(?<=[\d$})²³]) [a-z][a-z -]{2,40}\.?$")


def concluded_number(text: str) -> Quantity | None:
    """The number that the key comes to; None where it is not worked out from other numbers of the key."""
    if len(text) > LONGEST:
        return None
    total = _TOTAL.search(text) or _IN_TOTAL.search(text)
    if total is not None and total.end() >= len(text.rstrip(" .*")):
        return _number(total["number"]) if len(re.findall(r"\d+", text[: total.start()])) > 1 else None
    parts = _THEN.split(text)
    if len(parts) < 2:
        return None
    last = _EQUAL.split(parts[-1])
    first = _EQUAL.split(parts[-2])
    if not re.search(r"\d", first[-1]) or re.search(r"[<>≤≥]", text):
        return None
    if len(last) == 1:  # "16 bytes/param ⇒ 20.8 GB"
        number = _number(last[0])
        return number if number is not None and number.unit else None
    worked = len(last) > 2 or re.search(r"\d", last[0]) or re.search(r"\^|[²³·*/+]|\\(?:cdot|times|frac)", last[0])
    return _number(last[-1]) if worked else None


def _number(text: str) -> Quantity | None:
    text = _NOUN.sub("", text.strip(" \n|").rstrip("."))
    text = text.strip("$ *|").rstrip(".")
    return whole(text[: -1 if text.count(")") > text.count("(") else None])
