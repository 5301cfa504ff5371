"""Layer norm in vector form, RMS norm, and a batch norm torn out of a PDF.

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

LAYER = (
    Symbol("d", domain="size"),
    Symbol("x", ("d",)),
    Symbol("g", ("d",), aliases=("∂L/∂x̂",), says="the gradient at the normalized input"),
    Symbol("μ", aliases=(r"\mu",), defined_by=r"\frac{1}{d} \sum_{j=1}^{d} x_j"),
    Symbol("σ", domain="positive", aliases=(r"\sigma",), defined_by=r"\sqrt{\frac{1}{d} \sum_{j=1}^{d} (x_j - \mu)^2}"),
    Symbol("x̂", ("d",), aliases=(r"\hat x",), defined_by=r"\frac{x - \mu}{\sigma}"),
)


def layer_draw(rng: np.random.Generator) -> SimpleNamespace:
    d = 4
    x, g = rng.normal(size=d), rng.normal(size=d)
    s = x.std()
    h = (x - x.mean()) / s

    def unit(z: Any) -> Any:
        return (z - z.mean()) / np.sqrt(((z - z.mean()) ** 2).mean())

    eye, ones = np.eye(d), np.ones((d, d))
    return SimpleNamespace(
        d=d, x=x, g=g, s=s, mu=x.mean(), h=h, I=eye, J=ones, C=eye - ones / d, hh=np.outer(h, h),
        ds=slope(lambda z: np.sqrt(((z - z.mean()) ** 2).mean()), x), jac=slope(unit, x), dx=slope(unit, x).T @ g,
    )  # fmt: skip


VECTOR = Voice(
    "yew layer norm with the centering matrix",
    "Claude: Unicode in plain lines, vectors and matrices",
    LAYER,
    """
## LayerNorm gradient in vector form

Let 1 denote the all-ones vector in ℝᵈ, so that μ = (1/d) 1ᵀx, and let C = I − (1/d) 11ᵀ be the centering matrix. Then x − μ1 = Cx, σ² = (1/d) ‖Cx‖², and x̂ = Cx/σ.

**Gradient of σ.** C is symmetric and idempotent, CᵀC = C, therefore

∂σ²/∂x = (2/d) Cx

and, by the chain rule,

∂σ/∂x = (1/(2σ)) ∂σ²/∂x = (1/(dσ)) Cx = x̂/d

**Jacobian.** From the quotient rule,

∂x̂/∂x = (1/σ) C − (1/σ²) Cx (∂σ/∂x)ᵀ = (1/σ) (C − (1/d) x̂x̂ᵀ)
  = (1/σ) (I − (1/d) 11ᵀ − (1/d) x̂x̂ᵀ)

**Backward pass.** The Jacobian is symmetric. With g = ∂L/∂x̂:

∂L/∂x = (1/σ) (I − (1/d) 11ᵀ − (1/d) x̂x̂ᵀ) g
  = (1/σ) (g − (1/d) (1ᵀg) 1 − (1/d) (x̂ᵀg) x̂)
""",
    layer_draw,
    (
        Slip(
            "= (1/(dσ)) Cx = x̂/d",
            "= (1/(dσ)) Cx = x̂/(dσ)",
            lambda v: (v.ds, v.h / v.d, v.h / v.d / v.s),
        ),
        Slip(
            "= (1/σ) (C − (1/d) x̂x̂ᵀ)",
            "= (1/σ) (C − x̂x̂ᵀ)",
            lambda v: (v.jac, (v.C - v.hh / v.d) / v.s, (v.C - v.hh) / v.s),
        ),
        Slip(
            "  = (1/σ) (I − (1/d) 11ᵀ − (1/d) x̂x̂ᵀ)\n\n",
            "  = (1/σ) (I − (1/d) x̂x̂ᵀ)\n\n",
            lambda v: (v.jac, (v.I - v.J / v.d - v.hh / v.d) / v.s, (v.I - v.hh / v.d) / v.s),
        ),
        Slip(
            "− (1/d) (x̂ᵀg) x̂)",
            "− (1/d) (xᵀg) x̂)",
            lambda v: (
                v.dx,
                (v.g - v.g.mean() - v.h @ v.g / v.d * v.h) / v.s,
                (v.g - v.g.mean() - v.x @ v.g / v.d * v.h) / v.s,
            ),
        ),
        Slip(
            "(g − (1/d) (1ᵀg) 1 −",
            "(g + (1/d) (1ᵀg) 1 −",
            lambda v: (
                v.dx,
                (v.g - v.g.mean() - v.h @ v.g / v.d * v.h) / v.s,
                (v.g + v.g.mean() - v.h @ v.g / v.d * v.h) / v.s,
            ),
        ),
    ),
)

RMS = (
    Symbol("d", domain="size"),
    Symbol("x", ("d",)),
    Symbol(r"\gamma", ("d",)),
    Symbol("g", ("d",), aliases=(r"\partial L/\partial y",)),
    Symbol("r", domain="positive", defined_by=r"\sqrt{\frac{1}{d} \sum_{j=1}^{d} x_j^2}"),
)


def rms_draw(rng: np.random.Generator) -> SimpleNamespace:
    d = 4
    x, c, g = rng.normal(size=d), rng.normal(size=d), rng.normal(size=d)

    def root(z: Any) -> Any:
        return np.sqrt((z**2).mean())

    r = root(x)
    jac = slope(lambda z: c * z / root(z), x)
    return SimpleNamespace(d=d, x=x, c=c, g=g, r=r, dr=slope(root, x), jac=jac, dx=g @ jac, dot=float(x @ (c * g)))


ROOT = Voice(
    "yew RMS norm",
    "DeepSeek: terse, align, a check at the end",
    RMS,
    r"""
**RMSNorm.** Let $r = \sqrt{\frac{1}{d}\sum_{j=1}^d x_j^2}$ and $y_i = \gamma_i \frac{x_i}{r}$ (no mean subtraction). First,

$$\frac{\partial r}{\partial x_k} = \frac{1}{2r}\cdot\frac{2x_k}{d} = \frac{x_k}{d\,r}.$$

The product rule gives

$$\frac{\partial y_i}{\partial x_k} = \gamma_i\left(\frac{\delta_{ik}}{r} - \frac{x_i}{r^2}\frac{\partial r}{\partial x_k}\right) = \frac{\gamma_i}{r}\left(\delta_{ik} - \frac{x_i x_k}{d\,r^2}\right).$$

Let $g_i = \partial L/\partial y_i$. Contracting with $g$:

\begin{align}
\frac{\partial L}{\partial x_k} &= \sum_{i=1}^d g_i \frac{\partial y_i}{\partial x_k} \\
&= \frac{1}{r}\left(\gamma_k g_k - \frac{x_k}{d\,r^2}\sum_{i=1}^d \gamma_i g_i x_i\right).
\end{align}

**Sanity check.** Scaling $x$ does not change $y$, so the gradient is orthogonal to $x$:

$$\sum_{k=1}^d x_k \frac{\partial L}{\partial x_k} = \frac{1}{r}\left(\sum_k \gamma_k g_k x_k - \frac{\sum_k x_k^2}{d\,r^2}\sum_i \gamma_i g_i x_i\right) = 0,$$

because $\sum_k x_k^2 = d\,r^2$.
""",
    rms_draw,
    (
        Slip(
            r"\frac{2x_k}{d} = \frac{x_k}{d\,r}.",
            r"\frac{2x_k}{d} = \frac{x_k}{r}.",
            lambda v: (v.dr, v.x / v.d / v.r, v.x / v.r),
        ),
        Slip(
            r"= \frac{\gamma_i}{r}\left(\delta_{ik} - \frac{x_i x_k}{d\,r^2}\right)",
            r"= \frac{\gamma_i}{r}\left(\delta_{ik} - \frac{x_i x_k}{d\,r}\right)",
            lambda v: (
                v.jac,
                (v.c / v.r)[:, None] * (np.eye(v.d) - np.outer(v.x, v.x) / v.d / v.r**2),
                (v.c / v.r)[:, None] * (np.eye(v.d) - np.outer(v.x, v.x) / v.d / v.r),
            ),
        ),
        Slip(
            r"\left(\gamma_k g_k - \frac{x_k}{d\,r^2}\sum",
            r"\left(\gamma_k g_k + \frac{x_k}{d\,r^2}\sum",
            lambda v: (
                v.dx,
                (v.c * v.g - v.x * v.dot / v.d / v.r**2) / v.r,
                (v.c * v.g + v.x * v.dot / v.d / v.r**2) / v.r,
            ),
        ),
        Slip(
            r"\sum_{i=1}^d \gamma_i g_i x_i\right).",
            r"\sum_{i=1}^d g_i x_i\right).",
            lambda v: (
                v.dx,
                (v.c * v.g - v.x * v.dot / v.d / v.r**2) / v.r,
                (v.c * v.g - v.x * (v.x @ v.g) / v.d / v.r**2) / v.r,
            ),
        ),
        Slip(r"$\sum_k x_k^2 = d\,r^2$", r"$\sum_k x_k^2 = r^2$", lambda v: (v.x @ v.x, v.d * v.r**2, v.r**2)),
    ),
)

TORN_SYMBOLS = (
    Symbol("n", domain="size"),
    Symbol("γ", aliases=(r"\gamma",)),
    Symbol("β", aliases=(r"\beta",)),
    Symbol("x", ("n",)),
    Symbol("µ", aliases=("μ", r"\mu"), defined_by=r"\frac{1}{n} \sum_{j=1}^{n} x_j"),
    Symbol("∂L/∂y", ("n",), aliases=("g", r"\partial L/\partial y")),
)


def torn_draw(rng: np.random.Generator) -> SimpleNamespace:
    n = 4
    g, c, x = rng.normal(size=n), float(rng.normal()), rng.normal(size=n)
    return SimpleNamespace(
        n=n, g=g, c=c, x=x, I=np.eye(n), y=slope(lambda z: c * (z - z.mean()), x),
        grad=slope(lambda z: np.sum(g * c * (z - z.mean())), x),
    )  # fmt: skip


TORN = Voice(
    "yew centred norm torn out of a PDF",
    "Gemini: fractions and sums broken over lines by a PDF reader",
    TORN_SYMBOLS,
    """
Derivation. Each output is yj = γ(xj −µ) + β, where µ = 1
n
P
k xk depends on
every input. Therefore
∂yj
∂xi
= γ

δij −1
n

.
Multiplying by the upstream gradients and summing,
∂L
∂xi
=
n
X
j=1
∂L
∂yj
∂yj
∂xi
= γ
n
X
j=1
∂L
∂yj

δij −1
n

= γ

∂L
∂yi
−1
n
n
X
j=1
∂L
∂yj

.
If we sum this over the whole batch, the gradients cancel:
n
X
i=1
∂L
∂xi
= γ
n
X
i=1
∂L
∂yi
−γ
n
X
j=1
∂L
∂yj
= 0.
""",
    torn_draw,
    (
        Slip(
            "= γ\n\nδij −1\nn\n\n.\nMult",
            "= γ\n\nδij −1\n\n.\nMult",
            lambda v: (v.y, v.c * (v.I - 1 / v.n), v.c * (v.I - 1)),
        ),
        Slip(
            "∂L\n∂yj\n\nδij −1\nn\n\n=",
            "∂L\n∂yj\n\nδij + 1\nn\n\n=",
            lambda v: (v.grad, v.c * (v.I - 1 / v.n) @ v.g, v.c * (v.I + 1 / v.n) @ v.g),
        ),
        Slip(
            "∂L\n∂yi\n−1\nn\nn\nX\nj=1",
            "∂L\n∂yi\n−1\nn2\nn\nX\nj=1",
            lambda v: (v.grad, v.c * (v.g - v.g.mean()), v.c * (v.g - v.g.sum() / v.n**2)),
        ),
        Slip("∂yj\n= 0.", "∂yj\n= γ.", lambda v: (v.grad.sum(), 0.0, v.c)),
    ),
)

LAYERS = (VECTOR, ROOT, TORN)
