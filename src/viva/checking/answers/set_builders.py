r"""Sets that a reply gives by a rule, written out: `{2m + 1 : m = 0, 1, 2}`, "the odd numbers from 1 to 7".

>>> written_out(r"$\{2m+1 : m = 0,1,2,3\}$"), written_out("{k^2 | k = 1, …, 4}")
('$\\{1, 3, 5, 7\\}$', '\\{1, 4, 9, 16\\}')
>>> written_out("the even numbers from 2 to 6"), written_out(r"{x : x > 1/2} ∩ {x : x < 3}")
('\\{2, 4, 6\\}', 'x > 1/2 and x < 3')
>>> written_out("{a : a² ≤ 4} = [−2, 2]"), written_out("{0, 1}")
('[−2, 2]', '{0, 1}')

Only rules over whole numbers that are named one by one, or from the first to the last, are written out; what is left
may be a rule that nobody can write out, and is as it was.
"""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

from viva.reading.normal import normalise
from viva.reading.parser import readings
from viva.reading.patterns import lazy
from viva.reading.syntax import Add, Div, Expr, Mul, Neg, Num, Pow, Sym, Unreadable
from viva.reading.trees import substitute

LONGEST = 4_000
MOST = 64
_BUILDER = lazy(
    r"\\?\{(?P<rule>[^{}:|\n]{1,60}?)(?::|\||\\mid(?![a-z]))(?P<range>[^{}|\n]{1,80}(?:\{[^{}\n]{1,60}\})?[^{}|\n]{0,20}?)\\?\}"
)
_RANGE = lazy(
    r"\s*(?P<name>[a-zA-Z])\s*(?:=|∈|\\in(?![a-z]))\s*(?:\\?\{)?\s*"
    r"(?P<items>-?\d+(?:\s*,\s*(?:-?\d+|\.\.\.|…|\\[lc]?dots))*)\s*(?:\\?\})?\s*",
    needs=r"∈|=|\in",
)
_PARITY = lazy(
    r"\b(?:(?:all|the|exactly|just)\s+)*(?P<parity>odd|even)\s+(?:numbers?|integers?|values?|[a-z])\s+"
    r"(?:from|between)\s+(?P<low>\d{1,4})\s+(?:to|and|through)\s+(?P<high>\d{1,4})(?!\d|[.,]\d)",
    needs="odd|even",
)
_EQUALS = lazy(r"\\?\{[^{}\n]{1,40}(?::|\||\\mid(?![a-z]))[^{}\n]{1,60}\\?\}\s*=\s*(?=[\[({\\])")


def _members(name: str, condition: str) -> str:
    called = rf"\\?\{{\s*(?P<{name}>\\?[A-Za-z]+|[α-ω])\s*(?::|\||\\mid(?![a-z]))"
    return called + rf"\s*(?P<{condition}>[^{{}}\n]{{1,60}}?)\s*\\?\}}"


_BOTH = lazy(_members("one", "first") + r"\s*(?:∩|\\cap(?![a-z]))\s*" + _members("other", "second"), needs=r"∩|\cap")


def written_out(text: str) -> str:
    """The text with sets by a rule as lists, and with the condition in the place of a set of all that meet it."""
    if len(text) > LONGEST:
        return text
    if "{" in text:
        text = _EQUALS.sub("", text)
        text = _BOTH.sub(lambda m: f"{m['first']} and {m['second']}" if m["one"] == m["other"] else m[0], text)
        text = _BUILDER.sub(_listed, text)
    return _PARITY.sub(_by_parity, text)


def _set(items: list[Fraction]) -> str:
    return r"\{" + ", ".join(str(item) for item in items) + r"\}"


def _by_parity(match: re.Match[str]) -> str:
    low, high, odd = int(match["low"]), int(match["high"]), match["parity"] == "odd"
    items = [Fraction(k) for k in range(low, min(high, low + 2 * MOST) + 1) if (k % 2 == 1) is odd]
    return _set(items) if 0 < len(items) <= MOST else match[0]


def _listed(match: re.Match[str]) -> str:
    named = _RANGE.fullmatch(normalise(match["range"].rstrip("\\ ")).text)
    if named is None:
        return match[0]
    numbers = _numbers(named["items"])
    try:
        (rule,) = readings(normalise(match["rule"]).text)
    except (Unreadable, ValueError):
        return match[0]
    values = [_value(substitute(rule, {named["name"]: Num(Fraction(k))}), 0) for k in numbers]
    found = [value for value in values if value is not None]
    return _set(found) if found and len(found) == len(values) else match[0]


def _numbers(items: str) -> list[int]:
    """`0, 1, …, 4` as 0 to 4."""
    parts = [part.strip() for part in items.split(",")]
    if not all(re.fullmatch(r"-?\d{1,6}", part) for part in parts):
        known = [int(part) for part in parts if re.fullmatch(r"-?\d{1,6}", part)]
        if len(known) != len(parts) - 1 or len(parts) < 3 or re.fullmatch(r"-?\d+", parts[-2]):
            return []
        steps = {b - a for a, b in itertools.pairwise(known[:-1])} or {1}
        if len(steps) != 1 or (step := steps.pop()) < 1 or (known[-1] - known[0]) % step:
            return []
        return list(range(known[0], known[-1] + 1, step)) if (known[-1] - known[0]) // step < MOST else []
    return [int(part) for part in parts][:MOST]


def _value(expr: Expr, depth: int) -> Fraction | None:
    """The exact value of arithmetic with whole exponents; None for anything else."""
    if depth > 12:
        return None
    if isinstance(expr, Num):
        return expr.value
    if isinstance(expr, Sym):
        return None
    if isinstance(expr, Neg):
        inner = _value(expr.arg, depth + 1)
        return None if inner is None else -inner
    if isinstance(expr, Pow):
        base, power = _value(expr.base, depth + 1), _value(expr.exponent, depth + 1)
        small = base is not None and power is not None and power.denominator == 1 and abs(power) <= MOST
        return base**power.numerator if small and base and power is not None and abs(base) < MOST else None
    if isinstance(expr, Div):
        top, bottom = _value(expr.top, depth + 1), _value(expr.bottom, depth + 1)
        return top / bottom if top is not None and bottom else None
    if not isinstance(expr, Add | Mul):
        return None
    total = Fraction(0) if isinstance(expr, Add) else Fraction(1)
    for part in expr.terms if isinstance(expr, Add) else expr.factors:
        value = _value(part, depth + 1)
        if value is None:
            return None
        total = total + value if isinstance(expr, Add) else total * value
    return total
