r"""Inequalities that are not solved: do two of them hold for the same values of the unknown?

>>> from viva.reading.values import value
>>> def alike(key, reply): return same_solutions(value(key), value(reply))
>>> alike(r"\left(0, \frac12\right)", r"|1 - 4\eta| < 1"), alike("x > 1/2", "2x > 1"), alike("[0, 1]", r"x^2 \le x")
(True, True, True)
>>> alike("[0, 1]", "x^2 < x"), alike("(0, 2)", "x^2 < 4"), alike(r"\eta < \frac{2}{L}", r"\eta^2 < \frac{4}{L^2}")
(False, False, False)

The unknown is the one symbol that stands in one of the two and not in the bounds of the other. Every other symbol is
taken to be positive, as step sizes, eigenvalues and counts are. The two are compared at the bounds, close to them on
either side, and at a few hundred other points: a numerical test, no proof.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from viva.checking.evaluating.draws import Draws, Floats
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.checking.undeclared.scalars import parsed
from viva.reading.quantities import Quantity
from viva.reading.syntax import Expr
from viva.reading.trees import free_names
from viva.reading.values import Assigned, Formula, Interval, Relation, Set_, Tuple_, Union, Value

Bools = NDArray[np.bool_]
CLOSE = 1e-9  # relative difference of two sides that counts as none
_ORDERED = frozenset("<>≤≥")
_POINTS = 400


def same_solutions(key: Value, reply: Value) -> bool | None:
    """Are the two true for the same values? None where one is no set of reals, or the unknown is not clear."""
    if not (_is_region(key) and _is_region(reply)) or not (_has_relation(key) or _has_relation(reply)):
        return None
    try:
        inside, bounds = _names(key, True) | _names(reply, True), _names(key, False) | _names(reply, False)
    except Unevaluable:
        return None
    unknown = sorted(inside - bounds) if inside - bounds else []
    if len(unknown) != 1 or not all(name.isascii() or len(name) < 24 for name in inside | bounds):
        return None
    others = sorted((inside | bounds) - set(unknown))
    rng = np.random.default_rng(11)
    for _ in range(3):
        given = {name: float(rng.uniform(0.4, 2.5)) for name in others}
        try:
            edges = [float(_value(e, given)[0]) for item in (key, reply) for e in _edges(item)]
            points = _points(rng, [edge for edge in edges if np.isfinite(edge)])
            sizes = {**{n: np.full(points.shape, v) for n, v in given.items()}, unknown[0]: points}
            left, right = _holds(key, points, sizes), _holds(reply, points, sizes)
        except (Unevaluable, ValueError, OverflowError, ZeroDivisionError):
            return None
        if not np.array_equal(left, right):
            return False
    return True


def _points(rng: np.random.Generator, edges: list[float]) -> Floats:
    scale = max([1.0, *map(abs, edges)])
    spread = rng.uniform(-4 * scale, 4 * scale, _POINTS)
    far = np.array([-1e4, -100.0, 100.0, 1e4]) * scale
    near = np.array([edge + shift for edge in edges for shift in (-1e-5 * scale, 0.0, 1e-5 * scale)])
    return np.concatenate([spread, far, near])


def _is_region(item: Value) -> bool:
    if isinstance(item, Union):
        return all(map(_is_region, item.pieces))
    if isinstance(item, Relation):
        return set(item.relations) <= _ORDERED
    return isinstance(item, Interval) or (isinstance(item, Tuple_) and len(item.items) == 2)


def _has_relation(item: Value) -> bool:
    return isinstance(item, Relation) or (isinstance(item, Union) and any(map(_has_relation, item.pieces)))


def _edges(item: Value) -> Iterable[Value]:
    """The bounds of the intervals."""
    if isinstance(item, Union):
        for piece in item.pieces:
            yield from _edges(piece)
    elif isinstance(item, Interval):
        yield from (bound for bound in (item.low, item.high) if bound is not None)
    elif isinstance(item, Tuple_):
        yield from item.items


def _names(item: Value, relations: bool) -> set[str]:
    """The symbols of its relations, or of its bounds."""
    if isinstance(item, Union):
        return set().union(*(_names(piece, relations) for piece in item.pieces))
    if isinstance(item, Relation):
        return set().union(*(free_names(_expr(Formula(side))) for side in item.sides)) if relations else set()
    return set() if relations else set().union(*(free_names(_expr(edge)) for edge in _edges(item)))


def _expr(item: Value) -> Expr:
    if isinstance(item, (Set_, Tuple_, Assigned)):
        raise Unevaluable("no number")
    text = str(item.value) if isinstance(item, Quantity) else str(item)
    found = parsed(f"({text})" if isinstance(item, Quantity) else text)
    if not found:
        raise Unevaluable("cannot be read")
    return found[0]


def _value(item: Value, sizes: dict[str, float] | dict[str, Floats]) -> Floats:
    arrays = {name: np.atleast_1d(np.asarray(size, dtype=float)) for name, size in sizes.items()}
    count = max([1, *(array.size for array in arrays.values())])
    with np.errstate(all="ignore"):
        found = np.asarray(evaluate_draws(_expr(item), Draws((), count, {}, arrays), ()), dtype=float)
    if found.ndim > 1:
        raise Unevaluable("no number")
    return np.broadcast_to(found, (count,))


def _holds(item: Value, points: Floats, sizes: dict[str, Floats]) -> Bools:
    """At which of the points it is true."""
    if isinstance(item, Union):
        either: Bools = np.any([_holds(piece, points, sizes) for piece in item.pieces], axis=0)
        return either
    result = np.ones(points.shape, dtype=bool)
    if isinstance(item, Relation):
        sides = [_value(Formula(side), sizes) for side in item.sides]
        for relation, low, high in zip(item.relations, sides, sides[1:], strict=False):
            result &= _compared(low, relation, high)
        return result
    if isinstance(item, Tuple_):
        item = Interval(item.items[0], item.items[1], item.opening == "(", item.closing == ")")
    assert isinstance(item, Interval)
    if item.low is not None:
        result &= _compared(_value(item.low, sizes), "<" if item.low_open else "≤", points)
    if item.high is not None:
        result &= _compared(points, "<" if item.high_open else "≤", _value(item.high, sizes))
    return result


def _compared(left: Floats, relation: str, right: Floats) -> Bools:
    difference = left - right if relation in "<≤" else right - left
    equal = np.abs(difference) <= CLOSE * np.maximum(1.0, np.abs(right))
    with np.errstate(invalid="ignore"):
        result: Bools = (difference < 0) & ~equal if relation in "<>" else (difference < 0) | equal
    return result
