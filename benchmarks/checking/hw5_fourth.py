"""Replies to homework 5 by a fourth author, who had seen neither the reading nor the replies of the others.

They give answers of `hw5.py` and `hw5_more.py`, and some that are new, and are judged as there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import hw5
import hw5_more
import numpy as np
from families import Env, Family

GIVEN = {
    "1a": "right right-local right-three right-size right-hierarchy one-reason rotation scale more-parameters"
    " permutation separate",
    "1b": "right flipped slip middle-sign none order c-five",
    "1c": "right flipped ordinary overwritten last-row cropped same-size",
    "2a": "right swapped instance both c-a b-c none",
    "2b": "right right-split right-pairwise right-mean-limit one no-share sigma vanishes single-plain limit-bare",
    "3a": "right one-channel one-filter biases resolution feature-map",
    "3b": "right biases depthwise-only product one-depthwise both-layers pointwise-three",
    "4a": "right factored second-moment no-cross wrong-index minus drop-mean",
    "4b": "right inverse drop root identity odds",
    "4c": "right right-scaled not-inverted wrong-side transposed half augmented gram",
    "4d": "right right-equal right-dropout different root-c unit multiplied square opposed",
}


def single_plain(e: Env) -> Any:
    """The right gradient and limit, but γ ∂L/∂y for a batch of one, where y = 0 and ∂L/∂y = c cos 0."""
    return hw5.backward(hw5.exact, e["gamma"] * e["c"][0], hw5.plain)(e)


def gram(e: Env) -> Any:
    """X (ΓᵀΓ)⁻¹."""
    return np.linalg.solve(e["Gamma"].T @ e["Gamma"], e["X"].T).T


NEW: Mapping[str, Mapping[str, Any]] = {
    "1c": {"cropped": np.array([[-3]])},
    "2b": {"single-plain": single_plain},
    "3a": {"feature-map": 4 * 224 * 224},
    "3b": {"pointwise-three": 27 + 4 * 27},
    "4b": {"odds": lambda e: (1 - e["p"]) / e["p"] * e["w"]},
    "4c": {"gram": hw5_more.ridge_fit(gram)},
    "4d": {"root-c": hw5_more.norms(lambda e: 1 / np.sqrt(e["c"]))},
}


def fourth(first: Family, second: Family) -> Family:
    """The second's family with the answers given here: its own, those that only the first has, and new ones."""
    known = {**first.answers, **second.answers, **NEW.get(first.name, {})}
    answers = {name: known[name] for name in GIVEN[first.name].split()}
    return replace(second, name=f"{first.name}-fourth", answers=answers)


FAMILIES = [fourth(*both) for both in zip(hw5.FAMILIES, hw5_more.FAMILIES, strict=True)]
