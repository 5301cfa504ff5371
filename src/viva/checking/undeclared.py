r"""Two expressions with symbols that nobody declared: what they are is inferred from how they are written.

>>> same_text(r"X\Gamma^{-1}", "Γ⁻¹X"), same_text(r"\|\mathbf y - X\mathbf w\|^2", "(y - X w)^T (y - X w)")
(False, True)
>>> same_text(r"\frac{1}{n}\sum_{i=1}^n x_i", "mean(x)"), same_text("x_i - y_i", "x_k - y_k"), same_text("2x", "2y")
(True, True, False)

- A symbol with subscripts is a family with that many axes; the upper bound of a sum is a size.
- Bold capitals are matrices and bold small letters vectors. Where something is transposed, inverted by `^{-1}`, under a
  norm, or has a trace, other capitals are matrices as well, and small letters that are transposed, stand alone under a
  norm, behind a matrix or are added to a vector are vectors.
- Everything else is a scalar; `\pi` is the number, `e^x` the exponential, and `e`, `i`, `γ` are symbols like others.

Names are compared with case and are never renamed, but for a free index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from viva.checking.asymptotics import same_order
from viva.checking.comparing import Setting, compare
from viva.checking.draws import Draws
from viva.checking.evaluate import Unevaluable, evaluate_draws
from viva.kinds import Symbol
from viva.reading.formulas import formulas
from viva.reading.locate import candidates
from viva.reading.normal import normalise
from viva.reading.parser import parse_chain, readings
from viva.reading.replies import read_reply
from viva.reading.syntax import (
    IDENTITY,
    MINUS_ONE,
    ONES,
    Add,
    Call,
    Dot,
    Expr,
    Fold,
    Index,
    Mul,
    Neg,
    Norm,
    Num,
    Pow,
    Sym,
    Transpose,
    Unreadable,
    free_names,
    rename,
    walk,
)
from viva.reading.vocabulary import vocabulary

_DELIMITERS = re.compile(r"^\s*(?:\$\$?|\\\(|\\\[)|(?:\$\$?|\\\)|\\\])[\s.]*$")
_BOLD = re.compile(r"\\(?:mathbf|boldsymbol|bm|pmb|symbf)\s*(?:\{\s*)?(?:\\(?:tilde|hat|bar)\s*\{?\s*)?(\\?[A-Za-z]+)")
LONGEST = 4_000


def same_text(key_text: str, reply_text: str) -> bool | None:
    """Are two expressions equal? None where one cannot be read, or has no value, or the reply holds no expression."""
    if (orders := same_order(key_text, reply_text)) is not NotImplemented:
        return orders if isinstance(orders, bool) else None
    if len(key_text) > LONGEST or len(reply_text) > LONGEST * 10:
        return None
    key_source, reply_source = normalise(key_text).text, normalise(reply_text).text
    bold = frozenset(_BOLD.findall(key_source)) | frozenset(_BOLD.findall(reply_source))
    try:
        name, key = _expression(key_source)
    except Unreadable:
        return None
    found = _reply(reply_source, name, key, bold)
    if found is None:
        return None
    return _same(key, found, bold)


def _expression(text: str) -> tuple[Expr | None, Expr]:
    """The (last side of the) text, and the symbol that it is said to be."""
    text = _DELIMITERS.sub("", _DELIMITERS.sub("", text))
    try:
        found = readings(text)
        if len(found) > 1:
            raise Unreadable("the key can be read in two ways")
        return None, found[0]
    except Unreadable:
        chain = parse_chain(text)
        if set(chain.relations) != {"="} or not isinstance(chain.sides[0], Sym | Index):
            raise
        return chain.sides[0], chain.sides[-1]


def _reply(text: str, name: Expr | None, key: Expr, bold: frozenset[str]) -> tuple[Expr, ...] | None:
    """The reply's expression: the whole text, or the formula of its best place."""
    bare = _DELIMITERS.sub("", _DELIMITERS.sub("", text))
    try:
        return readings(bare)
    except Unreadable:
        pass
    symbols = infer((key,), bold)
    known = vocabulary(symbols)
    for candidate in candidates(read_reply(text)):
        try:
            found = formulas(normalise(candidate.text).text, symbols)
        except Unreadable:
            continue
        for formula in reversed(found):
            if formula.broken or any(r != "=" for r in formula.relations):
                continue
            try:
                left = formula.parse(0, known)[0]
                value = formula.parse(len(formula.sides) - 1, known)
            except Unreadable:
                if candidate.rank == 0 and len(formula.text) > 3:
                    return None
                continue
            if formula.relations and name is not None and left != name:
                continue
            if not formula.relations and (isinstance(left, Num | Sym) and not isinstance(key, Num | Sym)):
                continue
            if not formula.relations and candidate.rank > 3:
                continue
            return value
    return None


def _same(key: Expr, found: tuple[Expr, ...], bold: frozenset[str]) -> bool | None:
    symbols = infer((key, *found), bold)
    families = {s.name for s in symbols if s.shape}
    letters = _free_letters(key, families)
    theirs = _free_letters(found[0], families)
    if letters != theirs and len(letters) == len(theirs) == 1:
        found = tuple(rename(expr, {theirs[0]: letters[0]}) for expr in found)
        symbols = infer((key, *found), bold)
    index = tuple(letters)

    def value(env: object) -> object:
        assert isinstance(env, dict)
        sizes = {k: v for k, v in env.items() if isinstance(v, int)}
        values = {k: np.asarray(v)[None] for k, v in env.items() if k not in sizes}
        return evaluate_draws(key, Draws((), 1, sizes, values), index)[0]

    try:
        return compare(found, value, Setting(symbols, index)).equal
    except Unevaluable:
        return None


def _free_letters(expr: Expr, families: Iterable[str]) -> list[str]:
    free = free_names(expr)
    found = [
        item.name
        for node in walk(expr)
        if isinstance(node, Index)
        for item in node.indices
        if isinstance(item, Sym) and item.name in free and item.name not in families
    ]
    return list(dict.fromkeys(found))


# ---- what the symbols are ------------------------------------------------------------------------------------------


def infer(exprs: tuple[Expr, ...], bold: frozenset[str] = frozenset()) -> tuple[Symbol, ...]:
    """Symbols with shapes for all names in the expressions, from how these are written."""
    nodes = [node for expr in exprs for node in walk(expr)]
    indexed: dict[str, list[tuple[Expr, ...]]] = {}
    for node in nodes:
        if isinstance(node, Index) and isinstance(node.base, Sym):
            indexed.setdefault(node.base.name, []).append(node.indices)
    letters = {i.name for items in indexed.values() for item in items for i in item if isinstance(i, Sym)}
    letters |= {node.index for node in nodes if isinstance(node, Fold)}
    uppers = {
        node.index: node.upper.name for node in nodes if isinstance(node, Fold) and isinstance(node.upper, Sym)
    }
    sizes = set(uppers.values())
    names = {node.name for node in nodes if isinstance(node, Sym)} - letters - sizes
    names -= {IDENTITY.name, ONES.name, r"\pi", r"\infty", "..."}
    matrices = {name for name in names if _plain(name) in bold and _is_capital(name)} - set(indexed)
    vectors = {name for name in names if _plain(name) in bold and not _is_capital(name)} - set(indexed)
    if _matrix_evidence(nodes) or matrices:
        matrices |= {name for name in names if _is_capital(name)} - set(indexed)
    if matrices or _matrix_evidence(nodes) or vectors:
        vectors |= _vectors(nodes, names - matrices - set(indexed), matrices | set(indexed), vectors)
    means = {
        arg.name for node in nodes if isinstance(node, Call) and node.name in ("mean", "sum") for arg in node.args if isinstance(arg, Sym)
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


def _plain(name: str) -> str:
    return name.rpartition(" ")[2]


def _is_capital(name: str) -> bool:
    letter = _plain(name).partition("_")[0].removeprefix("\\")
    return letter[:1].isupper()


def _matrix_evidence(nodes: list[Expr]) -> bool:
    for node in nodes:
        if isinstance(node, Transpose | Norm) or node == IDENTITY or node == ONES:
            return True
        if isinstance(node, Call) and node.name in ("tr", "det", "diag"):
            return True
        if isinstance(node, Mul) and any(
            isinstance(f, Pow) and isinstance(f.base, Sym) and _is_capital(f.base.name) and f.exponent == MINUS_ONE
            for f in node.factors
        ):
            return True
    return False


def _vectors(nodes: list[Expr], names: set[str], tensors: set[str], known: set[str]) -> set[str]:
    """Small letters that only make sense as vectors."""
    vectors = set(known)
    for _ in range(3):
        for node in nodes:
            if isinstance(node, Transpose) and isinstance(node.arg, Sym) and node.arg.name in names:
                vectors.add(node.arg.name)
            if isinstance(node, Norm) and isinstance(node.arg, Sym) and node.arg.name in names:
                vectors.add(node.arg.name)
            if isinstance(node, Mul):
                for before, after in zip(node.factors, node.factors[1:], strict=False):
                    if isinstance(after, Sym) and after.name in names and _is_tensor(before, tensors, vectors):
                        vectors.add(after.name)
            if isinstance(node, Dot) and isinstance(node.left, Sym) and isinstance(node.right, Sym) and node.left.name in vectors:
                vectors.add(node.right.name)
            if isinstance(node, Add) and any(_is_vector(t, tensors, vectors) for t in node.terms):
                for term in node.terms:
                    bare = term.arg if isinstance(term, Neg) else term
                    if isinstance(bare, Mul):
                        bare = bare.factors[-1]
                    if isinstance(bare, Sym) and bare.name in names:
                        vectors.add(bare.name)
    return vectors & names


def _is_tensor(expr: Expr, tensors: set[str], vectors: set[str]) -> bool:
    if isinstance(expr, Transpose):
        return True
    if isinstance(expr, Pow):
        expr = expr.base
    return isinstance(expr, Sym) and expr.name in tensors and expr.name not in vectors


def _is_vector(expr: Expr, tensors: set[str], vectors: set[str]) -> bool:
    if isinstance(expr, Neg):
        expr = expr.arg
    if isinstance(expr, Mul) and isinstance(expr.factors[-1], Sym):
        last = expr.factors[-1].name
        return last in vectors and not isinstance(expr.factors[0], Transpose)
    return isinstance(expr, Sym) and expr.name in vectors
