"""Numbers, arrays and shapes, from the solution sheets of an optimisation and of a vision and language course."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from families import Family, said


def box_overlap() -> Fraction:
    """Counts the unit cells in both boxes and in either box."""
    first = {(x, y) for x in range(0, 4) for y in range(0, 4)}
    second = {(x, y) for x in range(2, 6) for y in range(1, 5)}
    return Fraction(len(first & second), len(first | second))


def stacked_field() -> int:
    """Follows one output unit back through three layers and counts the input pixels it touches."""
    touched = {20}
    for kernel, stride in ((3, 1), (3, 2), (3, 2)):
        touched = {place * stride + offset for place in touched for offset in range(kernel)}
    return len(touched)


def perplexity() -> float:
    """Finds by bisection the size of the uniform vocabulary that gives four tokens the same probability."""
    low, high = 1.0, 1000.0
    for _ in range(100):
        middle = (low + high) / 2
        if (1 / middle) ** 4 > 0.5 * 0.1 * 0.2 * 0.05:
            low = middle
        else:
            high = middle
    return low


def shrunk() -> np.ndarray:
    """Minimises (x - v)²/2 + |x|/2 over the hundredths, one coordinate after the other."""
    grid = np.arange(-500, 501) / 100
    return np.array([grid[np.argmin((grid - v) ** 2 / 2 + 0.5 * np.abs(grid))] for v in (3, -0.4, -1.5, 0.8)])


def filtered() -> np.ndarray:
    """Slides the kernel over the image with four loops."""
    image, kernel = ((1, 2, 0), (0, 1, 3), (4, 1, 2)), ((1, 2), (0, -1))
    out = np.zeros((2, 2))
    for i in range(2):
        for j in range(2):
            for a in range(2):
                for b in range(2):
                    out[i, j] += image[i + a][j + b] * kernel[a][b]
    return out


def softmax_slopes() -> np.ndarray:
    """Differentiates the softmax by central differences where it is (1/2, 1/4, 1/4)."""

    def softmax(z: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(z) / np.exp(z).sum())

    at, step = np.log([0.5, 0.25, 0.25]), 1e-5
    columns = [(softmax(at + step * unit) - softmax(at - step * unit)) / (2 * step) for unit in np.eye(3)]
    return np.stack(columns, axis=1)


def image_tokens() -> tuple[int, ...]:
    """Walks over eight images in steps of sixteen pixels, puts one token in front, and asks for the lengths."""
    tokens = [["class"] + [(i, j) for i in range(0, 224, 16) for j in range(0, 224, 16)] for _image in range(8)]
    return len(tokens), len(tokens[0]), len(range(768))


def upsampled() -> tuple[str | int, ...]:
    """Scatters the kernel's four taps from fourteen places two apart, and cuts one pixel off both ends."""
    reached = {2 * place + tap for place in range(14) for tap in range(4)}
    side = len(sorted(reached)[1:-1])
    return "B", 32, side, side


def bilinear() -> tuple[str, ...]:
    """Nudges each entry of a 3 × 5 matrix W in qᵀWk and names the axes of the table of slopes by their lengths."""
    q, k, w = np.arange(1.0, 4), np.arange(1.0, 6), np.zeros((3, 5))
    slopes = np.zeros_like(w)
    for place in np.ndindex(3, 5):
        nudged = w.copy()
        nudged[place] = 1
        slopes[place] = q @ nudged @ k - q @ w @ k
    return tuple({3: "d_q", 5: "d_k"}[side] for side in slopes.shape)


FAMILIES = [
    Family(
        "shifted-boxes",
        "number",
        r"intersection $2 \cdot 3 = 6$, union $16 + 16 - 6 = 26$, so $\mathrm{IoU} = \frac{3}{13} \approx 0.231$",
        box_overlap,
        {
            "right": Fraction(3, 13),
            "right-rounded": said("0.2308"),
            "right-percent": said("23.1", Fraction(1, 100)),
            "no-union": Fraction(6, 32),
            "dice": Fraction(3, 8),
            "twice": Fraction(3, 10),
        },
    ),
    Family(
        "strided-view",
        "number",
        r"$1 + 2 \cdot 1 + 2 \cdot 2 + 2 \cdot 4 = 15$ pixels per side",
        stacked_field,
        {"right": 15, "no-stride": 7, "late": 21, "centre-lost": 14, "product": 27},
    ),
    Family(
        "four-words",
        "number",
        r"$(0.5 \cdot 0.1 \cdot 0.2 \cdot 0.05)^{-1/4} = 2000^{1/4} \approx 6.69$",
        perplexity,
        {
            "right": said("6.69"),
            "right-exact": 2000**0.25,
            "right-long": said("6.6874"),
            "sentence": 2000,
            "log": said("1.90"),
            "mean": said("4.71"),
            "inverse": said("0.1495"),
        },
    ),
    Family(
        "half-threshold",
        "array",
        r"$\operatorname{prox}_{\lambda\|\cdot\|_1}(v) = (2.5,\; 0,\; -1,\; 0.3)^\top$",
        shrunk,
        {
            "right": np.array([2.5, 0, -1, 0.3]),
            "hard": np.array([3, 0, -1.5, 0.8]),
            "sign": np.array([2.5, 0, 1, 0.3]),
            "unclipped": np.array([2.5, 0.1, -1, 0.3]),
            "ridge": np.array([2, -4 / 15, -1, 8 / 15]),
        },
    ),
    Family(
        "two-by-two-filter",
        "array",
        r"$\begin{pmatrix} 4 & -1 \\ 1 & 5 \end{pmatrix}$ (cross-correlation, the kernel is not flipped)",
        filtered,
        {
            "right": np.array([[4, -1], [1, 5]]),
            "flipped": np.array([[0, 3], [9, 3]]),
            "transposed": np.array([[4, 1], [-1, 5]]),
            "relu": np.array([[4, 0], [1, 5]]),
        },
    ),
    Family(
        "three-class-jacobian",
        "array",
        r"$J = \frac{1}{16}\begin{pmatrix} 4 & -2 & -2 \\ -2 & 3 & -1 \\ -2 & -1 & 3 \end{pmatrix}$",
        softmax_slopes,
        {
            "right": np.array([[4, -2, -2], [-2, 3, -1], [-2, -1, 3]]) / 16,
            "diagonal": np.diag([4, 3, 3]) / 16,
            "plus": np.array([[12, 2, 2], [2, 5, 1], [2, 1, 5]]) / 16,
            "outer": -np.array([[4, 2, 2], [2, 1, 1], [2, 1, 1]]) / 16,
            "positive": np.array([[4, 2, 2], [2, 3, 1], [2, 1, 3]]) / 16,
        },
        tolerance=1e-6,
    ),
    Family(
        "class-token-batch",
        "shape",
        "$(8, 197, 768)$",
        image_tokens,
        {
            "right": (8, 197, 768),
            "no-class": (8, 196, 768),
            "length-first": (197, 8, 768),
            "map": (8, 768, 14, 14),
            "one-image": (197, 768),
        },
    ),
    Family(
        "upsampled-map",
        "shape",
        r"$B \times 32 \times 28 \times 28$",
        upsampled,
        {
            "right": ("B", 32, 28, 28),
            "uncut": ("B", 32, 30, 30),
            "down": ("B", 32, 7, 7),
            "channels": ("B", 64, 28, 28),
            "odd": ("B", 32, 27, 27),
        },
    ),
    Family(
        "bilinear-slope",
        "shape",
        r"$d_q \times d_k$, the shape of $W$ itself",
        bilinear,
        {
            "right": ("d_q", "d_k"),
            "transposed": ("d_k", "d_q"),
            "scalar": (1, 1),
            "vector": ("d_q",),
            "hessian": ("d_q d_k", "d_q d_k"),
        },
    ),
]
