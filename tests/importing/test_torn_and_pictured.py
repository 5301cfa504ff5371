"""Prompts that stand in pictures, corrections by the annotator, signs that fell to a line of their own."""

from __future__ import annotations

import pytest

from viva.checking import check_question
from viva.importing.checked import checked
from viva.importing.marks import speaker_mark
from viva.importing.segment import segment
from viva.importing.source import text_source
from viva.importing.units import units
from viva.importing.verdicts import judgement
from viva.papers import find, load_paper
from viva.types import Verdict

PICTURED = """Question 3(a): Weights of the ordinary convolution
Figure 1: Screenshot of my prompt for 3(a)
Each of the 4 output channels has a kernel of 27 weights and one bias, which is 28. All
of them together have 112 learnable parameters.
It forgot what I told it at the start!
I wrote back: “Think of what we said about biases.”
You are right, there are none in this homework. Then the layer has 4 × 27 = 108 learnable
parameters.
Verdict: right after a hint.
Question 4(b): Weights at test time
Figure 2: Screenshot of what I typed for 4(b)
The two data terms agree as soon as the products with the data do, so we have to take
w = p w̃
Verdict: right at once.
Question 4(c): A change of variables
Figure 3: Screenshot of my prompt for 4(c)
With new weights that are Γ times the old ones the data matrix is
X̃ = XΓ^(-1)
Verdict: right at once.
"""


def replies(report: str) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for block in segment(text_source(report, "log.txt"), load_paper("hw5")).blocks:
        if block.speaker == "reply" and len(block.questions) == 1:
            key = (block.questions[0], block.attempt)
            found[key] = found.get(key, "") + block.text
    return found


def test_below_the_picture_of_a_prompt_stands_its_reply() -> None:
    found = replies(PICTURED)
    assert sorted(found) == [("3a", 1), ("3a", 2), ("4b", 1), ("4c", 1)]
    assert "112" in found["3a", 1] and "108" in found["3a", 2]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Figure 3: Screenshot of my prompt for 1(c)", "prompt"),
        ("Screenshot of what I asked", "prompt"),
        ("Figure 3: Screenshot of the reply to my prompt", ""),
        ("Figure 1: three cubes", ""),
        ("> **My correction:** it is the other way round", "annotation"),
        ("**Our solution.** The matrix is symmetric", "annotation"),
    ],
)
def test_captions_and_corrections(line: str, speaker: str) -> None:
    label = speaker_mark(line)
    assert (label.speaker if label else "") == speaker


def test_what_was_said_is_no_label_in_the_middle_of_a_sentence() -> None:
    text = "Response: The columns of the data matrix have one norm, so I must take back what\nI said: they agree.\n"
    full = [text, *(f"Response: {'words that fill the line, '[k:] * 3}\n" for k in range(20))]
    found = units(text_source("".join(full), "log.txt").lines)
    assert found[0].last_line == 2


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("Correct now, and it admitted the mistake openly.", Verdict.CORRECT),
        ("The algebra is flawless, but the order is reversed and the answer does not count.", Verdict.INCORRECT),
        ("It does not count biases. Correct.", Verdict.CORRECT),
    ],
)
def test_what_notes_say(note: str, verdict: Verdict) -> None:
    assert judgement(note) is verdict


@pytest.mark.parametrize(
    ("name", "reply", "verdict"),
    [
        ("4b", "The penalty carries a factor, which suggests\n√\n𝑤 = 𝑝𝑤̃.\n", Verdict.UNDECIDED),
        ("4b", "The data terms agree if\n𝑤 = 𝑝𝑤̃.\n", Verdict.CORRECT),
        ("1b", "Without flipping we have 𝑓 +4𝑓 = −2, so the filter is\n0 1\n[2,−1,3].", Verdict.CORRECT),
        ("1b", "Without flipping we have 𝑓 +4𝑓 = −2, so the filter is\n0 1\n[2,1,3].", Verdict.INCORRECT),
    ],
)
def test_signs_on_lines_of_their_own(name: str, reply: str, verdict: Verdict) -> None:
    paper, question = find(f"hw5/{name}")
    check = checked(check_question, paper, question, question.draw(0), reply, "", "", again=False)
    assert check.verdict is verdict
