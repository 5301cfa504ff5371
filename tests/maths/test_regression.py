"""Penalised least squares: normal equations against `lstsq`, against the gradient, and solved both ways."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.maths.dropout import column_norm_matrix, expected_loss
from viva.maths.regression import ridge, tikhonov, to_ridge

SEEDS = st.integers(0, 10**6)


def problem(seed: int, n: int = 6, d: int = 3) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=(d, d)) + 3 * np.eye(d)


def augmented(X: np.ndarray, y: np.ndarray, gamma: np.ndarray) -> np.ndarray:
    """The same problem as one least squares problem: [X; Gamma] w = [y; 0]."""
    return np.linalg.lstsq(np.vstack([X, gamma]), np.concatenate([y, np.zeros(len(gamma))]))[0]


@settings(max_examples=40)
@given(SEEDS)
def test_tikhonov_against_lstsq(seed: int) -> None:
    X, y, gamma = problem(seed)
    np.testing.assert_allclose(tikhonov(X, y, gamma), augmented(X, y, gamma), rtol=1e-6, atol=1e-9)


@settings(max_examples=40)
@given(SEEDS, st.floats(0.1, 10))
def test_ridge_has_no_gradient_at_its_minimum(seed: int, strength: float) -> None:
    X, y, _ = problem(seed)
    w = ridge(X, y, strength)
    np.testing.assert_allclose(2 * X.T @ (X @ w - y) + 2 * strength * w, 0, atol=1e-9)


@settings(max_examples=40)
@given(SEEDS, st.floats(0.1, 10))
def test_tikhonov_solved_as_ridge(seed: int, strength: float) -> None:
    """The change of variables that 4c asks for: solve in the new variable and go back."""
    X, y, gamma = problem(seed)
    v = ridge(to_ridge(X, gamma, strength), y, strength)
    back = np.sqrt(strength) * np.linalg.inv(gamma) @ v
    np.testing.assert_allclose(back, augmented(X, y, gamma), rtol=1e-6, atol=1e-9)


@settings(max_examples=40)
@given(SEEDS, st.floats(0.1, 0.9))
def test_dropout_weights_times_p_solve_tikhonov(seed: int, p: float) -> None:
    """4b, with the dropout objective minimised as it stands, by a Newton step on central differences."""
    X, y, _ = problem(seed, d=2)
    start, step = np.zeros(2), 1e-3
    unit = np.eye(2) * step

    def loss(w: np.ndarray) -> float:
        return expected_loss(X, y, w, p)

    slope = np.array([(loss(start + u) - loss(start - u)) / (2 * step) for u in unit])
    curve = np.array(
        [[(loss(a + b) - loss(a - b) - loss(b - a) + loss(-a - b)) / (4 * step**2) for b in unit] for a in unit]
    )
    learned = start - np.linalg.solve(curve, slope)
    wanted = augmented(X, y, np.sqrt((1 - p) / p) * column_norm_matrix(X))
    np.testing.assert_allclose(p * learned, wanted, rtol=1e-4, atol=1e-6)


@settings(max_examples=40)
@given(SEEDS, st.floats(0.1, 10))
def test_all_columns_get_the_same_norm(seed: int, c: float) -> None:
    """4d: a penalty proportional to the column norms makes all columns of the ridge problem as long as 1/c."""
    X, _, _ = problem(seed)
    lengths = [sum(v * v for v in column) ** 0.5 for column in to_ridge(X, c * column_norm_matrix(X)).T]
    np.testing.assert_allclose(lengths, 1 / c)
