"""What the first link of a chain gives a meaning to: a name, a function, a square; and what it must not.

1. `name = …` for a name that nobody knows is a definition, and so is `f(w) = …` the first time, and `σ² = …`.
2. `symbol = …` for a declared, free symbol is a substitution (`w̃ = w/p`), unless the right side contains the symbol.
"""

from __future__ import annotations

import re

from viva.checking.stepwise.chains import TextChain
from viva.checking.stepwise.chance import mentioned
from viva.checking.stepwise.members import value
from viva.checking.stepwise.reads import Read, head_of, is_application
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.spreading import as_wide
from viva.checking.stepwise.wordings import AFTERWARDS, ANEW, SAYS
from viva.checking.stepwise.world import Definition, Unclear
from viva.reading import syntax as s
from viva.reading import trees
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
    scene.definitions[name] = Definition(name, parameters, body if parameters else _entrywise(scene, body))
    return True


def _entrywise(scene: Scene, body: Expr) -> Expr:
    """`R - p` of a mask and numbers: the number stands for every entry."""
    masks = {s.Sym(sym.name) for sym in scene.symbols if sym.domain == "bernoulli" and sym.shape}
    numbers = {sym.name for sym in scene.symbols if not sym.shape}
    if not isinstance(body, s.Add) or len(whole := [t for t in body.terms if t in masks]) != 1:
        return body
    rest = [t for t in body.terms if t not in masks]
    if any(not trees.names(t) <= numbers | {s.ONES.name} for t in rest):
        return body
    wide = (t if s.ONES.name in trees.names(t) else s.mul(t, s.ONES) for t in rest)
    return s.add(whole[0], *(_signed(t, whole[0]) for t in wide))


def _signed(term: Expr, whole: Expr) -> Expr:
    return s.Neg(_as_wide(term.arg, whole)) if isinstance(term, s.Neg) else _as_wide(term, whole)


def _as_wide(term: Expr, whole: Expr) -> Expr:
    """`p 11ᵀ` beside a matrix: ones of the shape of the matrix, whatever the sizes of its axes."""
    ones = {s.ONES, s.Transpose(s.ONES)}
    factors = term.factors if isinstance(term, s.Mul) else (term,)
    rest = tuple(f for f in factors if f not in ones)
    if len(rest) == len(factors):
        return term
    return as_wide(s.Mul(rest), whole) if rest else as_wide(s.ONE, whole)


def defines_rest(scene: Scene, part: list[Read]) -> bool:
    """`R = p 11ᵀ + S`, `R_ij = p + S_ij`: an unknown name that is what is left of a declared one."""
    first, body = part[0].expr, part[1].expr
    if first is None or not isinstance(body, s.Add):
        return False
    head = head_of(first)
    if head is None or head[0] not in scene.declared():
        return False
    known = scene.declared() | set(scene.definitions) | set(scene.unknowns)
    rests = [(term, found) for term in body.terms if (found := head_of(term)) is not None and found[0] not in known]
    if len(rests) != 1 or rests[0][1][1] != head[1]:
        return False
    (term, (name, parameters)) = rests[0]
    others = tuple(_as_wide(t, first) for t in body.terms if t is not term)
    if any(name in trees.names(t) for t in others):
        return False
    scene.definitions[name] = Definition(name, parameters, s.add(first, *(s.Neg(t) for t in others)))
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
    known = scene.declared() | set(scene.definitions) | (set(scene.functions) - _overloaded(scene, first))
    letter = is_application(first, known)
    applied = _APPLIED.match(part[0].member.text) is not None and isinstance(first, s.Mul) and len(first.factors) == 2
    if not letter and not (applied and _unknown_function(first, known)):
        return False
    body = part[1].expr
    if body is None:
        return True
    assert isinstance(first, s.Mul)
    name, argument = first.factors
    if isinstance(name, s.Sym) and isinstance(argument, s.Sym) and name.name not in trees.names(body):
        scene.functions[name.name] = Definition(name.name, (argument.name,), body)
    scene.named[first] = body
    return True


def _overloaded(scene: Scene, first: Expr) -> set[str]:
    """L of `L(w) = …` where the text has `L(w̃) = …` already: the argument tells two functions of one name apart."""
    if not isinstance(first, s.Mul) or len(first.factors) != 2:
        return set()
    name, argument = first.factors
    if not isinstance(name, s.Sym) or not isinstance(argument, s.Sym) or name.name not in scene.functions:
        return set()
    return {name.name} if (argument.name,) != scene.functions[name.name].parameters else set()


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
    used = set().union(*(trees.names(r.expr) for r in part if r.expr is not None))
    missing = used - scene.declared() - set(scene.definitions) - set(scene.unknowns)
    for following in ahead:
        if not AFTERWARDS.search(following.intro) or len(following.members) < 2:
            continue
        first, second = (scene.read(m) for m in following.members[:2])
        head = head_of(first.expr) if first.expr is not None else None
        if head is not None and head[0] in missing and second.expr is not None:
            defines(scene, head, [first, second], following)
