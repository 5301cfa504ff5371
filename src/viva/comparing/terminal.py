"""The tables of a comparison in a terminal: rates, matrix, pairs, findings. Letters before colours."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from viva.comparing.comparison import Column, Row
from viva.comparing.sections.differences import points
from viva.comparing.sections.summary import p_value
from viva.comparing.subject import Subject, counted_levels, limits, per_cent, rulings_of
from viva.examining.progress import COLOURS
from viva.reporting import numbers
from viva.reporting.material import SHAPES
from viva.reporting.visible import shortened, visible
from viva.statistics import Difference
from viva.types import FindingKind

MOST_PAIRS = 15


def show(subject: Subject, console: Console) -> None:
    """Print the comparison."""
    for m in subject.measured:
        console.print(Text(f"{m.column.letter:>3}  {visible(m.column.name)}"))
    _put(console, _rates(subject))
    for paper in subject.comparison.papers:
        rows = [row for row in subject.rows if row.paper == paper]
        _put(console, _matrix(subject, paper, rows))
    if subject.pairs:
        _put(console, _pairs(subject))
    if any(m.summary.findings for m in subject.measured):
        _put(console, _findings(subject))
    for r in subject.repeats:
        console.print(
            Text(
                f"{r.column.letter}: {r.questions} questions asked {r.tries} times; right at once always {r.always}, "
                f"sometimes {r.sometimes}, never {r.never}"
            )
        )
    for exam in (exam for column in subject.columns for exam in column.exams):
        if exam.status != "success" or not exam.questions:
            asked = numbers.times(len(exam.questions), "question") if exam.questions else "no question"
            console.print(Text(f"{visible(exam.log) or visible(exam.model)}: {visible(exam.status)}, {asked} in it"))
    given = rulings_of(subject)
    if given:
        changed = sum(ruling.verdict is not ruling.computed for ruling in given)
        who = ", ".join(sorted({visible(ruling.author) for ruling in given}))
        console.print(Text(f"ruled on by {who}: {numbers.times(len(given), 'verdict')}, {changed} overruled"))
    for column in subject.columns:
        missing = [row.label for row in subject.rows if not subject.comparison.cell(column, row)]
        if missing:
            console.print(Text(f"not asked: {column.letter}  {shortened(visible(', '.join(missing)), 120)}"))


def _put(console: Console, table: Table) -> None:
    """A table below its title, which may be wider than the table."""
    title, table.title = table.title, None
    console.print(Text(str(title), style="bold"))
    console.print(table)


def _table(title: str, *heads: str, right: bool = False) -> Table:
    table = Table(title=title)
    for number, head in enumerate(heads):
        table.add_column(Text(head), justify="right" if right and number else "left")
    return table


def _rates(subject: Subject) -> Table:
    repeated = ["tries"] if subject.comparison.repeated else []
    heads = ["", "questions", *repeated, "right at once", "solved", "help", "time", "tokens out", "cost"]
    table = _table("Rates, in brackets 95 % intervals", *heads)
    for m in subject.measured:
        table.add_row(
            m.column.letter,
            str(m.first.questions),
            *([str(m.first.replies)] if repeated else []),
            f"{per_cent(m.first)} ({limits(m.first)})",
            f"{per_cent(m.solved)} ({limits(m.solved)})",
            numbers.mean(m.summary.interventions),
            numbers.seconds(m.summary.latency.median),
            numbers.count(m.summary.output_tokens),
            numbers.cost(m.summary.cost),
        )
    return table


def _matrix(subject: Subject, paper: str, rows: list[Row]) -> Table:
    title = f"Levels on {visible(paper)}, hardest question first"
    if len(subject.columns) <= 8:
        table = _table(title, "question", *(column.letter for column in subject.columns))
        for row in rows:
            name = f"{visible(row.label)} {shortened(row.title, 30)}".rstrip()
            table.add_row(Text(name), *(_cell(subject, column, row) for column in subject.columns))
        return table
    table = _table(title, "", *(visible(row.question) for row in rows))
    for column in subject.columns:
        table.add_row(column.letter, *(_cell(subject, column, row) for row in rows))
    return table


def _cell(subject: Subject, column: Column, row: Row) -> Text:
    records = subject.comparison.records(column, row)
    text = Text()
    for level, count in counted_levels(records).items():
        many = f"×{count} " if len(records) > 1 else ""
        text.append(f"{SHAPES[level]} {level.value}{many}", style=COLOURS[level])
    return text or Text("·", style="dim")


def _pairs(subject: Subject) -> Table:
    order = sorted(subject.pairs, key=lambda p: (p.at_first.p, p.solved.p))
    hidden = len(order) - MOST_PAIRS
    title = "Differences in points, exact paired tests" + (f" ({hidden} more pairs in a report)" if hidden > 0 else "")
    table = _table(title, "pair", "questions", "right at once", "p", "adjusted", "solved", "p", "adjusted")
    for pair in order[:MOST_PAIRS]:
        table.add_row(
            f"{pair.first.letter} − {pair.second.letter}",
            str(pair.common) if not pair.open_at_first else f"{pair.common}, {pair.open_at_first} open",
            *_difference(pair.at_first, pair.adjusted_at_first),
            *_difference(pair.solved, pair.adjusted_solved),
        )
    return table


def _difference(difference: Difference, adjusted: float) -> tuple[str, str, str]:
    if difference.value is None:
        return ("–", "–", "–")
    shown = f"{points(difference.value)} ({points(difference.low)} to {points(difference.high)})"
    return (shown, p_value(difference.p), p_value(adjusted) + (" ✱" if adjusted < 0.05 else ""))


def _findings(subject: Subject) -> Table:
    kinds = [kind for kind in FindingKind if any(kind in m.summary.findings for m in subject.measured)]
    if len(subject.columns) <= 12:
        table = _table("Findings: in how many records", "finding", *(c.letter for c in subject.columns), right=True)
        for kind in kinds:
            table.add_row(kind.value, *(str(m.summary.findings.get(kind, 0) or "·") for m in subject.measured))
        return table
    table = _table("Findings: in how many records, over all models", "finding", "records", "models", right=True)
    for kind in kinds:
        counts = [m.summary.findings[kind] for m in subject.measured if kind in m.summary.findings]
        table.add_row(kind.value, str(sum(counts)), str(len(counts)))
    return table
