"""The rubrics of 1a and 4d on real prose: what must be accepted, what must not, what patterns leave undecided."""

from __future__ import annotations

import pytest

import viva
from viva.checking.answers.concepts import read, same
from viva.checking.answers.protocol import Reading
from viva.kinds import Compound
from viva.papers import find
from viva.reading.replies import read_reply
from viva.types import Part, Verdict


def judged(part: Part, text: str) -> bool | None:
    reading = read(read_reply(text), part)
    assert isinstance(reading, Reading)
    return same(reading.value, part.key(None), part).equal


def component(name: str) -> Part:
    part = find("hw5/4d")[1].parts[0]
    assert isinstance(part.kind, Compound)
    return Part(name, "", part.kind.components[name], lambda draw: part.key(draw)[name], lambda draw: "")


REASONS = [
    (True, "1. Weight sharing keeps the number of parameters small. 2. Translation invariance: objects are found "
           "anywhere."),
    (True, "1) Parameter efficiency. 2) Translation equivariance."),
    (True, "- They exploit the **local structure** of images: neighboring pixels are correlated.\n- Filters are "
           "shared."),
    (True, "Convolutions use the same kernel weights, reusing the same filter everywhere, so there are fewer "
           "parameters; "
           "and stacking them gives a hierarchy of features."),
    (True, "First, sparse connectivity: each unit sees only a small receptive field. Second, shift-equivariance."),
    (True, "Reason one: far fewer weights, because the filter is reused over the image. Reason two: a feature is "
           "detected "
           "regardless of its position."),
    (True, "They preserve the spatial structure of the image, while flattening destroys it. Also they need fewer "
           "learnable parameters, which reduces overfitting."),
    (True, "They are invariant to translations, and they have far less parameters than dense layers."),
    (True, "It has local connectivity (nearby pixels matter most) and can recognise a pattern wherever it appears."),
    (True, "**Parameter sharing** and **spatial locality** are the two main reasons."),
    (True, "1. Reduced number of parameters.\n2. Built-in equivariance to translations of the input."),
    (False, "Convolutional layers have more parameters, so they can learn more, and they are translation invariant; "
            "they also share weights."),
    (False, "Fully connected layers have fewer parameters. Convolutions have local receptive fields and are "
            "translation "
            "equivariant, with shared weights."),
    (False, "They are the modern standard and everyone uses them because they work better in practice on pictures."),
    (None, "Weight sharing: the same weights are used at all positions, and that is really the one thing to know "
           "about it."),
    (None, "They train quickly on a GPU, and deep learning libraries support them very well on all kinds of machines."),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "text"), REASONS)
def test_reasons_for_convolution(verdict: bool | None, text: str) -> None:
    assert judged(find("hw5/1a")[1].parts[0], text) is verdict


NORMS = [
    (True, "All columns of $\\tilde X$ have the same norm."),
    (True, "The norms of the columns are all equal to $1/c$."),
    (True, "$\\|\\tilde X_{:,j}\\|_2 = \\frac{\\|X_{:,j}\\|}{c \\|X_{:,j}\\|} = \\frac{1}{c}$ for every j."),
    (True, "Every column has identical Euclidean norm, namely √(p/(1-p))."),
    (True, "They have equal L2 norm, whatever the columns of X were."),
    (True, "The column norms do not depend on j."),
    (True, "Each column of X̃ has a constant norm 1/c, where c is the constant of proportionality."),
    (True, "If c = 1 every column has unit norm; in general the norm is 1/c."),
    (True, "With $\\Gamma_{jj} = \\|X_{:,j}\\|$ all columns have norm 1, so they are the same length."),
    (True, "Up to a constant factor every column is normalized to unit norm."),
    (True, "The transformation equalizes the column norms."),
    (True, "All columns have unit norm, if the constant of proportionality is 1."),
    (True, "With $\\Gamma = \\operatorname{diag}(\\|X_{:,1}\\|, \\ldots)$ every column gets unit norm, all the same."),
    (False, "Since $\\Gamma_{jj} = c \\|X_{:,j}\\|$, every column of the new matrix has unit norm, all the same norm."),
    (True, "The norm of each column is $1/c$, where the constant of proportionality is c."),
    (True, "Column j has norm (1/c), so the norms are equal."),
    (True, "Its norm is $\\|\\tilde{x}_j\\| = \\sqrt{\\frac{p}{1-p}}$, the same for all features."),
    (True, "The columns have uniform norm. Batch norm: makes all features have the same variance."),
    (False, "Every column of the new matrix has the same norm, which is equal to c."),
    (False, "The columns all have norm c."),
    (False, "$\\|\\tilde X_{:,j}\\| = c$ for all columns, so they have the same norm."),
    (False, "All columns of the effective matrix have unit norm."),
    (False, "The norms are equal to 1 for all columns, so they all have the same norm."),
    (False, "The norms of the columns are different in general, as the features have different scales; not equal "
            "norms."),
    (None, "Batch norm makes all features have unit variance, and that is similar to what dropout does in a sense."),
    (None, "The columns become larger when the features are small, so that the model can be trained a bit more "
           "easily."),
    (None, "Layer norm has the same idea. The batch norm statistics are one thing, and dropout is quite another "
           "thing."),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "text"), NORMS)
def test_column_norms(verdict: bool | None, text: str) -> None:
    assert judged(component("norms"), text) is verdict


RELATIONS = [
    (True, "Both dropout and batch normalization put features on the same scale."),
    (True, "Dropout implicitly normalizes the features, which batch norm does explicitly."),
    (True, "So dropout acts like batch normalization, apart from the centering."),
    (True, "Batch norm rescales every feature to unit variance; dropout has a similar effect through its "
           "penalty, as all "
           "features end up with a comparable scale."),
    (True, "In both cases no single feature can dominate because of its units."),
    (True, "Dropout's regularizer normalizes the columns, similar to what batch normalization does to activations."),
    (False, "There is no relationship between dropout and batch normalization; both normalize nothing alike."),
    (None, "Batch normalization uses the mean and the variance of the mini-batch to speed up the training of "
           "networks."),
    (None, "Dropout sets activations to zero at random during training and thereby reduces the overfitting of "
           "the net."),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "text"), RELATIONS)
def test_relation_to_batch_norm(verdict: bool | None, text: str) -> None:
    assert judged(component("relation"), text) is verdict


@pytest.mark.parametrize(
    "unit", ["norm ", "column ", "all ", "same the ", "batch norm ", "parameters of ", "a", "edges "]
)
def test_long_repetitive_text_is_read_too(unit: str) -> None:
    """Patterns that backtrack without bound would hang here."""
    text = unit * (6_000 // len(unit))
    for part in (find("hw5/1a")[1].parts[0], component("norms"), component("relation")):
        assert judged(part, text + " and some more words to say.") in (True, False, None)


PROSE = [
    (
        "1a",
        True,
        "Two key reasons:\n\n1. **Parameter efficiency through weight sharing** – a 3×3 kernel slides over "
        "the entire image.\n2. **Spatial inductive bias** – translation equivariance.",
    ),
    (
        "1a",
        True,
        "CNNs exploit spatial locality: nearby pixels are related. Moreover the same kernel is applied "
        "across all locations, giving far fewer parameters.",
    ),
    (
        "1a",
        True,
        "Using the same filter at every position massively cuts the number of weights. A cat in the left "
        "corner and a cat in the right corner activate the same detector, so features are detected no "
        "matter where they are.",
    ),
    (
        "1a",
        True,
        "Fully connected layers flatten the image and throw away the 2-D structure; convolutions keep it. "
        "And a dense layer on a 1-megapixel image would need billions of weights, while a conv layer needs "
        "a few hundred, so convolution reduces the number of parameters.",
    ),
    (
        "1a",
        True,
        "(i) local receptive fields, (ii) shared weights.",
    ),
    (
        "1a",
        True,
        "They have built-in translation equivariance and they need fewer parameters, so they overfit less.",
    ),
    (
        "1a",
        True,
        "Because a conv layer uses sparse connections and parameter sharing.",
    ),
    (
        "1a",
        True,
        "1. Far fewer learnable parameters than an FC layer because each kernel is reused at each spatial "
        "position.\n\n2. Translation equivariance: shifting the input shifts the output.",
    ),
    (
        "1a",
        True,
        "Conv layers preserve spatial relationships between pixels and have a lower parameter count.",
    ),
    (
        "1a",
        True,
        "The number of weights does not depend on image size, and features can be recognized anywhere in the image.",
    ),
    (
        "1a",
        True,
        "Unlike in fully connected layers, where each pixel has its own weights, convolutional layers "
        "share weights across positions. They also respect locality.",
    ),
    (
        "1a",
        True,
        "In a dense layer every output is connected to all pixels, which is wasteful; convolutions only "
        "look at local neighborhoods and share their weights.",
    ),
    (
        "1a",
        True,
        "Convolutions are shift equivariant (though not rotation equivariant), and share parameters.",
    ),
    (
        "1a",
        True,
        "They're not invariant to rotation, but they are translation equivariant; and parameter sharing "
        "makes them cheap.",
    ),
    (
        "1a",
        False,
        "Convolutions are rotation invariant, and every neuron sees the whole image.",
    ),
    (
        "1a",
        False,
        "Convolutional layers use more parameters than dense layers which lets them model images. They are "
        "also translation equivariant.",
    ),
    (
        "1a",
        False,
        "They share weights. They are also equivariant to rotations and scaling.",
    ),
    (
        "4d",
        True,
        "The columns of X̃ all have norm 1/c. Batch normalization similarly brings all features to the same scale.",
    ),
    (
        "4d",
        True,
        "$\\|\\tilde{X}_{:,j}\\| = \\frac{\\|X_{:,j}\\|}{c\\|X_{:,j}\\|} = 1/c$, i.e. constant across "
        "columns. So dropout implicitly normalizes features, similar to batch norm.",
    ),
    (
        "4d",
        True,
        "All columns have equal norm ($1/c$). Dropout's regularizer is equivalent to ridge regression on "
        "normalized features, which mirrors what batch norm does explicitly.",
    ),
    (
        "4d",
        True,
        "Every column of the effective matrix has the same Euclidean length. Both dropout and BN remove "
        "scale differences between features, so both normalise scales.",
    ),
    (
        "4d",
        True,
        "Each column gets norm √(p/(1-p)), the same for all. Dropout acts as implicit feature "
        "normalization, batch norm is explicit.",
    ),
    (
        "4d",
        True,
        "The column norms are all identical, equal to $\\frac{1}{c}$. Unlike batch normalization, which "
        "does so explicitly, dropout does it implicitly: both equalize the scale of the features.",
    ),
    (
        "4d",
        False,
        "Each column has norm c², so dropout and batch norm both normalize the scale.",
    ),
    (
        "4d",
        False,
        "The norms are unchanged. Dropout and batch norm both equalize the scale of features.",
    ),
    (
        "4d",
        False,
        "All columns have the same norm 1/c. Dropout has nothing to do with batch normalization, they are unrelated.",
    ),
    (
        "4d",
        False,
        "The norm of every column is $\\sqrt{c}$, all equal. Both dropout and batch norm rescale features "
        "to the same scale.",
    ),
    (
        "4d",
        False,
        "The norms of the columns of X̃ are different from one another. Dropout, like batch norm, normalizes scale.",
    ),
    (
        "4d",
        False,
        "All columns have unit norm for every choice of the constant. Dropout, like batch normalization, "
        "puts features on the same scale.",
    ),
]


@pytest.mark.parametrize(("question", "right", "text"), PROSE)
def test_real_prose(question: str, right: bool, text: str) -> None:
    """Ways to say it that models and students use, and wrong statements in the same words."""
    assert viva.check(f"hw5/{question}", text).verdict is (Verdict.CORRECT if right else Verdict.INCORRECT)
