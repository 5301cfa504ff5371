r"""Which formulas can be typeset, found out beforehand, so that one bad formula costs only itself.

>>> sober(r"\frac{1}{n} \sum_j x_j"), sober(r"\def\x{\x\x} \x"), sober("{" * 100_000)
(True, False, False)

A formula that is not sober, or that pandoc cannot convert, is shown verbatim. Macro definitions are refused, because
they can grow without bound; depth and length are limited before pandoc sees the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from viva.reporting import pandoc

Formula: TypeAlias = tuple[str, str]  # InlineMath or DisplayMath, and LaTeX without its dollars

LONGEST = 6000  # characters of one formula
DEEPEST = 40  # braces, scripts and environments within each other
MOST_KEPT = 20_000  # formulas whose MathML is remembered
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

_kept: dict[Formula, str] = {}  # "" for one that pandoc cannot convert


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


def glyphs(formula: str) -> int:
    r"""About how many signs stand beside each other in the widest row of a formula.

    >>> glyphs(r"\frac{1}{n} \sum_j x_j"), glyphs(r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}")
    (7, 7)
    """
    bare = re.sub(r"\\(?:begin|end)\{[A-Za-z]+\*?\}", "(", formula)
    bare = re.sub(
        r"\\(?:left|right|[Bb]igg?[lrm]?|text|operatorname|math[a-z]+|,|;|!|quad|qquad)(?![A-Za-z])", "", bare
    )
    rows = re.sub(r"\\[A-Za-z]+|\\[{}|]", "x", bare.replace("&", "  ").replace("\\\\", "\n")).splitlines()
    # Two columns of a matrix stand a sign apart.
    return max((len(re.sub(r"[{}_^\\]|(?<! ) (?! )", "", row.strip())) for row in rows), default=0)


def convertible(formulas: Iterable[str], seconds: float = 20.0) -> set[str]:
    """Those formulas that pandoc turns into MathML, by trying; each is LaTeX without its dollars."""
    return {formula for _, formula in mathml((("InlineMath", f) for f in formulas), seconds)}


def mathml(formulas: Iterable[Formula], seconds: float = 20.0) -> dict[Formula, str]:
    """The MathML of those formulas that pandoc can convert. What was converted once is kept."""
    wanted = {formula for formula in formulas if sober(formula[1])}
    known = {formula: _kept[formula] for formula in wanted if formula in _kept}
    new = sorted(wanted - known.keys())
    made = dict.fromkeys(new, "") | _tried(new, seconds)
    if len(_kept) + len(made) > MOST_KEPT:
        _kept.clear()
    _kept.update(made)
    return {formula: html for formula, html in (known | made).items() if html}


def _tried(candidates: list[Formula], seconds: float) -> dict[Formula, str]:
    """Halve a batch that pandoc cannot digest, until the culprit stands alone."""
    if not candidates:
        return {}
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": kind}, f]}]} for kind, f in candidates]
    try:
        output = pandoc.write(pandoc.document(blocks), "html5", ["--mathml"], seconds)
    except pandoc.Indigestible:
        if len(candidates) == 1:
            return {}
        half = len(candidates) // 2
        rest = max(seconds / 2, 2.0)
        return _tried(candidates[:half], rest) | _tried(candidates[half:], rest)
    paragraphs = re.findall(r"<p>(.*?)</p>", output, re.DOTALL)
    if len(paragraphs) != len(candidates):
        raise pandoc.Indigestible(f"{len(candidates)} formulas became {len(paragraphs)} paragraphs")
    return {f: p for f, p in zip(candidates, paragraphs, strict=True) if p.startswith("<math")}
