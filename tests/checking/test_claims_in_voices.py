"""Claims in the voices of models and students: no true sentence may be blamed, and most false ones are seen."""

from __future__ import annotations

import pytest

from viva.checking.claims import findings
from viva.papers import load_paper
from viva.types import FindingKind

QUESTIONS = {q.name: q for q in load_paper("hw5").questions}

TRUE = """
2a Batch norm normalises each channel separately across the batch and spatial dims.
2a For BatchNorm we fix a channel c and take the mean over every (n, h, w).
2a BN shares one mean and one variance per channel; both are taken over N×H×W values.
2a In batch normalization the statistics depend on the other examples in the mini-batch.
2a Layer norm works on one sample at a time and averages over C, H and W.
2a LayerNorm is independent of the batch size, because it never looks at other samples.
2a LN computes its mean over all features of a single example.
2a Unlike batch norm, layer norm does not average over the batch.
2a Instance norm averages over H and W only, for each sample and each channel.
2a Group norm sits between layer norm and instance norm: it averages over a group of channels and the pixels.
2a At test time batch norm uses running averages of the mean and the variance.
2a At inference BN no longer depends on the batch, since the running statistics are fixed.
2a Layer norm behaves the same at training and test time.
2a Batch norm has a learnable scale and shift for each channel.
2a Batch norm does not normalise over the channels.
2a With a batch of one, batch norm over fully connected features would give zero.
2a Batch norm: one mean for every channel, computed across the whole batch and all pixel positions.
2a Layer norm: one mean for every example, computed across all channels and all pixel positions.
2a BN normalizes across the batch dimension while LN normalizes across the feature dimension.
2a Each channel gets its own statistics in batch normalization.
1a Convolution is equivariant to translation; together with pooling it becomes approximately invariant.
1a A convolutional layer's parameter count is independent of the image size.
1a The number of weights of a conv layer does not depend on the input resolution.
1a A fully connected layer needs one weight for each input pixel and unit, so its size grows with the image.
1a The activation maps of a CNN do grow with the image size, but its weights do not.
1a Only the size of the fully connected layers depends on the image size, the convolution kernels stay the same.
1a Weight sharing means the same filter is used at every location.
1a A 32 × 32 RGB image has 1,024 pixels.
1a The parameters of the convolution are k² C_in C_out plus biases, no matter how large the image is.
1a Shifting the input shifts the feature map by the same amount.
1b As a check, the hint says the first entry is 2, which matches.
1b I did not use the hint to find the filter.
1b The result agrees with the hint.
1b Without using the hint we get three equations in three unknowns.
1b Our answer is consistent with the given hint.
2b The shift β does not appear in the gradient.
2b β plays no role, because it is a constant.
2b The gradients in x sum to zero over the batch.
2b If the gradients have zero mean, the second term vanishes as n grows.
2b The coefficient 1/n of each single contribution goes to zero.
2b The mean gradient need not vanish when n grows.
2b For n = 1 the output is always β, so the gradient is zero.
2b The gradient does not depend on β.
2b The scale γ multiplies the gradient.
4a Since R_ij is 0 or 1, E[R_ij^2] = p.
4a The penalty is weighted by the squared norm of each column.
4a Off the diagonal, E[R_ij R_ik] = p² by independence.
4a The variance of each entry of the mask is p(1 − p).
4a The strength of the penalty on each weight is proportional to the squared norm of its column.
4a E[R_ij]² = p², while E[R_ij²] = p.
4b At test time the weights are multiplied by p.
4b With inverted dropout the activations are scaled by 1/p during training, so nothing is done at test time.
4b Instead of scaling by p at test time, PyTorch scales by 1/p in training.
4b Dropout is switched off at test time, and the weights are scaled by the keep probability.
4b The weights should not be scaled by 1/p at test time.
4c A diagonal Γ rescales the columns of X.
4c If Γ is diagonal, each column of X is divided by the diagonal entry of Γ.
4c The invertibility of Γ lets us write w = Γ⁻¹ w̃.
4d All columns of the new matrix have the same norm.
4d This is similar to batch norm, which also puts features on one scale.
4d The columns are rescaled, but they are not whitened.
4d Dropout does not whiten the features; it only equalises the norms of the columns.
3a The output is (H − k + 2P)/S + 1 pixels high.
3a The number of parameters of the convolution does not depend on the size of the image.
3b The depthwise filters have k² weights per channel, regardless of the image size.
"""

FALSE = """
2a Batch norm normalises every pixel separately, across the batch.
2a BN computes a mean for each spatial position, averaging over the batch.
2a Batch norm averages over the channels of each sample.
2a For each sample, batch normalization averages over all channels.
2a Batch norm normalizes across C for each example.
2a BatchNorm takes the mean over all features of one sample.
2a Batch norm: each example is normalized on its own, over its pixels and channels.
2a Batch normalization computes statistics per sample, over H and W.
2a Batch norm averages across channels.
2a In BN the mean is taken over the batch for each channel and each location.
2a Layer norm averages over the batch for each channel.
2a Layer norm computes the mean over all samples in the mini-batch.
2a LayerNorm normalizes across the batch dimension.
2a LN keeps one mean per channel, over H and W.
2a Layer norm normalizes each channel separately over the spatial dimensions.
2a Layer normalization averages across channels at each spatial position.
2a Layer norm: for each pixel, over the channels.
2a Instance norm averages over the batch for each channel.
2a Instance norm averages over all channels of one sample.
2a Instance normalization computes statistics across all images.
2a Instance norm: over C, H and W for each sample.
2a Group norm works on a single channel of one sample.
2a Batch norm uses one mean for each pixel, over the examples.
2a Batch norm computes the mean and the variance over the channel dimension.
2a Layer norm takes the average over N, H and W.
2a Layer norm averages along the batch axis, for each feature.
1a The number of parameters of a convolutional layer grows with the image size.
1a The weight count of a conv layer depends on the input resolution.
1a A convolution's weights scale with the spatial dimensions of the picture, so parameters increase with the image size.
1a The number of weights in a fully connected layer is independent of the input size.
1a An MLP has a parameter count independent of the image size.
1a A 64×64 RGB image has 12,288 pixels.
1a A 32 x 32 x 3 image has 3072 pixels.
1a The parameters of a CNN grow with the image resolution.
1a Convolution is invariant to translation.
1a Convolutional layers are translation invariant, not equivariant.
1b From the hint we know that the first entry is 2.
1b Using the hint, a = 2.
1b Because the hint says a = 2, the second equation gives b.
1b The hint tells us that a = 2, so b = 1.
1b Given the hint, only two unknowns remain.
1b We plug in the hint and solve for the rest.
2b The gradient depends on β.
2b β scales the gradient.
2b The mean term vanishes as n → ∞ because gradients are bounded.
2b As n grows, the average gradient tends to zero.
2b As n → ∞ the second term becomes negligible.
2b The sum term goes to zero for large batches.
2b The derivative also depends on β, which shifts the output.
4a E[R_ij^2] = p^2.
4a By independence, $\\mathbb{E}[R_{ij}^2] = p^2$.
4a The amount of regularization is proportional to the norm of the column.
4a It penalizes weights proportionally to their column norm.
4a E[R²] = p²
4a R_ij and X_ij are independent random variables, so the expectation factors for each entry.
4b At test time the weights are scaled by 1/p.
4b At inference we multiply the weights by 1/p.
4b During evaluation the dropout weights are adjusted by a factor of 1/p.
4b At test time we must scale by $\\frac{1}{p}$ to compensate.
4b At test time the weights are divided by p.
4b To use the network at inference, divide the learned weights by the keep probability p.
4c Each column of X is divided by the diagonal entry of Γ.
4d Dropout whitens the columns of X.
4d The transform whitens the features, like batch norm.
4d Dropout acts as a whitening of the feature space.
"""


def rows(text: str) -> list[tuple[str, str]]:
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in text.strip().splitlines()]


def blamed(question: str, sentence: str) -> bool:
    return any(f.kind is not FindingKind.INSIGHT for f in findings(QUESTIONS[question], sentence))


@pytest.mark.parametrize(("question", "sentence"), rows(TRUE))
def test_a_true_sentence_is_not_blamed(question: str, sentence: str) -> None:
    assert not blamed(question, sentence)


def test_most_false_sentences_are_seen() -> None:
    """Recall, not precision: a sentence that is not recognised for sure is passed over."""
    missed = [row for row in rows(FALSE) if not blamed(*row)]
    assert len(rows(TRUE)) >= 60 and len(rows(FALSE)) >= 60
    assert len(missed) <= len(rows(FALSE)) // 10, missed
