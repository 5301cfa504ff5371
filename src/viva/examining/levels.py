"""Attempts → level: how much help a question took. Pure; imports and audits use it as the exam does.

| level | when                                                                                            |
|-------|-------------------------------------------------------------------------------------------------|
| `L1`  | the first reply is right                                                                        |
| `L2`  | right after at most two nudges, all of kind `recheck` or `clarify`                              |
| `L3`  | right, but only after a `target` or `reveal`, after more than two nudges, or in a fresh conversation |
| `Lx`  | not solved: a part stands wrong at the end                                                      |
| `U`   | undecided: no part stands wrong, but one could not be decided, or the question broke off        |

A later reply often repeats only what it changes. So a part *stands* as it was last answered: a reply in which no
answer to the part is found leaves a right answer standing. A fresh conversation starts from nothing.

>>> from viva.types import Check, Evidence, Nudge, NudgeKind, PartCheck, Verdict
>>> def attempt(number, verdict, nudge=None):
...     check = Check("hw5/1b", 0, (PartCheck("1b", verdict, Evidence("", "")),))
...     return Attempt(number, "", "", check, nudge)
>>> wrong, right = attempt(1, Verdict.INCORRECT), attempt(2, Verdict.CORRECT, Nudge(NudgeKind.RECHECK, "Check it."))
>>> level([wrong]), level([wrong, right])
(<Level.LX: 'Lx'>, <Level.L2: 'L2'>)

Not guaranteed: an attempt without a check (imports, where the reply is not in the report) decides nothing. A later
attempt without a nudge counts as one weak intervention: something was said, but not recorded.
"""

from __future__ import annotations

from collections.abc import Sequence

from viva.records import Attempt
from viva.types import Level, NudgeKind, PartCheck, Verdict

STRONG = frozenset({NudgeKind.TARGET, NudgeKind.REVEAL})
MINOR_AT_MOST = 2


def standing(attempts: Sequence[Attempt]) -> dict[str, PartCheck]:
    """The check of each part as it stands after these attempts: the last one that found an answer to it.

    A right answer stays where a later reply does not answer the part again; a wrong or undecided one does not
    outlive a later reply, except that `undecided` for lack of any answer leaves `incorrect` standing.
    """
    stands: dict[str, PartCheck] = {}
    for attempt in attempts:
        if attempt.check is None:
            continue
        if attempt.fresh:
            stands = {}
        for part in attempt.check.parts:
            if part.part in stands and not _answered(part):
                continue
            stands[part.part] = part
    return stands


def _answered(part: PartCheck) -> bool:
    return part.verdict is not Verdict.UNDECIDED or part.evidence.answer is not None


def solved_at(attempts: Sequence[Attempt]) -> int | None:
    """The index (from 0) of the first attempt after which every part stands right; None if there is none."""
    for index in range(len(attempts)):
        if attempts[index].check is None:
            continue
        parts = standing(attempts[: index + 1]).values()
        if parts and all(p.verdict is Verdict.CORRECT for p in parts):
            return index
    return None


def solved(attempts: Sequence[Attempt]) -> bool:
    """Whether the right answer was given in the end, with whatever help."""
    return solved_at(attempts) is not None


def first_right(attempts: Sequence[Attempt]) -> bool:
    """Whether the first reply is right."""
    return solved_at(attempts) == 0


def interventions(attempts: Sequence[Attempt]) -> int:
    """How many times help was given until the question was solved, or in all where it was not."""
    end = solved_at(attempts)
    return max(0, len(attempts) - 1 if end is None else end)


def level(attempts: Sequence[Attempt], broke_off: bool = False) -> Level:
    """The level that these attempts reach. `broke_off` says that the ladder could not be used up."""
    end = solved_at(attempts)
    if end is None:
        # A fresh conversation that did not help takes nothing back: the ladder before it decides.
        verdicts = {p.verdict for p in standing([a for a in attempts if not a.fresh]).values()}
        return Level.LX if Verdict.INCORRECT in verdicts and not broke_off else Level.U
    help_given = attempts[1 : end + 1]
    if not help_given:
        return Level.L1
    strong = any(a.fresh or (a.nudge is not None and a.nudge.kind in STRONG) for a in help_given)
    return Level.L3 if strong or len(help_given) > MINOR_AT_MOST else Level.L2
