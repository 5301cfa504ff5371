"""Which formulas are typeset, and in which words."""

from __future__ import annotations

import pytest

from viva.reporting.formulas import convertible, prepared, sober


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{a}{b}", r"\begin{bmatrix} -1 & 3 \\ 0 & 1 \end{bmatrix}", r"\|X\|_2^2", r"\mathbb{E}_R[\cdot]",
        r"\underbrace{x}_{n}", "x" * 5000, r"\left(\frac12\right)", r"\operatorname{diag}(x)", r"\letter",
    ],
)  # fmt: skip
def test_ordinary_formulas_are_sober(formula):
    assert sober(formula)


@pytest.mark.parametrize(
    "formula",
    [
        r"\def\a{\a}", r"\newcommand{\x}{y}", r"\renewcommand\x{y}", r"\let\a\b", r"\input{x}",
        r"\DeclareMathOperator{\x}{y}",
        "{" * 41, r"\left(" * 41, r"\begin{matrix}" * 41, "x" * 6001, "x^" * 700, "a\x00b", "a\u202eb", "a\ue000b",
    ],
)  # fmt: skip
def test_what_could_grow_or_hide_is_not(formula):
    assert not sober(formula)


def test_convertible_finds_the_bad_ones_among_the_good():
    good = [r"\frac{1}{2}", "x_i", r"\begin{cases} 1 \\ 2 \end{cases}"]
    bad = [r"\frac{1}{", r"a_{#1}", r"\begin{bmatrix} 1", r"\unknowncommand{x}"]
    assert convertible([*good, *bad]) == set(good)
    assert convertible([]) == set()


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (r"\|x\|", r"\lVert x\rVert "),
        (r"\|x\|^2 + \|y\|^2", r"\lVert x\rVert ^2 + \lVert y\rVert ^2"),
        (r"\Vert x\Vert", r"\lVert  x\rVert "),
        (r"\left\|x\right\|", r"\left\|x\right\|"),
        (r"\big\|x\big\|", r"\big\|x\big\|"),
        (r"\Biggl\|x\Biggr\|", r"\Biggl\|x\Biggr\|"),
        (r"a \| b", r"a \| b"),
        (r"\lVert x\rVert", r"\lVert x\rVert"),
        (r"a \bmod b", r"a \operatorname{mod} b"),
    ],
)
def test_norms_become_pairs(formula, words):
    assert prepared(formula) == words
