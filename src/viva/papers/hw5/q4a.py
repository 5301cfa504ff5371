r"""4a: the expectation over the dropout mask in closed form. The key is proven by enumerating the masks.

$$\mathbb E_R\|y - (R\odot X)\tilde w\|^2 = \|y - pX\tilde w\|^2 + p(1-p)\|\tilde\Gamma\tilde w\|^2$$
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viva.kinds import Proof
from viva.maths.dropout import column_norm_matrix, expected_loss, expected_loss_by_masks
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.hw5.symbols import R, X, d, gamma_dropout, p, rows, w_dropout, y
from viva.papers.latex import rounded
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Draw, FindingKind, Nudge, NudgeKind, Part, Question

Array = NDArray[np.float64]
Env = dict[str, Any]


def over(program: Callable[[Array, Array, Array, float], Any]) -> Callable[[Draw], Callable[[Env], Array]]:
    """A key over `env` from a formula in X, y, the dropout weights and p."""
    return lambda draw: lambda env: np.asarray(program(env["X"], env["y"], env[r"\tilde w"], env["p"]))


def _square(vector: Array) -> float:
    return float(vector @ vector)


def by_masks(X: Array, y: Array, w: Array, p: float) -> float:
    """Row by row, since the loss is a sum over the examples: 2^d masks each."""
    return float(sum(expected_loss_by_masks(X[i : i + 1], y[i : i + 1], w, p) for i in range(len(y))))


PART = Part(
    name="4a",
    asks="a derivation of the closed form of the expected dropout loss",
    kind=Proof(
        symbols=(rows, d, p, X, y, w_dropout, R, gamma_dropout),
        given=r"\mathbb{E}_{R}\left[\|y - (R \odot X)\tilde w\|_2^2\right]",
        target=r"\|y - pX\tilde w\|_2^2 + p(1-p)\|\tilde\Gamma\tilde w\|_2^2",
        left=(r"\mathcal{L}(\tilde w)", r"L(\tilde w)", r"\mathcal{L}", "L", r"J(\tilde w)"),
    ),
    key=over(expected_loss),
    shown=lambda draw: r"$\|y - pX\tilde w\|_2^2 + p(1-p)\|\tilde\Gamma\tilde w\|_2^2$",
    proof=over(by_masks),
    misconceptions=(
        misconception(
            "p-squared",
            "The variance of the mask was taken as p² instead of p(1 − p).",
            over(lambda X, y, w, p: _square(y - p * X @ w) + p**2 * _square(column_norm_matrix(X) @ w)),
            FindingKind.WRONG_FORMULA,
            "Check the factor of the penalty: what is the variance of one entry of the mask?",
        ),
        misconception(
            "second-moment",
            "The factor of the penalty is p, the second moment of the mask, instead of its variance.",
            over(lambda X, y, w, p: _square(y - p * X @ w) + p * _square(column_norm_matrix(X) @ w)),
            FindingKind.WRONG_FORMULA,
            "The square of the mean is already part of the first term. What is left of the second moment for the "
            "penalty?",
        ),
        misconception(
            "norms-not-squared",
            "The penalty has the column norms where it should have their squares.",
            over(lambda X, y, w, p: _square(y - p * X @ w) + p * (1 - p) * float(w @ column_norm_matrix(X) @ w)),
            FindingKind.DROPPED_TERM,
            "Check the penalty: which power of the column norms stands beside the square of a weight?",
        ),
        misconception(
            "one-half",
            "The whole loss carries a factor ½ that the question does not have.",
            over(lambda X, y, w, p: expected_loss(X, y, w, p) / 2),
            FindingKind.CONVENTION,
            "The loss in the question has no factor ½. Please use it as it is given.",
            NudgeKind.CLARIFY,
        ),
        misconception(
            "p-lost-in-cross-term",
            "The cross term has lost its factor p.",
            over(
                lambda X, y, w, p: (
                    y @ y - 2 * y @ X @ w + p**2 * _square(X @ w) + p * (1 - p) * _square(column_norm_matrix(X) @ w)
                )
            ),
            FindingKind.DROPPED_TERM,
            "Check the term that is linear in the weights: what is the expectation of the masked data matrix?",
        ),
        misconception(
            "variance-forgotten",
            "The mask was replaced by its mean, so the penalty is missing.",
            over(lambda X, y, w, p: _square(y - p * X @ w)),
            FindingKind.DROPPED_TERM,
            "The expectation of a square is not the square of the expectation. Which term is missing?",
        ),
        misconception(
            "p-squared-factored-out",
            "A factor p² was taken out of terms that do not carry it.",
            over(lambda X, y, w, p: p**2 * _square(y - X @ w) + p * (1 - p) * _square(column_norm_matrix(X) @ w)),
            FindingKind.INVALID_STEP,
            "Check the step that completes the square: which power of p does each of the three terms carry?",
        ),
    ),
)


def _worked(draw: Draw) -> dict[str, Any]:
    """An example in numbers: all masks against the closed form."""
    X, y, w, keep = (
        np.array([[1.0, 2.0], [-1.0, 1.0], [0.0, 3.0]]),
        np.array([1.0, 2.0, -1.0]),
        np.array([0.5, -1.0]),
        0.75,
    )
    first = _square(y - keep * X @ w)
    second = keep * (1 - keep) * _square(column_norm_matrix(X) @ w)
    return {
        "data": rounded(X),
        "targets": rounded(y),
        "weights": rounded(w),
        "keep": rounded(keep),
        "masks": 2**X.size,
        "enumerated": rounded(expected_loss_by_masks(X, y, w, keep), 6),
        "first_term": rounded(first, 6),
        "second_term": rounded(second, 6),
        "closed": rounded(expected_loss(X, y, w, keep), 6),
    }


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        recheck="There is a mistake in your derivation. Please check every step and give the corrected derivation.",
        clarify="To be sure that the question was read correctly: p is the probability to keep an entry, the "
        "entries of the mask R are independent, X and y are constants, and the loss is the squared norm without any "
        "further factor. Start from the expectation and derive the closed form step by step.",
        target="Expand the squared norm into its constant, linear and quadratic terms before you take the "
        "expectation. For the quadratic term, treat the products of two mask entries of the same row separately for "
        "equal and for different columns.",
        reveal=r"Within one row of the mask, E[R_ij R_ik] is p for j = k and p² for j ≠ k, so the expectation of "
        r"(R ⊙ X)ᵀ(R ⊙ X) is p² XᵀX + p(1 − p) Γ̃². Put this into the expanded loss and complete the square.",
    )


QUESTION = Question(
    name="4a",
    title="Dropout without the expectation",
    parts=(PART,),
    draw=without_numbers,
    prompt=prompt(__package__, "4a"),
    solution=solution(__package__, "4a", _worked),
    nudges=nudges,
    claims=CLAIMS.get("4a", ()),
)
