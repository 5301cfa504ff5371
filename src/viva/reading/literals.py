r"""One number as it is written: separators, exponent, scale, repeating decimals, `2½`; with its rounding.

>>> literal("1,000.5").value, literal("0,111").value, literal("25.6", "M").value
(Fraction(2001, 2), Fraction(111, 1000), Fraction(25600000, 1))
>>> literal("0.1\\overline{6}").value, literal("0.333...").value, literal("1½").value, literal("3.3 ×10-4").value
(Fraction(1, 6), Fraction(1, 3), Fraction(3, 2), Fraction(33, 100000))

`half` is half a unit in the last place of a decimal (how far its rounding may have moved it), and 0 for integers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from viva.reading.patterns import lazy

Value = Fraction | float


@dataclass(frozen=True)
class Amount:
    """A value with half the width of its rounding and the number of significant digits (0: exact)."""

    value: Value
    half: Fraction = Fraction(0)
    digits: int = 0


class NotArithmetic(Exception):
    """The text is not arithmetic over plain numbers, or it is too large."""


NUMBER = (
    r"\d*\.\d*(?:\\(?:overline|bar)\s*(?:\{\d{1,12}\}|\d)|\(\d{1,12}\)(?=\s|[.,;$]|$))"  # 0.\overline{3}, 0.(3)
    r"|\d+\.\d+(?:\.{3}|\s?\\l?dots(?![A-Za-z]))"  # 0.333...
    r"|\d+[½⅓¼⅔¾]"
    # 3.3 ×10−4, 3.41 · 10−4: a superscript lost in a PDF; 0. 1438: a blank too many
    r"|(?<![\d.])[1-9](?:(?:\.\d+)?\s?×|\.\d+\s?·)\s?10-\d{1,2}(?!\.?\d|\s*[-+*/×·=%])"
    r"|(?<![\d.])0\.\s\d{3,12}(?!\.?\d)"
    r"|\d{1,3}(?:(?:,|\{,\}|\\,|\\!|,\\! ?|\\;|_|'|[ \u202f\u00a0\u2009])\d{3})+(?!\d)(?:\.\d+)?"
    r"(?:[eE][+-]?\d{1,4}(?!\w))?"
    r"|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d{1,4}(?!\w))?"
)
SCALES = {
    "k": 10**3,
    "K": 10**3,
    "thousand": 10**3,
    "M": 10**6,
    "million": 10**6,
    "Mio": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "B": 10**9,
    "G": 10**9,
    "billion": 10**9,
    "Mrd": 10**9,
    "bn": 10**9,
    "T": 10**12,
    "trillion": 10**12,
}


_BETWEEN = lazy(r"\{,\}|\\[,!;]|[,_' \u202f\u00a0\u2009]")  # what groups digits


def literal(text: str, scale: str = "") -> Amount:
    """The amount of one number that matches `NUMBER`, with the scale behind it."""
    if (odd := _unusual(text)) is not None:
        return odd
    if text.startswith("0,"):  # 0,111: a decimal comma
        text = text.replace(",", ".")
    bare = _BETWEEN.sub("", text)
    mantissa, _, exponent = bare.lower().partition("e")
    power = int(exponent or 0)
    if abs(power) > 2_000:
        raise NotArithmetic("the exponent is too large")
    times = Fraction(SCALES[scale.strip()]) if scale else Fraction(1)
    value = Fraction(mantissa.rstrip(".")) * Fraction(10) ** power * times
    places = len(mantissa.partition(".")[2])
    rounded = places or exponent or scale
    if not rounded:
        return Amount(value)
    half = Fraction(1, 2) * Fraction(10) ** (power - places) * times
    digits = len(mantissa.replace(".", "").lstrip("0")) or 1
    return Amount(value, half, digits)


_LOST_POWER = lazy(r"([\d.]+)\s?[×·]\s?10-(\d+)")
_REPEATING = lazy(r"(\d*)\.(\d*)(?:\\(?:overline|bar)\s*\{?|\()(\d+)[})]?")
_VULGAR = {"½": Fraction(1, 2), "⅓": Fraction(1, 3), "¼": Fraction(1, 4), "⅔": Fraction(2, 3), "¾": Fraction(3, 4)}


def _unusual(text: str) -> Amount | None:
    """A number that goes on for ever, `2½`, or one that lost a superscript; None where it is a usual one."""
    if text[-1] in _VULGAR:
        return Amount(int(text[:-1]) + _VULGAR[text[-1]])
    if text.endswith(("...", "dots")):
        digits = re.match(r"[\d.]+?(?=\.{3}|[\s\\])", text)
        shown = literal(digits[0] if digits else text.rstrip("."))
        last = re.search(r"(\d)\1\1+$", digits[0] if digits else "")
        if last is None:
            return Amount(shown.value, shown.half * 2, shown.digits)  # cut off rather than rounded
        whole, _, places = digits[0].partition(".") if digits else ("", "", "")
        return _repeating(whole, places[: -len(last[0])] if len(last[0]) <= len(places) else "", last[1])
    if (lost := _LOST_POWER.fullmatch(text)) is not None:
        return literal(f"{lost[1]}e-{lost[2]}")
    if text.startswith("0. "):
        return literal(text.replace(" ", ""))
    found = _REPEATING.fullmatch(text)
    return _repeating(*found.groups()) if found is not None else None


def _repeating(whole: str, places: str, period: str) -> Amount:
    """The fraction 0.1666… of `0`, `1` and `6`."""
    shift, nines = 10 ** len(places), 10 ** len(period) - 1
    return Amount(Fraction(int((whole or "0") + places)) / shift + Fraction(int(period), nines * shift))
