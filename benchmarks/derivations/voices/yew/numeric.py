"""Derivatives by the complex step, for the proofs of the slips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def slope(f: Callable[[Any], Any], x: Any) -> np.ndarray:
    """The derivative of every entry of f by every entry of x, of shape f's shape + x's shape. f is analytic."""
    x = np.asarray(x, dtype=complex)
    columns = []
    for at in np.ndindex(x.shape):
        moved = x.copy()
        moved[at] += 1e-30j
        columns.append(np.imag(f(moved)) / 1e-30)
    table: np.ndarray = np.moveaxis(np.array(columns), 0, -1)
    return table.reshape(table.shape[:-1] + x.shape)
