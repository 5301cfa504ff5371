r"""Two expressions are equal if they agree at random draws of all their symbols; a disagreement is shown.

>>> from viva.kinds import Symbol
>>> from viva.reading.parser import readings
>>> symbols = (Symbol("p", domain="probability"), Symbol(r"\tilde w", ("d",)))
>>> compare(readings(r"\tilde w/p", symbols), lambda env: env["p"] * env[r"\tilde w"], Setting(symbols)).equal
False

`key` is a program from one draw (`{"p": 0.3, "\\tilde w": array, "d": 4}`) to the value. Draws are made in two rounds
with different sizes, one with signed and one with positive reals; a draw at which the key has no finite value does not
count. Near the tolerance a second look is taken at values of another magnitude. Where a reply has a product whose
shapes do not fit, both are computed for square matrices instead, so that a product in the wrong order is shown as what
it is. Agreement at draws is no proof, but for expressions of this kind a chance agreement has probability zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from viva.checking.answers.protocol import Comparison
from viva.checking.evaluating.draws import SMALL, Draws, Floats, draw
from viva.checking.evaluating.evaluate import Unevaluable, evaluate, evaluate_draws, evaluate_kept
from viva.kinds import Symbol
from viva.reading.syntax import Call, Expr, Fold, Sym
from viva.reading.trees import free_names, walk

Key = Callable[[Mapping[str, Any]], Any]
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Setting:
    """What an expression is compared under: symbols, free indices, what is fixed, how far it may differ."""

    symbols: tuple[Symbol, ...]
    index: tuple[str, ...] = ()
    given: Mapping[str, float] = field(default_factory=dict)
    up_to: str = ""
    bends: bool = False  # is the key one thing here and another there, as `min(a, b)` is?


def compare(readings: Iterable[Expr], key: Key, setting: Setting) -> Comparison:
    """Do the readings of a reply (usually one) equal the key? `equal` is None where they disagree or have no value."""
    results = [_compare(expr, key, setting) for expr in readings]
    if len({result.equal for result in results}) > 1:
        right = next((r for r in results if r.equal), results[0])
        return Comparison(
            None,
            right.method,
            reason="a quotient without brackets can be read in two ways, and only one of them is right",
        )
    return results[0]


_BENDS = frozenset(("min", "max", "clip", "abs", "relu", "sign", "floor", "ceil", "round", "argmax", "argmin"))


def bends(expr: Expr) -> bool:
    """Is it one thing here and another there, so that few draws may all fall on one side?"""
    return any(
        (isinstance(node, Call) and node.name in _BENDS) or (isinstance(node, Fold) and node.op in _BENDS)
        for node in walk(expr)
    )


def _compare(expr: Expr, key: Key, setting: Setting) -> Comparison:
    unknown: tuple[str, ...] = ()
    square = key_misfit = rooted = False
    valid: int = 0
    near = False
    count = 60 if setting.bends or bends(expr) else 3
    method = "evaluated at 6 random draws"
    for _ in range(4):
        valid = 0
        try:
            for number, positive in ((0, False), (1, True), (2, True)):
                if number == 2 and valid >= 3:
                    break
                drawn = draw(
                    setting.symbols,
                    round=number,
                    count=count,
                    given=setting.given,
                    positive=positive,
                    unknown=unknown,
                    square=square,
                )
                outcome = _at(expr, key, setting, drawn)
                if isinstance(outcome, Comparison):
                    return outcome
                valid += outcome[0]
                near = near or outcome[1]
            if near and not square:  # is a difference hidden by the magnitude of the values?
                small = draw(setting.symbols, round=SMALL, count=3, given=setting.given, positive=True, unknown=unknown)
                outcome = _at(expr, key, setting, small)
                if isinstance(outcome, Comparison):
                    return outcome
        except Unevaluable as error:
            if error.missing and setting.up_to == "positive-factor" and len(unknown) < 2:
                unknown += (error.missing,)
                continue
            if error.misfit and not square:
                square = True
                continue
            if error.rooted and not rooted and any(s.domain == "invertible" for s in setting.symbols):
                rooted = True
                setting = replace(setting, symbols=tuple(map(_definite, setting.symbols)))
                continue
            return Comparison(None, method, reason=error.reason)
        except KeyMisfit:
            if not square:
                square = key_misfit = True
                continue
            return Comparison(None, method, reason="the key has no value for these shapes")
        break
    if valid < 3:
        return Comparison(None, method, reason="too few draws at which both have a value")
    if rooted:
        return Comparison(None, method, reason="it agrees only for matrices that have a root")
    if square and not key_misfit:
        return Comparison(None, method, reason="the shapes of a product in the reply do not fit together")
    if square:
        # It agrees for square matrices: so the shapes of the question are what it violates.
        return Comparison(True, "evaluated at 6 random draws of square matrices")
    return Comparison(True, method)


def _definite(symbol: Symbol) -> Symbol:
    """The symbol, where it is any invertible matrix, as one of which roots can be taken."""
    return replace(symbol, domain="definite") if symbol.domain == "invertible" else symbol


@dataclass(frozen=True)
class FormulaKey:
    """A key that is itself a formula: it takes all draws at once."""

    expr: Expr
    index: tuple[str, ...]

    def __call__(self, env: Mapping[str, Any]) -> Any:
        return evaluate(self.expr, env, self.index)

    def at_all(self, drawn: Draws) -> Floats:
        """The values at every draw: an array of shape (draws, …)."""
        return np.asarray(evaluate_kept(self.expr, drawn, self.index), dtype=float)


class KeyMisfit(Exception):
    """The key (of a misconception) multiplies shapes that do not fit."""


def _at(expr: Expr, key: Key, setting: Setting, drawn: Draws) -> Comparison | tuple[int, bool]:
    """How many draws of the round agree, and whether only nearly; or the comparison that shows a disagreement."""
    wanted = key_values(key, drawn)
    used = tuple(name for name in setting.index if name in free_names(expr))
    got = evaluate_draws(expr, drawn, used)
    method = "evaluated at 6 random draws"
    target = wanted.shape[1:]
    if got.shape[1:] != target:
        if got.ndim == 1 and (len(setting.index) == len(target) or not np.any(got)):
            got = np.broadcast_to(got.reshape(-1, *(1,) * len(target)), wanted.shape)  # the same for every index
        elif got.shape[1:] == (*target, 1) or (1, *got.shape[1:]) == target or (*got.shape[1:], 1) == target:
            got = got.reshape(wanted.shape)
        else:
            shapes = f"the reply has shape {_shape(got.shape[1:])}, the key {_shape(target)}"
            return Comparison(False, method, counterexample=shapes)
    right = np.asarray(wanted, dtype=float).reshape(drawn.count, -1)
    mine = np.asarray(got, dtype=float).reshape(drawn.count, -1)
    usable = np.isfinite(right).all(axis=1) & np.isfinite(mine).all(axis=1)
    near = False
    if setting.up_to == "positive-factor":
        same = np.array([not usable[k] or _proportional(mine[k], right[k]) for k in range(drawn.count)])
    else:
        with np.errstate(all="ignore"):  # where a value is not finite, its row is not looked at
            scale = np.abs(right).max(axis=1, initial=0.0)
            scale[scale == 0] = 1e-3
            gap = np.abs(mine - right).max(axis=1, initial=0.0)
        same = ~usable | (gap <= TOLERANCE * scale)
        near = bool((usable & (gap > 1e-13 * scale)).any())
    if not same.all():
        k = int(np.argmin(same))
        first, key_value = (np.asarray(side[k], dtype=float) for side in (got, wanted))
        return Comparison(False, method, counterexample=shown(expr, drawn, k, first, key_value))
    return int(usable.sum()), near


def key_values(key: Key, drawn: Draws) -> Floats:
    """The key at every draw: an array of shape (draws, …)."""
    try:
        if isinstance(key, FormulaKey):
            return key.at_all(drawn)
        return np.stack([np.asarray(key(drawn.single(k)), dtype=float) for k in range(drawn.count)])
    except (ValueError, np.linalg.LinAlgError) as error:
        raise KeyMisfit(str(error)) from error


def _proportional(mine: Floats, right: Floats) -> bool:
    product = float((mine * right).sum())
    square = float((right * right).sum())
    if square == 0 or product <= 0:
        return bool(square == 0 and not np.any(mine))
    factor = product / square
    return bool(np.max(np.abs(mine - factor * right)) <= TOLERANCE * np.max(np.abs(mine)))


def _shape(shape: tuple[int, ...]) -> str:
    return "of a number" if not shape else "×".join(map(str, shape))


def shown(expr: Expr, drawn: Draws, k: int, mine: Floats, right: Floats) -> str:
    """The values at a draw and the first entry that differs, for a reader."""
    used = {node.name for node in walk(expr) if isinstance(node, Sym)}
    parts = []
    for s in drawn.symbols:
        if s.name in used and s.name in drawn.values and not s.defined_by:
            parts.append(f"{readable(s.name)} = {_number(drawn.values[s.name][k])}")
    sizes = [f"{name} = {size}" for name, size in drawn.sizes.items() if name in used]
    if mine.ndim:
        gaps = np.abs(mine - right)
        at = np.unravel_index(int(np.argmax(gaps)), gaps.shape)
        where = f" in entry {tuple(int(i) + 1 for i in at)}" if len(at) > 1 else f" for entry {int(at[0]) + 1}"
        mine, right = mine[at], right[at]
    else:
        where = ""
    return f"{', '.join((sizes + parts)[:5])}: the reply gives {_number(mine)}, the key {_number(right)}{where}"


def readable(name: str) -> str:
    r"""A name for a counterexample: `\partial L/\partial y` → `∂L/∂y`, `\tilde w` → `w̃`."""
    from viva.reading.notation import unicode_name

    return unicode_name(name)


def _number(value: Any) -> str:
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return f"{float(array):.4g}"
    if array.ndim == 1:
        return "(" + ", ".join(f"{v:.3g}" for v in array) + ")"
    return "(" + "; ".join(" ".join(f"{v:.3g}" for v in row) for row in array.reshape(-1, array.shape[-1])) + ")"
