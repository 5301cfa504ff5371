"""One grammar for many notations: tables of spellings that must give one tree, and of texts that must be refused."""

# ruff: noqa: E501 (tables of what people write)
from __future__ import annotations

import pytest

from viva.kinds import Symbol
from viva.reading.normal import normalise
from viva.reading.parser import Unreadable, parse, parse_chain, readings
from viva.reading.syntax import Chain, Expr

G = Symbol(r"\gamma")
DY = Symbol(r"\partial L/\partial y", ("n",), aliases=("dL_dy",))
BATCH = (G, DY)
P = Symbol("p", domain="probability")
DROPOUT = (
    P,
    Symbol("X", ("n", "d")),
    Symbol("y", ("n",)),
    Symbol("w", ("d",)),
    Symbol(r"\tilde w", ("d",), aliases=(r"\hat w",)),
    Symbol(r"\Gamma", ("d", "d"), domain="invertible"),
    Symbol(r"\tilde\Gamma", ("d", "d"), domain="diagonal"),
    Symbol("R", ("n", "d"), domain="bernoulli"),
)


def tree(text: str, symbols: tuple[Symbol, ...]) -> Expr:
    return parse(normalise(text).text, symbols)


SAME_TREE = [
    (BATCH, ["∂L/∂yⱼ", r"\frac{\partial L}{\partial y_j}", r"\dfrac{\partial\mathcal{L}}{\partial y_{j}}", "dL/dy_j", r"\frac{dL}{dy_j}",
             r"\partial L/\partial y_j", r"\nabla_{y_j} L", r"\frac{\partial}{\partial y_j} L", "(∂L/∂y)_j", "dL_dy[j]",
             r"\tfrac{\mathrm{d} L}{\mathrm d y_j}" if False else r"\frac{\partial \mathscr L}{\partial \mathbf y_j}"]),
    (DROPOUT, [r"\tilde w", r"\tilde{w}", r"\widetilde{\mathbf{w}}", r"\boldsymbol{\tilde w}", r"\hat w", "w_tilde", "w̃", "˜w", "ŵ", "wtilde"]),
    (DROPOUT, [r"\tilde\Gamma", r"\tilde{\Gamma}", "Γ̃", "˜Γ", "Gamma_tilde", r"\tilde{\mathbf{\Gamma}}"]),
    (DROPOUT, [r"X\Gamma^{-1}", "XΓ⁻¹", "X Gamma^-1", "X @ Gamma^-1", "X @ np.linalg.inv(Gamma)", r"\mathbf{X}\,\boldsymbol{\Gamma}^{-1}"]),
    (DROPOUT, [r"X^\top y", "Xᵀy", "X^T y", "X.T @ y", r"X^{\mathsf T} y", r"X^{\mathrm{T}}y", r"\mathbf X^{\top}\mathbf y", "X' y"]),
    (DROPOUT, [r"\|y - Xw\|_2^2", "‖y − Xw‖²₂", r"\lVert y - Xw \rVert_2^2", "||y - Xw||_2^2", r"\left\|y-Xw\right\|^2_2",
               r"\Vert y-Xw\Vert^{2}_{2}", r"\big\|y - X w\big\|_2^{2}"]),
    (DROPOUT, [r"\mathbb{E}_{R\sim\text{Bernoulli}(p)}[R \odot X]", "E_R[R ⊙ X]", r"\mathbb E_R\left[R\odot X\right]", r"\operatorname{E}_{R}[R\odot X]"]),
    ((), ["\\sum_{j=1}^n x_j", "\\sum\\limits_{j=1}^{n} x_j", "Σⱼ₌₁ⁿ xⱼ", "sum_{j=1}^n x_j", "∑^n_{j=1} x_j"]),
    ((), ["\\sum_{j\\neq i} x_j", "Σⱼ≠ᵢ xⱼ", r"\sum_{j \ne i} x_j", "sum_{j != i} x_j"]),
    ((), [r"\delta_{ij}", "δᵢⱼ", r"\delta_{i,j}", r"\mathbb{1}[i=j]", r"\mathbf 1_{i=j}"]),
    ((), [r"x^2", "x**2", "x²", "x^{2}"]),
    ((), [r"\sqrt{x}", "√x", "sqrt(x)", "np.sqrt(x)"]),
    ((), [r"\frac12", r"\frac{1}{2}", "1/2", r"\tfrac 1 2"]),
]  # fmt: skip


@pytest.mark.parametrize(("symbols", "spellings"), SAME_TREE, ids=lambda v: v[0] if isinstance(v, list) else "")
def test_spellings_of_one_thing(symbols: tuple[Symbol, ...], spellings: list[str]) -> None:
    first = tree(spellings[0], symbols)
    for spelling in spellings[1:]:
        assert tree(spelling, symbols) == first, spelling


DIFFERENT = [
    (r"\gamma", r"\Gamma"),
    ("w", "W"),
    (r"\tilde w", "w"),
    ("x_i", "x_j"),
    ("X Y", "Y X"),
    ("a/(b c)", "a/b c"),
    (r"\sum_{j=1}^n x_j", r"\sum_{j=2}^n x_j"),
    (r"\|x\|_1", r"\|x\|_2"),
    ("x^{-1}", "x^{1}"),
    (r"\delta_{ij}", r"\delta_{ik}"),
]


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_things_stay_different(a: str, b: str) -> None:
    assert tree(a, ()) != tree(b, ())


def test_letters_are_plain_symbols_unless_declared() -> None:
    names = {"\\gamma", "\\Gamma", "e", "i", "O", "I"}
    for name in names - {"I"}:
        assert parse(name).name == name  # type: ignore[union-attr]
    assert tree("pXw", DROPOUT) == tree("p X w", DROPOUT)


def test_relations() -> None:
    chain = parse_chain(normalise("∂L/∂xᵢ = γ(gᵢ − ḡ) → γ gᵢ").text)
    assert chain.relations == ("=", "→") and len(chain.sides) == 3
    assert parse_chain(r"\tilde w := w/p").relations == ("=",)
    assert parse_chain(r"\Gamma_{jj} \propto \|X_{:,j}\|").relations == ("∝",)
    assert parse_chain(r"w = p \tilde w \iff \tilde w = w/p").relations == ("=", "⇔", "=")
    assert isinstance(parse_chain(r"\sum_{j=1}^n x_j = 0"), Chain)
    with pytest.raises(Unreadable):
        parse_chain("w")


def test_an_ambiguous_quotient_has_two_readings() -> None:
    first, second = readings("1/2n")
    assert first == parse("(1/2) n") and second == parse("1/(2 n)")
    assert len(readings("1/n Σ_j x_j")) == 1


UNREADABLE = [
    "",
    "x +",
    "(x",
    "x)",
    "x = y",
    r"\frac{1}",
    "3 4",
    r"\|x\|2",  # a power lost by PDF extraction, not a factor
    "the mean of x",
    "x ± y",
    "x; y",
    "a, b",
    "∫ x dx",
    r"\newcommand{\a}{1} \a",
    r"\def\a{\a\a}\a",
    "__import__('os').system('true')",
    r"\unknowncommand{x}",
    "\ufffd x",
    "10^{10^{10^{10^{10",
    "1e999",
    "f'''''''(",
    r"\left(",
    r"\begin{bmatrix} 1 & 2 \\ 3 \end{bmatrix}",
    r"\begin{bmatrix} 1 & 2",
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "{" * 100_000,
        "(" * 100_000 + ")" * 100_000,
        "(" * 3000 + "x" + ")" * 3000,
        r"\frac{" * 2000 + "1" + "}{2}" * 2000,
        r"\sqrt" * 2500 + "x",
        "x^" * 3000 + "x",
        "-" * 5000,
        "|" * 4000,
        "x_" * 3000,
        r"\sum_{i}" * 900 + "x",
        r"\tilde" * 2000 + "w",
        r"\begin{bmatrix}" * 500,
        "E[" * 3000,
        r"\mathbf{" * 800 + "w",
        "x" * 1_000_000,
    ],
    ids=range(15),
)
def test_hostile_nesting_is_refused_and_nothing_else(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(text)
