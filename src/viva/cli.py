"""The command `viva`: one thin command per verb. Each imports what it needs when it runs, so that
`viva --help` answers at once.

Exit codes: 0 done (for `check`: correct), 1 incorrect or not sound, 2 bad usage or input, 3 undecided.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from viva.errors import VivaError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="viva-voce", prog_name="viva")
def viva() -> None:
    """Put a language model through the written part of a homework, checking every answer by computation."""


@viva.command()
def papers() -> None:
    """List the papers and their questions."""
    from viva.papers.showing import listing

    click.echo(listing())


@viva.command()
@click.argument("ref")
@click.option("--draw", default=0, show_default=True, help="The numbers of the question; 0: as published.")
@click.option("--form", default="latex", show_default=True, help="latex, text, pasted or image.")
@click.option("--key", is_flag=True, help="Also the key, the known mistakes and the nudges.")
@click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help="Write the picture here (PNG).")
def show(ref: str, draw: int, form: str, key: bool, picture: Path | None) -> None:
    """Show what a model is asked: hw5/1c, or all of hw5."""
    from viva.papers.showing import show as shown

    click.echo(shown(ref, draw, form, key=key, picture=picture))


@viva.command()
@click.argument("ref")
@click.option("--draw", default=0, show_default=True, help="The numbers of the question; 0: as published.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="FILE.md, .html or .pdf.")
def solve(ref: str, draw: int, output: Path | None) -> None:
    """Write the worked solution of hw5/1c, or of all of hw5."""
    from viva.papers import find
    from viva.papers.solutions import solutions, write_solutions

    paper, question = find(ref)
    click.echo(write_solutions(paper, question, draw, output) if output else solutions(paper, question, draw))


@viva.command()
@click.argument("paper")
@click.option("--draws", default=50, show_default=True, help="How many draws are looked at.")
def lint(paper: str, draws: int) -> None:
    """Is a paper sound: keys proven, mistakes distinct, nudges leak nothing, slots filled?"""
    from viva.papers.lint import lint_with

    sys.exit(lint_with(paper, draws, click.echo))


@viva.command()
@click.argument("paper")
@click.option("--model", default="local", show_default=True, help="local, a file.gguf, or a model of Inspect.")
@click.option("--form", default="latex", show_default=True, help="latex, text, pasted or image.")
@click.option("--conventions", default="up-front", show_default=True, help="up-front, in-question or none.")
@click.option("--chat", default="question", show_default=True, help="A conversation per question or paper.")
@click.option("--batch", default="question", show_default=True, help="A prompt per question or paper.")
@click.option("--draw", default=0, show_default=True, help="The numbers of the questions; 0: as published.")
@click.option("--questions", default="", help="Only these, such as 1a,1c.")
@click.option("--epochs", default=1, show_default=True, help="How often each question is asked.")
@click.option("--max-nudges", type=int, help="The length of the ladder.")
@click.option("--temperature", type=float, help="Of the model's sampling.")
@click.option("--max-tokens", type=int, help="The length of a reply.")
@click.option("--grader", default="", help="A judge for prose: local, a file.gguf, or a model of Inspect.")
@click.option("--resends", default=2, show_default=True, help="After an empty reply, a time-out or a stall.")
@click.option("--time-limit", type=float, help="Seconds a reply may take.")
@click.option("--eyes", is_flag=True, help="The model sees: send figures as pictures, not in words.")
@click.option("--replies", type=click.Path(path_type=Path), help="Scripted replies (JSON), for mockllm/NAME.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The directory of the log and the report.")
def run(**options: Any) -> None:
    """Hold an exam: ask, check, nudge, and write the report."""
    from viva.examining.run import run_with

    sys.exit(run_with(**options))


@viva.command()
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the files; default: beside the log.")
@click.option("--format", "formats", default="md,html,pdf", show_default=True, help="Which of md, html, pdf.")
def report(log: Path, output: Path | None, formats: str) -> None:
    """Write the annotated report of an exam from its LOG."""
    from viva.logs import read_exam
    from viva.reporting.report import write_report

    for path in write_report(read_exam(log), output or log.parent, [name.strip() for name in formats.split(",")]):
        click.echo(path)


@viva.command()
@click.argument("question")
@click.argument("reply", default="-")
@click.option("--draw", default=0, show_default=True, help="The number of the variant that was asked.")
@click.option("--json", "as_json", is_flag=True, help="Print the check as JSON.")
def check(question: str, reply: str, draw: int, as_json: bool) -> None:
    """Check a REPLY (a file, or - for standard input) to a QUESTION such as hw5/1c, and show the evidence.

    Exit code 0: correct, 1: incorrect, 3: undecided, 2: bad usage.
    """
    from viva.checking.terminal import check_file

    sys.exit(check_file(question, reply, draw, as_json))


@viva.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--paper", default="hw5", show_default=True, help="The paper that the reports are about.")
@click.option("--model", default="", help="The model's name; default: as the report names it.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Folder; default: logs.")
@click.option("--to", default="log", show_default=True, help="log, or markdown: a transcript to correct.")
@click.option("--anonymous", is_flag=True, help="Replace names, student numbers and addresses by [name].")
@click.option("--reader", default="", help="A vision model of Inspect, for pages that are pictures.")
def import_(files: tuple[Path, ...], output: Path | None, to: str, **options: Any) -> None:
    """Import reports made by hand: text, Markdown, PDF, HTML or exported chats, one log each."""
    from viva.importing.reports import Options
    from viva.importing.verb import import_with

    sys.exit(import_with(files, Options(**options), output, to))


@viva.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--paper", default="hw5", show_default=True, help="The paper that reports are about.")
@click.option("--model", default="", help="The model's name; default: as the report names it.")
@click.option("--json", "as_json", is_flag=True, help="One object for each part of each attempt.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Folder of a combined report.")
@click.option(
    "--format", "formats", default="md,html", show_default=True, help="Of the combined report: md, html, pdf."
)
@click.option("--anonymous", is_flag=True, help="Replace names, student numbers and addresses by [name].")
@click.option("--reader", default="", help="A vision model of Inspect, for pages that are pictures.")
def audit(files: tuple[Path, ...], as_json: bool, output: Path | None, formats: str, **options: Any) -> None:
    """What was really right in LOGs or reports, against what the annotator said."""
    from viva.importing.auditing import audit_with
    from viva.importing.reports import Options

    names = [name.strip() for name in formats.split(",")]
    sys.exit(audit_with(files, Options(**options), as_json=as_json, out=output, formats=names))


@viva.command()
@click.argument("directory", type=click.Path(exists=True, path_type=Path))
@click.option("--port", default=0, show_default="a free one", help="Where the app listens.")
@click.option("--host", default="127.0.0.1", show_default=True, help="On which address; others can reach others.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def review(**options: Any) -> None:
    """Review the exams of a DIRECTORY in the browser: rule on what is undecided or disputed, with evidence."""
    from viva.reviewing.serving import review_with

    sys.exit(review_with(**options))


@viva.command()
@click.argument("paper")
@click.option("--model-name", default="", help="What the model is called, such as “Grok web”.")
@click.option("--questions", default="", help="Only these, such as 1a,1c.")
@click.option("--form", default="latex", show_default=True, help="latex, text, pasted or image.")
@click.option("--conventions", default="up-front", show_default=True, help="up-front, in-question or none.")
@click.option("--chat", default="question", show_default=True, help="A conversation per question or paper.")
@click.option("--draw", default=0, show_default=True, help="The numbers of the questions; 0: as published.")
@click.option("--eyes", is_flag=True, help="The model sees: figures to save and send, not in words.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="The folder of the session.")
@click.option("--terminal", is_flag=True, help="On this terminal instead of the browser.")
@click.option("--port", default=0, show_default="a free one", help="Where the app listens.")
@click.option("--host", default="127.0.0.1", show_default=True, help="On which address; others can reach others.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def proctor(**options: Any) -> None:
    """Examine a model behind a web chat: what to paste there, and its replies checked at once."""
    from viva.proctoring.verb import proctor_with

    sys.exit(proctor_with(**options))


@viva.command()
@click.argument("logs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="FILE.html, .md, .pdf, .csv or .parquet."
)
def compare(logs: tuple[Path, ...], output: Path | None) -> None:
    """Compare the models of LOGS (files or folders) on the same questions."""
    from viva.comparing.verb import compare_with

    sys.exit(compare_with(logs, output))


@viva.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Its folder.")
def site(directory: Path, output: Path) -> None:
    """Build a searchable static site of all logs in a DIRECTORY; only what changed is made again."""
    from viva.publishing.verb import site_with

    sys.exit(site_with(directory, output))


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
