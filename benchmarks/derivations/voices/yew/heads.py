"""Softmax with cross-entropy, and attention backwards, in the voices of several models.

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


def soft(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum()


CROSS = (
    Symbol("K", domain="size"),
    Symbol("z", ("K",)),
    Symbol("t", ("K",), domain="positive"),
    Symbol("y", ("K",), says="the label, its entries sum to one", defined_by=r"\frac{t}{\sum_{j=1}^{K} t_j}"),
    Symbol("p", ("K",), aliases=(r"\hat y",), defined_by=r"\operatorname{softmax}(z)"),
)


def cross_draw(rng: np.random.Generator) -> SimpleNamespace:
    k = 4
    z, t = rng.normal(size=k), rng.uniform(0.2, 2.0, size=k)
    y, p = t / t.sum(), soft(z)
    return SimpleNamespace(
        k=k, z=z, y=y, p=p, I=np.eye(k), jac=slope(soft, z), log=slope(lambda u: np.log(soft(u)), z),
        grad=slope(lambda u: -np.sum(y * np.log(soft(u))), z),
        hess=slope(lambda u: soft(u) - y, z), sum=np.exp(z).sum(),
    )  # fmt: skip


ENTROPY = Voice(
    "yew softmax and cross-entropy",
    "DeepSeek: headings, displays, delta, Hessian at the end",
    CROSS,
    r"""
### Gradient of softmax + cross-entropy

Let $p_k = \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}$ and $L = -\sum_{k=1}^K y_k \log p_k$ where $\sum_k y_k = 1$.

#### Derivative of the softmax

$$\frac{\partial p_k}{\partial z_i} = \frac{\delta_{ik}e^{z_k}}{\sum_j e^{z_j}} - \frac{e^{z_k}e^{z_i}}{\left(\sum_j e^{z_j}\right)^2} = p_k(\delta_{ik} - p_i)$$

#### Derivative of the loss

$$\begin{aligned}
\frac{\partial L}{\partial z_i} &= -\sum_{k=1}^K \frac{y_k}{p_k}\,\frac{\partial p_k}{\partial z_i} \\
&= -\sum_{k=1}^K y_k(\delta_{ik} - p_i) \\
&= -y_i + p_i\sum_{k=1}^K y_k \\
&= p_i - y_i.
\end{aligned}$$

The entries sum to zero: $\sum_{i=1}^K \frac{\partial L}{\partial z_i} = \sum_i p_i - \sum_i y_i = 0$.

#### Hessian

$$\frac{\partial^2 L}{\partial z_i \partial z_j} = \frac{\partial p_i}{\partial z_j} = \delta_{ij}\,p_i - p_i p_j.$$
""",
    cross_draw,
    (
        Slip(
            r"- \frac{e^{z_k}e^{z_i}}{\left(\sum_j e^{z_j}\right)^2} =",
            r"- \frac{e^{z_k}e^{z_i}}{\sum_j e^{z_j}} =",
            lambda v: (
                v.jac,
                v.I * v.p - np.outer(np.exp(v.z), np.exp(v.z)) / v.sum**2,
                v.I * v.p - np.outer(np.exp(v.z), np.exp(v.z)) / v.sum,
            ),
        ),
        Slip(
            r"&= -\sum_{k=1}^K y_k(\delta_{ik} - p_i) \\",
            r"&= -\sum_{k=1}^K y_k(\delta_{ik} - p_k) \\",
            lambda v: (v.grad, -v.y @ (v.I - v.p[None, :]), -v.y + v.y @ v.p),
        ),
        Slip(
            r"&= -y_i + p_i\sum_{k=1}^K y_k \\",
            r"&= -y_i + p_i\sum_{k=1}^K p_k y_k \\",
            lambda v: (v.grad, -v.y + v.p * v.y.sum(), -v.y + v.p * (v.p @ v.y)),
        ),
        Slip(r"&= p_i - y_i.", r"&= y_i - p_i.", lambda v: (v.grad, v.p - v.y, v.y - v.p)),
        Slip(
            r"= \delta_{ij}\,p_i - p_i p_j.",
            r"= \delta_{ij}\,p_i - p_i^2.",
            lambda v: (v.hess, v.I * v.p - np.outer(v.p, v.p), v.I * v.p - np.outer(v.p**2, np.ones(v.k))),
        ),
    ),
)

LOOK = (
    Symbol("n", domain="size"),
    Symbol("d", domain="size"),
    Symbol("q", ("d",)),
    Symbol("K", ("n", "d"), aliases=("k",), says="the keys are its rows"),
    Symbol("V", ("n", "d"), aliases=("v",), says="the values are its rows"),
    Symbol("g", ("d",), aliases=(r"\partial L/\partial o",)),
    Symbol("s", ("n",), defined_by=r"\frac{1}{\sqrt{d}} K q"),
    Symbol("a", ("n",), defined_by=r"\operatorname{softmax}(s)"),
    Symbol("o", ("d",), defined_by=r"V^\top a"),
)


def look_draw(rng: np.random.Generator) -> SimpleNamespace:
    n, d = 4, 3
    q, K, V, g = rng.normal(size=d), rng.normal(size=(n, d)), rng.normal(size=(n, d)), rng.normal(size=d)
    r = np.sqrt(d)

    def loss(q: Any = q, K: Any = K, V: Any = V) -> Any:
        return g @ (V.T @ soft(K @ q / r))

    s = K @ q / r
    a = soft(s)
    return SimpleNamespace(
        n=n, d=d, r=r, q=q, K=K, V=V, g=g, a=a, o=V.T @ a, I=np.eye(n), jac=slope(soft, s),
        da=slope(lambda b: g @ (V.T @ b), a), ds=slope(lambda u: g @ (V.T @ soft(u)), s),
        dq=slope(lambda u: loss(q=u), q), dK=slope(lambda u: loss(K=u), K), dV=slope(lambda u: loss(V=u), V),
    )  # fmt: skip


ATTENTION = Voice(
    "yew attention for one query",
    "Gemini: bold lead-ins, index and vector form side by side",
    LOOK,
    r"""
We consider one query $q \in \mathbb{R}^d$ with keys $k_i$ and values $v_i$ (the rows of $K$ and $V$):

$$s = \frac{Kq}{\sqrt{d}}, \qquad a = \operatorname{softmax}(s), \qquad o = V^\top a = \sum_{i=1}^n a_i v_i.$$

Let $g = \frac{\partial L}{\partial o}$ be the upstream gradient.

**Values and weights.** From $o = V^\top a$:

$$\frac{\partial L}{\partial V} = a\,g^\top, \qquad \frac{\partial L}{\partial a} = V g.$$

**Through the softmax.** The Jacobian is $\frac{\partial a}{\partial s} = \operatorname{diag}(a) - a a^\top$, therefore

$$\frac{\partial L}{\partial s} = \left(\operatorname{diag}(a) - a a^\top\right) V g = a \odot (V g) - (a^\top V g)\, a = a \odot \left(V g - (o^\top g)\,\mathbf{1}\right).$$

In components, $\frac{\partial L}{\partial s_i} = a_i\left((Vg)_i - \sum_{j=1}^n a_j (Vg)_j\right)$.

**Query and keys.** Since $s_i = \frac{1}{\sqrt{d}} \sum_{l} K_{il} q_l$,

$$\frac{\partial L}{\partial q} = \frac{1}{\sqrt{d}} K^\top \frac{\partial L}{\partial s} = \frac{1}{\sqrt d}\left(K^\top (a \odot Vg) - (o^\top g)\, K^\top a\right), \qquad \frac{\partial L}{\partial K} = \frac{1}{\sqrt{d}}\,\frac{\partial L}{\partial s}\,q^\top.$$
""",
    look_draw,
    (
        Slip(
            r"= \operatorname{diag}(a) - a a^\top$",
            r"= \operatorname{diag}(a) - a^\top a$",
            lambda v: (v.jac, np.diag(v.a) - np.outer(v.a, v.a), np.diag(v.a) - v.a @ v.a),
        ),
        Slip(
            r"- (a^\top V g)\, a =",
            r"- (a^\top V g)\, \mathbf{1} =",
            lambda v: (v.ds, v.a * (v.V @ v.g) - (v.a @ v.V @ v.g) * v.a, v.a * (v.V @ v.g) - v.a @ v.V @ v.g),
        ),
        Slip(
            r"= a_i\left((Vg)_i - \sum_{j=1}^n a_j (Vg)_j\right)$",
            r"= a_i\left((Vg)_i - \sum_{j=1}^n (Vg)_j\right)$",
            lambda v: (
                v.ds,
                v.a * (v.V @ v.g - v.a @ (v.V @ v.g)),
                v.a * (v.V @ v.g - (v.V @ v.g).sum()),
            ),
        ),
        Slip(
            r"= \frac{1}{\sqrt d}\left(K^\top (a",
            r"= \frac{1}{d}\left(K^\top (a",
            lambda v: (
                v.dq,
                (v.K.T @ (v.a * (v.V @ v.g)) - (v.o @ v.g) * (v.K.T @ v.a)) / v.r,
                (v.K.T @ (v.a * (v.V @ v.g)) - (v.o @ v.g) * (v.K.T @ v.a)) / v.d,
            ),
        ),
        Slip(
            r"\frac{\partial L}{\partial K} = \frac{1}{\sqrt{d}}\,\frac",
            r"\frac{\partial L}{\partial K} = \frac",
            lambda v: (v.dK, np.outer(v.ds, v.q) / v.r, np.outer(v.ds, v.q)),
        ),
    ),
)

HEADS = (ENTROPY, ATTENTION)
