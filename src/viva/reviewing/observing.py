"""After a person overrules a verdict: the findings that compare attempts, made anew from the verdicts as they stand.

`stuck`, `regression` and `self-corrected` (`viva.examining.conversation`) follow from the verdicts of several attempts.
Where one of these is overruled, such a finding may no longer hold, in this attempt or a later one, or a new one does.

>>> from viva.types import Answer, Check, Evidence, Nudge, NudgeKind, PartCheck, Span, Verdict
>>> from viva.records import Attempt
>>> from viva.types import Level
>>> def attempt(number, verdict, *findings):
...     part = PartCheck("3b", verdict, Evidence("", "39", Answer("46", Span(0, 2), "46", "last statement")))
...     nudge = Nudge(NudgeKind.RECHECK, "Check it.") if number > 1 else None
...     return Attempt(number, "", "46", Check("hw5/3b", 0, (part,)), nudge, findings)
>>> both_wrong = [attempt(1, Verdict.INCORRECT), attempt(2, Verdict.INCORRECT)]
>>> stuck = observe(both_wrong)
>>> before = QuestionRecord("3b", Level.LX, (both_wrong[0], attempt(2, Verdict.INCORRECT, *stuck)))
>>> after = QuestionRecord("3b", Level.L2, (both_wrong[0], attempt(2, Verdict.CORRECT, *stuck)))
>>> [f.kind.value for f in stuck], [f.kind.value for f in observed_again(before, after).attempts[1].findings]
(['stuck'], ['self-corrected'])

A finding that a person removed stays away for as long as what it says would have been said before too; what a person
added stays. Not guaranteed: without the paper, a regression among the entries of one array cannot be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from viva.errors import VivaError
from viva.examining.conversation import observe
from viva.records import Attempt, QuestionRecord
from viva.types import Finding, FindingKind

COMPARING = frozenset({FindingKind.STUCK, FindingKind.REGRESSION, FindingKind.SELF_CORRECTED})
BY_A_PERSON = "a person"  # how the findings that a person added begin to say how they were established


def observed_again(before: QuestionRecord, after: QuestionRecord) -> QuestionRecord:
    """`after`, a record whose verdicts a person changed, with the findings that compare its attempts made anew."""
    keys = _keys(after)
    attempts = tuple(
        replace(attempt, findings=_merged(attempt, _seen(before, place, keys), _seen(after, place, keys)))
        for place, attempt in enumerate(after.attempts)
    )
    return replace(after, attempts=attempts)


def _seen(record: QuestionRecord, place: int, keys: Mapping[str, Any]) -> tuple[Finding, ...]:
    return observe(record.attempts[: place + 1], keys)


def _merged(attempt: Attempt, before: tuple[Finding, ...], now: tuple[Finding, ...]) -> tuple[Finding, ...]:
    known, holding = {_about(f) for f in before}, {_about(f) for f in now}
    kept = tuple(f for f in attempt.findings if not _computed(f) or _about(f) in holding)
    here = {_about(f) for f in kept if _computed(f)}
    return (*kept, *(f for f in now if _about(f) not in known and _about(f) not in here))


def _computed(finding: Finding) -> bool:
    return finding.kind in COMPARING and not finding.how.startswith(BY_A_PERSON)


def _about(finding: Finding) -> tuple[FindingKind, str]:
    return finding.kind, finding.part


def _keys(record: QuestionRecord) -> dict[str, object]:
    """The keys of the array-valued parts, as the exam that made the record had them."""
    from viva.examining.ladder import array_keys
    from viva.papers import load_paper

    check = next((a.check for a in record.attempts if a.check), None)
    if check is None:
        return {}
    paper, _, name = check.question.partition("/")
    try:
        question = next((q for q in load_paper(paper).questions if q.name == name), None)
    except VivaError:
        return {}  # a paper that Viva does not have (any more)
    return array_keys(question.parts, question.draw(check.draw)) if question else {}
