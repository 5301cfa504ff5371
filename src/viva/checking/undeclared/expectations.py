r"""Expectations as the sums that key or reply write out: `E_{x ∼ p}[f(x)]` is `Σ_x p(x) f(x)`.

>>> from viva.reading.parser import parse
>>> key = parse(r"\sum_x p(x) \log \frac{p(x)}{q(x)}")
>>> for text in (r"E_{x \sim p}[\log \frac{p(x)}{q(x)}]", r"E_p[\log \frac{p(x)}{q(x)}]", "sum(p * log(p/q))"):
...     print(as_sums(key, (parse(text),)) == (key, (key,)))
True
True
True

The law must stand as a factor behind the sum of the other side, applied to what the sum runs over: which it is, is told
there and nowhere else. A sum without an index runs over the same.
"""

from __future__ import annotations

from viva.reading.syntax import Add, Apply, Call, Expect, Expr, Fold, Index, Mul, Neg, Sym, Transpose, add, mul
from viva.reading.trees import free_names, rebuild, rename, walk

_SUMS = frozenset(("sum", "integral"))
_LOOSE = frozenset(("sum", "mean"))  # without an index


def as_sums(key: Expr, found: tuple[Expr, ...]) -> tuple[Expr, tuple[Expr, ...]]:
    """Key and readings of a reply with sums for the expectations whose law another sum names."""
    exprs = (key, *found)
    nodes = [node for expr in exprs for node in walk(expr)]
    loose = any(isinstance(node, Expect) or (isinstance(node, Call) and node.name in _LOOSE) for node in nodes)
    folds = [node for node in nodes if isinstance(node, Fold) and node.op in _SUMS] if loose else []
    if loose and (told := _with_indices(key, found)) is not None:
        return key, told
    laws = {law.function.name: (fold, law) for fold in folds for law in _laws(fold) if isinstance(law.function, Sym)}
    if not laws:
        return key, found
    applied = _applied(exprs)

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Expect) and node.op == "E" and len(node.body) == 1:
            name = node.law or (node.over[0] if len(node.over) == 1 and node.over[0] in laws else "")
            if not node.over and not name and len(laws) == 1:
                (name,) = laws
            if name not in laws:
                return None
            fold, law = laws[name]
            body = rebuild(node.body[0], change)
            if node.over and node.over[0] != name and node.over[0] != fold.index:
                if fold.index in free_names(body):
                    return None
                body = rename(body, {node.over[0]: fold.index})
            elif fold.index.upper() != fold.index and fold.index not in free_names(body):
                body = rename(body, {fold.index.upper(): fold.index})
            if fold.index not in free_names(body):
                return None
            terms = body.terms if isinstance(body, Add) else (body,)
            inside = [term for term in terms if fold.index in free_names(term)]
            outside = [term for term in terms if fold.index not in free_names(term)]  # E[a + f(x)] = a + E[f(x)]
            return add(*outside, _fold(fold, mul(law, add(*inside))))
        if isinstance(node, Call) and node.name == "sum" and len(node.args) == 1:
            (fold, _), *others = laws.values()
            if any(other is not fold and other.index != fold.index for other, _ in others):
                return None
            body = rebuild(node.args[0], lambda n: _with_argument(n, fold.index, applied))
            return _fold(fold, body) if fold.index in free_names(body) else None
        return None

    return rebuild(key, change), tuple(rebuild(expr, change) for expr in found)


def _with_indices(key: Expr, found: tuple[Expr, ...]) -> tuple[Expr, ...] | None:
    """`mean((f(x) - y)**2)` as the mean of `(f(x_i) - y_i)^2`, where the key has f of x_i under its sum; else None."""
    folds = [node for node in walk(key) if isinstance(node, Fold) and node.op in _SUMS]
    if len(folds) != 1:
        return None
    index = Sym(folds[0].index)
    inside = [n for n in walk(folds[0].body) if isinstance(n, Index) and n.indices == (index,)]
    bases = {n.base.name: n for n in inside if isinstance(n.base, Sym)}
    applied = {arg for n in walk(folds[0].body) if isinstance(n, Apply) for arg in n.args}
    if not applied & set(inside):
        return None

    def put(node: Expr) -> Expr | None:
        return node if isinstance(node, Index) else bases.get(node.name) if isinstance(node, Sym) else None

    def change(node: Expr) -> Expr | None:
        if not (isinstance(node, Call) and node.name in _LOOSE and len(node.args) == 1):
            return None
        return Call(node.name, (rebuild(node.args[0], put),))

    told = tuple(rebuild(expr, change) for expr in found)
    return None if told == found else told


def _fold(like: Fold, body: Expr) -> Fold:
    return Fold(like.op, like.index, like.lower, like.upper, like.tests, body, like.within)


def _laws(fold: Fold) -> list[Apply]:
    """The factors behind a sum that are functions of what it runs over."""
    body = fold.body.arg if isinstance(fold.body, Neg) else fold.body
    factors = body.factors if isinstance(body, Mul) else (body,)
    return [f for f in factors if isinstance(f, Apply) and any(_is(arg, fold.index) for arg in f.args)]


def _is(arg: Expr, index: str) -> bool:
    """Is an argument the index of the sum: s' is read as a transpose where nothing says otherwise."""
    if isinstance(arg, Transpose) and isinstance(arg.arg, Sym):
        return arg.arg.name + "'" == index
    return arg == Sym(index)


def _applied(exprs: tuple[Expr, ...]) -> dict[str, Apply]:
    """What each function is applied to, where that is one thing only."""
    found: dict[str, set[Apply]] = {}
    for expr in exprs:
        for node in walk(expr):
            if isinstance(node, Apply) and isinstance(node.function, Sym):
                found.setdefault(node.function.name, set()).add(node)
    return {name: next(iter(nodes)) for name, nodes in found.items() if len(nodes) == 1}


def _with_argument(node: Expr, index: str, applied: dict[str, Apply]) -> Expr | None:
    if isinstance(node, Apply):
        return node
    call = applied.get(node.name) if isinstance(node, Sym) else None
    return call if call is not None and any(_is(arg, index) for arg in call.args) else None
