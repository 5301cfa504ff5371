r"""By how much something changes, told in words: "it doubles", "four times as large", "drops by a factor of 3".

>>> multiple("it doubles"), multiple("It becomes half as large."), multiple("it is cut by a factor of three")
(Fraction(2, 1), Fraction(1, 2), Fraction(1, 3))
>>> multiple("it does not double"), multiple("If n doubles, it grows fourfold.")
(None, Fraction(4, 1))
>>> multiple("first twice as much, then four times as much") is None
True

None where nothing is told, where it is denied, or where two statements differ. What is said of a condition ("if the
width doubles") is no statement. What it is that changes, nothing here says.
"""

from __future__ import annotations

import re
from fractions import Fraction

from viva.reading.patterns import lazy

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "nine": 9, "ten": 10, "sixteen": 16}
_NUMBER = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,6}}(?:\.\d{{1,6}})?(?:/\d{{1,6}})?)"
_SIZE = (
    r"(?:as\s+(?:large|big|many|much|high|long|great|expensive|wide)|(?:larger|bigger|higher|more|longer|greater|the))"
)
_TOLD = lazy(
    r"\b(?P<double>doubl(?:es?|ed|ing)|twice\s+(?:as|the|its))\b|\b(?P<triple>tripl(?:es?|ed|ing))\b"
    r"|\b(?P<quadruple>quadrupl(?:es?|ed|ing))\b"
    r"|\b(?P<half>halv(?:es?|ed|ing)|(?:cut|drops?|reduced|falls?|shrinks?) (?:in|by|to) (?:a |one )?half"
    r"|half\s+(?:as|the|its|of))\b"
    rf"|\b(?P<times>{_NUMBER})(?:\s+times\s+{_SIZE}|[\s-]?fold)\b|\b(?:by|gets?|grows?|becomes)\s+(?:a\s+)?×\s*(?P<cross>\d+)"
    r"|\b(?P<less>decreas|drop|shrink|shrunk|fall|reduc|cut|smaller|down|divid|less)(?:\w*\W+){1,3}?(?:by\s+)?(?:a\s+)?"
    r"factor\s+(?:of\s+)?"
    rf"(?P<by>{_NUMBER})\b|\bdivided\s+by\s+(?P<over>{_NUMBER})\b"
    rf"|\b(?:by\s+)?a\s+factor\s+(?:of\s+)?(?P<factor>{_NUMBER})\b|\bmultiplied\s+by\s+(?P<product>{_NUMBER})\b",
    re.IGNORECASE,
)
_CONDITION = lazy(r"\b(?:if|when|whenever|once|as|doubling|halving|for)\b[^.;,]*$", re.IGNORECASE)
_DENIED = lazy(r"\b(?:not|never|neither|nor|rather than|instead of|than)\b|n['’]t\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;,:\n]\s")
LONGEST = 600


def multiple(text: str) -> Fraction | None:
    """The factor by which the text says that something changes; None where it says none, or several."""
    if len(text) > LONGEST:
        return None
    found = set()
    for match in _TOLD.finditer(text):
        clause = _CLAUSE.split(text[: match.start()])[-1]
        if _DENIED.search(clause):
            return None
        if not _CONDITION.search(clause):
            found.add(_factor(match))
    return found.pop() if len(found) == 1 else None


def nothing_but(text: str) -> Fraction | None:
    """The factor of a text that tells nothing else, not even of what: "it doubles", "halved"."""
    rest = {word.lower() for word in _WORD.findall(_TOLD.sub("", text))}
    return multiple(text) if rest <= _FILLING else None


_WORD = re.compile(r"[A-Za-z]+")
_FILLING = frozenset(
    ("it", "they", "this", "that", "is", "are", "becomes", "become", "gets", "get", "by", "as", "large", "much")
)


def _factor(match: re.Match[str]) -> Fraction:
    named = {"double": Fraction(2), "triple": Fraction(3), "quadruple": Fraction(4), "half": Fraction(1, 2)}
    for name, value in named.items():
        if match[name]:
            return value
    for name in ("by", "over"):
        if match[name]:
            return 1 / _value(match[name])
    return _value(match["times"] or match["cross"] or match["factor"] or match["product"])


def _value(text: str) -> Fraction:
    return Fraction(_NUMBERS.get(text.lower(), 0)) or Fraction(text)
