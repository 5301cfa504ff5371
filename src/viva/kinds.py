r"""What a part can ask for: the kinds of answer. The kind of the key drives how a reply is read.

| kind         | `key(draw)` returns                                                             |
|--------------|---------------------------------------------------------------------------------|
| `Number`     | `int`, `float` or `fractions.Fraction`                                           |
| `Array`      | nested tuples of numbers: `(2, -1, 3)`, `((1, 2), (3, 4))`                       |
| `Shape`      | a tuple of sizes, `(7, 11)`                                                      |
| `Choice`     | a mapping from item to the option chosen, `{"batch": "A", "layer": "B"}`         |
| `Expression` | a program `env -> numpy array` that computes the value of the expression         |
| `Relation`   | a program `env -> numpy array` that computes the value of `solve_for`            |
| `Proof`      | a program `env -> numpy array` that computes the value of both sides             |
| `Concept`    | the names of the rubric's points that count, a tuple of strings                  |
| `Compound`   | a mapping from the name of each component to what its kind's key returns         |

`env` maps the name of every declared `Symbol` to a random value of its shape and domain. Example:

>>> import numpy as np
>>> p = Symbol("p", domain="probability")
>>> w_dropout = Symbol(r"\tilde w", ("d",), aliases=(r"\hat w",))
>>> kind = Relation(symbols=(p, w_dropout, Symbol("w", ("d",))), solve_for="w")
>>> key = lambda env: env["p"] * env[r"\tilde w"]
>>> key({"p": 0.5, r"\tilde w": np.array([2.0, 4.0])})
array([1., 2.])
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

DOMAINS: Mapping[str, str] = {
    "real": "any real numbers, of both signs",
    "positive": "positive numbers",
    "probability": "numbers between 0 and 1",
    "size": "a positive integer that sizes shapes; it may stand in expressions",
    "index": "a positive integer that points into a shape",
    "invertible": "a square matrix with an inverse",
    "diagonal": "a diagonal matrix with positive entries",
    "symmetric": "a symmetric matrix",
    "one-hot": "a vector with a single 1, else 0",
    "bernoulli": "random, independent: 1 with the probability that `defined_by` names (`p` where it is empty), else 0",
    "normal": "random, independent, normal; `defined_by` gives mean and variance, as in `0, \\sigma^2`",
}


@dataclass(frozen=True)
class Symbol:
    r"""A declared symbol of a question.

    `name` is canonical LaTeX without spaces to spare, such as `p`, `\gamma`, `\tilde w`, `\Gamma`, or the atom
    `\partial L/\partial y` for a whole indexed family of derivatives. `shape` holds names of sizes: `()` is a
    scalar, `("n",)` a vector or indexed family, `("n", "d")` a matrix. A size is itself a symbol of domain
    `size` and may stand in expressions.
    """

    name: str
    shape: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()  # other ways in which replies write it
    domain: str = "real"  # one of `DOMAINS`
    says: str = ""  # what it stands for, for evidence and docs
    called: tuple[str, ...] = ()  # how prose calls it: regular expressions, matched without regard to case
    defined_by: str = ""  # LaTeX of its definition from other symbols: "\\operatorname{diag}(\\|X_{:,j}\\|)"


@dataclass(frozen=True)
class Number:
    """A number, compared by relative tolerance as wide as the reply's own rounding."""

    unit: str = ""
    tolerance: float = 0.0  # extra relative tolerance, where a question allows it
    over: Expression | None = None  # how to read a reply that leaves the number as an expression: `γ ∂L/∂y_1`


@dataclass(frozen=True)
class Array:
    """A vector (`ndim` 1), matrix (2) or tensor of numbers."""

    ndim: int


@dataclass(frozen=True)
class Shape:
    """An ordered tuple of sizes; never multiplied out."""


@dataclass(frozen=True)
class Choice:
    """For each item, one of the options. `items` maps an item to the phrases by which a reply names it."""

    options: tuple[str, ...]
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Expression:
    r"""An expression over declared symbols; `index` names the free indices of an indexed result.

    `left` lists the left-hand sides by which a reply may introduce it (`\partial L/\partial x_i`).
    `limit` names a size that goes to infinity: the answer is a limit (`\to`), so that a bounded
    family's mean need not vanish there.
    `up_to` may be `positive-factor`.
    """

    symbols: tuple[Symbol, ...]
    left: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    limit: str = ""
    up_to: str = ""
    given: Mapping[str, float] = field(default_factory=dict)  # symbols fixed by the part: {"n": 1}


@dataclass(frozen=True)
class Relation:
    """An equation that determines `solve_for`: `w = p w̃`, `w̃ = w/p`, or its right-hand side alone."""

    symbols: tuple[Symbol, ...]
    solve_for: str
    up_to: str = ""


@dataclass(frozen=True)
class Proof:
    r"""A derivation from `given` to `target`, two expressions (LaTeX) over the declared symbols.

    `left` lists the names that a reply may use for the quantity itself, such as `\mathcal L(\tilde w)`.
    """

    symbols: tuple[Symbol, ...]
    given: str
    target: str
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """One point of a rubric: what it says, the patterns that show it, and those that contradict it.

    Patterns are regular expressions, matched without regard to case on normalised text.
    """

    name: str
    says: str
    patterns: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """What a reader of prose found: the points made and those contradicted, each with its place in the text.

    `all_of_it` is True where the reader understood the whole reply: then what was not heard was not said.
    """

    made: Mapping[str, tuple[int, int]]
    contradicted: Mapping[str, tuple[int, int]]
    all_of_it: bool = False


@dataclass(frozen=True)
class Concept:
    """Prose that a rubric decides: at least `needed` of the points shown, and none contradicted.

    What `reader` hears in the normalised text counts together with what the points' own patterns find there.
    """

    points: tuple[Point, ...]
    needed: int
    reader: Callable[[str], Heard] | None = None


@dataclass(frozen=True)
class Compound:
    """One part that asks for several things at once (a value and what it means); as good as its worst one."""

    components: Mapping[str, Kind]


Kind: TypeAlias = Number | Array | Shape | Choice | Expression | Relation | Proof | Concept | Compound
