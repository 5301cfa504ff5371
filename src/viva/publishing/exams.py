"""A log → the page of its exam and its digest. This is the work that is done once for each log, and in parallel.

The page is the annotated report (`viva.reporting`), without the worked keys, which stand on the pages of the questions,
and with the conversation as plain text.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from viva.publishing.digests import ExamDigest, Help, Match, Note, QuestionDigest, Quote, Reply, Ruling
from viva.records import Attempt, Exam, QuestionRecord
from viva.reporting.fragments import fragments
from viva.reporting.markdown import paragraphs
from viva.reporting.material import Material, added_by, anchor, material, ruled, stands
from viva.reporting.passages import notation, quotation
from viva.reporting.report import report_head
from viva.reporting.sections import analysis, annotated, metrics, protocol, strategies, summary, transparency
from viva.reporting.visible import shortened, visible
from viva.reporting.weaving import weaving
from viva.types import Finding

QUOTE = 200  # characters of a quote on a shared page
SEARCHED = 20_000  # characters of a reply that the search knows
BEFORE: tuple[Callable[[Material], str], ...] = (summary.write, metrics.write, protocol.write)
AFTER: tuple[Callable[[Material], str], ...] = (analysis.write, strategies.write, transparency.write)
ROLES = {"system": "System", "user": "Prompt", "assistant": "Reply", "annotator": "Annotator"}


@dataclass(frozen=True)
class ExamPage:
    """What the template of an exam shows: the report, and the conversation as it was."""

    body: str  # HTML
    conversation: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # (name, (who, text))


def read(exam: Exam, slug: str, log: str) -> tuple[ExamDigest, ExamPage]:
    """The digest and the page of an exam."""
    with weaving():
        return _read(exam, slug, log)


def _read(exam: Exam, slug: str, log: str) -> tuple[ExamDigest, ExamPage]:
    subject = material(exam)
    quotes = _Quotes()
    published = subject.paper is not None and exam.source == "run" and exam.conditions.draw == 0
    questions = tuple(_question(record, quotes, published) for record in exam.questions)
    log_of_questions = [annotated.question(subject, record, worked=False) for record in exam.questions]
    body = paragraphs(
        report_head(subject),
        *(write(subject) for write in BEFORE),
        paragraphs("## Annotated log", *log_of_questions) if log_of_questions else "",
        *(write(subject) for write in AFTER),
    )
    with tempfile.TemporaryDirectory(prefix="viva-site-") as folder:
        annotated.write_pictures(subject, Path(folder))
        page, *typeset = fragments([body, *quotes.sources], Path(folder))
    title = subject.paper.title if subject.paper else ""
    whole = ExamDigest(
        slug, log, visible(exam.paper), title, visible(exam.model) or "(no name)", exam.source,
        visible(exam.created), exam.conditions.draw, visible(exam.status), questions,
    )  # fmt: skip
    return _settled(whole, typeset), ExamPage(page, _conversation(exam))


# ---- the digest --------------------------------------------------------------------------------------------


class _Quotes:
    """Markdown that is typeset together with the page; a place-holder stands for each until then."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self._places: dict[str, str] = {}

    def add(self, markdown: str) -> str:
        if not markdown:
            return ""
        if markdown not in self._places:
            self._places[markdown] = str(len(self.sources))
            self.sources.append(markdown)
        return self._places[markdown]


def _question(record: QuestionRecord, quotes: _Quotes, published: bool) -> QuestionDigest:
    """`published`: the prompt is the one on the question's page, which the search knows from there."""
    from viva.comparing.outcomes import first_right, solved

    standing = stands(record)
    # A probe that an annotator asked in passing may stand among the parts; the question's own part goes first.
    parts = sorted(standing.values(), key=lambda part: part.part != record.question)
    last = next((part.evidence.answer for part in parts if part.evidence.answer), None)
    found: list[Quote] = []
    matched: list[Match] = []
    helps: list[Help] = []
    for attempt in record.attempts:
        place = anchor(record, attempt)
        for item in _findings(attempt):
            words = quotation(shortened(item.quote, QUOTE)) if item.quote.strip() else ""
            detail = f"{item.detail} ({item.how})" if item.detail and added_by(item) else item.detail or item.how
            found.append(Quote(item.kind.value, quotes.add(words), visible(detail), place))
        for part in attempt.check.parts if attempt.check else ():
            if part.evidence.misconception:
                answer = part.evidence.answer
                words = notation(shortened(answer.quote or answer.read_as, QUOTE)) if answer else ""
                matched.append(
                    Match(visible(part.part), visible(part.evidence.misconception), quotes.add(words), place)
                )
        if attempt.nudge and attempt.check:
            nudge = attempt.nudge
            right = attempt.check.verdict.value == "correct"
            helps.append(Help(nudge.kind.value, visible(nudge.text), visible(nudge.addresses), right, place))
    return QuestionDigest(
        visible(record.question), record.epoch, record.level.value, first_right(record), solved(record), anchor(record),
        record.annotator_level.value if record.annotator_level else "",
        quotes.add(notation(shortened(last.quote or last.read_as, QUOTE))) if last else "",
        _authors(record),
        tuple(_reply(record, attempt, published) for attempt in record.attempts),
        tuple(found), tuple(matched), tuple(helps), _rulings(record),
        tuple(Note(visible(n.text), visible(n.author), visible(n.when[:10])) for n in record.notes),
    )  # fmt: skip


def _findings(attempt: Attempt) -> list[Finding]:
    parts = attempt.check.parts if attempt.check else ()
    whole = attempt.check.findings if attempt.check else ()
    return [*(f for part in parts for f in part.findings), *whole, *attempt.findings]


def _reply(record: QuestionRecord, attempt: Attempt, published: bool) -> Reply:
    verdict = attempt.check.verdict.value if attempt.check else ""
    kinds = tuple(dict.fromkeys(f.kind.value for f in _findings(attempt)))
    words = visible(attempt.reply[:SEARCHED])
    return Reply(anchor(record, attempt), attempt.number, verdict, words, kinds, tuple(_beside(attempt, published)))


def _beside(attempt: Attempt, published: bool) -> Iterator[tuple[str, str]]:
    """What the search knows of a reply besides its text: what was asked, found and said about it."""
    if attempt.nudge:
        yield "Nudge", visible(attempt.nudge.text)
    elif not published:
        yield "Prompt", visible(attempt.prompt[:SEARCHED])
    for found in _findings(attempt):
        yield f"Finding {found.kind.value}", visible(found.detail or found.how)
    for part in attempt.check.parts if attempt.check else ():
        if part.evidence.misconception:
            yield "Misconception", visible(part.evidence.misconception)
        if part.override:
            yield f"Ruling by {visible(part.override.author)}", visible(part.override.reason)
    for said in attempt.annotations:
        yield visible(said.author) or "Annotator", visible(said.text)


def _rulings(record: QuestionRecord) -> tuple[Ruling, ...]:
    return tuple(
        Ruling(
            visible(part.part), o.verdict.value, o.computed.value, visible(o.author), visible(o.reason),
            visible(o.when[:10]), anchor(record, attempt),
        )
        for attempt, part in ruled(record)
        if (o := part.override)
    )  # fmt: skip


def _authors(record: QuestionRecord) -> tuple[str, ...]:
    """Who judged: the people who ruled or wrote, "annotator" for the nameless one of a report, else Viva alone."""
    names = [note.author for note in record.notes]
    for attempt in record.attempts:
        names += [said.author or "annotator" for said in attempt.annotations]
        for part in attempt.check.parts if attempt.check else ():
            names += [part.override.author] if part.override else []
        names += [added_by(found) for found in _findings(attempt)]
    return tuple(dict.fromkeys(visible(name) for name in names if name)) or ("viva",)


def _settled(whole: ExamDigest, typeset: list[str]) -> ExamDigest:
    """The digest with the HTML of the quotes in place of their numbers."""
    from dataclasses import replace

    def html(place: str) -> str:
        piece = typeset[int(place)] if place else ""
        inside = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", piece, re.DOTALL)
        return inside[1] if inside else piece

    return replace(
        whole,
        questions=tuple(
            replace(
                question,
                answer_html=html(question.answer_html),
                quotes=tuple(replace(quote, html=html(quote.html)) for quote in question.quotes),
                matches=tuple(replace(match, html=html(match.html)) for match in question.matches),
            )
            for question in whole.questions
        ),
    )


def _conversation(exam: Exam) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    parts = list(exam.conversation)
    if exam.unassigned:
        parts.append(("text of the report that belongs to no question", exam.unassigned))
    return tuple(
        (visible(name), tuple((ROLES[message.role], visible(message.text)) for message in messages))
        for name, messages in parts
    )
