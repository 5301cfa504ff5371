"""A proctored exam as a list of events, and what follows from it: pure functions of the opening and the events.

    sent ─▶ reply (with its check) ─▶ sent (a nudge) ─▶ … ─▶ next ─▶ sent (the next question) …

`resend` says that no answer came; `ruling` is the examiner's verdict on a part of the last reply; `note` an
observation; `undo` takes back the event before it. The ladder, the levels and the findings are those of an automatic
exam (`viva.examining`); the examiner may use other words or another strength for a nudge, or move on at any time.

>>> from viva.papers import load_paper
>>> opening = Opening("hw5", "Grok web", ("3b",), created="2026-03-01T10:00:00+00:00")
>>> state = replay(load_paper("hw5"), opening, ())
>>> proposal = propose(load_paper("hw5"), opening, state)
>>> proposal.what, state.sitting.record.question
('prompt', '3b')

Not guaranteed: times are those between the copying of a message and the pasting of its reply, by the examiner's hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from viva.errors import VivaError
from viva.examining.conversation import is_stuck, observe
from viva.examining.ladder import array_keys, next_nudge, strongest
from viva.examining.levels import level, solved
from viva.papers.prompts import Prompt, compose, compose_probe
from viva.records import Attempt, Conditions, Exam, Message, ProbeRecord, QuestionRecord, Resend
from viva.reviewing.rulings import Person, add_note, overrule
from viva.types import Check, Finding, FindingKind, Level, Nudge, Paper, Probe, Question, Verdict

MAX_NUDGES = 5  # that are proposed; the examiner may go on in other words
UNFINISHED = "broken off"
SKIPPED = "skipped by the examiner"


@dataclass(frozen=True)
class Opening:
    """How a session began: the first line of its file."""

    paper: str
    model: str
    questions: tuple[str, ...]
    conditions: Conditions = field(default_factory=Conditions)
    eyes: bool = False
    created: str = ""  # ISO 8601


@dataclass(frozen=True)
class Event:
    """One thing that the examiner did. Only the fields that belong to `what` are filled in."""

    what: Literal["sent", "reply", "resend", "ruling", "note", "next", "undo", "logged"]
    when: str  # ISO 8601
    text: str = ""  # the message, the reply, the note, the reason of a ruling, the log's name
    nudge: Nudge | None = None  # sent: the nudge that the message is
    probe: str = ""  # sent: the follow-up probe that the message is
    fresh: bool = False  # sent: into a fresh conversation, because the model was stuck
    figure: str = ""  # sent: what of the figure went with it
    check: Check | None = None  # reply
    reason: Literal["", "empty", "time-out", "stall", "error"] = ""  # resend
    part: str = ""  # ruling
    verdict: Verdict | None = None  # ruling
    author: str = ""  # ruling, note
    digest: str = ""  # logged: the SHA-256 of the log


@dataclass(frozen=True)
class Sitting:
    """A question as far as it has come."""

    record: QuestionRecord
    sent: Event | None = None  # the message that waits for its reply
    resends: tuple[Resend, ...] = ()  # of the message that waits
    closed: bool = False
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True)
class State:
    """All questions, and the one that is being asked: None when all are done."""

    sittings: tuple[Sitting, ...]

    @property
    def place(self) -> int | None:
        """The place of the question being asked."""
        return next((i for i, s in enumerate(self.sittings) if not s.closed), None)

    @property
    def sitting(self) -> Sitting:
        """The question being asked; VivaError when all are done."""
        if self.place is None:
            raise VivaError("all questions are done")
        return self.sittings[self.place]


@dataclass(frozen=True)
class Proposal:
    """The next message, as an automatic exam would send it."""

    what: Literal["prompt", "nudge", "probe", "anew"]
    prompt: Prompt
    nudge: Nudge | None = None
    probe: str = ""


# ---- events → state ----------------------------------------------------------------------------------------


def effective(events: Sequence[Event]) -> list[Event]:
    """The events without those that were taken back."""
    kept: list[Event] = []
    for event in events:
        if event.what == "undo":
            last = next((i for i in reversed(range(len(kept))) if kept[i].what != "logged"), None)
            if last is not None:
                del kept[last]
        else:
            kept.append(event)
    return kept


def replay(paper: Paper, opening: Opening, events: Sequence[Event]) -> State:
    """Where a session stands after these events. VivaError where they do not follow from each other."""
    state = State(tuple(Sitting(QuestionRecord(name, Level.U, ())) for name in opening.questions))
    for event in effective(events):
        if event.what == "logged":
            continue
        place = state.place
        changed = _after(_question(paper, state.sitting.record.question), opening, state.sitting, event)
        state = State(tuple(changed if i == place else s for i, s in enumerate(state.sittings)))
    return state


def _after(question: Question, opening: Opening, sitting: Sitting, event: Event) -> Sitting:
    record = sitting.record
    match event.what:
        case "sent":
            return replace(sitting, sent=event)
        case "resend":
            lost = seconds_between(sitting.sent.when, event.when) if sitting.sent else 0.0
            again = replace(sitting.sent, when=event.when) if sitting.sent else None
            return replace(sitting, sent=again, resends=(*sitting.resends, Resend(event.reason or "empty", lost)))
        case "reply":
            return _answered(question, opening, sitting, event)
        case "ruling":
            assert event.verdict is not None
            person = Person(event.author, event.when)
            ruled = overrule(record, len(record.attempts) - 1, event.part, event.verdict, event.text, person)
            return replace(sitting, record=ruled)
        case "note":
            return replace(sitting, record=add_note(record, event.text, Person(event.author, event.when)))
        case _:
            error = "" if record.attempts else SKIPPED
            return replace(sitting, record=replace(record, error=error), closed=True)


def _answered(question: Question, opening: Opening, sitting: Sitting, event: Event) -> Sitting:
    sent, record = sitting.sent, sitting.record
    if sent is None or event.check is None:
        raise VivaError("a reply came before its message was sent")
    said = (Message("user", sent.text), Message("assistant", event.text))
    base = replace(sitting, sent=None, resends=(), messages=(*sitting.messages, *said))
    if sent.probe:
        probe = ProbeRecord(sent.probe, sent.text, event.text, event.check)
        return replace(base, record=replace(record, probes=(*record.probes, probe)))
    stalls = tuple(
        Finding(FindingKind.STALL, "", f"{r.reason} after {r.seconds:.0f} s; the message was sent again")
        for r in sitting.resends
    )
    attempt = Attempt(
        len(record.attempts) + 1, sent.text, event.text, event.check, sent.nudge, stalls, sitting.resends,
        seconds=seconds_between(sent.when, event.when), fresh=sent.fresh,
    )  # fmt: skip
    draw = question.draw(opening.conditions.draw)
    seen = observe([*record.attempts, attempt], array_keys(question.parts, draw))
    attempts = (*record.attempts, replace(attempt, findings=(*stalls, *seen)))
    figure = record.figure or sent.figure
    return replace(base, record=replace(record, attempts=attempts, level=level(attempts), figure=figure))


def seconds_between(earlier: str, later: str) -> float:
    """The seconds from one moment to another, both in ISO 8601; never negative."""
    return max(0.0, (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds())


# ---- what comes next ---------------------------------------------------------------------------------------


def propose(paper: Paper, opening: Opening, state: State, form: str = "") -> Proposal | None:
    """The next message to send, in the exam's form or another one; None when the question is done."""
    sitting, how = state.sitting, opening.conditions
    question = _question(paper, sitting.record.question)
    draw, form = question.draw(how.draw), form or how.form
    attempts = sitting.record.attempts
    if not attempts:
        said_before = how.chat == "paper" and how.conventions == "up-front" and state.place != 0
        conventions = "none" if said_before else how.conventions
        return Proposal("prompt", compose(paper, question, draw, form, conventions, eyes=opening.eyes))
    if solved(attempts):
        probe = next_probe(question, sitting)
        return Proposal("probe", compose_probe(probe, draw, form), probe=probe.part.name) if probe else None
    nudge = next_nudge(question, draw, attempts, MAX_NUDGES)
    if nudge is not None:
        return Proposal("nudge", Prompt(nudge.text), nudge)
    if is_stuck(attempts) and not any(a.fresh for a in attempts):
        help_given = strongest([a.nudge for a in attempts if a.nudge is not None])
        prompt = compose(paper, question, draw, form, how.conventions, eyes=opening.eyes)
        text = f"{prompt.text}\n\n{help_given.text}" if help_given else prompt.text
        return Proposal("anew", replace(prompt, text=text), help_given)
    return None


def next_probe(question: Question, sitting: Sitting) -> Probe | None:
    """The first follow-up probe that has not been asked."""
    asked = {probe.name for probe in sitting.record.probes}
    return next((p for p in question.probes if p.part.name not in asked), None)


def _question(paper: Paper, name: str) -> Question:
    found = next((q for q in paper.questions if q.name == name), None)
    if found is None:
        raise VivaError(f"{paper.name} has no question {name!r}; this session is of another version of the paper")
    return found


# ---- state → exam ------------------------------------------------------------------------------------------


def exam_of(opening: Opening, state: State, versions: dict[str, str]) -> Exam:
    """The exam so far. A question in the middle counts as broken off; one that was not reached is left out."""
    reached = [s for s in state.sittings if s.closed or s.record.attempts]
    records = []
    for sitting in reached:
        record = sitting.record
        if not sitting.closed:
            broken = level(record.attempts, broke_off=True)
            record = replace(record, level=broken, error="" if solved(record.attempts) else UNFINISHED)
        records.append(record)
    spoken = [s for s in reached if s.messages]
    talks = tuple((s.record.question, s.messages) for s in spoken)
    if opening.conditions.chat == "paper" and spoken:
        talks = ((opening.paper, tuple(m for s in spoken for m in s.messages)),)
    return Exam(
        paper=opening.paper,
        model=opening.model,
        source="proctor",
        questions=tuple(records),
        conditions=opening.conditions,
        created=opening.created,
        status="success" if state.place is None else "cancelled",
        parameters={"max_nudges": MAX_NUDGES, "eyes": opening.eyes},
        versions=versions,
        conversation=talks,
    )
