"""The subject matter as plain array functions, each with its source; nothing here knows papers or replies.

    convolution     convolution as deep learning means it, its transpose, the sizes, the filter behind an output
    normalization   which axes each normalisation averages over; simplified batch norm and its backward pass
    parameters      learnable parameters of a convolution, with groups; depthwise separable convolution
    dropout         the expected squared loss under a random mask: in closed form, and by enumerating the masks
    regression      Tikhonov and ridge regression, and the change of variables between them

Read `viva.papers.hw5` for what uses them. The tests prove each function by something independent of it.
"""
