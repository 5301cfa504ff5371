r"""Is a text the name of a value: a symbol, a function of something, a tuple of symbols?

>>> is_name(r"\sigma^2"), is_name("f(x)"), is_name("V_1:V_2"), is_name(r"\eta L")
(True, True, True, False)
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_NAME = lazy(
    r"(?:\\?[A-Za-z]+|[α-ωΑ-Ω])'?(?:_\{?\w+\}?|_\{[^{}]*\}|\d)?(?:\^\{?(?:\*|\\ast"
    r"|\\star)\}?)?'?(?:\s*\([^()=]{1,20}\))?$|\([^()=]{1,30}\)$|[A-Z]_?\{?\w*\}?(?::[A-Z]_?\{?\w*\}?)+$"
)


def is_name(text: str) -> bool:
    """A symbol, a function of something, or a tuple of symbols; or a term such as `NO/BO`, `V_1:V_2`."""
    bare = text.replace(" ", "")
    if re.search(r"\\(?!nabla)[A-Za-z]+\s+[A-Za-z]", text):
        return False  # \eta L
    if re.fullmatch(r"(?:\\sigma|σ)(?:_\{?\w+\}?)?\^\{?2\}?", bare):
        return True  # the variance
    return bool(_NAME.match(bare)) or bool(re.fullmatch(r"\\frac\{[A-Z]{1,3}\}\{[A-Z]{1,3}\}|S_\{?[A-Z]+\}?:S", bare))
