"""Which nudge comes next: a pure function of the question and of the attempts so far.

After a wrong answer: first `recheck`; then the nudge of the misconception that the answer matches; else the next of
the question's own ladder (`clarify`, `target`, `reveal`), never weaker than what was given before and never the same
twice. After an answer that could not be read: a request to state it in a readable form, which helps with the form
only and counts as a `clarify`; two such requests at most.

>>> from viva.types import Nudge, NudgeKind
>>> strength(NudgeKind.RECHECK) < strength(NudgeKind.CLARIFY) < strength(NudgeKind.TARGET) < strength(NudgeKind.REVEAL)
True

Not guaranteed: that a nudge does not give the answer away. `viva lint` tests that for every paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viva.examining.levels import standing
from viva.kinds import Array, Choice, Compound, Concept, Expression, Kind, Number, Proof, Relation, Shape
from viva.records import Attempt
from viva.types import Draw, Misconception, Nudge, NudgeKind, Part, PartCheck, Question, Verdict

ORDER = (NudgeKind.RECHECK, NudgeKind.CLARIFY, NudgeKind.TARGET, NudgeKind.REVEAL)
MAX_FORM_REQUESTS = 2
FORMS: dict[type[Kind], str] = {
    Number: "one number",
    Array: "a list in square brackets, `[1, 2]` for a vector and `[[1, 2], [3, 4]]` for a matrix, row by row",
    Shape: "the sizes in order, such as `4 x 6`",
    Choice: "one letter for each item, such as `batch: X, layer: Y`",
    Expression: "one formula in the symbols of the question",
    Relation: "one equation in the symbols of the question",
    Proof: "the chain of equalities, one to a line, each in the symbols of the question",
    Concept: "one short sentence for each point, in plain words",
    Compound: "each of the things asked for on a line of its own",
}


def strength(kind: NudgeKind) -> int:
    """0 for the weakest kind of nudge, 3 for the strongest."""
    return ORDER.index(kind)


def next_nudge(question: Question, draw: Draw, attempts: Sequence[Attempt], at_most: int) -> Nudge | None:
    """The nudge that follows these attempts; None when the ladder (or the limit of nudges) is used up.

    The last attempt must not have solved the question.
    """
    given = [a.nudge for a in attempts if a.nudge is not None]
    if len(given) >= at_most:
        return None
    stands = standing(attempts)
    wrong = any(p.verdict is Verdict.INCORRECT for p in stands.values())
    if not wrong:
        request = _form_request(question, stands, given)
        if request is not None or any(p.evidence.answer is not None for p in _open(question, stands)):
            return request
    texts = {n.text for n in given}
    reached = max((strength(n.kind) for n in given if not _is_form_request(n)), default=-1)
    if not wrong:  # there is no answer to check again
        reached = max(reached, strength(NudgeKind.CLARIFY))
    for nudge in _candidates(question, draw, stands, first=reached < 0):
        if nudge.text not in texts and strength(nudge.kind) >= reached:
            return nudge
    return None


def strongest(nudges: Sequence[Nudge]) -> Nudge | None:
    """The strongest nudge, the last of them where there are several; None of nothing."""
    return max(reversed(nudges), key=lambda n: strength(n.kind), default=None)


def matched(question: Question, stands: dict[str, PartCheck]) -> Iterator[Misconception]:
    """The misconceptions that the wrong answers match, in the order of the parts."""
    for part in question.parts:
        check = stands.get(part.name)
        if check is not None and check.verdict is Verdict.INCORRECT and check.evidence.misconception:
            yield from (m for m in part.misconceptions if m.name == check.evidence.misconception)


def _candidates(question: Question, draw: Draw, stands: dict[str, PartCheck], first: bool) -> Iterator[Nudge]:
    ladder = sorted(question.nudges(draw), key=lambda n: strength(n.kind))
    if first:
        yield from (n for n in ladder if n.kind is NudgeKind.RECHECK)
    yield from (m.nudge for m in matched(question, stands))
    yield from ladder


def _open(question: Question, stands: dict[str, PartCheck]) -> list[PartCheck]:
    """The parts that were answered, but are not right yet."""
    return [
        stands[p.name] for p in question.parts if p.name in stands and stands[p.name].verdict is not Verdict.CORRECT
    ]


def _form_request(question: Question, stands: dict[str, PartCheck], given: Sequence[Nudge]) -> Nudge | None:
    unread = [p for p in question.parts if p.name not in stands or stands[p.name].verdict is not Verdict.CORRECT]
    asked = sum(_is_form_request(n) for n in given)
    stated = any(p.evidence.answer is not None for p in _open(question, stands))
    if asked >= (MAX_FORM_REQUESTS if stated else 1) or not unread:
        return None
    opening = _OPENINGS[asked]
    wanted = "\n".join(f"- {p.asks}: {FORMS[type(p.kind)]}" for p in unread)
    return Nudge(NudgeKind.CLARIFY, f"{opening}\n\n{wanted}\n\n{_CLOSING}")


_OPENINGS = (
    "I could not read your final answer. Please state it once more, in this form:",
    "I still cannot read your final answer. Please give the final answer alone, without the derivation, in this form:",
)
_CLOSING = "Put each on a line of its own that starts with `Answer:`."


def _is_form_request(nudge: Nudge) -> bool:
    return nudge.kind is NudgeKind.CLARIFY and nudge.text.startswith(_OPENINGS)


def array_keys(parts: Sequence[Part], draw: Draw) -> dict[str, object]:
    """The keys of the array-valued parts, for findings among their entries."""
    return {p.name: p.key(draw) for p in parts if isinstance(p.kind, Array)}
