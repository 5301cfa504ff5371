"""The Γ that replies to 4b state: by hand, the factor before Γ̃ against √((1−p)/p)."""

from __future__ import annotations

import numpy as np
import pytest

from viva import check
from viva.papers.hw5.tikhonov_claims import tikhonov_matrix
from viva.reading.replies import read_reply
from viva.types import FindingKind, Verdict

# The factor at p, by a program of our own.
RATIO = lambda p: np.sqrt((1 - p) / p)  # noqa: E731
SAID = [
    (r"$\Gamma = \sqrt{\frac{1-p}{p}}\,\tilde\Gamma$", RATIO),
    (r"\Gamma=\sqrt{\tfrac{1-p}{p}}\tilde\Gamma", RATIO),
    ("Γ = √((1−p)/p) Γ̃", RATIO),
    ("Γ = sqrt((1-p)/p) * Γ~", RATIO),
    (r"$\Gamma = \sqrt{\frac{1}{p}-1}\;\tilde{\Gamma}$", lambda p: np.sqrt(1 / p - 1)),
    (r"\Gamma := \Big(\frac{1-p}{p}\Big)^{1/2}\widehat\Gamma", RATIO),
    (r"\Gamma := \Big(\frac{1-p}{p}\Big)^{1/2}\hat\Gamma", RATIO),
    (r"where $\Gamma = \frac{\sqrt{1-p}}{\sqrt{p}} \tilde\Gamma$", lambda p: np.sqrt(1 - p) / np.sqrt(p)),
    (r"$\Gamma = \sqrt{p(1-p)}\tilde\Gamma$ acts on w̃; on w it is $\Gamma = \sqrt{(1-p)/p}\,\tilde\Gamma$", RATIO),
    (r"$\Gamma = \sqrt{p(1-p)}\,\tilde\Gamma$", lambda p: np.sqrt(p * (1 - p))),
    ("Γ = √(p(1−p)) Γ̃", lambda p: np.sqrt(p * (1 - p))),
    (r"$$\Gamma=\frac{1-p}{p}\tilde\Gamma$$", lambda p: (1 - p) / p),
    ("so Γ = sqrt(p/(1-p)) Γ̃", lambda p: np.sqrt(p / (1 - p))),
    (r"$\Gamma = p(1-p)\tilde\Gamma$", lambda p: p * (1 - p)),
    (r"gives $\Gamma = \sqrt{1-p}\,\tilde\Gamma$", lambda p: np.sqrt(1 - p)),
    (r"$\Gamma = \sqrt{p - p^2}\tilde\Gamma$", lambda p: np.sqrt(p - p**2)),
]
NOT_STATED = [
    r"$\Gamma^\top\Gamma = \frac{1-p}{p}\tilde\Gamma^2$",
    r"$\Gamma^2 = p(1-p)\tilde\Gamma^2$",
    r"$\Gamma = \tilde\Gamma$ and $\lambda=(1-p)/p$",
    r"$\tilde\Gamma = \sqrt{p/(1-p)}\Gamma$",
    "Γ̃ = √(p(1-p)) Γ",
]


@pytest.mark.parametrize(("said", "factor"), SAID)
def test_the_factor_is_judged_by_its_value(said, factor):
    p = np.array([0.2, 0.7, 0.9])
    holds = [holds for *_, holds, _ in tikhonov_matrix(read_reply(said).normal)]
    assert holds == [np.allclose(factor(p), RATIO(p))]


@pytest.mark.parametrize("said", NOT_STATED)
def test_another_equation_is_passed_over(said):
    assert tikhonov_matrix(read_reply(said).normal) == []


def test_a_wrong_matrix_beside_right_weights_is_a_finding():
    found = check("hw5/4b", r"Scale them: $w = p\tilde w$, with $\Gamma = \sqrt{p(1-p)}\,\tilde\Gamma$.")
    assert found.verdict is Verdict.CORRECT
    assert [(f.kind, f.how) for f in found.findings] == [(FindingKind.WRONG_FORMULA, "claim tikhonov-matrix")]
