"""Arrays in every notation, against the entries typed by hand; and a round trip through notations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as numpy_arrays

from viva.reading.arrays import arrays, named_components, named_entries, ordinals, sequence
from viva.reading.normal import normalise

M = "[[-1, 3, -2], [3, -3, 1], [0, 3, 1]]"
WRITTEN = {
    r"$\begin{bmatrix} -1 & 3 & -2 \\ 3 & -3 & 1 \\ 0 & 3 & 1 \end{bmatrix}$": M,
    r"\left[\begin{array}{ccc}-1&3&-2\\3&-3&1\\0&3&1\end{array}\right]": M,
    r"\begin{pmatrix} -1 & 3 & -2 \ 3 & -3 & 1 \ 0 & 3 & 1 \end{pmatrix}": M,
    "[[-1,  3, -2],\n[ 3, -3,  1],\n[ 0,  3,  1]]": M,
    "[-1 3 -2; 3 -3 1; 0 3 1]": M,
    "[[-1  3 -2]\n [ 3 -3  1]\n [ 0  3  1]]": M,
    "tensor([[-1.,  3., -2.],\n        [ 3., -3.,  1.],\n        [ 0.,  3.,  1.]], dtype=torch.float32)": M,
    "np.array([[-1, 3, -2], [3, -3, 1], [0, 3, 1]])": M,
    "| -1 | 3 | -2 |\n|---|---|---|\n| 3 | -3 | 1 |\n| 0 | 3 | 1 |": M,
    "| | 0 | 1 | 2 |\n|-|-|-|-|\n| 0 | -1 | 3 | -2 |\n| 1 | 3 | -3 | 1 |\n| 2 | 0 | 3 | 1 |": M,
    "−1\t3\t−2\n3\t−3\t1\n0\t3\t1": M,
    "⎡−1  3 −2⎤\n⎢ 3 −3  1⎥\n⎣ 0  3  1⎦": M,
    "  -1  3 -2\n   3 -3  1\n   0  3  1": M,
    "rows (−1, 3, −2), (3, −3, 1) and (0, 3, 1)": M,
    "[2, −1, 3]": "[2, -1, 3]",
    r"(1/2, \frac{1}{3})": "[1/2, 1/3]",
    r"\begin{pmatrix} 2 \\ -1 \\ 3 \end{pmatrix}": "[[2], [-1], [3]]",
    r"\frac{1}{4}\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}": "[[1/4, 1/2], [3/4, 1]]",
    "[[[1,2],[3,4]],[[5,6],[7,8]]]": "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]",
    "[[2*a*b, a**2], [1, 3]]": "[[2*a*b, a**2], [1, 3]]",
    "np.array([[1, 3], [2, 4]]).T": "[[1, 2], [3, 4]]",
    r"\begin{bmatrix} 1 & 3 \\ 2 & 4 \end{bmatrix}^\top": "[[1, 2], [3, 4]]",
    "columns (1, 3) and (2, 4)": "[[1, 2], [3, 4]]",
    "Column 1: 1, 3\nColumn 2: 2, 4": "[[1, 2], [3, 4]]",
    "[1, 2]\n[3, 4]": "[[1, 2], [3, 4]]",
    "1 & 2 \\\\ 3 & 4": "[[1, 2], [3, 4]]",
    "C =  1 2\n     3 4\nas wanted": "[[1, 2], [3, 4]]",
    "     0    1\n0  1.0  2.0\n1  3.0  4.0": "[[1, 2], [3, 4]]",
    "      cat dog\ncat   1   2\ndog   3   4": "[[1, 2], [3, 4]]",
    "| i\\j | 1 | 2 |\n|---|---|---|\n| 1 | 5 | 6 |\n| 2 | 7 | 8 |": "[[5, 6], [7, 8]]",
    "| | yes | no | total |\n|---|---|---|---|\n| a | 1 | 2 | 3 |\n| b | 3 | 4 | 7 |\n| total | 4 | 6 | 10 |": (
        "[[1, 2], [3, 4]]"
    ),
    "| i | y_i |\n|---|---|\n| 1 | 0.5 |\n| 2 | 7 |": "[[0.5], [7]]",
    "It is the 2×2 identity matrix.": "[[1, 0], [0, 1]]",
    "A = 3 I_2": "[[3, 0], [0, 3]]",
    "⟨2, −1, 3⟩": "[2, -1, 3]",
    r"\langle 2, -1 \rangle": "[2, -1]",
    "π = (0.8 0.2)": "[0.8, 0.2]",
    r"10^{-3}\,[1, 2]": "[1/1000, 1/500]",
}


@pytest.mark.parametrize(("text", "shown"), WRITTEN.items())
def test_notations(text: str, shown: str) -> None:
    found = arrays(normalise(text).text)
    assert [grid.shown() for grid in found] == [shown]
    assert not found[0].flat


@pytest.mark.parametrize(
    "text", ["\uf8ee\n\uf8f0\n−1\n3\n3\n1\n\uf8f9\n\uf8fb", '"\n−1\n3\n3\n1\n#', "O =\n\n−1\n3\n3\n1\n"]
)
def test_one_entry_a_line_has_no_order(text: str) -> None:
    (grid,) = arrays(normalise(text).text)
    assert grid.flat
    assert grid.shown() == "[-1, 3, 3, 1]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("O0,0 = −1(1) = −1,\nO0,1 = (−1)(−1) + 2(1) = 3,\nO1,0 = 3,\nO1,1 = −3.", "[[-1, 3], [3, -3]]"),
        ("- (0,0): -1\n- (0,1):  $1 + 2 = 3$\n- (1,0): 5\n- (1,1): 0", "[[-1, 3], [5, 0]]"),
        ("$Y_{11} = 1$, $Y_{12} = 2$, $Y_{21} = 3$, $Y_{22}=4$", "[[1, 2], [3, 4]]"),
        ("Σ₁₁ = 5, Σ₁₂ = Σ₂₁ = 6, Σ₂₂ = 11", "[[5, 6], [6, 11]]"),
        ("top left: 1·2 = 2, top right: 3, bottom left: −4 and bottom right: 5", "[[2, 3], [-4, 5]]"),
    ],
)
def test_named_entries(text: str, shown: str) -> None:
    grid = named_entries(normalise(text).text)
    assert grid is not None
    assert grid.shown() == shown


def test_entries_with_a_gap_are_no_matrix() -> None:
    assert named_entries("O[0,0] = 1, O[0,1] = 2, O[1,1] = 3") is None


@pytest.mark.parametrize(
    "text",
    [
        "f0 = 2,\nf1 = −1,\nf2 = 3.",
        "$a = 2$, $b = -1$ and $c = 3$",
        "out[0] = 2, out[1] = -1, out[2] = 3",
        "h(0)=2, h(1)=-1, h(2)=3",
    ],
)
def test_named_components(text: str) -> None:
    grid = named_components(normalise(text).text)
    assert grid is not None
    assert grid.shown() == "[2, -1, 3]"


def test_entries_that_are_counted() -> None:
    grid = ordinals("The first entry is 12, the second 15, and the third is 18.")
    assert grid is not None
    assert grid.shown() == "[12, 15, 18]"
    assert ordinals("The first entry is 12, the third is 18.") is None


@pytest.mark.parametrize("text", ["⟨x, y⟩", "(a; b)", "the I_2 of the paper", "a (4 -3) b"])
def test_what_is_no_array(text: str) -> None:
    assert not [grid for grid in arrays(normalise(text).text) if grid.numeric]


def test_a_bare_sequence() -> None:
    grid = sequence("The filter is 2, -1, 3.")
    assert grid is not None
    assert grid.shown() == "[2, -1, 3]"


NOTATIONS: dict[str, Any] = {
    "python": lambda a: repr(a.tolist()),
    "numpy": repr,
    "latex": lambda a: (
        r"\begin{bmatrix}" + r" \\ ".join(" & ".join(str(x) for x in row) for row in a.tolist()) + r"\end{bmatrix}"
    ),
    "matlab": lambda a: "[" + "; ".join(" ".join(str(x) for x in row) for row in a.tolist()) + "]",
    "table": lambda a: "\n".join("| " + " | ".join(str(x) for x in row) + " |" for row in a.tolist()),
}


@settings(max_examples=60)
@given(numpy_arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=st.integers(-99, 99)))
def test_every_notation_reads_back(matrix: Any) -> None:
    for write in NOTATIONS.values():
        found = arrays(write(matrix))
        assert [grid.shown() for grid in found] == [str(matrix.tolist())]
