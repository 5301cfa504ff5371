"""`dataclass(frozen=True)` like that of the standard library, made in a quarter of the time: reading has 130 of them.

>>> @dataclass(frozen=True)
... class Span:
...     start: int
...     end: int = 0
>>> Span(3), Span(3) == Span(3, 0), Span(3) in {Span(3)}, Span(3) == (3, 0)
(Span(start=3, end=0), True, True, False)

The library compiles six methods for every class; here all classes share them but for `__init__`. That no field is
assigned is left to the type checker, for which this *is* the library's own: at run time nothing hinders it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen):
        """The class with `__init__`, `__eq__`, `__hash__`, `__repr__` by its fields; those that it has itself stay."""
        if not frozen:
            raise ValueError("what may change is made by dataclasses.dataclass")
        return _made


def _made(cls: type[Any]) -> type[Any]:
    own = vars(cls)
    mine = {name: own[name] for name in ("__eq__", "__hash__", "__repr__") if own.get(name) is not None}
    made: type[Any] = dataclasses.dataclass(eq=False, repr=False)(cls)
    fields = dataclasses.fields(made)
    for name, method in {**_methods(fields), **mine}.items():
        setattr(made, name, method)
    return made


def _methods(fields: tuple[dataclasses.Field[Any], ...]) -> dict[str, object]:
    compared = [field.name for field in fields if field.compare]
    shown = [field.name for field in fields if field.repr]
    values: Callable[[object], object] = attrgetter(*compared) if compared else lambda item: ()

    def __eq__(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        mine, theirs = values(self), values(other)
        return mine is theirs or mine == theirs  # as in tuples: what is identical is equal, NaN and arrays too

    def __hash__(self: object) -> int:
        return hash(values(self))

    def __repr__(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    return {"__eq__": __eq__, "__hash__": __hash__, "__repr__": __repr__}
