"""Short ways to write the nudges and misconceptions of a paper.

>>> [nudge.kind.value for nudge in ladder("Mind the sign.", "Look at the second row.", "It is 7.")]
['recheck', 'clarify', 'target', 'reveal']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from viva.types import Draw, FindingKind, Misconception, Nudge, NudgeKind

RECHECK = "There is a mistake in your answer. Please check your work and state the corrected final answer."


def ladder(clarify: str, target: str, reveal: str, recheck: str = RECHECK) -> tuple[Nudge, ...]:
    """The general nudges of a question, weakest first. Only `reveal` may contain (a piece of) the answer."""
    texts = (recheck, clarify, target, reveal)
    return tuple(Nudge(kind, text) for kind, text in zip(NudgeKind, texts, strict=True))


def misconception(
    name: str,
    says: str,
    answer: Callable[[Draw], Any],
    finding: FindingKind,
    nudge: str,
    kind: NudgeKind = NudgeKind.TARGET,
) -> Misconception:
    """A misconception with its nudge; a nudge that only restates a convention or the input is a `clarify`."""
    return Misconception(name, says, answer, finding, Nudge(kind, nudge, addresses=name))
