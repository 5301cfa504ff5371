r"""Derivatives in a world: complex steps through all definitions (Squire and Trapp 1998), exact to rounding.

`\partial L/\partial x_i` follows from a declared `\partial L/\partial y` and a y that is defined by x: the chain rule.
Second derivatives are central differences of complex steps; `SECOND` is their relative error at worst.

>>> import numpy as np
>>> from viva.checking.stepwise.members import value
>>> from viva.checking.stepwise.world import draw_world
>>> from viva.kinds import Symbol
>>> from viva.reading.parser import parse
>>> world = draw_world((Symbol("x"),), {}, np.random.default_rng(0))
>>> bool(np.isclose(slope(parse("x^3"), "x", (), world, value), 3 * world.values["x"] ** 2))
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from viva.checking.stepwise.chance import Evaluate, mentioned, position
from viva.checking.stepwise.world import Definition, Unclear, World
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.syntax import Expr

STEP = 1e-30
SECOND = 1e-5


def parts(name: str) -> tuple[str, str]:
    r"""`\partial y/\partial x` → ("y", "x")."""
    top, _, bottom = name.partition(r"/\partial ")
    return top.removeprefix(r"\partial "), bottom


def of_family(name: str, indices: tuple[Expr, ...], world: World, value: Evaluate) -> Any:
    top, bottom = parts(name)
    world = _freed(bottom, world, value)
    if top not in world.definitions and top not in world.values and top not in world.functions:
        return _through(top, bottom, indices, world, value)
    if _two_ways(top, bottom, world):
        raise Unclear(f"“∂{top}/∂{bottom}” may hold fixed what else {top} depends on, or not")
    count = axes_of(top, world)
    expr: Expr = s.Sym(top) if not count else s.Index(s.Sym(top), indices[:count])
    return slope(expr, bottom, indices[count:], world, value)


def family(name: str, world: World, value: Evaluate) -> Any:
    top, bottom = parts(name)
    world = _freed(bottom, world, value)
    if top in world.definitions or top in world.values or top in world.functions:
        return slope(s.Sym(top), bottom, (), world, value)
    if bottom in world.values and not np.ndim(world.values[bottom]):
        return _through(top, bottom, (), world, value)
    raise Unclear(f"“{name}” is not known")


def _through(top: str, bottom: str, indices: tuple[Expr, ...], world: World, value: Evaluate) -> Any:
    r"""`\partial L/\partial x_i` where `\partial L/\partial y` is declared and y is defined by x: the chain rule."""
    if bottom not in world.values:
        raise Unclear(f"“∂{top}/∂{bottom}” is not known")
    for known in world.values:
        if known.startswith(rf"\partial {top}/\partial "):
            via = parts(known)[1]
            if via not in world.definitions and via in world.symbols and world.symbols[via].defined_by:
                world = _following(bottom, world)
                index: tuple[str, ...] = ("k'",)
                if via in world.definitions and not world.definitions[via].parameters:
                    product: Expr = s.Mul((s.Index(s.Sym(known), (s.Sym("k'"),)), s.Index(s.Sym(via), (s.Sym("k'"),))))
                    moved = s.Fold("sum", "k'", None, None, (), product)
                    cell = indices if np.shape(world.values[bottom])[-1:] != (1,) else indices[:1]
                    return slope(moved, bottom, cell, world, value)
                continue
            if via in world.definitions:
                if bottom not in mentioned(s.Sym(via), world):
                    world = _following(bottom, world)  # y = γ x̂ + β, with x̂ declared by x
                if bottom not in mentioned(s.Sym(via), world) or known not in world.values:
                    continue
                index = world.definitions[via].parameters
                if len(index) != 1:
                    continue
                product = s.Mul((s.Index(s.Sym(known), (s.Sym("k'"),)), s.Index(s.Sym(via), (s.Sym("k'"),))))
                surrogate = s.Fold("sum", "k'", None, None, (), product)
                return slope(surrogate, bottom, indices, world, value)
    raise Unclear(f"“∂{top}/∂{bottom}” is not known")


def slope(expr: Expr, name: str, indices: tuple[Expr, ...], world: World, value: Evaluate) -> Any:
    """The derivative of an expression in a symbol, or in one entry of it: a complex step."""
    if name in world.definitions or name not in world.values or isinstance(world.values[name], int):
        raise Unclear(f"a derivative in {name}, which is not a free symbol here")
    world = _following(name, world)
    x = np.array(world.values[name], dtype=complex)
    if not x.ndim:
        return np.imag(value(expr, world.let({name: x[()] + 1j * STEP}))) / STEP
    cells = [None] if not indices else [position(i, world, value) - 1 for i in indices]
    if indices:
        moved = x.copy()
        moved[(cells[0], 0) if len(cells) == 1 else tuple(cells)] += 1j * STEP
        return np.imag(value(expr, world.let({name: moved}))) / STEP
    out = np.empty(x.shape)
    for cell in np.ndindex(x.shape):
        moved = x.copy()
        moved[cell] += 1j * STEP
        entry = np.imag(value(expr, world.let({name: moved}))) / STEP
        if np.ndim(entry):
            raise Unclear("the derivative of an array in an array")
        out[cell] = entry
    return out


def _freed(name: str, world: World, value: Evaluate) -> World:
    """Where a derivative is taken in a declared symbol that others define, it is moved by itself: `∂L/∂μ`."""
    declared = world.symbols.get(name)
    if declared is None or not declared.defined_by or name not in world.definitions:
        return world
    values = {**world.values, name: value(s.Sym(name), world)}
    return replace(world, values=values, definitions={k: v for k, v in world.definitions.items() if k != name})


def _two_ways(top: str, bottom: str, world: World) -> bool:
    """Does `top` hold `bottom` itself, and another declared symbol that depends on it, as x̂ = x − μ does?"""
    symbol = world.symbols.get(top)
    if symbol is None or not symbol.shape or not symbol.defined_by or top in world.definitions:
        return False
    used = trees.names(world.bodies[top]) if top in world.bodies else set[str]()
    others = [n for n in used if n != bottom and n in world.definitions and n in world.symbols]
    return bottom in used and any(bottom in mentioned(s.Sym(n), world) for n in others)


def _following(name: str, world: World) -> World:
    """Arrays that are `defined_by` what is moved, or by what moves with it, have to move too."""
    definitions: dict[str, Definition] = {}
    for symbol in world.symbols.values():
        if symbol.name == name or symbol.name not in world.bodies or symbol.name not in world.values:
            continue
        body = world.bodies[symbol.name]
        if mentioned(body, world) & {name, *definitions}:
            definitions[symbol.name] = Definition(symbol.name, (), body)
    if not definitions:
        return world
    values: Mapping[str, Any] = {k: v for k, v in world.values.items() if k not in definitions}
    return replace(world, values=values, definitions={**definitions, **world.definitions})


def second(expr: Expr, name: str, world: World, value: Evaluate) -> Any:
    """The matrix of second derivatives of a number in a vector; in a number, the second derivative."""
    if name in world.definitions or name not in world.values or isinstance(world.values[name], int):
        raise Unclear(f"a derivative in {name}, which is not a free symbol here")
    x = np.array(world.values[name], dtype=float)
    step = 1e-3

    def gradient(at: Any) -> Any:
        return slope(expr, name, (), world.let({name: at if at.ndim else float(at)}), value)

    if not x.ndim:
        return (gradient(x + step) - gradient(x - step)) / (2 * step)
    if x.shape[1] != 1:
        raise Unclear("second derivatives in a matrix")
    columns = []
    for k in range(x.shape[0]):
        moved = np.zeros_like(x)
        moved[k, 0] = step
        columns.append(np.reshape((gradient(x + moved) - gradient(x - moved)) / (2 * step), (-1, 1)))
    return np.hstack(columns)


def axes_of(name: str, world: World) -> int:
    """How many indices a name takes: of a definition its parameters, of an array its axes."""
    if name in world.definitions:
        return len(world.definitions[name].parameters)
    x = world.values.get(name)
    return 0 if x is None or not np.ndim(x) else (1 if x.shape[1] == 1 else 2)
