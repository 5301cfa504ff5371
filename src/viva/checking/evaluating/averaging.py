r"""Expectations, variances and means: over masks exactly, over atoms of a random symbol, over the indices of a batch.

- Where a symbol of domain `bernoulli` is declared, all masks are enumerated, with the declared probability.
- Where a symbol is random without a distribution, it takes `ATOMS` values of unequal probability, jointly with all
  others: nothing is independent of anything, so what holds only under independence does not hold. Another law has other
  probabilities.
- Else a mean is over the batch: `E[∂L/∂y]` is the mean of the family.

The functions take the evaluator of `viva.checking.evaluating.evaluator` and call it back for the values of parts.
"""

from __future__ import annotations

import itertools
import zlib
from typing import Any

import numpy as np

from viva.checking.evaluating.draws import Floats
from viva.checking.evaluating.tensors import (
    AXES,
    Unevaluable,
    Value,
    added,
    product,
)
from viva.kinds import Symbol
from viva.reading.syntax import Expect, Expr, Fold, Index, Mul, Sym
from viva.reading.trees import walk

MAX_MASK = 8
_WEIGHTS = (0.11, 0.17, 0.2, 0.23, 0.29)  # the probabilities of a random symbol's values, where it has no distribution
ATOMS = len(_WEIGHTS)


def expectation(evaluator: Any, expr: Expect) -> Value:
    masks = [s for s in evaluator.draws.symbols if s.domain == "bernoulli"]
    if masks:
        return _over_masks(evaluator, expr, masks)
    if any(s.domain == "random" for s in evaluator.draws.symbols):
        return _over_atoms(evaluator, expr)
    mean = [batch_mean(evaluator, b, expr.over) for b in expr.body]
    if expr.op == "E":
        return mean[0]
    left, right = expr.body[0], expr.body[-1]
    square = batch_mean(evaluator, Mul((left, right)), expr.over)
    return added(square, Value(-product(mean[0], mean[-1]).array))


def batch_mean(evaluator: Any, body: Expr, over: tuple[str, ...] = ()) -> Value:
    """The mean over the indices of families that stand in the body, or over a vector's entries."""
    letters = [
        item.name
        for node in walk(body)
        if isinstance(node, Index)
        for item in node.indices
        if isinstance(item, Sym) and item.name not in evaluator.draws.values
    ]
    bound = {node.index for node in walk(body) if isinstance(node, Fold)}
    averaged = [name for name in dict.fromkeys(letters) if name not in bound]
    if over and any(name in averaged for name in over):
        averaged = [name for name in averaged if name in over]
    if not averaged:
        value = evaluator.value(body)
        if value.own == 1:
            return Value(value.array.mean(axis=-1))
        raise Unevaluable("what a mean is taken over is not said")
    entered = []
    try:
        for name in averaged:
            size = evaluator.range_of(name, body)
            if size is None:
                raise Unevaluable(f"how far {name} runs is not said")
            entered.append((name, *evaluator.enter(name, np.arange(1, size + 1))))
        value = evaluator.value(body)
        return Value(
            value.array.mean(axis=tuple(1 + axis for _, axis, _ in entered), keepdims=True), value.own, value.row
        )
    finally:
        for name, _, before in reversed(entered):
            evaluator.leave(name, before)


def _over_masks(evaluator: Any, expr: Expect, masks: list[Symbol]) -> Value:
    """Exactly, by enumerating all masks: each mask is one number of a further index."""
    if evaluator.masks:
        return _moment(evaluator, expr, None)
    symbol = masks[0]
    shape = evaluator.draws.values[symbol.name].shape[1:]
    bits = int(np.prod(shape))
    if len(masks) > 1 or bits > MAX_MASK:
        raise Unevaluable("too many masks to enumerate")
    drawn = np.array(list(itertools.product((0.0, 1.0), repeat=bits)))
    axis, before = evaluator.enter(f"{symbol.name}'", np.arange(len(drawn)))
    index_shape = [1] * AXES
    index_shape[axis] = len(drawn)
    evaluator.masks[symbol.name] = Value(drawn.reshape(1, *index_shape, *shape), len(shape))
    p = _probability(evaluator, symbol)
    kept = drawn.sum(axis=1).reshape(1, *index_shape)
    weight = p**kept * (1 - p) ** (bits - kept)
    try:
        return _moment(evaluator, expr, (weight, axis))
    finally:
        del evaluator.masks[symbol.name]
        evaluator.leave(f"{symbol.name}'", before)


def _over_atoms(evaluator: Any, expr: Expect) -> Value:
    """Over a joint distribution of all random symbols, with `ATOMS` values of unequal probability.

    Nothing is independent of anything in it, so what holds only under independence does not hold.
    """
    outer, evaluator.masks = evaluator.masks, {}
    axis, before = evaluator.enter("ω'", np.arange(ATOMS))
    shape = [1] * AXES
    shape[axis] = ATOMS
    try:
        for symbol in evaluator.draws.symbols:
            if symbol.domain == "random" and (not expr.over or symbol.name in expr.over):
                own = evaluator.draws.values[symbol.name].shape[1:]
                rng = np.random.default_rng(zlib.crc32(symbol.name.encode()))
                values = rng.uniform(0.4, 2.1, (ATOMS, *own)) * rng.choice((-1.0, 1.0), (ATOMS, *own))
                evaluator.masks[symbol.name] = Value(values.reshape(1, *shape, *own), len(own))
        if not evaluator.masks:
            raise Unevaluable("nothing in an expectation is random")
        turned = np.roll(_WEIGHTS, zlib.crc32(expr.law.encode()) % ATOMS if expr.law else 0)
        if expr.law:  # another distribution has other probabilities
            turned = turned**1.3 / (turned**1.3).sum()
        return _moment(evaluator, expr, (turned.reshape(1, *shape), axis))
    finally:
        evaluator.masks = outer
        evaluator.leave("ω'", before)


def _moment(evaluator: Any, expr: Expect, over: tuple[Floats, int] | None) -> Value:
    def mean(value: Value) -> Value:
        if over is None:
            raise Unevaluable("an expectation inside an expectation")
        weight, axis = over
        spread = weight.reshape(weight.shape + (1,) * value.own)
        return Value((value.array * spread).sum(axis=1 + axis, keepdims=True), value.own, value.row)

    values = [evaluator.value(b) for b in expr.body]
    if expr.op == "E":
        return mean(values[0])
    if any(v.own for v in values):
        if max(v.own for v in values) == 1 and not any(v.row for v in values):  # the covariance matrix of vectors
            left, right = values[0], Value(values[-1].array, 1, True)
            centre = product(mean(left), mean(right))
            return added(mean(product(left, right)), Value(-centre.array, 2))
        raise Unevaluable("a variance of something that is not a scalar")
    joint = mean(product(values[0], values[-1]))
    return added(joint, Value(-product(mean(values[0]), mean(values[-1])).array))


def _probability(evaluator: Any, symbol: Symbol) -> Floats:
    names = (
        [symbol.defined_by]
        if symbol.defined_by
        else [s.name for s in evaluator.draws.symbols if s.domain == "probability"]
    )
    if len(names) != 1 or names[0] not in evaluator.draws.values:
        raise Unevaluable("the probability of the masks is not declared")
    p = evaluator.draws.values[names[0]]
    return np.asarray(p.reshape(p.shape[0], *(1,) * AXES))
