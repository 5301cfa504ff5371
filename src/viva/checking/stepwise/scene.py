"""What is known while a derivation is read, and whether two members agree in it.

A `Scene` keeps random worlds, the definitions that the text has made so far, and what its names stand for. Two members
agree if they have the same value in every world, for every value of their free indices in the claimed case.

>>> from viva.checking.stepwise.chains import Member, TextChain
>>> from viva.kinds import Symbol
>>> scene = Scene((Symbol("x"),))
>>> a, b, c = (scene.read(Member(t, 0, 0)) for t in ("(x + 1)^2", "x^2 + 2x + 1", "x^2 + 1"))
>>> scene.difference(a, b, TextChain((), ())) is None, scene.difference(a, c, TextChain((), ())) is None
(True, False)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from viva.checking.stepwise.chains import Case, Member, TextChain
from viva.checking.stepwise.chance import mentioned
from viva.checking.stepwise.members import range_of
from viva.checking.stepwise.reads import (
    Read,
    bodies_of,
    counterexample_of,
    exprs_of,
    flattened,
    free_indices,
    read_member,
    rounding,
    value_of,
    within_case,
    without_pairs,
)
from viva.checking.stepwise.slopes import SECOND
from viva.checking.stepwise.world import Definition, Unclear, World, draw_world
from viva.kinds import Symbol
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.parser import parse
from viva.reading.syntax import Expr

Program = Callable[[dict[str, Any]], Any]
Change = Callable[[World], World]
TOLERANCE = 1e-8
COSTLY = 1_000  # nodes: beyond this one world is enough
SIZES = ((2, 2), (3, 2))
MANY_SIZES = ((3, 2), (4, 3))


@dataclass
class Scene:
    """Worlds, definitions and names; grows while the text is read."""

    symbols: tuple[Symbol, ...]
    bound: Mapping[str, Program] = field(default_factory=dict)  # what a key says that a symbol is
    definitions: dict[str, Definition] = field(default_factory=dict)
    functions: dict[str, Definition] = field(default_factory=dict)  # f(w) = …, with w as its parameter
    named: dict[Expr, Expr] = field(default_factory=dict)  # L(w) → what it was first said to be
    names: frozenset[str] = frozenset()  # names that the text introduces
    unknowns: dict[str, float] = field(default_factory=dict)  # solved for
    letters: dict[str, str] = field(default_factory=dict)  # index letter → size
    assumed: list[Change] = field(default_factory=list)  # what the text supposes of the declared symbols
    ones: bool = False  # the text says that 1 is the vector of ones
    doubt: str = ""  # why no difference found from here on says anything
    _worlds: dict[tuple[tuple[str, int], ...], list[World]] = field(default_factory=dict)
    _values: dict[Any, Any] = field(default_factory=dict)
    _made: tuple[int, int, int] = (-1, -1, -1)

    def worlds(self, sizes: tuple[tuple[str, int], ...]) -> list[World]:
        """Two worlds, in which the given sizes are fixed; with all definitions so far."""
        if sizes not in self._worlds:
            names = list(dict.fromkeys(n for sym in self.symbols for n in sym.shape))
            names += [sym.name for sym in self.symbols if sym.domain == "size" and sym.name not in names]
            random = any(sym.domain in ("bernoulli", "normal") for sym in self.symbols)
            self._worlds[sizes] = [
                draw_world(self.symbols, self._sizes(names, pair, dict(sizes)), np.random.default_rng(seed))
                for seed, pair in enumerate(SIZES if random else MANY_SIZES)
            ]
            self._worlds[sizes] = [w.let(self._bound(w)) for w in self._worlds[sizes]]
        found = [self._with_definitions(w) for w in self._worlds[sizes]]
        for change in self.assumed:
            try:
                found = [change(w) for w in found]
            except Unclear:
                self.doubt = "what is supposed could not be put in here"
        return found

    def _bound(self, world: World) -> dict[str, Any]:
        """The values that keys give to symbols; keys take vectors with one axis."""
        flat = {n: v.ravel() if isinstance(v, np.ndarray) and v.shape[1] == 1 else v for n, v in world.values.items()}
        found = {n: np.asarray(program(dict(flat)), dtype=float) for n, program in self.bound.items()}
        return {n: v.reshape(-1, 1) if v.ndim == 1 else v if v.ndim else float(v) for n, v in found.items()}

    def _sizes(self, names: list[str], pair: tuple[int, int], fixed: dict[str, int]) -> dict[str, int]:
        numbered = {
            n: int(sym.defined_by) for sym in self.symbols if (n := sym.name) in names and sym.defined_by.isdigit()
        }
        return {n: fixed.get(n, numbered.get(n, (*pair, 4, 5, 2, 3)[k % 6])) for k, n in enumerate(names)}

    def _with_definitions(self, world: World) -> World:
        values = {**world.values, **{k: v for k, v in self.unknowns.items() if k not in world.values}}
        definitions = {**world.definitions, **self.definitions}
        hidden = {k: v for k, v in values.items() if k not in definitions}
        letters = {i: world.sizes[size] for i, size in self.letters.items() if size in world.sizes}
        return replace(
            world,
            definitions=definitions,
            functions=self.functions,
            values=hidden,
            letters=letters,
            work=type(world.work)(),
        )

    def declared(self) -> set[str]:
        """The names that a paper gave: of symbols and of sizes."""
        return {sym.name for sym in self.symbols} | {n for sym in self.symbols for n in sym.shape}

    def read(self, member: Member) -> Read:
        """A member, understood or not."""
        return read_member(member, self.parse, "E" in self.names or "E" in self.declared(), self.ones)

    def parse(self, text: str) -> Expr:
        """An expression with the names of this text. Raises `Unreadable`."""
        expr = self._numbered(parse(text, self.symbols, self.names | self.definitions.keys()))
        return self.named.get(expr, expr)

    def _numbered(self, expr: Expr) -> Expr:
        """`v_1` of a name without a meaning is a name of its own: the first value of a recursion."""
        flat = flattened(expr)
        if flat == expr:
            return expr
        known = self.declared() | set(self.definitions)
        bases = {n.base.name for n in trees.walk(expr) if isinstance(n, s.Index) and isinstance(n.base, s.Sym)}
        plain = {b for b in bases if b not in known and not b.startswith("\\partial ")}
        return flat if plain and not bases & known else expr

    def difference(self, left: Read, right: Read, chain: TextChain, change: Change | None = None) -> str | None:
        """None if two members agree everywhere; else the numbers of a counterexample. Raises `Unclear`.

        With `change` the worlds are changed first, by what is supposed of them. Where the size of an identity is not
        said, it is one that fits.
        """
        if left.reason or right.reason:
            raise Unclear(left.reason or right.reason)
        shown, problem = None, None
        for unit in self.units(left, right, self.worlds(chain.sizes)[0]):
            try:
                shown = self._differs(left, right, chain, change, unit)
            except Unclear as unclear:
                problem = problem or unclear
                continue
            if shown is None:
                return None
        if shown is None and problem is not None:
            raise problem
        return shown

    def units(self, left: Read, right: Read, world: World) -> list[str]:
        """The sizes that an identity matrix or a vector of ones may have; "" where none needs one."""
        names = set().union(*(mentioned(e, world) for r in (left, right) for e in exprs_of(r)))
        if not names & {"I", r"\mathbf 1"}:
            return [""]
        return list(dict.fromkeys(n for sym in self.symbols for n in sym.shape)) or [""]

    def _differs(self, left: Read, right: Read, chain: TextChain, change: Change | None, unit: str) -> str | None:
        left, right = self._pairs(left, right), self._pairs(right, left)
        compared, work = False, 0
        for number, drawn in enumerate(self.worlds(chain.sizes)):
            if number and work > COSTLY:
                break
            world = change(drawn) if change is not None else drawn
            world = replace(world, unit=world.sizes.get(unit, 0))
            for place in self.places(left, right, self._cases(left, right, chain, world), world):
                a, b = (self._value(r, place, (chain.sizes, number), change is None) for r in (left, right))
                if np.shape(a) != np.shape(b):
                    raise Unclear("the two sides have different shapes")
                compared = True
                x, y = (np.ravel(np.asarray(_kept(v, chain.entries))) for v in (a, b))
                if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y))):
                    raise Unclear("not a finite number")
                scale = max(1e-3, float(np.max(np.abs(x), initial=0.0)), float(np.max(np.abs(y), initial=0.0)))
                worst = int(np.argmax(np.abs(x - y))) if x.size else 0
                slack = max(
                    (SECOND if _twice(left, right) else TOLERANCE) * scale,
                    rounding(left.member.text),
                    rounding(right.member.text),
                )
                if x.size and abs(x[worst] - y[worst]) > slack:
                    return counterexample_of(left, right, place, x[worst], y[worst])
            work = world.work.nodes
        if not compared:
            raise Unclear("there is no case to compare")
        return None

    def _value(self, read: Read, place: World, world: Any, keep: bool) -> Any:
        """The value of a member at a place; remembered until a definition is made."""
        made = (len(self.definitions), len(self.functions), len(self.assumed))
        if self._made != made:
            self._values.clear()
            self._made = made
        key = (read.expr, read.slope, world, place.unit, tuple(sorted(place.indices.items())))
        if not keep:
            with np.errstate(all="ignore"):
                return value_of(read, place)
        if key not in self._values:
            with np.errstate(all="ignore"):  # what is not finite is sorted out by the comparison
                self._values[key] = value_of(read, place)
        return self._values[key]

    def _pairs(self, read: Read, other: Read) -> Read:
        """`Σ_{j≠k} a_j a_k` sums over both indices where k is spoken of only inside such sums."""
        if read.expr is None or other.expr is None:
            return read
        world = self.worlds(())[0]
        outside = set().union(*(free_indices(without_pairs(e), world) for e in (read.expr, other.expr)))
        alone = free_indices(read.expr, world) - outside

        def change(node: Expr) -> Expr | None:
            if isinstance(node, s.Fold) and node.op == "sum" and node.upper is None:
                for test in node.tests:
                    for side in (test.left, test.right):
                        if isinstance(side, s.Sym) and side.name in alone and side.name != node.index:
                            return s.Fold("sum", side.name, None, None, (), node)
            return None

        return replace(read, expr=trees.rebuild(read.expr, change)) if alone else read

    def places(self, left: Read, right: Read, cases: tuple[Case, ...], world: World) -> Iterator[World]:
        """The world at every value of the free indices, within the claimed cases."""
        exprs = [e for r in (left, right) for e in exprs_of(r)]
        exprs += bodies_of(exprs, world)
        free = sorted(set().union(*(free_indices(e, world) for e in exprs)))
        ranges = []
        for index in free:
            found = None
            for e in exprs:
                try:
                    found = range_of(index, e, world)
                    break
                except Unclear:
                    continue
            if found is None:
                raise Unclear(f"the range of the index {index} is not known")
            ranges.append(found)
        for where in itertools.islice(itertools.product(*ranges), 200):
            place = world.at(dict(zip(free, where, strict=True)))
            if all(within_case(case, place) for case in cases):
                yield place

    def _cases(self, left: Read, right: Read, chain: TextChain, world: World) -> tuple[Case, ...]:
        """The cases of a chain; "off the diagonal" of an entry with two indices is that they differ."""
        named = [sorted(free_indices(r.expr, world)) for r in (left, right) if r.expr is not None and chain.entries]
        for free in named:
            if len(free) == 2:
                return (*chain.cases, (free[0], "≠" if chain.entries == "off" else "=", free[1]))
        return chain.cases

    def agrees(self, a: Read, b: Read, chain: TextChain) -> bool:
        """Is there no difference, as far as can be said?"""
        try:
            return self.difference(a, b, chain) is None
        except Unclear:
            return False

    def forget(self) -> None:
        """Values that were remembered hold no longer: a definition has changed."""
        self._values.clear()


def _kept(x: Any, entries: str) -> Any:
    """What a chain speaks of: all of a square matrix, or what is on or off its diagonal."""
    if not entries or np.ndim(x) != 2 or x.shape[0] != x.shape[1]:
        return x
    diagonal = np.eye(x.shape[0], dtype=bool)
    return x[diagonal if entries == "on" else ~diagonal]


def _twice(*reads: Read) -> bool:
    return any(r.slope is not None and r.slope.order == 2 for r in reads)
