"""The command `viva`: one thin command per verb. Each imports what it needs when it runs, so that
`viva --help` answers at once.

Exit codes: 0 done (for `check`: correct), 1 incorrect or not sound, 2 bad usage or input, 3 undecided.
"""

from __future__ import annotations

import sys

import click

from viva.errors import VivaError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="viva-voce", prog_name="viva")
def viva() -> None:
    """Put a language model through the written part of a homework, checking every answer by computation."""


def main() -> None:
    """Entry point: errors meant for the reader are printed as one line, without a traceback."""
    try:
        viva(standalone_mode=False)
    except VivaError as error:
        click.echo(f"viva: {error}", err=True)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("viva: interrupted", err=True)
        sys.exit(130)
