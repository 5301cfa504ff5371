r"""Number keys that say how far off a reply may be: "42 (±2)", "0.25, tolerance ±0.01", "0.25 [accept 0.24–0.26]".

>>> keys = ("0.25, tolerance ±0.01", "42 GB (± 2)", "0.25 [accept 0.24–0.26]", "70 % (accept 68 to 72 %)")
>>> [(str(number), str(number.off)) for key in keys if (number := tolerant(key))]
[('0.25', '1/100'), ('42 GB', '2'), ('0.25', '1/100'), ('70%', '2')]
>>> tolerant("0.25") is None, tolerant("x ± 1") is None, tolerant("3 ± √2") is None, tolerant("0.8 ± 0.1") is None
(True, True, True, True)

"0.8 ± 0.1" alone may be two values, or an interval of confidence: it is left to others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from viva.reading.numbers import whole
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity

_N = r"[-−]?\d[\d,]*(?:\.\d+)?"
_OFF = lazy(
    r"(?P<main>[^±()\[\]]+?)[\s,;]*(?P<open>[(\[]\s*(?:tolerance|tol\.?|accept)?|tolerance|tol\.?|accept)\s*(?:±|\+/-|\\pm)"
    rf"\s*(?P<off>{_N})\s*(?P<cent>\\?%)?(?:\s{{0,2}}[A-Za-z/]{{1,10}}){{0,2}}\s*[)\]]?[\s.$]*",
    re.IGNORECASE,
)
_WITHIN = lazy(
    r"(?P<main>[^()\[\]]+?)[\s,;.]*[(\[]?\s*(?:also )?(?:accept(?:ed)?|any(?:thing)?|answers?|values?)[^()\[\]\d]*"
    rf"(?P<low>{_N})\s*(?:\\?%)?\s*(?:–|—|-|\.\.\.?|to|and|…)\s*(?P<high>{_N})\s*(?:\\?%)?"
    r"(?:\s{0,2}[A-Za-z/]{1,8}){0,3}\s*[)\]]?[\s.$]*",
    re.IGNORECASE,
    needs="any|value|answer|accept",
)


def tolerant(text: str) -> Quantity | None:
    """The key's number, with how far off it may be; None where the key says nothing of that."""
    if len(text) > 200 or not ("±" in text or "+/-" in text or "pm" in text or "ccept" in text):
        return None
    if (found := _OFF.fullmatch(text.strip())) is not None:
        number = whole(found["main"].strip().rstrip("$") + ("$" if text.strip().startswith("$") else ""))
        if number is None or (found["cent"] and number.unit != "%"):
            return None
        return replace(number, off=_decimal(found["off"]))
    if (found := _WITHIN.fullmatch(text.strip())) is not None:
        number = whole(found["main"].strip())
        low, high = _decimal(found["low"]), _decimal(found["high"])
        if number is None or not low <= Fraction(number.value) <= high:
            return None
        return replace(number, value=(low + high) / 2, off=(high - low) / 2)
    return None


def _decimal(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-"))
