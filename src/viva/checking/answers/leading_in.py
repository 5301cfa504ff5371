r"""Is a formula without a left side what a sentence says the answer is? "… only γ g_i survives", "the limit is γ g_i".

>>> from viva.reading.formulas import formulas
>>> from viva.kinds import Expression, Symbol
>>> symbols = (Symbol("g", ("n",)), Symbol(r"\gamma"))
>>> kind = Expression(symbols, limit="n")
>>> def arrives(text):
...     return [arrived_at(formula, kind, True) for formula in formulas(text, symbols)]
>>> arrives("what remains is γ g_i"), arrives("only γ g_i survives"), arrives("the mean term is γ g_i")
([True], [True], [False])

What is said of a part of the answer ("the mean goes to 0") is none. Nothing here reads the formula itself.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import re
from dataclasses import replace

from viva.checking.answers import limits
from viva.checking.answers.stated import Place, match_left
from viva.kinds import Expression
from viva.reading.formulas import Formula, Side
from viva.reading.patterns import lazy
from viva.reading.syntax import Expr, Index, Sym

_LEADS_IN = lazy(
    r"\(?\b(?:[ivx]{1,4}|[a-h]|\d)\b[).:]"
    r"|\b(?:as|for|when|if|in|the|limit|large|we|get|have|gradient|it|this|that|becomes?|is|are|equals?|tends?|goes|to|then"
    r"|simply|just|answer|result|infinity|thus|hence|so|part|general|case|batch|infinite|infinitely|many|very|single|one"
    r"|examples?|samples?|size|with|gives|and|inf|entries|entry|each|of|short|gradients)\b"
    r"|\b(?:sum|total|together|altogether|overall|combined)\s*:"
    r"|\b[nN]\b\W{0,3}(?:→|\\to\b|\\rightarrow\b|->|=)\W{0,2}(?:∞|\\infty|1\b|inf(?:inity|ty)?\b)"
    r"|[\s$*.,;:`#|-]|→|\\[\[\]()]|\\(?:to|infty)\b",
    re.IGNORECASE,
)
_REASON = lazy(r"[\s$*`]*(?:,|\(|;|\.(?=\s)|\s(?:since|because|as|which|where|with|if|in general|itself)\b)")
_SO = frozenset("so thus hence therefore giving then and".split())
_SUPPOSING = frozenset("if provided assuming unless".split())
_BECOMING = frozenset((subject, "becomes") for subject in ("it", "this", "gradient", "expression", "entry", "result"))
_TENDING = frozenset(
    (("tends", "to"), ("goes", "to"), ("converges", "to"), ("gradient", "approaches"), ("it", "approaches"))
)
_LEFT_OVER = frozenset(
    "leaves leaving remains survives stays obtain obtains get gets gives giving yields only just approaches "
    "hence thus so therefore then it's recover recovers".split()
)
_LEFT_OVER_PAIRS = frozenset(
    tuple(pair.split())
    for pair in (
        *("left with", "remains is", "left is", "limit is", "survives is", "it is", "tend to", "and approaches"),
        *("gradient is", "reduces to", "simplifies to", "limit equals", "gradient equals", "which leaves"),
    )
)
_PLAINLY = frozenset(("which leaves", "left with", "remains is", "left is", "that leaves"))
_STAYS = frozenset("remains stays survives itself only alone".split())


def is_all(formula: Formula, place: Place) -> bool:
    """Is the formula all that stands there, but for the label of an item and words that lead up to it?

    A reason behind a comma ("…, since the mean vanishes") is no part of the answer either.
    """
    reason = _REASON.search(place.text, formula.end)
    stop = reason.start() if reason is not None else len(place.text)
    return not _LEADS_IN.sub("", place.text[: formula.start] + place.text[formula.end : stop])


def behind_infinity(formula: Formula) -> Formula:
    """`n → ∞ → γ g` as `→ γ g`."""
    if len(formula.sides) == 3 and formula.relations == ("→", "→"):
        signs = [t.text for t in formula.sides[1].tokens]
        if signs in (["∞"], ["\\infty"]) and len(formula.sides[0].tokens) == 1:
            return replace(formula, sides=(Side(()), formula.sides[2]), relations=("→",))
    return formula


def led_to(formula: Formula, kind: Expression) -> bool:
    """ "the gradient tends to …", for a limit."""
    part = limits.ONLY_A_PART.search(" ".join(formula.before))  # "the mean of the gradients goes to 0"
    return bool(kind.limit) and formula.before[-2:] in _TENDING and part is None


def arrived_at(formula: Formula, kind: Expression, focused: bool) -> bool:
    """ "… so → γ g", "so it becomes γ g", for a limit: the clause has no other subject.

    With `focused`, where all the text is about the limit, also "what remains is γ g" and "only γ g survives".
    """
    if not kind.limit:
        return False
    before = [word.lower() for word in formula.before]
    if focused and not formula.relations and " ".join(before[-2:]) in _PLAINLY:
        return True  # whatever was said before it
    clause = before[max((k + 1 for k, word in enumerate(before) if word in _SO), default=0) :]
    if limits.ONLY_A_PART.search(" ".join(clause)) is not None or _SUPPOSING & set(clause):
        return False
    if formula.relations:
        return formula.relations == ("→",) and not formula.sides[0].tokens
    if tuple(clause[-2:]) in _BECOMING:
        return True
    if not focused:
        return False
    after = [word.lower() for word in formula.after[:3]]
    stays = after[:1] and (after[0] in _STAYS or after[:2] == ["is", "left"])
    return bool(stays) or tuple(before[-2:]) in _LEFT_OVER_PAIRS or (bool(before) and before[-1] in _LEFT_OVER)


_OF_OTHERS = frozenset("upstream incoming local output outputs mean average second first if when where let".split())


def called_gradient(formula: Formula, kind: Expression) -> bool:
    """ "The gradient is γ(…)", "the derivative with respect to x_i is γ(…)", said of nothing else."""
    before = [word.lower() for word in formula.before]
    if formula.relations or not before or before[-1] not in ("is", "equals", ":", "return", "get") or not kind.left:
        return False
    near = before[-5:]
    if before[-1] == "return":
        return "backward" in before or "def" in before
    if before[-2:] == ["we", "get"]:
        return formula.after[:2] == ("in", "general")
    return any(word in ("gradient", "derivative") for word in near) and not _OF_OTHERS & set(near)


def matches_worded(left: tuple[Expr, ...], expr: Expr, formula: Formula) -> dict[str, str] | None:
    """ "the derivative with respect to `x_i` is …": how the left side names the indices; None if it is not that."""
    before = [word.lower() for word in formula.before]
    if before[-2:] != ["respect", "to"] and before[-1:] not in (["wrt"], ["in"], ["by"]):
        return None
    if not {"gradient", "derivative"} & set(before):
        return None
    for pattern in left:
        base = pattern.base if isinstance(pattern, Index) else pattern
        if isinstance(base, Sym) and "/\\partial " in base.name:
            below = Sym(base.name.rpartition("/\\partial ")[2])
            letters = match_left(replace(pattern, base=below) if isinstance(pattern, Index) else below, expr)
            if letters is not None:
                return letters
    return None
