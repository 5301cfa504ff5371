"""Homework 5: the published answers, worked out by hand here; proofs and misconceptions over many draws."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from viva.checking.evaluating.evaluate import draw_env
from viva.kinds import Expression, Proof, Relation
from viva.papers import find, load_paper, paper_names
from viva.papers.drawing import apart, same_value
from viva.types import Draw, Part, Question

PAPER = load_paper("hw5")
QUESTIONS = {question.name: question for question in PAPER.questions}
PARTS = {part.name: part for question in PAPER.questions for part in question.parts}
NUMBERED = ["1b", "1c", "2a", "3a", "3b"]  # the questions whose draws differ


def published(name: str) -> Any:
    question = next(q for q in PAPER.questions if any(part.name == name for part in q.parts))
    return PARTS[name].key(question.draw(0))


def mistakes(part: Part, draw: Draw) -> dict[str, Any]:
    return {known.name: known.answer(draw) for known in part.misconceptions}


def test_the_paper_has_its_eleven_questions() -> None:
    assert list(QUESTIONS) == ["1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "4d"]
    assert [p.name for p in QUESTIONS["2b"].parts] == ["2b/gradient", "2b/n1", "2b/limit"]
    assert "hw5" in paper_names()


def test_published_answers_by_hand() -> None:
    # 1a + 4b + 0c = -2, 4a - 2c = 2, -2b + 3c = 11 with (a, b, c) = (2, -1, 3)
    assert published("1b") == (2, -1, 3)
    # four copies of [[1, -1], [0, 1]], times -1, 2, 3, 1, shifted and added
    assert published("1c") == ((-1, 1 + 2, -2), (3, -1 - 3 + 1, 2 - 1), (0, 3, 1))
    assert published("2a") == {"batch": "A", "layer": "B"}
    assert published("2b/n1") == 0
    assert published("3a") == 4 * 3 * 3 * 3
    assert published("3b") == 3 * 9 + 3 * 4
    probe = QUESTIONS["1c"].probes[0].part
    assert probe.key(QUESTIONS["1c"].draw(0)) == (7, 11)


def test_published_misconceptions_by_hand() -> None:
    flip = mistakes(PARTS["1b"], QUESTIONS["1b"].draw(0))
    assert flip["flipped-kernel"] == (3, -1, 2)
    # without signs: a + 4b = 2, 4a + 2c = 2, 2b + 3c = 11
    a, b, c = (Fraction(str(round(v, 12))) for v in flip["minus-lost"])
    assert [round(float(v), 9) for v in (a + 4 * b, 4 * a + 2 * c, 2 * b + 3 * c)] == [2, 2, 11]
    transposed = mistakes(PARTS["1c"], QUESTIONS["1c"].draw(0))
    assert transposed["ordinary-convolution"] == ((-1 * 1 + 2 * -1 + 3 * 0 + 1 * 1,),)
    assert transposed["transposed-result"] == ((-1, 3, 0), (3, -3, 3), (-2, 1, 1))
    assert transposed["flipped-kernel"] == ((-1, 0 + 2, 0), (3 + 1, -1 + 0 - 1 + 0, 2), (-3, 3 - 1, 1))
    counted = mistakes(PARTS["3a"], QUESTIONS["3a"].draw(0))
    assert (counted["biases-counted"], counted["input-channels-forgotten"]) == (112, 36)
    separable = mistakes(PARTS["3b"], QUESTIONS["3b"].draw(0))
    assert (separable["last-biases-counted"], separable["biases-counted"]) == (43, 46)
    assert (separable["product-instead-of-sum"], separable["groups-forgotten"]) == (27 * 12, 81 + 12)
    swapped = mistakes(PARTS["2a"], QUESTIONS["2a"].draw(0))
    assert swapped["batch-and-layer-swapped"] == {"batch": "B", "layer": "A"}
    assert swapped["instance-for-layer"] == {"batch": "A", "layer": "C"}


def test_what_the_issue_lists_is_there() -> None:
    wanted = {
        "1b": {"flipped-kernel"},
        "1c": {"flipped-kernel", "ordinary-convolution", "overlaps-overwritten", "transposed-result"},
        "2a": {"batch-and-layer-swapped", "instance-for-layer"},
        "2b/gradient": {"missing-one-over-n", "missing-gamma", "mean-ignored", "divided-by-sigma"},
        "3a": {"biases-counted", "input-channels-forgotten"},
        "3b": {"biases-counted", "last-biases-counted", "groups-forgotten", "product-instead-of-sum"},
        "4a": {"p-squared", "norms-not-squared", "one-half", "p-lost-in-cross-term"},
        "4b": {"divided-by-p", "one-minus-p"},
        "4c": {"wrong-side", "not-inverted"},
        "4d": {"norm-c"},
    }
    for name, names in wanted.items():
        assert names <= {known.name for known in PARTS[name].misconceptions}, name


# ---- draws ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NUMBERED)
def test_draws_are_deterministic_and_differ(name: str) -> None:
    question = QUESTIONS[name]
    drawn = [question.draw(number) for number in range(30)]
    assert drawn == [question.draw(number) for number in range(30)]
    assert len({repr(draw.values) for draw in drawn}) > (20 if name != "2a" else 8)


@pytest.mark.parametrize("name", NUMBERED)
@pytest.mark.parametrize("number", [*range(12), 999_983])
def test_every_draw_tells_all_misconceptions_apart(name: str, number: int) -> None:
    question = QUESTIONS[name]
    assert apart(question.parts[0], question.draw(number))


def test_a_generated_filter_gives_the_printed_output() -> None:
    """The key against the question's own words: slide the filter over the signal."""
    for number in range(40):
        draw = QUESTIONS["1b"].draw(number)
        signal, taps = draw.values["signal"], PARTS["1b"].key(draw)
        slid = [sum(s * h for s, h in zip(signal[i:], taps, strict=False)) for i in range(len(taps))]
        assert slid == list(draw.values["output"])
        assert taps[0] == draw.values["hint"]


def test_generated_draws_vary_what_they_should() -> None:
    draws = [QUESTIONS["1c"].draw(number).values for number in range(40)]
    assert {values["stride"] for values in draws} == {1, 2}
    assert {values["padding"] for values in draws} == {0, 1}
    assert len({(len(values["image"]), len(values["image"][0])) for values in draws}) > 2
    cubes = [QUESTIONS["2a"].draw(number).values["cubes"] for number in range(40)]
    assert {len(some) for some in cubes} == {3, 4}
    assert len({PARTS["2a"].key(QUESTIONS["2a"].draw(number))["batch"] for number in range(40)}) == 4


def test_questions_without_numbers_say_so() -> None:
    for name in set(QUESTIONS) - set(NUMBERED):
        assert QUESTIONS[name].draw(3).values == QUESTIONS[name].draw(0).values
        assert "no numbers" in QUESTIONS[name].draw(3).values["constant"]


def test_3a_and_3b_share_their_image() -> None:
    for number in range(10):
        assert QUESTIONS["3a"].draw(number).values == QUESTIONS["3b"].draw(number).values


# ---- keys over symbols ---------------------------------------------------------------------------------------


def env_of(name: str, seed: int = 0) -> dict[str, Any]:
    kind = PARTS[name].kind
    assert isinstance(kind, Expression | Relation | Proof)
    return draw_env(kind.symbols, np.random.default_rng(seed))


def run(name: str, env: dict[str, Any]) -> np.ndarray:
    return np.asarray(PARTS[name].key(Draw(0))(env))


def test_gradient_by_hand() -> None:
    env = {**env_of("2b/gradient"), "n": 3, r"\partial L/\partial y": np.array([6.0, 0.0, 3.0]), r"\gamma": 2.0}
    assert run("2b/gradient", env).tolist() == [6.0, -6.0, 0.0]
    assert run("2b/limit", env).tolist() == [12.0, 0.0, 6.0]


def test_dropout_loss_by_hand() -> None:
    """One example, one feature: (1 - p) y^2 + p (y - x w)^2."""
    env = {"X": np.array([[3.0]]), "y": np.array([5.0]), r"\tilde w": np.array([2.0]), "p": 0.25}
    assert float(run("4a", env)) == pytest.approx(0.75 * 25 + 0.25 * 1)


def test_weights_and_data_matrix_by_hand() -> None:
    assert run("4b", {r"\tilde w": np.array([2.0, -4.0]), "p": 0.25}).tolist() == [0.5, -1.0]
    env = {"X": np.array([[2.0, 8.0]]), r"\Gamma": np.diag([2.0, 4.0]), r"\lambda": 9.0}
    np.testing.assert_allclose(run("4c", env), [[1.0, 2.0]])
    np.testing.assert_allclose(PARTS["4c"].alternatives[0].answer(Draw(0))(env), [[3.0, 6.0]])


def test_the_inverse_on_the_wrong_side_does_not_fit() -> None:
    env = env_of("4c")
    wrong = next(known for known in PARTS["4c"].misconceptions if known.name == "wrong-side")
    with pytest.raises(ValueError, match="matmul"):
        wrong.answer(Draw(0))(env)


def test_the_contested_limit_is_shown_by_a_computation() -> None:
    """Rows of the table: the course's limit fails exactly where the mean of the gradients does not vanish."""
    table = PARTS["2b/limit"].alternatives[0].computation()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if "mean goes to" in line]
    large = {row[0]: (float(row[4]), float(row[5])) for row in rows if row[1] == "100,000"}
    zero, one = large["$\\sin j$, mean goes to 0"], large["$1 + \\sin j$, mean goes to 1"]
    assert max(zero) < 1e-3
    assert one[0] > 1.9 and one[1] < 1e-3


# ---- nudges and solutions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", PAPER.questions, ids=lambda q: q.name)
def test_the_ladder_has_every_rung(question: Question) -> None:
    for number in (0, 5):
        kinds = [nudge.kind.value for nudge in question.nudges(question.draw(number))]
        assert kinds == ["recheck", "clarify", "target", "reveal"]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("question", PAPER.questions, ids=lambda q: q.name)
def test_every_sum_in_a_solution_is_right(question: Question, number: int) -> None:
    """Read the printed equalities between numbers back out of the text, and add them up again."""
    text = question.solution(question.draw(number)).replace("{,}", "").replace(r"\cdot", "*").replace("&=", "=")
    checked = 0
    for formula in re.findall(r"\$+([^$]+)\$+", text):
        for line in re.split(r"\\\\|\\begin\{aligned\}|\\end\{aligned\}", formula):
            sides = [side.strip(" .,") for side in line.split("=")]
            values = [total(side) for side in sides]
            if len(values) > 1 and all(value is not None for value in values):
                assert len({round(value, 6) for value in values if value is not None}) == 1, line
                checked += 1
    assert checked or question.name in ("1a", "2a", "2b", "4b", "4c", "4d")


def total(text: str) -> float | None:
    """The value of a sum of products of numbers with round brackets, or None where it is anything else."""
    if not re.fullmatch(r"[\d\s.+*()-]+", text):
        return None
    while inner := re.search(r"\(([^()]*)\)", text):
        text = text.replace(inner[0], str(total(inner[1])), 1)
    result = 0.0
    for term in re.findall(
        r"(?:^|[+-])\s*[^+*-]+(?:\*\s*-?[^+*-]+)*|-?\d[^+]*", text.replace("- ", "+ -").replace(" ", "")
    ):
        product = 1.0
        for factor in term.lstrip("+").split("*"):
            product *= float(factor)
        result += product
    return result


def test_total_itself() -> None:
    assert total("1 * 2 + 4 * (-1) + 0 * 3") == -2
    assert total("(3 - 1) * 2 + 3 - 2 * 0") == 7
    assert total("27 + 12") == 39
    assert total("x + 1") is None


@pytest.mark.parametrize("name", NUMBERED)
def test_a_solution_ends_with_the_key(name: str) -> None:
    question = QUESTIONS[name]
    for number in range(5):
        draw = question.draw(number)
        answer = question.solution(draw).split("**Answer:**")[1]
        key = question.parts[0].key(draw)
        if isinstance(key, dict):
            assert re.findall(r"is ([A-D])", answer) == [key["batch"], key["layer"]]
        else:
            numbers = [int(n) for n in re.findall(r"-?\d+", answer.split("*The shape")[0])]
            assert same_value(numbers, np.ravel(key).tolist())


def test_find_names_what_is_known() -> None:
    from viva.errors import VivaError

    assert find("hw5")[1] is None
    assert find("hw5/2b/limit")[1] is QUESTIONS["2b"]
    with pytest.raises(VivaError, match="hw5"):
        find("hw99")
    with pytest.raises(VivaError, match="4d"):
        find("hw5/9z")
    with pytest.raises(VivaError, match="from 0 on"):
        QUESTIONS["1b"].draw(-1)
