r"""Which of the things that a text mentions belong together: points with what they are, eigenvalues with their vectors.

>>> text = "w = 0 is a maximum, and w = 2 and w = -1 are minima."
>>> heads = [Mention("max", 11, 18), Mention("min", 44, 50)]
>>> parts = [Mention("0", 0, 5), Mention("2", 24, 29), Mention("-1", 34, 40)]
>>> associated(text, parts, heads)
[('0', 'max'), ('2', 'min'), ('-1', 'min')]

In each sentence or line what comes first leads: parts belong to the next head where a part comes first, otherwise to
the last one. Parts alone in a line wait for the head of the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from viva.reading.patterns import lazy

T = TypeVar("T")
_BREAK = lazy(r"\n|;|\.(?=\s|$)")


@dataclass(frozen=True)
class Mention(Generic[T]):
    """What is mentioned, and where."""

    what: T
    start: int
    end: int


Pair = tuple[T, T]


def associated(text: str, parts: Sequence[Mention[T]], heads: Sequence[Mention[T]]) -> list[Pair[T]]:
    """Each part with its head, in the order of the text; parts and heads that belong to nothing are left out."""
    breaks = [found.start() for found in _BREAK.finditer(text)] + [len(text)]
    pairs: list[Pair[T]] = []
    waiting: list[T] = []
    start = 0
    for stop in breaks:
        inside = sorted(
            [(m.start, 0, m.what) for m in parts if start <= m.start < stop]
            + [(m.start, 1, m.what) for m in heads if start <= m.start < stop],
            key=lambda item: item[:2],
        )
        start = stop
        kinds = [kind for _, kind, _ in inside]
        if not kinds:
            continue
        if 1 not in kinds:
            waiting = [what for _, _, what in inside]
        elif 0 not in kinds:
            pairs += [(part, inside[0][2]) for part in waiting]
            waiting = []
        else:
            pairs += _paired(inside)
            waiting = []
    return pairs


def _paired(inside: list[tuple[int, int, T]]) -> list[Pair[T]]:
    pairs: list[Pair[T]] = []
    if inside[0][1]:
        head = inside[0][2]
        for _, kind, what in inside:
            if kind:
                head = what
            else:
                pairs.append((what, head))
        return pairs
    open_: list[T] = []
    for _, kind, what in inside:
        if kind:
            pairs += [(part, what) for part in open_]
            open_ = []
        else:
            open_.append(what)
    return pairs
