"""Shapes, as they were worked out at a whiteboard and in its chat."""

from __future__ import annotations

import numpy as np
from families import Family


def cached_keys() -> tuple[str, ...]:
    """Projects tokens to the grouped keys with sizes of their own, and names the sizes of the result."""
    sizes = {"B": 2, "H": 12, "G": 3, "T": 7, "d_h": 5}
    x = np.zeros((2, 7, 60))
    keys = (x @ np.zeros((60, 3 * 5))).reshape(2, 7, 3, 5).transpose(0, 2, 1, 3)
    named = {v: k for k, v in sizes.items()}
    return tuple(named[n] for n in keys.shape)


def filter_bank() -> tuple[int, ...]:
    """Lists a filter per output, with a row of taps for each input."""
    return np.array([[[0.0] * 5 for _input in range(16)] for _output in range(32)]).shape


def spectrogram() -> tuple[int, ...]:
    """Cuts 16,000 samples into windows of 400, 160 apart, and transforms each."""
    sound, frames, start = np.zeros(16_000), [], 0
    while start + 400 <= len(sound):
        frames.append(np.fft.rfft(sound[start : start + 400]))
        start += 160
    return np.array(frames).T.shape


def edge_inputs() -> tuple[str, ...]:
    """Joins both ends' features and the edge's own, edge by edge, with sizes of their own."""
    nodes, features, edge = np.zeros((6, 10)), [(0, 1), (1, 2), (2, 0), (3, 5)], np.zeros((4, 3))
    rows = [np.concatenate([nodes[a], nodes[b], edge[k]]) for k, (a, b) in enumerate(features)]
    names = {4: "E", 2 * 10 + 3: "2F+D", 10 + 3: "F+D", 6: "N"}
    return tuple(names[n] for n in np.array(rows).shape)


def full_factors() -> tuple[tuple[int, ...], ...]:
    """Completes the left and right singular vectors to bases, counts them, and fits Σ in between."""
    a = np.random.default_rng(4).normal(size=(5, 3))
    left, right = np.linalg.eigh(a @ a.T)[1], np.linalg.eigh(a.T @ a)[1]
    return left.shape, (left.T @ a @ right).shape, right.T.shape


def outer_batch() -> tuple[str, ...]:
    """Multiplies every pair of entries within an example, in loops over sizes of their own."""
    u, v = np.zeros((4, 5)), np.zeros((4, 7))
    out = np.array([[[u[b, i] * v[b, j] for j in range(7)] for i in range(5)] for b in range(4)])
    return tuple({4: "B", 5: "m", 7: "n"}[k] for k in out.shape)


def final_states() -> tuple[int, ...]:
    """Runs two layers in both directions over a batch of eight and keeps every last state."""
    kept = []
    for _layer in range(2):
        for _direction in ("forwards", "backwards"):
            state = np.zeros((8, 128))
            for _time in range(3):
                state = np.tanh(state)
            kept.append(state)
    return np.array(kept).shape


FAMILIES = [
    Family(
        "grouped-cache",
        "shape",
        "(B, G, T, d_h) with G key/value groups",
        cached_keys,
        {
            "right": ("B", "G", "T", "d_h"),
            "all-heads": ("B", "H", "T", "d_h"),
            "time-first": ("B", "T", "G", "d_h"),
            "last-token": ("B", "G", "1", "d_h"),
            "merged": ("B", "T", "G*d_h"),
        },
    ),
    Family(
        "filter-bank",
        "shape",
        "(32, 16, 5)",
        filter_bank,
        {
            "right": (32, 16, 5),
            "inputs-first": (16, 32, 5),
            "square": (32, 16, 5, 5),
            "taps-first": (5, 16, 32),
            "no-inputs": (32, 5),
        },
    ),
    Family(
        "spectrogram-size",
        "shape",
        r"$201 \times 98$ (frequencies × frames)",
        spectrogram,
        {
            "right": (201, 98),
            "transposed": (98, 201),
            "two-sided": (400, 98),
            "centred": (201, 101),
            "nyquist-lost": (200, 98),
            "last-frame-lost": (201, 97),
        },
    ),
    Family(
        "edge-inputs",
        "shape",
        r"$E \times (2F + D)$",
        edge_inputs,
        {
            "right": ("E", "2F+D"),
            "one-end": ("E", "F+D"),
            "per-node": ("N", "2F+D"),
            "dense": ("N", "N", "2F+D"),
            "columns": ("2F+D", "E"),
        },
    ),
    Family(
        "full-factor-sizes",
        "shape",
        r"$U: 5\times5$, $\Sigma: 5\times3$, $V^\top: 3\times3$",
        full_factors,
        {
            "right": ((5, 5), (5, 3), (3, 3)),
            "thin": ((5, 3), (3, 3), (3, 3)),
            "square-sigma": ((5, 5), (5, 5), (3, 3)),
            "swapped": ((3, 3), (3, 5), (5, 5)),
            "sigma-transposed": ((5, 5), (3, 5), (3, 3)),
        },
    ),
    Family(
        "outer-batch",
        "shape",
        "(B, m, n)",
        outer_batch,
        {
            "right": ("B", "m", "n"),
            "summed": ("m", "n"),
            "transposed": ("B", "n", "m"),
            "flat": ("B", "m*n"),
            "all-pairs": ("B", "B", "m", "n"),
        },
    ),
    Family(
        "final-states",
        "shape",
        r"$4 \times 8 \times 128$ (layers · directions, batch, hidden)",
        final_states,
        {
            "right": (4, 8, 128),
            "one-way": (2, 8, 128),
            "batch-first": (8, 4, 128),
            "joined": (2, 8, 256),
            "last-layer": (8, 256),
        },
    ),
]
