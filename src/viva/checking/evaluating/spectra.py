r"""Extreme singular values and eigenvalues of matrices, and their condition in the spectral norm.

>>> import numpy as np
>>> from viva.checking.evaluating.evaluate import evaluate
>>> from viva.reading.syntax import Call, Sym
>>> x = np.array([[3.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
>>> [round(float(evaluate(Call(name, (Sym("X"),)), {"X": x})), 9) for name in ("sigmamax", "conditionnumber")]
[3.0, 1.5]

Eigenvalues are those of symmetric matrices only. A smallest value that is 0 for the shape of the draw alone (XᵀX of a
wide X) is no value: whether X is wide, nobody said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from viva.checking.evaluating import tensors as ev
from viva.reading.syntax import Expr

EIGEN = ("lambdamax", "lambdamin")
_ZERO = 1e-9  # of the largest


def _spectral(take: Callable[[Any], Any], *, symmetric: bool = False) -> Callable[[Any, Sequence[Expr]], Any]:
    def rule(evaluator: Any, args: Sequence[Expr]) -> Any:
        value = evaluator.value(args[0])
        array = value.array
        if not value.own or array.dtype == object:
            raise ev.Unevaluable("a singular value or an eigenvalue of something that is no matrix")
        if value.own == 1 and not symmetric:  # the norm of one column
            return ev.Value(ev.root((array * array).sum(axis=-1)))
        if symmetric:
            turned = np.swapaxes(array, -1, -2) if value.own == 2 else array
            if value.own == 1 or array.shape != turned.shape or not np.allclose(array, turned, rtol=1e-9, atol=1e-9):
                raise ev.Unevaluable("an extreme eigenvalue of a matrix that is not symmetric")
            spectrum = np.linalg.eigvalsh(array)[..., ::-1]
        else:
            spectrum = np.linalg.svd(array, compute_uv=False)
        if (np.abs(spectrum[..., -1]) < _ZERO * np.abs(spectrum[..., 0])).any():
            spectrum = np.where(np.arange(spectrum.shape[-1]) == spectrum.shape[-1] - 1, np.nan, spectrum)
        return ev.Value(np.asarray(take(spectrum)))

    return rule


SPECTRAL = {
    "sigmamax": _spectral(lambda s: s[..., 0]),
    "sigmamin": _spectral(lambda s: s[..., -1]),
    "conditionnumber": _spectral(lambda s: s[..., 0] / s[..., -1]),
    "lambdamax": _spectral(lambda s: s[..., 0], symmetric=True),
    "lambdamin": _spectral(lambda s: s[..., -1], symmetric=True),
}
