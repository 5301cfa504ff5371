r"""The options that a reply picks by their numbers, against a key of numbers that may be those of options.

>>> from viva.checking.keys.kinds import understood
>>> from viva.reading.replies import read_reply
>>> def right(key, reply): return picks_numbers(understood(key), read_reply(reply))
>>> right("1, 3", "1 ✓ 2 ✗ 3 ✓"), right("2", "Option 2."), right("2", "x = 2")
(True, True, None)

A number alone is a number: only where the reply speaks of options, or ticks boxes, are numbers read as such.
"""

from __future__ import annotations

import re

from viva.checking.keys.kinds import DIGITS, Key
from viva.checking.keys.picking import picks, read_options
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.replies import Reply

_NUMBERED = lazy(
    r"\b(?:option|choice|alternative|statement|claim|rule|number)s?\s*[(#]?\s*[1-9]\b(?!\.\d)"
    r"|^\W*(?:(?:only|just|it is|it's)\s+)?(?:the\s+)?"
    r"(?:block|layer|model|arm|state|line|step|row|curve|plot)\s+[1-9]\b(?!\.\d)"
    r"|^\W*\*\*\(?[1-9][.)]*\*\*"
    r"|\b(?:first|second|third|fourth|fifth) (?:option|choice|statement|alternative|one)\b|[■☒☑□☐]\s*[1-9]\b",
    re.IGNORECASE,
)


def picks_numbers(key: Key, reply: Reply) -> bool | None:
    """A key of numbers from 1 to 9 may be those of options: only where the reply speaks of options, or ticks boxes."""
    wanted = re.findall(r"\d", key.text) if re.fullmatch(r"[\s$]*[1-9](?:,\s*[1-9])*[\s$]*", key.text) else []
    if not wanted:
        return None
    text = reply.text.strip()
    if len(text) < 4 and text[:1] in _CIRCLED:
        return [str(_CIRCLED.index(text[0]) + 1)] == wanted
    if len(wanted) == 1 and (several := _SEVERAL.search(text)):
        return False if len(set(re.findall(r"\d", several["numbers"]))) > 1 else None
    if len(wanted) == 1 and len({m[1] for m in _MARKED_DIGIT.finditer(text)}) > 1:
        return picks(Key("choice", tuple(wanted), "("), reply)
    if (labelled := _LABELLED.match(text)) and len(re.findall(r"\d", normalise(text).text)) < 3:
        return [labelled["number"]] == wanted
    if len(wanted) > 1 and wanted == sorted(set(wanted)) and _SPEAKS_OF_OPTIONS.search(text):
        return picks(Key("choice", tuple(wanted), "("), reply)
    if not _NUMBERED.search(text):
        return None
    read = read_options(reply, DIGITS)
    return None if read is None else read == frozenset(wanted)


_SPEAKS_OF_OPTIONS = lazy(
    r"[✓✔✅✗✘❌☐☑☒■□]|\[[xX]\]|(?<!\w)#[1-9]|\b(?:all|every\w*) (?:but|except)\b"
    r"|\b(?:only|all|both|neither|none|options?|statements?|first|second|third|fourth|last)\b"
    r"|\b[1-9](?:, [1-9])*,? and [1-9]\b|\b[1-9][.):]?\s*(?:is |are )?(?:true|false|yes|no|T|F)\b",
    re.IGNORECASE,
)
# Several numbers where one is asked: "**3, 4**", "\boxed{3 and 4}" at the end, or nothing else at all.
_SEVERAL = lazy(
    r"(?:^|\*\*|\\boxed\{(?:\\text\{)?|answers?(?: are| is)?:?)[\s*_$]*(?:[A-Z]?[a-z]{3,12}s\s+)?"
    r"(?P<numbers>[1-9](?:(?:\s*,\s*|,?\s+(?:and|&|und|et|y)\s+)[1-9])+)[\s*_$}.]*$",
    re.IGNORECASE,
)
_MARKED_DIGIT = lazy(r"(?<![\d.])([1-9])[.):]?\s*[✓✔✅✗✘❌☐☑☒■□]")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_LABELLED = lazy(r"[\s*_]*\(?(?P<number>[1-9])\)[\s*_]+[A-Za-z][a-z]+(?: [^\n]{0,60})?$")  # "4) output bias"
