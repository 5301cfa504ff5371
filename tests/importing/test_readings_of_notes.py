"""What a careful person reads in an annotator's note: a table in many voices, written before the reader was mended.

`c`: the answer is called right, `i`: it is called wrong, empty: nothing is said of the answer, or it cannot be told.
"""

from __future__ import annotations

import pytest

from viva.importing.verdicts import judgement, level
from viva.types import Level, Verdict

EXPECTED = {"c": Verdict.CORRECT, "i": Verdict.INCORRECT, "": None}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # stamps, signs, emoji
        ("✓ all good", "c"),
        ("✗", "i"),
        ("👍", "c"),
        ("👎 sign flipped in the second entry", "i"),
        ("🟢", "c"),
        ("🔴 no", "i"),
        ("🎉 nailed it", "c"),
        ("Yes!", "c"),
        ("No.", "i"),
        ("[sic]", ""),
        # scores
        ("0/2", "i"),
        ("2/2 points", "c"),
        ("1/2", ""),
        ("Score: 5 of 5", "c"),
        ("Score 0 out of 3", "i"),
        ("Full marks.", "c"),
        ("No credit.", "i"),
        ("Would get full credit.", "c"),
        # praise
        ("Spot on, nothing to complain about.", "c"),
        ("Nothing wrong here.", "c"),
        ("Can't find anything wrong with it.", "c"),
        ("I can't fault this.", "c"),
        ("Answer matches the solution sheet.", "c"),
        ("Agrees with the staff solution.", "c"),
        ("It needed no correction.", "c"),
        ("Without further nudging it arrives at the correct kernel.", "c"),
        ("Long-winded, but correct in the end.", "c"),
        ("Right, though the explanation is a bit wordy.", "c"),
        ("The model doubted itself, but its answer is right.", "c"),
        ("As expected.", "c"),
        # self-correction is praise
        ("It noticed its own mistake and fixed it.", "c"),
        ("→ caught its slip by itself. Nice.", "c"),
        ("It spotted the error on its own and repaired the sum. Good.", "c"),
        # complaints
        ("Close, but no cigar.", "i"),
        ("Not bad, but the sign is off.", "i"),
        ("Does not agree with the key.", "i"),
        ("Right idea, wrong sign.", "i"),
        ("Half right: the first entry is fine, the second is not.", "i"),
        ("The result is off by a factor of two.", "i"),
        ("Off by one.", "i"),
        ("It dropped the factor p.", "i"),
        ("Should be 39.", "i"),
        ("Confidently wrong.", "i"),
        ("There is no doubt that this is wrong.", "i"),
        ("It found its mistake, but the new answer is still wrong.", "i"),
        # nothing about the answer
        ("The mean squared error is written out first.", ""),
        ("Verbose. The formatting is confusing.", ""),
        ("My prompt had a mistake in it, so I sent it again.", ""),
        ("I pasted the matrix wrongly at first.", ""),
        ("Students often get this wrong.", ""),
        ("A common mistake would be to flip the kernel.", ""),
        ("Partial credit.", ""),
        ("I asked whether it was sure.", ""),
        ("It took 40 seconds and used the word \"manifold\" twice.", ""),
    ],
)  # fmt: skip
def test_what_a_note_says(words: str, expected: str) -> None:
    assert judgement(words) is EXPECTED[expected]


def test_a_tick_after_a_cross_is_no_failure() -> None:
    assert level("❌ → ✅ after one hint") is Level.L2
    assert level("✗ then ✓") is not Level.LX
