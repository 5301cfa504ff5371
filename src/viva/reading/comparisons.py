r"""Comparisons in words as signs: "x is at least 3", "strictly between 0 and 1".

>>> compared("x is at least 3"), compared("strictly between 0 and 1"), compared("between 0 and 1")
('x ≥ 3', '(0, 1)', 'between 0 and 1')
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_COMPARED = lazy(
    r"(?:^|\s)(?:is |must be |are |be )?(?:strictly )?(?:(?P<ge>(?:greater|larger|more|bigger) than or equal to"
    r"|at least|no less than|"
    r"not less than|no fewer than)|(?P<le>(?:less|smaller) than or equal to|at most|no more than|not more than)|"
    r"(?P<gt>(?:greater|larger|more|bigger) than)|(?P<lt>(?:less|smaller|fewer) than))\s(?=[-\d\\√(])"
)


_BETWEEN = lazy(
    r"(?:(?:all|any|every) )?(?:\b[a-z] )?(?P<strict>strictly )?\bbetween (?P<low>[-+−]?[\d./∞]+"
    r"|[-−]?\\infty) and (?P<high>[-+−]?[\d./]*\d|∞|\\infty)"
    r"(?:,? \(?(?P<how>inclusive|exclusive|both (?:ends )?included|both (?:ends )?excluded|end-?points (?:in"
    r"|ex)cluded)\)?)?",
    re.IGNORECASE,
)


def _interval_of(match: re.Match[str]) -> str:
    """ "between 0 and 1, inclusive" as `[0, 1]`; without a word on the ends it stays as it is."""
    how = (match["how"] or "").lower()
    if match["strict"] or how.endswith(("exclusive", "excluded")):
        return f"({match['low']}, {match['high']})"
    return f"[{match['low']}, {match['high']}]" if how else match[0]


_EXCEPT = lazy(
    r"(?:x can be )?(?:all|any|every|the) (?:reals?|real numbers?|numbers?|x|values?)(?: of x)? (?:except|apart from"
    r"|but|other than) (?:for )?(?:x = )?"
    r"\$?(?P<pole>[-−]?\d[\d./]*)\$?",
    re.IGNORECASE,
)
_WHOLE_RANGE = lazy(
    r"(?:[A-Za-z][A-Za-z0-9 ]{0,24} )?(?:from |\\?\{)?(?P<low>[-−]?\d+(?:\.\d+)?)(?: to | ?– ?| through "
    r"|,(?: ?\d+,)* ?(?:\.\.\.|…),? ?)"
    r"(?P<high>[-−]?\d+(?:\.\d+)?)\\?\}?"
)


_INTEGERS = lazy(r"\b(?:integers?|whole numbers?|natural numbers?)\b")
_OR_MORE = lazy(
    r"(?P<n>[-−]?\d[\d./,]*)(?P<noun>(?: [a-z]+){0,2}) or (?:(?P<more>more|greater|larger|higher|above|longer)|fewer"
    r"|less|smaller|below)"
)
_HALF = lazy(
    r"(?:(?:all|any|every) )?(?:the )?(?P<strict>strictly )?(?:(?P<non>non-?)(?P<sign>negative|positive)|"
    r"(?P<plain>positive|negative)) (?:reals?|real (?:numbers?|values?)|numbers?|values?|x)(?: of x)?"
)
_ENDS = lazy(
    r"(?:the )?(?P<how>open|closed) interval (?:from |between )?\$?(?P<low>[-−]?[\d./]*\d)\$? (?:to|and) "
    r"\$?(?P<high>[-−]?[\d./]*\d)\$?"
)


def _half_line(match: re.Match[str]) -> str:
    """ "all nonnegative reals" as `[0, ∞)`."""
    positive = (match["plain"] or match["sign"]) == "positive"
    if match["plain"]:
        return "(0, ∞)" if positive else "(-∞, 0)"
    return "(-∞, 0]" if positive else "[0, ∞)"


def _number(text: str) -> float:
    return float(text.replace("−", "-"))


def compared(text: str) -> str:
    """The text with comparisons in words as signs: "x is at least 3" as `x ≥ 3`."""
    text = _BETWEEN.sub(_interval_of, text) if "between" in text else text
    if (pole := _EXCEPT.fullmatch(text.strip(" ."))) is not None:
        return rf"\mathbb{{R}} \setminus \{{{pole['pole']}\}}"
    if (half := _HALF.fullmatch(text.strip(" ."))) is not None:
        return _half_line(half)
    if "interval" in text and (ends := _ENDS.fullmatch(text.strip(" ."))) is not None:
        opening, closing = "()" if ends["how"] == "open" else "[]"
        return f"{opening}{ends['low']}, {ends['high']}{closing}"
    if " or " in text and (more := _OR_MORE.fullmatch(text.strip(" ."))) is not None:
        return f"≥ {more['n']}" if more["more"] else f"≤ {more['n']}"
    ranged = _WHOLE_RANGE.fullmatch(text.strip(" .")) if len(text) < 80 else None
    if ranged is not None and not _INTEGERS.search(text) and _number(ranged["low"]) < _number(ranged["high"]):
        return f"[{ranged['low']}, {ranged['high']}]"
    if "than" not in text and "least" not in text and "most" not in text:
        return text
    return _COMPARED.sub(lambda m: " ≥ " if m["ge"] else " ≤ " if m["le"] else " > " if m["gt"] else " < ", text)
