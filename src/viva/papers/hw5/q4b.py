r"""4b: which weights turn the dropout objective into a Tikhonov problem? $w = p\tilde w$, and then
$\Gamma = \sqrt{(1-p)/p}\;\tilde\Gamma$."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viva.kinds import Relation
from viva.maths.dropout import column_norm_matrix
from viva.maths.regression import tikhonov
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.hw5.symbols import Gamma, X, d, gamma_dropout, p, p_drop, rows, w, w_dropout, y
from viva.papers.latex import rounded
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Draw, FindingKind, Nudge, NudgeKind, Part, Question

Array = NDArray[np.float64]
Env = dict[str, Any]


def over(program: Callable[[Array, float], Array]) -> Callable[[Draw], Callable[[Env], Array]]:
    """A key over `env` from a formula in the dropout weights and p."""
    return lambda draw: lambda env: np.asarray(program(env[r"\tilde w"], env["p"]))


def by_solving(learned: Array, p: float) -> Array:
    """Make data whose dropout solution is `learned`, and solve the Tikhonov problem of these data."""
    size = len(learned)
    X = np.random.default_rng(7).normal(size=(size + 3, size))
    norms = column_norm_matrix(X)
    # X'y must be what the normal equations of the dropout objective demand.
    demanded = (p**2 * X.T @ X + p * (1 - p) * norms @ norms) @ learned / p
    y = X @ np.linalg.solve(X.T @ X, demanded)
    return tikhonov(X, y, np.sqrt((1 - p) / p) * norms)


PART = Part(
    name="4b",
    asks="w in terms of the weights learned with dropout",
    kind=Relation(symbols=(rows, d, p, p_drop, X, y, w, w_dropout, Gamma, gamma_dropout), solve_for="w"),
    key=over(lambda learned, p: p * learned),
    shown=lambda draw: r"$w = p\,\tilde w$",
    proof=over(by_solving),
    misconceptions=(
        misconception(
            "divided-by-p",
            "The weights were divided by p instead of multiplied by it.",
            over(lambda learned, p: learned / p),
            FindingKind.WRONG_FORMULA,
            "Put your w into the data term of the second form, and compare it with the data term of the dropout "
            "objective.",
        ),
        misconception(
            "one-minus-p",
            "The probability to drop was used instead of the probability to keep.",
            over(lambda learned, p: (1 - p) * learned),
            FindingKind.CONVENTION,
            "Remember the convention: p is the probability to keep a feature. Please answer again under this "
            "convention.",
            NudgeKind.CLARIFY,
        ),
        misconception(
            "divided-by-one-minus-p",
            "The weights were divided by the probability to drop.",
            over(lambda learned, p: learned / (1 - p)),
            FindingKind.CONVENTION,
            "Remember the convention: p is the probability to keep a feature, and nothing was rescaled during "
            "training. Please answer again under this convention.",
            NudgeKind.CLARIFY,
        ),
        misconception(
            "square-root",
            "The weights were scaled by the square root of p.",
            over(lambda learned, p: np.sqrt(p) * learned),
            FindingKind.WRONG_FORMULA,
            "Look at the data term: which power of p stands beside X there?",
        ),
        misconception(
            "unchanged",
            "The weights were left as they are.",
            over(lambda learned, p: learned),
            FindingKind.WRONG_FORMULA,
            "Compare the two data terms: with unchanged weights they differ.",
        ),
    ),
)


def _worked(draw: Draw) -> dict[str, Any]:
    """An example in numbers: both problems solved."""
    X, y, keep = np.array([[1.0, 2.0], [-1.0, 1.0], [0.0, 3.0]]), np.array([1.0, 2.0, -1.0]), 0.75
    norms = column_norm_matrix(X)
    learned = tikhonov(keep * X, y, np.sqrt(keep * (1 - keep)) * norms)
    return {
        "data": rounded(X),
        "targets": rounded(y),
        "keep": rounded(keep),
        "learned": rounded(learned, 6),
        "solved": rounded(tikhonov(X, y, np.sqrt((1 - keep) / keep) * norms), 6),
        "scaled": rounded(keep * learned, 6),
    }


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        clarify="To be sure that the question was read correctly: p is the probability to keep a feature, w̃ are "
        "the weights that minimize the dropout objective, and w shall minimize a problem of the second form. Give w "
        "in terms of w̃ and p.",
        target="Compare the data terms of the two objectives: which vector stands behind X in each of them, once "
        "all scalars are moved to that vector?",
        reveal="The data terms agree when X w = p X w̃. Read w off from it, and put it into the penalty to find Γ.",
    )


QUESTION = Question(
    name="4b",
    title="From dropout to Tikhonov regularization",
    parts=(PART,),
    draw=without_numbers,
    prompt=prompt(__package__, "4b"),
    solution=solution(__package__, "4b", _worked),
    nudges=nudges,
    claims=CLAIMS.get("4b", ()),
)
