"""Softmax, cross-entropy, attention and their like, in the voices of several models.

Long lines are the texts themselves.
"""
# ruff: noqa: E501

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from derivations.voices.voice import Slip, Voice
from viva.kinds import Symbol


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

OUTPUTS = (SOFTMAX, CROSS, ATTENTION, SIGMOID, LSE, KL)
