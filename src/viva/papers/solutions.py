"""Worked solutions as one document in Markdown, every number in it computed for the draw.

>>> from viva.papers import find
>>> paper, question = find("hw5/3a")
>>> print(solutions(paper, question, 0).splitlines()[-1])
**Answer:** $108$ parameters
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from viva.papers.pictures import figure_png
from viva.papers.texts import in_form
from viva.types import Draw, Paper, Question


def solutions(paper: Paper, question: Question | None = None, draw_number: int = 0) -> str:
    """The solutions of a paper, or of one question: each with the question itself, and what its figures show."""
    asked = (question,) if question else paper.questions
    variant = "" if draw_number == 0 else f" (draw {draw_number})"
    head = [f"# {paper.title}: worked solutions{variant}", paper.conventions("latex")] if question is None else []
    return "\n\n".join([*head, *(_one(q, q.draw(draw_number)) for q in asked)])


def _one(question: Question, draw: Draw) -> str:
    text = "\n".join(f"> {line}".rstrip() for line in question.prompt(draw, "latex").splitlines())
    pictures = [
        f"![{_in_words(figure.description(draw))}]({figure.name}-{draw.number}.png)" for figure in question.figures
    ]
    return "\n\n".join([f"## {question.name} · {question.title}", text, *pictures, question.solution(draw)])


def _in_words(description: str) -> str:
    """A description on one line, without what would end the brackets around it."""
    return " ".join(in_form(description, "text").split()).replace("[", "(").replace("]", ")")


def pictures(paper: Paper, question: Question | None = None, draw_number: int = 0) -> Mapping[str, bytes]:
    """The PNG files that the solutions show, by name."""
    found = {}
    for one in (question,) if question else paper.questions:
        draw = one.draw(draw_number)
        for figure in one.figures:
            found[f"{figure.name}-{draw.number}.png"] = figure_png(figure.svg(draw))
    return found


def write_solutions(paper: Paper, question: Question | None, draw_number: int, path: Path) -> Path:
    """Write the solutions as `.md` (with its pictures beside it), `.html` or `.pdf`; raises `VivaError` for others."""
    import tempfile

    from viva.errors import VivaError

    suffixes = (".md", ".html", ".pdf")
    if path.suffix not in suffixes:
        raise VivaError(f"cannot write solutions as {path.name!r}; the name must end in {', '.join(suffixes)}")
    markdown = solutions(paper, question, draw_number)
    files = pictures(paper, question, draw_number)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".md":
        path.write_text(markdown + "\n", encoding="utf-8")
        for name, png in files.items():
            (path.parent / name).write_bytes(png)
        return path
    # Late, because the one arrow from papers to reporting is this command's, and pandoc is heavy.
    from viva.reporting.rendering import to_html, to_pdf

    render = to_html if path.suffix == ".html" else to_pdf
    with tempfile.TemporaryDirectory(prefix="viva-solutions-") as folder:
        for name, png in files.items():
            (Path(folder) / name).write_bytes(png)
        return render(markdown, path, f"{paper.name}: worked solutions", Path(folder))
