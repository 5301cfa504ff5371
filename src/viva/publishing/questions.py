"""What the page of a question says from the paper: its text, its figures, its worked key. Typeset once a build."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from viva.errors import VivaError
from viva.reporting.fragments import fragments
from viva.reporting.markdown import paragraphs, quoted
from viva.reporting.passages import passage, phrase
from viva.reporting.sections.annotated import PICTURES, picture_name
from viva.reporting.visible import plain


@dataclass(frozen=True)
class QuestionText:
    """HTML of a question as published (draw 0), and of its key. All is empty where Viva does not have the paper."""

    title: str = ""
    text: str = ""
    key: str = ""
    words: str = ""  # title and text once more, as plain text for the search
    says: tuple[tuple[str, str], ...] = ()  # (misconception, what the mistake is)

    def mistake(self, name: str) -> str:
        """What a misconception is, in a sentence."""
        return dict(self.says).get(name, "")


def texts_of(paper: str) -> dict[str, QuestionText]:
    """The texts of all questions of a paper by name; none for a paper that Viva does not have."""
    from viva.papers import load_paper

    try:
        questions = load_paper(paper).questions
    except VivaError:
        return {}
    sources: list[str] = []
    shapes = []
    with tempfile.TemporaryDirectory(prefix="viva-site-") as folder:
        for question in questions:
            draw = question.draw(0)
            pictures = []
            for figure in question.figures:
                file = Path(folder) / PICTURES / picture_name(question.name, figure.name)
                file.parent.mkdir(exist_ok=True)
                file.write_text(figure.svg(draw), encoding="utf-8")
                pictures.append(f"![{plain(figure.description(draw))}]({PICTURES}/{file.name})")
            known = {m.name: m.says for part in question.parts for m in part.misconceptions}
            words = f"{question.title}. {question.prompt(draw, 'text')}"
            shapes.append((question.name, words, list(known)))
            sources += [
                phrase(question.title),
                paragraphs(quoted(passage(question.prompt(draw, "latex"))), *pictures),
                quoted(passage(question.solution(draw))),
                *map(phrase, known.values()),
            ]
        html = iter(fragments(sources, Path(folder)))
    made = {}
    for name, words, known_names in shapes:
        title, text, key = _bare(next(html)), next(html), next(html)
        says = tuple((mistake, _bare(next(html))) for mistake in known_names)
        made[name] = QuestionText(title, text, key, words, says)
    return made


def _bare(html: str) -> str:
    return html.removeprefix("<p>").removesuffix("</p>")
