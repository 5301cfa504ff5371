"""2b in the layouts of chats: three parts behind labels, behind cues, in one line; each is judged by itself.

What is right follows from ∂L/∂x_i = γ(∂L/∂y_i − mean): C is correct, I incorrect, U undecided.
"""

# ruff: noqa: E501, UP031 (replies stand as they came, with braces in them)
from __future__ import annotations

import pytest

from viva import check

GENERAL = r"\frac{\partial L}{\partial x_i} = \gamma\Big(\frac{\partial L}{\partial y_i} - \frac1n\sum_j\frac{\partial L}{\partial y_j}\Big)"

TABLE = [
    ("(i) $%s$\n(ii) $0$.\n(iii) $0$" % GENERAL, "CCI"),
    ("(i) $%s$\n(ii) $-\\gamma$\n(iii) $\\gamma\\frac{\\partial L}{\\partial y_i}$, since the mean vanishes" % GENERAL, "CIC"),
    (
        r"(i) $\partial L/\partial x_i = \gamma\,(\delta_i - \bar\delta)$ where $\delta_j := \partial L/\partial y_j$ and "
        r"$\bar\delta := \frac{1}{n}\sum_{j=1}^n \delta_j$" + "\n(ii) 0\n" + r"(iii) $-\gamma\bar\delta$",
        "CCI",
    ),
    ("(i) ∂L/∂x_i = γ ∂L/∂y_i\n(ii) For n=1: ∂L/∂x₁ = γ ∂L/∂y₁\n(iii) As n → ∞: γ ∂L/∂y_i", "IIC"),
    ("(i) ∂L/∂x_i = ∂L/∂y_i\n(ii) n=1: the gradient is γ ∂L/∂y_1.\n(iii) n→∞: ∂L/∂y_i", "III"),
    ("Answer: (i) γ(∂L/∂yᵢ − (1/n)Σⱼ∂L/∂yⱼ); (ii) 0; (iii) ∂L/∂yᵢ", "CCI"),
    ("Answer: (i) γ(∂L/∂yᵢ − Σⱼ∂L/∂yⱼ); (ii) zero; (iii) γ ∂L/∂yᵢ (since the mean term → 0)", "ICC"),
    (r"(i) $\frac{dL}{dx_i}=\gamma\left(\frac{dL}{dy_i}-\frac1n\sum_j\frac{dL}{dy_j}\right)$" "\n(ii) zero. So β only.\n(iii) 0", "CCI"),
    (r"(i) $\frac{\mathrm{d}L}{\mathrm{d}x_i}=\frac{\mathrm{d}L}{\mathrm{d}y_i}$" "\n(ii) 1\n(iii) $\\frac{\\mathrm{d}L}{\\mathrm{d}y_i}$", "III"),
    ("(i) ∂L/∂xi = γ (∂L/∂yi − (1/n) ∑_j ∂L/∂yj)\n(ii) ∂L/∂x1 = 0\n(iii) lim ∂L/∂xi = γ ∂L/∂yi", "CCC"),
    ("(i) ∂L/∂x_i = γ/σ (∂L/∂y_i − (1/n) Σ_j ∂L/∂y_j − x̂_i (1/n) Σ_j ∂L/∂y_j x̂_j)\n(ii) 0\n(iii) γ/σ ∂L/∂y_i", "ICI"),
    ("**Part (i).** γ(∂L/∂yᵢ − (1/n)Σⱼ∂L/∂yⱼ)\n**Part (ii).** 0\n**Part (iii).** γ ∂L/∂yᵢ", "CCC"),
    ("(i): γ(∂L/∂yᵢ − (1/n)Σⱼ∂L/∂yⱼ)\n(ii): 1\n(iii): γ ∂L/∂yᵢ", "CIC"),
    ("i) γ(∂L/∂yᵢ − (1/n)Σⱼ∂L/∂yⱼ), ii) 0, iii) ∂L/∂yᵢ", "CCI"),
    ("(i) $%s$\n(ii) 0\n(iii) As n→∞ the mean term vanishes so $\\to \\gamma\\,\\partial L/\\partial y_i$." % GENERAL, "CCC"),
    ("(i) $%s$\n(ii) 0\n(iii) As n→∞ the mean term vanishes, hence $\\to \\partial L/\\partial y_i$." % GENERAL, "CCI"),
    ("(i) $%s$\n(ii) 0\n(iii) As n→∞ the mean term → 0." % GENERAL, "CCU"),
    ("(i) $%s$\n(ii) 0\n(iii) With $g_j = \\partial L/\\partial y_j$ and $\\bar g\\to0$ it becomes $\\gamma\\,g_i$." % GENERAL, "CCC"),
    # The numerals of steps are no labels of parts.
    (
        "1. The outputs are y_j = γ(x_j − μ) + β.\n2. ∂y_j/∂x_i = γ(δ_ij − 1/n).\n3. ∂L/∂x_i = γ(∂L/∂y_i − (1/n) Σ_j ∂L/∂y_j)\n\n"
        "For n = 1: 0.\n\nAs n → ∞, ∂L/∂x_i → γ ∂L/∂y_i.",
        "CCC",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "expected"), TABLE)
def test_parts(reply: str, expected: str) -> None:
    verdicts = "".join(part.verdict.value[0].upper() for part in check("hw5/2b", reply).parts)
    assert verdicts == expected


def test_two_paths_are_steps_that_hold() -> None:
    """∂L/∂μ moves μ by itself, ∂L/∂x̂ the centred input: the two paths of the backward pass."""
    reply = r"""$$\frac{\partial L}{\partial \hat x_i}=\gamma\frac{\partial L}{\partial y_i}$$
$$\frac{\partial L}{\partial\mu}=-\gamma\sum_j\frac{\partial L}{\partial y_j}$$
$$\frac{\partial L}{\partial x_i}=\frac{\partial L}{\partial \hat x_i}+\frac1n\frac{\partial L}{\partial \mu}$$
$$\frac{\partial L}{\partial x_i}=\gamma\Big[\frac{\partial L}{\partial y_i}-\frac1n\sum_{j=1}^n\frac{\partial L}{\partial y_j}\Big]$$"""
    steps = check("hw5/2b", reply).parts[0].evidence.steps
    assert [step.status for step in steps] == ["holds"] * 4
    wrong = reply.replace(r"=-\gamma\sum", r"=\gamma\sum")
    assert [step.status for step in check("hw5/2b", wrong).parts[0].evidence.steps][1] == "fails"


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("As n → ∞ the gradient goes to 0.", "incorrect"),
        ("As n → ∞ the gradient tends to γ ∂L/∂y_i since the mean goes to 0", "correct"),
        ("As n → ∞ the mean of the gradient goes to 0.", "undecided"),  # only a part of it
        ("As n → ∞ the average gradient goes to zero.", "undecided"),
    ],
)
def test_what_vanishes(reply: str, expected: str) -> None:
    assert check("hw5/2b/limit", reply).verdict.value == expected
