"""Findings: in how many questions of each model each kind occurs, and for each model a quote of each."""

from __future__ import annotations

from viva.comparing.measures import Measured
from viva.comparing.subject import Subject, linked, named, quote_of
from viva.reporting import numbers
from viva.reporting.markdown import bullets, div, paragraphs, span, table
from viva.reporting.visible import plain, shortened
from viva.statistics import findings_of
from viva.types import FindingKind


def write(subject: Subject) -> str:
    kinds = [kind for kind in FindingKind if any(kind in m.summary.findings for m in subject.measured)]
    if not kinds:
        return paragraphs("## Findings", "No check found anything to note in any reply.") if subject.rows else ""
    return paragraphs(
        "## Findings",
        "In how many of a model's answered questions (each try counts) a kind of finding occurs.",
        div("wide", _table(subject, kinds)),
        *(_model(subject, m) for m in subject.measured if m.summary.findings),
    )


def _table(subject: Subject, kinds: list[FindingKind]) -> str:
    if len(subject.columns) <= 10:
        head = ["Finding", *(column.letter for column in subject.columns)]
        rows = [
            [span("kind", kind.value), *(str(m.summary.findings.get(kind, 0) or "·") for m in subject.measured)]
            for kind in kinds
        ]
        asked = ["*records*", *(str(m.summary.questions) for m in subject.measured)]
        return table(head, [*rows, asked])
    head = ["Model", "Records", *(kind.value for kind in kinds)]
    return table(
        head,
        [
            [named(m.column, 30), str(m.summary.questions)]
            + [str(m.summary.findings.get(kind, 0) or "·") for kind in kinds]
            for m in subject.measured
        ],
    )


def _model(subject: Subject, m: Measured) -> str:
    lines = []
    for kind, count in sorted(m.summary.findings.items(), key=lambda item: (-item[1], item[0].value)):
        cases = [
            (row, finding)
            for row in subject.rows
            for record in subject.comparison.records(m.column, row)
            for finding in findings_of(record)
            if finding.kind is kind
        ]
        where = list(dict.fromkeys(linked(row) for row, _ in cases))
        shown = ", ".join(where[:8]) + (f" and {len(where) - 8} more" if len(where) > 8 else "")
        example = next(((row, f) for row, f in cases if f.quote.strip()), None)
        words = f": {quote_of(subject, example[1].quote)}" if example else ""
        if not example and (cases[0][1].detail or cases[0][1].how):
            words = f": {plain(shortened(cases[0][1].detail or cases[0][1].how, 140))}"
        lines.append(f"{span('kind', kind.value)} {numbers.times(count, 'time')} ({shown}){words}")
    heading = f"**{m.column.letter} {plain(m.column.name)}**"
    # Folded where there are many models, so that the page stays readable.
    return div("fold" if len(subject.columns) > 3 else "findings", paragraphs(heading, bullets(lines)))
