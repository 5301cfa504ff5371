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

from viva.checking.answers.opinions import judgements
from viva.reading.choices import ROMAN
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.reading.stems import stem

_LETTERS = tuple("ABCDEFGHIJ")
_SMALL = tuple("abcdefghij")
_DIGITS = tuple("123456789")
_TRUE = frozenset(("true", "yes", "t", "correct", "right", "✓", "✔", "y"))
_VERDICT = r"(?:true|false|yes|no|correct|incorrect|right|wrong|T|F|✓|✗)"
_ITEM = r"(?:[A-Ja-j]|[1-9]|[ivx]{1,4})"


@dataclass(frozen=True)
class Order:
    """Options in an order."""

    options: tuple[str, ...]


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


Assignment = Order | Pairs | Truths | Classes

_ORDER = lazy(rf"\(?{_ITEM}\)?(?:\s*(?:,|<|→|->|≺|;)\s*(?:and\s+|then\s+)?\(?{_ITEM}\)?){{2,9}}$")
_PAIR = lazy(rf"\(?(?P<one>{_ITEM})\)?\s*(?:-|–|→|->|↔|:)\s*\(?(?P<other>{_ITEM})\)?")
_TRUTH = lazy(rf"\(?(?P<item>{_ITEM})\)?[.:)]?\s*(?:is\s+|-\s*|=\s*)?(?P<verdict>{_VERDICT})", re.IGNORECASE)
_CLASS = lazy(r"(?P<item>[A-Z]\w?):\s*(?P<words>(?!(?:true|false|yes|no)\b)[A-Za-z][a-z-]+(?: [a-z-]+)*)")
_SEQUENCE = lazy(rf"\W*(?:answers?:?\s*)?{_VERDICT}(?:[\s,;/*_-]+(?:and\s+)?{_VERDICT})+\W*$", re.IGNORECASE)
_VERDICTS = lazy(rf"(?<![A-Za-z]){_VERDICT}(?![A-Za-z])", re.IGNORECASE)


def assignment(text: str) -> Assignment | None:
    """What the key assigns; None where it is no such key."""
    pieces = [piece for piece in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", text.strip(" .$")) if piece]
    if len(pieces) == 1 and len(words := pieces[0].split()) > 1:  # T F T
        pieces = words if all(re.fullmatch(_VERDICT, word) for word in words) else pieces
    if len(pieces) > 1 and all(re.fullmatch(_VERDICT, piece, re.IGNORECASE) for piece in pieces):
        return Truths(tuple((str(k + 1), piece.lower() in _TRUE) for k, piece in enumerate(pieces)))
    if len(pieces) > 1 and all(_CLASS.fullmatch(piece) for piece in pieces):
        classes = tuple((m["item"], m["words"]) for piece in pieces if (m := _CLASS.fullmatch(piece)))
        return Classes(classes)
    if len(pieces) > 1 and all(_TRUTH.fullmatch(piece) for piece in pieces):
        found = [m for piece in pieces if (m := _TRUTH.fullmatch(piece))]
        verdicts = tuple((m["item"].lower(), m["verdict"].lower() in _TRUE) for m in found)
        return Truths(verdicts) if len({item for item, _ in verdicts}) == len(verdicts) else None
    if len(pieces) > 1 and all(_PAIR.fullmatch(piece) for piece in pieces):
        pairs = tuple((m["one"], m["other"]) for piece in pieces if (m := _PAIR.fullmatch(piece)))
        kinds = {(_kind(one), _kind(other)) for one, other in pairs}
        if len(kinds) == 1 and len(set(kinds.pop())) == 2 and len({one for one, _ in pairs}) == len(pairs):
            return Pairs(pairs)
    if _ORDER.match(text.strip(" .$")):
        options = tuple(option.upper() for option in re.findall(rf"(?<![A-Za-z]){_ITEM}(?![A-Za-z])", text))
        distinct = len(set(options)) == len(options) and len({_kind(option) for option in options}) == 1
        counted = list(map(str, range(1, len(options) + 1))) == sorted(options)  # 3, 1, 2
        if distinct and (_kind(options[0]) == "letter" or counted) and list(options) != sorted(options):
            return Order(options)
    return None


def _kind(option: str) -> str:
    if option.isdigit():
        return "digit"
    return "numeral" if option in ROMAN[1:] else "letter"


def assigns(key: Assignment, reply: Reply) -> bool | None:
    """Does the reply assign the same? None where it does not say so for every option."""
    if isinstance(key, Order):
        return _ordered(key, reply)
    if isinstance(key, Classes):
        return _classed(key, reply)
    return _paired(key, reply) if isinstance(key, Pairs) else _true(key, reply)


# ---- orders ------------------------------------------------------------------------------------------------

_REMARK = lazy(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_JOIN = (
    r"(?:[\s,;<>→≺⇒*_$()–:-]|\\(?:prec|to|rightarrow|lt)(?![a-z])|\bthen\b|\band\b|\bfinally\b|\bfollowed by\b|"
    r"\bbefore\b|\bnext\b|\blastly\b|\blast\b|\bcomes\b|\bfirst\b){1,24}"
)
_NUMBERED = lazy(r"(?m)^[ \t]*\d[.)]\s*[*_(]*(?P<option>[A-Ja-j])(?![A-Za-z])")


def _ordered(key: Order, reply: Reply) -> bool | None:
    joined = re.sub(r"[^A-Ja-j1-9]", "", reply.text.strip()) if len(reply.text.strip()) == len(key.options) else ""
    if len(joined) == len(key.options):
        return tuple(joined.upper()) == key.options  # BDCA
    option = "[" + "".join(key.options) + "".join(key.options).lower() + "]"
    run = re.compile(rf"(?<![A-Za-z]){option}(?![A-Za-z])(?:{_JOIN}{option}(?![A-Za-z])){{{len(key.options) - 1}}}")
    listed = tuple(m["option"].upper() for m in _NUMBERED.finditer(reply.text))
    for candidate in candidates(reply):
        if candidate.rank >= 6:
            break
        plain = _REMARK.sub(lambda m: m[0] if len(m[1]) < 3 else " ", normalise(candidate.text).text)
        found = [m[0] for m in run.finditer(plain)]
        found = [f for f in found if len(set(_options(f, option))) == len(key.options)]
        if found:
            given = _options(found[0 if candidate.rank == 0 else -1], option)
            if given[::-1] == key.options and ">" in found[-1]:
                return None
            return given == key.options
    if len(listed) == len(key.options) and set(listed) == set(key.options):
        return listed == key.options
    return None


def _options(text: str, option: str) -> tuple[str, ...]:
    return tuple(m.upper() for m in re.findall(rf"(?<![A-Za-z]){option}(?![A-Za-z])", text))


# ---- partners and truth values -----------------------------------------------------------------------------


_LINK = (
    r"[\s*_|()]*(?:↔|→|⇒|->|=>|-|–|—|:|=|\bmatch(?:es)?\b|\bis\b|\bgoes with\b|\bcorresponds to\b|\bwith\b"
    r"|,)?[\s*_|()]*"
)


def _paired(key: Pairs, reply: Reply) -> bool | None:
    text = _REMARK.sub(lambda m: m[0] if len(m[1]) < 5 else " ", normalise(reply.text).text)
    others = "|".join(re.escape(other) for other in sorted({other for _, other in key.partners}, key=len, reverse=True))
    given = {}
    for one, _ in key.partners:
        pair = re.compile(rf"(?<![\w.]){re.escape(one)}{_LINK}(?P<other>{others})(?![\w'’])", re.IGNORECASE)
        found = [m["other"].lower() for m in pair.finditer(text)]
        if not found:
            return None
        given[one] = found[-1]
    return all(given[one] == other.lower() for one, other in key.partners)


def _true(key: Truths, reply: Reply) -> bool | None:
    names = tuple(item for item, _ in key.verdicts)
    wanted = dict(key.verdicts)
    plain = reply.text.strip()
    if re.fullmatch(rf"[TF]{{{len(names)}}}", plain):
        plain = " ".join(plain)
    if _SEQUENCE.match(plain):
        said = [m[0].lower() in _TRUE for m in _VERDICTS.finditer(plain)]
        return said == [right for _, right in key.verdicts] if len(said) == len(names) else None
    plain = _LETTER.sub(lambda m: m[1] + (" true" if m[2] == "T" else " false"), plain)
    plain = _ORDINAL.sub(lambda m: f"statement {_ORDINALS.index(m[1].lower()) + 1}", plain)
    everything = _ALL.search(plain)
    if everything:
        return all(right == (everything["verdict"].lower() in _TRUE) for _, right in key.verdicts)
    pool = _pool(names)
    if pool is _DIGITS and not re.search(r"(?<![\w.])[1-9](?![\w.]*\d)", plain):
        pool = ROMAN if re.search(r"(?<![A-Za-z])ii(?![A-Za-z])", plain) else _SMALL  # the reply calls them a), b), c)
    judged = judgements(plain, pool)
    given = {
        name: judged[pool[_pool(names).index(name)]][0] for name in names if pool[_pool(names).index(name)] in judged
    }
    if re.search(r"\bonly\b|\bthe rest\b|\bthe others?\b", plain, re.IGNORECASE) and any(given.values()):
        given = {name: given.get(name, False) for name in names}
    if re.search(r"\bonly\b", plain, re.IGNORECASE) and len(given) == 1 and not any(given.values()):
        given = {name: given.get(name, True) for name in names}  # only the second is false
    return given == wanted if len(given) == len(wanted) else None


_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_ORDINAL = lazy(
    rf"(?:the\s+)?\b({'|'.join(_ORDINALS)})"
    r"(?:\s+(?:statement|claim|one|assertion)s?\b|(?=,? (?:and|is|are|holds?)\b))",
    re.IGNORECASE,
)
_LETTER = lazy(rf"(\(?{_ITEM}\s*[).:=])[\s*_:]*([TF])(?![A-Za-z'’])")  # (a) T
_ALL = lazy(
    r"\ball (?:of them |three |four |five |of the (?:statements|claims) |statements "
    r"|claims )?are (?P<verdict>true|false|correct|wrong)",
    re.IGNORECASE,
)


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
    if set(found) != {item for item, _ in key.classes}:
        return None
    results = [_says(found[item], words) for item, words in key.classes]
    return False if False in results else None if None in results else True


_KINDS = frozenset("minimum maximum saddle minim maxim inflection convex concave stable unstable linear".split())


def _says(clause: str, words: str) -> bool | None:
    stems = {stem(word) for word in re.findall(r"[A-Za-z]+", clause)}
    wanted = {stem(word) for word in words.split()} - {"point", "local"}
    if wanted <= stems:
        others = {stem(kind) for kind in _KINDS} & stems - wanted
        return None if others or stems & {"not", "no"} else True
    return False if {stem(kind) for kind in _KINDS} & stems else None


def _pool(names: tuple[str, ...]) -> tuple[str, ...]:
    if all(name.isdigit() for name in names):
        return _DIGITS
    return ROMAN if any(name in ROMAN[1:] for name in names) else _SMALL
