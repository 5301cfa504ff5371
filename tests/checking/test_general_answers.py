"""Sets, intervals, equations, points and numbers, as replies give them. Labels by hand."""

from __future__ import annotations

import pytest

from viva import equivalent

# ruff: noqa: E501 (a reply is one line)
# fmt: off
CASES: list[tuple[str, list[str], list[str]]] = [
    (
        '$\\{2, 5\\}$',
        [
            '2 and 5',
            '{5, 2}',
            'λ₁ = 2, λ₂ = 5',
            'λ = 2 or λ = 5',
            'The eigenvalues are 2 and 5.',
            '$\\lambda_1 = 5$ and $\\lambda_2 = 2$.',
            '$\\lambda \\in \\{2, 5\\}$',
            '$(\\lambda-2)(\\lambda-5)=0$, so $\\lambda=2,5$.',
            '$\\lambda_{1,2} = 2, 5$',
            '**2** and **5**',
            '2, 5',
            'The eigenvalues are 5 (eigenvector (1, 2)) and 2 (eigenvector (1, −1)).',
            '$\\lambda^2 - 7\\lambda + 10 = 0 \\Rightarrow \\lambda = 2, 5$',
            'x = 2 or x = 5 (both check out)',
            '$\\boxed{2}$ and $\\boxed{5}$',
        ],
        [
            '2 and 3',
            '{2}',
            '2, 5, 7',
            'λ = 2',
            '(λ-2)(λ+5)',
            '−2 and −5',
            '2 or -5',
            '[2, 5]',
        ],
    ),
    (
        '$[0, 1]$',
        [
            '[0, 1]',
            '$0 \\le x \\le 1$',
            'x ∈ [0, 1]',
            'between 0 and 1, inclusive',
            'The range is [0, 1].',
            '$0\\leq D\\leq 1$',
        ],
        [
            '(0, 1)',
            '[0, 1)',
            '[-1, 1]',
            '$0 < x < 1$',
            '{0, 1}',
            '[0, ∞)',
        ],
    ),
    (
        '$(0, 1)$',
        [
            '(0, 1)',
            '$0 < x < 1$',
            ']0, 1[',
            'the open interval (0, 1)',
            '$p \\in (0,1)$',
            'strictly between 0 and 1',
        ],
        [
            '[0, 1]',
            '[0, 1)',
            '(0, 2)',
            '$0\\le x\\le 1$',
        ],
    ),
    (
        '$(-1, 1)$',
        [
            '(-1, 1)',
            '$-1<x<1$',
            '$|x| < 1$',
            'tanh maps to (−1, 1).',
            ']-1, 1[',
        ],
        [
            '[-1, 1]',
            '(0, 1)',
            '$|x|\\le 1$',
        ],
    ),
    (
        '$x \\ge 3$',
        [
            'x ≥ 3',
            '$x\\geq 3$',
            '[3, ∞)',
            'x >= 3',
            '3 ≤ x',
            '$x \\in [3, \\infty)$',
            'x is at least 3',
            'x must be greater than or equal to 3',
        ],
        [
            'x > 3',
            'x ≤ 3',
            'x ≥ 4',
            '(3, ∞)',
            '3',
        ],
    ),
    (
        '$\\eta < \\frac{2}{L}$',
        [
            'η < 2/L',
            '$\\eta < 2/L$',
            '$\\eta L < 2$',
            'The step size has to be smaller than $2/L$: $\\eta < 2/L$.',
            '$\\frac{2}{L} > \\eta$',
        ],
        [
            'η < 1/L',
            '$\\eta > 2/L$',
            '$\\eta \\le 2/L$',
            '2L',
        ],
    ),
    (
        '$(-\\infty, 0) \\cup (2, \\infty)$',
        [
            'x < 0 or x > 2',
            '(-∞, 0) ∪ (2, ∞)',
            '$x<0$ or $x>2$',
            '$(2,\\infty)\\cup(-\\infty,0)$',
            'x ∈ (−∞, 0) ∪ (2, ∞)',
        ],
        [
            '0 < x < 2',
            'x > 2',
            '(-∞, 0] ∪ [2, ∞)',
            '(0, 2)',
        ],
    ),
    (
        '$y = 2x + 1$',
        [
            'y = 2x + 1',
            '$y=1+2x$',
            '$2x - y + 1 = 0$',
            'The line is $y = 2x + 1$.',
            'y - 1 = 2x',
            '$\\hat y = 2x+1$',
            'slope 2, intercept 1: y = 2x + 1',
        ],
        [
            'y = 2x - 1',
            'y = x + 2',
            'y = 2x',
            '$x = 2y+1$',
        ],
    ),
    (
        '$(1, -2)$',
        [
            '(1, -2)',
            'x = 1, y = -2',
            '$x=1$, $y=-2$',
            'The saddle point is at (1, −2).',
            '$(x, y) = (1, -2)$',
            '$x^* = 1, y^* = -2$',
            'at the point $(1,-2)$, where $f = 3$',
        ],
        [
            '(-2, 1)',
            '(1, 2)',
            'x = 1',
            '(−1, 2)',
            'x = -2, y = 1',
        ],
    ),
    (
        '$x^2 - 5x + 6$',
        [
            '$(x-2)(x-3)$',
            'x^2 - 5x + 6',
            '6 − 5x + x²',
            'x**2 - 5*x + 6',
            '$p(x) = x^2-5x+6$',
        ],
        [
            '$x^2+5x+6$',
            '(x-2)(x+3)',
            'x^2 - 5x',
            '2, 3',
        ],
    ),
    (
        '75%',
        [
            '0.75',
            '75 percent',
            '75 %',
            '3/4',
            '$75\\%$',
            'The accuracy is 75%.',
            '3 of 4 are right: 75%',
        ],
        [
            '0.75%',
            '25%',
            '7.5%',
            '80%',
        ],
    ),
    (
        '$60^\\circ$',
        [
            '60°',
            '60 degrees',
            '$60^{\\circ}$',
            'π/3',
            'The angle is 60°.',
            '$\\theta = 60^\\circ$',
        ],
        [
            '30°',
            "$60'$",
            '120°',
        ],
    ),
    (
        '$\\frac{3}{2}$',
        [
            '1.5',
            '3/2',
            '1½',
            '1 1/2',
            'one and a half',
            '$\\tfrac32$',
            '$\\frac{6}{4} = \\frac{3}{2}$',
            '150%',
        ],
        [
            '2/3',
            '0.5',
            '½',
            '1',
            '1/2',
            '$\\frac{1}{3}$',
            '15',
        ],
    ),
    (
        '$\\pm 2$',
        [
            'x = 2 or x = -2',
            '±2',
            '2 and -2',
            '$x=\\pm2$',
            '{-2, 2}',
            '$x_1 = 2$, $x_2 = -2$',
        ],
        [
            '2',
            '-2',
            '±4',
            '{2}',
        ],
    ),
    (
        '$1 \\pm \\sqrt{2}$',
        [
            '1 ± √2',
            '$1+\\sqrt2$ and $1-\\sqrt2$',
            '$\\lambda = 1\\pm\\sqrt 2$',
            '1 + √2, 1 − √2',
        ],
        [
            '±√2',
            '$1+\\sqrt2$',
            '2 ± √1',
            '$-1\\pm\\sqrt2$',
        ],
    ),
    (
        '$\\mathcal{N}(0, 2)$',
        [
            '$\\mathcal{N}(0, 2)$',
            'N(0, 2)',
        ],
        [
            'N(0, 1)',
            'N(2, 0)',
            '$\\mathcal{N}(0, \\sqrt 2)$',
        ],
    ),
    (
        '$w = 0$',
        [
            'w = 0',
            '$w=0$',
            '0',
        ],
        [
            'w = 1',
            '$w \\ne 0$',
            '1',
        ],
    ),
    (
        '3:1',
        [
            '3 : 1',
            '3:1',
            '3 to 1',
            'The ratio is 3:1.',
        ],
        [
            '1:3',
            '3:2',
            '4',
        ],
    ),
    (
        '$\\emptyset$',
        [
            '∅',
            'the empty set',
            'There is no solution.',
            '$\\{\\}$',
            'No real solutions.',
        ],
        [
            '{0}',
            '0',
            'all x',
            'ℝ',
        ],
    ),
    (
        '$\\mathbb{R}$',
        [
            'ℝ',
            '$\\mathbb R$',
            'all real numbers',
            '$(-\\infty, \\infty)$',
        ],
        [
            'ℝ⁺',
            '[0, ∞)',
            '∅',
        ],
    ),
    (
        '108',
        [
            'The layer has 4 · 27 = 108 weights. With biases it would be 112.',
            '108 (112 with biases)',
            'Answer: 108. If you count biases, you get 112.',
            "Wait, biases don't count. So not 112 but 108.",
            'First I get 112. Actually, scratch that: biases are ignored, so 108.',
            '**112** — hmm, that includes the 4 biases. Without them: **108**.',
            "It's 108. To double-check: 112 − 4 = 108 ✓.",
            '108, which is 3 times fewer than the 324 of a dense layer.',
            'Edit: I forgot to drop the biases. The answer is 108, not 112.',
            '$$4\\cdot 3\\cdot 3\\cdot 3=108$$\n\nWould you like me to also compute the FLOPs for a 224×224 input?',
            '108. Let me know if you want the count with 2 groups (54).',
            '1. Weights per filter: 27\n2. Filters: 4\n3. Total: 108',
            'There are 108 learnable weights (27 per filter).',
            'Each filter has 27 weights and there are 4 filters, which makes 108 in total, compared with 1,024 for a dense layer.',
            'I made an error above: 3·3·3·4 is 108 and not 118.',
            'I get 108 if biases are ignored, as the question says.',
        ],
        [
            '112',
            'The layer has 4 · 28 = 112 weights. Without biases it would be 108.',
            '112 (108 without biases)',
            "Answer: 112. If you don't count biases, you get 108.",
            'Not 108 but 112.',
            'First I get 108. Actually, scratch that: there are also 4 biases, so 112.',
            '108? No, wait: biases count as well, 112.',
            '27',
            "It's 324, which is 3 times the 108 of the first layer.",
            '108 weights + 4 biases = 112',
            '108 or 112',
            '5, or possibly 108',
        ],
    ),
    (
        '0.36',
        [
            '27 + 12 = 39 parameters. The standard convolution has 108. That is 36 percent: 0.36',
            '0.36',
            '39/108 ≈ 0.36',
            'about 36%',
        ],
        [
            '0.63',
            '0.39',
            '64%',
            '39/108 = 0.46',
            '0.036',
        ],
    ),
    (
        '39/108',
        [
            '27 + 12 = 39 parameters. That is 36 percent: 0.36',
            '13/36',
            '≈ 0.361',
            '36.1%',
        ],
        [
            '0.37',
            '12/36',
            '0.36 percent',
        ],
    ),
    (
        '12',
        [
            '12, or 16 if the padding is counted.',
            'The answer is 12.',
            '12. (Note that some books get 16.)',
            'It should be 12',
            'The result: twelve',
            'Therefore x = 12.',
            '\\(x = 12\\)',
        ],
        [
            '16, or 12 if the padding is ignored.',
            '16',
            '13',
            'either 12 or 16',
            '-12',
            '1.2',
        ],
    ),
    (
        '$\\frac{1}{3}$',
        [
            '1/3',
            '0.333',
            'one third',
            '33.3%',
            '$p = \\frac13$',
            'The probability is 1/3 ≈ 0.333.',
            'a third',
            '1 in 3',
            '1 out of 3',
        ],
        [
            '2/3',
            '0.3',
            '3',
            '0.33%',
            '1 in 4',
        ],
    ),
    (
        '$(2, 3)$',
        [
            '(2, 3)',
            'x = 2, y = 3',
            'The intersection is (2, 3).',
            '$(x,y)=(2,3)$',
            'x=2 and y=3',
            'They meet at the point (2, 3).',
        ],
        [
            '(3, 2)',
            'x = 3, y = 2',
            '(2, -3)',
            '[2, 3, 4]',
        ],
    ),
    (
        '$\\{-1, 1\\}$',
        [
            '±1',
            'x = ±1',
            '-1 and 1',
            '{1, -1}',
            'x = 1 or x = −1',
            '$x=\\pm1$',
            'The solutions are 1 and −1.',
            'λ = 1, −1',
        ],
        [
            '1',
            '{1}',
            '0 and 1',
            '[-1, 1]',
            '(-1, 1)',
        ],
    ),
    (
        '$[-1, 1]$',
        [
            '[-1, 1]',
            '-1 ≤ x ≤ 1',
            '$|x|\\le1$',
            '$-1\\leq x\\leq1$',
            'The cosine lies in [−1, 1].',
            'from −1 to 1',
            'x² ≤ 1',
        ],
        [
            '(-1, 1)',
            '[0, 1]',
            '±1',
            '{-1, 1}',
            '-1 < x < 1',
            '|x| < 1',
        ],
    ),
    (
        '$x > 0$',
        [
            'x > 0',
            '(0, ∞)',
            '$x\\in(0,\\infty)$',
            'x positive: x > 0',
            '0 < x',
            'all x > 0',
        ],
        [
            'x ≥ 0',
            'x < 0',
            '[0, ∞)',
            'x > 1',
        ],
    ),
    (
        '$\\lambda > \\frac{1}{2}$',
        [
            'λ > 1/2',
            'λ > 0.5',
            '$2\\lambda>1$',
            '$\\lambda \\in (\\frac12,\\infty)$',
            '1/2 < λ',
        ],
        [
            'λ ≥ 1/2',
            'λ < 1/2',
            'λ > 2',
        ],
    ),
    (
        '$\\frac{x^2}{2} + C$',
        [
            'x²/2 + C',
            '$\\frac12x^2+C$',
            '0.5x^2 + C',
            '$\\int x\\,dx=\\frac{x^2}{2}+C$',
        ],
        [
            'x² + C',
            'x²/2 + x + C',
            '2x + C',
        ],
    ),
    (
        '$y = -x + 4$',
        [
            'y = 4 − x',
            'x + y = 4',
            '$y=-x+4$',
            'y = -x + 4, i.e. slope −1',
            '2x + 2y = 8',
        ],
        [
            'y = x + 4',
            'x + y = -4',
            'y = -x',
        ],
    ),
    (
        '4:1',
        [
            '4:1',
            '4 : 1',
        ],
        [
            '1:4',
            '4:2',
        ],
    ),
    (
        '25%',
        [
            '25%',
            '0.25',
            'one quarter',
            '1/4',
            '25 percent',
            '25 %',
        ],
        [
            '0.25%',
            '75%',
            '2.5',
            '40%',
        ],
    ),
    (
        '2.5',
        [
            '2.5',
            '2½',
            '5/2',
            'two and a half',
            '2.50',
            '≈ 2.5',
        ],
        [
            '2',
            '½',
            '25',
            '1.5',
            '2/5',
        ],
    ),
    (
        '1000000',
        [
            '1,000,000',
            '10^6',
            '1e6',
            '1 million',
            '1M',
            'one million',
            '$10^6$',
        ],
        [
            '100,000',
            '10^5',
            '1 billion',
            '1e7',
        ],
    ),
    (
        '42',
        [
            'The answer is 42.',
            '42, not 43.',
            'Not 43, but 42.',
            'It is 42 (43 would include the bias).',
            '43 − 1 = 42',
            '42.0',
            'forty-two',
            'Initially I had 43; the right value is 42.',
            'The result is 42, while a naive count gives 45.',
            '6 × 7 = 42.\n\nSanity check: 42 / 6 = 7.',
            'Answer:\n\n42',
            '**42** parameters',
            '= 42',
            'I get 42. Is there anything else you would like to know about 3D convolutions?',
        ],
        [
            '43, not 42.',
            '42 or 43',
            'Either 42 or 43.',
            'The result is 45, while a careless count gives 42.',
            '41.9',
            '-42',
            'Initially I had 42; the right value is 43.',
            '42 + 1 = 43',
            'It is 43 (42 without the bias).',
            '420',
        ],
    ),
]
# fmt: on

RIGHT = [(key, reply) for key, right, _ in CASES for reply in right]
WRONG = [(key, reply) for key, _, wrong in CASES for reply in wrong]


@pytest.mark.parametrize(("key", "reply"), RIGHT)
def test_right(key: str, reply: str) -> None:
    assert equivalent(key, reply) is True


@pytest.mark.parametrize(("key", "reply"), WRONG)
def test_never_accepted(key: str, reply: str) -> None:
    assert equivalent(key, reply) is not True
