"""Derivations: the first wrong step, on texts of our own. The expected place is what a person reads off the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva import check
from viva.checking.stepwise.derivations import check_derivation
from viva.errors import VivaError
from viva.kinds import Symbol
from viva.reading.budget import within
from viva.types import Verdict

X, Y, W = Symbol("X", ("n", "d")), Symbol("y", ("n",)), Symbol(r"\tilde w", ("d",))
P, R = Symbol("p", domain="probability"), Symbol("R", ("n", "d"), domain="bernoulli")
NORMS = Symbol(r"\tilde\Gamma", ("d", "d"), domain="diagonal", defined_by=r"\operatorname{diag}(\|X_{:,j}\|)")
DROPOUT = (X, Y, W, P, R, NORMS)
BATCH = (
    Symbol("x", ("n",)),
    Symbol(r"\gamma"),
    Symbol(r"\beta"),
    Symbol("n", domain="size"),
    Symbol(r"\partial L/\partial y", ("n",)),
)

# (what it shows, symbols, text, the quote of the first failing step or "")
CASES = [
    (
        "the same mask entry twice",
        DROPOUT,
        r"So for all $j,k$ we get $\mathbb{E}[R_{ij}R_{ik}] = p^2$.",
        "p^2",
    ),
    ("only for different columns", DROPOUT, r"For $j \neq k$: $\mathbb{E}[R_{ij}R_{ik}] = p^2$.", ""),
    ("condition behind", DROPOUT, r"$\mathbb{E}[R_{ij}R_{ik}] = p^2$ if $j \ne k$ and $= p$ otherwise.", ""),
    ("condition behind, wrong", DROPOUT, r"$\mathbb{E}[R_{ij}R_{ik}] = p$ if $j \ne k$.", "p"),
    ("mask loosely written", DROPOUT, r"Since $R^2 = R$, $\mathbb{E}[R^2] = \mathbb{E}[R] = p$.", ""),
    (
        "a factor p lost in the cross term",
        DROPOUT,
        r"$$\mathbb{E}\|y-(R\odot X)\tilde w\|^2 = \|y\|^2 - 2y^\top X\tilde w + "
        r"\tilde w^\top \mathbb{E}[(R\odot X)^\top(R\odot X)]\tilde w$$",
        r"\|y\|^2 - 2y^\top X\tilde w + \tilde w^\top \mathbb{E}[(R\odot X)^\top(R\odot X)]\tilde w",
    ),
    ("Unicode, line by line", DROPOUT, "E[Rᵢⱼ²]\n  = E[Rᵢⱼ]\n  = p\n\nVar(Rᵢⱼ) = p − p² = p(1 − p)", ""),
    ("Unicode, wrong variance", DROPOUT, "Var(Rᵢⱼ) = p − p²\n  = p(1 + p)", "p(1 + p)"),
    (
        "sum over pairs",
        DROPOUT,
        r"$\left(\sum_j X_{ij}\right)^2 = \sum_j X_{ij}^2 + \sum_{j \neq k} X_{ij} X_{ik}$",
        "",
    ),
    (
        "definition on the way, and its second moment",
        DROPOUT,
        r"Let $z_i = \sum_j R_{ij}X_{ij}\tilde w_j$. Then $\mathbb{E}[z_i] = p (X\tilde w)_i$ and "
        r"$\operatorname{Var}(z_i) = p(1-p)\sum_j X_{ij}^2\tilde w_j^2$.",
        "",
    ),
    (
        "the variance without its square",
        DROPOUT,
        r"Let $z_i = \sum_j R_{ij}X_{ij}\tilde w_j$. Then $\operatorname{Var}(z_i) = p(1-p)\sum_j X_{ij}\tilde w_j$.",
        r"p(1-p)\sum_j X_{ij}\tilde w_j",
    ),
    (
        "chain rule through the mean",
        BATCH,
        r"With $\mu = \frac1n\sum_j x_j$ and $y_i = \gamma(x_i-\mu)+\beta$ we find "
        r"$\frac{\partial y_j}{\partial x_i} = \gamma(\delta_{ij} - \frac1n)$ where $\delta_{ij} = 1$ if $i = j$.",
        "",
    ),
    (
        "the mean taken for a constant",
        BATCH,
        r"With $\mu = \frac1n\sum_j x_j$ and $y_i = \gamma(x_i-\mu)+\beta$: "
        r"$\frac{\partial L}{\partial x_i} = \gamma\frac{\partial L}{\partial y_i}$",
        r"\gamma\frac{\partial L}{\partial y_i}",
    ),
    (
        "a batch of one",
        BATCH,
        "With $\\mu = \\frac1n\\sum_j x_j$.\n\nFor $n = 1$: $\\mu = x_1$, so $x_1 - \\mu = 0$.",
        "",
    ),
    (
        "a linear system",
        (),
        "a + 2b = 8 and\n3a - b = 3\n\nso\n\na = 8 - 2b\n\n3(8 - 2b) - b = 3\n\nb = 3\n\na = 2",
        "",
    ),
    (
        "a linear system, wrong later",
        (),
        "a + 2b = 8\n\n3a - b = 3\n\na = 8 - 2b\n\n3(8 - 2b) - b = 3\n\n24 - 5b = 3\n\nb = 3",
        "3",
    ),
    ("numbers", (), r"$(11 + 2\cdot 1 - 3)/2 + 1 = 10/2 + 1 = 6$", ""),
    ("numbers, wrong", (), r"$(11 + 2\cdot 1 - 3)/2 + 1 = 10/2 + 1 = 5$", "5"),
    ("words in a sum", (), "Each has 9 weights + 1 bias = 10 parameters; 27 (depthwise) + 12 (pointwise) = 39.", ""),
    ("an example", DROPOUT, "For example with p = 0.5 we get p(1 − p) = 0.25.", ""),
]


@pytest.mark.parametrize(("symbols", "text", "wrong"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_first_failing_step(symbols: tuple[Symbol, ...], text: str, wrong: str) -> None:
    first = check_derivation(text, symbols).first_failing
    assert (first.quote if first else "") == wrong, first


@pytest.mark.parametrize("case", [c for c in CASES if c[3]], ids=[c[0] for c in CASES if c[3]])
def test_a_failing_step_shows_its_numbers_and_its_place(case: tuple[str, tuple[Symbol, ...], str, str]) -> None:
    _, symbols, text, _ = case
    first = check_derivation(text, symbols).first_failing
    assert first is not None
    assert text[first.span.start : first.span.end] == first.quote
    a, _, b = first.counterexample.rpartition(": ")[2].partition(" against ")
    assert abs(float(a) - float(b)) > 1e-6


def test_steps_that_hold_are_reported_as_such() -> None:
    steps = check_derivation(r"$\|y\|^2 = y^\top y = \sum_i y_i^2$", (Y,)).steps
    assert [s.status for s in steps] == ["holds", "holds"]


def test_what_is_not_understood_is_unread_and_not_blamed() -> None:
    derivation = check_derivation(r"$\|y\|^2 = \heartsuit(y) = y^\top y$", (Y,))
    assert [s.status for s in derivation.steps] == ["unread", "holds"]
    assert derivation.steps[0].why


def test_a_slip_of_the_pen_is_told_from_wrong_mathematics() -> None:
    text = r"$$p\sum_j X_{ij}\tilde w_j = p\sum_j X_{ij} = p(X\tilde w)_i$$"
    derivation = check_derivation(text, DROPOUT)
    assert derivation.first_failing is not None and derivation.first_failing.slip
    assert derivation.first_error is None


def test_a_factor_lost_in_a_definition_is_a_slip() -> None:
    """The sum that defines z has lost its weight, and every later line goes on as if it had it."""
    text = (
        r"Let $z_i = \sum_j R_{ij}X_{ij}$. Then $\mathbb{E}[z_i] = p(X\tilde w)_i$ and "
        r"$\operatorname{Var}(z_i) = p(1-p)\sum_j X_{ij}^2\tilde w_j^2$."
    )
    derivation = check_derivation(text, DROPOUT)
    assert derivation.first_failing is not None and r"\tilde w" in derivation.first_failing.why
    assert derivation.first_error is None


def test_a_definition_without_a_factor_excuses_no_other_error() -> None:
    text = r"Let $z_i = \sum_j R_{ij}X_{ij}$. Then $\mathbb{E}[z_i] = p^2\sum_j X_{ij}$."
    assert check_derivation(text, DROPOUT).first_error is not None


def test_a_wrong_sign_is_no_slip() -> None:
    text = r"$$y^\top y - 2y^\top X\tilde w = y^\top y + 2y^\top X\tilde w = y^\top y - 2y^\top X\tilde w$$"
    assert check_derivation(text, DROPOUT).first_error is not None


GIVEN = r"\mathbb{E}_R[\|y-(R\odot X)\tilde w\|_2^2]"
TARGET = r"\|y-pX\tilde w\|_2^2 + p(1-p)\|\tilde\Gamma\tilde w\|_2^2"
LEFT = (r"L(\tilde w)",)


def test_a_target_written_down_is_asserted() -> None:
    text = rf"$$L(\tilde w) = {GIVEN} = {TARGET}$$"
    derivation = check_derivation(text, DROPOUT, given=GIVEN, target=TARGET, left=LEFT)
    assert derivation.reaches_target
    assert [s.status for s in derivation.steps][-1] == "follows-not"


def test_with_second_moments_it_is_shown() -> None:
    text = (
        rf"We have $\mathbb{{E}}[R_{{ij}}^2] = p$, and $\mathbb{{E}}[R_{{ij}}R_{{ik}}] = p^2$ for $j\neq k$. "
        rf"$$L(\tilde w) = {GIVEN} = {TARGET}$$"
    )
    derivation = check_derivation(text, DROPOUT, given=GIVEN, target=TARGET, left=LEFT)
    assert derivation.reaches_target and not derivation.asserted and derivation.first_failing is None


def test_half_of_the_loss_is_a_convention() -> None:
    text = (
        r"$$L(\tilde w) = \mathbb{E}_R\left[\tfrac12\|y-(R\odot X)\tilde w\|_2^2\right] = "
        r"\tfrac12\|y-pX\tilde w\|_2^2 + \tfrac12 p(1-p)\|\tilde\Gamma\tilde w\|_2^2$$"
    )
    derivation = check_derivation(text, DROPOUT, given=GIVEN, target=TARGET, left=LEFT)
    assert derivation.scaled == "1/2" and derivation.first_error is None and derivation.reaches_target


def test_half_on_one_side_only_is_an_error() -> None:
    text = rf"$$L(\tilde w) = {GIVEN} = \tfrac12\|y-pX\tilde w\|_2^2 + \tfrac12 p(1-p)\|\tilde\Gamma\tilde w\|_2^2$$"
    derivation = check_derivation(text, DROPOUT, given=GIVEN, target=TARGET, left=LEFT)
    assert derivation.first_error is not None and not derivation.scaled


def test_text_torn_apart_by_a_pdf_is_not_blamed() -> None:
    text = "L( ˜w) =\ny −(R ⊙X) ˜w\n2\n2\n= yT y −2\n1\nn\nX\ni\nyT X ˜w = p\n2\n= 3"
    assert check_derivation(text, DROPOUT).first_failing is None


@settings(max_examples=60)
@given(st.text(max_size=200) | st.text(alphabet="xyRXp_ij=+-^{}()[]\\frac$&\n ∑Σ≠", max_size=200))
def test_any_text_is_taken(text: str) -> None:
    with within(20):
        for step in check_derivation(text, DROPOUT).steps:
            assert step.status in ("holds", "fails", "unread", "follows-not")
            assert text[step.span.start : step.span.end] == step.quote


@settings(max_examples=40)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=5), st.integers(-3, 3))
def test_sums_of_numbers(terms: list[int], off: int) -> None:
    text = " + ".join(f"({t})" if t < 0 else str(t) for t in terms) + f" = {sum(terms) + off}"
    failing = check_derivation(f"${text}$").first_failing
    assert (failing is not None) == (off != 0)
    assert np.isfinite(sum(terms))


def test_time_that_is_used_up_is_said() -> None:
    text = "\n\n".join(rf"$\mathbb{{E}}[\|y-(R\odot X)\tilde w\|^2] = {k}$" for k in range(60))
    derivation = check_derivation(text, DROPOUT, seconds=0.0)
    assert "time" in derivation.note and derivation.reaches_target is None


def test_definitions_in_a_circle_end() -> None:
    text = r"Let $a_i = b_i + 1$ and let $b_i = a_i - 1$. Then $a_i = b_i + 1$, where $a_i = a_i + b_i$."
    check_derivation(text, DROPOUT)


@pytest.mark.parametrize(
    "text",
    [
        r"""\[ \begin{pmatrix} 2 & 1 \\ 0 & 3 \end{pmatrix} \begin{pmatrix} a_1 \\ a_2 \end{pmatrix}
        = \begin{pmatrix} 4 \\ 6 \end{pmatrix} \]""",
        r"$[a, b] = [1, 2]$ and $a + b = 3$",
    ],
)
def test_a_system_in_matrices_is_taken(text: str) -> None:
    check_derivation(text + r" so $a_2 = 2$ and $a_1 = 1$.", ())


def test_a_number_beside_an_array_in_a_declaration_stands_for_every_entry() -> None:
    symbols = (
        Symbol("x", ("n",)),
        Symbol("c"),
        Symbol("s", domain="positive"),
        Symbol("z", ("n",), defined_by=r"\frac{x - c}{s}"),
    )
    assert check_derivation(r"$s z_i = x_i - c$", symbols).steps[0].status == "holds"
    assert check_derivation(r"$s z_i = x_i + c$", symbols).steps[0].status == "fails"


@pytest.mark.parametrize(
    ("symbol", "reason"),
    [
        (Symbol("q", ("n",), defined_by="x + X"), "a sum of different shapes"),
        (Symbol("q", ("n",), defined_by="X x"), "shape"),
        (Symbol("q", ("n",), defined_by="x + "), "end"),
    ],
)
def test_a_wrong_declaration_is_named(symbol: Symbol, reason: str) -> None:
    symbols = (Symbol("X", ("m", "n")), Symbol("x", ("n",)), symbol)
    with pytest.raises(VivaError, match="“q”.*" + reason):
        check_derivation("$q_i = x_i$", symbols)


def test_a_symbol_that_is_supposed_first_and_defined_later_is_no_crash() -> None:
    reply = (
        r"For a ridge parameter $\lambda$, set $\lambda\lVert\tilde w\rVert^2=\lVert\Gamma w\rVert^2$, i.e. "
        r"$\tilde w=\frac{1}{\sqrt\lambda}\Gamma w$. Then $w=\frac{1}{\sqrt\lambda}\Gamma^{-1}\tilde w$ and "
        "$$\\lVert y-Xw\\rVert^2=\\Big\\lVert y-\\tfrac{1}{\\sqrt\\lambda}X\\Gamma^{-1}\\tilde w\\Big\\rVert^2 .$$ "
        r"Answer: $\tilde X=\frac{1}{\sqrt\lambda}X\Gamma^{-1}$."
    )
    assert check("hw5/4c", reply).verdict is Verdict.INCORRECT


@pytest.mark.parametrize(
    "step",
    [
        "E[R*X] = p X",
        "E||y - (R*X)w||^2 = y'y - 2 y' E[R*X] w + w' E[(R*X)'(R*X)] w",
        r"Decompose $R = p\,\mathbf 1 + E$. Then $\mathbb E[E_{ij}] = 0$ and $\mathbb E[E_{ij}^2] = p(1-p)$.",
    ],
)
def test_entrywise_products_and_noise_called_e_are_not_blamed(step: str) -> None:
    steps = check("hw5/4a", step).parts[0].evidence.steps
    assert steps
    assert {s.status for s in steps} == {"holds"}


def test_a_wrong_moment_of_noise_called_e_is_found() -> None:
    step = r"Decompose $R = p\,\mathbf 1 + E$. Then $\mathbb E[E_{ij}^2] = p$."
    assert [s.status for s in check("hw5/4a", step).parts[0].evidence.steps] == ["fails"]


def test_a_step_cut_at_the_bounds_of_a_torn_sum_is_not_blamed() -> None:
    weights = (Symbol("u", ("d",)), Symbol("c"))
    found = check_derivation("c ∑_j u_j = c ∑\nz\nj=1\nu_j = c ∑_j u_j", weights)
    assert found.first_failing is None
    assert check_derivation("c ∑_j u_j = 2c ∑_j u_j", weights).first_failing is not None
