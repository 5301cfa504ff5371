r"""Mathematical terms as trees: built with Python's operators, evaluated by NumPy.

The oracle of the benchmark. It shares nothing with Viva's reader: no parsing, its own evaluation.

>>> import numpy as np
>>> X, w, p = syms("X w p")
>>> member = p * X * w
>>> evaluate(member, Values({"X": np.eye(2), "w": np.array([[1.0], [3.0]]), "p": 0.5})).ravel()
array([0.5, 1.5])

Vectors are columns of shape (n, 1); a 1 x 1 result counts as a scalar. Indices count from 1.
Expectations are exact: Bernoulli masks are enumerated, and a Gaussian is replaced by the five nodes of its
Gauss-Hermite rule, which is exact for polynomials up to degree nine. Derivatives are complex steps.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

STEP = 1e-30


@dataclass(frozen=True)
class Term:
    """A node: what it does (`op`), to what (`args`), with a `name` and indices where it has some."""

    op: str
    args: tuple[Term, ...] = ()
    name: str = ""
    index: tuple[str, ...] = ()

    def __add__(self, other: Term | float) -> Term:
        return Term("add", (*_terms(self), *_terms(term(other))))

    def __radd__(self, other: float) -> Term:
        return term(other) + self

    def __sub__(self, other: Term | float) -> Term:
        return Term("add", (*_terms(self), Term("neg", (term(other),))))

    def __rsub__(self, other: float) -> Term:
        return term(other) - self

    def __neg__(self) -> Term:
        return Term("neg", (self,))

    def __mul__(self, other: Term | float) -> Term:
        return Term("mul", (*_factors(self), *_factors(term(other))))

    def __rmul__(self, other: float) -> Term:
        return term(other) * self

    def __truediv__(self, other: Term | float) -> Term:
        return Term("frac", (self, term(other)))

    def __rtruediv__(self, other: float) -> Term:
        return term(other) / self

    def __pow__(self, other: Term | float) -> Term:
        return Term("pow", (self, term(other)))

    def __getitem__(self, index: str | tuple[str, ...]) -> Term:
        return Term("idx", (self,), index=(index,) if isinstance(index, str) else index)

    @property
    def T(self) -> Term:
        return Term("T", (self,))


def _terms(t: Term) -> tuple[Term, ...]:
    return t.args if t.op == "add" else (t,)


def _factors(t: Term) -> tuple[Term, ...]:
    return t.args if t.op == "mul" else (t,)


def term(value: Term | float) -> Term:
    """A number as a term; a term as it is."""
    return value if isinstance(value, Term) else Term("num", name=f"{value:g}")


def sym(name: str) -> Term:
    return Term("sym", name=name)


def syms(names: str) -> list[Term]:
    return [sym(n) for n in names.split()]


def had(a: Term, b: Term) -> Term:
    return Term("had", (a, b))


def sq(a: Term) -> Term:
    """The squared Euclidean norm."""
    return Term("sq", (a,))


def norm(a: Term) -> Term:
    return Term("norm", (a,))


def E(a: Term) -> Term:
    return Term("E", (a,))


def var(a: Term) -> Term:
    return Term("Var", (a,))


def total(index: str, size: str, body: Term) -> Term:
    """The sum over `index` from 1 to `size`; a size written `n!=i` leaves the value of `i` out."""
    return Term("sum", (body,), name=size, index=(index,))


def fn(name: str, *args: Term | float) -> Term:
    return Term("fn", tuple(term(a) for a in args), name=name)


def inv(a: Term) -> Term:
    return Term("inv", (a,))


def d(top: Term, bottom: Term) -> Term:
    """A partial derivative, by complex step unless `Values.atoms` names it."""
    return Term("d", (top, bottom))


def delta(i: str, j: str) -> Term:
    return Term("delta", index=(i, j))


def cases(*pairs: tuple[Term | float, str]) -> Term:
    """Alternatives: `(value, "i=j")`, `(value, "i!=j")`."""
    return Term("cases", tuple(term(v) for v, _ in pairs), index=tuple(c for _, c in pairs))


def at(name: str, *args: Term) -> Term:
    """A function written with its argument, `L(w)`; evaluated as its name."""
    return Term("at", args, name=name)


@dataclass(frozen=True)
class Values:
    """What the names stand for: arrays and numbers, definitions on the way, random variables."""

    names: Mapping[str, Any]
    indices: Mapping[str, int] = field(default_factory=dict)
    defined: Mapping[str, tuple[tuple[str, ...], Term]] = field(default_factory=dict)
    random: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)  # name -> ("bernoulli", p) or ("normal", m, v)

    def let(self, **names: Any) -> Values:
        return replace(self, names={**self.names, **names})

    def at(self, **indices: int) -> Values:
        return replace(self, indices={**self.indices, **indices})


def worlds(v: Values, used: set[str]) -> Iterator[tuple[float, Values]]:
    """Every joint outcome of the random variables `used`, with its probability."""
    cells: list[tuple[str, tuple[int, ...], list[tuple[float, float]]]] = []
    for name in sorted(used & set(v.random)):
        kind, *parameters = v.random[name]
        shape = np.shape(v.names[name])
        for cell in itertools.product(*(range(s) for s in shape)):
            if kind == "bernoulli":
                outcomes = [(1.0, parameters[0]), (0.0, 1.0 - parameters[0])]
            else:
                nodes, weights = np.polynomial.hermite_e.hermegauss(5)
                mean, variance = (np.broadcast_to(x, shape)[cell] for x in parameters)
                outcomes = [
                    (mean + np.sqrt(variance) * x, w / np.sqrt(2 * np.pi)) for x, w in zip(nodes, weights, strict=True)
                ]
            cells.append((name, cell, outcomes))
    for combination in itertools.product(*(c[2] for c in cells)):
        names = {n: np.array(v.names[n], dtype=complex) for n in used & set(v.random)}
        weight = 1.0
        for (name, cell, _), (value, probability) in zip(cells, combination, strict=True):
            names[name][cell] = value
            weight *= probability
        yield weight, v.let(**{n: (a if a.ndim else a[()]) for n, a in names.items()})


def mentioned(t: Term, v: Values) -> set[str]:
    """The names a term depends on, through definitions."""
    found: set[str] = set()
    todo = [t]
    while todo:
        node = todo.pop()
        todo.extend(node.args)
        if node.op in ("sym", "at") and node.name not in found:
            found.add(node.name)
            if node.name in v.defined:
                todo.append(v.defined[node.name][1])
    return found


def _scalar(x: Any) -> Any:
    return x.reshape(())[()] if isinstance(x, np.ndarray) and x.size == 1 else x


def _position(index: str, v: Values) -> Any:
    return slice(None) if index == ":" else v.indices[index] - 1


def _entry(base: Any, index: tuple[str, ...], v: Values) -> Any:
    positions = [_position(i, v) for i in index]
    if len(positions) == 1:
        return np.asarray(base).reshape(-1)[positions[0]]
    got = base[tuple(positions)]
    return got.reshape(-1, 1) if isinstance(got, np.ndarray) else got


def holds(condition: str, v: Values) -> bool:
    """Whether `i=j` or `i!=j` holds for the current indices."""
    left, _, right = condition.partition("!=" if "!=" in condition else "=")
    return (v.indices[left.strip()] == v.indices[right.strip()]) != ("!=" in condition)


def _lookup(name: str, v: Values) -> Any:
    if name in v.indices:
        return v.indices[name]
    if name in v.defined:
        parameters, body = v.defined[name]
        if not parameters:
            return evaluate(body, v)
        sizes = [v.names[f"size of {name}.{k}"] for k in range(len(parameters))]
        out = np.empty([*sizes, 1] if len(sizes) == 1 else sizes, dtype=complex)
        for where in itertools.product(*(range(s) for s in sizes)):
            inner = v.at(**dict(zip(parameters, (w + 1 for w in where), strict=True)))
            out[(*where, 0) if len(sizes) == 1 else where] = evaluate(body, inner)
        return out
    return v.names[name]


def _sum(t: Term, v: Values) -> Any:
    size, _, left_out = t.name.partition("!=")
    upto = v.indices[size] if size in v.indices else v.names[size]
    skip = v.indices[left_out] if left_out else 0
    parts = [evaluate(t.args[0], v.at(**{t.index[0]: k})) for k in range(1, upto + 1) if k != skip]
    return sum(parts) if parts else 0.0


def _derivative(t: Term, v: Values) -> Any:
    top, bottom = t.args
    atom = f"d{_head(top)}/d{_head(bottom)}"
    if atom in v.names:
        return _entry(v.names[atom], bottom.index, v) if bottom.op == "idx" else v.names[atom]
    name = bottom.args[0].name if bottom.op == "idx" else bottom.name
    value = np.array(v.names[name], dtype=complex)
    if bottom.op == "idx":
        flat = np.zeros(value.shape, dtype=complex)
        flat.reshape(-1)[v.indices[bottom.index[0]] - 1] = 1j * STEP
        return np.imag(evaluate(top, v.let(**{name: value + flat}))) / STEP
    if value.ndim == 0:
        return np.imag(evaluate(top, v.let(**{name: value[()] + 1j * STEP}))) / STEP
    out = np.empty(value.shape)
    for cell in np.ndindex(value.shape):
        moved = value.copy()
        moved[cell] += 1j * STEP
        out[cell] = np.imag(_scalar(evaluate(top, v.let(**{name: moved})))) / STEP
    return out


def _head(t: Term) -> str:
    return t.args[0].name if t.op == "idx" else t.name


def _mul(parts: list[Any]) -> Any:
    out: Any = 1.0
    for part in parts:
        part = _scalar(part)
        out = _scalar(out @ part if np.ndim(out) == 2 and np.ndim(part) == 2 else out * part)
    return out


def _function(name: str, args: list[Any]) -> Any:
    x = args[0]
    table: dict[str, Callable[[], Any]] = {
        "exp": lambda: np.exp(x),
        "log": lambda: np.log(x),
        "sqrt": lambda: np.sqrt(x),
        "sigmoid": lambda: 1 / (1 + np.exp(-x)),
        "tanh": lambda: np.tanh(x),
        "tr": lambda: np.trace(x),
        "diag": lambda: np.diag(np.diag(x)) if np.ndim(x) == 2 and x.shape[0] == x.shape[1] else np.diag(x.ravel()),
        "floor": lambda: np.floor(np.real(x) + 1e-9),
    }
    return table[name]()


def evaluate(t: Term, v: Values) -> Any:
    """The value of a term: a number or a two-dimensional array, complex where a derivative passes through."""
    match t.op:
        case "num":
            return float(t.name)
        case "sym" | "at":
            return _lookup(t.name, v)
        case "idx":
            return _entry(evaluate(t.args[0], v), t.index, v)
        case "add":
            parts = [_scalar(evaluate(a, v)) for a in t.args]
            return sum(parts[1:], parts[0])
        case "neg":
            return -evaluate(t.args[0], v)
        case "mul":
            return _mul([evaluate(a, v) for a in t.args])
        case "had":
            return evaluate(t.args[0], v) * evaluate(t.args[1], v)
        case "frac":
            return evaluate(t.args[0], v) / _scalar(evaluate(t.args[1], v))
        case "pow":
            base, exponent = _scalar(evaluate(t.args[0], v)), evaluate(t.args[1], v)
            return np.linalg.matrix_power(base, int(exponent)) if np.ndim(base) == 2 else base**exponent
        case "T":
            return np.transpose(evaluate(t.args[0], v))
        case "inv":
            return np.linalg.inv(evaluate(t.args[0], v))
        case "sq" | "norm":
            x = np.asarray(evaluate(t.args[0], v))
            return np.sum(x * x) if t.op == "sq" else np.sqrt(np.sum(x * x))
        case "sum":
            return _sum(t, v)
        case "E" | "Var":
            body = t.args[0]
            outcomes = [(w, _scalar(evaluate(body, u))) for w, u in worlds(v, mentioned(body, v))]
            mean = sum(w * x for w, x in outcomes)
            return mean if t.op == "E" else sum(w * (x - mean) ** 2 for w, x in outcomes)
        case "delta":
            return 1.0 if holds("=".join(t.index), v) else 0.0
        case "cases":
            for value, condition in zip(t.args, t.index, strict=True):
                if holds(condition, v):
                    return evaluate(value, v)
            raise ValueError("no case applies")
        case "fn":
            return _function(t.name, [evaluate(a, v) for a in t.args])
        case "d":
            return _derivative(t, v)
    raise ValueError(f"no such term: {t.op}")
