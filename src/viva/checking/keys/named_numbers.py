r"""A number as a key with what it is a number of in front: `P(X > 2) = 1/8`, `\|x\|_2 = 5`, `V^\pi(s) = 10`.

>>> keys = (r"P(X > 2) = 1/8", r"\frac{14 GB}{700 GB/s} = 20 ms per token", r"V^\pi(s) \leftarrow 10", r"\hat{y} = 0.7")
>>> [str(named_number(key)) for key in keys]
['1/8', '20 ms', '10', '0.7']
>>> [named_number(key) for key in ("2x + z = 1", "x^2 = 4", r"\sum_i \alpha_i y_i = 0", "x y = 1", "P(A) + P(B) = 1")]
[None, None, None, None, None]

An equation between unknowns is the answer itself. So the left side must be one thing that has a value: a probability, a
mean, a norm, a derivative, a function at a place, a symbol with its marks; or the right side has a unit.
"""

from __future__ import annotations

import re

from viva.checking.keys.worded_numbers import worded_number
from viva.reading.cleaning import split
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity

_TO = lazy(
    r"\\(?:leftarrow|gets|coloneqq)(?![A-Za-z])|←|:=|\\approx(?![a-z])|\\simeq(?![a-z])|≈",
    needs=r"≈|←|:=|\gets|\simeq|\approx|\coloneqq|\leftarrow",
)
_SYMBOL = r"(?:\\?[A-Za-z]+|[α-ωΑ-Ωℓ])"
_MARKED = (
    rf"(?:\\(?:hat|bar|tilde|widehat|widetilde|overline|dot|vec|mathcal|mathbf|mathrm|mathbb|boldsymbol|bm|operatorname\*?)"
    rf"\s*(?:\{{[^{{}}]*\}}|{_SYMBOL})|{_SYMBOL}[\u0300-\u036f]?)"
)
_SCRIPT = (
    r"(?:\s*(?:_\s*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\?\w+)|\^\s*(?:\{[^{}\d]*[^{}]*\}|[^\s\d{(]|\\[a-z]+)|'|′))"
)
_ARGUMENTS = r"(?:\s*\((?:[^()]|\([^()]*\))*\)|\s*\[(?:[^\[\]])*\])?"
_ONE_THING = lazy(
    rf"(?:(?:\\\||‖|\||\\l[Vv]ert).{{1,60}}(?:\\\||‖|\||\\r[Vv]ert){_SCRIPT}*(?:\^\s*\{{?2\}}?)?{_SCRIPT}*"  # ‖x‖₂²
    rf"|(?:\\?(?:Pr|P|p|E|Var|Cov|det|rank|tr|dim|nnz|KL|MI|H|I)|ℙ|𝔼|\\mathbb\s*\{{?[PE]\}}?|\\mathrm\s*\{{\w+\}})"
    rf"{_SCRIPT}*\s*(?:\\?\(.*\)|\\?\[.*\]|\\?\{{.*\}}|[A-Z])"
    rf"|{_MARKED}{_SCRIPT}*{_ARGUMENTS}"
    r"|\\d?frac\s*\{\s*(?:\\partial|∂|d)[^{}]*\}\s*\{\s*(?:\\partial|∂|d)[^{}]*\}.{0,40}"
    r"|(?:\\partial|∂|d)\s?[A-Z\\ℓ]\w*\s*/\s*(?:\\partial|∂|d)\s?\S{1,16}"
    r"|\\(?:max|min|sup|inf|int|prod|det|lim|arg|sum(?=\s*_\s*\{[^{}]*\}\s*\^|\s*_\s*\S\s*\^))(?![a-z]).{1,120})"
)
_THEN = lazy(
    r"⇒|⟹|=>|\\(?:Rightarrow|implies|Longrightarrow)(?![A-Za-z])", needs=r"⟹|⇒|=>|\implies|\rightarrow|\longrightarrow"
)
_JOINED = lazy(r"(?<![A-Za-z\\])(?:and|or)(?![A-Za-z])", needs="or|and")
_SLOPE = lazy(r"\\partial|∂|\\nabla|∇|'|\\frac\s*\{\s*d")


def named_number(bare: str) -> Quantity | None:
    """The number on the right of an equation whose left side is one thing; None for any other key."""
    if len(bare) > 400 or not any(char.isdigit() for char in bare):
        return None
    sides = split(_TO.sub("=", _THEN.split(bare)[-1]), "=")
    if (
        len(sides) < 2
        or _JOINED.search(bare)
        or len(split(bare, "≤≥<>≠")) > 1
        or not all(sides)
        or any(len(split(side, ",;")) > 1 for side in sides[:-1])
    ):
        return None
    found = worded_number(sides[-1])
    if found is None:
        return None
    left = sides[0].strip()
    if found.unit or len(sides) > 2:
        return found
    if found.value == 0 and _SLOPE.search(left):
        return None  # a condition on where the slope vanishes
    one = len(split(left, "+-")) == 1 and _ONE_THING.fullmatch(re.sub(r"\s+", " ", left))
    return found if one else None
