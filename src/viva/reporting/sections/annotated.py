"""The annotated log: question by question, attempt by attempt, with the evidence beside each reply."""

from __future__ import annotations

from pathlib import Path

from viva.records import Annotation, QuestionRecord
from viva.reporting import numbers
from viva.reporting.markdown import div, label, paragraphs, quoted
from viva.reporting.material import Material, anchor, helped, level_badge, verdict_badge
from viva.reporting.passages import passage, phrase
from viva.reporting.sections import attempts
from viva.reporting.visible import plain

PICTURES = "pictures"


def write(material: Material) -> str:
    if not material.exam.questions:
        return ""
    return paragraphs("## Annotated log", *(question(material, record) for record in material.exam.questions))


def question(material: Material, record: QuestionRecord, worked: bool = True) -> str:
    """Markdown of one question; `worked`: with its worked key at the end."""
    known = material.question(record)
    title = f" · {phrase(known.title)}" if known else ""
    epoch = f" (epoch {record.epoch})" if record.epoch != 1 else ""
    return div(
        "question",
        paragraphs(
            f"### {level_badge(record.level)} {plain(record.question)}{title}{epoch}",
            div("meta", _facts(record)),
            _figures(material, record),
            *(attempts.write(material, record, attempt) for attempt in record.attempts),
            f"This question broke off: {plain(record.error)}" if record.error else "",
            *(_probe(material, record, number) for number in range(len(record.probes))),
            *(_note(note) for note in record.notes),
            _worked(material, record) if worked else "",
        ),
        anchor(record),
    )


def _facts(record: QuestionRecord) -> str:
    facts = [numbers.times(len(record.attempts), "reply", "replies"), numbers.times(helped(record), "intervention")]
    resends = sum(len(a.resends) for a in record.attempts)
    if resends:
        facts.append(numbers.times(resends, "resend"))
    if record.figure:
        facts.append(f"figure sent as {plain(record.figure)}")
    if record.annotator_level:
        facts.append(f"the annotator's level: {level_badge(record.annotator_level)}")
    return " · ".join(facts)


def _figures(material: Material, record: QuestionRecord) -> str:
    known = material.question(record)
    if known is None or material.by_hand:
        return ""
    draw = known.draw(material.exam.conditions.draw)
    pictures = []
    for figure in known.figures:
        words = phrase(figure.description(draw))
        pictures.append(f"![{words}]({PICTURES}/{picture_name(record.question, figure.name)}){{width=70%}}")
    return paragraphs(*pictures)


def picture_name(question: str, figure: str) -> str:
    """The file name of a question's figure."""
    return "".join(c if c.isalnum() else "-" for c in f"{question}-{figure}") + ".svg"


def write_pictures(material: Material, folder: Path) -> None:
    """The figures of the questions asked, as SVG files in `folder/pictures`."""
    for record in material.exam.questions:
        known = material.question(record)
        if known is None or material.by_hand:
            continue
        for figure in known.figures:
            target = folder / PICTURES / picture_name(record.question, figure.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(figure.svg(known.draw(material.exam.conditions.draw)), encoding="utf-8")


def _note(note: Annotation) -> str:
    """An observation or a reflection of a person."""
    who = f" by {plain(note.author)}" if note.author else ""
    when = f" ({plain(note.when[:10])})" if note.when else ""
    return div("person", paragraphs(f"**Note{who}**{when}", passage(note.text)))


def _probe(material: Material, record: QuestionRecord, number: int) -> str:
    probe = record.probes[number]
    return div(
        "attempt probe",
        paragraphs(
            f"#### Follow-up probe: {plain(probe.name)} {verdict_badge(probe.check.verdict)}",
            div("meta", "Asked after a right answer; it does not change the level."),
            div("prompt", paragraphs(label("Prompt"), quoted(passage(probe.prompt)))),
            attempts.reply(material, probe.reply, probe.check),
        ),
    )


def _worked(material: Material, record: QuestionRecord) -> str:
    known = material.question(record)
    if known is None:
        return ""
    draw = known.draw(material.exam.conditions.draw)
    # In a quotation, so that the headings of a solution do not become sections of the report.
    return div(
        "fold key", paragraphs(f"**Worked key of {plain(record.question)}**", quoted(passage(known.solution(draw))))
    )
