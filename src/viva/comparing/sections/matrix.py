"""The level matrix: who reached which level on which question, hardest first. Shape and letter first, colour second."""

from __future__ import annotations

from viva.comparing.comparison import Row
from viva.comparing.subject import Subject, cell_badges, linked, named
from viva.reporting.markdown import div, paragraphs, span, table
from viva.reporting.material import MEANINGS, level_badge
from viva.reporting.visible import plain, shortened

MOST_ACROSS = 6  # models that fit beside each other; with more, they stand below each other


def write(subject: Subject) -> str:
    if not subject.rows:
        return ""
    legend = " · ".join(f"{level_badge(level)} {meaning}" for level, meaning in MEANINGS.items())
    tall = len(subject.columns) <= MOST_ACROSS
    legend += "" if tall else " · – not asked"
    pieces = ["## Level matrix", div("meta", f"Hardest question first. {legend}")]
    for paper in subject.comparison.papers:
        rows = [row for row in subject.rows if row.paper == paper]
        if len(subject.comparison.papers) > 1:
            pieces.append(f"### {plain(paper)}")
        pieces.append(div("wide matrix", _questions_down(subject, rows) if tall else _models_down(subject, rows)))
    return paragraphs(*pieces)


def _questions_down(subject: Subject, rows: list[Row]) -> str:
    head = ["Question", *(named(column, 26) for column in subject.columns)]
    body = [
        [
            linked(row, row.question) + (" " + span("title", plain(shortened(row.title, 44))) if row.title else ""),
            *(cell_badges(subject.comparison.records(column, row)) for column in subject.columns),
        ]
        for row in rows
    ]
    return table(head, body)


def _models_down(subject: Subject, rows: list[Row]) -> str:
    """Many models: a line each, the best first."""
    order = sorted(subject.measured, key=lambda m: (-(m.first.value or 0.0), -(m.solved.value or 0.0), m.column.name))
    asked = [m.column for m in order if any(subject.comparison.cell(m.column, row) for row in rows)]
    body = [
        [named(column, 40), *(cell_badges(subject.comparison.records(column, row), "–") for row in rows)]
        for column in asked
    ]
    return table(["Model", *(linked(row, row.question) for row in rows)], body)
