r"""One thing that key and reply write in two ways, as trees: brought to the way of writing that the key has.

>>> from viva.reading.syntax import Call, Index, Sym
>>> labelled(Index(Sym("p"), (Sym("data"),))) == Sym("p_data")
True
>>> key, reply = Call("det", (Sym("A"),)), Call("abs", (Sym("A"),))
>>> aligned(key, (reply,)) == (key, (key,))
True

- `p_{data}` is `p_data`: a word in a subscript is part of a name.
- `|Σ|` is the determinant of what key or reply take a determinant or a trace of.
- `∇D(x)` is `∇_x D(x)` where the key differentiates D by nothing else.
- `p_g` is `p_g(x)` where the key has p_g of nothing else, and the reply of nothing at all.
- `Δa` is a product where Δ stands alone elsewhere.
- `Σ_{l ≥ 0}` is the sum from 0 to infinity.
- `X` has the rows `x_i`, where one of key and reply has the matrix and the other its rows.
- `U diag(d_i) Uᵀ` is `Σ_i u_i d_i u_iᵀ`, where the reply has the columns alone.
- `A^T` is a transpose where the key has a T but raises nothing to it.
- `W` is the matrix of the key's `w_{ij}`, where neither key nor reply has another W or w.

Names are never exchanged beyond that, so that what was wrong stays wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from viva.checking.undeclared.expectations import as_sums
from viva.checking.undeclared.indices import is_capital
from viva.reading.syntax import ONE, Apply, Call, Expr, Fold, Index, Mul, Num, Pow, Slope, Sym, Transpose
from viva.reading.trees import free_names, rebuild, rename, walk


def aligned(key: Expr, found: tuple[Expr, ...]) -> tuple[Expr, tuple[Expr, ...]]:
    """Key and readings of a reply in one way of writing."""
    nodes = [node for expr in (key, *found) for node in walk(expr)]
    kinds = set(map(type, nodes))
    if Index in kinds and any(_is_labelled(node) for node in nodes):
        key, *rest = (labelled(expr) for expr in (key, *found))
        found = tuple(rest)
    if Fold in kinds and any(isinstance(node, Fold) and node.tests for node in nodes):
        key, *rest = (rebuild(expr, _from_below) for expr in (key, *found))
        found = tuple(rest)
    if Fold in kinds and any(isinstance(node, Fold) and node.index.endswith("'") for node in nodes):
        key, *rest = (rebuild(expr, _with_primes) for expr in (key, *found))
        found = tuple(rest)
    if Pow in kinds and Transpose in kinds and _ABOVE not in {n.exponent for n in walk(key) if isinstance(n, Pow)}:
        found = tuple(rebuild(expr, _turned) for expr in found)
    names = {node.name for node in nodes if isinstance(node, Call)} if Call in kinds else set[str]()
    if "diag" in names:
        key = _by_columns(key, found)
        key, *rest = (rebuild(expr, _with_entries) for expr in (key, *found))
        found = tuple(rest)
    if "abs" in names and names & {"det", "tr"}:
        square = {a for n in nodes if isinstance(n, Call) and n.name in ("det", "tr") for a in n.args if _is_name(a)}
        key, *rest = (_with_determinants(expr, square) for expr in (key, *found))
        found = tuple(rest)
    if any(type(node) is Sym and _is_step(node) for node in nodes) and _splits(key, found):
        key, *rest = (rebuild(expr, _with_step) for expr in (key, *found))
        found = tuple(rest)
    if Slope in kinds:
        found = tuple(_with_gradients(key, expr) for expr in found)
    if Fold in kinds:
        found = tuple(_with_matrices(key, expr) for expr in found)
        found = tuple(_with_rows(key, expr) for expr in found)
        key, found = as_sums(key, found)
    return key, found


_ABOVE = Sym("T")


def _turned(node: Expr) -> Expr | None:
    """`A^T` as a transpose, though the key has a T: it raises nothing to its power."""
    if not (isinstance(node, Pow) and node.exponent == _ABOVE):
        return None
    base = rebuild(node.base, _turned)
    return Transpose(base) if not isinstance(base, Sym) or is_capital(base.name) else replace(node, base=base)


_DELTA = Sym(r"\Delta")


def _splits(key: Expr, found: tuple[Expr, ...]) -> bool:
    """Is Δ a factor: alone somewhere, or before different letters that both key and reply have without it?"""
    ours, theirs = free_names(key), set().union(*(free_names(expr) for expr in found))
    if _DELTA.name in ours | theirs:
        return True
    strange = {name for name in ours ^ theirs if name.startswith(_DELTA.name + " ")}
    return bool(strange) and all(name.removeprefix(_DELTA.name + " ") in ours & theirs for name in strange)


def _is_step(node: Expr) -> bool:
    return isinstance(node, Sym) and node.name.startswith(r"\Delta ")


def _with_step(node: Expr) -> Expr | None:
    """`Δa` as a product, where Δ stands alone elsewhere."""
    if not (isinstance(node, Sym) and _is_step(node)):
        return None
    return Mul((_DELTA, Sym(node.name.removeprefix(r"\Delta "))))


def _with_primes(node: Expr) -> Expr | None:
    """`max_{a'} Q(s, a')`: its a' is no transpose."""
    if not isinstance(node, Fold) or not node.index.endswith("'"):
        return None
    wanted = Transpose(Sym(node.index.removesuffix("'")))
    body = rebuild(node.body, lambda inner: Sym(node.index) if inner == wanted else None)
    return replace(node, body=rebuild(body, _with_primes))


def _from_below(node: Expr) -> Expr | None:
    """`Σ_{l ≥ 0}` as the sum from 0 to infinity."""
    if not isinstance(node, Fold) or node.lower is not None or node.upper is not None or len(node.tests) != 1:
        return None
    (test,) = node.tests
    if test.op != "≥" or test.left != Sym(node.index) or not isinstance(test.right, Num):
        return None
    body = rebuild(node.body, _from_below)
    return replace(node, lower=test.right, upper=Sym(r"\infty"), tests=(), body=body)


def _with_entries(node: Expr) -> Expr | None:
    """`diag(p_i(1 - p_i))` as the diagonal matrix of the list of these, so that i is bound."""
    if not isinstance(node, Call) or node.name != "diag" or len(node.args) != 1:
        return None
    body = node.args[0]
    bound = {n.index for n in walk(body) if isinstance(n, Fold)}
    indices = {i for n in walk(body) if isinstance(n, Index) for i in n.indices} - {Sym(name) for name in bound}
    if len(indices) != 1 or not isinstance(index := indices.pop(), Sym) or index.name in "tls":
        return None
    return Call("diag", (Fold("list", index.name, None, None, (), body),))


_OF_COLUMNS = frozenset("UVQ")  # vectors below one another would be the rows of X


def _by_columns(key: Expr, found: tuple[Expr, ...]) -> Expr:
    """`U diag(d_i) Uᵀ y` as `Σ_i u_i d_i u_iᵀ y`, where the reply has the columns and no U of its own."""
    theirs = {name for expr in found for name in free_names(expr)}
    columns = {name for expr in found for node in walk(expr) if (name := _of_row(node))}

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, Mul) or len(node.factors) < 3:
            return None
        for k, (left, middle, right) in enumerate(zip(node.factors, node.factors[1:], node.factors[2:], strict=False)):
            if not (isinstance(middle, Call) and middle.name == "diag" and len(middle.args) == 1):
                continue
            if not (isinstance(left, Sym) and isinstance(right, Transpose) and isinstance(right.arg, Sym)):
                continue
            entries = middle.args[0]
            letters = {i for n in walk(entries) if isinstance(n, Index) for i in n.indices}
            small = [name.lower() for name in (left.name, right.arg.name)]
            if (
                not {left.name, right.arg.name} <= _OF_COLUMNS
                or len(letters) != 1
                or not isinstance(index := next(iter(letters)), Sym)
            ):
                return None
            if not set(small) <= columns - free_names(key) or theirs & {left.name, right.arg.name}:
                return None
            one, other = (Index(Sym(name), (index,)) for name in small)
            body = Mul((one, entries, Transpose(other), *node.factors[k + 3 :]))
            total = Fold("sum", index.name, None, None, (), body)
            return Mul((*node.factors[:k], total)) if k else total
        return None

    return rebuild(key, change)


def _is_name(expr: Expr) -> bool:
    return isinstance(expr, Sym) or (isinstance(expr, Index) and isinstance(expr.base, Sym))


def _is_labelled(node: Expr) -> bool:
    if not (isinstance(node, Index) and isinstance(node.base, Sym) and len(node.indices) == 1):
        return False
    label = node.indices[0]
    return isinstance(label, Sym) and len(label.name) > 2 and label.name.isascii() and label.name.isalpha()


def labelled(expr: Expr) -> Expr:
    """A word in a subscript as part of the name, unless a sum runs over it."""
    running = {node.index for node in walk(expr) if isinstance(node, Fold)}

    def change(node: Expr) -> Expr | None:
        if _is_labelled(node) and isinstance(node, Index) and isinstance(node.base, Sym):
            label = node.indices[0]
            if isinstance(label, Sym) and label.name not in running:
                return Sym(f"{node.base.name}_{label.name}")
        return None

    return rebuild(expr, change)


def _with_determinants(expr: Expr, square: Iterable[Expr]) -> Expr:
    wanted = set(square)

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Call) and node.name == "abs" and node.args[0] in wanted:
            return Call("det", node.args)
        return None

    return rebuild(expr, change)


_NABLA = r"\nabla "


def _with_gradients(key: Expr, expr: Expr) -> Expr:
    by: dict[str, set[Expr]] = {}
    for node in walk(key):
        if isinstance(node, Slope) and isinstance(node.body, Apply) and isinstance(node.body.function, Sym):
            by.setdefault(node.body.function.name, set()).add(node.by)

    def change(node: Expr) -> Expr | None:
        if not (isinstance(node, Apply) and isinstance(node.function, Sym) and node.function.name.startswith(_NABLA)):
            return None
        name = node.function.name.removeprefix(_NABLA)
        variables = by.get(name, set())
        if len(variables) != 1 or not variables <= set(node.args):
            return None
        return Slope(Apply(Sym(name), node.args, node.marks), next(iter(variables)))

    return rebuild(expr, change) if by else expr


def with_arguments(key: Expr, found: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The readings with what the key applies a function to, where they leave that out: `p/(p + q)` for `p(x)/…`."""
    applied: dict[str, set[Apply]] = {}
    for node in walk(key):
        if isinstance(node, Apply) and isinstance(node.function, Sym):
            applied.setdefault(node.function.name, set()).add(node)
    rest = free_names(rebuild(key, lambda node: ONE if isinstance(node, Apply) else None))
    single = {name: next(iter(nodes)) for name, nodes in applied.items() if len(nodes) == 1 and name not in rest}

    def filled(expr: Expr) -> Expr:
        theirs = {n.function.name for n in walk(expr) if isinstance(n, Apply) and isinstance(n.function, Sym)}

        def change(node: Expr) -> Expr | None:
            if isinstance(node, Apply):
                return replace(node, args=tuple(rebuild(arg, change) for arg in node.args))
            return single.get(node.name) if isinstance(node, Sym) and node.name not in theirs else None

        return rebuild(expr, change)

    return tuple(filled(expr) for expr in found) if single else found


def _with_matrices(key: Expr, expr: Expr) -> Expr:
    own, theirs = free_names(key), free_names(expr)
    new: dict[str, str] = {}
    for node in walk(key):
        if isinstance(node, Index) and isinstance(node.base, Sym) and len(node.indices) == 2:
            small = node.base.name
            capital = small.upper()
            if len(small) == 1 and small.islower() and capital in theirs - own and small not in theirs:
                new[capital] = small
    return rename(expr, new) if new else expr


def _with_rows(key: Expr, expr: Expr) -> Expr:
    """`X` as the key's `x_i` one below the other, or `x_i` as the rows of the key's `X`, where each has only one."""
    ours, theirs = free_names(key), free_names(expr)
    rows = {name for node in (*walk(key), *walk(expr)) if (name := _of_row(node))}
    for small in rows:
        capital = small.upper()
        if len(small) != 1 or capital == small:
            continue
        if small in ours - theirs and capital in theirs - ours:
            return rename(expr, {capital: small})
        if capital in ours - theirs and small in theirs - ours:
            return rename(expr, {small: capital})
    return expr


def _of_row(node: Expr) -> str:
    """The x of `x_i`."""
    return node.base.name if isinstance(node, Index) and len(node.indices) == 1 and isinstance(node.base, Sym) else ""
