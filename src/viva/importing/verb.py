"""The verb `viva import`: reports in, one log each out; or their transcripts, to correct and import again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viva.errors import VivaError
from viva.importing.auditing import expanded
from viva.importing.reports import Options, import_report, transcript_of, with_progress
from viva.importing.transcript import render


def import_with(paths: Sequence[Path], options: Options, out: Path | None, to: str) -> int:
    """Import all `paths`; prints the files that were written, and what failed. Returns the exit code."""
    import click

    from viva.papers import load_paper

    if to not in ("log", "markdown"):
        raise VivaError(f"a report becomes a log or markdown, not {to!r}")
    paper = load_paper(options.paper)

    def work(path: Path) -> None:
        if to == "log":
            click.echo(str(import_report(path, paper, options, out or Path("logs"))))
            return
        text = render(transcript_of(path, paper, options))
        if out is None:
            click.echo(text, nl=False)
        else:
            out.mkdir(parents=True, exist_ok=True)
            target = out / f"{path.stem}.transcript.md"
            target.write_text(text, encoding="utf-8")
            click.echo(str(target))

    failed = with_progress("import", expanded(paths), work)
    for _, error in failed:
        click.echo(f"viva: {error}", err=True)
    return (2 if len(paths) == 1 else 1) if failed else 0
