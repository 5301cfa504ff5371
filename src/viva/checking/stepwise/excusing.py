"""What speaks for a member that fails: a definition that follows, a factor lost in printing, a line above it.

Nothing is excused on suspicion: the member has to hold once what is found is put in its place.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

from viva.checking.stepwise.chains import TextChain
from viva.checking.stepwise.chance import mentioned
from viva.checking.stepwise.reads import Read, count_of, exprs_of, head_of, value_of
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.steps import Link
from viva.checking.stepwise.wordings import AFTERWARDS
from viva.checking.stepwise.world import Definition, Misfit, Unclear
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.syntax import Expr

Failed = tuple[int, Read, Read, TextChain]  # the number of its link, both sides, where


def said_afterwards(scene: Scene, left: Read, right: Read, chain: TextChain, ahead: tuple[TextChain, ...]) -> bool:
    """Does "where Γ is …" right after the formula give a symbol in it a meaning with which it holds?"""
    names = set().union(*(trees.names(e) for r in (left, right) for e in exprs_of(r)))
    for following in ahead:
        reads = [scene.read(m) for m in following.members[:2]]
        if len(reads) < 2 or reads[0].expr is None or reads[1].expr is None:
            continue
        if not AFTERWARDS.search(following.intro):
            continue
        definition = _diagonal(reads[0].expr, reads[1].expr)
        if definition is None or definition.name not in names or definition.name in scene.definitions:
            continue
        if definition.name in mentioned(definition.body, scene.worlds(chain.sizes)[0]):
            continue
        kept = dict(scene.definitions)
        scene.definitions[definition.name] = definition
        try:
            if scene.difference(left, right, chain) is None:
                return True
        except Unclear:
            pass
        scene.definitions = kept
    return False


def _diagonal(head: Expr, body: Expr) -> Definition | None:
    """`Γ_jj = …` defines the diagonal matrix Γ; any other head defines what it names."""
    if isinstance(head, s.Index) and isinstance(head.base, s.Sym) and len(head.indices) == 2:
        i, j = head.indices
        if i == j and isinstance(i, s.Sym):
            return Definition(head.base.name, (), s.Call("diag", (body, i)))
    named = head_of(head)
    return Definition(named[0], named[1], body) if named else None


def lost(scene: Scene, left: Read, right: Read, chain: TextChain, problem: Misfit) -> str:
    """The declared symbol that went missing from one member to the next, where shapes stopped fitting; or ""."""
    if left.expr is None or right.expr is None or (str(problem) == "the norm of a matrix" and left.slope):
        return ""
    shaped = {sym.name for sym in scene.symbols if sym.shape} | set(scene.definitions)
    before, after = (count_of(e, shaped) for e in (left.expr, right.expr))
    lost = [n for n in before if after.get(n, 0) < before[n]]
    if not lost or any(after.get(n, 0) > before.get(n, 0) for n in after):
        return ""
    try:
        for place in itertools.islice(scene.places(left, left, chain.cases, scene.worlds(chain.sizes)[0]), 1):
            value_of(left, place)
    except Unclear:
        return ""
    return lost[0]


def excuse(scene: Scene, links: list[Link], failed: list[Failed]) -> None:
    """Mark the failing steps as slips of the pen where a definition has visibly lost a factor in its sum.

    That is so if a later line, in which that factor stands, holds once it is put back: `ŷ_i = Σ_j R_ij X_ij` in a
    text that goes on with `(Xw̃)_i`. Then lines that repeat the damaged sum are excused with it.
    """
    for name, definition in list(scene.definitions.items()):
        body = definition.body
        if not isinstance(body, s.Fold) or body.op != "sum":
            continue
        for sym in scene.symbols:
            if len(sym.shape) != 1 or sym.name in trees.names(body) or sym.domain != "real":
                continue
            factor = s.Index(s.Sym(sym.name), (s.Sym(body.index),))
            whole = replace(definition, body=replace(body, body=s.mul(body.body, factor)))
            if _excused_by(scene, links, failed, name, whole, body, sym.name):
                return


def _excused_by(
    scene: Scene, links: list[Link], failed: list[Failed], name: str, whole: Definition, damaged: Expr, lost: str
) -> bool:
    kept = scene.definitions[name]
    scene.definitions[name] = whole
    scene.forget()
    cured = set()
    for at, left, right, chain in failed:
        try:
            if scene.difference(left, right, chain) is None:
                cured.add(at)
        except Unclear:
            continue
    scene.definitions[name] = kept
    scene.forget()
    if not cured:
        return False
    repeats = {
        links[at].chain
        for at, left, right, _ in failed
        for r in (left, right)
        for e in exprs_of(r)
        if any(node == damaged for node in trees.walk(e))
    }
    for at, *_ in failed:
        link = links[at]
        if at in cured or link.chain in repeats:
            why = f"{link.why}; a slip of the pen, it seems: {lost} was lost in the sum that defines {name}"
            links[at] = replace(link, slip=True, why=why)
    return True
