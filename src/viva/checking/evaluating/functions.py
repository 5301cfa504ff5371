r"""What the known functions compute: entry by entry, or on whole vectors and matrices.

The values are those of `evaluating.evaluate`; a function that is not in `FUNCTIONS` leaves an expression without a
value. `log` is natural; `diag` of a vector is the diagonal matrix, of a matrix its diagonal part, and of a scalar with
one free index the diagonal matrix of that family: `\operatorname{diag}(\|X_{:,j}\|)`.

>>> import numpy as np
>>> from viva.checking.evaluating.evaluate import evaluate
>>> from viva.reading.parser import parse
>>> float(evaluate(parse(r"\operatorname{tr}(X^T X)"), {"X": np.eye(2)}))
2.0
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from viva.checking.evaluating import tensors as ev
from viva.checking.evaluating.averaging import batch_mean
from viva.checking.evaluating.factors import FACTORS
from viva.checking.evaluating.spectra import SPECTRAL
from viva.reading.syntax import Expr, Fold, Index, Neg, Num, Sym
from viva.reading.trees import walk

Rule = Callable[[Any, Sequence[Expr]], Any]


def _entrywise(function: Callable[[Any], Any], *, scalars_only: bool = False, matrices: bool = False) -> Rule:
    def rule(evaluator: Any, args: Sequence[Expr]) -> Any:
        if len(args) != 1:
            raise ev.Unevaluable("a function of one argument got several")
        value = evaluator.value(args[0])
        if value.array.dtype == object:
            raise ev.Unevaluable("a function value is not exact")
        if (value.own == 2 and not matrices) or (scalars_only and value.own):
            raise ev.Unevaluable("a function of a matrix")
        return ev.Value(function(value.array), value.own, value.row)

    return rule


def _abs(evaluator: Any, args: Sequence[Expr]) -> Any:
    value = evaluator.value(args[0])
    if value.own == 0:
        return ev.Value(np.abs(value.array))
    if value.own == 1:  # |v| is written for ‖v‖
        return ev.Value(ev.root((value.array * value.array).sum(axis=-1)))
    raise ev.Unevaluable("bars around a matrix: a determinant or a norm")


def _axis(evaluator: Any, expr: Expr) -> int:
    if isinstance(expr, Num) and expr.value in (0, 1):
        return int(expr.value)
    if isinstance(expr, Neg) and expr.arg == Num(Fraction(1)):
        return -1
    raise ev.Unevaluable("an axis that is not 0 or 1")


def _reduced(name: str) -> Rule:
    def rule(evaluator: Any, args: Sequence[Expr]) -> Any:
        function = getattr(np, name)
        if len(args) == 2 and name in ("sum", "mean"):
            value = evaluator.value(args[0])
            axis = _axis(evaluator, args[1])
            if value.own == 2:
                return ev.Value(function(value.array, axis=-2 + axis % 2), 1)
            if value.own == 1 and axis in (0, -1):
                return ev.Value(function(value.array, axis=-1))
            raise ev.Unevaluable(f"{name} along an axis that is not there")
        if len(args) > 1:
            cells = [evaluator.scalar(a, f"an argument of {name}").array for a in args]
            shape = np.broadcast_shapes(*(c.shape for c in cells))
            return ev.Value(function(np.stack([np.broadcast_to(c, shape) for c in cells]), axis=0))
        if name == "mean":
            return batch_mean(evaluator, args[0])
        if letters := _free_letters(evaluator, args[0]):
            body = args[0]
            for letter in letters:
                body = Fold(name, letter, None, None, (), body)
            return evaluator.value(body)
        value = evaluator.value(args[0])
        if value.own == 1 or (value.own == 2 and name == "sum"):
            return ev.Value(function(value.array, axis=tuple(range(-value.own, 0))))
        raise ev.Unevaluable(f"{name} of what is not said")

    return rule


def _free_letters(evaluator: Any, body: Expr) -> list[str]:
    """Index letters of families in the body that nothing binds."""
    bound = {node.index for node in walk(body) if isinstance(node, Fold)}
    letters = [i.name for node in walk(body) if isinstance(node, Index) for i in node.indices if isinstance(i, Sym)]
    return [name for name in dict.fromkeys(letters) if name not in bound and evaluator.unknown(name)]


def _diag(evaluator: Any, args: Sequence[Expr]) -> Any:
    if len(args) == 2 and isinstance(args[1], Sym):
        letters, args = [args[1].name], args[:1]
    elif len(args) > 1:
        cells = [evaluator.scalar(a, "an entry").array for a in args]
        shape = np.broadcast_shapes(*(c.shape for c in cells))
        return _diagonal(ev.Value(np.stack([np.broadcast_to(c, shape) for c in cells], axis=-1), 1))
    else:
        letters = _free_letters(evaluator, args[0])
    if len(letters) == 1:
        return _diagonal(evaluator.value(Fold("list", letters[0], None, None, (), args[0])))
    value = evaluator.value(args[0])
    if value.own == 1:
        return _diagonal(value)
    if value.own == 2 and value.array.shape[-1] == value.array.shape[-2]:
        return ev.Value(value.array * np.eye(value.array.shape[-1]), 2)
    raise ev.Unevaluable("diag of what is not said")


def _diagonal(value: Any) -> Any:
    return ev.Value(value.array[..., None] * np.eye(value.array.shape[-1]), 2)


def _square(function: Callable[[Any], Any]) -> Rule:
    def rule(evaluator: Any, args: Sequence[Expr]) -> Any:
        value = evaluator.value(args[0])
        if value.own == 0:
            return value
        if value.own != 2 or value.array.shape[-1] != value.array.shape[-2]:
            raise ev.Unevaluable("a trace or determinant of something that is not a square matrix")
        return ev.Value(function(value.array))

    return rule


def _inner(evaluator: Any, args: Sequence[Expr]) -> Any:
    left, right = evaluator.value(args[0]), evaluator.value(args[1])
    if left.own == right.own == 1:
        return ev.inner(left, right)
    raise ev.Unevaluable("an inner product of things that are not vectors")


def _sized(make: Callable[[int], Any]) -> Rule:
    def rule(evaluator: Any, args: Sequence[Expr]) -> Any:
        size = evaluator.scalar(args[0], "a size").array
        number = float(size.flat[0])
        if size.size != 1 or number != int(number) or not 1 <= number <= 64:
            raise ev.Unevaluable("a size that is not a small whole number")
        made = make(int(number))
        return ev.Value(made.reshape((1,) * (1 + ev.AXES) + made.shape), made.ndim)

    return rule


def _norms(evaluator: Any, args: Sequence[Expr]) -> Any:
    value = evaluator.value(args[0])
    axis = _axis(evaluator, args[1])
    if value.own != 2:
        raise ev.Unevaluable("norms along an axis of something that is not a matrix")
    return ev.Value(ev.root((value.array * value.array).sum(axis=-2 + axis % 2)), 1)


def _size(evaluator: Any, args: Sequence[Expr]) -> Any:
    value = evaluator.value(args[0])
    if len(args) == 1 and value.own == 1:
        return evaluator.constant(float(value.array.shape[-1]))
    if len(args) == 2 and isinstance(args[1], Num) and 0 <= args[1].value < value.own:
        return evaluator.constant(float(value.array.shape[1 + ev.AXES + int(args[1].value)]))
    raise ev.Unevaluable("a size of what is not said")


def _softmax(evaluator: Any, args: Sequence[Expr]) -> Any:
    value = evaluator.value(args[0])
    if not value.own:
        raise ev.Unevaluable("a softmax of something that is not a vector")
    shifted = np.exp(value.array - value.array.max(axis=-1, keepdims=True))  # of a matrix: row by row, as in attention
    return ev.Value(shifted / shifted.sum(axis=-1, keepdims=True), value.own, value.row)


def _factorial(evaluator: Any, args: Sequence[Expr]) -> Any:
    return ev.Value(_gamma(evaluator.scalar(args[0], "a factorial").array))


def _gamma(array: Any) -> Any:
    """x! for any real x: not only for whole numbers, so that draws need not be whole."""
    return np.vectorize(_factorial_of, otypes=[float])(np.asarray(array, dtype=float))


def _factorial_of(x: float) -> float:
    try:
        return math.gamma(x + 1)
    except (ValueError, OverflowError):
        return math.nan


def _binomial(evaluator: Any, args: Sequence[Expr]) -> Any:
    n, k = (evaluator.scalar(a, "a binomial coefficient").array for a in args)
    return ev.Value(_gamma(n) / (_gamma(k) * _gamma(n - k)))


def _tensor(evaluator: Any, args: Sequence[Expr]) -> Any:
    """`u ⊗ v` is `u vᵀ`, of matrices Kronecker's product."""
    left, right = (evaluator.value(arg) for arg in args)
    if left.own == right.own == 1:
        return ev.Value(left.array[..., :, None] * right.array[..., None, :], 2)
    if left.own == right.own == 2:
        grid = left.array[..., :, None, :, None] * right.array[..., None, :, None, :]
        (a, b), (c, d) = left.array.shape[-2:], right.array.shape[-2:]
        return ev.Value(grid.reshape((*grid.shape[:-4], a * c, b * d)), 2)
    raise ev.Unevaluable("⊗ of these is not understood")


def _clip(evaluator: Any, args: Sequence[Expr]) -> Any:
    """`clip(x, low, high)`."""
    if len(args) != 3:
        raise ev.Unevaluable("clip takes a value and two bounds")
    value, low, high = (evaluator.scalar(arg, "an argument of clip").array for arg in args)
    return ev.Value(np.minimum(np.maximum(value, low), high))


def _within(evaluator: Any, args: Sequence[Expr]) -> Any:
    """`‖v‖_M`, the root of vᵀMv."""
    vector, matrix = (evaluator.value(arg) for arg in args)
    if vector.own != 1 or matrix.own != 2:
        raise ev.Unevaluable("a norm that a matrix gives, of something that is not a vector")
    return ev.Value(ev.root(ev.inner(ev.product(matrix, vector), vector).array))


def _solved(evaluator: Any, args: Sequence[Expr]) -> Any:
    """`solve(A, b)`: A⁻¹ b."""
    matrix, right = (evaluator.value(arg) for arg in args)
    if matrix.own != 2 or matrix.array.shape[-1] != matrix.array.shape[-2]:
        raise ev.Unevaluable("solve takes a square matrix")
    return ev.product(ev.Value(ev.inverse(matrix.array), 2), right)


def _logsumexp(evaluator: Any, args: Sequence[Expr]) -> Any:
    if len(args) != 1:
        raise ev.Unevaluable("logsumexp along an axis")
    if letters := _free_letters(evaluator, args[0]):
        args = [Fold("list", letters[0], None, None, (), args[0])] if len(letters) == 1 else args
    value = evaluator.value(args[0])
    if value.own != 1:
        raise ev.Unevaluable("a logsumexp of something that is not a vector")
    return ev.Value(np.log(np.exp(value.array).sum(axis=-1)))


def _rms(evaluator: Any, args: Sequence[Expr]) -> Any:
    """The root of the mean square of a vector's entries."""
    value = evaluator.value(args[0])
    if len(args) != 1 or value.own != 1:
        raise ev.Unevaluable("the root mean square of something that is not a vector")
    return ev.Value(ev.root((value.array * value.array).mean(axis=-1)))


_ERF = np.vectorize(math.erf, otypes=[float])


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


FUNCTIONS: dict[str, Rule] = {
    **{name: _entrywise(getattr(np, name)) for name in ("exp", "sin", "cos", "tan", "sinh", "cosh", "floor", "ceil")},
    "tanh": _entrywise(np.tanh, matrices=True),
    **{
        name: _entrywise(getattr(np, name))
        for name in ("arcsin", "arccos", "arctan", "log", "sqrt", "sign", "log1p", "expm1")
    },
    "factorial": _factorial,
    "binom": _binomial,
    "tensor": _tensor,
    "sech": _entrywise(lambda x: 1 / np.cosh(x)),
    "csch": _entrywise(lambda x: 1 / np.sinh(x)),
    "coth": _entrywise(lambda x: 1 / np.tanh(x)),
    "erf": _entrywise(_ERF),
    "normcdf": _entrywise(lambda x: (1 + _ERF(x / np.sqrt(2))) / 2),
    "normpdf": _entrywise(lambda x: np.exp(-x * x / 2) / np.sqrt(2 * np.pi)),
    "rms": _rms,
    "cot": _entrywise(lambda x: 1 / np.tan(x)),
    "sec": _entrywise(lambda x: 1 / np.cos(x)),
    "csc": _entrywise(lambda x: 1 / np.sin(x)),
    "round": _entrywise(np.rint),
    "sigmoid": _entrywise(_sigmoid, matrices=True),
    "softplus": _entrywise(lambda x: np.log1p(np.exp(x)), matrices=True),
    "relu": _entrywise(lambda x: np.maximum(x, 0.0), matrices=True),
    "abs": _abs,
    **{name: _reduced(name) for name in ("sum", "mean", "prod", "max", "min")},
    "diag": _diag,
    "tr": _square(lambda a: np.trace(a, axis1=-2, axis2=-1)),
    "det": _square(np.linalg.det),
    "inner": _inner,
    "dot": _inner,
    "ones": _sized(np.ones),
    "eye": _sized(np.eye),
    "norms": _norms,
    "clip": _clip,
    "within": _within,
    "solve": _solved,
    "logsumexp": _logsumexp,
    **FACTORS,
    **SPECTRAL,
    "size": _size,
    "len": _size,
    "softmax": _softmax,
    "lim": lambda evaluator, args: evaluator.value(args[0]),  # the limit of a mean: at finite n, the mean
}
