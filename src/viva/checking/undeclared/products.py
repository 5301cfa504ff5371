r"""Products whose order may matter, where nothing says that their factors are matrices.

>>> turned(r"$W' = W + \frac{a}{r} BA$", "W' = W + (a/r) AB"), turned("C = AB", "A B = C")
(True, False)
>>> turned("$F = 2PR/(P+R)$", "2RP/(R+P)")
False

Only a key `M = …` with a capital on its left is looked at, and two capitals side by side, none of them in a
denominator: elsewhere capitals are as often numbers. It tells by the text alone.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_DEFINES = lazy(r"[\s$]*[A-Z](?:['′]|_\{?\w\}?|\^\{?\\prime\}?){0,3}\s*=(?P<right>[^=]*)$")
_PAIR = lazy(r"(?<![A-Za-z\\_^{])(?P<one>[A-Z])\s?(?=(?P<other>[A-Z])(?![A-Za-z_]))")
_DIVIDES = lazy(r"/\s?\(?[^()]{0,40}?[A-Z]|\\[dt]?frac\s?\{[^{}]{0,60}\}\s?\{[^{}]{0,60}?[A-Z]")


def turned(key: str, reply: str) -> bool:
    """Has the reply BA and nowhere AB, where the key is `M = AB` and may be about matrices?"""
    defined = _DEFINES.match(key) if len(key) < 400 else None
    if defined is None or _DIVIDES.search(defined["right"]):
        return False
    for pair in _PAIR.finditer(defined["right"]):
        one, other = pair["one"], pair["other"]
        straight, other_way = (
            rf"(?<![A-Za-z\\]){a}\s?(?:[@·*]|\\cdot)?\s?{b}(?![A-Za-z])" for a, b in ((one, other), (other, one))
        )
        if one != other and re.search(other_way, reply) and not re.search(straight, reply):
            return True
    return False
