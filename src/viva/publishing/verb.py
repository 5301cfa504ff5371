"""`viva site`: build, and say what was done."""

from __future__ import annotations

from pathlib import Path

import click

from viva.publishing.site import build_site


def site_with(directory: Path, output: Path) -> int:
    """Build the site; 0, or 1 where a log could not be shown."""
    built = build_site(directory, output, lambda words: click.echo(words, err=True))
    for name, reason in built.left_out:
        click.echo(f"left out: {name}: {reason}", err=True)
    searched = "indexed again" if built.indexed else "as it was"
    click.echo(
        f"{len(built.rendered)} exams typeset, {built.kept} as they were; {built.written} shared pages written; "
        f"search {searched}"
    )
    click.echo(built.index)
    return 1 if any(not reason.startswith("the same log") for _, reason in built.left_out) else 0
