"""Question by question, hardest first: who reached what, the misconceptions seen, the findings with a quote each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from viva.comparing.comparison import Column, Row
from viva.comparing.outcomes import first_right, solved
from viva.comparing.subject import Subject, anchor_of, cell_badges, papers_of, quote_of
from viva.examining.levels import interventions
from viva.reporting import numbers
from viva.reporting.markdown import bullets, div, paragraphs, span
from viva.reporting.material import added_by, misconceptions, ruled
from viva.reporting.passages import phrase
from viva.reporting.sections.attempts import ruling
from viva.reporting.visible import plain, shortened
from viva.statistics import findings_of, mean
from viva.types import Finding, FindingKind, Paper


def write(subject: Subject) -> str:
    if not subject.rows:
        return ""
    chart = subject.charts.get("questions.svg")
    papers = papers_of(subject)
    return paragraphs(
        "## Questions, hardest first",
        div("charts", f"![{plain(chart)}]({subject.folder}/questions.svg)") if chart else "",
        *(_question(subject, row, papers) for row in subject.rows),
    )


def _question(subject: Subject, row: Row, papers: Mapping[str, Paper]) -> str:
    title = f" · {phrase(row.title)}" if row.title else ""
    return div(
        "question",
        paragraphs(
            f"### {plain(row.label)}{title}",
            div("meta", _facts(subject, row)),
            div("strip", "\n".join(_chips(subject, row))),
            bullets(
                [
                    *_misconceptions(subject, row, papers),
                    *_findings(subject, row),
                    *_people(subject, row),
                    *_broken_off(subject, row),
                ]
            ),
        ),
        anchor_of(row),
    )


def _facts(subject: Subject, row: Row) -> str:
    records = [r for column in subject.columns for r in subject.comparison.records(column, row)]
    right, wrong = (sum(first_right(r) is word for r in records) for word in (True, False))
    facts = [
        f"right at once {right} of {len(records)}",
        f"solved {sum(solved(r) is True for r in records)}",
        f"{numbers.mean(mean([interventions(r.attempts) for r in records]))} interventions on average",
    ]
    if right + wrong < len(records):
        facts.append(f"first reply undecided {len(records) - right - wrong}")
    absent = [c.letter for c in subject.columns if not subject.comparison.cell(c, row)]
    if absent:
        facts.append(f"not asked: {_letters(absent)}")
    return " · ".join(facts)


def _chips(subject: Subject, row: Row) -> list[str]:
    cells = [(column, subject.comparison.records(column, row)) for column in subject.columns]
    return [span("chip", f"**{column.letter}** {cell_badges(records)}") for column, records in cells if records]


def _letters(letters: list[str]) -> str:
    unique = list(dict.fromkeys(letters))
    return ", ".join(unique) if len(unique) <= 12 else f"{', '.join(unique[:12])} and {len(unique) - 12} more"


def _misconceptions(subject: Subject, row: Row, papers: Mapping[str, Paper]) -> list[str]:
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for column in subject.columns:
        for record in subject.comparison.records(column, row):
            for part, name in misconceptions(record):
                seen[part, name].append(column.letter)
    paper = papers.get(row.paper)
    says = {
        (part.name, m.name): m.says
        for question in (paper.questions if paper else ())
        for part in question.parts
        for m in part.misconceptions
    }
    return [
        f"*Misconception* {plain(name)}{': ' + phrase(says[part, name]) if (part, name) in says else ''} "
        f"({plain(part)}; {_letters(letters)})"
        for (part, name), letters in sorted(seen.items(), key=lambda item: -len(set(item[1])))
    ]


def _findings(subject: Subject, row: Row) -> list[str]:
    seen: dict[FindingKind, list[tuple[Column, Finding]]] = defaultdict(list)
    for column in subject.columns:
        for record in subject.comparison.records(column, row):
            for finding in findings_of(record):
                seen[finding.kind].append((column, finding))
    lines = []
    for kind, found in sorted(seen.items(), key=lambda item: (-len({c.letter for c, _ in item[1]}), item[0].value)):
        who = _letters([column.letter for column, _ in found])
        example = next(((c, f) for c, f in found if f.quote.strip()), None)
        if example:
            column, finding = example
            whose = f"; {column.letter}" if len({c.letter for c, _ in found}) > 1 else ""
            shown = f"{whose}: {quote_of(subject, finding.quote)}"
        else:
            words = found[0][1].detail or found[0][1].how
            shown = f": {plain(shortened(words, 140))}" if words else ""
        people = sorted({added_by(f) for _, f in found} - {""})
        added = f" (added by {plain(', '.join(people))})" if people else ""
        lines.append(f"{span('kind', kind.value)} {who}{shown}{added}")
    return lines


def _people(subject: Subject, row: Row) -> list[str]:
    """What people ruled and wrote, beside what was computed."""
    lines = []
    for column in subject.columns:
        for record in subject.comparison.records(column, row):
            lines += [f"Ruled ({column.letter}, {plain(part.part)}): {ruling(part)}" for _, part in ruled(record)]
            for note in record.notes:
                by = f" by {plain(note.author)}" if note.author else ""
                lines.append(f"Note{by} ({column.letter}): “{phrase(shortened(note.text, 300))}”")
    return lines


def _broken_off(subject: Subject, row: Row) -> list[str]:
    lines = [
        f"Broke off ({column.letter}): {plain(shortened(record.error, 140))}"
        for column in subject.columns
        for record in subject.comparison.records(column, row)
        if record.error
    ]
    return list(dict.fromkeys(lines))
