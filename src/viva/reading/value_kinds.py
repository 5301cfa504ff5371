r"""The kinds of value that a general mathematical answer can be; `viva.reading.values` reads them.

>>> from fractions import Fraction
>>> one, two = Quantity(Fraction(1)), Quantity(Fraction(2))
>>> str(Set_((one, two))), str(Interval(one, None, False, True)), str(Assigned("x", Tuple_((one, two))))
('{1, 2}', '[1, ∞)', 'x = (1, 2)')
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from viva.reading.quantities import Quantity


@dataclass(frozen=True)
class Formula:
    """An expression, as text."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Words:
    """An answer in words, lower case, single blanks."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Tuple_:
    """Ordered items in round or square brackets."""

    items: tuple[Value, ...]
    opening: str = "("
    closing: str = ")"

    def __str__(self) -> str:
        return self.opening + ", ".join(map(str, self.items)) + self.closing


@dataclass(frozen=True)
class Set_:
    """Items without an order; `braced` where they stand in braces."""

    items: tuple[Value, ...]
    braced: bool = True

    def __str__(self) -> str:
        return "{" + ", ".join(map(str, self.items)) + "}"


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`; a bound that is infinite is None. `said`: "between" leaves the ends open to reading."""

    low: Value | None
    high: Value | None
    low_open: bool
    high_open: bool
    said: str = field(default="", compare=False)  # "between", "integers", or nothing

    def __str__(self) -> str:
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{left}{'-∞' if self.low is None else self.low}, {'∞' if self.high is None else self.high}{right}"


@dataclass(frozen=True)
class Union:
    """Intervals and sets together."""

    pieces: tuple[Value, ...]

    def __str__(self) -> str:
        return " ∪ ".join(map(str, self.pieces))


@dataclass(frozen=True)
class Relation:
    """Sides joined by relations, `=`, `<`, `≤`, `>`, `≥`, `≠`, where it is no interval."""

    sides: tuple[str, ...]
    relations: tuple[str, ...]

    def __str__(self) -> str:
        parts = [self.sides[0]]
        for relation, side in zip(self.relations, self.sides[1:], strict=True):
            parts += [relation, side]
        return " ".join(parts)


@dataclass(frozen=True)
class Assigned:
    """A symbol or term that is set equal to a value: `x = 11`, `(p, q) = (3, 2)`."""

    name: str
    value: Value

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


@dataclass(frozen=True)
class Ratio:
    """`a : b`."""

    parts: tuple[Value, ...]

    def __str__(self) -> str:
        return ":".join(map(str, self.parts))


Value: TypeAlias = Quantity | Formula | Words | Tuple_ | Set_ | Interval | Union | Relation | Assigned | Ratio
