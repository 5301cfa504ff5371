"""Orders of growth, limits and shapes, as replies give them. Labels by hand."""

from __future__ import annotations

import pytest

from viva import equivalent

# ruff: noqa: E501 (a reply is one line)
# fmt: off
CASES: list[tuple[str, list[str], list[str]]] = [
    (
        'O(T^2 d)',
        [
            '$O(T^2 d)$',
            'O(T²d)',
            'The time complexity is O(T²·d), the memory O(T²).',
            'Self-attention costs $\\mathcal{O}(T^2 \\cdot d)$ operations.',
            'Time: $O(d T^2)$; space: $O(T^2 + Td)$.',
            '$\\Theta(T^2 d)$',
            '`O(T^2 * d)`',
            'O(T**2 * d)',
            'It scales as $T^2 d$.',
            'Computing $QK^\\top$ takes $O(T^2 d)$, the softmax $O(T^2)$, and the product with V another $O(T^2 d)$. Total: $O(T^2 d)$.',
            'Computing $QK^\\top$ takes $O(T^2 d)$ and the softmax takes $O(T^2)$, so overall $O(T^2 d)$.',
            '**$O(T^2 d)$**, compared with $O(T d^2)$ for the feed-forward part.',
            'O(T^2 d). An RNN would need O(T d^2).',
            'quadratic in T and linear in d: O(T^2 d)',
            '$O(2T^2 d) = O(T^2 d)$',
            'Roughly $2T^2 d$ multiply-adds, hence $O(T^2d)$.',
            '\\boxed{O(T^2 d)}',
            'The cost is on the order of $T^2 d$.',
        ],
        [
            '$O(T d^2)$',
            'O(T²)',
            'The time complexity is O(T·d), the memory O(T²).',
            'O(T^2 d^2)',
            '$O(Td)$, compared with $O(T^2 d)$ for full attention.',
            'It scales as $T d^2$.',
            'Naively it is $O(T^2 d)$, but with FlashAttention it becomes $O(T d)$.',
            'time O(T^2), memory O(T^2 d)',
        ],
    ),
    (
        '$O(n \\log n)$',
        [
            'O(n log n)',
            '$O(n\\log_2 n)$',
            '$\\Theta(n \\log n)$',
            'O(n lg n)',
            'The sort dominates, so O(n log n).',
            'O(n ln n)',
            '$\\mathcal O(n \\log n)$ time and $\\mathcal O(n)$ memory',
            'O(n log(n))',
            '$O(n\\log n + n)$',
        ],
        [
            'O(n)',
            'O(n^2)',
            'O(log n)',
            'O(n log² n)',
            '$O(n^{1.5})$',
        ],
    ),
    (
        '$O(1/\\sqrt{n})$',
        [
            '$O(n^{-1/2})$',
            'It decays like $1/\\sqrt{n}$.',
            'The error shrinks as $1/\\sqrt n$.',
            'O(1/√n)',
            'proportional to $n^{-1/2}$',
            '~ 1/√n',
            'The standard error scales with $1/\\sqrt{n}$.',
        ],
        [
            'O(1/n)',
            'It decays like $1/n$.',
            'O(√n)',
            '~ 1/n^2',
        ],
    ),
    (
        '$O(1)$',
        [
            'O(1)',
            'constant, O(1)',
            'It takes constant time, i.e. $O(1)$.',
            '$\\Theta(1)$',
            '$O(1)$ – independent of $n$.',
        ],
        [
            'O(n)',
            'O(log n)',
            'linear, O(n)',
        ],
    ),
    (
        '$O(BLd + L^2)$',
        [
            'O(L^2 + B L d)',
            '$O(B \\cdot L \\cdot d + L^2)$',
        ],
        [
            'O(BLd)',
            'O(L^2)',
        ],
    ),
    (
        '$\\Omega(n)$',
        [
            'Ω(n)',
            '$\\Omega(n)$',
        ],
        [
            'O(log n)',
            'Ω(1)',
        ],
    ),
    (
        '$2^n$',
        [
            '$2^n$',
            'It grows as 2^n.',
            '2**n',
            'There are $2^n$ subsets.',
        ],
        [
            'n^2',
            '$2n$',
            '$2^{n-1}$',
        ],
    ),
    (
        '0',
        [
            'It tends to 0.',
            '→ 0',
            '$\\lim_{t\\to\\infty} = 0$',
            'The gradient vanishes.',
            'It goes to zero as n → ∞.',
            'The limit is 0, since $\\gamma < 1$.',
            'It vanishes like $1/n$, so the limit is 0.',
            '$\\gamma^t \\to 0$ as $t \\to \\infty$',
            'As $n\\to\\infty$ the term $\\frac{1}{n}\\to 0$.',
        ],
        [
            'It tends to 1.',
            '→ ∞',
            'It diverges.',
            'It does not vanish; it tends to 1.',
            'The limit is 1/2.',
        ],
    ),
    (
        '\\infty',
        [
            'It diverges to infinity.',
            '∞',
            '$+\\infty$',
            'The limit is infinite.',
            'It grows without bound.',
            '→ ∞',
            'It blows up: $\\infty$',
        ],
        [
            '0',
            '$-\\infty$',
            'It converges to 1.',
            'It is finite.',
            '1/2',
        ],
    ),
    (
        '\\frac{1}{1-\\gamma}',
        [
            '$\\frac{1}{1-\\gamma}$',
            '1/(1-γ)',
            'The geometric series sums to $1/(1-\\gamma)$.',
            '$\\sum_{t=0}^\\infty \\gamma^t = \\frac{1}{1-\\gamma}$',
            '→ (1 − γ)^{-1}',
        ],
        [
            '$\\frac{\\gamma}{1-\\gamma}$',
            '1/(1+γ)',
            '$\\frac{1}{\\gamma}$',
            '∞',
        ],
    ),
    (
        '$\\sigma^2$',
        [
            'The variance tends to σ².',
            '$\\to \\sigma^2$',
        ],
        [
            '$\\sigma$',
            '0',
            '$\\sigma^2/n$',
        ],
    ),
    (
        '$\\rho \\sigma^2$',
        [
            'As $M \\to \\infty$ the second term vanishes and the variance tends to $\\rho\\sigma^2$.',
            '$\\rho\\sigma^2 + \\frac{1-\\rho}{M}\\sigma^2 \\to \\rho\\sigma^2$',
            'ρσ²',
            'It converges to $\\rho \\sigma^2$ (not to 0).',
            'the limit is ρ σ^2',
        ],
        [
            '$(1-\\rho)\\sigma^2$',
            '0',
            '$\\sigma^2$',
            'It converges to 0.',
        ],
    ),
    (
        '$e^{-\\lambda}$',
        [
            '$e^{-\\lambda}$',
            'exp(-λ)',
            '$\\frac{1}{e^\\lambda}$',
            'It converges to $e^{-\\lambda}$ as n grows.',
            '$(1-\\lambda/n)^n \\to e^{-\\lambda}$',
            '$\\lim_{n\\to\\infty}(1-\\lambda/n)^n = e^{-\\lambda}$',
        ],
        [
            '$e^{\\lambda}$',
            '$1-\\lambda$',
            '0',
            '1/λ',
        ],
    ),
    (
        '1/2',
        [
            'It tends to 1/2.',
            '0.5',
            'one half',
            '→ ½',
            'The limit is $\\frac12$.',
            '50%',
            'It approaches 0.5 from below.',
        ],
        [
            '1',
            '0',
            'It tends to 2.',
            '1/3',
            '1½',
        ],
    ),
    (
        '(32, 64, 28, 28)',
        [
            '(32, 64, 28, 28)',
            '[32, 64, 28, 28]',
            'torch.Size([32, 64, 28, 28])',
            '32 × 64 × 28 × 28',
            '32x64x28x28',
            'The output has shape **(32, 64, 28, 28)**.',
            '$(N, C, H, W) = (32, 64, 28, 28)$',
            'batch 32, 64 channels, 28 by 28 pixels: (32, 64, 28, 28)',
            'input (32, 3, 30, 30) → output (32, 64, 28, 28)',
            '`(32, 64, 28, 28)`',
            'The output is a 32×64×28×28 tensor.',
            'Shape: 32 x 64 x 28 x 28',
            'y.shape == (32, 64, 28, 28)',
            '(32, 64, 28, 28), i.e. N × C × H × W',
            '$32 \\times 64 \\times 28 \\times 28$',
            'H = W = (30 - 3)/1 + 1 = 28, so the output has shape (32, 64, 28, 28).',
            'The output shape is `[32, 64, 28, 28]` (with padding 1 it would be `[32, 64, 30, 30]`).',
            '>>> conv(x).shape\ntorch.Size([32, 64, 28, 28])',
            'N × C × H × W = 32 × 64 × 28 × 28.',
        ],
        [
            '(32, 64, 30, 30)',
            '(64, 32, 28, 28)',
            '32×28×28×64',
            'input (32, 64, 28, 28) → output (32, 64, 14, 14)',
            '1605632',
            '(64, 28, 28)',
            'y.shape == (32, 3, 28, 28)',
            'The output shape is `[32, 64, 30, 30]` (without padding it would be `[32, 64, 28, 28]`).',
        ],
    ),
    (
        '$7 \\times 11$',
        [
            '7 × 11',
            '7x11',
            '7 by 11',
            '7-by-11',
            '(7, 11)',
            'The output is 7 by 11.',
            'a 7×11 matrix',
            '$\\mathbb{R}^{7\\times 11}$',
            '7 rows and 11 columns',
            'height 7, width 11',
            "H' = 7 and W' = 11",
            'It has 7 rows and 11 columns.',
            '$7\\times11$, not $11\\times7$',
        ],
        [
            '11 × 7',
            '77',
            '7 × 12',
            '11 rows and 7 columns',
            '(7, 11, 1)',
            '$11\\times7$, not $7\\times11$',
        ],
    ),
    (
        '(B, T, d)',
        [
            '(B, T, d)',
            '[B, T, d]',
            'B × T × d',
            'The output has shape $(B, T, d)$.',
            '$B\\times T\\times d$',
            'batch × seq × dim = (B, T, d)',
            'B x T x d',
            '$\\mathbb{R}^{B\\times T\\times d}$',
        ],
        [
            '(B, T, T)',
            '(T, B, d)',
            '(B, d, T)',
            '(B, T)',
        ],
    ),
    (
        '$T \\times T$',
        [
            'T × T',
            '(T, T)',
            '$\\mathbb{R}^{T \\times T}$',
            'The attention matrix is $T\\times T$.',
            'a T by T matrix',
        ],
        [
            'T × d',
            'd × d',
            '(T, d)',
        ],
    ),
    (
        '3×3×3',
        [
            'a 3×3×3 tensor',
            '(3, 3, 3)',
            '3x3x3',
            "It's a $3\\times3\\times3$ cube.",
        ],
        [
            '27',
            '3×3',
            '(3,3,3,3)',
        ],
    ),
    (
        '(n, m)',
        [
            '(n, m)',
            'n × m',
            '$n\\times m$',
            'n by m',
        ],
        [
            '(m, n)',
            'm × n',
        ],
    ),
    (
        '(10,)',
        [
            '(10,)',
            'a vector of length 10: (10,)',
            'torch.Size([10])',
            '[10]',
        ],
        [
            '(1, 5)',
            '(10, 10)',
            '(5,)',
        ],
    ),
    (
        '768 × 3072',
        [
            '768 × 3072',
            '(768, 3072)',
            'W1 has shape 768×3072.',
            '$W_1 \\in \\mathbb{R}^{768\\times 3072}$',
            '$768\\times 3{,}072$',
        ],
        [
            '3072 × 768',
            '768 × 768',
            '2,359,296',
        ],
    ),
    (
        'O(N)',
        [
            'O(N)',
            'linear in N',
            '$O(N)$ per step',
            'Θ(N)',
            'It is linear, O(N).',
            'O(2N) = O(N)',
            'The cost grows linearly with N.',
            'O(N + log N)',
        ],
        [
            'O(N^2)',
            'O(log N)',
            'quadratic in N',
            'O(N log N)',
            'O(1)',
            'constant',
        ],
    ),
    (
        '$O(mn)$',
        [
            'O(nm)',
            'O(m·n)',
            '$\\mathcal{O}(m n)$',
            'time O(mn), space O(n)',
            'O(mn) time and O(m+n) space',
            'Each of the m rows costs O(n), so O(mn) in total.',
        ],
        [
            'O(m+n)',
            'O(n^2)',
            'O(m)',
            'time O(m), space O(mn)',
        ],
    ),
    (
        '$O(1/t)$',
        [
            'O(1/t)',
            '$f(x_t)-f^* = O(1/t)$',
            'The rate is 1/t, i.e. O(1/t).',
            'O(t^{-1})',
            'it decays as 1/t',
        ],
        [
            'O(1/t^2)',
            'O(1/\\sqrt t)',
            'O(t)',
            'it decays as e^{-t}',
        ],
    ),
    (
        '\\frac{1}{2}',
        [
            'It converges to 1/2.',
            '→ 0.5',
            '$\\frac{n}{2n+1}\\to\\frac12$',
            'The ratio tends to one half.',
            '0.5',
            '\\boxed{\\tfrac12}',
        ],
        [
            '1',
            '2',
            'It diverges.',
            '0',
        ],
    ),
    (
        '0',
        [
            'The variance shrinks like 1/n and tends to 0.',
            'It decays to zero.',
            '0',
            '→ 0 as n → ∞',
            'The limit is zero.',
            '$\\lim = 0$',
        ],
        [
            'It tends to σ².',
            '1',
            'It grows like n.',
            '→ 1 as n → ∞',
        ],
    ),
    (
        '(16, 10)',
        [
            '(16, 10)',
            '16 × 10',
            '[16, 10]',
            'The logits have shape (16, 10).',
            'torch.Size([16, 10])',
            '16 rows and 10 columns',
            'x: (16, 784) → (16, 128) → (16, 10)',
            'The output is 16×10: one row per sample.',
            '(batch, classes) = (16, 10)',
            '`logits.shape == (16, 10)`',
        ],
        [
            '(10, 16)',
            '(16, 784)',
            '160',
            '(16, 10, 1)',
            '(10,)',
            '16 × 128',
            'x: (16, 10) → (16, 2)',
        ],
    ),
    (
        '$n \\times d$',
        [
            'n × d',
            '(n, d)',
            '$n\\times d$',
            'n by d',
            '$X \\in \\mathbb{R}^{n\\times d}$',
            'The matrix has n rows and d columns.',
            'R^{n x d}',
        ],
        [
            'd × n',
            '(d, n)',
            'n × n',
            'nd',
        ],
    ),
    (
        '[2, 3, 224, 224]',
        [
            '(2, 3, 224, 224)',
            '2×3×224×224',
            '[2,3,224,224]',
            'N=2, C=3, H=224, W=224: (2, 3, 224, 224)',
        ],
        [
            '(3, 2, 224, 224)',
            '(2, 224, 224, 3)',
            '[2, 3, 112, 112]',
        ],
    ),
    (
        '$(B, H, T, T)$',
        [
            '(B, H, T, T)',
            'B × H × T × T',
            '$[B, H, T, T]$',
            'one T×T matrix per head: (B, H, T, T)',
        ],
        [
            '(B, T, T)',
            '(B, H, T, d)',
            '(B, T, H, T)',
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
