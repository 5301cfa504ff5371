"""Values of general mathematics in a reply, against a key that is one: sets, tuples, intervals, equations."""

from __future__ import annotations

import re

from viva.checking.answers import general
from viva.checking.keys.arrays import is_gradient, names_parts_otherwise, same_vector
from viva.checking.keys.kinds import Key
from viva.reading.patterns import lazy
from viva.reading.pieces import texts
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply
from viva.reading.values import (
    Assigned,
    Formula,
    Ratio,
    Relation,
    Set_,
    Tuple_,
    Value,
    Words,
    value,
)


def stated_value(key: Key, reply: Reply) -> bool | None:
    """The best text of the reply that can be read as a value, against the key's value; a tuple also as a vector."""
    wanted = key.value if not isinstance(key.value, tuple) else value(key.text)
    if wanted is None:
        return None
    vector_key = wanted.value if isinstance(wanted, Assigned) else wanted
    if isinstance(vector_key, Tuple_) and is_gradient(key.text):
        vector = same_vector(vector_key, key.text, reply)
        if vector is not None:
            return vector
    verdict = _as_values(wanted, reply)
    if not verdict and _same_points(vector_key, reply):
        return True
    in_program = verdict is False and _as_list(key.text)
    listed = Tuple_(vector_key.items, "(", ")") if in_program and isinstance(vector_key, Tuple_) else None
    if listed is not None and _as_values(listed, reply):
        return None  # [0.6, 0.8] may be a list of two numbers
    if verdict and isinstance(vector_key, Tuple_) and names_parts_otherwise(key.text, reply.text):
        return None
    if verdict is not True and isinstance(vector_key, Tuple_):
        vector = same_vector(vector_key, key.text, reply)
        return verdict if vector is None else vector
    return verdict


_POINT = lazy(r"(?<![A-Za-z\d])\([^()=]{1,40},[^()=]{1,40}\)")


def _same_points(wanted: Value, reply: Reply) -> bool:
    """Is the key a set of points, and are these the ones that a short reply mentions, in whatever words?"""
    if not isinstance(wanted, Set_) or len(wanted.items) < 2 or len(reply.text) > 300:
        return False
    if not all(isinstance(item, Tuple_) for item in wanted.items):
        return False
    found = [value(m[0].replace("−", "-")) for m in _POINT.finditer(reply.text)]
    points = tuple(dict.fromkeys(item for item in found if isinstance(item, Tuple_)))
    if len(points) != len(found) or len(points) != len(wanted.items) or _DENIED.search(reply.text):
        return False
    return general.same(Set_(wanted.items), Set_(points)).equal is True


_DENIED = lazy(r"\b(?:not|no|never|except|only)\b|n['’]t\b", re.IGNORECASE)


def _as_list(text: str) -> bool:
    """Is a key in square brackets written as a list in a program, without the delimiters of mathematics?"""
    return text.strip().startswith("[") and text.strip().endswith("]") and "interval" not in text


def _as_values(wanted: Value, reply: Reply) -> bool | None:
    verdict: bool | None = None
    for text, final in texts(reply):
        found = value(_ODDS.sub(r"\1 : \2", text) if isinstance(wanted, Ratio) else text)
        if found is None or (is_prose(found) and not is_prose(wanted)):
            continue
        if isinstance(found, Relation) and not final and not letters("".join(found.sides)):
            continue  # 1/2 > 1/4
        result = general.same(wanted, found).equal
        if not result:
            from viva.checking.undeclared.solutions import same_solutions  # NumPy, which simple answers do without

            solved = same_solutions(wanted, found)
            result = result if solved is None else solved
        if result is None and not final:
            continue
        if result is False and not final and isinstance(found, (Words, Formula)):
            if isinstance(wanted, (Words, Formula)) or text == reply.text.strip():
                verdict = False
            continue
        if result is False and not final and _another_kind(wanted, found):
            verdict = False
            continue
        return result
    return verdict


_ODDS = lazy(r"(?<![\d.])(\d+) to (\d+)(?![\d.])")  # 3 to 1


def _another_kind(wanted: Value, found: Value) -> bool:
    """Vectors or an inequality where a set of numbers is asked, numbers where points are: about something else."""
    if not isinstance(wanted, Set_) or len(wanted.items) < 2:
        return False
    vectors = isinstance(found, Tuple_) or (isinstance(found, Set_) and any(isinstance(i, Tuple_) for i in found.items))
    if all(isinstance(item, Quantity) for item in wanted.items):
        return vectors or isinstance(found, Relation)
    return all(isinstance(item, Tuple_) for item in wanted.items) and not vectors


def is_prose(item: Value | None) -> bool:
    """Words, or a list with words in it."""
    if isinstance(item, (Set_, Tuple_)):
        return any(map(is_prose, item.items))
    if isinstance(item, Formula):
        return len(re.findall(r"(?<![\\{A-Za-z])[A-Za-z]{3,}", item.text)) > 1
    return isinstance(item, Words)


def stated_equation(wanted: Value, reply: Reply) -> bool | None:
    """An equation or inequality that is the answer, against the best one that the reply states."""
    asked = letters(str(wanted))
    for text, final in texts(reply):
        found = value(text)
        if isinstance(found, (Relation, Assigned)):
            if not final and letters(str(found)) != asked:
                continue
            return general.same(wanted, found).equal
        whole_reply = text == reply.text.strip()
        if found is not None and not is_prose(found) and (whole_reply or (final and not isinstance(found, Formula))):
            return False if not isinstance(wanted, Assigned) else None  # a number or a set where an equation is asked
    return None


def letters(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Za-z](?:_\w+)?", re.sub(r"\\[A-Za-z]+|[{}]", "", text)))
