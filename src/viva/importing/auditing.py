"""The verb `viva audit`: logs or reports in, a table or JSON out, and the combined report where a folder is named.

A report that cannot be read or checked does not stop the others; it is named at the end, and the exit code is then 1.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from viva.errors import VivaError
from viva.importing.audit import Audit, Row, audit
from viva.importing.reports import Options, exam_of_report, with_progress
from viva.reporting.visible import shortened
from viva.types import Verdict

SIGNS = {Verdict.CORRECT: "✓", Verdict.INCORRECT: "✗", Verdict.UNDECIDED: "?"}


def audit_with(
    paths: Sequence[Path], options: Options, *, as_json: bool, out: Path | None, formats: Sequence[str]
) -> int:
    """Audit all `paths` and print the result; returns the exit code."""
    import click

    audits, failed = audits_of(paths, options)
    if as_json:
        click.echo(json.dumps([row.as_json() for one in audits for row in one.rows], ensure_ascii=False, indent=1))
    else:
        show(audits)
    if out is not None:
        from viva.importing.combined import write_combined

        for path in write_combined(audits, failed, out, formats):
            click.echo(str(path), err=as_json)
    for _, error in failed:
        click.echo(f"viva: {error}", err=True)
    return 1 if failed else 0


def audits_of(paths: Sequence[Path], options: Options) -> tuple[list[Audit], list[tuple[Path, VivaError]]]:
    """The audits of logs (`.eval`) and reports, behind a progress bar, and what could not be audited."""
    audits: list[Audit] = []
    failed = with_progress("audit", expanded(paths), lambda path: audits.append(audit_file(path, options)))
    return audits, failed


def expanded(paths: Sequence[Path]) -> list[Path]:
    """Folders are replaced by the files in them, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        found += (
            sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]
        )
    return found


def audit_file(path: Path, options: Options) -> Audit:
    """The audit of a log or of a report."""
    from viva.papers import load_paper

    if path.suffix == ".eval":
        from viva.logs import read_exam

        exam = read_exam(path)
    else:
        exam = exam_of_report(path, load_paper(options.paper), options)
        if not exam.questions:
            raise VivaError(f"no reply to any question of {options.paper} was found; is it the right paper?")
    return audit(exam, load_paper(exam.paper))


def show(audits: Sequence[Audit]) -> None:
    """Print each audit as a table, then what the report claims and does not hold."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    wide = console if console.width >= 100 else Console(width=100)
    for one in audits:
        table = Table(title=Text(f"{one.report}: {one.model}, {one.paper}"), title_justify="left")
        for name in ("part", "try", "lines", "answer", "is", "annotator", "agrees", "findings"):
            table.add_column(name, overflow="fold")
        for row in one.rows:
            table.add_row(*(Text(cell) for cell in cells(row)))
        wide.print(table)
        if one.unread:
            wide.print(Text(f"  unread pages (pictures): {', '.join(map(str, one.unread))}"))
        for claim in one.claims:
            if claim.holds is False:
                line = f", line {claim.place.line}" if claim.place and claim.place.line else ""
                wide.print(Text(f"  claimed{line}: “{claim.quote}”; in fact: {claim.shows}"))


def cells(row: Row) -> tuple[str, ...]:
    """One row of the table, as plain text."""
    lines = f"{row.place.line}–{row.place.last_line}" if row.place.line else ""
    said = {None: "", Verdict.CORRECT: "right", Verdict.INCORRECT: "wrong", Verdict.UNDECIDED: "unsure"}[
        row.annotator_verdict
    ]
    tier = row.annotator.value if row.annotator else ""
    agrees = {True: "yes", False: "NO", None: "·"}[row.agrees]
    kinds = ", ".join(dict.fromkeys(f.kind.value for f in row.findings))
    answer = row.answer or f"({row.evidence.reason or 'nothing found'})"
    return (
        row.part,
        str(row.attempt),
        lines,
        shortened(answer, 70),
        SIGNS[row.verdict],
        " ".join(filter(None, (tier, said))),
        agrees,
        kinds,
    )
