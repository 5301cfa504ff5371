"""The papers: one folder each, with the questions' texts in Markdown and their keys as programs.

>>> paper_names()
('hw5',)
>>> paper, question = find("hw5/1c")
>>> question.parts[0].key(question.draw(0))
((-1, 3, -2), (3, -3, 1), (0, 3, 1))

    hw5/          convolution, normalisation, depthwise separable layers, dropout as regularisation
    texts         Markdown templates: slots for the numbers of a draw, and the forms in which a model gets them
    drawing       variants of a question from a number: solvable, and apart from every misconception
    prompts       what is sent to a model: text, pictures, conventions
    solutions     worked solutions as a document
    lint          is a paper sound?

How to write one: `docs/writing-a-paper.md`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from viva.errors import VivaError
from viva.types import Paper, Question


def paper_names() -> tuple[str, ...]:
    """The papers that come with Viva, in the order of their names."""
    return tuple(sorted(module.name for module in iter_modules(__path__) if module.ispkg))


def load_paper(name: str) -> Paper:
    """The paper of that name; raises `VivaError` naming the known ones.

    >>> [q.name for q in load_paper("hw5").questions]
    ['1a', '1b', '1c', '2a', '2b', '3a', '3b', '4a', '4b', '4c', '4d']
    """
    if name not in paper_names():
        raise VivaError(f"there is no paper {name!r}; the papers are: {', '.join(paper_names())}")
    paper = import_module(f"{__name__}.{name}").PAPER
    if not isinstance(paper, Paper):
        raise TypeError(f"{__name__}.{name}.PAPER is no Paper")
    return paper


def find(ref: str) -> tuple[Paper, Question | None]:
    """The paper and question that a reference such as `hw5/1c` names; `hw5` alone names no question.

    A part's name finds its question: `hw5/2b/limit`. Raises `VivaError` naming the known ones.
    """
    name, _, rest = ref.strip().strip("/").partition("/")
    paper = load_paper(name)
    if not rest:
        return paper, None
    for question in paper.questions:
        if rest == question.name or rest in (part.name for part in question.parts):
            return paper, question
    known = ", ".join(question.name for question in paper.questions)
    raise VivaError(f"paper {name!r} has no question {rest!r}; its questions are: {known}")
