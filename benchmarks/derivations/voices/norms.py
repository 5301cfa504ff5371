"""Batch norm's gradient (2b) and a filter from its output (1b), in the voices of several models.

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

NORMS = (CHAIN_RULE, CASES, TWO_PATHS, PLAIN, FILTER)
