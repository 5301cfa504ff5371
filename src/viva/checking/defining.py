"""What the first link of a chain gives a meaning to: a name, a function, a square; and what it must not.

1. `name = …` for a name that nobody knows is a definition, and so is `f(w) = …` the first time, and `σ² = …`.
2. `symbol = …` for a declared, free symbol is a substitution (`w̃ = w/p`), unless the right side contains the symbol.
"""

from __future__ import annotations

import re

from viva.checking.chains import TextChain
from viva.checking.chance import mentioned
from viva.checking.members import value
from viva.checking.reads import Read, head_of, is_application
from viva.checking.scene import Scene
from viva.checking.wordings import AFTERWARDS, ANEW, SAYS
from viva.checking.world import Definition, Unclear
from viva.reading import syntax as s
from viva.reading.syntax import Expr

Head = tuple[str, tuple[str, ...]]
_APPLIED = re.compile(r"^\s*(?:\\mathcal\s*\{?|\\operatorname\s*\{)?\\?[A-Za-z]+\}?\s*(?:\\left)?\(")


def defines(scene: Scene, head: tuple[str, tuple[str, ...]], part: list[Read], chain: TextChain) -> bool:
    """Rules 1 and 2: does the first link give the name its meaning? Then take note of it."""
    name, parameters = head
    body = part[1].expr
    if name in scene.bound:
        return False
    if name in scene.unknowns or (name in scene.definitions and not ANEW.search(chain.intro)):
        return False
    declared = next((sym for sym in scene.symbols if sym.name == name), None)
    if body is None:
        return declared is None
    if name.startswith(r"\partial "):
        return not _derivable(scene, name)
    if declared is not None:
        if declared.domain in ("bernoulli", "normal", "probability", "size", "one-hot"):
            return False
        says = bool(SAYS.search(chain.intro))
        if declared.defined_by and not says:
            return False
        if len(parameters) not in (0, len(declared.shape)):
            return False
        if parameters and chain.cases:
            return False
    world = scene.worlds(chain.sizes)[0]
    if name in scene.definitions and scene.agrees(part[0], part[1], chain):
        return False
    if name in mentioned(body, world) or (declared is not None and scene.agrees(part[0], part[1], chain)):
        return False
    scene.definitions[name] = Definition(name, parameters, body)
    return True


def _derivable(scene: Scene, name: str) -> bool:
    """Is a derivative known from what is declared and defined so far?"""
    for world in scene.worlds(())[:1]:
        try:
            value(s.Sym(name), world)
            return True
        except Unclear:
            pass
        indices = tuple(s.Num(s.ONE.value) for _ in range(2))
        for count in (1, 2):
            try:
                value(s.Index(s.Sym(name), indices[:count]), world)
                return True
            except Unclear:
                continue
    return False


def names(scene: Scene, first: Expr, part: list[Read]) -> bool:
    """`L(w) = …`: a function of something that got no meaning yet."""
    if first in scene.named:
        return False
    known = scene.declared() | set(scene.definitions) | set(scene.functions)
    letter = is_application(first, known)
    applied = _APPLIED.match(part[0].member.text) is not None and isinstance(first, s.Mul) and len(first.factors) == 2
    if not letter and not (applied and _unknown_function(first, known)):
        return False
    body = part[1].expr
    if body is None:
        return True
    assert isinstance(first, s.Mul)
    name, argument = first.factors
    if isinstance(name, s.Sym) and isinstance(argument, s.Sym) and name.name not in s.names(body):
        scene.functions[name.name] = Definition(name.name, (argument.name,), body)
    scene.named[first] = body
    return True


def _unknown_function(first: Expr, known: set[str]) -> bool:
    if not isinstance(first, s.Mul):
        return False
    name, argument = first.factors
    return isinstance(name, s.Sym) and name.name not in known and isinstance(argument, s.Sym)


def squares(scene: Scene, first: Expr, part: list[Read]) -> bool:
    """`σ² = …` or `σ_j² = …` for a name without a meaning: the root of what stands there."""
    if not isinstance(first, s.Pow) or first.exponent != s.Num(s.ONE.value * 2):
        return False
    head, body = head_of(first.base), part[1].expr
    if head is None or body is None or head[0] in scene.declared() or head[0] in scene.definitions:
        return False
    if head[0] in mentioned(body, scene.worlds(())[0]):
        return False
    scene.definitions[head[0]] = Definition(head[0], head[1], s.Call("sqrt", (body,)))
    return True


def define_ahead(scene: Scene, part: list[Read], ahead: tuple[TextChain, ...]) -> None:
    """`X w = X̃ v with X̃ = …`: a name that is given its meaning right after it was used."""
    used = set().union(*(s.names(r.expr) for r in part if r.expr is not None))
    missing = used - scene.declared() - set(scene.definitions) - set(scene.unknowns)
    for following in ahead:
        if not AFTERWARDS.search(following.intro) or len(following.members) < 2:
            continue
        first, second = (scene.read(m) for m in following.members[:2])
        head = head_of(first.expr) if first.expr is not None else None
        if head is not None and head[0] in missing and second.expr is not None:
            defines(scene, head, [first, second], following)
