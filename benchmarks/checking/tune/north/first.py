"""Numbers, arrays and shapes, as the solution sheets of a generative-models and a systems course give them."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from families import Family, said


def second_step_ratio() -> Fraction:
    """Follows the squared signal weight and the noise variance through two noising steps."""
    signal, noise = Fraction(1), Fraction(0)
    for beta in (Fraction(1, 10), Fraction(2, 10)):
        signal, noise = signal * (1 - beta), noise * (1 - beta) + beta
    return signal / noise


def idle_share() -> Fraction:
    """Plays the forward schedule of four stages and eight micro-batches slot by slot and counts idle places."""
    done = [[-1] * 4 for _ in range(8)]
    for m in range(8):
        for s in range(4):
            done[m][s] = 1 + max(done[m][s - 1] if s else -1, done[m - 1][s] if m else -1)
    slots = 1 + max(max(row) for row in done)
    return Fraction(slots * 4 - 8 * 4, slots * 4)


def training_state() -> int:
    """Adds the item sizes of all five tensors that mixed-precision Adam keeps for one parameter."""
    kept = (np.float16, np.float16, np.float32, np.float32, np.float32)
    return sum(np.zeros(1, kind).nbytes for kind in kept) * 1_300_000_000


def softmax_slopes() -> np.ndarray:
    """Central differences of the softmax at the logarithms of (1/2, 1/4, 1/4)."""
    z, h = np.log([0.5, 0.25, 0.25]), 1e-5
    out = np.zeros((3, 3))
    for j in range(3):
        up, down = np.exp(z + h * np.eye(3)[j]), np.exp(z - h * np.eye(3)[j])
        out[:, j] = (up / up.sum() - down / down.sum()) / (2 * h)
    return out


def advantages() -> np.ndarray:
    """For each time, adds all later errors 1, −1, 2, each halved once per step of its distance."""
    errors = [1.0, -1.0, 2.0]
    return np.array([sum(errors[k] * 0.5 ** (k - t) for k in range(t, 3)) for t in range(3)])


def causal_weights() -> np.ndarray:
    """Takes softmax of equal scores over the positions that are not later than the query's."""
    out = np.zeros((3, 3))
    for i in range(3):
        scores = np.array([0.0 if j <= i else -math.inf for j in range(3)])
        out[i] = np.exp(scores) / np.exp(scores).sum()
    return out


def upsampled() -> tuple[int, ...]:
    """Scatters a kernel of 4 from each of 14 places, 2 apart, and cuts one place off at each end."""
    line = {2 * i + k for i in range(14) for k in range(4)}
    size = len([p for p in line if min(line) + 1 <= p <= max(line) - 1])
    return np.zeros((8, 1, size, size)).repeat(32, axis=1).shape


def factor_sizes() -> tuple[tuple[str, str], ...]:
    """Averages outer products of inputs and of output gradients, with sizes of their own, and names the sizes."""
    named = {5: "d_in", 3: "d_out"}
    a = sum(np.outer(x, x) for x in np.zeros((7, 5)))
    g = sum(np.outer(x, x) for x in np.zeros((7, 3)))
    return tuple((named[m.shape[0]], named[m.shape[1]]) for m in (np.asarray(a), np.asarray(g)))


def patch_tokens() -> tuple[str | int, ...]:
    """Cuts a 224-pixel image into tiles of 32, puts one more token in front, and embeds each in 768 numbers."""
    tiles = [(r, c) for r in range(0, 224, 32) for c in range(0, 224, 32)]
    tokens = np.array([np.zeros(768)] + [np.zeros(768) for _tile in tiles])
    return ("B", *tokens.shape)


SIXTEENTH = np.array([[4, -2, -2], [-2, 3, -1], [-2, -1, 3]]) / 16

FAMILIES = [
    Family(
        "second-step-snr",
        "number",
        r"$\mathrm{SNR}(2) = \frac{\bar\alpha_2}{1-\bar\alpha_2} = \frac{0.72}{0.28} \approx 2.57$",
        second_step_ratio,
        {
            "right": Fraction(18, 7),
            "right-rounded": said("2.57"),
            "amplitudes": said("1.60"),
            "flipped": said("0.389"),
            "sum-of-betas": Fraction(7, 3),
            "only-signal": Fraction(72, 100),
        },
    ),
    Family(
        "pipeline-bubble-share",
        "number",
        r"Bubble: $\frac{p-1}{m+p-1} = \frac{3}{11} \approx 27\,\%$",
        idle_share,
        {
            "right": Fraction(3, 11),
            "right-percent": said("27.3", Fraction(1, 100)),
            "over-ideal": Fraction(3, 8),
            "busy": Fraction(8, 11),
            "one-more": Fraction(1, 3),
        },
    ),
    Family(
        "mixed-adam-memory",
        "number",
        r"16 bytes/param $\Rightarrow$ 20.8 GB",
        training_state,
        {
            "right": 20_800_000_000,
            "right-binary": said("19.4", 2**30),
            "no-master": 15_600_000_000,
            "moments-only": 10_400_000_000,
            "weights-only": 2_600_000_000,
        },
    ),
    Family(
        "softmax-jacobian-at-p",
        "array",
        r"$J = \mathrm{diag}(p) - pp^\top = \begin{pmatrix} 1/4 & -1/8 & -1/8 \\ -1/8 & 3/16 & -1/16 \\"
        r" -1/8 & -1/16 & 3/16 \end{pmatrix}$",
        softmax_slopes,
        {
            "right": SIXTEENTH,
            "plus": np.diag([0.5, 0.25, 0.25]) + np.outer([0.5, 0.25, 0.25], [0.5, 0.25, 0.25]),
            "signs": np.abs(SIXTEENTH),
            "diagonal": np.diag([1 / 4, 3 / 16, 3 / 16]),
            "slip": np.array([[4, -2, -2], [-2, 3, -2], [-2, -2, 3]]) / 16,
        },
    ),
    Family(
        "three-step-gae",
        "array",
        r"$\hat A = (1, 0, 2)$",
        advantages,
        {
            "right": np.array([1.0, 0, 2]),
            "undecayed": np.array([2.0, 1, 2]),
            "backwards": np.array([2.0, 0, 1]),
            "forwards": np.array([1.0, -0.5, 1.75]),
            "one-step": np.array([1.0, -1, 2]),
        },
    ),
    Family(
        "equal-scores-causal",
        "array",
        r"$\begin{bmatrix}1&0&0\\ \tfrac12&\tfrac12&0\\ \tfrac13&\tfrac13&\tfrac13\end{bmatrix}$",
        causal_weights,
        {
            "right": np.array([[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]]),
            "unmasked": np.full((3, 3), 1 / 3),
            "masked-late": np.tril(np.full((3, 3), 1 / 3)),
            "transposed": np.array([[1, 1 / 2, 1 / 3], [0, 1 / 2, 1 / 3], [0, 0, 1 / 3]]),
        },
    ),
    Family(
        "generator-upsampling",
        "shape",
        "(8, 32, 28, 28)",
        upsampled,
        {
            "right": (8, 32, 28, 28),
            "padding-lost": (8, 32, 30, 30),
            "downsampled": (8, 32, 7, 7),
            "channels-kept": (8, 64, 28, 28),
            "channels-last": (8, 28, 28, 32),
        },
    ),
    Family(
        "kfac-factors",
        "shape",
        r"$A \in \mathbb{R}^{d_{in} \times d_{in}}$, $G \in \mathbb{R}^{d_{out} \times d_{out}}$",
        factor_sizes,
        {
            "right": (("d_in", "d_in"), ("d_out", "d_out")),
            "swapped": (("d_out", "d_out"), ("d_in", "d_in")),
            "weight-like": (("d_out", "d_in"), ("d_out", "d_in")),
            "gram": (("n", "n"), ("n", "n")),
            "mixed": (("d_in", "d_out"), ("d_out", "d_in")),
        },
    ),
    Family(
        "tiles-with-class-token",
        "shape",
        r"$B \times 50 \times 768$",
        patch_tokens,
        {
            "right": ("B", 50, 768),
            "no-class": ("B", 49, 768),
            "features-first": ("B", 768, 50),
            "raw": ("B", 50, 3072),
        },
    ),
]
