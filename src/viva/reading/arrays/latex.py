r"""Matrices in LaTeX: environments, rows of `&` without one, and `diag(…)`, identity and zero matrices.

>>> [grid.shown() for grid in environments(r"\begin{pmatrix} 1 & \frac12 \\ 0 & x \end{pmatrix}")]
['[[1, 1/2], [0, x]]']
>>> [grid.shown() for grid in named_matrices(r"A = \operatorname{diag}(2, 5) and B = 3 I_2")]
['[[2, 0], [0, 5]]', '[[1, 0], [0, 1]]']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from viva.reading.arithmetic import Amount
from viva.reading.arrays.entries import matrix, row, split_commas
from viva.reading.arrays.grid import Entries, Grid
from viva.reading.patterns import lazy

LARGEST = 32  # rows of a matrix that is only named

_ENVIRONMENT = lazy(
    r"\\begin\s*\{((?:small)?[pbBvV]?matrix\*?|array)\}\s*(?:\{[^{}\n]{0,40}\}|\[[^\]\n]{0,40}\])?((?:(?!\\begin\s*\{(?:small)?[pbBvV]?matrix).){0,20000}?)\\end\s*\{\1\}",
    re.DOTALL,
)
_ROW_BREAK = lazy(r"\\\\\s*(?:\[[^\]\n]{0,12}\])?|\\cr\b|\\newline\b")
_LOST_BREAK = lazy(r"\\(?=\s|[-+]?\d)")


def environments(text: str) -> Iterator[Grid]:
    """`pmatrix`, `bmatrix`, `array`, …; also rows of `&` that stand in no environment."""
    if "\\begin" not in text:
        if "&" in text and "\\\\" in text:
            yield from _bare_rows(text)
        return
    for match in _ENVIRONMENT.finditer(text):
        body = match[2].replace("\\hline", " ")
        if _ROW_BREAK.search(body):
            lines = _ROW_BREAK.split(body)
        elif _LOST_BREAK.search(body):
            lines = _LOST_BREAK.split(body)
        else:
            lines = body.split("\n") if body.strip().count("\n") and "&" in body else [body]
        entries = matrix([row(line.split("&")) for line in lines if line.strip()])
        if entries is not None:
            inside = _BRACKET_BEFORE.search(text, max(0, match.start() - 12), match.start())
            start = inside.start() if inside is not None else match.start()
            yield Grid(entries, start, match.end(), "a LaTeX matrix")


_BRACKET_BEFORE = lazy(r"\\left\s*[\[(]\s*$")  # a factor stands before it
_BARE = lazy(r"(?:(?<=[=:\[($])|^)[ \t]*([^&=:$\n\\]{1,40}&[^=:$]{1,4000}\\\\[^=:$\n]{1,200})", re.MULTILINE)


def _bare_rows(text: str) -> Iterator[Grid]:
    """`1 & 2 \\\\ 3 & 4` with nothing around it."""
    for match in _BARE.finditer(text):
        lines = _ROW_BREAK.split(match[1].rstrip(" ])."))
        entries = matrix([row(line.split("&")) for line in lines if line.strip()])
        if entries is not None and len(entries) > 1 and all(isinstance(c, Amount) for line in entries for c in line):
            yield Grid(entries, match.start(1), match.end(1), "rows of a LaTeX matrix")


_DIAG = lazy(
    r"(?:\\(?:operatorname\*?|mathrm|text)\s*\{\s*[dD]iag\s*\}|\\diag|(?:np\.|torch\.)?(?<![A-Za-z])[dD]iag)\s*(?:\\left\s*)?"
    r"(?:\(|\\\{)\s*\[?([^()\[\]\n]{1,300}(?:\([^()\n]{0,60}\)[^()\[\]\n]{0,300}){0,12})\]?\s*(?:\\right\s*)?(?:\)|\\\})"
)
_DIAGONAL_OF = lazy(
    r"\bdiagonal matrix (?:with|of|whose)(?: the| its)?(?: diagonal)?(?: entries| elements)?"
    r"(?: on the diagonal| are)?:?\s+"
    r"\$?(-?[\d./]+(?:(?:,\s*(?:and\s+)?|\s+and\s+)-?[\d./]*\d)+)",
    re.IGNORECASE,
    needs="diagonal matrix",
)
_STATED = r"(?:(?:[=:≈]|\b(?:is|equals))\s*(?:the\s+|a\s+)?\$?|^\W*(?:the\s+|a\s+)?)"
_NUMBER_BEFORE = r"(?:\d+(?:\.\d+)?\s*(?:\\,|·|\\cdot)?\s*)?"
_IDENTITY = lazy(
    rf"{_STATED}{_NUMBER_BEFORE}(?P<whole>"
    r"(?:\\(?:mathbf|mathbb|mathrm|bm|boldsymbol)\s*\{I\}|I)_\{?(?P<size>\d{1,2})\}?(?=[\s$*)]*(?:[.,;\n]|$))"
    r"|(?P<height>\d{1,2})\s*(?:×|\\times|x|by|-by-)\s*(?P<width>\d{1,2})\$?\s+"
    r"(?P<what>identity|unit|zero|all-zeros?|null)\s+matrix"
    r"|(?:np|torch|jnp)\.(?:eye|identity)\((?P<eye>\d{1,2})\)"
    r"|(?:np|torch|jnp)\.zeros\(\(?(?P<rows>\d{1,2}), ?(?P<columns>\d{1,2})\)?\))"
)


def named_matrices(text: str) -> Iterator[Grid]:
    """`diag(1/4, 2/9, 5/36)`; `I_3`, "the 2×2 identity matrix", "the 2×3 zero matrix", where one is stated."""
    if "iag" in text:
        for match in _DIAG.finditer(text):
            entries = row(split_commas(match[1])) if "," in match[1] else None
            if entries is not None and 2 <= len(entries) <= LARGEST:
                yield Grid(_diagonal(entries), match.start(), match.end(), "a diagonal")
        for match in _DIAGONAL_OF.finditer(text):
            entries = row([part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", match[1]) if part])
            if entries is not None and 2 <= len(entries) <= LARGEST:
                yield Grid(_diagonal(entries), match.start(), match.end(), "a diagonal in words")
    if "I" in text or " matrix" in text or ".zeros" in text or ".e" in text:
        for match in _IDENTITY.finditer(text):
            height = int(match["size"] or match["height"] or match["eye"] or match["rows"])
            width = int(match["width"] or match["columns"] or height)
            if not 1 < height <= LARGEST or not 1 < width <= LARGEST:
                continue
            start, end = match.span("whole")
            if match["rows"] or match["what"] in ("zero", "all-zero", "all-zeros", "null"):
                zero = Amount(Fraction(0))
                yield Grid(((zero,) * width,) * height, start, end, "a matrix of zeros")
            elif height == width:
                yield Grid(_diagonal((Amount(Fraction(1)),) * height), start, end, "an identity matrix")


def _diagonal(entries: Entries) -> Entries:
    zero = Amount(Fraction(0))
    return tuple(tuple(c if j == i else zero for j in range(len(entries))) for i, c in enumerate(entries))
