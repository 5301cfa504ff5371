"""Does a derivation end where it should? The last formulas are compared with the target of a proof.

A proof may leave the last sum to words: "adding up the rows", "the cross term is zero". Then what they come to is
compared (`put_together`).

>>> from viva.kinds import Symbol
>>> from viva.reading.parser import parse
>>> scene = Scene((Symbol("x"),))
>>> reaches_target(scene, [parse("(x + 1)^2")], "", "x^2 + 2x + 1", "")
True
>>> reaches_target(scene, [parse("x")], "", "2x", "")
False
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TypeGuard

from viva.checking.stepwise.chains import Member, TextChain
from viva.checking.stepwise.chance import mentioned
from viva.checking.stepwise.matching import bare
from viva.checking.stepwise.reads import Read
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.steps import Link
from viva.checking.stepwise.wordings import CROSS_VANISHES, ROWS_SUMMED
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


def put_together(scene: Scene, ends: list[s.Expr], links: list[Link], given: str, target: str, text: str) -> bool:
    """Is the target what the formulas come to, once the words add up its rows or drop a cross term that is zero?"""
    candidates: list[s.Expr] = []
    if ROWS_SUMMED.search(text):
        candidates += [_over_rows(e, scene) for e in ends]
    if CROSS_VANISHES.search(text) and given:
        squares = _fixed_parts(scene, links, parse(given, scene.symbols))
        candidates += [s.add(square, e) for square in squares for e in ends]
    return bool(candidates) and reaches_target(scene, candidates, given, target, "")


def _over_rows(expr: s.Expr, scene: Scene) -> s.Expr:
    """The sum over i of an expression in i, or in names that stand for what belongs to one row."""
    index = s.Sym("i")
    rows = {
        name: trees.rebuild(d.body, lambda n: replace(n, indices=(index, *n.indices[1:])) if _first_row(n) else None)
        for name, d in scene.definitions.items()
        if not d.parameters and _first_row(d.body)
    }
    return s.Fold("sum", "i", None, None, (), trees.substitute(expr, rows))


def _first_row(node: s.Expr) -> TypeGuard[s.Index]:
    return isinstance(node, s.Index) and node.indices[:1] == (s.ONE,) and node.indices[1:] in ((), (s.Colon(),))


def _fixed_parts(scene: Scene, links: list[Link], given: s.Expr) -> list[s.Expr]:
    """‖a‖² for every split `u = a − b` that holds of the u in a given E‖u‖², with a free of what is random."""
    random = {sym.name for sym in scene.symbols if sym.domain in ("bernoulli", "normal")}
    world = scene.worlds(())[0]
    found: list[s.Expr] = []
    for link in links:
        inside = _normed(given)
        if link.status != "holds" or inside is None or link.left is None or not isinstance(link.right, s.Add):
            continue
        if bare(link.left) != bare(inside):
            continue
        fixed = [t for t in link.right.terms if not mentioned(t, world) & random]
        found.append(s.Pow(s.Norm(s.add(*fixed)), s.Num(Fraction(2)))) if fixed else None
    return found


def _normed(given: s.Expr) -> s.Expr | None:
    """The u of E‖u‖²."""
    match bare(given):
        case s.Expect("E", (s.Pow(s.Norm(inside), _),)):
            return inside
    return None
