r"""One vector written entry by entry on one side, and as a whole on the other: brought to one of the two.

>>> from viva.reading.parser import parse
>>> from viva.reading.notation import render
>>> key, found = levelled(parse("(p_i - y_i)/t"), (parse("(p - y)/t"),))
>>> render(found[0], "ascii")
'(p_i - y_i)/t'
>>> levelled(parse("x_i - y"), (parse("x_j - y"),)) is None
True

Where nothing is summed, the names without an index get it; else what is written entry by entry is taken as the list of
its entries. `counted` takes the n of one side for how many entries a vector has, where the other side has a mean.
Nothing here decides whether that is right: it is tried where the two cannot be compared as they stand.
"""

from __future__ import annotations

from fractions import Fraction

from viva.checking.undeclared.indices import free_letters, is_capital
from viva.reading.syntax import (
    ONE,
    ONES,
    Add,
    Call,
    Div,
    Dot,
    Expr,
    Fold,
    Had,
    Index,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Sym,
    Test,
    Transpose,
)
from viva.reading.trees import free_names, rebuild, walk

_COUNTS = frozenset(("n", "d", "m", "N", "D"))
_PLAIN = (Sym, Num, Add, Mul, Div, Neg, Pow, Had, Index)


def levelled(key: Expr, found: tuple[Expr, ...]) -> tuple[Expr, tuple[Expr, ...]] | None:
    """Key and readings of a reply as entries or as whole vectors; None where they are both the one or the other."""
    exprs = (key, *found)
    bases = {n.base.name for e in exprs for n in walk(e) if isinstance(n, Index) and isinstance(n.base, Sym)}
    mine, theirs = _letters(key, bases), _letters(found[0], bases)
    if bool(mine) == bool(theirs) or len(mine) + len(theirs) != 1:
        return None
    letter = (mine or theirs)[0]
    indexed, whole = (key, found[0]) if mine else (found[0], key)
    families = _families(indexed, letter)
    if not families or not families & _bare(whole):
        return None
    if all(isinstance(node, _PLAIN) for expr in exprs for node in walk(expr)) and not families & _capitals(whole):
        if mine:
            return key, tuple(_with_index(expr, families, letter) for expr in found)
        return _with_index(key, families, letter), found
    if mine:
        return _listed(key, letter), found
    return key, tuple(_listed(expr, letter) for expr in found)


def _letters(expr: Expr, bases: set[str]) -> list[str]:
    """Free indices, also one that nothing has but a `δ_{ij}` in a sum over j, but not the i of `diag(p_i)`."""
    expr = rebuild(expr, lambda node: ONE if isinstance(node, Call) and node.name == "diag" else None)
    free = free_names(expr)
    tests = [t for node in walk(expr) if isinstance(node, Fold) for t in walk(node.body) if isinstance(t, Test)]
    sides = [side.name for test in tests for side in (test.left, test.right) if isinstance(side, Sym)]
    return free_letters(expr, bases) or [name for name in dict.fromkeys(sides) if name in free]


def _families(expr: Expr, letter: str) -> frozenset[str]:
    """What the expression has with the letter as its only index, and never with another of the same kind."""
    nodes = [n for n in walk(expr) if isinstance(n, Index) and isinstance(n.base, Sym)]
    running = {n.index for n in walk(expr) if isinstance(n, Fold)}
    wanted = {n.base.name for n in nodes if isinstance(n.base, Sym) and n.indices == (Sym(letter),)}
    if any(isinstance(n, Test) and Sym(letter) in (n.left, n.right) for n in walk(expr)):
        wanted |= {
            n.base.name for n in nodes if isinstance(n.base, Sym) and n.indices[0] in {Sym(name) for name in running}
        }
    other = {
        n.base.name
        for n in nodes
        if isinstance(n.base, Sym)
        and n.indices != (Sym(letter),)
        and not (len(n.indices) == 1 and isinstance(n.indices[0], Sym) and n.indices[0].name in running)
    }
    return frozenset(wanted - other)


def _bare(expr: Expr) -> set[str]:
    """The names that stand without an index."""
    inside = rebuild(expr, lambda node: ONE if isinstance(node, Index) else None)
    return free_names(inside)


def _capitals(expr: Expr) -> set[str]:
    return {name for name in free_names(expr) if is_capital(name)}


def _with_index(expr: Expr, families: frozenset[str], letter: str) -> Expr:
    def change(node: Expr) -> Expr | None:
        if isinstance(node, Index):
            return node
        return Index(node, (Sym(letter),)) if isinstance(node, Sym) and node.name in families else None

    return rebuild(expr, change)


def _listed(expr: Expr, letter: str) -> Expr:
    return Fold("list", letter, None, None, (), expr)


def counted(key: Expr, found: tuple[Expr, ...]) -> tuple[Expr, tuple[Expr, ...]] | None:
    """The n that one side divides by as the number of entries of what the other side takes a mean of."""
    sides = (key, found[0])
    if (scaled := _dimension(key, found)) is not None:
        return scaled
    means = [any(isinstance(n, Call) and n.name in ("mean", "rms") for n in walk(side)) for side in sides]
    if means[0] == means[1]:
        return None
    mean, plain = (key, found[0]) if means[0] else (found[0], key)
    below = {n for node in walk(plain) if isinstance(node, Div) for n in free_names(node.bottom) if n in _COUNTS}
    if len(below) != 1 or below & free_names(mean) or any(isinstance(n, Fold) and n.upper for n in walk(plain)):
        return None
    if any(is_capital(name) for name in free_names(plain) - {ONES.name}):
        return None  # with matrices there may be several sizes
    vectors = [n.arg.name for n in walk(plain) if isinstance(n, Transpose | Norm) and isinstance(n.arg, Sym)]
    vectors += [
        s.name for n in walk(plain) if isinstance(n, Dot | Had) for s in (n.left, n.right) if isinstance(s, Sym)
    ]
    if not vectors:
        return None
    (count,) = below
    size = Call("size", (Sym(vectors[0]),))

    def change(node: Expr) -> Expr | None:
        return size if node == Sym(count) else None

    return rebuild(key, change), tuple(rebuild(expr, change) for expr in found)


def _dimension(key: Expr, found: tuple[Expr, ...]) -> tuple[Expr, tuple[Expr, ...]] | None:
    """The d of `d log(2π) + log det S` as the size of S, where the other side has no d but `log det(2πS)`."""
    sides = (key, found[0])
    counts = [free_names(side) & _COUNTS for side in sides]
    if sorted(map(len, counts)) != [0, 1]:
        return None
    count = min(counts[0] | counts[1])
    inside = [{n.args[0] for n in walk(side) if isinstance(n, Call) and n.name in ("det", "abs")} for side in sides]
    named = {arg for args in inside for arg in args if isinstance(arg, Sym)}
    scaled = [arg for args in inside for arg in args if isinstance(arg, Mul) and named & set(arg.factors)]
    if len(named) != 1 or len(scaled) != 1:
        return None
    square = named.pop()
    size = Call("size", (square, Num(Fraction(0))))

    def change(node: Expr) -> Expr | None:
        if node == Call("abs", (square,)):
            return Call("det", (square,))
        return size if node == Sym(count) else None

    return rebuild(key, change), tuple(rebuild(expr, change) for expr in found)
