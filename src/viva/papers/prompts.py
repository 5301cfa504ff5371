"""What is sent to a model: the text of a question in one of its forms, with its conventions and its figure.

    form         latex, text, pasted (as copied out of a PDF), image (the question itself is a picture)
    conventions  up-front (before the question), in-question (behind it), none
    eyes         may pictures be sent? If not, a figure is put in words; `Prompt.figure` records which it was

>>> from viva.papers import find
>>> paper, question = find("hw5/3a")
>>> print(compose(paper, question, question.draw(0), form="text", conventions="none").text)
An image of 224 × 224 pixels with 3 channels goes through an ordinary convolutional layer with 3 × 3 kernels and 4
output channels. How many learnable parameters does the layer have?

A conversation about the whole paper gets the conventions up front once: its later questions are composed with "none".
`compose_paper` writes the one prompt that asks everything at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from viva.errors import VivaError
from viva.papers.pictures import as_uri, figure_png, question_png
from viva.papers.texts import FORMS, in_form
from viva.types import Draw, Paper, Probe, Question

CONVENTIONS = ("up-front", "in-question", "none")
Sent = Literal["", "picture", "description"]
IN_PICTURE = "The question is in the picture. Please read it there and answer it."
ALL_AT_ONCE = (
    "Please answer all of the following questions. Begin the answer to each one with a heading that names it, "
    "such as `## Question {first}`."
)


@dataclass(frozen=True)
class Prompt:
    """One message to a model. `images` are PNG pictures as `data:` addresses, to be sent after the text."""

    text: str
    images: tuple[str, ...] = ()
    figure: Sent = ""  # which of the two was sent, where the question has a figure


def compose(
    paper: Paper,
    question: Question,
    draw: Draw,
    form: str = "latex",
    conventions: str = "up-front",
    *,
    eyes: bool = False,
) -> Prompt:
    """The prompt of a question. The form `image` needs eyes, and sends its figure within the picture.

    Raises `VivaError` for an unknown form or an unknown place of the conventions.
    """
    _known("form", form, FORMS)
    _known("conventions", conventions, CONVENTIONS)
    text = question.prompt(draw, form)
    if form == "image":
        svgs = tuple(figure.svg(draw) for figure in question.figures)
        picture = question_png(text, svgs)
        return Prompt(
            _with_conventions(paper, IN_PICTURE, form, conventions), (as_uri(picture),), "picture" if svgs else ""
        )
    images: tuple[str, ...] = ()
    sent: Sent = ""
    if question.figures and eyes:
        images, sent = tuple(as_uri(figure_png(figure.svg(draw))) for figure in question.figures), "picture"
    elif question.figures:
        descriptions = [in_form(figure.description(draw), form) for figure in question.figures]
        text, sent = "\n\n".join([text, *descriptions]), "description"
    return Prompt(_with_conventions(paper, text, form, conventions), images, sent)


def compose_paper(
    paper: Paper,
    draw_number: int = 0,
    form: str = "latex",
    conventions: str = "up-front",
    *,
    eyes: bool = False,
    questions: Sequence[Question] | None = None,
) -> Prompt:
    """One prompt for all questions of a paper (or for some of them), the conventions once in front or behind."""
    asked = tuple(questions) if questions is not None else paper.questions
    prompts = [compose(paper, q, q.draw(draw_number), form, "none", eyes=eyes) for q in asked]
    body = [ALL_AT_ONCE.format(first=asked[0].name)]
    body += [f"## Question {q.name}\n\n{prompt.text}" for q, prompt in zip(asked, prompts, strict=True)]
    figures: list[Sent] = [prompt.figure for prompt in prompts if prompt.figure]
    return Prompt(
        _with_conventions(paper, "\n\n".join(body), form, conventions),
        tuple(image for prompt in prompts for image in prompt.images),
        figures[0] if figures else "",
    )


def compose_probe(probe: Probe, draw: Draw, form: str = "latex") -> Prompt:
    """The prompt of a follow-up probe, in the form of its question."""
    write: Callable[[Draw, str], str] = probe.prompt
    _known("form", form, FORMS)
    if form == "image":
        return Prompt(IN_PICTURE, (as_uri(question_png(write(draw, form))),))
    return Prompt(write(draw, form))


def _with_conventions(paper: Paper, text: str, form: str, conventions: str) -> str:
    if conventions == "none":
        return text
    # A picture's conventions are a text beside it.
    said = paper.conventions("latex" if form == "image" else form)
    return f"{said}\n\n{text}" if conventions == "up-front" else f"{text}\n\n{said}"


def _known(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise VivaError(f"{what} {value!r} is unknown; known: {', '.join(known)}")
