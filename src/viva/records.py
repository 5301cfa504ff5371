"""What an exam was, for everything downstream: reports, comparison, audit, the site, the review app.

`viva.logs` turns the samples of any Inspect log (run, imported or proctored) into these records and back.

    Exam ── questions ──▶ QuestionRecord ── attempts ──▶ Attempt ── check ──▶ Check (viva.types)

An attempt is a reply that was checked. Resends (an empty reply, a time-out, a stall) belong to the attempt that
they led to; they are counted, but are no help and no attempt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from viva.types import Check, Finding, Level, Nudge, Verdict


@dataclass(frozen=True)
class Place:
    """Where a span of an imported report stands. Lines and pages count from 1; 0 means there are none."""

    file: str = ""
    page: int = 0
    line: int = 0
    last_line: int = 0


@dataclass(frozen=True)
class Message:
    """One message of the conversation, verbatim."""

    role: Literal["system", "user", "assistant", "annotator"]
    text: str
    place: Place | None = None


@dataclass(frozen=True)
class Annotation:
    """What the person who made a report said about an attempt (imports) or a question (review)."""

    text: str
    verdict: Verdict | None = None  # what it says of the answer
    level: Level | None = None  # mapped to the ladder
    place: Place | None = None
    author: str = ""  # who wrote it, where that is known (review, proctor)
    when: str = ""  # ISO 8601


@dataclass(frozen=True)
class Resend:
    """The same prompt again: why, and how long the fruitless try took."""

    reason: Literal["empty", "time-out", "stall", "error"]
    seconds: float = 0.0


@dataclass(frozen=True)
class Attempt:
    """One reply to one question, and what became of it."""

    number: int  # from 1
    prompt: str  # the message that led to it: the question, or the nudge
    reply: str
    check: Check | None  # None where the reply itself is not in an imported report
    nudge: Nudge | None = None  # the nudge that led to it; None for the first
    findings: tuple[Finding, ...] = ()  # those that take the conversation to see: stuck, regression, ...
    resends: tuple[Resend, ...] = ()
    seconds: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: float | None = None
    cut_off: bool = False  # the reply ended at the limit of tokens
    fresh: bool = False  # asked anew in a fresh conversation, because the model was stuck
    annotations: tuple[Annotation, ...] = ()
    place: Place | None = None


@dataclass(frozen=True)
class ProbeRecord:
    """A follow-up probe: its prompt, the reply and the check. Does not change the level."""

    name: str
    prompt: str
    reply: str
    check: Check


@dataclass(frozen=True)
class QuestionRecord:
    """What happened with one question."""

    question: str  # "1c"
    level: Level
    attempts: tuple[Attempt, ...]
    figure: str = ""  # "", "picture" or "description": which of the two was sent
    probes: tuple[ProbeRecord, ...] = ()
    annotator_level: Level | None = None
    epoch: int = 1
    error: str = ""  # why the question broke off, if it did
    notes: tuple[Annotation, ...] = ()  # observations and reflections of the person who reviewed or proctored it


@dataclass(frozen=True)
class Conditions:
    """The options of an exam, so that their effect can be measured (design, "Conditions")."""

    form: str = "latex"  # latex, text, pasted, image
    conventions: str = "up-front"  # up-front, in-question, none
    chat: str = "question"  # question: a fresh conversation per question; paper: one for all
    batch: str = "question"  # question by question, or the whole `paper` in one prompt
    draw: int = 0


@dataclass(frozen=True)
class Exam:
    """One exam of one model on one paper."""

    paper: str
    model: str
    source: Literal["run", "import", "proctor"]
    questions: tuple[QuestionRecord, ...]
    conditions: Conditions = Conditions()
    created: str = ""  # ISO 8601
    status: str = "success"
    parameters: Mapping[str, Any] = field(default_factory=dict)  # temperature, max_tokens, ...
    versions: Mapping[str, str] = field(default_factory=dict)  # viva, inspect, python, the model's file
    conversation: tuple[tuple[str, tuple[Message, ...]], ...] = ()  # (sample id, messages), verbatim
    unassigned: tuple[Message, ...] = ()  # imports: text that fits nowhere, kept in place
    claims: tuple[Annotation, ...] = ()  # imports: what the report says of the whole (counts, "no hallucinations")
    log: str = ""  # the log's file name
    sha256: str = ""  # of the log file
