"""1a: two reasons for convolutional rather than fully connected layers on images. Prose, decided by a rubric."""

from __future__ import annotations

from typing import Any

from viva.kinds import Concept, Point
from viva.maths.parameters import convolution_parameters
from viva.papers.drawing import without_numbers
from viva.papers.hw5.claims import CLAIMS
from viva.papers.hw5.reasons import reasons
from viva.papers.nudges import ladder
from viva.papers.texts import prompt, solution
from viva.types import Draw, Nudge, Part, Question

POINTS = (
    Point("weight-sharing", "The same few weights are shared by all positions, so there are far fewer parameters."),
    Point("translation", "They are translation equivariant: a feature is detected wherever it appears."),
    Point("locality", "They look at local neighbourhoods: near pixels belong together (sparse, local connectivity)."),
    Point("hierarchy", "Stacked layers build a hierarchy, from edges to parts to objects."),
    Point("variable-size", "The same layer takes images of different sizes."),
)

PART = Part(
    name="1a",
    asks="two reasons for convolutional over fully connected layers on images",
    kind=Concept(POINTS, needed=2, reader=reasons),
    key=lambda draw: tuple(point.name for point in POINTS),
    shown=lambda draw: "two of: " + " ".join(f"({i}) {point.says}" for i, point in enumerate(POINTS, 1)),
)


def _worked(draw: Draw) -> dict[str, Any]:
    return {"inputs": f"{224 * 224 * 3:,}".replace(",", "{,}"), "weights": convolution_parameters(3, 1, (3, 3))}


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        recheck="That does not give two good reasons yet. Please look at your answer again.",
        clarify="Please name two separate reasons, each in one or two plain sentences, which hold for images in "
        "particular.",
        target="Think of what one convolution kernel does as it slides over the whole picture, and of what a fully "
        "connected layer would have to learn separately for every pixel.",
        reveal="One reason is that a convolution shares the same few weights over all positions, so that it has far "
        "fewer parameters. Give that reason in your own words, and a second one.",
    )


QUESTION = Question(
    name="1a",
    title="Why convolutional layers",
    parts=(PART,),
    draw=without_numbers,
    prompt=prompt(__package__, "1a"),
    solution=solution(__package__, "1a", _worked),
    nudges=nudges,
    claims=CLAIMS.get("1a", ()),
)
