r"""Two equations over scalars: are they true for the same values, whichever symbol each is solved for?

>>> def alike(key, reply): return same_equation(key, reply)
>>> alike(r"\mu = \frac{1}{\lambda + c}", r"$\lambda = \frac{1}{\mu} - c$"), alike("2x - y = 3", "y = 2x + 3")
(True, False)
>>> alike(r"\sigma^2 = \frac{1}{2\gamma}", r"$\sigma = 1/\sqrt{2\gamma}$"), alike("x^2 = a", r"x = \sqrt{a}")
(True, None)
>>> alike(r"\log p(x) = E + K(q, p)", "E = log p(x) - K(q, p)"), alike("C = AB", "B = A/C")
(True, False)

One symbol is taken for the unknown, the others are drawn; the values that solve the one equation must be those that
solve the other. Functions, norms, sums and indexed symbols count as symbols of their own, the same where they are
written the same. It is a numerical test over values of magnitudes 0.001 to 1000, positive ones alone for symbols that
are never negative. Vectors and matrices are not for this module: where the key has any, nothing is decided.
"""

from __future__ import annotations

import itertools
import re

import numpy as np

from viva.checking.answers.stated import Place, Search
from viva.checking.evaluating.draws import Draws, Floats
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.checking.undeclared.key_forms import common_words, heads, key_names, subscripted
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
    Norm,
    Slope,
    Sym,
    Transpose,
    Unreadable,
    free_names,
    rebuild,
    walk,
)
from viva.reading.vocabulary import FUNCTION, JOINED

Sides = tuple[Expr, ...]  # two
DRAWS = 4
CLOSE = 1e-6
LONGEST = 4_000
_EQUAL = frozenset(("=", "←", "≈"))
_KEY_EQUAL = lazy(r"=|\\(?:leftarrow|gets|coloneqq)(?![a-z])|←")
NEVER_NEGATIVE = lazy(
    r"\\(?:sigma|lambda|tau|epsilon|varepsilon|eta|gamma|alpha|beta|kappa|rho|nu|ell|theta)|[dnNTKLmk]$"
)
_DOUBLE = lazy(r"(?<![=<>!])==(?!=)")


def same_equation(key_text: str, reply_text: str) -> bool | None:
    """Does the reply state an equation that holds where the key's does, and only there? None where it is not clear."""
    if len(key_text) > LONGEST or len(reply_text) > LONGEST or not _KEY_EQUAL.search(key_text):
        return None
    key_source, reply_source = normalise(key_text).text, _DOUBLE.sub("=", normalise(reply_text).text)
    names = known_names(key_source, reply_source)
    key = _sides(key_source, names)
    if key is None or any(is_tensor(side) for side in key):
        return None
    best: bool | None = None
    search = Search(read_reply(reply_source), None, (), names)
    search.focused = True
    for place in search.places():
        found = _equation(place, search, _symbols(key))
        if found is not None:
            best = _alike(key, found)
            break
    return best


def known_names(key: str, reply: str) -> frozenset[str]:
    """The names of the key that are longer than a letter, its functions, and `x1` where it has an x_1."""
    names = key_names(key) | common_words(key, reply)
    try:
        sides = parse_chain(key.strip(" $.\n"), (), names).sides
    except Unreadable:
        return names
    names |= {n for side in sides for n in free_names(side) if len(n) > 1 and n.isalpha()}
    names |= {f"{base}_{script}{JOINED}" for side in sides for base, script in subscripted(side)}
    functions = {head for side in sides for head in heads(side)}
    return names | {head + FUNCTION for head in functions | ({"KL"} if "D_KL" in functions else set())}


def _sides(source: str, names: frozenset[str]) -> Sides | None:
    try:
        chain = parse_chain(source.strip(" $.\n"), (), names)
    except Unreadable:
        return None
    left, right = chain.sides[0], chain.sides[-1]
    if set(chain.relations) != {"="} or _updates(left, right):
        return None
    return left, right


def _updates(left: Expr, right: Expr) -> bool:
    """`w = w - η g`, as a program changes w: as an equation it says nothing about w."""
    return isinstance(right, Add) and left in right.terms


def _symbols(sides: Sides) -> set[Expr]:
    """The symbols, with their indices; σ_1 and σ_2 are two."""
    return {n for side in sides for n in walk(side) if isinstance(n, (Sym, Index)) and n != Sym(r"\pi")}


def _equation(place: Place, search: Search, wanted: set[Expr]) -> Sides | None:
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


def _alike(key: Sides, reply: Sides) -> bool | None:
    if any(is_tensor(side) for side in reply) or _swapped(key, reply):
        return None
    atoms: dict[Expr, Sym] = {}
    key, reply = plain(key, atoms), plain(reply, atoms)
    ours, theirs = _names(key), _names(reply)
    if not theirs <= ours:
        return False if _turned(theirs - ours, ours - theirs, atoms) else None
    if len(ours) > 12:
        return None
    outcomes = [_solved_alike(key, reply, unknown, sorted(ours - {unknown})) for unknown in sorted(ours & theirs)]
    if "open" in outcomes:
        return None
    if "another" in outcomes:
        return None if any(isinstance(atom, (Fold, Norm, Expect)) for atom in atoms) else False
    return True if "same" in outcomes else None


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


# ---- solving -------------------------------------------------------------------------------------------------


_POSITIVE_GRID: Floats = np.logspace(-3, 3, 401)
_PARTS: Floats = (np.arange(1, 64) / 64)[:, None]


def _solved_alike(key: Sides, reply: Sides, unknown: str, others: list[str]) -> str:
    """Have both the same roots at every draw: "same", "another", "open" if but for negative ones; "" where none."""
    rng = np.random.default_rng(17)
    grid = _POSITIVE_GRID
    if not NEVER_NEGATIVE.match(unknown):
        grid = np.concatenate([-grid[::-1], grid])
    agreed, positive = 0, False
    drawn = rng.uniform(0.5, 2.5, (DRAWS, len(others)))
    given = {name: drawn[:, k] for k, name in enumerate(others)}
    try:
        pairs = zip(_roots(key, unknown, grid, given), _roots(reply, unknown, grid, given), strict=True)
    except (Unevaluable, ValueError, OverflowError, ZeroDivisionError):
        return ""
    for ours, theirs in pairs:
        if ours is None or theirs is None:
            return ""
        if not ours.size:
            continue
        if not _equal(ours, theirs):
            if not _equal(ours[ours > 0], theirs[theirs > 0]) or not np.any(ours > 0):
                return "another"
            positive = True
        agreed += 1
    return "" if agreed < DRAWS - 1 else "open" if positive else "same"


def _equal(one: Floats, other: Floats) -> bool:
    return one.size == other.size and bool(np.allclose(one, other, rtol=CLOSE, atol=0))


def _roots(sides: Sides, unknown: str, grid: Floats, given: dict[str, Floats]) -> list[Floats | None]:
    """Where the two sides are equal, over the grid, at each draw; None where they are equal everywhere.

    All draws are evaluated together, and intervals halved six times at once: an evaluation costs more than its points.
    """
    every = np.repeat(np.arange(DRAWS), grid.size)
    gap = _gap(sides, unknown, np.tile(grid, DRAWS), given, every).reshape(DRAWS, -1)
    finite = np.isfinite(gap)
    apart = finite & (np.abs(gap) > 1e-9 * (np.abs(grid) + 1))
    same: Floats = ~np.asarray(apart.any(axis=1))
    change = finite[:, :-1] & finite[:, 1:] & (np.sign(gap[:, :-1]) != np.sign(gap[:, 1:])) & ~same[:, None]
    draws, places = np.nonzero(change)
    before, after = gap[draws, places], gap[draws, places + 1]
    found = _narrowed(sides, unknown, (grid[places], grid[places + 1], np.sign(before)), given, draws)
    if found.size:
        left = _gap(sides, unknown, found, given, draws)
        size = np.minimum(np.abs(before), np.abs(after))
        kept = np.isfinite(left) & (np.abs(left) <= 1e-6 * size + 1e-12)  # no pole, no jump
        found, draws = found[kept], draws[kept]
    return [None if same[k] else _distinct(found[draws == k]) for k in range(DRAWS)]


def _narrowed(
    sides: Sides, unknown: str, where: tuple[Floats, Floats, Floats], given: dict[str, Floats], draws: Floats
) -> Floats:
    """Where the gap changes its sign in each interval; `where` has its ends, and the sign at the lower one."""
    low, high, sign = where
    columns = np.arange(low.size)
    for _ in range(8 if low.size else 0):
        points = np.vstack((low, low + (high - low) * _PARTS, high))
        inner = _gap(sides, unknown, points[1:-1].ravel(), given, np.tile(draws, _PARTS.size))
        other = np.sign(inner.reshape(_PARTS.size, -1)) != sign
        first = np.vstack((other, np.ones_like(sign, dtype=bool))).argmax(axis=0)
        low, high = points[first, columns], points[first + 1, columns]
    return (low + high) / 2


def _distinct(found: Floats) -> Floats:
    distinct: list[float] = []
    for root in np.sort(found):
        if not distinct or abs(root - distinct[-1]) > 1e-7 * abs(root):
            distinct.append(float(root))
    return np.array(distinct)


def _gap(sides: Sides, unknown: str, points: Floats, given: dict[str, Floats], draws: Floats) -> Floats:
    """Left minus right at the points, each with the values of its draw."""
    values = {**{name: size[draws] for name, size in given.items()}, unknown: points}
    drawn = Draws((), points.size, {}, values)
    with np.errstate(all="ignore"):
        left, right = (
            np.broadcast_to(np.asarray(evaluate_draws(side, drawn, ()), dtype=float), points.shape) for side in sides
        )
        gap: Floats = left - right
    return gap
