"""Normalisation by loops over what shares statistics; the backward pass by complex steps and, where there, autograd."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.maths.normalization import AXES, demean, demean_backward, normalize

SHAPE = (3, 4, 2, 2)


def examples() -> np.ndarray:
    return np.random.default_rng(5).normal(2.0, 3.0, SHAPE)


@pytest.mark.parametrize(
    ("kind", "owner"),
    [
        ("batch", lambda n, c: c),  # whose statistics an entry uses: those of its channel
        ("layer", lambda n, c: n),  # of its example
        ("instance", lambda n, c: (n, c)),
        ("group", lambda n, c: (n, c // 2)),
    ],
)
def test_normalize_by_collecting_entries(kind, owner) -> None:
    x, n, c = examples(), SHAPE[0], SHAPE[1]
    result = normalize(x, kind, groups=2)
    owners = {owner(i, j) for i, j in product(range(n), range(c))}
    for one in owners:
        places = [(i, j) for i, j in product(range(n), range(c)) if owner(i, j) == one]
        entries = [v for i, j in places for v in x[i, j].ravel()]
        mean = sum(entries) / len(entries)
        deviation = (sum((v - mean) ** 2 for v in entries) / len(entries)) ** 0.5
        for i, j in places:
            np.testing.assert_allclose(result[i, j], (x[i, j] - mean) / deviation)


def test_axes_are_those_over_which_statistics_are_constant() -> None:
    assert AXES["batch"] | {"C"} == {"N", "C", "H", "W"}
    assert AXES["layer"] | {"N"} == {"N", "C", "H", "W"}
    assert AXES["batch"] & AXES["layer"] == AXES["instance"]


@settings(max_examples=60)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.floats(-3, 3), st.integers(0, 10**6))
def test_backward_by_complex_steps(gradient: list[float], gamma: float, seed: int) -> None:
    """Im L(x + ih) / h, with L the inner product of the outputs with the given gradient."""
    x, g, step = np.random.default_rng(seed).normal(size=len(gradient)), np.array(gradient), 1e-30
    slopes = []
    for i in range(len(x)):
        z = x.astype(complex)
        z[i] += 1j * step
        slopes.append((g @ (gamma * (z - z.mean()) + 0.3)).imag / step)
    np.testing.assert_allclose(demean_backward(g, gamma), slopes, atol=1e-12)


def test_one_example_has_no_gradient() -> None:
    assert demean_backward([3.7], gamma=2.0).tolist() == [0.0]
    assert demean([3.7], 2.0, 0.5).tolist() == demean([-8.0], 2.0, 0.5).tolist() == [0.5]


def test_against_torch() -> None:
    torch = pytest.importorskip("torch")
    x = torch.tensor(examples())
    functional = torch.nn.functional  # it wants a positive eps; 1e-30 is lost beside these variances
    pairs = {
        "batch": functional.batch_norm(x, None, None, training=True, eps=1e-30),
        "layer": functional.layer_norm(x, x.shape[1:], eps=1e-30),
        "instance": functional.instance_norm(x, eps=1e-30),
        "group": functional.group_norm(x, 2, eps=1e-30),
    }
    for kind, theirs in pairs.items():
        np.testing.assert_allclose(normalize(examples(), kind, groups=2), theirs.numpy())
    batch = torch.tensor([0.3, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
    out = 1.5 * (batch - batch.mean()) + 0.2
    upstream = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64)
    out.backward(upstream)
    np.testing.assert_allclose(demean_backward(upstream.numpy(), 1.5), batch.grad.numpy())
