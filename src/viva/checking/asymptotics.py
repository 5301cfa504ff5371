r"""Orders of growth: `O(n \log n)`, `Θ(n²d)`. Constants and the bases of logarithms inside do not count.

>>> same_order("O(n \\log n)", "O(3 n \\log_2 n + n)"), same_order("O(n)", "O(n \\log n)")
(True, False)
>>> same_order("O(1/n)", "It vanishes like $n^{-1}$."), is_order("n")
(True, False)

Two orders are the same if the ratio of what they hold settles to a constant on every path on which the sizes grow, for
random powers of a growing number. `O` and `Θ` are taken for the same claim, as people write them; `Ω` and `o` are
others. That is a numerical test, not a proof: it does not tell `n` from `n` times a factor that grows more slowly than
`log log n`.

Of several orders in a reply, the last one counts that is not said to be one of memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from viva.checking.draws import Draws
from viva.checking.evaluate import Unevaluable, evaluate_draws
from viva.kinds import Symbol
from viva.reading.formulas import formulas
from viva.reading.normal import normalise
from viva.reading.parser import parse
from viva.reading.syntax import Call, Expr, Num, Pow, Unreadable, free_names, walk

_SIGN = re.compile(
    r""
    r"(?<![A-Za-z\\])(?:\\(?:mathcal|mathrm|operatorname|text)\s*\{?\s*)?"
    r"(?P<sign>\\Theta|\\Omega|Theta|Omega|[OoΘΩ])\s*\}?"
    r"(?:\s|\\[!,;:])*(?:\\left|\\[bB]igg?[lr]?)?\s*\("
)
_BRACKET = re.compile(r"[()]")
_SAME = {r"\Theta": "O", "Theta": "O", "Θ": "O", r"\Omega": "Ω", "Omega": "Ω"}
_LIKE = re.compile(
    r"\b(?:like|as|order(?: of)?|proportional(?:ly)? to)\s+(?=[$\\(`]|[\dn(√])|(?:∝|\\propto|\\sim)\s*", re.I
)
_MEMORY = re.compile(r"\s*[$*)]*\s*(?:(?:extra|additional)\s+)?(?:memory|space|storage|parameters)", re.I)
_STEPS = (1e12, 1e24)
_EXPONENTIAL_STEPS = ((40.0, 160.0), (12.0, 30.0), (5.0, 12.0))  # where a size stands in an exponent
_ASIDE = re.compile(
    r"\b(?:versus|vs\.?|compared (?:to|with)|instead of|rather than|not|unlike|than|against|as opposed to)"
    r"\s*[$\\(]*\s*$",
    re.I,
)
LONGEST = 20_000


def is_order(key_text: str) -> bool:
    """Is the key an order of growth, such as `O(n)`?"""
    return _SIGN.match(normalise(key_text).text.strip(" $.")) is not None


def same_order(key_text: str, reply_text: str) -> bool | None:
    """Are two orders of growth the same? None if that cannot be decided, or the key is no order."""
    key_source = normalise(key_text).text.strip(" $.")
    keys = list(_orders(key_source))
    if len(keys) != 1:
        return None
    sign, key, *_ = keys[0]
    if key is None or len(reply_text) > LONGEST:
        return None
    found = _stated(normalise(reply_text).text, key)
    if found is None:
        return None
    if found[0] != sign:
        return False
    try:
        return _same_growth(key, found[1])
    except Unevaluable:
        return None


def _orders(text: str) -> Iterator[tuple[str, Expr | None, int, int]]:
    """Every `O(…)` of the text: its sign, what it holds (None if unreadable), where it ends, and where it starts."""
    for match in _SIGN.finditer(text):
        depth, end = 1, -1
        for bracket in _BRACKET.finditer(text, match.end()):
            depth += 1 if bracket[0] == "(" else -1
            if depth == 0:
                end = bracket.start()
                break
        if end < 0:
            continue
        inside = re.sub(r"\\(?:right|[bB]igg?[lr]?)\s*$", "", text[match.end() : end])
        try:
            expr: Expr | None = parse(inside)
        except Unreadable:
            expr = None
        yield _SAME.get(match["sign"], match["sign"]), expr, end + 1, match.start()


def _stated(text: str, key: Expr) -> tuple[str, Expr] | None:
    """The order that the reply gives; None if there is none that can be read."""
    found = list(_orders(text))
    if found:
        chosen = [f for f in found if not _ASIDE.search(text[max(0, f[3] - 30) : f[3]])] or found
        chosen = [f for f in chosen if not _MEMORY.match(text, f[2])] or chosen
        sign, expr, *_ = chosen[-1]
        return (sign, expr) if expr is not None else None
    for match in reversed(list(_LIKE.finditer(text))):
        try:
            stated = formulas(text[match.end() : match.end() + 200], tuple(Symbol(n) for n in sorted(free_names(key))))
            if stated and stated[0].start <= 2 and not stated[0].relations and not stated[0].broken:
                return "O", parse(stated[0].text.strip(" $"))
        except Unreadable:
            return None
    return None


def _same_growth(a: Expr, b: Expr) -> bool:
    if isinstance(a, Num) and isinstance(b, Num):
        return True
    names = sorted(free_names(a) | free_names(b))
    if free_names(a) != free_names(b):
        return False
    exponential = any(
        (isinstance(n, Pow) and free_names(n.exponent))
        or (isinstance(n, Call) and n.name in ("exp", "factorial") and free_names(n))
        for e in (a, b)
        for n in walk(e)
    )
    if not exponential:
        return _grow_alike(a, b, names, _STEPS)
    for steps in _EXPONENTIAL_STEPS:
        try:
            return _grow_alike(a, b, names, steps)
        except Unevaluable:
            continue
    raise Unevaluable("an order of growth without a finite positive value")


def _grow_alike(a: Expr, b: Expr, names: list[str], steps: tuple[float, float]) -> bool:
    """Does their quotient stay the same from the first step to the second, however the sizes grow?"""
    rng = np.random.default_rng(5)
    for _ in range(4):
        powers = rng.uniform(0.6, 1.4, len(names)) if steps == _STEPS else rng.uniform(0.8, 1.0, len(names))
        ratios: list[float] = []
        for step in steps:
            values = {name: np.array([step**power]) for name, power in zip(names, powers, strict=True)}
            drawn = Draws((), 1, {}, values)
            top, bottom = float(evaluate_draws(a, drawn)[0]), float(evaluate_draws(b, drawn)[0])
            if not (np.isfinite(top) and np.isfinite(bottom)) or top <= 0 or bottom <= 0:
                raise Unevaluable("an order of growth without a finite positive value")
            ratios.append(top / bottom)
        if not np.isfinite(ratios).all() or abs(ratios[1] / ratios[0] - 1) > 0.05:
            return False
    return True


__all__ = ["is_order", "same_order"]
