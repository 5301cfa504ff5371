r"""Sums and products of extracted formulas: `n`, `X`, `i=1` on lines of their own, `∑` and `i`, `Pn` and `i=1`.

>>> from viva.reading.torn.letters import letters_of
>>> from viva.reading.torn.signs import signs_of
>>> known = letters_of(r"\frac{1}{n}\sum_{i=1}^n g_i")
>>> for text in ("1\nn\nn\nX\ni=1\ngi", "1\nn∑\nn\ni=1\ngi", "Pn\ni=1 gi", "∑\ni\ngi"):
...     print(" ".join(sign.text for sign in with_bounds(signs_of(text, known), known)))
1 n \sum_{i=1}^{n} g i
1 n \sum_{i=1}^{n} g i
\sum_{i=1}^{n} g i
\sum_{i} g i

A letter that a key uses for something is a sum only where it stands alone between bounds.
"""

from __future__ import annotations

from dataclasses import replace

from viva.reading.torn.letters import Letters
from viva.reading.torn.signs import Sign

_DISGUISED = {"X": r"\sum", "P": r"\sum", "Q": r"\prod"}
_TYPED = {"∑": r"\sum", "∏": r"\prod"}
_JOINS = frozenset("=≠∈")


def with_bounds(signs: tuple[Sign, ...], known: Letters) -> tuple[Sign, ...]:
    """The signs with every big operator and its bounds as a single one of kind `sum`."""
    found: list[Sign] = []
    k = 0
    while k < len(signs):
        if (whole := _operator(signs, k, known, found)) is not None:
            sign, k, upper = whole
            if upper:
                del found[-upper:]
            found.append(sign)
        else:
            found.append(signs[k])
            k += 1
    return tuple(found)


def bound_letters(signs: tuple[Sign, ...]) -> frozenset[str]:
    """The letters that the sums run over."""
    return frozenset(sign.base for sign in signs if sign.kind == "sum" and sign.base)


def _operator(signs: tuple[Sign, ...], k: int, known: Letters, before: list[Sign]) -> tuple[Sign, int, int] | None:
    """The operator that stands at k, where it ends, and how many signs before it are its upper bound."""
    sign = signs[k]
    typed = sign.kind == "sum"
    name = _TYPED.get(sign.text) if typed else _DISGUISED.get(sign.text)
    if name is None:
        return None
    last = k + 1 == len(signs) or signs[k + 1].line != sign.line
    if last:
        return _stacked(signs, k, name, typed, known, before)
    upper = _bound(signs, k + 1)
    after = k + 1 + upper
    if upper and not signs[k + 1].gap:
        lower = _lower(signs, after, equals=True)
        if lower and (typed or _begins(signs, after) or sign.text not in known.alone):
            return _whole(name, signs, k, (after, lower), (k + 1, upper)), after + lower, 0
    if typed:
        lower = _lower(signs, k + 1, equals=True)
        if lower:
            return _whole(name, signs, k, (k + 1, lower), None), k + 1 + lower, 0
        nxt = signs[k + 1]
        if not nxt.gap and nxt.kind == "letter" and known.is_index(nxt.text) and k + 2 < len(signs):
            return _whole(name, signs, k, (k + 1, 1), None), k + 2, 0
    return None


def _stacked(
    signs: tuple[Sign, ...], k: int, name: str, typed: bool, known: Letters, before: list[Sign]
) -> tuple[Sign, int, int] | None:
    """The operator at the end of its line, with its bounds on the lines around it."""
    alone = not before or before[-1].line != signs[k].line
    upper = _bound(signs, k + 1)
    if upper and _ends(signs, k + upper) and (typed or not known.knows(signs[k].text)):
        lower = _lower(signs, k + 1 + upper, equals=True)
        if lower:
            return _whole(name, signs, k, (k + 1 + upper, lower), (k + 1, upper)), k + 1 + upper + lower, 0
    lower = _lower(signs, k + 1, equals=True)
    if lower and (typed or alone or signs[k].text not in known.alone):
        size = _upper_before(before) if alone else 0
        whole = _whole(name, signs, k, (k + 1, lower), None)
        if size:
            bound = "".join(sign.text for sign in before[-size:])
            whole = replace(whole, text=f"{whole.text}^{{{bound}}}")
        return whole, k + 1 + lower, size
    lower = _lower(signs, k + 1, equals=False)
    if lower and (typed or (known.indices and "1" not in signs[k + 1].text and not _has_one(signs[k].text, known))):
        return _whole(name, signs, k, (k + 1, lower), None), k + 1 + lower, 0
    return None


def _has_one(letter: str, known: Letters) -> bool:
    """Has the key this letter with a single index, or by itself, so that `X`, `i` may be X_i?"""
    scripts = known.below.get(letter, frozenset())
    return any(len(script) == 1 for script in scripts) or (letter in known.alone and not scripts)


def _whole(name: str, signs: tuple[Sign, ...], k: int, lower: tuple[int, int], upper: tuple[int, int] | None) -> Sign:
    below = "".join(sign.text for sign in signs[lower[0] : lower[0] + lower[1]])
    text = f"{name}_{{{below}}}"
    if upper is not None:
        text += "^{" + "".join(sign.text for sign in signs[upper[0] : upper[0] + upper[1]]) + "}"
    return Sign(text, "sum", signs[k].line, signs[k].gap, signs[lower[0]].text)


def _begins(signs: tuple[Sign, ...], k: int) -> bool:
    return k < len(signs) and (k == 0 or signs[k].line != signs[k - 1].line)


def _ends(signs: tuple[Sign, ...], k: int) -> bool:
    return k + 1 >= len(signs) or signs[k + 1].line != signs[k].line


def _bound(signs: tuple[Sign, ...], k: int) -> int:
    """How many signs from k on are an upper bound: `n`, `10`, `n-1`, `∞`."""
    if k >= len(signs) or signs[k].kind not in ("letter", "number"):
        return 0
    if (
        k + 2 < len(signs)
        and signs[k + 1].text in "+-"
        and signs[k + 2].kind in ("letter", "number")
        and signs[k + 2].line == signs[k].line
    ):
        return 3
    return 1


def _lower(signs: tuple[Sign, ...], k: int, *, equals: bool) -> int:
    """How many signs from k on are a lower bound: `i=1`, `i = 1`, `i≠j`; with `equals`, none of them is `i` alone."""
    if k >= len(signs) or signs[k].kind != "letter" or not signs[k].text.isalpha() or signs[k].text.isupper():
        return 0
    if k + 2 < len(signs) and signs[k + 1].text in _JOINS and signs[k + 2].kind in ("number", "letter"):
        after = signs[k + 3] if k + 3 < len(signs) else None
        spaced = signs[k + 1].gap and signs[k + 2].gap
        if signs[k + 1].line != signs[k].line or signs[k + 2].line != signs[k].line:
            return 0
        if after is None or after.line != signs[k].line or (after.gap and not spaced):
            return 3
        if after.gap and signs[k + 2].kind == "number":
            return 3
        return 0
    if equals or not _begins(signs, k):
        return 0
    alone = _ends(signs, k) or signs[k + 1].gap or signs[k + 1].kind in ("open", "bar")
    return 1 if alone and signs[k].text.islower() else 0


def _upper_before(before: list[Sign]) -> int:
    """How many of the last signs are an upper bound on a line of its own."""
    if not before:
        return 0
    line = before[-1].line
    size = 0
    while size < len(before) and before[-1 - size].line == line:
        size += 1
        if size > 3:
            return 0
    if size == 1 and before[-1].kind in ("letter", "number"):
        return 1
    return 3 if size == 3 and before[-2].text in "+-" and before[-3].kind == "letter" else 0
