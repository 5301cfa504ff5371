r"""Answers that are proofs: a derivation from a given expression to a target, every step of it checked.

The verdict is `correct` only if the derivation ends at the target and no step fails, none is merely asserted, and none
that speaks of the random mask was left unread. It is `incorrect` with the first wrong step. All else is undecided, with
what could not be read. A slip of the pen that the next line puts right, or a factor such as ½ carried through the
whole derivation, is named, and leaves the verdict open: a person decides how strict to be.

>>> from viva.papers import load_paper
>>> part = next(q for q in load_paper("hw5").questions if q.name == "4a").parts[0]
>>> from viva.reading.replies import read_reply
>>> reply = read_reply(r"$L(\tilde w) = \mathbb{E}[\|y - (R \odot X)\tilde w\|^2] = \|y - pX\tilde w\|^2$")
>>> from viva.types import Draw
>>> same(read(reply, part).value, part.key(Draw(0)), part).equal
False
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from viva.checking.answers.protocol import Comparison, Reading, Unread
from viva.checking.stepwise.chains import TORN
from viva.checking.stepwise.derivations import Derivation, check_derivation
from viva.checking.stepwise.members import NOT_SQUARE, value
from viva.checking.stepwise.steps import Link
from viva.checking.stepwise.world import Unclear, draw_world
from viva.kinds import Array, Compound, Expression, Proof, Relation
from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.parser import parse
from viva.reading.patterns import lazy
from viva.reading.replies import Reply
from viva.types import Answer, Draw, Finding, FindingKind, Part, Span, Step

METHOD = "every step evaluated at random draws, the masks enumerated"
DRAWS = 3
_SUM_SIGN = lazy(r"∑|(?:^|\n)X ?\n|\bP[a-z]? ?\n")


@dataclass(frozen=True)
class Proved:
    """The derivation that a reply gives, and the last formula that it ends with."""

    derivation: Derivation
    end: s.Expr | None


def read(reply: Reply, part: Part) -> Reading | Unread:
    """The derivation of the reply; unread if it holds no formula that goes on to another."""
    kind = part.kind
    assert isinstance(kind, Proof)
    derivation = check_derivation(reply, kind.symbols, given=kind.given, target=kind.target, left=kind.left)
    if not derivation.steps:
        return Unread("no chain of formulas was found that could be a derivation")
    understood = [link for link in derivation.steps if link.status != "unread"]
    if not understood:
        whole = Span(derivation.steps[0].span.start, derivation.steps[-1].span.end)
        answer = Answer(reply.raw[whole.start : whole.end], whole, "nothing was understood", "derivation")
        return Unread("none of its steps could be read: " + derivation.steps[0].why, answer)
    last = _end(derivation)
    count = len(derivation.steps)
    read_as = f"{count} steps, {len(derivation.unread)} of them unread; ends with {last.quote}"
    answer = Answer(last.quote, last.span, read_as, "last step of the derivation")
    return Reading(answer, Proved(derivation, last.right), findings(derivation, part.name))


def same(value_: Any, key: Callable[[dict[str, Any]], Any], part: Part) -> Comparison:
    """Is the derivation a proof of the key? For a misconception's program: does it end with that value?"""
    kind = part.kind
    assert isinstance(kind, Proof) and isinstance(value_, Proved)
    if not _is(parse(kind.target, kind.symbols), key, kind):
        return _ends_with(value_, key, kind)
    derivation = value_.derivation
    steps = tuple(link.step() for link in derivation.steps)
    error, slip = derivation.first_error, derivation.first_failing
    if derivation.scaled:
        reason = f"the whole derivation is done with {derivation.scaled} of the loss that the question asks about"
        if error is None:
            return Comparison(None, METHOD, reason=reason, steps=steps)
    if error is not None:
        reason = f"the first wrong step is “{_short(error)}”: {error.why}"
        return Comparison(False, METHOD, error.counterexample, reason, steps)
    if slip is not None:
        return Comparison(None, METHOD, slip.counterexample, f"as printed “{_short(slip)}” is wrong: {slip.why}", steps)
    if derivation.note:
        return Comparison(None, METHOD, reason=derivation.note, steps=steps)
    if not derivation.reaches_target:
        return Comparison(None, METHOD, reason="the target was not reached by a step that could be read", steps=steps)
    if derivation.asserted:
        first = derivation.asserted[0]
        return Comparison(None, METHOD, reason=f"“{_short(first)}” is {first.why}", steps=steps)
    missed = [link for link in derivation.unread if _matters(link, kind, derivation.torn)]
    if missed:
        reason = f"{len(missed)} steps could not be read, the first is “{_short(missed[0])}”: {missed[0].why}"
        return Comparison(None, METHOD, reason=reason, steps=steps)
    return Comparison(True, METHOD, steps=steps)


def findings(derivation: Derivation, part: str = "") -> tuple[Finding, ...]:
    """What is wrong in a derivation, for the evidence of a check: an invalid step, a dropped term, a convention."""
    found = []
    error = derivation.first_error
    if error is not None:
        dropped = "is missing" in error.why or _lost_factor(error)
        kind = FindingKind.DROPPED_TERM if dropped else FindingKind.INVALID_STEP
        detail = f"{error.before} = {error.quote}: {error.counterexample or error.why}"
        found.append(Finding(kind, error.quote, "the first step that fails", error.span, part, detail))
    if derivation.scaled:
        first = derivation.steps[0]
        detail = f"done with {derivation.scaled} of the given expression"
        found.append(
            Finding(FindingKind.CONVENTION, first.quote, "a constant factor on both sides", first.span, part, detail)
        )
    return tuple(found)


def shown_on_the_way(
    reply: Reply, part: Part, draw: Draw, accepted: str = ""
) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    """The steps that a reply shows on the way to an answer of another kind, and the finding where one fails.

    They are evidence only and do not change the verdict of the answer. What the key says of the quantity that is asked
    for holds in the worlds in which the steps are evaluated; or what the
    `accepted` alternative says that the reply gave.
    """
    kinds = part.kind.components.values() if isinstance(part.kind, Compound) else (part.kind,)
    wanted = [k for k in kinds if isinstance(k, Expression | Relation) and not getattr(k, "limit", "")]
    if not wanted and not (isinstance(part.kind, Array) and part.kind.ndim == 1):
        return (), ()
    symbols = wanted[0].symbols if wanted else ()
    bound = _bound(part, draw, accepted) if wanted and not isinstance(part.kind, Compound) else {}
    derivation = check_derivation(reply, symbols, bound=bound)
    for other in part.alternatives if bound and derivation.first_failing else ():
        under = check_derivation(reply, symbols, bound=_bound(part, draw, other.name))
        derivation = _better(derivation, under)
    return tuple(link.step() for link in derivation.steps), findings(derivation, part.name)


def _better(one: Derivation, other: Derivation) -> Derivation:
    """The steps that fail under both answers; what holds under one of them is right where that is meant."""
    held = {link.span for link in other.steps if link.status == "holds"}
    steps = tuple(
        replace(link, status="holds", why="", counterexample="")
        if link.status == "fails" and link.span in held
        else link
        for link in one.steps
    )
    return replace(one, steps=steps)


def _bound(part: Part, draw: Draw, accepted: str = "") -> dict[str, Callable[[dict[str, Any]], Any]]:
    """The symbol that the part asks for, with the program of its key."""
    key = next((a.answer for a in part.alternatives if a.name == accepted), part.key)
    if isinstance(part.kind, Relation):
        return {} if part.kind.up_to else {part.kind.solve_for: key(draw)}
    assert isinstance(part.kind, Expression)
    for left in part.kind.left:
        expr = parse(left, part.kind.symbols)
        name = expr.base if isinstance(expr, s.Index) else expr
        if isinstance(name, s.Sym):
            return {name.name: key(draw)}
    return {}


# ---- small questions -----------------------------------------------------------------------------------------


def _short(link: Link) -> str:
    quote = " ".join(link.quote.split())
    return quote if len(quote) <= 100 else quote[:97] + "…"


def _end(derivation: Derivation) -> Link:
    """The step that ends the derivation: the last one that was understood and is no number."""
    understood = [link for link in derivation.steps if link.status != "unread"]
    wide = [
        link
        for link in understood
        if link.right is not None and any(isinstance(n, s.Norm) for n in trees.walk(link.right))
    ]
    return (wide or understood)[-1]


def _matters(link: Link, kind: Proof, torn: bool = False) -> bool:
    """Does an unread step speak of the mask, of an expectation or of the loss, or make no sense of declared shapes?

    A step that is false as it was read out of torn text is not blamed; nor is a proof right that has one, or that has a
    sum in it that was not read.
    """
    if link.why in (NOT_SQUARE, TORN):
        return True
    text = link.quote + link.before
    masks = [sym.name for sym in kind.symbols if sym.domain == "bernoulli"]
    if torn and _SUM_SIGN.search(link.quote):
        return True
    return any(m in text for m in (*masks, "E[", "\\mathbb", "operatorname{E}", "‖", "\\|", "||"))


def _lost_factor(link: Link) -> bool:
    """Does the wrong member lack a symbol that stood in the member before it?"""
    if link.left is None or link.right is None:
        return False
    before, after = ([n.name for n in trees.walk(e) if isinstance(n, s.Sym)] for e in (link.left, link.right))
    if any(isinstance(n, s.Expect) for n in trees.walk(link.left)) != any(
        isinstance(n, s.Expect) for n in trees.walk(link.right)
    ):
        return False
    return any(after.count(n) < before.count(n) for n in set(before))


def _env(kind: Proof, seed: int) -> tuple[Any, dict[str, Any]]:
    world = draw_world(kind.symbols, {n: 3 - k for k, n in enumerate(_sizes(kind))}, np.random.default_rng(seed))
    flat = {n: v.ravel() if isinstance(v, np.ndarray) and v.shape[1] == 1 else v for n, v in world.values.items()}
    return world, flat


def _sizes(kind: Proof) -> list[str]:
    return list(dict.fromkeys(n for sym in kind.symbols for n in sym.shape))


def _is(expr: s.Expr, program: Callable[[dict[str, Any]], Any], kind: Proof) -> bool:
    """Does the program compute the expression at random draws?"""
    for seed in range(DRAWS):
        world, env = _env(kind, seed)
        said, exact = np.ravel(value(expr, world)), np.ravel(np.asarray(program(env), dtype=float))
        if said.shape != exact.shape or not np.allclose(said, exact, rtol=1e-8, atol=1e-10):
            return False
    return True


def _ends_with(proved: Proved, program: Callable[[dict[str, Any]], Any], kind: Proof) -> Comparison:
    if proved.end is None:
        return Comparison(None, METHOD, reason="the end of the derivation could not be read")
    try:
        return Comparison(_is(proved.end, program, kind), METHOD)
    except Unclear as problem:
        return Comparison(None, METHOD, reason=str(problem))
