"""Replies and evidence for the app's pages: typeset as in the report, and as written with the places highlighted.

What becomes HTML here was made by the report's own renderer (`viva.reporting`), in which text of others can only be
text, structure and formulas; everything else reaches a page through the templates, escaped. Typesetting costs some
tenths of a second, so what was typeset is kept for as long as the record is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from viva.errors import VivaError
from viva.records import Attempt, Conditions, Exam, QuestionRecord
from viva.reporting.fragments import fragments
from viva.reporting.highlighting import Mark
from viva.reporting.markdown import quoted
from viva.reporting.material import Material, material
from viva.reporting.passages import passage, phrase
from viva.reporting.sections.attempts import finding, marks, note
from viva.reporting.visible import MOST_SHOWN, visible
from viva.reporting.weaving import weaving
from viva.reviewing.rulings import findings_at
from viva.types import Check, Finding, PartCheck, Verdict

RANKS = {"answer": 1, "finding": 2}


@dataclass(frozen=True)
class Piece:
    """Some text, and how it is highlighted ("" for not)."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class ShownFinding:
    """A finding, with its place for removing it."""

    number: int
    finding: Finding
    html: str


@dataclass(frozen=True)
class ShownPart:
    """A part's check with its evidence typeset."""

    check: PartCheck
    html: str
    findings: tuple[ShownFinding, ...]

    @property
    def computed(self) -> Verdict:
        """What was computed, whatever a person said since."""
        return self.check.override.computed if self.check.override else self.check.verdict


@dataclass(frozen=True)
class ShownAttempt:
    """An attempt, ready for a page."""

    index: int
    attempt: Attempt
    prompt: str
    reply: str
    written: tuple[Piece, ...]
    parts: tuple[ShownPart, ...]
    findings: tuple[ShownFinding, ...]  # of no single part

    @property
    def whole(self) -> bool:
        """Whether all of the reply is on the page."""
        return len(self.attempt.reply) <= MOST_SHOWN


@dataclass(frozen=True)
class ShownQuestion:
    """A question, ready for a page."""

    record: QuestionRecord
    title: str
    key: str
    attempts: tuple[ShownAttempt, ...]
    probes: tuple[ShownAttempt, ...]  # follow-ups; they do not count


def shown_question(exam: Exam, place: int) -> ShownQuestion:
    """Everything that the page of a question shows. VivaError where the exam has no such question."""
    if not 0 <= place < len(exam.questions):
        raise VivaError(f"this exam has no question number {place + 1}")
    return _shown(exam.paper, exam.source, exam.conditions, exam.questions[place])


@lru_cache(maxsize=256)
def _shown(
    paper: str, source: Literal["run", "import", "proctor"], conditions: Conditions, record: QuestionRecord
) -> ShownQuestion:
    about = material(Exam(paper, "", source, (record,), conditions))
    question = about.question(record)
    draw = question.draw(conditions.draw) if question else None
    with weaving():
        sources = [
            phrase(question.title) if question else "",
            quoted(passage(question.solution(draw))) if question and draw else "",
        ]
        asked = [*record.attempts, *(Attempt(n, p.prompt, p.reply, p.check) for n, p in enumerate(record.probes, 1))]
        for attempt in asked:
            sources += _sources(about, attempt)
        html = iter(fragments(sources))
    title, key = next(html), next(html)
    shown = [_attempt(i, attempt, html) for i, attempt in enumerate(asked)]
    count = len(record.attempts)
    return ShownQuestion(record, title, key, tuple(shown[:count]), tuple(shown[count:]))


def shown_attempt(exam: Exam, attempt: Attempt) -> ShownAttempt:
    """One attempt, ready for a page."""
    return _shown_alone(exam.paper, exam.source, exam.conditions, attempt)


@lru_cache(maxsize=64)
def _shown_alone(
    paper: str, source: Literal["run", "import", "proctor"], conditions: Conditions, attempt: Attempt
) -> ShownAttempt:
    about = material(Exam(paper, "", source, (), conditions))
    with weaving():
        return _attempt(0, attempt, iter(fragments(_sources(about, attempt))))


@lru_cache(maxsize=64)
def typeset(text: str) -> str:
    """A text of others, such as a message that waits for its reply."""
    with weaving():
        (html,) = fragments([quoted(passage(text))])
    return html


def _sources(about: Material, attempt: Attempt) -> list[str]:
    """The Markdown of an attempt's pieces, in the order in which `_attempt` takes their HTML."""
    reply = attempt.reply
    body = passage(reply, marks(reply, attempt.check, attempt.findings)) if reply.strip() else "*(no reply)*"
    sources = [quoted(passage(attempt.prompt)) if attempt.prompt.strip() else "", quoted(body)]
    name = attempt.check.question.partition("/")[2] if attempt.check else ""
    for part in attempt.check.parts if attempt.check else ():
        sources.append(note(about, replace(part, findings=()), name))
    return [*sources, *(finding(f) for f in findings_at(attempt))]


def _attempt(index: int, attempt: Attempt, take: Iterator[str]) -> ShownAttempt:
    prompt, reply = next(take), next(take)
    checks = attempt.check.parts if attempt.check else ()
    notes = [next(take) for _ in checks]
    found = [ShownFinding(i, f, next(take)) for i, f in enumerate(findings_at(attempt))]
    parts = []
    for check, words in zip(checks, notes, strict=True):
        parts.append(ShownPart(check, words, tuple(found[: len(check.findings)])))
        found = found[len(check.findings) :]
    written = as_written(attempt.reply, attempt.check, attempt.findings)
    return ShownAttempt(index, attempt, prompt, reply, written, tuple(parts), tuple(found))


def as_written(text: str, check: Check | None, findings: Sequence[Finding] = ()) -> tuple[Piece, ...]:
    """A reply exactly as it came, cut where highlights begin and end; what steers or hides text is made visible.

    Of a reply of megabytes the beginning is shown; the app gives out the whole of it as a text.
    """
    chosen: list[Mark] = []
    for mark in sorted(marks(text, check, tuple(findings)), key=lambda m: (RANKS.get(m.look, 0), m.span.end)):
        if mark.span.end <= MOST_SHOWN and all(
            mark.span.end <= m.span.start or m.span.end <= mark.span.start for m in chosen
        ):
            chosen.append(mark)
    pieces, end = [], 0
    for mark in sorted(chosen, key=lambda m: m.span.start):
        pieces.append(Piece(visible(text[end : mark.span.start])))
        pieces.append(Piece(visible(text[mark.span.start : mark.span.end]), mark.look))
        end = mark.span.end
    return tuple(piece for piece in (*pieces, Piece(visible(text[end:MOST_SHOWN]))) if piece.text)
