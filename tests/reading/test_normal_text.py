"""Normalised text: what looks alike is written alike, and every character knows where it came from."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.reading.normal import MAX_TEXT, normalise

CASES = [
    ("∂L/∂yⱼ", "∂L/∂y_{j}"),
    ("Γ⁻¹", "Γ^{-1}"),
    ("Xᵀ", "X^{T}"),
    ("‖x‖₂²", "‖x‖_{2}^{2}"),
    ("Σᵢ₌₁ⁿ xᵢ", "Σ_{i=1}^{n} x_{i}"),
    ("Σⱼ≠ᵢ gⱼ", "Σ_{j≠i} g_{j}"),
    ("˜w", r"\tilde{w}"),
    ("( ˜w )", r"( \tilde{w} )"),
    ("ˆΓ ˆw", r"\hat{Γ} \hat{w}"),
    ("ŵ and w\u0303 and Γ\u0302", r"\hat{w} and \tilde{w} and \hat{Γ}"),
    ("pXŵ", r"pX\hat{w}"),
    ("naïve Müller señora café", "naïve Müller señora café"),
    ("𝐗𝐰 𝛾 𝑥 𝓛", "Xw γ x L"),
    ("𝟏𝟏ᵀ", r"\mathbf{1}\mathbf{1}^{T}"),
    ("eﬃcient ﬁlter", "efficient filter"),
    ("a − b – c", "a - b - c"),
    ("a — b", "a — b"),
    ("i \u0338= j", "i ≠ j"),
    ("a\u00a0b\u200bc\u2009d", "a bc d"),
    ("a\x00b\r\nc", "a b\nc"),
    ("\ud800", "\ufffd"),
    ("Γ γ E e L ℓ", "Γ γ E e L ℓ"),  # case and letters are kept
    ("\x0crac{1}{2} \x08oldsymbol{w}", r"\frac{1}{2} \boldsymbol{w}"),
    ("3½ and ½", "3½ and (1/2)"),
    ("plain ASCII, $x_1$", "plain ASCII, $x_1$"),
]


@pytest.mark.parametrize(("raw", "wanted"), CASES)
def test_spellings(raw: str, wanted: str) -> None:
    assert normalise(raw).text == wanted


@settings(max_examples=100)
@given(st.text(st.one_of(st.characters(), st.sampled_from("ⱼ²⁻¹˜ŵ\u0303ﬁ𝐗−\u200b\x00\ud800")), max_size=60))
def test_offsets_are_ordered_and_inside(raw: str) -> None:
    normal = normalise(raw)
    spans = [normal.raw_span(k, k + 1) for k in range(len(normal.text))]
    assert all(0 <= start <= end <= len(raw) for start, end in spans)
    assert all(a[0] <= b[0] for a, b in pairwise(spans))
    for k, char in enumerate(normal.text):
        if char.isascii() and char.isalnum() and spans[k][1] - spans[k][0] == 1:
            source = raw[spans[k][0]]
            assert not source.isascii() or source == char  # an ASCII letter never becomes another one


@settings(max_examples=60)
@given(st.text(st.sampled_from("ab ⱼ²˜ŵﬁ𝐗−∂Γ_^{}\\"), max_size=40))
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalise(raw).text
    assert normalise(once).text == once


def test_long_text_is_cut_in_the_middle_and_says_so() -> None:
    raw = "a" * MAX_TEXT + "ⱼ" + "b" * MAX_TEXT
    normal = normalise(raw)
    assert len(normal.text) <= MAX_TEXT + 1 and "200,001" not in normal.text
    assert "only the first and the last" in normal.cut
    assert normal.raw_span(len(normal.text) - 1, len(normal.text)) == (len(raw) - 1, len(raw))
    assert normalise("short").cut == ""
