r"""Subscripts and names of two expressions that nobody declared: what runs over a family, and what is only a label.

>>> from viva.reading.parser import parse
>>> atoms((parse(r"m_{t-1} + \sum_j x_j"),))[0].terms[0]
Sym(name='m_{t - 1}')

A reply may call a size or a free index differently, leave out the bounds of a sum, or write a bar for a mean: here the
reply is rewritten so that it names these things as the key does. What it does not do is rename any other symbol.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import replace

from viva.reading.notation import render
from viva.reading.syntax import (
    ONE,
    Add,
    Apply,
    Call,
    Colon,
    Div,
    Dot,
    Expect,
    Expr,
    Fold,
    Had,
    Index,
    Mul,
    Neg,
    Norm,
    Sym,
    Test,
    Transpose,
)
from viva.reading.trees import children, free_names, rebuild, rename, walk

_COUNTS = frozenset("nmdNMDBKTH")


def is_paired(expr: Expr, name: str) -> bool:
    """Does the letter stand only under sums whose own index is compared with it?"""
    inside = rebuild(
        expr,
        lambda node: (
            ONE if isinstance(node, Fold) and any(Sym(name) in (test.left, test.right) for test in node.tests) else None
        ),
    )
    return name not in free_names(inside)


def index_letters(expr: Expr) -> set[str]:
    return {
        name for n in walk(expr) if isinstance(n, Index) for item in n.indices for name in free_names(item)
    } | free_names(expr)


def with_sizes_of(key: Expr, expr: Expr) -> Expr:
    """A sum up to a size that the key does not name runs over all there is; a size under another letter is renamed."""
    mine = _uppers(key)
    theirs = _uppers(expr)
    if len(mine) == len(theirs) == 1 and mine != theirs and not mine & free_names(expr):
        (old,), (new,) = theirs, mine
        if old not in free_names(key):
            return rename(expr, {old: new})

    elsewhere = free_names(rebuild(expr, _without_upper)) if theirs else set()  # the n of `\\frac1n \\sum_{j=1}^n`

    def change(node: Expr) -> Expr | None:
        if (
            isinstance(node, Fold)
            and isinstance(node.upper, Sym)
            and node.upper.name not in free_names(key) | elsewhere
            and node.lower in (None, ONE)
        ):
            return replace(node, lower=None, upper=None, body=rebuild(node.body, change))
        return None

    return rebuild(expr, change)


def _without_upper(node: Expr) -> Expr | None:
    return replace(node, upper=None, body=rebuild(node.body, _without_upper)) if isinstance(node, Fold) else None


def with_means(key: Expr, expr: Expr) -> Expr:
    r"""`\bar g` is the mean of the family `g` of the key, where the key has no such symbol itself."""
    families = {n.base.name for n in walk(key) if isinstance(n, Index) and isinstance(n.base, Sym)}
    running = {n.index for n in walk(key) if isinstance(n, Fold)}
    summed = {
        n.base.name
        for n in walk(key)
        if isinstance(n, Index) and isinstance(n.base, Sym) and any(free_names(i) & running for i in n.indices)
    }
    own = free_names(key)
    means = {f"\\bar {name}" for name in families} - own | {f"\\bar {name}" for name in summed}

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Sym) and node.name in means:
            return Call("mean", (Sym(node.name.removeprefix("\\bar ")),))
        if isinstance(node, Call) and node.name == "mean" and isinstance(node.args[0], Mul):
            first, *others = node.args[0].factors  # \overline{g x}: entry by entry
            if {f.name for f in (first, *others) if isinstance(f, Sym)} <= families:
                return Call("mean", (functools.reduce(Had, others, first),))
        return None

    return rebuild(expr, change)


def with_counts(exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    r"""Where one side has a mean and the other `\frac1n \sum_j`, n is how far j runs, though nobody says so."""
    nodes = [node for expr in exprs for node in walk(expr)]
    below = {n for node in nodes if isinstance(node, Div) for n in free_names(node.bottom) if n in _COUNTS}
    if not any(_is_mean(node) for node in nodes) and below & free_names(exprs[0]):
        return exprs
    if len(below) != 1 or any(isinstance(node, Fold) and node.upper is not None for node in nodes):
        return exprs
    count = Sym(below.pop())

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Fold) and node.lower is None and not node.tests:
            return replace(node, upper=count, body=rebuild(node.body, change))
        return None

    return tuple(rebuild(expr, change) for expr in exprs)


def with_points(exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """`Σ_i α_i x_iᵀ x`, `K(x, x_i)`: the point x is another thing than the family of the x_i, and gets another name."""
    key = exprs[0]
    points = {
        name
        for node in walk(key)
        if isinstance(node, Add | Mul | Dot | Apply | Call)
        for name in _bare(node) & _elements(node)
    }
    running = {n.index for n in walk(key) if isinstance(n, Fold)}
    families = {
        n.base.name
        for n in walk(key)
        if isinstance(n, Index) and isinstance(n.base, Sym) and any(free_names(i) & running for i in n.indices)
    }
    points &= families
    if not points:
        return exprs

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Index) and isinstance(node.base, Sym):
            return replace(node, indices=tuple(rebuild(item, change) for item in node.indices))
        if isinstance(node, Call) and node.name in ("mean", "sum", "softmax", "max", "min"):
            return node if any(isinstance(arg, Sym) for arg in node.args) else None
        return Sym(node.name + "°") if isinstance(node, Sym) and node.name in points else None

    return tuple(rebuild(expr, change) for expr in exprs)


def _parts(node: Expr) -> list[Expr]:
    found: list[Expr] = []
    for item in children(node):
        while isinstance(item, Neg | Transpose):
            item = item.arg
        found.append(item)
    return found


def _bare(node: Expr) -> set[str]:
    return {item.name for item in _parts(node) if isinstance(item, Sym)}


def _elements(node: Expr) -> set[str]:
    return {i.base.name for i in _parts(node) if isinstance(i, Index) and isinstance(i.base, Sym)}


def with_heads(key: Expr, found: tuple[Expr, ...]) -> tuple[Expr, ...]:
    r"""`V^\pi(s)` for the key's `V(s)`, `p_\theta(x)` for its `p(x)`, and the other way round: the same function.

    Only where one of the two has no mark at all, and where the key has but one such function.
    """
    mine = _heads(key)
    found = tuple(_with_probabilities(mine, expr) for expr in found)
    roots: dict[str, list[str]] = {}
    for name in mine:
        roots.setdefault(_root(name), []).append(name)

    def change(theirs: set[str], node: Expr) -> Expr | None:
        if not isinstance(node, Apply) or not isinstance(node.function, Sym) or node.function.name in mine:
            return None
        own = roots.get(_root(node.function.name), [])
        if (
            len(own) != 1
            or own[0] in theirs
            or (_root(own[0]) != own[0] and _root(node.function.name) != node.function.name)
        ):
            return None
        args = tuple(rebuild(arg, lambda inner: change(theirs, inner)) for arg in node.args)
        return replace(node, function=Sym(own[0]), args=args)

    return tuple(rebuild(expr, functools.partial(change, _heads(expr) & mine)) for expr in found)


_PROBABILITIES = frozenset(("p", "P", "Pr", "q", "Q"))


def _with_probabilities(mine: set[str], expr: Expr) -> Expr:
    """`P(a | b)` for the key's `p(a | b)`, where neither has the other sign as well."""
    ours, theirs = mine & _PROBABILITIES, _heads(expr) & _PROBABILITIES
    if len(ours) != 1 or len(theirs) != 1 or ours == theirs or ({*ours, *theirs} & {"q", "Q"}):
        return expr
    ((own,), (other,)) = ours, theirs

    def change(node: Expr) -> Expr | None:
        if not (isinstance(node, Apply) and node.function == Sym(other)):
            return None
        return replace(node, function=Sym(own), args=tuple(rebuild(arg, change) for arg in node.args))

    return rebuild(expr, change)


def _heads(expr: Expr) -> set[str]:
    return {n.function.name for n in walk(expr) if isinstance(n, Apply) and isinstance(n.function, Sym)}


def _root(name: str) -> str:
    r"""A function's name without what it belongs to: `V^{\pi}` → `V`, `p_{\theta}` → `p`; `p_data` stays."""
    match = _PARAMETERS.search(name)
    return name[: match.start()] if match else name


_PARAMETERS = re.compile(r"(?:\^\{\\?(?:pi|theta|phi|mu)\}|_\{?\\?(?:theta|phi|psi|omega|vartheta|varphi|w)\}?)+$")


def with_laws(exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    r"""`E_q[…]`, `E_{q(z|x)}[…]` and `E_z[…]` as one, where the other side leaves out what one side says."""
    exprs = tuple(rebuild(expr, _with_law) for expr in exprs)
    key, *_found = exprs
    nodes = [node for expr in exprs for node in walk(expr) if isinstance(node, Expect)]
    if not nodes:
        return exprs
    laws = {node.law for node in walk(key) if isinstance(node, Expect)} - {""}
    overs = {node.over for node in nodes} - {()}
    law = laws.pop() if len(laws) == 1 else None
    over = overs.pop() if len(overs) == 1 else ()

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, Expect):
            return None
        new = replace(node, over=node.over or over, body=tuple(rebuild(item, change) for item in node.body))
        return new if laws else replace(new, law=node.law or law if law is not None else "")

    return tuple(rebuild(expr, change) for expr in exprs)


def _with_law(node: Expr) -> Expr | None:
    """`E_q[log p(z)]`: a subscript that does not occur in the body names the distribution."""
    if not isinstance(node, Expect):
        return None
    body = tuple(rebuild(item, _with_law) for item in node.body)
    functions = [n.function for item in body for n in walk(item) if isinstance(n, Apply)]
    heads = {head.base if isinstance(head, Index) else head for head in functions}
    inside = {name for item in body for name in free_names(item)}
    if len(node.over) == 1 and not node.law and (node.over[0] not in inside or Sym(node.over[0]) in heads):
        return replace(node, body=body, over=(), law=node.over[0].removeprefix("\\"))
    return replace(node, body=body, law=node.law.removeprefix("\\"))


def _is_mean(node: Expr) -> bool:
    """`mean(g)`, `mean_j g_j` or `E_j[g_j]`."""
    if isinstance(node, Expect):
        return node.op == "E" and bool(node.over)
    return (isinstance(node, Call) and node.name == "mean") or (isinstance(node, Fold) and node.op == "mean")


def _uppers(expr: Expr) -> set[str]:
    return {n.upper.name for n in walk(expr) if isinstance(n, Fold) and isinstance(n.upper, Sym)}


def atoms(exprs: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The expressions with every subscript that nothing runs over made part of a name: `m_{t-1}`, `W^{(l)}`."""
    nodes = [node for expr in exprs for node in walk(expr)]
    running = {node.index for node in nodes if isinstance(node, Fold)}
    inside: list[Expr] = []  # what something runs over without naming it
    for node in nodes:
        if isinstance(node, Index) and not isinstance(node.base, Sym):
            running |= {item.name for item in node.indices if isinstance(item, Sym)}  # softmax(z)_i
        elif isinstance(node, Test):
            running |= {side.name for side in (node.left, node.right) if isinstance(side, Sym)}
        elif isinstance(node, Call) and node.name in ("mean", "sum", "max", "min", "prod", "softmax"):
            inside.extend(node.args)
        elif isinstance(node, Call) and node.name == "diag":
            for arg in node.args:
                running |= {n for i in walk(arg) if isinstance(i, Index) for x in i.indices for n in free_names(x)}
            running -= {"t", "l", "s"}  # these are times
    families: set[str] = set()
    for expr in inside:
        families |= {n.base.name for n in walk(expr) if isinstance(n, Index) and isinstance(n.base, Sym)}
        families |= {n.name for n in walk(expr) if isinstance(n, Sym)}
    families |= {side.name for node in nodes for side in _vectorlike(node)}
    for node in nodes:
        if isinstance(node, Index) and isinstance(node.base, Sym):
            for item in node.indices:
                if isinstance(item, Colon) or free_names(item) & running:
                    families.add(node.base.name)

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Index) and isinstance(node.base, Sym) and node.base.name not in families:
            inner = ",".join(render(item, "ascii") for item in node.indices)
            return Sym(f"{node.base.name}_{{{inner}}}")
        return None

    return tuple(rebuild(expr, change) for expr in exprs)


def _vectorlike(node: Expr) -> Iterable[Sym]:
    """Bare symbols that stand where only a vector or a matrix does."""
    if isinstance(node, Norm | Transpose) and isinstance(node.arg, Sym):
        yield node.arg
    elif isinstance(node, Call) and node.name in ("inner", "tr", "norms", "size", "det"):
        yield from (arg for arg in node.args if isinstance(arg, Sym))


def free_letters(expr: Expr, families: Iterable[str]) -> list[str]:
    """Letters that stand as free indices, in order."""
    free = free_names(expr)
    found = [
        item.name
        for node in walk(expr)
        if isinstance(node, Index)
        for item in node.indices
        if isinstance(item, Sym) and item.name in free and item.name not in families
    ]
    found += [
        side.name
        for node in walk(expr)
        if isinstance(node, Test)
        for side in (node.left, node.right)
        if isinstance(side, Sym) and side.name in found
    ]
    return list(dict.fromkeys(found))


def plain(name: str) -> str:
    r"""A name without its accent: `\tilde w` → `w`."""
    return name.rpartition(" ")[2] if not name.endswith("}") else name.partition("_")[0].rpartition(" ")[2]


def is_capital(name: str) -> bool:
    """Does the name begin with a capital?"""
    return plain(name).partition("_")[0].removeprefix("\\")[:1].isupper()
