"""Question 4a of homework 5 in the voices of several models: dropout as a Tikhonov penalty.

Long lines are the texts themselves.
"""
# ruff: noqa: E501

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from derivations.voices.voice import Slip, Voice, masks
from viva.kinds import Symbol

SYMBOLS = (
    Symbol("n", domain="size"),
    Symbol("d", domain="size"),
    Symbol("X", ("n", "d")),
    Symbol("y", ("n",)),
    Symbol(r"\tilde w", ("d",)),
    Symbol("p", domain="probability"),
    Symbol("R", ("n", "d"), domain="bernoulli"),
    Symbol(r"\tilde\Gamma", ("d", "d"), domain="diagonal", defined_by=r"\operatorname{diag}(\|X_{:,j}\|)"),
)


def draw(rng: np.random.Generator) -> SimpleNamespace:
    n, d = 2, 2
    p = float(rng.uniform(0.2, 0.8))
    v = SimpleNamespace(n=n, d=d, p=p, X=rng.normal(size=(n, d)), y=rng.normal(size=n), w=rng.normal(size=d), q=1 - p)
    every = masks(n, d, p)
    v.E = lambda f: sum(w * f(r) for w, r in every)
    v.S = v.X.T @ v.X
    v.D = np.diag(np.diag(v.S))
    v.loss = v.E(lambda r: np.sum((v.y - (r * v.X) @ v.w) ** 2))
    v.fit = np.sum((v.y - p * v.X @ v.w) ** 2)
    v.pen = v.w @ v.D @ v.w
    v.yXw = v.y @ v.X @ v.w
    v.yy = v.y @ v.y
    v.M = lambda r: r * v.X
    v.z = v.X @ v.w
    v.x2w2 = (v.X**2) @ (v.w**2)
    return v


MATRIX = Voice(
    "4a matrix",
    "numbered bold steps, displays, align",
    SYMBOLS,
    r"""
Let \(M = R \odot X\), so that \(M_{ij} = R_{ij}X_{ij}\) and \(\mathcal L(\tilde w) = \mathbb E_R\left[\|y - M\tilde w\|_2^2\right]\).

**Step 1 – Expand the square.**

\[
\|y - M\tilde w\|_2^2 = y^\top y - 2 y^\top M \tilde w + \tilde w^\top M^\top M \tilde w .
\]

**Step 2 – First moment.** Since \(\mathbb E[R_{ij}] = p\), we have \(\mathbb E[M] = pX\).

**Step 3 – Second moment.** For the \((j,k)\) entry,

\[
\mathbb E[(M^\top M)_{jk}] = \sum_{i=1}^n X_{ij}X_{ik}\,\mathbb E[R_{ij}R_{ik}].
\]

- If \(j \ne k\), independence gives \(\mathbb E[R_{ij}R_{ik}] = p^2\), so the entry is \(p^2 (X^\top X)_{jk}\).
- If \(j = k\), \(R_{ij}^2 = R_{ij}\), hence \(\mathbb E[R_{ij}^2] = p\) and the entry is \(p (X^\top X)_{jj}\).

Both cases combine into

\[
\mathbb E[M^\top M] = p^2 X^\top X + p(1-p)\,\operatorname{diag}(X^\top X) = p^2 X^\top X + p(1-p)\tilde\Gamma^2 .
\]

**Step 4 – Put everything together.**

\[
\begin{aligned}
\mathcal L(\tilde w)
&= y^\top y - 2p\, y^\top X \tilde w + \tilde w^\top\left(p^2 X^\top X + p(1-p)\tilde\Gamma^2\right)\tilde w \\
&= \left(y^\top y - 2p\, y^\top X \tilde w + p^2 \tilde w^\top X^\top X \tilde w\right) + p(1-p)\tilde w^\top \tilde\Gamma^2 \tilde w \\
&= \|y - pX\tilde w\|_2^2 + p(1-p)\|\tilde\Gamma \tilde w\|_2^2 . \qquad \blacksquare
\end{aligned}
\]
""",
    draw,
    (
        Slip(
            r"- 2 y^\top M \tilde w +",
            r"- y^\top M \tilde w +",
            lambda v: (
                v.loss,
                v.yy - 2 * v.p * v.yXw + v.E(lambda r: v.w @ v.M(r).T @ v.M(r) @ v.w),
                v.yy - v.p * v.yXw + v.E(lambda r: v.w @ v.M(r).T @ v.M(r) @ v.w),
            ),
        ),
        Slip(r"\(\mathbb E[M] = pX\)", r"\(\mathbb E[M] = (1-p)X\)", lambda v: (v.E(v.M), v.p * v.X, v.q * v.X)),
        Slip(
            r"\sum_{i=1}^n X_{ij}X_{ik}\,\mathbb",
            r"\sum_{i=1}^n X_{ij}X_{ij}\,\mathbb",
            lambda v: (
                v.E(lambda r: (v.M(r).T @ v.M(r))[0, 1]),
                v.E(lambda r: np.sum(v.X[:, 0] * v.X[:, 1] * r[:, 0] * r[:, 1])),
                v.E(lambda r: np.sum(v.X[:, 0] ** 2 * r[:, 0] * r[:, 1])),
            ),
        ),
        Slip(
            r"\mathbb E[R_{ij}^2] = p\)",
            r"\mathbb E[R_{ij}^2] = p^2\)",
            lambda v: (v.E(lambda r: r[0, 0] ** 2), v.p, v.p**2),
        ),
        Slip(
            r"= p^2 X^\top X + p(1-p)\,\operatorname",
            r"= p^2 X^\top X + p^2\,\operatorname",
            lambda v: (v.E(lambda r: v.M(r).T @ v.M(r)), v.p**2 * v.S + v.p * v.q * v.D, v.p**2 * v.S + v.p**2 * v.D),
        ),
        Slip(
            r"+ p(1-p)\tilde\Gamma^2 ." + "\n",
            r"+ p(1-p)\tilde\Gamma ." + "\n",
            lambda v: (
                v.E(lambda r: v.M(r).T @ v.M(r)),
                v.p**2 * v.S + v.p * v.q * v.D,
                v.p**2 * v.S + v.p * v.q * np.sqrt(v.D),
            ),
        ),
        Slip(
            r"&= y^\top y - 2p\, y^\top X \tilde w + \tilde w^\top\left",
            r"&= y^\top y - 2\, y^\top X \tilde w + \tilde w^\top\left",
            lambda v: (
                v.loss,
                v.yy - 2 * v.p * v.yXw + v.w @ (v.p**2 * v.S + v.p * v.q * v.D) @ v.w,
                v.yy - 2 * v.yXw + v.w @ (v.p**2 * v.S + v.p * v.q * v.D) @ v.w,
            ),
        ),
        Slip(
            r"+ p^2 \tilde w^\top X^\top X \tilde w\right)",
            r"+ p \tilde w^\top X^\top X \tilde w\right)",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, v.fit + (v.p - v.p**2) * v.w @ v.S @ v.w + v.p * v.q * v.pen),
        ),
        Slip(
            r"&= \|y - pX\tilde w\|_2^2 + p(1-p)\|",
            r"&= \|y - pX\tilde w\|_2^2 + (1-p)\|",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, v.fit + v.q * v.pen),
        ),
    ),
)

ENTRYWISE = Voice(
    "4a entrywise",
    "headings, sentences, cases environment",
    SYMBOLS,
    r"""
## Setup

We want to show that $\mathcal{L}(\tilde{\mathbf{w}}) = \|\mathbf{y} - p\mathbf{X}\tilde{\mathbf{w}}\|^2 + p(1-p)\|\tilde\Gamma\tilde{\mathbf{w}}\|^2$. Writing the loss out over examples,

$$\mathcal{L}(\tilde{\mathbf{w}}) = \mathbb{E}_{R}\left[\sum_{i=1}^{n}\left(y_i - \sum_{j=1}^{d} R_{ij}X_{ij}\tilde{w}_j\right)^2\right]$$

## Expanding

By linearity of expectation, each squared residual contributes

$$\mathbb{E}\left[\left(y_i - \sum_{j} R_{ij}X_{ij}\tilde{w}_j\right)^2\right] = y_i^2 - 2y_i\sum_{j}\mathbb{E}[R_{ij}]X_{ij}\tilde{w}_j + \sum_{j}\sum_{k}\mathbb{E}[R_{ij}R_{ik}]X_{ij}X_{ik}\tilde{w}_j\tilde{w}_k$$

The moments of the mask are

$$\mathbb{E}[R_{ij}R_{ik}] = \begin{cases} p & \text{if } j = k \\ p^2 & \text{if } j \neq k \end{cases}$$

Now split the double sum into its diagonal and off-diagonal parts:

$$\sum_{j,k}\mathbb{E}[R_{ij}R_{ik}]X_{ij}X_{ik}\tilde{w}_j\tilde{w}_k = p\sum_{j} X_{ij}^2\tilde{w}_j^2 + p^2\sum_{j\neq k}X_{ij}X_{ik}\tilde{w}_j\tilde{w}_k$$

Adding and subtracting $p^2\sum_j X_{ij}^2\tilde{w}_j^2$, this equals

$$p^2\left(\sum_j X_{ij}\tilde{w}_j\right)^2 + p(1-p)\sum_j X_{ij}^2\tilde{w}_j^2.$$

## Collecting terms

Summing over all $i$:

$$\mathcal{L}(\tilde{\mathbf{w}}) = \sum_{i=1}^n\left(y_i - p\sum_j X_{ij}\tilde{w}_j\right)^2 + p(1-p)\sum_{j}\tilde{w}_j^2\sum_{i}X_{ij}^2$$

The first sum is $\|\mathbf{y} - p\mathbf{X}\tilde{\mathbf{w}}\|^2$, and since $\tilde\Gamma_{jj} = \sqrt{\sum_i X_{ij}^2}$, the second one is $p(1-p)\|\tilde\Gamma\tilde{\mathbf{w}}\|^2$. Therefore

$$\boxed{\mathcal{L}(\tilde{\mathbf{w}}) = \|\mathbf{y} - p\mathbf{X}\tilde{\mathbf{w}}\|^2 + p(1-p)\|\tilde\Gamma\tilde{\mathbf{w}}\|^2}$$
""",
    draw,
    (
        Slip(
            r"= y_i^2 - 2y_i\sum_{j}\mathbb",
            r"= y_i^2 + 2y_i\sum_{j}\mathbb",
            lambda v: (
                v.E(lambda r: (v.y[0] - (r[0] * v.X[0]) @ v.w) ** 2),
                v.y[0] ** 2 - 2 * v.y[0] * v.p * v.z[0] + v.E(lambda r: ((r[0] * v.X[0]) @ v.w) ** 2),
                v.y[0] ** 2 + 2 * v.y[0] * v.p * v.z[0] + v.E(lambda r: ((r[0] * v.X[0]) @ v.w) ** 2),
            ),
        ),
        Slip(
            r"\begin{cases} p & \text{if } j = k",
            r"\begin{cases} p^2 & \text{if } j = k",
            lambda v: (v.E(lambda r: r[0, 0] ** 2), v.p, v.p**2),
        ),
        Slip(
            r"p^2 & \text{if } j \neq k",
            r"2p & \text{if } j \neq k",
            lambda v: (v.E(lambda r: r[0, 0] * r[0, 1]), v.p**2, 2 * v.p),
        ),
        Slip(
            r"= p\sum_{j} X_{ij}^2\tilde{w}_j^2 + p^2\sum",
            r"= p\sum_{j} X_{ij}\tilde{w}_j^2 + p^2\sum",
            lambda v: (
                v.E(lambda r: ((r[0] * v.X[0]) @ v.w) ** 2),
                v.p**2 * v.z[0] ** 2 + v.p * v.q * v.x2w2[0],
                v.p**2 * v.z[0] ** 2 - v.p**2 * v.x2w2[0] + v.p * (v.X[0] @ v.w**2),
            ),
        ),
        Slip(
            r"$$p^2\left(\sum_j X_{ij}\tilde{w}_j\right)^2 + p(1-p)",
            r"$$p^2\left(\sum_j X_{ij}\tilde{w}_j\right)^2 + p(1-p)^2",
            lambda v: (
                v.E(lambda r: ((r[0] * v.X[0]) @ v.w) ** 2),
                v.p**2 * v.z[0] ** 2 + v.p * v.q * v.x2w2[0],
                v.p**2 * v.z[0] ** 2 + v.p * v.q**2 * v.x2w2[0],
            ),
        ),
        Slip(
            r"\left(y_i - p\sum_j X_{ij}\tilde{w}_j\right)^2 +",
            r"\left(y_i - \sum_j X_{ij}\tilde{w}_j\right)^2 +",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, np.sum((v.y - v.z) ** 2) + v.p * v.q * v.pen),
        ),
        Slip(
            r"p(1-p)\sum_{j}\tilde{w}_j^2\sum_{i}X_{ij}^2",
            r"p(1-p)\sum_{j}\tilde{w}_j\sum_{i}X_{ij}^2",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, v.fit + v.p * v.q * (np.diag(v.D) @ v.w)),
        ),
        Slip(
            r"$\tilde\Gamma_{jj} = \sqrt{\sum_i X_{ij}^2}$",
            r"$\tilde\Gamma_{jj} = \sum_i X_{ij}^2$",
            lambda v: (np.linalg.norm(v.X[:, 0]), np.sqrt(np.sum(v.X[:, 0] ** 2)), np.sum(v.X[:, 0] ** 2)),
        ),
    ),
)

BIAS_VARIANCE = Voice(
    "4a mean and variance",
    "short, bullets, inline formulas, 'where', 'Hence'",
    SYMBOLS,
    r"""
**Solution.** For any random variable $Z$ and constant $c$ we have $\mathbb{E}[(c - Z)^2] = (c - \mathbb{E}[Z])^2 + \mathrm{Var}(Z)$.

Apply this row by row with $c = y_i$ and $Z_i = \sum_{j=1}^d R_{ij} X_{ij} \tilde{w}_j$:

$$L(\tilde w) = \sum_{i=1}^n \left( (y_i - \mathbb{E}[Z_i])^2 + \mathrm{Var}(Z_i) \right)$$

* **Mean:** $\mathbb{E}[Z_i] = \sum_{j} \mathbb{E}[R_{ij}] X_{ij}\tilde w_j = p \sum_j X_{ij} \tilde w_j = p\,(X \tilde w)_i$.
* **Variance:** The $R_{ij}$ are independent with $\mathrm{Var}(R_{ij}) = p(1-p)$, so $\mathrm{Var}(Z_i) = \sum_j X_{ij}^2 \tilde w_j^2 \,\mathrm{Var}(R_{ij}) = p(1-p) \sum_j X_{ij}^2 \tilde w_j^2$.

Hence
$$
\begin{align*}
L(\tilde w) &= \sum_{i=1}^n (y_i - p (X\tilde w)_i)^2 + p(1-p) \sum_{i=1}^n \sum_{j=1}^d X_{ij}^2 \tilde w_j^2 \\
&= \|y - pX\tilde w\|_2^2 + p(1-p) \sum_{j=1}^d \|X_{:,j}\|_2^2\, \tilde w_j^2 \\
&= \|y - pX\tilde w\|_2^2 + p(1-p) \|\tilde \Gamma \tilde w\|_2^2,
\end{align*}
$$
where $\tilde \Gamma$ is the diagonal matrix whose $j$-th entry is the norm of the $j$-th column of $X$.
""",
    draw,
    (
        Slip(
            r"= (c - \mathbb{E}[Z])^2 + \mathrm{Var}(Z)$",
            r"= (c - \mathbb{E}[Z])^2 - \mathrm{Var}(Z)$",
            lambda v: (v.E(lambda r: (0.3 - r[0, 0]) ** 2), (0.3 - v.p) ** 2 + v.p * v.q, (0.3 - v.p) ** 2 - v.p * v.q),
        ),
        Slip(
            r"= p \sum_j X_{ij} \tilde w_j = p\,",
            r"= p \sum_j X_{ij}^2 \tilde w_j = p\,",
            lambda v: (v.E(lambda r: (r[0] * v.X[0]) @ v.w), v.p * v.z[0], v.p * (v.X[0] ** 2 @ v.w)),
        ),
        Slip(
            r"\mathrm{Var}(R_{ij}) = p(1-p)$",
            r"\mathrm{Var}(R_{ij}) = p^2(1-p)$",
            lambda v: (v.E(lambda r: (r[0, 0] - v.p) ** 2), v.p * v.q, v.p**2 * v.q),
        ),
        Slip(
            r"\sum_j X_{ij}^2 \tilde w_j^2 \,\mathrm{Var}",
            r"\sum_j X_{ij} \tilde w_j \,\mathrm{Var}",
            lambda v: (
                v.E(lambda r: ((r[0] * v.X[0]) @ v.w - v.p * v.z[0]) ** 2),
                v.p * v.q * v.x2w2[0],
                v.p * v.q * v.z[0],
            ),
        ),
        Slip(
            r"= p(1-p) \sum_j X_{ij}^2 \tilde w_j^2$",
            r"= p(1+p) \sum_j X_{ij}^2 \tilde w_j^2$",
            lambda v: (
                v.E(lambda r: ((r[0] * v.X[0]) @ v.w - v.p * v.z[0]) ** 2),
                v.p * v.q * v.x2w2[0],
                v.p * (1 + v.p) * v.x2w2[0],
            ),
        ),
        Slip(
            r"(y_i - p (X\tilde w)_i)^2 +",
            r"(y_i + p (X\tilde w)_i)^2 +",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, np.sum((v.y + v.p * v.z) ** 2) + v.p * v.q * v.pen),
        ),
        Slip(
            r"\|X_{:,j}\|_2^2\, \tilde w_j^2",
            r"\|X_{:,j}\|_2\, \tilde w_j^2",
            lambda v: (v.loss, v.fit + v.p * v.q * v.pen, v.fit + v.p * v.q * np.sum(np.sqrt(np.diag(v.D)) * v.w**2)),
        ),
    ),
)

PENALTY = (MATRIX, ENTRYWISE, BIAS_VARIANCE)
