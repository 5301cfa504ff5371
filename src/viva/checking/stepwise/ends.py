"""Does a derivation end where it should? The last formulas are compared with the target of a proof.

>>> from viva.kinds import Symbol
>>> from viva.reading.parser import parse
>>> scene = Scene((Symbol("x"),))
>>> reaches_target(scene, [parse("(x + 1)^2")], "", "x^2 + 2x + 1", "")
True
>>> reaches_target(scene, [parse("x")], "", "2x", "")
False
"""

from __future__ import annotations

from fractions import Fraction

from viva.checking.stepwise.chains import Member, TextChain
from viva.checking.stepwise.reads import Read
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.world import Unclear
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.parser import parse

SCALES: dict[str, s.Expr] = {
    "1/2": s.Div(s.ONE, s.Num(Fraction(2))),
    "1/n": s.Div(s.ONE, s.Sym("n")),
    "2": s.Num(Fraction(2)),
}


def reaches_target(scene: Scene, ends: list[s.Expr], given: str, target: str, scaled: str) -> bool:
    """Is one of the ends the `target` (LaTeX), times the factor with which the whole derivation is done?"""
    expr = parse(target, scene.symbols)
    if scaled:
        expr = s.mul(SCALES[scaled], expr)
    wanted = Read(Member("target", 0, 0), expr)
    start = parse(given, scene.symbols) if given else None
    for end in reversed(ends):
        if end == start or any(isinstance(n, s.Expect) for n in trees.walk(end)):
            continue
        try:
            if scene.difference(Read(Member("end", 0, 0), end), wanted, TextChain((), ())) is None:
                return True
        except Unclear:
            continue
    return False
