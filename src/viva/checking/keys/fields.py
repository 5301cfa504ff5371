r"""Keys that give several things by their names: "precision 0.8, recall 0.5", "Domain: x > 0, range: all reals".

>>> fields("precision 0.8, recall 0.5, F1 0.615")
(Field(name='precision', value='0.8'), Field(name='recall', value='0.5'), Field(name='F1', value='0.615'))
>>> [str(field) for field in fields(r"$w = (1, 2)$, $b = -3$") or ()]
['w = (1, 2)', 'b = -3']
>>> fields("x = 2, y = 1"), fields("convex, with minimum 3"), fields("mean 5"), fields("x_1 = 1, x_2 = 3")
(None, None, None, None)

Letters with numbers (`x_1 = 1, x_2 = 3`) are roots or components, single letters with numbers a point: neither is for
this module. A name is a few words, or a symbol with its marks. What each value is, is not decided here.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from dataclasses import dataclass

from viva.checking.keys.value_forms import is_decomposition
from viva.reading.cleaning import split
from viva.reading.normal import normalise
from viva.reading.patterns import lazy

LONGEST = 400
_MOST = 8


@dataclass(frozen=True)
class Field:
    """A name and, as text, its value."""

    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


_DRESS = lazy(
    r"\$+|\*\*|`|\\(?:left|right|q?quad|displaystyle)(?![A-Za-z])|\\[,;:! ]|\\(?:text|mathrm|textbf|textrm|mathit"
    r"|operatorname)\s*"
    r"(?=\{[^{}]*\})"
)
_GROUPED = lazy(r"\{([A-Za-z][A-Za-z -]*)\}")  # the braces of \text{bias}
_COMMENT = lazy(r"\s#\s.*$")
_PIECES = lazy(r"\s*(?:\n|\.(?=\s)|\s(?:and|und|with|while)\s|,?\s(?:and|und)\s|(?<=\d)\sat\s(?=\$?[a-z]\s*=))\s*")
_WORDS = (
    r"(?:[Tt]he\s+)?[A-Za-z][A-Za-z0-9₀-₉-]*(?:[ /][A-Za-z][A-Za-z0-9-]*){0,3}(?:_\{?\w{1,6}\}?)?"
    r"(?:\([^()]{1,16}\)|\[[^\[\]]{1,16}\])?"
)
_SYMBOL = (
    r"(?:\\(?:hat|bar|tilde|widehat|overline)\s*\{?\s*)?(?:\\[A-Za-z]+|[A-Za-zα-ωΑ-Ω][\u0300-\u036f]?)\s*\}?'{0,2}"
    r"(?:_\{?\\?[\w, ]{1,12}\}?)?(?:\^\{?(?:2|\*|\\star|\\ast)\}?)?(?:_\{?\w{1,8}\}?)?"
    r"(?:\([^()]{1,12}\)|\[[^\[\]]{1,12}\])?"
)
_FIELD = lazy(
    rf"(?P<name>{_SYMBOL}|{_WORDS})\s*(?:(?P<sign>=|:=|:|≈|\\approx(?![a-z])|\s(?:is|are|equals|of)\s)\s*"
    rf"|\s+(?=[-+−±]?\$?[\d.({{\[\\]))"
    r"(?P<value>\S.*)"
)
_NO_NAME = frozenset(
    "at for if when where since because not no only the a an is are as from to in on by than least most about exactly"
    " between class point points option answer yes true false all each any every both size step steps epoch block"
    " case part question statement x y z or per since then so"
    .split()
)  # fmt: skip
_SENTENCE = lazy(r"[A-Za-z]{2,}(?:\s+[A-Za-z]{2,}){4}|[A-Za-z]{3,}\s+(?:is|are|has|have|because|if|when)\s")
_WAY = lazy(r"[↑↓]|\\(?:up|down)arrow")
_LONE = lazy(r"[A-Za-zα-ω]'?(?:_?\{?\d+\}?)?")
_NUMERIC = lazy(r"[-+−]?[\d.,/ ]+%?")
_ROOTS = lazy(r"(?P<base>.+?)_?\{?\d+\}?")


def fields(text: str) -> tuple[Field, ...] | None:
    """The fields of a key; None where it is anything else."""
    if len(text) > LONGEST or not _MAY_BE.search(text):
        return None
    plain = _DRESS.sub(" ", normalise(text).text)
    plain = _COMMENT.sub("", _GROUPED.sub(r"\1", plain)).strip(" .;")
    found: list[Field] = []
    for piece in _pieces(plain):
        field = _field(piece)
        if field is None:
            return None
        found.append(field)
    if not 2 <= len(found) <= _MOST or not _distinct(found):
        return None
    return tuple(found) if _is_for_fields(found) else None


_MAY_BE = lazy(r"[,;.\n]|\b(?:and|at|with)\b|\\q?quad")


def _pieces(plain: str) -> list[str]:
    """The pieces between commas, semicolons, full stops and "and" that stand in no brackets."""
    pieces: list[str] = []
    for part in split(plain, ",;\n"):
        depth, start = 0, 0
        for joint in _PIECES.finditer(part):
            depth = part.count("(", 0, joint.start()) - part.count(")", 0, joint.start())
            if depth <= 0 and "{" not in part[joint.start() : joint.end()]:
                pieces.append(part[start : joint.start()])
                start = joint.end()
        pieces.append(part[start:])
    return [re.sub(r"^(?:and|und|with|while)\s+", "", piece.strip(" .*_")) for piece in pieces if piece.strip(" .*_")]


def _field(piece: str) -> Field | None:
    found = _FIELD.fullmatch(piece)
    if found is None:
        return None
    name, value = re.sub(r"^[Tt]he\s+", "", found["name"].strip()), found["value"].strip()
    words = name.lower().split()
    letter = found["sign"] is not None and _LONE.fullmatch(name)
    if (not letter and (words[0] in _NO_NAME or words[-1] in _NO_NAME)) or len(value) > 120:
        return None
    if found["sign"] is None and (not re.match(r"[A-Za-z][A-Za-z\d]", name) or "\\" in name):
        return None
    if _SENTENCE.search(value) or _WAY.match(value) or not re.search(r"\w|\\", value):
        return None
    if value.count("=") > 1 or (value.count("=") == 1 and re.search(r"[<>≤≥]", value)):
        return None
    return Field(name, value.rsplit("=", 1)[-1].strip() if "=" in value else value)


def _distinct(found: list[Field]) -> bool:
    return len({field.name.lower() for field in found}) == len(found)


def _is_for_fields(found: list[Field]) -> bool:
    """Neither roots, nor a point, nor an equation whose names are explained behind it."""
    names = [field.name for field in found]
    bases = {match["base"] if (match := _ROOTS.fullmatch(name)) else name for name in names}
    numeric = all(_NUMERIC.fullmatch(field.value) for field in found)
    if len(bases) == 1 and numeric:
        return False
    if numeric and all(_LONE.fullmatch(name) for name in names):
        return False
    if any(is_decomposition(other.value, found[0].value) for other in found[1:]):
        return False
    for k, field in enumerate(found):
        for other in names[k + 1 :]:
            if re.search(rf"(?<![A-Za-z\\]){re.escape(other)}(?![A-Za-z])", field.value):
                return False
    return True
