r"""Normalisation layers over (N, C, H, W): which axes share statistics; batch norm without the division.

>>> sorted(AXES["batch"]), sorted(AXES["layer"])
(['H', 'N', 'W'], ['C', 'H', 'W'])

Simplified batch norm only removes the mean: $y_i = \gamma (x_i - \mu) + \beta$, $\mu = \frac1n \sum_j x_j$. Since
$\partial y_j/\partial x_i = \gamma(\delta_{ij} - 1/n)$, its backward pass is

$$\frac{\partial L}{\partial x_i}
  = \gamma\Bigl(\frac{\partial L}{\partial y_i} - \frac1n\sum_j\frac{\partial L}{\partial y_j}\Bigr).$$

>>> demean_backward(np.array([3.0, 1.0, 2.0]), gamma=2.0)
array([ 2., -2.,  0.])

Sources: S. Ioffe and C. Szegedy, arXiv:1502.03167 (batch); J. Ba et al., arXiv:1607.06450 (layer); D. Ulyanov et
al., arXiv:1607.08022 (instance); Y. Wu and K. He, arXiv:1803.08494 (group, and the figure of the four).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

# The axes over which the entries of one normalisation step range. Group normalisation takes a share of the
# channels: "C/G".
AXES: Mapping[str, frozenset[str]] = {
    "batch": frozenset({"N", "H", "W"}),
    "layer": frozenset({"C", "H", "W"}),
    "instance": frozenset({"H", "W"}),
    "group": frozenset({"C/G", "H", "W"}),
}


def normalize(x: ArrayLike, kind: str, groups: int = 1, epsilon: float = 0.0) -> NDArray[np.float64]:
    """Mean 0 and variance 1 over the axes that `AXES[kind]` names; `x` has shape (n, c, h, w).

    `groups` matters for "group" only and divides c. No learned scale or shift.
    """
    x = np.asarray(x, dtype=float)
    n, c, h, w = x.shape
    if kind == "group":
        grouped = x.reshape(n * groups, c // groups, h, w)
        return normalize(grouped, "layer", epsilon=epsilon).reshape(x.shape)
    axes = tuple(i for i, axis in enumerate("NCHW") if axis in AXES[kind])
    centred = x - x.mean(axis=axes, keepdims=True)
    return np.asarray(centred / np.sqrt(x.var(axis=axes, keepdims=True) + epsilon))


def demean(x: ArrayLike, gamma: float, beta: float) -> NDArray[np.float64]:
    """Simplified batch norm of a batch of scalars, shape (n,): gamma * (x - mean) + beta."""
    x = np.asarray(x, dtype=float)
    return np.asarray(gamma * (x - x.mean()) + beta)


def demean_backward(gradient: ArrayLike, gamma: float) -> NDArray[np.float64]:
    """The gradient in x, from the gradient in y: both of shape (n,)."""
    gradient = np.asarray(gradient, dtype=float)
    return np.asarray(gamma * (gradient - gradient.mean()))
