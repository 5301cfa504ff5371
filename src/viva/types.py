"""The nouns of Viva, read first: papers and their parts, draws, answers, checks, findings, nudges.

Everything here is a frozen record without behaviour; the functions that make and read them live in the rooms
(`papers`, `reading`, `checking`, `examining`, `importing`, `reporting`). What a part *asks for* is one of the
kinds in `viva.kinds`. The words are those of the glossary in `docs/architecture.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from viva.kinds import Kind


class Verdict(StrEnum):
    """The result of checking one part."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    UNDECIDED = "undecided"


class Level(StrEnum):
    """How much help a question took, from the best to the worst; `U` when a part stayed undecided."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    LX = "Lx"
    U = "U"


class NudgeKind(StrEnum):
    """How strong a nudge is, from the weakest to the strongest."""

    RECHECK = "recheck"
    CLARIFY = "clarify"
    TARGET = "target"
    REVEAL = "reveal"


class FindingKind(StrEnum):
    """The taxonomy of what can be observed in a reply."""

    ARITHMETIC_SLIP = "arithmetic-slip"
    CONVENTION = "convention"
    MISREAD_INPUT = "misread-input"
    MISREAD_FIGURE = "misread-figure"
    WRONG_FORMULA = "wrong-formula"
    INVALID_STEP = "invalid-step"
    DROPPED_TERM = "dropped-term"
    FALSE_EXPLANATION = "false-explanation"
    HALLUCINATION = "hallucination"
    HINT_MISUSE = "hint-misuse"
    STUCK = "stuck"
    REGRESSION = "regression"
    SELF_CORRECTED = "self-corrected"
    CONTESTED_KEY = "contested-key"
    UNREQUESTED = "unrequested"
    INSIGHT = "insight"
    STALL = "stall"
    ANNOTATOR_ERROR = "annotator-error"


# ---- papers ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draw:
    """The numbers of one variant of a question. Draw 0 is the published one."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Nudge:
    """A message that helps. Only a `reveal` may contain (a piece of) the answer."""

    kind: NudgeKind
    text: str
    addresses: str = ""  # the misconception it answers; "" when it is general


@dataclass(frozen=True)
class Misconception:
    """A program that computes the answer which a known mistake gives.

    `answer` has the same signature and return type as the part's key.
    """

    name: str  # "flipped-kernel"
    says: str  # one sentence for the reader: what the mistake is
    answer: Callable[[Draw], Any]
    finding: FindingKind
    nudge: Nudge


@dataclass(frozen=True)
class Alternative:
    """An accepted answer besides the key, for a contested key: with its reason and a computation that shows it."""

    name: str
    answer: Callable[[Draw], Any]
    shown: Callable[[Draw], str]
    reason: str
    computation: Callable[[], str]  # runs, and returns the numbers that show it, as Markdown


@dataclass(frozen=True)
class Part:
    """What is checked: one answer of a question.

    `key(draw)` computes the right answer. Its type follows the part's kind (see `viva.kinds`); for the kinds
    over symbols it returns a program `env -> numpy array`, where `env` maps symbol names to random values.
    """

    name: str  # "2b/gradient"; the question's own name where there is only one part
    asks: str  # what is asked, a noun phrase: "the gradient of the loss with respect to x_i"
    kind: Kind
    key: Callable[[Draw], Any]
    shown: Callable[[Draw], str]  # the key for a reader: Markdown with LaTeX in $...$
    misconceptions: tuple[Misconception, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    proof: Callable[[Draw], Any] | None = None  # the key again, by an independent computation; None for concepts


@dataclass(frozen=True)
class Claim:
    """A statement in prose that a key can check: how it is recognised in a reply, and whether it holds.

    `read(text)` yields `(start, end, holds, why)` for every statement of this claim it finds in the text.
    """

    name: str  # "batch-norm-axes"
    about: str  # one sentence: what the claim is about
    read: Callable[[str], list[tuple[int, int, bool, str]]]
    finding: FindingKind = FindingKind.FALSE_EXPLANATION


@dataclass(frozen=True)
class Figure:
    """A picture that belongs to a question, drawn by us for a draw."""

    name: str
    svg: Callable[[Draw], str]
    description: Callable[[Draw], str]  # for models without eyes; does not give the answer away


@dataclass(frozen=True)
class Question:
    """A sub-question, such as `1a`. Its text is a template whose slots the draw fills."""

    name: str
    title: str
    parts: tuple[Part, ...]
    draw: Callable[[int], Draw]
    prompt: Callable[[Draw, str], str]  # (draw, form) -> the question's text; form: latex, text, pasted, image
    solution: Callable[[Draw], str]  # worked, every number computed; Markdown with LaTeX
    nudges: Callable[[Draw], tuple[Nudge, ...]]  # the general ladder of this question, weakest first
    figures: tuple[Figure, ...] = ()
    probes: tuple[Probe, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Probe:
    """A follow-up asked after a right answer; it is checked and reported, but does not change the level."""

    part: Part
    prompt: Callable[[Draw, str], str]


@dataclass(frozen=True)
class Paper:
    """One homework: its questions and the conventions that hold for all of them."""

    name: str
    title: str
    conventions: Callable[[str], str]  # form -> text
    questions: tuple[Question, ...]


# ---- checks ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A place in a reply: offsets in code points, `reply[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Answer:
    """What was read out of a reply, with its place in the text."""

    quote: str  # reply[span.start:span.end]
    span: Span
    read_as: str  # how it was understood, in plain notation: "[[-1, 3, -2], [3, -3, 1], [0, 3, 1]]"
    found_by: str  # "boxed", "marked final", "last statement", ...
    asides: tuple[str, ...] = ()  # other answers that stood beside it: "108 if we ignore biases"


@dataclass(frozen=True)
class Step:
    """One link of a derivation, judged by evaluation."""

    quote: str
    span: Span
    status: str  # holds, fails, follows-not, unread
    why: str = ""


@dataclass(frozen=True)
class Evidence:
    """Why a part got its verdict. A reader must be able to disagree."""

    method: str  # "compared entry by entry", "evaluated at 8 random draws", "rubric", ...
    key: str  # the right answer, as shown to a reader
    answer: Answer | None = None
    reason: str = ""  # in words; always there when the verdict is undecided
    counterexample: str = ""  # "entry (1, 1): 0, should be -3"; "p=0.3, w~=...: 1.2 against 0.11"
    misconception: str = ""  # the name of the one that the answer matches
    accepted: str = ""  # which alternative of a contested key was given
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Something observed in a reply, with the quote that shows it and how it was established."""

    kind: FindingKind
    quote: str
    how: str  # "matches misconception flipped-kernel", "claim batch-norm-axes", "a person"
    span: Span | None = None
    part: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Override:
    """A person's word on a computed verdict: another one in its place, or a confirmation where both are the same."""

    author: str
    reason: str
    verdict: Verdict  # what the person says
    computed: Verdict  # what was computed
    when: str = ""  # ISO 8601
    reading: str = ""  # the text that the person named as the answer, where what was read was corrected


@dataclass(frozen=True)
class PartCheck:
    """The comparison of one answer with its key. `verdict` is the one that counts: a person's, where there is one."""

    part: str
    verdict: Verdict
    evidence: Evidence
    findings: tuple[Finding, ...] = ()
    override: Override | None = None


@dataclass(frozen=True)
class Check:
    """The check of a whole reply to a question: as good as its worst part."""

    question: str  # "hw5/1c"
    draw: int
    parts: tuple[PartCheck, ...]
    findings: tuple[Finding, ...] = ()  # those that belong to no single part

    @property
    def verdict(self) -> Verdict:
        """`incorrect` if a part is; else `undecided` if a part is; else `correct`."""
        verdicts = {p.verdict for p in self.parts}
        for worst in (Verdict.INCORRECT, Verdict.UNDECIDED):
            if worst in verdicts:
                return worst
        return Verdict.CORRECT
