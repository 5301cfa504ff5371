"""1c: a transposed convolution by hand, and the sizes of another one as a probe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from viva.kinds import Array, Shape
from viva.maths.convolution import convolve2d, transpose_convolve2d, transpose_sizes, valid_sizes
from viva.papers.drawing import drawing
from viva.papers.hw5.claims import CLAIMS
from viva.papers.latex import latex, signed
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.papers.values import plain_tuples
from viva.types import Draw, FindingKind, Nudge, NudgeKind, Part, Probe, Question


def _inputs(draw: Draw) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], int, int]:
    values = draw.values
    return np.array(values["image"]), np.array(values["kernel"]), values["stride"], values["padding"]


def key(draw: Draw) -> Any:
    image, kernel, stride, padding = _inputs(draw)
    return plain_tuples(transpose_convolve2d(image, kernel, stride, padding))


def proof(draw: Draw) -> Any:
    """The transpose of the matrix of an ordinary convolution, built by convolving every unit image."""
    image, kernel, stride, padding = _inputs(draw)
    sizes = transpose_sizes(image.shape, kernel.shape, stride, padding)
    columns = []
    for place in np.ndindex(*sizes):
        unit = np.zeros(sizes)
        unit[place] = 1
        columns.append(convolve2d(np.pad(unit, padding), kernel, stride)[: image.shape[0], : image.shape[1]].ravel())
    return plain_tuples((np.array(columns) @ image.ravel()).reshape(sizes))


def flipped(draw: Draw) -> Any:
    image, kernel, stride, padding = _inputs(draw)
    return plain_tuples(transpose_convolve2d(image, kernel[::-1, ::-1], stride, padding))


def ordinary(draw: Draw) -> Any:
    image, kernel, stride, padding = _inputs(draw)
    return plain_tuples(convolve2d(np.pad(image, padding), kernel, stride))


def overwritten(draw: Draw) -> Any:
    """Each copy of the kernel overwrites what stood there, instead of being added."""
    image, kernel, stride, padding = _inputs(draw)
    height, width = transpose_sizes(image.shape, kernel.shape, stride)
    out = np.zeros((height, width), dtype=int)
    for (row, column), value in np.ndenumerate(image):
        top, left = row * stride, column * stride
        out[top : top + kernel.shape[0], left : left + kernel.shape[1]] = value * kernel
    return plain_tuples(out[padding : height - padding, padding : width - padding])


def transposed(draw: Draw) -> Any:
    return plain_tuples(np.array(key(draw)).T)


def minus_lost(draw: Draw) -> Any:
    image, kernel, stride, padding = _inputs(draw)
    return plain_tuples(transpose_convolve2d(np.abs(image), np.abs(kernel), stride, padding))


PART = Part(
    name="1c",
    asks="the output of the transposed convolution",
    kind=Array(ndim=2),
    key=key,
    shown=lambda draw: f"${latex(key(draw))}$",
    proof=proof,
    misconceptions=(
        misconception(
            "flipped-kernel",
            "The kernel was flipped before it was placed.",
            flipped,
            FindingKind.CONVENTION,
            "Remember the convention: the kernel is not flipped. Each input entry places the kernel as it stands. "
            "Please compute the output again under this convention.",
            NudgeKind.CLARIFY,
        ),
        misconception(
            "ordinary-convolution",
            "An ordinary convolution was computed, which makes the signal smaller.",
            ordinary,
            FindingKind.WRONG_FORMULA,
            "A transposed convolution makes the signal larger. Do not slide the kernel over the input: let every "
            "input entry place a scaled copy of the kernel in a larger output, and add the copies.",
        ),
        misconception(
            "overlaps-overwritten",
            "Where copies of the kernel overlap, the last one was kept instead of the sum.",
            overwritten,
            FindingKind.DROPPED_TERM,
            "Look at the places where copies of the kernel overlap: what they contribute there is added up.",
        ),
        misconception(
            "transposed-result",
            "The result was transposed: rows and columns are exchanged.",
            transposed,
            FindingKind.WRONG_FORMULA,
            "The word 'transposed' does not mean that the result is transposed as a matrix. Check which index of "
            "your result runs along the rows.",
        ),
        misconception(
            "minus-lost",
            "The minus signs of the input and of the kernel were not read.",
            minus_lost,
            FindingKind.MISREAD_INPUT,
            "Please look at the given matrices again: some of their entries are negative.",
            NudgeKind.CLARIFY,
        ),
    ),
)

# ---- the probe: sizes only -----------------------------------------------------------------------------------


def _sizes(draw: Draw) -> tuple[tuple[int, int], tuple[int, int], int]:
    values = draw.values
    return (
        (values["rows"], values["columns"]),
        (values["kernel_rows"], values["kernel_columns"]),
        values["shape_stride"],
    )


def shape_key(draw: Draw) -> Any:
    image, kernel, stride = _sizes(draw)
    return transpose_sizes(image, kernel, stride)


def shape_proof(draw: Draw) -> Any:
    """The shape of a transposed convolution that is really computed."""
    image, kernel, stride = _sizes(draw)
    return transpose_convolve2d(np.ones(image), np.ones(kernel), stride).shape


def shape_ordinary(draw: Draw) -> Any:
    image, kernel, stride = _sizes(draw)
    return valid_sizes(image, kernel, stride)


def shape_kernel_forgotten(draw: Draw) -> Any:
    (rows, columns), _, stride = _sizes(draw)
    return (rows * stride, columns * stride)


SHAPE = Part(
    name="1c/shape",
    asks="the shape of the output",
    kind=Shape(),
    key=shape_key,
    shown=lambda draw: "$" + r" \times ".join(str(size) for size in shape_key(draw)) + "$",
    proof=shape_proof,
    misconceptions=(
        misconception(
            "ordinary-convolution",
            "The sizes are those of an ordinary convolution.",
            shape_ordinary,
            FindingKind.WRONG_FORMULA,
            "A transposed convolution makes the signal larger.",
        ),
        misconception(
            "kernel-forgotten",
            "Every size was just multiplied by the stride.",
            shape_kernel_forgotten,
            FindingKind.WRONG_FORMULA,
            "Count to the end of the last copy of the kernel, not to the start of the next one.",
        ),
        misconception(
            "axes-exchanged",
            "Rows and columns are exchanged.",
            lambda draw: shape_key(draw)[::-1],
            FindingKind.ARITHMETIC_SLIP,
            "Give the rows first, then the columns.",
            NudgeKind.CLARIFY,
        ),
    ),
)

PUBLISHED: Mapping[str, Any] = {
    "image": ((-1, 2), (3, 1)),
    "kernel": ((1, -1), (0, 1)),
    "stride": 1,
    "padding": 0,
    "rows": 3,
    "columns": 5,
    "kernel_rows": 3,
    "kernel_columns": 3,
    "shape_stride": 2,
}


def make(rng: np.random.Generator) -> Mapping[str, Any] | None:
    """Small integers; sizes, stride and padding vary; something is left after padding is cut off."""
    height, width = (int(size) for size in rng.integers(2, 4, 2))
    kernel_height, kernel_width = (int(size) for size in rng.integers(2, 4, 2))
    stride, padding = int(rng.integers(1, 3)), int(rng.integers(0, 2))
    sizes = transpose_sizes((height, width), (kernel_height, kernel_width), stride, padding)
    if kernel_height > height or kernel_width > width or min(sizes) < 2 or max(sizes) > 6:
        return None
    values = {
        "image": plain_tuples(rng.integers(-4, 5, (height, width))),
        "kernel": plain_tuples(rng.integers(-2, 3, (kernel_height, kernel_width))),
        "stride": stride,
        "padding": padding,
        "rows": int(rng.integers(3, 7)),
        "columns": int(rng.integers(3, 9)),
        "kernel_rows": int(rng.integers(2, 4)),
        "kernel_columns": int(rng.integers(2, 6)),
        "shape_stride": int(rng.integers(2, 4)),
    }
    if values["kernel_columns"] > values["columns"]:
        return None
    return values


def _worked(draw: Draw) -> dict[str, Any]:
    image, kernel, stride, padding = _inputs(draw)
    height, width = transpose_sizes(image.shape, kernel.shape, stride)
    copies = []
    for (row, column), value in np.ndenumerate(image):
        if value == 0:
            copies.append(rf"- entry $({row + 1}, {column + 1})$ is 0 and places nothing")
            continue
        alone = np.zeros(image.shape, dtype=int)
        alone[row, column] = value
        placed = plain_tuples(transpose_convolve2d(alone, kernel, stride))
        copies.append(
            rf"- entry $({row + 1}, {column + 1})$, the copy starts at row {row * stride + 1}, column "
            rf"{column * stride + 1}: $\quad {signed(int(value))} \cdot {latex(plain_tuples(kernel))} \;\to\; "
            rf"{latex(placed)}$"
        )
    full = plain_tuples(transpose_convolve2d(image, kernel, stride))
    cut = (
        "Padding 0 cuts nothing off."
        if padding == 0
        else f"Padding {padding} then cuts {padding} row(s) or column(s) off every side of the sum ${latex(full)}$."
    )
    return {
        "size_rows": rf"({image.shape[0]} - 1) \cdot {stride} + {kernel.shape[0]} - 2 \cdot {padding} = "
        rf"{height - 2 * padding}",
        "size_columns": rf"({image.shape[1]} - 1) \cdot {stride} + {kernel.shape[1]} - 2 \cdot {padding} = "
        rf"{width - 2 * padding}",
        "copies": "\n".join(copies),
        "cut": cut,
        "shape_rows": shape_key(draw)[0],
        "shape_columns": shape_key(draw)[1],
        "answer": key(draw),
    }


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    values = draw.values
    first = key(draw)[0]
    return ladder(
        clarify=f"To be sure that the input was read correctly: the input is {_listed(values['image'])}, the kernel "
        f"is {_listed(values['kernel'])}, stride {values['stride']}, padding {values['padding']}, and the kernel is "
        "not flipped. Please compute the output again.",
        target="For each input entry write down its scaled copy of the kernel in a zero matrix of the output's "
        "size. Then add these matrices entry by entry, and check above all the entries where several copies overlap.",
        reveal=f"The first row of the output is {list(first)}. Please work out the other rows in the same way.",
    )


def _listed(matrix: tuple[tuple[int, ...], ...]) -> str:
    return str([list(row) for row in matrix])


QUESTION = Question(
    name="1c",
    title="A transposed convolution",
    parts=(PART,),
    draw=drawing((PART, SHAPE), PUBLISHED, make),
    prompt=prompt(__package__, "1c"),
    solution=solution(__package__, "1c", _worked),
    nudges=nudges,
    probes=(Probe(SHAPE, prompt(__package__, "1c-shape")),),
    claims=CLAIMS.get("1c", ()),
)
