r"""General mathematics: two values (`viva.reading.values`) compared, when nothing is declared.

>>> from viva.reading.values import value
>>> def same_values(key, reply): return same(value(key), value(reply)).equal
>>> same_values("-793 < a < 10", "(-793, 10)"), same_values("(3, 1)", r"\{1, 3\}")
(True, False)
>>> same_values("p=5,q=2;p=7,q=2", "(5,2),(7,2)"), same_values("7:32", "S_1 : S_2 = 7 : 32")
(True, True)
>>> same_values(r"28\%", "0.28"), same_values("x = 11", "11"), same_values("2x + z = 1", "1")
(True, True, False)

Sets compare without order, tuples in order; a pair in round brackets is an open interval where the other side is one;
an inequality is the interval that solves it; an equation equals any multiple of it; a value with a name in front of it
is the value. Numbers compare within the rounding of either side. Words compare as they are.
"""

from __future__ import annotations

import re
from fractions import Fraction

from viva.checking.answers.named_values import names, numbered, paired
from viva.checking.answers.numbers import compare as compare_numbers
from viva.checking.answers.numbers import converted
from viva.checking.answers.protocol import Comparison
from viva.reading.budget import tick
from viva.reading.quantities import Quantity
from viva.reading.values import (
    Assigned,
    Interval,
    Ratio,
    Relation,
    Set_,
    Tuple_,
    Union,
    Value,
    Words,
)

METHOD = "compared as general mathematics"
_YES, _NO = Comparison(True, METHOD), Comparison(False, METHOD)


def same(key: Value | None, reply: Value | None) -> Comparison:
    """Is what the reply says the key's value? `equal` is None where a side cannot be read."""
    if key is None or reply is None:
        return Comparison(None, METHOD, reason="there is nothing to compare")
    equal = _same(_simplified(key), _simplified(reply), 0)
    if equal is None:
        return Comparison(None, METHOD, reason=f"{reply} cannot be compared with {key}")
    return Comparison(equal, METHOD, "" if equal else f"{reply} is not {key}")


def _simplified(item: Value) -> Value:
    """A set of one thing is the thing; nested unions are flat."""
    if isinstance(item, Set_) and len(item.items) == 1 and not item.braced:
        return _simplified(item.items[0])
    if isinstance(item, Union):
        pieces: list[Value] = []
        for piece in map(_simplified, item.pieces):
            pieces.extend(piece.pieces if isinstance(piece, Union) else (piece,))
        return Union(tuple(pieces))
    return item


def _same(key: Value, reply: Value, depth: int) -> bool | None:
    tick()
    if depth > 8:
        return None
    if isinstance(key, Assigned) or isinstance(reply, Assigned):
        return _same_assigned(key, reply, depth)
    if isinstance(key, Quantity) and isinstance(reply, Quantity):
        return same_quantities(key, reply)
    if isinstance(key, (Set_, Tuple_, Interval, Union, Ratio)) or isinstance(
        reply, (Set_, Tuple_, Interval, Union, Ratio)
    ):
        return _same_collections(key, reply, depth)
    if isinstance(key, Relation) or isinstance(reply, Relation):
        return _same_relations(key, reply)
    if isinstance(key, Words) or isinstance(reply, Words):
        return _same_words(key, reply)
    return same_formulas(_text(key), _text(reply))


def _text(item: Value) -> str:
    if isinstance(item, Quantity) and isinstance(item.value, Fraction):
        return f"({item.value})" if item.value.denominator > 1 else str(item.value)
    return repr(float(item.value)) if isinstance(item, Quantity) else str(item)


def same_quantities(key: Quantity, reply: Quantity) -> bool | None:
    """Two numbers, within the rounding of either; a percentage is also the fraction or the number that it names."""
    if key.unit and reply.unit and key.unit != reply.unit:
        if "%" in (key.unit, reply.unit):
            return False  # 60 % are no 60 degrees
        reply = converted(reply, key.unit) or reply
        if reply.unit != key.unit:
            return None
    results = [_close(k, r) for k in _meanings(key, reply) for r in _meanings(reply, key)]
    if any(results):
        return True
    return None if any(result is None for result in results) else False


def _meanings(item: Quantity, other: Quantity) -> list[Quantity]:
    """28% is 0.28, and 28 where the other side has no percent sign."""
    if item.unit == "%" and other.unit != "%":
        fraction = Quantity(item.value / 100, item.half / 100, item.digits, "", item.about, off=item.off / 100)
        return [fraction, item] if other.value > 1 else [fraction]
    return [item]


def _close(key: Quantity, reply: Quantity) -> bool | None:
    right = key.value
    if key.off:
        return abs(Fraction(reply.value) - Fraction(right)) <= key.off
    result = compare_numbers(reply, right)
    if result.equal is not False:
        return result.equal
    if key.half and key.digits >= 3 and not (reply.half and reply.digits < key.digits):
        return abs(Fraction(reply.value) - Fraction(right)) <= key.half * Fraction(1_000_001, 1_000_000)
    return False


# ---- collections -------------------------------------------------------------------------------------------


def _same_collections(key: Value, reply: Value, depth: int) -> bool | None:
    if isinstance(key, Set_) and isinstance(reply, Interval):
        return _integers(key, reply)
    if isinstance(key, Interval) or isinstance(reply, Interval):
        return _same_intervals(key, reply, depth)
    if isinstance(key, Union) or isinstance(reply, Union):
        left = key.pieces if isinstance(key, Union) else (key,)
        right = reply.pieces if isinstance(reply, Union) else (reply,)
        return _same_unordered(left, right, depth)
    if isinstance(key, Ratio) or isinstance(reply, Ratio):
        if isinstance(key, Ratio) and isinstance(reply, Ratio):
            return _same_ordered(key.parts, reply.parts, depth)
        return False
    if isinstance(key, Tuple_) and isinstance(reply, Tuple_):
        result = _same_ordered(key.items, reply.items, depth)
        if result and (key.opening, key.closing) != (reply.opening, reply.closing) and _may_be_interval(key):
            return False  # an open against a closed interval; bounds that do not rise are a vector, written either way
        return result
    if isinstance(key, Set_) and isinstance(reply, Set_):
        return _same_lists(key, reply, depth)
    for one, other in ((key, reply), (reply, key)):
        if isinstance(one, Set_) and isinstance(other, Tuple_):
            # a list without brackets may be the tuple's items; a set in braces is no tuple
            return False if one.braced else _same_ordered(items_of(key), items_of(reply), depth)
        if isinstance(one, Set_) and len(_distinct(one.items)) == 1:
            return _same(items_of(key)[0], items_of(reply)[0], depth + 1)
        if isinstance(one, Tuple_) and len(one.items) == 1:
            return _same(items_of(key)[0], items_of(reply)[0], depth + 1)
    return False


def _may_be_interval(item: Tuple_) -> bool:
    bounds = [part.value for part in item.items if isinstance(part, Quantity)]
    return len(item.items) == 2 and (len(bounds) < 2 or bounds[0] < bounds[1])


def items_of(item: Value) -> tuple[Value, ...]:
    """The items of a collection; a single value is the only one."""
    return item.items if isinstance(item, (Set_, Tuple_)) else (item,)


def _same_lists(key: Set_, reply: Set_, depth: int) -> bool | None:
    """By their names where they have any; in order where something stands twice; else as sets."""
    if (pairs := paired(key.items, reply.items)) is not None:
        return _same_ordered(tuple(k for k, _ in pairs), tuple(r for _, r in pairs), depth)
    plain = tuple(item.value if isinstance(item, Assigned) else item for item in key.items)
    if not key.braced and not reply.braced and len(key.items) > 2 and len(_distinct(plain)) < len(plain):
        return _same_ordered(key.items, reply.items, depth)  # 1, 1, 2, 3, 5
    same_set = _same_unordered(_distinct(key.items), _distinct(reply.items), depth)
    left, right = names(key.items), names(reply.items)
    if same_set and left and (right or not _any_named(reply.items)):
        ordered = _same_ordered(key.items, reply.items, depth)
        if not ordered:  # x = 3, y = 4 against "4, 3"; x_1 = 1, x_2 = 3 against x_1 = 3, x_2 = 1
            return (True if not right else None) if numbered(left) else None
    return same_set


def _any_named(items: tuple[Value, ...]) -> bool:
    return any(isinstance(item, Assigned) for item in items)


def _distinct(items: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(items))


def _same_ordered(key: tuple[Value, ...], reply: tuple[Value, ...], depth: int) -> bool | None:
    if len(key) != len(reply):
        return False
    results = [_same(k, r, depth + 1) for k, r in zip(key, reply, strict=True)]
    return False if False in results else None if None in results else True


def _same_unordered(key: tuple[Value, ...], reply: tuple[Value, ...], depth: int) -> bool | None:
    if len(key) != len(reply):
        return False
    rest = list(reply)
    unknown = False
    for item in key:
        for k, other in enumerate(rest):
            result = _same(_simplified(item), _simplified(other), depth + 1)
            if result:
                del rest[k]
                break
            unknown = unknown or result is None
        else:
            return None if unknown else False
    return True


def _same_intervals(key: Value, reply: Value, depth: int) -> bool | None:
    if isinstance(key, Interval) and key.said == "between" and isinstance(reply, Set_) and not reply.braced:
        ends = sorted((item for item in reply.items if isinstance(item, Quantity)), key=lambda item: item.value)
        reply = Interval(ends[0], ends[1], False, False) if len(ends) == len(reply.items) == 2 else reply  # 5 ± 0.98
    left, right = _as_interval(key), _as_interval(reply)
    if left is None or right is None:
        return False
    if not left.said and not right.said and (left.low_open, left.high_open) != (right.low_open, right.high_open):
        return False
    for one, other in ((left.low, right.low), (left.high, right.high)):
        if one is None or other is None:
            if one is not other:
                return False
            continue
        result = _same(one, other, depth + 1)
        if not result:
            return result
    # "between 2 and 12" is the closed interval; where a key leaves the ends open to reading, they are
    return None if right.said and not left.said and (left.low_open or left.high_open) else True


def _integers(items: Set_, span: Interval) -> bool | None:
    """Is the set that of all integers of an interval, where the interval is said to be one of integers?"""
    numbers = [item.value for item in items.items if isinstance(item, Quantity)]
    if span.said != "integers" or not isinstance(span.low, Quantity) or not isinstance(span.high, Quantity):
        return False
    low, high = span.low.value, span.high.value
    return len(numbers) == len(items.items) == high - low + 1 and set(numbers) == set(range(int(low), int(high) + 1))


def _as_interval(item: Value) -> Interval | None:
    if isinstance(item, Interval):
        low_open, high_open = item.low_open or item.low is None, item.high_open or item.high is None
        return Interval(item.low, item.high, low_open, high_open, item.said)
    if isinstance(item, Tuple_) and len(item.items) == 2:
        return Interval(item.items[0], item.items[1], item.opening == "(", item.closing == ")")
    return None


# ---- relations, words, formulas ----------------------------------------------------------------------------


def _same_assigned(key: Value, reply: Value, depth: int) -> bool | None:
    if isinstance(key, Assigned) and isinstance(reply, Assigned):
        if _other_step(key.name, reply.name):
            return None
        result = _same(_simplified(key.value), _simplified(reply.value), depth + 1)
        if not result:
            equation = (
                _same_relations(_as_relation(key), _as_relation(reply)) if _symbolic(key.name, reply.name) else False
            )
            return equation or result
        return result
    left = key.value if isinstance(key, Assigned) else key
    right = reply.value if isinstance(reply, Assigned) else reply
    if isinstance(left, Relation) or isinstance(right, Relation):
        return _same_relations(_as_relation(key), _as_relation(reply))
    return _same(_simplified(left), _simplified(right), depth + 1)


_NUMBERED = re.compile(r"(?P<base>[^_]+)_\{?(?P<step>\w*[+-]?\d+|[a-z])\}?")


def _other_step(key: str, reply: str) -> bool:
    """`w_{t-1}` where `w_{t+1}` is asked, `x_2` for `x_1`: the same letter, but another step or element."""
    one, other = _NUMBERED.fullmatch(key), _NUMBERED.fullmatch(reply)
    if one is None or other is None or one["base"] != other["base"] or one["step"] == other["step"]:
        return False
    return any(map(str.isdigit, one["step"] + other["step"]))


def _symbolic(*names: str) -> bool:
    return len(set(names)) == 2


def _as_relation(item: Value) -> Value:
    return Relation((item.name, _text(item.value)), ("=",)) if isinstance(item, Assigned) else item


_FLIP = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


def _same_relations(key: Value, reply: Value) -> bool | None:
    """Two equations or inequalities: side by side, turned round, or one a multiple of the other."""
    if not isinstance(key, Relation) or not isinstance(reply, Relation):
        return False
    if len(key.sides) == len(reply.sides):
        for sides, relations in (
            (reply.sides, reply.relations),
            (reply.sides[::-1], tuple(_FLIP.get(r, r) for r in reply.relations[::-1])),
        ):
            if relations == key.relations:
                results = [same_formulas(k, r) for k, r in zip(key.sides, sides, strict=True)]
                if all(results):
                    return True
    if len(key.sides) == 2 and len(reply.sides) == 2:
        return _multiples(key, reply)
    return False


def _multiples(key: Relation, reply: Relation) -> bool | None:
    """Is `left - right` of one a constant multiple of that of the other, with the sense of the relation kept?"""
    from viva.checking.undeclared.scalars import factor

    above = f"({key.sides[0]}) - ({key.sides[1]})"
    below = f"({reply.sides[0]}) - ({reply.sides[1]})"
    ratio = factor(above, below)
    if ratio is None or key.relations[0] in "=≠":
        return None if ratio is None else (ratio != 0 and key.relations == reply.relations)
    wanted = key.relations[0] if ratio > 0 else _FLIP.get(key.relations[0], key.relations[0])
    return ratio != 0 and reply.relations[0] == wanted


def _same_words(key: Value, reply: Value) -> bool | None:
    left, right = _plain(key), _plain(reply)
    if left == right:
        return True
    if isinstance(key, Words) and isinstance(reply, Words):
        return False
    return False if len(left) > 1 or len(right) > 1 else None


def _plain(item: Value) -> str:
    words = re.sub(r"[^a-z0-9.+-]+", " ", str(item).lower()).split()
    telling = [word for word in words if word not in _FILLING]
    return " ".join(telling or words)


_FILLING = frozenset(
    (
        "the",
        "a",
        "an",
        "it",
        "is",
        "are",
        "they",
        "this",
        "that",
        "its",
        "their",
        "answer",
        "value",
        "function",
        "model",
        "statement",
        "result",
        "will",
        "be",
        "always",
        "so",
    )
)


def same_formulas(key: str, reply: str) -> bool | None:
    """Two expressions: the same text, or equal at random draws of their symbols."""
    if re.sub(r"[\s{}]", "", key) == re.sub(r"[\s{}]", "", reply):
        return True
    from viva.checking.undeclared.scalars import same_formula

    return same_formula(key, reply)
