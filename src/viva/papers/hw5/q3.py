"""3a and 3b: the learnable parameters of an ordinary and of a depthwise separable convolution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from viva.kinds import Number
from viva.maths.parameters import convolution_parameters, depthwise_separable_parameters
from viva.papers.drawing import drawing
from viva.papers.hw5.claims import CLAIMS
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Draw, FindingKind, Nudge, NudgeKind, Part, Question

IGNORE_BIASES = "Remember the convention: biases are not counted. Please count again under this convention."


def of(count: Callable[[int, int, tuple[int, int], int], int]) -> Callable[[Draw], int]:
    """An answer from a formula in the input channels, output channels, kernel and resolution."""

    def answer(draw: Draw) -> int:
        values = draw.values
        kernel = (values["kernel_rows"], values["kernel_columns"])
        return count(values["channels_in"], values["channels_out"], kernel, values["resolution"])

    return answer


def _area(kernel: tuple[int, int]) -> int:
    return kernel[0] * kernel[1]


def _weights_one_by_one(channels_in: int, channels_out: int, kernel: tuple[int, int]) -> int:
    """Count the pairs (output channel, input entry of one window) that a weight connects."""
    return sum(1 for _ in np.ndindex(channels_out, channels_in, *kernel))


ordinary = of(lambda cin, cout, k, size: convolution_parameters(cin, cout, k))
separable = of(lambda cin, cout, k, size: depthwise_separable_parameters(cin, cout, k))

ORDINARY = Part(
    name="3a",
    asks="the number of learnable parameters",
    kind=Number(unit="parameters"),
    key=ordinary,
    shown=lambda draw: f"${ordinary(draw)}$",
    proof=of(lambda cin, cout, k, size: _weights_one_by_one(cin, cout, k)),
    misconceptions=(
        misconception(
            "biases-counted",
            "One bias per output channel was counted.",
            of(lambda cin, cout, k, size: convolution_parameters(cin, cout, k, bias=True)),
            FindingKind.CONVENTION,
            IGNORE_BIASES,
            NudgeKind.CLARIFY,
        ),
        misconception(
            "input-channels-forgotten",
            "Each output channel was given one filter for all input channels together.",
            of(lambda cin, cout, k, size: cout * _area(k)),
            FindingKind.WRONG_FORMULA,
            "How many channels does the filter of one output channel look at?",
        ),
        misconception(
            "one-output-channel",
            "Only the filter of one output channel was counted.",
            of(lambda cin, cout, k, size: cin * _area(k)),
            FindingKind.DROPPED_TERM,
            "You counted the weights that one output channel needs. How many output channels are there?",
        ),
        misconception(
            "channels-added",
            "Input and output channels were added instead of multiplied.",
            of(lambda cin, cout, k, size: (cin + cout) * _area(k)),
            FindingKind.WRONG_FORMULA,
            "There is a weight for every pair of an input and an output channel. How many pairs are there?",
        ),
        misconception(
            "resolution-counted",
            "Every pixel was given weights of its own.",
            of(lambda cin, cout, k, size: cin * cout * _area(k) * size * size),
            FindingKind.WRONG_FORMULA,
            "The same filter is used at every pixel. Does the number of weights depend on the resolution?",
        ),
    ),
)

SEPARABLE = Part(
    name="3b",
    asks="the number of learnable parameters of both steps together",
    kind=Number(unit="parameters"),
    key=separable,
    shown=lambda draw: f"${separable(draw)}$",
    proof=of(lambda cin, cout, k, size: sum(1 for _ in np.ndindex(cin, *k)) + sum(1 for _ in np.ndindex(cout, cin))),
    misconceptions=(
        misconception(
            "biases-counted",
            "Biases of both steps were counted.",
            of(lambda cin, cout, k, size: depthwise_separable_parameters(cin, cout, k, bias=True)),
            FindingKind.CONVENTION,
            IGNORE_BIASES,
            NudgeKind.CLARIFY,
        ),
        misconception(
            "last-biases-counted",
            "The biases of the pointwise step were counted.",
            of(lambda cin, cout, k, size: depthwise_separable_parameters(cin, cout, k) + cout),
            FindingKind.CONVENTION,
            IGNORE_BIASES,
            NudgeKind.CLARIFY,
        ),
        misconception(
            "groups-forgotten",
            "The depthwise step was counted as an ordinary convolution from all channels to all channels.",
            of(lambda cin, cout, k, size: convolution_parameters(cin, cin, k) + cin * cout),
            FindingKind.WRONG_FORMULA,
            "In the depthwise step no channel sees another. How many weights does the filter of one channel have then?",
        ),
        misconception(
            "product-instead-of-sum",
            "The two steps were multiplied instead of added.",
            of(lambda cin, cout, k, size: cin * _area(k) * cin * cout),
            FindingKind.WRONG_FORMULA,
            "The two steps are two layers, each with weights of its own. How do their numbers combine?",
        ),
        misconception(
            "ordinary-convolution",
            "An ordinary convolution was counted.",
            ordinary,
            FindingKind.WRONG_FORMULA,
            "That is the ordinary convolution. Count the weights of the depthwise and of the pointwise step.",
        ),
        misconception(
            "depthwise-only",
            "The pointwise step is missing.",
            of(lambda cin, cout, k, size: cin * _area(k)),
            FindingKind.DROPPED_TERM,
            "There is a second step, the pointwise convolution. What does it add?",
        ),
        misconception(
            "pointwise-only",
            "The depthwise step is missing.",
            of(lambda cin, cout, k, size: cin * cout),
            FindingKind.DROPPED_TERM,
            "There is a first step, the depthwise convolution. What does it add?",
        ),
        misconception(
            "pointwise-without-inputs",
            "The pointwise step was given one weight per output channel.",
            of(lambda cin, cout, k, size: cin * _area(k) + cout),
            FindingKind.WRONG_FORMULA,
            "A pointwise filter combines all channels of its input. How many weights does one such filter have?",
        ),
    ),
)

PUBLISHED: Mapping[str, Any] = {
    "channels_in": 3,
    "channels_out": 4,
    "kernel_rows": 3,
    "kernel_columns": 3,
    "resolution": 224,
}


def make(rng: np.random.Generator) -> Mapping[str, Any] | None:
    return {
        "channels_in": int(rng.integers(2, 33)),
        "channels_out": int(rng.integers(2, 65)),
        "kernel_rows": int(rng.choice([2, 3, 5, 7])),
        "kernel_columns": int(rng.choice([2, 3, 5, 7])),
        "resolution": int(rng.choice([28, 32, 64, 96, 128, 224, 256])),
    }


def nudges_ordinary(draw: Draw) -> tuple[Nudge, ...]:
    values = draw.values
    one = values["channels_in"] * values["kernel_rows"] * values["kernel_columns"]
    return ladder(
        clarify=f"To be sure that the question was read correctly: {values['channels_in']} input channels, "
        f"{values['channels_out']} output channels, kernels of {values['kernel_rows']} × {values['kernel_columns']}, "
        "and biases are not counted. Please count again.",
        target="First count the weights of the filter that makes one output channel: it extends over all input "
        "channels. Then think of how many such filters there are.",
        reveal=f"The filter of one output channel has {one} weights. How many are there in all?",
    )


def nudges_separable(draw: Draw) -> tuple[Nudge, ...]:
    values = draw.values
    depthwise = values["channels_in"] * values["kernel_rows"] * values["kernel_columns"]
    return ladder(
        clarify=f"To be sure that the question was read correctly: {values['channels_in']} input channels, "
        f"{values['channels_out']} output channels, depthwise kernels of {values['kernel_rows']} × "
        f"{values['kernel_columns']}, then a pointwise convolution, and biases are not counted. Please count again.",
        target="Count the two steps separately: one spatial filter for each input channel; then a 1 × 1 "
        "convolution, whose filters combine all channels. Add the two numbers.",
        reveal=f"The depthwise step has {depthwise} weights. Count those of the pointwise step and add them.",
    )


def _worked(draw: Draw) -> dict[str, Any]:
    values = draw.values
    area = values["kernel_rows"] * values["kernel_columns"]
    return {
        "one": values["channels_in"] * area,
        "area": area,
        "pointwise": values["channels_in"] * values["channels_out"],
        "ordinary": ordinary(draw),
        "separable": separable(draw),
        "comparison": f"An ordinary convolution between the same channels has ${ordinary(draw)}$ parameters, "
        f"${ordinary(draw) / separable(draw):.2f}$ times as many.",
        "with_biases": ordinary(draw) + values["channels_out"],
        "with_last": separable(draw) + values["channels_out"],
        "with_both": separable(draw) + values["channels_in"] + values["channels_out"],
    }


QUESTION_A = Question(
    name="3a",
    title="Parameters of a convolution",
    parts=(ORDINARY,),
    draw=drawing((ORDINARY, SEPARABLE), PUBLISHED, make),
    prompt=prompt(__package__, "3a"),
    solution=solution(__package__, "3a", _worked),
    nudges=nudges_ordinary,
    claims=CLAIMS.get("3a", ()),
)

QUESTION_B = Question(
    name="3b",
    title="Parameters of a depthwise separable convolution",
    parts=(SEPARABLE,),
    draw=drawing((ORDINARY, SEPARABLE), PUBLISHED, make),
    prompt=prompt(__package__, "3b"),
    solution=solution(__package__, "3b", _worked),
    nudges=nudges_separable,
    claims=CLAIMS.get("3b", ()),
)
