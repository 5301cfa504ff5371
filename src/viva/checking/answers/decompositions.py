r"""Factors of a matrix that a text decomposes: `X = UΣVᵀ`, `A = QΛQᵀ`, `Σ = LLᵀ`, NumPy's `svd`, `eigh`, `cholesky`.

>>> from viva.reading.parser import parse
>>> found = decompositions(r"Let $X = U\Sigma V^\top$ be the SVD.", frozenset())
>>> [(d.matrix.name, sorted(d.names)) for d in found]
[('X', ['U', 'V', '\\Sigma', '\\sigma', 'u', 'v'])]
>>> factored(parse(r"V^\top"), found, frozenset("Xy"))
Transpose(arg=Call(name='right vectors', args=(Sym(name='X'),)))
>>> as_formulas("U, s, Vt = np.linalg.svd(X, full_matrices=False)\nw = Vt.T @ (U.T @ y / s)")
'Let X = U diag(s) V.T\nw = V @ (U.T @ y / s)'

So U, Σ, V and σ_i, u_i, v_i have the values that belong to the drawn X. The decomposition of a matrix with more rows
than columns is meant. Nothing is assumed of names that the text does not give in an equation of that form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from viva.checking.evaluating.factors import SINGULAR, SYMMETRIC, TRIANGULAR
from viva.reading.formulas import formulas
from viva.reading.patterns import lazy
from viva.reading.syntax import MINUS_ONE, Call, Colon, Expr, Fold, Index, Mul, Pow, Sym, Transpose, Unreadable
from viva.reading.trees import rebuild
from viva.reading.vocabulary import OPEN, vocabulary

LONGEST = 6_000
_DECOMPOSES = lazy(
    r"SVD|svd|ingular|igen|holesky|pectral|iagonali[sz]"
    r"|=[\s$]*(?:\\(?:mathbf|boldsymbol|bm)\s*\{?)?[UQVP]\W{0,3}(?:Σ|\\Sigma|[SD]|Λ|\\Lambda|\\?(?:\w+\{)?diag)"
    r"|=[\s$]*L\s?L[\s\^']",
)
_BELONGING = {r"\Sigma": (r"\sigma",), "S": ("s", r"\sigma"), "D": ("d",), r"\Lambda": (r"\lambda",)}


@dataclass(frozen=True)
class Decomposition:
    """Of `matrix`, a name or a product; `names` are what stands for which factor."""

    matrix: Expr
    names: dict[str, Expr]
    columns: frozenset[str]  # of these names, which stand for columns: the u of `u_i`


def decompositions(text: str, names: frozenset[str]) -> tuple[Decomposition, ...]:
    """The decompositions that a (normalised) text states."""
    if len(text) > LONGEST or not _DECOMPOSES.search(text):
        return ()
    names |= {OPEN}
    known = vocabulary((), names)
    found = []
    for formula in formulas(text, (), names):
        if formula.relations[:1] != ("=",) or formula.broken or len(formula.sides[0].tokens) > 12:
            continue
        try:
            left, right = formula.parse(0, known)[0], formula.parse(1, known)[0]
        except Unreadable:
            continue
        if (factors := decomposed(left, right)) is not None:
            found.append(factors)
    return tuple(found)


def decomposed(matrix: Expr, product: Expr) -> Decomposition | None:
    """What an equation tells of the factors of its left side; None where it is no decomposition."""
    if not _is_matrix(matrix):
        return None
    match product:
        case Mul((Sym(left), middle, Transpose(Sym(right)))):
            return _with_values(matrix, left, middle, right)
        case Mul((Sym(left), middle, Pow(Sym(right), exponent))) if exponent == MINUS_ONE and left == right:
            return _with_values(matrix, left, middle, right)
        case Mul((Sym(left), Transpose(Sym(right)))) if left == right:
            return Decomposition(matrix, {left: Call(TRIANGULAR, (matrix,))}, frozenset())
        case Fold("sum", index, _, _, (), Mul((Index(Sym(values), one), Index(Sym(left), two), Transpose(last)))):
            match last:
                case Index(Sym(right), three) if one == two == three == (Sym(index),):
                    return _named(matrix, {}, values, left, right, left.upper(), right.upper())
    return None


def _is_matrix(expr: Expr) -> bool:
    """X, `X_c`, Σ, XᵀX, `XᵀX/n`."""
    if isinstance(expr, Mul):
        return len(expr.factors) == 2 and all(_is_matrix(factor) for factor in expr.factors)
    if isinstance(expr, Transpose):
        return _is_matrix(expr.arg)
    return isinstance(expr, Sym) and expr.name.removeprefix("\\")[:1].isupper()


def _with_values(matrix: Expr, left: str, middle: Expr, right: str) -> Decomposition | None:
    if isinstance(middle, Sym):
        if middle.name not in _BELONGING or middle.name in (left, right):
            return None
        values = [name for name in _BELONGING[middle.name] if name not in (left, right)]
        found = _named(matrix, {middle.name: 0}, values[0], left.lower(), right.lower(), left, right)
        for other in values[1:]:
            found.names[other] = found.names[values[0]]
        return found
    if isinstance(middle, Call) and middle.name == "diag" and len(middle.args) == 1:
        entries = middle.args[0]
        if isinstance(entries, Fold) and entries.op == "list":
            entries = entries.body
        entries = entries.base if isinstance(entries, Index) else entries
        if isinstance(entries, Sym):
            return _named(matrix, {}, entries.name, left.lower(), right.lower(), left, right)
    return None


def _named(
    matrix: Expr,
    middle: dict[str, int],
    values: str,
    left: str,
    right: str,
    whole_left: str,
    whole_right: str,
) -> Decomposition:
    """By the names of the values, of the columns to the left and right, and of the matrices that these make."""
    symmetric = left == right
    first, sizes, last = (SYMMETRIC[0], SYMMETRIC[1], SYMMETRIC[0]) if symmetric else SINGULAR
    ones: dict[str, Expr] = {left: Call(first, (matrix,)), right: Call(last, (matrix,)), values: Call(sizes, (matrix,))}
    ones |= {name: Call("diag", (Call(sizes, (matrix,)),)) for name in middle}
    if whole_left != left:
        ones |= {whole_left: Call(first, (matrix,)), whole_right: Call(last, (matrix,))}
    return Decomposition(matrix, ones, frozenset((left, right)))


def factored(expr: Expr, found: tuple[Decomposition, ...], keep: frozenset[str]) -> Expr:
    """The expression with the factors as what they are of the matrix; names in `keep` mean something else."""
    for one in found:
        if one.names.keys() & keep and not one.columns & keep:
            expr = _replaced(expr, one, frozenset(one.names.keys() & keep))
        elif not one.names.keys() & keep:
            expr = _replaced(expr, one, frozenset())
    return expr


def _replaced(expr: Expr, one: Decomposition, other: frozenset[str]) -> Expr:
    def change(node: Expr) -> Expr | None:
        if isinstance(node, Index) and isinstance(node.base, Sym) and node.base.name in one.names:
            value = one.names[node.base.name]
            if len(node.indices) != 1:
                return Index(value, node.indices) if node.base.name not in other else None
            return Index(value, (Colon(), *node.indices) if node.base.name in one.columns else node.indices)
        if isinstance(node, Sym) and node.name in one.names and node.name not in one.columns | other:
            return one.names[node.name]
        return None

    return rebuild(expr, change)


# ---- programs, and signs that are no sums ----------------------------------------------------------------------


_LINALG = r"(?:(?:np|numpy|torch|jnp|scipy|sp)\.)?(?:linalg\.)?"
_SVD = lazy(
    rf"(?m)^[ \t`]*(?P<left>[A-Za-z]\w?),\s*(?P<values>\w+),\s*(?P<right>[A-Z])(?P<turned>[tThH]|_[tT])?\s*=\s*"
    rf"{_LINALG}svd\((?P<matrix>[A-Za-z]\w*)[^()\n]*\)[^\n]*$",
    needs="svd(",
)
_EIGH = lazy(
    rf"(?m)^(?P<lead>[ \t`]*)(?P<values>\w+),\s*(?P<left>[A-Z])\s*=\s*{_LINALG}eigh\((?P<matrix>[^()\n]+)\)[^\n]*$",
    needs="eigh(",
)
_ROOT = lazy(rf"(?P<left>[A-Z])\s*=\s*{_LINALG}cholesky\((?P<matrix>\w+)\)", needs="cholesky(")
_UNICODE = lazy(r"=\s*[A-Z]\s?Σ\s?[A-Z]\s?(?:\^|ᵀ|⊤|')")
_NO_SUM = lazy(r"Σ(?![_ᵢⱼₖ\w\\{]|\s[a-zα-ω\\(])|(?<==)Σ|(?<=[A-Z])Σ|Σ(?=[A-Z²⁺⁻^])")


def as_formulas(reply: str) -> str:
    """NumPy's decompositions as equations; the Σ of `UΣVᵀ`, which is no sum, as S."""
    if "svd(" in reply and (found := _SVD.search(reply)) is not None:
        name = found["right"]
        turned = name + found["turned"] if found["turned"] else ""
        if turned and turned != name:
            reply = re.sub(rf"\b{turned}\.T\b", name, reply)
            reply = re.sub(rf"\b{turned}\b", f"{name}.T", reply)
        transposed = rf"{name}.T" if turned else name
        stated = rf"\g<lead>Let {found['matrix']} = {found['left']} diag({found['values']}) {transposed}"
        line = re.compile(r"(?m)^(?P<lead>[ \t`]*)[^\n]*svd\([^\n]*$")
        reply = line.sub(stated, reply, count=1)
    if "eigh(" in reply:
        reply = _EIGH.sub(r"\g<lead>Let \g<matrix> = \g<left> diag(\g<values>) \g<left>.T", reply)
    if "cholesky(" in reply:
        reply = _ROOT.sub(r"\g<matrix> = \g<left> \g<left>.T", reply)
    if "Σ" in reply and _UNICODE.search(reply) and not re.search(r"(?<![A-Za-z])S(?![A-Za-z])", reply):
        reply = _NO_SUM.sub("S", reply)
    return reply
