"""Where one attempt ends and the next begins: a later answer must never be credited to an earlier attempt."""

from __future__ import annotations

import pytest

from viva.importing.segment import segment
from viva.importing.source import text_source
from viva.importing.transcript import Block
from viva.papers import load_paper

ONLY_THE_MODEL_IS_LABELLED = """3a: 3x3 kernels, 3 input channels, 4 outputs, how many parameters? no biases
Thought for 4s
Each output has 27 weights.
Result: 108
3b: and the depthwise separable one, how many parameters in total?
Thought for 8s
Depthwise 3*(9+1) = 30 and pointwise 4*(3+1) = 16 parameters.
Result: 46 parameters
please leave out the biases here too
Thought for 2s
Without biases it is 27 + 12.
Result: 39 parameters
4c: the matrix is invertible, change variables to get ridge regression. what is the new data matrix?
Thought for 3s
With w~ = Gamma w it is X Gamma^-1.
Result: X~ = X Gamma^-1
"""

BULLETS = """## 3a – Standard convolution

- Prompt

    How many weights has a 3x3 convolution from 3 to 4 channels?

- Answer

    There are 108 weights.

## 3b – Depthwise separable convolution

- Prompt

    How many weights has the depthwise separable one?

- Answer 1

    There are 4 * 9 + 12 = 48 weights.

- Hint

    How many input channels are there?

- Answer 2

    Three, so it has 27 + 12 = 39 weights.

## 4b – Rescaling

- Prompt

    How do the weights of dropout become those of the Tikhonov problem?

- Answer

    We need w = p w~.
"""

NOTES_BELOW = """Prompt. (a) How many parameters has a 3x3 convolution from 3 to 4 channels?
(b) And the depthwise separable one?
Reply 1.
(a) It has 4 x 3 x 3 x 3 = 108 parameters.
(b) It has 27 + 4 = 31 parameters.
Follow-up 1. Each pointwise kernel sees all channels. Do (b) again.
Reply 2.
(b) Then it has 27 + 12 = 39 parameters.
Annotations to Question 3
Attempt 1: (a) counts well; (b) forgets the depth. Assessment: (a) correct, (b) wrong.
Attempt 2: (b) only. Assessment: correct.
Prompt. How do the weights of dropout become those of the Tikhonov problem?
Reply 1.
With w = p w~ the data terms agree.
Annotations to Question 4
Attempt 1: Short. Assessment: correct.
Prompt. Which data matrix does ridge regression get?
Reply 1.
X~ = X Gamma^-1.
Annotations to Question 4
Attempt 1: Assessment: correct.
"""

TOLD = """Question 3
Part (a)
The convolution has 3 x 3 x 3 x 4 = 108 parameters.
Correct.

Part (b)
Depthwise convolution: 3 x 3 x 3 = 27 parameters.
Pointwise convolution: 3 x 4 = 12 parameters.
Total: 27 x 12 = 324 parameters.
The model multiplied instead of adding. I asked it to check the last line again and it gave
The total is the sum of both stages, 27 + 12 = 39 parameters.
Correct after a small hint.
"""


def replies(report: str, question: str) -> dict[int, str]:
    blocks = segment(text_source(report, "log.txt"), load_paper("hw5")).blocks
    found: dict[int, str] = {}
    for block in blocks:
        if block.speaker == "reply" and block.questions == (question,):
            found[block.attempt] = found.get(block.attempt, "") + block.text
    return found


@pytest.mark.parametrize(
    ("report", "first", "second"),
    [
        (ONLY_THE_MODEL_IS_LABELLED, "46", "39"),
        (BULLETS, "48", "39"),
        (NOTES_BELOW, "31", "39"),
        (TOLD, "324", "39"),
    ],
    ids=["only the model is labelled", "bullets", "notes below", "told"],
)
def test_the_second_answer_is_not_the_firsts(report: str, first: str, second: str) -> None:
    found = replies(report, "3b")
    assert sorted(found) == [1, 2]
    assert first in found[1] and second not in found[1]
    assert second in found[2]


def test_notes_below_all_replies_are_about_their_attempts() -> None:
    blocks = segment(text_source(NOTES_BELOW, "log.txt"), load_paper("hw5")).blocks
    notes = [b for b in blocks if b.speaker == "annotation" and b.text.startswith("Attempt")][:2]
    assert [b.attempt for b in notes] == [1, 2]


def test_a_reply_for_once_not_quoted() -> None:
    quoted = [
        f"**Me: {ask}**\n\n> {reply}\n\n*{note}*\n"
        for ask, reply, note in (
            ("3a, how many parameters has the convolution?", "It has 4 x 27 = 108 parameters.", "Right."),
            ("4c, which data matrix does the ridge problem get?", "With w~ = Gamma w it is X Gamma^-1.", "Right."),
            ("4b, how are the dropout weights rescaled?", "By p, so that w = p w~.", "Right again."),
            ("1b, which filter was it?", "Solving the system gives [2, -1, 3].", "Fine."),
        )
    ]
    bare = "**Me: 3b, and the depthwise separable one?**\n\nIt has $27 + 12 = 39$ parameters.\n\n*Yes.*\n"
    report = "\n".join([*quoted, bare])
    assert "39" in replies(report, "3b").get(1, "")


def test_asking_again_for_an_answered_case_begins_another_attempt() -> None:
    from viva.importing.attempts import number_attempts

    blocks = [
        Block("prompt", "The gradient, its value for n = 1, its limit for n → ∞?", ("2b",)),
        Block("reply", "In general … For n = 1 it is γ g. For n → ∞ it is γ g.", ("2b",)),
        Block("prompt", "Set n = 1 in your own formula.", ("2b",)),
        Block("reply", "Then it is 0.", ("2b",)),
    ]
    several = frozenset({"2b"})
    assert [b.attempt for b in number_attempts(blocks, several)] == [1, 1, 2, 2]
    asked = [
        blocks[0],
        Block("reply", "In general it is γ (g − mean).", ("2b",)),
        Block("prompt", "And for n = 1?", ("2b",)),
        blocks[3],
    ]
    assert [b.attempt for b in number_attempts(asked, several)] == [1, 1, 1, 1]
