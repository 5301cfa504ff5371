"""A paper against the checker: worked solutions pass it, and every misconception's answer is known by its name."""

from __future__ import annotations

import pytest

from viva.checking import check_question
from viva.kinds import Array, Choice, Number
from viva.papers import load_paper
from viva.papers.latex import latex
from viva.types import Question

PAPER = load_paper("hw5")
OF_VALUES = [q for q in PAPER.questions if isinstance(q.parts[0].kind, Array | Choice | Number)]


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("question", PAPER.questions, ids=lambda q: q.name)
def test_a_worked_solution_is_correct(question: Question, number: int) -> None:
    draw = question.draw(number)
    found = check_question(PAPER, question, draw, question.solution(draw))
    assert [(part.part, part.verdict.value) for part in found.parts] == [
        (part.name, "correct") for part in question.parts
    ]


@pytest.mark.parametrize("number", [0, 1, 2, 3])
@pytest.mark.parametrize("question", OF_VALUES, ids=lambda q: q.name)
def test_a_mistake_is_known_by_its_name(question: Question, number: int) -> None:
    draw, part = question.draw(number), question.parts[0]
    for known in part.misconceptions:
        value = known.answer(draw)
        if isinstance(value, dict):
            said = ". ".join(f"{item} normalization is cube {option}" for item, option in value.items()).capitalize()
        else:
            said = f"${latex(value)}$"
        [found] = check_question(PAPER, question, draw, f"Answer: {said}").parts
        assert (found.verdict.value, found.evidence.misconception) == ("incorrect", known.name)
