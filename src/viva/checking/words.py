"""Answers in words: infinity, the empty set, yes and no."""

from __future__ import annotations

import re

from viva.checking.keys import Key
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.patterns import lazy
from viva.reading.pieces import LONGEST
from viva.reading.quantities import Quantity
from viva.reading.replies import Reply
from viva.reading.values import Interval, Set_, Tuple_, Union, value

_SAYS_SPECIAL = lazy(
    r"(?P<minus>[-−]\s*(?:\\infty|∞)|(?:minus|negative) infinity)|(?P<infinite>\+?\\infty|∞|infinity|(?<=is )infinite)"
    r"|(?P<empty>\\emptyset|\\varnothing|∅|empty set|no (?:real )?solutions?)"
    r"|(?P<yes>\byes\b|\b(?:is|are) (?:indeed )?(?:true|correct)\b|^\W*true\b)|(?P<no>^\W*no\b|\bno[.,!]|\b(?:is|are) "
    r"(?:not (?:true|correct)|false|incorrect|wrong)\b|^\W*false\b)",
    re.IGNORECASE,
)
_MEANING = {"minus": "-∞", "infinite": "∞", "empty": "∅", "yes": "yes", "no": "no"}


def special(key: Key, reply: Reply) -> bool | None:
    """Infinity, the empty set, yes and no: what the best statement that says one of them says first."""
    kinds = ("yes", "no") if key.value in ("yes", "no") else ("∞", "-∞", "∅")
    plain = normalise(reply.text).text if len(reply.text) < LONGEST else ""
    statements = [plain] if len(plain.split()) <= 3 else []
    statements += [c.text for c in candidates(reply) if c.rank < 6 and len(c.text) <= LONGEST]
    if key.value in ("yes", "no") and re.match(r"[\s*_#]*(?:yes|no)\b", plain, re.IGNORECASE):
        statements.insert(0, plain.strip().split("\n")[0][:200])
    for words in statements:
        said = [_MEANING[str(m.lastgroup)] for m in _SAYS_SPECIAL.finditer(words.strip(" *_$.")) if m.lastgroup]
        said = [meaning for meaning in said if meaning in kinds]
        if said:
            return bool((said[0] if kinds[0] == "yes" else said[-1]) == key.value)
    alone = value(plain) if plain else None
    return False if isinstance(alone, (Quantity, Set_, Tuple_, Interval, Union)) else None
