"""Keys against replies that were written for something else: whatever states another value must not be accepted.

Every labelled reply says what its family's program computes, so a reply of one family has a known value for the key of
another. Pairs are taken by a hash, so that new families add pairs and move none. Where two families ask for the same
thing in other symbols, `SAME` says so, by hand.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from viva import equivalent

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "checking"))

import families as labelled
from families import Family, Row, Said

# Of 10,000 pairs of a kind, how many are looked at.
SHARE = {"number": 300, "choice": 400, "general": 400, "limit": 400, "shape": 150, "array": 200, "across": 15}


def taken(share: int, *names: str) -> bool:
    return crc32("|".join(names).encode()) % 10_000 < share


# ---- replies of other families -------------------------------------------------------------------------------


def plain(family: Family, value: Any) -> Any:
    """A value that can be compared with those of other families; None where it cannot."""
    if family.draw is not None or family.sizes:
        return None
    if isinstance(value, Said):
        return value.value
    if family.kind == "choice":
        if isinstance(value, str) and len(value) == 1:
            return frozenset({value.upper()})
        if isinstance(value, tuple) and all(isinstance(item, bool) for item in value):
            return frozenset(letter for letter, right in zip("ABCDEFGH", value, strict=False) if right)
        return frozenset(map(str.upper, value)) if isinstance(value, frozenset) else value
    return value


def differ(one: Any, other: Any) -> bool:
    """Are they certainly two values? Numbers that a percentage or a unit could turn into each other are not."""
    if isinstance(one, int | float | Fraction) and isinstance(other, int | float | Fraction):
        if not one or not other or (one < 0) != (other < 0):
            return one != other
        ratio = float(max(one, other) / min(one, other)) if one > 0 else float(min(one, other) / max(one, other))
        units = [10.0**k for k in range(13)] + [8.0, 60.0, 3600.0] + [1024.0**k for k in range(5)]
        return not any(0.8 < ratio / unit < 1.25 for unit in units)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.size != other.size or not np.allclose(np.sort(one, None), np.sort(other, None))
    if type(one) is not type(other):
        return True
    if isinstance(one, frozenset):
        return not one & other or (one != other and {type(x) for x in one} == {str})
    return bool(one != other)


@cache
def rows() -> tuple[Row, ...]:
    """The labelled rows as they were built: their labels need not be computed again."""
    text = (labelled.HERE / "tune.jsonl").read_text(encoding="utf-8")
    known = labelled.families("tune")
    built = [Row(**json.loads(line)) for line in text.splitlines()]
    return tuple(row for row in built if row.family in known and row.answer in known[row.family].answers)


@cache
def values() -> dict[str, Any]:
    """The right value of every family whose values can be compared with those of others."""
    known = labelled.families("tune")
    right = {
        row.family: plain(known[row.family], known[row.family].answers[row.answer]) for row in rows() if row.expected
    }
    return {name: value for name, value in right.items() if value is not None}


def pairs(kind: str) -> Iterator[tuple[Family, Row]]:
    known = labelled.families("tune")
    keys = [known[name] for name in values() if kind in (known[name].kind, "across")]
    for row in rows():
        said = known[row.family]
        if kind not in (said.kind, "across") or (value := plain(said, said.answers[row.answer])) is None:
            continue
        for key in keys:
            if key is said or not taken(SHARE[kind], key.name, row.id) or (kind == "across" and key.kind == said.kind):
                continue
            if differ(values()[key.name], value):
                yield key, row


@pytest.mark.parametrize("kind", SHARE)
def test_no_key_accepts_a_reply_with_another_value(kind: str) -> None:
    seen = list(pairs(kind))
    accepted = [
        (family.key, row.id, row.reply)
        for family, row in seen
        if (family.name, row.id) not in SAME and equivalent(family.key, row.reply) is True
    ]
    assert len(seen) > 100
    assert accepted == []


SAME: frozenset[tuple[str, str]] = frozenset()
