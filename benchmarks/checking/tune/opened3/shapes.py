"""Shapes, opened in the second session."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from families import Family


def both_directions() -> tuple[int, ...]:
    """Runs a recurrence of 128 units over 50 tokens forwards and backwards, and joins the states."""
    tokens = np.zeros((32, 50, 64))

    def run(x: Any) -> Any:
        h, out = np.zeros((32, 128)), []
        for t in range(x.shape[1]):
            h = np.tanh(x[:, t] @ np.zeros((64, 128)) + h)
            out.append(h)
        return np.stack(out, axis=1)

    return tuple(np.concatenate([run(tokens), run(tokens[:, ::-1])[:, ::-1]], axis=2).shape)


def pooled_features() -> tuple[int, ...]:
    """Averages eight stacks of 2048 maps over both spatial axes."""
    return tuple(np.zeros((8, 2048, 7, 7), np.int8).mean(axis=(2, 3)).shape)


def padding_mask() -> tuple[str, ...]:
    """Inserts axes into a (B, n) mask until it is added to scores (B, h, n, n) and hides keys rather than queries."""
    batch, heads, n = 3, 2, 5
    keep = np.arange(n) < np.array([2, 5, 4])[:, None]
    fits = []
    for axes in ((1, 2), (1, 3), (0, 1), (2, 3)):
        mask = np.expand_dims(keep, axes)
        try:
            scores = np.where(mask, np.ones((batch, heads, n, n)), -np.inf)
        except ValueError:
            continue
        hidden = [np.isneginf(scores[b, :, :, k]).all() for b, k in product(range(batch), range(n))]
        if scores.shape == (batch, heads, n, n) and hidden == [not k for k in keep.ravel()]:
            fits.append(mask.shape)
    assert len(fits) == 1
    return tuple({3: "B", 5: "n", 1: "1"}[s] for s in fits[0])


def text_convolution() -> tuple[int, ...]:
    """Counts the places of five tokens in forty, for 64 texts and 100 filters."""
    places = [start for start in range(40) if start + 5 <= 40]
    return np.zeros((64, 100, len(places)), np.int8).shape


def style_gram() -> tuple[str, ...]:
    """Dot products of every two feature maps, for three channels of 4 × 5 pixels."""
    maps = np.ones((3, 4, 5))
    gram = np.array([[float((a * b).sum()) for b in maps] for a in maps])
    return tuple({3: "C", 4: "H", 5: "W", 20: "HW"}[s] for s in gram.shape)


FAMILIES = [
    Family(
        "both-directions",
        "shape",
        "(32, 50, 256)",
        both_directions,
        {
            "right": (32, 50, 256),
            "one-direction": (32, 50, 128),
            "stacked": (2, 32, 50, 128),
            "last-state": (32, 256),
            "time-doubled": (32, 100, 128),
        },
    ),
    Family(
        "pooled-features",
        "shape",
        r"\texttt{[8, 2048]}",
        pooled_features,
        {
            "right": (8, 2048),
            "axes-kept": (8, 2048, 7, 7),
            "channels-gone": (8, 7, 7),
            "flat": (8, 100352),
            "batch-gone": (2048,),
        },
    ),
    Family(
        "padding-mask",
        "shape",
        "$(B, 1, 1, n)$",
        padding_mask,
        {
            "right": ("B", "1", "1", "n"),
            "queries": ("B", "1", "n", "1"),
            "plain": ("B", "n"),
            "square": ("B", "1", "n", "n"),
        },
    ),
    Family(
        "text-convolution",
        "shape",
        "torch.Size([64, 100, 36])",
        text_convolution,
        {
            "right": (64, 100, 36),
            "padded": (64, 100, 40),
            "one-off": (64, 100, 35),
            "channels-last": (64, 36, 100),
            "embedding-kept": (64, 300, 36),
        },
    ),
    Family(
        "style-gram",
        "shape",
        r"$G \in \mathbb{R}^{C \times C}$",
        style_gram,
        {"right": ("C", "C"), "pixels": ("HW", "HW"), "features": ("C", "HW"), "images": ("H", "W")},
    ),
]
