"""Verdicts on whole replies to homework 5: the traps that people and programs fall into. Expected values by hand."""

from __future__ import annotations

import pytest

from viva.checking import check
from viva.errors import VivaError
from viva.types import FindingKind, PartCheck, Verdict

C, W, U = Verdict.CORRECT, Verdict.INCORRECT, Verdict.UNDECIDED

RIGHT_C = r"\begin{bmatrix} -1 & 3 & -2 \\ 3 & -3 & 1 \\ 0 & 3 & 1 \end{bmatrix}"
WRONG_C = r"\begin{bmatrix} -1 & 3 & -2 \\ 3 & 0 & -1 \\ 0 & 3 & 1 \end{bmatrix}"
ONE_LINE = (
    "dL/dx_i = gamma (dL/dy_i - (1/n) sum_j dL/dy_j). For n = 1 it is zero. "
    "For n to infinity it tends to gamma dL/dy_i."
)
TAKEN_APART = "So\n∂L\n∂xi\n= γ\n∂L\n∂yi\n−\nγ\nn ∑\nn\nj=1\n∂L\n∂yj\n.\nThis is the gradient."

TABLE = [
    # 3a: numbers, hedges, corrections, distractors
    ("3a", "108", C),
    ("3a", "**Answer: 108 parameters**\n\nNote: If we included biases, we would have 112.", C),
    ("3a", "**Answer: 112 learnable parameters** (or 108 if we ignore biases)", W),
    ("3a", "Each filter has 27 weights. So the 4 filters have $4 \\cdot 27 = 108$ weights.", C),
    ("3a", "4·3·3·3", C),
    ("3a", "The answer is \\boxed{112}. Wait, biases are ignored here. So it is 108.", C),
    ("3a", "The answer is \\boxed{108}. Wait, let me check: 4 · 27 = 108. Yes, that is right.", C),
    ("3a", "It is not 112 but 108.", C),
    ("3a", "~~112~~ 108", C),
    ("3a", "<think>112? No, 108.</think>The layer has 112 parameters.", W),
    ("3a", "36 = 4 · 9 parameters", W),
    ("3a", "The layer needs 4 filters of size 3 × 3 × 3.", U),
    ("3a", "There are many parameters.", U),
    ("3a", "", U),
    ("3a", "<think>108", U),
    # 1b: what stands in a term is no component
    ("1b", "The third equation is 3c = 11 + 2b = 9, hence c = 3. Corrected filter: (a, b, c) = (2, −1, 3)", C),
    ("1b", "The third equation is 3c = 11 + 2b = 9, hence c = 3. Corrected filter: (a, b, c) = (2, 1, 3)", W),
    ("1b", "a = 2\nb = -1\nc = 3", C),
    # 1b: another filter is the answer in the end
    ("1b", "h_1 = 2, h_2 = -1, h_3 = 3. Remember that convolution flips it, so the filter is **[3, -1, 2]**.", U),
    ("1b", "h_1 = 2, h_2 = -1, h_3 = 3. Check: the output is [-2, 2, 11].", C),
    # 1b: the system is written with matrices
    (
        "1b",
        r"In matrix form \[ \begin{pmatrix} 1 & 4 & 0 \\ 4 & 0 & -2 \\ 0 & -2 & 3 \end{pmatrix} "
        r"\begin{pmatrix} h_1 \\ h_2 \\ h_3 \end{pmatrix} = \begin{pmatrix} -2 \\ 2 \\ 11 \end{pmatrix} \] "
        r"Elimination gives $h_2 = -1$, then $h_1 = 2$. \[ \boxed{\mathbf{h} = (2, -1, 3)} \]",
        C,
    ),
    ("3b", "27 + 12 = **39**. Biases would add 3 + 4 = 7 more, for 46 in total.", C),
    ("3b", "Depthwise: 27\nPointwise: 12\nTotal: 39 parameters\n\nA standard convolution would need 108.", C),
    ("3b", "**30 + 16 = 46 parameters** (with biases) or **27 + 12 = 39 parameters** (without biases)", W),
    ("3b", "3 × 3 × 3 = 27 weights in the depthwise part and 3 × 4 = 12 in the pointwise part: 39.", C),
    ("3b", "3 × 3 × 3 = 27 weights in the depthwise part and 3 × 4 = 12 in the pointwise part: 40.", W),
    ("3b", "Depthwise 3 × 3 × 3 = 27, pointwise 1 × 1 × 3 × 4 = 12, together **39** parameters.", C),
    ("3b", "Depthwise 3 × 3 × 3 = 27, pointwise 3 × 4 = 12, 27 + 12 = 39, together with biases 46 parameters.", C),
    ("3b", "Depthwise it has 3 ⋅ 9 = 27 parameters and the pointwise 3 ⋅ 4 = 12, which makes 39 parameters.", C),
    ("3b", "Depthwise it has 3 ⋅ 9 = 27 parameters and the pointwise 3 ⋅ 4 = 12, which makes 40 parameters.", W),
    ("3a", "Each channel has a filter of size 3 × 3 × 3 = 27, and there are four, which makes 108 parameters.", C),
    ("3b", "27 + 12 = 39 parameters; a full convolution makes 108 parameters.", C),
    ("3b", "27 + 12 = 39 parameters in total, and a big one makes 108", C),
    ("3b", "3*3*3=27 and 3*4=12, altogether 39.", C),
    ("3a", "4 · 27 = 108 parameters, which makes 432 bytes.", C),
    ("3a", "long " * 2000 + "so **108**.", C),
    # 2b: three sentences on one line
    ("2b/gradient", ONE_LINE, C),
    ("2b/n1", ONE_LINE, C),
    ("2b/limit", ONE_LINE, C),
    ("2b/gradient", ONE_LINE.replace("- (1/n)", "+ (1/n)"), W),
    ("2b/n1", ONE_LINE.replace("it is zero", "it is 1"), W),
    ("2b/limit", ONE_LINE.replace("tends to gamma", "tends to"), W),
    ("2b/gradient", TAKEN_APART, C),
    ("2b/gradient", TAKEN_APART.replace("−", "+"), W),
    # a tilde typed behind its letter
    ("4b", "w = p w~.", C),
    ("4b", "w = p * w~", C),
    ("4b", "w = pw~", C),
    ("4b", "w~ = w/p", C),
    ("4b", "w = w~/p.", W),
    ("4b", "w~ = p w.", W),
    ("4b", "$w~=~p \\tilde w$", C),
    ("4c", "X~ = X Gamma^{-1}", C),
    ("4c", "X~ = X Gamma^-1.", C),
    ("4c", "X~ = X Gamma.", W),
    # 1b: vectors
    ("1b", "The filter is $[2, -1, 3]$.\n\n## Verification\n\n$[1, 4, 0] \\cdot [2, -1, 3] = -2$. So: [-2, 2, 11].", C),
    ("1b", "Given the signal [1, 4, 0, −2, 3] and the output [−2, 2, 11], the filter is (2, −1, 3).", C),
    ("1b", "f₀ = 2, f₁ = −1, f₂ = 3", C),
    ("1b", "Final answer: [3, -1, 2]", W),
    ("1b", "Final answer: [2, -1]", W),
    ("1b", "The signal is [1, 4, 0, -2, 3] and the output [-2, 2, 11].", U),
    # 1c: matrices
    ("1c", f"**Final Answer:**\n\n$${RIGHT_C}$$", C),
    ("1c", f"The output is:  ${WRONG_C}$", W),
    ("1c", "| | | |\n|---|---|---|\n| -1 | 3 | -2 |\n| 3 | -3 | 1 |\n| 0 | 3 | 1 |", C),
    ("1c", "| | | |\n|---|---|---|\n| -1 | 3 | -2 |\n| 3 | 0 | -1 |\n| 0 | 3 | 1 |", W),
    ("1c", "Y = [[-1, 3, -2], [3, -3, 1], [0, 3, 1]]", C),
    ("1c", "The output matrix is\n\n\uf8ee\n\uf8f0\n−1\n3\n−2\n3\n−3\n1\n0\n3\n1\n\uf8f9\n\uf8fb", U),
    ("1c", "Answer: [[-1, 3], [3, -3]]", W),
    # 2a: choices
    ("2a", "Batch normalization: A, layer normalization: B", C),
    ("2a", "Which one is batch normalization?\n■ A □ B □ C\n\nWhich one is layer normalization?\n□ A ■ B □ C", C),
    ("2a", "B → layer norm, A → batch norm", C),
    ("2a", "#### **Which one denotes batch normalization? B**\n\n#### **Which one denotes layer normalization? C**", W),
    ("2a", "Layer norm is not C but B. Batch norm is A.", C),
    (  # the letter of an axis is no option, and a description of a cube no choice
        "2a",
        "Telling batch norm from layer norm.\n\n- **Diagram A:** all of N\n- **Diagram B:** one sample\n\n"
        "**Which one denotes batch normalization? A**\n\nBatch normalization averages over (N, H, W), for each channel "
        "(C).\n\n**Which one denotes layer normalization? B**\n\nLayer normalization averages over H, W, C.",
        C,
    ),
    ("2a", "Batch norm is A.", U),
]  # fmt: skip


@pytest.mark.parametrize(("question", "reply", "verdict"), TABLE)
def test_verdicts(question: str, reply: str, verdict: Verdict) -> None:
    result = check(f"hw5/{question}", reply)
    assert result.verdict is verdict, result.parts
    for part in result.parts:
        evidence_is_complete(part, reply)


def evidence_is_complete(part: PartCheck, reply: str) -> None:
    evidence = part.evidence
    assert evidence.key
    if part.verdict is U:
        assert evidence.reason
    if part.verdict is W:
        assert evidence.counterexample
    if evidence.answer is not None:
        assert reply[evidence.answer.span.start : evidence.answer.span.end] == evidence.answer.quote
    if part.verdict is not U:
        assert evidence.answer is not None
        assert evidence.method != "none"


def test_every_wrong_entry_is_named() -> None:
    evidence = check("hw5/1c", f"The output is: ${WRONG_C}$").parts[0].evidence
    assert evidence.counterexample == "entry (2, 2) is 0, should be -3; entry (2, 3) is -1, should be 1"


def test_a_misconception_is_matched_and_found() -> None:
    part = check("hw5/3a", "The layer has 112 parameters.").parts[0]
    assert part.evidence.misconception == "biases-counted"
    assert [finding.kind for finding in part.findings] == [FindingKind.CONVENTION]


def test_a_hedge_is_an_aside() -> None:
    answer = (
        check("hw5/3a", "**Answer: 112 learnable parameters** (or 108 if we ignore biases)").parts[0].evidence.answer
    )
    assert answer is not None
    assert (answer.read_as, answer.asides) == ("112", ("108",))


def test_a_correction_is_found() -> None:
    part = check("hw5/3a", "It has 112 parameters. Wait, I made a mistake, biases are ignored, so it is 108.").parts[0]
    assert part.verdict is C
    assert FindingKind.SELF_CORRECTED in [finding.kind for finding in part.findings]


def test_the_dump_says_why_it_is_undecided() -> None:
    dump = "The output is\n\uf8ee\n\uf8f0\n−1\n3\n−2\n3\n−3\n1\n0\n3\n1\n\uf8f9\n\uf8fb"
    reason = check("hw5/1c", dump).parts[0].evidence.reason
    assert "row by row" in reason and "column by column" in reason


def test_named_entries_settle_a_dump() -> None:
    entries = [[-1, 3, -2], [3, -3, 1], [0, 3, 1]]
    named = "\n".join(f"O{i},{j} = {entries[i][j]}," for i in range(3) for j in range(3))
    dump = "O =\n\n−1\n3\n−2\n3\n−3\n1\n0\n3\n1\n"
    assert check("hw5/1c", f"{named}\n\n{dump}").verdict is C


def test_the_parts_of_one_reply_are_separated() -> None:
    reply = (
        "### Gradient\n$$\\frac{\\partial L}{\\partial x_i} = \\gamma\\left(\\frac{\\partial L}{\\partial y_i} - "
        "\\frac1n\\sum_{j=1}^n\\frac{\\partial L}{\\partial y_j}\\right)$$\n\n"
        "### When n = 1\nThe gradient is $0$.\n\n"
        "### As n → ∞\n$$\\frac{\\partial L}{\\partial x_i} \\to \\gamma\\frac{\\partial L}{\\partial y_i}$$"
    )
    verdicts = {part.part: part.verdict for part in check("hw5/2b", reply).parts}
    assert verdicts == {"2b/gradient": C, "2b/n1": C, "2b/limit": C}
    assert check("hw5/2b/n1", reply.replace("is $0$", "is $1$")).verdict is W


def test_a_question_is_found_in_a_whole_papers_reply() -> None:
    paper = (
        "# Problem 1\n(a) Weights are shared, and it is translation equivariant.\n(b) [2, -1, 3]\n"
        f"(c) ${RIGHT_C}$\n# Problem 3\n(a) 108\n(b) 46\n"
    )
    assert check("hw5/1b", paper).verdict is C
    assert check("hw5/1c", paper).verdict is C
    assert check("hw5/3a", paper).verdict is C
    assert check("hw5/3b", paper).verdict is W


def test_other_draws_have_other_keys() -> None:
    from viva.papers import find

    question = find("hw5/3a")[1]
    assert question is not None
    key = question.parts[0].key(question.draw(7))
    assert check("hw5/3a", f"Answer: {key}", draw=7).verdict is C
    assert check("hw5/3a", f"Answer: {key + 1}", draw=7).verdict is W


def test_a_judge_model_decides_what_patterns_cannot() -> None:
    reply = "One thing is that sizes stay small. Another is the way the pictures move about."
    assert check("hw5/1a", reply).verdict is U
    yes = check("hw5/1a", reply, grader=lambda _: '{"made": ["weight-sharing", "translation"], "contradicted": []}')
    assert yes.verdict is C
    assert yes.parts[0].evidence.method == "rubric: judge model"
    no = check("hw5/1a", reply, grader=lambda _: '{"made": [], "contradicted": []}')
    assert no.verdict is W
    assert check("hw5/1a", reply, grader=lambda _: "I like it").verdict is U


@pytest.mark.parametrize("reference", ["hw5", "hw5/9z", "hw99/1a", ""])
def test_an_unknown_reference_is_an_error_in_words(reference: str) -> None:
    with pytest.raises(VivaError):
        check(reference, "108")


def test_a_huge_reply_is_undecided_and_says_why() -> None:
    part = check("hw5/3a", "108 " * 3_000_000).parts[0]
    assert part.verdict is U
    assert "characters long" in part.evidence.reason
