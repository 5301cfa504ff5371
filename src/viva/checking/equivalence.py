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
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from viva.checking.answers.classified_points import classifies
from viva.checking.answers.denying import without_denied
from viva.checking.answers.doubting import without_doubted
from viva.checking.answers.eigenpairs import same_pairs
from viva.checking.answers.growth_words import key_growth
from viva.checking.answers.identity import is_identity, is_unit, names_identity
from viva.checking.answers.lines import on_line
from viva.checking.answers.listings import lists
from viva.checking.answers.named_things import names_thing
from viva.checking.answers.other_subjects import of_other
from viva.checking.answers.properties import has
from viva.checking.answers.rankings import ranks
from viva.checking.answers.tending import asks_limit, says_limit, tends_to_key
from viva.checking.answers.words import special
from viva.checking.keys.alternatives import alternatives
from viva.checking.keys.assigning import assigns
from viva.checking.keys.asymptotic import leads, swallows, without_remainder
from viva.checking.keys.congruences import congruent
from viva.checking.keys.decisions import decided_otherwise
from viva.checking.keys.either_sign import leaves_sign_open, opposite
from viva.checking.keys.kinds import Key, understood
from viva.checking.keys.labelled_contents import named_formula, picks_labelled
from viva.checking.keys.operations import done_to, operates
from viva.checking.keys.option_numbers import picks_numbers
from viva.checking.keys.picking import picks
from viva.checking.keys.quotients import quotient_value, quotients
from viva.checking.keys.stated_numbers import stated_number
from viva.checking.keys.stated_shapes import stated_array, stated_as_shape, stated_shape, stated_shapes
from viva.checking.keys.stated_values import stated_equation, stated_value
from viva.checking.keys.up_to_factor import leaves_factor_open
from viva.checking.undeclared.products import turned
from viva.reading.blanks import shorter
from viva.reading.budget import DEFAULT_SECONDS, OutOfTime, within
from viva.reading.damage import is_torn
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.pieces import LONGEST, single_backslashes
from viva.reading.piecewise import as_cases
from viva.reading.replies import Reply, read_reply
from viva.reading.spoken import in_signs
from viva.reading.tight_tuples import spaced
from viva.reading.values import (
    Assigned,
    Formula,
    Interval,
    Relation,
    Set_,
    Union,
    Words,
)

MAX_KEY = 20_000


def equivalent(key_latex: str, reply_text: str) -> bool | None:
    """Does the reply give the key's answer? None where that cannot be decided. Bounded in time; takes any text."""
    if len(key_latex) > MAX_KEY:
        return None
    try:
        with within(DEFAULT_SECONDS):
            found = _equivalent(key_latex, reply_text)
            if not found:
                return found
            if without_denied(key_latex) is None and (rest := without_denied(reply_text)) is not None:
                return _equivalent(key_latex, rest) or None  # what is denied is not stated
            if without_doubted(key_latex) is None and (rest := without_doubted(reply_text)) is not None:
                return _equivalent(key_latex, rest) or None
            return None if of_other(key_latex, reply_text) else True
    except (OutOfTime, RecursionError):
        return None


def _equivalent(key_text: str, reply_text: str) -> bool | None:
    reply = read_reply(single_backslashes(reply_text))
    if not reply.text.strip():
        return None
    if (text := shorter(reply.text)) is not reply.text:  # reasoning set aside, or an attack on whatever skips blanks
        reply = read_reply(text)
    key_text = shorter(key_text)
    if _bare(reply_text) == _bare(key_text):
        return True  # word for word
    if _TWO_ORDERS.search(key_text):
        from viva.checking.answers.several_orders import same_orders, several  # NumPy, which simple answers do without

        if several(key_text):
            return same_orders(key_text, reply.text)
    if (accepted := alternatives(key_text)) is not None:
        results = [_equivalent(one, reply_text) for one in accepted]
        return True if True in results else None if None in results else False
    if (called := named_formula(key_text)) is not None:
        return _either(called, reply_text)
    key = understood(key_text)
    return _BY_KIND.get(key.kind, _value)(key, key_text, reply)


# ---- by what the key is: the key, as it was written, and the reply -------------------------------------------


def _choice(key: Key, written: str, reply: Reply) -> bool | None:
    if key.formula and key.content:
        found = picks(key, reply)
        by_formula = None if found else _equivalent(key.formula, reply.text)
        return by_formula if found is None or (by_formula and not _LABEL.search(reply.text)) else found
    if key.formula:
        return picks_labelled(key.value[0], key.formula, reply, lambda said: picks(key, said), _equivalent)
    return picks(key, reply)


def _distribution(key: Key, written: str, reply: Reply) -> bool | None:
    from viva.checking.answers.distributions import distributed

    return distributed(key.value, reply, _equivalent)


def _fields(key: Key, written: str, reply: Reply) -> bool | None:
    from viva.checking.answers.fields import holds_fields

    return holds_fields(key.value, reply, _equivalent)


def _array(key: Key, written: str, reply: Reply) -> bool | None:
    found = stated_array(key, written, reply)
    if not found and leaves_sign_open(written):
        return stated_array(replace(key, value=opposite(key.value)), "", reply) or found
    if found is None and "identity" in reply.text and is_unit(key.value) and not any(map(str.isdigit, reply.text)):
        return names_identity(reply.text)
    return found


def _any_formula(key: Key, written: str, reply: Reply) -> bool | None:
    if leads(written):
        if swallows(normalise(reply.text).text, key.text):
            return None
        reply = read_reply(without_remainder(reply.text, key.text))
        found = _formula(key, reply)
        if found is not True:
            from viva.checking.undeclared.leading import tends_with

            found = tends_with(written, reply.text) or found
        return None if found is False and _QUOTIENT.search(reply.text) else found
    if leaves_factor_open(written):
        from viva.checking.undeclared.proportions import proportional  # NumPy, which simple answers do without

        return proportional(written, reply.text)
    found = _formula(key, reply)
    if found is not True and (asks_limit(written) or says_limit(reply.text)):
        found = tends_to_key(key.text, reply, found, lambda said: _formula(key, read_reply(said)))
    if found is not True and (value := quotient_value(key.text)) is not None and _same_quotients(key, reply):
        return stated_number(replace(key, kind="number", value=value), reply, written)
    return None if found and turned(key.text, reply.text) else found


def _same_quotients(key: Key, reply: Reply) -> bool:
    """Is what the reply writes as a quotient, but for remarks, the key's own?"""
    from viva.checking.answers.expressions import same_text

    own = key.text.strip(" $").partition("=")[0]
    given = [quotient for place in candidates(reply) if place.rank < 6 for quotient in quotients(place.text)]
    return all(same_text(own, quotient) is True for quotient in given)


def _words(key: Key, written: str, reply: Reply) -> bool | None:
    if key_growth(key.text) is not None:
        from viva.checking.answers.asymptotics import same_order  # NumPy, which simple answers do without

        if (grown := same_order(key.text, reply.text)) is not None:
            return grown
    return names_thing(str(key.value), key.content, reply, lambda: stated_value(key, reply))


def _general(key: Key, written: str, reply: Reply) -> bool | None:
    if _BY_RULE.search(reply.text):
        from viva.checking.answers.set_builders import written_out  # few replies need it

        reply = read_reply(written_out(reply.text))
    if (apart := spaced(reply.text)) != reply.text:
        reply = read_reply(apart)
    option = picks_numbers(key, reply)
    found = stated_as_shape(key, reply) if option is None else option
    if found is not None:
        return found
    found = _ordered(key, written, reply) if _ORDERED.search(key.text) else stated_value(key, reply)
    if not found and isinstance(key.value, Set_) and any(map(str.isdigit, reply.text)):
        from viva.checking.answers.told_lists import lists_numbers

        listed = lists_numbers(key.value, reply)
        return listed if listed or found is None else found
    if found is None and isinstance(key.value, (Interval, Union)):
        from viva.checking.answers.told_intervals import stated_interval

        return stated_interval(key.value, key.text, reply)
    return found


def _ordered(key: Key, written: str, reply: Reply) -> bool | None:
    from viva.checking.undeclared.worded_regions import sign_in_words

    if (signed := sign_in_words(key.text, reply.text)) is not None:
        return signed
    found = _region(key, reply, stated_value(key, reply))
    return None if found and decided_otherwise(written, reply.text) else found


def _value(key: Key, written: str, reply: Reply) -> bool | None:
    return stated_value(key, reply)


_BY_RULE = lazy(r"\{[^{}:|\n]{1,60}?(?::|\||\\mid(?![a-z]))|\b(?:odd|even)\b[^.\n]{1,20}\b(?:from|between)\b")
_AN_ORDER = r"(?:[OΘΩ]|Theta|Omega)\}?\s*(?:\\left)?\("
_LABEL = lazy(r"\([a-j]\)|(?<![A-Za-z])[a-j]\)|\b(?:option|answer) \(?[A-Ja-j]\b")
_LONG_WORD = lazy(r"[a-z]{4,}")


def _either(called: tuple[str, str], reply_text: str) -> bool | None:
    """Does the reply say the name, or give the formula that it stands for?"""
    by_name, by_formula = (_equivalent(part, reply_text) for part in called)
    if by_formula or (by_name and not _LABEL.search(reply_text)):
        return True
    shared = set(_LONG_WORD.findall(called[0].lower())) & set(_LONG_WORD.findall(reply_text.lower()))
    if by_formula is False and not shared:
        return False
    return by_name if not by_name and not shared and not _MATHS.search(reply_text) else None


_TWO_ORDERS = lazy(rf"{_AN_ORDER}.{{1,120}}?{_AN_ORDER}")
_QUOTIENT = lazy(
    r"(?:→|->|\\(?:to|rightarrow|longrightarrow)(?![a-z]))[\s$]*[1-9]"
)  # f(x) e^{2x} → 2 says f ∼ 2e^{-2x}
_MATHS = lazy(r"[=^_|‖∥\\$]")
_DELIMITERS = lazy(r"\\[()\[\]]")


def _bare(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    text = "".join(text.split()).replace("$", "")
    return (_DELIMITERS.sub("", text) if "\\" in text else text).removesuffix(".")


def _arrays(key: Key, reply: Reply) -> bool | None:
    """Several arrays with names, each by its own."""
    from viva.checking.answers.named_parts import parts

    given = parts(reply.normal, [name for name, _ in key.value])
    results = [_equivalent(wanted, given[name]) if name in given else None for name, wanted in key.value]
    if any(result is not None for result in results):
        return False if False in results else None if None in results else True
    return stated_value(key, reply) if not given else None


# ---- formulas ----------------------------------------------------------------------------------------------


_MAPS = lazy(r"(?<![A-Za-z])[a-z]\s*(?:\\mapsto(?![a-z])|↦)")  # x ↦ 2x


# What may be told piece by piece.
_BY_PIECES = lazy(
    r"cases|\\max|\bmax|\\min|\bmin|\||\\[lr]?vert|sign|sgn|relu|clip|𝟙|𝟏|\\mathbb\s*\{?[1I]|\\mathbf\s*\{?1"
    r"|\[[^\]]*[<>]|Theta|_\+|H\(",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def _is_by_pieces(key: str) -> bool:
    return _BY_PIECES.search(key) is not None


_RELATED = lazy(r"=|\\(?:leftarrow|gets|coloneqq)(?![a-z])|←")


def _formula(key: Key, reply: Reply) -> bool | None:
    found = _whole_formula(key, reply)
    if found or "\n" not in reply.text:
        return found
    from viva.checking.undeclared.torn import by_layout  # few replies need it

    told = by_layout(key.text, reply.text, lambda text: _whole_formula(key, read_reply(text)))
    return found if told is None else told.verdict


def _whole_formula(key: Key, reply: Reply) -> bool | None:
    from viva.checking.answers.expressions import same_text

    if _is_by_pieces(key.text) and (pieces := as_cases(reply.text)) is not None:
        reply = read_reply(f"${pieces}$")
    if is_identity(key.text) and (named := names_identity(reply.text)) is not None:
        return named
    found = same_text(key.text, _MAPS.sub(" = ", reply.text) if _MAPS.search(reply.text) else reply.text)
    if found is not True and "=" in reply.text and _RELATED.search(key.text):
        from viva.checking.undeclared.equations import same_equation

        equal = same_equation(key.text, reply.text, only_yes=found is False)
        found = True if equal else equal if found is None else found
    if found is not True and (done := done_to(key.text, reply.text)) is not None:
        return done
    if found is not True and (signs := in_signs(reply.text)) is not None:
        told = same_text(key.text, signs)
        return told if told or found is None else found
    if found is not True and _ORDERED.search(key.text):
        return _region(
            key, reply, stated_equation(key.value, reply) if isinstance(key.value, (Relation, Assigned)) else found
        )
    if found is False and is_torn(reply.text):
        return None  # half of a formula is no answer
    if found is not None or key.value is None:
        return found
    if isinstance(key.value, (Relation, Assigned)):
        stated = stated_equation(key.value, reply)
        return None if stated and r"\text{where" in key.text else stated  # it compares no meanings of names
    return None  # never anything weaker than a comparison of the formulas as such


_ORDERED = lazy(r"[<>≤≥]|\\(?:le|ge|lt|gt|leq|geq|leqslant|geqslant)(?![a-z])")


def _region(key: Key, reply: Reply, found: bool | None) -> bool | None:
    """The verdict on an inequality, where both sides can be compared at points; else what was found otherwise."""
    if r"\begin" in key.text:
        return found
    from viva.checking.undeclared.worded_regions import inequality_in_signs

    ordered = _ORDERED.search(reply.text) is not None
    ends = ordered and len(reply.text) <= MAX_KEY and _ENDS_WITHIN.search(reply.text) is not None
    told = None if found and not ends else inequality_in_signs(key.text, reply.text)
    from viva.checking.undeclared.bounds import same_bound

    if not ordered and told is None:
        bound = same_bound(key.text, reply.text)
        return found if bound is None else bound
    from viva.checking.undeclared.regions import same_inequality  # NumPy, which simple answers do without

    equal = same_inequality(key.text, reply.text) if ordered and not (ends and told is not None) else None
    if equal is None and told is not None:
        equal = same_inequality(key.text, told)
    if equal is None:
        equal = same_bound(key.text, reply.text)
    if equal is None and isinstance(key.value, Interval) and _bounded_by_names(key.value):
        return None if found is False or not _same_subject(key.text, reply.text) else found
    return found if equal is None else equal


# Behind all inequalities an interval is given.
_ENDS_WITHIN = lazy(r"(?:∈|\\in(?![a-z]))(?:[^<>≤≥\\]|\\(?!(?:leq?|geq?|lt|gt)(?![a-z])))*+\Z", needs=r"∈|\in")


def _bounded_by_names(found: Interval) -> bool:
    return any(isinstance(bound, (Formula, Words)) for bound in (found.low, found.high))


def _same_subject(key: str, reply: str) -> bool:
    """Stand both sides of the key's inequality in the reply, H(X) of `H(X) ≤ ln K` too, or is it a mere region?"""
    return all(_bare(side) in _bare(reply) for side in _ORDERED.split(key)) or not _ORDERED.search(reply)


_BY_KIND: Mapping[str, Callable[[Key, str, Reply], bool | None]] = {
    "array": _array,
    "arrays": lambda key, _, reply: _arrays(key, reply),
    "assignment": lambda key, _, reply: assigns(key.value, reply),
    "choice": _choice,
    "classified": lambda key, _, reply: classifies(key.value, reply.text),
    "congruence": lambda key, _, reply: congruent(key.value, reply),
    "distribution": _distribution,
    "eigenpairs": lambda key, _, reply: same_pairs(key.value, reply.text),
    "fields": _fields,
    "formula": _any_formula,
    "general": _general,
    "line": lambda key, _, reply: on_line(key.value, reply.text),
    "listing": lambda key, _, reply: lists(key.value, reply),
    "number": lambda key, written, reply: stated_number(key, reply, written),
    "operation": lambda key, _, reply: operates(key.text, reply.text),
    "properties": lambda key, _, reply: has(key.value, reply),
    "ranking": lambda key, _, reply: ranks(key.value, reply.text, ">" in key.text),
    "shape": lambda key, _, reply: stated_shape(key, reply),
    "shapes": lambda key, _, reply: stated_shapes(key, reply),
    "special": lambda key, _, reply: special(key, reply),
    "words": _words,
}
