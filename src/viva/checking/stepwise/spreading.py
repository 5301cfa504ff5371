r"""A number beside an array, as in `x - \mu` of a vector and its mean: the number stands for every entry.

>>> import numpy as np
>>> from viva.checking.stepwise.members import value
>>> from viva.checking.stepwise.world import draw_world
>>> from viva.kinds import Symbol
>>> from viva.reading.parser import parse
>>> world = draw_world((Symbol("x", ("n",)), Symbol("c")), {"n": 2}, np.random.default_rng(0))
>>> np.shape(value(spread(parse("x - c"), world), world))
(2, 1)

Only sums of numbers and arrays of one shape are changed; other sums that do not fit stay as they are.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from viva.checking.stepwise.members import value
from viva.checking.stepwise.world import Unclear, World
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.syntax import Expr


def as_wide(number: Expr, whole: Expr) -> Expr:
    """The number in an array of the shape of `whole`; derivatives see through it."""
    return s.Mul((number, s.Call("exp", (s.Mul((s.Num(Fraction(0)), whole)),))))


def spread(expr: Expr, world: World) -> Expr:
    """The expression with the numbers in its sums made as wide as the arrays beside them."""

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, s.Add):
            return None
        terms = tuple(trees.rebuild(t, change) for t in node.terms)
        try:
            shapes = [np.shape(value(t, world)) for t in terms]
        except Unclear:  # an index that is bound further out, or a sum that does not fit: nothing to say here
            return s.Add(terms)
        wide = {shape for shape in shapes if shape}
        if len(wide) != 1 or () not in shapes:
            return s.Add(terms)
        whole = terms[next(k for k, shape in enumerate(shapes) if shape)]
        return s.Add(tuple(t if shape else as_wide(t, whole) for t, shape in zip(terms, shapes, strict=True)))

    return trees.rebuild(expr, change)
