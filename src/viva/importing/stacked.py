r"""Fractions whose numerator and denominator came out of a PDF on two lines: `w = 1⏎p w̃` says `w = 1/p w̃`.

Only the numerator 1 is put back, where a formula ends in it and the next line begins with a symbol: nobody writes the
product `1 p`, and what the line end hid would turn a quotient into a product. One line end becomes one stroke, so all
offsets stay.

>>> joined("The data matrix is\nX̃ = 1\n√λ\nXΓ−1.")
'The data matrix is\nX̃ = 1/√λ\nXΓ−1.'
>>> joined("w = 1\np ˜w."), joined("with n = 1\nand so on"), joined("O33 = 1\nO =")
('w = 1/p ˜w.', 'with n = 1\nand so on', 'O33 = 1\nO =')

Not guaranteed: other numerators; denominators of several lines.
"""

from __future__ import annotations

import re

_ONE_OVER = re.compile(
    r"(?<=[=(+−–→≈·-])([ \t]*1[ \t]*)\n(?=[ \t]*(?:√[ \t]*[A-Za-zα-ω]|[b-zα-ω])(?![A-Za-z'’=])"
    r"(?![ \t]*=)(?![ \t]+[a-z]{2,}))"
)


def joined(text: str) -> str:
    """The text with such line ends turned into strokes."""
    return _ONE_OVER.sub(lambda m: m[1] + "/", text)
