"""Convolutions against their definitions in plain loops, against scipy and torch, and against each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from viva.maths.convolution import (
    convolve1d,
    convolve2d,
    filter_behind,
    transpose_convolve2d,
    transpose_sizes,
    valid_sizes,
    windows_matrix,
)

SIZES = st.integers(1, 5)
SEEDS = st.integers(0, 10**6)


def integers(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(-5, 6, shape)


def looped(image: np.ndarray, kernel: np.ndarray, stride: int) -> list[list[int]]:
    """The definition, entry by entry."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    return [
        [
            sum(int(image[i * stride + a, j * stride + b]) * int(kernel[a, b]) for a in range(kh) for b in range(kw))
            for j in range((w - kw) // stride + 1)
        ]
        for i in range((h - kh) // stride + 1)
    ]


def scattered(image: np.ndarray, kernel: np.ndarray, stride: int, padding: int) -> dict[tuple[int, int], int]:
    """The definition of the transpose as a sum of products over index pairs, without any array slice."""
    out: dict[tuple[int, int], int] = {}
    for (i, j), value in np.ndenumerate(image):
        for (a, b), weight in np.ndenumerate(kernel):
            place = (i * stride + a - padding, j * stride + b - padding)
            out[place] = out.get(place, 0) + int(value) * int(weight)
    return out


@settings(max_examples=60)
@given(SEEDS, SIZES, SIZES, SIZES, SIZES, st.integers(1, 3))
def test_convolve2d_is_its_definition(seed: int, h: int, w: int, kh: int, kw: int, stride: int) -> None:
    assume(kh <= h and kw <= w)
    image, kernel = integers(seed, h, w), integers(seed + 1, kh, kw)
    result = convolve2d(image, kernel, stride)
    assert result.tolist() == looped(image, kernel, stride)
    assert result.shape == valid_sizes((h, w), (kh, kw), stride)


@settings(max_examples=60)
@given(SEEDS, st.integers(1, 8), st.integers(1, 4), st.integers(1, 3))
def test_convolve1d_is_convolve2d_of_one_row(seed: int, n: int, k: int, stride: int) -> None:
    assume(k <= n)
    signal, kernel = integers(seed, n), integers(seed + 1, k)
    assert convolve1d(signal, kernel, stride).tolist() == looped(signal[None], kernel[None], stride)[0]
    assert (windows_matrix(signal, k) @ kernel).tolist() == convolve1d(signal, kernel).tolist()


@settings(max_examples=80)
@given(SEEDS, SIZES, SIZES, SIZES, SIZES, st.integers(1, 3), st.integers(0, 2))
def test_transpose_is_its_definition(seed: int, h: int, w: int, kh: int, kw: int, stride: int, padding: int) -> None:
    sizes = transpose_sizes((h, w), (kh, kw), stride, padding)
    assume(min(sizes) > 0)
    image, kernel = integers(seed, h, w), integers(seed + 1, kh, kw)
    result = transpose_convolve2d(image, kernel, stride, padding)
    assert result.shape == sizes
    expected = scattered(image, kernel, stride, padding)
    assert all(result[place] == expected.get(place, 0) for place in np.ndindex(*sizes))


@settings(max_examples=60)
@given(SEEDS, SIZES, SIZES, SIZES, SIZES, st.integers(1, 3))
def test_transpose_is_the_adjoint(seed: int, h: int, w: int, kh: int, kw: int, stride: int) -> None:
    """<conv(u), v> = <u, transpose(v)> for every u and v."""
    sizes = transpose_sizes((h, w), (kh, kw), stride)
    u, v, kernel = integers(seed, *sizes), integers(seed + 1, h, w), integers(seed + 2, kh, kw)
    assert (convolve2d(u, kernel, stride) * v).sum() == (u * transpose_convolve2d(v, kernel, stride)).sum()


def test_transpose_does_not_flip_the_kernel() -> None:
    kernel = np.array([[1, 2], [3, 4]])
    assert transpose_convolve2d([[1]], kernel).tolist() == kernel.tolist()


@pytest.mark.parametrize(
    ("image", "kernel", "stride", "padding", "sizes"),
    [((2, 2), (2, 2), 1, 0, (3, 3)), ((3, 5), (3, 3), 2, 0, (7, 11)), ((4, 4), (4, 4), 2, 1, (8, 8))],
)
def test_sizes_by_hand(image, kernel, stride, padding, sizes) -> None:
    assert transpose_sizes(image, kernel, stride, padding) == sizes
    assert valid_sizes(sizes, kernel, stride, padding) == image


@settings(max_examples=60)
@given(SEEDS, st.integers(1, 4))
def test_filter_behind_inverts_the_convolution(seed: int, k: int) -> None:
    signal, taps = integers(seed, 2 * k - 1), integers(seed + 1, k)
    assume(abs(np.linalg.det(windows_matrix(signal, k).astype(float))) > 0.5)
    np.testing.assert_allclose(filter_behind(signal, convolve1d(signal, taps)), taps, atol=1e-9)


def test_an_undetermined_filter_is_refused() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        filter_behind([1, 1, 1], [2, 2])


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 0), (2, 1), (3, 1)])
def test_against_torch(stride: int, padding: int) -> None:
    torch = pytest.importorskip("torch")
    image, kernel = integers(1, 3, 4), integers(2, 3, 2)
    as_tensor = [torch.tensor(array, dtype=torch.float64)[None, None] for array in (image, kernel)]
    theirs = torch.nn.functional.conv_transpose2d(*as_tensor, stride=stride, padding=padding)[0, 0]
    assert transpose_convolve2d(image, kernel, stride, padding).tolist() == theirs.tolist()
    forward = torch.nn.functional.conv2d(*as_tensor, stride=stride)[0, 0]
    assert convolve2d(image, kernel, stride).tolist() == forward.tolist()


@pytest.mark.parametrize("padding", [0, 1])
def test_against_scipy(padding: int) -> None:
    """Stride 1: the transpose is the full convolution of signal processing, which flips what we do not."""
    signal = pytest.importorskip("scipy.signal")
    image, kernel = integers(1, 4, 5), integers(2, 3, 2)
    full = signal.convolve2d(image, kernel, mode="full")
    cut = full[padding : full.shape[0] - padding, padding : full.shape[1] - padding]
    assert transpose_convolve2d(image, kernel, padding=padding).tolist() == cut.tolist()
    assert convolve2d(image, kernel).tolist() == signal.correlate2d(image, kernel, mode="valid").tolist()
