r"""`equivalent`: does a reply give the same answer as a key, where both are nothing but text?

>>> equivalent("12,832", "Each filter has 401 parameters.\n\n**Total:** 32 × 401 = **12832**")
True
>>> equivalent("(A)", "■ A □ B □ C"), equivalent("8 × 12", "96"), equivalent("1", r"\sum_{j=1}^n g_j")
(True, False, None)

The key tells what kind of answer it is: a choice, a number, an array, a shape, words, a formula, or general mathematics
(tuples, sets, intervals, equations). The reply is then read by the same modules that read the replies of an exam. None
means that one of the two could not be read, or that it cannot be decided.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

from viva.checking.answers import general, numbers, shapes
from viva.checking.answers.growth_words import key_growth
from viva.checking.answers.identity import is_identity, names_identity
from viva.checking.answers.listings import lists
from viva.checking.answers.named_options import says_either
from viva.checking.answers.properties import has
from viva.checking.answers.protocol import Reading
from viva.checking.answers.sizes import defined, same_sizes
from viva.checking.answers.words import special, vanishes
from viva.checking.keys.arrays import is_gradient, names_parts_otherwise, same_array, same_vector
from viva.checking.keys.assigning import assigns
from viva.checking.keys.asymptotic import leads, without_remainder
from viva.checking.keys.congruences import congruent
from viva.checking.keys.kinds import Key, understood
from viva.checking.keys.numbers import counted, in_decimals, same_number
from viva.checking.keys.option_lists import same_label
from viva.checking.keys.phrasing import decided_otherwise
from viva.checking.keys.picking import picks, picks_numbers
from viva.checking.keys.shapes import may_be_list
from viva.checking.undeclared.products import turned
from viva.kinds import Number, Shape
from viva.reading.arithmetic import Amount
from viva.reading.arrays import Grid, cells
from viva.reading.arrays import arrays as arrays_of
from viva.reading.budget import DEFAULT_SECONDS, OutOfTime, within
from viva.reading.damage import is_torn
from viva.reading.locate import candidates
from viva.reading.patterns import lazy
from viva.reading.pieces import LONGEST, single_backslashes, texts
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply, read_reply
from viva.reading.shapes import shapes as find_shapes
from viva.reading.values import (
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
    clean,
    value,
)
from viva.types import Part

MAX_KEY = 20_000


def equivalent(key_latex: str, reply_text: str) -> bool | None:
    """Does the reply give the key's answer? None where that cannot be decided. Bounded in time; takes any text."""
    if len(key_latex) > MAX_KEY:
        return None
    try:
        with within(DEFAULT_SECONDS):
            return _equivalent(key_latex, reply_text)
    except (OutOfTime, RecursionError):
        return None


def _equivalent(key_text: str, reply_text: str) -> bool | None:
    reply = read_reply(single_backslashes(reply_text))
    if not reply.text.strip():
        return None
    if _bare(reply_text) == _bare(key_text):
        return True  # word for word
    if _TWO_ORDERS.search(key_text):
        from viva.checking.answers.several_orders import same_orders, several  # NumPy, which simple answers do without

        if several(key_text):
            return same_orders(key_text, reply.text)
    key = understood(key_text)
    if key.kind == "formula" and leads(key_text):
        reply = read_reply(without_remainder(reply.text, key.text))
        found = _formula(key, reply)
        return None if found is False and _QUOTIENT.search(reply.text) else found
    if key.kind == "choice":
        return picks(key, reply)
    if key.kind == "congruence":
        return congruent(key.value, reply)
    if key.kind == "assignment":
        return assigns(key.value, reply)
    if key.kind == "distribution":
        from viva.checking.answers.distributions import distributed

        return distributed(key.value, reply, _equivalent)
    if key.kind == "properties":
        return has(key.value, reply)
    if key.kind == "special":
        return special(key, reply)
    if key.kind == "array":
        return _array(key, key_text, reply)
    if key.kind == "arrays":
        return _arrays(key, reply)
    if key.kind == "shape":
        return _shape(key, reply)
    if key.kind == "shapes":
        return _shapes(key, reply)
    if key.kind == "number":
        return _number(key, reply, key_text)
    if key.kind == "formula" and (labelled := same_label(key_text, reply.text)) is not None:
        return labelled
    if key.kind == "formula":
        found = _formula(key, reply)
        return None if found and turned(key.text, reply.text) else found
    if key.kind == "listing":
        return lists(key.value, reply)
    if key.kind == "words" and key_growth(key.text) is not None:
        from viva.checking.answers.asymptotics import same_order  # NumPy, which simple answers do without

        if (grown := same_order(key.text, reply.text)) is not None:
            return grown
    if key.kind == "words" and (said := says_either(str(key.value), key.content, reply)) is not None:
        return said
    if key.kind == "general":
        option = picks_numbers(key, reply)
        found = _as_shape(key, reply) if option is None else option
        if found is not None:
            return found
        if _ORDERED.search(key.text):
            found = _region(key, reply, _general(key, reply))
            return None if found and decided_otherwise(key_text, reply.text) else found
    return _general(key, reply)


_AN_ORDER = r"(?:[OΘΩ]|Theta|Omega)\}?\s*(?:\\left)?\("
_TWO_ORDERS = lazy(rf"{_AN_ORDER}.{{1,120}}?{_AN_ORDER}")
_QUOTIENT = lazy(
    r"(?:→|->|\\(?:to|rightarrow|longrightarrow)(?![a-z]))[\s$]*[1-9]"
)  # f(x) e^{2x} → 2 says f ∼ 2e^{-2x}
_DELIMITERS = lazy(r"\\[()\[\]]")


def _bare(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    text = "".join(text.split()).replace("$", "")
    return (_DELIMITERS.sub("", text) if "\\" in text else text).removesuffix(".")


def _part(kind: Any, asks: str = "the answer") -> Part:
    return Part("equivalent", asks, kind, key=lambda draw: None, shown=lambda draw: "")


# ---- one kind each -----------------------------------------------------------------------------------------


_NOUNS = lazy(r"(?<![A-Za-z\\])[a-z]{4,}(?![A-Za-z{])")  # of what: "25/3 draws", "layer 3"
_DEGREES = lazy(r"°|\\circ|\\degree|degree")
_MINUTES = lazy(r"\d\s*(?:['′’]|\^\{?\\prime)")


def _number(key: Key, reply: Reply, written: str) -> bool | None:
    if (option := picks_numbers(key, reply)) is not None:
        return option
    wanted: Quantity = key.value
    if _DEGREES.search(key.text) and _MINUTES.search(reply.text) and not _DEGREES.search(reply.text):
        return None  # 60' is one degree
    nouns = " ".join(_NOUNS.findall(written)) if len(written) < 200 else ""
    noun = "number" if wanted.value == int(wanted.value) else "value"
    part = _part(Number(wanted.unit), f"the {noun} for {nouns}" if nouns else f"the {noun}")
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
        counts = wanted.unit not in ("", "%") and not found.value.unit and found.answer is not None
        return None if verdict and counts and counted(reply.text, found.answer.span.end) else verdict
    if _unbounded(reply):
        return False
    if vanishes(reply):
        return wanted.value == 0
    if found.answer is not None and _EULER.search(found.answer.quote):  # 1/e
        from viva.checking.answers.expressions import same_text

        if (same := same_text(key.text, reply.text)) is not None:
            return same
    return _value_of_another_kind(reply)


_CONSTRAINT = lazy(r"(?<![\w\\])[A-Za-z](?:_\w)?\s*[+-]\s*[A-Za-z](?:_\w)?\s*=\s*$")  # a + b = 1
_NUMBERED = lazy(r"(?<![\\A-Za-z])([A-Za-z]|\\[a-z]{2,10})_\{?(\d{1,3})\}?\s*=\s*")


def _of_another(key: str, before: str) -> bool:
    """Is a number of something else than the key's: `x_2 =` for `x_1 =`, the constraint `a + b =` for a norm?"""
    asked = _NUMBERED.match(key.lstrip("$ "))
    near = before[-24:]
    if "=" in key and _CONSTRAINT.search(near) and not _CONSTRAINT.search(key.rpartition("=")[0].strip("$ ") + "="):
        return True
    given = next((name for name in _NUMBERED.finditer(near) if name.end() == len(near)), None)
    return asked is not None and given is not None and asked[1] == given[1] and asked[2] != given[2]


_OPTIONS = lazy(r"(?m)^[^\S\n]*+(?:[-*•][^\S\n]+)?[*_]*\(?[A-E][).]")
_EULER = lazy(r"(?<![A-Za-z\\])e(?![A-Za-z])")


def _value_of_another_kind(reply: Reply) -> bool | None:
    """False where the reply is nothing but a value that is no number: a set, an interval, an equation."""
    if re.fullmatch(r"\s*(?=\w*\d)(?=\w*[A-Z]{3})[A-Z0-9]+\s*", reply.text):
        return False  # a code such as AZ3KB
    alone = value(reply.text) if len(reply.text) < 200 else None
    return False if isinstance(alone, (Set_, Tuple_, Interval, Union)) and not _is_prose(alone) else None


_ASSIGNED = lazy(r"[\s$]*(?P<name>[^=(\[,]{1,24}?)\s*=")


def _array(key: Key, key_text: str, reply: Reply) -> bool | None:
    grid: Grid = key.value
    verdict = same_array(grid, reply)
    if verdict is not True and (own := _own_part(key_text, reply)) is not None:
        return same_array(grid, own)
    sizes = [c.value for c in cells(grid.entries) if isinstance(c, Amount)]
    if verdict is None and grid.numeric and len(grid.shape) == 1 and all(size == abs(int(size)) for size in sizes):
        return _shape(Key("shape", tuple(map(str, sizes)), ""), reply)  # [1, 128, 64] may also be a shape
    return verdict


def _own_part(key_text: str, reply: Reply) -> Reply | None:
    """What the reply sets the key's name equal to, where that is an array beside others: δ₁ after δ₂."""
    name = _ASSIGNED.match(key_text)
    if name is None or len(arrays_of(reply.normal)) < 2:
        return None
    from viva.checking.answers.named_parts import parts

    part = parts(reply.normal, [name["name"].strip()]).get(name["name"].strip())
    return read_reply(part) if part is not None and arrays_of(part) else None


def _arrays(key: Key, reply: Reply) -> bool | None:
    """Several arrays with names, each by its own."""
    from viva.checking.answers.named_parts import parts

    given = parts(reply.normal, [name for name, _ in key.value])
    results = [_equivalent(wanted, given[name]) if name in given else None for name, wanted in key.value]
    if any(result is not None for result in results):
        return False if False in results else None if None in results else True
    return _general(key, reply) if not given else None


def _shapes(key: Key, reply: Reply) -> bool | None:
    from viva.checking.answers.named_shapes import same_shapes

    return same_shapes([(named.name, named.sizes) for named in key.value], reply)


def _shape(key: Key, reply: Reply) -> bool | None:
    verdict = _sizes(key, reply)
    if verdict is not True and may_be_list(key.text) and isinstance(listed := value(key.text), Tuple_):
        vector = same_vector(listed, key.text, reply)  # (8, 3, 7) may also be a vector
        return vector if vector is not None else verdict
    return verdict


def _sizes(key: Key, reply: Reply) -> bool | None:
    if key.content and len(re.findall(r"×|\\times|[(\[]|\bby\b|∈|\\in", reply.text)) > 1:
        from viva.checking.answers.named_shapes import shape_of

        if (named := shape_of(key.content, reply)) is not None:
            return same_sizes(named, key.value)
    found = _shape_read(key.value, reply)
    scalar = _SCALAR.search(reply.text) is not None
    if found is not None and not (scalar and not key.value):
        return found
    if scalar:
        return not key.value
    if any(same_sizes(shape.sizes, key.value) for shape in find_shapes(reply.normal)):
        return None  # beside others
    return False if isinstance(numbers.read(reply, _part(Number(), "the number")), Reading) else None


_SCALAR = lazy(
    r"\b(?:an?|is|one) (?:scalar|(?:single )?(?:real )?number)\b|\bSize\(\[\]\)|^\W*(?:a )?scalar\W*$|^\s*\(\)\s*$",
    re.IGNORECASE,
)


def _shape_read(sizes: tuple[str, ...], reply: Reply) -> bool | None:
    """Is the shape that the reply states the key's? None where it states none."""
    part = _part(Shape(), "the shape of the output")
    found = shapes.read(reply, part, symbolic=not any(map(str.isdigit, sizes)), flat=len(sizes) < 2)
    if not isinstance(found, Reading):
        return None
    equal = shapes.same(found.value, sizes, part).equal
    if equal is not True and (put := defined(found.value, reply.normal)) is not None:
        return shapes.same(put, sizes, part).equal  # (B, H, T) with B = 4, …
    return equal


_SIZES = re.compile(r"[(\[]\s*((?:\d+|\d*[A-Za-z](?:_\w+)?)(?:\s*,\s*(?:\d+|\d*[A-Za-z](?:_\w+)?))+)\s*[)\]]")


def _as_shape(key: Key, reply: Reply) -> bool | None:
    """A list of sizes as a key may be a shape: where the reply writes "7 × 11" or `torch.Size`."""
    written = _SIZES.fullmatch(clean(key.text))
    if written is None or not re.search(r"×|\\times|(?<=\d)x(?=\d)|[-\s]by[-\s]|Size\(|\brows?\b", reply.text):
        return None
    return _shape_read(tuple(re.split(r"\s*,\s*", written[1])), reply)


_MAPS = lazy(r"(?<![A-Za-z])[a-z]\s*(?:\\mapsto(?![a-z])|↦)")  # x ↦ 2x


_RELATED = lazy(r"=|\\(?:leftarrow|gets|coloneqq)(?![a-z])|←")


def _formula(key: Key, reply: Reply) -> bool | None:
    from viva.checking.answers.expressions import same_text

    if is_identity(key.text) and (named := names_identity(reply.text)) is not None:
        return named
    found = same_text(key.text, _MAPS.sub(" = ", reply.text) if _MAPS.search(reply.text) else reply.text)
    if found is not True and "=" in reply.text and _RELATED.search(key.text):
        from viva.checking.undeclared.equations import same_equation

        equal = same_equation(key.text, reply.text, only_yes=found is False)
        found = True if equal else equal if found is None else found
    if found is not True and _ORDERED.search(key.text):
        return _region(
            key, reply, _equation(key.value, reply) if isinstance(key.value, (Relation, Assigned)) else found
        )
    if found is False and is_torn(reply.text):
        return None  # half of a formula is no answer
    if found is not None or key.value is None:
        return found
    if isinstance(key.value, (Relation, Assigned)):
        return _equation(key.value, reply)
    return None  # never anything weaker than a comparison of the formulas as such


_ORDERED = lazy(r"[<>≤≥]|\\(?:le|ge|lt|gt|leq|geq|leqslant|geqslant)(?![a-z])")


def _region(key: Key, reply: Reply, found: bool | None) -> bool | None:
    """The verdict on an inequality, where both sides can be compared at points; else what was found otherwise."""
    if r"\begin" in key.text:
        return found
    from viva.checking.undeclared.worded_regions import in_signs

    text = reply.text if _ORDERED.search(reply.text) else in_signs(key.text, reply.text)
    if text is None:
        return found
    from viva.checking.undeclared.regions import same_inequality  # NumPy, which simple answers do without

    equal = same_inequality(key.text, text)
    if equal is None and isinstance(key.value, Interval) and _bounded_by_names(key.value):
        return None if found is False or not _same_subject(key.text, reply.text) else found
    return found if equal is None else equal


def _bounded_by_names(found: Interval) -> bool:
    return any(isinstance(bound, (Formula, Words)) for bound in (found.low, found.high))


def _same_subject(key: str, reply: str) -> bool:
    """Stand both sides of the key's inequality in the reply, H(X) of `H(X) ≤ ln K` too, or is it a mere region?"""
    return all(_bare(side) in _bare(reply) for side in _ORDERED.split(key)) or not _ORDERED.search(reply)


def _equation(wanted: Value, reply: Reply) -> bool | None:
    """An equation or inequality that is the answer, against the best one that the reply states."""
    letters = _letters(str(wanted))
    for text, final in texts(reply):
        found = value(text)
        if isinstance(found, (Relation, Assigned)):
            if not final and _letters(str(found)) != letters:
                continue
            return general.same(wanted, found).equal
        whole_reply = text == reply.text.strip()
        if found is not None and not _is_prose(found) and (whole_reply or (final and not isinstance(found, Formula))):
            return False if not isinstance(wanted, Assigned) else None  # a number or a set where an equation is asked
    return None


def _letters(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Za-z](?:_\w+)?", re.sub(r"\\[A-Za-z]+|[{}]", "", text)))


_UNBOUNDED = lazy(
    r"(?:=|→|\\to|\bis|\bequals|\bto|\bapproaches)\s*\$?\s*[-+]?\s*(?:\\infty|∞|(?:positive |minus "
    r"|negative )?infinity)"
    r"[\s$.*)\]}\\]*$|\b(?:diverges|is unbounded|grows without (?:any )?(?:bound|limit)"
    r"|does not converge)\b(?!\s+(?:if|when|unless))"
)


_INFINITY = lazy(
    r"[\s$*]*[-+−]?\s*(?:\\infty|∞|(?:plus |minus )?infinity|infinite|float\(['\"]inf['\"]\)|inf)[\s$*.]*", re.I
)


def _unbounded(reply: Reply) -> bool:
    """Does the reply say that the value is infinite, where a number is asked?"""
    if _INFINITY.fullmatch(reply.text):
        return True
    best = next((c for c in candidates(reply) if c.rank < 6), None)
    return best is not None and bool(_UNBOUNDED.search(best.text.strip()))


# ---- general mathematics -----------------------------------------------------------------------------------


def _general(key: Key, reply: Reply) -> bool | None:
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
    if verdict and isinstance(vector_key, Tuple_) and names_parts_otherwise(key.text, reply.text):
        return None
    if verdict is not True and isinstance(vector_key, Tuple_):
        vector = same_vector(vector_key, key.text, reply)
        return verdict if vector is None else vector
    return verdict


def _as_values(wanted: Value, reply: Reply) -> bool | None:
    verdict: bool | None = None
    for text, final in texts(reply):
        found = value(_ODDS.sub(r"\1 : \2", text) if isinstance(wanted, Ratio) else text)
        if found is None or (_is_prose(found) and not _is_prose(wanted)):
            continue
        if isinstance(found, Relation) and not final and not _letters("".join(found.sides)):
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


def _is_prose(item: Value | None) -> bool:
    """Words, or a list with words in it."""
    if isinstance(item, (Set_, Tuple_)):
        return any(map(_is_prose, item.items))
    if isinstance(item, Formula):
        return len(re.findall(r"(?<![\\{A-Za-z])[A-Za-z]{3,}", item.text)) > 1
    return isinstance(item, Words)
