"""The number that a reply states, against a key that is one."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from viva.checking.answers import numbers
from viva.checking.answers.protocol import Reading
from viva.checking.answers.words import vanishes
from viva.checking.keys.asked_names import asked_name, named_number_of, of_another_name
from viva.checking.keys.fields import fields
from viva.checking.keys.kinds import Key
from viva.checking.keys.numbers import counted, in_decimals, same_number
from viva.checking.keys.option_numbers import picks_numbers
from viva.checking.keys.stated_values import is_prose
from viva.kinds import Number
from viva.reading.decimal_commas import with_points
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.numbers import whole
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply, read_reply
from viva.reading.units import ratio
from viva.reading.values import (
    Interval,
    Set_,
    Tuple_,
    Union,
    value,
)
from viva.types import Part


def unnamed_part(kind: Any, asks: str = "the answer") -> Part:
    return Part("equivalent", asks, kind, key=lambda draw: None, shown=lambda draw: "")


_NOUNS = lazy(r"(?<![A-Za-z\\])[a-z]{4,}(?![A-Za-z{])")  # of what: "25/3 draws", "layer 3"
_DEGREES = lazy(r"°|\\circ|\\degree|degree")
_MINUTES = lazy(r"\d\s*(?:['′’]|\^\{?\\prime)")


def stated_number(key: Key, reply: Reply, written: str) -> bool | None:
    """Does the reply state the key's number? None where a key adds up what the reply's summands contradict."""
    found = _stated(key, reply, written)
    if found is not True and (closed := _closed_form(reply.text)) is not None and same_number(key.value, closed):
        return True
    return None if found and _TOTAL.search(written) and _other_summands(written, reply) else found


_EULER = lazy(r"(?<![A-Za-z\\\d.])e(?![A-Za-z^])")
_LOGISTIC = lazy(r"(?:\\sigma|σ|\\(?:operatorname|text|mathrm)\{sigmoid\}|\bsigmoid)\s*\(\s*(?P<at>[-−]?\d[\d.]*)\s*\)")


def _closed_form(text: str) -> Quantity | None:
    """The number that a reply writes with e, or the logistic function at a number: `-4/(1 + e)`, `4(σ(1) - 1)`."""
    if len(text) > _SHORT or not (_EULER.search(text) or _LOGISTIC.search(text)):
        return None
    last = normalise(_SIDES.split(text)[-1]).text.strip(" $.\n")
    return whole(_EULER.sub("\\\\exp(1)", _LOGISTIC.sub(r"(1/(1+\\exp(-(\g<at>))))", last)))


_SHORT = 160
_SIDES = lazy(r"=|≈|\\approx(?![a-z])|→")
_TOTAL = lazy(r"(?i)\b(?:total|sum|altogether)[\s*_]*:")


def _other_summands(written: str, reply: Reply) -> bool:
    """Does the reply give each of the key's names a number, but not the key's: "weights: 12, bias: 5. Total: 16"?"""
    from viva.checking.answers.fields import holds_fields

    summands = fields(written)
    return summands is not None and holds_fields(summands, reply, _same) is False


def _same(wanted: str, given: str) -> bool | None:
    one, other = whole(wanted), whole(given)
    return same_number(one, other) if one is not None and other is not None else None


def _stated(key: Key, reply: Reply, written: str) -> bool | None:
    if (pointed := with_points(reply.text)) != reply.text:
        reply = read_reply(pointed)
    if (option := picks_numbers(key, reply)) is not None:
        return option
    wanted: Quantity = key.value
    if (both := _BOTH.fullmatch(reply.text)) is not None and whole(both["one"]) != whole(both["other"]):
        return False
    if _DEGREES.search(key.text) and _MINUTES.search(reply.text) and not _DEGREES.search(reply.text):
        return None  # 60' is one degree
    nouns = " ".join(_NOUNS.findall(written)) if len(written) < 200 else ""
    noun = "number" if wanted.value == int(wanted.value) else "value"
    part = unnamed_part(Number(wanted.unit), f"the {noun} for {nouns}" if nouns else f"the {noun}")
    found = numbers.read(reply, part)
    if isinstance(found, Reading):
        verdict = same_number(wanted, found.value)
        if verdict is False and found.answer is not None and in_decimals(reply.text, found.answer.quote):
            thousandth = replace(found.value, value=found.value.value / 1000, half=Fraction(1, 2000))
            verdict = same_number(wanted, thousandth)
        if verdict and found.answer is not None and _of_another(written, reply.text[: found.answer.span.start]):
            return None  # x_2 where x_1 is asked
        by_the_way = found.answer is not None and found.answer.found_by not in ("boxed", "marked final")
        if verdict and by_the_way and len(_OPTIONS.findall(reply.text)) > 2:
            return None  # the options of a question, one by one
        if verdict is not True and by_the_way and (name := asked_name(written)) is not None:
            meant = named_number_of(reply.text, name)
            if meant is not None and same_number(wanted, meant):
                other = found.answer is not None and of_another_name(reply.text[: found.answer.span.start], name)
                return True if other else None
        if verdict and by_the_way and (name := asked_name(written)) is not None and found.answer is not None:
            meant = named_number_of(reply.text, name)
            other = of_another_name(reply.text[: found.answer.span.start], name)
            if other and meant is not None and same_number(wanted, meant) is False:
                return False  # P(spam) = 1/4, P(ham) = 3/4
        if verdict and not wanted.unit and _of_other_things(written, found.value.unit):
            return None  # 25.6 MB are no 25.6 M parameters
        counts = wanted.unit not in ("", "%") and not found.value.unit and found.answer is not None
        return None if verdict and counts and counted(reply.text, found.answer.span.end) else verdict
    if (side := _side(reply)) is not None:
        return side == wanted.value or (None if side**2 == wanted.value else False)
    if _unbounded(reply):
        return False
    if vanishes(reply):
        return wanted.value == 0
    if found.answer is not None and _WITH_E.search(found.answer.quote):  # 1/e
        from viva.checking.answers.expressions import same_text

        if (same := same_text(key.text, reply.text)) is not None:
            return same
    return _value_of_another_kind(reply)


_SCALED = lazy(r"\d\s*(?:\\[ ,;]|\\(?:text|mathrm|,)\s*\{?\s*)?\s*(?:[kKM](?![A-Za-z])|million|thousand)")
_WEIGHTS = lazy(r"\b(?:param(?:eter)?s?|weights?)\b", re.IGNORECASE)


def _of_other_things(written: str, said: str) -> bool:
    """Is a key that counts, "25.6M" or "300 parameters", given in bytes, or weights in operations?"""
    if not said or not (_SCALED.search(written) or _WEIGHTS.search(written)):
        return False
    return ratio(said, "B") is not None or (bool(_WEIGHTS.search(written)) and said != "%")


_SQUARE = lazy(
    r"(?<![\w×])(?P<side>\d{1,5})[\s$]*(?:×|x|\\times|-by-|\bby\b)[\s$]*(?P=side)(?![\d×]|\s*[×x])[\s$]*"
    r"(?P<what>pixels?|px|patch|window|region|area|square|neighbou?rhood|field)?\b"
)


def _side(reply: Reply) -> int | None:
    """The side of the square in which the last sentence of the reply puts its number: "a window of 11×11 pixels"."""
    sentence = next((c.text for c in candidates(reply) if c.rank < 5 and _SQUARE.search(c.text)), "")
    found = list(_SQUARE.finditer(sentence))
    alone = bool(found) and not re.search(r"[A-Za-z]{3}", sentence.replace(found[-1][0], ""))
    return int(found[-1]["side"]) if len(found) == 1 and (found[-1]["what"] or alone) else None


_CONSTRAINT = lazy(r"(?<![\w\\])[A-Za-z](?:_\w)?\s*[+-]\s*[A-Za-z](?:_\w)?\s*=\s*$")  # a + b = 1
_NUMBERED = lazy(r"(?<![\\A-Za-z])([A-Za-z]|\\[a-z]{2,10})_\{?(\d{1,3})\}?\s*=\s*", needs="_")


def _of_another(key: str, before: str) -> bool:
    """Is a number of something else than the key's: `x_2 =` for `x_1 =`, the constraint `a + b =` for a norm?"""
    asked = _NUMBERED.match(key.lstrip("$ "))
    near = before[-24:]
    if "=" in key and _CONSTRAINT.search(near) and not _CONSTRAINT.search(key.rpartition("=")[0].strip("$ ") + "="):
        return True
    given = next((name for name in _NUMBERED.finditer(near) if name.end() == len(near)), None)
    return asked is not None and given is not None and asked[1] == given[1] and asked[2] != given[2]


# "x = 2, -2" gives no one value.
_BOTH = lazy(
    r"[\s$*]*\\?[A-Za-z]\w?[\s$*]*=[\s$*]*(?P<one>[-−]?\d{1,9}(?:\.\d{1,9})?)\s*[,;]\s+"
    r"(?P<other>[-−]?\d{1,9}(?:\.\d{1,9})?)[\s$*.]*"
)
_OPTIONS = lazy(r"(?m)^[^\S\n]*+(?:[-*•][^\S\n]+)?[*_]*\(?[A-E][).]")
_WITH_E = lazy(r"(?<![A-Za-z\\])e(?![A-Za-z])")


def _value_of_another_kind(reply: Reply) -> bool | None:
    """False where the reply is nothing but a value that is no number: a set, an interval, an equation."""
    if re.fullmatch(r"\s*(?=\w*\d)(?=\w*[A-Z]{3})[A-Z0-9]+\s*", reply.text):
        return False  # a code such as AZ3KB
    alone = value(reply.text) if len(reply.text) < 200 else None
    return False if isinstance(alone, (Set_, Tuple_, Interval, Union)) and not is_prose(alone) else None


_UNBOUNDED = lazy(
    r"(?:=|→|\\to|\bis|\bequals|\bto|\bapproaches)\s*\$?\s*[-+]?\s*(?:\\infty|∞|(?:positive |minus "
    r"|negative )?infinity)"
    r"[\s$.*)\]}\\]*$|\b(?:diverges|is unbounded|grows without (?:any )?(?:bound|limit)"
    r"|does not converge)\b(?!\s+(?:if|when|unless))"
)


_INFINITY = lazy(
    r"[\s$*]*+(?:[-+−]\s*+)?(?:\\infty|∞|(?:plus |minus )?infinity|infinite|float\(['\"]inf['\"]\)|inf)[\s$*.]*", re.I
)


def _unbounded(reply: Reply) -> bool:
    """Does the reply say that the value is infinite, where a number is asked?"""
    if _INFINITY.fullmatch(reply.text):
        return True
    best = next((c for c in candidates(reply) if c.rank < 6), None)
    return best is not None and bool(_UNBOUNDED.search(_AT_INFINITY.sub("", best.text).strip()))


# "It vanishes as n → ∞": it is n that grows.
_AT_INFINITY = lazy(
    r"\b(?:as|when|while|for|in the limit(?: of)?)\s+\$?\\?\w{1,12}\$?\s*(?:→|->|\\to(?![a-z])|(?:goes|tends) to)"
    r"\s*\$?\s*\+?\s*(?:∞|\\infty|infinity)\$?"
)
