r"""The expected squared loss of linear regression when each feature of each example is kept with probability p.

$$\mathbb E_R\|y - (R\odot X)w\|^2 = \|y - pXw\|^2 + p(1-p)\,\|\tilde\Gamma w\|^2,\qquad
  \tilde\Gamma = \operatorname{diag}(\|X_{:,1}\|, \ldots, \|X_{:,d}\|)$$

>>> X, y, w = np.array([[1.0, 2.0]]), np.array([3.0]), np.array([1.0, -1.0])
>>> expected_loss(X, y, w, 0.25), expected_loss_by_masks(X, y, w, 0.25)
(11.5, 11.5)

Source: N. Srivastava et al., "Dropout", JMLR 15 (2014), section 9.1; p is the probability to keep a feature, and
nothing is rescaled during training. `expected_loss_by_masks` is exact and takes 2^(n d) steps: small cases only.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MOST_MASKS = 2**16


def expected_loss(X: Array, y: Array, w: Array, p: float) -> float:
    """The right-hand side: X (n, d), y (n,), w (d,), 0 <= p <= 1."""
    residual, penalty = y - p * X @ w, column_norm_matrix(X) @ w
    return float(residual @ residual + p * (1 - p) * penalty @ penalty)


def expected_loss_by_masks(X: Array, y: Array, w: Array, p: float) -> float:
    """The left-hand side: the loss of every binary mask R, weighted by the probability of R."""
    if 2**X.size > MOST_MASKS:
        raise ValueError(f"2^{X.size} masks are too many: at most {MOST_MASKS}")
    total = 0.0
    for bits in product((0, 1), repeat=X.size):
        mask = np.array(bits).reshape(X.shape)
        residual = y - (mask * X) @ w
        total += float(p ** mask.sum() * (1 - p) ** (X.size - mask.sum()) * (residual @ residual))
    return total


def column_norm_matrix(X: Array) -> Array:
    """The diagonal (d, d) matrix of the Euclidean norms of the columns of X (n, d)."""
    return np.diag(np.linalg.norm(X, axis=0))
