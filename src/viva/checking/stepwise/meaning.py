r"""What the members of a chain are meant to say, where the text leaves a part of it to the reader.

"The entries of (R ⊙ X)w have E = …" gives an operator without what it is of; `E(y − z)²` has two readings; a proof
uses P for what its given calls R ⊙ X.

>>> from viva.checking.stepwise.chains import Member
>>> from viva.kinds import Symbol
>>> scene = Scene((Symbol("R", domain="bernoulli"), Symbol("p", domain="probability")))
>>> reads = [scene.read(Member(t, 0, 0)) for t in ("E(R - p)^2", "p - p^2")]
>>> type(as_meant(scene, reads, TextChain((), ()))[0].expr).__name__
'Expect'

A reading is chosen only if the step holds with it; what holds with neither is judged as it stands.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from viva.checking.stepwise.chains import TextChain
from viva.checking.stepwise.matching import matched
from viva.checking.stepwise.reads import Read, exprs_of, free_indices
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.supposing import general_fact
from viva.checking.stepwise.world import Definition
from viva.reading import syntax as s
from viva.reading import trees

_BARE_OPERATOR = re.compile(
    r"\s*(?:\\mathbb\s*\{?E\}?|\\operatorname\s*\{E\}|E|(?P<var>\\(?:mathrm|operatorname|text)\s*\{(?:Var|var)\}|Var))\s*$"
)


def with_subject(scene: Scene, reads: list[Read], chain: TextChain) -> Read:
    """The first member; where it is a bare `E` or `Var`, that of the formula before: "the entries of (R ⊙ X)w"."""
    first = reads[0]
    bare = _BARE_OPERATOR.match(first.member.text)
    if not bare or not chain.subject or len(reads) < 2 or reads[1].expr is None:
        return first
    subject = scene.read(replace(first.member, text=chain.subject))
    if subject.expr is None:
        return first
    world = scene.worlds(chain.sizes)[0]
    free = sorted(free_indices(reads[1].expr, world) - free_indices(subject.expr, world))
    body = s.Index(subject.expr, (s.Sym(free[0]),)) if len(free) == 1 else subject.expr
    return replace(first, expr=s.Expect("Var" if bare["var"] else "E", (body,)), reason="")


def as_meant(scene: Scene, part: list[Read], chain: TextChain) -> list[Read]:
    """`E(y − z)²` as E[(y − z)²] or (E[y − z])²: the reading with which the first steps hold, if there is one."""
    if not any(r.other is not None for r in part):
        return part
    choices = [[r] if r.other is None else [r, replace(r, expr=r.other)] for r in part[:3]]
    for chosen in itertools.islice(itertools.product(*choices), 8):
        where, reads = general_fact(scene, list(chosen), False) or (scene, list(chosen))
        if all_agree(where, reads, chain):
            return [*chosen, *part[3:]]
    return part


def all_agree(scene: Scene, reads: list[Read], chain: TextChain) -> bool:
    """Do all neighbours that were understood agree?"""
    pairs = [(a, b) for a, b in itertools.pairwise(reads) if not (a.reason or b.reason)]
    return all(scene.agrees(a, b, chain) for a, b in pairs)


def take_up(scene: Scene, part: list[Read], given: s.Expr, chain: TextChain) -> None:
    """`E‖y − Pw‖²` of a proof about `E‖y − (R ⊙ X)w‖²`: P is what stands in its place.

    Where P comes up elsewhere, as in `E[PᵀP]`, it is a product in the given with which the first step holds.
    """
    first, second = part[0].expr, part[1].expr
    if first is None:
        return
    unknown = {n for n in trees.free_names(first) if len(n) == 1} - scene.declared() - set(scene.definitions)
    unknown -= free_indices(first, scene.worlds(())[0])
    if not unknown:
        return
    if isinstance(first, s.Expect):
        for name, body in (matched(first, given, unknown) or {}).items():
            scene.definitions[name] = Definition(name, (), body)
            return
    (name, *others) = sorted(unknown)
    if others or second is None or name in scene.names:
        return
    products = [n for n in trees.walk(given) if isinstance(n, s.Had | s.Mul) and not isinstance(n, s.Neg)]
    for body in products:
        scene.definitions[name] = Definition(name, (), body)
        if scene.agrees(part[0], part[1], chain):
            return
        del scene.definitions[name]


def zeros(right: Read, left: Read) -> Read:
    """`E[S] = 0` of a matrix: zeros of its shape."""
    if right.expr != s.ZERO or left.expr is None or left.expr == s.ZERO:
        return right
    return replace(right, expr=s.Mul((s.ZERO, left.expr)))


def entrywise(scene: Scene, part: list[Read]) -> list[Read]:
    """`E[R²] = E[R] = p` speaks of one entry of the mask: then R is read as R_11."""
    masks = {sym.name for sym in scene.symbols if sym.domain == "bernoulli" and len(sym.shape) == 2}
    numbers = {sym.name for sym in scene.symbols if not sym.shape}
    names = set().union(*(trees.names(e) for r in part for e in exprs_of(r)))
    kinds = {type(n) for r in part for e in exprs_of(r) for n in trees.walk(e)}
    if not names & masks or not names <= masks | numbers or kinds & {s.Index, s.Had, s.Transpose, s.Norm, s.Fold}:
        return part
    entry = {m: s.Index(s.Sym(m), (s.ONE, s.ONE)) for m in masks}
    return [replace(r, expr=trees.substitute(r.expr, dict(entry))) if r.expr is not None else r for r in part]


def is_moment(scene: Scene, reads: list[Read]) -> bool:
    """ "We need E[R_ij R_ik] = p²": what is expected of declared random symbols is no matter of choice."""
    first = reads[0].expr
    if not isinstance(first, s.Expect):
        return False
    return trees.free_names(first) - scene.declared() <= free_indices(first, scene.worlds(())[0])
