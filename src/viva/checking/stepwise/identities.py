r"""The size of an identity matrix in a sum: `X^\\top X + \\lambda I` has an identity as large as the matrix beside it.

>>> _scales_identity(s.Mul((s.Sym("a"), s.Sym("I")))), _scales_identity(s.Sym("a"))
(True, False)

An identity that no square matrix stands beside keeps the size that is tried (`World.unit`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from viva.checking.stepwise.chance import Evaluate
from viva.checking.stepwise.world import World
from viva.reading import syntax as s
from viva.reading.syntax import Expr


def beside(terms: tuple[Expr, ...], world: World, value: Evaluate) -> list[World]:
    """The worlds of the terms of a sum: an identity beside a square matrix has its size."""
    plain = [t for t in terms if not _scales_identity(t)]
    if not plain or len(plain) == len(terms):
        return [world] * len(terms)
    shape = np.shape(value(plain[0], world))
    fits = replace(world, unit=shape[0]) if len(shape) == 2 and shape[0] == shape[1] else world
    return [fits if _scales_identity(t) else world for t in terms]


def _scales_identity(expr: Expr) -> bool:
    match expr:
        case s.Neg(arg):
            return _scales_identity(arg)
        case s.Mul(factors):
            return any(f == s.Sym("I") for f in factors)
    return expr == s.Sym("I")
