"""Expectations over dropout masks, in the voices of several models.

Long lines are the texts themselves.
"""
# ruff: noqa: E501

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from derivations.voices.voice import Slip, Voice, masks
from derivations.voices.yew.numeric import slope
from viva.kinds import Symbol

DROP = (
    Symbol("n", domain="size"),
    Symbol("d", domain="size"),
    Symbol("X", ("n", "d")),
    Symbol("y", ("n",)),
    Symbol("w", ("d",), aliases=(r"\tilde w", "w̃", "˜w")),
    Symbol("p", domain="probability"),
    Symbol("R", ("n", "d"), domain="bernoulli"),
    Symbol(
        r"\Gamma", ("d", "d"), domain="diagonal", aliases=("Γ", "˜Γ"), defined_by=r"\operatorname{diag}(\|X_{:,j}\|)"
    ),
)


def drop_draw(rng: np.random.Generator) -> SimpleNamespace:
    n, d = 3, 2
    X, y, w, p = rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d), float(rng.uniform(0.2, 0.8))
    worlds = masks(n, d, p)

    def mean(f: Any) -> Any:
        return sum(weight * f(R) for weight, R in worlds)

    q = p * (1 - p)
    loss = mean(lambda R: np.sum((y - (R * X) @ w) ** 2))
    over = mean(lambda R: np.sum((y - (R / p * X) @ w) ** 2))
    gram = mean(lambda R: (R * X).T @ (R * X))
    row = mean(lambda R: (y - (R * X) @ w) ** 2)
    var = mean(lambda R: ((R * X) @ w) ** 2) - mean(lambda R: (R * X) @ w) ** 2
    G = np.diag(np.linalg.norm(X, axis=0))
    grad = mean(lambda R: slope(lambda u: np.sum((y - (R * X) @ u) ** 2), w))
    return SimpleNamespace(
        n=n, d=d, X=X, y=y, w=w, p=p, q=q, mean=mean, loss=loss, over=over, gram=gram, row=row, var=var, G=G,
        grad=grad, fit=np.sum((y - p * X @ w) ** 2), pen=np.sum((G @ w) ** 2), D=np.diag(np.diag(X.T @ X)), z=X @ w,
        sq=(X**2) @ w**2,
    )  # fmt: skip


GRAM = Voice(
    "yew dropout through the Gram matrix",
    "ChatGPT: numbered steps, matrices",
    DROP,
    r"""
**1. Expand the norm.** Write $A = R \odot X$. Then
$$\|y - Aw\|_2^2 = \|y\|_2^2 - 2\,y^\top A w + w^\top A^\top A w.$$

**2. First moment.** Since $\mathbb{E}[R_{ij}] = p$, we get $\mathbb{E}[R \odot X] = pX$.

**3. Second moment.** For $j \neq k$,
$$\mathbb{E}\big[((R\odot X)^\top (R \odot X))_{jk}\big] = p^2 (X^\top X)_{jk},$$
while on the diagonal $\mathbb{E}[R_{ij}^2] = p$. Collecting both cases,
$$\mathbb{E}\big[(R\odot X)^\top (R \odot X)\big] = p^2 X^\top X + p(1-p)\,\Gamma^2, \qquad \Gamma = \operatorname{diag}(\|X_{:,1}\|_2, \dots, \|X_{:,d}\|_2).$$

**4. Put it together.**
$$\begin{aligned}
\mathbb{E}_R\|y - (R\odot X)w\|_2^2 &= \|y\|_2^2 - 2p\,y^\top X w + p^2\, w^\top X^\top X w + p(1-p)\, w^\top \Gamma^2 w \\
&= \|y - pXw\|_2^2 + p(1-p)\,\|\Gamma w\|_2^2.
\end{aligned}$$

This is ridge regression with the design matrix $pX$ and a penalty that scales with the column norms.
""",
    drop_draw,
    (
        Slip(
            r"= p^2 (X^\top X)_{jk},$$",
            r"= p (X^\top X)_{jk},$$",
            lambda v: (v.gram[0, 1], v.p**2 * (v.X.T @ v.X)[0, 1], v.p * (v.X.T @ v.X)[0, 1]),
        ),
        Slip(
            r"= p^2 X^\top X + p(1-p)\,\Gamma^2,",
            r"= p^2 X^\top X + p\,\Gamma^2,",
            lambda v: (v.gram, v.p**2 * v.X.T @ v.X + v.q * v.D, v.p**2 * v.X.T @ v.X + v.p * v.D),
        ),
        Slip(
            r"- 2p\,y^\top X w",
            r"- 2\,y^\top X w",
            lambda v: (
                v.loss,
                v.y @ v.y - 2 * v.p * v.y @ v.z + v.p**2 * v.z @ v.z + v.q * v.w @ v.D @ v.w,
                v.y @ v.y - 2 * v.y @ v.z + v.p**2 * v.z @ v.z + v.q * v.w @ v.D @ v.w,
            ),
        ),
        Slip(
            r"&= \|y - pXw\|_2^2",
            r"&= \|y - Xw\|_2^2",
            lambda v: (v.loss, v.fit + v.q * v.pen, np.sum((v.y - v.z) ** 2) + v.q * v.pen),
        ),
        Slip(
            r"+ p(1-p)\,\|\Gamma w\|_2^2.",
            r"+ p(1-p)\,\|\Gamma w\|_2.",
            lambda v: (v.loss, v.fit + v.q * v.pen, v.fit + v.q * np.sqrt(v.pen)),
        ),
    ),
)

ROWS = Voice(
    "yew dropout by mean and variance of a row",
    "Gemini: bullets, inline, mean and variance",
    DROP,
    r"""
### Deriving the effective loss

Consider the prediction for one sample, $z_i = \sum_{j=1}^d R_{ij} X_{ij} w_j$.

* **Mean:** $\mathbb{E}[z_i] = \sum_{j=1}^d p X_{ij} w_j = p\,(Xw)_i$
* **Variance:** the mask entries are independent with $\operatorname{Var}(R_{ij}) = p(1-p)$, so $\operatorname{Var}(z_i) = p(1-p)\sum_{j=1}^d X_{ij}^2 w_j^2$

Using $\mathbb{E}[(y_i - z_i)^2] = (y_i - \mathbb{E}[z_i])^2 + \operatorname{Var}(z_i)$:

$$\mathbb{E}[(y_i - z_i)^2] = \big(y_i - p (Xw)_i\big)^2 + p(1-p)\sum_{j=1}^d X_{ij}^2 w_j^2$$

Sum over all samples and swap the sums:

$$\mathcal{L}(w) = \sum_{i=1}^n \mathbb{E}[(y_i - z_i)^2] = \|y - pXw\|_2^2 + p(1-p)\sum_{j=1}^d w_j^2 \sum_{i=1}^n X_{ij}^2 = \|y - pXw\|_2^2 + p(1-p)\sum_{j=1}^d \|X_{:,j}\|_2^2\, w_j^2$$

So dropout penalizes each weight in proportion to the **energy of its feature**.
""",
    drop_draw,
    (
        Slip(
            r"$\operatorname{Var}(R_{ij}) = p(1-p)$",
            r"$\operatorname{Var}(R_{ij}) = p$",
            lambda v: (v.mean(lambda R: R[0, 0] ** 2) - v.mean(lambda R: R[0, 0]) ** 2, v.q, v.p),
        ),
        Slip(
            r"$\operatorname{Var}(z_i) = p(1-p)\sum_{j=1}^d X_{ij}^2 w_j^2$",
            r"$\operatorname{Var}(z_i) = p(1-p)\sum_{j=1}^d X_{ij}^2 w_j$",
            lambda v: (v.var, v.q * v.sq, v.q * v.X**2 @ v.w),
        ),
        Slip(
            r"\big(y_i - p (Xw)_i\big)^2 + p(1-p)\sum",
            r"\big(y_i - p (Xw)_i\big)^2 - p(1-p)\sum",
            lambda v: (v.row, (v.y - v.p * v.z) ** 2 + v.q * v.sq, (v.y - v.p * v.z) ** 2 - v.q * v.sq),
        ),
        Slip(
            r"p(1-p)\sum_{j=1}^d \|X_{:,j}\|_2^2\, w_j^2",
            r"p^2(1-p)\sum_{j=1}^d \|X_{:,j}\|_2^2\, w_j^2",
            lambda v: (v.loss, v.fit + v.q * v.pen, v.fit + v.p * v.q * v.pen),
        ),
        Slip(
            r"= \|y - pXw\|_2^2 + p(1-p)\sum_{j=1}^d w_j^2 \sum",
            r"= \|y - p^2Xw\|_2^2 + p(1-p)\sum_{j=1}^d w_j^2 \sum",
            lambda v: (v.loss, v.fit + v.q * v.pen, np.sum((v.y - v.p**2 * v.z) ** 2) + v.q * v.pen),
        ),
    ),
)

INVERTED = Voice(
    "yew inverted dropout",
    "Claude: Unicode, scaling by 1/p during training",
    DROP,
    """
## Inverted dropout

With the usual PyTorch scaling, the training prediction for sample i is sᵢ = (1/p) Σⱼ Rᵢⱼ Xᵢⱼ wⱼ.

**Unbiasedness.** E[Rᵢⱼ] = p, therefore E[Rᵢⱼ/p] = 1 and

E[sᵢ] = Σⱼ Xᵢⱼ wⱼ

**Variance.** For a single scaled mask entry,

Var(Rᵢⱼ/p) = (1/p²) · p(1 − p) = (1 − p)/p

By independence across j:

Var(sᵢ) = Σⱼ Var(Rᵢⱼ/p) Xᵢⱼ² wⱼ² = ((1 − p)/p) Σⱼ Xᵢⱼ² wⱼ²

**Loss.** Bias-variance decomposition, summed over the samples:

E[‖y − (1/p)(R ⊙ X)w‖²] = ‖y − Xw‖² + ((1 − p)/p) Σᵢ Σⱼ Xᵢⱼ² wⱼ²
  = ‖y − Xw‖² + ((1 − p)/p) ‖Γw‖²

No rescaling at test time is needed.
""",
    drop_draw,
    (
        Slip(
            "= (1/p²) · p(1 − p) = (1 − p)/p\n",
            "= (1/p) · p(1 − p) = (1 − p)/p\n",
            lambda v: (v.mean(lambda R: (R[0, 0] / v.p) ** 2) - 1.0, v.q / v.p**2, v.q / v.p),
        ),
        Slip(
            "p(1 − p) = (1 − p)/p\n",
            "p(1 − p) = p/(1 − p)\n",
            lambda v: (v.mean(lambda R: (R[0, 0] / v.p) ** 2) - 1.0, (1 - v.p) / v.p, v.p / (1 - v.p)),
        ),
        Slip(
            "= ((1 − p)/p) Σⱼ Xᵢⱼ² wⱼ²\n\n**Loss",
            "= (1 − p) Σⱼ Xᵢⱼ² wⱼ²\n\n**Loss",
            lambda v: (v.var / v.p**2, (1 - v.p) / v.p * v.sq, (1 - v.p) * v.sq),
        ),
        Slip(
            "= ‖y − Xw‖² + ((1 − p)/p) Σᵢ",
            "= ‖y − pXw‖² + ((1 − p)/p) Σᵢ",
            lambda v: (
                v.over,
                np.sum((v.y - v.z) ** 2) + (1 - v.p) / v.p * v.pen,
                v.fit + (1 - v.p) / v.p * v.pen,
            ),
        ),
        Slip(
            "  = ‖y − Xw‖² + ((1 − p)/p) ‖Γw‖²",
            "  = ‖y − Xw‖² + ((1 − p)/p) ‖Γw‖",
            lambda v: (
                v.over,
                np.sum((v.y - v.z) ** 2) + (1 - v.p) / v.p * v.pen,
                np.sum((v.y - v.z) ** 2) + (1 - v.p) / v.p * np.sqrt(v.pen),
            ),
        ),
    ),
)

TORN_DROP = Voice(
    "yew dropout ridge torn out of a PDF",
    "DeepSeek, as text from a PDF: exponents on lines of their own, tildes before the letter",
    DROP,
    """
Using the independence of the mask, the expected Gram matrix is
E

(R ⊙X)T (R ⊙X)

= p2XT X + p(1 −p)˜Γ2,
where ˜Γ is the diagonal matrix of the column norms of X. Inserting this,
E

∥y −(R ⊙X) ˜w∥2
2

= yT y −2p yT X ˜w + p2 ˜wT XT X ˜w + p(1 −p) ˜wT ˜Γ2 ˜w
= ∥y −pX ˜w∥2
2 + p(1 −p)∥˜Γ ˜w∥2
2.
The gradient with respect to ˜w is
−2pXT (y −pX ˜w) + 2p(1 −p)˜Γ2 ˜w
= −2pXT y + 2p2XT X ˜w + 2p(1 −p)˜Γ2 ˜w
= 2p

pXT X + (1 −p)˜Γ2
˜w −2pXT y.
""",
    drop_draw,
    (
        Slip(
            "= p2XT X + p(1 −p)˜Γ2,",
            "= p2XT X + p(1 −p2)˜Γ2,",
            lambda v: (v.gram, v.p**2 * v.X.T @ v.X + v.q * v.D, v.p**2 * v.X.T @ v.X + v.p * (1 - v.p**2) * v.D),
        ),
        Slip(
            "−2p yT X ˜w + p2 ˜wT",
            "−2p yT X ˜w + p ˜wT",
            lambda v: (
                v.loss,
                v.y @ v.y - 2 * v.p * v.y @ v.z + v.p**2 * v.z @ v.z + v.q * v.pen,
                v.y @ v.y - 2 * v.p * v.y @ v.z + v.p * v.z @ v.z + v.q * v.pen,
            ),
        ),
        Slip(
            "2 + p(1 −p)∥˜Γ ˜w∥2\n2.",
            "2 + p∥˜Γ ˜w∥2\n2.",
            lambda v: (v.loss, v.fit + v.q * v.pen, v.fit + v.p * v.pen),
        ),
        Slip(
            "= −2pXT y + 2p2XT X ˜w",
            "= −2pXT y −2p2XT X ˜w",
            lambda v: (
                v.grad,
                -2 * v.p * v.X.T @ v.y + 2 * v.p**2 * v.X.T @ v.z + 2 * v.q * v.D @ v.w,
                -2 * v.p * v.X.T @ v.y - 2 * v.p**2 * v.X.T @ v.z + 2 * v.q * v.D @ v.w,
            ),
        ),
        Slip(
            "pXT X + (1 −p)˜Γ2\n˜w",
            "pXT X + (1 −p)˜Γ\n˜w",
            lambda v: (
                v.grad,
                2 * v.p * (v.p * v.X.T @ v.X + (1 - v.p) * v.D) @ v.w - 2 * v.p * v.X.T @ v.y,
                2 * v.p * (v.p * v.X.T @ v.X + (1 - v.p) * v.G) @ v.w - 2 * v.p * v.X.T @ v.y,
            ),
        ),
    ),
)

DROPPED = (GRAM, ROWS, INVERTED, TORN_DROP)
