r"""4c: the change of variables that makes Tikhonov regularization ridge regression: $\tilde X = X\Gamma^{-1}$.

With a ridge strength $\lambda \ne 1$ carried along, $\tilde w = \Gamma w/\sqrt\lambda$ and
$\tilde X = \sqrt\lambda\,X\Gamma^{-1}$.
A factor $1/\sqrt\lambda$ instead is a known mistake, so the key is not taken up to any factor whatever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viva.kinds import Relation
from viva.maths.regression import ridge, tikhonov, to_ridge
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.hw5.symbols import Gamma, X, X_ridge, d, ridge_strength, rows, w, w_ridge, y
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Alternative, Draw, FindingKind, Nudge, Part, Question

Array = NDArray[np.float64]
Env = dict[str, Any]


def over(program: Callable[[Array, Array, float], Array]) -> Callable[[Draw], Callable[[Env], Array]]:
    """A key over `env` from a formula in X, Gamma and the ridge strength.

    A product whose shapes do not fit raises `ValueError`, as numpy does.
    """
    return lambda draw: lambda env: np.asarray(program(env["X"], env[r"\Gamma"], env[r"\lambda"]))


def by_columns(X: Array, gamma: Array, strength: float) -> Array:
    """The j-th column is X w for the w that the new variable e_j stands for: Gamma w = e_j."""
    return np.stack([X @ np.linalg.lstsq(gamma, unit)[0] for unit in np.eye(len(gamma))], axis=1)


def scaled() -> str:
    """Both problems solved for one set of data: the right factor gives the same weights, the other does not."""
    rng = np.random.default_rng(3)
    X, y, gamma, strength = rng.normal(size=(6, 3)), rng.normal(size=6), rng.normal(size=(3, 3)) + 2 * np.eye(3), 4.0
    wanted = tikhonov(X, y, gamma)
    lines = [
        r"The Tikhonov solution of a small random problem against the ridge solution for $\lambda = 4$, with "
        r"$w = k\,\Gamma^{-1}\tilde w$ and $\tilde X = kX\Gamma^{-1}$:",
        "",
        r"| factor $k$ | largest difference of the weights |",
        "|---|---:|",
    ]
    for name, factor in ((r"$\sqrt\lambda$", np.sqrt(strength)), (r"$1/\sqrt\lambda$", 1 / np.sqrt(strength))):
        data = factor * to_ridge(X, gamma)
        back = factor * np.linalg.solve(gamma, ridge(data, y, strength))
        lines.append(f"| {name} | {np.abs(back - wanted).max():.6f} |")
    return "\n".join(lines)


PART = Part(
    name="4c",
    asks="the data matrix of the ridge problem, in terms of X and Γ",
    kind=Relation(symbols=(rows, d, X, X_ridge, Gamma, ridge_strength, y, w, w_ridge), solve_for=r"\tilde X"),
    key=over(lambda X, gamma, strength: to_ridge(X, gamma)),
    shown=lambda draw: r"$\tilde X = X\Gamma^{-1}$",
    proof=over(by_columns),
    misconceptions=(
        misconception(
            "wrong-side",
            "The inverse stands on the left of X.",
            over(lambda X, gamma, strength: np.linalg.inv(gamma) @ X),
            FindingKind.WRONG_FORMULA,
            "Check the shapes: X has one row per example, and Γ one row and one column per feature.",
        ),
        misconception(
            "not-inverted",
            "Γ stands where its inverse should.",
            over(lambda X, gamma, strength: X @ gamma),
            FindingKind.WRONG_FORMULA,
            "Put your change of variables into the data term: what is w in terms of the new variable?",
        ),
        misconception(
            "left-alone",
            "The data matrix was not changed.",
            over(lambda X, gamma, strength: X),
            FindingKind.WRONG_FORMULA,
            "The new variable replaces w in the data term as well. What becomes of X there?",
        ),
        misconception(
            "transposed-inverse",
            "The inverse was transposed.",
            over(lambda X, gamma, strength: X @ np.linalg.inv(gamma).T),
            FindingKind.WRONG_FORMULA,
            "Solve the change of variables for w, then put it behind X as it stands, without transposing anything.",
        ),
        misconception(
            "factor-upside-down",
            "The ridge strength was carried along with the factor 1/√λ, which changes the problem.",
            over(lambda X, gamma, strength: to_ridge(X, gamma) / np.sqrt(strength)),
            FindingKind.WRONG_FORMULA,
            "Check the factor in front: with your change of variables, is the penalty really λ times a squared norm?",
        ),
    ),
    alternatives=(
        Alternative(
            name="with-lambda",
            answer=over(lambda X, gamma, strength: to_ridge(X, gamma, strength)),
            shown=lambda draw: r"$\tilde X = \sqrt\lambda\,X\Gamma^{-1}$",
            reason="The same change of variables with a ridge strength other than 1 carried along consistently.",
            computation=scaled,
        ),
    ),
)


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        clarify="To be sure that the question was read correctly: Γ is any invertible matrix, not necessarily "
        "diagonal, X has n rows and d columns, and w̃ is the new variable. Give the new data matrix in terms of X "
        "and Γ.",
        target="Choose the new variable so that the penalty becomes a plain squared norm of it. Solve this for w, "
        "and put the result into the data term.",
        reveal="Let w̃ = Γ w, so that the penalty is the squared norm of w̃. Express w by w̃ and read the new data "
        "matrix off the data term.",
    )


QUESTION = Question(
    name="4c",
    title="Tikhonov as ridge regression",
    parts=(PART,),
    draw=without_numbers,
    prompt=prompt(__package__, "4c"),
    solution=solution(__package__, "4c", lambda draw: {"scaled": scaled()}),
    nudges=nudges,
    claims=CLAIMS.get("4c", ()),
)
