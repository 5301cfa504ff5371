"""Numbers, arrays and shapes of a deep-learning course's written homework."""

from __future__ import annotations

import math

import numpy as np
from families import Family, said


def conv_block_weights() -> int:
    """Allocates every trained array of conv 5×5 (3→32), batch norm, conv 3×3 (32→64), batch norm."""
    arrays = [(32, 3, 5, 5), (32,), (32,), (32,), (64, 32, 3, 3), (64,), (64,), (64,)]
    return sum(np.zeros(shape).size for shape in arrays)


def adam_bytes() -> int:
    """Bytes of one parameter's half-precision weight and gradient and three float32 states, 1.3 billion times."""
    halves, singles = np.zeros(2, np.float16), np.zeros(3, np.float32)
    return (halves.nbytes + singles.nbytes) * 1_300_000_000


def first_weight_slope() -> float:
    """Central difference of the loss −log σ(w₂·relu(w₁x + b)) in w₁ at w₁ = ½, b = −½, w₂ = 2, x = 2."""

    def loss(w: float) -> float:
        return math.log(1 + math.exp(-2 * max(0.0, 2 * w - 0.5)))

    return (loss(0.5 + 1e-5) - loss(0.5 - 1e-5)) / 2e-5


def normalised() -> np.ndarray:
    """Shifts and scales (1, 3, 5, 7) until mean and mean square are 0 and 1: mean by sum, scale by bisection."""
    values = [1.0, 3.0, 5.0, 7.0]
    mean = sum(values) / 4
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        if sum(((v - mean) * middle) ** 2 for v in values) / 4 < 1:
            low = middle
        else:
            high = middle
    return np.array([(v - mean) * low for v in values])


def slid_kernel() -> list[list[int]]:
    """Four loops: lays the kernel on every place of the image and adds the products."""
    image, kernel = [[1, 2, 0], [0, 1, 3], [2, 1, 1]], [[1, 0], [2, -1]]
    out = [[0, 0], [0, 0]]
    for i in range(2):
        for j in range(2):
            for a in range(2):
                for b in range(2):
                    out[i][j] += image[i + a][j + b] * kernel[a][b]
    return out


def line_through_three() -> np.ndarray:
    """Gradient descent on the squared error of intercept and slope over (0, 1), (1, 2), (2, 2)."""
    a = b = 0.0
    for _ in range(600):
        errors = [(a + b * x - y, x) for x, y in ((0, 1), (1, 2), (2, 2))]
        a, b = a - 0.2 * sum(e for e, _ in errors), b - 0.2 * sum(e * x for e, x in errors)
    return np.array([a, b])


def strided_signal() -> tuple[int, ...]:
    """Walks an 8-wide window in steps of 4 over 1000 samples with two zeros at either end, for 16 signals."""
    starts = [s for s in range(0, 2 + 1000 + 2, 4) if s + 8 <= 1004]
    return (16, 128, len(starts))


SIZES = {3: "B", 5: "D", 7: "N", 11: "L"}


def carried_state() -> tuple[str, ...]:
    """Runs a diagonal state-space layer over a random sequence and names the axes of what is carried along."""
    u, a = np.ones((3, 11, 5)), np.full((5, 7), 0.5)
    h = np.zeros((3, 1, 1))
    for t in range(11):
        h = a[None] * h + u[:, t, :, None] * np.ones(7)
    return tuple(SIZES[n] for n in h.shape)


def cross_scores() -> tuple[int, ...]:
    """Splits queries and keys of width 24 into 12 heads and multiplies them."""
    q = np.zeros((8, 20, 12, 2)).transpose(0, 2, 1, 3)
    k = np.zeros((8, 50, 12, 2)).transpose(0, 2, 3, 1)
    return tuple((q @ k).shape)


ROOT5 = math.sqrt(5)
RAMP = np.array([-3.0, -1.0, 1.0, 3.0])
S1 = 1 / (1 + math.exp(-1))

FAMILIES = [
    Family(
        "two-conv-block-params",
        "number",
        r"Conv1: $2400+32$, BN1: $64$, Conv2: $18432+64$, BN2: $128$. Total: $21{,}120$.",
        conv_block_weights,
        {
            "right": 21_120,
            "right-rounded": said("21.1", 1000),
            "no-conv-bias": 21_024,
            "no-bn": 20_928,
            "buffers": 21_312,
        },
    ),
    Family(
        "half-precision-adam-bytes",
        "number",
        r"$(2+2+4+4+4)\,\text{B} \cdot 1.3\cdot 10^9 = 20.8\ \text{GB}$",
        adam_bytes,
        {
            "right": 20_800_000_000,
            "right-gib": said("19.4", 2**30),
            "no-master": 15_600_000_000,
            "moments": 10_400_000_000,
            "weights": 2_600_000_000,
            "megabytes": 20_800_000,
        },
    ),
    Family(
        "first-weight-slope",
        "number",
        r"$\frac{\partial L}{\partial w_1} = (\sigma(1)-1)\cdot w_2 \cdot x = 4(\sigma(1)-1) \approx -1.076$",
        first_weight_slope,
        {
            "right": said("-1.076"),
            "right-short": said("-1.08"),
            "right-closed": -4 / (1 + math.e),
            "sign": said("1.076"),
            "no-input": said("-0.538"),
            "other-weight": said("-0.134"),
            "squared": 4 * (S1 - 1) * S1 * (1 - S1),
        },
    ),
    Family(
        "layernorm-ramp",
        "array",
        r"$\mu=4$, $\sigma^2=5$, so $\mathrm{LN}(x)=\frac{1}{\sqrt5}(-3,-1,1,3)$",
        normalised,
        {
            "right": RAMP / ROOT5,
            "right-rounded": [-1.342, -0.447, 0.447, 1.342],
            "unbiased": [-1.162, -0.387, 0.387, 1.162],
            "variance": RAMP / 5,
            "rms": np.array([1, 3, 5, 7]) / math.sqrt(21),
        },
        tolerance=1e-3,
    ),
    Family(
        "cross-correlate-2x2",
        "array",
        r"$X \star K = \begin{pmatrix} 0 & 1 \\ 3 & 2 \end{pmatrix}$",
        slid_kernel,
        {
            "right": [[0, 1], [3, 2]],
            "flipped": [[4, 1], [3, 6]],
            "transposed": [[0, 3], [1, 2]],
            "sign": [[2, 7], [5, 4]],
        },
    ),
    Family(
        "lstsq-three-points",
        "array",
        r"$\hat w = (X^\top X)^{-1}X^\top y = "
        r"\frac16\begin{pmatrix}5 & -3\\-3 & 3\end{pmatrix}\begin{pmatrix}5\\6\end{pmatrix}"
        r" = \begin{pmatrix}7/6\\1/2\end{pmatrix}$",
        line_through_three,
        {
            "right": [7 / 6, 1 / 2],
            "right-rounded": [1.167, 0.5],
            "ridge": [4 / 5, 3 / 5],
            "swapped": [1 / 2, 7 / 6],
            "undivided": [7, 3],
        },
        tolerance=1e-3,
    ),
    Family(
        "strided-eeg-conv",
        "shape",
        r"$L_{out} = \lfloor (1000 + 2\cdot 2 - 8)/4 \rfloor + 1 = 250$, i.e. `(16, 128, 250)` as (N, C, L)",
        strided_signal,
        {
            "right": (16, 128, 250),
            "no-plus-one": (16, 128, 249),
            "no-batch": (128, 250),
            "input-channels": (16, 64, 250),
            "no-stride": (16, 128, 997),
        },
    ),
    Family(
        "ssm-carried-state",
        "shape",
        r"$h_t \in \mathbb{R}^{B\times D\times N}$ (independent of $L$)",
        carried_state,
        {
            "right": ("B", "D", "N"),
            "whole": ("B", "L", "D", "N"),
            "no-state": ("B", "D"),
            "output": ("B", "L", "D"),
        },
    ),
    Family(
        "cross-attention-scores",
        "shape",
        "torch.Size([8, 12, 20, 50])  # batch, heads, queries, keys",
        cross_scores,
        {
            "right": (8, 12, 20, 50),
            "keys-first": (8, 12, 50, 20),
            "no-heads": (8, 20, 50),
            "self": (8, 12, 20, 20),
            "values": (8, 12, 20, 64),
        },
    ),
]
