"""Variants of a question: draw 0 is the published one, every other is generated from its number.

A generated draw is deterministic, and its answer differs from that of every misconception, and those from each other:
what fails that is thrown away and drawn again, from the same stream of random numbers.

>>> from viva.papers import find
>>> _, question = find("hw5/3a")
>>> question.draw(7) == question.draw(7), question.draw(7) == question.draw(8)
(True, False)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Any
from zlib import crc32

import numpy as np

from viva.errors import VivaError
from viva.types import Draw, Part

MOST_TRIES = 2000
Make = Callable[[np.random.Generator], Mapping[str, Any] | None]


def drawing(parts: Part | tuple[Part, ...], published: Mapping[str, Any], make: Make) -> Callable[[int], Draw]:
    """The `draw` of a question: `make(rng)` proposes values, or None where what it drew cannot be asked.

    Questions that shall share their numbers name the same parts.
    """
    together = (parts,) if isinstance(parts, Part) else parts
    name = "+".join(part.name for part in together)

    @lru_cache(maxsize=1024)
    def draw(number: int) -> Draw:
        _refuse_negative(number)
        if number == 0:
            return Draw(0, published)
        rng = np.random.default_rng(np.random.SeedSequence([crc32(name.encode()), number]))
        for _ in range(MOST_TRIES):
            values = make(rng)
            if values is not None and all(apart(part, Draw(number, values)) for part in together):
                return Draw(number, values)
        raise VivaError(f"question {name}: no draw {number} found in {MOST_TRIES} tries; loosen its generator")

    return draw


def without_numbers(number: int) -> Draw:
    """The `draw` of a question that has no numbers: the values say so, and are the same for every number."""
    _refuse_negative(number)
    return Draw(number, {"constant": "this question has no numbers: every draw is the published one"})


def apart(part: Part, draw: Draw) -> bool:
    """Do the key and all misconceptions give different answers for this draw?"""
    answers = [part.key(draw), *(m.answer(draw) for m in part.misconceptions)]
    return not any(same_value(a, b) for a, b in combinations(answers, 2))


def same_value(one: Any, other: Any) -> bool:
    """Equality of two answers that are values: numbers, nested tuples of them, choices.

    >>> same_value(((1, 2),), ((1.0, 2.0),)), same_value((1, 2), ((1, 2),)), same_value((1, 2), (1, 3))
    (True, False, False)
    """
    if isinstance(one, Mapping) or isinstance(other, Mapping):
        return bool(one == other)
    first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    return first.shape == second.shape and bool(np.allclose(first, second, rtol=1e-9, atol=1e-12))


def _refuse_negative(number: int) -> None:
    if number < 0:
        raise VivaError(f"draw {number}: draws are numbered from 0 on")
