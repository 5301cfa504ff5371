"""How a message ends in a formula of its own: what leads up to it, and what else stands beside it.

>>> CONCLUDING.search("Hence the gradient is:") is not None, CONCLUDING.search("Let us see") is None
(True, True)
>>> [bool(_WHOLE.match(text)) for text in ("With L blocks: 12 L d", "As a check: 12 d", "With L = 1: d")]
[True, False, False]

Whether that formula is the answer is for the rules in `choosing`.
"""

from __future__ import annotations

import re

from viva.checking.answers.stated import Place
from viva.reading.formulas import Formula
from viva.reading.patterns import lazy

CONCLUDING = lazy(
    r"(?:\b(?:hence|thus|therefore|so|gives|get|obtain|yields|is|are|answer|result|becomes|finally|simplifies to|taste)"
    r"\s*[,:]?|:|(?:^|\n)(?:>>>|In ?\[\d+\]:)[^\n]*)[\s*_`$]*$",
    re.I,
)
_WHOLE = lazy(
    r"^\s*(?:so |hence |thus |and )?(?:(?:with|for|over|across|in)\s+(?:all|\$?[A-Za-z]\$?)\s+[a-z]+s"
    r"|(?:the )?(?:grand )?total|(?:the )?(?:whole|entire|full) [a-z]+|all(?: together)?|altogether"
    r"|\$?[A-Z]\$? [a-z]+s)\s*:",
    re.I,
    needs=":",
)


def outside(formula: Formula, place: Place) -> str:
    """What else the place has, but for delimiters, the name of a language, and "With L blocks:" before the whole."""
    rest = _WHOLE.sub("", place.text.replace(formula.text, "", 1))
    return re.sub(r"[\s$.*_`:]|\\\\?[\[\]()]|^```\w+", "", rest)
