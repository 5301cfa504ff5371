"""Least squares, linear layers, variances and momentum, in the voices of several models.

Long lines are the texts themselves.
"""
# ruff: noqa: E501

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from derivations.voices.voice import Slip, Voice
from viva.kinds import Symbol

LS = (
    Symbol("n", domain="size"),
    Symbol("d", domain="size"),
    Symbol("X", ("n", "d")),
    Symbol("y", ("n",)),
    Symbol("w", ("d",)),
    Symbol(r"\lambda", domain="positive"),
)


def ls_draw(rng: np.random.Generator) -> SimpleNamespace:
    X, y, w, lam = rng.normal(size=(5, 2)), rng.normal(size=5), rng.normal(size=2), float(rng.uniform(0.5, 2))
    r = y - X @ w
    return SimpleNamespace(
        X=X, y=y, w=w, l=lam, J=r @ r, G=-2 * X.T @ r, S=X.T @ X, b=X.T @ y, hat=np.linalg.solve(X.T @ X, X.T @ y)
    )


NORMAL = Voice(
    "normal equations",
    "GPT style with nabla",
    LS,
    r"""
**Objective.** $J(w) = \|y - Xw\|_2^2 = (y - Xw)^\top (y - Xw)$.

**Expand.**
$$J(w) = y^\top y - 2 w^\top X^\top y + w^\top X^\top X w$$

**Differentiate.**
$$\nabla_w J(w) = -2X^\top y + 2X^\top X w = 2 X^\top (Xw - y)$$

**Set to zero.** $X^\top X w = X^\top y$, and if $X^\top X$ is invertible, $w^* = (X^\top X)^{-1} X^\top y$.
""",
    ls_draw,
    (
        Slip(
            r"- 2 w^\top X^\top y + w^\top",
            r"- w^\top X^\top y + w^\top",
            lambda v: (v.J, v.y @ v.y - 2 * v.w @ v.b + v.w @ v.S @ v.w, v.y @ v.y - v.w @ v.b + v.w @ v.S @ v.w),
        ),
        Slip(
            r"= -2X^\top y + 2X^\top X w",
            r"= -2X^\top y + X^\top X w",
            lambda v: (v.G, -2 * v.b + 2 * v.S @ v.w, -2 * v.b + v.S @ v.w),
        ),
        Slip(
            r"= 2 X^\top (Xw - y)$$",
            r"= 2 X^\top (y - Xw)$$",
            lambda v: (v.G, 2 * v.X.T @ (v.X @ v.w - v.y), -2 * v.X.T @ (v.X @ v.w - v.y)),
        ),
        Slip(
            r"$w^* = (X^\top X)^{-1} X^\top y$",
            r"$w^* = (X^\top X) X^\top y$",
            lambda v: (v.hat, np.linalg.inv(v.S) @ v.b, v.S @ v.b),
        ),
    ),
)

RIDGE = Voice(
    "ridge",
    "one display with several steps, limits in words",
    LS,
    r"""
Let $f(w) = \|Xw - y\|^2 + \lambda \|w\|^2$. The gradient is
$$\nabla f(w) = 2X^\top(Xw - y) + 2\lambda w.$$
Setting it to zero gives $(X^\top X + \lambda I)w = X^\top y$, i.e.
$$\hat w = (X^\top X + \lambda I)^{-1}X^\top y.$$
The Hessian is $\nabla^2 f(w) = 2X^\top X + 2\lambda I$, which is positive definite, so $\hat w$ is the unique minimizer. As $\lambda \to 0$, $\hat w \to (X^\top X)^{-1}X^\top y$.
""",
    ls_draw,
    (
        Slip(
            r"+ 2\lambda w.$$",
            r"+ \lambda w.$$",
            lambda v: (-v.G * -1 + 2 * v.l * v.w, v.G + 2 * v.l * v.w, v.G + v.l * v.w),
        ),
        Slip(
            r"gives $(X^\top X + \lambda I)w",
            r"gives $(X^\top X - \lambda I)w",
            lambda v: (
                v.b,
                (v.S + v.l * np.eye(2)) @ np.linalg.solve(v.S + v.l * np.eye(2), v.b),
                (v.S - v.l * np.eye(2)) @ np.linalg.solve(v.S + v.l * np.eye(2), v.b),
            ),
        ),
        Slip(
            r"= 2X^\top X + 2\lambda I$",
            r"= 2X X^\top + 2\lambda I$",
            lambda v: (
                2 * v.S + 2 * v.l * np.eye(2),
                2 * v.S + 2 * v.l * np.eye(2),
                2 * v.X @ v.X.T + 2 * v.l * np.eye(5),
            ),
        ),
    ),
)

BATCH = Voice(
    "batch norm output moments",
    "bullets, hats, inline",
    (Symbol("m", domain="size"), Symbol("x", ("m",)), Symbol(r"\gamma"), Symbol(r"\beta")),
    r"""
Define $\mu = \frac{1}{m}\sum_{i=1}^m x_i$, $\sigma^2 = \frac1m \sum_{i=1}^m (x_i - \mu)^2$, $\hat x_i = \frac{x_i - \mu}{\sigma}$ and $y_i = \gamma\hat x_i + \beta$.

- Mean of $\hat x$: $\frac1m\sum_{i=1}^m \hat x_i = \frac{1}{m\sigma}\sum_{i=1}^m (x_i - \mu) = \frac{1}{\sigma}(\mu - \mu) = 0$.
- Variance of $\hat x$: $\frac1m\sum_{i=1}^m \hat x_i^2 = \frac{1}{\sigma^2}\cdot\frac{1}{m}\sum_{i=1}^m (x_i - \mu)^2 = \frac{\sigma^2}{\sigma^2} = 1$.
- Mean of $y$: $\frac1m\sum_{i=1}^m y_i = \gamma \cdot 0 + \beta = \beta$.
- Variance of $y$: $\frac1m\sum_{i=1}^m (y_i - \beta)^2 = \frac{\gamma^2}{m}\sum_{i=1}^m \hat x_i^2 = \gamma^2$.
""",
    lambda rng: SimpleNamespace(x=rng.normal(size=4), c=1.7, b=0.6),
    (
        Slip(
            r"= \frac{1}{m\sigma}\sum_{i=1}^m (x_i - \mu)",
            r"= \frac{1}{m\sigma}\sum_{i=1}^m (x_i + \mu)",
            lambda v: (0.0, np.mean(v.x - v.x.mean()) / v.x.std(), np.mean(v.x + v.x.mean()) / v.x.std()),
        ),
        Slip(
            r"\hat x_i^2 = \frac{1}{\sigma^2}\cdot",
            r"\hat x_i^2 = \frac{1}{\sigma}\cdot",
            lambda v: (1.0, v.x.var() / v.x.std() ** 2, v.x.var() / v.x.std()),
        ),
        Slip(r"+ \beta = \beta$", r"+ \beta = \gamma + \beta$", lambda v: (v.b, v.b, v.c + v.b)),
        Slip(r"= \gamma^2$", r"= \gamma$", lambda v: (v.c**2, v.c**2, v.c)),
    ),
)


def lin_draw(rng: np.random.Generator) -> SimpleNamespace:
    return SimpleNamespace(W=rng.normal(size=(3, 2)), x=rng.normal(size=2), g=rng.normal(size=3))


LINEAR = Voice(
    "backprop through a linear layer",
    "index notation then matrix form",
    (
        Symbol("m", domain="size"),
        Symbol("d", domain="size"),
        Symbol("W", ("m", "d")),
        Symbol("x", ("d",)),
        Symbol("b", ("m",)),
        Symbol("z", ("m",), defined_by="W x + b"),
        Symbol(r"\partial L/\partial z", ("m",)),
    ),
    r"""
The forward pass is $z_i = \sum_{j=1}^d W_{ij}x_j + b_i$. Write $\delta_i = \frac{\partial L}{\partial z_i}$.

**Input.** Since $\frac{\partial z_i}{\partial x_j} = W_{ij}$,
$$\frac{\partial L}{\partial x_j} = \sum_{i=1}^m \frac{\partial L}{\partial z_i}\frac{\partial z_i}{\partial x_j} = \sum_{i=1}^m W_{ij}\delta_i = (W^\top \delta)_j.$$

**Weights.** $\frac{\partial L}{\partial W_{ij}} = \delta_i x_j = (\delta x^\top)_{ij}$.

**Bias.** Similarly, $\frac{\partial L}{\partial b_i} = \delta_i$.
""",
    lin_draw,
    (
        Slip(
            r"\frac{\partial z_i}{\partial x_j} = W_{ij}$",
            r"\frac{\partial z_i}{\partial x_j} = W_{ij}x_j$",
            lambda v: (v.W, v.W, v.W * v.x),
        ),
        Slip(
            r"= \sum_{i=1}^m W_{ij}\delta_i =",
            r"= \sum_{i=1}^m W_{ij} =",
            lambda v: (v.W.T @ v.g, v.W.T @ v.g, v.W.sum(0)),
        ),
        Slip(
            r"= (W^\top \delta)_j.$$", r"= (W^\top x)_j.$$", lambda v: (v.W.T @ v.g, v.W.T @ v.g, (v.W.T @ np.ones(3)))
        ),
        Slip(
            r"= \delta_i x_j = (",
            r"= \delta_i x_i = (",
            lambda v: (np.outer(v.g, v.x), np.outer(v.g, v.x), np.outer(v.g, v.x[::-1])),
        ),
    ),
)

DROP_VAR = Voice(
    "dropout variance",
    "inverted dropout, inline chains",
    (Symbol("x"), Symbol("p", domain="probability"), Symbol("m", domain="bernoulli")),
    r"""
With inverted dropout the activation becomes $\tilde x = \frac{m x}{p}$ where $m \sim \text{Bernoulli}(p)$.

$\mathbb{E}[\tilde x] = \frac{x}{p}\mathbb{E}[m] = \frac{x}{p}\cdot p = x$, so the expectation is preserved.

$\mathbb{E}[\tilde x^2] = \frac{x^2}{p^2}\mathbb{E}[m^2] = \frac{x^2}{p^2}\,p = \frac{x^2}{p}$.

Therefore $\operatorname{Var}(\tilde x) = \mathbb{E}[\tilde x^2] - (\mathbb{E}[\tilde x])^2 = \frac{x^2}{p} - x^2 = \frac{1-p}{p}x^2$.
""",
    lambda rng: SimpleNamespace(x=float(rng.normal()) + 2, p=float(rng.uniform(0.3, 0.7))),
    (
        Slip(r"\cdot p = x$", r"\cdot p = px$", lambda v: (v.x, v.x, v.p * v.x)),
        Slip(
            r"= \frac{x^2}{p^2}\,p =",
            r"= \frac{x^2}{p^2}\,p^2 =",
            lambda v: (v.x**2 / v.p, v.x**2 / v.p**2 * v.p, v.x**2),
        ),
        Slip(
            r"= \frac{x^2}{p} - x^2 =",
            r"= \frac{x^2}{p} - x =",
            lambda v: (v.x**2 * (1 - v.p) / v.p, v.x**2 / v.p - v.x**2, v.x**2 / v.p - v.x),
        ),
        Slip(
            r"= \frac{1-p}{p}x^2$",
            r"= \frac{1-p}{p^2}x^2$",
            lambda v: (v.x**2 * (1 - v.p) / v.p, v.x**2 * (1 - v.p) / v.p, v.x**2 * (1 - v.p) / v.p**2),
        ),
    ),
)

MSE = Voice(
    "MSE bias and variance",
    "add and subtract the mean, general random variable given as a mask",
    (Symbol("c"), Symbol("p", domain="probability"), Symbol("R", domain="bernoulli")),
    r"""
Write $\mu = \mathbb{E}[R] = p$. Then
\begin{align*}
\mathbb{E}[(R - c)^2] &= \mathbb{E}[(R - \mu + \mu - c)^2] \\
&= \mathbb{E}[(R - \mu)^2] + 2(\mu - c)\,\mathbb{E}[R - \mu] + (\mu - c)^2 \\
&= \operatorname{Var}(R) + (\mu - c)^2 \\
&= p(1-p) + (p - c)^2,
\end{align*}
since the cross term vanishes: $\mathbb{E}[R - \mu] = \mu - \mu = 0$.
""",
    lambda rng: SimpleNamespace(c=float(rng.normal()) + 2, p=float(rng.uniform(0.3, 0.7))),
    (
        Slip(
            r"&= \mathbb{E}[(R - \mu)^2] + 2",
            r"&= \mathbb{E}[(R - \mu)] + 2",
            lambda v: (
                v.p * (1 - v.c) ** 2 + (1 - v.p) * v.c**2,
                v.p * (1 - v.p) + (v.p - v.c) ** 2,
                0 + (v.p - v.c) ** 2,
            ),
        ),
        Slip(
            r"&= \operatorname{Var}(R) + (\mu - c)^2 \\",
            r"&= \operatorname{Var}(R) + (\mu - c) \\",
            lambda v: (
                v.p * (1 - v.c) ** 2 + (1 - v.p) * v.c**2,
                v.p * (1 - v.p) + (v.p - v.c) ** 2,
                v.p * (1 - v.p) + (v.p - v.c),
            ),
        ),
        Slip(
            r"&= p(1-p) + (p - c)^2,",
            r"&= p^2(1-p) + (p - c)^2,",
            lambda v: (
                v.p * (1 - v.c) ** 2 + (1 - v.p) * v.c**2,
                v.p * (1 - v.p) + (v.p - v.c) ** 2,
                v.p**2 * (1 - v.p) + (v.p - v.c) ** 2,
            ),
        ),
    ),
)

XAVIER = Voice(
    "Xavier",
    "short GPT bullets with n_in",
    (
        Symbol(r"n_{\text{in}}", domain="size"),
        Symbol("w", (r"n_{\text{in}}",), domain="normal", defined_by=r"0, \sigma^2"),
        Symbol("x", (r"n_{\text{in}}",), domain="normal", defined_by="0, 1"),
        Symbol(r"\sigma", domain="positive"),
    ),
    r"""
- Pre-activation: $z = \sum_{i=1}^{n_{\text{in}}} w_i x_i$ with independent zero-mean $w_i$, $x_i$, $\operatorname{Var}(w_i) = \sigma^2$, $\operatorname{Var}(x_i) = 1$.
- Each term: $\operatorname{Var}(w_i x_i) = \operatorname{Var}(w_i)\operatorname{Var}(x_i) = \sigma^2$.
- Sum: $\operatorname{Var}(z) = \sum_{i=1}^{n_{\text{in}}} \operatorname{Var}(w_i x_i) = n_{\text{in}}\,\sigma^2$.

Requiring $\operatorname{Var}(z) = 1$ yields $\sigma^2 = \frac{1}{n_{\text{in}}}$.
""",
    lambda rng: SimpleNamespace(n=3, s=float(rng.uniform(1.5, 3))),
    (
        Slip(
            r"\operatorname{Var}(x_i) = \sigma^2$.",
            r"\operatorname{Var}(x_i) = \sigma^4$.",
            lambda v: (v.s**2, v.s**2, v.s**4),
        ),
        Slip(
            r"= n_{\text{in}}\,\sigma^2$",
            r"= n_{\text{in}}^2\,\sigma^2$",
            lambda v: (v.n * v.s**2, v.n * v.s**2, v.n**2 * v.s**2),
        ),
    ),
)

MOMENTUM = Voice(
    "momentum unrolled",
    "recursion, first steps, ellipsis",
    (Symbol(r"\beta", domain="probability"), Symbol(r"g_1"), Symbol("g_2"), Symbol("g_3")),
    r"""
With $v_0 = 0$ and $v_t = \beta v_{t-1} + (1-\beta) g_t$ we get
$$v_1 = (1-\beta) g_1, \qquad v_2 = \beta v_1 + (1-\beta) g_2 = (1-\beta)(\beta g_1 + g_2),$$
$$v_3 = \beta v_2 + (1-\beta) g_3 = (1-\beta)(\beta^2 g_1 + \beta g_2 + g_3).$$
The weights of the gradients add up to $(1-\beta)(1 + \beta + \beta^2) = 1 - \beta^3$.
""",
    lambda rng: SimpleNamespace(b=float(rng.uniform(0.3, 0.8)), g=rng.normal(size=3)),
    (
        Slip(
            r"= (1-\beta)(\beta g_1 + g_2),",
            r"= (1-\beta)(g_1 + g_2),",
            lambda v: (
                v.b * (1 - v.b) * v.g[0] + (1 - v.b) * v.g[1],
                (1 - v.b) * (v.b * v.g[0] + v.g[1]),
                (1 - v.b) * (v.g[0] + v.g[1]),
            ),
        ),
        Slip(
            r"= (1-\beta)(\beta^2 g_1 + \beta g_2 + g_3).",
            r"= (1-\beta)(\beta g_1 + \beta g_2 + g_3).",
            lambda v: (
                (1 - v.b) * (v.b**2 * v.g[0] + v.b * v.g[1] + v.g[2]),
                (1 - v.b) * (v.b**2 * v.g[0] + v.b * v.g[1] + v.g[2]),
                (1 - v.b) * (v.b * v.g[0] + v.b * v.g[1] + v.g[2]),
            ),
        ),
        Slip(r"= 1 - \beta^3$", r"= 1 - \beta^2$", lambda v: ((1 - v.b) * (1 + v.b + v.b**2), 1 - v.b**3, 1 - v.b**2)),
    ),
)

FITTING = (NORMAL, RIDGE, BATCH, LINEAR, DROP_VAR, MSE, XAVIER, MOMENTUM)
