r"""Where within a line a clause begins that is about a case of its own: "…; zero if n = 1, and γ g as n → ∞".

>>> import re
>>> cues = [re.compile("n = 1"), re.compile("n → ∞")]
>>> line = "It is γ(g_i − m), which is 0 for n = 1. The mean drops out, as n → ∞."
>>> bounds = [0, *clause_starts(line, 0, len(line), cues), len(line)]
>>> [line[a:b].strip() for a, b in zip(bounds, bounds[1:])]
['It is γ(g_i − m),', 'which is 0 for n = 1.', 'The mean drops out, as n → ∞.']

A clause ends at a full stop, a semicolon, a comma or an "and" outside of brackets and formulas. It is about a case if
it names one, and only one. Where it is nothing but that name, at the end of a sentence, what stands before it in the
sentence is about the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from viva.reading.patterns import lazy

LONGEST = 4_000  # code points of a line that is looked at

_END = lazy(r"[.;!?](?=[ \t]+\S)|,(?=[ \t]+\S)|(?<=[ \t])(?=(?:and|while|whereas)[ \t])|[$()\[\]{}]|\\[()\[\]]")
_ONLY = lazy(
    r"(?:\s|[$.,;:]|\b(?:and|but|so|for|when|if|as|with|at|in|letting|setting|the|case|limit|a|while|where|to|of|is|infinity|∞"
    r"|size|grows|large)\b|\\infty|\\to\b|∞|→|->)*",
    re.IGNORECASE,
)


def clause_starts(text: str, start: int, end: int, cues: list[re.Pattern[str]]) -> list[int]:
    """The places in a line behind its start where a clause begins that one of the cues is about."""
    if end - start > LONGEST or not any(cue.search(text, start, end) for cue in cues):
        return []
    found: list[int] = []
    bounds = [(start, True), *_bounds(text, start, end), (end, True)]
    for (before, _), ((at, sentence), (stop, ends)) in zip(bounds, pairwise(bounds[1:]), strict=False):
        hits = [match for cue in cues if (match := cue.search(text, at, stop))]
        if len(hits) != 1:
            continue
        alone = _ONLY.fullmatch(text, at, hits[0].start()) and _ONLY.fullmatch(text, hits[0].end(), stop)
        if alone and not sentence and ends:  # "…, as n → ∞."
            if before > start and before not in found:
                found.append(before)
            continue
        found.append(at)
    return sorted(set(found))


def _bounds(text: str, start: int, end: int) -> Iterator[tuple[int, bool]]:
    """Where clauses begin, and whether a sentence does."""
    depth, maths = 0, False
    for match in _END.finditer(text, start, end):
        sign = match[0]
        if sign == "$":
            maths = not maths
        elif sign in ("(", "[", "{", "\\(", "\\["):
            depth += 1
        elif sign in (")", "]", "}", "\\)", "\\]"):
            depth = max(0, depth - 1)
        elif not depth and not maths:
            at = match.end()
            while at < end and text[at] in " \t":
                at += 1
            yield at, sign in (".", ";", "!", "?")
