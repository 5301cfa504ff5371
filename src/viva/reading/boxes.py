r"""Boxes: `\boxed{…}`, which say outright what the answer is."""

from __future__ import annotations

import re

from viva.reading.patterns import lazy
from viva.types import Span

BOXED = lazy(r"\\(?:boxed|fbox|framebox|boldbox)\s*\{|\\boxed\s*(?=\d|\\)")


def boxes(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    r"""The contents of every `\boxed{…}` in `text[start:end]`, in order; an unclosed one reaches to the end.

    >>> [span.start for span in boxes(r"\boxed{1} and \boxed{x^{2}}")]
    [7, 21]
    """
    end = len(text) if end is None else end
    found = []
    at = start
    while (opening := BOXED.search(text, at, end)) is not None:
        at = opening.end()
        depth = 1
        if not opening[0].endswith("{"):  # \boxed5
            found.append(Span(at, min(at + 1, end)))
            continue
        close = at
        for brace in _BRACE.finditer(text, at, end):
            close = brace.end()
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                break
        found.append(Span(at, close - 1 if depth == 0 else end))
        at = max(close, at)
    return found


_BRACE = lazy(r"\.|[{}]", re.DOTALL)
