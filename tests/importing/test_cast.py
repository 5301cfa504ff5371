"""Speakers whom no vocabulary knows, and nudges that stand quoted in notes."""

from __future__ import annotations

import pytest

from viva.importing.cast import own_labels
from viva.importing.segment import segment
from viva.importing.source import text_source
from viva.importing.transcript import Transcript
from viva.papers import load_paper

TURNS = (
    ("1b", "Which filter gives [-2, 2, 11] from [1, 4, 0, -2, 3]?", "It is flipped, so [3, -1, 2].", "It turns it."),
    ("3a", "How many weights has a layer from 3 to 4 channels?", "Each has 9, so 36 of them.", "It forgets the depth."),
    ("3b", "And as depthwise and pointwise convolution?", "We get 27 + 12 = 39 parameters.", "The model got it right."),
)  # fmt: skip


def read(text: str) -> Transcript:
    return segment(text_source(text, "log.md"), load_paper("hw5"))


def replies(found: Transcript) -> list[tuple[str, int]]:
    return [(b.questions[0], b.attempt) for b in found.blocks if b.speaker == "reply" and b.questions]


@pytest.mark.parametrize(
    ("me", "it", "note"),
    [
        ("Me: ", "Zephyr-X: ", "Comment: "),
        ("IN: ", "OUT: ", "OWL: "),
        ("[me] ", "[marvin] ", "[owl] "),
        ("**Me:** ", "**Marvin 7B (local):** ", "**Owl:** "),
        ("Prompt. ", "Marvin. ", "Margin note. "),
    ],
)
def test_speakers_are_inferred_from_where_they_stand(me: str, it: str, note: str) -> None:
    blocks = [f"{part[0]}({part[1]})\n{me}{asked}\n{it}{said}\n{note}{judged}\n" for part, asked, said, judged in TURNS]
    found = read("Homework\n" + "".join(blocks))
    assert replies(found) == [("1b", 1), ("3a", 1), ("3b", 1)]
    notes = [b.text for b in found.blocks if b.speaker == "annotation" and "(" not in b.text]
    assert [text.split()[-1].strip("*") for text in notes] == ["Homework", "it.", "depth.", "right."]


def test_a_label_of_the_replys_own_is_nobodys() -> None:
    blocks = [
        f"{part[0]}({part[1]})\nMe: {asked}\nThe model: {said}\nSanity look: it holds.\nComment: {judged}\n"
        for part, asked, said, judged in TURNS
    ]
    assert own_labels(text_source("".join(blocks), "log.txt").lines) == {}


def test_a_quotation_that_ends_a_note_was_said_to_the_model() -> None:
    report = """### 3(a) weights

> How many weights has a layer with 3x3 kernels from 3 to 4 channels?

**Marvin:**

Each kernel has 9 weights, so we get 36 parameters.

It forgot the depth. *"How many input channels does a kernel see?"*

All 3 of them, so that it is $4 \\cdot 27 = 108$ parameters.

Fine now.

### 3(b) depthwise separable

> And as a depthwise convolution followed by a pointwise one?

**Marvin:**

We get 27 + 4 = 31 parameters.

Wrong. I wrote: "The pointwise filters are as deep as their input."

Then it is 27 + 12 = 39 parameters.

Good.
"""
    assert replies(read(report)) == [("3a", 1), ("3a", 2), ("3b", 1), ("3b", 2)]


@pytest.mark.parametrize(
    ("me", "it", "note"),
    [
        ("🙋 ", "🦙 ", "💭 "),
        ("**What I asked**\n\n", "**What came back**\n\n", "**What I think**\n\n"),
        ("-- prompt --\n", "-- reply --\n", "-- my verdict --\n"),
        ("[10:05] kay: ", "[10:06] marvin: ", "[10:07] kay (note): "),
        ("**P1.** ", "**R1.** ", "> "),
        ("\\textbf{Query.} ", "\\textbf{Marvin.} ", "\\emph{Note:} "),
    ],
)
def test_speakers_in_other_dresses(me: str, it: str, note: str) -> None:
    blocks = [f"== {part} ==\n\n{me}{asked}\n\n{it}{said}\n\n{note}{judged}\n\n" for part, asked, said, judged in TURNS]
    assert replies(read("Homework\n\n" + "".join(blocks))) == [("1b", 1), ("3a", 1), ("3b", 1)]


def test_lines_that_open_with_a_tier_are_notes() -> None:
    report = """--- Page 1 ---
1b)
Response
We look for a filter whose three windows of the signal give the three numbers, turned around as usual, that is
k = [3, -1, 2]
Wrong direction. Nudge: "In this class we never flip the filter."
Response 2
Then the equations have another solution, which agrees with the hint on the first entry of the filter, k = [2, -1, 3]
Needed a nudge, right now.
3a)
Response
Each of the four filters spans the three channels of the image and so it has 27 weights, which makes 4 * 27 = 108 in all
Correct first try, well put.
3b)
Response
The depthwise part has 3 * 9 = 27 weights and the pointwise part has 4 * 3 = 12 of them, so that the sum of both is 39
Correct first try, in two lines.
"""
    found = read(report)
    assert replies(found) == [("1b", 1), ("1b", 2), ("3a", 1), ("3b", 1)]
    said = " ".join(b.text for b in found.blocks if b.speaker == "reply")
    assert "Correct first try" not in said
    assert "Needed" not in said
