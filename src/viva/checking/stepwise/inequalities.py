"""Steps that are no equalities: `≤` and `≥` evaluated, `≈` within the error that is written, `→` for a growing size.

>>> from viva.checking.stepwise.chains import Member, TextChain
>>> scene = Scene(())
>>> reads = [scene.read(Member(t, k, k + 1)) for k, t in enumerate(("1/3", "0.33"))]
>>> [link.status for link in judge(scene, reads, TextChain(tuple(r.member for r in reads), ("≈",)), 1)]
['holds']

An inequality fails only at a draw that violates it, where the words around it name no condition. An approximation is
judged only between numbers. A limit is judged where the size that grows stands in the formula and in no shape: the
difference has to be below `LIMIT` of the values at n = 10^7, and smaller than at n = 10^3.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np

from viva.checking.stepwise.chains import TextChain
from viva.checking.stepwise.chance import mentioned
from viva.checking.stepwise.reads import Read, counterexample_of, exprs_of, value_of
from viva.checking.stepwise.scene import Scene
from viva.checking.stepwise.steps import Link
from viva.checking.stepwise.wordings import ASSUMED, GUARDED
from viva.checking.stepwise.world import Unclear, World
from viva.types import Span

LIMIT = 1e-4
_GROWS = re.compile(r"\b(n|N|m|d|k|K)\b\s*\$?\s*(?:→|\\to\b|\\rightarrow|tends to|goes to|grows)")


def judge(scene: Scene, reads: list[Read], chain: TextChain, number: int) -> list[Link]:
    """The links of a chain that are not equalities and can be judged."""
    relations = chain.relations[-(len(reads) - 1) :] if len(chain.relations) >= len(reads) else chain.relations
    found = []
    for left, right, relation in zip(reads, reads[1:], relations, strict=False):
        if left.reason or right.reason or relation in ("=", "≡", ":="):
            continue
        try:
            shown = _wrong(scene, left, right, relation, chain)
        except Unclear:
            continue
        if shown is None:
            continue
        span = Span(right.member.start, right.member.end)
        status, why = ("fails", f"{relation} does not hold") if shown else ("holds", "")
        found.append(Link(right.member.text, span, status, why, shown, chain=number, before=left.member.text))
    return found


def _wrong(scene: Scene, left: Read, right: Read, relation: str, chain: TextChain) -> str | None:
    """The numbers against a relation; "" where it holds; None where it is not judged. Raises `Unclear`."""
    match relation:
        case "≤" | "≥" | "<" | ">" | "≪" | "≫" if not GUARDED.search(chain.intro) and not ASSUMED.search(chain.intro):
            return _inequality(scene, left, right, 1 if relation in "≤<≪" else -1, chain)
        case "≈":
            return _approximation(left, right)
        case "→":
            grows = _GROWS.search(chain.intro)
            return _limit(scene, left, right, grows[1], chain) if grows else None
    return None


def _inequality(scene: Scene, left: Read, right: Read, sign: int, chain: TextChain) -> str | None:
    names = set().union(*(mentioned(e, scene.worlds(())[0]) for r in (left, right) for e in exprs_of(r)))
    alone = any(len(exprs_of(r)) == 1 and not mentioned(exprs_of(r)[0], scene.worlds(())[0]) for r in (left, right))
    if not names or alone:
        return None  # "p > 0", "1 < 2": conditions and trifles
    for world in scene.worlds(chain.sizes):
        for place in scene.places(left, right, chain.cases, world):
            a, b = value_of(left, place), value_of(right, place)
            if np.ndim(a) or np.ndim(b):
                raise Unclear("an inequality of arrays")
            a, b = float(np.real(a)), float(np.real(b))
            if sign * (a - b) > 1e-9 * max(1.0, abs(a), abs(b)):
                return counterexample_of(left, right, place, a, b)
    return ""


_DECIMAL = re.compile(r"^\s*\$?-?\s*(?P<whole>[\d,]+)(?:\.(?P<digits>\d+))?\s*\\?%?\s*$")


def _approximation(left: Read, right: Read) -> str | None:
    """Between numbers: within one unit of the last place that is written, or of one per cent."""
    try:
        a, b = (float(np.real(value_of(r, World({}, {}, {})))) for r in (left, right))
    except (Unclear, TypeError):
        return None
    written = _DECIMAL.match(right.member.text)
    unit = 10.0 ** -len(written["digits"] or "") if written else 0.0
    if not (math.isfinite(a) and math.isfinite(b)) or abs(a - b) <= max(unit, 0.01 * abs(a)):
        return ""
    return "" if written is None and abs(a - b) <= 0.05 * abs(a) else f"{a:.4g} against {b:.4g}"


def _limit(scene: Scene, left: Read, right: Read, size: str, chain: TextChain) -> str | None:
    declared = {sym.name: sym for sym in scene.symbols}
    names = set().union(*(mentioned(e, scene.worlds(())[0]) for r in (left, right) for e in exprs_of(r)))
    if size not in names or any(size in declared[n].shape for n in names if n in declared):
        return None
    gaps = []
    world = scene.worlds(())[0]
    for n in (1e3, 1e7):
        place = replace(world, values={**world.values, size: n}, sizes=dict(world.sizes))
        a, b = _number(left, place), _number(right, place)
        gaps.append(abs(a - b) / max(1.0, abs(a), abs(b)))
    if not all(math.isfinite(g) for g in gaps):
        raise Unclear("not a finite number")
    if gaps[1] <= LIMIT and (gaps[1] < gaps[0] or gaps[0] == 0.0):
        return ""
    return f"{size} = 10^7: {_number(left, place):.4g} against {_number(right, place):.4g}"


def _number(read: Read, world: World) -> float:
    got: Any = value_of(read, world)
    if np.ndim(got):
        raise Unclear("a limit of an array")
    return float(np.real(got))
