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
        # a second lot, written after the first was mended
        ("First try. Clean derivation.", "c"),
        ("Got it.", "c"),
        ("Got it right away", "c"),
        ("Got it wrong.", "i"),
        ("Missed the minus sign.", "i"),
        ("The minus sign got lost.", "i"),
        ("Flips the kernel, so the middle entry has the wrong sign.", "i"),
        ("The model flips the kernel here.", ""),
        ("Great explanation with a nice picture.", "c"),
        ("Needed to be reminded that there are no biases.", ""),
        ("PASS", "c"),
        ("FAIL", "i"),
        ("pass", "c"),
        ("OK", "c"),
        ("✔️ L1", "c"),
        ("✅ Correct", "c"),
        ("❌ Incorrect", "i"),
        ("⚠️ Partially correct", ""),
        ("Verdict: correct", "c"),
        ("Verdict: WRONG", "i"),
        ("Accuracy: 100%", "c"),
        ("Accuracy: 0%", "i"),
        ("Correctness: yes", "c"),
        ("Correct? Yes.", "c"),
        ("Correct? No.", "i"),
        ("Correct: no", "i"),
        ("Error: sign.", "i"),
        ("No issues.", "c"),
        ("The answer is what I had.", "c"),
        ("I had the same answer.", "c"),
        ("Same as mine.", "c"),
        ("Different from my own solution.", "i"),
        ("I initially thought this was wrong, but after checking it is right.", "c"),
        ("Correct, although it took a detour through the Fourier domain.", "c"),
        ("I disagree: A and B are swapped.", "i"),
        ("Swapped the two diagrams.", "i"),
        ("It was not able to identify the diagrams.", "i"),
        ("It did well.", "c"),
        ("Very strong, this was the hardest part.", "c"),
        ("The algebra is fine; the conclusion is not.", "i"),
        ("It never makes an arithmetic error, unlike the smaller model.", "c"),
        ("Unlike GPT-4, which got this wrong, it gives the right filter.", "c"),
        ("No mistakes that I could find.", "c"),
        ("It didn't make the usual mistake of flipping the kernel.", "c"),
        ("It avoids the trap of counting biases.", "c"),
        ("Interesting that it uses matrix notation.", ""),
        ("Weird notation but fine.", "c"),
        ("wow", ""),
        ("meh", ""),
        ("hmm, no", "i"),
        ("nope", "i"),
        ("right!", "c"),
        ("indeed", "c"),
        ("Not correct yet.", "i"),
        ("Now correct.", "c"),
        ("still not there", "i"),
        ("Still off.", "i"),
        ("The answer would be right if the kernel were flipped.", "i"),
        ("It's correct that weights are shared, but invariance is wrong.", "i"),
        ("Expected 108, got 112.", "i"),
        ("Expected 39, got 39.", "c"),
        ("What happens if biases are counted? I tried that later.", ""),
        ("This is an example of sycophancy.", ""),
        ("Solves it in one go.", "c"),
        ("In one go!", "c"),
        ("Immediately right.", "c"),
        ("right on the first attempt", "c"),
        ("took three attempts", ""),
        ("Gave up.", "i"),
        ("I gave up.", "i"),
        ("Never got there.", "i"),
    ],
)  # fmt: skip
def test_what_a_note_says(words: str, expected: str) -> None:
    assert judgement(words) is EXPECTED[expected]


@pytest.mark.parametrize(
    "words",
    [
        "Hallucinations: No",
        "Misconceptions: none observed.",
        "The final answer is correct but one intermediate line is wrong.",
        "Better than the last model, which failed here.",
    ],
)
def test_what_is_no_complaint_about_the_answer(words: str) -> None:
    assert judgement(words) is not Verdict.INCORRECT


@pytest.mark.parametrize("words", ["Almost right.", "Hardly correct.", "Correct answer: 108.", "⚠️ Partially correct"])
def test_what_is_no_praise_of_the_answer(words: str) -> None:
    assert judgement(words) is not Verdict.CORRECT


def test_a_tick_after_a_cross_is_no_failure() -> None:
    assert level("❌ → ✅ after one hint") is Level.L2
    assert level("✗ then ✓") is not Level.LX
