"""A chain that is broken as printed, but arrives: in a report, that is undecided and not wrong.

A report is a copy of a copy; signs, tildes and whole factors get lost when a chat is pasted, exported, and taken out
of a
PDF. When a step of a derivation fails on paper, while everything after it holds and the last line is what was to be
shown,
nobody can tell from the report whether the model slipped or the copy did. The failing step stays in the evidence and
among
the findings; the verdict becomes `undecided`. A chain that ends anywhere else stays as it was judged.

>>> from viva.types import Span, Step
>>> steps = [Step(s, Span(0, 1), s) for s in ("holds", "fails", "holds", "unread", "holds")]
>>> arrives(steps), arrives(steps[:2]), arrives(steps[:4])
(True, False, False)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from viva.kinds import Proof
from viva.types import Check, Question, Step, Verdict


def arrives(steps: Sequence[Step]) -> bool:
    """Does the chain go on after its last failing step, only with steps that hold, and end in one?"""
    failing = [k for k, step in enumerate(steps) if step.status == "fails"]
    if not failing:
        return False
    after = steps[failing[-1] + 1 :]
    good = sum(step.status == "holds" for step in after)
    return len(after) > 1 and after[-1].status == "holds" and good > len(after) / 2 and good > len(failing)


def as_printed(check: Check, question: Question) -> Check:
    """The check of a reply that stands in a report."""
    proofs = {part.name for part in question.parts if isinstance(part.kind, Proof)}
    parts = []
    for part in check.parts:
        if part.part in proofs and part.verdict is Verdict.INCORRECT and arrives(part.evidence.steps):
            slip = "broken as printed, but it arrives, and all that follows holds: the model or the copy slipped"
            reason = f"{slip} ({part.evidence.reason})"
            parts.append(replace(part, verdict=Verdict.UNDECIDED, evidence=replace(part.evidence, reason=reason)))
        else:
            parts.append(part)
    return replace(check, parts=tuple(parts))
