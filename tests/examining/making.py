"""Attempts, checks and a tiny question, made by hand for the tests of the pure modules."""

from __future__ import annotations

from viva.kinds import Array, Number
from viva.records import Attempt
from viva.types import (
    Answer,
    Check,
    Draw,
    Evidence,
    FindingKind,
    Misconception,
    Nudge,
    NudgeKind,
    Part,
    PartCheck,
    Question,
    Span,
    Verdict,
)

RIGHT, WRONG, OPEN = Verdict.CORRECT, Verdict.INCORRECT, Verdict.UNDECIDED
RECHECK = Nudge(NudgeKind.RECHECK, "There is a mistake.")
CLARIFY = Nudge(NudgeKind.CLARIFY, "Biases are left out.")
TARGET = Nudge(NudgeKind.TARGET, "Look at the groups.")
REVEAL = Nudge(NudgeKind.REVEAL, "The depthwise part has 27.")


def part(verdict: Verdict, read_as: str | None = "?", name: str = "q", misconception: str = "") -> PartCheck:
    answer = None if read_as is None else Answer(read_as, Span(0, len(read_as)), read_as, "last statement")
    return PartCheck(name, verdict, Evidence("by hand", "the key", answer, misconception=misconception))


def attempt(
    number: int,
    *parts: PartCheck | Verdict,
    nudge: Nudge | None = None,
    fresh: bool = False,
    reply: str | None = None,
) -> Attempt:
    checked = tuple(p if isinstance(p, PartCheck) else part(p, f"answer {number}") for p in parts)
    check = Check("paper/q", 0, checked) if checked else None
    return Attempt(number, "prompt", f"reply {number}" if reply is None else reply, check, nudge, fresh=fresh)


COUNTING = Misconception("biases-counted", "biases counted", lambda d: 46, FindingKind.CONVENTION, CLARIFY)
GROUPS = Misconception("groups-forgotten", "groups forgotten", lambda d: 93, FindingKind.WRONG_FORMULA, TARGET)


def question(ladder: tuple[Nudge, ...] = (RECHECK, CLARIFY, TARGET, REVEAL)) -> Question:
    return Question(
        name="q",
        title="A question",
        parts=(Part("q", "how many parameters there are", Number(), lambda d: 39, lambda d: "39", (COUNTING, GROUPS)),),
        draw=lambda number: Draw(number),
        prompt=lambda draw, form: "How many?",
        solution=lambda draw: "27 + 12",
        nudges=lambda draw: ladder,
    )


MATRIX = Part("q", "the matrix", Array(2), lambda d: ((1, 2), (3, 4)), lambda d: "[[1, 2], [3, 4]]")
