"""Right answers with right steps on the way: nothing in them is called an invalid step or a dropped term."""

# ruff: noqa: E501 (replies stand as they came)
from __future__ import annotations

import pytest

from viva import check
from viva.types import FindingKind

BLAME = {FindingKind.INVALID_STEP, FindingKind.DROPPED_TERM}
TABLE = [
    ("4b", r"$L(\tilde w) = \|y - pX\tilde w\|^2$ becomes $L(w) = \|y - Xw\|^2 + \|\Gamma w\|^2$ with $w = p\tilde w$."),
    ("4b", "w = p·w~"),
    ("4b", "Hmm, if I set w = w̃/p then pXw̃ = p²Xw, that doesn't match. So instead w = pw̃, giving Xw = pXw̃."),
    ("4c", "X~ = X Gamma^-1"),
    ("4c", r"With $\Gamma w = \sqrt\lambda\,\tilde w$, $w = \sqrt{\lambda}\,\Gamma^{-1}\tilde w$ and thus $\tilde X = \sqrt\lambda\,X\Gamma^{-1}$."),
    ("4c", r"$\tilde{X}=X\Gamma^{-1}$ and $\tilde w=\Gamma w$. (If $\lambda\neq1$: $\tilde X=\sqrt\lambda X\Gamma^{-1}$.)"),
    ("2b/gradient", "(i) ∂L/∂x_i = (γ/n) [ n ∂L/∂y_i − Σ_j ∂L/∂y_j ]"),
    ("1b", "Check: 1·2+4·(−1)+0·3 = −2 ✓., 4·2+0·(−1)+(−2)·3=2 ✓. The filter is [2, −1, 3]."),
    ("1b", "h[0]=2, h[1]=-1, h[2]=3"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "reply"), TABLE)
def test_nothing_is_blamed(question: str, reply: str) -> None:
    result = check(f"hw5/{question}", reply)
    assert result.verdict.value == "correct"
    assert not [f for part in result.parts for f in part.findings if f.kind in BLAME]


def test_a_wrong_step_is() -> None:
    result = check("hw5/4b", r"$pX\tilde w = \tfrac1p Xw$, so $w = p\tilde w$.")
    assert [f.kind for f in result.parts[0].findings if f.kind in BLAME]
