r"""Two equations over scalars: are they true for the same values, whichever symbol each is solved for?

>>> def alike(key, reply): return same_equation(key, reply)
>>> alike(r"\mu = \frac{1}{\lambda + c}", r"$\lambda = \frac{1}{\mu} - c$"), alike("2x - y = 3", "y = 2x + 3")
(True, False)
>>> alike(r"\sigma^2 = \frac{1}{2\gamma}", r"$\sigma = 1/\sqrt{2\gamma}$"), alike("x^2 = a", r"x = \sqrt{a}")
(True, None)
>>> alike(r"\log p(x) = E + K(q, p)", "E = log p(x) - K(q, p)"), alike("c = ab", "b = a/c")
(True, False)

One symbol is taken for the unknown, the others are drawn; the values that solve the one equation must be those that
solve the other. Functions, norms, sums and indexed symbols count as symbols of their own, the same where they are
written the same. It is a numerical test over values of magnitudes 0.001 to 1000, positive ones alone for symbols that
are never negative. Vectors and matrices are not for this module: where the key has any, nothing is decided.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from viva.checking.answers.stated import Place, Search
from viva.checking.undeclared.key_forms import common_words, heads, key_names, subscripted
from viva.checking.undeclared.roots import Sides, same_roots
from viva.checking.undeclared.sameness import same
from viva.checking.undeclared.sorts import CONSTANTS, matrix_evidence
from viva.reading.formulas import Formula
from viva.reading.normal import normalise
from viva.reading.parser import parse_chain
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply
from viva.reading.syntax import (
    Add,
    Apply,
    Call,
    Expect,
    Expr,
    Fold,
    Had,
    Index,
    Mul,
    Neg,
    Norm,
    Slope,
    Sym,
    Transpose,
    Unreadable,
    add,
)
from viva.reading.trees import free_names, rebuild, walk
from viva.reading.vocabulary import FUNCTION, JOINED

LONGEST = 4_000
_EQUAL = frozenset(("=", "←", "≈"))
_KEY_EQUAL = lazy(r"=|\\(?:leftarrow|gets|coloneqq)(?![a-z])|←")
_DOUBLE = lazy(r"(?<![=<>!])==(?!=)")


def same_equation(key_text: str, reply_text: str, only_yes: bool = False) -> bool | None:
    """Does the reply state an equation that holds where the key's does, and only there? None where it is not clear.

    With `only_yes`, for callers to whom a no is no news, None may stand for it, and is found sooner.
    """
    if len(key_text) > LONGEST or len(reply_text) > LONGEST or not _KEY_EQUAL.search(key_text):
        return None
    key_source = normalise(key_text).text
    reply_source = _DOUBLE.sub("=", normalise(reply_text).text)
    names = known_names(key_source, reply_source)
    key = _key(key_source, names)
    if key is None:
        return _same_difference(key_source, reply_source, names)
    search = Search(read_reply(reply_source), None, (), names)
    search.focused = True
    for place in search.places():
        found = _equation(place, search, key.symbols)
        if found is not None:
            return _alike(key.sides, found, only_yes)
    return None


def _same_difference(key: str, reply: str, names: frozenset[str]) -> bool | None:
    """`wᵀx = -b` for `wᵀx + b = 0`: is the difference of the sides the same, where there are vectors?"""
    differences: list[Expr] = []
    for source in (key, reply):
        try:
            chain = parse_chain(source.strip(" $.`\n"), (), names)
        except Unreadable:
            return None
        if chain.relations != ("=",) or not isinstance(chain.sides[0], Add | Mul) or _updates(*chain.sides):
            return None
        differences.append(add(chain.sides[0], Neg(chain.sides[1])))
    mine, theirs = differences
    if not is_tensor(mine):
        return None
    return same(mine, (theirs,)) or same(mine, (Neg(theirs),)) or None


def known_names(key: str, reply: str) -> frozenset[str]:
    """The names of the key that are longer than a letter, its functions, and `x1` where it has an x_1."""
    return _known_names(key, common_words(key, reply))


@lru_cache(maxsize=256)
def _known_names(key: str, words: frozenset[str]) -> frozenset[str]:
    names = key_names(key) | words
    try:
        sides = parse_chain(key.strip(" $.\n"), (), names).sides
    except Unreadable:
        return names
    names |= {n for side in sides for n in free_names(side) if len(n) > 1 and n.isalpha()}
    names |= {f"{base}_{script}{JOINED}" for side in sides for base, script in subscripted(side)}
    functions = {head for side in sides for head in heads(side)}
    return names | {head + FUNCTION for head in functions | ({"KL"} if "D_KL" in functions else set())}


@dataclass(frozen=True)
class _Key:
    sides: Sides
    symbols: frozenset[Expr]


@lru_cache(maxsize=256)
def _key(source: str, names: frozenset[str]) -> _Key | None:
    """The key's equation; None where it is none between scalars, or of fewer than two symbols."""
    try:
        chain = parse_chain(source.strip(" $.\n"), (), names)
    except Unreadable:
        return None
    left, right = chain.sides[0], chain.sides[-1]
    if set(chain.relations) != {"="} or _updates(left, right) or is_tensor(left) or is_tensor(right):
        return None
    symbols = frozenset(_symbols((left, right)))
    return _Key((left, right), symbols) if len(symbols) > 1 else None


def _updates(left: Expr, right: Expr) -> bool:
    """`w = w - η g`, as a program changes w: as an equation it says nothing about w."""
    return isinstance(right, Add) and left in right.terms


def _symbols(sides: Sides) -> set[Expr]:
    """The symbols, with their indices; σ_1 and σ_2 are two."""
    return {n for side in sides for n in walk(side) if isinstance(n, (Sym, Index)) and n != Sym(r"\pi")}


def _equation(place: Place, search: Search, wanted: frozenset[Expr]) -> Sides | None:
    """The last equation of a place that holds two of the key's names; None where something else is said after it."""
    for formula in reversed(place.formulas):
        if not formula.relations or formula.broken:
            continue
        ends = _ends(formula)
        if ends is None:
            continue
        try:
            left, right = formula.parse(ends[0], search.known)[0], formula.parse(ends[1], search.known)[0]
        except Unreadable:
            return None
        names = _symbols((left, right))
        if formula.before[-1:] in (("e.g",), ("g",), ("like",), ("instance",), ("example",)):
            continue
        if not names or (len(names & wanted) < 2 and formula.before[-1:] in (("for",), ("if",), ("with",))):
            continue  # a number, a condition
        if _updates(left, right):
            return None
        return (left, right) if len(names & wanted) >= 2 else None
    return None


def _ends(formula: Formula) -> tuple[int, int] | None:
    """The first and the last side of the last stretch of a chain that equality joins: `a = b ≥ 0` is `a = b`."""
    relations = formula.relations
    first = max((k + 1 for k, sign in enumerate(relations) if sign in ("⇔", "⇒")), default=0)
    last = first
    while last < len(relations) and relations[last] in _EQUAL:
        last += 1
    return (first, last) if last > first and formula.sides[first].tokens else None


def is_tensor(expr: Expr) -> bool:
    """Is there a vector or a matrix in it?"""
    nodes = list(walk(expr))
    return matrix_evidence(nodes) or any(isinstance(node, Transpose) for node in nodes)


def _alike(key: Sides, reply: Sides, only_yes: bool) -> bool | None:
    if any(is_tensor(side) for side in reply) or _swapped(key, reply):
        return None
    atoms: dict[Expr, Sym] = {}
    key, reply = plain(key, atoms), plain(reply, atoms)
    ours, theirs = _names(key), _names(reply)
    if not theirs <= ours:
        return False if _turned(theirs - ours, ours - theirs, atoms) else None
    if len(ours) > 12:
        return None
    another_is_open = only_yes or any(isinstance(atom, (Fold, Norm, Expect)) for atom in atoms)
    outcomes = set()
    for unknown in sorted(ours & theirs):
        outcome = same_roots(key, reply, unknown, tuple(sorted(ours - {unknown})))
        if outcome == "open" or (outcome == "another" and another_is_open):
            return None
        outcomes.add(outcome)
    if "same" in outcomes and (theirs != ours or any(map(_has_steps, (*key, *reply)))):
        return None  # what the reply leaves out no root tells, nor where a rounded value jumps
    return False if "another" in outcomes else True if "same" in outcomes else None


def _has_steps(expr: Expr) -> bool:
    return any(isinstance(node, Call) and node.name in ("floor", "ceil", "sign") for node in walk(expr))


def _swapped(key: Sides, reply: Sides) -> bool:
    """Does a product of two capitals, which may be matrices, stand in another order?"""

    def pairs(sides: Sides) -> set[tuple[str, str]]:
        found = set()
        for node in (n for side in sides for n in walk(side) if isinstance(n, Mul)):
            capitals = [f.name for f in node.factors if isinstance(f, Sym) and re.fullmatch(r"[A-Z]'*", f.name)]
            found |= set(itertools.pairwise(capitals))
        return found

    theirs = pairs(reply)
    return any((b, a) in theirs for a, b in pairs(key))


def plain(sides: tuple[Expr, ...], atoms: dict[Expr, Sym]) -> tuple[Expr, ...]:
    """Expressions with scalars for what is no symbol; the same scalar for the same thing."""

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Had):
            return Mul((node.left, node.right))
        opaque = isinstance(node, (Apply, Index, Norm, Fold, Expect, Slope))
        if opaque or (isinstance(node, Call) and node.name not in _SCALAR):
            return atoms.setdefault(node, Sym(f"atom {len(atoms)}"))
        return None

    return tuple(rebuild(side, change) for side in sides)


def _turned(strange: set[str], missing: set[str], atoms: dict[Expr, Sym]) -> bool:
    """Are the reply's own atoms the key's functions with their arguments in another order: KL(p, q) for KL(q, p)?"""
    named = {symbol.name: atom for atom, symbol in atoms.items()}
    theirs, ours = [named.get(n) for n in sorted(strange)], [named.get(n) for n in sorted(missing)]
    return len(ours) == len(theirs) and all(
        isinstance(one, Apply)
        and isinstance(other, Apply)
        and one.function == other.function
        and one.args != other.args
        and sorted(map(repr, one.args)) == sorted(map(repr, other.args))
        for one, other in zip(ours, theirs, strict=True)
    )


_SCALAR = frozenset("log ln exp sqrt sin cos tan tanh abs max min sigmoid floor ceil sign erf".split())  # noqa: SIM905


def _names(sides: Sides) -> set[str]:
    return (free_names(sides[0]) | free_names(sides[1])) - CONSTANTS
