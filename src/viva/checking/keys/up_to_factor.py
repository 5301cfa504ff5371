r"""Keys that leave a factor open: what is written with ∝, or given "up to a positive factor".

>>> [leaves_factor_open(key) for key in (r"w \propto u - v", "w = u - v (up to a constant factor)", "w = u - v")]
[True, True, False]

Which replies such a key accepts is the matter of `viva.checking.undeclared.proportions`.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

LIKE = lazy(r"\\propto(?![a-z])|∝")
_UP_TO = lazy(
    r"\bup to (?:an? |its |the |any )?"
    r"(?:(?:over-?all|arbitrary|positive|non-?zero|constant|scalar|multiplicative)[ ,]*)*"
    r"(?:factors?|scal(?:e|ing)|multiples?|norm|length)\b",
    re.I,
    needs="up to",
)


def leaves_factor_open(key: str) -> bool:
    """Does a key give a value but for a factor?"""
    return LIKE.search(key) is not None or _UP_TO.search(key) is not None
