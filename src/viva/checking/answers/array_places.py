r"""Which of the arrays of a statement is the one that it states, rather than an operand, an input, a failed attempt.

>>> from viva.reading.arrays import arrays
>>> from viva.reading.locate import Candidate
>>> from viva.types import Span
>>> def chosen(text):
...     grid = choose(text, standing(text, arrays(text)), Candidate(text, Span(0, 0), "statement", 4, Span(0, 0)))
...     return grid.shown() if grid is not None else None
>>> chosen("[3, -1, 2] fails at once, [2, -1, 3] works"), chosen("x = [1, 2, 3], whose reverse is [3, 2, 1]")
('[2, -1, 3]', '[1, 2, 3]')

What is said of an array must stand in the same clause. Nothing here knows the key.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from viva.reading.arithmetic import Amount
from viva.reading.arrays import Grid, arrays, cells
from viva.reading.cues import asked_nouns
from viva.reading.locate import Candidate
from viva.reading.normal import Normal
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.types import Answer, Part, Span

_OPERAND_AFTER = lazy(
    r"\s*(?:\\\]|\\\)|\$|\*\*|`)*\s*(?:[=·×⊙+@]|(?<!\*)\*(?!\*)|\\(?:cdot|times|ast|odot|star)|-(?![a-z]))"
    r"|(?:\s*\\right\s*[\])}.|])?\s*\^\s*\{?\s*-?\d|\.(?:dot|sum|mean|inv|reshape|flatten|max|min|argmax|det)\b"
    r"|\s*(?:gives?|yields?|contributes)\s+\$?-?\d"  # the window [2, 0, 1] gives 1
)
_OPERAND_BEFORE = lazy(
    r"(?:[·×⊙+]|(?<!\*)\*(?!\*)|\\(?:cdot|times|ast|odot|star)|[0-9)\]]\s*-)\s*(?:\$|\\\(|\*\*)*\s*$"
)
_GIVEN = lazy(
    r"(?:\b(?:input|kernel|filter|signal|given|mask|stride|output|sequence)\b[^.\n=:\[\]]{0,24}(?:[=:]|\b(?:is|was|of)\b)?"
    r"|(?<![A-Za-z])(?P<letter>(?-i:[IKWXFS]))\s*=)[\s*$`(\\\[]*$",
    re.IGNORECASE,
)
_NAMED_BEFORE = lazy(
    r"(?:=|:|\b(?:first|second|third|fourth|fifth|last)\b(?: \w{1,12})?|\bis\b|\bare\b|→|\\to|⇒|\bgives?\b|\bget\b"
    r"|\bobtain\b|\byields?\b|\bmatrix\b|\bvector\b)[\s*_$`(\\\[]*$"
)


def answer_at(reply: Reply, candidate: Candidate, normal: Normal, grid: Grid) -> Answer:
    start, end = normal.raw_span(grid.start, grid.end)
    span = Span(candidate.span.start + start, candidate.span.start + end)
    return Answer(reply.quote(span), span, grid.shown(), candidate.found_by)


def of_ndim(grids: list[Grid], ndim: int) -> list[Grid]:
    """The arrays with as many dimensions as asked; a column or row is also a vector, a dump may be a matrix."""
    fitting = []
    for grid in grids:
        shape = grid.shape
        if grid.flat:
            if ndim == 2 and len(grid.entries) >= 4:
                fitting.append(grid)
            elif ndim == 1:
                fitting.append(replace(grid, flat=False))
        elif len(shape) == ndim:
            fitting.append(grid)
        elif ndim == 1 and len(shape) == 2 and 1 in shape:
            fitting.append(replace(grid, entries=tuple(cells(grid.entries))))
        elif len(shape) > ndim and all(size == 1 for size in shape[: len(shape) - ndim]):
            entries: Any = grid.entries
            for _ in range(len(shape) - ndim):  # a batch or channel of one
                entries = entries[0]
            fitting.append(replace(grid, entries=entries))
    return fitting


_REFUSED = lazy(
    r"[\s$*`]*(?:\((?:no|wrong|fails|(?:this|that|it) (?:is|was) wrong|flipped)\b"
    r"|,?\s*(?:which\s+|that\s+|it\s+)?(?:fails|failed|does(?:n['’]t| not) (?:work|fit|satisfy|match|hold)"
    r"|is (?:out|wrong|incorrect)|violates|cannot be|can't be|would be|would give|was wrong|was my first)\b"
    r"|,?\s*(?:which|that|this|but (?:this|that|it))\s+(?:is not|isn['’]t)\s+(?:yet\s+)?(?:the|our|my)\s+(?:\w+\s+)?"
    r"(?:answer|result|filter|kernel|vector|matrix|output)\b"
    r"|:\s*[^.;\n\[\]]{0,30},\s*(?:no|wrong|fails)\b"
    r"|,\s*(?:but|yet)\s[^.;\n\[\]]{0,60}(?:≠|\\neq?(?![a-z])|\b(?:not|wrong|no|fails)\b))",
    re.IGNORECASE,
)
_ATTEMPT = lazy(
    r"\b(?:tried|try|attempt(?:ed)?|guess(?:ed)?(?: of)?|starting from|unlike|confused? (?:it )?with|mistaken for"
    r"|(?:whose|its|the) (?:transpose|reverse|inverse|negative|flipped version|opposite|mirror image)"
    r"(?: (?:is|being|reads|would be))?|(?:reversed|flipped|transposed|inverted),? (?:it|this|that) (?:is|reads|gives))"
    r"[\s$*`:]*$",
    re.IGNORECASE,
)
_WOULD_BE = lazy(r"\bwould (?:be|give|read|yield)[\s$*`:]*$")
_PROMPT = lazy(r"(?m)^[ \t]*(?:>>>|In \[\d*\]:)[^\n]*(?:\n[ \t]*\.\.\.(?!\.)[^\n]*)*")


def standing(text: str, grids: list[Grid], asks: str = "") -> list[Grid]:
    """The arrays without those that are typed at a prompt, refused, mere attempts, or another's transpose."""
    typed = [m.span() for m in _PROMPT.finditer(text)] if ">>>" in text or "In [" in text else []
    printed = [g for g in grids if not any(start <= g.start < end for start, end in typed)]
    kept = [
        grid
        for grid in (printed or grids)
        if not _REFUSED.match(text, grid.end, grid.end + 100)
        and not ((said := _ATTEMPT.search(text, max(0, grid.start - 40), grid.start)) and not _asked(said[0], asks))
    ]
    return [g for g in kept if not _WOULD_BE.search(text, max(0, g.start - 24), g.start)] or kept


def _asked(said: str, asks: str) -> bool:
    """Is the inverse, or what else is named before the array, just what is asked?"""
    return any(noun in said.lower() for noun in asked_nouns(asks))


_SUPPOSED = lazy(
    r"\b(?:with|where|let|given|for|since|suppose)\s+(?:[^.;:\n=\[\]()]{0,20}=\s*[(\[][^()\[\]\n]{1,40}[)\]][ᵀT⊤^{}\\top$]*"
    r"(?:,| and|, and) )?[$\\]*[^.;:\n=\[\]() ]{1,16}\s*(?:=|:=)\s*\$?$",
    re.IGNORECASE,
    needs="for|let|with|where|given|since|suppose",
)


def supposed(text: str, grid: Grid) -> bool:
    """Does a clause only recall it: "With B = (1, 1) and C = (2, 1) each entry is …"?"""
    return _SUPPOSED.search(text, max(0, grid.start - 80), grid.start) is not None


_INDEED = lazy(r"[\s*_]*(?:indeed|in fact|because|since)\b", re.IGNORECASE)
_GIVEN_BACK = lazy(
    r"\b(?:(?:giv|gav)(?:es?|ing|e)\s+(?:us\s+)?back|reproduc(?:es?|ing))\b[^.;:=\n\[(]{0,30}$", re.IGNORECASE
)
_TIMES_INVERSE = lazy(r"(?:\^\{?-1\}?|\binv\([^()]{1,20}\))[^.;\n]{0,40}=[\s$]*(?:\\left\s*)?$")


def confirms(text: str, grid: Grid) -> bool:
    """Is it the product that shows an answer right: "Indeed A B = I", `A A^{-1} = [[1, 0], [0, 1]]`, "gives back y"?"""
    if _INDEED.match(text) and any(is_operand(text, other) for other in arrays(text)):
        return True
    before = text[max(0, grid.start - 80) : grid.start]
    return bool(_GIVEN_BACK.search(before) or (_is_identity(grid) and _TIMES_INVERSE.search(before)))


def _is_identity(grid: Grid) -> bool:
    height, width = grid.shape if len(grid.shape) == 2 else (0, 0)
    values = [cell.value if isinstance(cell, Amount) else None for cell in cells(grid.entries)]
    return height == width > 1 and values == [int(k % (width + 1) == 0) for k in range(width * width)]


def is_operand(text: str, grid: Grid) -> bool:
    return bool(
        _OPERAND_AFTER.match(text, grid.end, grid.end + 40)
        or _OPERAND_BEFORE.search(text, max(0, grid.start - 24), grid.start)
    )


def is_given(text: str, grid: Grid, part: Part) -> bool:
    """Does the text only repeat the question: "Input: [[…]]", where the input is not what is asked?"""
    match = _GIVEN.search(text[max(0, grid.start - 60) : grid.start])
    nouns = asked_nouns(part.asks)
    if match is None or any(noun in match[0].lower() for noun in nouns):
        return False
    if match["letter"] and match["letter"] in "FKW" and _FILTERS & set(nouns):
        return False  # "Thus K = [2, -1, 3]", where the kernel is asked
    return "output" not in match[0].lower() or not set(nouns) & _GENERIC


_FILTERS = {"filter", "kernel", "weights", "taps"}
_GENERIC = {"vector", "matrix", "gradient"}  # asked where nothing is known but the key: an output may be it


_GOES_ON = lazy(
    r"[=→⇒≈:]|\\(?:to|Rightarrow|implies|approx)(?![a-z])|\b(?:so|hence|therefore|thus|gives?|becomes)\b|\n"
)


# "np.linalg.solve(A, y)  # array([2., -1., 3.])": what a program prints
_PRINTED = lazy(
    r"(?:^|[\s`])(?:#|//)\s*(?:(?:out|output|prints|returns|result)\b\s*:?\s*)?(?:->|=>|→)?\s*(?:(?:np\.)?array|tensor)?\(?$"
)


_APPLIED = lazy(r"\b(?:np\.)?(?:correlate|convolve)\(|\bconv1d\(|\bassert\b|\ballclose\(")


def _printed(text: str, grid: Grid) -> bool:
    """Is it what a line of code gives, one that does not only try out what was found?"""
    before = text[max(0, grid.start - 160) : grid.start]
    return bool(_PRINTED.search(before)) and not _APPLIED.search(before.rpartition("\n")[2])


def choose(text: str, grids: list[Grid], candidate: Candidate) -> Grid | None:
    """Of the arrays of a statement the one that it states: not a factor or summand, and last in a chain."""
    free = [grid for grid in grids if not is_operand(text, grid)]
    if any(grid.numeric for grid in free):
        free = [grid for grid in free if grid.numeric]
    free = [grid for grid in free if not _in_remark(text, grid)] or free
    if not free:
        return None
    if len(free) == 1 or _printed(text, free[-1]):
        return free[-1]
    if not re.search(r"\w", text[: free[0].start]) and not _GOES_ON.search(text[free[0].end : free[-1].start]):
        return free[0]  # "[1, -2, 3], the negative of [-1, 2, -3]"
    stated = [grid for grid in free if _NAMED_BEFORE.search(text[max(0, grid.start - 24) : grid.start])]
    if candidate.found_by in ("marked final", "boxed", "names what is asked"):
        return (stated or free)[0]
    return (stated or free)[-1]


_REMARK = lazy(r"\((?=[^()]*[A-Za-z]{3,}[^()]*[A-Za-z]{3,})[^()]*$")


def _in_remark(text: str, grid: Grid) -> bool:
    """In brackets behind the answer: "[2, −1, 3] (the flipped one would be [3, −1, 2])"."""
    return _REMARK.search(text[: grid.start]) is not None
