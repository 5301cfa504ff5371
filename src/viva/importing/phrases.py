"""Typical key phrases of each question's prompts and replies, per paper, beside what the paper itself says.

They are in our own words and hold what replies talk about whether they are right or wrong (a wrong total, a name of a
method); a paper without an entry works from its own texts alone, less sharply.
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, str]] = {
    "hw5": {
        "1a": "reasons convolutional layers preferred over fully connected layers image data weight sharing parameter efficiency fewer "
        "parameters translation equivariance invariance local connectivity spatial locality receptive field sparse filters pixels "
        "features edges textures 224 hierarchical position overfitting inductive bias",
        "1b": "recover the filter of a 1D convolution signal [1, 4, 0, -2, 3] filter length 3 no padding stride 1 output [-2, 2, 11] hint "
        "first entry is 2 system of linear equations solve position 0 substitute equation h1 h2 h3 4b -2c = 2 [2, -1, 3] flip verify dot "
        "product unknowns tap",
        "1c": "transpose transposed convolution upsample input matrix 2D [[-1,2],[3,1]] filter [[1,-1],[0,1]] pad 0 stride 1 output 3x3 "
        "overlaps summed [ax, ay, az+bx, by] each input entry multiplied by the filter placed shifted contributions "
        "[[-1,3,-2],[3,-3,1],[0,3,1]] grid summing output size dimensions length-7 sequence resolution kernel row column center entry",
        "2a": "which diagram denotes batch normalization and which layer normalization shaded blocks cube axes N mini-batch C channels H W "
        "pixels spatial diagram A B C normalize statistics mean variance per channel per sample instance norm group norm figure region",
        "2b": "simplified batch norm gradient derivative ∂L/∂x_i in terms of ∂L/∂y_j γ β mean μ de-meaned y_i = γ x̂_i + β chain rule n=1 "
        "n → ∞ limit infinity bounded loss downstream numerical δ_ij 1/n Σ batch average expectation gradient singleton backward",
        "3a": "number of learnable parameters of the traditional standard convolution layer three-channel 224x224 image kernel 3x3 4 output "
        "channels ignore biases 4*3*3*3 = 108 27 weights per filter low-rank approximation 112 28 cout cin full",
        "3b": "depthwise separable convolution total learnable parameters depthwise followed by pointwise 1x1 no cross talk between "
        "channels 3*9 = 27 4*3 = 12 27+12 = 39 intermediate output MobileNet efficient reduction 46 43 30 16 stage",
        "4a": "dropout regularization eliminate the expectation show that L(w~) = E_{R~Bernoulli(p)} ||y - (R⊙X) w~||^2 = ||y - pXw~||^2 + "
        "p(1-p)||Γ~ w~||^2 diagonal norm of the columns expand the square variance independent off-diagonal cross terms E[R_ij R_ik] = "
        "p^2 p - p^2 linear regression learning objective element-wise product random binary matrix Tikhonov mask linearity",
        "4b": "how should we transform the w~ learned with dropout to look like a solution of the traditionally regularized Tikhonov "
        "problem w = p w~ Γ = sqrt((1-p)/p) Γ~ inference time scaling weights PyTorch inverted dropout scale by p adjust at test time "
        "keep probability adjustments during training transformation rescale",
        "4c": "Γ invertible change of variables to make classical ridge regression ||y - X~ w~||^2 + λ||w~||^2 X~ = X Γ^{-1} w~ = Γ w "
        "w = Γ^{-1} w~ λ = 1 changed data matrix substitution substitute reparameterization",
        "4d": "norms of the columns of the effective training matrix X~ when Γ diagonal entries proportional to the norm of the j-th "
        "column relationship between dropout and batch-normalization all columns same norm 1/c equal normalizes feature scale "
        "standardize unit variance speculate implicit whitening",
    }
}
