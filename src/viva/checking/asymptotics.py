r"""Orders of growth: `O(n \log n)`, `Θ(n²d)`. Constants and the bases of logarithms inside do not count.

>>> same_order("O(n \\log n)", "O(3 n \\log_2 n + n)"), same_order("O(n)", "O(n \\log n)"), same_order("O(nd^2)", "O(n^2 d)")
(True, False, False)
>>> same_order("n", "2n")
NotImplemented

Two orders are the same if the ratio of what they hold settles to a constant on every path on which the sizes grow, for
random powers of a growing number. `O`, `Ω`, `Θ` and `o` are different claims. That is a numerical test, not a proof: it
does not tell `n` from `n` times a factor that grows more slowly than `log log n`.
"""

from __future__ import annotations

import re
from types import NotImplementedType

import numpy as np

from viva.checking.draws import Draws
from viva.checking.evaluate import Unevaluable, evaluate_draws
from viva.reading.normal import normalise
from viva.reading.parser import parse
from viva.reading.syntax import Expr, Unreadable, free_names

_ORDER = re.compile(
    r"^\s*(?:\$+|\\\(|\\\[)?\s*(?:\\(?:mathcal|mathrm|operatorname|text)\s*\{?\s*)?(?P<sign>O|o|\\Theta|Θ|\\Omega|Ω|Theta|Omega)\s*\}?\s*"
    r"(?:\\left|\\big[lr]?|\\Big[lr]?)?\s*\((?P<inside>.*?)(?:\\right|\\big[lr]?|\\Big[lr]?)?\)\s*(?:\$+|\\\)|\\\])?[\s.]*$",
    re.DOTALL,
)
_NAMES = {r"\Theta": "Θ", "Theta": "Θ", r"\Omega": "Ω", "Omega": "Ω"}
_STEPS = (1e12, 1e24)


def same_order(key_text: str, reply_text: str) -> bool | None | NotImplementedType:
    """Are two orders of growth the same? None if that cannot be decided; `NotImplemented` if the key is no order."""
    key = _order(key_text)
    if key is None:
        return NotImplemented
    reply = _order(_last(reply_text))
    if reply is None:
        return None
    if key[0] != reply[0]:
        return False
    try:
        return _same_growth(key[1], reply[1])
    except Unevaluable:
        return None


def _last(text: str) -> str:
    """The reply itself, or the one order of growth that stands in it."""
    if len(text) > 20_000:
        return ""
    if _ORDER.match(normalise(text).text):
        return text
    found = re.findall(r"(?:\\mathcal\s*\{?\s*O\s*\}?|\bO|\\Theta|Θ|\\Omega|Ω)\s*(?:\\left)?\((?:[^()]|\([^()]*\))*\)", text)
    return found[-1] if found and len(set(found)) == 1 else ""


def _order(text: str) -> tuple[str, Expr] | None:
    match = _ORDER.match(normalise(text).text)
    if match is None:
        return None
    try:
        return _NAMES.get(match["sign"], match["sign"]), parse(match["inside"])
    except Unreadable:
        return None


def _same_growth(a: Expr, b: Expr) -> bool:
    names = sorted(free_names(a) | free_names(b))
    if free_names(a) != free_names(b):
        return False
    rng = np.random.default_rng(5)
    for _ in range(4):
        powers = rng.uniform(0.6, 1.4, len(names))
        ratios = []
        for step in _STEPS:
            values = {name: np.array([step**power]) for name, power in zip(names, powers, strict=True)}
            drawn = Draws((), 1, {}, values)
            top, bottom = float(evaluate_draws(a, drawn)[0]), float(evaluate_draws(b, drawn)[0])
            if not (np.isfinite(top) and np.isfinite(bottom)) or top <= 0 or bottom <= 0:
                raise Unevaluable("an order of growth without a finite positive value")
            ratios.append(top / bottom)
        if abs(ratios[1] / ratios[0] - 1) > 0.05:
            return False
    return True


__all__ = ["same_order"]
