r"""Orders of growth in words: "linear in n and quadratic in d", "logarithmic", "inversely proportional to n".

>>> from viva.reading.notation import render
>>> [render(growth(text, ("n", "d"))) for text in ("linear in n and quadratic in $d$", "linear in both")]
['n d^2', 'n d']
>>> [render(growth(text, ("n",))) for text in ("cubic", "the inverse square root of n", "It is linearithmic.")]
['n^3', 'n^(−0.5)', 'n log(n)']
>>> growth("A linear layer costs more.", ("n",)), growth("not linear", ("n",)), growth("linear", ("n", "d"))
(None, None, None)

A size that is not named is the only one that the key has; where the key has several, nothing is said. "Exponential" is
`EXPONENTIAL`, whose base nobody knows.
"""

from __future__ import annotations

import re
from fractions import Fraction

from viva.reading.patterns import lazy
from viva.reading.syntax import ONE, Call, Expr, Mul, Num, Pow, Sym

EXPONENTIAL = Call("exponential", ())
UNKNOWN = Sym("size")  # the size of a growth that is said without one, where the key has none either

_POWERS = {"linear": 1, "quadratic": 2, "cubic": 3, "quartic": 4}
_NO_GROWTH = (
    r"(?!\s+(?:layers?|models?|maps?|regression|transform\w*|units?|factors?|functions?|combinations?|algebra"
    r"|projections?|attention|decay|famil\w+|moving|systems?|terms?|kernels?|search|programm\w*|order|number|size|width|learning|rate"
    r"|schedule|classifiers?|programs?|forms?|loss|cost function|splines?|interpolation"
    r"|equations?|part|work per|amount of))"
)
_WORD = lazy(
    r"(?P<denied>\b(?:not|never|no longer|rather than|instead of|than|from|non|sub|super|poly|doubly|bi|un|iterated"
    r"|quasi)[\s-]*(?:the |a |just |only )?)?(?<![A-Za-z])"
    r"(?P<word>linearithmic|log-?linear|constant|logarithmic|linear|quadratic|cubic|quartic|exponential)(?:al)?(?:ly)?\b"
    + _NO_GROWTH,
    re.I,
)
_A_CONSTANT = lazy(
    r"\b(?:a|an|the|some|any|every|additive|multiplicative|up to"
    r"|une?|una|la|les?|des|eine[nr]?|die|der)(?: \w+)? constant$",
    re.I,
)
_OF = lazy(
    r"(?P<inverse>\b(?:inverse(?:ly)?|reciprocal(?:ly)?|one over|1 over|divided by)\b[^.;,]{0,24}?)?"
    r"\b(?:the )?(?P<what>square[- ]root|square|cube|logarithm|log|inverse|reciprocal)(?: \w+)? of "
    r"(?:the )?(?:[a-z]+ ){0,4}?"
    r"\$?(?P<size>\\?[A-Za-z])\$?(?![A-Za-z_^])",
    re.I,
    needs="of",
)
_INVERSELY = lazy(
    r"\b(?:inversely proportional to|inversely (?:with|in)|reciprocal(?:ly)? (?:to|in|with))\s+(?:the )?"
    r"(?:[a-z]+ ){0,4}?\$?(?P<size>\\?[A-Za-z])\$?(?![A-Za-z_^(])",
    re.I,
)
_ALL = lazy(
    r"\b(?:each|all|every one|both)\b(?: (?:of )?(?:the |them)?\s*(?P<count>two|three|four|five)?)?",
    re.I,
    needs="all|each|both|every one",
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_END = lazy(r"[.;\n]|\b(?:but|while|whereas|if|when|because|since|so|compared|instead|rather|for)\b", re.I)
_LETTER = lazy(r"(?<![A-Za-z\\])(\\[A-Za-z]+|[A-Za-zα-ω](?:_\{?\w+\}?)?)(?![A-Za-z(])")


_FOREIGN = lazy(
    r"(?P<not>\b(?:nicht|sub|super|poly|doppelt|non|pas|no)[\s-]*)?(?<![A-Za-z])(?:(?P<logarithmic>logarith?mi(?:sch|que(?:ment)?|c[oa]))"
    r"|(?P<quadratic>quadrati(?:sch|que(?:ment)?)|cuadr[áa]tic[oa])|(?P<cubic>kubisch|cubique(?:ment)?|c[úu]bic[oa])"
    r"|(?P<exponential>exponentiel(?:l|le|lement)?|exponencial(?:mente)?)|(?P<constant>konstant|constante)"
    r"|(?P<linear>lin[ée]aire(?:ment)?|lineal(?:mente)?))(?:e[rsnm]?)?(?![A-Za-zéí])",
    re.I,
    needs="logarit|quadratis|quadratiq|cuadr|kubisch|cubiq|cubico|cubica|cúbic|exponentiel|exponencial|konstant|constante|lineai|linéai|lineal",
)


def _in_english(text: str) -> str:
    """The same text with the growths that German, French and Spanish name."""
    return _FOREIGN.sub(lambda m: ("not " if m["not"] else "") + str(m.lastgroup), text)


def growth(text: str, names: tuple[str, ...]) -> Expr | None:
    """How fast a text says that something grows with the sizes of that name; None where it does not say it."""
    text = _in_english(text)
    named = _power_of(text, names)
    if named is not None:
        return named
    matches = [m for m in _WORD.finditer(text) if not _A_CONSTANT.search(text[max(0, m.end() - 80) : m.end()])]
    if not matches or any(m["denied"] for m in matches):
        return None
    factors: list[Expr] = []
    for k, match in enumerate(matches):
        end = matches[k + 1].start() if k + 1 < len(matches) else len(text)
        clause = _END.split(text[match.end() : end], maxsplit=1)[0][:200]
        word = re.sub(r"-", "", match["word"].lower())
        if word == "constant":
            if len(matches) > 1:
                return None
            return ONE
        if word == "exponential":
            return EXPONENTIAL if len(matches) == 1 else None
        sizes = _sizes(clause, names)
        if sizes is None or (len(matches) > 1 and len(sizes) == len(names) > 1):
            return None
        factors += [_grown(word, size) for size in sizes]
    if len(matches) > 1 and len(set(factors)) < len(factors):
        factors = list(dict.fromkeys(factors))  # "linear: O(n), so linear in n"
    if len({_base(f) for f in factors}) < len(factors):
        return None  # "linear … quadratic" in the same size
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _grown(word: str, size: str) -> Expr:
    base = Sym(size)
    if word in ("linearithmic", "loglinear"):
        return Mul((base, Call("log", (base,))))
    if word == "logarithmic":
        return Call("log", (base,))
    return base if word == "linear" else Pow(base, Num(Fraction(_POWERS[word])))


def _base(expr: Expr) -> Expr:
    if isinstance(expr, Mul):
        return expr.factors[0]
    return expr.base if isinstance(expr, Pow) else expr.args[0] if isinstance(expr, Call) else expr


def _sizes(clause: str, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """The sizes that a clause names behind "linear in"; the only one there is, where it names none."""
    found = tuple(dict.fromkeys(m[1].replace("{", "").replace("}", "") for m in _LETTER.finditer(clause)))
    written = tuple(name for name in found if name not in ("a", "I"))
    found = tuple(name for name in found if name in names)
    if found:
        return found
    if written and names != (UNKNOWN.name,):
        return None  # in another size
    everything = _ALL.search(clause)
    if everything is not None and len(names) > 1:
        count = _COUNTS.get((everything["count"] or "").lower(), 2 if "both" in everything[0].lower() else len(names))
        return names if count == len(names) else None
    return names if len(names) == 1 else None


def _power_of(text: str, names: tuple[str, ...]) -> Expr | None:
    """ "the square root of n", "inversely proportional to n"."""
    for match in _OF.finditer(text):
        if match["size"] not in names:
            continue
        base = Sym(match["size"])
        what = match["what"].lower().replace("-", " ")
        if what in ("logarithm", "log"):
            return None if match["inverse"] else Call("log", (base,))
        power = {"square root": Fraction(1, 2), "square": Fraction(2), "cube": Fraction(3)}.get(what, Fraction(-1))
        return Pow(base, Num(-power if match["inverse"] and power > 0 else power))
    found = list(_INVERSELY.finditer(text))
    if len(found) == 1 and found[0]["size"] in names:
        return Pow(Sym(found[0]["size"]), Num(Fraction(-1)))
    return None


def key_growth(key: str) -> Expr | None:
    """What a key says that is nothing but a growth in words: "linear", "It grows quadratically with the length"."""
    if len(key) > 120 or _KEY.fullmatch((key := _in_english(key)).strip()) is None:
        return None
    sizes = tuple(dict.fromkeys(m[1] for m in _LETTER.finditer(key) if m[1] not in ("a", "I")))
    return growth(key, sizes or (UNKNOWN.name,))


_KEY = lazy(
    r"(?:(?:it|the [a-z ]{2,40})\s+)?(?:(?:is|grows?|scales?|increases?|rises?|decays?|runs in)\s+)?(?:in )?"
    r"(?:linearithmic|log-?linear|constant|logarithmic|linear|quadratic|cubic|quartic|exponential)(?:al)?(?:ly)?"
    r"(?: (?:time|growth|complexity|scaling|cost))?(?:,? (?:in|with) [^.;:]{1,60})?\.?",
    re.I,
    needs="cubic|linear|quartic|constant|quadratic|exponential|logarithmic",
)
