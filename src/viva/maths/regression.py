r"""Least squares with a quadratic penalty: Tikhonov $\|y - Xw\|^2 + \|\Gamma w\|^2$ and ridge
$\|y - Xw\|^2 + \lambda\|w\|^2$.

With an invertible $\Gamma$ they are the same problem: put $w = \Gamma^{-1}v$ and $\tilde X = X\Gamma^{-1}$.

>>> X, y = np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 1.0]]), np.array([1.0, 2.0, 3.0])
>>> G = np.array([[2.0, 1.0], [0.0, 1.0]])
>>> np.allclose(tikhonov(X, y, G), np.linalg.solve(G, ridge(to_ridge(X, G), y, 1.0)))
True

Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2nd ed., section 3.4.1 (ridge);
A. Tikhonov and V. Arsenin, "Solutions of Ill-Posed Problems", 1977. Normal equations: not for ill-conditioned data.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def tikhonov(X: Array, y: Array, gamma: Array) -> Array:
    """The minimiser (d,) for X (n, d), y (n,), gamma (k, d), from the normal equations."""
    return np.asarray(np.linalg.solve(X.T @ X + gamma.T @ gamma, X.T @ y))


def ridge(X: Array, y: Array, strength: float) -> Array:
    """The minimiser (d,) for a penalty `strength` * |w|^2, strength > 0."""
    return tikhonov(X, y, np.sqrt(strength) * np.eye(X.shape[1]))


def to_ridge(X: Array, gamma: Array, strength: float = 1.0) -> Array:
    r"""The data matrix $\sqrt\lambda X\Gamma^{-1}$ (n, d) which turns the Tikhonov problem into ridge regression.

    Its minimiser v gives back $w = \sqrt\lambda\,\Gamma^{-1} v$. Gamma (d, d) must be invertible.
    """
    return np.asarray(np.sqrt(strength) * np.linalg.solve(gamma.T, X.T).T)
