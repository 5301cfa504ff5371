r"""Keys that give every option something: a place in an order, a partner, or a truth value.

>>> from viva.reading.replies import read_reply
>>> def right(key, reply): return assigns(assignment(key), read_reply(reply))
>>> [right("C, A, B, D", reply) for reply in ("C < A < B < D", "A, B, C, D", "1. C\n2. A\n3. B\n4. D")]
[True, False, True]
>>> right("1-c, 2-a", "1 → c and 2 → a"), right("1-c, 2-a", "1a 2c")
(True, False)
>>> right("(a) False, (b) True", "b is true, a is wrong."), right("(a) False, (b) True", "T, F")
(True, False)

Letters that are not sorted ("C, A, B") are an order as a key; "A, C" is a choice of two. An order that is read in the
other direction ("D > B > A > C") is not decided.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from dataclasses import dataclass

from viva.checking.answers.ballots import ballot, mark, shortened
from viva.checking.answers.naming import named, names
from viva.checking.answers.partners import paired
from viva.reading.choices import ROMAN
from viva.reading.glossary import in_english
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.stems import stem

_TRUE = frozenset(("true", "yes", "t", "correct", "right", "✓", "✔", "✅", "y", "valid", "holds", "1"))
_VERDICT = r"(?:true|false|yes|no|correct|incorrect|right|wrong|valid|invalid|holds|fails|T|F|Y|N|✓|✗|✔|✘|✅|❌)"
_ITEM = r"(?:[A-Ja-j]|[1-9]|[ivx]{1,4})"


@dataclass(frozen=True)
class Order:
    """Options in an order, with the sign between them: "<", ">", or "" where there is none."""

    options: tuple[str, ...]
    sign: str = ""


@dataclass(frozen=True)
class Pairs:
    """Partners of options."""

    partners: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Truths:
    """Which options are true."""

    verdicts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Classes:
    """What each thing is: P a minimum, Q a saddle point."""

    classes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names:
    """Options by their names, those that are right and those that are not."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]


Assignment = Order | Pairs | Truths | Classes | Names

_ORDER = lazy(rf"\(?{_ITEM}\)?(?:\s*(?:,|<|>|→|->|≺|≻|;)\s*(?:and\s+|then\s+)?\(?{_ITEM}\)?){{2,9}}$")
_IN_ORDER = lazy(
    r"^(?:the )?(?:correct |right )?(?:order|ordering|sequence|ranking)(?: is)?\s*:?\s+"
    r"|^(?:from )?(?:[a-z-]+ ){1,3}to (?:[a-z-]+ ){0,2}[a-z-]+\s*:\s*"
    r"|\s*[(,]\s*in (?:this|that) order\s*\)?$",
    re.IGNORECASE,
    needs=":|order|ranking|sequence",
)
_UNEQUAL = lazy(
    r"\(?[A-J]\)?(?:\s*(?:<|≺)\s*\(?[A-J]\)?){2,9}|\(?[A-J]\)?(?:\s*(?:>|≻)\s*\(?[A-J]\)?){2,9}", needs=">|≻|≺|<"
)
_NUMERAL = r"(?:i{1,3}|iv|vi{0,3}|I{1,3}|IV|VI{0,3})"
# "A-2", "(1) B", "1. B", "a–iii", "2C"
_PAIR = lazy(
    rf"\(?(?P<one>{_NUMERAL}|{_ITEM})(?:\)?\s*(?:-|–|—|→|->|↔|:|=|with|is)\s*|[.)]:?\s+|\s+(?=\())"
    rf"\(?(?P<other>{_NUMERAL}|{_ITEM})\)?\.?"
)
_GLUED = lazy(r"(?P<one>[A-J])(?P<other>[1-9])|(?P<digit>[1-9])(?P<letter>[A-Ja-j])")
_BREAK = lazy(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+|\s+(?=\(?(?:[1-9]|[A-Ja-j])[.)]\s|[1-9A-J]\s?[-–→]\s?[A-J1-9])")
_TRUTH = lazy(
    rf"(?<![A-Za-z0-9\\])\(?(?P<item>{_ITEM})(?![A-Za-z0-9'])\)?[.:)]?\s*(?:is\s+|are\s+|[-–—]\s*|=\s*|→\s*)?"
    rf"(?P<verdict>{_VERDICT})(?![A-Za-z])(?P<remark>\s*\((?=[^()]*[A-Za-z]{3}|[^()]*[=<>])[^()]*(?:\([^()]*\)[^()]*)*\))?",
    re.IGNORECASE,
)
_NAMED = lazy(
    r"(?<![A-Za-z])(?:statements?|claims?|options?|parts?|items?)\s+(?=\(?[A-Ja-j1-9ivx]{1,4}\)?(?:\W|$))",
    re.IGNORECASE,
    needs="part|item|claim|option|statement",
)
_CLASS = lazy(r"(?P<item>[A-Z]\w?):\s*(?P<words>(?!(?:true|false|yes|no)\b)[A-Za-z][a-z-]+(?: [a-z-]+)*)")
_SEQUENCE = lazy(rf"\W*(?:answers?:?\s*)?{_VERDICT}(?:[\s,;/*_-]+(?:and\s+)?{_VERDICT})+\W*$", re.IGNORECASE)
_VERDICTS = lazy(rf"(?<![A-Za-z]){_VERDICT}(?![A-Za-z])", re.IGNORECASE)


def assignment(text: str) -> Assignment | None:
    """What the key assigns; None where it is no such key."""
    text = _NAMED.sub("", text.strip(" .$"))
    if (truths := _truths(text)) is not None:
        return truths
    if (pairs := _pairs(text)) is not None:
        return pairs
    pieces = [piece for piece in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", text) if piece]
    if len(pieces) == 1 and len(words := pieces[0].split()) > 1:  # T F T
        pieces = words if all(re.fullmatch(_VERDICT, word) for word in words) else pieces
    if len(pieces) > 1 and all(re.fullmatch(_VERDICT, piece, re.IGNORECASE) for piece in pieces):
        return Truths(tuple((str(k + 1), piece.lower() in _TRUE) for k, piece in enumerate(pieces)))
    if len(pieces) > 1 and all(_CLASS.fullmatch(piece) for piece in pieces):
        classes = tuple((m["item"], m["words"]) for piece in pieces if (m := _CLASS.fullmatch(piece)))
        return Classes(classes)
    if (called := names(text)) is not None:
        return Names(*called)
    return _order(text)


def _order(text: str) -> Order | None:
    """ "C, A, B", "C < A < B", "A, B, C (in this order)"."""
    plain = _IN_ORDER.sub("", text).strip(" .$")
    if not _ORDER.match(plain):
        return None
    options = tuple(option.upper() for option in re.findall(rf"(?<![A-Za-z]){_ITEM}(?![A-Za-z])", plain))
    distinct = len(set(options)) == len(options) and len({_kind(option) for option in options}) == 1
    counted = list(map(str, range(1, len(options) + 1))) == sorted(options)  # 3, 1, 2
    if not distinct or not (_kind(options[0]) == "letter" or counted):
        return None
    sign = _sign(plain) if _UNEQUAL.fullmatch(plain) else ""
    if not sign and ((list(options) == sorted(options) and plain == text.strip(" .$")) or re.search("[>≻]", plain)):
        return None
    return Order(options, sign)


def _sign(text: str) -> str:
    return (
        "<"
        if re.search(r"[<≺]|\\(?:prec|lt)(?![a-z])", text)
        else ">"
        if re.search(r"[>≻]|\\(?:succ|gt)(?![a-z])", text)
        else ""
    )


def _pairs(text: str) -> Pairs | None:
    """ "A-2, B-1", "1. B 2. C", "a–iii, b–i", "A2, B1": partners of one sort, which differs from that of the items."""
    pieces = [piece for piece in _BREAK.split(text) if piece]
    if len(pieces) < 2:
        return None
    pairs: tuple[tuple[str, str], ...]
    loose = False  # what may be something else too: values of parts, names of layers
    if all(_GLUED.fullmatch(piece) for piece in pieces):
        pairs = tuple((m["one"] or m["digit"], m["other"] or m["letter"]) for p in pieces if (m := _GLUED.fullmatch(p)))
        loose = True
    elif all(_PAIR.fullmatch(piece) for piece in pieces):
        found = [m for piece in pieces if (m := _PAIR.fullmatch(piece))]
        pairs = tuple((m["one"], m["other"]) for m in found)
        loose = any(re.search(r"[.)]:?\s", m[0]) is not None for m in found)
    else:
        return None
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]
    sorts = _sort(ones), _sort(others)
    if "" in sorts or sorts[0] == sorts[1] or len(set(ones)) < len(ones):
        return None
    if loose and (sorted(ones) != ones or len(set(others)) < len(others) or ones[0].lower() not in ("1", "a", "i")):
        return None
    if loose and sorts[1] == "digit" and sorted(others) != [str(k + 1) for k in range(len(others))]:
        return None
    return Pairs(pairs)


def _sort(names: list[str]) -> str:
    if all(name.isdigit() for name in names):
        return "digit"
    if all(name.lower() in ROMAN for name in names) and any(len(name) > 1 for name in names):
        return "numeral"
    return "letter" if all(len(name) == 1 and name.isalpha() for name in names) else ""


def _truths(text: str) -> Truths | None:
    """ "(a) true, (b) false", "i) T ii) F", "1 ✓ 2 ✗", "(a) True (by Jensen); (b) False": nothing else may be said."""
    text = in_english(text) if re.search(r"[a-zé]{4}", text) else text
    found = list(_TRUTH.finditer(text))
    if len(found) < 2 or re.search(r"[A-Za-z0-9]", _JOINS.sub(" ", _TRUTH.sub(" ", text))):
        return None
    verdicts = tuple((m["item"].lower(), m["verdict"].lower() in _TRUE) for m in found)
    names = [item for item, _ in verdicts]
    kinds = {_kind(item) for item in names}
    if kinds == {"numeral", "letter"} and all(item in ROMAN for item in names):
        kinds = {"numeral"}
    return Truths(verdicts) if len(set(names)) == len(names) and len(kinds) == 1 else None


_JOINS = lazy(r"(?<![A-Za-z])(?:and|und|but)(?![A-Za-z])")


def _kind(option: str) -> str:
    if option.isdigit():
        return "digit"
    return "numeral" if option in ROMAN[1:] else "letter"


def assigns(key: Assignment, reply: Reply) -> bool | None:
    """Does the reply assign the same? None where it does not say so for every option."""
    reply = shortened(reply)
    if isinstance(key, Order):
        return _ordered(key, reply)
    if isinstance(key, Classes):
        return _classed(key, reply)
    if isinstance(key, Names):
        return named(key.right, key.wrong, reply)
    return paired(key.partners, reply) if isinstance(key, Pairs) else _true(key, reply)


# ---- orders ------------------------------------------------------------------------------------------------

_REMARK = lazy(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_JOIN = (
    r"(?:[\s,;<>→≺≻⇒*_$()–:-]|\\(?:prec|succ|to|rightarrow|lt|gt)(?![a-z])|"
    r"\bthen\b|\band\b|\bfinally\b|\bfollowed by\b|"
    r"\bbefore\b|\bnext\b|\b(?:model|option|method|number|layer|block|network)\b|\blastly\b|\blast\b|\bcomes\b|\bfirst\b){1,24}"
)
_NUMBERED = lazy(r"(?m)^[ \t]*\d[.)]\s*[*_(]*(?P<option>[A-Ja-j])(?![A-Za-z])")


def _ordered(key: Order, reply: Reply) -> bool | None:
    joined = re.sub(r"[^A-Ja-j1-9]", "", reply.text.strip()) if len(reply.text.strip()) == len(key.options) else ""
    if len(joined) == len(key.options):
        return tuple(joined.upper()) == key.options  # BDCA
    option = "[" + "".join(key.options) + "".join(key.options).lower() + "]"
    run = re.compile(
        rf"(?<![A-Za-z])(?=({option}(?![A-Za-z])(?:{_JOIN}{option}(?![A-Za-z])){{{len(key.options) - 1}}}))"
    )
    listed = tuple(m["option"].upper() for m in _NUMBERED.finditer(reply.text))
    for candidate in candidates(reply):
        if candidate.rank >= 6:
            break
        plain = _REMARK.sub(lambda m: m[0] if len(m[1]) < 3 else " ", normalise(candidate.text).text)
        found = [m[1] for m in run.finditer(plain)]
        found = [f for f in found if len(set(_options(f, option))) == len(key.options)]
        if key.sign and any(map(_sign, found)):
            found = [f for f in found if _sign(f)]
        if found:
            run_found = found[0 if candidate.rank == 0 else -1]
            given = _options(run_found, option)
            sign = _sign(run_found)
            if key.sign and sign:
                return (given if sign == key.sign else given[::-1]) == key.options
            if given[::-1] == key.options and (key.sign or sign == ">"):
                return None
            return given == key.options
    if len(listed) == len(key.options) and set(listed) == set(key.options):
        return listed == key.options
    return None


def _options(text: str, option: str) -> tuple[str, ...]:
    return tuple(m.upper() for m in re.findall(rf"(?<![A-Za-z]){option}(?![A-Za-z])", text))


# ---- truth values -------------------------------------------------------------------------------------------


def _true(key: Truths, reply: Reply) -> bool | None:
    names = tuple(item for item, _ in key.verdicts)
    wanted = [right for _, right in key.verdicts]
    plain = in_english(reply.text.strip())
    if re.fullmatch(rf"[TFRW]{{{len(names)}}}", plain):
        plain = " ".join(plain)
    for candidate in (c for c in candidates(reply) if c.rank == 0):
        if (given := _verdicts(in_english(candidate.text), names)) is not None:
            return given == wanted
    given = _verdicts(plain, names)
    if given is None and "\n\n" in plain:  # a summary, and before it a paragraph on each
        given = _verdicts(plain.split("\n\n")[-1], names) or _verdicts(plain.split("\n\n")[0], names)
    return None if given is None else given == wanted


def _verdicts(plain: str, names: tuple[str, ...]) -> list[bool] | None:
    """For each of the statements what the text says of it; None where it says nothing of one."""
    plain = plain.strip()
    bare = re.sub(r"^[\[({\s]+|[\])}\s]+$|['\"]", "", plain) if plain[:1] in "[({" else plain
    if _SEQUENCE.match(bare):
        said = [m[0].lower() in _TRUE for m in _VERDICTS.finditer(bare)]
        return said if len(said) == len(names) else None
    if (votes := ballot(plain, names)) is not None:
        return list(votes.values())
    if len(plain) <= 40 and _ONLY_NAMES.fullmatch(
        marked := mark(plain, names)
    ):  # "(a) and (d)": these are the true ones
        letters = re.findall(r"⟨([a-j])⟩", marked)
        return ["abcdefghij"[k] in letters for k in range(len(names))]
    return None


_ONLY_NAMES = lazy(r"\W*(?:only\W+)?⟨[a-j]⟩(?:(?:[\s,&]|and(?=\s))*+⟨[a-j]⟩)*+\W*")


def _classed(key: Classes, reply: Reply) -> bool | None:
    """For each thing what the reply calls it, in the clause that begins with its name."""
    text = normalise(reply.text).text
    names = "|".join(re.escape(item) for item, _ in key.classes)
    places = list(re.finditer(rf"(?<![A-Za-z\\]){'(?:' + names + ')'}(?![A-Za-z])", text))
    found: dict[str, str] = {}
    for k, place in enumerate(places):
        end = places[k + 1].start() if k + 1 < len(places) else len(text)
        clause = re.split(r"[.;\n](?=\s|$)", text[place.end() : end])[0]
        if re.search(r"[A-Za-z]{4,}", clause):
            found[place[0]] = clause
    if not found and (every := _EVERY.search(text)):
        found = {item: every["says"] for item, _ in key.classes}
    if set(found) != {item for item, _ in key.classes}:
        return None
    results = [_says(found[item], words) for item, words in key.classes]
    return False if False in results else None if None in results else True


_EVERY = lazy(r"\b(?:both|all|each)\b(?: of them| points)? (?:is|are)\b(?P<says>[^.;\n]*)", re.IGNORECASE)
_KINDS = frozenset("minimum maximum saddle minim maxim inflection convex concave stable unstable linear".split())


def _says(clause: str, words: str) -> bool | None:
    clause = re.sub(r"\b(maxim|minim)a\b", r"\1um", clause, flags=re.IGNORECASE)
    stems = {stem(word) for word in re.findall(r"[A-Za-z]+", clause)}
    wanted = {stem(word) for word in words.split()} - {"point", "local"}
    if wanted <= stems:
        others = {stem(kind) for kind in _KINDS} & stems - wanted
        return None if others or stems & {"not", "no"} else True
    return False if {stem(kind) for kind in _KINDS} & stems else None
