r"""What a reply says of each of several names: "W = [1, -1], b = 2" as the parts of W and of b.

>>> parts("First b = 1. Then W = [1, -1] and b = 2.", ["W", "b"])
{'b': '2', 'W': '[1, -1]'}
>>> parts(r"\nabla_w L = (3, 4); db = 1", ["∂L/∂w", "∂L/∂b"])
{'∂L/∂w': '(3, 4)', '∂L/∂b': '1'}

A part ends with its line, its sentence, a semicolon, or where the next name is given a value; of several parts with one
name the last counts. Whether a part is right is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from viva.checking.answers.named_shapes import name_pattern
from viva.reading.patterns import lazy

MAX_LENGTH = 8_000

_JOINT = lazy(
    r"(?:\.grad|[\s$*`}|])*(?:=|:=|:|≈|\\approx(?![a-z])|←|\\(?:leftarrow|gets)(?![a-z])|\b(?:is|equals"
    r"|becomes)\b)[\s$*`]*"
)
_FACTOR = lazy(r"(?:[\])]|(?<![A-Za-z\\])[B-HJ-Z]) ?$")
_END = lazy(
    r"\n(?!\s*[&\\\[\d(-])|;(?![^\[(]*[\])])|\.(?=\s+[A-Z]|\s*$)|\\\](?!\s*\w)|\$\$(?=\s*$)|\$?,?\s+(?:and"
    r"|und)\s+(?=\$?[\\A-Za-z∂∇])|\$?,\s+(?:so|hence|thus|therefore|which)\b"
)


def parts(text: str, names: Sequence[str]) -> dict[str, str]:
    """The last thing that the text sets each name equal to."""
    if len(text) > MAX_LENGTH:
        return {}
    starts: list[tuple[int, int, str]] = []
    for name in names:
        for match in name_pattern(name, (name,)).finditer(text):
            joint = _JOINT.match(text, match.end())
            if _FACTOR.search(text, max(0, match.start() - 8), match.start()):
                continue  # [[2, 0], [0, 4]] w = (6, -4)
            if joint is not None and not re.match(r"\s*\|", text[joint.end() :]):
                starts.append((match.start(), joint.end(), name))
    starts.sort()
    found: dict[str, str] = {}
    for k, (_, start, name) in enumerate(starts):
        stop = starts[k + 1][0] if k + 1 < len(starts) else len(text)
        end = _END.search(text, start, stop)
        part = text[start : end.start() if end is not None else stop].strip(" $,*`\n")
        part = re.sub(r"(?:,|\band|\bund)\s*\$?$", "", part).strip(" $,")
        if re.search(r"\w", part):
            found[name] = part
    return found
