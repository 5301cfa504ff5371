"""Marks, tables, verdicts: tables of cases, among them lines that only look like marks."""

from __future__ import annotations

import pytest

from viva.importing.marks import question_mark, speaker_mark
from viva.importing.sections import is_stamp, section_weight
from viva.importing.source import text_source
from viva.importing.tables import summary_tables
from viva.importing.verdicts import level, verdict
from viva.types import Level, Verdict


@pytest.mark.parametrize(
    ("line", "problem", "letters"),
    [
        ("Problem 1 (c)", "1", "c"),
        ("Q1(b)", "1", "b"),
        ("Q1b:", "1", "b"),
        ("Question 2.a", "2", "a"),
        ("## Question 3(a): Parameters", "3", "a"),
        ("Task 3", "3", ""),
        ("Problem 4: Dropout", "4", ""),
        ("Part (a)", "", "a"),
        ("Part(c)", "", "c"),
        ("#### **(b) Finding the filter**", "", "b"),
        ("(d) What can you say about the norms?", "", "d"),
        ("1a", "1", "a"),
        ("1(b) – the filter", "1", "b"),
        ("Q4 (a–d) — Dropout", "4", "abcd"),
        ("Question 1, part b", "1", "b"),
        ("HW5 Q2(a)", "2", "a"),
        ("Answer to part (a)", "", "a"),
        ("\\subsection*{Question 3(b)}", "3", "b"),
        ("ME: Thanks! Now for part b: consider the signal", "", "b"),
        ("3.2 Depthwise separable convolution", "3", "b"),
        ("The second part is right.", "", "b"),
    ],
)
def test_questions_are_recognised(line: str, problem: str, letters: str) -> None:
    mark = question_mark(line)
    assert mark is not None
    assert (mark.problem, "".join(mark.letters)) == (problem, letters)


@pytest.mark.parametrize(
    "line",
    [
        "4a - 2c = 2",
        "-2b + 3c = 11",
        "part (a). It is compared there with the other layer",
        "From part (c): X̃ = XΓ⁻¹",
        "The filter is [2, -1, 3].",
        "1. Understand traditional convolution: a filter has 27 weights",
        "Step 1: Expand the square",
        "p2",
        "2. Depthwise-separable convolution has two steps",
    ],
)
def test_what_only_looks_like_a_question(line: str) -> None:
    mark = question_mark(line)
    assert mark is None or mark.weight < 3


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("ME: Could you?", "prompt"),
        ("GROK: There are two", "reply"),
        ("User", "prompt"),
        ("**Assistant:** yes", "reply"),
        ("Thought: Counted everything", "reply"),
        ("Model Reply. The weights", "reply"),
        ("Prompt.", "prompt"),
        ("Observation. Fully correct.", "annotation"),
        ("Verdict L1.", "annotation"),
        ("## Reflection", "annotation"),
        ("👤 You are", "prompt"),
        ("DeepSeek-V3: The sum", "reply"),
        ("Second Prompt", "prompt"),
        ("Helping prompt: the input is", "prompt"),
        ("You said:", "prompt"),
        ("ChatGPT said:", "reply"),
        ("\\textbf{Response.} Each filter", "reply"),
    ],
)
def test_speakers_are_recognised(line: str, speaker: str) -> None:
    mark = speaker_mark(line)
    assert mark is not None and mark.weight >= 5
    assert mark.speaker == speaker


@pytest.mark.parametrize(
    "line",
    [
        "- Input: 3 channels",
        "The model is right",
        "a = 2",
        "Output size: 3",
        "prompt engineering is an art",
        "*Model: Claude Opus 4.5*",
    ],
)
def test_what_is_no_speaker(line: str) -> None:
    mark = speaker_mark(line)
    assert mark is None or mark.weight < 5


def test_sections_and_stamps() -> None:
    for line in (
        "Executive Summary",
        "# EXECUTIVE SUMMARY",
        "Metrics Summary",
        "Overall Assessment",
        "Performance Summary by Task",
    ):
        assert section_weight(line) > 5
    for line in (
        "Summary of the key steps",
        "Verification",
        "Key Observation",
        "Final Answer",
        "Step-by-Step Reasoning",
    ):
        assert section_weight(line) < 5
    assert is_stamp("ONE-SHOT CORRECT!\nNothing to\nadd here.")
    assert not is_stamp("$2 - 4 + 0 = -2$ ✓")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ONE-SHOT CORRECT!", Level.L1),
        ("Verdict L2.", Level.L2),
        ("Minor Misconception / Hallucination", Level.L2),
        ("Larger Error", Level.L3),
        ("Did Not Solve", Level.LX),
        ("✅", Level.L1),
        ("❌ wrong", Level.LX),
        ("Correct after a single re-ask", Level.L2),
        ("Solved on the first try", Level.L1),
        ("took multiple nudges", Level.L3),
        ("It was not one-shot", Level.L2),
        ("The explanation is long.", None),
    ],
)
def test_tiers(words: str, expected: Level | None) -> None:
    assert level(words) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("It finds the right answer by a correct method.", "c"),
        ("A strong answer. It arrived at the correct solution.", "c"),
        ("Unfortunately, it still gives the wrong solution.", "i"),
        ("It shows the right understanding, but it fails to recognize the right picture.", "i"),
        ("It fails to apply this to recognize the right diagram.", "i"),
        ("No errors were found.", "c"),
        ("The answer initially used a wrong factor, but corrected it after feedback.", "c"),
        ("The center entry should be -3 instead of 0: a mistake.", "i"),
        ("It fails to mention the reason.", ""),
        ("The model answers at length.", ""),
    ],
)
def test_opinions(words: str, expected: str) -> None:
    assert verdict(words) is {"c": Verdict.CORRECT, "i": Verdict.INCORRECT, "": None}[expected]


@pytest.mark.parametrize(
    "text",
    [
        "Task\nCategory\n1a\nOne-Shot Correct\n1b\nLarger Error\n2a\nDid Not Solve\n",
        "| Question | Verdict |\n|---|---|\n| 1a | one-shot |\n| 1b | larger error |\n| 2a | not solved |\n",
        "Q1a\tL1\t0\nQ1b\tL3\t2\nQ2a\tLx\t4\n",
        "Q1(a): one-shot correct\nQ1(b): larger error\nQ2(a): did not solve\n",
    ],
)
def test_summary_tables_in_every_shape(text: str) -> None:
    (table,) = summary_tables(text_source(text, "x").lines)
    assert [(row.refs, level(" | ".join(row.cells))) for row in table.rows] == [
        (("1a",), Level.L1),
        (("1b",), Level.L3),
        (("2a",), Level.LX),
    ]


def test_a_list_of_answers_is_no_table_of_verdicts() -> None:
    assert (
        summary_tables(
            text_source("1a: weight sharing\n1b: [2, -1, 3]\n1c: [[-1, 3, -2], [3, -3, 1], [0, 3, 1]]\n", "x").lines
        )
        == []
    )
