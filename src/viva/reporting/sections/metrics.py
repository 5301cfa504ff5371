"""Metrics: one line a question; on exams that a person annotated, with the annotator's own column."""

from __future__ import annotations

from viva.records import QuestionRecord
from viva.reporting import numbers
from viva.reporting.markdown import div, paragraphs, table
from viva.reporting.material import (
    Material,
    anchor,
    disagreements,
    found,
    helped,
    level_badge,
    misconceptions,
    ruled,
    verdict,
    verdict_badge,
)
from viva.reporting.visible import plain
from viva.statistics import mean
from viva.types import FindingKind

CONCERNS = (FindingKind.STUCK, FindingKind.REGRESSION, FindingKind.FALSE_EXPLANATION, FindingKind.CONTESTED_KEY)


def write(material: Material) -> str:
    questions = material.exam.questions
    if not questions:
        return ""
    timed = any(a.seconds is not None for q in questions for a in q.attempts)
    head = ["Question", "Level", "Verdict", "Interventions", "Resends", "Hallucination", "Misconception", "Notes"]
    if timed:
        head.append("Time")
    if material.annotated:
        head.insert(3, "Annotator")
    rows = []
    for record in questions:
        row = _row(record)
        if timed:
            row.append(numbers.seconds(_seconds(record)))
        if material.annotated:
            row.insert(3, _annotator(record))
        rows.append(row)
    note = (
        "Level and verdict are computed"
        + (", or a person's where one ruled" if any(map(ruled, questions)) else "")
        + ". *Interventions* counts the help that was given until the question was solved "
        f"(mean {numbers.mean(mean([helped(q) for q in questions]))})."
    )
    return paragraphs("## Metrics", div("wide", table(head, rows)), note)


def _row(record: QuestionRecord) -> list[str]:
    ended = verdict(record)
    hallucinated = len(found(record, FindingKind.HALLUCINATION))
    notes = [kind.value for kind in CONCERNS if found(record, kind)]
    if ruled(record):
        notes.append("ruled by a person")
    if record.error:
        notes.append("broke off")
    name = plain(record.question) + (f" (epoch {record.epoch})" if record.epoch != 1 else "")
    return [
        f"[{name}](#{anchor(record)})",
        level_badge(record.level),
        verdict_badge(ended) if ended else "not checked",
        str(helped(record)),
        str(sum(len(a.resends) for a in record.attempts)),
        str(hallucinated) if hallucinated else numbers.NONE,
        ", ".join(dict.fromkeys(plain(name) for _, name in misconceptions(record))) or numbers.NONE,
        ", ".join(notes) or numbers.NONE,
    ]


def _seconds(record: QuestionRecord) -> float | None:
    known = [a.seconds for a in record.attempts if a.seconds is not None]
    return sum(known) if known else None


def _annotator(record: QuestionRecord) -> str:
    said = level_badge(record.annotator_level) if record.annotator_level else numbers.NONE
    differs = record.annotator_level not in (None, record.level) or disagreements(record)
    return f"{said} ≠" if differs else said
