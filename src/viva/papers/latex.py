r"""Numbers of a draw as LaTeX.

>>> latex((1, -2))
'[1, -2]'
>>> latex(((-1, 2), (3, 1)))
'\\begin{bmatrix} -1 & 2 \\\\ 3 & 1 \\end{bmatrix}'
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from viva.papers.values import plain_tuples


def latex(value: Any) -> str:
    """A number, a vector (tuple) or a matrix (tuple of tuples) as LaTeX; a string is taken as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        if value and isinstance(value[0], tuple):
            rows = r" \\ ".join(" & ".join(latex(entry) for entry in row) for row in value)
            return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"
        return "[" + ", ".join(latex(entry) for entry in value) + "]"
    if isinstance(value, Fraction) and value.denominator != 1:
        sign = "-" if value < 0 else ""
        return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    return str(value)


def rounded(values: ArrayLike, digits: int = 4) -> str:
    """Computed numbers for a reader: one number, a vector or a matrix, rounded.

    >>> rounded([1 / 3, 2.0])
    '[0.3333, 2]'
    """
    return latex(plain_tuples(np.round(np.asarray(values, dtype=float), digits) + 0.0))


def signed(value: int) -> str:
    """A number in parentheses where it is negative, to stand after an operator: `(-2)`."""
    return f"({value})" if value < 0 else str(value)
