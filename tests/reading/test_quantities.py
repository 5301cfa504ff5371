"""Numbers: which one a statement states, and what it is worth. Expected values are worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viva.reading.arithmetic import amount
from viva.reading.numbers import headline
from viva.reading.precise import differ
from viva.reading.units import ratio

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
    r"0.\overline{3}": Fraction(1, 3),
    r"0.1\overline{6}": Fraction(1, 6),
    "0.(27)": Fraction(3, 11),
    "0.1666...": Fraction(1, 6),
    "2½": Fraction(5, 2),
    "3.3 ×10-4": Fraction(33, 100_000),  # a superscript lost in a PDF
    "3.2*10**-5": Fraction(32, 10**6),
    "⌊7/2⌋": 3,
    r"\left\lceil \frac{7}{2} \right\rceil": 4,
    "log2(1024)": 10,
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
    "one hundred and eight weights": 108,
    "It has two thousand and forty-eight entries, so the answer is two thousand and forty-eight.": 2048,
    "two and a half": Fraction(5, 2),
    "the probability is five sixths": Fraction(5, 6),
    "3 in 8": Fraction(3, 8),
    "42 out of 50 right, i.e. 88%": 88,
    "(224 + 2·3 − 7)/2 + 1 = 112.5, which floors to 112": 112,
    "between 49.5 and 50.5, precisely 50": 50,
    "rounded to 2 decimals it is 17.46": Fraction(1746, 100),
    "total = 2 * layers * heads\nprint(total)  # 512": 512,
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


UNITS = {
    ("64 KiB", "B"): 65_536,
    ("64 kB", "B"): 64_000,
    ("0.25 s", "ms"): 250,
    ("64 bits", "B"): 8,
    ("0.1 PFLOPs", "TFLOP"): 100,
    ("64 B", "bit"): 512,
    ("1.5 GMACs", "GFLOP"): None,
}


@pytest.mark.parametrize(("text", "unit", "value"), [(*key, value) for key, value in UNITS.items()])
def test_units_convert_or_do_not(text: str, unit: str, value: int | None) -> None:
    found = headline(text)
    assert found is not None
    factor = ratio(found.number.unit, unit)
    assert (factor and found.number.value * factor) == value


@pytest.mark.parametrize("text", ["7B parameters", "1.2 B", "7 B parameters"])
def test_billions_are_no_bytes(text: str) -> None:
    found = headline(text)
    assert found is not None
    assert found.number.value > 10**9


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


SECOND_LOOKS = {
    (r"e^{\pi \sqrt{163}}", "262537412640768744"): True,  # Ramanujan's: they agree to thirty digits
    ("1 - e^{-40}", "1"): True,
    (r"\sqrt{8}", r"2\sqrt{2}"): False,
    (r"\sqrt[3]{-8}", "-2"): False,
    (r"\sin(\pi/6)", "1/2"): False,
    (r"\ln 27", r"3 \ln 3"): False,
    ("x", "2"): None,
}


@pytest.mark.parametrize(("one", "other", "differing"), [(*key, value) for key, value in SECOND_LOOKS.items()])
def test_a_second_look_where_floats_agree(one: str, other: str, differing: bool | None) -> None:
    assert differ(one, other) is differing
