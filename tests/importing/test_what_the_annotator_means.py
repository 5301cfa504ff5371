"""Which answer an annotator's words are held against: the worst part, the named part, the first reply, the last."""

from __future__ import annotations

from pathlib import Path

import pytest

from viva.importing.audit import Row
from viva.importing.auditing import audit_file
from viva.importing.note_ends import own_words
from viva.importing.reports import Options
from viva.importing.scales import scale_of, scored
from viva.importing.signs import in_tiers, signs_of
from viva.importing.transcript import Block
from viva.types import Level, Verdict

RIGHT = "∂L/∂x_i = γ (∂L/∂y_i − (1/n) Σ_j ∂L/∂y_j)"
WRONG = "∂L/∂x_i = γ (∂L/∂y_i − Σ_j ∂L/∂y_j)"
LIMIT = "As n → ∞ it becomes γ ∂L/∂y_i."


def rows_of(folder: Path, text: str) -> dict[tuple[str, int], Row]:
    path = folder / "log.txt"
    path.write_text(text, encoding="utf-8")
    return {(row.part, row.attempt): row for row in audit_file(path, Options()).rows}


def report(gradient: str, note: str) -> str:
    return (
        "Q2(b)\nPrompt: The gradient of the simplified batch norm; the case n = 1; the limit n → ∞?\n"
        f"Reply: {gradient}. For n = 1 it is 0. {LIMIT}\nComment: {note}\n\n"
        "Q3(a)\nPrompt: How many parameters?\nReply: 108 parameters.\nComment: Correct.\n"
    )


@pytest.mark.parametrize(
    ("gradient", "note", "agrees"),
    [
        # the check finds the gradient wrong and the other parts right
        (WRONG, "This is wrong.", (True, None, None)),
        (WRONG, "Not quite: 0/1.", (True, None, None)),
        (WRONG, "All correct.", (False, True, True)),
        (WRONG, "The limit is wrong.", (None, None, False)),
        # all parts are right
        (RIGHT, "This is wrong.", (False, False, False)),
        (RIGHT, "The limit is wrong.", (None, None, False)),
        (RIGHT, "The last part is wrong.", (None, None, False)),
        (RIGHT, "Correct.", (True, True, True)),
    ],
)
def test_a_remark_on_a_question_of_several_parts(
    tmp_path: Path, gradient: str, note: str, agrees: tuple[bool | None, ...]
) -> None:
    rows = rows_of(tmp_path, report(gradient, note))
    found = tuple(rows[f"2b/{part}", 1].agrees for part in ("gradient", "n1", "limit"))
    if note == "The limit is wrong." and gradient == WRONG:
        assert found[1:] == agrees[1:]  # of the gradient nothing is said; that it is wrong is no contradiction
        assert found[0] is not False
    else:
        assert found == agrees


def test_a_careless_mistake_that_was_mended(tmp_path: Path) -> None:
    text = (
        "Scoring: 2 = right at once, 1 = right after help, 0 = not solved.\n\n"
        "## Question 3, part a (score 1)\n\nPrompt: How many parameters?\n\nReply: 112 parameters.\n\n"
        "Prompt: Are biases counted? Please check.\n\nReply: You are right, 108 parameters.\n\n"
        "Comment: A careless mistake.\n\n"
        "## Question 3, part b (score 2)\n\nPrompt: And depthwise separable?\n\nReply: 46 parameters.\n\n"
        "Comment: Short.\n\n---\n**Total: 3 of 4 points, with one wrong answer.**\n"
    )
    rows = rows_of(tmp_path, text)
    assert rows["3a", 1].agrees is True and rows["3a", 2].agrees is True
    assert rows["3b", 1].annotator is Level.L1
    assert rows["3b", 1].annotator_verdict is Verdict.CORRECT and rows["3b", 1].agrees is False


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Good.\n\n## Totals\n\n| wrong | 3 |", 1),
        ("Good.\n\n* * *\nThe next one was wrong.", 1),
        ("Good.\n## Turn 9", 1),
        ("Good.\n\nWhat helped\nPointing at wrong equations.", 1),
        ("Good.\n\n### Verdict\nL1", 3),
        ("## Comment\nGood.\nThe total: 39 parameters.", 3),
        ("Good.\nResult: wrong in one entry.", 2),
        ("Good.\n---\nVerdict: L1", 3),
    ],
)
def test_where_a_note_ends(text: str, kept: int) -> None:
    blocks = own_words(Block("annotation", text, ("3b",), 1, 0, 5, 5 + text.count("\n")))
    mine = [row for b in blocks if b.questions for row in b.text.split("\n") if row.strip()]
    expected = [row for row in text.split("\n") if row.strip()]
    assert mine == expected[:kept]
    assert "\n".join(b.text for b in blocks) == text  # nothing is lost
    assert [b.line for b in blocks] == [5 + text[: text.index(b.text)].count("\n") for b in blocks]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("2 = right at once, 1 = right after help, 0 = not solved", "L1 L2 Lx"),
        ("Legend: A = correct at once; B = needed a hint; C = wrong", "L1 L2 Lx"),
        ("+ means correct, - means incorrect", "L1 Lx"),
        ("A = batch norm, B = layer norm, C = instance norm", ""),
        ("a = 2, b = -1, c = 3", ""),
        ("n = 1, p = 0.5", ""),
    ],
)
def test_scales(text: str, levels: str) -> None:
    assert " ".join(level.value for level in scale_of(text).values()) == levels


def test_scores_on_a_scale() -> None:
    scale = scale_of("A = correct at once; B = needed a hint; C = wrong")
    assert scored("Grade: B", scale) is Level.L2
    assert scored("It scored a 3 in style", scale) is None
    assert scored("### Question 1(b) [C]", scale) is Level.LX
    assert scored("The filters A and B", scale) is None


def test_scales_whose_steps_are_colours_or_have_commas() -> None:
    colours = signs_of(
        "• Green: right without help.\n• Yellow: a bit off, one or two hints were enough.\n• Red: never right."
    )
    assert {key: step.value for key, step in colours.items()} == {"Green": "L1", "Yellow": "L2", "Red": "Lx"}
    assert in_tiers("Note (Yellow). One reminder.", colours) == "L2. One reminder."
    table = signs_of("| sign | meaning |\n|---|---|\n| 🟢 | right on the first try |\n| 🟠 | needed several nudges |\n")
    assert {key: step.value for key, step in table.items()} == {"🟢": "L1", "🟠": "L3"}
    scale = scale_of("2 = right in the first answer; 1 = right later on, with my help; 0 = no right answer in the end.")
    assert {key: step.value for key, step in scale.items()} == {"2": "L1", "1": "L2", "0": "Lx"}
    assert {key: step.value for key, step in scale_of("A = at once, B = with one hint, C = never").items()} == {
        "A": "L1", "B": "L2", "C": "Lx",
    }  # fmt: skip


def test_lists_of_questions_behind_a_tier(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        "Homework with a model\n\nCorrect first try: 3a. Needed a nudge: 1b.\nNot solved: 3b.\n\n"
        "## 3(a)\n\n**Prompt:** How many weights, from 3 to 4 channels?\n\n**Reply:** 108 weights.\n\n"
        "## 3(b)\n\n**Prompt:** And depthwise separable?\n\n**Reply:** 31 weights.\n",
    )
    assert {key[0]: row.annotator for key, row in rows.items()} == {"3a": Level.L1, "3b": Level.LX}


def test_praise_before_a_nudge_is_no_verdict(tmp_path: Path) -> None:
    log = """Score: 2 = right at once; 1 = right later, with my help; 0 = never

## 1(b)

**Me:** Which filter gives [-2, 2, 11] from [1, 4, 0, -2, 3]?

**Model:** Turned around, it is [3, -1, 2].

[My comment: Correct equations, for a flipped kernel.]

**Me:** There is a mistake: we do not flip.

**Model:** Then it is [2, -1, 3].

[My comment: Finally. Score 1.]
## 3. Parameters
"""
    said = {key: row.annotator_verdict for key, row in rows_of(tmp_path, log).items()}
    assert said == {("1b", 1): Verdict.INCORRECT, ("1b", 2): Verdict.CORRECT}
