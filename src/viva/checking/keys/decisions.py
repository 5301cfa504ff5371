"""What a key decides under a condition, "flag iff p > q", and whether a reply decides something else.

>>> decided_otherwise("flag iff p > q", "do not flag if p > q"), decided_otherwise("flag iff p > q", "flag it if q < p")
(True, False)

Only the verbs of such decisions are compared; whether the condition is the same is not said here.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_DECISION = lazy(
    r"(?P<not>\b(?:not|never|cannot|[a-z]{2,6}n['’]t)\s+(?:\w+\s+)?)?"
    r"\b(?P<verb>flag|alarm|accept|reject|stop|switch|keep|ignore|discard|continue|pass"
    r"|(?:predict|choose|decide) \w+)"
    r"(?:s|ed|ped|ing)?\b",
    re.I,
    needs="stop|flag|pass|keep|alarm|ignore|reject|decide|choose|switch|accept|predict|discard|continue",
)


def decided_otherwise(key: str, reply: str) -> bool:
    """Is what the key decides, "flag iff p > q", not what the reply decides: "do not flag if p > q", "accept if …"?"""
    wanted = _DECISION.match(key.lstrip(" *_"))
    if wanted is None:
        return False
    return any(told["not"] or told["verb"].lower() != wanted["verb"].lower() for told in _DECISION.finditer(reply))
