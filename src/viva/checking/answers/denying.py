r"""Relations and values that a reply denies: "λ is not > 0", "x = 3, not x = 4", "it is not true that n > 2".

>>> without_denied("x = 3, not x = 4"), without_denied("b is not = 0, so x = 3"), without_denied("λ is not > 0.")
('x = 3,', ', so x = 3', '.')
>>> without_denied("x = 3"), without_denied("The loss is not convex for λ > 0.")
(None, None)

What is denied is not stated: a verdict "right" must stand without it. A denial that is neither right in front of the
relation nor at the end of its clause is not seen.
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_RELATION = r"(?:[=<>≤≥]|\\(?:le|ge|lt|gt|leq|geq|leqslant|geqslant)(?![a-z]))"
_NOT = r"(?:\b(?:not|never|cannot|can['’]?t|isnt|nicht|nie|pas)\b|n['’]t\b)"
_LINK = (
    r"(?:\s+(?:be|have|has|hold|always|necessarily|strictly|really|exactly|in fact|that|true|correct|right|the case|so"
    r"|wahr|der Fall|dass|vrai|que))*"
)
_HINT = lazy(
    rf"{_NOT}|\b(?:false|wrong|incorrect|untrue)\b",
    re.IGNORECASE,
    needs="not|n't|n’t|cant|isnt|never|nicht|nie|pas|false|wrong|correct|untrue",
)
_CLAUSE = lazy(r"[,;:!?\n]|\.(?=\s|$)|\s(?:and|but|so|since|because|und|sondern|mais)\s")
_DENIED = lazy(
    rf"{_NOT}{_LINK},?[\s$*(]*(?:[^\s<>=≤≥]{{1,12}}[\s$]+)?{_RELATION}"
    rf"|{_NOT}\s+(?:be\s+)?(?:equals?(?:\s+to)?\s+)?(?:necessarily\s+|always\s+|exactly\s+)?[$*]*[-−]?\d"
    rf"|{_NOT}\s+(?:be\s+)?equals?\b|{_NOT}{_LINK}\s+(?:that|dass|que)\b[^=<>≤≥]{{0,30}}{_RELATION}"
    rf"|{_RELATION}.*\s(?:(?:does|do|can|will)\s*(?:not|n['’]t)\s+(?:hold|be)|is\s+(?:false|wrong|incorrect|untrue"
    r"|not\s+(?:true|right|correct|so|the case)))\s*$",
    re.IGNORECASE,
    needs="not|n't|n’t|cant|isnt|never|nicht|nie|pas|false|wrong|correct|untrue",
)
_HEAD = lazy(
    r"\W*(?:(?:this|that|it) is\s+)?(?:false|wrong|incorrect|untrue|not true|never)\W*",
    re.IGNORECASE,
    needs="false|never|wrong|untrue|not true|incorrect",
)
_IN_BRACKETS = lazy(
    r"\s?\((?:and |but )?not\s[^()]*\)", re.IGNORECASE, needs="(not|(and not|(but not"
)  # "108 (not 112, since …)"
_LONGEST = 400  # code points of a clause that are looked at


def without_denied(text: str) -> str | None:
    """The text without its clauses that deny a relation or a value; None where it denies none."""
    if len(text) > 2_000 or not _HINT.search(text):
        return None
    text = _IN_BRACKETS.sub("", text)
    kept: list[str] = []
    start, denied, headed = 0, False, False
    ends = [(m.start(), m[0]) for m in _CLAUSE.finditer(text)] + [(len(text), "")]
    for end, mark in ends:
        clause = text[start:end]
        out = len(clause) <= _LONGEST and (headed or _DENIED.search(clause) is not None)
        headed = mark == ":" and _HEAD.fullmatch(clause) is not None  # "false: λ > 0"
        denied = denied or out
        kept.append(mark if out else clause + mark)
        start = end + len(mark)
    return "".join(kept) if denied else None
