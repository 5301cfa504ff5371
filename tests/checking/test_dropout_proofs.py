"""4a in the styles of chats: right proofs of several kinds, and the same ones with one wrong step.

That the right ones are right was checked by hand; a wrong step is a wrong equation by construction of the pair.
"""

# ruff: noqa: E501 (replies stand as they came)
from __future__ import annotations

import pytest

from viva import check

ROWS = """Row by row. Fix i and let z_i = Σ_j R_ij X_ij w̃_j. Then E[z_i] = p Σ_j X_ij w̃_j and, since the R_ij are independent with R_ij² = R_ij, E[R_ij R_ik] = p² for j ≠ k and p for j = k. So
E[z_i²] = p² (Σ_j X_ij w̃_j)² + p(1−p) Σ_j X_ij² w̃_j².
Summing over i: L(w̃) = ‖y − pXw̃‖² + p(1−p) Σ_j (Σ_i X_ij²) w̃_j² = ‖y − pXw̃‖² + p(1−p)‖Γ̃w̃‖²."""
RESIDUALS = """Let e_i = y_i − Σ_j R_ij X_ij w̃_j. Then

E[e_i] = y_i − p Σ_j X_ij w̃_j
Var[e_i] = p(1−p) Σ_j X_ij² w̃_j²   (independent entries)

E[e_i²] = E[e_i]² + Var[e_i]

L(w̃) = Σ_i (y_i − p Σ_j X_ij w̃_j)² + p(1−p) Σ_i Σ_j X_ij² w̃_j²
     = ‖y − pXw̃‖² + p(1−p) ‖Γ̃w̃‖²"""
COVARIANCE = r"""For a random vector $Z$, $\mathbb E\|y-Z\|_2^2=\|y-\mathbb E Z\|_2^2+\operatorname{tr}\operatorname{Cov}(Z)$. Take $Z=(R\odot X)\tilde w$.

$\mathbb E Z=pX\tilde w$, and $Z_i=\sum_j R_{ij}X_{ij}\tilde w_j$ is a sum of independent terms, therefore $\operatorname{Var}(Z_i)=p(1-p)\sum_jX_{ij}^2\tilde w_j^2$.

$$\operatorname{tr}\operatorname{Cov}(Z)=p(1-p)\sum_j\tilde w_j^2\sum_iX_{ij}^2=p(1-p)\|\tilde\Gamma\tilde w\|_2^2,$$
$$\mathcal L(\tilde w)=\|y-pX\tilde w\|_2^2+p(1-p)\|\tilde\Gamma\tilde w\|_2^2.$$"""
CENTRED = r"""Write $R=p\mathbf 1\mathbf 1^\top+S$ with $\mathbb E[S]=0$, $\mathbb E[S_{ij}S_{ik}]=p(1-p)\delta_{jk}$. Then $y-(R\odot X)\tilde w=(y-pX\tilde w)-(S\odot X)\tilde w$.

\begin{align}
\mathcal L(\tilde w)&=\|y-pX\tilde w\|_2^2+\mathbb E\left[\|(S\odot X)\tilde w\|_2^2\right]\\
&=\|y-pX\tilde w\|_2^2+p(1-p)\sum_{i}\sum_j X_{ij}^2\tilde w_j^2\\
&=\|y-pX\tilde w\|_2^2+p(1-p)\|\tilde\Gamma\tilde w\|_2^2
\end{align}"""
MINUS_P = """Define M = R - p (entries of mean zero and variance p(1-p), independent). Then y - (R ⊙ X) w̃ = (y - p X w̃) - (M ⊙ X) w̃.

L(w̃) = ‖y - pXw̃‖² + E‖(M ⊙ X) w̃‖²
     = ‖y - pXw̃‖² + Σ_i Σ_j Σ_k E[M_ij M_ik] X_ij X_ik w̃_j w̃_k
     = ‖y - pXw̃‖² + p(1-p) Σ_i Σ_j X_ij² w̃_j²
     = ‖y - pXw̃‖² + p(1-p) ‖Γ̃ w̃‖²"""
SMALL_LETTERS = r"""For a single example, with $x_i^\top$ the $i$-th row of $X$ and $r_i$ the mask of that row,
$$\mathbb{E}\left[(y_i - (r_i\odot x_i)^\top\tilde w)^2\right] = \left(y_i - p\,x_i^\top\tilde w\right)^2 + \operatorname{Var}\left[(r_i\odot x_i)^\top\tilde w\right].$$
$$\operatorname{Var}\left[(r_i\odot x_i)^\top\tilde w\right] = \sum_j X_{ij}^2\tilde w_j^2\operatorname{Var}(R_{ij}) = p(1-p)\sum_j X_{ij}^2\tilde w_j^2.$$
Summing over $i$ gives
$$\mathcal{L}(\tilde w) = \|y-pX\tilde w\|_2^2 + p(1-p)\sum_j\tilde w_j^2\|X_{:,j}\|^2 = \|y-pX\tilde w\|_2^2 + p(1-p)\|\tilde\Gamma\tilde w\|_2^2.$$"""
IN_WORDS = r"""$\mathbb{E}[R\odot X] = pX$, so $\mathbb{E}[y^\top (R\odot X)\tilde w] = p\,y^\top X\tilde w$.
Two different entries of a row are independent, so their product has mean $p^2$; a squared entry has mean $p$, which is $p(1-p)$ more. Therefore
$$\mathbb{E}\big[\|(R\odot X)\tilde w\|_2^2\big] = p^2\|X\tilde w\|_2^2 + p(1-p)\|\tilde\Gamma\tilde w\|_2^2$$
$$\mathcal{L}(\tilde w)=\|y\|_2^2-2p\,y^\top X\tilde w+p^2\|X\tilde w\|_2^2+p(1-p)\|\tilde\Gamma\tilde w\|_2^2=\|y-pX\tilde w\|_2^2+p(1-p)\|\tilde\Gamma\tilde w\|_2^2$$"""

PAIRS = [
    (ROWS, "p² (Σ_j X_ij w̃_j)² + p(1−p) Σ_j X_ij² w̃_j²", "p² (Σ_j X_ij w̃_j)² + p(1−p) (Σ_j X_ij w̃_j)²"),
    (ROWS, "Then E[z_i] = p Σ", "Then E[z_i] = Σ"),
    (RESIDUALS, "Var[e_i] = p(1−p)", "Var[e_i] = p²"),
    (COVARIANCE, r"(Z_i)=p(1-p)\sum", r"(Z_i)=p\sum"),
    (CENTRED, r"=p(1-p)\delta_{jk}", r"=p\,\delta_{jk}"),
    (CENTRED, r"(1-p)\sum_{i}\sum_j X_{ij}^2\tilde w_j^2", r"(1-p)\|X\tilde w\|_2^2"),
    (MINUS_P, "p(1-p) Σ_i Σ_j X_ij² w̃_j²", "p(1-p) ‖X w̃‖²"),
    (SMALL_LETTERS, r"\sum_j X_{ij}^2\tilde w_j^2\operatorname{Var}", r"\sum_j X_{ij}\tilde w_j\operatorname{Var}"),
    (IN_WORDS, r"\big] = p^2\|X", r"\big] = p\|X"),
]


@pytest.mark.parametrize("proof", [ROWS, RESIDUALS, COVARIANCE, CENTRED, MINUS_P, SMALL_LETTERS, IN_WORDS])
def test_right_proofs(proof: str) -> None:
    part = check("hw5/4a", proof).parts[0]
    assert part.verdict.value == "correct", part.evidence.reason


@pytest.mark.parametrize(("proof", "right", "wrong"), PAIRS)
def test_one_wrong_step(proof: str, right: str, wrong: str) -> None:
    assert proof.count(right) == 1
    assert check("hw5/4a", proof.replace(right, wrong)).parts[0].verdict.value == "incorrect"


@pytest.mark.parametrize(
    "reply",
    [
        "R has independent Bernoulli entries with variance p(1-p). So E[R ⊙ X] = pX, and hence\n\nL(w̃) = ‖y − pXw̃‖² + p(1−p)‖Γ̃w̃‖².",
        r"$$\mathbb E[\|y-(R\odot X)\tilde w\|^2] = \|y-pX\tilde w\|^2 + p(1-p)\|\tilde\Gamma\tilde w\|^2$$ since $\operatorname{Var}(R_{ij}) = p(1-p)$.",
    ],
)
def test_the_target_at_once_is_no_proof(reply: str) -> None:
    assert check("hw5/4a", reply).parts[0].verdict.value == "undecided"


def judged(reply: str) -> str:
    return check("hw5/4a", reply).verdict.value


ROWS = """Let a be a row of X, t its target, r its mask.

E (t − Σ_j r_j a_j w_j)²
= t² − 2t p Σ_j a_j w_j + Σ_{j≠k} p² a_j a_k w_j w_k + Σ_j p a_j² w_j²
= (t − p a·w)² + p(1−p) Σ_j a_j² w_j²

Adding up the rows turns Σ a_j² into ‖column j‖² = Γ̃_jj²."""
PIECES = r"""Write $R=p\mathbf 1\mathbf 1^\top+S$ with $\mathbb E S=0$ and $\mathbb E[S_{ij}S_{kl}]=p(1-p)[i{=}k][j{=}l]$.
Then $y-(R\odot X)\tilde w=(y-pX\tilde w)-(S\odot X)\tilde w$. The cross term vanishes, and
$\mathbb E\|(S\odot X)\tilde w\|^2=p(1-p)\sum_{ij}X_{ij}^2\tilde w_j^2=p(1-p)\|\tilde\Gamma\tilde w\|^2$."""
OPERATORS = r"""The entries of $(R\odot X)\tilde w$ have $\mathbb E=(pX\tilde w)_i$ and, being sums of independent terms,
$\mathrm{Var}=p(1-p)\sum_jX_{ij}^2\tilde w_j^2$. As $\mathbb E(y_i-Z_i)^2=(y_i-\mathbb EZ_i)^2+\mathrm{Var}Z_i$, the loss is
$\mathbb E\|y-(R\odot X)\tilde w\|^2=\|y-pX\tilde w\|^2+p(1-p)\|\tilde\Gamma\tilde w\|^2$."""
UNNAMED = """E‖y − Pw̃‖² = ‖y‖² − 2 yᵀE[P]w̃ + w̃ᵀE[PᵀP]w̃, where E[P] = pX and
E[PᵀP] = p² XᵀX + (p − p²) diag(XᵀX) = p² XᵀX + p(1−p) Γ̃².
Collecting: ‖y − pXw̃‖² + p(1−p)‖Γ̃w̃‖²."""
DIAGONAL = r"""Let $P=R\odot X$. Then $\|y-P\tilde w\|^2=y^\top y-2\tilde w^\top P^\top y+\tilde w^\top P^\top P\tilde w$.
$\mathbb E[P]=pX$. As $\mathbb E[R_{ij}R_{ik}]=p^2$ for $j\neq k$, $\mathbb E[P^\top P]=p^2X^\top X$ off the diagonal.
Altogether $\mathbb E[P^\top P]=p^2X^\top X+p(1-p)\tilde\Gamma^2$, hence
$$\mathcal L(\tilde w)=y^\top y-2p\tilde w^\top X^\top y+\tilde w^\top(p^2X^\top X+p(1-p)\tilde\Gamma^2)\tilde w
=\|y-pX\tilde w\|^2+p(1-p)\|\tilde\Gamma\tilde w\|^2.$$"""


@pytest.mark.parametrize("reply", [ROWS, PIECES, OPERATORS, UNNAMED, DIAGONAL])
def test_what_is_left_to_the_reader_is_filled_in(reply: str) -> None:
    assert judged(reply) == "correct"


@pytest.mark.parametrize(
    ("reply", "right", "wrong"),
    [
        (ROWS, "Σ_j p a_j²", "Σ_j p² a_j²"),
        (ROWS, "p(1−p) Σ_j a_j²", "p Σ_j a_j²"),
        (PIECES, "p(1-p)[i", "p[i"),
        (PIECES, r"(y-pX\tilde w)-", r"(y-X\tilde w)-"),
        (OPERATORS, r"\mathrm{Var}=p(1-p)", r"\mathrm{Var}=p^2(1-p)"),
        (OPERATORS, r"+\mathrm{Var}Z_i", r"-\mathrm{Var}Z_i"),
        (UNNAMED, "(p − p²)", "(1 − p²)"),
        (UNNAMED, "E[P] = pX", "E[P] = X"),
        (DIAGONAL, "off the diagonal", "on the diagonal"),
        (DIAGONAL, "=p^2X^\\top X$ off", "=pX^\\top X$ off"),
    ],
)
def test_a_slip_in_what_is_left_is_found(reply: str, right: str, wrong: str) -> None:
    assert right in reply
    assert judged(reply.replace(right, wrong, 1)) == "incorrect"


def test_a_sum_over_rows_has_to_be_said() -> None:
    assert judged(ROWS.partition("Adding")[0]) == "undecided"
    assert judged(PIECES.replace("The cross term vanishes, and", "Also")) == "undecided"


TORN = """Look at one row. Let 𝑧𝑖 = ∑𝑗
𝑅𝑖𝑗𝑋𝑖𝑗𝑤̃𝑗
 be its prediction. For every random number 𝑧 and
constant 𝑦,
𝔼[(𝑦 − 𝑧)
2
] = (𝑦 − 𝔼[𝑧])
2 + Var(𝑧).
The mean is 𝔼[𝑧𝑖
] = 𝑝 ∑𝑗
𝑋𝑖𝑗𝑤̃𝑗 and the variance
Var(𝑧𝑖
) = 𝑝(1 − 𝑝)∑
𝑗
𝑋2
𝑖𝑗𝑤̃
2
𝑗
.
Summation over the rows gives
ℒ(𝑤̃) = ∑
𝑖
(𝑦𝑖 − 𝑝(𝑋𝑤̃)𝑖
)
2 + 𝑝(1 − 𝑝)∑
𝑗
𝑤̃
2
𝑗 ∑
𝑖
𝑋2
𝑖𝑗
= ‖𝑦 − 𝑝𝑋𝑤̃‖
2
2 + 𝑝(1 − 𝑝)‖Γ̃𝑤̃‖
2
2
."""


@pytest.mark.parametrize(
    ("right", "wrong", "verdict"),
    [
        ("", "", "correct"),
        (") = 𝑝(1 − 𝑝)∑\n𝑗\n𝑋2", ") = 𝑝(1 − 𝑝)∑\n𝑗\n𝑋", "incorrect"),
        ("‖𝑦 − 𝑝𝑋𝑤̃‖", "‖𝑦 − 𝑋𝑤̃‖", "incorrect"),
        ("= ‖𝑦 − 𝑝𝑋𝑤̃‖\n2\n2 + 𝑝(1 − 𝑝)", "= ‖𝑦 − 𝑝𝑋𝑤̃‖\n2\n2 + 𝑝", "incorrect"),
        (")\n2 + Var(𝑧)", ")\n2 − Var(𝑧)", "incorrect"),
    ],
)
def test_a_proof_torn_by_a_pdf_is_put_together(right: str, wrong: str, verdict: str) -> None:
    assert right in TORN
    assert judged(TORN.replace(right, wrong, 1) if right else TORN) == verdict


BOUNDS = """Put 𝑍 = 𝑅 ⊙ 𝑋 − 𝑝𝑋, so 𝔼[𝑍] = 0, and
‖𝑦 − (𝑅 ⊙ 𝑋)𝑤̃‖
2
2 = ‖𝑦 − 𝑝𝑋𝑤̃‖
2
2 − 2(𝑦 − 𝑝𝑋𝑤̃)
⊤𝑍𝑤̃ + ‖𝑍𝑤̃‖
2
2
.
The middle term has mean zero. The entries of the mask are independent with variance 𝔼[𝑅2
𝑖𝑗
] − 𝑝
2 = 𝑝 − 𝑝
2 = 𝑝(1 − 𝑝), hence
𝔼[‖𝑍𝑤̃‖
2
2
] = ROWS
COLUMNS
𝑝(1 − 𝑝)𝑋2
𝑖𝑗𝑤̃
2
𝑗 = 𝑝(1 − 𝑝)COLUMNS
‖𝑋:,𝑗‖
2
2
𝑤̃
2
𝑗 = 𝑝(1 − 𝑝)‖Γ̃𝑤̃‖
2
2
,
and altogether
ℒ(𝑤̃) = ‖𝑦 − 𝑝𝑋𝑤̃‖
2
2 + 𝑝(1 − 𝑝)‖Γ̃𝑤̃‖
2
2
."""


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ("∑\n𝑛\n𝑖=1", "∑\n𝑑\n𝑗=1"),
        ("∑\n𝑖=1\n𝑛", "∑\n𝑗=1\n𝑑"),
        ("∑𝑛\n𝑖 = 1", "∑𝑑\n𝑗 = 1"),
        ("∑\n𝑖", "∑\n𝑗"),
        ("𝑛\n∑\n𝑖=1", "\n𝑑\n∑\n𝑗=1"),
        ("𝑛\nX\n𝑖=1", "\n𝑑\nX\n𝑗=1"),
        ("∑𝑛𝑖=1", "∑𝑑𝑗=1"),
        ("∑\n𝑖∈[𝑛]", "∑\n𝑗∈[𝑑]"),
    ],
)
def test_the_bounds_of_torn_sums_are_found(rows: str, columns: str) -> None:
    proof = BOUNDS.replace("ROWS", rows).replace("COLUMNS", columns)
    assert judged(proof) == "correct"
    for right, wrong in ((")𝑋2\n𝑖𝑗", ")𝑋\n𝑖𝑗"), ("𝑗 = 𝑝(1 − 𝑝)‖", "𝑗 = 𝑝‖"), ("𝑋:,𝑗‖\n2\n2\n", "𝑋:,𝑗‖\n")):
        assert right in proof
        assert judged(proof.replace(right, wrong, 1)) == "incorrect"
