r"""Keys that are a quotient in letters and the number that it is: `\frac{\kappa - 1}{\kappa + 1} = \frac{4}{5}`.

>>> keys = (r"\frac{\kappa - 1}{\kappa + 1} = \frac{4}{5}", "(L - m)/(L + m) = 0.6", "x/2 + y/3 = 1", "x/2 = 1")
>>> [str(quotient_value(key)) for key in keys]
['4/5', '0.6', 'None', 'None']

A sum of quotients is an equation between unknowns, and a letter over a number is one to be solved: neither has a value.
"""

from __future__ import annotations

from viva.reading.cleaning import split
from viva.reading.numbers import whole
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity

MAX_LENGTH = 300

_LETTER = r"(?:\\(?!frac|dfrac|tfrac|sqrt|left|right)[a-z]+|(?<![\\a-zA-Z])[A-Za-zα-ω])"
_INNER = r"(?:[^{}]|\{[^{}]*\})*"
_QUOTIENT = lazy(
    rf"\\[dt]?frac\s*\{{(?P<above>{_INNER})\}}\s*\{{(?P<below>{_INNER})\}}"
    r"|\((?P<over>[^()]+)\)\s*/\s*\((?P<under>[^()]+)\)"
)
_HAS_LETTER = lazy(_LETTER)


def quotient_value(text: str) -> Quantity | None:
    """The number on the right of a quotient with letters above and below; None for any other key."""
    if "=" not in text or len(text) > MAX_LENGTH:
        return None
    sides = [side.strip() for side in split(text.strip(" $."), "=")]
    if len(sides) != 2 or (quotient := _QUOTIENT.fullmatch(sides[0])) is None:
        return None
    above, below = (part for part in quotient.groups() if part is not None)
    if not (_HAS_LETTER.search(above) and _HAS_LETTER.search(below)):
        return None
    return whole(sides[1])


def quotients(text: str) -> list[str]:
    """The quotients with letters in a reply, which have to be the key's own."""
    return [
        match[0]
        for match in _QUOTIENT.finditer(text)
        if any(_HAS_LETTER.search(part) for part in match.groups() if part is not None)
    ]
