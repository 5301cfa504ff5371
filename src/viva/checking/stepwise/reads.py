"""What a member of a derivation was read as, and small questions about it.

>>> from viva.reading.parser import parse
>>> head_of(parse("z_i")), head_of(parse("z_i + 1"))
(('z', ('i',)), None)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from viva.checking.stepwise.chains import Case, Member
from viva.checking.stepwise.chance import mentioned
from viva.checking.stepwise.members import value
from viva.checking.stepwise.slopes import parts, second, slope
from viva.checking.stepwise.spellings import other_reading, readable
from viva.checking.stepwise.world import Unclear, World
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.patterns import lazy
from viva.reading.syntax import Expr, Unreadable

OPERATOR = lazy(
    r"""^\s*(?: \\d?frac\{\\partial\}\{\\partial\s*(?P<a>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}
        | [∂d]/[∂d](?P<b>\\?[A-Za-zα-ωΑ-Ω]+(?:_\{?\w+\}?)?)
        | \\partial_\{?(?P<c>[^{}\s]+)\}?
      )\s*(?P<body>.+)$""",
    re.DOTALL | re.VERBOSE,
)
NABLA = lazy(
    r"""^\s*(?:\\nabla|∇)\s*(?P<twice>\^\{?2\}?|²)?\s*
        (?:_(?:\{(?P<braced>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<by>\\?[A-Za-z]+)))?\s*(?P<again>\^\{?2\}?|²)?\s*
        (?P<body>(?:\\?[A-Za-z]+|\\mathcal\s*\{?[A-Z]\}?)\s*(?:\\left)?\(\s*(?P<arg>[^()]+?)\s*(?:\\right)?\)|.+)$""",
    re.DOTALL | re.VERBOSE,
)
PRIME = lazy(r"^\s*(?P<f>\\?[A-Za-z]+)\s*(?:'|′|\^\{?\\prime\}?)\s*(?:\\left)?\((?P<arg>[^()]+?)(?:\\right)?\)\s*$")


@dataclass(frozen=True)
class Slope:
    """A member that starts with a derivative operator: `body` differentiated by `by`."""

    body: Expr
    by: Expr
    order: int = 1


@dataclass(frozen=True)
class Read:
    """A member with what it was read as, or why it was not."""

    member: Member
    expr: Expr | None
    slope: Slope | None = None
    reason: str = ""
    other: Expr | None = None  # what else it can mean


def read_member(member: Member, parse: Callable[[str], Expr], energy: bool = False, ones: bool = False) -> Read:
    """A member, understood or not; `parse` gives the meaning of a text or raises `Unreadable`."""
    text = readable(member.text, energy, ones)
    try:
        found = _slope_of(text, parse)
        if found is not None:
            return Read(member, None, found)
        inside = other_reading(text) if ")^" in text or ") ^" in text or "^{ 2}" in text else ""
        return Read(member, parse(text), other=parse(inside) if inside else None)
    except Unreadable as problem:
        return Read(member, None, reason=problem.reason)


def _slope_of(text: str, parse: Callable[[str], Expr]) -> Slope | None:
    """`∂/∂x …`, `∇_w …`, `∇f(w)`, `f'(x)`: what is differentiated, and by what."""
    nabla, prime, operator = NABLA.match(text), PRIME.match(text), OPERATOR.match(text)
    by = nabla and (nabla["braced"] or nabla["by"] or nabla["arg"])
    if nabla is not None and by:
        order = 2 if nabla["twice"] or nabla["again"] else 1
        return Slope(parse(nabla["body"]), parse(by), order)
    if prime is not None:
        return Slope(parse(f"{prime['f']}({prime['arg']})"), parse(prime["arg"]))
    if operator is not None and not is_fraction(text):
        by = next(g for g in (operator["a"], operator["b"], operator["c"]) if g)
        return Slope(parse(operator["body"]), parse(by))
    return None


def is_fraction(text: str) -> bool:
    """Does the text start with ∂y/∂x rather than with the operator ∂/∂x?"""
    return not re.match(r"\s*(?:\\d?frac\{\\partial\}|[∂d]/[∂d]|\\partial_|\\nabla_|∇_)", text)


def head_of(expr: Expr) -> tuple[str, tuple[str, ...]] | None:
    """`z_i` → ("z", ("i",)); None for anything but a name with plain indices."""
    if isinstance(expr, s.Sym):
        return expr.name, ()
    if isinstance(expr, s.Index) and isinstance(expr.base, s.Sym):
        indices = tuple(i.name for i in expr.indices if isinstance(i, s.Sym))
        if len(indices) == len(expr.indices):
            return (expr.base.name, indices) if len(set(indices)) == len(indices) else None
    return None


def is_application(expr: Expr, known: set[str]) -> bool:
    """`L(w)`: a single unknown capital or script name followed by known things."""
    if not isinstance(expr, s.Mul) or len(expr.factors) != 2:
        return False
    name = expr.factors[0]
    return isinstance(name, s.Sym) and name.name not in known and bool(re.fullmatch(r"[LJFRCQ]\w*|\\ell", name.name))


def equalities(reads: list[Read], relations: tuple[str, ...]) -> Iterator[tuple[list[Read], tuple[str, ...]]]:
    """The members between which there are only equality signs."""
    part: list[Read] = [reads[0]]
    relations = relations[-(len(reads) - 1) :] if len(relations) >= len(reads) else relations
    for read, relation in zip(reads[1:], relations, strict=False):
        if relation in ("=", "≡", ":="):
            part.append(read)
        else:
            yield part, relations
            part = [read]
    yield part, relations


def count_of(expr: Expr, names: set[str]) -> dict[str, int]:
    """How often each of the names occurs."""
    found: dict[str, int] = {}
    for node in trees.walk(expr):
        if isinstance(node, s.Sym) and node.name in names:
            found[node.name] = found.get(node.name, 0) + 1
    return found


def exprs_of(read: Read) -> list[Expr]:
    if read.slope is not None:
        return [read.slope.body, read.slope.by]
    return [read.expr] if read.expr is not None else []


def free_indices(expr: Expr, world: World) -> set[str]:
    """Names in the places of indices, and in conditions, that no sum binds and nobody declared."""
    expr = _without_diagonals(expr)
    places: set[str] = set()
    for node in trees.walk(expr):
        if isinstance(node, s.Index):
            for index in node.indices:
                places |= trees.names(index) if not isinstance(index, s.Colon) else set()
        elif isinstance(node, s.Test):
            places |= trees.names(node)
    return {n for n in places & trees.free_names(expr) if n not in world.values and n not in world.definitions}


def _without_diagonals(expr: Expr) -> Expr:
    """Without `diag(‖X_{:,j}‖)`, whose index runs over the diagonal."""

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, s.Call) or node.name != "diag" or len(node.args) != 1:
            return None
        indices = {i for n in trees.walk(node.args[0]) if isinstance(n, s.Index) for i in n.indices}
        names = {i.name for i in indices if isinstance(i, s.Sym)} & trees.free_names(node.args[0])
        return s.ZERO if len(names) == 1 else None

    return trees.rebuild(expr, change)


def without_pairs(expr: Expr) -> Expr:
    """Without the sums that are over pairs of indices: `Σ_{j≠k} …`."""

    def change(node: Expr) -> Expr | None:
        pair = isinstance(node, s.Fold) and node.op == "sum" and node.upper is None and bool(node.tests)
        return s.ZERO if pair else None

    return trees.rebuild(expr, change)


def bodies_of(exprs: list[Expr], world: World) -> list[Expr]:
    """What the families in some expressions are made of, with their own indices as the usual places: `a_j = X_ij w_j`.

    An index that is left in it, as i is here, is one of the expressions too, unless they sum over it.
    """
    bound = {n.index for e in exprs for n in trees.walk(e) if isinstance(n, s.Fold)}
    found: list[Expr] = []
    for name in sorted(set().union(*(mentioned(e, world) for e in exprs)) & set(world.definitions)):
        definition = world.definitions[name]
        inner = free_indices(definition.body, world) - set(definition.parameters)
        if inner and not inner & bound and definition.parameters:
            one = {s.Sym(p): s.ONE for p in definition.parameters}
            found.append(trees.substitute(definition.body, {p.name: v for p, v in one.items()}))
    return found


def within_case(case: Case, place: World) -> bool:
    a, relation, b = case
    if a not in place.indices or b not in place.indices:
        return True
    return (place.indices[a] == place.indices[b]) == (relation == "=")


def value_of(read: Read, world: World) -> Any:
    if read.slope is None:
        assert read.expr is not None
        return value(read.expr, world)
    by = read.slope.by
    if read.slope.order == 2 and isinstance(by, s.Sym):
        return second(read.slope.body, by.name, world, value)
    if isinstance(by, s.Sym):
        return slope(read.slope.body, by.name, (), world, value)
    if isinstance(by, s.Index) and isinstance(by.base, s.Sym):
        return slope(read.slope.body, by.base.name, by.indices, world, value)
    raise Unclear("a derivative by something that is not a symbol")


def rounding(text: str) -> float:
    """Half a unit in the last place of a member that is one decimal number."""
    decimal = re.fullmatch(r"\s*-?\s*\d+\.(\d+)\s*", text)
    return 0.5 * 10.0 ** -len(decimal[1]) if decimal else 0.0


def counterexample_of(left: Read, right: Read, place: World, a: Any, b: Any) -> str:
    """The numbers of a counterexample, for a reader."""
    where = [f"{n} = {k}" for n, k in sorted(place.indices.items())]
    used = set().union(*(mentioned(e, place) for r in (left, right) for e in exprs_of(r)))
    numbers = [
        f"{n} = {float(np.real(v)):.3g}"
        for n, v in sorted(place.values.items())
        if n in used and not np.ndim(v) and n not in place.definitions
    ]
    return (", ".join([*where, *numbers]) or "at a random draw") + f": {_number(a)} against {_number(b)}"


def _number(x: Any) -> str:
    return f"{float(np.real(x)):.4g}"


def flattened(expr: Expr) -> Expr:
    """Names with number indices as names of their own: f_1."""

    def change(node: Expr) -> Expr | None:
        if (
            isinstance(node, s.Index)
            and isinstance(node.base, s.Sym)
            and all(isinstance(i, s.Num) for i in node.indices)
        ):
            return s.Sym(node.base.name + "_" + "".join(str(i.value) for i in node.indices if isinstance(i, s.Num)))
        return None

    return trees.rebuild(expr, change)


def linear(expr: Expr, names: list[str]) -> list[float] | None:
    """The coefficients of a linear expression and its constant; None if it is not linear, or no scalar."""

    def at(point: dict[str, float]) -> float:
        found = np.real(value(expr, World(point, {}, {})))
        if np.ndim(found):  # a system written with matrices: several equations in one
            raise Unclear("not a scalar")
        return float(found)

    try:
        zero = at(dict.fromkeys(names, 0.0))
        row = [at({**dict.fromkeys(names, 0.0), n: 1.0}) - zero for n in names]
        probe = {n: 1.7 * k + 0.3 for k, n in enumerate(names)}
        if abs(at(probe) - zero - sum(c * probe[n] for c, n in zip(row, names, strict=True))) > 1e-9:
            return None
    except Unclear:
        return None
    return [*row, zero]


def used_names(*reads: Read) -> set[str]:
    """The names that stand in some members."""
    return set().union(*(trees.names(e) for r in reads for e in exprs_of(r)))


def differentiated_by(read: Read) -> str:
    """The name that a member is a derivative in, as `∇_w J` and `dJ/dw` are; "" for anything else."""
    if read.slope is not None:
        return read.slope.by.name if isinstance(read.slope.by, s.Sym) else ""
    derivative = isinstance(read.expr, s.Sym) and read.expr.name.startswith(r"\partial ")
    return parts(read.expr.name)[1] if derivative and isinstance(read.expr, s.Sym) else ""
