"""Parameters counted one connection at a time, and by torch where it is installed."""

from __future__ import annotations

from itertools import product

import pytest

from viva.maths.parameters import convolution_parameters, depthwise_separable_parameters


def counted(channels_in: int, channels_out: int, kernel: tuple[int, int], groups: int) -> int:
    """One weight for every (output channel, input channel of the same group, place of the kernel)."""
    per_in, per_out = channels_in // groups, channels_out // groups
    return sum(
        1
        for out, inp, _, _ in product(range(channels_out), range(channels_in), range(kernel[0]), range(kernel[1]))
        if out // per_out == inp // per_in
    )


@pytest.mark.parametrize("groups", [1, 2, 4])
@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (2, 5)])
@pytest.mark.parametrize(("channels_in", "channels_out"), [(4, 4), (8, 4), (4, 12)])
def test_counted_one_by_one(channels_in: int, channels_out: int, kernel: tuple[int, int], groups: int) -> None:
    assert convolution_parameters(channels_in, channels_out, kernel, groups=groups) == counted(
        channels_in, channels_out, kernel, groups
    )
    with_bias = convolution_parameters(channels_in, channels_out, kernel, groups=groups, bias=True)
    assert with_bias == counted(channels_in, channels_out, kernel, groups) + channels_out


def test_separable_is_two_layers() -> None:
    assert depthwise_separable_parameters(3, 4, (3, 3)) == counted(3, 3, (3, 3), 3) + counted(3, 4, (1, 1), 1)
    assert depthwise_separable_parameters(3, 4, (3, 3), bias=True) == 27 + 3 + 12 + 4


def test_groups_must_divide() -> None:
    with pytest.raises(ValueError, match="do not divide"):
        convolution_parameters(3, 4, (3, 3), groups=2)


def test_against_torch() -> None:
    torch = pytest.importorskip("torch")
    for groups, bias in product((1, 2), (True, False)):
        layer = torch.nn.Conv2d(4, 6, (3, 2), groups=groups, bias=bias)
        theirs = sum(parameter.numel() for parameter in layer.parameters())
        assert convolution_parameters(4, 6, (3, 2), groups=groups, bias=bias) == theirs
