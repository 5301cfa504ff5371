"""What every kind of answer provides: `read` an answer out of a reply, and say whether it is the `same` as a value.

Each kind is one module beside this file with these two functions, and a line in the table of `viva.checking.verdicts`:

    read(reply, part) -> Reading | Unread     the answer of this kind that the reply gives for the part
    same(value, key, part) -> Comparison      is what was read equal to the key (or to a misconception's answer)?

`check` calls `read` once, and `same` for the key, then for accepted alternatives, then for every misconception.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from viva.reading.replies import Reply
from viva.types import Answer, Finding, Part, Step


@dataclass(frozen=True)
class Reading:
    """An answer that was found and understood. `value` is what `same` takes; its type is the module's own."""

    answer: Answer
    value: Any
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Unread:
    """Nothing was found, or it could not be understood. Leads to `undecided`, with this reason."""

    reason: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Comparison:
    """`equal` is None where it cannot be decided; then `reason` says why."""

    equal: bool | None
    method: str
    counterexample: str = ""
    reason: str = ""
    steps: tuple[Step, ...] = ()


class KindModule(Protocol):
    """The two functions of a module for one kind of answer."""

    def read(self, reply: Reply, part: Part) -> Reading | Unread: ...

    def same(self, value: Any, key: Any, part: Part) -> Comparison: ...
