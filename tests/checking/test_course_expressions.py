r"""Formulas of a deep-learning course as staff write keys and as models, students and PDF files write replies.

Every verdict follows from mathematics, and from what NumPy does with `*`, `@`, `//` and `+=`.
"""

from __future__ import annotations

import pytest

from viva import equivalent

PENALTY = r"$\lambda\,\mathbb{E}_{\hat x}\left[(\|\nabla_{\hat x}D(\hat x)\|_2-1)^2\right]$"
DISCRIMINATOR = r"$\frac{p_{data}(x)}{p_{data}(x)+p_g(x)}$"
BACKWARD = r"$W^\top\delta\odot\sigma'(z)$"
ENERGY = r"$-\frac12\sum_{i,j}w_{ij}s_is_j$"
MEAN = r"$\frac{1}{n}\sum_{i=1}^nx_i$"
RATE = r"$\frac{n}{\sum_{i=1}^nx_i}$"
DIVERGENCE = r"$\frac12\left(\operatorname{tr}\Sigma+\mu^\top\mu-d-\ln\det\Sigma\right)$"
CROSS_ENTROPY = r"$-\sum_{k}y_k\log\hat y_k$"
CONVOLUTION = r"$\left\lfloor\frac{n+2p-k}{s}\right\rfloor+1$"
DECAY = r"$\eta_0\gamma^{\lfloor t/s\rfloor}$"
HINGE = r"$\max(0,d(a,p)-d(a,n)+m)$"
UNIT = r"$\sigma\left(c_j+\sum_iw_{ij}v_i\right)$"
STEP = r"$w-\eta(g+\lambda w)$"
SLOPE = r"$\nabla_x \tfrac12\|Ax - b\|_W^2 = A^\top W (Ax - b)$"

RIGHT = [
    (PENALTY, r"$$\mathbb{E}_{\hat x}[\lambda(1-\|\nabla_{\hat x} D(\hat x)\|_2)^2]$$"),
    (PENALTY, "λ E_x̂[(‖∇_x̂ D(x̂)‖₂ − 1)²]"),
    (PENALTY, "λ E[(‖∇D(x̂)‖₂ − 1)²]"),
    (PENALTY, "lambda * E[(||grad D(x_hat)||_2 - 1)^2]"),
    (PENALTY, "λ·E_x̂[ (‖∇_x̂ D(x̂)‖ − 1)² ]. The one-sided version would use max(0, ‖∇‖₂ − 1)² instead."),
    (DISCRIMINATOR, "D*(x) = p_data(x) / (p_data(x) + p_g(x))"),
    (DISCRIMINATOR, "1/(1 + p_g(x)/p_data(x))"),
    (DISCRIMINATOR, r"$D^*=\frac{1}{1+p_{g}/p_{data}}$"),
    (DISCRIMINATOR, "D*(x) = p_data/(p_data + p_g). Special case: p_g = p_data gives 1/2."),
    (DISCRIMINATOR, "p_data(x) / (p_data(x) + p_g(x))\n\n## Special case\nIf p_g = p_data, D* = 1/2."),
    (BACKWARD, "(W^T δ) * σ'(z)"),
    (BACKWARD, "`W.T @ delta * sigma'(z)`"),
    (BACKWARD, "diag(σ'(z)) Wᵀ δ"),
    (ENERGY, "−½ sᵀ W s"),
    (r"$\sum_{i,j}a_{ij}x_iy_j$", "xᵀAy"),
    (MEAN, "(x1 + x2 + ··· + xn)/n"),
    (MEAN, "μˆ = (1/n) Σ_{i=1}^n x_i"),
    (RATE, "λˆ = n / (x1 + x2 + ··· + xn)."),
    (r"$\frac1n\sum_{i=1}^n x_i^2$", "(x1² + x2² + ··· + xn²)/n"),
    (DIVERGENCE, "½(tr Σ + μᵀμ − d − ln|Σ|)"),
    (DIVERGENCE, r"$\tfrac12[\mathrm{tr}(\Sigma)+\|\mu\|_2^2-d-\log|\Sigma|]$"),
    (CROSS_ENTROPY, "-np.sum(y * np.log(y_hat))"),
    (CROSS_ENTROPY, "-(y * np.log(y_hat)).sum()"),
    (CONVOLUTION, "(n + 2*p - k)//s + 1"),
    (DECAY, "eta_0 * gamma**(t//s)"),
    (DECAY, "lr = η_0 · γ^⌊t/s⌋"),
    (HINGE, "[d(a,p) − d(a,n) + m]_+"),
    (UNIT, "σ(c_j + Σ_i w_ij v_i)"),
    (STEP, "w -= eta * (g + lambda * w)"),
    (STEP, "`w -= eta * g + eta * lambda * w`"),
    (r"$\log_kn$", "logk n"),
    (SLOPE, "$$\\nabla_x\\phi=A^\\top W(Ax-b)$$\n\n**Special case.** $W=I$: $\\nabla_x\\phi=A^\\top(Ax-b)$."),
    (
        SLOPE,
        "$$\\nabla_x\\phi=A^\\top W(Ax-b)$$\n\n### Special case\n\nWith $W=I$ we get $\\nabla_x\\phi=A^\\top(Ax-b)$.",
    ),
]

WRONG = [
    (PENALTY, r"$\lambda(\mathbb E_{\hat x}[\|\nabla_{\hat x}D(\hat x)\|_2]-1)^2$"),
    (PENALTY, "E_x̂[(‖∇_x̂ D(x̂)‖₂ − 1)²]"),
    (PENALTY, "λ E[‖∇D(x̂)‖₂ − 1]²"),
    (PENALTY, "λ E[‖∇D(x̂) − 1‖²]"),
    (DISCRIMINATOR, "p_g/(p_g + p_data)"),
    (BACKWARD, "Wᵀ(δ ⊙ σ'(z))"),
    (BACKWARD, "W.T @ (delta * sigma'(z))"),
    (BACKWARD, "W @ delta * sigma'(z)"),
    (ENERGY, "½ Σ_{ij} w_ij s_i s_j"),
    (ENERGY, "−sᵀ W s"),
    (r"$\sum_{i,j}a_{ij}x_iy_j$", "yᵀAx"),
    (MEAN, "(x1 + x2 + ··· + xn)/(n−1)"),
    (MEAN, "1/n (x_1^2 + ... + x_n^2)"),
    (RATE, "(1/n)Σ_{i=1}^n 1/x_i"),
    (r"$\frac1n\sum_{i=1}^n x_i^2$", "(x1 + x2 + ··· + xn)²/n"),
    (DIVERGENCE, "½(tr Σ + μᵀμ − d + ln|Σ|)"),
    (CROSS_ENTROPY, "np.sum(y * np.log(y_hat))"),
    (CROSS_ENTROPY, "-np.sum(y_hat * np.log(y))"),
    (CONVOLUTION, "(n + 2*p - k)/s + 1"),
    (CONVOLUTION, "(n + 2*p - k)//(s + 1)"),
    (DECAY, "eta_0 * gamma**(t/s)"),
    (HINGE, "[d(a,n) − d(a,p) + m]_+"),
    (UNIT, "σ(c_j + Σ_i w_ji v_i)"),
    (STEP, "w -= eta * g + lambda * w"),
    (STEP, "w += eta * (g + lambda * w)"),
    (r"$\log_kn$", "logk(n+1)"),
    (r"$a\lfloor n/2\rfloor$", "a*n//2"),
    (r"$Q(s,a)-V(s)$", "V − Q"),
    (SLOPE, "$A^\\top(Ax-b)$\n\n**Special case.** $W=2I$: $2A^\\top(Ax-b)$"),
]

TORN = [
    (r"$\epsilon = \sqrt{\frac{\ln(2/\delta)}{2n}}$", "ϵ =\ns\nln(2/δ)\n2n"),
    (r"$\frac{1}{\|x\|}\left(I - \frac{x x^\top}{\|x\|^2}\right)$", "The Jacobian is\n1\n∥x∥\n\nI −xx⊤\n∥x∥2"),
]


@pytest.mark.parametrize(("key", "reply"), RIGHT)
def test_right_in_another_notation(key: str, reply: str) -> None:
    assert equivalent(key, reply) is True


@pytest.mark.parametrize(("key", "reply"), WRONG)
def test_wrong_in_the_same_notation(key: str, reply: str) -> None:
    assert equivalent(key, reply) is False


@pytest.mark.parametrize(("key", "reply"), TORN)
def test_torn_formula_is_left_open(key: str, reply: str) -> None:
    assert equivalent(key, reply) is None


@pytest.mark.parametrize(("key", "reply"), RIGHT)
def test_a_key_that_is_three_more_does_not_accept_it(key: str, reply: str) -> None:
    assert equivalent("$3 + " + key.rpartition("= ")[2].lstrip("$"), reply) is not True
