r"""Keys with a verdict on every item, each perhaps with its reason: "(i) true, since …; (ii) False. The …".

>>> judged_items("(i) true, because f is convex; (ii) false, since g has a saddle point")
(('i', True), ('ii', False))
>>> judged_items("1. False. The bias grows (see 2). 2. True – Jensen."), judged_items("S1: true; S2: no")
((('1', False), ('2', True)), (('1', True), ('2', False)))
>>> judged_items("(a) true positives, (b) false negatives"), judged_items("(b) true, (c) false")
(None, None)

The items must be all in their order, from the first one on. What follows a verdict must be a reason or nothing.
"""

from __future__ import annotations

import re

from viva.reading.choices import ROMAN
from viva.reading.glossary import in_english
from viva.reading.patterns import lazy

LONGEST = 2_000

_ITEM = lazy(
    r"(?:^|(?<=[\s;,.:)]))(?:(?:statement|claim|part|item|question|option)\s+)?"
    r"(?P<item>\((?:[A-Ja-j]|[1-9]|i{1,3}|iv|vi{0,3})\)[.:]?|[SQP]?[1-9][.):]?|[A-Ja-j](?:[.):]|(?=\s+is\b))|(?:i{1,3}|iv|vi{0,3})[.):])"
    r"[\s*_]*(?:[:–—=→-]\s*)?(?:(?:is|are)\s+)?[*_]*"
    r"(?P<verdict>true|false|yes|no|correct|incorrect|right|wrong|valid|invalid|holds|fails|(?-i:[TF])|[✓✔✅✗✘❌])[*_]*"
    r"(?=\s*(?:$|[.,;:(\[–—✓✔✅✗✘❌]|-\s|because\b|since\b|as\b|by\b|due\b|for\b|and\b|but\b|while\b|whereas\b"
    r"|\(?(?:[A-Ja-j]|[1-9]|i{1,3}|iv|v)[.):]))",
    re.IGNORECASE,
)
_AFFIRMS = frozenset("true yes correct right valid holds t ✓ ✔ ✅".split())  # noqa: SIM905
_POOLS = (tuple("123456789"), tuple("abcdefghij"), ROMAN)


def judged_items(text: str) -> tuple[tuple[str, bool], ...] | None:
    """Each item with whether it is true; None where the key is anything else."""
    if not 4 < len(text) <= LONGEST:
        return None
    text = in_english(text)
    found = list(_ITEM.finditer(text))
    if len(found) < 2 or re.search(
        r"[A-Za-z]{3}", re.sub(r"(?i)\b(?:answers?|solutions?|key)\b", "", text[: found[0].start()])
    ):
        return None
    verdicts: dict[str, bool] = {}
    for item in found:
        name = re.sub(r"[^a-z0-9]", "", item["item"].lower())
        name = name[1:] if len(name) == 2 and name[1].isdigit() else name
        verdicts.setdefault(name, item["verdict"].lower() in _AFFIRMS)
    names = tuple(verdicts)
    if not any(names == pool[: len(names)] for pool in _POOLS) or len(names) < 2:
        return None
    return tuple(verdicts.items())
