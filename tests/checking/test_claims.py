"""Claims in prose: sentences of our own, true ones and false ones, and the reports made by hand where they are present."""  # noqa: E501

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from viva.checking.claims import findings, statements
from viva.papers import load_paper
from viva.types import Question

PAPER = load_paper("hw5")
QUESTIONS = {q.name: q for q in PAPER.questions}
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def question(name: str) -> Question:
    return QUESTIONS[name]


FALSE = [
    ("2a", "Batch norm computes the mean over all N samples for each channel and each spatial location."),
    ("2a", "BatchNorm: the statistics are kept per pixel, averaged across the batch."),
    ("2a", "In batch normalization we average across all channels for each sample."),
    ("2a", "Layer normalization averages over the mini-batch, separately for each channel."),
    ("2a", "Layer norm: normalizes across the channels C for each spatial position (h, w)."),
    ("2a", "Cube C is group normalization, which works on a single channel of one example."),
    ("1a", "A convolutional layer has a number of parameters that grows with the image size."),
    ("1a", "The parameter count of a fully connected layer is independent of the image size."),
    ("1a", "A 32×32 RGB image has 3,072 pixels."),
    ("1b", "Using the hint, we set the first entry to 2 and solve for the others."),
    ("1b", "The hint says the first tap is 2, so we know a = 2."),
    ("2b", "The gradient depends on β as well."),
    ("2b", "Since all gradients are bounded, the mean term vanishes as n grows."),
    ("4a", "For a mask, $\\mathbb{E}[R_{ij}^2] = p^2$."),
    ("4a", "The strength of the penalty on each weight is proportional to the norm of its column."),
    ("4b", "At test time the weights are multiplied by 1/p."),
    ("4b", "Scaling the weights by $\\frac{1}{p}$ at inference restores the expected output."),
    ("4c", "Each column of X is divided by the corresponding diagonal entry of Γ."),
    ("4d", "So dropout whitens the features."),
]
TRUE = [
    ("2a", "Batch normalization averages per channel, over N, H and W."),
    ("2a", "Batch norm: one mean and variance for each channel, using all examples and all pixels of that channel."),
    ("2a", "Layer normalization averages over C, H and W, independently for each sample in the batch."),
    ("2a", "LayerNorm normalizes across all channels and all spatial positions of each sample."),
    ("2a", "Instance norm averages over H and W for each sample and each channel."),
    ("2a", "Group normalization takes a group of channels of one example."),
    ("2a", "Unlike batch norm, layer norm does not depend on the batch size and is computed per example."),
    ("1a", "The number of parameters of a convolutional layer does not depend on the image size."),
    ("1a", "A fully connected layer's parameter count grows with the image size."),
    ("1a", "A 32×32 RGB image has 1,024 pixels."),
    ("1b", "The first entry is 2, which agrees with the hint."),
    ("1b", "Check with the hint: the first entry is indeed 2, as it says."),
    ("2b", "β does not appear in the gradient because it is only added."),
    ("2b", "The contribution of each single example to the mean vanishes as n grows."),
    ("2b", "If the gradients have mean zero, the average goes to 0 as n grows."),
    ("4a", "Because R is 0 or 1, $\\mathbb{E}[R_{ij}^2] = p$."),
    ("4a", "The strength of the penalty on each weight is proportional to the squared norm of its column."),
    ("4b", "At test time the weights are multiplied by p."),
    (
        "4b",
        "PyTorch's inverted dropout scales the activations by 1/p during training, so nothing is needed at inference.",
    ),
    ("4c", "If Γ is diagonal, each column of X is divided by the corresponding diagonal entry of Γ."),
    ("4d", "All columns get the same norm, but nothing is whitened: there is no decorrelation."),
]


@pytest.mark.parametrize(("name", "sentence"), FALSE)
def test_a_false_statement_is_found_with_its_quote(name: str, sentence: str) -> None:
    text = f"My answer is below.\n\n{sentence}\n\nThat is all."
    found = findings(question(name), text)
    assert found, sentence
    assert all(f.span is not None and text[f.span.start : f.span.end] == f.quote for f in found)
    assert all(f.quote in sentence and f.detail for f in found)


@pytest.mark.parametrize(("name", "sentence"), TRUE)
def test_a_true_statement_is_not_blamed(name: str, sentence: str) -> None:
    assert not findings(question(name), f"My answer is below.\n\n{sentence}\n\nThat is all.")


def test_true_statements_are_recognised_too() -> None:
    found = statements(question("2a"), "Batch normalization averages per channel, over N, H and W.")
    assert [(claim, holds) for claim, holds, _ in found] == [("normalization-axes", True)]


def test_the_solutions_make_no_false_claim() -> None:
    for q in PAPER.questions:
        for number in (0, 1):
            assert not [f for f in findings(q, q.solution(q.draw(number))) if f.kind.value != "contested-key"], q.name


SHADED = "In the picture, the shaded region of cube A spans all samples but only one channel."


def test_a_figure_that_was_not_sent_is_made_up() -> None:
    kinds = [f.kind.value for f in findings(question("2a"), SHADED, figure="")]
    assert kinds == ["hallucination"]
    assert not findings(question("2a"), SHADED, figure=None)


def test_a_figure_that_was_sent_is_compared_with_the_draw() -> None:
    q = question("2a")
    draw = q.draw(0)  # A: N, H, W; B: C, H, W; C: H, W
    assert not findings(q, SHADED, figure="picture", draw=draw)
    wrong = "The shaded region of cube B spans all samples but only one channel."
    assert [f.kind.value for f in findings(q, wrong, figure="picture", draw=draw)] == ["misread-figure"]
    for number in range(1, 6):
        draw = q.draw(number)
        for letter, axes in draw.values["cubes"].items():
            if set(axes) == {"N", "H", "W"}:
                said = f"The shaded region of cube {letter} spans all samples but only one channel."
                assert not findings(q, said, figure="picture", draw=draw)


# ---- the reports made by hand --------------------------------------------------------------------------------

# (report, question, attempt) → words that the finding's label contains and that a claim has to find
EXPECTED = {
    ("gpt-oss-120b", "1b", 1): "hint-misuse",
    ("gpt-oss-120b", "2a", 2): "false-explanation",
    ("gpt-oss-120b", "4c", 1): "wrong-formula",
    ("claude-opus-4.5", "4a", 1): "false-explanation",
    ("claude-opus-4.5", "4d", 1): "false-explanation",
    ("grok", "1a", 1): "false-explanation",
    ("grok", "2a", 1): "false-explanation",
    ("grok", "4b", 1): "false-explanation",
    ("grok", "4d", 1): "false-explanation",
    ("chatgpt-5.1-pro", "2a", 1): "false-explanation",
    ("chatgpt-5.1-pro", "4a", 1): "false-explanation",
    ("chatgpt-5.1-pro", "4c", 1): "wrong-formula",
    ("chatgpt-5.1-pro", "4d", 1): "false-explanation",
    ("claude", "4c", 1): "false-explanation",
}


def _seeds() -> list[dict[str, object]]:
    if not (SEEDS / "labels.jsonl").exists():
        return []
    rows = [json.loads(line) for line in (SEEDS / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    return [r for r in rows if "-" in r["lines"] and r["part"] in (r["question"], r["question"] + "/gradient")]


@pytest.mark.skipif(not _seeds(), reason="the reports made by hand are not here")
@pytest.mark.parametrize("row", _seeds(), ids=lambda r: f"{r['report']}-{r['question']}-{r['attempt']}")
def test_reports_made_by_hand(row: dict[str, object]) -> None:
    lines = (SEEDS / f"{row['report']}.txt").read_text(encoding="utf-8").split("\n")
    first, last = (int(n) for n in re.findall(r"\d+", str(row["lines"]))[:2])
    found = findings(question(str(row["question"])), "\n".join(lines[first - 1 : last]))
    kinds = {f.kind.value for f in found if f.kind.value != "contested-key"}
    expected = EXPECTED.get((str(row["report"]), str(row["question"]), int(str(row["attempt"]))))
    assert kinds == ({expected} if expected else set()), [(f.quote, f.detail) for f in found]
