r"""Keys that say one thing twice, or a condition and nothing else: what of them is compared.

>>> restated("5 ± 0.98, i.e. [4.02, 5.98]"), restated(r"Only if $\lambda > 0$"), restated("exactly when n ≥ d")
('[4.02, 5.98]', '$\\lambda > 0$', 'n ≥ d')
>>> restated("convex, i.e. bowl-shaped"), restated("only if f is convex"), restated("x > 2")
(None, None, None)

Of what is said twice the interval or set counts. A condition must be an inequality; whether it is necessary or
sufficient is not looked at.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

LONGEST = 200
_TWICE = lazy(
    r"(?P<first>[^;\n]{1,80}?)[\s,;:(]+(?:i\.e\.|that is|in other words|or equivalently|equivalently|in short|=>"
    r"|⇒)[,:]?\s+"
    r"(?P<second>\$?\s*(?:\\left)?[\[(].{3,60}?[\])]\s*\$?|\$?\s*\\?\{.{1,60}?\\?\}\s*\$?)\)?[\s.]*",
    needs="⇒|=>|i.e.|that is|in short|equivalently|in other words",
)
_CONDITION = lazy(
    r"(?:it (?:holds|converges|works|is true) |true |this holds )?(?:(?:if and )?only |exactly |precisely |just )?"
    r"(?:if|when|iff|as long as|whenever|provided(?: that)?)\s+(?P<condition>[^,;]{1,80}?)[\s.]*",
    re.IGNORECASE,
    needs="if|when|provided|as long as",
)
_RELATION = lazy(r"[<>≤≥]|\\(?:le|ge|lt|gt|leq|geq|leqslant|geqslant)(?![a-z])")
_WORD = lazy(r"(?<![\\A-Za-z])[A-Za-z]{4,}")


def restated(text: str) -> str | None:
    """What is to be compared of a key that says something twice, or that is a condition; None for any other key."""
    if len(text) > LONGEST:
        return None
    twice = _TWICE.fullmatch(text.strip())
    if twice is not None and not _WORD.search(twice["second"]):
        return twice["second"].strip()
    condition = _CONDITION.fullmatch(text.strip())
    if condition is None or not _RELATION.search(condition["condition"]) or _WORD.search(condition["condition"]):
        return None
    return condition["condition"].strip()
