"""Layouts that set out who speaks by signs, columns, dates and headings; and what their notes mean."""

from __future__ import annotations

import pytest

from viva.importing.marks import question_mark, speaker_mark
from viva.importing.segment import segment
from viva.importing.source import Source, text_source
from viva.importing.verdicts import judgement
from viva.papers import load_paper
from viva.types import Verdict


def spoken(source: Source) -> list[tuple[str, tuple[str, ...], int]]:
    blocks = segment(source, load_paper("hw5")).blocks
    return [(b.speaker, b.questions, b.line) for b in blocks if b.speaker in ("reply", "annotation") and b.questions]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Me. Which filter was it?", "prompt"),
        ("**Me again:** look at the sign", "prompt"),
        ("[3.11., 21:07] Me: how many weights?", "prompt"),
        ("Nov 3, 21:07 - Me: how many weights?", "prompt"),
        ("[3.11., 21:08] Claude: 108.", "reply"),
        ("[3.11., 21:09] Me: NB took a hint", "annotation"),
        ("NB right at once", "annotation"),
    ],
)
def test_labels_with_dates_and_stops(line: str, speaker: str) -> None:
    label = speaker_mark(line)
    assert label is not None
    assert label.speaker == speaker


@pytest.mark.parametrize(
    ("line", "problem", "letters"),
    [
        ("Part 3(b)", "3", "b"),
        ("IV. PROBLEM FOUR, LAST MESSAGE", "4", ""),
        (
            "(3a) Each filter spans the three channels of the picture and has 27 weights, so that 4 of them = 108",
            "3",
            "a",
        ),
    ],
)
def test_headings(line: str, problem: str, letters: str) -> None:
    mark = question_mark(line)
    assert mark is not None
    assert (mark.problem, "".join(mark.letters)) == (problem, letters)


def test_a_terminal_session() -> None:
    session = """What I typed begins with >>> and my comments begin with #. The rest is the model.

>>> Q3a a layer of 3x3 kernels from 3 to 4 channels: how many
... parameters has it?
Without biases 4 * 3 * 3 * 3 = 108 parameters.

# Yes.

>>> Q3b and as depthwise plus pointwise convolution?
27 + 12 = 40 parameters.

# It cannot add.

>>> add once more
27 + 12 = 39 parameters.

# Fine now.
"""
    found = spoken(text_source(session, "session.txt"))
    assert [(who, questions) for who, questions, _ in found if who == "reply"] == [
        ("reply", ("3a",)),
        ("reply", ("3b",)),
        ("reply", ("3b",)),
    ]
    assert [line for who, _, line in found if who == "annotation"] == [7, 12, 17]


def test_two_columns_are_read_one_below_the_other() -> None:
    left = [f"the left column, line {k}, full of words" for k in range(12)]
    right = [f"the right column, line {k}, with words too" for k in range(12)]
    page = "A title in the middle of the whole page, from one side to the other one\n\n"
    page += "\n".join(f"{a:<44}{b}" for a, b in zip(left, right, strict=True))
    read = [line.text for line in text_source(page, "paper.txt").lines if line.text]
    assert read[1:] == left + right


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("It used the lower right corner where it needs the upper right one.", None),
        ("The overlap in the middle: 2 + 1 is not 4.", Verdict.INCORRECT),
        ("(b) pass.", Verdict.CORRECT),
        ("I get a 5 where it has a 4.", Verdict.INCORRECT),
    ],
)
def test_what_notes_say(note: str, verdict: Verdict | None) -> None:
    assert judgement(note) is verdict
