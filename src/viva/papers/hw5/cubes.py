"""The figure of 2a: one cube for each normalization over (N, C, H·W), with the entries of one step shaded.

Drawn as SVG for a draw. The description says what is shaded, axis by axis, without naming any normalization.

>>> from viva.papers import find
>>> _, question = find("hw5/2a")
>>> print(description(question.draw(0)).splitlines()[2])
- Cube A: shaded is one slice of C; the slice extends over all of N and all of H, W.
"""

from __future__ import annotations

from typing import TypeAlias

from viva.types import Draw

Point: TypeAlias = tuple[float, float]

EXAMPLES, CHANNELS, PIXELS = 4, 6, 5  # cells along each axis
GROUP = 3  # channels of a group
CELL = 20.0  # units of the picture
DEPTH: Point = (12.0, -9.0)  # one example further back
WIDTH, HEIGHT = 256, 236  # of one cube with its labels
FONT = "Libertinus Serif, Times New Roman, serif"
INK = "#26313f"
SHADED = {"front": "#3f7ee8", "top": "#78a6f2", "side": "#2a5fbf"}
PLAIN = {"front": "#f1f4f8", "top": "#fafbfd", "side": "#e0e6ee"}


def svg(draw: Draw) -> str:
    """The picture of all cubes of a draw, side by side."""
    cubes = draw.values["cubes"]
    width = WIDTH * len(cubes)
    drawn = [_cube(letter, frozenset(axes), WIDTH * i) for i, (letter, axes) in enumerate(cubes.items())]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        f'font-family="{FONT}"><rect width="{width}" height="{HEIGHT}" fill="white"/>{"".join(drawn)}</svg>'
    )


def shaded(axes: frozenset[str], n: int, c: int) -> bool:
    """Is the entry at example n (0 in front) and channel c part of the step? Its pixels all are, or none is."""
    example = "N" in axes or n == 0
    channel = "C" in axes or c == CHANNELS - 1 or ("C/G" in axes and c >= CHANNELS - GROUP)
    return example and channel


def _cube(letter: str, axes: frozenset[str], left: float) -> str:
    """Front, top and right side, cell by cell; then the axes and the letter."""
    x0, y0 = left + 58, 62.0  # the upper left corner of the front side
    right, bottom = x0 + CHANNELS * CELL, y0 + PIXELS * CELL
    cells = []
    for c in range(CHANNELS):
        x = x0 + c * CELL
        for row in range(PIXELS):
            y = y0 + row * CELL
            cells.append(_face("front", shaded(axes, 0, c), (x, y), (CELL, 0), (0, CELL)))
        for n in range(EXAMPLES):
            corner = (x + n * DEPTH[0], y0 + n * DEPTH[1])
            cells.append(_face("top", shaded(axes, n, c), corner, (CELL, 0), DEPTH))
    for n in range(EXAMPLES):
        for row in range(PIXELS):
            corner = (right + n * DEPTH[0], y0 + row * CELL + n * DEPTH[1])
            cells.append(_face("side", shaded(axes, n, CHANNELS - 1), corner, DEPTH, (0, CELL)))
    deep = (EXAMPLES * DEPTH[0], EXAMPLES * DEPTH[1])
    arrows = [
        _axis((x0, bottom + 9), (right, bottom + 9), "C", ((x0 + right) / 2, bottom + 28)),
        _axis((x0 - 9, bottom), (x0 - 9, y0), "H, W", (x0 - 33, (y0 + bottom) / 2 + 5)),
        _axis(
            (right + 8, bottom + 5),
            (right + 8 + deep[0], bottom + 5 + deep[1]),
            "N",
            (right + deep[0] / 2 + 20, bottom + deep[1] / 2 + 18),
        ),
    ]
    middle = left + 58 + CHANNELS * CELL / 2 + 12
    label = (
        f'<text x="{middle:g}" y="{HEIGHT - 14}" text-anchor="middle" font-size="22" font-weight="bold" '
        f'fill="{INK}">Cube {letter}</text>'
    )
    return "".join(cells + arrows) + label


def _face(side: str, is_shaded: bool, corner: Point, along: Point, down: Point) -> str:
    (x, y), (ax, ay), (dx, dy) = corner, along, down
    points = f"{x:g},{y:g} {x + ax:g},{y + ay:g} {x + ax + dx:g},{y + ay + dy:g} {x + dx:g},{y + dy:g}"
    fill, stroke = (SHADED[side], "#ffffff") if is_shaded else (PLAIN[side], "#a9b4c2")
    return f'<polygon points="{points}" fill="{fill}" stroke="{stroke}" stroke-width="1" stroke-linejoin="round"/>'


def _axis(start: Point, end: Point, name: str, at: Point) -> str:
    """An arrow with its name."""
    (x1, y1), (x2, y2) = start, end
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    bx, by, wx, wy = x2 - 7 * ux, y2 - 7 * uy, 3.5 * uy, -3.5 * ux  # the arrow head's base, and its half width
    head = f"{x2:g},{y2:g} {bx + wx:g},{by + wy:g} {bx - wx:g},{by - wy:g}"
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2 - 5 * ux:g}" y2="{y2 - 5 * uy:g}" stroke="{INK}" stroke-width="1.4"/>'
        f'<polygon points="{head}" fill="{INK}"/>'
        f'<text x="{at[0]:g}" y="{at[1]:g}" text-anchor="middle" font-size="18" font-style="italic" '
        f'fill="{INK}">{name}</text>'
    )


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
