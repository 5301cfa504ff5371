"""A check that fails on one reply: the others are checked, the log has the traceback, and other errors pass."""

from __future__ import annotations

import logging

import pytest

from viva.importing.checked import checked
from viva.papers import load_paper
from viva.types import Check, Draw, Paper, Question


def check_with(error: Exception) -> Check:
    paper = load_paper("hw5")
    question = paper.questions[0]

    def failing(paper: Paper, question: Question, draw: Draw, reply: str) -> Check:
        raise error

    return checked(failing, paper, question, question.draw(0), "107", "", "", again=False)


def test_a_stumble_is_undecided_and_loud(stumbles: list[logging.LogRecord]) -> None:
    found = check_with(ValueError("no such number"))
    assert found.verdict.value == "undecided"
    assert "fault of Viva's" in found.parts[0].evidence.reason
    [record] = stumbles
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert "hw5/1a" in record.getMessage()
    stumbles.clear()


@pytest.mark.parametrize("error", [TypeError("x"), AttributeError("x"), AssertionError("x"), OSError("x")])
def test_what_does_not_hang_on_the_reply_passes(error: Exception) -> None:
    with pytest.raises(type(error)):
        check_with(error)
