r"""Names that only one of key and reply has, where the other writes out what they stand for.

>>> from viva.reading.parser import parse
>>> key, reply = parse(r"\frac{1}{\|x\|}(g - y y^\top g)"), parse(r"\frac{g}{\|x\|} - \frac{x x^\top g}{\|x\|^3}")
>>> [shown.name for shown in standard(key, reply)]
['y']
>>> {part.name for part in possible(parse(r"2 (a - o)"), parse(r"2 (a - \sum_k b_k c_k)"), {"b": 1, "c": 1})}
{'o'}

`standard` gives what such a name stands for everywhere: `x/‖x‖` where the key has x and its norm, `Σ_k a_k v_k` where
it has the families, a softmax of what the reply exponentiates. `possible` gives the parts of the other side that may
be meant, so that a name which nobody explained leaves it open. What is equal with one of them, the caller finds out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from viva.checking.answers.definitions import Definition
from viva.checking.undeclared.dimensions import Misfit, Sizes
from viva.checking.undeclared.sorts import CONSTANTS
from viva.reading.syntax import ONE, Add, Apply, Call, Div, Expr, Fold, Index, Mul, Neg, Norm, Num, Sym
from viva.reading.trees import free_names, walk

_MOST = 12
_SIZES = frozenset("nmdNMDK")


def missing(one: Expr, other: Expr) -> list[str]:
    """Names that the one has and the other has not, but for sizes."""
    return sorted(free_names(one) - free_names(other) - CONSTANTS - _SIZES)


def standard(key: Expr, reply: Expr) -> Iterator[Definition]:
    """What a name of the key that the reply does without stands for by custom."""
    gone = missing(key, reply)
    if len(gone) != 1 or not free_names(reply) <= free_names(key) | _exponents(reply):
        return
    (name,) = gone
    uses = [node for node in walk(key) if isinstance(node, Index) and node.base == Sym(name)]
    if uses:
        if all(len(node.indices) == 1 for node in uses):
            yield from _softmaxes(name, reply)
        return
    lengths = [n.arg for n in walk(key) if isinstance(n, Norm) and isinstance(n.arg, Sym) and n.order in ("", "2")]
    for vector in dict.fromkeys(lengths):
        if vector.name != name:
            yield Definition(name, (), Div(vector, Norm(vector)), 0)
    yield from _averages(name, key)


def _averages(name: str, key: Expr) -> Iterator[Definition]:
    """`Σ_k a_k v_k`, of families that the key has at one index."""
    found: dict[Expr, set[str]] = {}
    for node in walk(key):
        if isinstance(node, Index) and isinstance(node.base, Sym) and len(node.indices) == 1:
            found.setdefault(node.indices[0], set()).add(node.base.name)
    index = (Sym("k°"),)
    for families in found.values():
        for weight in sorted(families):
            for value in sorted(families - {weight}):
                body = Mul((Index(Sym(weight), index), Index(Sym(value), index)))
                yield Definition(name, (), Fold("sum", "k°", None, None, (), body), 0)


def _exponents(reply: Expr) -> set[str]:
    calls = [node for node in walk(reply) if isinstance(node, Call) and node.name == "exp"]
    return {name for call in calls for arg in call.args for name in free_names(arg)}


def _softmaxes(name: str, reply: Expr) -> Iterator[Definition]:
    bases = {
        node.args[0].base.name
        for node in walk(reply)
        if isinstance(node, Call) and node.name == "exp" and isinstance(node.args[0], Index)
        and isinstance(node.args[0].base, Sym)
    }  # fmt: skip
    for base in sorted(bases):
        total = Fold("sum", "k°", None, None, (), Call("exp", (Index(Sym(base), (Sym("k°"),)),)))
        yield Definition(name, ("i°",), Div(Call("exp", (Index(Sym(base), (Sym("i°"),)),)), total), 0)


def possible(one: Expr, other: Expr, axes: Mapping[str, int]) -> Iterator[Definition]:
    """What a name that the one has, and the other has not, may stand for: a part of the other that has as many axes."""
    if isinstance(one, Sym | Index | Num):
        return
    have, want = free_names(one), free_names(other)
    wholes = {node.base.name for node in walk(one) if isinstance(node, Index) and isinstance(node.base, Sym)}
    count = 0
    for name in missing(one, other):
        if name in wholes or " " in name or (name[0] != "\\" and name[1:2].isalpha()):
            continue
        for part in dict.fromkeys(_parts(other)):
            inside = free_names(part)
            if (have - {name}) | inside != want or name in inside or part == other:
                continue
            if axes_of(part, axes) != axes.get(name, 0):
                continue
            count += 1
            if count > _MOST:
                return
            yield Definition(name, (), part, 0)


def axes_of(expr: Expr, axes: Mapping[str, int]) -> int | None:
    """How many axes the value has, with the symbols' own; None for a row, or where the shapes do not fit."""
    sizes = Sizes()
    for name, count in axes.items():
        sizes.axes[name] = tuple(sizes.fresh() for _ in range(count))
    try:
        shape = sizes.shape(expr)
    except Misfit:
        return None
    return None if shape.row else len(shape.axes)


def _parts(expr: Expr) -> Iterator[Expr]:
    bound = {node.index for node in walk(expr) if isinstance(node, Fold)}
    for node in walk(expr):
        if isinstance(node, Add | Mul | Div | Fold | Call | Apply) and not bound & free_names(node):
            yield node
        if isinstance(node, Mul) and len(node.factors) > 2:
            yield from (Mul(node.factors[k:]) for k in range(1, len(node.factors) - 1))
            yield from (Mul(node.factors[:k]) for k in range(2, len(node.factors)))
        if isinstance(node, Sym) and node.name not in bound | CONSTANTS:
            yield Add((ONE, Neg(node)))  # β for 1 − α
