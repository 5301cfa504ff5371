r"""Several things that a reply gives by their names, each against the one that the key gives that name.

>>> from viva.checking.equivalence import equivalent
>>> from viva.checking.keys.fields import fields
>>> from viva.reading.replies import read_reply
>>> def right(key, reply): return holds_fields(fields(key), read_reply(reply), equivalent)
>>> right("precision 0.8, recall 0.5", "Recall is 50 % and P = 4/5."), right("mean 5, variance 2", "mean 5, std 2")
(True, False)
>>> right("mean 5, variance 2", "The mean is 2 and the variance 5."), right("domain: x > 0, range: y > 1", "(1, 2)")
(False, False)

A value stands behind its name ("recall = 1/2", `| recall | 0.5 |`) or, as a number, in front of it ("40 false
positives"). Names are the same in common wordings. Where a reply names none of them, as many numbers as there are names
count in their order. What a name is given first and last must agree in kind; the last one counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from viva.checking.answers.naming_alike import known_as, wordings
from viva.checking.keys.fields import Field
from viva.reading.arithmetic import amount
from viva.reading.cleaning import clean, split
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.pieces import joined_boxes
from viva.reading.replies import Reply

Decides = Callable[[str, str], bool | None]
LONGEST = 6_000

_JOINT = lazy(
    r"(?:(?:[\s$*_`}|~]|\\[,;:! ]|\\(?:left|right|q?quad)(?![a-z]))*"
    r"(?::=|=|:|≈|∝|→|\||←|⟵|\\(?:approx|propto|colon|to|gets|leftarrow|coloneqq)(?![a-z])"
    r"|(?:is|are|was|equals?|being|becomes?|of|at|goes|drops|rises|comes out (?:as|at|to be)|amounts to|stays"
    r"|remains|consists of"
    r"|contains|holds|has|gets|consisting of|spans|covers|would be|will be|turns out to be)(?![A-Za-z])))"
    r"(?:[\s$*_`|]|(?:equal to|given by|about|approximately|roughly|exactly|just|the|to|all of|down|up|only|again"
    r"|thus|then|points?)(?![A-Za-z]))*"
)
_LEAD = lazy(
    r"[\s$*_`|{]*(?:\((?=[-+−]?[\d./]+\s?%?\)))?"
    r"(?=[-+−]?(?:\d|\\[dt]?frac|\(|\[|\\\{|\\begin|√|\\sqrt|ℝ|\\mathbb|all\b))"
)
_END = lazy(
    r"\n(?!\s*[&\\\[\d(-])|;(?![^\[(]*[\])])|\.(?=\s|$)|\$\$(?=\s*$)"
    r"|,?\s+(?:and|und|but|while|whereas|so|with|which|where|since|because|thus|hence|giving|at the price)\s"
)
_END_OF_LIST = lazy(
    r"\n(?!\s*[&\\\[\d(-])|;(?![^\[(]*[\])])|\.(?=\s|$)|\$\$(?=\s*$)|\s(?:but|while|whereas|so|with|which|where"
    r"|since|because)\s"
)
_TOGETHER = lazy(r"[\s$*_,=&]*(?:\band\b)?[\s$*_]*(?:the\b)?[\s$*_]*")
_BEHIND = lazy(r"(?:\bthe|\ban?|\bits?|\band|\bund|\bwith|[,;(|*_`$]|\s)+$")
_NUMBER_BEFORE = lazy(r"(?P<number>(?<![\w.])[-+−]?\d[\d.,/]*(?:\s?\\?%)?)[\s$*_`]*(?:of\s+)?$")
_CONDITIONAL = lazy(
    r"\b(?:not|instead of|rather than|unlike|if|were|would)\s+(?:the\s+|a\s+)?$",
    re.IGNORECASE,
    needs="if|not|were|would|unlike|instead of|rather than",
)


def holds_fields(key: Sequence[Field], reply: Reply, decides: Decides) -> bool | None:
    """Does the reply give each name the key's value? None where it leaves one out, or where that cannot be told."""
    if len(reply.text) > LONGEST:
        return None
    text = _PRIME.sub("'", normalise(joined_boxes(reply) or reply.text).text)
    given = _table(text, key) or _given(text, key)
    if not given:
        return _in_order(key, text, decides)
    if len(given) < len(key):
        given = _by_kind(key, _spread(key, given, text), text)
    results = [_decided(field, given[field.name], text, decides) if field.name in given else None for field in key]
    return False if False in results else None if None in results else True


_PRIME = lazy(r"\s?\^\s*(?:\{\s*)?\\prime(?![a-z])(?:\s*\})?")
_COMMANDS = lazy(r"\\[A-Za-z]+|[A-Za-z]{3,}")
_INTRODUCED = lazy(
    r"\b(?:let|with|where|define|set|put|denote|sei|setze|mit|for)[\s$]+(?P<name>\\?[A-Za-zα-ω])\s*:?=\s*"
    r"(?P<value>[^\n=]{1,120}?)(?=\$|[.;]\s|[.;]?$|\.?\n|,\s|\s(?:and|we|then|dann)\b)",
    re.IGNORECASE,
)


def _decided(field: Field, given: str, text: str, decides: Decides) -> bool | None:
    """The verdict on one value, with what the reply says that a letter in it stands for."""
    wanted = f"${field.value}$" if _is_maths(field.value) else field.value
    verdict = decides(wanted, given)
    if verdict:
        return True
    letters = _COMMANDS.sub(" ", field.value)
    own = [
        m
        for m in _INTRODUCED.finditer(text)
        if m["name"] in given and m["name"] not in (letters if len(m["name"]) == 1 else field.value)
    ]
    if not own:
        return verdict
    meanings = " and ".join(f"${m['name']} = {m['value'].strip(' $')}$" for m in own)
    return decides(wanted, f"${given}$, where {meanings}")


def _is_maths(value: str) -> bool:
    return not re.search(r"(?<![\\A-Za-z])[A-Za-z]{2,}", value)


@lru_cache(maxsize=64)
def _pattern(name: str, others: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(wordings(name, others))


def _given(text: str, key: Sequence[Field]) -> dict[str, str]:
    """The last value that the text gives to each name."""
    names = tuple(field.name for field in key)
    values = {field.name: field.value for field in key}
    mentions: list[tuple[int, int, str]] = []
    for field in key:
        pattern = _pattern(field.name, tuple(name for name in names if name != field.name))
        mentions += [(m.start(), m.end(), field.name) for m in pattern.finditer(text)]
    mentions = _longest(mentions)
    found: dict[str, str] = {}
    together: list[str] = []  # names in front of the next one that share its statement
    for k, (start, end, name) in enumerate(mentions):
        if _CONDITIONAL.search(text[max(0, start - 24) : start]):
            continue
        stop = mentions[k + 1][0] if k + 1 < len(mentions) else len(text)
        if stop < len(text) and mentions[k + 1][2] != name and _TOGETHER.fullmatch(text, end, stop):
            together.append(name)
            continue
        if together:
            found.update(_shared([*together, name], text[end:stop]))
            together = []
            continue
        value = _behind(text, end, stop, "," in values[name])
        if value is None and (before := _NUMBER_BEFORE.search(text[max(0, start - 30) : start])):
            value = before["number"]
        if value is not None:
            found[name] = value
    return found


def _shared(names: Sequence[str], text: str) -> dict[str, str]:
    """What "median and mode are both 1" and "precision and recall are 0.8 and 0.5" give to the names."""
    joint = _JOINT.match(text)
    if joint is None:
        return {}
    piece = re.split(r"\.(?=\s|$)|;|\n|\b(?:respectively|because|since|so)\b", text[joint.end() :])[0].strip(" $*`,")
    every = re.match(r"(?:both|all|each|the same)\b\s*(?:equal to\s+)?", piece)
    if every is not None:
        return dict.fromkeys(names, piece[every.end() :])
    pieces = [part for one in split(piece, ",") for part in re.split(r"\s+and\s+", one) if part.strip(" $")]
    if len(pieces) == len(names):
        return {name: part.strip(" $") for name, part in zip(names, pieces, strict=True)}
    return dict.fromkeys(names, pieces[0]) if len(pieces) == 1 and "=" in joint[0] else {}


def _longest(mentions: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of mentions that overlap the longest."""
    kept: list[tuple[int, int, str]] = []
    for mention in sorted(mentions, key=lambda m: (m[0], -m[1])):
        if not kept or mention[0] >= kept[-1][1]:
            kept.append(mention)
    return kept


def _behind(text: str, end: int, stop: int, several: bool) -> str | None:
    """The value that stands behind a name, up to where the next name begins; `several`: it has commas itself."""
    joint = _JOINT.match(text, end, stop) or _LEAD.match(text, end, stop)
    if joint is None:
        return None
    close = (_END_OF_LIST if several else _END).search(text, joint.end(), stop)
    piece = text[joint.end() : close.start() if close is not None else stop]
    piece = _BEHIND.sub("", piece if several else split(piece, ",")[0])
    sides = [side for side in re.split(r"=|≈|\\approx(?![a-z])", piece) if side.strip(" $|*")]
    value = sides[-1].strip(" $|*`_,") if sides else ""
    return value if re.search(r"\w|\\|∞|ℝ|↑|↓", value) else None


_ROW = lazy(r"(?m)^[^\S\n]*\|?(?P<cells>[^|\n]+(?:\|[^|\n]+)+)\|?[^\S\n]*$")


def _table(text: str, key: Sequence[Field]) -> dict[str, str]:
    """A table whose first row holds the names and whose second one the values."""
    if text.count("|") < 2 * len(key):
        return {}
    rows = [[cell.strip() for cell in m["cells"].split("|")] for m in _ROW.finditer(text)]
    rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    if len(rows) != 2 or len(rows[0]) != len(rows[1]):
        return {}
    names = tuple(field.name for field in key)
    found = {}
    for field in key:
        pattern = _pattern(field.name, tuple(name for name in names if name != field.name))
        columns = [k for k, cell in enumerate(rows[0]) if pattern.search(cell)]
        if len(columns) != 1:
            return {}
        found[field.name] = rows[1][columns[0]]
    return found


_SPREAD = (("variance", "standard deviation", "({})^2"), ("standard deviation", "variance", "sqrt({})"))


def _spread(key: Sequence[Field], given: dict[str, str], text: str) -> dict[str, str]:
    """A variance for a standard deviation that is given in its place, and the other way round."""
    names = [field.name for field in key]
    for name in [name for name in names if name not in given]:
        for asked, other, form in _SPREAD:
            if asked == known_as(name) and other not in map(known_as, names):
                value = _given(text, (Field(other, ""),)).get(other)
                if value is not None:
                    given = {**given, name: form.format(value)}
    return given


_VECTOR = lazy(r"[(\[]\s*[^()\[\]=]*,[^()\[\]=]*[)\]]")


def _by_kind(key: Sequence[Field], given: dict[str, str], text: str) -> dict[str, str]:
    """The only vector of a reply belongs to the only field that is one, whatever it is called there."""
    missing = [field for field in key if field.name not in given]
    if len(missing) != 1 or not _VECTOR.fullmatch(missing[0].value):
        return given
    vectors = {m[0] for m in _VECTOR.finditer(text)} - set(given.values())
    others = any(_VECTOR.fullmatch(field.value) for field in key if field is not missing[0])
    return given if len(vectors) != 1 or others else {**given, missing[0].name: vectors.pop()}


def _in_order(key: Sequence[Field], text: str, decides: Decides) -> bool | None:
    """As many values as there are names, and no word but "and" beside them: in their order."""
    bare = clean(text)
    bare = bare[1:-1] if re.fullmatch(r"[(\[].*[)\]]", bare) and len(split(bare, ",;")) == 1 else bare
    pieces = [part for piece in split(bare, ",;") for part in re.split(r"\s+(?:and|und)\s+", piece) if part.strip()]
    if len(pieces) != len(key) or any(re.search(r"=|(?<![\\A-Za-z])[A-Za-z]{2,}", piece) for piece in pieces):
        return None
    verdicts = [decides(f"${field.value}$", piece) for field, piece in zip(key, pieces, strict=True)]
    if False in verdicts:
        return False if all(amount(piece) is not None for piece in pieces) else None
    return None if None in verdicts else True
