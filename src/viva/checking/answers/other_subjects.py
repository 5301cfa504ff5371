r"""Replies that say the right thing of something else: `m ≥ 30` for `n ≥ 30`, `p_k = e^{z_j}`, `w_prev = w - g`.

>>> of_other("$n \\ge 30$", "m ≥ 30"), of_other("$n \\ge 30$", "n ≥ 30, where m is free"), of_other("n > 30", "> 30 %")
(True, False, True)
>>> of_other("$p_k = e^{z_k}$", "p_k = e^{z_j}"), of_other("$p_k = e^{z_k}$", "p_j = e^{z_j}")
(True, False)
>>> of_other("$w_{t+1} = w_t - g$", "w_prev = w - g"), of_other("$w_{t+1} = w_t - g$", "w_prev = w\nw = w - g")
(True, False)

These are reasons to leave open what a comparison of values and formulas called right, not to reject it. Only names of
one letter are compared, and step sizes may be called α or η. What is said in words ("the batch size") is not compared.
"""

from __future__ import annotations

import re

from viva.reading.lexer import GREEK
from viva.reading.normal import normalise
from viva.reading.patterns import lazy

_LONGEST = 4_000
_REL = r"(?:[<>≤≥]=?|\\(?:leqslant|geqslant|leq?|geq?|lt|gt)(?![a-z]))"
_IN = (
    r"(?:∈|\\in(?![a-z]))\s*(?=\\left|[\[(\]])"  # an interval: "U ∈ ℝ^{m×r}" says no more than what kind of thing U is
)
_NAME = r"(?:[A-Za-zα-ωΑ-Ω]|\\[a-zA-Z]{2,9})(?![A-Za-z])"
_BARE = rf"(?<![\w\\^{{}}])(?P<name>{_NAME})"
_SUBJECT = lazy(
    rf"{_REL}\s*{_BARE}\s*(?={_REL}|[$,;.)]|\Z)"
    rf"|(?:^|(?<=[\s$(,;|‖∥]))(?P<left>{_NAME})[|‖∥]?\s*(?:{_REL}|{_IN})"
)
_TWO_SIDED = lazy(rf"{_REL}\s*(?P<name>{_NAME})\s*{_REL}|(?:^|(?<=[\s$(,;]))(?P<of>{_NAME})\s*{_IN}")
_KEY = lazy(
    rf"\s*(?:[^<>≤≥=\\,;A-Za-zα-ω]+{_REL}\s*(?P<mid>{_NAME})\s*{_REL}(?P<above>.+)"
    rf"|(?P<left>{_NAME})\s*(?:{_REL}|{_IN})(?P<rest>[^<>≤≥=]+))\s*"
)
_LETTERS = lazy(r"\\(?!frac|dfrac|tfrac|infty|cup|text|left|right|sqrt)[a-z]+|(?<![A-Za-z\\])[A-Za-zα-ω](?![A-Za-z])")
_PERCENT = lazy(r"\d\s*(?:\\?%|per\s?cent\b)", re.IGNORECASE)
_RATES = frozenset((r"\eta", r"\alpha"))


def of_other(key: str, reply: str) -> bool:
    """Does the reply say what it says of another variable, index or step than the key?"""
    if len(reply) > _LONGEST:
        return False
    return _other_variable(key.strip(" $."), reply) or _other_index(key, reply) or _assigns_before(key, reply)


def _other_variable(key: str, reply: str) -> bool:
    """Is the key a region of one variable, and the reply one of another, or of percents?"""
    found = _KEY.fullmatch(key)
    if found is None:
        return False
    name = _plain(found["mid"] or found["left"])
    bounds = found["above"] or found["rest"]
    if _PERCENT.search(reply) and not _PERCENT.search(key):
        return re.search(r"[2-9]|\d\d", bounds) is not None  # 30 percent are no 30; 1 may be 100 %
    if _LETTERS.search(bounds):
        subjects = {_plain(m["name"] or m["of"]) for m in _TWO_SIDED.finditer(reply)}
    else:
        subjects = {_plain(m["name"] or m["left"]) for m in _SUBJECT.finditer(reply)}
    return bool(subjects) and name not in subjects and not ({name, *subjects} <= _RATES)


def _plain(name: str) -> str:
    return GREEK.get(name, name)


# ---- indices -----------------------------------------------------------------------------------------------

_LEFT = lazy(r"(?<![\w\\}])(?:[A-Za-zα-ω]|\\[a-z]+)_\{?(?P<index>[a-z])\}?\s*=(?!=)(?P<right>[^=\n]+)", needs="=")
_INDEX = lazy(r"_\{?(?P<index>[a-z])(?![a-z])|\[(?P<at>[a-z])\]")


def _other_index(key: str, reply: str) -> bool:
    r"""Does `p_k = …` of the key speak of k on its right, and that of the reply only of others?"""
    own = _LEFT.search(key)
    if own is None or not _stands(own["index"], own["right"]):
        return False
    reply = _AT.sub(r"_\1 =", normalise(reply).text)
    given = list(_LEFT.finditer(reply))
    if len(given) != 1 or _stands(given[0]["index"], reply[: given[0].start()] + reply[given[0].start("right") :]):
        return False
    others = {m["index"] or m["at"] for m in _INDEX.finditer(given[0]["right"])}
    return bool(others) and given[0]["index"] not in others


_AT = lazy(r"\[([a-z])\]\s*=(?!=)", needs="[")


def _stands(index: str, text: str) -> bool:
    """Stands the letter alone, or among the indices of something: `z_k`, `W_{kj}`, `W_kj`, `z[k]`?"""
    return re.search(rf"(?<![A-Za-z\\]){index}(?![A-Za-z])|_\{{?[a-z,\s]{{0,6}}{index}", text) is not None


# ---- steps -------------------------------------------------------------------------------------------------

_ASSIGNED = lazy(r"(?m)(?<![\w.\]/])(?P<name>[A-Za-z]\w*)\s*[-+*/]?=(?!=)\s*(?P<right>[^\n]+)", needs="=")
_BEFORE = lazy(r"_(?:prev|old|last)$", needs="_")


def _assigns_before(key: str, reply: str) -> bool:
    """Is what the reply computes the value before: `w_prev = w - g`?"""
    if "_prev" not in reply and "_old" not in reply and "_last" not in reply:
        return False
    computed = [m["name"] for m in _ASSIGNED.finditer(reply) if re.search(r"[-+*/@(]", m["right"])]
    before = [name for name in computed if _BEFORE.search(name)]
    return bool(before) and len(before) == len(computed) and re.search(r"_\{?t-1\}?\s*=", key) is None
