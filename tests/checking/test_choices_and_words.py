"""Choices, yes and no, directions and names, as replies give them. Labels by hand."""

from __future__ import annotations

import pytest

from viva import equivalent

# ruff: noqa: E501 (a reply is one line)
# fmt: off
CASES: dict[str, tuple[list[str], list[str]]] = {
    'B': (
        [
            '**B.** ReLU is non-saturating, so gradients do not vanish for positive inputs.',
            'The answer is B, because the sigmoid saturates (A), tanh does as well (C), and softmax is no hidden activation (D).',
            "Let's go through the options.\n\nA) Sigmoid saturates on both sides, so no.\nB) ReLU does not saturate for positive inputs. This is what we want.\nC) Tanh saturates.\nD) Softmax is for outputs.\n\nSo the answer is **B) ReLU**.",
            'Option B is correct. Option A would be right if the question asked about outputs.',
            'A is wrong since it saturates; C is wrong for the same reason; D is not a hidden activation. That leaves B.',
            "I first thought A, but on reflection it's B.",
            '- [ ] A\n- [x] B\n- [ ] C\n- [ ] D',
            'A: False\nB: True\nC: False\nD: False',
            '(B) is the correct option; (A) and (C) confuse variance with bias.',
            '$\\boxed{\\text{B}}$',
            '\\boxed{B. \\text{ReLU}}',
            'The second option, B.',
            'Answer: B (not C, which is a common mistake).',
            'My answer: b)',
            'Correct answer: **(b)**',
            'We can eliminate A and C because both saturate. Between B and D, D is used only at the output. Hence B.',
            "It can't be A or D. C would need a linear output. So I'd go with B.",
            '**Answer:** B\n\n**Why not the others?**\n- A: saturates\n- C: saturates\n- D: output only',
            'A. No\nB. Yes\nC. No\nD. No',
            'Among the four choices, only B avoids saturation.',
            'The right choice is B. (C is close, but it is wrong when the batch has size 1.)',
            'B ✓',
            'A ✗, B ✓, C ✗, D ✗',
            'Choice B, I think. Not D.',
            'I would answer B here.',
            'B is right; A, C, D are not.',
            'wait, A? no: A saturates. B.',
            'B – ReLU',
            'B: the variance shrinks as the number of members grows',
        ],
        [
            '**A.** ReLU is non-saturating, so B is not needed.',
            'The answer is A, because B dies for negative inputs.',
            'Not B but C.',
            "I first thought B, but on reflection it's A.",
            '- [x] A\n- [ ] B\n- [ ] C',
            'A: False\nB: False\nC: True\nD: False',
            'Answer: C (not B, which is a common mistake).',
            'B and C',
            "It can't be B. So I'd go with D.",
            'Either A or B.',
            'B looks tempting, but the right choice is D.',
            '**Answer:** D\n\n**Why not the others?**\n- A: saturates\n- B: dies\n- C: saturates',
            'A ✗, B ✗, C ✓, D ✗',
            'A is right; B, C, D are not.',
            'B is right about the variance, but the answer is A.',
            'wait, B? no: B dies. A.',
            'All of the above',
        ],
    ),
    '(iii)': (
        [
            '(iii), since the gradient of the hinge loss is zero there.',
            '**(iii)** The update uses the sign of the gradient only.',
            'iii',
            'Statement (iii) is the correct one. (i) and (ii) fail when the learning rate is large.',
            'The third statement.',
            'Option iii.',
            'Of the four, only (iii) holds.',
        ],
        [
            '(ii), since the gradient of the hinge loss is zero there.',
            '(i) and (iii)',
            'Statement (iv) is the correct one; (iii) fails when the learning rate is large.',
            'not (iii) but (ii)',
            'The second statement.',
        ],
    ),
    '3': (
        [
            'Option 3',
            '**3.** is right: dropout is off at test time.',
            'The correct statement is number 3.',
            'The answer is option (3).',
            '3',
        ],
        [
            'Option 2',
            'The correct statement is number 4.',
            'Option 1 (option 3 is wrong)',
        ],
    ),
    'A, C': (
        [
            'A and C',
            'A, C',
            'The correct statements are A and C. B is false because the norm is not squared, D because the bias is missing.',
            '(A) true, (B) false, (C) true, (D) false',
            '- A: true\n- B: false\n- C: true\n- D: false',
            'Both A and C hold; B and D do not.',
            '**A** and **C**',
            'B and D are wrong, so A and C.',
            'AC',
            '- [x] A\n- [ ] B\n- [x] C\n- [ ] D',
            'Statements A and C are true.',
            'A ✓\nB ✗\nC ✓\nD ✗',
            'Select **A** (weights are shared) and **C** (translation equivariance).',
            'True: A, C. False: B, D.',
            'A is correct. B is incorrect. C is correct. D is incorrect.',
            'C and A.',
        ],
        [
            'A',
            'A, B and C',
            'B and D',
            'A and C are wrong, so B and D.',
            'A, D',
            'A is correct. B is correct. C is correct. D is incorrect.',
            '- [x] A\n- [x] B\n- [x] C\n- [ ] D',
            'A: true\nB: true\nC: false\nD: false',
            'Convex: B, D. Not convex: A, C.',
            'Only A.',
            'A and C? No: A and B.',
        ],
    ),
    '(B)': (
        [
            '$(B)$',
            'Answer (B)',
            'The correct option is \\textbf{(B)}.',
            '\\textbf{B}',
            'b',
            'Therefore the correct answer is $\\mathbf{B}$.',
            'B) a batch statistic',
            'Final answer: B.',
            'So, the answer is option **B**: the variance is divided by n.',
        ],
        [
            '$(A)$',
            '\\textbf{C}',
            'Final answer: D.',
            'So, the answer is option **C**: not B.',
        ],
    ),
    'yes': (
        [
            'Yes, because each head sees a different projection.',
            '**Yes.** The map is linear.',
            'The statement is true: the map is linear.',
            'True',
            'Yes – it is convex.',
            'Correct, it is convex since the Hessian is PSD.',
            'It is convex, so yes.',
        ],
        [
            'No, because each head sees the same.',
            '**False.** The map is not linear.',
            'No.',
            'The statement is not true.',
            'Yes and no.',
            'I would say no.',
        ],
    ),
    'no': (
        [
            'No, it is not convex.',
            '**No**. Consider x = 0.',
            'False.',
            'It is not, so the answer is no.',
            'Answer: No',
            "No – the maximum of concave functions isn't concave.",
            'The claim is false.',
        ],
        [
            'Yes.',
            'Yes, no exception.',
            'True',
            'The claim is true.',
            'Answer: yes',
        ],
    ),
    'true': (
        [
            'True.',
            '**True**, since the softmax is invariant to shifts.',
            'The statement is true.',
            'Answer: true',
            'This is true because the softmax is shift-invariant.',
            "That's correct.",
        ],
        [
            'False.',
            'The statement is false.',
            'This is not true.',
            "It's untrue.",
            'Answer: False. (It would be true for the log-sum-exp.)',
        ],
    ),
    'false': (
        [
            'False',
            'The statement is false because BN uses batch statistics.',
            'This is incorrect.',
            'That statement is wrong.',
            'Not true: dropout is off at test time.',
        ],
        [
            'True',
            'The statement is true.',
            'It is right.',
        ],
    ),
    'increases': (
        [
            'It increases.',
            'The variance **increases** with depth.',
            'increase',
            'The variance will increase.',
            'Answer: it increases, because each layer adds variance.',
            'The loss goes up, i.e. it increases.',
        ],
        [
            'It decreases.',
            'It stays the same.',
            'decreases',
            'The variance does not increase.',
            'It first increases, then decreases.',
        ],
    ),
    'decreases': (
        [
            'It decreases.',
            'decreases',
            '**Decreases.**',
        ],
        [
            'It increases.',
            'It never decreases.',
            'unchanged',
        ],
    ),
    'underfitting': (
        [
            'Underfitting',
            'This is underfitting.',
            'The model is **underfitting**: both errors are high.',
        ],
        [
            'Overfitting',
            'This is overfitting, not underfitting.',
            'The model is **overfitting**.',
        ],
    ),
    'layer normalization': (
        [
            'Layer normalization',
            '**Layer normalization**',
            'It is layer normalization.',
            'layer normalisation',
        ],
        [
            'Batch normalization',
            'It is batch normalization, not layer normalization.',
        ],
    ),
}
# fmt: on

RIGHT = [(key, reply) for key, (right, _) in CASES.items() for reply in right]
WRONG = [(key, reply) for key, (_, wrong) in CASES.items() for reply in wrong]


@pytest.mark.parametrize(("key", "reply"), RIGHT)
def test_right(key: str, reply: str) -> None:
    assert equivalent(key, reply) is True


@pytest.mark.parametrize(("key", "reply"), WRONG)
def test_never_accepted(key: str, reply: str) -> None:
    assert equivalent(key, reply) is not True
