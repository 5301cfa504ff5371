r"""Two inequalities in several symbols: do they hold for the same values?

>>> same_inequality("x_1 + 2x_2 > 5", r"$x_2 > \frac{5 - x_1}{2}$"), same_inequality("|a| < 1", "a^2 < 1")
(True, True)
>>> same_inequality("x_1 + 2x_2 > 5", r"$x_2 < \frac{5 - x_1}{2}$"), same_inequality("|a| < 1", r"a \le 1")
(False, False)
>>> same_inequality(r"0 < \eta < 4", r"$\eta < 4$"), same_inequality(r"\eta L < 2", r"$\eta < 2/L$")
(False, True)
>>> same_inequality(r"\mathrm{MAE} \le \mathrm{RMSE}", "RMSE >= MAE, always"), same_inequality("p > 1/11", "x > 1/11")
(True, None)

They are compared at thousands of points of all magnitudes; a symbol called p or q lies between 0 and 1, and a step
size, a count or a constant is positive. Whether equality belongs to them is told by their signs alone. Vectors and
matrices are not for this module.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from viva.checking.answers.stated import Place, Search
from viva.checking.evaluating.draws import Draws, Floats
from viva.checking.evaluating.evaluate import Unevaluable, evaluate_draws
from viva.checking.undeclared.equations import is_tensor, known_names, plain
from viva.checking.undeclared.roots import NEVER_NEGATIVE
from viva.checking.undeclared.sorts import CONSTANTS
from viva.reading.formulas import Formula
from viva.reading.normal import normalise
from viva.reading.parser import parse_chain
from viva.reading.patterns import lazy
from viva.reading.replies import read_reply
from viva.reading.syntax import Call, Expr, Norm, Num, Sym, Unreadable
from viva.reading.trees import free_names, walk

LONGEST = 4_000
POINTS = 4_000
_UP, _DOWN = frozenset("<≤"), frozenset(">≥")


class _Region:
    """Sides joined by signs of one direction, smallest first."""

    def __init__(self, sides: tuple[Expr, ...], signs: tuple[str, ...], also: _Region | None = None):
        self.also = also  # what must hold as well
        down = signs[0] in _DOWN
        self.sides = sides[::-1] if down else sides
        self.strict = tuple(sign in "<>" for sign in (signs[::-1] if down else signs))

    def names(self) -> set[str]:
        own = set().union(*(free_names(side) for side in self.sides)) - CONSTANTS
        return own | self.also.names() if self.also is not None else own

    def signs(self) -> tuple[str, ...]:
        return tuple("<" if strict else "≤" for strict in self.strict)

    def plain(self, atoms: dict[Expr, Sym]) -> _Region:
        """The same with scalars for functions, norms and indexed symbols."""
        also = self.also.plain(atoms) if self.also is not None else None
        return _Region(plain(self.sides, atoms), self.signs(), also)

    def holds(self, drawn: Draws) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """At which points it holds, and at which it has a value that is not close to its bounds."""
        with np.errstate(all="ignore"):
            values = [_floats(side, drawn) for side in self.sides]
            gaps = [high - low for low, high in itertools.pairwise(values)]
            sizes = [np.abs(low) + np.abs(high) for low, high in itertools.pairwise(values)]
        inside = np.all([gap > 0 for gap in gaps], axis=0)
        clear = np.all(
            [np.isfinite(gap) & (np.abs(gap) > 1e-9 * size) for gap, size in zip(gaps, sizes, strict=True)], axis=0
        )
        if self.also is None:
            return inside, clear
        (within, defined) = self.also.holds(drawn)
        return inside & within, clear & defined


def _floats(side: Expr, drawn: Draws) -> Floats:
    return np.broadcast_to(np.asarray(evaluate_draws(side, drawn, ()), dtype=float), (drawn.count,))


def same_inequality(key_text: str, reply_text: str) -> bool | None:
    """Does the reply state an inequality that holds for the same values as the key's? None where it is not clear."""
    if len(key_text) > LONGEST or len(reply_text) > LONGEST:
        return None
    key_source, reply_source = normalise(key_text).text, normalise(reply_text).text
    names = known_names(key_source, reply_source)
    try:
        chain = parse_chain(key_source.strip(" $.\n"), (), names)
    except Unreadable:
        return None
    key = _region(chain.sides, chain.relations)
    if key is None or any(map(is_tensor, plain(key.sides, {}))):
        return None
    search = Search(read_reply(reply_source), None, (), names)
    search.focused = True
    for place in search.places():
        for found in _stated(place, search):
            if not found.names():
                continue  # 5 > 3, a check at a point
            if (equal := _alike(key, found)) is not None or found.names() <= key.names():
                return equal
    return None


def _region(sides: tuple[Expr, ...], signs: tuple[str, ...]) -> _Region | None:
    ordered = tuple(sign for sign in signs if sign != "=")
    if not ordered or not (set(ordered) <= _UP or set(ordered) <= _DOWN):
        return None
    if len(ordered) < len(signs):  # A = … ≥ … = B is A ≥ B
        if len(ordered) > 1:
            return None
        sides = (sides[0], sides[-1])
    return _Region(sides, ordered)


def _stated(place: Place, search: Search) -> Iterator[_Region]:
    """The inequalities of a place, the last one first."""
    for k, formula in reversed(list(enumerate(place.formulas))):
        if not formula.relations or formula.broken or not formula.sides[0].tokens or _conditional(formula):
            continue
        if _ASIDE.search(place.text[max(0, formula.start - 120) : formula.start]):
            continue
        try:
            sides = tuple(formula.parse(k, search.known)[0] for k in range(len(formula.sides)))
        except Unreadable:
            return
        if (region := _region(sides, formula.relations)) is not None:
            before = place.formulas[k - 1] if k and formula.before == ("and",) else None
            both = region if before is None else _both(before, region, search)
            if both is None:
                return
            yield both


def _both(first: Formula, second: _Region, search: Search) -> _Region | None:
    """`η > 0 and η < 2/L`: where both hold."""
    if not first.relations or not set(first.relations) <= _UP | _DOWN or first.broken:
        return second
    try:
        sides = tuple(first.parse(k, search.known)[0] for k in range(len(first.sides)))
    except Unreadable:
        return None
    other = _region(sides, first.relations)
    return None if other is None else _Region(second.sides, second.signs(), other)


# "For a square matrix (m = n) that means …", "in particular …": a case of what was said before.
_ASIDE = lazy(
    r"(?:^|[.;!?]\s+|\n\s*)(?:for (?:a|an|square|equal|instance|example|the)\b|(?:for|if|when) \$?\w\$? ?="
    r"|in particular|e\.g|in the (?:special|limiting) case)[^.;!?\n]*$",
    re.I,
)


_THOSE = frozenset(("inputs", "points", "values", "vectors", "pairs", "those", "all", "parameters", "rates", "sizes"))


def _conditional(formula: Formula) -> bool:
    if formula.before[-1:] == ("with",) and len(formula.before) > 1 and formula.before[-2].lower() in _THOSE:
        return False  # all inputs with x < 1
    return formula.before[-1:] in (("for",), ("with",), ("where",), ("since",), ("as",), ("because",))


def _is_positive(name: str) -> bool:
    return NEVER_NEGATIVE.match(name) is not None or (len(name.partition("_")[0]) == 1 and name[0].isupper())


def _opposite(ours: set[str], theirs: set[str]) -> bool:
    """Has the reply the smallest of what the key has only the largest of: λ_min for λ_max?"""
    return any(
        name.endswith(label) and name.removesuffix(label) + other in theirs - ours
        for name in ours
        for label, other in (("max", "min"), ("min", "max"))
    )


def _alike(key: _Region, reply: _Region) -> bool | None:
    atoms: dict[Expr, Sym] = {}
    key, reply = key.plain(atoms), reply.plain(atoms)
    if any(map(is_tensor, (*reply.sides, *(reply.also.sides if reply.also is not None else ())))):
        return None
    names = key.names()
    if _opposite(names, reply.names()):
        return False
    if not reply.names() or not reply.names() <= names or len(names) > 8:
        return None
    norms = {symbol.name for atom, symbol in atoms.items() if isinstance(atom, Norm)}
    inside = [n for side in key.sides for n in walk(side) if isinstance(n, Call) and n.name == "abs"]
    signed = {name for call in inside for name in free_names(call)}
    every = (key.sides, (*reply.sides, *(reply.also.sides if reply.also is not None else ())))
    bounded = [any(isinstance(side, Num) and side.value == 0 for side in sides) for sides in every]
    if bounded[0]:  # 0 < η < 2/L says that η is positive, and supposes it of L
        signed |= set().union(*(free_names(side) for side in key.sides[1:-1] or key.sides))
    rng = np.random.default_rng(23)
    values: dict[str, Floats] = {}
    for name in sorted(names):
        size = 10 ** rng.uniform(-2.5, 1.5, POINTS)
        share = rng.uniform(0, 1, POINTS)
        signs = 1.0 if name in norms or (name not in signed and _is_positive(name)) else rng.choice([-1.0, 1.0], POINTS)
        values[name] = share if name in ("p", "q") else size * signs
    drawn = Draws((), POINTS, {}, values)
    try:
        (ours, clear), (theirs, defined) = key.holds(drawn), reply.holds(drawn)
    except (Unevaluable, ValueError, OverflowError, ZeroDivisionError):
        return None
    usable = clear & defined
    if usable.sum() < POINTS // 4 or not ours[usable].any() or ours[usable].all():
        return None
    if (ours != theirs)[usable].any():
        return False
    chained = reply.also is not None or len(reply.sides) > 2
    if chained and bounded[1] and not bounded[0] and not all(_is_positive(name) for name in names):
        return None  # the reply's lower bound may be meant by the key as well
    strict = {*reply.strict, *(reply.also.strict if reply.also is not None else ())}
    return set(key.strict) == strict
