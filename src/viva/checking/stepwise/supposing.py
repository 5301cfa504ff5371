"""Equations that are no identities: what a text supposes, and what is solved for, as where a gradient is zero.

>>> from viva.checking.stepwise.chains import Member, TextChain
>>> from viva.kinds import Symbol
>>> scene = Scene((Symbol("K", domain="size"), Symbol("t", ("K",))))
>>> left, one, three = (scene.read(Member(t, 0, 0)) for t in (r"sum_k t_k", "1", "3"))
>>> suppose(scene, left, one, TextChain((), ()))
True
>>> scene.agrees(left, one, TextChain((), ())), scene.agrees(left, three, TextChain((), ()))
(True, False)

An equation that is linear in a declared symbol is put into the worlds by the least change of its value; of other
equations only a scalar is solved for, by bisection. What cannot be solved is not supposed, and `suppose` says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from viva.checking.stepwise.chains import TextChain
from viva.checking.stepwise.chance import mentioned
from viva.checking.stepwise.reads import Read, exprs_of, value_of
from viva.checking.stepwise.scene import Change, Scene
from viva.checking.stepwise.world import Unclear, World
from viva.kinds import Symbol
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.syntax import Expr

GRID = np.geomspace(1e-3, 1e3, 121)
DOMAINS = frozenset({"real", "positive", "probability"})


@dataclass(frozen=True)
class Solution:
    """The symbol that an equation was solved for, and the change of a world that makes the equation true."""

    name: str
    change: Change
    unique: bool


def suppose(scene: Scene, left: Read, right: Read, chain: TextChain, only: frozenset[str] | None = None) -> bool:
    """Put an equation into the worlds of the scene, if it can be solved for one of its symbols. `only` limits them."""
    found = solve(scene, left, right, chain, only=only)
    if found is None:
        return False
    scene.assumed.append(found.change)
    scene.forget()
    return True


def solve(
    scene: Scene, left: Read, right: Read, chain: TextChain, by: str = "", only: frozenset[str] | None = None
) -> Solution | None:
    """Solve an equation for a declared free symbol, for the one called `by` if that is possible."""
    world = scene.worlds(chain.sizes)[0]
    names = set().union(*(mentioned(e, world) for r in (left, right) for e in exprs_of(r)))
    if by and any(n.startswith(r"\partial ") and n.endswith(" " + by) for n in names):
        names.add(by)  # dJ/dw = 0
    candidates = [sym for sym in scene.symbols if sym.name in names and _free(scene, sym)]
    if only is not None:
        candidates = [sym for sym in candidates if sym.name in only]
    candidates.sort(key=lambda sym: (sym.name != by, not sym.shape))
    for symbol in candidates:
        change = _changer(left, right, chain, symbol, scene)
        try:
            uniques = [_solved(left, right, chain, symbol, w, scene)[1] for w in scene.worlds(chain.sizes)]
        except Unclear:
            continue
        return Solution(symbol.name, change, all(uniques))
    return None


def _free(scene: Scene, symbol: Symbol) -> bool:
    return (
        symbol.domain in DOMAINS
        and not symbol.defined_by
        and symbol.name not in scene.definitions
        and symbol.name not in scene.bound
    )


def _changer(left: Read, right: Read, chain: TextChain, symbol: Symbol, scene: Scene) -> Change:
    def change(world: World) -> World:
        return _solved(left, right, chain, symbol, world, scene)[0]

    return change


def _solved(
    left: Read, right: Read, chain: TextChain, symbol: Symbol, world: World, scene: Scene
) -> tuple[World, bool]:
    """The world with a value of the symbol for which the equation holds; whether it is the only one."""
    units = scene.units(left, right, world)
    for unit in units[:-1]:
        try:
            return _solved_at(left, right, chain, symbol, replace(world, unit=world.sizes.get(unit, 0)), scene)
        except Unclear:
            continue
    return _solved_at(left, right, chain, symbol, replace(world, unit=world.sizes.get(units[-1], 0)), scene)


def _solved_at(
    left: Read, right: Read, chain: TextChain, symbol: Symbol, world: World, scene: Scene
) -> tuple[World, bool]:
    if symbol.name not in world.values:
        raise Unclear(f"{symbol.name} has a meaning of its own by now")  # defined after it was supposed
    start = np.asarray(world.values[symbol.name], dtype=float)

    def residual(x: Any) -> Any:
        moved = world.let({symbol.name: x.reshape(start.shape) if start.ndim else float(x[0])})
        parts = []
        for place in scene.places(left, right, chain.cases, moved):
            a, b = np.asarray(value_of(left, place)), np.asarray(value_of(right, place))
            if a.shape != b.shape and b.size == 1 and not np.any(b):
                b = np.zeros_like(a)  # "= 0" for a vector
            if a.shape != b.shape:
                raise Unclear("the two sides have different shapes")
            parts.append(np.real(np.ravel(a - b)))
        if not parts:
            raise Unclear("there is no case to compare")
        return np.concatenate(parts)

    x0 = start.ravel()
    base = residual(x0)
    matrix = np.stack([residual(x0 + e) - base for e in np.eye(x0.size)], axis=1)
    x = x0 - np.linalg.lstsq(matrix, base, rcond=None)[0]
    unique = bool(np.linalg.matrix_rank(matrix) == x0.size)
    if not np.allclose(residual(x), 0.0, atol=1e-8 * max(1.0, float(np.abs(base).max()))):
        if x0.size > 1:
            raise Unclear("an equation that is not linear")
        x, unique = np.array([_root(lambda v: float(residual(np.array([v]))[0]), symbol)]), False
    outside = symbol.domain == "positive" and np.any(x <= 0)
    outside = outside or (symbol.domain == "probability" and np.any((x <= 0) | (x >= 1)))
    if outside or not np.all(np.isfinite(x)):
        raise Unclear("a solution outside the domain")
    return world.let({symbol.name: x.reshape(start.shape) if start.ndim else float(x[0])}), unique


def _root(f: Callable[[float], float], symbol: Symbol) -> float:
    grid = GRID if symbol.domain != "probability" else np.linspace(0.001, 0.999, 121)
    values = [f(float(v)) for v in grid]
    for a, b, low, high in zip(grid, grid[1:], values, values[1:], strict=False):
        if low == 0.0:
            return float(a)
        if low * high < 0:
            for _ in range(80):
                middle = (a + b) / 2
                at = f(float(middle))
                a, b, low = (middle, b, at) if low * at > 0 else (a, middle, low)
            return float((a + b) / 2)
    raise Unclear("no root was found")


# ---- facts about any random variable ---------------------------------------------------------------------------


def general_fact(
    scene: Scene, part: list[Read], said: bool = True, anything: bool = False
) -> tuple[Scene, list[Read]] | None:
    """A scene for `E[(c - Z)²] = (c - E Z)² + Var Z`, in which Z is random and c is not, and the members in it.

    Every member has to hold an expectation, and no name in it may have a meaning so far; where the words do not
    say that it is `said` of any Z, no random name may have one anywhere in the text.
    """
    part = [replace(r, expr=_entries_as_names(r.expr)) if r.expr is not None else r for r in part]
    known = scene.declared() | set(scene.definitions) | set(scene.unknowns) | set(scene.functions)
    random: set[str] = set()
    names: set[str] = set()
    every: list[set[str]] = []  # the names in each expectation
    for read in part:
        if read.expr is None:
            return None
        nodes = list(trees.walk(read.expr))
        expectations = [n for n in nodes if isinstance(n, s.Expect)]
        if not expectations or any(isinstance(n, s.Index | s.Fold | s.Transpose | s.Norm) for n in nodes):
            return None
        for expectation in expectations:
            every.append(set().union(*(trees.names(b) for b in expectation.body)))
            random |= every[-1]
        names |= trees.names(read.expr)
    plain = {n for n in random if len(n) == 1 and n.isupper()} or {n for n in random if len(n.lstrip("\\")) == 1}
    if anything:
        always = set.intersection(*every) if every else set()
        plain = always or plain
    elif said and (not names or not plain or names & known):
        return None
    if not said and not anything:
        plain = random - known - scene.names
        laws = {sym.name for sym in scene.symbols if sym.domain in ("bernoulli", "normal") or sym.defined_by}
        if len(plain) != 1 or names & (laws | set(scene.definitions) | set(scene.functions)):
            return None
    symbols = tuple(
        Symbol(n, domain="normal", defined_by="0.7, 1.3") if n in plain else Symbol(n) for n in sorted(names)
    )
    return Scene(symbols), part


def _entries_as_names(expr: Expr) -> Expr:
    """`Z_i` as a name of its own, where nothing is summed over its index."""
    if any(isinstance(n, s.Fold) for n in trees.walk(expr)):
        return expr

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, s.Index) or not isinstance(node.base, s.Sym):
            return None
        return node.base if all(isinstance(i, s.Sym) for i in node.indices) else None

    return trees.rebuild(expr, change)
