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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from viva.checking import arrays, choices, general, numbers, shapes
from viva.checking.protocol import Reading
from viva.kinds import Array, Choice, Number, Shape
from viva.reading.arithmetic import Amount
from viva.reading.arrays import arrays as find_arrays
from viva.reading.arrays import cells
from viva.reading.budget import DEFAULT_SECONDS, OutOfTime, tick, within
from viva.reading.choices import chosen
from viva.reading.locate import Candidate, boxes, candidates
from viva.reading.normal import normalise
from viva.reading.numbers import whole
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply, read_reply
from viva.reading.shapes import shapes as find_shapes
from viva.reading.values import (
    Assigned,
    Formula,
    Interval,
    Relation,
    Set_,
    Tuple_,
    Union,
    Value,
    Words,
    clean,
    compared,
    is_name,
    split,
    value,
)
from viva.types import Part

LETTERS = tuple("ABCDEFGHIJ")
DIGITS = tuple("123456789")
MAX_KEY = 20_000
LONGEST_VALUE = 4_000  # code points of a text that may be the answer as a whole


def equivalent(key_latex: str, reply_text: str) -> bool | None:
    """Does the reply give the key's answer? None where that cannot be decided. Bounded in time; takes any text."""
    if len(key_latex) > MAX_KEY:
        return None
    try:
        with within(DEFAULT_SECONDS):
            return _equivalent(key_latex, reply_text)
    except (OutOfTime, RecursionError):
        return None


@dataclass(frozen=True)
class _Key:
    """What the key is: its kind, its value in that kind's own type, and its text."""

    kind: str
    value: Any
    text: str


def _equivalent(key_text: str, reply_text: str) -> bool | None:
    reply = read_reply(_single_backslashes(reply_text))
    if not reply.text.strip():
        return None
    key = _understood(key_text)
    if key.kind == "choice":
        return _choice(key, reply)
    if key.kind == "special":
        return _special(key, reply)
    if key.kind == "array":
        return _array(key, reply)
    if key.kind == "shape":
        return _shape(key, reply)
    if key.kind == "number":
        return _number(key, reply)
    if key.kind == "formula":
        return _formula(key, reply)
    return _general(key, reply)


_DOUBLED = lazy(r"\\\\(?=(?:[dt]?frac|sqrt|left|right|boxed|text|le|ge|leq|geq|infty|cup|in|pi|cdot|times)(?![a-z]))")


def _single_backslashes(text: str) -> str:
    """The text with `\\\\frac` (escaped once too often) as `\\frac`; row breaks of matrices stay."""
    return _DOUBLED.sub(r"\\", text) if "\\\\" in text else text


# ---- what the key is ---------------------------------------------------------------------------------------

_OR = lazy(r"(?<![A-Za-z\\])(?:or|and)(?![A-Za-z])")
_CHOICE = lazy(r"\(?\s*(?:[A-J]|\([a-j]\))\s*[).]?(?:\s*(?:,|and|&|;)\s*\(?\s*(?:[A-J]|\([a-j]\))\s*[).]?)*$")
_LONE_BRACKETED = lazy(r"\(?[a-j]\)(?:\s*(?:,|and|&|;)\s*\(?[a-j]\))*$")
_COMPLEXITY = lazy(
    r"(?:\\mathcal\s*\{?O\}?|\\?O|Θ|\\Theta|Ω|\\Omega|\\tilde\s*\{?O\}?|o)\s*(?:\\left|\\big[lg]?)?\s*\("
)


@lru_cache(maxsize=256)
def _understood(text: str) -> _Key:
    text = _core(text)
    bare = clean(normalise(text).text)
    if _CHOICE.match(bare) or _LONE_BRACKETED.match(bare) or (re.fullmatch("[a-e]", bare) and "$" not in text):
        found = tuple(
            dict.fromkeys(letter.upper() for letter in re.findall(r"(?<![A-Za-z])[A-Ja-j](?![A-Za-z])", bare))
        )
        return _Key("choice", found, bare)
    if re.fullmatch(r"[a-j](?:, ?[a-j])*,? (?:and|&) [a-j]", bare) and "$" not in text:
        return _Key("choice", tuple(letter.upper() for letter in re.findall(r"\b[a-j]\b", bare)), bare)
    if re.fullmatch(r"\d(?:, \d)*,? and \d", bare) and "$" not in text:
        return _Key("choice", tuple(re.findall(r"\d", bare)), bare)
    sides = split(bare, "=")
    if (
        len(sides) > 1
        and not re.search(r"[≤≥<>≠]", bare)
        and len(split(bare, ",;")) == 1
        and not _OR.search(bare)
        and (len(sides) > 2 or _names_a_value(*sides))
    ):
        last = _understood(sides[-1])
        if last.kind in ("number", "array", "shape") and (last.kind != "shape" or len(sides) == 2):
            return last
    if bare in _SPECIAL:
        return _Key("special", _SPECIAL[bare], bare)
    if re.search(r"\^\{?\\circ|°|\\degree", text) and (angle := whole(bare)) is not None:
        return _Key("number", angle, text)
    normal = normalise(text).text
    grids = find_arrays(normal)
    if len(grids) == 1 and _is_array(normal, bare, grids[0].shape):
        return _Key("array", grids[0], text)
    sizes = find_shapes(_shape_text(bare))
    if len(sizes) == 1 and _is_shape(bare, sizes[0].end - sizes[0].start, sizes[0].bracketed, sizes[0].sizes):
        return _Key("shape", sizes[0].sizes, text)
    quantity = whole(text)
    if quantity is not None:
        return _Key("number", quantity, text)
    counted = re.fullmatch(r"([-+\d.,/ ]*\d)\s+[a-z]{3,}(?: [a-z]+){0,2}", bare)
    if counted and not _OR.search(bare) and (quantity := whole(counted[1])) is not None:
        return _Key("number", quantity, text)  # 125 miles
    if _COMPLEXITY.match(bare):
        return _Key("formula", None, text)
    found_value = value(text)
    if isinstance(found_value, Words):
        return _Key("words", found_value, text)
    if isinstance(found_value, (Formula, Relation)) or (
        isinstance(found_value, Assigned) and _symbolic(found_value.value)
    ):
        return _Key("formula", found_value, text)
    return _Key("general", found_value, text)


_SPECIAL = {
    "∞": "∞", "+∞": "∞", r"\infty": "∞", "-∞": "-∞", r"-\infty": "-∞",
    "∅": "∅", r"\emptyset": "∅", r"\varnothing": "∅", r"\{\}": "∅", r"\{ \}": "∅",
    "yes": "yes", "no": "no", "true": "yes", "false": "no",
    "Yes": "yes", "No": "no", "True": "yes", "False": "no", "YES": "yes", "NO": "no",
}  # fmt: skip
_SAYS_SPECIAL = lazy(
    r"(?P<minus>[-−]\s*(?:\\infty|∞)|(?:minus|negative) infinity)|(?P<infinite>\+?\\infty|∞|infinity|(?<=is )infinite)"
    r"|(?P<empty>\\emptyset|\\varnothing|∅|empty set|no (?:real )?solutions?)"
    r"|(?P<yes>\byes\b|\b(?:is|are) (?:indeed )?(?:true|correct)\b|^\W*true\b)|(?P<no>^\W*no\b|\bno[.,!]|\b(?:is|are) "
    r"(?:not (?:true|correct)|false|incorrect|wrong)\b|^\W*false\b)",
    re.IGNORECASE,
)
_MEANING = {"minus": "-∞", "infinite": "∞", "empty": "∅", "yes": "yes", "no": "no"}


def _special(key: _Key, reply: Reply) -> bool | None:
    """Infinity, the empty set, yes and no: what the best statement that says one of them says first."""
    kinds = ("yes", "no") if key.value in ("yes", "no") else ("∞", "-∞", "∅")
    plain = normalise(reply.text).text if len(reply.text) < LONGEST_VALUE else ""
    statements = [plain] if len(plain.split()) <= 3 else []
    statements += [c.text for c in candidates(reply) if c.rank < 6 and len(c.text) <= LONGEST_VALUE]
    if key.value in ("yes", "no") and re.match(r"[\s*_#]*(?:yes|no)\b", plain, re.IGNORECASE):
        statements.insert(0, plain.strip().split("\n")[0][:200])
    for words in statements:
        said = [_MEANING[str(m.lastgroup)] for m in _SAYS_SPECIAL.finditer(words.strip(" *_$.")) if m.lastgroup]
        said = [meaning for meaning in said if meaning in kinds]
        if said:
            return bool((said[0] if kinds[0] == "yes" else said[-1]) == key.value)
    alone = value(plain) if plain else None
    return False if isinstance(alone, (Quantity, Set_, Tuple_, Interval, Union)) else None


def _names_a_value(left: str, right: str) -> bool:
    """Is `left = right` a value with its name or formula in front, rather than an equation that is the answer?"""
    if is_name(left) or whole(left) is not None:
        return True
    return len(split(left, "+-")) == 1 and len(re.sub(r"\D", "", right)) >= 3


def _symbolic(item: Value) -> bool:
    return isinstance(item, (Formula, Relation))


def _core(text: str) -> str:
    """The answer in a key that is a whole text: its boxes, or its last formula where it is mostly prose."""
    text = _single_backslashes(text)
    joined = _joined_boxes(read_reply(text))
    if joined:
        return joined
    if len(re.findall(r"[A-Za-z]{3,}", re.sub(r"\\[A-Za-z]+|\\text\{[^{}]*\}", " ", text))) > 6:
        reply = read_reply(text)
        if reply.maths:
            last = reply.maths[-1]
            return text[last.inner_start : last.inner_end]
        best = next(iter(candidates(reply)), None)
        return best.text if best is not None else text
    return text


def _is_array(normal: str, bare: str, shape: tuple[int, ...]) -> bool:
    if re.search(r"\\begin\{", normal) or len(shape) > 1:
        return True
    if re.search(r"[)\]]\s*\^\s*\{?\s*(?:\\top|T|\\intercal|\\mathsf)", bare) or re.match(
        r"(?:\\frac|\d|-)[^,]*[(\[]", bare
    ):
        return True
    return bool(re.fullmatch(r"\[[^\[\]]*\]", bare)) and shape[0] > 2


def _shape_text(bare: str) -> str:
    return re.sub(
        r"\\mathbb\{?R\}?\s*\^\s*\{([^{}]*)\}|ℝ\^\{([^{}]*)\}|R\^\{([^{}]*)\}",
        lambda m: f" {m[1] or m[2] or m[3]} ",
        bare,
    )


def _is_shape(bare: str, length: int, bracketed: bool, sizes: tuple[str, ...]) -> bool:
    """Is the key nothing but this shape? Two numbers in round brackets may also be a point: that is general."""
    rest = re.sub(r"\\mathbb\{?R\}?\s*\^|ℝ\^|[{}\s$]|torch\.Size|R\^", "", bare)
    if len(rest) - length > 4 or "!" in bare or re.search(r"\\cdot|·", bare):
        return False
    if bracketed:
        return len(sizes) > 2 or (len(sizes) == 2 and all(size.isdigit() and int(size) > 9 for size in sizes))
    return len(sizes) > 1


def _part(kind: Any, asks: str = "the answer") -> Part:
    return Part("equivalent", asks, kind, key=lambda draw: None, shown=lambda draw: "")


# ---- one kind each -----------------------------------------------------------------------------------------


def _choice(key: _Key, reply: Reply) -> bool | None:
    names = LETTERS if key.value[0].isalpha() else DIGITS
    if names is LETTERS and not re.search(r"[A-Z]|\(", key.text):
        names = tuple(letter.lower() for letter in LETTERS)
    part = _part(Choice(names))
    bare = clean(reply.text).strip("*_. ")
    if re.fullmatch(r"\(?[A-Ja-j1-9]\)?(?:\s*(?:,|and|&|;|\+|\s)\s*\(?[A-Ja-j1-9]\)?)*", bare):
        return frozenset(re.findall(r"[A-J1-9]", re.sub(r"and", ",", bare).upper())) == frozenset(key.value)
    start = re.match(r"[\s*_$]*\(?([A-Ja-j])(?:\)[.:]?|[.:])(?=[\s*]|$)", reply.text)
    if (
        start
        and len(re.findall(r"(?m)^[\s*_$]*\(?[A-Ja-j][).:]", reply.text)) <= 1
        and not re.search(r"[■☒□☐]", reply.text)
    ):
        return frozenset((start[1].upper(),)) == frozenset(key.value)
    found = choices.read(reply, part)
    if not isinstance(found, Reading):
        letters = [m.option.upper() for m in chosen(reply.text, names)]
        if not letters or len(reply.text.strip()) > 60:
            return None
        return frozenset(letters) == frozenset(key.value)
    given = {item: frozenset(option.upper() for option in picked) for item, picked in found.value.items()}
    return bool(choices.same(given, {"": key.value}, part).equal)


def _number(key: _Key, reply: Reply) -> bool | None:
    wanted: Quantity = key.value
    part = _part(Number(wanted.unit), "the number")
    found = numbers.read(reply, part)
    if isinstance(found, Reading):
        return general.same_quantities(wanted, found.value)
    if _unbounded(reply):
        return False
    return _value_of_another_kind(reply)


def _value_of_another_kind(reply: Reply) -> bool | None:
    """False where the reply is nothing but a value that is no number: a set, an interval, an equation."""
    alone = value(reply.text) if len(reply.text) < 200 else None
    return False if isinstance(alone, (Set_, Tuple_, Interval, Union)) else None


def _array(key: _Key, reply: Reply) -> bool | None:
    grid = key.value
    if not grid.numeric:
        return _symbolic_array(grid, reply)
    part = _part(Array(len(grid.shape)), "the matrix")
    entries = _plain(grid.entries)
    found = arrays.read(reply, part)
    shape = grid.shape
    column = len(shape) == 2 and 1 in shape
    if isinstance(found, Reading) and not (column and len(found.value.shape) == 1):
        return arrays.same(found.value, entries, part).equal
    if column:  # a column: the reply may give it as a vector
        part = _part(Array(1), "the vector")
        found = arrays.read(reply, part)
        if isinstance(found, Reading):
            return arrays.same(found.value, tuple(_plain(tuple(cells(grid.entries)))), part).equal
    return None


def _plain(item: Any) -> Any:
    if isinstance(item, tuple):
        return tuple(_plain(part) for part in item)
    return item.value if isinstance(item, Amount) else item


def _symbolic_array(grid: Any, reply: Reply) -> bool | None:
    """Entries that are formulas, one by one."""
    for text, _ in _texts(reply):
        found = [g for g in find_arrays(normalise(text).text) if len(g.shape) == len(grid.shape)]
        if not found:
            continue
        given = found[-1]
        if given.shape != grid.shape:
            return False
        results = []
        for wanted, cell in zip(cells(grid.entries), cells(given.entries), strict=True):
            left, right = (str(c.value) if isinstance(c, Amount) else str(c) for c in (wanted, cell))
            if isinstance(wanted, Amount) and isinstance(cell, Amount):
                results.append(numbers.compare(Quantity(cell.value, cell.half, cell.digits), wanted.value).equal)
            else:
                results.append(general.same_formulas(left, right))
        return False if False in results else None if None in results else True
    return None


def _shape(key: _Key, reply: Reply) -> bool | None:
    part = _part(Shape(), "the shape of the output")
    found = shapes.read(reply, part)
    if isinstance(found, Reading):
        return shapes.same(found.value, key.value, part).equal
    part = _part(Number(), "the number")
    return False if isinstance(numbers.read(reply, part), Reading) else None


def _formula(key: _Key, reply: Reply) -> bool | None:
    from viva.checking.expressions import same_text

    found = same_text(key.text, reply.text)
    if found is False and key.value is None and _orders_elsewhere(key, reply):
        return None
    if found is not None or key.value is None:
        return found
    if isinstance(key.value, (Relation, Assigned)):
        return _equation(key.value, reply)
    return None  # never anything weaker than a comparison of the formulas as such


def _orders_elsewhere(key: _Key, reply: Reply) -> bool:
    """Does the reply give several orders of growth, of time, of memory, one of which is the key's?"""
    from viva.checking.expressions import same_text

    orders = [reply.text[m.start() : _closing_bracket(reply.text, m.end())] for m in _COMPLEXITY.finditer(reply.text)]
    distinct = list(dict.fromkeys(orders))
    return 1 < len(distinct) <= 8 and any(same_text(key.text, order) for order in distinct)


def _closing_bracket(text: str, at: int) -> int:
    """The end of the bracket that was opened just before `at`; at most 200 further on."""
    depth = 1
    for k in range(at, min(len(text), at + 200)):
        depth += {"(": 1, ")": -1}.get(text[k], 0)
        if depth == 0:
            return k + 1
    return at


def _equation(wanted: Value, reply: Reply) -> bool | None:
    """An equation or inequality that is the answer, against the best one that the reply states."""
    letters = _letters(str(wanted))
    for text, final in _texts(reply):
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
    r"[\s$.*)\]}\\]*$"
)


def _unbounded(reply: Reply) -> bool:
    """Does the reply say that the value is infinite, where a number is asked?"""
    best = next((c for c in candidates(reply) if c.rank < 6), None)
    return best is not None and bool(_UNBOUNDED.search(best.text.strip()))


# ---- general mathematics -----------------------------------------------------------------------------------


def _general(key: _Key, reply: Reply) -> bool | None:
    """The best text of the reply that can be read as a value, against the key's value."""
    wanted = key.value if not isinstance(key.value, tuple) else value(key.text)
    verdict: bool | None = None
    for text, final in _texts(reply):
        found = value(text)
        if found is None or (_is_prose(found) and not _is_prose(wanted)):
            continue
        result = general.same(wanted, found).equal
        if result is None and not final:
            continue
        if result is False and not final and isinstance(found, (Words, Formula)):
            if isinstance(wanted, (Words, Formula)) or text == reply.text.strip():
                verdict = False
            continue
        return result
    return verdict


def _is_prose(item: Value | None) -> bool:
    """Words, or a list with words in it."""
    if isinstance(item, (Set_, Tuple_)):
        return any(map(_is_prose, item.items))
    if isinstance(item, Formula):
        return len(re.findall(r"(?<![\\{A-Za-z])[A-Za-z]{3,}", item.text)) > 1
    return isinstance(item, Words)


def _texts(reply: Reply) -> Iterator[tuple[str, bool]]:
    """The texts that may be the answer as a whole, best first; the second item: is it said to be the answer?"""
    joined = _joined_boxes(reply)
    if joined:
        yield joined, True
        return
    whole_text = reply.text.strip() if len(reply.text) <= LONGEST_VALUE else ""
    if (
        whole_text
        and len(reply.maths) == 1
        and not re.search(r"[A-Za-z]{2}", reply.text[: reply.maths[0].start] + reply.text[reply.maths[0].end :])
    ):
        yield whole_text, True
        return
    plain = re.sub(r"\\[A-Za-z]+", " ", whole_text)
    if (
        whole_text
        and not re.search(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}\s+[A-Za-z]{2,}", plain)
        and not _COPULA.search(whole_text)
    ):
        yield whole_text, False
    for candidate in candidates(reply):
        if candidate.rank == 6 or candidate.rank >= 16:
            return
        if len(candidate.text) <= LONGEST_VALUE:
            tick()
            yield from _pieces(reply, candidate)


_COPULA = lazy(
    r"(?<![A-Za-z\\])(?:is(?: at)?|are|equals?|be|becomes?|get|gives?|have|obtain|yields?|values?|set|interval|"
    r"so|thus|hence|therefore|means|that is|i\.e\.|namely|equivalent to|when|where|iff|for|at|requires?|solutions?|"
    r"as|exactly|precisely|just|simply|in(?=\s*\$?[\[(])|anything|"
    r"point|domain|[A-Z][a-z]+ing,)(?![A-Za-z])"
    r"[\s,:]*|(?<![\d\s]):\s|⇒|⟹|→|=>|⇔|⟺|\\Rightarrow|\\implies|\\iff|\\Leftrightarrow",
    re.IGNORECASE,
)
_AFTER_PROSE = lazy(r"(?<![\\\w{])[A-Za-z]{3,}\b[,.:;]?\s")
_BOLD = lazy(r"\*\*([^*\n]*[\d=<>≤≥\\{(\[][^*\n]*)\*\*")


def _pieces(reply: Reply, candidate: Candidate) -> Iterator[tuple[str, bool]]:
    """The mathematics of a statement, joined where only "and", "or" or commas stand between; else its last words."""
    final = candidate.rank == 0
    inside = [m for m in reply.maths if candidate.span.start <= m.start and m.end <= candidate.span.end]
    if inside:
        runs: list[list[int]] = [[inside[0].start, inside[0].end]]
        for math in inside[1:]:
            between = reply.text[runs[-1][1] : math.start]
            if re.fullmatch(r"[\s*_]*(?:,|;|and|or|\\quad|\\text\{ ?(?:and|or) ?\})*[\s*_]*", between):
                runs[-1][1] = math.end
            else:
                runs.append([math.start, math.end])
        for start, end in reversed(runs):
            after = re.match(r"\s*(%|percent\b|pct\b)", reply.text[end : end + 12])
            yield reply.text[start:end] + (after[0] if after else ""), final
        return
    words = compared(candidate.text.strip())
    for bold in reversed(_BOLD.findall(words)):
        yield _COPULA.split(bold)[-1].strip(" .*_"), final
    pieces = [p for p in _COPULA.split(words) if p and p.strip()]
    if pieces:
        yield re.split(r"(?<=[^\s])\.\s", pieces[-1])[0].strip(" .*_"), final
    tail = _AFTER_PROSE.split(words)[-1].strip(" .*_,;:")
    if tail and pieces and tail != pieces[-1] and re.search(r"[\d=<>≤≥∞∪∈]", tail):
        yield tail, final
    if final and len(pieces) > 1:
        yield words, final


def _joined_boxes(reply: Reply) -> str:
    """The last run of boxes that stand side by side, as one list; "" where there are none."""
    found = boxes(reply.text)
    if not found:
        return ""
    run = [found[-1]]
    for span in reversed(found[:-1]):
        between = reply.text[span.end : run[0].start]
        if (
            len(between) > 60
            or len(
                re.findall(r"[A-Za-z]{2,}", re.sub(r"\\[A-Za-z]+", "", between).replace("and", " ").replace("or", " "))
            )
            > 4
        ):
            break
        run.insert(0, span)
    pieces = [reply.text[span.start : span.end].strip() for span in run]
    after = re.match(r"[}\s$]*\s*(%|\\%|percent\b|pct\b|percentage\b)", reply.text[run[-1].end : run[-1].end + 16])
    joined = ", ".join(dict.fromkeys(pieces))
    return joined + (f" {after[1]}" if after else "")
