"""A file → its transcript → its log: what `viva import` does with each report.

transcript_of(path, paper)        any format, or a transcript that a person corrected
import_report(path, paper, out)   the log, written; the same file gives the same log
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from viva.errors import VivaError
from viva.importing.anonymous import anonymous, names_in
from viva.importing.attempts import number_attempts
from viva.importing.exam import exam_of
from viva.importing.segment import segment
from viva.importing.source import load
from viva.importing.transcript import Transcript, is_transcript, parse
from viva.records import Exam
from viva.types import Paper


@dataclass(frozen=True)
class Options:
    """How reports are imported."""

    paper: str = "hw5"
    model: str = ""
    anonymous: bool = False
    reader: str = ""


def transcript_of(path: Path, paper: Paper, options: Options) -> Transcript:
    """The transcript of the report at `path`; a file that is a transcript is read as one. Raises VivaError."""
    source = load(path, reader=options.reader)
    text = "\n".join(line.text for line in source.lines)
    if source.format == "text" and is_transcript(text):
        transcript = parse(text, path.name)
        unknown = {q for b in transcript.blocks for q in b.questions} - {q.name for q in paper.questions}
        if unknown:
            known = ", ".join(q.name for q in paper.questions)
            raise VivaError(
                f"{path.name}: {', '.join(sorted(unknown))} is no question of {paper.name}; its questions are {known}"
            )
        transcript = replace(
            transcript,
            blocks=number_attempts(transcript.blocks, labels=transcript.labels),
            paper=transcript.paper or paper.name,
            model=options.model or transcript.model,
            source=transcript.source or path.name,
            sha256=transcript.sha256 or source.sha256,
        )
    else:
        transcript = segment(source, paper, options.model)
    return without_people(transcript) if options.anonymous else transcript


def without_people(transcript: Transcript) -> Transcript:
    """The transcript with the names, numbers and addresses of people replaced."""
    names = names_in("\n".join(block.text for block in transcript.blocks))
    blocks = tuple(replace(block, text=anonymous(block.text, names)) for block in transcript.blocks)
    return replace(transcript, blocks=blocks, source=anonymous(transcript.source, names))


def exam_of_report(path: Path, paper: Paper, options: Options) -> Exam:
    """The exam that the report at `path` tells of, every attempt checked."""
    from viva.checking import check_question

    return exam_of(transcript_of(path, paper, options), paper, check_question)


def import_report(path: Path, paper: Paper, options: Options, out: Path) -> Path:
    """Write the log of a report into the folder `out`, and return its path."""
    from viva.logs import write_exam

    exam = exam_of_report(path, paper, options)
    if not exam.questions:
        raise VivaError(f"{path.name}: no reply to any question of {paper.name} was found; is it the right paper?")
    return write_exam(exam, out)


def with_progress(what: str, paths: Sequence[Path], work: Callable[[Path], None]) -> list[tuple[Path, VivaError]]:
    """Do `work` for every path behind a progress bar; what fails is collected, with its file named, and stops none."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    failed: list[tuple[Path, VivaError]] = []
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=len(paths) < 2) as bar:
        task = bar.add_task("", total=len(paths))
        for path in paths:
            bar.update(task, description=path.name)
            try:
                work(path)
            except VivaError as error:
                failed.append((path, _naming(path, error)))
            except Exception as error:
                if len(paths) == 1:
                    raise
                message = f"{path.name}: could not be read or checked ({type(error).__name__}: {error})"
                failed.append((path, VivaError(message)))
            bar.advance(task)
    return failed


def _naming(path: Path, error: VivaError) -> VivaError:
    """The error, with the name of the file where it does not say it already."""
    return error if path.name in str(error) else VivaError(f"{path.name}: {error}")
