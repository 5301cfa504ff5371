"""What a formula is made of when its indices and powers are back in place, and before its fractions are.

>>> Atom("x_{j}", "operand", width=1.6).is_operand
True
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Atom:
    """A letter with its scripts, a number, an operator, a bracket, a sum with its bounds.

    `kind` is operand, operator, relation, open, close, sum, root, word or stop; `broken`: it begins a line, `back`:
    because a script was on the line before; `gap`: something separates it from what is before; `width`: how wide it is
    set, in letters; `what`: `number`, `slope` for ∂L and ∂x, `d` for a d that may be one, `inline` for a sum that has
    its bounds beside it, `tall` for a root.
    """

    tex: str
    kind: str
    broken: bool = False
    gap: bool = False
    width: float = 1.0
    what: str = ""
    back: bool = False

    @property
    def is_operand(self) -> bool:
        """Can it stand at the end of a factor?"""
        return self.kind in ("operand", "close")
