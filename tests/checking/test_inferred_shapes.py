"""Undeclared vectors and matrices: what a reply is worth, proven by plain NumPy at sizes that fit.

Every row of `PROVEN` is a key and a reply with the same things written in NumPy by hand; they are equal or
not, whatever Viva says. `LAYOUT` are replies that are neither equal nor plainly wrong, with the reason.
"""

# ruff: noqa: E501 (tables of formulas)
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from viva.checking.answers.expressions import same_text

N, D, K = 5, 3, 4
_rng = np.random.default_rng(7)
X, Q = _rng.standard_normal((N, D)), _rng.standard_normal((N, K))
KEYS, V = _rng.standard_normal((N, K)), _rng.standard_normal((N, D))
W, B, A = _rng.standard_normal((K, D)), _rng.standard_normal((D, 2)), _rng.standard_normal((2, D))
x, w, u = _rng.standard_normal((3, D))
y, delta = _rng.standard_normal(N), _rng.standard_normal(K)
p = np.exp(u) / np.exp(u).sum()
S = np.cov(_rng.standard_normal((D, 20)))
lam, d_k = 0.7, float(K)
I3 = np.eye(D)


def softmax(z: Any) -> Any:
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


Value = Callable[[], Any]
PROVEN: list[tuple[str, Value, str, Value]] = [
    (r"X^\top(Xw-y)", lambda: X.T @ (X @ w - y), r"$X^\top X w - X^\top y$", lambda: X.T @ X @ w - X.T @ y),
    (r"X^\top(Xw-y)", lambda: X.T @ (X @ w - y), "X.T @ (y - X @ w)", lambda: X.T @ (y - X @ w)),
    (r"\delta x^\top", lambda: np.outer(delta, x), "dL/dW = x δᵀ", lambda: np.outer(x, delta)),
    (r"\delta x^\top", lambda: np.outer(delta, x), r"$\delta \otimes x$", lambda: np.outer(delta, x)),
    (r"W^\top \delta", lambda: W.T @ delta, "∂L/∂x = Wᵀδ", lambda: W.T @ delta),
    (
        r"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
        lambda: softmax(Q @ KEYS.T / np.sqrt(d_k)) @ V,
        "Attention(Q, K, V) = softmax(Q Kᵀ / √d_k) V",
        lambda: softmax(Q @ KEYS.T / np.sqrt(d_k)) @ V,
    ),
    (
        r"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
        lambda: softmax(Q @ KEYS.T / np.sqrt(d_k)) @ V,
        r"$\text{softmax}\left(\frac{QK^\top}{d_k}\right)V$",
        lambda: softmax(Q @ KEYS.T / d_k) @ V,
    ),
    (
        r"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
        lambda: softmax(Q @ KEYS.T / np.sqrt(d_k)) @ V,
        r"$\mathrm{softmax}\left(\frac{KQ^\top}{\sqrt{d_k}}\right)V$",
        lambda: softmax(KEYS @ Q.T / np.sqrt(d_k)) @ V,
    ),
    (
        r"(X^\top X + \lambda I)^{-1} X^\top y",
        lambda: np.linalg.solve(X.T @ X + lam * I3, X.T @ y),
        r"$w = X^\top (X X^\top + \lambda I)^{-1} y$",
        lambda: X.T @ np.linalg.solve(X @ X.T + lam * np.eye(N), y),
    ),
    (
        r"(X^\top X + \lambda I)^{-1} X^\top y",
        lambda: np.linalg.solve(X.T @ X + lam * I3, X.T @ y),
        "w = (XᵀX)⁻¹Xᵀy",
        lambda: np.linalg.solve(X.T @ X, X.T @ y),
    ),
    (
        r"\operatorname{tr}(A\Sigma) + \mu^\top A\mu",
        lambda: np.trace(A.T @ A @ S) + w @ A.T @ A @ w,
        r"$\mu^T A\mu + \operatorname{trace}(\Sigma A)$",
        lambda: w @ A.T @ A @ w + np.trace(S @ A.T @ A),
    ),
    (r"U W + \frac{\alpha}{r} B A", lambda: I3 + lam * B @ A, r"$UW + BA\alpha/r$", lambda: I3 + B @ A * lam),
    (r"W' = W + \frac{\alpha}{r} B A", lambda: B @ A, r"$W' = W + \frac{\alpha}{r}AB$", lambda: A @ B),
    (
        r"\operatorname{diag}(p) - p p^\top",
        lambda: np.diag(p) - np.outer(p, p),
        r"$J = \operatorname{diag}(p) - p p^T$",
        lambda: np.diag(p) - np.outer(p, p),
    ),
    (r"\|A\|_F^2", lambda: (A * A).sum(), r"$\operatorname{tr}(A^\top A)$", lambda: np.trace(A.T @ A)),
    (
        r"\|x - w\|_2^2",
        lambda: (x - w) @ (x - w),
        r"$\|x\|^2 + \|w\|^2 - 2x^\top w$",
        lambda: x @ x + w @ w - 2 * x @ w,
    ),
    (r"\|x - w\|_2^2", lambda: (x - w) @ (x - w), r"$\|x\|^2 - \|w\|^2$", lambda: x @ x - w @ w),
    (r"E[x^2] - E[x]^2", lambda: np.mean(x**2) - np.mean(x) ** 2, r"$E[(x - E[x])^2]$", lambda: np.var(x)),
    (r"E[x^2] - E[x]^2", lambda: np.mean(x**2) - np.mean(x) ** 2, r"$E[x^2]$", lambda: np.mean(x**2)),
    (
        r"\sum_{i<j} x_i x_j",
        lambda: sum(x[i] * x[j] for j in range(D) for i in range(j)),
        r"$\frac12\left[\left(\sum_i x_i\right)^2 - \sum_i x_i^2\right]$",
        lambda: (x.sum() ** 2 - (x * x).sum()) / 2,
    ),
    (
        r"\sum_{i<j} x_i x_j",
        lambda: sum(x[i] * x[j] for j in range(D) for i in range(j)),
        r"$\sum_{i \neq j} x_i x_j$",
        lambda: sum(x[i] * x[j] for j in range(D) for i in range(D) if i != j),
    ),
]


@pytest.mark.parametrize(("key", "right", "reply", "given"), PROVEN, ids=range(len(PROVEN)))
def test_proven(key: str, right: Value, reply: str, given: Value) -> None:
    one, other = np.asarray(right()), np.asarray(given())
    assert same_text(key, reply) is (one.shape == other.shape and bool(np.allclose(one, other)))


LAYOUT = [
    (r"W^\top \delta", r"$\delta^T W$"),  # a row for a column
    (r"W^\top \delta", r"$\delta W$"),  # the same, for those to whom vectors are rows
    (r"X^\top X + \lambda I", r"$X^\top X + \lambda$"),  # the identity left out
    (r"w^* = (X^\top X)^{-1}X^\top y", r"$w^* = X^{-1}y$"),  # right only if X is square
]


@pytest.mark.parametrize(("key", "reply"), LAYOUT)
def test_a_matter_of_layout_is_undecided(key: str, reply: str) -> None:
    assert same_text(key, reply) is None


MISFITS = [
    (r"X^\top(Xw-y)", r"$X^T X w - y X^T$"),  # a column before a matrix
    (r"\frac{1}{\|x\|}\left(I - \frac{x x^\top}{\|x\|^2}\right)", r"$\frac{1}{\|x\|}\left(I - \frac{x^\top x}{\|x\|^2}\right)$"),
    (r"(X^\top X + \lambda I)^{-1} X^\top y", r"$w = (X X^\top + \lambda I)^{-1} X^\top y$"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "reply"), MISFITS)
def test_shapes_that_do_not_fit_are_wrong(key: str, reply: str) -> None:
    assert same_text(key, reply) is False


NAMES = [  # scalars and names: what is equal follows from algebra alone
    (r"\frac{1}{1-\beta}", "The effective learning rate is multiplied by 1/(1 - beta)", True),
    (r"\frac{1}{\sqrt{d_k}}", "you divide by sqrt(d_k)", True),
    (r"\beta_1 m_{t-1} + (1-\beta_1) g_t", "m_t = beta1 * m_(t-1) + (1 - beta1) * g_t", True),
    (r"\beta_1 m_{t-1} + (1-\beta_1) g_t", "m_t = β₁ m_{t−1} + (1 − β₁) g_t²", False),
    (r"\sqrt{\bar\alpha_t}x_0+\sqrt{1-\bar\alpha_t}\epsilon", "x_t = √ᾱ_t x₀ + √(1 − ᾱ_t) ε", True),
    (r"W^{(l)} a^{(l-1)} + b^{(l)}", r"z^{(l)} = W^{(l)} a^{(l-1)} + b^{(l)}", True),
    (r"W^{(l)} a^{(l-1)} + b^{(l)}", r"$W^{(l)} a^{(l)} + b^{(l)}$", False),
    (r"\frac{2}{n_{in}+n_{out}}", "2/(fan_in + fan_out)", True),
    (r"\hat\mu' = (1-\alpha)\hat\mu + \alpha\mu_B", "μ̂' = μ̂ + α (μ_B − μ̂)", True),
    (r"\hat\mu' = (1-\alpha)\hat\mu + \alpha\mu_B", "μ̂' = α μ̂ + (1 − α) μ_B", False),
    (r"\binom{n}{k}p^k", r"$\frac{n!}{k!(n-k)!} p^k$", True),
    (r"O(4^{-L})", "it shrinks like (1/4)^L", True),
    (r"O(4^{-L})", r"$O(2^{-L})$", False),
    (r"O(T h)", "O(T h), versus O(√T h) with checkpointing", True),
    (r"p_i(\delta_{ij} - p_j)", r"$p_i(1 - p_j)$ if $i=j$ and $-p_ip_j$ otherwise", None),  # cases in prose
]


@pytest.mark.parametrize(("key", "reply", "wanted"), NAMES)
def test_names(key: str, reply: str, wanted: bool | None) -> None:
    assert same_text(key, reply) is wanted
