"""Where a derivation sets a derivative to zero: the solution, and what follows from it.

"∇L = 2Xᵀ(Xw − y) = 0, so XᵀXw = Xᵀy": the second equation is no identity, it holds where the derivative is zero. The
derivative is solved for what it was taken by (`viva.checking.stepwise.supposing`), and what follows is compared there.
Only a solution that is the only one is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from viva.checking.stepwise.chains import TextChain
from viva.checking.stepwise.reads import Read, exprs_of
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.supposing import Solution, solve
from viva.checking.stepwise.wordings import TO_ZERO
from viva.checking.stepwise.world import Unclear
from viva.reading import syntax as s
from viva.reading import trees


@dataclass
class TurningPoints:
    """What is known of a text's derivatives that were set to zero."""

    scene: Scene
    slope: Read | None = None  # the last derivative by an operator
    by: str = ""  # what it was taken by
    solutions: dict[str, Solution] = field(default_factory=dict)

    def named(self, name: str) -> Solution | None:
        """The solution that `w`, `w*`, `\\hat w` or `w_{opt}` stands for."""
        base = re.sub(r"^\\(?:hat|bar|tilde)\s|\^\*$|_[a-zA-Z]{2,}$", "", name)
        return self.solutions.get(name) or self.solutions.get(base)

    def solves(self, left: Read, right: Read, chain: TextChain, proven: set[str]) -> bool | None:
        """A step that is no identity: does it hold where a derivative is zero? None if it is not about that.

        A derivative by one of the `proven` symbols is none: they stand for all values.
        """
        used = set().union(*(trees.names(e) for r in (left, right) for e in exprs_of(r)))
        for name, solution in self.solutions.items():
            if name in used:
                try:
                    return self.scene.difference(left, right, chain, solution.change) is None
                except Unclear:
                    return None
        zero = right.expr == s.Num(Fraction(0))
        if not (TO_ZERO.search(chain.intro) or (zero and self.slope is not None and self.by)):
            return None
        if not self.by or used & proven:
            return None
        if zero and self.slope is not None and left.member.text != self.slope.member.text and left.slope is None:
            try:
                if self.scene.difference(left, self.slope, chain) is not None:
                    return None
            except Unclear:
                return None
        found = solve(self.scene, left, right, chain, self.by, frozenset({self.by}))
        if found is None or not found.unique:
            return None
        if not zero and self.slope is not None and re.search(r"zero|\b0\b|vanish", chain.intro):
            nothing = replace(right, expr=s.Num(Fraction(0)), slope=None)
            if not self._vanishes(self.slope, nothing, chain, found):
                return False
        self.solutions[found.name] = found
        return True

    def sets_to_zero(self, left: Read, zero: Read, chain: TextChain) -> bool:
        """ "Setting dJ/dw = 0": a condition, no step. It is solved where that is possible, and not blamed where not."""
        try:
            if self.scene.difference(left, zero, chain) is None:
                return False
            found = solve(self.scene, left, zero, chain, self.by, frozenset({self.by}))
        except Unclear:
            return True
        if found is not None and found.unique:
            self.solutions[found.name] = found
        return True

    def _vanishes(self, read: Read, zero: Read, chain: TextChain, solution: Solution) -> bool:
        expected = solve(self.scene, read, zero, chain, self.by, frozenset({self.by}))
        if expected is None or not expected.unique:
            return True  # nothing to compare with
        for world in self.scene.worlds(chain.sizes):
            here, there = (c(world).values[solution.name] for c in (solution.change, expected.change))
            if not _close(here, there):
                return False
        return True


def _close(a: object, b: object) -> bool:
    return bool(np.allclose(np.asarray(a, dtype=float), np.asarray(b, dtype=float), rtol=1e-6, atol=1e-8))
