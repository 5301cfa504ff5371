r"""General mathematical answers as values: numbers, expressions, tuples, sets, intervals, relations, ratios, words.

>>> str(value(r"\{-1\} \cup [0, 7)"))
'{-1} ∪ [0, 7)'
>>> str(value(r"-2 \le x < 7")), str(value("x > 5")), str(value(r"x = 1 \pm \sqrt{2}"))
('[-2, 7)', '(5, ∞)', 'x = {2.414213562, -0.4142135624}')
>>> str(value("p=5,q=2;p=7,q=2")), str(value(r"28\%")), str(value("7:32"))
('{(5, 2), (7, 2)}', '28%', '7:32')

A pair in round brackets may be a point or an open interval; it stays a `Tuple` here, and the comparison decides. What
is arithmetic is a `Quantity`; any other formula stays text, to be parsed by `viva.reading.parser`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from fractions import Fraction

from viva.reading.arithmetic import amount
from viva.reading.arrays import arrays, cells
from viva.reading.cleaning import MAX_LENGTH, balanced, clean, one_group, signs, split
from viva.reading.normal import normalise
from viva.reading.numbers import whole
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity
from viva.reading.value_kinds import (
    Assigned,
    Formula,
    Interval,
    Ratio,
    Relation,
    Set_,
    Tuple_,
    Union,
    Value,
    Words,
)
from viva.reading.value_names import is_name

__all__ = [
    "Assigned", "Formula", "Interval", "Ratio", "Relation", "Set_", "Tuple_", "Union", "Value", "Words",
    "clean", "split", "value",
]  # fmt: skip

MAX_ITEMS = 200


_WORDS = lazy(r"[A-Za-z][A-Za-z' -]*$")
_AND_OR = lazy(r"\s*,?\s*(?<![A-Za-z\\])(?:and|or)(?![A-Za-z])\s*|(?<=[\d)])(?:and|or)(?=[A-Za-z(\\\d])", re.IGNORECASE)
_ANY_RELATION = lazy(r"[=≤≥<>≠≈]")


def value(text: str) -> Value | None:
    """The value of a whole text, or None if it is empty or too long."""
    return _value(clean(normalise(text[:MAX_LENGTH]).text), 0)


def _value(text: str, depth: int) -> Value | None:
    if not text or depth > 6:
        return None
    text = _outward(_unwrapped(text))
    if "between" in text or "integers" in text or "numbers" in text:
        ends = _BETWEEN.fullmatch(text)
        low, high = (whole(ends["low"]), whole(ends["high"])) if ends is not None else (None, None)
        if ends is not None and low is not None and high is not None:
            return Interval(low, high, False, False, "integers" if ends["whole"] else "between")
    based = _BASED.fullmatch(text)
    if based and 2 <= int(based[2]) <= 36 and all(int(digit) < int(based[2]) for digit in based[1]):
        return Quantity(Fraction(int(based[1], int(based[2]))))
    if _REALS.fullmatch(text) is not None:
        return Interval(None, None, True, True)
    without = _WITHOUT.fullmatch(text)
    if without is not None:
        return _punctured(split(without["poles"], ","))
    found = whole(text)
    if found is not None and not _ANY_RELATION.search(text):
        return found
    for reader in (
        _labelled,
        _matrix,
        _alternatives,
        _union,
        _member,
        _listed,
        _related,
        _braced,
        _bracketed,
        _ratio,
        _plus_minus,
    ):
        result = reader(text, depth)
        if result is not None:
            return result
    if _WORDS.match(text) and (len(text) > 1 and not re.match(r"(?:ln|log|sin|cos|tan|exp|pi)\b", text)):
        return Words(re.sub(r"\s+", " ", text.lower()).strip("() "))
    return Formula(text)


_BETWEEN = lazy(
    r"(?:all |any |every |the )*(?:(?P<whole>integers?|whole numbers?|natural numbers?) |(?:real )?(?:numbers?"
    r"|values?) |[a-z] (?:is |lies )?)?(?:between|from) (?P<low>[-+]?[\w./\\{}]+)"
    r" (?:and|to|through) (?P<high>[-+]?[\w./\\{}]+)"
)
_BASED = lazy(r"(\d{1,40})_\{?(\d{1,2})\}?")
_REALS = lazy(
    r"(?:\w\s*∈\s*)?(?:ℝ|\\mathbb\s*\{?\s*R\s*\}?)|all (?:of )?(?:the )?reals?(?: numbers?| values?)?|(?:any"
    r"|every) real(?: number)?|the (?:whole )?real line"
)
_WITHOUT = lazy(
    r"(?:\w\s*∈\s*)?(?:ℝ|R|\\mathbb\s*\{?\s*R\s*\}?)\s*(?:\\setminus|\\backslash|∖|\\|-)\s*\\?\{(?P<poles>[^{}]*?)\\?\}"
)


def _punctured(poles: Sequence[str]) -> Union | None:
    """All reals but some: `ℝ ∖ {2}`."""
    numbers = [
        whole(sign + pole.lstrip("±")) for pole in poles for sign in (("", "-") if pole.startswith("±") else ("",))
    ]
    if not numbers or any(number is None for number in numbers):
        return None
    edges = sorted((number for number in numbers if number is not None), key=lambda number: number.value)
    bounds: list[Quantity | None] = [None, *edges, None]
    return Union(tuple(Interval(low, high, True, True) for low, high in itertools.pairwise(bounds)))


_BOX = lazy(r"\\boxed\s*\{(.*)\}")


def _unwrapped(text: str) -> str:
    """The text without a box, and without one pair of braces around a whole that holds no list."""
    box = _BOX.fullmatch(text)
    if box and balanced(box[1]):
        return box[1].strip()
    if (
        text.startswith("{")
        and text.endswith("}")
        and balanced(text[1:-1])
        and "," not in text
        and not _SUCH_THAT.search(text)
    ):
        return text[1:-1].strip()
    return text


_SUCH_THAT = lazy(r"[:|]|\\mid(?![a-z])")
_OUTWARD = lazy(r"(?P<low>[\[\]])(?P<inside>[^\[\]]+,[^\[\]]+)(?P<high>[\[\]])$")


def _outward(text: str) -> str:
    """`]0, 1[` as `(0, 1)`: brackets that turn outward are open."""
    found = _OUTWARD.match(text) if text[:1] == "]" or text[-1:] == "[" else None
    if found is None:
        return text
    return ("[" if found["low"] == "[" else "(") + found["inside"] + ("]" if found["high"] == "]" else ")")


def _items(pieces: list[str], depth: int) -> tuple[Value, ...] | None:
    if len(pieces) > MAX_ITEMS:
        return None
    found = [_value(piece, depth + 1) for piece in pieces if piece]
    return (
        None if not found or any(item is None for item in found) else tuple(item for item in found if item is not None)
    )


_LABELLED = lazy(
    r"(?:the )?(?!(?:about|only|exactly|roughly|least|most|over|around|nearly|just|from|between|then|the|and|not|for"
    r"|size|mod|with|when|say|is|are|some|equals?)\b)(?P<name>[a-z]{3,}(?: [a-z]{3,}){0,2}|[A-Z][a-z]{2,}|[A-Z]{2,4})"
    r"(?: is| of|:| =)? (?P<number>[-+]?[\d./]+(?: ?%)?)"
)


def _labelled(text: str, depth: int) -> Value | None:
    """`mean 2`, as an item of a list."""
    found = _LABELLED.fullmatch(text) if depth and len(text) < 60 else None
    number = whole(found["number"]) if found is not None else None
    return Assigned(found["name"].lower(), number) if found is not None and number is not None else None


def _matrix(text: str, depth: int) -> Value | None:
    """A row or column in matrix brackets: the same as a tuple."""
    del depth
    if not text.startswith(r"\begin") or not text.endswith("}"):
        return None
    found = arrays(text)
    if len(found) != 1 or 1 not in found[0].shape or not found[0].numeric:
        return None
    items = tuple(Quantity(cell.value, cell.half, cell.digits) for cell in cells(found[0].entries))
    return Tuple_(items, "[", "]")


_AND_OR_WORD = lazy(r"and|or", re.IGNORECASE)


def _alternatives(text: str, depth: int) -> Value | None:
    """`a or b`, `a and b`, `a; b`."""
    pieces = [piece for piece in split(text, ";") if piece]
    if len(pieces) == 1:
        if not _AND_OR_WORD.search(text) or _WORDS.match(text):
            return None
        pieces = [p for p in _AND_OR.split(text) if p and p.strip(", ")]
        if len(pieces) == 1 or any(p.count("(") != p.count(")") for p in pieces):
            return None
    items = _items([piece.strip(" ,") for piece in pieces], depth)
    if items is None:
        return None
    flat: list[Value] = []
    for item in items:
        if isinstance(item, Set_) and not item.braced:
            if all(isinstance(part, Assigned) for part in item.items) and len(item.items) > 1:
                flat.append(Tuple_(tuple(part.value for part in _by_name(item.items))))
            else:
                flat.extend(item.items)
        else:
            flat.append(item)
    if len(flat) > 1 and all(isinstance(item, (Interval, Union)) for item in flat):
        return _both(flat) or Union(tuple(flat))
    return _stripped(Set_(tuple(flat), braced=False))


def _both(items: Sequence[Value]) -> Interval | None:
    """`x > 0 and x < 2`: a lower and an upper bound that leave something between them."""
    if len(items) != 2 or not all(isinstance(item, Interval) for item in items):
        return None
    low, high = sorted((i for i in items if isinstance(i, Interval)), key=lambda item: item.low is None)
    if low.high is not None or high.low is not None:
        return None
    if not (isinstance(low.low, Quantity) and isinstance(high.high, Quantity)) or low.low.value >= high.high.value:
        return None
    return Interval(low.low, high.high, low.low_open, high.high_open)


_LAST_LETTERS = lazy(r"[a-zα-ω](?:_\{?\d+\}?|\d)?$")


def _by_name(items: tuple[Value, ...]) -> list[Assigned]:
    """`y = -2, x = 1` in the order of the names, where they are letters, or one letter with numbers."""
    assigned = [item for item in items if isinstance(item, Assigned)]
    names = [item.name.replace("{", "").replace("}", "") for item in assigned]
    single = all(_LAST_LETTERS.match(name) for name in names)
    return [item for _, item in sorted(zip(names, assigned, strict=True), key=lambda p: p[0])] if single else assigned


def _stripped(found: Set_) -> Value:
    """`x = 1, 2, 3` and `x = 1 or x = 2`: the values alone."""
    items = tuple(item.value if isinstance(item, Assigned) and len(item.name) <= 12 else item for item in found.items)
    names = {item.name for item in found.items if isinstance(item, Assigned)}
    if len(names) == len(found.items) > 1:
        return Set_(tuple(_by_name(found.items)), braced=False)
    if len(names) == 1 or (names and not all(isinstance(item, Assigned) for item in found.items)):
        flat: list[Value] = []
        for item in items:
            flat.extend(item.items if isinstance(item, Set_) else (item,))
        return Set_(tuple(flat), braced=False)
    return found


def _union(text: str, depth: int) -> Value | None:
    pieces = split(text, "∪")
    if len(pieces) < 2:
        return None
    items = _items(pieces, depth)
    return Union(items) if items else None


def _member(text: str, depth: int) -> Value | None:
    sides = split(text, "∈")
    if len(sides) == 2 and len(sides[0]) <= 20 and not re.search(r"[{:|]", sides[0].replace("_{", "")):
        return _value(sides[1], depth + 1)
    return None


def _listed(text: str, depth: int) -> Value | None:
    pieces = [piece for piece in split(text, ",") if piece]
    if len(pieces) < 2 or (
        _ANY_RELATION.search(pieces[0]) and not _ANY_RELATION.search(pieces[-1]) and "=" not in pieces[0]
    ):
        return None
    items = _items(pieces, depth)
    if items is None:
        return None
    return _both(items) or _stripped(Set_(items, braced=False))


_FLIP = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


def _related(text: str, depth: int) -> Value | None:
    sides = split(text, "=≤≥<>≠≈")
    if len(sides) == 2 and not sides[0] and text[:1] in _FLIP:
        sides[0] = "x"  # "≥ 5"
    if len(sides) < 2 or not all(sides):
        return None
    relations = signs(text)
    if len(relations) != len(sides) - 1:
        return None
    if all(relation in "=≈" for relation in relations):
        if is_name(sides[0]):
            last = _value(sides[-1], depth + 1)
            return Assigned(sides[0].replace(" ", ""), last) if last is not None else None
        return Relation(tuple(sides), tuple(relations))
    if relations == ["≠"] and is_name(sides[0]) and (hole := _punctured(sides[1:])) is not None:
        return hole
    interval = _interval(sides, relations, depth)
    return interval or Relation(tuple(sides), tuple(relations))


def _interval(sides: list[str], relations: list[str], depth: int) -> Value | None:
    """`a < x ≤ b`, `x > 5`, `5 ≥ x`; None where it is no interval of one symbol."""
    if len(sides) == 2 and relations[0] in _FLIP:
        if sides[0].startswith("-") and is_name(sides[0][1:].strip()):
            sides, relations = [sides[0][1:].strip(), f"-({sides[1]})"], [_FLIP[relations[0]]]
        if is_name(sides[1]) and not is_name(sides[0]):
            sides, relations = [sides[1], sides[0]], [_FLIP[relations[0]]]
        if not is_name(sides[0]) or re.search(rf"(?<![A-Za-z\\]){re.escape(sides[0])}(?![A-Za-z_])", sides[1]):
            return None
        bound = _value(sides[1], depth + 1)
        if bound is None:
            return None
        if relations[0] in ("<", "≤"):
            return Interval(None, bound, True, relations[0] == "<")
        return Interval(bound, None, relations[0] == ">", True)
    if len(sides) == 3 and is_name(sides[1]) and relations[0] in _FLIP and relations[1] in _FLIP:
        if relations[0] in (">", "≥"):
            sides, relations = sides[::-1], [_FLIP[relations[1]], _FLIP[relations[0]]]
        if relations[0] in ("<", "≤") and relations[1] in ("<", "≤"):
            low, high = _value(sides[0], depth + 1), _value(sides[2], depth + 1)
            if low is not None and high is not None:
                return Interval(_bound(low), _bound(high), relations[0] == "<", relations[1] == "<")
    return None


_BRACES = lazy(r"(\\?)\{(?P<inside>.*)\1\}")


def _braced(text: str, depth: int) -> Value | None:
    match = _BRACES.fullmatch(text)
    if not match or not balanced(match["inside"].replace(r"\{", "{").replace(r"\}", "}")):
        return None
    inside = match["inside"].strip()
    if _SUCH_THAT.search(inside):  # {x : x > 5}
        members, condition = _SUCH_THAT.split(inside, maxsplit=1)
        name = members.split("∈")[0].strip()
        if "(" in name or not is_name(name):
            return Formula(text)  # {(t, 2t) : t ∈ ℝ}
        return _value(condition.strip(), depth + 1)
    items = _items([p for p in split(inside, ",;") if p], depth)
    if items is None:
        return None
    return Set_(tuple(part for item in items for part in (item.items if isinstance(item, Set_) else (item,))))


def _bracketed(text: str, depth: int) -> Value | None:
    sign = text[:1]
    if sign not in "([" or text[-1:] not in ")]" or not one_group(text):
        return None
    pieces = split(text[1:-1], ",")
    if len(pieces) > 1 and text.count("±") == 1:
        return _plus_minus(text, depth)
    if len(pieces) < 2:
        inner = split(text[1:-1], ";")
        if len(inner) < 2:
            return _value(text[1:-1].strip(), depth + 1) if sign == "(" and text[-1] == ")" else None
        pieces = inner
    items = _items(pieces, depth)
    if items is None or len(items) != len(pieces):
        return None
    bounds = tuple(_bound(item) for item in items)
    mixed = (sign == "(") != (text[-1] == ")")
    if len(items) == 2 and (mixed or None in bounds):
        return Interval(bounds[0], bounds[1], sign == "(", text[-1] == ")")
    return None if mixed else Tuple_(items, sign, text[-1])


def _bound(item: Value) -> Value | None:
    infinite = isinstance(item, Formula) and re.fullmatch(r"[-+]?\s*(?:∞|inf|infinity|oo)", item.text)
    return None if infinite else item


def _ratio(text: str, depth: int) -> Value | None:
    pieces = split(text, ":")
    if len(pieces) < 2 or not all(amount(piece) is not None for piece in pieces):
        return None
    items = _items(pieces, depth)
    return Ratio(items) if items else None


def _plus_minus(text: str, depth: int) -> Value | None:
    if text.count("±") != 1:
        return None
    items = _items([text.replace("±", "+"), text.replace("±", "-")], depth)
    return Set_(items, braced=False) if items else None
