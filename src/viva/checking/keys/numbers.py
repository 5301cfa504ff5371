r"""A number as a key that is nothing but text, and whether a number that was read is the same.

>>> [str(number_key(text, text)) for text in ("3/4 (75 %)", "e^{-1/4} ≈ 0.779", "a quarter", "3.296 nats")]
['3/4', '0.7788007831', '1/4', 'None']
>>> from viva.reading.numbers import whole
>>> same_number(whole("512 MiB"), whole("536870912")), same_number(whole("2 bits"), whole("2 nats"))
(True, False)
>>> same_number(whole(r"\tanh(20)"), whole("1")), same_number(whole(r"\tanh(20)"), whole("1.000"))
(False, True)

What is a plain number without any of this is not for `number_key`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from viva.checking.answers import general
from viva.reading.number_words import spelled
from viva.reading.numbers import whole
from viva.reading.patterns import lazy
from viva.reading.precise import differ
from viva.reading.quantities import Quantity
from viva.reading.units import base_ratio, unit

_REMARK = lazy(
    r"(.+?)\s+(?:\([^()\\^_]*(?:(?<![A-Za-z\\])[A-Za-z]{3,}|%)[^()\\^_]*\)|\[[^\[\]\\^_]*(?<![A-Za-z\\])[A-Za-z]{3,}[^\[\]\\^_]*\])"
)  # `½ (μ² + 1)` is a product
_SAME = lazy(r"=|≈|\\approx(?![a-z])|\\simeq(?![a-z])")
_DEGREES = lazy(r"\^\{?\\circ|°|\\degree|\bdegrees?\b", needs=r"°|^\circ|degree|^{\circ")


def number_key(bare: str, text: str) -> Quantity | None:
    """The number of a key that says more than a number: with a remark, a unit of angle, its approximation, in words."""
    if (remark := _REMARK.fullmatch(bare)) is not None:
        inner = remark[1]
        found = number_key(inner, inner) or _exact([part for part in _SAME.split(inner) if part.strip()])
        said = unit(bare[len(inner) :].strip(" ()[]"))
        return replace(found, unit=said) if found is not None and said not in ("", "%") and not found.unit else found
    if "≈" in bare or r"\approx" in bare or r"\simeq" in bare:
        return _exact(_SAME.split(bare))
    if _DEGREES.search(text) and (angle := whole(bare)) is not None:
        return replace(angle, unit="deg")
    numbers = spelled(bare)
    if len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, len(bare)):
        return Quantity(numbers[0].value)
    return None


def _exact(sides: list[str]) -> Quantity | None:
    """The most exact of the forms of a number, with the unit that any of them has."""
    found = [quantity for side in sides if (quantity := whole(side)) is not None]
    best = next((quantity for quantity in found if not quantity.half), found[-1] if found else None)
    units = [quantity.unit for quantity in found if quantity.unit]
    if best is None or best.unit or not units:
        return best
    if units[0] == "%":  # 1 − 0.999^64 ≈ 6.2 %
        return replace(best, value=best.value * 100, half=best.half * 100, unit="%")
    return replace(best, unit=units[0])


_COUNTED = lazy(r"[\s$*_}]*(?P<what>[a-z]{3,}(?<!s)s)(?![A-Za-z])")
_NO_NOUNS = frozenset(("has", "was", "this", "thus", "plus", "minus", "times", "always", "equals", "its", "gives"))


def counted(text: str, end: int) -> bool:
    """Is what is counted named behind the number: "512 units", where 512 MiB are asked?"""
    noun = _COUNTED.match(text, end, end + 40)
    return noun is not None and noun["what"] not in _NO_NOUNS and not unit(noun["what"])


_WITH_COMMA = lazy(r"[\s$*≈=]*[-−]?\d{1,3},\d{3}[\s$*.]*", needs=",")
_FOREIGN = lazy(
    r"\b(?:je|une?|est|donc|on|trouve|vaut|ist|sind|das|der|die|ein|und|auf|ergibt|ich|komme|also|es)\b", re.IGNORECASE
)


def in_decimals(text: str, quote: str) -> bool:
    """Is the comma of "4,645" a decimal one: in a reply in French or German?"""
    if len(text) > 4_000 or not _WITH_COMMA.fullmatch(quote):
        return False
    return len({word.lower() for word in _FOREIGN.findall(text)}) > 1


def same_number(wanted: Quantity, given: Quantity) -> bool | None:
    """Are they the same, within the rounding of either? Of two units only one may be left unsaid."""
    verdict = general.same_quantities(wanted, given)
    if verdict and _differ(wanted, given):
        return False
    if verdict or bool(wanted.unit) == bool(given.unit):
        return verdict
    if wanted.unit == "deg" and isinstance(given.value, float):  # π/3
        return general.same_quantities(wanted, replace(given, unit="rad"))
    named, plain = (wanted, given) if wanted.unit else (given, wanted)
    by = base_ratio(named.unit)
    if by is None or by <= 1 or by.denominator > 1 or (wanted.unit and plain.half and plain.digits < 3):
        return verdict
    in_ones = replace(named, value=named.value * by, half=named.half * by, unit="")
    return general.same_quantities(*((in_ones, given) if wanted.unit else (wanted, in_ones)))


def _differ(wanted: Quantity, given: Quantity) -> bool:
    """A second look at numbers that agree as floats, where both are exact and one irrational: tanh(20) is not 1."""
    if wanted.half or given.half or wanted.unit != given.unit or not (wanted.source or given.source):
        return False
    texts = [
        item.source or str(item.value) for item in (wanted, given) if item.source or isinstance(item.value, Fraction)
    ]
    return len(texts) == 2 and differ(*texts) is True
