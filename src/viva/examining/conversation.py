"""Findings that take the conversation to see: `stuck`, `regression`, `self-corrected`. Pure.

`stuck`            after a nudge, the same wrong answer as in an earlier attempt of the same conversation
`regression`       between two attempts, one part (or entry of an array) was put right and another went wrong
`self-corrected`   a part that was wrong is right, and nobody had said more than "check your work"

>>> from viva.types import Answer, Check, Evidence, Nudge, PartCheck, Span
>>> recheck = Nudge(NudgeKind.RECHECK, "There is a mistake; check your work.")
>>> def attempt(number, value, nudge=None):
...     answer = Answer(value, Span(0, len(value)), value, "last statement")
...     verdict = Verdict.CORRECT if value == "39" else Verdict.INCORRECT
...     part = PartCheck("3b", verdict, Evidence("", "39", answer))
...     return Attempt(number, "", value, Check("hw5/3b", 0, (part,)), nudge)
>>> [f.kind.value for f in observe([attempt(1, "46"), attempt(2, "46", recheck)])]
['stuck']
>>> [f.kind.value for f in observe([attempt(1, "46"), attempt(2, "39", recheck)])]
['self-corrected']

Not guaranteed: two wrong answers are the same if they were read alike or match the same misconception; the same
wrong expression written in two ways that match none is not recognised as such.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from viva.examining.levels import standing
from viva.records import Attempt
from viva.types import Finding, FindingKind, NudgeKind, PartCheck, Verdict

Entries: TypeAlias = dict[tuple[int, ...], float]
MAX_ARRAY_TEXT = 100_000


def observe(attempts: Sequence[Attempt], keys: Mapping[str, Any] | None = None) -> tuple[Finding, ...]:
    """The findings of the last attempt, given those before it.

    `keys` maps the name of an array-valued part to its key (nested sequences of numbers); with it, a
    regression among the entries of one array is seen as well.
    """
    if len(attempts) < 2 or attempts[-1].fresh or attempts[-1].check is None:
        return ()
    earlier = [a for a in attempts[:-1] if a.check is not None]
    if not earlier:
        return ()
    before, after = standing(earlier), standing([*earlier, attempts[-1]])
    return (
        *_stuck(earlier, attempts[-1]),
        *_regressions(before, after, attempts[-1], keys or {}),
        *_self_corrected(before, after, attempts),
    )


def is_stuck(attempts: Sequence[Attempt]) -> bool:
    """Whether the last attempt of the conversation repeats a wrong answer."""
    return any(f.kind is FindingKind.STUCK for f in observe(attempts))


def same_wrong_answer(one: PartCheck, other: PartCheck) -> bool:
    """Whether both are wrong in the same way: read alike, or matching the same misconception."""
    if one.verdict is not Verdict.INCORRECT or other.verdict is not Verdict.INCORRECT:
        return False
    if one.evidence.misconception and one.evidence.misconception == other.evidence.misconception:
        return True
    first, second = one.evidence.answer, other.evidence.answer
    return first is not None and second is not None and _plain(first.read_as) == _plain(second.read_as)


def _stuck(earlier: Sequence[Attempt], last: Attempt) -> Iterator[Finding]:
    assert last.check is not None
    for part in last.check.parts:
        for attempt in reversed(earlier):
            if attempt.check is None:
                continue
            past = next((p for p in attempt.check.parts if p.part == part.part), None)
            repeated = past is not None and same_wrong_answer(past, part)
            verbatim = part.verdict is Verdict.INCORRECT and _plain(attempt.reply) == _plain(last.reply)
            if repeated or verbatim:
                yield _finding(FindingKind.STUCK, part, f"the same wrong answer as in attempt {attempt.number}")
                break


def _regressions(
    before: Mapping[str, PartCheck], after: Mapping[str, PartCheck], last: Attempt, keys: Mapping[str, Any]
) -> Iterator[Finding]:
    fixed = [n for n in after if _is(before, n, Verdict.INCORRECT) and _is(after, n, Verdict.CORRECT)]
    broken = [n for n in after if _is(before, n, Verdict.CORRECT) and _is(after, n, Verdict.INCORRECT)]
    if fixed and broken:
        for name in broken:
            how = f"right before the nudge and wrong after it, while {', '.join(fixed)} was put right"
            yield _finding(FindingKind.REGRESSION, after[name], how)
    for name, key in keys.items():
        if name in before and name in after and after[name].verdict is Verdict.INCORRECT:
            mended, spoilt = _changed_entries(before[name], after[name], key)
            if mended and spoilt:
                how = f"entry {_places(mended)} was put right, entry {_places(spoilt)} went wrong"
                yield _finding(FindingKind.REGRESSION, after[name], how)


def _self_corrected(
    before: Mapping[str, PartCheck], after: Mapping[str, PartCheck], attempts: Sequence[Attempt]
) -> Iterator[Finding]:
    if not all(a.nudge is not None and a.nudge.kind is NudgeKind.RECHECK for a in attempts[1:]):
        return
    for name in after:
        if _is(before, name, Verdict.INCORRECT) and _is(after, name, Verdict.CORRECT):
            yield _finding(FindingKind.SELF_CORRECTED, after[name], "wrong before, right now, without a word on what")


def _finding(kind: FindingKind, part: PartCheck, how: str) -> Finding:
    answer = part.evidence.answer
    quote, span = (answer.quote, answer.span) if answer else ("", None)
    return Finding(kind, quote, how, span, part.part)


def _is(parts: Mapping[str, PartCheck], name: str, verdict: Verdict) -> bool:
    return name in parts and parts[name].verdict is verdict


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


# ---- entries of arrays ---------------------------------------------------------------------------------------


def _changed_entries(before: PartCheck, after: PartCheck, key: Any) -> tuple[list[tuple[int, ...]], ...]:
    """The places that were put right and those that went wrong; none unless all three have the same shape."""
    right, old, new = _entries(key), _read_entries(before), _read_entries(after)
    if not right or old.keys() != right.keys() or new.keys() != right.keys():
        return [], []
    was = {place: _close(old[place], right[place]) for place in right}
    now = {place: _close(new[place], right[place]) for place in right}
    mended = [place for place in right if now[place] and not was[place]]
    spoilt = [place for place in right if was[place] and not now[place]]
    return mended, spoilt


def _read_entries(part: PartCheck) -> Entries:
    answer = part.evidence.answer
    if answer is None or len(answer.read_as) > MAX_ARRAY_TEXT:
        return {}
    try:
        return _entries(json.loads(answer.read_as))
    except (ValueError, RecursionError):
        return {}


def _entries(array: Any, place: tuple[int, ...] = ()) -> Entries:
    """The numbers of a nested sequence by their place, counted from 1; empty if anything else is in it."""
    if isinstance(array, bool) or array is None or isinstance(array, str):
        return {}
    if not isinstance(array, (list, tuple)):
        return {place: float(array)} if place else {}
    entries: Entries = {}
    for index, item in enumerate(array, start=1):
        inner = _entries(item, (*place, index))
        if not inner:
            return {}
        entries.update(inner)
    return entries


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-3, abs_tol=1e-12)


def _places(places: Sequence[tuple[int, ...]]) -> str:
    return ", ".join(f"({', '.join(map(str, p))})" for p in places)
