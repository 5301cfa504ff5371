"""The figure of 2a: one cube for each normalization over (N, C, H·W), with the entries of one step shaded.

Drawn as SVG for a draw. The description says what is shaded, axis by axis, without naming any normalization.

>>> from viva.papers import find
>>> _, question = find("hw5/2a")
>>> print(description(question.draw(0)).splitlines()[2])
- Cube A: shaded is one slice of C; the slice extends over all of N and all of H, W.
"""

from __future__ import annotations

from viva.types import Draw


def svg(draw: Draw) -> str:
    """The picture of all cubes of a draw."""
    raise NotImplementedError


def description(draw: Draw) -> str:
    """What the picture shows, for a model without eyes."""
    lines = ["The picture in words (axes: N examples of the mini-batch, C channels, H·W pixels):", ""]
    for letter, axes in draw.values["cubes"].items():
        whole = [axis for axis in ("N", "C") if axis in axes] + ["H, W"]
        single = [axis for axis in ("N", "C") if axis not in axes and f"{axis}/G" not in axes]
        thin = " and ".join(f"one slice of {axis}" for axis in single)
        if "C/G" in axes:
            thin += " and, of C, a block of several neighbouring slices but not all"
        lines.append(f"- Cube {letter}: shaded is {thin}; the slice extends over all of {' and all of '.join(whole)}.")
    return "\n".join(lines)
