r"""The Γ that a reply to 4b states beside its weights: $\Gamma = \sqrt{(1-p)/p}\;\tilde\Gamma$ where $w = p\tilde w$.

>>> [(holds, why) for *_, holds, why in tikhonov_matrix(r"so $\Gamma = \sqrt{p(1-p)}\,\tilde\Gamma$")]
[(False, 'p(1−p) is the weight of ‖Γ̃w̃‖²; with w̃ = w/p the penalty in w has (1−p)/p, so Γ = √((1−p)/p) Γ̃')]
>>> tikhonov_matrix(r"$\Gamma^\top\Gamma = \frac{1-p}{p}\tilde\Gamma^2$"), len(tikhonov_matrix("Γ = √((1-p)/p) Γ̃"))
([], 1)

The last statement counts: what stands before it may still be the penalty in w̃. The factors are known forms; any other
is passed over, so that no finding does not mean that Γ is right.
"""

from __future__ import annotations

import re

_TILDE_GAMMA = r"(?:\\(?:wide)?(?:tilde|hat)\s*\{?\s*(?:\\Gamma(?![A-Za-z])|Γ)\s*\}?|Γ[\u0302\u0303]|Γ~|G~)"
# A Γ that is not itself a factor of the left side, as the second one of ΓᵀΓ = … is.
_STATED = re.compile(
    r"(?:^|[\n$(\[{,;:&]|\\quad|\\;|\\,|(?<![\\A-Za-z])[A-Za-z]{2,}|⇒|→|\\(?:Rightarrow|implies|to))[^\S\n]*"
    rf"(?P<gamma>(?:\\Gamma(?![A-Za-z])|Γ(?![\u0302\u0303~]))[^\S\n]*:?=(?P<factor>[^=\n]{{1,60}}?){_TILDE_GAMMA})(?!\s*[\^²])"
)
_NOISE = re.compile(r"[\s$*·]|\\(?:left|right|[bB]igg?[lr]?|cdot|times|[,;:! ])")


def _one_of(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms))


# The factors as they are left when space, fences' sizes and multiplication signs are taken away.
_DROPPED = r"(?:\(1-p\)|\{1-p\})"
_RATIO = rf"\\[dt]?frac\{{1-p\}}\{{?p\}}?|\(?{_DROPPED}/p\)?|\(?\\[dt]?frac\{{?1\}}?\{{?p\}}?-1\)?|\(?1/p-1\)?"
_INVERSE = rf"\\[dt]?frac\{{?p\}}?\{{1-p\}}|\(?p/{_DROPPED}\)?"
_PRODUCT = rf"\(?p{_DROPPED}\)?|\(?{_DROPPED}p\)?|p-p\^\{{?2\}}?|p-p²"
_ROOT = r"(?:\\?sqrt|√)"


def _root(of: str) -> str:
    return rf"{_ROOT}[{{(]?(?:{of})[}})]?|\(?(?:{of})\)?\^\{{?\(?(?:1/2|\\frac12|0\.5)\)?\}}?"


_RIGHT = _one_of(
    _root(_RATIO),
    rf"\\[dt]?frac\{{{_ROOT}[{{(]?1-p[}})]?\}}\{{{_ROOT}[{{(]?p[}})]?\}}",
    rf"{_ROOT}\(1-p\)/{_ROOT}\(?p\)?",
)
_WRONG = (
    (
        _one_of(_root(_PRODUCT)),
        "p(1−p) is the weight of ‖Γ̃w̃‖²; with w̃ = w/p the penalty in w has (1−p)/p, so Γ = √((1−p)/p) Γ̃",
    ),
    (_one_of(_root(_INVERSE)), "the factor stands upside down: Γ = √((1−p)/p) Γ̃"),
    (_one_of(_RATIO), "Γ is squared in the penalty, whose factor is (1−p)/p, so Γ = √((1−p)/p) Γ̃"),
    (_one_of(_PRODUCT), "Γ is squared in the penalty, and with w̃ = w/p its factor is (1−p)/p: Γ = √((1−p)/p) Γ̃"),
    (_one_of(_root(r"1-p|\(1-p\)")), "with w̃ = w/p the penalty in w has the factor (1−p)/p, so Γ = √((1−p)/p) Γ̃"),
)


def tikhonov_matrix(text: str) -> list[tuple[int, int, bool, str]]:
    """The last statement `Γ = factor · Γ̃` whose factor is known: whether it holds, and why it does not."""
    stated = list(_STATED.finditer(text))
    if not stated:
        return []
    last = stated[-1]
    factor = _NOISE.sub("", last["factor"])
    at = (last.start("gamma"), last.end("gamma"))
    if _RIGHT.fullmatch(factor):
        return [(*at, True, "")]
    return next(([(*at, False, why)] for form, why in _WRONG if form.fullmatch(factor)), [])
