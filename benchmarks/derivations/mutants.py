"""Single-error mutants of a correct derivation, each proven wrong by the oracle, and harmless rewritings of it.

A mutant changes one member. `carried` says that the same slip was also made in everything that follows, as it is
when a person copies a line and goes on; the first wrong step is the same. A change that the oracle cannot tell from
the truth (a factor that happens to cancel) is discarded.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from derivations.sources import Chain, Let, Source, Text, values
from derivations.terms import Term, Values, evaluate, holds, term

Rewrite = Callable[[Term], Iterator[Term]]


@dataclass(frozen=True)
class Mutant:
    """`lines` is the source's text with one error, whose first wrong member is `at` = (line, member)."""

    source: Source
    kind: str
    lines: tuple[Text | Let | Chain, ...]
    at: tuple[int, int]
    carried: bool


def free_indices(t: Term, bound: frozenset[str] = frozenset()) -> set[str]:
    """The indices of a term that no sum binds."""
    if t.op == "sum":
        out = free_indices(t.args[0], bound | set(t.index))
        left_out = t.name.partition("!=")[2]
        return out | ({left_out} - bound if left_out else set())
    named = set(t.index) if t.op in ("idx", "delta") else set()
    if t.op == "cases":
        named = {i for c in t.index for i in c.replace("!=", "=").split("=")}
    return {i for i in named if i != ":" and i not in bound}.union(*(free_indices(a, bound) for a in t.args))


def places(source: Source, chain: Chain, v: Values) -> Iterator[Values]:
    """The values under every assignment of the chain's free indices for which it is claimed."""
    indices = set().union(*(free_indices(m) for m in chain.members))
    if chain.when:
        indices |= set(chain.when.replace("!=", "=").split("="))
    names = sorted(indices)
    for where in itertools.product(*(range(1, source.size_of(i) + 1) for i in names)):
        u = v.at(**dict(zip(names, where, strict=True)))
        if not chain.when or holds(chain.when, u):
            yield u


def agree(source: Source, chain: Chain, a: Term, b: Term, draws: int = 3) -> bool:
    """Whether two members have the same value at random draws and all indices, for the oracle."""
    for seed in range(draws):
        v = values(source, np.random.default_rng(seed))
        for u in places(source, chain, v):
            x, y = (np.asarray(evaluate(t, u), dtype=complex).ravel() for t in (a, b))
            if x.shape != y.shape or not np.allclose(x, y, rtol=1e-9, atol=1e-12):
                return False
    return True


# ---- the slips: each yields the terms it can make of one node ------------------------------------------------


def drop_factor(t: Term) -> Iterator[Term]:
    if t.op == "mul":
        for k in range(len(t.args)):
            rest = t.args[:k] + t.args[k + 1 :]
            yield rest[0] if len(rest) == 1 else replace(t, args=rest)
    if t.op == "frac" and t.args[0] != term(1):
        yield t.args[0]


def flip_sign(t: Term) -> Iterator[Term]:
    if t.op == "add":
        for k in range(1, len(t.args)):
            a = t.args[k]
            flipped = a.args[0] if a.op == "neg" else Term("neg", (a,))
            yield replace(t, args=(*t.args[:k], flipped, *t.args[k + 1 :]))
    if t.op == "neg":
        yield t.args[0]


def drop_term(t: Term) -> Iterator[Term]:
    if t.op == "add":
        for k in range(len(t.args)):
            rest = t.args[:k] + t.args[k + 1 :]
            yield rest[0] if len(rest) == 1 else replace(t, args=rest)


def change_power(t: Term) -> Iterator[Term]:
    if t.op == "pow" and t.args[1].op == "num":
        yield t.args[0]
        yield replace(t, args=(t.args[0], term(float(t.args[1].name) + 1)))
    if t.op == "sq":
        yield replace(t, op="norm")
    if t.op == "norm":
        yield replace(t, op="sq")
    if t.op == "sym" and t.name in ("p", "n", "c", "gamma"):
        yield t**2


def swap_index(t: Term) -> Iterator[Term]:
    if t.op == "idx" and len(t.index) == 1:
        others = [i for i in "ijk" if i != t.index[0]]
        yield from (replace(t, index=(i,)) for i in others)
    if t.op == "idx" and len(t.index) == 2 and ":" not in t.index:
        yield replace(t, index=(t.index[0], t.index[0]))
        yield replace(t, index=(t.index[1], t.index[0]))


def swap_product(t: Term) -> Iterator[Term]:
    if t.op == "mul":
        for k in range(len(t.args) - 1):
            a, b = t.args[k : k + 2]
            yield replace(t, args=(*t.args[:k], b, a, *t.args[k + 2 :]))
    if t.op == "T":
        yield t.args[0]


def wrong_case(t: Term) -> Iterator[Term]:
    if t.op == "cases":
        yield replace(t, args=t.args[::-1])
    if t.op == "delta":
        yield term(1)
        yield term(0)


def wrong_number(t: Term) -> Iterator[Term]:
    if t.op == "num":
        yield term(float(t.name) + 1)
        yield term(-float(t.name))


SLIPS: dict[str, Rewrite] = {
    "factor dropped": drop_factor,
    "sign flipped": flip_sign,
    "term dropped": drop_term,
    "power changed": change_power,
    "index lost": swap_index,
    "product swapped": swap_product,
    "wrong case": wrong_case,
    "wrong number": wrong_number,
}


def everywhere(t: Term, slip: Rewrite) -> Iterator[tuple[Term, Term, Term]]:
    """`(whole, before, after)`: the term with the slip made at one node."""
    for new in slip(t):
        yield new, t, new
    for k, a in enumerate(t.args):
        for new, before, after in everywhere(a, slip):
            yield replace(t, args=(*t.args[:k], new, *t.args[k + 1 :])), before, after


def substitute(t: Term, before: Term, after: Term) -> Term:
    if t == before:
        return after
    return replace(t, args=tuple(substitute(a, before, after) for a in t.args))


def makes_sense(source: Source, chain: Chain, t: Term) -> bool:
    """Whether the oracle can evaluate the term at all: shapes fit, indices lie in range."""
    try:
        v = values(source, np.random.default_rng(0))
        probe = replace(chain, members=(*chain.members, t))
        for u in places(source, probe, v):
            if not np.all(np.isfinite(np.asarray(evaluate(t, u), dtype=complex))):
                return False
    except (ValueError, IndexError, KeyError, ZeroDivisionError, np.linalg.LinAlgError):
        return False
    return True


def mutants(source: Source) -> Iterator[Mutant]:
    """Every mutant of a source that the oracle proves wrong. Members that define something are left alone."""
    for k, chain in source.chains():
        first = next(places(source, chain, values(source, np.random.default_rng(0))))
        entries = np.size(evaluate(chain.members[0], first))
        for m in range(2 if chain.gives else 1, len(chain.members)):
            seen = set()
            for kind, slip in SLIPS.items():
                for new, before, after in everywhere(chain.members[m], slip):
                    if new in seen or new == chain.members[m] or not makes_sense(source, chain, new):
                        continue
                    seen.add(new)
                    probe = replace(chain, members=(*chain.members, new))
                    where = next(places(source, probe, values(source, np.random.default_rng(0))))
                    if np.size(evaluate(new, where)) != entries:
                        continue  # not a number where a number should stand: nobody writes that
                    if agree(source, probe, chain.members[m - 1], new):
                        continue
                    for carried in (False, True):
                        rest = chain.members[m + 1 :]
                        if carried:
                            changed = tuple(substitute(r, before, after) for r in rest)
                            if changed == rest:
                                continue
                            rest = changed
                        line = replace(chain, members=(*chain.members[:m], new, *rest))
                        lines = (*source.lines[:k], line, *source.lines[k + 1 :])
                        yield Mutant(source, kind, lines, (k, m), carried)


# ---- harmless rewritings ------------------------------------------------------------------------------------


def reordered(t: Term, rng: np.random.Generator) -> Term:
    """The same term with its summands, and its numeric and named scalar factors, in another order."""
    args = tuple(reordered(a, rng) for a in t.args)
    if t.op == "add" and not any(a.op == "cases" for a in args):
        order = list(rng.permutation(len(args)))
        if args[order[0]].op == "neg":  # nobody starts a sum with a minus if it can be helped
            order.sort(key=lambda i: args[i].op == "neg")
        args = tuple(args[i] for i in order)
    if t.op == "mul":
        scalars = [a for a in args if a.op == "sym" and a.name in ("p", "gamma", "beta", "lambda", "eta")]
        scalars += [a for a in args if a.op == "pow" and a.args[0].op == "sym" and a.args[0].name in ("p", "n")]
        if len(scalars) > 1:
            turned = iter(scalars[::-1])
            chosen = set(map(id, scalars))
            args = tuple(next(turned) if id(a) in chosen else a for a in args)
    return replace(t, args=args)


def reorder_all(source: Source, seed: int) -> tuple[Text | Let | Chain, ...]:
    """A rewriting of the whole derivation that must stay unblamed."""
    rng = np.random.default_rng(seed)

    def turn(line: Text | Let | Chain) -> Text | Let | Chain:
        if isinstance(line, Chain):
            return replace(line, members=tuple(reordered(m, rng) for m in line.members))
        if isinstance(line, Let):
            return replace(line, right=reordered(line.right, rng))
        return line

    return tuple(turn(line) for line in source.lines)
