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
    text = _SPACING.sub(" ", normalise(reply).text)
    if (side := _ONE_SIDED.fullmatch(normalise(key).text)) is not None:
        return _one_sided(side["what"], text)
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


_SPACING = lazy(r"\\[,;:!]")
_ONE_SIDED = lazy(r"[\s$]*(?P<what>[^<>≤≥=]{1,40}?)\s*(?:[<>≤≥]|\\(?:[lg]eq?|lt|gt)(?:slant)?(?![a-z]))[^<>≤≥=]{1,80}")
_SIDE = lazy(
    r"\b(?P<strictly>strictly\s+)?(?:(?P<least>at least|no (?:less|smaller|lower) than)"
    r"|(?P<most>at most|no (?:more|greater|larger|higher) than)"
    r"|(?P<below>(?:smaller|less|lower) than|below|under|on or below)"
    r"|(?P<above>(?:larger|greater|higher|more) than|above|exceeds?|on or above))\s+"
    r"(?P<line>the\s+(?:\w+\s+)?(?:line|curve|plane|hyperplane|parabola)\s+)?(?P<bound>[^,;\n]{1,60}?)[\s$*]*"
    r"(?:$|[,;.](?=\s|$)|\n|\s(?:and|or|but|so|as|because|since|for|to)\b)",
    re.IGNORECASE,
)


def _one_sided(what: str, text: str) -> str | None:
    """ "must stay below 2/λ", "strictly below the line x_2 = 2x_1": whether a line belongs to its side must be said."""
    found = list(_SIDE.finditer(text))
    if len(found) != 1 or len(text) > 300 or _DENIED.search(text) or _SIGN.search(text[: found[0].start()]):
        return None
    side = found[0]
    if _MORE.search(text[side.end("bound") :]):
        return None
    words = side[0].lower()
    sign = "≥" if side["least"] else "≤" if side["most"] else "<" if side["below"] else ">"
    bound = side["bound"].strip(" $")
    if side["line"]:
        left, equals, bound = bound.partition("=")
        if not equals or _bare(left) != _bare(what) or not (side["strictly"] or "on or" in words):
            return None
    if "on or" in words:
        sign = {"<": "≤", ">": "≥"}[sign]
    return None if _SIGN.search(bound) or not bound else f"${what.strip(' $')} {sign} {bound.strip(' $')}$"


_MORE = lazy(r"\d|\b(?:or|if|unless|when|but|except|only)\b")
_SIGN = lazy(r"[<>≤≥=]")


def _bare(side: str) -> str:
    return re.sub(r"[\s${}]", "", side)


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
