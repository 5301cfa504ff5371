"""Formulas that lost their backslashes on the way from a chat to a document, and quotations."""

import pytest

from viva.importing.pasted import restored, unquoted


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        (r"( \gamma ) is kept", r"\(\gamma\) is kept"),
        (r"so ( w = p,\tilde w ).", r"so \(w = p \tilde w\)."),
        (r"[ |y - pX\tilde w|_2^2 ]", r"\[‖y - pX\tilde w‖_2^2\]"),
        (
            "[ \\begin{bmatrix} 3 & -1 \\ 0 & 2 \\end{bmatrix} ]",
            "\\[\\begin{bmatrix} 3 & -1\\\\ 0 & 2 \\end{bmatrix}\\]",
        ),
        (r"( f(x_i) + \frac{1}{n} )", r"\(f(x_i) + \frac{1}{n}\)"),
    ],
)
def test_backslashes_come_back(pasted: str, meant: str) -> None:
    assert restored(pasted) == meant
    assert len(meant) == len(pasted)


@pytest.mark.parametrize(
    "text",
    [
        "a remark ( not a formula ) and $x$",
        "the list [ 1, 2, 3 ] stays",
        r"it is \( x_i \) already",
        "( unclosed \\gamma and more",
        "f( x_i )",
    ],
)
def test_what_is_no_pasted_formula_stays(text: str) -> None:
    assert restored(text) == text


def test_an_exclamation_is_no_factorial() -> None:
    assert restored("the gradient is 0! The rest follows") == "the gradient is 0. The rest follows"
    assert restored("there are 4! orders") == "there are 4! orders"


def test_only_whole_quotations_lose_their_marks() -> None:
    assert unquoted("> a\n> b") == "  a\n  b"
    assert unquoted("if n\n> 3 then") == "if n\n> 3 then"
