r"""Congruences: `x ≡ 8 (mod 15)`, also as `x = 15k + 8`.

>>> from viva.reading.replies import read_reply
>>> key = congruence(r"$x \equiv 8 \pmod{15}$")
>>> [congruent(key, read_reply(t)) for t in ("x = 15k + 8", "x ≡ 23 (mod 15)", "x ≡ 8 mod 7", "the only one is x = 8")]
[True, True, False, False]
"""

from __future__ import annotations

import re

from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply

_RESIDUE = lazy(
    r"(?:≡|=|\\equiv)\s*(?P<residue>-?\d{1,9})\s*\$?\s*(?:,?\s*\(?\s*\\?(?:[bp]?mod)\s*\{?\s*(?P<modulus>\d{1,9})\s*\}?\s*\)?)"
)
_FAMILY = lazy(
    r"(?<![\w^])(?:(?P<m1>\d{1,9})\s*[a-z]\s*(?P<s>[+-])\s*(?P<r1>\d{1,9})"
    r"|(?P<r2>-?\d{1,9})\s*\+\s*(?P<m2>\d{1,9})\s*[a-z])(?![\w^])"
)


def congruence(text: str) -> tuple[int, int] | None:
    """Residue and modulus of a text that is a congruence; None where it is none."""
    found = list(_RESIDUE.finditer(text))
    if len(found) != 1 or not int(found[0]["modulus"]):
        return None
    modulus = int(found[0]["modulus"])
    return int(found[0]["residue"]) % modulus, modulus


def congruent(key: tuple[int, int], reply: Reply) -> bool | None:
    """Is the congruence that the reply states the key's? A single number is another answer."""
    for candidate in candidates(reply):
        if candidate.rank >= 6:
            break
        text = normalise(candidate.text).text
        stated: list[tuple[int, tuple[int, int]]] = []
        for m in _RESIDUE.finditer(text):
            if modulus := int(m["modulus"]):
                stated.append((m.start(), (int(m["residue"]) % modulus, modulus)))
        for m in _FAMILY.finditer(text):
            modulus = int(m["m1"] or m["m2"])
            residue = int(m["r1"]) * (-1 if m["s"] == "-" else 1) if m["m1"] else int(m["r2"])
            if modulus > 1:
                stated.append((m.start(), (residue % modulus, modulus)))
        if stated:
            return max(stated)[1] == key
        if re.search(r"=\s*-?\d+\W*(?:$|is the only|\$)", text):
            return False
    return None
