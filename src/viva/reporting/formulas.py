r"""Which formulas can be typeset, found out beforehand, so that one bad formula costs only itself.

>>> sober(r"\frac{1}{n} \sum_j x_j"), sober(r"\def\x{\x\x} \x"), sober("{" * 100_000)
(True, False, False)

A formula that is not sober, or that pandoc cannot convert, is shown verbatim. Macro definitions are refused, because
they can grow without bound; depth and length are limited before pandoc sees the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from viva.reporting import pandoc

LONGEST = 6000  # characters of one formula
DEEPEST = 40  # braces, scripts and environments within each other
_DEFINES = re.compile(
    r"\\(?:def|gdef|edef|xdef|let|futurelet|newcommand|renewcommand|providecommand|newenvironment|renewenvironment"
    r"|DeclareMathOperator|DeclareRobustCommand|newtoks|csname|input|include|write|openout|catcode|expandafter|loop)"
    r"(?![A-Za-z])"
)
_NESTING = re.compile(r"\\[{}\\]|\\begin|\\end|\\left|\\right|[{}\[\]()^_]|\\sqrt|\\frac")
_BAR = re.compile(
    r"(?<!\\left)(?<!\\right)(?<![bB]ig)(?<![bB]igg)(?<![bB]ig[lrm])(?<![bB]igg[lrm])\\(?:\||Vert(?![A-Za-z]))"
)
_HOSTILE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]")


def sober(formula: str) -> bool:
    """Is it short and shallow enough to be handed to a converter, and free of macro definitions?"""
    if len(formula) > LONGEST or _DEFINES.search(formula) or _HOSTILE.search(formula):
        return False
    depth = deepest = bare = 0
    for match in _NESTING.finditer(formula):
        token = match[0]
        if token in ("{", "[", "(", r"\begin", r"\left"):
            depth += 1
        elif token in ("}", "]", ")", r"\end", r"\right"):
            depth = max(0, depth - 1)
        elif token in ("^", "_", r"\sqrt", r"\frac"):
            bare += 1  # x^x^x… and \sqrt\sqrt… nest without braces
        deepest = max(deepest, depth)
    return deepest <= DEEPEST and bare <= LONGEST // 10


def prepared(formula: str) -> str:
    r"""The formula in words that pandoc understands: norms as pairs, so that they get their size and exponent right.

    >>> prepared(r"\|y - z\|^2 + \left\|x\right\|")
    '\\lVert y - z\\rVert ^2 + \\left\\|x\\right\\|'
    """
    bars = len(_BAR.findall(formula))
    if bars % 2 == 0:
        turn = iter(range(bars))
        formula = _BAR.sub(lambda _: r"\rVert " if next(turn) % 2 else r"\lVert ", formula)
    return formula.replace(r"\bmod", r"\operatorname{mod}")


def convertible(formulas: Iterable[str], seconds: float = 20.0) -> set[str]:
    """Those formulas that pandoc turns into MathML, by trying; each is LaTeX without its dollars."""
    candidates = sorted({f for f in formulas if sober(f)})
    return set(_tried(candidates, seconds))


def _tried(candidates: list[str], seconds: float) -> list[str]:
    """Halve a batch that pandoc cannot digest, until the culprit stands alone."""
    if not candidates:
        return []
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, f]}]} for f in candidates]
    tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
    try:
        output = pandoc.write(tree, "html5", ["--mathml"], seconds)
    except pandoc.Indigestible:
        if len(candidates) == 1:
            return []
        half = len(candidates) // 2
        rest = max(seconds / 2, 2.0)
        return _tried(candidates[:half], rest) + _tried(candidates[half:], rest)
    paragraphs = re.findall(r"<p>(.*?)</p>", output, re.DOTALL)
    if len(paragraphs) != len(candidates):
        raise pandoc.Indigestible(f"{len(candidates)} formulas became {len(paragraphs)} paragraphs")
    return [f for f, p in zip(candidates, paragraphs, strict=True) if p.startswith("<math")]
