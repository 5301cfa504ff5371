"""Two texts without declarations: which are the same, which are not, and which cannot be decided."""

from __future__ import annotations

import pytest

from viva.checking.answers.asymptotics import is_order, same_order
from viva.checking.answers.expressions import same_text

CASES = [
    (r"\frac{x^2-1}{x-1}", "x + 1", True),
    ("n(n+1)/2", r"\sum_{k=1}^n k", True),
    (r"\frac{1}{1+e^{-z}}", "sigmoid(z)", True),
    (r"\frac{1}{n}\sum_{i=1}^n x_i", "mean(x)", True),
    ("x_i - y_i", "x_k - y_k", True),  # a free index may have another name
    ("x_i y_i", "x_i y_k", None),  # an index is left over
    ("2x", "2y", False),  # a symbol may not
    (r"\gamma x", r"\Gamma x", False),
    ("Ax", "ax", False),
    ("x^2 + 1e-12", "x^2", False),
    ("0.1 x", r"\frac{x}{10}", True),
    (r"\log(ab)", r"\log a + \log b", True),
    (r"\sqrt{x^2}", "x", False),
    (r"\sqrt{x^2}", "|x|", True),
    (r"X\Gamma^{-1}", "X Gamma^-1", True),
    (r"X\Gamma^{-1}", "Γ⁻¹X", False),
    ("(AB)^T", "B^T A^T", True),
    ("(AB)^T", "A^T B^T", False),
    ("a^T b", "b^T a", True),
    (r"\|\mathbf y - X\mathbf w\|^2", "(y - X w)^T (y - X w)", True),
    (r"\frac{\partial L}{\partial y} x^\top", "x (∂L/∂y)ᵀ", False),
    (r"\delta x^\top", "So the weight gradient is $x \\delta^\\top$.", False),  # its transpose
    (r"(X^\top X + \lambda I)^{-1} X^\top y", "np.linalg.inv(X.T @ X + lam * np.eye(d)) @ X.T @ y", True),
    (r"\sum_{i=1}^n x_i^2", "x_1^2", False),
    (r"\frac{\gamma}{n}\sum_{j=1}^n g_j", r"\frac{\gamma}{n}\sum_{j=1}^{n-1} g_j", False),
    (r"w = p\,\tilde w", "w̃ = w / p", True),
    (r"w = p\,\tilde w", r"\tilde w = p w", False),
    (r"z = \ln\frac{p}{1-p}", r"p = \frac{1}{1+e^{-z}}", True),
    (r"\hat m_t = \frac{m_t}{1 - \beta^t}", "m_hat = m_t / (1 - beta**t)", True),
    (r"b' = \frac{\gamma}{\sigma}(b - \mu) + \beta", "Let s = γ/σ. Then the folded bias is b' = s (b − μ) + β.", True),
    (r"p_k - y_k", "dL/dz_k = p_k - y_k, where p_k = exp(z_k) / sum_j exp(z_j).", True),
    (r"\rho\,\sigma^2", "Var = σ²/n + (1 − 1/n)ρσ² → ρσ² as n → ∞.", True),
    ("1", r"\sum_{j=1}^n g_j", False),
    ("x + 1", "the answer", None),
    ("x + 1", "", None),
    (r"\unknown{x}", "x", None),
    ("x + 1", r"\unknown{x} + 1", None),
    ("x y", "x y; z", None),
    ("x + 1", "y = x + 1 at first sight.\n\n**Answer:** x + 2", False),  # the marked one counts
    (r"w = p\,\tilde w", "We want w = p w̃.\n\n$\\boxed{\\tilde w = p w}$", False),
    ("1/2n", "n/2", None),  # the key itself is ambiguous
]


@pytest.mark.parametrize(("key", "reply", "wanted"), CASES, ids=range(len(CASES)))
def test_same_text(key: str, reply: str, wanted: bool | None) -> None:
    assert same_text(key, reply) is wanted


ORDERS = [
    (r"O(n \log n)", "Θ(n log₂ n)", True),
    ("O(n^2 d)", r"\mathcal{O}(d \cdot n^2 + n d)", True),
    ("O(n^2 d)", "O(n^2 * d) time and O(n^2) memory", True),
    ("O(n)", "O(n log n)", False),
    ("O(n^2 d)", "O(n d^2)", False),
    ("O(2^n)", "O(2^{n+1})", True),
    ("O(2^n)", "O(3^n)", False),
    ("O(2^n)", "O(n^2)", False),
    ("O(1)", "O(7)", True),
    ("O(n)", r"\Omega(n)", False),
    ("O(n)", "it is linear", True),
    ("O(n)", "O(n", None),
]


@pytest.mark.parametrize(("key", "reply", "wanted"), ORDERS, ids=range(len(ORDERS)))
def test_orders_of_growth(key: str, reply: str, wanted: bool | None) -> None:
    assert is_order(key)
    assert same_order(key, reply) is wanted


@pytest.mark.parametrize(
    "reply",
    ["{" * 100_000, "x" * 10_000_000, "9^9^9^9^9", r"\def\a{\a\a}\a", "\x00\ud800", "__import__('os')", "(" * 30_000],
    ids=range(7),
)
def test_hostile_texts(reply: str) -> None:
    assert same_text("x + 1", reply) is not True
    assert same_text(reply, "x + 1") is not True
    assert same_order("O(n)", reply) is not True
