r"""The value of an expression in a world: a member of a derivation, computed.

`evaluating.evaluate` computes answers, many draws at once; members need more: definitions made on the way (`z_i =
…`, evaluated anew for every mask), expectations over them, derivatives through them.

>>> import numpy as np
>>> from viva.kinds import Symbol
>>> from viva.checking.stepwise.world import draw_world
>>> from viva.reading.parser import parse
>>> symbols = (Symbol("p", domain="probability"), Symbol("R", ("n", "d"), domain="bernoulli"))
>>> world = draw_world(symbols, {"n": 2, "d": 2}, np.random.default_rng(0))
>>> second = value(parse(r"\mathbb{E}[R_{ij} R_{ik}]", symbols), world.at({"i": 1, "j": 1, "k": 2}))
>>> bool(np.isclose(second, world.values["p"] ** 2))
True

A 1 x 1 result is a number, indices count from 1. Expectations are the matter of `stepwise.chance`, derivatives of
`viva.checking.stepwise.slopes`.

What is not understood raises `Unclear`; no guess is ever returned. Work is bounded by `BUDGET` nodes a world.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from viva.checking.stepwise.chance import moment, position
from viva.checking.stepwise.identities import beside
from viva.checking.stepwise.slopes import axes_of, family, of_family, parts
from viva.checking.stepwise.world import Definition, Misfit, Unclear, World
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.budget import tick
from viva.reading.syntax import Expr

BUDGET = 400_000
NOT_SQUARE = "a power of a matrix that is not square"


def value(expr: Expr, world: World) -> Any:
    """The value of an expression: a number or a two-dimensional array. Raises `Unclear`."""
    world.work.nodes += 1
    if world.work.nodes > BUDGET:
        raise Unclear("too much work")
    if world.work.nodes % 64 == 0:
        tick()
    try:
        return _scalar(_value(expr, world))
    except RecursionError:
        raise Unclear("nested too deeply") from None
    except (ValueError, IndexError, ZeroDivisionError, OverflowError, np.linalg.LinAlgError) as problem:
        raise Unclear(f"cannot be computed: {problem}") from problem


def _value(expr: Expr, world: World) -> Any:
    match expr:
        case s.Num(number):
            return float(number)
        case s.Sym(name):
            return lookup(name, world)
        case s.Index():
            return _index(expr, world)
        case s.Neg(arg):
            return -value(arg, world)
        case s.Add(terms):
            return _sum([value(t, w) for t, w in zip(terms, beside(terms, world, value), strict=True)])
        case s.Mul(factors):
            return _mul(factors, world)
        case s.Dot(left, right):
            return _dot(value(left, world), value(right, world))
        case s.Had(left, right):
            a, b = value(left, world), value(right, world)
            if np.shape(a) != np.shape(b):
                raise Misfit("a product entry by entry of different shapes")
            return a * b
        case s.Div(top, bottom):
            below = value(bottom, world)
            above = value(top, world)
            if np.ndim(below) and np.shape(below) != np.shape(above):
                raise Unclear("divided by an array")
            return above / below
        case s.Pow():
            return _power(expr, world)
        case s.Transpose(arg):
            return np.transpose(value(arg, world))
        case s.Norm(arg, order):
            return _norm(value(arg, world), order)
        case s.Call(name, args):
            return _call(name, args, world)
        case s.Test():
            return 1.0 if holds(expr, world) else 0.0
        case s.Fold():
            return _fold(expr, world)
        case s.Expect(op, body):
            return moment(op, body, world, value)
        case s.Cases(branches):
            for branch, test in branches:
                if test is None or holds(test, world):
                    return value(branch, world)
            raise Unclear("no case applies")
        case s.Rows(rows):
            return np.array([[value(c, world) for c in row] for row in rows])
    raise Unclear(f"{type(expr).__name__} has no value by itself")


def _scalar(x: Any) -> Any:
    return x.reshape(())[()] if isinstance(x, np.ndarray) and x.size == 1 else x


def _sum(parts: list[Any]) -> Any:
    shapes = {np.shape(p) for p in parts}
    if len(shapes) > 1:
        raise Misfit("a sum of different shapes")
    return sum(parts[1:], parts[0])


def _times(a: Any, b: Any) -> Any:
    a, b = _scalar(a), _scalar(b)
    if np.ndim(a) == 2 and np.ndim(b) == 2:
        if a.shape[1] != b.shape[0]:
            raise Misfit("a matrix product of shapes that do not fit")
        return a @ b
    return a * b


def _mul(factors: tuple[Expr, ...], world: World) -> Any:
    out: Any = 1.0
    at = 0
    while at < len(factors):
        factor, after = factors[at], factors[at + 1] if at + 1 < len(factors) else None
        name = factor.name if isinstance(factor, s.Sym) else ""
        at += 1
        if after is not None and name in world.functions:
            function = world.functions[name]
            given = value(after, world)
            factor_value = value(function.body, world.let({function.parameters[0]: given}))
            at += 1
        elif after is not None and name == r"\sigma" and len(factors) == 2 and _unknown(name, world):
            factor_value = 1 / (1 + np.exp(-value(after, world)))
            at += 1
        else:
            factor_value = value(factor, world)
        out = _times(out, factor_value)
    return out


def _dot(a: Any, b: Any) -> Any:
    if np.ndim(a) == 2 and np.ndim(b) == 2 and a.shape == b.shape and a.shape[1] == 1:
        return np.sum(a * b)
    return _times(a, b)


def _power(expr: s.Pow, world: World) -> Any:
    base, exponent = value(expr.base, world), value(expr.exponent, world)
    if np.ndim(exponent):
        raise Unclear("an array as an exponent")
    if np.ndim(base) == 2:
        if base.shape[0] != base.shape[1] or exponent != int(np.real(exponent)):
            if base.shape[1] == 1 and exponent == 2:
                raise Misfit("the square of a vector")
            raise Unclear(NOT_SQUARE)
        return np.linalg.matrix_power(base, int(np.real(exponent)))
    if not (np.imag(base) or np.real(base) > 0 or float(np.real(exponent)).is_integer()):
        raise Unclear("a root of a negative number")
    return base**exponent


def _norm(x: Any, order: str) -> Any:
    if order in ("1", r"\infty"):
        raise Unclear("a norm that is not the Euclidean one")
    if order in ("", "2") and np.ndim(x) == 2 and min(x.shape) > 1:
        raise Misfit("the norm of a matrix")
    return np.sqrt(np.sum(x * x))


def _unknown(name: str, world: World) -> bool:
    return name not in world.values and name not in world.definitions and name not in world.indices


def lookup(name: str, world: World) -> Any:
    """The value behind a name: an index, a definition, a declared symbol, the ones or the identity."""
    if name in world.indices:
        return float(world.indices[name])
    if name in world.definitions:
        definition = world.definitions[name]
        return value(definition.body, world) if not definition.parameters else _family(definition, world)
    if name in world.values:
        return world.values[name]
    if name in world.functions:  # J for J(w)
        return value(world.functions[name].body, world)
    if name in (r"\mathbf 1", "I") and world.unit:
        return np.eye(world.unit) if name == "I" else np.ones((world.unit, 1))
    if name in (r"\mathbf 1", "I"):
        sizes = set(world.sizes.values())
        shapes = [v.shape[0] for v in world.values.values() if isinstance(v, np.ndarray)]
        if len(sizes) != 1 and len(set(shapes)) != 1:
            raise Unclear(f"the size of {name} is not said")
        size = sizes.pop() if len(sizes) == 1 else shapes[0]
        return np.eye(size) if name == "I" else np.ones((size, 1))
    if name.startswith(r"\partial "):
        return family(name, world, value)
    raise Unclear(f"“{name}” is not known")


def _family(definition: Definition, world: World) -> Any:
    if isinstance(definition.body, s.Index) and s.Colon() in definition.body.indices:
        return value(definition.body, world.at({definition.parameters[0]: 1}))  # r, where r_i are rows: any of them
    ranges = [range_of(i, definition.body, world) for i in definition.parameters]
    out = np.empty([len(r) for r in ranges], dtype=complex)
    for where in itertools.product(*ranges):
        inner = world.at(dict(zip(definition.parameters, where, strict=True)))
        entry = value(definition.body, inner)
        if np.ndim(entry):
            raise Unclear(f"an entry of {definition.name} is not a number")
        out[tuple(w - 1 for w in where)] = entry
    if not np.iscomplexobj(out) or not np.any(out.imag):
        out = out.real
    return out.reshape(-1, 1) if out.ndim == 1 else out


def _single(base: Expr, world: World) -> bool:
    """Is this an array that has only one entry here?"""
    if not isinstance(base, s.Sym):
        return False
    symbol = world.symbols.get(base.name)
    return bool(symbol is not None and symbol.shape and all(world.sizes.get(n) == 1 for n in symbol.shape))


def _index(expr: s.Index, world: World) -> Any:
    base, indices = expr.base, expr.indices
    if isinstance(base, s.Sym):
        definition = world.definitions.get(base.name)
        if definition is not None and len(definition.parameters) == len(indices) and s.Colon() not in indices:
            where = {p: position(i, world, value) for p, i in zip(definition.parameters, indices, strict=True)}
            return value(definition.body, world.at(where))
        if definition is not None and len(definition.parameters) == 1 and len(indices) == 2:  # x_ij of rows x_i
            row = value(definition.body, world.at({definition.parameters[0]: position(indices[0], world, value)}))
            return np.ravel(row)[position(indices[1], world, value) - 1]
        if definition is None and base.name not in world.values and base.name.startswith(r"\partial "):
            return of_family(base.name, indices, world, value)
    x = value(base, world)
    if not np.ndim(x) and _single(base, world) and all(position(i, world, value) == 1 for i in indices):
        return x
    if np.ndim(x) != 2:
        raise Unclear("an index on a number")
    if len(indices) == 1:
        if min(x.shape) != 1 and indices[0] in (s.Sym("j"), s.Sym("k")):
            return x[:, [position(indices[0], world, value) - 1]]  # X_j, with j for a feature: a column
        if min(x.shape) != 1:
            raise Unclear("one index on a matrix")
        return np.ravel(x)[position(indices[0], world, value) - 1] if not isinstance(indices[0], s.Colon) else x
    picks = [slice(None) if isinstance(i, s.Colon) else position(i, world, value) - 1 for i in indices]
    if any(isinstance(p, int) and not 0 <= p < size for p, size in zip(picks, x.shape, strict=True)):
        raise Unclear("an index out of range")
    got = x[tuple(picks)]
    return got.reshape(-1, 1) if isinstance(got, np.ndarray) else got


# ---- sums ----------------------------------------------------------------------------------------------------


def range_of(index: str, expr: Expr, world: World) -> range:
    """The values of an index, found from where it is used. Raises `Unclear` if it is used nowhere."""
    sizes: set[int] = set()
    for node in trees.walk(expr):
        if not isinstance(node, s.Index):
            continue
        for axis, used in enumerate(node.indices):
            if used == s.Sym(index):
                size = _axis(node.base, axis, len(node.indices), world)
                if size:
                    sizes.add(size)
    if not sizes and index in world.letters:
        sizes.add(world.letters[index])
    if not sizes:
        raise Unclear(f"the range of the index {index} is not known")
    return range(1, min(sizes) + 1)


def _axis(base: Expr, axis: int, count: int, world: World) -> int:
    """The size of an axis of what is indexed; 0 where it is not known."""
    if isinstance(base, s.Sym):
        definition = world.definitions.get(base.name)
        if definition is not None and len(definition.parameters) == count:
            return len(range_of(definition.parameters[axis], definition.body, world))
        if definition is not None and len(definition.parameters) == 1 and count == 2:
            if axis == 0:
                return len(range_of(definition.parameters[0], definition.body, world))
            return int(np.size(value(definition.body, world.at({definition.parameters[0]: 1}))))
        if base.name.startswith(r"\partial ") and base.name not in world.values:
            top, bottom = parts(base.name)
            top_axes = axes_of(top, world)
            name, at = (top, axis) if axis < top_axes else (bottom, axis - top_axes)
            return _axis(s.Sym(name), at, 1, world) if name != "L" else 0
    try:
        x = value(base, world)
    except Unclear:
        return 0
    if np.ndim(x) != 2:
        return 0
    if count == 1:
        return int(x.shape[1]) if min(x.shape) > 1 else max(x.shape)
    return int(x.shape[axis])


def _fold(expr: s.Fold, world: World) -> Any:
    if expr.upper is not None:
        low = value(expr.lower, world) if expr.lower is not None else 1.0
        high = value(expr.upper, world)
        if np.ndim(high) or np.ndim(low) or abs(high) > 1_000:
            raise Unclear("bounds of a sum that are not numbers")
        values = range(int(np.real(low)), int(np.real(high)) + 1)
    else:
        values = range_of(expr.index, expr, world)
    parts = []
    for k in values:
        inner = world.at({expr.index: k})
        if all(holds(t, inner) for t in expr.tests):
            parts.append(value(expr.body, inner))
    match expr.op:
        case "sum":
            return _sum(parts) if parts else 0.0
        case "prod":
            return np.prod(parts)
        case "mean" if parts:
            return _sum(parts) / len(parts)
        case "max" if parts:
            return max(np.real(parts))
        case "min" if parts:
            return min(np.real(parts))
        case "list":
            return np.array(parts).reshape(-1, 1)
    raise Unclear(f"{expr.op} of nothing")


def holds(test: s.Test, world: World) -> bool:
    """Whether a relation between numbers holds here."""
    a, b = value(test.left, world), value(test.right, world)
    if np.ndim(a) or np.ndim(b):
        raise Unclear("a comparison of arrays")
    a, b = np.real(a), np.real(b)
    return bool({"=": a == b, "≠": a != b, "<": a < b, ">": a > b, "≤": a <= b, "≥": a >= b}[test.op])


def _call(name: str, args: tuple[Expr, ...], world: World) -> Any:
    if name == "diag" and (index := _diagonal_index(args, world)):
        return np.diag([value(args[0], world.at({index: k})) for k in range_of(index, args[0], world)])
    x: Any = value(args[0], world) if args else 0.0
    match name:
        case "exp":
            return np.exp(x)
        case "log":
            if np.ndim(x) or np.real(x) <= 0:
                raise Unclear("a logarithm of something that is not a positive number")
            return np.log(x)
        case "sqrt":
            if np.ndim(x) or np.real(x) < 0:
                raise Unclear("a root of something that is not a positive number")
            return np.sqrt(x)
        case "tanh":
            return np.tanh(x)
        case "sigmoid":
            return 1 / (1 + np.exp(-x))
        case "softmax":
            return np.exp(x) / np.sum(np.exp(x))
        case "floor":
            return np.floor(np.real(x) + 1e-9)
        case "tr" if np.ndim(x) == 2:
            return np.trace(x)
        case "diag":
            if not np.ndim(x):
                raise Unclear("a diagonal matrix of one number")
            return np.diag(np.diag(x)) if x.shape[1] > 1 else np.diag(np.ravel(x))
        case "ones" | "eye":
            size = int(np.real(x))
            return np.ones((size, 1)) if name == "ones" else np.eye(size)
        case "norm":
            return _norm(x, "")
        case "sum" | "mean" if len(args) == 1 and np.ndim(x):
            return np.sum(x) / (x.size if name == "mean" else 1)
        case "det":
            return np.linalg.det(x)
        case "inv":
            return np.linalg.inv(x)
    raise Unclear(f"the function {name} is not computed here")


def _diagonal_index(args: tuple[Expr, ...], world: World) -> str:
    """The index over which a diagonal family runs, in `diag(‖X_{:,j}‖)` and `diag_j(x_j)`; "" if it is no family."""
    if len(args) == 2 and isinstance(args[1], s.Sym):
        return args[1].name
    free = [n for n in trees.free_names(args[0]) if _used_as_index(n, args[0]) and n not in world.values]
    free = [n for n in free if n not in world.indices and n not in world.definitions]
    return free[0] if len(free) == 1 else ""


def _used_as_index(name: str, expr: Expr) -> bool:
    return any(isinstance(n, s.Index) and s.Sym(name) in n.indices for n in trees.walk(expr))
