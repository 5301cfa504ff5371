"""Batch norm's gradient (2b), a filter from its output (1b), and neighbouring topics, in the voices of several models.

Long lines are the texts themselves.
"""
# ruff: noqa: E501

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from derivations.voices.voice import Slip, Voice
from viva.kinds import Symbol

SIMPLE_NORM = (
    Symbol("n", domain="size"),
    Symbol(r"\gamma"),
    Symbol(r"\beta"),
    Symbol("x", ("n",)),
    Symbol("y", ("n",)),
    Symbol(r"\mu", aliases=(r"\bar x",), defined_by=r"\frac{1}{n} \sum_{j=1}^{n} x_j"),
    Symbol(r"\partial L/\partial y", ("n",), aliases=("g",)),
)


def norm_draw(rng: np.random.Generator) -> SimpleNamespace:
    n = 4
    g, c = rng.normal(size=n), float(rng.normal())
    return SimpleNamespace(n=n, g=g, c=c, m=g.mean(), grad=c * (g - g.mean()), I=np.eye(n), x=rng.normal(size=n))


CHAIN_RULE = Voice(
    "2b chain rule",
    "sentences, Kronecker delta, displays",
    SIMPLE_NORM,
    r"""
### (i) Gradient

Each output is $y_j = \gamma (x_j - \mu) + \beta$ with $\mu = \frac{1}{n}\sum_{k=1}^n x_k$. The mean depends on every input:

$$\frac{\partial \mu}{\partial x_i} = \frac{1}{n}.$$

Therefore

$$\frac{\partial y_j}{\partial x_i} = \gamma\left(\delta_{ij} - \frac{1}{n}\right).$$

By the multivariate chain rule,

$$\frac{\partial L}{\partial x_i} = \sum_{j=1}^n \frac{\partial L}{\partial y_j}\frac{\partial y_j}{\partial x_i} = \gamma \sum_{j=1}^n \frac{\partial L}{\partial y_j}\left(\delta_{ij} - \frac1n\right) = \gamma\left(\frac{\partial L}{\partial y_i} - \frac{1}{n}\sum_{j=1}^n \frac{\partial L}{\partial y_j}\right).$$
""",
    norm_draw,
    (
        Slip(
            r"\frac{\partial \mu}{\partial x_i} = \frac{1}{n}.",
            r"\frac{\partial \mu}{\partial x_i} = 1.",
            lambda v: (1 / v.n, 1 / v.n, 1.0),
        ),
        Slip(
            r"= \gamma\left(\delta_{ij} - \frac{1}{n}\right).",
            r"= \gamma\delta_{ij} - \frac{1}{n}.",
            lambda v: (v.c * (v.I - 1 / v.n), v.c * (v.I - 1 / v.n), v.c * v.I - 1 / v.n),
        ),
        Slip(
            r"\left(\delta_{ij} - \frac1n\right) =",
            r"\left(\delta_{ij} + \frac1n\right) =",
            lambda v: (v.grad, v.c * (v.I - 1 / v.n) @ v.g, v.c * (v.I + 1 / v.n) @ v.g),
        ),
        Slip(
            r"= \gamma\left(\frac{\partial L}{\partial y_i} - \frac{1}{n}\sum",
            r"= \gamma\left(\frac{\partial L}{\partial y_i} - \sum",
            lambda v: (v.grad, v.c * (v.g - v.m), v.c * (v.g - v.g.sum())),
        ),
    ),
)

CASES = Voice(
    "2b cases",
    "bullets for i = j and i ≠ j, align",
    SIMPLE_NORM,
    r"""
We have $\hat{x}_j = x_j - \mu$ and $y_j = \gamma \hat{x}_j + \beta$. Two cases:

- For $j = i$: $\frac{\partial y_i}{\partial x_i} = \gamma\left(1 - \frac{1}{n}\right)$.
- For $j \neq i$: $\frac{\partial y_j}{\partial x_i} = -\frac{\gamma}{n}$.

Hence

\begin{align*}
\frac{\partial L}{\partial x_i} &= \frac{\partial L}{\partial y_i}\,\gamma\left(1 - \frac{1}{n}\right) + \sum_{j \neq i} \frac{\partial L}{\partial y_j}\left(-\frac{\gamma}{n}\right) \\
&= \gamma \frac{\partial L}{\partial y_i} - \frac{\gamma}{n}\frac{\partial L}{\partial y_i} - \frac{\gamma}{n}\sum_{j\neq i}\frac{\partial L}{\partial y_j} \\
&= \gamma \frac{\partial L}{\partial y_i} - \frac{\gamma}{n}\sum_{j=1}^{n}\frac{\partial L}{\partial y_j}.
\end{align*}

For $n=1$: $\frac{\partial L}{\partial x_1} = \gamma\left(\frac{\partial L}{\partial y_1} - \frac{\partial L}{\partial y_1}\right) = 0$.
""",
    norm_draw,
    (
        Slip(
            r"= \gamma\left(1 - \frac{1}{n}\right)$",
            r"= \gamma\left(1 + \frac{1}{n}\right)$",
            lambda v: (v.c * (1 - 1 / v.n), v.c * (1 - 1 / v.n), v.c * (1 + 1 / v.n)),
        ),
        Slip(r"= -\frac{\gamma}{n}$", r"= \frac{\gamma}{n}$", lambda v: (-v.c / v.n, -v.c / v.n, v.c / v.n)),
        Slip(
            r"\frac{\partial L}{\partial y_j}\left(-\frac{\gamma}{n}\right) \\",
            r"\frac{\partial L}{\partial y_j}\left(-\frac{1}{n}\right) \\",
            lambda v: (v.grad, v.c * (v.I - 1 / v.n) @ v.g, v.c * (1 - 1 / v.n) * v.g - (v.g.sum() - v.g) / v.n),
        ),
        Slip(
            r"&= \gamma \frac{\partial L}{\partial y_i} - \frac{\gamma}{n}\sum_{j=1}^{n}",
            r"&= \gamma \frac{\partial L}{\partial y_i} + \frac{\gamma}{n}\sum_{j=1}^{n}",
            lambda v: (v.grad, v.c * v.g - v.c * v.m, v.c * v.g + v.c * v.m),
        ),
    ),
)

TWO_PATHS = Voice(
    "2b two paths",
    "through x-hat and the mean, inline, g_j short for the gradient",
    SIMPLE_NORM,
    r"""
Write $g_j = \frac{\partial L}{\partial y_j}$. Then $\frac{\partial L}{\partial \hat x_j} = \gamma g_j$. There are two paths from $x_i$ to $L$: the direct one through $\hat x_i$, and the one through $\mu$. For the latter, $\frac{\partial L}{\partial \mu} = -\sum_{j=1}^n \gamma g_j = -\gamma \sum_{j=1}^n g_j$.

Putting both together: $\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \hat x_i} + \frac{\partial L}{\partial \mu}\cdot\frac{1}{n} = \gamma g_i - \frac{\gamma}{n}\sum_{j=1}^n g_j$, i.e. $\frac{\partial L}{\partial x_i} = \gamma (g_i - \bar g)$, where $\bar g = \frac1n\sum_j g_j$ is the average gradient. Note that $\sum_{i=1}^n \frac{\partial L}{\partial x_i} = 0$.
""",
    norm_draw,
    (
        Slip(r"= \gamma g_j$. There", r"= \gamma^2 g_j$. There", lambda v: (v.c * v.g, v.c * v.g, v.c**2 * v.g)),
        Slip(
            r"= -\gamma \sum_{j=1}^n g_j$",
            r"= \gamma \sum_{j=1}^n g_j$",
            lambda v: (-np.sum(v.c * v.g), -v.c * v.g.sum(), v.c * v.g.sum()),
        ),
        Slip(
            r"= \gamma g_i - \frac{\gamma}{n}\sum_{j=1}^n g_j$",
            r"= \gamma g_i - \frac{1}{n}\sum_{j=1}^n g_j$",
            lambda v: (v.grad, v.c * v.g - v.c * v.m, v.c * v.g - v.m),
        ),
        Slip(
            r"= \gamma (g_i - \bar g)$",
            r"= \gamma (g_i + \bar g)$",
            lambda v: (v.grad, v.c * (v.g - v.m), v.c * (v.g + v.m)),
        ),
        Slip(
            r"\frac{\partial L}{\partial x_i} = 0$",
            r"\frac{\partial L}{\partial x_i} = \gamma$",
            lambda v: (v.grad.sum(), 0.0, v.c),
        ),
    ),
)

PLAIN = Voice(
    "2b plain text",
    "ASCII, as in a terminal",
    SIMPLE_NORM,
    """
y_i = gamma * (x_i - mu) + beta, with mu = (1/n) * sum_j x_j.

dmu/dx_i = 1/n
dy_i/dx_i = gamma * (1 - 1/n)
For j != i: dy_j/dx_i = -gamma/n

So:

dL/dx_i = sum_j dL/dy_j * dy_j/dx_i
        = gamma * dL/dy_i - (gamma/n) * sum_j dL/dy_j
        = gamma * (dL/dy_i - (1/n) * sum_j dL/dy_j)
""",
    norm_draw,
    (
        Slip("dmu/dx_i = 1/n", "dmu/dx_i = n", lambda v: (1 / v.n, 1 / v.n, v.n)),
        Slip(
            "dy_i/dx_i = gamma * (1 - 1/n)",
            "dy_i/dx_i = gamma * (1 - n)",
            lambda v: (v.c * (1 - 1 / v.n), v.c * (1 - 1 / v.n), v.c * (1 - v.n)),
        ),
        Slip(
            "= gamma * dL/dy_i - (gamma/n)",
            "= gamma * dL/dy_i - (1/n)",
            lambda v: (v.grad, v.c * v.g - v.c * v.m, v.c * v.g - v.m),
        ),
        Slip(
            "= gamma * (dL/dy_i - (1/n)",
            "= gamma * (dL/dy_i - n",
            lambda v: (v.grad, v.c * (v.g - v.m), v.c * (v.g - v.n * v.g.sum())),
        ),
    ),
)

FILTER = Voice(
    "1b filter from its output",
    "numbered equations, elimination, numbers",
    (),
    r"""
Let the filter be $[a, b, c]$ and slide it over $[2, 1, 0, 3, 1]$. The three output positions give

1. $2a + b = 5$
2. $a + 3c = 7$
3. $3b + c = 5$

From the first equation, $b = 5 - 2a$. From the second, $a = 7 - 3c$. Substituting,

$$b = 5 - 2(7 - 3c) = -9 + 6c.$$

Insert this into the third equation: $3(-9 + 6c) + c = 5$, so $19c = 32$ and $c = \frac{32}{19}$. Then $a = 7 - \frac{96}{19} = \frac{37}{19}$ and $b = 5 - \frac{74}{19} = \frac{21}{19}$.
""",
    lambda rng: SimpleNamespace(),
    (
        Slip(
            r"= -9 + 6c.$$", r"= -9 - 6c.$$", lambda v: (5 - 2 * (7 - 3 * 32 / 19), -9 + 6 * 32 / 19, -9 - 6 * 32 / 19)
        ),
        Slip(r"$19c = 32$", r"$19c = 22$", lambda v: (19 * 32 / 19, 32, 22)),
        Slip(
            r"$a = 7 - \frac{96}{19} = \frac{37}{19}$",
            r"$a = 7 - \frac{96}{19} = \frac{27}{19}$",
            lambda v: (7 - 96 / 19, 37 / 19, 27 / 19),
        ),
        Slip(
            r"$b = 5 - \frac{74}{19} = \frac{21}{19}$",
            r"$b = 5 - \frac{74}{19} = \frac{31}{19}$",
            lambda v: (5 - 74 / 19, 21 / 19, 31 / 19),
        ),
    ),
)


def soft_draw(rng: np.random.Generator) -> SimpleNamespace:
    z = rng.normal(size=3)
    s = np.exp(z) / np.exp(z).sum()
    return SimpleNamespace(z=z, s=s, J=np.diag(s) - np.outer(s, s), I=np.eye(3), t=np.array([0, 1.0, 0]))


SOFTMAX = Voice(
    "softmax Jacobian",
    "cases with bullets, quotient rule",
    (Symbol("K", domain="size"), Symbol("z", ("K",))),
    r"""
Let $s_i = \frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}}$.

**Case 1: $i = j$.** By the quotient rule
$$\frac{\partial s_i}{\partial z_i} = \frac{e^{z_i}\sum_k e^{z_k} - e^{z_i}e^{z_i}}{\left(\sum_k e^{z_k}\right)^2} = s_i(1 - s_i).$$

**Case 2: $i \neq j$.**
$$\frac{\partial s_i}{\partial z_j} = \frac{0 - e^{z_i}e^{z_j}}{\left(\sum_k e^{z_k}\right)^2} = -s_i s_j.$$

In summary, $\frac{\partial s_i}{\partial z_j} = s_i(\delta_{ij} - s_j)$.
""",
    soft_draw,
    (
        Slip(
            r"- e^{z_i}e^{z_i}}{\left(\sum_k e^{z_k}\right)^2} =",
            r"+ e^{z_i}e^{z_i}}{\left(\sum_k e^{z_k}\right)^2} =",
            lambda v: (v.J[0, 0], v.s[0] - v.s[0] ** 2, v.s[0] + v.s[0] ** 2),
        ),
        Slip(
            r"= s_i(1 - s_i).$$",
            r"= s_i^2(1 - s_i).$$",
            lambda v: (v.J[0, 0], v.s[0] * (1 - v.s[0]), v.s[0] ** 2 * (1 - v.s[0])),
        ),
        Slip(r"= -s_i s_j.$$", r"= s_i s_j.$$", lambda v: (v.J[0, 1], -v.s[0] * v.s[1], v.s[0] * v.s[1])),
        Slip(
            r"= s_i(\delta_{ij} - s_j)$",
            r"= s_i(\delta_{ij} - s_i)$",
            lambda v: (v.J, v.s[:, None] * (v.I - v.s[None, :]), v.s[:, None] * (v.I - v.s[:, None])),
        ),
    ),
)

CROSS = Voice(
    "cross-entropy of a softmax",
    "align, then sentences",
    (Symbol("K", domain="size"), Symbol("z", ("K",)), Symbol("t", ("K",))),
    r"""
Suppose $\sum_k t_k = 1$ and $\hat y_k = \frac{e^{z_k}}{\sum_{l} e^{z_l}}$. The loss is $L = -\sum_k t_k \log \hat y_k$. Inserting the softmax,
\begin{align}
L &= -\sum_k t_k \left( z_k - \log \sum_l e^{z_l} \right) \\
&= -\sum_k t_k z_k + \log \sum_l e^{z_l}.
\end{align}
Differentiating with respect to $z_j$:
$$\frac{\partial L}{\partial z_j} = -t_j + \frac{e^{z_j}}{\sum_l e^{z_l}} = \hat y_j - t_j.$$
""",
    soft_draw,
    (
        Slip(
            r"L &= -\sum_k t_k \left( z_k - \log",
            r"L &= -\sum_k t_k \left( z_k + \log",
            lambda v: (
                -v.t @ np.log(v.s),
                -v.t @ (v.z - np.log(np.exp(v.z).sum())),
                -v.t @ (v.z + np.log(np.exp(v.z).sum())),
            ),
        ),
        Slip(
            r"&= -\sum_k t_k z_k +",
            r"&= \sum_k t_k z_k +",
            lambda v: (
                -v.t @ np.log(v.s),
                -v.t @ v.z + np.log(np.exp(v.z).sum()),
                v.t @ v.z + np.log(np.exp(v.z).sum()),
            ),
        ),
        Slip(r"= \hat y_j - t_j.$$", r"= t_j - \hat y_j.$$", lambda v: (-v.t + v.s, v.s - v.t, v.t - v.s)),
    ),
)

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

ATTENTION = Voice(
    "attention variance",
    "Claude style with 'Similarly'",
    (
        Symbol("d_k", domain="size"),
        Symbol("q", ("d_k",), domain="normal", defined_by="0, 1"),
        Symbol("k", ("d_k",), domain="normal", defined_by="0, 1"),
    ),
    r"""
Assume the components of $q$ and $k$ are independent with mean $0$ and variance $1$.

Mean: $\mathbb{E}[q \cdot k] = \sum_{i=1}^{d_k} \mathbb{E}[q_i k_i] = \sum_{i=1}^{d_k} \mathbb{E}[q_i]\mathbb{E}[k_i] = 0$.

Variance of one term: $\text{Var}(q_i k_i) = \mathbb{E}[q_i^2 k_i^2] - (\mathbb{E}[q_i k_i])^2 = \mathbb{E}[q_i^2]\mathbb{E}[k_i^2] - 0 = 1 \cdot 1 = 1$.

Since the terms are independent, $\text{Var}(q \cdot k) = \sum_{i=1}^{d_k} \text{Var}(q_i k_i) = d_k$. Dividing by $\sqrt{d_k}$: $\text{Var}\left(\frac{q \cdot k}{\sqrt{d_k}}\right) = \frac{1}{d_k}\text{Var}(q \cdot k) = \frac{d_k}{d_k} = 1$.
""",
    lambda rng: SimpleNamespace(d=4.0),
    (
        Slip(r"\mathbb{E}[q_i]\mathbb{E}[k_i] = 0$", r"\mathbb{E}[q_i]\mathbb{E}[k_i] = d_k$", lambda v: (0, 0, v.d)),
        Slip(r"- (\mathbb{E}[q_i k_i])^2 =", r"+ (\mathbb{E}[q_i^2 k_i^2])^2 =", lambda v: (1.0, 1.0 - 0.0, 1.0 + 1.0)),
        Slip(r"\text{Var}(q_i k_i) = d_k$", r"\text{Var}(q_i k_i) = d_k^2$", lambda v: (v.d, v.d, v.d**2)),
        Slip(
            r"= \frac{1}{d_k}\text{Var}(q \cdot k)",
            r"= \frac{1}{\sqrt{d_k}}\text{Var}(q \cdot k)",
            lambda v: (1.0, v.d / v.d, v.d / np.sqrt(v.d)),
        ),
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

SIGMOID = Voice(
    "sigmoid derivative",
    "align without text, prime notation",
    (Symbol("x"),),
    r"""
Let $\sigma(x) = \frac{1}{1+e^{-x}}$. Then
$$
\begin{aligned}
\sigma'(x) &= \frac{e^{-x}}{(1+e^{-x})^2} \\
&= \frac{1}{1+e^{-x}}\cdot\frac{e^{-x}}{1+e^{-x}} \\
&= \sigma(x)\left(1-\sigma(x)\right).
\end{aligned}
$$
At $x = 0$ this is $\sigma'(0) = \frac12\cdot\frac12 = \frac14$.
""",
    lambda rng: (lambda x: SimpleNamespace(x=x, s=1 / (1 + np.exp(-x))))(float(rng.normal())),
    (
        Slip(
            r"&= \frac{e^{-x}}{(1+e^{-x})^2} \\",
            r"&= -\frac{e^{-x}}{(1+e^{-x})^2} \\",
            lambda v: (v.s * (1 - v.s), np.exp(-v.x) * v.s**2, -np.exp(-v.x) * v.s**2),
        ),
        Slip(
            r"\cdot\frac{e^{-x}}{1+e^{-x}} \\",
            r"\cdot\frac{e^{x}}{1+e^{-x}} \\",
            lambda v: (v.s * (1 - v.s), v.s * np.exp(-v.x) * v.s, v.s * np.exp(v.x) * v.s),
        ),
        Slip(
            r"&= \sigma(x)\left(1-\sigma(x)\right).",
            r"&= \sigma(x)\left(1+\sigma(x)\right).",
            lambda v: (v.s * (1 - v.s), v.s * (1 - v.s), v.s * (1 + v.s)),
        ),
        Slip(r"= \frac14$", r"= \frac12$", lambda v: (0.25, 0.25, 0.5)),
    ),
)

LSE = Voice(
    "log-sum-exp",
    "shift by a constant, inequality at the end",
    (Symbol("K", domain="size"), Symbol("z", ("K",)), Symbol("c")),
    r"""
For any constant $c$,
$$\log\sum_{k=1}^K e^{z_k} = \log\left(e^{c}\sum_{k=1}^K e^{z_k - c}\right) = c + \log\sum_{k=1}^K e^{z_k - c}.$$
The gradient is $\frac{\partial}{\partial z_j}\log\sum_k e^{z_k} = \frac{e^{z_j}}{\sum_k e^{z_k}}$, i.e. the softmax. Moreover $\max_k z_k \le \log\sum_k e^{z_k} \le \max_k z_k + \log K$.
""",
    lambda rng: SimpleNamespace(z=rng.normal(size=3), c=float(rng.normal())),
    (
        Slip(
            r"e^{z_k - c}\right)",
            r"e^{z_k + c}\right)",
            lambda v: (
                np.log(np.exp(v.z).sum()),
                v.c + np.log(np.exp(v.z - v.c).sum()),
                v.c + np.log(np.exp(v.z + v.c).sum()),
            ),
        ),
        Slip(
            r"= c + \log\sum",
            r"= -c + \log\sum",
            lambda v: (
                np.log(np.exp(v.z).sum()),
                v.c + np.log(np.exp(v.z - v.c).sum()),
                -v.c + np.log(np.exp(v.z - v.c).sum()),
            ),
        ),
        Slip(
            r"= \frac{e^{z_j}}{\sum_k e^{z_k}}$, i.e.",
            r"= \frac{1}{\sum_k e^{z_k}}$, i.e.",
            lambda v: (
                np.exp(v.z) / np.exp(v.z).sum(),
                np.exp(v.z) / np.exp(v.z).sum(),
                1 / np.exp(v.z).sum() * np.ones(3),
            ),
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

KL = Voice(
    "KL of two Bernoullis",
    "entropy form",
    (Symbol("p", domain="probability"), Symbol("q", domain="probability")),
    r"""
Let $D(p \,\|\, q) = p\log\frac{p}{q} + (1-p)\log\frac{1-p}{1-q}$. Splitting the logarithms,

$$p\log\frac{p}{q} + (1-p)\log\frac{1-p}{1-q} = \left[p\log p + (1-p)\log(1-p)\right] - \left[p\log q + (1-p)\log(1-q)\right].$$

Its derivative in $q$ is
$$\frac{\partial}{\partial q}\left(-p\log q - (1-p)\log(1-q)\right) = -\frac{p}{q} + \frac{1-p}{1-q} = \frac{q - p}{q(1-q)},$$
which vanishes exactly at $q = p$.
""",
    lambda rng: SimpleNamespace(p=float(rng.uniform(0.2, 0.4)), q=float(rng.uniform(0.5, 0.8))),
    (
        Slip(
            r"(1-p)\log(1-p)\right] -",
            r"(1-p)\log(1-p)\right] +",
            lambda v: (
                v.p * np.log(v.p / v.q) + (1 - v.p) * np.log((1 - v.p) / (1 - v.q)),
                v.p * np.log(v.p) + (1 - v.p) * np.log(1 - v.p) - v.p * np.log(v.q) - (1 - v.p) * np.log(1 - v.q),
                v.p * np.log(v.p) + (1 - v.p) * np.log(1 - v.p) + v.p * np.log(v.q) + (1 - v.p) * np.log(1 - v.q),
            ),
        ),
        Slip(
            r"= -\frac{p}{q} + \frac{1-p}{1-q} =",
            r"= -\frac{p}{q} - \frac{1-p}{1-q} =",
            lambda v: (
                (v.q - v.p) / v.q / (1 - v.q),
                -v.p / v.q + (1 - v.p) / (1 - v.q),
                -v.p / v.q - (1 - v.p) / (1 - v.q),
            ),
        ),
        Slip(
            r"= \frac{q - p}{q(1-q)},",
            r"= \frac{p - q}{q(1-q)},",
            lambda v: ((v.q - v.p) / v.q / (1 - v.q), (v.q - v.p) / v.q / (1 - v.q), (v.p - v.q) / v.q / (1 - v.q)),
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

TOPICS = (
    CHAIN_RULE, CASES, TWO_PATHS, PLAIN, FILTER, SOFTMAX, CROSS, NORMAL, RIDGE, BATCH,
    ATTENTION, LINEAR, SIGMOID, LSE, DROP_VAR, KL, MSE, XAVIER, MOMENTUM,
)  # fmt: skip
