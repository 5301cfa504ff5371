"""What a correct derivation is made of, and how its text is laid out.

A `Source` is a list of lines: text, definitions (`Let`) and chains of equal members. `lay_out` writes one as a reply
and returns where every member stands, so that the place of an error is known exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from derivations.notation import Notation, write
from derivations.terms import Term, Values
from viva.kinds import Symbol

Rng = np.random.Generator


@dataclass(frozen=True)
class Variable:
    """A declared symbol: its name in trees, the shape and domain that Viva is told, and its random value."""

    name: str
    shape: tuple[str, ...] = ()
    domain: str = "real"
    defined_by: str = ""  # LaTeX; for domain `normal` its mean and variance
    value: Callable[[Rng, Mapping[str, Any]], Any] | None = None
    told: bool = True  # False: known to the oracle only
    atom: str = ""  # LaTeX name where it differs from the tree's: `\\partial L/\\partial y`

    def symbol(self, notation: Notation) -> Symbol:
        """The declaration as Viva is told it. Other names are told, as a question's aliases tell them."""
        from derivations.notation import LATEX, symbol

        name = self.atom or symbol(notation.names.get(self.name, self.name), LATEX)
        defined_by = self.defined_by
        for old, new in notation.names.items():
            whole = rf"(?<![A-Za-z\\]){re.escape(symbol(old, LATEX))}(?![A-Za-z])"
            defined_by = re.sub(whole, lambda _, new=new: symbol(new, LATEX), defined_by)  # type: ignore[misc]
        return Symbol(name, self.shape, domain=self.domain, defined_by=defined_by)


@dataclass(frozen=True)
class Text:
    """Words between the formulas. `*i=j*` marks a condition, written in the notation of the layout."""

    words: str


@dataclass(frozen=True)
class Let:
    """A definition on the way: `z_i = ...`."""

    left: Term
    right: Term
    says: str = "Let"


@dataclass(frozen=True)
class Chain:
    """Equal members. The first may be a name that this chain gives its meaning to."""

    members: tuple[Term, ...]
    when: str = ""  # "j=k" or "j!=k": the case for which it is claimed
    gives: bool = False  # the first link is the definition of the first member


@dataclass(frozen=True)
class Source:
    """A correct derivation."""

    name: str
    style: str
    half: str  # tune, held: the latter was never looked at while the engine was built
    variables: tuple[Variable, ...]
    lines: tuple[Text | Let | Chain, ...]
    sizes: Mapping[str, int] = field(default_factory=lambda: {"n": 3, "d": 2})
    other_names: Mapping[str, str] = field(default_factory=dict)

    def size_of(self, index: str) -> int:
        """The range of an index: i counts rows, j and k columns, unless there is only one size."""
        named = {s for v in self.variables for s in v.shape}
        name = named.pop() if len(named) == 1 else {"i": "n", "j": "d", "k": "d"}[index]
        return self.sizes[name]

    def chains(self) -> list[tuple[int, Chain]]:
        return [(k, line) for k, line in enumerate(self.lines) if isinstance(line, Chain)]


def chain(*members: Term | float, when: str = "", gives: bool = False) -> Chain:
    from derivations.terms import term

    return Chain(tuple(term(m) for m in members), when, gives)


def values(source: Source, rng: Rng) -> Values:
    """Random values for the variables of a source, with the definitions it makes on the way."""
    names: dict[str, Any] = dict(source.sizes)
    random: dict[str, tuple[Any, ...]] = {}
    for v in source.variables:
        shape = tuple(source.sizes[s] for s in v.shape)
        if v.value is not None:
            names[v.name] = v.value(rng, names)
        elif v.domain == "bernoulli":
            names[v.name] = np.ones(_column(shape)) if shape else 1.0
        elif v.domain in ("positive", "probability"):
            low, high = (0.3, 0.8) if v.domain == "probability" else (0.5, 2.0)
            names[v.name] = rng.uniform(low, high, _column(shape)) if shape else float(rng.uniform(low, high))
        elif v.domain == "size":
            names[v.name] = source.sizes[v.name]
        else:
            names[v.name] = rng.normal(size=_column(shape)) if shape else float(rng.normal())
    for v in source.variables:
        if v.domain == "bernoulli":
            random[v.name] = ("bernoulli", names["p"])
        if v.domain == "normal":
            mean, variance = NORMALS[v.defined_by](names)
            random[v.name] = ("normal", mean, variance)
    defined: dict[str, tuple[tuple[str, ...], Term]] = {}
    for line in source.lines:
        if isinstance(line, Let):
            left, right = line.left, line.right
        elif isinstance(line, Chain) and line.gives:
            left, right = line.members[0], line.members[1]
        else:
            continue
        head = left.args[0].name if left.op == "idx" else left.name
        defined[head] = (left.index if left.op == "idx" else (), right)
        for k, i in enumerate(left.index if left.op == "idx" else ()):
            names[f"size of {head}.{k}"] = source.size_of(i)
    return Values(names, defined=defined, random=random)


def _column(shape: tuple[int, ...]) -> tuple[int, ...]:
    return (shape[0], 1) if len(shape) == 1 else shape


# The parameters of the Gaussian variables, as the oracle computes them.
NORMALS: dict[str, Callable[[Mapping[str, Any]], tuple[Any, Any]]] = {
    "0, 1": lambda v: (0.0, 1.0),
    r"0, \sigma_w^2": lambda v: (0.0, v["sigma_w"] ** 2),
    r"0, \sigma_x^2": lambda v: (0.0, v["sigma_x"] ** 2),
    r"0, \sigma^2": lambda v: (0.0, v["sigma"] ** 2),
    r"\mu, \sigma^2": lambda v: (v["mu"], v["sigma"] ** 2),
}


# ---- layouts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """How the lines are set: `align`, `display` (one formula a line), `inline`, `lines` (plain text)."""

    name: str
    notation: Notation


@dataclass(frozen=True)
class Laid:
    """The text, and the place of every member: `(line, member) -> (start, end)`."""

    text: str
    places: Mapping[tuple[int, int], tuple[int, int]]


def lay_out(lines: Sequence[Text | Let | Chain], layout: Layout) -> Laid:
    """The text of a derivation in a layout."""
    n = layout.notation
    text, places = "", {}

    def put(piece: str) -> None:
        nonlocal text
        text += piece

    for k, line in enumerate(lines):
        if isinstance(line, Text):
            put(_words(line.words, n) + "\n\n")
        elif isinstance(line, Let):
            formula = f"{write(line.left, n)} = {write(line.right, n)}"
            put(f"{line.says} " + (f"${formula}$." if n.kind == "latex" else f"{formula}") + "\n\n")
        else:
            if line.when:
                put(_when(line.when, layout))
            open_, join, close = _frame(layout, len(line.members))
            put(open_)
            for m, member in enumerate(line.members):
                if m:
                    put(" &= " if m == 1 and layout.name == "align" else join)
                start = len(text)
                put(write(member, n))
                places[k, m] = (start, len(text))
            put(close)
    return Laid(text, places)


def _words(words: str, n: Notation) -> str:
    parts = words.split("*")
    for k in range(1, len(parts), 2):
        condition = parts[k].replace("!=", {"latex": r" \neq ", "unicode": " ≠ ", "ascii": " != "}[n.kind])
        parts[k] = f"${condition}$" if n.kind == "latex" else condition
    return "".join(parts)


def _when(condition: str, layout: Layout) -> str:
    written = _words(f"*{condition}*", layout.notation)
    return f"- If {written}: " if layout.name in ("inline", "lines") else f"For {written}:\n\n"


def _frame(layout: Layout, members: int) -> tuple[str, str, str]:
    match layout.name:
        case "align":
            return "\\begin{align*}\n", " \\\\\n&= ", "\n\\end{align*}\n\n"
        case "display":
            return "$$", "$$\n\n$$= ", "$$\n\n"
        case "inline":
            return "$", " = ", "$\n\n"
        case _:
            return "", "\n    = ", "\n\n"
