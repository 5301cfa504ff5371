r"""What sort of thing each symbol is that nobody declared, scalar, vector, matrix or family, from how it is written.

>>> from viva.reading.parser import parse
>>> [(s.name, len(s.shape)) for s in infer((parse(r"X^\top (X w - y)"),))]
[('X', 2), ('w', 1), ('y', 1)]

- A symbol whose subscript a sum, a mean or a δ runs over is a family.
- Bold capitals are matrices and bold small letters vectors. Where something is transposed, inverted by `^{-1}`, under a
  norm, or has a trace, other capitals are matrices as well, and small letters that are transposed, stand alone under a
  norm, behind a matrix, or are added to a vector are vectors.
- Functions that are nothing but a name are scalars unless they stand where only a vector does.
"""

from __future__ import annotations

import itertools
import re

from viva.checking.evaluating.applied import acts_by_entry
from viva.checking.undeclared.dimensions import ENTRYWISE
from viva.checking.undeclared.indices import (
    is_capital,
    plain,
)
from viva.kinds import Symbol
from viva.reading.syntax import (
    IDENTITY,
    MINUS_ONE,
    ONE,
    ONES,
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
    Num,
    Pow,
    Sym,
    Transpose,
)
from viva.reading.trees import free_names, walk

CONSTANTS = frozenset((IDENTITY.name, ONES.name, r"\pi", r"\infty", "..."))


_MATRIX_LETTERS = frozenset("ABMQUVWXYZ")  # two of them side by side, with W about, are a product of matrices


_BESIDE_MATRICES = frozenset("CDKPRS")  # A − BK, and neither a count N nor a height H


_COMPLEMENT = (ONE, Neg(Sym(r"\pi")))


def infer(exprs: tuple[Expr, ...], bold: frozenset[str] = frozenset()) -> tuple[Symbol, ...]:
    """Symbols with as many axes as they are written with, all of one size but where a sum names another."""
    nodes = [node for expr in exprs for node in walk(expr)]
    indexed: dict[str, list[tuple[Expr, ...]]] = {}
    for node in nodes:
        if isinstance(node, Index) and isinstance(node.base, Sym):
            indexed.setdefault(node.base.name, []).append(node.indices)
    letters = {i.name for items in indexed.values() for item in items for i in item if isinstance(i, Sym)}
    letters |= {node.index for node in nodes if isinstance(node, Fold)}
    folds = [node for node in nodes if isinstance(node, Fold) and node.op != "integral"]
    uppers = {node.index: size for node in folds if (size := _size_of(node.upper)) and size not in letters | CONSTANTS}
    sizes = set(uppers.values())
    sizes |= {
        arg.name
        for node in nodes
        if isinstance(node, Call) and node.name in ("eye", "ones")
        for arg in node.args
        if isinstance(arg, Sym)
    }
    for element in _vector_elements(nodes):  # x_i of wᵀ x_i is a vector: one more axis
        indexed[element].append((*max(indexed[element], key=len), Colon()))
    heads = {head.name for node in nodes if isinstance(node, Apply) and isinstance(head := node.function, Sym)}
    names = {node.name for node in nodes if isinstance(node, Sym)} - letters - sizes - CONSTANTS
    names |= {r"\pi"} & (set(indexed) | heads)  # a policy, weights of a mixture
    if r"\pi'" in names or any(isinstance(node, Add) and node.terms == _COMPLEMENT for node in nodes):
        names |= {r"\pi"}  # a share: 1 − π
    matrices = {name for name in names if plain(name) in bold and is_capital(name)} - set(indexed)
    vectors = {name for name in names if plain(name) in bold and not is_capital(name)} - set(indexed)
    evidence = matrix_evidence(nodes)
    if evidence or matrices:
        matrices |= {name for name in names - heads if is_capital(name)} - set(indexed) - _divisors(nodes)
    if matrices or evidence or vectors:
        vectors |= _vectors(nodes, names - matrices - set(indexed), matrices | set(indexed), vectors)
    if evidence:
        for node in nodes:
            if isinstance(node, Call) and node.name == "diag":
                inner = {name for arg in node.args if not _has_entries(arg) for name in free_names(arg)}
                vectors |= {name for name in inner & names if not is_capital(name) and name not in indexed}
    means = {
        arg.name
        for node in nodes
        if isinstance(node, Call) and node.name in ("mean", "sum", "softmax", "diag", "rms")
        for arg in map(_divided, node.args)
        if isinstance(arg, Sym)
    }
    result = [Symbol(size, domain="size") for size in sorted(sizes)]
    common = sorted(sizes)[0] if len(sizes) == 1 else "commonsize"
    for name in sorted(names):
        if name in indexed:
            result.append(Symbol(name, _axes(indexed[name], uppers, common)))
        elif name in matrices:
            result.append(Symbol(name, (common, common), domain="invertible"))
        elif name in vectors or name in means:
            result.append(Symbol(name, (common,)))
        else:
            result.append(Symbol(name))
    return tuple(result)


def _has_entries(expr: Expr) -> bool:
    """`σ_i/(σ_i² + λ)`: what has no subscript there is a number."""
    return any(isinstance(node, Index) for node in walk(expr))


def _divided(expr: Expr) -> Expr:
    """The z of `z/T`, of `-z`."""
    while isinstance(expr, Div | Neg):
        expr = expr.top if isinstance(expr, Div) else expr.arg
    return expr


def _divisors(nodes: list[Expr]) -> set[str]:
    """What something is divided by as it is: K of `ε/K`, which is no matrix."""
    return {node.bottom.name for node in nodes if isinstance(node, Div) and isinstance(node.bottom, Sym)}


def _size_of(bound: Expr | None) -> str:
    """The size in a bound: n of `n`, `n - 1`; "" where there is none."""
    if isinstance(bound, Add) and isinstance(bound.terms[0], Sym):
        rest = [term.arg if isinstance(term, Neg) else term for term in bound.terms[1:]]
        return bound.terms[0].name if all(isinstance(term, Num) for term in rest) else ""
    return bound.name if isinstance(bound, Sym) else ""


def _vector_elements(nodes: list[Expr]) -> set[str]:
    """Families of vectors: `x_i` behind a transposed vector, transposed itself, or under a norm."""
    found = set()
    for node in nodes:
        elements: list[Expr] = []
        if isinstance(node, Mul):
            elements = [b for a, b in itertools.pairwise(node.factors) if isinstance(a, Transpose)]
        elif isinstance(node, Norm | Transpose):
            elements = list(node.arg.terms) if isinstance(node.arg, Add) else [node.arg]
        elif isinstance(node, Call) and node.name == "inner":
            elements = list(node.args)
        for element in elements:
            element = element.arg if isinstance(element, Neg) else element
            if isinstance(element, Index) and isinstance(element.base, Sym) and not is_capital(element.base.name):
                found.add(element.base.name)
    return found


def _axes(uses: list[tuple[Expr, ...]], uppers: dict[str, str], common: str) -> tuple[str, ...]:
    longest = max(uses, key=len)
    axes = []
    for position in range(len(longest)):
        size = common
        for items in uses:
            if position < len(items) and isinstance(item := items[position], Sym) and item.name in uppers:
                size = uppers[item.name]
                break
        axes.append(size)
    return tuple(axes)


_OF_MATRICES = frozenset(
    ("tr", "det", "diag", "tensor", "sigmamax", "sigmamin", "lambdamax", "lambdamin", "conditionnumber")
)


def matrix_evidence(nodes: list[Expr]) -> bool:
    """Is something written that only vectors and matrices have?"""
    for node in nodes:
        kind = type(node)
        if kind is Transpose or kind is Norm or (kind is Sym and node in (IDENTITY, ONES)):
            return True
        if isinstance(node, Call) and node.name in _OF_MATRICES:
            return True
        if isinstance(node, Mul) and any(
            isinstance(f, Pow) and isinstance(f.base, Sym) and is_capital(f.base.name) and f.exponent == MINUS_ONE
            for f in node.factors
        ):
            return True
    capitals = {plain(n.name).partition("_")[0].rstrip("'") for n in nodes if isinstance(n, Sym) and is_capital(n.name)}
    capitals -= {r"\Value"}  # what the key gives, put in for its name
    if capitals & {"W", "X", "A"} and capitals <= _MATRIX_LETTERS and any(_applies(node) for node in nodes):
        return True
    if capitals <= _MATRIX_LETTERS | _BESIDE_MATRICES and any(map(_is_product, nodes)):
        divisors = [node.bottom for node in nodes if isinstance(node, Div)]
        random = any(isinstance(node, Expect) for node in nodes)  # XY
        return not random and not any(is_capital(name) for bottom in divisors for name in free_names(bottom))
    return (
        "W" in capitals
        and capitals <= _MATRIX_LETTERS
        and any(
            (isinstance(node, Mul) and sum(isinstance(f, Sym) and is_capital(f.name) for f in node.factors) > 1)
            or isinstance(node, Had)
            for node in nodes
        )
    )


def _is_product(node: Expr) -> bool:
    """`AB`, `BK`: a matrix before a capital."""
    if not isinstance(node, Mul):
        return False
    pairs = [
        (a, b) for a, b in itertools.pairwise(node.factors) if isinstance(a, Sym) and isinstance(b, Sym) and a != b
    ]
    return any(
        (re.fullmatch("[ABMU-Z]", a.name) and re.fullmatch("[A-Z]", b.name)) or _is_gradient_product(a.name, b.name)
        for a, b in pairs
    )


def _is_gradient_product(one: str, other: str) -> bool:
    r"""`\partial L/\partial S` and K, in whichever order: what is taken by a capital is a matrix beside another one."""
    slopes = [name.startswith("\\partial ") and is_capital(name) for name in (one, other)]
    return any(slopes) and all(slope or re.fullmatch("[A-Z]", n) for slope, n in zip(slopes, (one, other), strict=True))


def _applies(node: Expr) -> bool:
    """`W x`: a matrix before a small letter."""
    return isinstance(node, Mul) and any(
        isinstance(a, Sym)
        and plain(a.name).partition("_")[0] in ("W", "X", "A")
        and isinstance(b, Sym)
        and b.name.islower()
        for a, b in itertools.pairwise(node.factors)
    )


def _vectors(nodes: list[Expr], names: set[str], tensors: set[str], known: set[str]) -> set[str]:
    """Small letters that only make sense as vectors."""
    vectors = set(known) | {name for name in names if name.startswith(r"\partial ")}
    for _ in range(3):
        for node in nodes:
            if isinstance(node, Transpose | Norm) and isinstance(node.arg, Apply):
                vectors |= {node.arg.function.name} & names if isinstance(node.arg.function, Sym) else set()
            if isinstance(node, Transpose) and isinstance(node.arg, Sym) and node.arg.name in names:
                vectors.add(node.arg.name)
            if isinstance(node, Norm) and isinstance(node.arg, Sym) and node.arg.name in names:
                vectors.add(node.arg.name)
            if isinstance(node, Mul):
                before, last = node.factors[-2], node.factors[-1]
                if isinstance(last, Transpose) and isinstance(last.arg, Sym) and isinstance(before, Sym | Add | Had):
                    vectors |= _entries(before) & names  # `u vᵀ` is no row, nor `(u - v) wᵀ`
                for front, after in itertools.pairwise(node.factors):
                    if _is_tensor(front, tensors, vectors):
                        after_terms = after.terms if isinstance(after, Add) else (after,)
                        bare_terms = [t.arg if isinstance(t, Neg) else t for t in after_terms]
                        if all(isinstance(t, Sym) for t in bare_terms):  # no vector where a 1 is added
                            vectors |= {t.name for t in bare_terms if isinstance(t, Sym) and t.name in names}
            if (
                isinstance(node, Dot)
                and isinstance(node.left, Sym)
                and isinstance(node.right, Sym)
                and node.left.name in vectors
            ):
                vectors.add(node.right.name)
            if isinstance(node, Call) and node.name == "tensor":
                vectors |= {arg.name for arg in node.args if isinstance(arg, Sym)}
            if isinstance(node, Had):
                for side in (node.left, node.right):
                    vectors |= {name for name in _entries(side) if name in names}
            if isinstance(node, Norm) and isinstance(node.arg, Add):
                for term in node.arg.terms:
                    bare = term.arg if isinstance(term, Neg) else term
                    if isinstance(bare, Apply):
                        bare = bare.function  # ε − ε_θ(x_t, t)
                    if isinstance(bare, Sym) and bare.name in names:
                        vectors.add(bare.name)
            if isinstance(node, Add) and any(_is_vector(t, tensors, vectors) for t in node.terms):
                for term in node.terms:
                    bare = term.arg if isinstance(term, Neg) else term
                    if isinstance(bare, Mul):
                        bare = bare.factors[-1]
                    if isinstance(bare, Sym) and bare.name in names:
                        vectors.add(bare.name)
    return vectors & names


def _entries(expr: Expr) -> set[str]:
    """The symbols of a factor of ⊙ that are as long as it is: `z` of `1 - z`, of `σ'(z)`."""
    if isinstance(expr, Sym):
        return {expr.name}
    if isinstance(expr, Neg):
        return _entries(expr.arg)
    if isinstance(expr, Add):
        return set().union(*(_entries(term) for term in expr.terms))
    if isinstance(expr, Apply) and acts_by_entry(expr):
        return _entries(expr.args[0])
    if isinstance(expr, Call) and expr.name in ENTRYWISE and len(expr.args) == 1:
        return _entries(expr.args[0])
    return set()


def _is_tensor(expr: Expr, tensors: set[str], vectors: set[str]) -> bool:
    if isinstance(expr, Transpose) or expr == IDENTITY:
        return True
    if isinstance(expr, Pow):
        expr = expr.base
    if isinstance(expr, Add):
        return any(_is_tensor(term, tensors, vectors) for term in expr.terms)
    if isinstance(expr, Mul):
        return any(_is_tensor(factor, tensors, vectors) for factor in expr.factors)
    return isinstance(expr, Sym) and expr.name in tensors and expr.name not in vectors


def _is_vector(expr: Expr, tensors: set[str], vectors: set[str]) -> bool:
    if isinstance(expr, Neg):
        expr = expr.arg
    if isinstance(expr, Mul) and isinstance(expr.factors[-1], Sym):
        last = expr.factors[-1]
        return (last.name in vectors or last == ONES) and not isinstance(expr.factors[0], Transpose)
    return isinstance(expr, Sym) and (expr.name in vectors or expr == ONES)
