"""Numbers: which one a statement states, and what it is worth. Expected values are worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.reading.arithmetic import amount
from viva.reading.numbers import headline

ASKED = frozenset(["number", "learnable", "parameters", "weights"])

AMOUNTS = {
    "150,528,000": 150_528_000,
    "150{,}528{,}000": 150_528_000,
    "1 000": 1000,
    "0,111": Fraction(111, 1000),
    ".4": Fraction(2, 5),
    "-3": -3,
    r"\frac{3}{8}": Fraction(3, 8),
    r"\frac12": Fraction(1, 2),
    r"\frac3{3}": 1,
    "4·3·3·3": 108,
    "4(27)": 108,
    "2^{10}": 1024,
    "2**10": 1024,
    "5!": 120,
    r"\binom{4}{2}": 6,
    r"20\%": Fraction(1, 5),
    "25.6M": 25_600_000,
    "2.5e-3": Fraction(1, 400),
    "1.5 × 10^8": 150_000_000,
    r"\sqrt{16}": 4,
}


@pytest.mark.parametrize(("text", "value"), AMOUNTS.items())
def test_amounts(text: str, value: int | Fraction) -> None:
    found = amount(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "text",
    [
        "2n",
        "x",
        "",
        "(",
        "3 4",
        "5,4",
        "9**9**9",
        "2^3^4^5^6",
        "1/0",
        "1e5000",
        "(-1)!",
        "((" * 200,
        "1" * 1000,
        "f(2)",
    ],
)
def test_what_is_no_arithmetic_is_refused(text: str) -> None:
    assert amount(text) is None


@settings(max_examples=100)
@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(-(10**6), 10**6))
def test_arithmetic_against_fractions(a: int, b: int, c: int) -> None:
    found = amount(rf"\frac{{{a}}}{{{b}}} + {c} \cdot 2")
    assert found is not None
    assert found.value == Fraction(a, b) + 2 * c


HEADLINES = {
    "**108** learnable parameters": 108,
    "112 learnable parameters** (or 108 if we ignore biases, but typically biases are included)": 112,
    "So a full 3 × 3 convolution with 4 output channels needs 108 learnable weights.": 108,
    "Total = 27 (depthwise) + 12 (pointwise) = 39": 39,
    "a layer with 3-channel input, a 3×3 kernel and 4 output channels requires 39 learnable parameters.": 39,
    "**30 + 16 = 46 parameters** (with biases) or **27 + 12 = 39 parameters** (without biases)": 46,
    "the gradient is 0 when n = 1": 0,
    "For n = 1, ∂L/∂x₁ = 0": 0,
    "is exactly zero.": 0,
    "twenty-seven parameters": 27,
    "3 out of 8": Fraction(3, 8),
    "The answer is 108 because each of the 4 filters has 27 weights.": 108,
    "27 for depthwise, 12 for pointwise: a total of 39 parameters": 39,
    "39 = 27 + 12": 39,
    "4 filters of size 3×3: 36 parameters": 36,
    "$x = 5+5+1 = 7 =11$": 11,
    "$C_{out} \\cdot C_{in} \\cdot 9 = 4 \\cdot 3 \\cdot 9 = 108$": 108,
}


@pytest.mark.parametrize(("text", "value"), HEADLINES.items())
def test_the_headline_of_a_statement(text: str, value: int | Fraction) -> None:
    found = headline(text, ASKED)
    assert found is not None
    assert found.number.value == value


@pytest.mark.parametrize(
    "text",
    [
        r"$\sum_{j=1}^n x_j$",
        "$2n$",
        "1/n",
        "O(n^2)",
        "x^2 + 1",
        "2(n-1)",
        r"\frac{1}{n}\sum_{i=1}^{n}",
        "[2, -1, 3]",
        "$-[0,1)$",
        "AZYUK2A",
        "γ2",
    ],
)
def test_a_number_inside_an_expression_is_none(text: str) -> None:
    assert headline(text) is None


def test_the_place_of_a_number_is_the_raw_one() -> None:
    text = "Thus − with the ligature ﬁ − it is **−1,234** weights"
    found = headline(text, ASKED)
    assert found is not None
    assert text[found.start : found.end] == "−1,234"
    assert found.number.value == -1234


def test_a_logarithm_keeps_its_base() -> None:
    found = headline(r"$H = \log_2 8$")
    assert found is not None
    assert found.number.value == 3
