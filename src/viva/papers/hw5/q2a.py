"""2a: which cube shows batch normalization, which layer normalization? The key compares sets of axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from viva.kinds import Choice
from viva.maths.normalization import AXES, normalize
from viva.papers.drawing import drawing
from viva.papers.hw5 import cubes
from viva.papers.hw5.claims import CLAIMS
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.types import Draw, Figure, FindingKind, Nudge, Part, Question

ITEMS: Mapping[str, tuple[str, ...]] = {
    "batch": ("batch normalization", "batch normalisation", "batch norm", "batchnorm", "BN"),
    "layer": ("layer normalization", "layer normalisation", "layer norm", "layernorm", "LN"),
}


def cube_of(draw: Draw, norm: str) -> str:
    """The letter of the cube whose shaded entries range over the axes of this normalization."""
    cubes_drawn: Mapping[str, tuple[str, ...]] = draw.values["cubes"]
    return next(letter for letter, axes in cubes_drawn.items() if frozenset(axes) == AXES[norm])


def key(draw: Draw) -> Any:
    return {item: cube_of(draw, item) for item in ITEMS}


def proof(draw: Draw) -> Any:
    """Disturb one entry, normalise, and see which entries change: these are the shaded ones."""
    found = {}
    for item in ITEMS:
        x = np.random.default_rng(draw.number).normal(size=(4, 6, 3, 3))
        disturbed = x.copy()
        disturbed[0, 0, 0, 0] += 1
        touched = np.argwhere(~np.isclose(normalize(x, item), normalize(disturbed, item)))
        spread = {axis for axis, places in zip("NCHW", touched.T, strict=True) if len(set(places)) > 1}
        found[item] = next(letter for letter, axes in draw.values["cubes"].items() if set(axes) == spread)
    return found


def chosen(batch: str, layer: str) -> Callable[[Draw], Any]:
    """The answer of somebody who takes these two normalizations for the batch and the layer one."""
    return lambda draw: {"batch": cube_of(draw, batch), "layer": cube_of(draw, layer)}


PART = Part(
    name="2a",
    asks="the cubes of batch and of layer normalization",
    kind=Choice(options=("A", "B", "C", "D"), items=ITEMS),
    key=key,
    shown=lambda draw: f"batch normalization: {key(draw)['batch']}; layer normalization: {key(draw)['layer']}",
    proof=proof,
    misconceptions=(
        misconception(
            "batch-and-layer-swapped",
            "Batch and layer normalization are exchanged.",
            chosen("layer", "batch"),
            FindingKind.MISREAD_FIGURE,
            "For each of your two cubes, say along which axes the shaded region extends all the way, and where it "
            "is only one slice thick. Then compare with the axes over which each normalization averages.",
        ),
        misconception(
            "instance-for-layer",
            "The cube of instance normalization was taken for layer normalization.",
            chosen("batch", "instance"),
            FindingKind.MISREAD_FIGURE,
            "Your choice for batch normalization stands. For layer normalization, look again: do several channels "
            "of one example share their statistics, or does each channel have its own?",
        ),
        misconception(
            "instance-for-batch",
            "The cube of instance normalization was taken for batch normalization.",
            chosen("instance", "layer"),
            FindingKind.MISREAD_FIGURE,
            "Your choice for layer normalization stands. For batch normalization, look again: do several examples "
            "of the mini-batch share their statistics, or does each example have its own?",
        ),
        misconception(
            "layer-for-batch-instance-for-layer",
            "Layer normalization was taken for batch, and instance for layer normalization.",
            chosen("layer", "instance"),
            FindingKind.MISREAD_FIGURE,
            "Describe each cube first: along which of the three axes does the shaded region extend all the way? "
            "Only then assign the names.",
        ),
    ),
)

PUBLISHED: Mapping[str, Any] = {
    "cubes": {"A": ("N", "H", "W"), "B": ("C", "H", "W"), "C": ("H", "W")},
    "count": "three",
    "letters": "A, B and C",
}


ORDER = ("N", "C", "C/G", "H", "W")


def make(rng: np.random.Generator) -> Mapping[str, Any] | None:
    """The letters are permuted; half of the draws have group normalization as a fourth cube."""
    norms = ["batch", "layer", "instance"] + (["group"] if rng.random() < 0.5 else [])
    order = [norms[i] for i in rng.permutation(len(norms))]
    values = {
        letter: tuple(axis for axis in ORDER if axis in AXES[norm]) for letter, norm in zip("ABCD", order, strict=False)
    }
    return {
        "cubes": values,
        "count": "four" if len(values) == 4 else "three",
        "letters": "A, B, C and D" if len(values) == 4 else "A, B and C",
    }


NAMES = {frozenset(axes): norm for norm, axes in AXES.items()}
SAYS = {
    "batch": "one channel, over all examples and all pixels: batch normalization, which has one mean and variance "
    "per channel",
    "layer": "one example, over all channels and all pixels: layer normalization, which has one mean and variance "
    "per example",
    "instance": "one channel of one example, over its pixels: instance normalization",
    "group": "a group of channels of one example, over their pixels: group normalization",
}


def _worked(draw: Draw) -> dict[str, Any]:
    lines = []
    for letter, axes in draw.values["cubes"].items():
        lines.append(rf"- **{letter}**: averages over $({', '.join(axes)})$. It is {SAYS[NAMES[frozenset(axes)]]}.")
    return {"cubes": "\n".join(lines), "batch": key(draw)["batch"], "layer": key(draw)["layer"]}


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    return ladder(
        clarify="To be sure that the picture was read correctly:\n\n"
        + cubes.description(draw)
        + "\n\nPlease answer again.",
        target="Batch normalization computes its statistics for each channel separately, layer normalization for "
        "each example separately. Which shaded region is one channel thick, and which is one example thick, while "
        "it extends all the way along both other axes?",
        reveal=f"Batch normalization is cube {key(draw)['batch']}. Which of the others is layer normalization?",
    )


QUESTION = Question(
    name="2a",
    title="Which normalization is it?",
    parts=(PART,),
    draw=drawing(PART, PUBLISHED, make),
    prompt=prompt(__package__, "2a"),
    solution=solution(__package__, "2a", _worked),
    nudges=nudges,
    figures=(Figure("cubes", cubes.svg, cubes.description),),
    claims=CLAIMS.get("2a", ()),
)
