r"""Fractions whose numerator and denominator came out of a PDF on two lines: `w = 1⏎p w̃` says `w = 1/p w̃`.

An indented line that goes on with `+` or `−` and states no equation goes on with the formula above it.

The limit of a sum (`∑⏎j=1⏎d`) is no fraction. Only the numerator 1 is put back, where a formula ends in it and the next
line begins with a symbol: nobody writes the product `1 p`, and what the line end hid would turn a quotient into a
product. One line end becomes one stroke, so all offsets stay.

>>> joined("The data matrix is\nX̃ = 1\n√λ\nXΓ−1.")
'The data matrix is\nX̃ = 1/√λ\nXΓ−1.'
>>> joined("w = 1\np ˜w."), joined("with n = 1\nand so on"), joined("O33 = 1\nO =")
('w = 1/p ˜w.', 'with n = 1\nand so on', 'O33 = 1\nO =')

>>> joined("E = a − 2b\n           + c\nwith c > 0"), joined("a = 2\n           − 2b = 3")
('E = a − 2b             + c\nwith c > 0', 'a = 2\n           − 2b = 3')

Not guaranteed: other numerators; denominators of several lines.
"""

from __future__ import annotations

import re

_ONE_OVER = re.compile(
    r"(?<=[=(+−–→≈·-])(?<![XP∑]\n[a-z]=)([ \t]*1[ \t]*)\n(?=[ \t]*(?:√[ \t]*[A-Za-zα-ω]|[b-zα-ω])(?![A-Za-z'’=])"
    r"(?![ \t]*=)(?![ \t]+[a-z]{2,}))"
)
_GOES_ON = re.compile(r"(?<=[^\s:.;])[ \t]*\n(?=(?:[ \t]{4,}[+−]|[ \t]{8,}-)[ \t][^=\n]*(?:\n|$))")


def joined(text: str) -> str:
    """The text with such line ends turned into strokes."""
    return _GOES_ON.sub(lambda m: " " * len(m[0]), _ONE_OVER.sub(lambda m: m[1] + "/", text))
