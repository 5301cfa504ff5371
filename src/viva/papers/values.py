"""Arrays as the plain nested tuples that keys return.

>>> plain_tuples([[1.0, 2.0], [3.0, 0.5]])
((1, 2), (3, 0.5))
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

CLOSE = 1e-9


def plain_tuples(array: ArrayLike) -> Any:
    """Nested tuples of `int` where an entry is whole (to 1e-9), else of `float`."""
    array = np.asarray(array)
    if array.ndim:
        return tuple(plain_tuples(row) for row in array)
    value = float(array)
    return round(value) if abs(value - round(value)) < CLOSE else value
