"""Which words every match of a regular expression must contain one of, proven from its parse tree.

>>> proves(r"\\b(?:not|n['’]t) (?:so|true)", ["not", "n't", "n’t"]), proves(r"(?:not)? so", ["not"])
(True, False)

The parse tree is Python's own (`re._parser`). A part is *finite* when it is one of a few literal texts; a run of finite
parts stands in every match, so it proves words when each of its texts holds one. What is not finite proves by its
alternatives or its inside. `False` means that this method finds no proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST = 4_000  # texts of a finite run; a longer product is cut
EMPTY = (c.AT, c.ASSERT, c.ASSERT_NOT)


def proves(source: str, words: Sequence[str], flags: int = 0) -> bool:
    """Does every match of the pattern hold one of the words, in whatever case?"""
    return _holds(parser.parse(source, flags), [word.casefold() for word in words])


def _holds(parts: Any, words: list[str]) -> bool:
    run: list[str] = [""]
    for operation, value in parts:
        texts = _texts(operation, value)
        if texts is None or len(run) * len(texts) > MOST:
            if _in_all(run, words) or (texts is None and _inside(operation, value, words)):
                return True
            run = texts or [""]
        else:
            run = [left + right for left in run for right in texts]
    return _in_all(run, words)


def _in_all(texts: list[str], words: list[str]) -> bool:
    return all(any(word in text.casefold() for word in words) for text in texts)


def _inside(operation: Any, value: Any, words: list[str]) -> bool:
    if operation is c.BRANCH:
        return all(_holds(branch, words) for branch in value[1])
    if operation is c.SUBPATTERN:
        return _holds(value[3], words)
    if operation is c.ATOMIC_GROUP:
        return _holds(value, words)
    if operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        return value[0] > 0 and _holds(value[2], words)
    return False


def _texts(operation: Any, value: Any) -> list[str] | None:
    """All texts that a part can be, or None where they are not few."""
    if operation is c.LITERAL:
        return [chr(value)]
    if operation in EMPTY:
        return [""]
    if operation is c.IN:
        codes = [code for kind, code in value if kind is c.LITERAL]
        return [chr(code) for code in codes] if len(codes) == len(value) <= 6 else None
    if operation is c.BRANCH:
        branches = [_sequence(branch) for branch in value[1]]
        return None if None in branches else [text for branch in branches for text in branch or []]
    if operation is c.SUBPATTERN:
        return _sequence(value[3])
    if operation in (c.MAX_REPEAT, c.MIN_REPEAT) and value[1] == 1 and (inner := _sequence(value[2])) is not None:
        return inner if value[0] else ["", *inner]
    return None


def _sequence(parts: Any) -> list[str] | None:
    found = [""]
    for operation, value in parts:
        texts = _texts(operation, value)
        if texts is None or len(found) * len(texts) > MOST:
            return None
        found = [left + right for left in found for right in texts]
    return found
