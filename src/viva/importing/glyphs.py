r"""What stands for glyphs that a PDF does not name: `(cid:55)`, in place of an accent or of a piece of a bracket.

Behind a letter it is an accent, and no letter of the papers has more than one. Among rows of numbers it is a piece of
the brackets around them: it goes, so do lines that hold nothing else, and a name in the middle (`Y =`) goes to the top.
The number of characters stays.

>>> named("w = w(cid:55)/p").split()
['w', '=', 'w̃', '/p']
>>> found = named("1 2\n(cid:36) (cid:39)\nY = (cid:35) 3 4 (cid:38)\n5 6\n[ ]\nis it")
>>> [row.split() for row in found.split("\n")]
[['Y', '=', '1', '2'], ['3', '4'], ['5', '6'], ['is', 'it']]
"""

from __future__ import annotations

import re

_GLYPH = r"\(cid:\d{1,5}\)"
_ACCENT = re.compile(rf"(?<=[A-Za-zΑ-Ωα-ω\U0001D400-\U0001D7FF]) ?{_GLYPH}(?=[^\n]|$)")
_ANY = re.compile(_GLYPH)
_PIECES = re.compile(rf"^[ \t]*(?:(?:{_GLYPH}|[\[\]()|])[ \t]*)+$")
_ROW = re.compile(
    r"^(?P<name>[^\d\s=]{1,8}[ \t]*=[ \t]*)?"
    rf"(?:(?:{_GLYPH}|[\[\]()|])[ \t]*)*[+−–-]?\d[\d.,]*(?:[ \t]+[+−–-]?\d[\d.,]*)*"
    rf"[ \t]*(?:(?:{_GLYPH}|[\[\]()|.,;])[ \t]*)*$"
)


def named(text: str) -> str:
    """The text with accents for such glyphs, and without the pieces of brackets."""
    if "(cid:" not in text:
        return text
    rows = _ACCENT.sub(lambda m: "\u0303".ljust(len(m[0])), text).split("\n")
    done: list[str] = []
    k = 0
    while k < len(rows):
        last = k
        while last < len(rows) and (_ROW.match(rows[last]) or _PIECES.match(rows[last])):
            last += 1
        inside = rows[k:last]
        if len(inside) > 1 and any("(cid:" in row for row in inside):
            done.append(_matrix(inside))
        else:
            done += [rows[k]]
            last = k + 1
        k = last
    return _ANY.sub(lambda m: " " * len(m[0]), "\n".join(done))


def _matrix(rows: list[str]) -> str:
    """The rows of numbers, each on a line, the name first; what held pieces of brackets is blank."""
    name = next((match["name"] for row in rows if (match := _ROW.match(row)) and match["name"]), "")
    text = name
    for k, row in enumerate(rows):
        own = _ROW.match(row)
        words = row.removeprefix(name) if own and own["name"] else row
        bare = re.sub(rf"{_GLYPH}|[\[\]()|]", lambda m: " " * len(m[0]), words)
        text += ("" if k == 0 else "\n" if own else " ") + bare
    return text
