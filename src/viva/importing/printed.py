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

import re
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


_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Z](?![A-Za-z])")
_DEFINED = (
    r"(?<![A-Za-z\\]){letter}(?:_\{{?[\w,:]{{1,6}}\}}?|[ᵢⱼₖₙ₀-₉]{{1,4}})?\s*:?="
    r"|\b(?i:let|write|put|set|with|where|define|call|by)\b[^.\n]{{0,40}}(?<![A-Za-z\\]){letter}(?![A-Za-z])"
)
_COMMON = frozenset("EILPTV")  # expectation, identity, loss, probability, transpose, variance


def leaning(check: Check, question: Question, reply: str, before: str, asked: str) -> Check:
    """The check of a later try, undecided where a proof fails, but speaks of what only an earlier reply defined.

    >>> sorted(borrowed("Corrected: Var(N) = p q, so E‖Nw‖² = p q.", "Split M = pX + N with E[N] = 0.", "E X w"))
    ['N']
    >>> borrowed("Let N = M - pX. Then N is centred.", "Split M = pX + N.", "E X w M")
    set()
    """
    proofs = {part.name for part in question.parts if isinstance(part.kind, Proof)}
    missing = borrowed(reply, before, asked) if proofs and before else set()
    if not missing:
        return check
    reason = f"it goes on from an earlier reply, which defines {', '.join(sorted(missing))}: alone it cannot be judged"
    return replace(
        check,
        parts=tuple(
            replace(part, verdict=Verdict.UNDECIDED, evidence=replace(part.evidence, reason=reason))
            if part.part in proofs and part.verdict is Verdict.INCORRECT
            else part
            for part in check.parts
        ),
    )


def borrowed(reply: str, before: str, asked: str) -> set[str]:
    """The letters that the reply uses, but neither it nor the question defines, while an earlier reply does."""
    letters = set(_LETTER.findall(reply)) - set(_LETTER.findall(asked)) - _COMMON
    return {
        letter
        for letter in letters & set(_LETTER.findall(before))
        if not re.search(_DEFINED.format(letter=letter), reply)
    }
