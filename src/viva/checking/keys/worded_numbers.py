r"""A number as a key with words around it: "The accuracy is 0.85.", "28 pairs ($\binom{8}{2}$)", "96 GB of memory".

>>> keys = ("Answer: 42", "It needs 96 GB, not 48.", r"There are $\frac{8\cdot 7}{2} = 28$ pairs.", "2 h 30 min")
>>> [str(worded_number(key)) for key in keys]
['42', '96 GB', '28', '5/2 h']
>>> [worded_number(key) for key in ("at least 5", "3 by 4 matrix", "2n layers", "5 or 6", "between 2 and 3")]
[None, None, None, None, None]

What stands behind the number as a remark ("(…)", "since …", "; …", "– …") is left off. What is left must hold one
number, or a chain of equal ones, and nothing else but words that do not change it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from viva.reading.normal import normalise
from viva.reading.number_tokens import Token, tokenise
from viva.reading.number_words import spelled
from viva.reading.patterns import lazy
from viva.reading.quantities import Quantity, Term, terms, words
from viva.reading.units import ratio

LONGEST = 400  # code points of a key that may be a number with words around it

_LABEL = lazy(
    r"[\s*_#>]*(?:the\s+|final\s+|correct\s+)*(?:answer|ans|result|solution|antwort|lösung|ergebnis|réponse"
    r"|respuesta|resultado)\b[\s*_]*[:=][\s*_]*",
    re.IGNORECASE,
    needs="ans|lösung|result|antwort|réponse|ergebnis|solution|respuesta",
)
_BRACKETED = lazy(r"(?<=[^\s=:≈∈←→])\s+(?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])(?=[\s.$]*$)")
_TAIL = lazy(
    r"\s*(?:;|,?\s+[–—-]+\s+(?=(?!log|exp|sin|cos|tanh|max|min)[A-Za-z]{3,}(?![\w(])"
    r"|\((?=[^()]*(?<![A-Za-z\\])[A-Za-z]{3,})(?![^()]*\)\s*[\^*/·²³]))|[–—](?=\s)|,\s+(?=\$?(?:not|since|because|as|by|so|where|with|which|when|if"
    r"|for|from|that|the|this|each|one|counting|i\.e|e\.g|hence|and hence|and so|but|unlike|rather|instead|da|weil"
    r"|denn|nicht|car)\b)|\s+(?=(?:since|because|instead of|rather than|versus|vs|by(?= [a-z]{2}))\b))"
)
_RANGE = lazy(r"\d\s?–\s?\d")  # tokens 1–2
_ANOTHER = lazy(r"[:=]\s*\$?[-+]?\d|[:=] [a-z]+ \d|\band \$?[-+]?\d|\brespectively\b")  # "5 for x, and 6 for y"
_SAME = lazy(
    r",?\s+(?:i\s*\.\s*e\s*\.,?|that is,?|in other words,?|also|or|or about|about|roughly|approximately)\s+"
    r"(?=[\d$≈\\+~-])|,\s+(?=[$\d≈\\])"
)
_BOUNDS = words(
    "least most more less than fewer greater smaller larger below above up between over under not no except or and "
    "only-if twice double triple half times-as third quarter hundred thousand million within until every each dozen "
    "increase decrease increases decreases multiply multiplied divided mod modulo mindestens höchstens mehr weniger "
    "odd even powers power"
)
_SHARE = lazy(
    r"\$?(?P<part>\d+)\$?\s+(?:out\s+)?of\s+(?:the\s+)?\$?(?P<all>\d+)\$?(?:\s+[a-z]{3,}){0,2}\.?", needs="of"
)
_LINKS = ("=", "≈", r"\approx", r"\simeq")
_ARROWS = (":", "→", "⇒", r"\to", r"\Rightarrow", r"\implies", r"\rightarrow", "=>", "->")


def worded_number(text: str) -> Quantity | None:
    """The one number of a key, with its unit; None where the key says anything else."""
    if len(text) > LONGEST or _RANGE.search(text):
        return None
    main = _LABEL.sub("", normalise(text).text.strip(), count=1)
    while main != (main := _BRACKETED.sub("", main).rstrip(" .")):
        pass
    if (cut := _TAIL.search(main)) is not None and any(map(str.isalnum, main[: cut.start()])):
        if _ANOTHER.search(main, cut.end()):
            return None
        main = main[: cut.start()]
    main = _BRACKETED.sub("", main).strip(" .*")
    if (share := _SHARE.fullmatch(main)) is not None and 0 <= int(share["part"]) <= int(share["all"]) > 0:
        return Quantity(Fraction(int(share["part"]), int(share["all"])))
    sides = [side for side in _SAME.split(main) if side.strip(" $")]
    if not 1 <= len(sides) <= 3 or any(side.count("(") != side.count(")") for side in sides):
        return None
    found = [_lone(side) for side in sides]
    first = found[0]
    if first is None or any(other is None or not _agree(first, other) for other in found[1:]):
        return None
    return first


def _agree(one: Quantity, other: Quantity) -> bool:
    """Are they the same number, one perhaps rounded or in per cent?"""
    left, right = (q.value / 100 if q.unit == "%" else q.value for q in (one, other))
    rounding = max((Fraction(q.half) / 100 if q.unit == "%" else q.half) for q in (one, other))
    if one.unit and other.unit and one.unit != other.unit and "%" not in (one.unit, other.unit):
        by = ratio(other.unit, one.unit)
        if by is None:
            return False
        right, rounding = right * by, max(one.half, other.half * by)
    return abs(Fraction(left) - Fraction(right)) <= rounding + abs(Fraction(left)) / 10**9


def _lone(text: str) -> Quantity | None:
    """The one number of a text of words, or of a chain of equal numbers the most exact."""
    tokens = tokenise(text)
    found = terms(tokens)
    if not found:
        return _spelled(text)
    if any(not _linked(tokens, *pair) for pair in pairwise(found)) or spelled(text):
        return None
    if not all(_says_nothing(token, tokens, k, found) for k, token in enumerate(tokens)):
        return None
    exact = next((t.quantity for t in found if not t.quantity.half and not t.quantity.about), found[-1].quantity)
    units = [t.quantity.unit for t in found if t.quantity.unit]
    if exact.unit or not units:
        return exact
    return replace(exact, value=exact.value * 100, unit="%") if units[-1] == "%" else replace(exact, unit=units[-1])


def _linked(tokens: list[Token], earlier: Term, later: Term) -> bool:
    between = [t for t in tokens[earlier.last + 1 : later.first] if t.kind not in ("words",) and not t.remark]
    return any(t.text in _LINKS for t in between) and all(t.text in _LINKS or t.kind == "word" for t in between)


def _says_nothing(token: Token, tokens: list[Token], k: int, found: list[Term]) -> bool:
    """Is it part of a number, or a word or sign that leaves the number as it is?"""
    if any(term.first <= k <= term.last for term in found):
        return True
    if token.kind == "words":
        inner = token.text[token.text.index("{") + 1 : -1].lower().split()
        return not any(word.strip(".,") in _BOUNDS for word in inner)
    if token.kind == "word":
        first = found[0].first
        unit = k == found[-1].last + 1 or tokens[k - 1].text == "/"
        if unit and not token.space and tokens[k - 1].kind == "number" and token.text[:1].isupper():
            return False  # `2Ax` is a product
        return (
            token.text.lower() not in _BOUNDS
            and (len(token.text) > 1 or unit or token.text in "aI")
            and ("_" not in token.text and (k > first or not any(map(str.isdigit, token.text))))
        )
    if token.kind == "relation":
        return token.text in _LINKS or token.text in _ARROWS
    if token.kind == "sign":  # 4×, tokens/s
        return (token.text in "×" and k == found[-1].last + 1) or (token.text == "/" and k > found[-1].last)
    if token.text == r"\mu":
        return k == found[-1].last + 1
    return token.kind == "dash" or token.text in (".", ",", "!", "€", "'", "’", r"\times", "~")


def _spelled(text: str) -> Quantity | None:
    """A number in words with its noun: "two bits", "it has twelve edges"; "one" may be no number."""
    numbers = spelled(text)
    if len(numbers) != 1 or any(c.isdigit() for c in text):
        return None
    number = numbers[0]
    rest = (text[: number.start] + " " + text[number.end :]).lower().replace(".", " ").split()
    if len(rest) > 6 or any(word in _BOUNDS or not word.isalpha() for word in rest):
        return None
    return Quantity(number.value) if number.words != "one" or len(rest) < 2 else None
