"""What the shared pages need to know of one exam: small, plain, kept between builds.

Names and words are text (escaped by the templates); fields that end in `html` went through `viva.reporting`, which
leaves no markup of a reply in them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quote:
    """A finding with its place: what was found, the words that show it, how it was established."""

    kind: str
    html: str
    detail: str
    anchor: str  # of the attempt: "q-1c-a2"


@dataclass(frozen=True)
class Match:
    """A misconception that an answer matched."""

    part: str
    name: str
    html: str  # the answer
    anchor: str


@dataclass(frozen=True)
class Help:
    """A nudge, and whether the next reply was right."""

    kind: str
    text: str
    addresses: str
    right: bool
    anchor: str


@dataclass(frozen=True)
class Reply:
    """A reply, for the search."""

    anchor: str
    number: int
    verdict: str  # "" where it was not checked
    text: str
    findings: tuple[str, ...]
    beside: tuple[tuple[str, str], ...] = ()  # (what, text): the nudge before it, what was found or said about it


@dataclass(frozen=True)
class Ruling:
    """A verdict of a person, beside the computed one."""

    part: str
    verdict: str
    computed: str
    author: str
    reason: str
    when: str
    anchor: str


@dataclass(frozen=True)
class Note:
    """What a person wrote about a question."""

    text: str
    author: str
    when: str


@dataclass(frozen=True)
class QuestionDigest:
    """One question of an exam."""

    question: str
    epoch: int
    level: str
    first: bool | None  # right at the first reply; None where that is undecided
    solved: bool | None
    anchor: str
    annotator_level: str
    answer_html: str  # the answer that stands at the end, where one was read
    authors: tuple[str, ...]  # who judged or wrote about it
    replies: tuple[Reply, ...]
    quotes: tuple[Quote, ...]
    matches: tuple[Match, ...]
    helps: tuple[Help, ...]
    rulings: tuple[Ruling, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def findings(self) -> tuple[str, ...]:
        """The kinds of findings, each once."""
        return tuple(dict.fromkeys(quote.kind for quote in self.quotes))


@dataclass(frozen=True)
class ExamDigest:
    """One exam."""

    slug: str
    log: str  # the path in the folder of the logs
    paper: str
    paper_title: str
    model: str
    source: str  # run, import, proctor
    created: str
    draw: int
    status: str
    questions: tuple[QuestionDigest, ...]
