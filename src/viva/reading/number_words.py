r"""Numbers that are spelled out: "one hundred and eight", "two and a half", "five sixths", "minus three".

>>> [str(match.value) for match in spelled("one hundred and eight weights, two and a half, minus five sixths")]
['108', '5/2', '-5/6']
>>> [str(match.value) for match in spelled("three out of eight, thirty per cent, two thousand and forty-eight")]
['3/8', '3/10', '2048']
>>> spelled("someone in a network"), spelled("one of the second layers")[0].words
([], 'one')

"a half" and "a third" are numbers, "a", "second" and "third" alone are none. What a number says about what (whether it
is an answer, or counts something else) is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from viva.reading.patterns import lazy

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10, "twelfth": 12, "twelfths": 12, "sixteenth": 16,
    "sixteenths": 16, "hundredth": 100, "hundredths": 100,
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SMALL = rf"(?:(?:{_any(_TENS)})(?:[- ](?:{_any([w for w, n in _ONES.items() if 0 < n < 10])}))?|{_any(_ONES)})"
# Every piece stands in the next one as seldom as may be: the pattern would take long to compile otherwise.
_NO_A = r"(?<!\ba)"  # "a" is a number only in front of "hundred", "thousand" …
_HUNDREDS = rf"(?:{_SMALL}|a)(?:[ -]hundred(?:(?: and|,)? {_SMALL})?)?"
_REST = rf"(?:(?: and|,)? {_HUNDREDS}{_NO_A}(?:[ -]thousand(?:(?: and|,)? {_HUNDREDS}{_NO_A})?)?)?"
_WHOLE = rf"(?:{_HUNDREDS}(?:[ -](?:{_any(_SCALES)}){_REST})?{_NO_A})"
_NUMBER = lazy(
    rf"(?<![\w-])(?:(?P<minus>minus|negative) )?(?:"
    rf"(?P<whole>{_WHOLE})(?: (?:out of|in every|in(?= \d))(?: the)? "
    rf"(?:(?P<below>{_WHOLE})|(?P<digits>\d{{1,9}})(?![.,]\d))"
    rf"| and (?:a|one) (?P<extra>half|third|quarter)"
    rf"|[ -](?P<parts>{_any(_PARTS)})(?! (?:of a|layer|step|row|column))| (?P<percent>percent|per cent))?"
    rf"|an? (?P<part>half|third|quarter|{_any([w for w in _PARTS if w.endswith('th')])})|(?P<half>half))(?![\w-])",
    re.IGNORECASE,
    needs="zero|one|two|twen|thr|four|five|six|seven|eight|nin|ten|eleven|twel|hal|hir|fif|quar|hun|thou|illion|fort",
)
_WORD = lazy(r"[a-z]+")


@dataclass(frozen=True)
class Spelled:
    """A number in words at `start:end`, sign included."""

    value: Fraction
    start: int
    end: int
    words: str


def spelled(text: str) -> list[Spelled]:
    """All numbers in words, in order."""
    found: list[Spelled] = []
    for match in _NUMBER.finditer(text):
        if match["whole"]:
            value = Fraction(_whole(match["whole"]))
            if match["below"] or match["digits"]:
                below = int(match["digits"]) if match["digits"] else _whole(match["below"])
                if not below:
                    continue
                value /= below
            elif match["extra"]:
                value += Fraction(1, _PARTS[match["extra"].lower()])
            elif match["parts"]:
                value /= _PARTS[match["parts"].lower()]
            elif match["percent"]:
                value /= 100
        else:
            value = Fraction(1, _PARTS[(match["part"] or "half").lower()])
        found.append(Spelled(-value if match["minus"] else value, *match.span(), match[0].lower()))
    return found


def _whole(words: str) -> int:
    total = part = 0
    for word in _WORD.findall(words.lower()):
        if word == "a":
            part = 1
        elif word == "hundred":
            part *= 100
        elif word in _SCALES:
            total, part = total + part * _SCALES[word], 0
        else:
            part += _ONES.get(word, _TENS.get(word, 0))
    return total + part
