r"""Inequalities that a reply gives in words or as an interval, written with signs.

>>> inequality_in_signs(r"0 < \eta < 2/L", "any positive learning rate below 2/L.")
'$0 < \\eta < 2/L$'
>>> inequality_in_signs(r"0 < \eta < 2/L", "$\\eta L \\in (0, 2)$")
'$0 < \\eta L < 2$'
>>> inequality_in_signs("a < b", "a is positive") is None
True
>>> sign_in_words(r"x \ge 0", "x is non-negative."), sign_in_words("x > 0", "x must not be positive")
(True, False)

What is called positive is only taken as the key's own quantity where the reply names no other one. "Between" alone does
not say whether the ends belong to it, and is not read.
"""

from __future__ import annotations

import re

from viva.reading.normal import normalise
from viva.reading.patterns import lazy

_BOUNDED = lazy(r"[\s$]*0\s*(?:<|\\lt(?![a-z]))\s*(?P<what>[^<>≤≥=]{1,40}?)\s*(?:<|≤|\\l(?:t|e|eq)(?![a-z]))")
_POSITIVE = lazy(
    r"(?:(?P<name>\\?[A-Za-zα-ω_]+)[\s$]+(?:is|must be|has to be|should be|may be|can be|needs to be)\s+)?"
    r"(?:any\s+|all\s+)?"
    r"\bpositive\b(?P<noun>[^.;:<>=$]{0,40}?)\s*(?:strictly\s+)?"
    r"\b(?:(?:smaller|less|lower) than|below|under)\s+(?P<bound>[^,;\n]{1,60}?)[\s$*]*"
    r"(?:$|[,;.](?=\s|$)|\n|\s(?:and|or|but|so|as|because|since|for)\b)",
    re.IGNORECASE,
)
_BETWEEN = lazy(
    r"\bstrictly between\s+\$?0\$?\s+and\s+(?P<bound>[^,;\n]{1,60}?)[\s$*]*(?:$|[,;.](?=\s|$)|\n|\s(?:or|but|so|as)\b)",
    re.IGNORECASE,
    needs="strictly between",
)
_WITHIN = lazy(
    r"(?P<what>[^<>≤≥=\n$.;:,]{1,40}?)\s*(?:∈|\\in(?![a-z]))\s*(?:\\left)?(?P<open>[(\[\]])(?P<low>[^,()]{1,30}),(?P<high>[^,()]{1,60}?"
    r"|[^,()]{0,30}\([^,()]{1,30}\)[^,()]{0,30})(?:\\right)?(?P<close>[)\]\[])"
)
_LED = lazy(r"^(?:[^$*]*[\s*$(])?(?<!\\)[A-Za-z]{3,}[\s*$:]+|^[\s*$]+")  # "converges exactly for **η ∈"
_NOUNS = lazy(
    r"[\s,]*(?:(?:step|learning|and|but|strictly|also)[\s-]*|sizes?|rates?|values?|numbers?|it|(?:\\?[A-Za-zα-ω])(?![a-z]))*[\s,]*"
)
_DENIED = lazy(r"\b(?:not|never|unless|diverges for|diverges if)\b|n['’]t\b")


def inequality_in_signs(key: str, reply: str) -> str | None:
    """What the reply says in words, as an inequality in signs; None where it says nothing of the kind."""
    text = normalise(reply).text
    bounded = _BOUNDED.match(normalise(key).text)
    if bounded is None or len(text) > 2_000 or _DENIED.search(text):
        return None
    what = bounded["what"].strip()
    number = not re.search(r"[A-Za-zα-ω]", _FRACTION.sub("", normalise(key).text[bounded.end() :]))
    found = list(_POSITIVE.finditer(text))
    if len(found) == 1 and _NOUNS.fullmatch(found[0]["noun"]):
        named = found[0]["name"]
        own = named is None or len(named) > 3 or _letter(named) == _letter(what)
        return f"$0 < {what} < {_bound(found[0]['bound'], number)}$" if own else None
    between = list(_BETWEEN.finditer(text))
    if len(between) == 1:
        return f"$0 < {what} < {_bound(between[0]['bound'], number)}$"
    within = list(_WITHIN.finditer(text))
    if len(within) == 1:
        one = within[0]
        signs = ["<" if one["open"] in "(]" else "≤", "<" if one["close"] in ")[" else "≤"]
        told = _LED.sub("", one["what"]).strip() or one["what"].strip()
        return f"${one['low'].strip()} {signs[0]} {told} {signs[1]} {one['high'].strip()}$"
    return None


_FRACTION = lazy(r"\\[dt]?frac|\\left|\\right")


def _bound(said: str, number: bool) -> str:
    """What is said of the bound; where the key's is a number, what a chain of equals ends with: `2/λ = 2/4 = 1/2`."""
    said = said.strip(" $")
    return said.rpartition("=")[2].strip() if number else said


_GREEK = {
    "η": "\\eta",
    "α": "\\alpha",
    "λ": "\\lambda",
    "γ": "\\gamma",
    "ε": "\\epsilon",
    "μ": "\\mu",
    "σ": "\\sigma",
    "eta": "\\eta",
}


def _letter(name: str) -> str:
    bare = name.strip(" $")
    return _GREEK.get(bare, bare)


_SIGNED = lazy(
    r"[\s$]*(?P<name>\\?[A-Za-zα-ω]+(?:_\w)?)\s*(?P<sign>>|<|≥|≤|\\(?:geq?|leq?|gt|lt)(?:slant)?(?![a-z]))\s*0[\s$.]*"
)
_WORDED = lazy(
    r"\W*(?:(?:for\s+)?(?:all|any|every)\s+)?(?:\$?(?P<name>\\?[A-Za-zα-ω]+(?:_\w)?)\$?\s+(?:is|are|must|has|have|should|needs?)\s+"
    r"(?:to\s+be\s+|be\s+)?)?(?P<not>not\s+(?:be\s+)?)?(?:always\s+|strictly\s+)?(?P<non>non-?\s?)?(?P<which>positive|negative)\W*",
    re.IGNORECASE,
)


def sign_in_words(key: str, reply: str) -> bool | None:
    """Does a reply say in words that the key's quantity has the key's sign, and nothing else?"""
    signed = _SIGNED.fullmatch(key)
    worded = _WORDED.fullmatch(reply) if signed is not None and len(reply) < 120 else None
    if signed is None or worded is None or (worded["not"] and worded["non"]):
        return None
    if worded["name"] is not None and _letter(worded["name"]) != _letter(signed["name"]):
        return None
    up = signed["sign"] in (">", "≥") or signed["sign"].startswith("\\g")
    strict = signed["sign"] in ("<", ">", "\\lt", "\\gt")
    denied = bool(worded["not"] or worded["non"])
    said_up = (worded["which"].lower() == "positive") is not denied
    if said_up is up and strict is denied:
        return None if denied is False else False  # in some languages zero is positive
    return said_up is up
