"""What is random in a world: outcomes of masks and Gaussians with their probabilities, and moments over them.

Bernoulli masks are enumerated. A Gaussian is replaced by the three nodes of its Gauss-Hermite rule, which is exact for
polynomials up to degree five. Where only single entries are named, only those are enumerated; more than `MAX_OUTCOMES`
joint outcomes raise `Unclear`.

>>> import numpy as np
>>> from viva.checking.stepwise.world import draw_world
>>> from viva.kinds import Symbol
>>> symbols = (Symbol("p", domain="probability"), Symbol("R", ("n",), domain="bernoulli"))
>>> world = draw_world(symbols, {"n": 2}, np.random.default_rng(0))
>>> round(sum(weight for weight, _ in outcomes({"R"}, world)), 12)
1.0
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from viva.checking.stepwise.world import Unclear, World
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.syntax import Expr

MAX_OUTCOMES = 5_000
Evaluate = Callable[[Expr, World], Any]


def mentioned(expr: Expr, world: World) -> set[str]:
    """The names an expression depends on, through definitions."""
    found: set[str] = set()
    todo = [expr]
    while todo:
        for node in trees.walk(todo.pop()):
            if isinstance(node, s.Sym) and node.name not in found:
                found.add(node.name)
                if node.name in world.definitions:
                    todo.append(world.definitions[node.name].body)
                if node.name in world.functions:
                    todo.append(world.functions[node.name].body)
    return found


def outcomes(
    names: set[str], world: World, only: set[tuple[str, tuple[int, ...]]] | None = None
) -> Iterator[tuple[float, World]]:
    """Every joint outcome of the random symbols among `names`, with its probability; of some entries `only`."""
    cells: list[tuple[str, tuple[int, ...], list[tuple[float, float]]]] = []
    for name in sorted(names & set(world.random)):
        shape = np.shape(world.values[name])
        for cell in np.ndindex(shape):
            if only is None or (name, cell) in only:
                cells.append((name, cell, _nodes(world.random[name], shape, cell)))
    if np.prod([len(c[2]) for c in cells], dtype=float) > MAX_OUTCOMES:
        raise Unclear("too many outcomes to enumerate")
    for combination in itertools.product(*(c[2] for c in cells)):
        values = {n: np.array(world.values[n], dtype=float) for n in names & set(world.random)}
        weight = 1.0
        for (name, cell, _), (x, probability) in zip(cells, combination, strict=True):
            values[name][cell] = x
            weight *= probability
        yield weight, world.let({n: _entry(a) for n, a in values.items()})


def _nodes(law: tuple[Any, ...], shape: tuple[int, ...], cell: tuple[int, ...]) -> list[tuple[float, float]]:
    """Values and probabilities of one entry: exact for a coin, a Gauss-Hermite rule of three nodes for a Gaussian."""
    if law[0] == "bernoulli":
        return [(1.0, law[1]), (0.0, 1.0 - law[1])]
    mean, variance = (np.broadcast_to(np.real(x), shape)[cell] for x in law[1:])
    spread = float(np.sqrt(3 * variance))
    return [(mean - spread, 1 / 6), (float(mean), 2 / 3), (mean + spread, 1 / 6)]


def _entries(
    body: tuple[Expr, ...], random: set[str], world: World, value: Evaluate
) -> set[tuple[str, tuple[int, ...]]] | None:
    """The entries of random symbols that matter where only single entries are named; None where that is not so."""
    found: set[tuple[str, tuple[int, ...]]] = set()
    todo = list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, s.Fold | s.Expect) or (
            isinstance(node, s.Sym)
            and (node.name in random or node.name in world.definitions or node.name in world.functions)
        ):
            return None
        if isinstance(node, s.Index) and isinstance(node.base, s.Sym) and node.base.name in random:
            if s.Colon() in node.indices:
                return None
            shape = np.shape(world.values[node.base.name])
            cell = tuple(position(i, world, value) - 1 for i in node.indices)
            found.add((node.base.name, cell if len(cell) == len(shape) else (*cell, 0)))
            continue
        todo.extend(trees.children(node))
    return found


def moment(op: str, body: tuple[Expr, ...], world: World, value: Evaluate) -> Any:
    names = set().union(*(mentioned(b, world) for b in body))
    if not names & set(world.random):
        if not world.random:
            raise Unclear("an expectation of something that is not random here")
        return value(body[0], world) if op == "E" else 0.0
    totals: Any = None
    for weight, inner in outcomes(names, world, _entries(body, names & set(world.random), world, value)):
        parts = [value(b, inner) for b in body]
        product = _joint(op, parts[0], parts[-1])
        row = [weight * parts[0], weight * parts[-1], weight * product]
        totals = row if totals is None else [a + b for a, b in zip(totals, row, strict=True)]
    first, last, product = totals
    return first if op == "E" else product - _joint(op, first, last)


def _joint(op: str, first: Any, last: Any) -> Any:
    """What a second moment multiplies: numbers, or for a covariance matrix two vectors."""
    if op == "E":
        return 0.0
    if not np.ndim(first) and not np.ndim(last):
        return first * last
    if op != "Cov" or np.ndim(first) != 2 or np.ndim(last) != 2 or first.shape[1] != 1 or last.shape[1] != 1:
        raise Unclear("the variance of an array")
    return first @ np.transpose(last)


def _entry(x: Any) -> Any:
    return x if x.ndim else x[()]


def position(index: Expr, world: World, value: Evaluate) -> int:
    """The number that an index stands for here, from 1. Raises `Unclear`."""
    found = value(index, world)
    if np.ndim(found) or found != int(np.real(found)) or found < 1:
        raise Unclear("an index that is not a whole number")
    return int(np.real(found))
