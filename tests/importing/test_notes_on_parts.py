"""Which part of a question an annotator's words are about, and which scale they are on."""

# ruff: noqa: E501 - a legend reads better on one line

import pytest

from viva.importing.audit import _about_part
from viva.importing.signs import in_tiers, signs_of
from viva.importing.verdicts import judgement, level
from viva.records import Annotation
from viva.types import Verdict

PARTS = ("2b/gradient", "2b/n1", "2b/limit")
RIGHT, WRONG = Verdict.CORRECT, Verdict.INCORRECT


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("The sign of that path is wrong. So (ii) is wrong too. I count (iii) as correct.", (WRONG, WRONG, RIGHT)),
        ("(i) and (ii) are fine. (iii) is not right: the whole gradient must vanish.", (RIGHT, RIGHT, WRONG)),
        ("Gradient correct, one-sample case wrong, limit correct.", (RIGHT, WRONG, RIGHT)),
        ("It leaves the other outputs out. By luck the two special cases are right.", (WRONG, RIGHT, RIGHT)),
    ],
)
def test_the_part_that_words_are_about(words: str, heard: tuple[Verdict, ...]) -> None:
    notes = [Annotation(words, judgement(words), level(words))]
    found = [_about_part(notes, part, PARTS) for part in PARTS]
    assert tuple(one[0] if one else None for one in found) == heard


@pytest.mark.parametrize(
    ("legend", "note", "tier"),
    [
        ("SOLVED = right without help\nSOLVED W/ HELP = right in the end, I say what I told it\nOPEN = no right answer", "SOLVED W/ HELP. Stride.", "L2"),
        ("SOLVED = right without help\nSOLVED W/ HELP = right in the end\nOPEN = no right answer", "SOLVED. Nice.", "L1"),
        ("- 🥇 = perfect on the first message\n- 🥈 = perfect after I said something\n- 🥉 = I had to give up", "🥉 Hmm.", "Lx"),
        ("Stamps: clean (the first reply is right), nudged (a later reply is right after I said something) or stuck (never right)", "Annotation (nudged). A slip.", "L2"),
    ],
)  # fmt: skip
def test_a_scale_of_ones_own(legend: str, note: str, tier: str) -> None:
    assert in_tiers(note, signs_of(legend)).startswith(tier)


def test_hints_are_counted() -> None:
    assert [str(level(words)) for words in ("One hint. The names.", "Two hints. First", "Gave up. Not")] == [
        "L2",
        "L3",
        "Lx",
    ]
