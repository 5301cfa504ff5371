"""Question 4 of homework 5 in more voices: row by row, in plain text, and what is made of the penalty (4b to 4d).

Long lines are the texts themselves.
"""
# ruff: noqa: E501

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from derivations.voices.dropout import SYMBOLS, draw
from derivations.voices.voice import Slip, Voice
from viva.kinds import Symbol

ROWS = Voice(
    "4a row by row",
    "LaTeX, named row vectors and diagonal masks, align",
    SYMBOLS,
    r"""
First, let $x_i$ denote the $i$-th row of $X$ (as a column vector) and $r_i$ the $i$-th row of $R$. The prediction for sample $i$ is $(r_i \odot x_i)^T \tilde{w}$.

The expected loss for one sample is
\begin{align}
\ell_i &= \mathbb{E}\left[\left(y_i - (r_i \odot x_i)^T \tilde{w}\right)^2\right] \\
&= y_i^2 - 2 y_i\, \mathbb{E}\left[(r_i \odot x_i)^T \tilde{w}\right] + \mathbb{E}\left[\left((r_i \odot x_i)^T \tilde{w}\right)^2\right].
\end{align}

Because every entry of $r_i$ has mean $p$,
$$\mathbb{E}\left[(r_i \odot x_i)^T \tilde{w}\right] = p\, x_i^T \tilde{w}.$$

For the second moment we use $\mathbb{E}[Z^2] = \mathrm{Var}(Z) + \mathbb{E}[Z]^2$, which gives
$$\mathbb{E}\left[\left((r_i \odot x_i)^T \tilde{w}\right)^2\right] = p(1-p) \sum_{j=1}^{d} x_{ij}^2 \tilde{w}_j^2 + p^2 (x_i^T \tilde{w})^2.$$

Substituting back,
\begin{align}
\ell_i &= y_i^2 - 2p\, y_i\, x_i^T \tilde{w} + p^2 (x_i^T \tilde{w})^2 + p(1-p) \sum_{j=1}^{d} x_{ij}^2 \tilde{w}_j^2 \\
&= (y_i - p\, x_i^T \tilde{w})^2 + p(1-p) \sum_{j=1}^{d} x_{ij}^2 \tilde{w}_j^2.
\end{align}

Summing over $i = 1, \dots, n$ and exchanging the order of summation,
$$\mathcal{L}(\tilde{w}) = \sum_{i=1}^n \ell_i = \|y - pX\tilde{w}\|^2 + p(1-p) \sum_{j=1}^{d} \left(\sum_{i=1}^{n} X_{ij}^2\right) \tilde{w}_j^2 = \|y - pX\tilde{w}\|^2 + p(1-p)\|\tilde{\Gamma}\tilde{w}\|^2.$$
""",
    draw,
    (
        Slip(
            r"&= y_i^2 - 2 y_i\, \mathbb",
            r"&= y_i - 2 y_i\, \mathbb",
            lambda v: (
                v.E(lambda r: (v.y[0] - (r[0] * v.X[0]) @ v.w) ** 2),
                v.y[0] ** 2 - 2 * v.y[0] * v.p * v.z[0] + v.E(lambda r: ((r[0] * v.X[0]) @ v.w) ** 2),
                v.y[0] - 2 * v.y[0] * v.p * v.z[0] + v.E(lambda r: ((r[0] * v.X[0]) @ v.w) ** 2),
            ),
        ),
        Slip(
            r"= p\, x_i^T \tilde{w}.$$",
            r"= p^2\, x_i^T \tilde{w}.$$",
            lambda v: (v.E(lambda r: (r[0] * v.X[0]) @ v.w), v.p * v.z[0], v.p**2 * v.z[0]),
        ),
        Slip(
            r"\tilde{w}_j^2 + p^2 (x_i^T \tilde{w})^2.$$",
            r"\tilde{w}_j^2 + p (x_i^T \tilde{w})^2.$$",
            lambda v: (
                v.E(lambda r: ((r[0] * v.X[0]) @ v.w) ** 2),
                v.p * v.q * v.x2w2[0] + v.p**2 * v.z[0] ** 2,
                v.p * v.q * v.x2w2[0] + v.p * v.z[0] ** 2,
            ),
        ),
        Slip(
            r"\ell_i &= y_i^2 - 2p\, y_i",
            r"\ell_i &= y_i^2 - p\, y_i",
            lambda v: (
                v.E(lambda r: (v.y[0] - (r[0] * v.X[0]) @ v.w) ** 2),
                (v.y[0] - v.p * v.z[0]) ** 2 + v.p * v.q * v.x2w2[0],
                (v.y[0] - v.p * v.z[0]) ** 2 + v.p * v.q * v.x2w2[0] + v.p * v.y[0] * v.z[0],
            ),
        ),
        Slip(
            r"&= (y_i - p\, x_i^T \tilde{w})^2 + p(1-p) \sum",
            r"&= (y_i - p\, x_i^T \tilde{w})^2 + (1-p)^2 \sum",
            lambda v: (
                v.E(lambda r: (v.y[0] - (r[0] * v.X[0]) @ v.w) ** 2),
                (v.y[0] - v.p * v.z[0]) ** 2 + v.p * v.q * v.x2w2[0],
                (v.y[0] - v.p * v.z[0]) ** 2 + v.q**2 * v.x2w2[0],
            ),
        ),
        Slip(
            r"\left(\sum_{i=1}^{n} X_{ij}^2\right) \tilde{w}_j^2",
            r"\left(\sum_{i=1}^{n} X_{ij}\right) \tilde{w}_j^2",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, v.fit + v.p * v.q * v.X.sum(0) @ v.w**2),
        ),
    ),
)

COVARIANCE = Voice(
    "4a covariance of the mask",
    "matrix identity for the second moments of a row of the mask",
    SYMBOLS,
    r"""
Let $r$ be any row of $R$ (written as a column). Its entries are i.i.d. Bernoulli($p$), so

$$\mathbb{E}[r] = p\mathbf{1}, \qquad \mathbb{E}[r r^\top] = p^2 \mathbf{1}\mathbf{1}^\top + p(1-p) I.$$

Consequently, by the definition of the Hadamard product,

$$\mathbb{E}[(R\odot X)^\top (R\odot X)] = \sum_{i=1}^n \mathbb{E}[r_i r_i^\top] \odot (x_i x_i^\top) = p^2 X^\top X + p(1-p)\operatorname{diag}(X^\top X),$$

where $x_i^\top$ is the $i$-th row of $X$ and $r_i^\top$ the $i$-th row of $R$. Similarly $\mathbb{E}[R \odot X] = pX$. Plugging these in,

$$
\begin{aligned}
\mathbb{E}\|y-(R\odot X)\tilde w\|^2
&= \|y\|^2 - 2 y^\top \mathbb{E}[R\odot X]\tilde w + \tilde w^\top \mathbb{E}[(R\odot X)^\top (R\odot X)]\tilde w\\
&= \|y\|^2 - 2p\,y^\top X\tilde w + p^2 \|X\tilde w\|^2 + p(1-p)\,\tilde w^\top\operatorname{diag}(X^\top X)\tilde w\\
&= \|y-pX\tilde w\|^2 + p(1-p)\|\tilde\Gamma\tilde w\|^2.
\end{aligned}
$$
""",
    draw,
    (
        Slip(
            r"\mathbb{E}[r] = p\mathbf{1}",
            r"\mathbb{E}[r] = p^2\mathbf{1}",
            lambda v: (v.E(lambda r: r[0]), v.p * np.ones(2), v.p**2 * np.ones(2)),
        ),
        Slip(
            r"\mathbf{1}\mathbf{1}^\top + p(1-p) I.$$",
            r"\mathbf{1}\mathbf{1}^\top + p I.$$",
            lambda v: (v.E(lambda r: np.outer(r[0], r[0])), v.p**2 + v.p * v.q * np.eye(2), v.p**2 + v.p * np.eye(2)),
        ),
        Slip(
            r"= p^2 X^\top X + p(1-p)\operatorname{diag}(X^\top X),$$",
            r"= p X^\top X + p(1-p)\operatorname{diag}(X^\top X),$$",
            lambda v: (v.E(lambda r: v.M(r).T @ v.M(r)), v.p**2 * v.S + v.p * v.q * v.D, v.p * v.S + v.p * v.q * v.D),
        ),
        Slip(
            r"$\mathbb{E}[R \odot X] = pX$",
            r"$\mathbb{E}[R \odot X] = pX^\top$",
            lambda v: (v.E(v.M), v.p * v.X, v.p * v.X.T),
        ),
        Slip(
            r"&= \|y\|^2 - 2p\,y^\top X\tilde w + p^2 \|X\tilde w\|^2",
            r"&= \|y\|^2 - 2p\,y^\top X\tilde w + p^2 \|X\tilde w\|",
            lambda v: (
                v.loss,
                v.fit + v.p * v.q * v.pen,
                v.fit + v.p * v.q * v.pen - v.p**2 * (v.z @ v.z) + v.p**2 * np.linalg.norm(v.z),
            ),
        ),
        Slip(
            r"&= \|y-pX\tilde w\|^2 + p(1-p)\|\tilde",
            r"&= \|y-pX\tilde w\|^2 + p\|\tilde",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, v.fit + v.p * v.pen),
        ),
    ),
)

UNICODE = Voice(
    "4a plain Unicode",
    "chat text without LaTeX",
    SYMBOLS,
    """
To prove this, write out the i-th residual: eᵢ = yᵢ − Σⱼ Rᵢⱼ Xᵢⱼ w̃ⱼ.

Step 1: The loss is L(w̃) = E[Σᵢ eᵢ²] = Σᵢ E[eᵢ²].

Step 2: Use E[eᵢ²] = (E[eᵢ])² + Var(eᵢ).

E[eᵢ] = yᵢ − Σⱼ E[Rᵢⱼ] Xᵢⱼ w̃ⱼ = yᵢ − p Σⱼ Xᵢⱼ w̃ⱼ

Var(eᵢ) = Σⱼ Var(Rᵢⱼ) Xᵢⱼ² w̃ⱼ² = p(1 − p) Σⱼ Xᵢⱼ² w̃ⱼ²

Step 3: Sum over the samples:

L(w̃) = Σᵢ (yᵢ − p Σⱼ Xᵢⱼ w̃ⱼ)² + p(1 − p) Σᵢ Σⱼ Xᵢⱼ² w̃ⱼ²
     = ‖y − pXw̃‖² + p(1 − p) Σⱼ w̃ⱼ² ‖X_{:,j}‖²
     = ‖y − pXw̃‖² + p(1 − p) ‖Γ̃w̃‖²

which is what we had to show.
""",
    draw,
    (
        Slip(
            "= yᵢ − p Σⱼ Xᵢⱼ w̃ⱼ\n",
            "= yᵢ − Σⱼ Xᵢⱼ w̃ⱼ\n",
            lambda v: (v.E(lambda r: v.y[0] - (r[0] * v.X[0]) @ v.w), v.y[0] - v.p * v.z[0], v.y[0] - v.z[0]),
        ),
        Slip(
            "Use E[eᵢ²] = (E[eᵢ])² + Var(eᵢ)",
            "Use E[eᵢ²] = E[eᵢ] + Var(eᵢ)",
            lambda v: (
                v.E(lambda r: (v.y[0] - (r[0] * v.X[0]) @ v.w) ** 2),
                (v.y[0] - v.p * v.z[0]) ** 2 + v.p * v.q * v.x2w2[0],
                v.y[0] - v.p * v.z[0] + v.p * v.q * v.x2w2[0],
            ),
        ),
        Slip(
            "= Σⱼ Var(Rᵢⱼ) Xᵢⱼ² w̃ⱼ² =",
            "= Σⱼ Var(Rᵢⱼ) Xᵢⱼ w̃ⱼ² =",
            lambda v: (v.p * v.q * v.x2w2[0], v.p * v.q * v.x2w2[0], v.p * v.q * v.X[0] @ v.w**2),
        ),
        Slip(
            "= p(1 − p) Σⱼ Xᵢⱼ² w̃ⱼ²\n\nStep 3",
            "= p²(1 − p) Σⱼ Xᵢⱼ² w̃ⱼ²\n\nStep 3",
            lambda v: (v.p * v.q * v.x2w2[0], v.p * v.q * v.x2w2[0], v.p**2 * v.q * v.x2w2[0]),
        ),
        Slip(
            "L(w̃) = Σᵢ (yᵢ − p Σⱼ Xᵢⱼ w̃ⱼ)² +",
            "L(w̃) = Σᵢ (yᵢ − p Σⱼ Xᵢⱼ w̃ⱼ) +",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, np.sum(v.y - v.p * v.z) + v.p * v.q * v.pen),
        ),
        Slip(
            "     = ‖y − pXw̃‖² + p(1 − p) Σⱼ w̃ⱼ² ‖",
            "     = ‖y − pXw̃‖² − p(1 − p) Σⱼ w̃ⱼ² ‖",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, v.fit - v.p * v.q * v.pen),
        ),
    ),
)


def draw_inverse(rng: np.random.Generator) -> SimpleNamespace:
    v = draw(rng)
    v.G, v.l = rng.normal(size=(2, 2)), float(rng.uniform(0.3, 3))
    return v


RESCALE = Voice(
    "4b substitution",
    "one paragraph and a display",
    (*SYMBOLS[:4], Symbol(r"\tilde w", ("d",)), Symbol("p", domain="probability"), SYMBOLS[7]),
    r"""
To turn the dropout objective into standard Tikhonov form, set $w = p\tilde w$, i.e. $\tilde w = \frac{1}{p} w$. Then $pX\tilde w = Xw$ and

$$
p(1-p)\|\tilde\Gamma\tilde w\|^2 = p(1-p)\left\|\tfrac{1}{p}\tilde\Gamma w\right\|^2 = \frac{p(1-p)}{p^2}\|\tilde\Gamma w\|^2 = \frac{1-p}{p}\|\tilde\Gamma w\|^2.
$$

So with $\Gamma = \sqrt{\frac{1-p}{p}}\,\tilde\Gamma$ we obtain $\|y - pX\tilde w\|^2 + p(1-p)\|\tilde\Gamma\tilde w\|^2 = \|y - Xw\|^2 + \|\Gamma w\|^2$.
""",
    draw,
    (
        Slip(
            r"$pX\tilde w = Xw$",
            r"$pX\tilde w = pXw$",
            lambda v: (v.p * v.X @ v.w, v.X @ (v.p * v.w), v.p * v.X @ (v.p * v.w)),
        ),
        Slip(
            r"= \frac{p(1-p)}{p^2}\|",
            r"= \frac{p(1-p)}{p}\|",
            lambda v: (v.p * v.q * v.pen, v.p * v.q / v.p**2 * v.p**2 * v.pen, v.q * v.p**2 * v.pen),
        ),
        Slip(
            r"= \frac{1-p}{p}\|\tilde",
            r"= \frac{p}{1-p}\|\tilde",
            lambda v: (v.p * v.q * v.pen, v.q / v.p * v.p**2 * v.pen, v.p / v.q * v.p**2 * v.pen),
        ),
        Slip(
            r"= \|y - Xw\|^2 + \|\Gamma w\|^2$",
            r"= \|y - Xw\|^2 + \|\Gamma w\|$",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, v.fit + np.sqrt(v.p * v.q * v.pen)),
        ),
    ),
)

INVERSE = Voice(
    "4c change of variables",
    "numbered list, inline and display",
    (
        *SYMBOLS[:4],
        Symbol("w", ("d",)),
        Symbol(r"\Gamma", ("d", "d"), domain="invertible"),
        Symbol(r"\lambda", domain="positive"),
    ),
    r"""
1. Start from $\|y - Xw\|_2^2 + \|\Gamma w\|_2^2$.
2. Let $v = \frac{1}{\sqrt{\lambda}}\,\Gamma w$. As $\Gamma$ is invertible, $w = \sqrt{\lambda}\,\Gamma^{-1} v$.
3. The penalty becomes $\|\Gamma w\|_2^2 = \|\sqrt{\lambda}\, v\|_2^2 = \lambda\|v\|_2^2$.
4. The fit becomes $Xw = \sqrt{\lambda}\, X\Gamma^{-1} v = \tilde X v$ with $\tilde X = \sqrt{\lambda}\,X\Gamma^{-1}$.

Hence
$$\|y - Xw\|_2^2 + \|\Gamma w\|_2^2 = \|y - \tilde X v\|_2^2 + \lambda\|v\|_2^2.$$
""",
    draw_inverse,
    (
        Slip(
            r"$w = \sqrt{\lambda}\,\Gamma^{-1} v$",
            r"$w = \lambda\,\Gamma^{-1} v$",
            lambda v: (v.w, np.linalg.inv(v.G) @ v.G @ v.w, np.sqrt(v.l) * np.linalg.inv(v.G) @ v.G @ v.w),
        ),
        Slip(
            r"= \lambda\|v\|_2^2$.",
            r"= \sqrt{\lambda}\|v\|_2^2$.",
            lambda v: (
                np.sum((v.G @ v.w) ** 2),
                v.l * np.sum((v.G @ v.w / v.l**0.5) ** 2),
                v.l**0.5 * np.sum((v.G @ v.w / v.l**0.5) ** 2),
            ),
        ),
        Slip(
            r"$Xw = \sqrt{\lambda}\, X\Gamma^{-1} v",
            r"$Xw = \sqrt{\lambda}\, X\Gamma v",
            lambda v: (v.X @ v.w, v.X @ np.linalg.inv(v.G) @ v.G @ v.w, v.X @ v.G @ v.G @ v.w),
        ),
        Slip(
            r"= \|y - \tilde X v\|_2^2 + \lambda\|v\|_2^2.$$",
            r"= \|y - \tilde X v\|_2^2 + \lambda^2\|v\|_2^2.$$",
            lambda v: (np.sum((v.G @ v.w) ** 2), np.sum((v.G @ v.w) ** 2), v.l * np.sum((v.G @ v.w) ** 2)),
        ),
    ),
)

COLUMNS = Voice(
    "4d norms of the columns",
    "inline chain and a sentence",
    (*SYMBOLS[:3], Symbol("p", domain="probability"), Symbol(r"\lambda", domain="positive"), SYMBOLS[7]),
    r"""
With $\Gamma = \sqrt{\frac{1-p}{p}}\,\tilde\Gamma$ and $\tilde X = \sqrt\lambda\, X\Gamma^{-1}$, the $j$-th column is $\tilde X_{:,j} = \sqrt{\lambda}\,\frac{X_{:,j}}{\Gamma_{jj}}$. Its norm is

$$\|\tilde X_{:,j}\|_2 = \sqrt\lambda\,\frac{\|X_{:,j}\|_2}{\Gamma_{jj}} = \sqrt\lambda\,\frac{\|X_{:,j}\|_2}{\sqrt{(1-p)/p}\;\|X_{:,j}\|_2} = \sqrt{\frac{\lambda p}{1-p}},$$

the same for every column $j$: like batch norm, dropout puts all features on one scale.
""",
    draw,
    (
        Slip(
            r"= \sqrt{\lambda}\,\frac{X_{:,j}}{\Gamma_{jj}}$",
            r"= \lambda\,\frac{X_{:,j}}{\Gamma_{jj}}$",
            lambda v: (2.0 * v.X[:, 0], 2.0 * v.X[:, 0], 4.0 * v.X[:, 0]),
        ),
        Slip(
            r"\sqrt{(1-p)/p}\;\|X_{:,j}\|_2}",
            r"\sqrt{(1-p)/p}\;\|X_{:,j}\|_2^2}",
            lambda v: (np.sqrt(v.p / v.q), np.sqrt(v.p / v.q), np.sqrt(v.p / v.q) / np.sqrt(v.D[0, 0])),
        ),
        Slip(
            r"= \sqrt{\frac{\lambda p}{1-p}},$$",
            r"= \sqrt{\frac{\lambda (1-p)}{p}},$$",
            lambda v: (np.sqrt(v.p / v.q), np.sqrt(v.p / v.q), np.sqrt(v.q / v.p)),
        ),
    ),
)

TIKHONOV = (ROWS, COVARIANCE, UNICODE, RESCALE, INVERSE, COLUMNS)
