r"""A formula with a one-hot target, told in two cases: `p_i - 1` if `y_i = 1`, else `p_i`, for `p_i - y_i`.

>>> from viva.reading.parser import parse
>>> key = parse("(p_i - y_i)/s")
>>> by_label(key, r"\begin{cases} (p_i - 1)/s & y_i = 1 \\ p_i/s & y_i = 0 \end{cases}", frozenset())
True
>>> by_label(key, "p_i/s if i = c, else (p_i - 1)/s", frozenset()), by_label(key, "p_i - y_i", frozenset())
(False, None)

The target is what the cases compare with 0 and 1, or the key's `y` or `t` where they compare its index with that of the
true class. Both cases must be there. That the target is one-hot nobody says: between 0 and 1 the cases tell nothing.
"""

from __future__ import annotations

from fractions import Fraction

from viva.checking.undeclared.sameness import same
from viva.reading.parser import parse
from viva.reading.piecewise import as_cases
from viva.reading.syntax import Cases, Expr, Index, Num, Sym, Test, Unreadable
from viva.reading.trees import free_names, rebuild, walk

LONGEST = 2_000
_TARGETS = ("y", "t")


def by_label(key: Expr, reply: str, names: frozenset[str]) -> bool | None:
    """Are both cases what the key gives for a target of 1 and of 0? None where the reply tells no such cases."""
    if len(reply) > LONGEST or (told := as_cases(reply)) is None:
        return None
    try:
        found = parse(told, (), names)
    except Unreadable:
        return None
    if not isinstance(found, Cases) or len(found.branches) != 2:
        return None
    (first, test), (second, other) = found.branches
    if test is None or (target := _target(key, test)) is None:
        return None
    node, value = target
    if other is not None and _target(key, other) != (node, 1 - value) and not _is_negated(test, other):
        return None
    results = [
        same(rebuild(key, lambda n, at=at: Num(Fraction(at)) if n == node else None), (branch,))  # type: ignore[misc]
        for branch, at in ((first, value), (second, 1 - value))
    ]
    return False if False in results else True if all(results) else None


def _target(key: Expr, test: Test) -> tuple[Expr, int] | None:
    """What the case says the target is, 0 or 1: `y_i = 1`, or `i = c` for the c of the true class."""
    inside = set(walk(key))
    if test.left in inside and isinstance(test.left, Sym | Index) and isinstance(test.right, Num) and test.op == "=":
        return (test.left, int(test.right.value)) if test.right.value in (0, 1) else None
    if test.op not in ("=", "≠") or not (isinstance(test.left, Sym) and isinstance(test.right, Sym)):
        return None
    for index, label in ((test.left, test.right), (test.right, test.left)):
        for name in _TARGETS:
            if Index(Sym(name), (index,)) in inside and label.name not in free_names(key):
                return Index(Sym(name), (index,)), int(test.op == "=")
    return None


def _is_negated(test: Test, other: Test) -> bool:
    return {test.op, other.op} == {"=", "≠"} and {test.left, test.right} == {other.left, other.right}
