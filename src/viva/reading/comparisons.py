r"""Comparisons in words as signs: "x is at least 3", "strictly between 0 and 1".

>>> compared("x is at least 3"), compared("strictly between 0 and 1"), compared("between 0 and 1")
('x ≥ 3', '(0, 1)', 'between 0 and 1')
"""

from __future__ import annotations

import re

from viva.reading.patterns import lazy

_COMPARED = lazy(
    r"(?<!\bnot)(?<!n['’]t)(?<!\bnever)(?:^|\s)(?:is |must be |are |be )?"
    r"(?:strictly )?(?:(?P<ge>(?:greater|larger|more|bigger) than or equal to"
    r"|at least|no less than|"
    r"not less than|no fewer than)|(?P<le>(?:less|smaller) than or equal to|at most|no more than|not more than)|"
    r"(?P<gt>(?:greater|larger|more|bigger) than)|(?P<lt>(?:less|smaller|fewer) than))\s(?=[-\d\\√(])"
)


_BETWEEN = lazy(
    r"(?:(?:all|any|every) )?(?:\b(?:[a-z]|step size|learning rate|value|number)s? )?(?P<strict>strictly )?\bbetween "
    r"\$?(?P<low>[-+−]?[\d./∞]+|[-−]?\\infty)\$? and \$?(?P<high>[-+−]?(?:[\d./]*\d|∞|\\infty)(?![/\w\\.])"
    r"|[-+−]?\d*/?\w"
    r"(?:/\w)?(?![/\w\\(_^])|\\d?frac ?\{?\w\}? ?\{?\w\}?(?![\w(_^]))\$?"
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
    r"(?:x can be |defined for |for )?(?:(?:all|any|every|the|everything|everywhere|anything) ?)+"
    r"(?:(?:of )?(?:ℝ|\\mathbb ?\{?R\}?|reals?|real (?:numbers?|x|line|values?)|numbers?|x|values?))?(?: of x)?,? ?"
    r"(?:except|apart from|but|other than|besides|excluding|without|save)(?: at| for| where| the points?"
    r"| the values?)* ?"
    r"\$?(?P<poles>(?:[a-z] ?= ?)?[-−±]?(?:\\pm ?)?\d[\d./]*(?:(?:\$?(?:,| and "
    r"| or )+ ?\$?)(?:[a-z] ?= ?)?[-−±]?\d[\d./]*)*"
    r"|zero|one)\$?",
    re.IGNORECASE,
    needs="but|save|except|without|besides|excluding|other than|apart from",
)
_POLE = lazy(r"(?P<both>±|\\pm) ?(?P<size>\d[\d./]*)|[-−]?\d[\d./]*|zero|one", re.IGNORECASE)
_OUTSIDE = lazy(
    r"(?:x |anything |everything |all x |values )?(?:lies |is )?outside(?: of)?(?: the)?(?: (?:closed"
    r"|open))?(?: interval)? "
    r"\$?(?P<open>[(\[])(?P<low>[^,()\[\]]{1,20}),(?P<high>[^,()\[\]]{1,20})(?P<close>[)\]])\$?",
    needs="[|(",
)
_SIGNED_REALS = lazy(
    r"(?:x ?∈ ?)?(?:ℝ|\\mathbb ?\{?R\}?|R)(?:_\{? ?(?P<sign>>|<|≥|≤|\\geq?|\\leq?) ?0 ?\}?|\^\{?(?P<plus>[+-])\}?"
    r"|(?P<small>[⁺⁻]))"
)
_UNEQUAL = lazy(r"(?P<name>[a-z](?:_\d)?) ?(?:≠|∉ ?\\?\{) ?(?P<poles>[^{}=<>]{1,40}?)\\?\}?")
_WHOLE_RANGE = lazy(
    r"(?:[A-Za-z][A-Za-z0-9 ]{0,24} )?(?:from |\\?\{)?(?P<low>[-−]?\d+(?:\.\d+)?)(?: to | ?– ?| through "
    r"|,(?: ?\d+,)* ?(?:\.\.\.|…),? ?)"
    r"(?P<high>[-−]?\d+(?:\.\d+)?)\\?\}?",
    needs="–|…|to|...|through",
)


_INTEGERS = lazy(r"\b(?:integers?|whole numbers?|natural numbers?)\b", needs="integer|whole number|natural number")
_OR_MORE = lazy(
    r"(?P<n>[-−]?\d[\d./,]*)(?P<noun>(?: [a-z]+){0,2}) or (?:(?P<more>more|greater|larger|higher|above|longer)|fewer"
    r"|less|smaller|below)",
    needs="more|less|below|fewer|above|larger|longer|higher|greater|smaller",
)
_HALF = lazy(
    r"(?:(?:all|any|every) "
    r"|the set of (?:all )?)?(?:the )?(?P<strict>strictly )?(?:(?P<non>non-?)(?P<sign>negative|positive)|"
    r"(?P<plain>positive|negative)) (?:reals?|real (?:numbers?|values?)|numbers?|values?|x)(?: of x)?",
    needs="positive|negative",
)
_ENDS = lazy(
    r"(?:the )?(?P<how>open|closed) interval (?:from |between )?\$?(?P<low>[-−]?[\d./]*\d)\$? (?:to|and) "
    r"\$?(?P<high>[-−]?[\d./]*\d)\$?"
)


def _without(poles: str) -> str:
    """All reals but those of a list, `1 and -1` or `±1`; "" where it is no list of numbers."""
    found: list[str] = []
    if re.search(r"[A-Za-z](?<!and)(?<!or)(?<!zero)(?<!one)", re.sub(r"\b(?:and|or|zero|one|pm|[a-z] ?=)", "", poles)):
        return ""
    for pole in _POLE.finditer(poles):
        if pole["both"]:
            found += [pole["size"], "-" + pole["size"]]
        else:
            found.append({"zero": "0", "one": "1"}.get(pole[0].lower(), pole[0]))
    return rf"\mathbb{{R}} \setminus \{{{', '.join(found)}\}}" if found else ""


_ENDS_OF = {">": "(0, ∞)", "<": "(-∞, 0)", "≥": "[0, ∞)", "≤": "(-∞, 0]", "\\ge": "[0, ∞)", "\\le": "(-∞, 0]"}


def _signed_reals(match: re.Match[str]) -> str:
    """`ℝ_{>0}` and `ℝ⁺` as `(0, ∞)`; what `ℝ_+` is, is not agreed on, and is not read."""
    if match["sign"]:
        return _ENDS_OF[match["sign"].removesuffix("q")]
    return "(0, ∞)" if (match["plus"] or match["small"]) in "+⁺" else "(-∞, 0)"


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
    if (without := _EXCEPT.fullmatch(text.strip(" ."))) is not None:
        return _without(without["poles"])
    if ("≠" in text or "∉" in text) and (unequal := _UNEQUAL.fullmatch(text.strip(" ."))) is not None:
        return _without(re.sub(rf"{unequal['name']} ?≠ ?", "", unequal["poles"])) or text
    if "outside" in text and (outside := _OUTSIDE.fullmatch(text.strip(" ."))) is not None:
        low, high = ("]" if outside["open"] == "(" else ")"), ("[" if outside["close"] == ")" else "(")
        return f"(-∞, {outside['low']}{low} ∪ {high}{outside['high'].strip()}, ∞)"
    if (signed := _SIGNED_REALS.fullmatch(text.strip(" ."))) is not None:
        return _signed_reals(signed)
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
