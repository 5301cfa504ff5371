"""Replies and evidence for the app's pages: typeset as in the report, and as written with the places highlighted.

What becomes HTML here was made by the report's own renderer (`viva.reporting`), in which text of others can only be
text, structure and formulas; everything else reaches a page through the templates, escaped. Typesetting costs some
tenths of a second, so what was typeset is kept.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from viva.errors import VivaError
from viva.records import Attempt, Exam, QuestionRecord
from viva.reporting.highlighting import Mark
from viva.reporting.markdown import paragraphs, quoted
from viva.reporting.material import Material, material
from viva.reporting.passages import passage, phrase
from viva.reporting.rendering import to_fragment
from viva.reporting.sections.attempts import finding, marks, note
from viva.reporting.visible import fenced, visible
from viva.reviewing.rulings import findings_at
from viva.types import Check, Finding, PartCheck, Question, Verdict

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


@dataclass(frozen=True)
class ShownQuestion:
    """A question, ready for a page."""

    record: QuestionRecord
    question: Question | None
    title: str
    key: str
    attempts: tuple[ShownAttempt, ...]
    material: Material


def shown_question(exam: Exam, place: int) -> ShownQuestion:
    """Everything that the page of a question shows. VivaError where the exam has no such question."""
    if not 0 <= place < len(exam.questions):
        raise VivaError(f"this exam has no question number {place + 1}")
    about, record = material(exam), exam.questions[place]
    question = about.question(record)
    draw = question.draw(exam.conditions.draw) if question else None
    sources = [
        phrase(question.title) if question else "",
        quoted(passage(question.solution(draw))) if question and draw else "",
    ]
    for attempt in record.attempts:
        sources += _sources(about, attempt)
    html = iter(typeset(tuple(sources)))
    title, key = next(html), next(html)
    attempts = tuple(_attempt(i, attempt, html) for i, attempt in enumerate(record.attempts))
    return ShownQuestion(record, question, title, key, attempts, about)


def shown_attempt(about: Material, attempt: Attempt, index: int = 0) -> ShownAttempt:
    """One attempt, ready for a page."""
    return _attempt(index, attempt, iter(typeset(tuple(_sources(about, attempt)))))


def _sources(about: Material, attempt: Attempt) -> list[str]:
    """The Markdown of an attempt's pieces, in the order in which `_attempt` takes their HTML."""
    reply = attempt.reply
    body = passage(reply, marks(reply, attempt.check, attempt.findings)) if reply.strip() else "*(no reply)*"
    sources = [quoted(passage(attempt.prompt)) if attempt.prompt.strip() else "", quoted(body)]
    name = attempt.check.question.partition("/")[2] if attempt.check else ""
    for part in attempt.check.parts if attempt.check else ():
        sources.append(note(about, replace(part, findings=()), name))
    return [*sources, *(finding(f) for f in findings_at(attempt))]


def _attempt(index: int, attempt: Attempt, html: object) -> ShownAttempt:
    take = iter(html)  # type: ignore[call-overload]
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
    """A reply exactly as it came, cut where highlights begin and end; what steers or hides text is made visible."""
    chosen: list[Mark] = []
    for mark in sorted(marks(text, check, tuple(findings)), key=lambda m: (RANKS.get(m.look, 0), m.span.end)):
        if all(mark.span.end <= m.span.start or m.span.end <= mark.span.start for m in chosen):
            chosen.append(mark)
    pieces, end = [], 0
    for mark in sorted(chosen, key=lambda m: m.span.start):
        pieces.append(Piece(visible(text[end : mark.span.start])))
        pieces.append(Piece(visible(text[mark.span.start : mark.span.end]), mark.look))
        end = mark.span.end
    return tuple(piece for piece in (*pieces, Piece(visible(text[end:]))) if piece.text)


@lru_cache(maxsize=512)
def typeset(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Markdown of ours → HTML, piece by piece, in one go; a piece that cannot be typeset is shown as it is."""
    if not any(sources):
        return tuple("" for _ in sources)
    # No text can contain the name of the cut: it is made for this one call.
    cut = f"cut-{secrets.token_hex(12)}"
    divider = f'<div class="{cut}">\n\n</div>'
    try:
        html = to_fragment(f"\n\n{divider}\n\n".join(s or " " for s in sources))
        pieces = re.split(rf'<div class="{cut}">\s*</div>', html)
    except VivaError:
        pieces = []
    if len(pieces) == len(sources):
        return tuple(piece.strip() for piece in pieces)
    return tuple(to_fragment(paragraphs(fenced(source))) if source else "" for source in sources)
