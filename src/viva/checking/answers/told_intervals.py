r"""Intervals that a statement gives in words: "at least 30", "from 0 (inclusive) to 1 (exclusive)", "all but zero".

>>> told("at least 30 samples"), told("nonnegative and less than one"), told("strictly between 0 and 1/5")
('[30, ∞)', '[0, 1)', '(0, 1/5)')
>>> told("everywhere except at the origin"), told("from 0 to 1"), told("not above 3, or at least 7")
('(-∞, 0) ∪ (0, ∞)', None, None)

All numbers of the statement must be spoken for, and none of it may be denied or left open. "Between" and "from … to" do
not say whether the ends belong to the interval: they are read only where a word says so.
"""

from __future__ import annotations

import re

from viva.checking.answers.general import same
from viva.reading.lexer import GREEK
from viva.reading.locate import candidates
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply
from viva.reading.values import Interval, Union, Value, value

LONGEST = 240
_WORDS = {"zero": "0", "the origin": "0", "one half": "1/2", "a half": "1/2", "half": "1/2", "one": "1", "two": "2"}
_NUMBER = (
    r"(?:[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+)?(?![\d.]*[\d^_*·×])|\\[dt]?frac\s*\{\d+\}\s*\{\d+\}|the origin"
    r"|(?:(?:one|a) )?half(?![- ](?:plane|space|open))|zero|one|two)(?![A-Za-z])"
)
_ENDS = r"(?:\(?\s*(?P<{0}>(?:in|ex)clu(?:sive|ded|ding))\s*\)?)?"
_FORMS = (
    (r"(?:at least|(?:no|not) (?:less|fewer|smaller|lower) than|not below) (?P<n>{n})", "["),
    (r"(?P<n>{n}) (?:or|and) (?:more|greater|larger|above|higher|bigger|up)\b(?! than)", "["),
    (r"(?:at most|(?:no|not) (?:more|greater|larger|higher|bigger) than|(?:can)?not (?:above|exceed)) (?P<n>{n})", "]"),
    (r"(?P<n>{n}) (?:or|and) (?:less|fewer|smaller|below|lower)\b(?! than)", "]"),
    (r"(?:strictly )?(?:(?:more|greater|larger|higher|bigger) than|above|exceed(?:s|ing)?|over) (?P<n>{n})", "("),
    (r"(?:strictly )?(?:(?:less|smaller|lower|fewer) than|below|under) (?P<n>{n})", ")"),
    (r"\bnon-?\s?negative\b", "[0"),
    (r"\bnon-?\s?positive\b", "0]"),
    (r"\b(?:strictly )?positive\b", "(0"),
    (r"\b(?:strictly )?negative\b", "0)"),
)  # fmt: skip
_FORM = tuple((lazy(form.replace("{n}", _NUMBER), re.IGNORECASE), side) for form, side in _FORMS)
_BETWEEN = lazy(
    rf"(?:(?P<how>strictly|exclusively|inclusively) )?\b(?:between|from) (?P<low>{_NUMBER})\s*{_ENDS.format('one')} "
    rf"?(?:and|to|up to|through) (?P<high>{_NUMBER})\s*,?\s*"
    r"(?:(?P<both>(?:both )?(?:ends? )?(?:are )?(?=inclu|exclu))?)"
    rf"{_ENDS.format('two')}",
    re.IGNORECASE,
    needs="between|from",
)
_UNIT = lazy(r"\b(?P<how>open|closed) (?:unit interval|interval from zero to one)\b", re.I, needs="open|closed")
_BUT = lazy(
    rf"(?:\b(?:everywhere|(?:all|every|any)(?: (?:real )?(?:numbers?|values?|x|points?))?(?: x)?),? "
    rf"(?:except|but|other than|apart from|besides)(?: (?:at|for|in))?(?: x =)? (?P<n>{_NUMBER}))|\bnon-?\s?zero\b",
    re.IGNORECASE,
)
_LEFT = lazy(
    r"[\d<>≤≥=∈∪±~≈]|\\(?:[lg]eq?|in|cup|pm|infty)(?![a-z])|\b(?:(?:can)?not|never|unless|or|nor|except|but|if|when|between|from|zero|one|two|three)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)


_OPEN = ("(-∞", "∞)")


def told(statement: str) -> str | None:
    """The interval that is told, written with brackets; None where none is told, or something else as well."""
    text = " ".join(statement.replace("$", "").replace("*", "").split())
    if not text or len(text) > LONGEST:
        return None
    for pattern, read in ((_BETWEEN, _between), (_UNIT, _unit), (_BUT, _but)):
        found = list(pattern.finditer(text))
        if found:
            rest = pattern.sub(" ", text)
            return read(found[0]) if len(found) == 1 and not _LEFT.search(rest) and _plain(rest) else None
    low, high = _OPEN
    for pattern, side in _FORM:
        found = list(pattern.finditer(text))
        if not found:
            continue
        number = found[0]["n"] if "n" in pattern.groupindex else "0"
        lower = side[0] in "[("
        if len(found) > 1 or (low if lower else high) not in _OPEN:
            return None
        if lower:
            low = side[0] + _number(number)
        else:
            high = _number(number) + side[-1]
        text = pattern.sub(" ", text)
    if (low, high) == _OPEN or _LEFT.search(text):
        return None
    return f"{low}, {high}"


def _plain(rest: str) -> bool:
    """Does what is left bound nothing?"""
    return not any(pattern.search(rest) for pattern, _ in _FORM)


def _number(said: str) -> str:
    return _WORDS.get(said.lower(), said)


def _between(found: re.Match[str]) -> str | None:
    low, high = _number(found["low"]), _number(found["high"])
    how = (found["how"] or "").lower()
    first, second = (found["one"] or "").lower(), (found["two"] or "").lower()
    if how in ("strictly", "exclusively") and not first and not second:
        return f"({low}, {high})"
    if how == "inclusively" and not first and not second:
        return f"[{low}, {high}]"
    if found["both"] and second and not first:
        first = second  # "both inclusive"
    if not first or not second:
        return None
    return f"{'[' if first.startswith('in') else '('}{low}, {high}{']' if second.startswith('in') else ')'}"


def _unit(found: re.Match[str]) -> str:
    return "(0, 1)" if found["how"].lower() == "open" else "[0, 1]"


def _but(found: re.Match[str]) -> str:
    point = _number(found["n"] or "0")
    return f"(-∞, {point}) ∪ ({point}, ∞)"


_SYMBOL = lazy(r"(?<![A-Za-z\\])(?!a\b|I\b)[A-Za-zα-ω](?![A-Za-z'’])|\\(?!frac|dfrac|tfrac|text|left|right)[a-z]+")


def stated_interval(wanted: Value, written: str, reply: Reply) -> bool | None:
    """Does the reply tell the key's interval in words? None where it tells none, or of another variable."""
    if not isinstance(wanted, (Interval, Union)) or not _numeric(wanted):
        return None
    whole = reply.text.strip()
    statements = [whole] if len(whole) <= LONGEST else [c.text for c in candidates(reply) if c.rank < 4]
    for statement in statements:
        if (said := told(statement)) is None:
            continue
        known = set(_SYMBOL.findall(written))
        if known and not {_in_greek(name) for name in _SYMBOL.findall(statement)} <= set(map(_in_greek, known)):
            return None
        return same(wanted, value(said)).equal
    return None


def _numeric(item: Value) -> bool:
    pieces = item.pieces if isinstance(item, Union) else (item,)
    ends = [end for piece in pieces if isinstance(piece, Interval) for end in (piece.low, piece.high)]
    return len(ends) == 2 * len(pieces) and all(end is None or isinstance(end, Quantity) for end in ends)


def _in_greek(name: str) -> str:
    return GREEK.get(name, name)
