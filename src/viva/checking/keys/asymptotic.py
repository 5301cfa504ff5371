r"""Asymptotic keys: `\sum_t 1/t = \Theta(\log T)` says an order, `1 - \tanh x \sim 2e^{-2x}` a leading term.

>>> asymptotic(r"\sum_{t=1}^T 1/t = \Theta(\log T)", ""), asymptotic(r"a_n \asymp \sqrt n", "")
('\\Theta(\\log T)', 'O(\\sqrt n)')
>>> asymptotic(r"1 - \tanh x \sim 2e^{-2x}", r"for $x \to \infty$"), asymptotic(r"H_n = \ln n + \gamma + o(1)", "")
('2e^{-2x}', '\\ln n + \\gamma')
>>> asymptotic(r"x \sim \mathcal N(0, 1)", ""), asymptotic("T(n) = 2T(n/2) + O(n)", "")
(None, None)
>>> leads("$f(x) \\sim 2e^{-2x}$ as $x \\to \\infty$"), leads("$2e^{-2x}$")
(True, False)
>>> without_remainder(r"$f(x) \sim 2e^{-2x}(1 + o(1))$", "2e^{-2x}")
'$f(x) = 2e^{-2x}$'

An order is whatever its letter says, and its constant does not count; of a leading term the constant is part of the
answer. `x \sim p(x)` is a distribution. Whether a statement is true is not looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache

from viva.reading.patterns import lazy

_LONGEST = 400
_ORDER = lazy(
    r"\s*(?:\\(?:mathcal|mathrm|operatorname|text)\s*\{?\s*)?(?:\\Theta|\\Omega|(?:Theta|Omega)(?=\s*[(\\])|[OoΘΩ])\s*\}?"
    r"(?:\s|\\[!,;:])*(?:\\left|\\[bB]igg?[lr]?)?\s*\("
)
_LINK = lazy(r"(?<![<>!:\\])=|\\(?:in|asymp|sim|simeq|approx|Rightarrow|implies|Longrightarrow)(?![a-z])|[∈≍∼~≃≈⇒⟹]|=>")
_LIKE = frozenset(("\\sim", "∼", "~", "\\simeq", "≃"))
_ALIKE = frozenset(("\\asymp", "≍"))
_ABOUT = frozenset(("\\approx", "≈"))
_GROWING = lazy(
    r"\\to(?![a-z])|\\(?:right|longright)arrow|→|->|\b(?:large|small|big|near|asymptotic\w*|leading)\b|≫|\\gg",
    needs=r"→|≫|->|\gg|big|\to|near|right|large|small|leading|asymptotic",
)
_DRAWN = lazy(
    r"\s*(?:\\(?:mathcal|mathrm|mathsf|mathbb|operatorname|text|textrm)\s*\{?\s*[A-Z]|[A-Z][A-Za-z]*\s*\(|\\?[a-zπ]+"
    r"(?:_\{?\\?\w+\}?)?\s*\((?![^)]*\)\s*\S)|[A-Z]\s*$)"
)
_NAME = lazy(r"\s*\\?[A-Za-z]+(?:_\{?\w+\}?)?\s*")
_FORMULA = lazy(r"\\(?:ln|log|sqrt|[dt]?frac)(?![a-z])|\^|/|\b(?:ln|log|sqrt)\b")
_REMAINDER = lazy(
    r"(?:\s|\\[,;!]){0,8}(?:\+\s*(?:\\mathcal\s*\{?)?\s*[Oo]\}?\s*(?:\\left|\\big)?\((?P<held>[^()]*(?:\([^()]*\)[^()]*)*)\)"
    r"|(?:\\cdot|·|\*)?\s*(?:\\left|\\big)?\(\s*1\s*\+\s*(?:\\mathcal\s*\{?)?\s*[Oo]\}?\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*(?:\\right|\\big)?\))"
)
_CONDITION = lazy(
    r"(?:\s|,|\\q?quad|\\[,;! ])*(?:\\text\s*\{[^{}]*\}|\((?=[^()]*(?:\\to(?![a-z])|→|->))[^()]*\)).*$", re.DOTALL
)
_HEAD = lazy(r"\s*(\\?[A-Za-z]+)\s*\(")


def asymptotic(core: str, rest: str) -> str | None:
    """The order or the leading term that a formula states, with what stands behind it; None where it states neither."""
    if len(core) > _LONGEST:
        return None
    kept = _CONDITION.sub("", core)
    links = [m for m in _LINK.finditer(kept) if _outside(kept, m.start())]
    if not links:
        return _without_tail(kept) if "(" in kept else None
    left, last = kept[: links[0].start()], kept[links[-1].end() :].strip(" .")
    if not left.strip() or not last:
        return None
    growing = bool(_GROWING.search(core[len(kept) :]) or _GROWING.search(rest))
    for k, link in enumerate(links):
        before, sign = kept[: link.start()], link[0]
        value = kept[link.end() : links[k + 1].start() if k + 1 < len(links) else len(kept)].strip(" .")
        if sign in _ALIKE:
            return f"O({value})"
        if (sign in _LIKE or (sign in _ABOUT and growing)) and not _ORDER.match(value):
            named = _NAME.fullmatch(before) is not None
            if not re.search(r"[A-Za-z]", value) or _DRAWN.match(value) or "|" in before:
                return None
            return (
                (_without_tail(value) or value)
                if growing or (not named and sign in _LIKE) or (named and sign in _LIKE and _FORMULA.search(value))
                else None
            )
    if is_order(last):
        return last
    head = _HEAD.match(left)
    if head is not None and re.search(rf"(?<![A-Za-z]){re.escape(head[1])}\s*\(", last):
        return None  # a recurrence
    return _without_tail(last)


def is_order(text: str) -> bool:
    """Is it `O(…)` and nothing else?"""
    match = _ORDER.match(text)
    if match is None:
        return False
    depth = 1
    for bracket in re.finditer(r"[()]", text[match.end() :]):
        depth += 1 if bracket[0] == "(" else -1
        if depth == 0:
            return match.end() + bracket.end() == len(text)
    return False


def _without_tail(text: str) -> str | None:
    """`f + o(1)`, `f (1 + o(1))` without the remainder; None where it has none, or is itself of an order."""
    match = next((m for m in _REMAINDER.finditer(text) if not text[m.end() :].strip(" .")), None)
    if match is None:
        return None
    kept = text[: match.start()].strip()
    return kept if kept and not re.search(r"(?<![A-Za-z\\])[OoΘΩ]\}?\s*(?:\\left)?\(|\\Theta|\\Omega", kept) else None


@lru_cache(maxsize=256)
def leads(key: str) -> bool:
    """Does the key state a leading term, so that a reply may state it with `∼` and a remainder?"""
    from viva.checking.keys.phrasing import formula_in

    if len(key) > 2 * _LONGEST or not ("sim" in key or "approx" in key or re.search(r"[∼~≃≈(]", key)):
        return False
    found = formula_in(key)
    said = asymptotic(*found) if found is not None else None
    return said is not None and not is_order(said)


def without_remainder(reply: str, value: str) -> str:
    """A reply with `=` for `∼` and without `+ o(…)` and `(1 + o(1))`; `+ O(1)` stays, but beside a logarithm."""
    unit = re.search(r"\\?(?:ln|log)(?![a-z])", value) is not None

    def kept(match: re.Match[str]) -> str:
        return match[0] if match["held"] is not None and match["held"].strip() == "1" and not unit else ""

    return _SIM.sub("=", _REMAINDER.sub(kept, reply))


_POWER = lazy(r"(?P<base>\\?[A-Za-z]+)\s*\^\s*\{?\s*(?P<exponent>\d+)(?!\d)\}?")


def swallows(reply: str, value: str) -> bool:
    """Is the (normalised) reply's remainder as large as a term of the key: `x - x^3/6 + O(x^3)`?"""
    terms = {(m["base"], m["exponent"]) for m in _POWER.finditer(value)}
    for found in _REMAINDER.finditer(reply) if terms and "log" not in value and r"\ln" not in value else ():
        order = _POWER.fullmatch((found["held"] or "").strip())
        if order is not None and "o" not in found[0] and (order["base"], order["exponent"]) in terms:
            return True
    return False


# Behind ≈ stands the term, unless it is a number.
_SIM = lazy(
    r"\\sim(?:eq)?(?![a-z])|[∼≃]|(?<=\s)~(?=\s)|(?:\\approx(?![a-z])|≈)(?=[^=≈\n$]{0,60}(?:[a-zα-ω]|\\[a-z]*[^a-z≈=])"
    r"[^=≈\n]*(?:\$|$))"
)


def _outside(text: str, at: int) -> bool:
    """Does it stand in no bracket?"""
    before = text[:at]
    return before.count("{") == before.count("}") and before.count("(") == before.count(")")
