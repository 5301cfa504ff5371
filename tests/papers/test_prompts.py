"""The four forms of a prompt, its conventions, its pictures."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from base64 import b64decode

import pytest

from viva.errors import VivaError
from viva.papers import load_paper
from viva.papers.hw5 import cubes
from viva.papers.pictures import figure_png
from viva.papers.plain import pasted_math, unicode_math
from viva.papers.prompts import compose, compose_paper, compose_probe
from viva.papers.texts import fill, in_form, slots

PAPER = load_paper("hw5")
QUESTIONS = {question.name: question for question in PAPER.questions}

FORMULAS = [
    (r"\frac{1}{n}\sum_{j=1}^{n} x_j", "(1/n)Σⱼ₌₁ⁿ xⱼ", "1\nn\nΣj=1n xj"),
    (r"\frac{\partial L}{\partial x_i}", "∂L/∂xᵢ", "∂L\n∂xi"),
    (r"y_i = \gamma \hat x_i + \beta", "yᵢ = γx̂ᵢ + β", "yi = γˆxi + β"),
    (r"\lVert y - pX\tilde w\rVert_2^2", "‖y − pXw̃‖₂²", "‖y − pX˜w‖22"),
    (r"\sqrt{\frac{1 - p}{p}}\;\tilde\Gamma", "√((1 − p)/p) Γ̃", None),
    (r"R \in \{0, 1\}^{n \times d}", "R ∈ {0, 1}ⁿˣᵈ", None),
    (r"[1, -4, 0]", "[1, −4, 0]", "[1, 4, 0]"),
    (r"a - 1", "a − 1", "a − 1"),
    (r"\begin{bmatrix} -1 & 2 \\ 3 & +1 \end{bmatrix}", "[[−1, 2], [3, +1]]", '"\n1\n2\n3\n1\n#'),
    (r"X\Gamma^{-1}", "XΓ⁻¹", None),
    (r"n \to \infty", "n → ∞", "n → ∞"),
    (r"\mathbb{E}_{R}\left[x\right]", "𝔼_R[x]", "ER[x]"),
    (r"x_{ab} + x^{k+\mu}", "x_(ab) + x^(k+μ)", None),
]  # fmt: skip


@pytest.mark.parametrize(("latex", "unicode", "pasted"), FORMULAS)
def test_formulas_in_plain_text(latex: str, unicode: str, pasted: str | None) -> None:
    assert unicode_math(latex) == unicode
    if pasted is not None:
        assert pasted_math(latex) == pasted


def test_an_unknown_command_is_refused() -> None:
    with pytest.raises(ValueError, match="nosuch"):
        unicode_math(r"x + \nosuch")


def test_filling_slots() -> None:
    template = r"from ${{start}}$ to $h_{{{end}}}$"
    assert slots(template) == {"start", "end"}
    assert fill(template, {"start": (1, -2), "end": 3}) == "from $[1, -2]$ to $h_{3}$"
    with pytest.raises(KeyError):
        fill(template, {"start": 1})
    with pytest.raises(VivaError, match="latex, text"):
        in_form("x", "braille")


@pytest.mark.parametrize("number", [0, 1, 7])
@pytest.mark.parametrize("question", PAPER.questions, ids=lambda q: q.name)
def test_plain_forms_hold_no_latex(question, number: int) -> None:
    for form in ("text", "pasted"):
        for conventions in ("up-front", "in-question", "none"):
            text = compose(PAPER, question, question.draw(number), form, conventions).text
            assert not re.search(r"[\\$]|\{\{|\*\*", text)


def test_numbers_survive_every_form_but_pasted() -> None:
    """Draw → prompt → numbers read back."""
    for number in range(10):
        draw = QUESTIONS["1b"].draw(number)
        for form in ("latex", "text"):
            text = compose(PAPER, QUESTIONS["1b"], draw, form, "none").text.replace("−", "-")
            lists = [[int(n) for n in re.findall(r"-?\d+", found)] for found in re.findall(r"\[([^\]]*)\]", text)]
            assert lists == [list(draw.values["signal"]), list(draw.values["output"])]
        pasted = compose(PAPER, QUESTIONS["1b"], draw, "pasted", "none").text
        assert not re.search(r"[-−]\d", pasted)


def test_pasted_matrices_are_scattered() -> None:
    draw = QUESTIONS["1c"].draw(0)
    text = compose(PAPER, QUESTIONS["1c"], draw, "pasted", "none").text
    assert '"\n1\n2\n3\n1\n#' in text and '"\n1\n1\n0\n1\n#' in text


def test_where_the_conventions_stand() -> None:
    question = QUESTIONS["3a"]
    draw = question.draw(0)
    said, asked = PAPER.conventions("latex"), question.prompt(draw, "latex")
    assert compose(PAPER, question, draw, conventions="up-front").text == f"{said}\n\n{asked}"
    assert compose(PAPER, question, draw, conventions="in-question").text == f"{asked}\n\n{said}"
    assert compose(PAPER, question, draw, conventions="none").text == asked
    with pytest.raises(VivaError, match="up-front"):
        compose(PAPER, question, draw, conventions="later")


def test_figure_as_words_or_as_a_picture() -> None:
    question = QUESTIONS["2a"]
    draw = question.draw(0)
    blind = compose(PAPER, question, draw)
    assert (blind.figure, blind.images) == ("description", ())
    assert "Cube A: shaded is" in blind.text
    seeing = compose(PAPER, question, draw, eyes=True)
    assert (seeing.figure, len(seeing.images)) == ("picture", 1)
    assert "shaded is" not in seeing.text
    assert b64decode(seeing.images[0].split(",")[1]).startswith(b"\x89PNG")
    assert compose(PAPER, QUESTIONS["1a"], draw).figure == ""


def test_a_question_as_an_image() -> None:
    question = QUESTIONS["2a"]
    prompt = compose(PAPER, question, question.draw(0), form="image", conventions="none")
    assert prompt.figure == "picture" and len(prompt.images) == 1
    assert "shaded" not in prompt.text
    assert width_of(b64decode(prompt.images[0].split(",")[1])) == 800


def width_of(png: bytes) -> int:
    """From the header of the file: bytes 16 to 19."""
    return int.from_bytes(png[16:20], "big")


def test_everything_in_one_prompt() -> None:
    prompt = compose_paper(PAPER, draw_number=2, form="text")
    places = [prompt.text.index(f"## Question {question.name}") for question in PAPER.questions]
    assert places == sorted(places)
    assert prompt.text.count("Conventions for all questions") == 1
    assert prompt.figure == "description"
    some = compose_paper(PAPER, questions=[QUESTIONS["3b"]], conventions="none")
    assert "## Question 3b" in some.text and "3a" not in some.text


def test_probe_asks_for_sizes() -> None:
    question = QUESTIONS["1c"]
    text = compose_probe(question.probes[0], question.draw(0), "text").text
    assert "3 rows and 5 columns" in text and "stride 2" in text


# ---- the cubes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(8))
def test_picture_and_description_agree_with_the_axes(number: int) -> None:
    draw = QUESTIONS["2a"].draw(number)
    root = ET.fromstring(cubes.svg(draw))
    labels = [element.text for element in root.iter() if (element.text or "").startswith("Cube")]
    assert labels == [f"Cube {letter}" for letter in draw.values["cubes"]]
    described = cubes.description(draw)
    assert not re.search("batch norm|layer norm|instance|group", described, re.IGNORECASE)
    for letter, axes in draw.values["cubes"].items():
        line = next(line for line in described.splitlines() if line.startswith(f"- Cube {letter}"))
        assert ("all of N" in line) == ("N" in axes)
        assert ("all of C" in line) == ("C" in axes)
        assert "all of H, W" in line


def test_shaded_cells_are_those_of_one_step() -> None:
    count = {
        name: sum(cubes.shaded(frozenset(axes), n, c) for n in range(cubes.EXAMPLES) for c in range(cubes.CHANNELS))
        for name, axes in {
            "batch": {"N", "H", "W"},
            "layer": {"C", "H", "W"},
            "instance": {"H", "W"},
            "group": {"C/G", "H", "W"},
        }.items()
    }
    assert count == {"batch": cubes.EXAMPLES, "layer": cubes.CHANNELS, "instance": 1, "group": cubes.GROUP}


def test_figure_is_800_pixels_wide() -> None:
    assert width_of(figure_png(cubes.svg(QUESTIONS["2a"].draw(0)))) == 800
