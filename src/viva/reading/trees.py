r"""Walking syntax trees, and making new ones out of them: renamed, with expressions put in for symbols.

>>> from viva.reading.parser import parse
>>> expr = parse(r"\sum_j a_j x")
>>> sorted(free_names(expr)), sorted(names(rename(expr, {"x": "y"})))
(['a', 'x'], ['a', 'j', 'y'])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace

from viva.reading.syntax import Expr, Fold, Num, Sym

_HOLDING: dict[type, tuple[str, ...]] = {}


def _holding(expr: Expr) -> tuple[str, ...]:
    """The fields of a kind of node that hold expressions: looked up once, as every walk needs them."""
    names = _HOLDING.get(type(expr))
    if names is None:
        names = tuple(f.name for f in fields(expr) if "Expr" in str(f.type) or "Test" in str(f.type))
        _HOLDING[type(expr)] = names
    return names


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside this one; kept with the node, as every walk asks for them."""
    kept: tuple[Expr, ...] | None = expr.__dict__.get(_KEPT)
    if kept is None:
        found: list[Expr] = []
        for name in _holding(expr):
            value = getattr(expr, name)
            if type(value) is tuple:
                _flatten(value, found)
            elif value is not None:
                found.append(value)
        kept = expr.__dict__[_KEPT] = tuple(found)
    return kept


# No fields: equality, hashes and `replace` know nothing of them.
_KEPT, _WALKED, _FREE, _NAMES = "children", "walked", "free", "names"


def _flatten(items: tuple[object, ...], found: list[Expr]) -> None:
    for item in items:
        if type(item) is tuple:
            _flatten(item, found)
        elif item is not None:
            found.append(item)  # type: ignore[arg-type]


def walk(expr: Expr) -> Iterator[Expr]:
    """This expression and all inside it, outermost first; kept with the node, as the same trees are walked often."""
    kept: tuple[Expr, ...] | None = expr.__dict__.get(_WALKED)
    if kept is None:
        found, stack = list[Expr](), [expr]
        while stack:
            node = stack.pop()
            found.append(node)
            if type(node) is not Sym and type(node) is not Num:
                stack += reversed(children(node))
        kept = expr.__dict__[_WALKED] = tuple(found)
    return iter(kept)


def rebuild(expr: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """The expression with every outermost node for which `change` gives one replaced by it."""
    new = change(expr)
    if new is not None:
        return new
    if type(expr) is Sym or type(expr) is Num:
        return expr
    changed = {}
    for name in _HOLDING.get(type(expr)) or _holding(expr):
        old = getattr(expr, name)
        mapped = _map(old, change)
        if mapped is not old:
            changed[name] = mapped
    return replace(expr, **changed) if changed else expr  # type: ignore[arg-type]


def _map(value: object, change: Callable[[Expr], Expr | None]) -> object:
    if type(value) is tuple:
        items = [_map(item, change) for item in value]
        for old, new in zip(value, items, strict=True):
            if old is not new:
                return tuple(items)
        return value
    return value if value is None else rebuild(value, change)  # type: ignore[arg-type]


def names(expr: Expr) -> frozenset[str]:
    """All symbol names in the expression, those of bound indices included; kept with the node, like its children."""
    kept: frozenset[str] | None = expr.__dict__.get(_NAMES)
    if kept is None:
        kept = expr.__dict__[_NAMES] = frozenset(node.name for node in walk(expr) if type(node) is Sym)
    return kept


def free_names(expr: Expr) -> set[str]:
    """The symbol names that no sum inside the expression binds; kept with the node, like its children."""
    kept: frozenset[str] | None = expr.__dict__.get(_FREE)
    if kept is not None:
        return set(kept)
    found: set[str] = set()
    stack = [expr]
    while stack:
        node = stack.pop()
        if type(node) is Sym:
            found.add(node.name)
        elif type(node) is Fold:
            inner: set[str] = set()
            for child in children(node):
                inner |= free_names(child)
            found |= inner - {node.index}
        elif type(node) is not Num:
            stack += children(node)
    expr.__dict__[_FREE] = frozenset(found)
    return found


def rename(expr: Expr, new: dict[str, str]) -> Expr:
    """The expression with free symbols renamed."""
    return substitute(expr, {old: Sym(name) for old, name in new.items()})


def substitute(expr: Expr, values: dict[str, Expr]) -> Expr:
    """The expression with free symbols replaced by expressions. Sums that would capture a name get a fresh index."""
    if values.keys().isdisjoint(names(expr)):
        return expr

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Sym):
            return values.get(node.name)
        if isinstance(node, Fold):
            inner = {k: v for k, v in values.items() if k != node.index}
            if not inner:
                return node
            index = node.index
            body, tests = node.body, node.tests
            if any(index in free_names(v) for v in inner.values()):
                fresh = index + "'"
                body = rename(body, {index: fresh})
                tests = tuple(rename(t, {index: fresh}) for t in tests)  # type: ignore[misc]
                index = fresh
            return Fold(
                node.op,
                index,
                substitute(node.lower, values) if node.lower is not None else None,
                substitute(node.upper, values) if node.upper is not None else None,
                tuple(substitute(t, inner) for t in tests),  # type: ignore[misc]
                substitute(body, inner),
                node.within,
            )
        return None

    return rebuild(expr, change)
