r"""Updates with and without the marks of their steps, and gradients with and without what they are taken at.

>>> from viva.reading.parser import parse
>>> key, reply = parse(r"w - \eta \nabla L(w)"), parse(r"w_t - \eta \nabla_w L(w_t)")
>>> again = rewritten(None, key, parse("w_{t+1}"), (reply,))
>>> again is not None and again.found == (again.key,)
True
>>> late = parse(r"\beta m_{t-1} + g_{t-1}")
>>> rewritten(parse("m_t"), parse(r"\beta m_{t-1} + g_t"), parse("m_t"), (late,)) is None
True

- `w_{t+1} = w_t - g_t` is `w ← w - g`, where only one of key and reply has marks, and each name a single one on the
  right; `w_new` and `w_old` are marks as well. Where both have steps, those of the reply are moved until both say the
  value of the same one.
- `∇L`, `∇L(w)`, `∇_w L(w)` and `∂L/∂w` are one thing where L has no other gradient in either, and w is what both are
  about. `∇L(w - v)` stays what it is.

- A matrix is the list of its entries, `δ xᵀ` of all `δ_i x_j`, in the order that the left side tells.

Anything but these is left alone, so that an update with another sign, rate or step stays another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from viva.checking.undeclared.indices import free_letters
from viva.checking.undeclared.sameness import same
from viva.checking.undeclared.sorts import matrix_evidence
from viva.reading.patterns import lazy
from viva.reading.syntax import ONE, Add, Apply, Expr, Fold, Index, Neg, Num, Pow, Slope, Sym
from viva.reading.trees import free_names, rebuild, walk

_STEPS = frozenset(("t", "k", "n", "s", "l", "i", r"\ell", r"\tau"))
_WORDS = lazy(
    r"(?P<base>.+)[_^](?P<when>old|prev|previous|current|cur|now|before|new|next|updated|after|\+)",
    needs="+|now|cur|old|new|prev|next|after|before|updated",
)
_STEP_LETTERS = frozenset(Sym(name) for name in ("t", "l", r"\ell", r"\tau"))
_NEW = frozenset(("new", "next", "updated", "after", "+"))
_NABLA = r"\nabla "
_SLOPE = lazy(r"\\partial (\S+)/\\partial (\S+)")


def same_version(
    name: Expr | None,
    key: Expr,
    left: Expr | None,
    found: tuple[Expr, ...],
    bold: frozenset[str] = frozenset(),
    about: frozenset[str] | None = None,
) -> bool | None:
    """Are they equal as they are, or without marks of steps and arguments that only one of them has?"""
    equal = same(key, found, bold, about)
    if equal is not True and found and (again := _with_steps(key, found)) is not None:
        return same_version(name, again.key, left, again.found, bold, about)
    if equal is not True and (again := rewritten(name, key, left, found)) is not None:
        return True if same(again.key, again.found, bold, about) else equal
    if equal is not True and found and (again := by_entries(name, key, left, found)) is not None:
        entries = same(again.key, again.found, bold, about)
        return entries if entries or equal is None else equal
    return equal


@dataclass(frozen=True)
class Rewritten:
    """Key and readings of a reply in one way of writing."""

    key: Expr
    found: tuple[Expr, ...]


def rewritten(name: Expr | None, key: Expr, left: Expr | None, found: tuple[Expr, ...]) -> Rewritten | None:
    """Both without marks that one of them leaves out; None where there is nothing to leave out, or it is not clear."""
    if not found:
        return None
    changed = False
    mine, theirs = _marked(key), _marked(found[0])
    if mine and theirs and not (_is_said(mine) or _is_said(theirs)):
        if (moved := _moved(name, key, left, found)) is not None:
            found, changed = moved, True
    elif mine or theirs:
        bare_key = _bare(name, key) if mine else (name, key)
        bare = [_bare(left, expr) if theirs else (left, expr) for expr in found]
        if bare_key is None or None in bare:
            return None
        title, key = bare_key
        titles = {pair[0] for pair in bare if pair is not None}
        found = tuple(pair[1] for pair in bare if pair is not None)
        if title is not None and titles - {None, title}:
            return None
        changed = True
    gradients = _with_gradients(key, found)
    if gradients is not None:
        return gradients
    return Rewritten(key, found) if changed else None


@dataclass(frozen=True)
class _Mark:
    """At which step: `letter + offset`, or "old" and "new" without a letter."""

    base: str
    letter: str
    offset: int


def _mark(node: Expr) -> _Mark | None:
    if isinstance(node, Sym):
        word = _WORDS.fullmatch(node.name)
        if word is None or (word["when"] == "+" and word["base"][:1].isupper()):
            return None  # X^+ is a pseudo-inverse
        return _Mark(word["base"], "", int(word["when"] in _NEW))
    if isinstance(node, Pow) and isinstance(node.base, Sym) and isinstance(node.exponent, Sym):
        return _mark(Sym(f"{node.base.name}^{node.exponent.name}")) if len(node.exponent.name) > 1 else None
    if not (isinstance(node, Index) and isinstance(node.base, Sym) and len(node.indices) == 1):
        return None
    item = node.indices[0]
    if isinstance(item, Sym):
        if item.name in _STEPS:
            return _Mark(node.base.name, item.name, 0)
        return _mark(Sym(f"{node.base.name}_{item.name}")) if len(item.name) > 2 else None
    if isinstance(item, Add) and len(item.terms) == 2 and isinstance(item.terms[0], Sym):
        letter, step = item.terms
        sign = -1 if isinstance(step, Neg) else 1
        step = step.arg if isinstance(step, Neg) else step
        if isinstance(letter, Sym) and letter.name in _STEPS and step == ONE:
            return _Mark(node.base.name, letter.name, sign)
    return None


def _marked(expr: Expr) -> set[_Mark]:
    if any(isinstance(node, Fold) for node in walk(expr)):
        return set()  # its letters count terms
    return {mark for node in walk(expr) if (mark := _mark(node)) is not None}


def _is_said(marks: set[_Mark]) -> bool:
    """Are the steps told by words, `w_old`, alone?"""
    return all(not mark.letter for mark in marks)


def _bare(name: Expr | None, expr: Expr) -> tuple[Expr | None, Expr] | None:
    """Without marks, where every name has a single one, and what changes is not at the same step before and after."""
    marks = _marked(expr)
    bases = [mark.base for mark in marks]
    if len(set(bases)) != len(bases) or len({mark.letter for mark in marks}) > 1:
        return None
    plain = {node.name for node in walk(rebuild(expr, _without_marked)) if isinstance(node, Sym)}
    if plain & set(bases):
        return None
    new = _mark(name) if name is not None else None
    if new is not None:
        before = next((mark for mark in marks if mark.base == new.base), None)
        if before is None or before.offset >= new.offset or new.letter != before.letter:
            return None
        name = Sym(new.base)
    elif name is not None:  # `h = tanh(W h_prev)`
        if not any(mark == _Mark(str(getattr(name, "name", "")), "", 0) for mark in marks):
            return None
    elif all(mark.letter == "i" for mark in marks):
        return None
    return name, rebuild(expr, _without_mark)


def _without_marked(node: Expr) -> Expr | None:
    if isinstance(node, Slope):
        return rebuild(node.body, _without_marked)  # ∇_w, at whatever step
    return ONE if _mark(node) is not None else None


def _without_mark(node: Expr) -> Expr | None:
    mark = _mark(node)
    return Sym(mark.base) if mark is not None else None


def _moved(name: Expr | None, key: Expr, left: Expr | None, found: tuple[Expr, ...]) -> tuple[Expr, ...] | None:
    """The reply's update at the step whose value the key tells: `w_t = w_{t-1} - g_t` for `w_{t+1} = w_t - g_{t+1}`."""
    mine, theirs = (None if side is None else _mark(side) for side in (name, left))
    if mine is None or theirs is None or mine.base != theirs.base or not (mine.letter and theirs.letter):
        return None
    by = mine.offset - theirs.offset
    if by == 0 and mine.letter == theirs.letter:
        return None
    if mine.letter != theirs.letter and any(mine.letter in free_names(expr) for expr in found):
        return None

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Sym) and node.name == theirs.letter:
            return _step(mine.letter, by)
        if isinstance(node, Add) and len(node.terms) == 2 and node.terms[0] == Sym(theirs.letter):
            mark = _mark(Index(Sym("x"), (node,)))
            return None if mark is None else _step(mine.letter, mark.offset + by)
        return None

    return tuple(rebuild(expr, change) for expr in found)


def _step(letter: str, offset: int) -> Expr:
    if not offset:
        return Sym(letter)
    size = Num(Fraction(abs(offset)))
    return Add((Sym(letter), size if offset > 0 else Neg(size)))


# ---- entries ---------------------------------------------------------------------------------------------------


def by_entries(name: Expr | None, key: Expr, left: Expr | None, found: tuple[Expr, ...]) -> Rewritten | None:
    """A vector or matrix on one side as the list of the entries that the other side writes: `δ_i x_j` for `δ xᵀ`."""
    mine, theirs = _letters(key), _letters(found[0])
    if bool(mine) == bool(theirs):
        return None
    whole, title, letters = (found[0], name, mine) if mine else (key, left, theirs)
    if not matrix_evidence(list(walk(whole))) or len(letters) > 2:
        return None
    order = [item.name for item in title.indices if isinstance(item, Sym)] if isinstance(title, Index) else []
    if set(order) != set(letters):
        if len(letters) > 1 and title is not None:
            return None  # which of them is the row?
        order = sorted(letters)
    if mine:
        return Rewritten(_listed(key, order), found)
    return Rewritten(key, tuple(_listed(expr, order) for expr in found))


def _with_steps(key: Expr, found: tuple[Expr, ...]) -> Rewritten | None:
    """The key's `h_t` as a name, where the reply has its entries, `h_{t,i}`."""
    steps = {
        n for n in walk(key) if isinstance(n, Index) and isinstance(n.base, Sym) and set(n.indices) & _STEP_LETTERS
    }
    steps = {n for n in steps if len(n.indices) == 1}
    new = {
        n: Sym(f"{n.base.name}_{{{n.indices[0].name}}}")
        for n in steps
        if isinstance(n.base, Sym) and isinstance(n.indices[0], Sym)
    }
    entries = {n for expr in found for n in walk(expr) if isinstance(n, Index) and len(n.indices) == 2}
    if not any(Index(n.base, n.indices[:1]) in new for n in entries):
        return None

    def change(node: Expr) -> Expr | None:
        if not isinstance(node, Index):
            return None
        if node in new:
            return new[node]
        whole = new.get(Index(node.base, node.indices[:1]))
        return Index(whole, node.indices[1:]) if whole is not None and len(node.indices) == 2 else None

    return Rewritten(rebuild(key, change), tuple(rebuild(expr, change) for expr in found))


def _letters(expr: Expr) -> list[str]:
    bases = {n.base.name for n in walk(expr) if isinstance(n, Index) and isinstance(n.base, Sym)}
    return free_letters(expr, bases)


def _listed(expr: Expr, order: list[str]) -> Expr:
    for letter in order:
        expr = Fold("list", letter, None, None, (), expr)
    return expr


# ---- gradients -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Gradient:
    of: str
    by: Expr | None
    at: Expr | None


def _gradient(node: Expr) -> _Gradient | None:
    if isinstance(node, Sym):
        if node.name.startswith(_NABLA):
            return _Gradient(node.name.removeprefix(_NABLA), None, None)
        slope = _SLOPE.fullmatch(node.name)
        return _Gradient(slope[1], Sym(slope[2]), None) if slope else None
    if isinstance(node, Apply) and isinstance(node.function, Sym) and len(node.args) == 1:
        head = node.function.name
        return _Gradient(head.removeprefix(_NABLA), None, node.args[0]) if head.startswith(_NABLA) else None
    if isinstance(node, Slope) and isinstance(node.body, Apply | Sym):
        body = node.body
        if isinstance(body, Sym):
            return _Gradient(body.name, node.by, None)
        if isinstance(body.function, Sym) and len(body.args) == 1:
            return _Gradient(body.function.name, node.by, body.args[0])
    return None


def same_gradient(one: Expr, other: Expr) -> bool:
    """Are both the gradient of the same thing, by the same or by what goes without saying: `∇J(w)`, `∇_w J`?"""
    first, second = _gradient(one), _gradient(other)
    if first is None or second is None or first.of != second.of:
        return False
    return len({point for point in (first.by, first.at, second.by, second.at) if point is not None}) == 1


def _gradients(expr: Expr) -> set[_Gradient]:
    found: set[_Gradient] = set()

    def collect(node: Expr) -> Expr | None:
        gradient = _gradient(node)
        if gradient is not None:
            found.add(gradient)
        return None if gradient is None else node  # what is inside belongs to it

    rebuild(expr, collect)
    return found


def _with_gradients(key: Expr, found: tuple[Expr, ...]) -> Rewritten | None:
    """Both with the one gradient that they have as a symbol; None where they have none, or several."""
    mine, *theirs = map(_gradients, (key, *found))
    if len(mine) != 1 or any(len(gradients) != 1 for gradients in theirs) or all(g == mine for g in theirs):
        return None
    gradients = [next(iter(side)) for side in (mine, *theirs)]
    if len({gradient.of for gradient in gradients}) != 1:
        return None
    points = {point for gradient in gradients for point in (gradient.by, gradient.at) if point is not None}
    if len(points) != 1 or not isinstance(point := points.pop(), Sym):
        return None
    others = [rebuild(expr, lambda n: ONE if _gradient(n) is not None else None) for expr in (key, *found)]
    if not all(point.name in free_names(expr) for expr in others):
        return None  # ∇L alone does not say what it is taken by
    symbol = Sym(f"{_NABLA}{gradients[0].of}")
    new = [rebuild(expr, lambda n: symbol if _gradient(n) is not None else None) for expr in (key, *found)]
    return Rewritten(new[0], tuple(new[1:]))
