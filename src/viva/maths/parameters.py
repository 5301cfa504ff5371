"""Learnable parameters of convolutional layers.

>>> convolution_parameters(3, 4, (3, 3))
108
>>> depthwise_separable_parameters(3, 4, (3, 3))
39

Sources: PyTorch's `torch.nn.Conv2d`, whose weight has the shape (out, in / groups, *kernel); A. Howard et al.,
"MobileNets", arXiv:1704.04861, section 3.1, for the depthwise separable layer. The resolution plays no part.
"""

from __future__ import annotations

from math import prod


def convolution_parameters(
    channels_in: int, channels_out: int, kernel: tuple[int, ...], *, groups: int = 1, bias: bool = False
) -> int:
    """Weights (and with `bias` one bias per output channel) of a convolution; `groups` divides both channel counts.

    >>> convolution_parameters(3, 4, (3, 3), bias=True)
    112
    """
    if channels_in % groups or channels_out % groups:
        raise ValueError(f"{groups} groups do not divide {channels_in} and {channels_out} channels")
    return channels_out * (channels_in // groups) * prod(kernel) + (channels_out if bias else 0)


def depthwise_separable_parameters(
    channels_in: int, channels_out: int, kernel: tuple[int, ...], *, bias: bool = False
) -> int:
    """A depthwise convolution (one filter per input channel), then a pointwise one (1x1, all channels)."""
    depthwise = convolution_parameters(channels_in, channels_in, kernel, groups=channels_in, bias=bias)
    pointwise = convolution_parameters(channels_in, channels_out, (1,) * len(kernel), bias=bias)
    return depthwise + pointwise
