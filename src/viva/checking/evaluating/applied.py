r"""The values of functions that are nothing but a name, and of derivatives of expressions with them.

`f(x)` is a fixed, smooth function of `f` and of its arguments that has no symmetry and no zero of its own: equal
arguments give equal values, others do not, and neither order nor marks (`p(x|z)`, `p(x, z)`) may be exchanged. Where
`f` is positive, its values are between 0 and 1, so that `log f(x)` and `log(1 - f(x))` both have one.

A derivative `∇_θ …` is a central difference of eighth order: exact to 12 digits or so. Functions with θ in their
subscript depend on θ, and what has it among its arguments; where nothing names θ, all functions depend on it.

>>> from viva.checking.evaluating.draws import draw
>>> from viva.checking.evaluating.evaluate import evaluate_draws
>>> from viva.kinds import Symbol
>>> from viva.reading.parser import parse
>>> import numpy as np
>>> drawn = draw((Symbol("f"), Symbol("x"), Symbol("y")))
>>> a, b = (evaluate_draws(parse(t), drawn) for t in ("f(x + y)", "f(y + x)"))
>>> bool(np.allclose(a, b)), bool(np.allclose(a, evaluate_draws(parse("f(x) + f(y)"), drawn)))
(True, False)
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from viva.checking.evaluating.tensors import AXES, Unevaluable, Value, stretched
from viva.reading.syntax import Apply, Expr, Index, Slope, Sym
from viva.reading.trees import walk

_STEP = 0.008
_STENCIL = ((1, 4 / 5), (2, -1 / 5), (3, 4 / 105), (4, -1 / 280))
_ACTIVATIONS = frozenset((r"\sigma", r"\phi", r"\varphi", r"\rho", "act", r"\psi"))
MAX_ENTRIES = 12


def acts_by_entry(expr: Apply) -> bool:
    """Is this an activation, `σ(Wx + b)`, which of a vector is a vector?"""
    head = expr.function
    return len(expr.args) == 1 and isinstance(head, Sym) and head.name.rstrip("'") in _ACTIVATIONS


def value_of(evaluator: Any, expr: Apply) -> Value:
    """The value of a function at its arguments."""
    head: Value = evaluator.value(expr.function)
    args = [evaluator.value(arg) for arg in expr.args if arg != Sym("...")]
    if not head.own and args and args[0].own and acts_by_entry(expr):
        (arg,) = args
        turned = 1.7 * arg.array + _marks(expr)
        return Value(_curve(stretched(head, arg.own), turned, _shift(evaluator, expr)), arg.own, arg.row)
    phase: Any = _marks(expr)
    bent: Any = 0.0
    for k, arg in enumerate(args):
        signature = _signature(arg)
        phase = phase + (1.7 - 0.31 * k) * signature
        bent = bent + (0.9 + 0.47 * k) * signature
    phase = phase + 0.6 * np.sin(bent)
    return Value(_curve(head.array, _spread(phase, head.own), _shift(evaluator, expr)), head.own, head.row)


def _curve(head: Any, phase: Any, shift: float) -> Any:
    wave = np.sin(phase + 2.3 * head + shift)
    return np.where(head > 0, 0.5 + 0.3 * wave, 1.9 * wave + 0.2)


def _spread(array: Any, own: int) -> Any:
    return array.reshape(array.shape + (1,) * own) if isinstance(array, np.ndarray) else array


def _signature(arg: Value) -> Any:
    """One number for a scalar, a vector or a matrix."""
    if not arg.own:
        return arg.array
    lengths = arg.array.shape[1 + AXES :]
    weights = np.cos(1.3 * np.arange(int(np.prod(lengths))) + 0.4 * arg.own + arg.row).reshape(lengths)
    return (arg.array * weights).sum(axis=tuple(range(-arg.own, 0)))


def _marks(expr: Apply) -> float:
    return 1.1 * len(expr.args) + (zlib.crc32(expr.marks.encode()) % 1000) / 137.0


# ---- derivatives -----------------------------------------------------------------------------------------------------


def _shift(evaluator: Any, expr: Apply) -> float:
    """How far the parameter that is varied at present moves this function."""
    moved = evaluator.moved
    if moved is None:
        return 0.0
    name, step, everything = moved
    if everything or _depends(expr, name):
        seed = zlib.crc32(repr(expr.function).encode()) % 1000
        return float(step * (0.6 + seed / 2000.0))
    return 0.0


def _depends(expr: Apply, name: str) -> bool:
    head = expr.function
    if isinstance(head, Index):
        return Sym(name) in head.indices
    scripts = head.name.partition("_")[2].strip("{}").split(",") if isinstance(head, Sym) else []
    return name.removeprefix("\\") in [script.removeprefix("\\") for script in scripts]


def slope_of(evaluator: Any, expr: Slope) -> Value:
    """The derivative of an expression by a symbol: a number, or one for each entry of the symbol."""
    by = expr.by
    if not isinstance(by, Sym):
        raise Unevaluable("a derivative by something that is not a symbol")
    if evaluator.moved is not None:
        raise Unevaluable("a derivative of a derivative")
    functions = [node for node in walk(expr.body) if isinstance(node, Apply)]
    named = any(_depends(node, by.name) for node in functions) or any(node == by for node in walk(expr.body))
    known = evaluator.draws.values.get(by.name)
    own = known.shape[1:] if known is not None and any(node == by for node in walk(expr.body)) else ()
    entries = int(np.prod(own))
    if entries > MAX_ENTRIES:
        raise Unevaluable("a derivative by too many entries")
    slopes = []
    for entry in range(entries):
        total: Any = 0.0
        for steps, weight in _STENCIL:
            ahead, behind = (_moved(evaluator, expr.body, by.name, sign * steps, entry, named) for sign in (1, -1))
            total = total + weight * (ahead - behind) / _STEP
        slopes.append(total)
    if not own:
        return Value(slopes[0])
    grid = np.stack(slopes, axis=-1)
    return Value(grid.reshape(*grid.shape[:-1], *own), len(own))


def _moved(evaluator: Any, body: Expr, name: str, steps: int, entry: int, named: bool) -> Any:
    """The value of the body where an entry of the symbol is moved: from its atoms, inside an expectation."""
    evaluator.moved = (name, steps * _STEP, not named)
    masked = evaluator.masks.get(name)
    known = evaluator.draws.values.get(name)
    start: Value | None = masked
    if start is None and known is not None:
        own = known.shape[1:]
        start = Value(known.reshape(known.shape[0], *(1,) * AXES, *own), len(own))
    if start is not None:
        lengths = start.array.shape[1 + AXES :]
        nudge = np.zeros(int(np.prod(lengths)))
        nudge[entry] = steps * _STEP
        evaluator.masks[name] = Value(start.array + nudge.reshape(lengths), start.own)
    try:
        value = evaluator.value(body)
    finally:
        evaluator.moved = None
        evaluator.masks.pop(name, None)
        if masked is not None:
            evaluator.masks[name] = masked
    if value.own:
        raise Unevaluable("a derivative of something that is not a number")
    return value.array
