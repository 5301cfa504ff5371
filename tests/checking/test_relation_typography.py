"""Relations in the typography of chats, PDFs and plain text: a wrong one is never correct, a right one never incorrect.

The truth is known by construction: the templates are filled with spellings of the same two symbols.
"""

from __future__ import annotations

import pytest

from viva import check

WEIGHTS = (
    *(r"$\tilde w$", r"$\tilde{w}$", r"$\widetilde{w}$"),
    *["w̃", "˜w", "w˜", "w~", "~w", "w_tilde", "ŵ", "w_{dropout}"],
)
RIGHT_4B = ("{w} = p {t}", "{t} = {w}/p", "{w}=p{t}", "{w} = {t} p", "p {t} = {w}", "{t}={w}/p", "{t} = (1/p) {w}")
WRONG_4B = (
    "{w} = {t}/p",
    "{t} = p {w}",
    "{t}=p{w}",
    "{w}={t}/p",
    "p {w} = {t}",
    "{w} = (1-p) {t}",
    "{w} = {t}",
    "{t} = p {t}",
    "{t}=p {t}",
    "{w} = {w}/p",
    "{t}={t}/p",
)
DATA = (r"$\tilde X$", "X̃", "˜X", "X˜", "X~", "~X", "X_tilde", r"$\widetilde{X}$")
INVERSES = ("Γ^{-1}", "Γ⁻¹", "Γ^-1", "Γ−1")
RIGHT_4C = ("{t} = X{i}", "{t} = X {i}", "X = {t}Γ")
WRONG_4C = ("{t} = {i}X", "{t} = XΓ", "X = {t}{i}", "{t} = {t}{i}", "X = X{i}", "{t} = X{i}^T", "{i}{t} = X", "{t} = X")


def filled(template: str, symbol: str, inverse: str = "") -> str:
    text = template.format(w="w", t=symbol.replace("$", ""), i=inverse)
    return f"${text}$" if "$" in symbol else text


def verdict(ref: str, text: str) -> str:
    return check(ref, text).parts[0].verdict.value


@pytest.mark.parametrize("symbol", WEIGHTS)
def test_weights(symbol: str) -> None:
    right = [verdict("hw5/4b", filled(template, symbol)) for template in RIGHT_4B]
    wrong = [verdict("hw5/4b", filled(template, symbol)) for template in WRONG_4B]
    assert "incorrect" not in right and right.count("correct") >= 6  # in "w˜ p" the accent may be the p's
    assert "correct" not in wrong and wrong.count("incorrect") >= 6


@pytest.mark.parametrize("symbol", DATA)
def test_data_matrix(symbol: str) -> None:
    for inverse in INVERSES:
        right = [verdict("hw5/4c", filled(template, symbol, inverse)) for template in RIGHT_4C]
        wrong = [verdict("hw5/4c", filled(template, symbol, inverse)) for template in WRONG_4C]
        assert "incorrect" not in right and right[0] == "correct", (inverse, right)
        assert "correct" not in wrong and wrong.count("incorrect") >= 4, (inverse, wrong)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (r"The transformation is $\tilde w \mapsto p\tilde w$.", "correct"),
        (r"The transformation is $\tilde w \to \tilde w/p$.", "incorrect"),
        (r"Substituting $\tilde w \to \tilde w/p$ gives the second form.", "undecided"),  # the other direction
        ("w_test = p * w_train", "correct"),
        ("w_test = p w", "correct"),
        ("w_test = w/p", "incorrect"),
        ("w_test = p w, where w~ are the weights of dropout", "undecided"),
        ("w = p w", "undecided"),  # a tilde was lost
    ],
)
def test_old_to_new_weights(reply: str, expected: str) -> None:
    assert verdict("hw5/4b", reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Let v = Γw. So the new design matrix is XΓ⁻¹.", "correct"),
        ("Let v = Γw. So the new design matrix is XΓ.", "incorrect"),
        (r"Replacing $X \to X\Gamma^{-1}$ and $w \to \Gamma w$ gives ridge regression.", "correct"),
        (r"Replacing $X \to X\Gamma$ and $w \to \Gamma^{-1} w$ gives ridge regression.", "incorrect"),
        (r"With $\tilde w = \Gamma w$, $$Xw = X\Gamma^{-1}\tilde w =: \tilde X\tilde w.$$", "correct"),
    ],
)
def test_named_data_matrix(reply: str, expected: str) -> None:
    assert verdict("hw5/4c", reply) == expected
