r"""Sizes of a tensor compared one by one: as numbers, or as formulas whose names are integers nobody declared.

>>> same_sizes(("d", "d_h*(2G+H)"), ("d", "(H+2G)*d_h")), same_sizes(("d", "3H*d_h"), ("d", "(H+2G)*d_h"))
(True, False)
>>> [same_sizes(given, ("B", "50")) for given in (("batch_size", "50"), ("N", "50"), ("50", "B"))]
[True, None, False]
>>> defined(("b", "i", "j"), "(b, i, j) with b = 2, i = 9 and j = 7"), defined(("n", "m"), "n = 2, later n = 3")
(('2', '9', '7'), None)

What a size says in words is not read here. A name that the text sets equal to two things is defined by none of them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

from viva.reading.arithmetic import amount
from viva.reading.patterns import lazy

MAX_LENGTH = 4_000  # code points of a text in which names are looked for

_NAME = lazy(r"(?<![A-Za-z_\\])[A-Za-z]+_\w+")


def same_sizes(given: Sequence[str], wanted: Sequence[str]) -> bool | None:
    """As many sizes, and each the same? None where one cannot be compared, and all others are the same."""
    if tuple(given) == tuple(wanted):
        return True
    if len(given) != len(wanted):
        return False
    if given and given[0] != wanted[0] and (batch := _same_batch(given, wanted)) is not False:
        rest = same_sizes(given[1:], wanted[1:])
        return batch if rest else rest
    found = [_same_size(one, other) for one, other in zip(given, wanted, strict=True)]
    return False if False in found else None if None in found else True


_BATCH_WORDS = frozenset({"batch", "batch_size", "batchsize", "bs", "batch size"})
_BATCH_LETTERS = frozenset("bn")


def _same_batch(given: Sequence[str], wanted: Sequence[str]) -> bool | None:
    """Is the first axis the batch in both? B and "batch_size" are; B and N may be; no name that is another axis."""
    one, other = given[0].lower(), wanted[0].lower()
    names = _BATCH_WORDS | _BATCH_LETTERS
    if one not in names or other not in names or given[0] in wanted or wanted[0] in given:
        return False
    return True if {one, other} & _BATCH_WORDS else None


def _same_size(given: str, wanted: str) -> bool | None:
    """Two sizes: the same text, or equal as formulas (`4h` and `h·4`)."""
    if given == wanted or given.isdigit() or wanted.isdigit():
        return given == wanted
    from viva.checking.undeclared.scalars import same_formula

    return same_formula(*_in_letters(given, wanted))


def _in_letters(given: str, wanted: str) -> tuple[str, str]:
    """Both with a letter of its own for each name that has an index: `d_h` is no entry of `d`."""
    names = sorted({*_NAME.findall(given), *_NAME.findall(wanted)})
    free = [letter for letter in string.ascii_lowercase if letter not in "deif" and letter not in given + wanted]
    if not names or len(names) > len(free):
        return given, wanted
    letter = dict(zip(names, free, strict=False))
    return _NAME.sub(lambda m: letter[m[0]], given), _NAME.sub(lambda m: letter[m[0]], wanted)


_SYMBOL = r"(?<![A-Za-z_\\])[A-Za-z](?:_\{?\w{1,8}\}?)?(?![A-Za-z])"
_DEFINED = lazy(
    rf"(?P<name>{_SYMBOL})[\s$`]*(?:=|:=)[\s$`]*(?=(?:{_SYMBOL}[\s$`]*=[\s$`]*){{0,3}}"
    rf"(?P<value>(?:\d+|{_SYMBOL})(?:[ ·*+-]{{0,3}}(?:\d+|{_SYMBOL})){{0,6}}))"
)


def defined(sizes: Sequence[str], text: str) -> tuple[str, ...] | None:
    """The sizes with what the text sets their names equal to; None where it defines none of them, or one twice."""
    if "=" not in text or len(text) > MAX_LENGTH:
        return None
    values: dict[str, set[str]] = {}
    for match in _DEFINED.finditer(text):
        name = re.sub(r"[{}]", "", match["name"])
        values.setdefault(name, set()).add(_plain(match["value"]))
    found = []
    for size in sizes:
        names = set(re.findall(_SYMBOL, size)) & values.keys()
        if any(len(values[name]) > 1 for name in names):
            return None
        put = re.sub(_SYMBOL, lambda m: f"({next(iter(values[m[0]]))})" if m[0] in values else m[0], size)
        number = amount(put) if names else None
        found.append(str(number.value) if number is not None else _bare(put) if names else size)
    return tuple(found) if tuple(found) != tuple(sizes) else None


def _plain(value: str) -> str:
    return re.sub(r"[{}\s]", "", re.sub(r"(?<=\w)\s+(?=\w)", "*", value.strip(" ·*+-").replace("·", "*")))


def _bare(size: str) -> str:
    return size[1:-1] if re.fullmatch(r"\(\w+\)", size) else size
