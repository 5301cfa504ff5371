"""The verb `viva compare`: logs and folders in; tables on the terminal, or one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viva.errors import VivaError

PAGES = (".html", ".md", ".pdf")
TABLES = (".csv", ".parquet")


def compare_with(paths: Sequence[Path], output: Path | None) -> int:
    """Compare the exams in `paths`; returns the exit code, 1 where a log could not be read.

    VivaError for an output of another kind, or where there is nothing to compare.
    """
    import click

    if output is not None and output.suffix not in (*PAGES, *TABLES):
        raise VivaError(f"{output}: a comparison is written as {', '.join((*PAGES, *TABLES))}")
    from viva.comparing.gathering import gather

    gathered = gather(paths)
    if output is None:
        from rich.console import Console

        from viva.comparing.comparison import compare
        from viva.comparing.subject import subject_of
        from viva.comparing.terminal import show

        console = Console()
        show(
            subject_of(compare(gathered.exams, gathered.left_out)),
            console if console.width >= 100 else Console(width=100),
        )
    elif output.suffix in TABLES:
        from viva.comparing.frames import write_table

        click.echo(write_table(gathered.exams, output))
    else:
        from viva.comparing.comparison import compare
        from viva.comparing.report import write_comparison

        path, no_charts = write_comparison(compare(gathered.exams, gathered.left_out), output)
        click.echo(path)
        if no_charts:
            click.echo(f"viva: without charts: {no_charts}", err=True)
    for name, reason in gathered.left_out:
        click.echo(f"viva: left out: {name}: {reason}", err=True)
    return 1 if gathered.unread else 0
