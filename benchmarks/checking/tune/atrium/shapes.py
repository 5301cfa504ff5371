"""Shapes of tensors from the written homework of a graduate course."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Env, Family


def scores() -> tuple[int, ...]:
    """Cuts queries and keys of 4 × 100 × 256 into 8 heads of 32 and multiplies them."""
    q = np.zeros((4, 100, 8, 32)).transpose(0, 2, 1, 3)
    return (q @ q.transpose(0, 1, 3, 2)).shape


def stem() -> tuple[int, ...]:
    """Counts the places where the windows of both layers fit into the padded rows."""

    def places(n: int, window: int, stride: int, pad: int) -> int:
        return sum(1 for start in range(0, n + 2 * pad, stride) if start + window <= n + 2 * pad)

    side = places(places(224, 7, 2, 3), 3, 2, 1)
    return (16, 64, side, side)


def tokens(e: Env) -> tuple[int, ...]:
    """Cuts zeros of B × 3 × 224 × 224 into patches of 384 kept numbers each, and puts a class row first."""
    images = np.zeros((e["B"], 3, 224, 224), np.int8)
    rows: list[np.ndarray] = []
    for i in range(0, 224, 16):
        for j in range(0, 224, 16):
            patch = images[:, :, i : i + 16, j : j + 16].reshape(e["B"], -1)
            rows.append(patch[:, :384])  # as wide as what the projection gives
    return np.stack([rows[0], *rows], axis=1).shape


def weight_slope(e: Env) -> tuple[int, ...]:
    """Adds the outer products of inputs and output slopes, and takes the sum off W as a step would."""
    x, w = np.zeros((e["N"], e["D"])), np.zeros((e["D"], e["M"]))
    slope = np.zeros(())
    for row, out in zip(x, x @ w, strict=True):
        slope = slope + row[:, None] * out[None, :]
    return np.asarray(w - slope).shape


def last_states() -> tuple[int, ...]:
    """Runs through two layers and two directions and stacks what each is left with for 10 sequences."""
    return np.stack([np.zeros((10, 128)) for _layer in range(2) for _direction in range(2)]).shape


def thin_factors() -> tuple[tuple[int, ...], ...]:
    """Lets NumPy factor a 200 × 30 matrix."""
    u, s, vt = np.linalg.svd(np.eye(200, 30), full_matrices=False)
    return u.shape, np.diag(s).shape, vt.T.shape


def broadcast() -> tuple[int, ...]:
    """Adds the arrays."""
    return (np.zeros((5, 1, 4)) + np.zeros((3, 1))).shape


def shifted() -> tuple[int, ...]:
    """Drops the last position of 8 × 1024 rows and flattens; the vocabulary's width is kept by a zero stride."""
    logits = np.broadcast_to(np.float32(0), (8, 1024, 50257))
    lines = [row for sequence in logits for row in sequence[:-1]]
    return len(lines), lines[0].shape[0]


def batch(rng: np.random.Generator) -> dict[str, Any]:
    return {"B": int(rng.integers(2, 9))}


def layer(rng: np.random.Generator) -> dict[str, Any]:
    n, d, m = (int(k) for k in rng.choice(np.arange(2, 30), 3, replace=False))
    return {"N": n, "D": d, "M": m}


FAMILIES = [
    Family(
        "eight-head-scores",
        "shape",
        r"$(4, 8, 100, 100)$, i.e. batch × heads × queries × keys",
        scores,
        {
            "right": (4, 8, 100, 100),
            "one-head": (4, 100, 100),
            "output": (4, 8, 100, 32),
            "heads-by-heads": (4, 100, 8, 8),
        },
    ),
    Family(
        "stem-after-pooling",
        "shape",
        "16 × 64 × 56 × 56",
        stem,
        {
            "right": (16, 64, 56, 56),
            "no-pooling": (16, 64, 112, 112),
            "unpadded-pooling": (16, 64, 55, 55),
            "input-channels": (16, 3, 56, 56),
            "flattened": (16, 64 * 56 * 56),
        },
    ),
    Family(
        "patches-then-class",
        "shape",
        r"$B \times 197 \times 384$ (196 patches and the class token)",
        tokens,
        {
            "right": lambda e: (e["B"], 197, 384),
            "no-class": lambda e: (e["B"], 196, 384),
            "unprojected": lambda e: (e["B"], 197, 768),
            "grid": lambda e: (e["B"], 14, 14, 384),
            "channels-first": lambda e: (e["B"], 384, 197),
        },
        draw=batch,
    ),
    Family(
        "row-data-weight-slope",
        "shape",
        r"$\partial L/\partial W = X^\top G \in \mathbb{R}^{D\times M}$, the same as $W$",
        weight_slope,
        {
            "right": lambda e: (e["D"], e["M"]),
            "transposed": lambda e: (e["M"], e["D"]),
            "as-outputs": lambda e: (e["N"], e["M"]),
            "per-example": lambda e: (e["N"], e["D"], e["M"]),
        },
        draw=layer,
    ),
    Family(
        "both-ways-last-states",
        "shape",
        "h_n: (4, 10, 128)",
        last_states,
        {
            "right": (4, 10, 128),
            "one-way": (2, 10, 128),
            "batch-first": (10, 4, 128),
            "outputs": (10, 75, 256),
            "joined": (2, 10, 256),
        },
    ),
    Family(
        "thin-svd-factors",
        "shape",
        r"$U: 200\times 30$, $\Sigma: 30\times 30$, $V: 30\times 30$",
        thin_factors,
        {
            "right": ((200, 30), (30, 30), (30, 30)),
            "full": ((200, 200), (200, 30), (30, 30)),
            "transposed": ((30, 200), (30, 30), (30, 30)),
            "tall-v": ((200, 30), (30, 30), (200, 30)),
        },
    ),
    Family(
        "column-plus-stack",
        "shape",
        "`(5, 3, 4)`",
        broadcast,
        {
            "right": (5, 3, 4),
            "first-only": (5, 1, 4),
            "swapped": (3, 5, 4),
            "fourth-axis": (5, 3, 1, 4),
            "refused": "error",
        },
    ),
    Family(
        "shifted-flat-logits",
        "shape",
        r"$(8\cdot 1023,\ 50257) = (8184, 50257)$",
        shifted,
        {
            "right": (8184, 50257),
            "unshifted": (8192, 50257),
            "not-flat": (8, 1023, 50257),
            "targets": (8184,),
            "one-lost": (8191, 50257),
        },
    ),
]
