"""Checking: answers against keys. Start with `check`; how a verdict is reached is told in `docs/`.

check         reply × question → verdicts with evidence
equivalent    reply × key as text → the same answer, or not, or not known
protocol      what every kind of answer provides: `read` and `same`
numbers, arrays, shapes, choices, concepts, compound        the simple kinds
expressions, relations, proofs, derivations                 the kinds over symbols
claims        statements in prose that a key can check
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from viva.checking.equivalence import equivalent as equivalent
    from viva.checking.verdicts import check as check
    from viva.checking.verdicts import check_part as check_part
    from viva.checking.verdicts import check_question as check_question

_HOME = {
    "check": "viva.checking.verdicts",
    "check_part": "viva.checking.verdicts",
    "check_question": "viva.checking.verdicts",
    "equivalent": "viva.checking.equivalence",
}
__all__ = ["check", "check_part", "check_question", "equivalent"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'viva.checking' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
