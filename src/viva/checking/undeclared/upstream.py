r"""One thing with many names: the gradient that comes in from above, g, δ, `dy`, `dout`, `grad_y`, ∂L/∂y.

>>> one_name(r"\gamma(g_i - \frac1n\sum_j g_j)", "gamma * (dout - dout.mean())")
('\\gamma(g_i - \\frac1n\\sum_j g_j)', 'gamma * (g - g.mean())')
>>> one_name(r"W^\top \frac{\partial L}{\partial y}", "W.T @ grad_y")
('W^\\top g', 'W.T @ g')
>>> one_name(r"\gamma g_i", "γ x_i"), one_name(r"\gamma g_i", "γ (dy_i - mean(dout))")
(None, None)

Key and reply must have one such gradient each. A name that tells what it is taken at, as `dz` does, is no gradient at
anything else, and `dx` is never the one that comes in. Two bare letters, δ for g, are one thing only where both are
averaged or summed, or where the key is itself a gradient of the loss. A reply that gives its name another meaning is
left to that. Whether the formulas are equal is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from viva.reading.patterns import lazy

_LOSS = r"(?:\\ell(?![a-z])|\\(?:mathcal|mathscr)\s*(?:\{\s*L\s*\}|L(?![a-z]))|ℓ|ℒ|[LJEC])"
_D = r"(?:\\partial|∂|d|\\mathrm\s*\{\s*d\s*\})"
_SCRIPT = r"(?P<{0}>_(?:[A-Za-z0-9]|\{{\s*\w\s*\}}))?"
_WRITTEN = lazy(
    rf"\\[dt]?frac\s*\{{\s*{_D}\s*{_LOSS}\s*\}}\s*\{{\s*{_D}\s*(?P<a1>[A-Za-z])\s*{_SCRIPT.format('s1')}\s*\}}"
    rf"|(?P<open>(?<![A-Za-z])\(\s*)?(?<![A-Za-z])(?:\\partial|∂|d)\s*{_LOSS}\s*/\s*(?:\\partial|∂|d)\s*"
    rf"(?P<a2>out(?:put)?|[A-Za-z])(?![A-Za-z]){_SCRIPT.format('s2')}(?(open)\s*\)|)"
    rf"|(?:\\nabla|∇)\s*_(?:\{{\s*)?(?P<a3>[A-Za-z])(?![A-Za-z]){_SCRIPT.format('s3')}(?:\s*\}})?\s*{_LOSS}(?![A-Za-z(])",
    needs="partial|∂|nabla|∇|d",
)
_PROGRAM = lazy(
    r"(?<![A-Za-z\\_./{])(?:d[LlJ]_?d_?(?P<p1>out(?:put)?|[A-Za-z])|d_?(?P<p2>out(?:put)?)|d(?P<p8>(?![LJ])[A-Za-z])|d_(?P<p9>[yYzZoxXwW])"
    r"|g(?:rad)?_(?P<p3>out(?:put)?)|grad_?(?P<p7>out(?:put)?|[A-Za-z])|(?P<p4>out(?:put)?|[A-Za-z])(?:_|\.)grad"
    r"|(?:upstream|incoming)(?:_?grad(?:ient)?)?|up_?grad)(?![A-Za-z0-9/]|_[A-Za-z]{2})"
)
_ADJOINT = lazy(r"\\bar\s*(?:\{\s*y\s*\}|y)(?=_)", needs="bar")
_LETTER = lazy(r"(?<![A-Za-z\\_.])(?P<name>\\delta(?![A-Za-z])|δ|delta(?![A-Za-z])|[gG](?![A-Za-z(.'′]))")
_KRONECKER = lazy(r"(?:\\delta|δ|delta)\s*_\s*(?:\{\s*\w\s*,?\s*\w|[a-z]{2})")
_LEFT = lazy(r"(?:^|(?<=[\n$:]))[^=\n:]{1,60}?=(?!=)")
_MEANT = lazy(
    r"(?:_\w|_\{\w\})?[\s$]*(?:(?::?=|\\equiv|≡)[\s$]*(?P<value>[^\n]{0,80})"
    r"|\b(?:is|be|denotes?|stands|are)\b(?P<words>[^.\n]{0,60}))"
)
_FROM_ABOVE = lazy(r"upstream|incoming|output|(?:∂|\\partial)\s*\{?\s*y|\by\b", re.I)
_SPREAD = lazy(r"mean|\\bar|average|\\sum|Σ|∑|\bsum")
_OF_LOSS = lazy(r"^[\s$]*(?:\\[dt]?frac\s*\{\s*)?(?:\\partial|∂|d|\\nabla|∇)\s*_?[^=]{1,40}=")
_ABOVE = frozenset(("", "out", "output"))
_OUTPUTS = _ABOVE | {"y", "o"}
_BELOW = frozenset("xwbθ")
LONGEST = 2_000


@dataclass(frozen=True)
class _Named:
    """A gradient: where it stands, as a letter or by what it is taken at, and with which subscript."""

    start: int
    end: int
    letter: str
    at: str
    script: str = ""
    written: bool = False


def one_name(key: str, reply: str) -> tuple[str, str] | None:
    """Both texts with g for the gradient from above; None where one of them has none, or several, or both the same."""
    if len(reply) > LONGEST or _KRONECKER.search(key) or _KRONECKER.search(reply):
        return None
    if (mine := _single(key, ours := _beyond_lefts(key))) is None:
        return None
    other = _single(reply, theirs := _beyond_lefts(reply))
    if other is None or not _may_be(mine, other, key, reply):
        return None
    if all(n.written for n in (*ours, *theirs)):
        return None
    return _with_g(key, ours), _with_g(reply, theirs)


def _beyond_lefts(text: str) -> list[_Named]:
    """The gradients of the text, but for those on the left of an equation: `dx = …`."""
    lefts = [
        m for m in _LEFT.finditer(text) if m[0].count("{") == m[0].count("}") and m[0].count("(") == m[0].count(")")
    ]
    found = sorted(_named(text), key=lambda n: n.start)
    return [n for n in found if not n.at or not any(m.start() <= n.start and n.end <= m.end() for m in lefts)]


def _named(text: str) -> Iterator[_Named]:
    taken: list[tuple[int, int]] = []
    for pattern in (_WRITTEN, _PROGRAM, _ADJOINT, _LETTER):
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            parts = found.groupdict()
            if pattern is _LETTER:
                yield _Named(start, end, found["name"].removeprefix("\\").replace("δ", "delta"), "")
                continue
            at = next((value for name, value in parts.items() if name[0] in "ap" and value), "")
            script = next((value for name, value in parts.items() if name[0] == "s" and value), "")
            at = "y" if pattern is _ADJOINT else at.lower() or "out"
            yield _Named(start, end, "", at, script, pattern is _WRITTEN)


def _single(text: str, found: list[_Named]) -> _Named | None:
    """The one gradient of the text; a letter may be said to be the gradient that is taken at something."""
    letters, points = {n.letter for n in found if n.letter}, {n.at for n in found if n.at}
    if len(letters) > 1 or len(points) > 1 or not found or points & _BELOW:
        return None
    said = False
    for name in (n for n in found if n.letter):
        meant = _MEANT.match(text, name.end)
        if meant is None:
            continue
        if meant["value"] is not None:
            value = _WRITTEN.match(meant["value"])
            if value is None:
                return None
            said = True
        elif not _FROM_ABOVE.search(meant["words"]):
            return None
    if letters and points and not said:
        return None
    if any(not n.written and n.end - n.start > 3 and text[n.start : n.start + 4] == "\\bar" for n in found if n.at):
        rest = _ADJOINT.sub("", text)
        if re.search(r"(?<![A-Za-z\\])y(?![A-Za-z])", rest):
            return None  # ȳ is the mean of the y
    return next((n for n in found if n.at), found[0])


def _may_be(mine: _Named, other: _Named, key: str, reply: str) -> bool:
    if mine.letter and other.letter:
        spread = _SPREAD.search(key) and _SPREAD.search(reply)
        return mine.letter != other.letter and bool(spread or _OF_LOSS.match(key))
    if mine.letter:
        return other.at in _OUTPUTS or (mine.letter == "delta" and other.at == "z")
    if other.letter:
        return True
    return mine.at == other.at or mine.at in _ABOVE or other.at in _ABOVE


def _with_g(text: str, found: list[_Named]) -> str:
    for name in sorted(found, key=lambda n: -n.start):
        text = f"{text[: name.start]}g{name.script}{text[name.end :]}"
    return text
