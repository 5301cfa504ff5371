r"""The factors of a matrix that decompositions give: singular values and vectors, eigenvalues, a triangular root.

>>> import numpy as np
>>> from viva.checking.evaluating.evaluate import evaluate
>>> from viva.reading.syntax import Call, Sym
>>> x = np.array([[3.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
>>> evaluate(Call("singular values", (Sym("X"),)), {"X": x})
array([3., 2.])

The singular value decomposition is the thin one. Signs and order are those of NumPy: what holds for one choice of signs
and not for another is not told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from viva.checking.evaluating import tensors as ev
from viva.reading.syntax import Expr

SINGULAR = ("left vectors", "singular values", "right vectors")
SYMMETRIC = ("eigenvectors", "eigenvalues")
TRIANGULAR = "triangular root"


def _factor(compute: Callable[[Any], Any], own: int, symmetric: bool = False) -> Callable[[Any, Sequence[Expr]], Any]:
    def rule(evaluator: Any, args: Sequence[Expr]) -> Any:
        value = evaluator.value(args[0])
        array = value.array
        if value.own != 2 or array.dtype == object:
            raise ev.Unevaluable("a decomposition of something that is no matrix")
        if symmetric and not np.allclose(array, np.swapaxes(array, -1, -2), rtol=1e-9, atol=1e-9):
            raise ev.Unevaluable("a decomposition of a matrix that is not symmetric")
        try:
            return ev.Value(np.asarray(compute(array)), own)
        except np.linalg.LinAlgError:
            raise ev.Unevaluable("a matrix without this decomposition") from None

    return rule


FACTORS = {
    "left vectors": _factor(lambda a: np.linalg.svd(a, full_matrices=False)[0], 2),
    "singular values": _factor(lambda a: np.linalg.svd(a, compute_uv=False), 1),
    "right vectors": _factor(lambda a: np.swapaxes(np.linalg.svd(a, full_matrices=False)[2], -1, -2), 2),
    "eigenvectors": _factor(lambda a: np.linalg.eigh(a)[1], 2, symmetric=True),
    "eigenvalues": _factor(np.linalg.eigvalsh, 1, symmetric=True),
    "triangular root": _factor(np.linalg.cholesky, 2, symmetric=True),
}
