"""The closed form of the expected dropout loss against all masks, against its moments, and against sampling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.maths.dropout import column_norm_matrix, expected_loss, expected_loss_by_masks


def problem(seed: int, n: int, d: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d)


@settings(max_examples=50)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 3), st.floats(0, 1))
def test_closed_form_is_the_mean_over_all_masks(seed: int, n: int, d: int, p: float) -> None:
    X, y, w = problem(seed, n, d)
    np.testing.assert_allclose(expected_loss(X, y, w, p), expected_loss_by_masks(X, y, w, p), rtol=1e-9)


def test_certain_masks() -> None:
    """Everything kept is least squares; everything dropped leaves the targets."""
    X, y, w = problem(1, 4, 3)
    assert expected_loss(X, y, w, 1.0) == pytest.approx(float(np.sum((y - X @ w) ** 2)))
    assert expected_loss(X, y, w, 0.0) == pytest.approx(float(np.sum(y**2)))


def test_against_sampling() -> None:
    X, y, w = problem(2, 5, 4)
    rng, p = np.random.default_rng(0), 0.7
    masks = rng.random((200_000, 5, 4)) < p
    losses = ((y - (masks * X) @ w) ** 2).sum(axis=1)
    error = losses.std() / len(losses) ** 0.5
    assert abs(losses.mean() - expected_loss(X, y, w, p)) < 5 * error


def test_column_norms_by_hand() -> None:
    assert column_norm_matrix(np.array([[3.0, 0.0], [4.0, -2.0]])).tolist() == [[5.0, 0.0], [0.0, 2.0]]


def test_too_many_masks_are_refused() -> None:
    X, y, w = problem(3, 5, 4)
    with pytest.raises(ValueError, match="too many"):
        expected_loss_by_masks(X, y, w, 0.5)
