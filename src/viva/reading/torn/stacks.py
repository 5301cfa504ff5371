r"""Fractions of extracted formulas: which line break is a bar, and how far it reaches to both sides.

>>> from viva.reading.torn.letters import letters_of
>>> from viva.reading.torn.scripts import scripted
>>> from viva.reading.torn.signs import signs_of
>>> def ways(text):
...     known = letters_of("a + b - c + n m + X")
...     return stacked(next(scripted(signs_of(text, known), known)).atoms)
>>> for way in ways("1 + ab\nn")[:2]:
...     print(way.tex, way.doubt)
1 + \frac{a b}{n}  0.0
\frac{1 + a b}{n}  0.0

A reader of PDF files goes to a new line where the baseline moves and the gap is wide, and stays in the line where what
follows is near. So an enumerator behind something in its own line is about as wide as its denominator, or wider; what
goes on behind a denominator in its line is so where that is not much narrower than its enumerator. Every break wants a
reason: a bar, the begin or the end of a fraction, the bounds of a sum, a relation. `doubt` counts what has none.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from viva.reading.budget import tick
from viva.reading.torn.atoms import Atom

MAX_ATOMS = 60
MAX_BREAKS = 20
_STOREY_BREAKS = 4  # so many lines, but for sums and brackets, has no enumerator of a formula
_KEPT = 5
_NO_REASON = 4.0
_ROOM, _FAR = 1.4, 2.0  # how much narrower a storey is at most where something stands beside it, in letters
_TOWERS = (r"\frac", r"\sum", r"\prod", "^")
_NEAR = 1.1  # what is not narrower than this would have it beside it


@dataclass(frozen=True)
class Stacked:
    """One way to read a side of a formula, and how far-fetched it is."""

    tex: str
    doubt: float


@dataclass(frozen=True)
class Around:
    """What stands before and behind the atoms: nothing (None), or something, in the same line (False) or another."""

    before: bool | None = None
    behind: bool | None = None
    scattered: bool = False  # the reader goes to a new line for every sign that is higher or lower


def stacked(atoms: tuple[Atom, ...], around: Around | None = None) -> list[Stacked]:
    """The ways to read the atoms of one side of a formula, the likeliest first; none where they are too many."""
    if len(atoms) > MAX_ATOMS or sum(atom.broken for atom in atoms) > MAX_BREAKS:
        return []
    return _Stacking(atoms, around or Around()).ways()


class _Stacking:
    def __init__(self, atoms: tuple[Atom, ...], around: Around):
        self.atoms = atoms
        self.around = around
        self.known: dict[tuple[int, int, bool], list[Stacked]] = {}
        self.no_reason = 0.4 if around.scattered else _NO_REASON
        self.depth, self.breaks = [0], [0]
        for k, atom in enumerate(atoms):
            self.breaks.append(self.breaks[-1] + (atom.broken and not self._explained(k)))
            self.depth.append(self.depth[-1] + {"open": 1, "close": -1}.get(atom.kind, 0))
        pairs = [b.gap for a, b in itertools.pairwise(atoms)
                 if a.is_operand and b.kind in ("operand", "open") and not b.broken]  # fmt: skip
        self.blank = 0.4 if all(pairs) and len(pairs) > 1 else 2.0 if not all(pairs) else 1.5

    def ways(self) -> list[Stacked]:
        return self._row(0, len(self.atoms), not self.around.before)

    def _row(self, start: int, end: int, free: bool) -> list[Stacked]:
        """The ways to read atoms side by side; `free`: a break before the first one has its reason already."""
        if start == end:
            return [Stacked("", 0.0)]
        found = self.known.get((start, end, free))
        if found is not None:
            return found
        tick()
        ways: list[Stacked] = []
        atom = self.atoms[start]
        cost = 0.0 if free or not atom.broken or self._explained(start) else self.no_reason
        if cost and atom.kind == "operator":
            cost = min(cost, 1.0)  # a long formula is rather broken before an operator
        if cost and atom.back:
            cost = min(cost, 1.5)
        if atom.kind == "root":
            ways += self._root(start, end, cost)
        else:
            ways += [Stacked(f"{atom.tex} {rest.tex}", rest.doubt + cost) for rest in self._row(start + 1, end, False)]
        if self._may_begin(start):
            for bar in range(start + 1, end):
                if not self.atoms[bar].broken or not self._is_whole(start, bar):
                    continue
                for stop in self._ends(bar, end):
                    ways += self._fraction(start, bar, stop, end)
        self.known[start, end, free] = best = _best(ways)
        return best

    def _explained(self, k: int) -> bool:
        """Has a break before atom k a reason other than a fraction: a sum's bounds, a relation, a tall bracket?"""
        atom, before = self.atoms[k], self.atoms[k - 1] if k else None
        if atom.kind == "root" and k + 1 < len(self.atoms) and self.atoms[k + 1].broken:
            return True
        if (
            (atom.back and atom.kind != "operand")
            or atom.kind == "relation"
            or (atom.kind == "sum" and atom.what != "inline")
        ):
            return True
        if before is not None and before.kind in ("sum", "root"):
            return True
        if atom.kind in ("open", "close") and self._alone(k):
            return True
        return before is not None and before.kind in ("open", "close") and before.broken and before.tex[0] in "()[]"

    def _alone(self, k: int) -> bool:
        """Has a bracket a line of its own, as tall ones have?"""
        last = k + 1 == len(self.atoms) or self.atoms[k + 1].broken
        return last and self.atoms[k].broken and self.atoms[k].tex[0] in "()[]"

    def _root(self, start: int, end: int, cost: float) -> list[Stacked]:
        """A root over what follows: over all of it where that is on a new line, else rather over what is next to it."""
        found: list[Stacked] = []
        below = start + 1 < end and self.atoms[start + 1].broken
        stop = self._factor_end(start + 1, end)
        tall = self.atoms[start].what == "tall"
        reach = (end,) if tall else (stop, self._group_end(start + 1, end))
        for until in dict.fromkeys(reach):
            if until <= start + 1:
                continue
            short = until == stop and not tall
            simple = stop == self._group_end(start + 1, len(self.atoms))
            doubt = cost + (0.0 if simple else 2.0 if short and below else 0.0 if short else 0.5 if not below else 0.0)
            for inner in self._row(start + 1, until, True)[:2]:
                if tall and not any(tower in inner.tex for tower in _TOWERS):
                    continue  # it is so large because of what is below it
                for rest in self._row(until, end, False):
                    found.append(Stacked(rf"\sqrt{{{inner.tex}}} {rest.tex}", doubt + inner.doubt + rest.doubt))
        return found

    def _factor_end(self, start: int, end: int) -> int:
        """Where the factor that begins at `start` ends."""
        if start >= end:
            return start
        if self.atoms[start].kind != "open":
            return start + 1
        for k in range(start + 1, end + 1):
            if self.depth[k] == self.depth[start]:
                return k
        return end

    def _group_end(self, start: int, end: int) -> int:
        """Where a line ends that begins at `start`, or the bracket around it."""
        for k in range(start, end):
            if (k > start and self.atoms[k].broken) or self.depth[k + 1] < self.depth[start]:
                return k
        return end

    def _is_whole(self, start: int, end: int) -> bool:
        """Can this be one storey of a fraction?"""
        if start >= end or self.breaks[end] - self.breaks[start + 1] > _STOREY_BREAKS:
            return False
        if self.depth[start] != self.depth[end] or min(self.depth[start:end]) < self.depth[start]:
            return False
        first, last = self.atoms[start], self.atoms[end - 1]
        if last.kind in ("operator", "relation", "open", "sum", "root", "word", "stop"):
            return False
        if first.kind in ("relation", "close", "stop"):
            return False
        if first.kind == "operator" and (first.tex != "-" or (start > 0 and self.atoms[start - 1].kind != "open")):
            return False
        return not any(atom.kind in ("relation", "stop") and self.depth[start + k] == self.depth[start]
                       for k, atom in enumerate(self.atoms[start:end]))  # fmt: skip

    def _may_begin(self, start: int) -> bool:
        """May a fraction begin here? Within a product it makes no difference where, but at the begin of a line."""
        atom = self.atoms[start]
        if start == 0 or atom.broken:
            return True
        before = self.atoms[start - 1]
        if before.kind == "word" and atom.kind == "open" and not atom.gap:
            return False  # the argument of a function
        return before.kind in ("operator", "relation", "open", "sum", "word") or (before.is_operand and atom.gap)

    def _ends(self, bar: int, end: int) -> list[int]:
        """Where a denominator that begins at `bar` may end."""
        found = []
        for k in range(bar + 1, end + 1):
            if not self._is_whole(bar, k):
                continue
            found.append(k)
            if len(found) > 14:
                break
        return found

    def _fraction(self, start: int, bar: int, stop: int, end: int) -> list[Stacked]:
        above, below = (self._row(a, b, True)[:2] for a, b in ((start, bar), (bar, stop)))
        doubt = self._cost(start, bar, stop, end)
        rests = self._row(stop, end, True)
        found = []
        for a in above:
            for b in below:
                nested = _nesting(a.tex) + _nesting(b.tex)
                tex = rf"\frac{{{a.tex.strip()}}}{{{b.tex.strip()}}}"
                for rest in rests:
                    total = doubt + nested + a.doubt + b.doubt + rest.doubt
                    if rest.tex.startswith(r"\frac") and r"\partial" not in rest.tex:
                        total += 0.7
                    found.append(Stacked(f"{tex} {rest.tex}", total))
        return found

    def _cost(self, start: int, bar: int, stop: int, end: int) -> float:
        """What speaks against a fraction of these storeys."""
        atoms = self.atoms
        first, second = atoms[start], atoms[bar]
        if (first.what in ("slope", "d") or first.tex == "∂") and second.what == "slope":
            return 0.0 if stop == bar + 1 else 3.0
        cost = 2.0 if second.what == "slope" else 0.0
        wide, deep = (self._width(a, b) for a, b in ((start, bar), (bar, stop)))
        head = first.broken if start > 0 else self.around.before  # None: nothing, False: in the same line
        tail = atoms[stop].broken if stop < len(atoms) else self.around.behind
        if head is False and deep - wide > _ROOM:
            cost += 1.5 if deep - wide < _FAR else 4.0  # it would stand apart, in the middle above its denominator
        if tail is False and wide - deep > _ROOM:
            cost += 1.5 if wide - deep < _FAR else 4.0
        if head and tail is False and deep - wide < _NEAR:
            cost += 2.0  # why is only one of them on a line of its own?
        if tail and head is False and wide - deep < _NEAR and not self._own_line(stop):
            cost += 2.0
        if head and tail and deep - wide > _FAR:
            cost += 0.5
        before = atoms[start - 1] if start else None
        if before is not None and before.is_operand and first.broken and deep - wide < _NEAR:
            cost += 1.5  # a factor in the line, and a fraction that begins on the next one
        if before is not None and before.what == "inline":
            cost += 1.5
        cost += 2.0 * any(a.kind == "sum" and a.what != "inline" for a in atoms[start:stop])
        cost += 2.0 * any(atoms[k].kind in ("open", "close") and self._alone(k) for k in range(start, stop))
        cost += 3.0 * any(
            atoms[k].broken and atoms[k].kind == "operator" and not atoms[k].back
            for k in range(start + 1, stop)
            if k != bar
        )  # no storey goes on in another line
        cost += self._blanks(start, bar) + self._blanks(bar, stop)
        if [a.tex for a in atoms[start:bar]] == [a.tex for a in atoms[bar:stop]] or (
            stop == bar + 1 and second.tex == "1"
        ):
            cost += 2.0
        after = atoms[stop] if stop < end else None
        if after is not None and not after.broken:
            if after.is_operand or after.kind in ("open", "word", "sum"):
                cost += self._cut(stop)
            if after.tex in ("+", "-") and before is not None and before.tex in ("+", "-") and not first.broken:
                cost += 1.5  # two lines of which each is a storey are rather one fraction
        return cost

    def _own_line(self, k: int) -> bool:
        """Does a sum begin at k, whose bounds are on lines of their own, or a tall bracket, or an operator alone?"""
        if k >= len(self.atoms):
            return False
        alone = k + 1 < len(self.atoms) and self.atoms[k + 1].broken
        return self._explained(k) or (alone and self.atoms[k].kind == "operator")

    def _blanks(self, start: int, stop: int) -> float:
        """What speaks against a storey in which factors stand apart: a gap is rather where it ends."""
        gaps = 0
        for k in range(start + 1, stop):
            atom = self.atoms[k]
            gaps += atom.gap and not atom.broken and atom.kind == "operand" and self.atoms[k - 1].is_operand
        return self.blank * min(gaps, 1)

    def _cut(self, stop: int) -> float:
        """What speaks against the end of a denominator in the middle of a product."""
        last, after = self.atoms[stop - 1], self.atoms[stop]
        if after.gap or after.kind == "open":
            return 0.0
        if after.kind in ("sum", "word"):
            return 0.0
        return 3.0 if last.what == "number" else 1.0

    def _width(self, start: int, end: int) -> float:
        """How wide it is set, about; of storeys in it the widest."""
        rows = [0.0]
        for k in range(start, end):
            if self.atoms[k].broken and k > start and self.atoms[k - 1].kind != "sum" and self.atoms[k].kind != "sum":
                rows.append(0.0)
            gap = 0.8 if self.atoms[k].kind == "operator" and k > start else 0.0
            rows[-1] += self.atoms[k].width + gap
        return max(rows)


def _nesting(tex: str) -> float:
    """What speaks against a storey that has fractions itself."""
    plain = tex.replace(r"\frac{\partial", "").strip()
    if r"\frac" not in plain:
        return 0.0
    return 2.0 if plain.startswith(r"\frac") and plain.endswith("}") else 1.5


def _best(ways: list[Stacked]) -> list[Stacked]:
    """The likeliest ways, each once."""
    found: dict[str, Stacked] = {}
    for way in sorted(ways, key=lambda way: way.doubt):
        found.setdefault(way.tex, way)
        if len(found) == _KEPT:
            break
    return list(found.values())
