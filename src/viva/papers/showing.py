"""What `viva papers` and `viva show` print: the papers, a prompt as a model gets it, the key with what is known of it.

>>> print(listing().splitlines()[0])
hw5  11 questions  Homework 5: convolution, normalization, depthwise separable layers, dropout
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from viva.kinds import Array, Choice, Number, Shape
from viva.papers import find, load_paper, paper_names
from viva.papers.latex import latex
from viva.papers.texts import in_form
from viva.types import Draw, Part, Question

VALUES = (Number, Array, Shape, Choice)  # the kinds whose answers are values, not programs


def listing() -> str:
    """One line a paper, and one line a question."""
    lines = []
    for name in paper_names():
        paper = load_paper(name)
        lines.append(f"{name}  {len(paper.questions)} questions  {paper.title}")
        for question in paper.questions:
            kinds = ", ".join(type(part.kind).__name__.lower() for part in question.parts)
            lines.append(f"  {name}/{question.name:<4} {question.title} ({kinds})")
    return "\n".join(lines)


def show(ref: str, draw_number: int, form: str, *, key: bool, picture: Path | None = None) -> str:
    """The prompt that a model would get for `hw5/1c`, or for all of `hw5`; with its key on request.

    Pictures (`--form image`, or a figure where `picture` is given) are written to that file, and its name is shown.
    """
    from viva.papers.prompts import compose, compose_paper

    paper, question = find(ref)
    eyes = picture is not None
    if question is None:
        prompt = compose_paper(paper, draw_number, form, eyes=eyes)
    else:
        prompt = compose(paper, question, question.draw(draw_number), form, eyes=eyes)
    blocks = [prompt.text]
    blocks += _written(prompt.images, picture or Path(f"{ref.strip('/').replace('/', '-')}-{draw_number}.png"))
    if question is not None and "constant" in question.draw(draw_number).values and draw_number:
        blocks.append(f"({question.draw(draw_number).values['constant']})")
    if key:
        for one in (question,) if question else paper.questions:
            blocks.append(_key(one, one.draw(draw_number)))
    return "\n\n".join(blocks)


def _written(images: tuple[str, ...], path: Path) -> list[str]:
    from base64 import b64decode

    shown = []
    for number, image in enumerate(images):
        target = path if number == 0 else path.with_stem(f"{path.stem}-{number + 1}")
        target.write_bytes(b64decode(image.partition(",")[2]))
        shown.append(f"(picture: {target})")
    return shown


def _key(question: Question, draw: Draw) -> str:
    blocks = [_part(part, draw) for part in question.parts]
    blocks += [_part(probe.part, draw, "Probe") for probe in question.probes]
    ladder = [f"  {nudge.kind.value:<8} {nudge.text}" for nudge in question.nudges(draw)]
    return "\n\n".join([*blocks, "\n".join([f"Nudges of {question.name}:", *ladder])])


def _part(part: Part, draw: Draw, word: str = "Key") -> str:
    lines = [f"{word} {part.name} ({type(part.kind).__name__.lower()}), {part.asks}: {_plain(part.shown(draw))}"]
    lines += [f"  accepted: {_plain(other.shown(draw))}  {other.reason}" for other in part.alternatives]
    for known in part.misconceptions:
        value: Any = known.answer(draw)
        given = f" → {_value(value)}" if isinstance(part.kind, VALUES) else ""
        lines.append(f"  mistake {known.name}: {known.says}{given}")
    return "\n".join(lines)


def _plain(markdown: str) -> str:
    return in_form(markdown, "text")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{item}: {option}" for item, option in value.items())
    return _plain(f"${latex(value)}$")
