r"""What the symbols of two expressions are, which nobody declared: from how both are written.

>>> from viva.reading.parser import parse
>>> typed = understood(parse(r"\beta m_{t-1} + g_t"), (parse(r"g_t + m_{t-1}\beta"),))
>>> sorted(s.name for s in typed.symbols), typed.index
(['\\beta', 'g_{t}', 'm_{t - 1}'], ())

- A symbol whose subscript a sum, a mean or a δ runs over is a family; any other subscript is part of a name.
- Bold capitals are matrices and bold small letters vectors. Where something is transposed, inverted by `^{-1}`, under a
  norm, or has a trace, other capitals are matrices as well, and small letters that are transposed, stand alone under a
  norm, behind a matrix or are added to a vector are vectors. If the key has no value that way, the letters in doubt are
  tried as something else.
- Everything else is a scalar.
"""

# ruff: noqa: SIM905 (lists of words are easier to read and to change as one string)
from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

from viva.checking.evaluating.factors import SYMMETRIC, TRIANGULAR
from viva.checking.evaluating.spectra import EIGEN
from viva.checking.undeclared.aligning import aligned, with_arguments
from viva.checking.undeclared.dimensions import solve
from viva.checking.undeclared.indices import (
    atoms,
    free_letters,
    index_letters,
    is_capital,
    is_paired,
    plain,
    with_counts,
    with_heads,
    with_laws,
    with_means,
    with_points,
    with_sizes_of,
)
from viva.checking.undeclared.sorts import CONSTANTS, infer, matrix_evidence
from viva.kinds import Symbol
from viva.reading.syntax import (
    IDENTITY,
    MINUS_ONE,
    ONES,
    Add,
    Apply,
    Call,
    Expect,
    Expr,
    Fold,
    Index,
    Mul,
    Neg,
    Num,
    Pow,
    Sym,
    Test,
    Transpose,
)
from viva.reading.trees import free_names, rebuild, rename, walk

_MAX_TRIES = 40


@dataclass(frozen=True)
class Typed:
    """Key and reply with the symbols that they are about. `fits`: do the shapes of the reply go together?"""

    key: Expr
    found: tuple[Expr, ...]
    symbols: tuple[Symbol, ...]
    index: tuple[str, ...]
    fits: bool = True
    narrowed: bool = False  # does the reply have a value only for sizes that the key leaves apart?


def understood(key: Expr, found: tuple[Expr, ...], bold: frozenset[str] = frozenset()) -> Typed | None:
    """Key and readings of a reply with inferred symbols; None where the key has no value however it is taken."""
    key, found = aligned(key, found)
    kinds = {type(node) for expr in (key, *found) for node in walk(expr)}  # most have no families, no expectations …
    if Fold in kinds and Index in kinds:
        key, *rest = with_points((key, *found))
        found = tuple(rest)
    letters: list[str] = []
    theirs: list[str] = []
    if Index in kinds:
        families = {
            n.base.name for e in (key, *found) for n in walk(e) if isinstance(n, Index) and isinstance(n.base, Sym)
        }
        letters, theirs = free_letters(key, families), free_letters(found[0], families)
    if Fold in kinds and (
        not theirs or not letters
    ):  # Σ_{i<j} x_i x_j is a sum over both, unless the other side has a free index, too
        letters = [name for name in letters if not is_paired(key, name)]
        theirs = [name for name in theirs if not is_paired(found[0], name)]
    if letters != theirs and len(letters) == len(theirs) == 1 and theirs[0] not in free_names(key):
        found = tuple(rename(expr, {theirs[0]: letters[0]}) for expr in found)
    elif set(theirs) - set(letters) - index_letters(key):
        return None
    if Fold in kinds:
        found = tuple(with_sizes_of(key, expr) for expr in found)
    found = tuple(with_means(key, expr) for expr in found)
    if kinds & {Fold, Call}:
        key = with_means(key, key)
    exprs = (key, *found)
    if Expect in kinds:
        exprs = with_laws(exprs)
    if kinds & {Fold, Call, Expect}:
        exprs = with_counts(exprs)
    if Index in kinds:
        exprs = atoms(exprs)
    key, found = exprs[0], exprs[1:]
    if Apply in kinds:
        found = with_arguments(key, with_heads(key, found))
    exprs = (key, *found)
    symbols = infer(exprs, bold)
    families = {s.name for s in symbols if s.shape}
    index = tuple(name for name in free_letters(key, families) if name in letters) if letters else ()
    counted = {s.name: len(s.shape) for s in symbols if s.domain != "size" and s.name not in index}
    if matrix_evidence(list(walk(key))):  # the key tells what its symbols are; a reply that is wrong must not
        counted |= {s.name: len(s.shape) for s in infer((key,), bold) if s.name in counted}
    counts = _counted(key, counted, bold)
    if counts is None:
        return None
    axes, sized = counts
    together = [solve((key, expr), axes) for expr in found]
    fits = None not in together
    narrowed = False
    if fits:
        own = {size for name in free_names(key) for size in sized.get(name, ())}
        sized = (together[0] if len(together) == 1 else solve(exprs, axes)) or sized
        narrowed = len({size for name in free_names(key) for size in sized.get(name, ())}) < len(own)
    whole = _whole(exprs, axes) if Pow in kinds else frozenset()
    if kinds & {Fold, Index}:
        whole |= _places(exprs)
    random = _random(exprs) if Expect in kinds else frozenset()
    paired = _paired(key) if Test in kinds else frozenset()
    result = (
        *_tall(key, sized),
        *_symbols(sized, symbols, index, random, whole, Fold in kinds and _selects(key), paired),
    )
    if not any(s.shape or s.domain == "size" for s in result) and (IDENTITY in walk(key) or ONES in walk(key)):
        result = (*result, Symbol("dim1", domain="size"))
    if Call in kinds and (factored := _factored(exprs)):
        result = tuple(replace(s, domain=factored.get(s.name, s.domain)) for s in result)
    if Call in kinds and (bounds := _bounds(key)):
        result = tuple(replace(s, domain="positive") if s.name in bounds and not s.shape else s for s in result)
    return Typed(key, found, result, index, fits, narrowed)


def _factored(exprs: tuple[Expr, ...]) -> dict[str, str]:
    """What a matrix is that has eigenvectors as its factors, a triangular root, or a largest eigenvalue."""
    domains = dict.fromkeys(SYMMETRIC, "symmetric") | dict.fromkeys((TRIANGULAR, *EIGEN), "definite")
    calls = [node for expr in exprs for node in walk(expr) if isinstance(node, Call) and node.name in domains]
    return {node.args[0].name: domains[node.name] for node in calls if isinstance(node.args[0], Sym)}


def _bounds(key: Expr) -> set[str]:
    """The δ of `clip(r, -δ, δ)`, which is no negative number."""
    clips = [node.args for node in walk(key) if isinstance(node, Call) and node.name == "clip" and len(node.args) == 3]
    return {name for _, low, high in clips if low == Neg(high) for name in free_names(high)}


_FIXED = frozenset(r"a b c d n m k p t i j l N K T d \lambda \alpha \beta \gamma \mu \sigma \pi \tau \rho \eta".split())


def _random(exprs: tuple[Expr, ...]) -> frozenset[str]:
    """What an expectation is taken over: what it names, else what is not usually a constant."""
    found: set[str] = set()
    heads = {
        node.function.name
        for e in exprs
        for node in walk(e)
        if isinstance(node, Apply) and isinstance(node.function, Sym)
    }
    for expr in exprs:
        for node in walk(expr):
            if isinstance(node, Expect):
                inside = {name for item in node.body for name in free_names(item)} - CONSTANTS - heads
                named = {name for name in node.over if name in inside}
                found |= named or {name for name in inside if name.partition("_")[0] not in _FIXED} or inside
    return frozenset(found)


def _paired(key: Expr) -> frozenset[str]:
    r"""What the key has for pairs `i < j` alone, `\\rho_{ij}`: it belongs to the pair, in whichever order."""
    pairs = [{node.left, node.right} for node in walk(key) if isinstance(node, Test) and node.op in ("<", ">")]
    uses: dict[str, list[bool]] = {}
    for node in walk(key):
        if isinstance(node, Index) and isinstance(node.base, Sym):
            uses.setdefault(node.base.name, []).append(len(node.indices) == 2 and set(node.indices) in pairs)
    return frozenset(name for name, paired in uses.items() if all(paired))


def _selects(key: Expr) -> bool:
    """Is there a maximum over an index, before which a discount is no negative number?"""
    return any(isinstance(node, Fold) and node.op in ("max", "min") for node in walk(key))


def _is_positive(name: str) -> bool:
    r"""Rates, widths, temperatures, and what has a word for its name: `\\sigma`, `\\lambda_1`, `step`."""
    base = name.partition("_")[0]
    return base in _POSITIVE or (len(base) > 2 and base.isalpha())


_POSITIVE = frozenset((r"\sigma", r"\lambda", r"\tau", r"\epsilon", r"\varepsilon", r"\eta"))


def _places(exprs: tuple[Expr, ...]) -> frozenset[str]:
    """Whole numbers besides: where a sum begins (`k = t + 1`), and what stands in a subscript with its index."""
    found: set[str] = set()
    for expr in exprs:
        for node in walk(expr):
            if isinstance(node, Fold) and node.op != "integral" and node.lower is not None:
                found |= free_names(node.lower)
            elif isinstance(node, Index):
                found |= {name for item in node.indices if isinstance(item, Add) for name in free_names(item)}
    return frozenset(found)


def _whole(exprs: tuple[Expr, ...], axes: dict[str, int]) -> frozenset[str]:
    """Exponents of matrices: whole numbers."""
    found: set[str] = set()
    for expr in exprs:
        for node in walk(expr):
            if isinstance(node, Pow) and any(axes.get(n) == 2 or n == IDENTITY.name for n in free_names(node.base)):
                found |= free_names(node.exponent)
    return frozenset(found)


def _counted(
    key: Expr, axes: dict[str, int], bold: frozenset[str]
) -> tuple[dict[str, int], dict[str, tuple[str, ...]]] | None:
    """How many axes every symbol has, with as few changes as it takes for the key to have a value; and their sizes."""
    if (sized := solve((key,), axes)) is not None:
        return axes, sized
    indexed = {n.base.name for n in walk(key) if isinstance(n, Index) and isinstance(n.base, Sym)}
    doubtful = [n for n in sorted(free_names(key)) if n in axes and n not in indexed and plain(n) not in bold][:6]
    choices = []
    for count in (1, 2):
        for names in itertools.combinations(doubtful, count):
            for others in itertools.product((1, 0, 2), repeat=count):
                if all(axes[n] != k for n, k in zip(names, others, strict=True)):
                    choices.append(dict(zip(names, others, strict=True)))
    for change in choices[:_MAX_TRIES]:
        if any(k == 2 and not is_capital(n) for n, k in change.items()):
            continue
        if (sized := solve((key,), {**axes, **change})) is not None:
            return {**axes, **change}, sized
    return None


def _symbols(
    sized: dict[str, tuple[str, ...]],
    symbols: tuple[Symbol, ...],
    index: tuple[str, ...],
    random: frozenset[str],
    whole: frozenset[str],
    bent: bool,
    paired: frozenset[str] = frozenset(),
) -> tuple[Symbol, ...]:
    result = [s for s in symbols if s.domain == "size" and s.name not in index]
    for name, shape in sized.items():
        square = len(shape) == 2 and shape[0] == shape[1]
        domain = "invertible" if square else "real"
        if name in random:
            domain = "random"
        elif name in whole and not shape:
            domain = "index"
        elif not shape and (_is_positive(name) or (bent and name in (r"\gamma", r"\alpha", r"\beta"))):
            domain = "positive"
        elif square and (name in paired or plain(name) in (r"\Sigma", "K")):
            domain = "symmetric"
        result.append(Symbol(name, shape, domain=domain))
    return tuple(result)


def _tall(key: Expr, sized: dict[str, tuple[str, ...]]) -> tuple[Symbol, ...]:
    """A filler whose axes make X taller than wide where XᵀX is inverted, or wider than tall where XXᵀ is."""
    for node in walk(key):
        if not (isinstance(node, Pow) and node.exponent == MINUS_ONE and isinstance(node.base, Mul)):
            continue
        first, last = node.base.factors[0], node.base.factors[-1]
        for one, other, turned in ((first, last, True), (last, first, False)):
            if isinstance(one, Transpose) and one.arg == other and isinstance(other, Sym):
                shape = sized.get(other.name, ())
                if len(shape) == 2 and shape[0] != shape[1]:
                    long, short = shape if turned else shape[::-1]
                    return (Symbol("filler", ("filling", short, long)),)  # the sizes that `draw` gives in this order
    return ()


# ---- other layouts ---------------------------------------------------------------------------------------------------


def relaxed(expr: Expr, symbols: tuple[Symbol, ...]) -> tuple[Expr, ...]:
    """What was perhaps meant by an expression whose shapes do not fit: rows for columns, `λ` for `λI`."""
    vectors = {s.name for s in symbols if len(s.shape) == 1}
    turned: tuple[Expr, ...] = ()
    if not any(_is_inner(node) for node in walk(expr)):  # who writes `x^T x` for a number takes vectors for columns
        turned = (rebuild(expr, lambda n: Transpose(n) if isinstance(n, Sym) and n.name in vectors else None),)
    scalars = {s.name for s in symbols if not s.shape}

    def scaled(node: Expr) -> Expr | None:
        if isinstance(node, Add):
            return Add(
                tuple(
                    Mul((t, IDENTITY)) if isinstance(t, Num) or free_names(t) <= scalars else rebuild(t, scaled)
                    for t in node.terms
                )
            )
        return None

    return (*turned, rebuild(expr, scaled))


def _is_inner(node: Expr) -> bool:
    return isinstance(node, Mul) and any(
        isinstance(a, Transpose) and isinstance(a.arg, Sym) and isinstance(b, Sym)
        for a, b in itertools.pairwise(node.factors)
    )
