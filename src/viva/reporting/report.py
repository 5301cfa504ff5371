"""An exam → its report, as Markdown, one HTML file and a PDF.

    from viva.logs import read_exam
    from viva.reporting.report import write_report
    write_report(read_exam(Path("log.eval")), Path("out"))

Markdown is the one source: `markdown` puts the sections together, `rendering` makes pages of it. Nothing is said that
the records do not show; what they lack (times, tokens, a date) is left out or said to be missing.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from viva.errors import VivaError
from viva.records import Exam
from viva.reporting.markdown import div, paragraphs
from viva.reporting.material import Material, material
from viva.reporting.sections import (
    analysis,
    annotated,
    conversation,
    metrics,
    protocol,
    strategies,
    summary,
    transparency,
)
from viva.reporting.visible import plain

FORMATS = ("md", "html", "pdf")
SECTIONS: tuple[Callable[[Material], str], ...] = (
    summary.write,
    metrics.write,
    protocol.write,
    annotated.write,
    analysis.write,
    strategies.write,
    transparency.write,
    conversation.write,
)


def write_report(exam: Exam, out_dir: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write the report of an exam into `out_dir` and return the files, in the order of `formats`.

    Formats are `md`, `html` and `pdf`. Raises `VivaError` for another one, or where a page cannot be written.
    """
    from viva.reporting import pandoc
    from viva.reporting.rendering import to_html, to_pdf

    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise VivaError(f"no report format {', '.join(unknown) or 'given'}; the formats are: {', '.join(FORMATS)}")
    subject = material(exam)
    title, stem = report_title(subject), file_stem(exam)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VivaError(f"the folder {out_dir} cannot be made: {error.strerror}") from error
    written = []
    with tempfile.TemporaryDirectory(prefix="viva-report-") as folder, pandoc.kept():
        text = report_markdown(subject)
        resources = Path(folder)
        annotated.write_pictures(subject, resources)
        for name in dict.fromkeys(formats):
            path = out_dir / f"{stem}.{name}"
            if name == "md":
                path.write_text(text, encoding="utf-8")
                annotated.write_pictures(subject, out_dir)
            elif name == "html":
                to_html(text, path, title, resources)
            else:
                to_pdf(text, path, title, resources)
            written.append(path)
    return written


def report_markdown(subject: Material) -> str:
    """The whole report as Markdown."""
    return paragraphs(report_head(subject), *(write(subject) for write in SECTIONS)) + "\n"


def report_head(subject: Material) -> str:
    """The title, the paper's, and when and how the exam came about."""
    exam = subject.exam
    facts = [plain(exam.created[:10])] if exam.created else []
    facts += {"run": ["asked by Viva"], "import": ["a report made by hand, checked"], "proctor": ["proctored"]}[
        exam.source
    ]
    if exam.status != "success":
        facts.append(f"status: {plain(exam.status)}")
    title = div("subtitle", plain(subject.paper.title)) if subject.paper else ""
    return paragraphs(f"# {plain(report_title(subject))}", title, div("meta", " · ".join(facts)))


def report_title(subject: Material) -> str:
    """Model and paper."""
    return f"{subject.exam.model} on {subject.exam.paper}"


def file_stem(exam: Exam) -> str:
    """The name of a report's files without the ending: of the log where there is one, else of paper and model."""
    name = Path(exam.log).stem if exam.log else f"{exam.paper}-{exam.model}"
    clean = re.sub(r"[^A-Za-z0-9._+-]+", "-", name).strip("-.")[:120]
    return clean or "report"
