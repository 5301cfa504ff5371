"""A comparison → Markdown, one HTML file, PDF.

    from viva.comparing.gathering import gather
    from viva.comparing.comparison import compare
    write_comparison(compare(gather(["logs"]).exams), Path("comparison.html"))

Markdown is the one source, rendered as reports are (`viva.reporting.rendering`); the charts are SVG pictures, in a
folder `NAME-charts` beside a `NAME.md`, and inside a `.html` or `.pdf`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from viva.comparing.comparison import Comparison
from viva.comparing.sections import differences, effort, findings, matrix, questions, several, sources, summary
from viva.comparing.subject import Subject, subject_of
from viva.reporting import numbers
from viva.reporting.markdown import div, paragraphs
from viva.reporting.visible import plain

SECTIONS: tuple[Callable[[Subject], str], ...] = (
    summary.write,
    matrix.write,
    differences.write,
    questions.write,
    findings.write,
    effort.write,
    several.write,
    sources.write,
)


def write_comparison(comparison: Comparison, path: Path) -> tuple[Path, str]:
    """Write the comparison as `path`, whose ending says how (`.md`, `.html`, `.pdf`).

    Returns the path, and why there are no charts where there are none. VivaError where a page cannot be written.
    """
    from viva.comparing.charts import draw
    from viva.reporting.rendering import to_html, to_pdf

    subject = subject_of(comparison)
    printed = path.suffix == ".pdf"
    pictures, missing = draw(subject, printed=printed)
    kept = path.suffix == ".md"
    described = {name: picture.description for name, picture in pictures.items()}
    folder = f"{re.sub(r'[^A-Za-z0-9._-]', '-', path.stem)}-charts" if kept else "charts"
    subject = replace(subject, charts=described, no_charts=missing, folder=folder)
    text, title = comparison_markdown(subject), title_of(comparison)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="viva-compare-") as scratch:
        root = path.parent if kept else Path(scratch)
        for name, picture in pictures.items():
            target = root / folder / name
            target.parent.mkdir(exist_ok=True)
            target.write_text(picture.svg, encoding="utf-8")
        if kept:
            path.write_text(text, encoding="utf-8")
        elif printed:
            to_pdf(text, path, title, root)
        else:
            to_html(text, path, title, root)
    return path, missing


def comparison_markdown(subject: Subject) -> str:
    """The whole comparison as Markdown."""
    comparison = subject.comparison
    exams = [exam for column in comparison.columns for exam in column.exams]
    facts = [
        numbers.times(len(comparison.columns), "model"),
        numbers.times(len(comparison.rows), "question"),
        numbers.times(sum(len(exam.questions) for exam in exams), "record"),
        numbers.times(len(exams), "log"),
    ]
    head = paragraphs(f"# {plain(title_of(comparison))}", div("meta", " · ".join(facts)))
    return paragraphs(head, *(write(subject) for write in SECTIONS)) + "\n"


def title_of(comparison: Comparison) -> str:
    """What is compared, on what."""
    papers = ", ".join(comparison.papers) or "nothing"
    if len(comparison.columns) == 1:
        return f"{comparison.columns[0].name} on {papers}"
    return f"{len(comparison.columns)} models on {papers}"
