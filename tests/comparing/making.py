"""Exams made by hand: each question gets the attempts that lead to the level named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from viva.examining.levels import level
from viva.records import Attempt, Conditions, Exam, QuestionRecord, Resend
from viva.types import (
    Answer,
    Check,
    Evidence,
    Finding,
    FindingKind,
    Level,
    Nudge,
    NudgeKind,
    PartCheck,
    Span,
    Verdict,
)

RIGHT, WRONG, OPEN = Verdict.CORRECT, Verdict.INCORRECT, Verdict.UNDECIDED
RECHECK = Nudge(NudgeKind.RECHECK, "There is a mistake.")
TARGET = Nudge(NudgeKind.TARGET, "Look at the groups.")
STEPS: Mapping[str, tuple[tuple[Verdict, Nudge | None], ...]] = {
    "L1": ((RIGHT, None),),
    "L2": ((WRONG, None), (RIGHT, RECHECK)),
    "L3": ((WRONG, None), (RIGHT, TARGET)),
    "Lx": ((WRONG, None), (WRONG, RECHECK)),
    "U": ((OPEN, None),),
    "U2": ((OPEN, None), (RIGHT, RECHECK)),  # undecided at first, then right after a nudge: L2
}


def attempt(question: str, number: int, verdict: Verdict, nudge: Nudge | None = None, **more: object) -> Attempt:
    text = f"I get **{number}**."
    answer = Answer(str(number), Span(8, 8 + len(str(number))), str(number), "last statement")
    misconception = "biases-counted" if verdict is WRONG else ""
    findings = (Finding(FindingKind.CONVENTION, f"{number}", "by hand", None, question),) if verdict is WRONG else ()
    reason = "not readable" if verdict is OPEN else ""
    evidence = Evidence("by hand", "$39$", answer, reason, misconception=misconception)
    check = Check(f"hw5/{question}", 0, (PartCheck(question, verdict, evidence, findings),))
    return replace(Attempt(number, "How many?", text, check, nudge), **more)  # type: ignore[arg-type]


def record(question: str, how: str, epoch: int = 1, **more: object) -> QuestionRecord:
    attempts = tuple(attempt(question, n, v, nudge) for n, (v, nudge) in enumerate(STEPS[how], 1))
    made = QuestionRecord(question, level(attempts), attempts, epoch=epoch)
    return replace(made, **more)  # type: ignore[arg-type]


def exam(model: str, levels: Mapping[str, str], source: str = "run", draw: int = 0, **more: object) -> Exam:
    """`levels` maps a question to the level of each of its epochs: `{"1a": "L1", "1b": "L1 Lx"}`."""
    records = tuple(
        record(question, how, epoch) for question, hows in levels.items() for epoch, how in enumerate(hows.split(), 1)
    )
    made = Exam("hw5", model, source, records, Conditions(draw=draw), "2026-03-01T10:00:00+00:00")  # type: ignore[arg-type]
    return replace(made, **more)  # type: ignore[arg-type]


def timed(one: Exam, seconds: float, tokens: int, cost: float) -> Exam:
    """The same exam with a time, tokens and a price for every reply, and a resend before the first."""

    def spent(a: Attempt) -> Attempt:
        resends = (Resend("stall", 9.0),) if a.number == 1 else ()
        return replace(a, seconds=seconds, input_tokens=10 * tokens, output_tokens=tokens, cost=cost, resends=resends)

    return replace(one, questions=tuple(replace(q, attempts=tuple(map(spent, q.attempts))) for q in one.questions))


def three() -> list[Exam]:
    """Three models on the questions of hw5: one good, one middling with two epochs, one bad that skipped some."""
    good = exam("good/model", {"1a": "L1", "1b": "L1", "3a": "L1", "3b": "L2", "4a": "U"})
    fair = exam("fair", {"1a": "L1 L1", "1b": "L1 Lx", "3a": "Lx L2", "3b": "Lx Lx", "4a": "L1 U"})
    bad = exam("bad", {"1a": "Lx", "3b": "Lx"}, source="import")
    return [timed(good, 2.0, 100, 0.01), timed(fair, 8.0, 300, 0.002), bad]


__all__ = ["Level", "attempt", "exam", "record", "three", "timed"]
