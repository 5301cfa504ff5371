"""The rubrics of 1a and 4d on real prose: what must be accepted, what must not, what patterns leave undecided."""

from __future__ import annotations

import pytest

from viva.checking.concepts import read, same
from viva.checking.protocol import Reading
from viva.kinds import Compound
from viva.papers import find
from viva.reading.replies import read_reply
from viva.types import Part


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
    (None, "They are the modern standard and everyone uses them because they work better in practice on pictures."),
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
