"""1a and 4d in other people's words: who is said to share weights, and which norm is said to be what."""

# ruff: noqa: E501 (replies stand as they came)
from __future__ import annotations

import pytest

from viva import check

REASONS = [
    (
        "Fully connected layers treat every pixel independently; convolutional layers share weights and exploit local structure.",
        "correct",
    ),
    (
        "Dense layers don't share weights, conv layers do. Dense layers are not translation equivariant either, conv layers are.",
        "correct",
    ),
    (
        "I. The weights are tied across spatial positions.\nII. Equivariance: conv(shift(x)) = shift(conv(x)).",
        "correct",
    ),
    (
        "Each output depends only on a small number of inputs. A detector that is useful in one part of the image is useful in another; parameters are shared.",
        "correct",
    ),
    ("Translation equivariance; parameter sharing. (CNNs aren't scale or rotation invariant, though.)", "correct"),
    (
        "Fully connected layers share weights across the image while convolutional layers don't. In addition, fully connected layers are translation invariant.",
        "incorrect",
    ),
    (
        "Convolutional layers don't share weights, so they learn location-specific features; they're also translation equivariant.",
        "incorrect",
    ),
    ("Convolutional layers are rotation invariant. They are scale invariant, too.", "incorrect"),
]
NORMS = [
    (
        "‖X̃_j‖ = ‖X_j‖/Γ_jj = 1/k with Γ_jj = k‖X_j‖, so equal for all. Similar to batch norm, which equalises the scale of features.",
        "correct",
    ),
    (
        "Dividing by Γ_jj makes all column norms of X̃ identical. Thus dropout works like an implicit batch normalization.",
        "correct",
    ),
    (
        r"$\|\tilde x_j\| = 1/\alpha$ when $\Gamma_{jj} = \alpha\|x_j\|$. So dropout has a normalising effect similar to batch normalisation.",
        "correct",
    ),
    (
        "The columns with larger norms in X also have larger norms in X̃. Dropout and batch norm are both regularisers.",
        "incorrect",
    ),
    (
        "The columns of X̃ all become orthonormal, so that dropout decorrelates features just like batch norm.",
        "incorrect",
    ),
    ("‖X̃_j‖ = Γ_jj ‖X_j‖ = c‖X_j‖². The norms are amplified, in contrast to batch normalization.", "incorrect"),
    ("The norms of the columns of X̃ are all zero, as batch norm removes the mean.", "incorrect"),
]


@pytest.mark.parametrize(("reply", "expected"), REASONS)
def test_reasons(reply: str, expected: str) -> None:
    assert check("hw5/1a", reply).verdict.value == expected


@pytest.mark.parametrize(("reply", "expected"), NORMS)
def test_norms(reply: str, expected: str) -> None:
    assert check("hw5/4d", reply).verdict.value == expected
