"""Convolution as deep-learning libraries define it (the kernel is not flipped), its transpose, and their sizes.

>>> convolve1d([1, 4, 0, -2, 3], [2, -1, 3])
array([-2,  2, 11])
>>> transpose_convolve2d([[-1, 2], [3, 1]], [[1, -1], [0, 1]])
array([[-1,  3, -2],
       [ 3, -3,  1],
       [ 0,  3,  1]])

Sources: V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285
(relationships 6 and 14 give the sizes). Loops over the kernel or the input, for clarity: not meant for large arrays.
One channel, no dilation, no output padding.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def convolve1d(signal: ArrayLike, kernel: ArrayLike, stride: int = 1) -> NDArray[np.generic]:
    """Valid convolution without flipping: `out[i] = sum_k signal[i*stride + k] * kernel[k]`.

    `signal` has shape (n,), `kernel` (k,) with k <= n; the result has shape ((n - k) // stride + 1,).
    """
    signal, kernel = np.asarray(signal), np.asarray(kernel)
    windows = np.lib.stride_tricks.sliding_window_view(signal, kernel.shape[0])
    return np.asarray(windows[::stride] @ kernel)


def convolve2d(image: ArrayLike, kernel: ArrayLike, stride: int = 1) -> NDArray[np.generic]:
    """Valid convolution without flipping of an (h, w) image with a (kh, kw) kernel, kh <= h and kw <= w."""
    image, kernel = np.asarray(image), np.asarray(kernel)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.asarray(np.einsum("ijkl,kl->ij", windows, kernel))


def transpose_convolve2d(image: ArrayLike, kernel: ArrayLike, stride: int = 1, padding: int = 0) -> NDArray[np.generic]:
    """Transposed convolution: every entry of the image places a scaled copy of the kernel, and overlaps add up.

    `image` (h, w), `kernel` (kh, kw), `stride` >= 1. `padding` >= 0 rows and columns are cut off at every side.
    The result has the sizes of `transpose_sizes`; they must be positive.

    >>> transpose_convolve2d([[1, 2]], [[1, 1]], stride=2)
    array([[1, 1, 2, 2]])
    """
    image, kernel = np.asarray(image), np.asarray(kernel)
    height, width = transpose_sizes(image.shape, kernel.shape, stride, 0)
    full = np.zeros((height, width), dtype=np.result_type(image, kernel))
    for (row, column), value in np.ndenumerate(image):
        top, left = row * stride, column * stride
        full[top : top + kernel.shape[0], left : left + kernel.shape[1]] += value * kernel
    return full[padding : height - padding, padding : width - padding]


def transpose_sizes(
    image: tuple[int, ...], kernel: tuple[int, ...], stride: int = 1, padding: int = 0
) -> tuple[int, ...]:
    """The sizes of a transposed convolution, axis by axis: (input - 1) * stride + kernel - 2 * padding.

    >>> transpose_sizes((3, 5), (3, 3), stride=2)
    (7, 11)
    """
    return tuple((n - 1) * stride + k - 2 * padding for n, k in zip(image, kernel, strict=True))


def valid_sizes(image: tuple[int, ...], kernel: tuple[int, ...], stride: int = 1, padding: int = 0) -> tuple[int, ...]:
    """The sizes of an ordinary convolution: floor((input + 2 * padding - kernel) / stride) + 1.

    >>> valid_sizes((7, 11), (3, 3), stride=2)
    (3, 5)
    """
    return tuple((n + 2 * padding - k) // stride + 1 for n, k in zip(image, kernel, strict=True))


def windows_matrix(signal: ArrayLike, length: int) -> NDArray[np.generic]:
    """The matrix whose rows are the windows of the signal: `windows_matrix(s, k) @ kernel` is `convolve1d(s, kernel)`.

    >>> windows_matrix([1, 4, 0, -2, 3], 3)
    array([[ 1,  4,  0],
           [ 4,  0, -2],
           [ 0, -2,  3]])
    """
    return np.array(np.lib.stride_tricks.sliding_window_view(np.asarray(signal), length))


def filter_behind(signal: ArrayLike, output: ArrayLike) -> NDArray[np.float64]:
    """The filter that turns the signal into the output of a valid, stride-1 convolution without flipping.

    `signal` (2k - 1,), `output` (k,): as many equations as taps. Raises `numpy.linalg.LinAlgError` where the
    filter is not determined.

    >>> filter_behind([1, 4, 0, -2, 3], [-2, 2, 11]).round(9) + 0.0
    array([ 2., -1.,  3.])
    """
    output = np.asarray(output, dtype=float)
    return np.linalg.solve(windows_matrix(signal, len(output)).astype(float), output)
