"""Batch norm, layer norm and RMS norm backwards, in the voices of several models.

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

BATCH = (
    Symbol("m", domain="size"),
    Symbol(r"\gamma"),
    Symbol(r"\beta"),
    Symbol(r"\epsilon", domain="positive", aliases=("eps", "ε")),
    Symbol("x", ("m",)),
    Symbol(r"\mu", aliases=("mu", "μ"), defined_by=r"\frac{1}{m} \sum_{j=1}^{m} x_j"),
    Symbol(r"\sigma", domain="positive", aliases=("σ",), defined_by=r"\sqrt{\frac{1}{m} \sum_{j=1}^{m} (x_j - \mu)^2}"),
    Symbol(
        r"\hat x",
        ("m",),
        aliases=("xhat", "x̂"),
        defined_by=r"\frac{x - \mu}{\sqrt{\sigma^2 + \epsilon}}",
    ),
    Symbol(r"\partial L/\partial y", ("m",), aliases=("g",)),
)


def batch_draw(rng: np.random.Generator) -> SimpleNamespace:
    m = 5
    x, g, c = rng.normal(size=m), rng.normal(size=m), float(rng.normal()) + 2.0
    e = float(rng.uniform(0.1, 1.0))
    mu = x.mean()
    s2 = ((x - mu) ** 2).mean()
    root = np.sqrt(s2 + e)
    h = (x - mu) / root

    def loss(z: Any) -> Any:
        centred = z - z.mean()
        return np.sum(g * c * centred / np.sqrt((centred**2).mean() + e))

    return SimpleNamespace(
        m=m, x=x, g=g, c=c, e=e, mu=mu, s2=s2, root=root, h=h, gh=c * g, I=np.eye(m),
        dx=slope(loss, x),
        ds=slope(lambda s: np.sum(g * c * (x - mu) / np.sqrt(s + e)), s2),
        dm=slope(lambda u: np.sum(g * c * (x - u) / np.sqrt(((x - u) ** 2).mean() + e)), mu),
        dsdx=slope(lambda z: ((z - z.mean()) ** 2).mean(), x),
        jac=slope(lambda z: (z - z.mean()) / np.sqrt(((z - z.mean()) ** 2).mean() + e), x),
    )  # fmt: skip


STEPS = Voice(
    "yew batch norm in four steps",
    "ChatGPT: bold step headings, displays, index form",
    BATCH,
    r"""
## Backward pass of batch normalization

**Forward pass.** For one feature and a mini-batch $x_1, \dots, x_m$,

$$\mu = \frac{1}{m}\sum_{i=1}^{m} x_i, \qquad \sigma^2 = \frac{1}{m}\sum_{i=1}^{m}(x_i-\mu)^2, \qquad \hat x_i = \frac{x_i-\mu}{\sqrt{\sigma^2+\epsilon}}, \qquad y_i = \gamma \hat x_i + \beta.$$

**Step 1 – Normalized input.**

$$\frac{\partial L}{\partial \hat x_i} = \frac{\partial L}{\partial y_i}\,\gamma.$$

**Step 2 – Variance.** Every $\hat x_i$ depends on $\sigma^2$, hence

$$\frac{\partial L}{\partial \sigma^2} = \sum_{i=1}^{m} \frac{\partial L}{\partial \hat x_i}\,(x_i-\mu)\left(-\frac{1}{2}\right)(\sigma^2+\epsilon)^{-3/2} = -\frac{\gamma}{2}(\sigma^2+\epsilon)^{-3/2}\sum_{i=1}^{m}\frac{\partial L}{\partial y_i}(x_i-\mu).$$

**Step 3 – Mean.** Because $\sum_i (x_i - \mu) = 0$, the path through the variance vanishes:

$$\frac{\partial L}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2+\epsilon}}\sum_{i=1}^{m}\frac{\partial L}{\partial \hat x_i} = -\frac{\gamma}{\sqrt{\sigma^2+\epsilon}}\sum_{i=1}^{m}\frac{\partial L}{\partial y_i}.$$

**Step 4 – Input.** Adding the three paths,

$$\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \hat x_i}\frac{1}{\sqrt{\sigma^2+\epsilon}} + \frac{\partial L}{\partial \sigma^2}\frac{2(x_i-\mu)}{m} + \frac{\partial L}{\partial \mu}\frac{1}{m}$$

$$= \frac{\gamma}{\sqrt{\sigma^2+\epsilon}}\left[\frac{\partial L}{\partial y_i} - \frac{1}{m}\sum_{j=1}^{m}\frac{\partial L}{\partial y_j} - \frac{\hat x_i}{m}\sum_{j=1}^{m}\frac{\partial L}{\partial y_j}\hat x_j\right].$$
""",
    batch_draw,
    (
        Slip(
            r"= -\frac{\gamma}{2}(\sigma^2+\epsilon)^{-3/2}",
            r"= -\frac{\gamma}{2}(\sigma^2+\epsilon)^{-1/2}",
            lambda v: (
                v.ds,
                -v.c / 2 * v.root**-3 * np.sum(v.g * (v.x - v.mu)),
                -v.c / 2 / v.root * np.sum(v.g * (v.x - v.mu)),
            ),
        ),
        Slip(
            r"= -\frac{\gamma}{\sqrt{\sigma^2+\epsilon}}\sum",
            r"= -\frac{\gamma}{m\sqrt{\sigma^2+\epsilon}}\sum",
            lambda v: (v.dm, -v.c / v.root * v.g.sum(), -v.c / v.root * v.g.mean()),
        ),
        Slip(
            r"\frac{2(x_i-\mu)}{m} +",
            r"\frac{(x_i-\mu)}{m} +",
            lambda v: (
                v.dx,
                v.gh / v.root + v.ds * 2 * (v.x - v.mu) / v.m + v.dm / v.m,
                v.gh / v.root + v.ds * (v.x - v.mu) / v.m + v.dm / v.m,
            ),
        ),
        Slip(
            r"- \frac{\hat x_i}{m}\sum_{j=1}^{m}",
            r"+ \frac{\hat x_i}{m}\sum_{j=1}^{m}",
            lambda v: (
                v.dx,
                v.c / v.root * (v.g - v.g.mean() - v.h * (v.g * v.h).mean()),
                v.c / v.root * (v.g - v.g.mean() + v.h * (v.g * v.h).mean()),
            ),
        ),
        Slip(
            r"\frac{\partial L}{\partial y_j}\hat x_j\right]",
            r"\frac{\partial L}{\partial y_j} x_j\right]",
            lambda v: (
                v.dx,
                v.c / v.root * (v.g - v.g.mean() - v.h * (v.g * v.h).mean()),
                v.c / v.root * (v.g - v.g.mean() - v.h * (v.g * v.x).mean()),
            ),
        ),
    ),
)

JACOBIAN = Voice(
    "yew batch norm by the Jacobian",
    "Qwen: Kronecker delta, aligned, everything through the derivatives of the statistics",
    BATCH,
    r"""
We differentiate the statistics first. Since $\mu = \frac{1}{m}\sum_k x_k$, we have $\frac{\partial \mu}{\partial x_i} = \frac{1}{m}$. For $\sigma^2 = \frac1m \sum_k (x_k - \mu)^2$:

\[
\begin{aligned}
\frac{\partial \sigma^2}{\partial x_i} &= \frac{1}{m}\sum_{k=1}^m 2(x_k-\mu)\left(\delta_{ki} - \frac{1}{m}\right) \\
&= \frac{2}{m}(x_i - \mu) - \frac{2}{m^2}\sum_{k=1}^m (x_k - \mu) \\
&= \frac{2}{m}(x_i-\mu).
\end{aligned}
\]

Now by the quotient rule

\[
\begin{aligned}
\frac{\partial \hat x_j}{\partial x_i} &= \frac{\delta_{ij} - \frac1m}{\sqrt{\sigma^2+\epsilon}} - \frac{1}{2}\frac{x_j-\mu}{(\sigma^2+\epsilon)^{3/2}}\cdot\frac{2}{m}(x_i-\mu) \\
&= \frac{1}{\sqrt{\sigma^2+\epsilon}}\left(\delta_{ij} - \frac1m - \frac{\hat x_i \hat x_j}{m}\right).
\end{aligned}
\]

Here $y_j = \gamma \hat x_j + \beta$ and $g_j = \frac{\partial L}{\partial y_j}$, so

\[
\frac{\partial L}{\partial x_i} = \sum_{j=1}^m g_j\,\gamma\,\frac{\partial \hat x_j}{\partial x_i} = \frac{\gamma}{m\sqrt{\sigma^2+\epsilon}}\left(m g_i - \sum_{j=1}^m g_j - \hat x_i \sum_{j=1}^m g_j \hat x_j\right).
\]

This is the well-known compact formula.
""",
    batch_draw,
    (
        Slip(
            r"2(x_k-\mu)\left(\delta_{ki} - \frac{1}{m}\right) \\",
            r"(x_k-\mu)\left(\delta_{ki} - \frac{1}{m}\right) \\",
            lambda v: (
                v.dsdx,
                2 * (v.I - 1 / v.m) @ (v.x - v.mu) / v.m,
                (v.I - 1 / v.m) @ (v.x - v.mu) / v.m,
            ),
        ),
        Slip(
            r"&= \frac{2}{m}(x_i-\mu).",
            r"&= \frac{2}{m}\,x_i.",
            lambda v: (v.dsdx, 2 / v.m * (v.x - v.mu), 2 / v.m * v.x),
        ),
        Slip(
            r"- \frac{1}{2}\frac{x_j-\mu}{(\sigma^2+\epsilon)^{3/2}}",
            r"- \frac{x_j-\mu}{(\sigma^2+\epsilon)^{3/2}}",
            lambda v: (
                v.jac,
                (v.I - 1 / v.m) / v.root - np.outer(v.x - v.mu, v.x - v.mu) / v.root**3 / v.m,
                (v.I - 1 / v.m) / v.root - 2 * np.outer(v.x - v.mu, v.x - v.mu) / v.root**3 / v.m,
            ),
        ),
        Slip(
            r"- \frac1m - \frac{\hat x_i \hat x_j}{m}\right)",
            r"- \frac1m - \frac{\hat x_i \hat x_j}{m^2}\right)",
            lambda v: (
                v.jac,
                (v.I - 1 / v.m - np.outer(v.h, v.h) / v.m) / v.root,
                (v.I - 1 / v.m - np.outer(v.h, v.h) / v.m**2) / v.root,
            ),
        ),
        Slip(
            r"\left(m g_i - \sum_{j=1}^m g_j",
            r"\left(g_i - \sum_{j=1}^m g_j",
            lambda v: (
                v.dx,
                v.c / v.m / v.root * (v.m * v.g - v.g.sum() - v.h * (v.g @ v.h)),
                v.c / v.m / v.root * (v.g - v.g.sum() - v.h * (v.g @ v.h)),
            ),
        ),
    ),
)

CODE = Voice(
    "yew batch norm as code comments",
    "Llama: ASCII, as one writes it before the NumPy",
    BATCH,
    """
Forward:
mu = (1/m) * sum_i x_i
xhat_i = (x_i - mu) / sqrt(sigma^2 + eps)
y_i = gamma * xhat_i + beta

Write g_i = dL/dy_i for the upstream gradient.

Backward:
dL/dgamma = sum_i dL/dy_i * dy_i/dgamma = sum_i g_i * xhat_i
dL/dbeta = sum_i dL/dy_i * dy_i/dbeta = sum_i g_i
dL/dxhat_i = gamma * g_i

Summing gamma * g_j against the normalized values pulls the scale out of the sum:
sum_j gamma * g_j * xhat_j = gamma * sum_j g_j * xhat_j
    = (gamma / sqrt(sigma^2 + eps)) * sum_j g_j * (x_j - mu)

Final result:
dL/dx_i = (gamma / sqrt(sigma^2 + eps)) * (g_i - (1/m) * sum_j g_j - (1/m) * xhat_i * sum_j g_j * xhat_j)
        = (gamma / (m * sqrt(sigma^2 + eps))) * (m * g_i - sum_j g_j - xhat_i * sum_j g_j * xhat_j)
""",
    batch_draw,
    (
        Slip(
            "dy_i/dgamma = sum_i g_i * xhat_i",
            "dy_i/dgamma = sum_i g_i * x_i",
            lambda v: (v.g @ v.h, np.sum(v.g * v.h), np.sum(v.g * v.x)),
        ),
        Slip(
            "dy_i/dbeta = sum_i g_i",
            "dy_i/dbeta = (1/m) * sum_i g_i",
            lambda v: (v.g @ np.ones(v.m), v.g.sum(), v.g.mean()),
        ),
        Slip(
            "* sum_j g_j * (x_j - mu)",
            "* sum_j g_j * x_j",
            lambda v: (v.c * v.g @ v.h, v.c / v.root * np.sum(v.g * (v.x - v.mu)), v.c / v.root * np.sum(v.g * v.x)),
        ),
        Slip(
            "= (gamma / (m * sqrt(sigma^2 + eps))) * (m",
            "= (gamma / (m * (sigma^2 + eps))) * (m",
            lambda v: (
                v.dx,
                v.c / v.m / v.root * (v.m * v.g - v.g.sum() - v.h * (v.g @ v.h)),
                v.c / v.m / v.root**2 * (v.m * v.g - v.g.sum() - v.h * (v.g @ v.h)),
            ),
        ),
    ),
)

NORMAL = (STEPS, JACOBIAN, CODE)
