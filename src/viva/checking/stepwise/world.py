r"""A world: a random value for every declared symbol, and what is defined and random in it.

>>> import numpy as np
>>> world = draw_world((Symbol("p", domain="probability"), Symbol("x", ("n",))), {"n": 2}, np.random.default_rng(0))
>>> 0.3 <= world.values["p"] <= 0.8, world.values["x"].shape
(True, (2, 1))

Vectors are columns (n, 1). The value of an expression in a world is the matter of `stepwise.members`. A symbol
that is `defined_by` others follows them: a scalar as a definition, so that derivatives see through it, an array by its
value, in which a number beside an array stands for every entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from viva.errors import VivaError
from viva.kinds import Symbol
from viva.reading import trees
from viva.reading.syntax import Expr, Unreadable


class Unclear(Exception):
    """An expression that has no value here: an unknown symbol, shapes that do not fit, too much work."""


class Misdeclared(VivaError):
    """A declared symbol whose definition cannot be read or computed: the declaration has to be put right."""


class Misfit(Unclear):
    """Known arrays whose shapes do not go together, as in `X^T` times a vector of the wrong length."""


@dataclass(frozen=True)
class Definition:
    """`name` with its index `parameters` stands for `body`."""

    name: str
    parameters: tuple[str, ...]
    body: Expr


@dataclass
class Work:
    """Nodes evaluated so far, against `BUDGET`."""

    nodes: int = 0


@dataclass(frozen=True)
class World:
    """Values of declared symbols, of indices, of sizes; definitions; which symbols are random."""

    values: Mapping[str, Any]
    sizes: Mapping[str, int]
    symbols: Mapping[str, Symbol]
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    indices: Mapping[str, int] = field(default_factory=dict)
    random: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    bodies: Mapping[str, Expr] = field(default_factory=dict)  # what declared arrays are defined by
    functions: Mapping[str, Definition] = field(default_factory=dict)  # of one argument, their parameter
    unit: int = 0  # the size of an identity that is not said otherwise
    letters: Mapping[str, int] = field(default_factory=dict)  # ranges of index letters, where usage does not tell
    work: Work = field(default_factory=Work)

    def at(self, indices: Mapping[str, int]) -> World:
        return replace(self, indices={**self.indices, **indices})

    def let(self, values: Mapping[str, Any]) -> World:
        return replace(self, values={**self.values, **values})

    def with_law(self, name: str, law: tuple[Any, ...]) -> World:
        return replace(self, random={**self.random, name: law})

    def define(self, definition: Definition) -> World:
        return replace(self, definitions={**self.definitions, definition.name: definition})


def draw_world(symbols: tuple[Symbol, ...], sizes: Mapping[str, int], rng: np.random.Generator) -> World:
    """Random values that respect shapes and domains. Raises `Unclear`."""
    values: dict[str, Any] = dict(sizes)
    for symbol in symbols:
        shape = tuple(sizes[name] for name in symbol.shape)
        values[symbol.name] = _draw(symbol, shape, sizes, rng)
    return _settle(World(values, sizes, {symbol.name: symbol for symbol in symbols}))


def _draw(symbol: Symbol, shape: tuple[int, ...], sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
    column = (shape[0], 1) if len(shape) == 1 else shape
    match symbol.domain:
        case "size":
            return sizes.get(symbol.name, 3)
        case "probability":
            return rng.uniform(0.3, 0.8, column) if shape else float(rng.uniform(0.3, 0.8))
        case "positive":
            return rng.uniform(0.5, 2.0, column) if shape else float(rng.uniform(0.5, 2.0))
        case "bernoulli":
            return rng.integers(0, 2, column).astype(float) if shape else float(rng.integers(0, 2))
        case "diagonal":
            return np.diag(rng.uniform(0.5, 2.0, shape[0]))
        case "invertible":
            return rng.normal(size=shape) + 3 * np.eye(shape[0])
        case "symmetric":
            a = rng.normal(size=shape)
            return a + a.T
        case "one-hot":
            one = np.zeros(column)
            one[int(rng.integers(shape[0])), 0] = 1.0
            return one
    return rng.normal(size=column) if shape else float(rng.normal())


def _settle(world: World) -> World:
    """Apply what is said of the symbols themselves: `defined_by`, and the laws of random ones. Raises `Misdeclared`."""
    for symbol in world.symbols.values():
        if not (symbol.defined_by or symbol.domain == "bernoulli"):
            continue
        try:
            world = _settled(symbol, world)
        except (Unclear, Unreadable) as problem:
            reason = problem.reason if isinstance(problem, Unreadable) else problem
            raise Misdeclared(
                f"symbol “{symbol.name}”: “{symbol.defined_by}” defines nothing here: {reason}"
            ) from problem
    return world


def _settled(symbol: Symbol, world: World) -> World:
    """The world in which what is said of one symbol holds. Raises `Unclear` and `Unreadable`."""
    from viva.checking.stepwise.members import value
    from viva.checking.stepwise.spreading import spread
    from viva.reading.parser import parse

    symbols = tuple(world.symbols.values())
    if symbol.domain == "bernoulli":
        return world.with_law(symbol.name, ("bernoulli", world.values.get(symbol.defined_by or "p", 0.5)))
    if symbol.domain == "normal":
        mean, _, variance = symbol.defined_by.partition(",")
        return world.with_law(
            symbol.name, ("normal", *(value(parse(t, symbols), world) for t in (mean or "0", variance or "1")))
        )
    if symbol.defined_by in (r"\mathbf{1}", "I"):
        return world.let({symbol.name: _special(symbol, world)})
    body = parse(symbol.defined_by, symbols)
    if not symbol.shape and trees.names(body) & set(world.values):
        return world.define(Definition(symbol.name, (), body))  # it moves when what it depends on moves
    body = spread(body, world)
    got, drawn = value(body, world), world.values[symbol.name]
    if np.shape(got) != np.shape(drawn) and np.size(got) != 1:
        raise Unclear(f"it has the shape {_sizes(got)}, and {_sizes(drawn)} is declared")
    return replace(world.let({symbol.name: got}), bodies={**world.bodies, symbol.name: body})


def _sizes(x: Any) -> str:
    return " × ".join(str(n) for n in np.shape(x)) or "of a number"


def _special(symbol: Symbol, world: World) -> Any:
    size = world.sizes[symbol.shape[0]]
    return np.eye(size) if symbol.defined_by == "I" else np.ones((size, 1))
