r"""4d: all columns of $X\Gamma^{-1}$ have the same norm; what dropout and batch norm have to do with each other.

With $\Gamma = c\,\operatorname{diag}(\|X_{:,j}\|)$ the norms are $1/c$; with the $\Gamma$ of 4b they are
$\sqrt{p/(1-p)}$.
They are 1 only where the constant of proportionality is said, or chosen, to be 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from viva.kinds import Compound, Concept, Point
from viva.maths.dropout import column_norm_matrix
from viva.maths.regression import to_ridge
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.hw5.column_norms import CENTRING, EQUAL, IMPLICIT, NORM_C, ONE_SCALE, norms, relation
from viva.papers.latex import rounded
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Draw, FindingKind, Nudge, Part, Question

EQUAL_NORMS = Point(EQUAL, "All columns have the same norm, 1/c for the proportionality constant c.")
# Named by the misconception below; it never counts towards a right answer.
THE_CONSTANT = Point(NORM_C, "The columns have norm c.")
RELATION = (
    Point(
        ONE_SCALE,
        "Both dropout and batch normalization put the features on one scale: none dominates because of its size.",
    ),
    Point(IMPLICIT, "Batch normalization does it explicitly for each batch, dropout implicitly through its penalty."),
    # Right, and worth a note, but it says nothing about dropout: it does not count by itself.
    Point(CENTRING, "Batch normalization also removes the mean."),
)
COUNTED = (ONE_SCALE, IMPLICIT)


PART = Part(
    name="4d",
    asks="the column norms of the effective data matrix, and the relation of dropout to batch normalization",
    kind=Compound(
        {
            "norms": Concept((EQUAL_NORMS, THE_CONSTANT), needed=1, reader=norms),
            "relation": Concept(RELATION, needed=1, reader=relation),
        }
    ),
    key=lambda draw: {"norms": (EQUAL,), "relation": COUNTED},
    shown=lambda draw: (
        r"All columns of $\tilde X$ have the same norm: $1/c$ for the proportionality constant $c$, which is "
        r"$\sqrt{p/(1-p)}$ "
        "for dropout. Dropout, like batch normalization, puts the features on one scale: batch normalization "
        "explicitly and per batch, also removing the mean; dropout implicitly, through its penalty."
    ),
    misconceptions=(
        misconception(
            "norm-c",
            "The norm was given as c instead of 1/c.",
            lambda draw: {"norms": (NORM_C,), "relation": COUNTED},
            FindingKind.WRONG_FORMULA,
            "Check the norm of one column: does the effective data matrix have Γ or the inverse of Γ behind X?",
        ),
    ),
)


def _worked(draw: Draw) -> dict[str, Any]:
    """An example in numbers: the column norms before and after."""
    X, keep = np.array([[1.0, 20.0], [-2.0, 10.0], [2.0, 0.0]]), 0.8
    ridge = to_ridge(X, np.sqrt((1 - keep) / keep) * column_norm_matrix(X))
    return {
        "data": rounded(X),
        "keep": rounded(keep),
        "norms": rounded(np.linalg.norm(X, axis=0)),
        "new_norms": rounded(np.linalg.norm(ridge, axis=0)),
        "root": rounded(np.sqrt(keep / (1 - keep))),
    }


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        recheck="There is a mistake in your answer, or a piece of it is missing. Please check your work and answer "
        "both parts.",
        clarify="To be sure that the question was read correctly: Γ is diagonal, and its j-th entry is c times the "
        "norm of the j-th column of X, for some constant c > 0. Say what the norm of the j-th column of the "
        "effective data matrix is, and how dropout and batch normalization are related.",
        target="Write down the j-th column of the effective data matrix: it is a column of X divided by a number. "
        "Which number is it, and what is its length then? For the second part, think of what batch normalization "
        "does to every feature.",
        reveal="The j-th column of the effective data matrix is the j-th column of X divided by c times its own "
        "norm, so its norm is 1/c for every j. What does this say about dropout, compared with batch normalization?",
    )


QUESTION = Question(
    name="4d",
    title="Dropout and batch normalization",
    parts=(PART,),
    draw=without_numbers,
    prompt=prompt(__package__, "4d"),
    solution=solution(__package__, "4d", _worked),
    nudges=nudges,
    claims=CLAIMS.get("4d", ()),
)
