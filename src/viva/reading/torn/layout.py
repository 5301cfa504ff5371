r"""In which order a reader of PDF files gave the signs of a formula, and where it lost tall brackets.

>>> is_by_height("1\nσ(z) =\n1+e−z"), is_by_height("σ(z) =\n1\n1 + e−z"), is_by_height("∂L\n∂x\n= p")
(True, False, False)
>>> [way for way, doubt in with_lost_brackets("= p\n\na\nb\n- c")]
['= p\n(\na\nb\n- c\n)', '= p\n;\na\nb\n- c']

Most readers give the signs in the order in which they were set: an enumerator, its denominator, what follows. Some sort
by height: a line for what stands above, one for the middle, one for what is below.
"""

from __future__ import annotations

import itertools

from viva.reading.patterns import lazy

_RELATION = lazy(r"[=≈→←≤≥∝]")
_OPEN_END = lazy(r"[=≈→←≤≥<>∝+·*×/-]\s*$")
_SLOPE = lazy(r"\s*(?:∂|d(?=\s*[A-Za-z]?\s*$)|∇)")
_SCRIPTS = lazy(r"\s*[a-z0-9⋆](?: [a-z0-9⋆])+\s*$")


def is_by_height(text: str) -> bool:
    """Are the lines sorted by height, so that what is set one after the other does not stand so?"""
    lines = text.split("\n")
    if any(_OPEN_END.search(line) and not after.strip() for line, after in itertools.pairwise(lines)):
        return True
    if any(_SCRIPTS.match(line) for line in lines):
        return True
    filled = [line for line in lines if line.strip()]
    first = next((k for k, line in enumerate(filled) if _RELATION.search(line)), 0)
    if not first:
        return False
    head = _RELATION.split(filled[first], maxsplit=1)[0]
    return bool(head.strip()) and not all(_SLOPE.match(line) for line in filled[:first])


def is_scattered(text: str) -> bool:
    """Has nearly every sign a line of its own, as some readers write whatever stands a bit higher or lower?"""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return len(lines) > 6 and sum(len(line) == 1 for line in lines) >= 0.7 * len(lines)


def with_lost_brackets(text: str) -> list[tuple[str, float]]:
    """The text with each empty line as a tall bracket or as the end of a statement, and how far-fetched that is."""
    lines = [line.strip() for line in text.split("\n")]
    if all(lines):
        return [("\n".join(lines), 0.0)]
    bracketed, ended = [], []
    opened = False
    for line in lines:
        if line:
            bracketed.append(line)
            ended.append(line)
            continue
        if bracketed and bracketed[-1] in ("(", ")"):
            continue
        bracketed.append(")" if opened else "(")
        ended.append(";")
        opened = not opened
    if opened:
        bracketed.append(")")
    statements = sum(_RELATION.search(part) is not None for part in "\n".join(ended).split(";"))
    return [("\n".join(bracketed), 0.0 if statements < 2 else 1.5), ("\n".join(ended), 1.5 if statements < 2 else 0.0)]
