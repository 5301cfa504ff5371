"""Tikhonov closed forms, changes of variables, the SVD and projections, in the voices of several models.

Long lines are the texts themselves.
"""
# ruff: noqa: E501

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from derivations.voices.voice import Slip, Voice
from derivations.voices.yew.numeric import slope
from viva.kinds import Symbol

RIDGE = (
    Symbol("n", domain="size"),
    Symbol("d", domain="size"),
    Symbol("X", ("n", "d")),
    Symbol("y", ("n",)),
    Symbol("w", ("d",), aliases=(r"\mathbf{w}",)),
    Symbol(r"\lambda", domain="positive", aliases=("λ", "lambda")),
    Symbol(r"\Gamma", ("d", "d"), domain="invertible", aliases=("Γ",)),
)


def ridge_draw(rng: np.random.Generator) -> SimpleNamespace:
    n, d = 5, 3
    X, y, w = rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d)
    lam, G = float(rng.uniform(0.3, 2.0)), rng.normal(size=(d, d)) + 2 * np.eye(d)
    K, A, inv = G.T @ G, X.T @ X, np.linalg.inv
    top, bottom = np.vstack([X, np.sqrt(lam) * G]), np.vstack([X, np.sqrt(lam) * np.eye(d)])
    long = np.concatenate([y, np.zeros(d)])
    U, s, Vt = np.linalg.svd(X, full_matrices=False)

    def loss(u: Any) -> Any:
        return np.sum((y - X @ u) ** 2) + lam * np.sum((G @ u) ** 2)

    return SimpleNamespace(
        n=n, d=d, X=X, y=y, w=w, lam=lam, G=G, K=K, A=A, inv=inv, loss=loss, grad=slope(loss, w), U=U, s=s, V=Vt.T,
        best=np.linalg.lstsq(top, long, rcond=None)[0], plain=np.linalg.lstsq(bottom, long, rcond=None)[0],
        ols=np.linalg.lstsq(X, y, rcond=None)[0], I=np.eye(d), N=np.eye(n), Z=X @ inv(G), Gi=inv(G),
        P=X @ np.linalg.pinv(X), hess=2 * A + 2 * lam * K,
    )  # fmt: skip


CLOSED = Voice(
    "yew Tikhonov closed form",
    "Llama: steps with headings, aligned",
    RIDGE,
    r"""
To find the minimizer of $J(w) = \|y - Xw\|_2^2 + \lambda\|\Gamma w\|_2^2$ we follow these steps:

**Step 1: Expand the objective**
\[
\begin{aligned}
\|y - Xw\|_2^2 + \lambda\|\Gamma w\|_2^2 &= (y - Xw)^T(y - Xw) + \lambda w^T\Gamma^T\Gamma w \\
&= y^Ty - 2w^TX^Ty + w^TX^TXw + \lambda w^T\Gamma^T\Gamma w
\end{aligned}
\]

**Step 2: Compute the gradient**
\[
\nabla_w J = -2X^Ty + 2X^TXw + 2\lambda\Gamma^T\Gamma w = 2(X^TX + \lambda\Gamma^T\Gamma)w - 2X^Ty
\]

**Step 3: Set it to zero**
\[
(X^TX + \lambda\Gamma^T\Gamma)w^* = X^Ty \implies w^* = (X^TX + \lambda\Gamma^T\Gamma)^{-1}X^Ty
\]

**Step 4: Factor out the penalty**
\[
w^* = \left(\Gamma^T(\Gamma^{-T}X^TX\Gamma^{-1} + \lambda I)\Gamma\right)^{-1}X^Ty = \Gamma^{-1}(\Gamma^{-T}X^TX\Gamma^{-1} + \lambda I)^{-1}\Gamma^{-T}X^Ty
\]
""",
    ridge_draw,
    (
        Slip(
            r"&= y^Ty - 2w^TX^Ty + w^TX^TXw",
            r"&= y^Ty - w^TX^Ty + w^TX^TXw",
            lambda v: (
                v.loss(v.w),
                v.y @ v.y - 2 * v.w @ v.X.T @ v.y + v.w @ v.A @ v.w + v.lam * v.w @ v.K @ v.w,
                v.y @ v.y - v.w @ v.X.T @ v.y + v.w @ v.A @ v.w + v.lam * v.w @ v.K @ v.w,
            ),
        ),
        Slip(
            r"+ 2\lambda\Gamma^T\Gamma w =",
            r"+ \lambda\Gamma^T\Gamma w =",
            lambda v: (
                v.grad,
                -2 * v.X.T @ v.y + 2 * v.A @ v.w + 2 * v.lam * v.K @ v.w,
                -2 * v.X.T @ v.y + 2 * v.A @ v.w + v.lam * v.K @ v.w,
            ),
        ),
        Slip(
            r"w^* = (X^TX + \lambda\Gamma^T\Gamma)^{-1}X^Ty",
            r"w^* = (X^TX + \lambda\Gamma\Gamma^T)^{-1}X^Ty",
            lambda v: (
                v.best,
                v.inv(v.A + v.lam * v.K) @ v.X.T @ v.y,
                v.inv(v.A + v.lam * v.G @ v.G.T) @ v.X.T @ v.y,
            ),
        ),
        Slip(
            r"= \Gamma^{-1}(\Gamma^{-T}X^TX",
            r"= \Gamma(\Gamma^{-T}X^TX",
            lambda v: (
                v.best,
                v.Gi @ v.inv(v.Z.T @ v.Z + v.lam * v.I) @ v.Z.T @ v.y,
                v.G @ v.inv(v.Z.T @ v.Z + v.lam * v.I) @ v.Z.T @ v.y,
            ),
        ),
        Slip(
            r"+ \lambda I)^{-1}\Gamma^{-T}X^Ty",
            r"+ \lambda I)^{-1}\Gamma^{-1}X^Ty",
            lambda v: (
                v.best,
                v.Gi @ v.inv(v.Z.T @ v.Z + v.lam * v.I) @ v.Gi.T @ v.X.T @ v.y,
                v.Gi @ v.inv(v.Z.T @ v.Z + v.lam * v.I) @ v.Gi @ v.X.T @ v.y,
            ),
        ),
    ),
)

CHANGE = Voice(
    "yew change of variables torn out of a PDF",
    "Qwen: Unicode out of a PDF, inverses as Γ−1",
    RIDGE,
    """
Let u = Γw. Since Γ is invertible, w = Γ−1u, and the second term becomes
∥Γw∥2 = ∥ΓΓ−1u∥2 = ∥u∥2.
For the first term we find
∥y −Xw∥2 = ∥y −XΓ−1u∥2.
Writing Z = XΓ−1, the problem is now ordinary ridge regression, minu ∥y −Zu∥2 + λ∥u∥2, and
ZT Z = Γ−T XT XΓ−1.
Its solution is
u∗ = (ZT Z + λI)−1ZT y
= (Γ−T XT XΓ−1 + λI)−1Γ−T XT y.
Transforming back, w∗ = Γ−1u∗ and
w∗ = Γ−1(Γ−T XT XΓ−1 + λI)−1Γ−T XT y
= (XT X + λΓT Γ)−1XT y.
""",
    ridge_draw,
    (
        Slip(
            "= ∥y −XΓ−1u∥2.",
            "= ∥y −XΓu∥2.",
            lambda v: (
                np.sum((v.y - v.X @ v.w) ** 2),
                np.sum((v.y - v.X @ v.Gi @ v.G @ v.w) ** 2),
                np.sum((v.y - v.X @ v.G @ v.G @ v.w) ** 2),
            ),
        ),
        Slip(
            "ZT Z = Γ−T XT XΓ−1.",
            "ZT Z = Γ−1XT XΓ−T .",
            lambda v: (v.Z.T @ v.Z, v.Gi.T @ v.A @ v.Gi, v.Gi @ v.A @ v.Gi.T),
        ),
        Slip(
            "= (Γ−T XT XΓ−1 + λI)−1Γ−T XT y.",
            "= (Γ−T XT XΓ−1 + λI)−1XT y.",
            lambda v: (
                v.G @ v.best,
                v.inv(v.Z.T @ v.Z + v.lam * v.I) @ v.Z.T @ v.y,
                v.inv(v.Z.T @ v.Z + v.lam * v.I) @ v.X.T @ v.y,
            ),
        ),
        Slip(
            "= (XT X + λΓT Γ)−1XT y.",
            "= (XT X + λΓ)−1XT y.",
            lambda v: (
                v.best,
                v.inv(v.A + v.lam * v.K) @ v.X.T @ v.y,
                v.inv(v.A + v.lam * v.G) @ v.X.T @ v.y,
            ),
        ),
    ),
)

SHRINK = Voice(
    "yew ridge by the SVD",
    "ChatGPT: thin SVD, filter factors, displays",
    RIDGE[:6],
    r"""
### Ridge regression through the SVD

Let $X = U\Sigma V^\top$ be the thin SVD, with $U^\top U = I$, $V^\top V = V V^\top = I$ and $\Sigma = \operatorname{diag}(\sigma_1,\dots,\sigma_d)$. Then

$$X^\top X = V\Sigma U^\top U \Sigma V^\top = V\Sigma^2 V^\top,$$

so that

$$X^\top X + \lambda I = V(\Sigma^2 + \lambda I)V^\top, \qquad (X^\top X + \lambda I)^{-1} = V(\Sigma^2 + \lambda I)^{-1}V^\top.$$

The ridge solution is therefore

$$\hat w_\lambda = (X^\top X + \lambda I)^{-1}X^\top y = V(\Sigma^2+\lambda I)^{-1}\Sigma\, U^\top y = \sum_{j=1}^d \frac{\sigma_j}{\sigma_j^2+\lambda}\,(u_j^\top y)\,v_j.$$

The fitted values are

$$X\hat w_\lambda = U\Sigma(\Sigma^2+\lambda I)^{-1}\Sigma U^\top y = \sum_{j=1}^d \frac{\sigma_j^2}{\sigma_j^2+\lambda}\,(u_j^\top y)\,u_j,$$

and the effective degrees of freedom are $\operatorname{tr}\!\left(X(X^\top X+\lambda I)^{-1}X^\top\right) = \sum_{j=1}^d \frac{\sigma_j^2}{\sigma_j^2+\lambda}$.
""",
    ridge_draw,
    (
        Slip(
            r"= V\Sigma^2 V^\top,$$",
            r"= V\Sigma V^\top,$$",
            lambda v: (v.A, v.V @ np.diag(v.s**2) @ v.V.T, v.V @ np.diag(v.s) @ v.V.T),
        ),
        Slip(
            r"(X^\top X + \lambda I)^{-1} = V(\Sigma^2 + \lambda I)^{-1}V^\top.",
            r"(X^\top X + \lambda I)^{-1} = V(\Sigma^{-2} + \lambda^{-1} I)V^\top.",
            lambda v: (
                v.inv(v.A + v.lam * v.I),
                v.V @ np.diag(1 / (v.s**2 + v.lam)) @ v.V.T,
                v.V @ np.diag(v.s**-2 + 1 / v.lam) @ v.V.T,
            ),
        ),
        Slip(
            r"= \sum_{j=1}^d \frac{\sigma_j}{\sigma_j^2+\lambda}\,(u_j^\top y)\,v_j.",
            r"= \sum_{j=1}^d \frac{\sigma_j}{\sigma_j+\lambda}\,(u_j^\top y)\,v_j.",
            lambda v: (
                v.plain,
                v.V @ (v.s / (v.s**2 + v.lam) * (v.U.T @ v.y)),
                v.V @ (v.s / (v.s + v.lam) * (v.U.T @ v.y)),
            ),
        ),
        Slip(
            r"= \sum_{j=1}^d \frac{\sigma_j^2}{\sigma_j^2+\lambda}\,(u_j",
            r"= \sum_{j=1}^d \frac{\lambda}{\sigma_j^2+\lambda}\,(u_j",
            lambda v: (
                v.X @ v.plain,
                v.U @ (v.s**2 / (v.s**2 + v.lam) * (v.U.T @ v.y)),
                v.U @ (v.lam / (v.s**2 + v.lam) * (v.U.T @ v.y)),
            ),
        ),
        Slip(
            r"= \sum_{j=1}^d \frac{\sigma_j^2}{\sigma_j^2+\lambda}$.",
            r"= \sum_{j=1}^d \frac{\sigma_j}{\sigma_j^2+\lambda}$.",
            lambda v: (
                np.trace(v.X @ v.inv(v.A + v.lam * v.I) @ v.X.T),
                np.sum(v.s**2 / (v.s**2 + v.lam)),
                np.sum(v.s / (v.s**2 + v.lam)),
            ),
        ),
    ),
)

PROJECTION = Voice(
    "yew pseudo-inverse identities",
    "Claude in a terminal: ASCII with X^T, inverses as ^{-1}",
    RIDGE,
    """
Assume X (n x d) has full column rank, so X^T X is invertible. Put P = X (X^T X)^{-1} X^T.

(a) P is symmetric:
P^T = X ((X^T X)^{-1})^T X^T = X (X^T X)^{-1} X^T = P

(b) P is idempotent:
P P = X (X^T X)^{-1} X^T X (X^T X)^{-1} X^T = X (X^T X)^{-1} X^T = P

(c) The residual y - P y is orthogonal to the columns of X:
X^T (y - P y) = X^T y - X^T X (X^T X)^{-1} X^T y = X^T y - X^T y = 0

(d) The push-through identity. From X^T (X X^T + lambda I) = (X^T X + lambda I) X^T we get
(X^T X + lambda I)^{-1} X^T = X^T (X X^T + lambda I)^{-1}

(e) What ridge leaves over:
y - X (X^T X + lambda I)^{-1} X^T y = y - X X^T (X X^T + lambda I)^{-1} y
    = lambda (X X^T + lambda I)^{-1} y
""",
    ridge_draw,
    (
        Slip(
            "X^T (y - P y) = X^T y - X^T X (X^T X)^{-1} X^T y",
            "X^T (y - P y) = X^T y + X^T X (X^T X)^{-1} X^T y",
            lambda v: (
                v.X.T @ (v.y - v.P @ v.y),
                v.X.T @ v.y - v.A @ v.inv(v.A) @ v.X.T @ v.y,
                v.X.T @ v.y + v.A @ v.inv(v.A) @ v.X.T @ v.y,
            ),
        ),
        Slip(
            "= (X^T X + lambda I) X^T we",
            "= (X^T X + 2 lambda I) X^T we",
            lambda v: (
                v.X.T @ (v.X @ v.X.T + v.lam * v.N),
                (v.A + v.lam * v.I) @ v.X.T,
                (v.A + 2 * v.lam * v.I) @ v.X.T,
            ),
        ),
        Slip(
            "= X^T (X X^T + lambda I)^{-1}\n",
            "= X^T (X X^T - lambda I)^{-1}\n",
            lambda v: (
                v.inv(v.A + v.lam * v.I) @ v.X.T,
                v.X.T @ v.inv(v.X @ v.X.T + v.lam * v.N),
                v.X.T @ v.inv(v.X @ v.X.T - v.lam * v.N),
            ),
        ),
        Slip(
            "    = lambda (X X^T + lambda I)^{-1} y",
            "    = (X X^T + lambda I)^{-1} y",
            lambda v: (
                v.y - v.X @ v.inv(v.A + v.lam * v.I) @ v.X.T @ v.y,
                v.lam * v.inv(v.X @ v.X.T + v.lam * v.N) @ v.y,
                v.inv(v.X @ v.X.T + v.lam * v.N) @ v.y,
            ),
        ),
    ),
)

RIDGES = (CLOSED, CHANGE, SHRINK, PROJECTION)
