r"""Names that a text uses without saying what they are, where the place they stand in says it.

`E‖y − Pw̃‖²` of a text is the given `E‖y − (R ⊙ X)w̃‖²`, if P is R ⊙ X and nothing else differs:

>>> from viva.reading.parser import parse
>>> found = matched(parse(r"\|y - P w\|^2"), parse(r"\|y - (R \odot X) w\|_2^2"), {"P"})
>>> sorted(found), type(found["P"]).__name__
(['P'], 'Had')
>>> matched(parse("y - 2 P w"), parse("y - X w"), {"P"}) is None
True
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import fields, replace

from viva.reading import syntax as s
from viva.reading import trees
from viva.reading.syntax import Expr


def bare(expr: Expr) -> Expr:
    """Without what expectations are over and which norm is meant, where that is the usual one."""

    def change(node: Expr) -> Expr | None:
        if isinstance(node, s.Expect) and node.over:
            return trees.rebuild(replace(node, over=()), change)
        if isinstance(node, s.Norm) and node.order in ("2", "F"):
            return trees.rebuild(replace(node, order=""), change)
        return None

    return trees.rebuild(expr, change)


def matched(pattern: Expr, whole: Expr, unknown: AbstractSet[str]) -> dict[str, Expr] | None:
    """What the unknown names in `pattern` stand for, if it is `whole`; None if it is not, or if none is needed."""
    found: dict[str, Expr] = {}
    return found if _match(bare(pattern), bare(whole), unknown, found) and found else None


def _match(a: Expr, b: Expr, unknown: AbstractSet[str], found: dict[str, Expr]) -> bool:
    if isinstance(a, s.Sym) and a.name in unknown:
        return found.setdefault(a.name, b) == b and a.name not in trees.names(b)
    if type(a) is not type(b):
        return False
    ours, theirs = trees.children(a), trees.children(b)
    if len(ours) != len(theirs):
        return False
    if not ours:
        return a == b
    plain = (f.name for f in fields(a) if isinstance(getattr(a, f.name), str))
    if any(getattr(a, name) != getattr(b, name) for name in plain):
        return False
    return all(_match(x, y, unknown, found) for x, y in zip(ours, theirs, strict=True))
