"""Shapes in symbols and words, as they were said in the seminar's second hour."""

from __future__ import annotations

from typing import Any

import numpy as np
from families import Family

SIZES = {"m": 19, "k": 23, "N": 2, "L": 5, "D": 13, "B": 4, "C": 6, "H": 14, "W": 34, "n": 11, "d": 7, "q": 17, "r": 29}


def zeros(*names: str) -> Any:
    return np.zeros([SIZES[name] for name in names])


def named(shape: tuple[int, ...], **more: int) -> tuple[str, ...]:
    """The names of sizes that all differ, with names for what was derived from them."""
    names = {size: name for name, size in {**SIZES, **more}.items()}
    return tuple(names[size] for size in shape)


def stacked() -> tuple[str, ...]:
    """Puts two m × k matrices above each other."""
    rows, columns = np.vstack([zeros("m", "k"), zeros("m", "k")]).shape
    assert rows == 2 * SIZES["m"]
    return ("2m", *named((columns,)))


def with_token() -> tuple[str, ...]:
    """Puts one token before the L tokens of every sequence."""
    batch, length, width = np.concatenate([np.zeros((2, 1, 13)), zeros("N", "L", "D")], axis=1).shape
    assert length == SIZES["L"] + 1
    return (*named((batch,)), "L+1", *named((width,)))


def halved() -> tuple[str, ...]:
    """Keeps every other row and column."""
    b, c, h, w = zeros("B", "C", "H", "W")[:, :, ::2, ::2].shape
    assert (2 * h, 2 * w) == (SIZES["H"], SIZES["W"])
    return (*named((b, c)), "H/2", "W/2")


def predictions() -> tuple[str, ...]:
    """Multiplies n rows of d features by d weights."""
    return named((zeros("n", "d") @ zeros("d")).shape)


def three_features() -> tuple[int, ...]:
    """The covariance of three columns with fifty rows."""
    return np.cov(np.random.default_rng(0).normal(size=(50, 3)), rowvar=False).shape


def averaged_loss() -> tuple[int, ...]:
    """The mean of 32 losses."""
    return np.shape(np.zeros(32).mean())


def last_maps() -> tuple[int, ...]:
    """Halves 224 five times; the last stage has 512 channels."""
    side = 224
    for _pool in range(5):
        side = len(range(0, side, 2))
    return (512, side, side)


def first_dense() -> tuple[str, ...]:
    """The only matrix that takes rows of q = d_model numbers to rows of r = d_ff numbers from the right."""
    fits = [
        (a, b)
        for a in ("q", "r")
        for b in ("q", "r")
        if zeros("n", "q").shape[1] == SIZES[a] and (zeros("n", a) @ zeros(a, b)).shape == (SIZES["n"], SIZES["r"])
    ]
    assert len(fits) == 1
    return tuple({"q": "d_model", "r": "d_ff"}[name] for name in fits[0])


def weights_of_heads() -> tuple[int, ...]:
    """Multiplies queries and keys of 12 heads for 8 sequences of 50 tokens."""
    q = np.zeros((8, 12, 50, 64))
    return (q @ np.swapaxes(q, 2, 3)).shape


FAMILIES = [
    Family(
        "stacked-rows",
        "shape",
        "$(2m, k)$",
        stacked,
        {
            "right": ("2m", "k"),
            "beside": ("m", "2k"),
            "added": ("m", "k"),
            "turned": ("k", "2m"),
            "new-axis": ("2", "m", "k"),
        },
    ),
    Family(
        "with-class-token",
        "shape",
        "$(N, L + 1, D)$",
        with_token,
        {
            "right": ("N", "L+1", "D"),
            "without": ("N", "L", "D"),
            "wider": ("N", "L", "D+1"),
            "turned": ("N", "D", "L+1"),
            "fewer": ("N", "L-1", "D"),
        },
    ),
    Family(
        "halved-maps",
        "shape",
        "(B, C, H/2, W/2)",
        halved,
        {
            "right": ("B", "C", "H/2", "W/2"),
            "same": ("B", "C", "H", "W"),
            "channels": ("B", "C/2", "H", "W"),
            "doubled": ("B", "2C", "H/2", "W/2"),
            "quarter": ("B", "C", "H/4", "W/4"),
        },
    ),
    Family(
        "linear-predictions",
        "shape",
        r"$\hat{y} = Xw \in \mathbb{R}^{n}$",
        predictions,
        {"right": ("n",), "weights": ("d",), "data": ("n", "d"), "scalar": (), "square": ("n", "n")},
    ),
    Family(
        "three-features",
        "shape",
        r"a $3 \times 3$ matrix",
        three_features,
        {"right": (3, 3), "samples": (50, 50), "vector": (3,), "data": (50, 3), "nine": (9,)},
    ),
    Family(
        "averaged-loss",
        "shape",
        "a scalar",
        averaged_loss,
        {"right": (), "batch": (32,), "logits": (32, 10), "classes": (10,)},
    ),
    Family(
        "last-maps",
        "shape",
        r"$512 \times 7 \times 7$",
        last_maps,
        {
            "right": (512, 7, 7),
            "four-pools": (512, 14, 14),
            "fewer": (256, 7, 7),
            "flat": (25088,),
            "pooled": (512,),
        },
    ),
    Family(
        "first-dense",
        "shape",
        r"$W_1 \in \mathbb{R}^{d_{\text{model}} \times d_{\text{ff}}}$",
        first_dense,
        {
            "right": ("d_model", "d_ff"),
            "transposed": ("d_ff", "d_model"),
            "square": ("d_model", "d_model"),
            "bias": ("d_ff",),
        },
    ),
    Family(
        "weights-of-heads",
        "shape",
        "torch.Size([8, 12, 50, 50])",
        weights_of_heads,
        {
            "right": (8, 12, 50, 50),
            "values": (8, 12, 50, 64),
            "no-heads": (8, 50, 50),
            "tokens-first": (8, 50, 12, 50),
            "merged": (8, 50, 768),
        },
    ),
]
