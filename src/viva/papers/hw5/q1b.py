"""1b: which filter turns the signal into the output? As many equations as taps, so a linear solve is the key."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from typing import Any

import numpy as np

from viva.kinds import Array
from viva.maths.convolution import convolve1d, filter_behind, windows_matrix
from viva.papers.drawing import drawing
from viva.papers.hw5.claims import CLAIMS
from viva.papers.latex import latex, signed
from viva.papers.nudges import ladder, misconception
from viva.papers.texts import prompt, solution
from viva.papers.values import plain_tuples
from viva.types import Draw, FindingKind, Nudge, NudgeKind, Part, Question


def key(draw: Draw) -> Any:
    return plain_tuples(filter_behind(draw.values["signal"], draw.values["output"]))


def proof(draw: Draw) -> Any:
    """Cramer's rule in exact fractions, with determinants by their definition as a sum over permutations."""
    signal, output = draw.values["signal"], draw.values["output"]
    size = len(output)
    matrix = [[Fraction(signal[i + k]) for k in range(size)] for i in range(size)]
    taps = []
    for tap in range(size):
        replaced = [[Fraction(output[i]) if k == tap else matrix[i][k] for k in range(size)] for i in range(size)]
        taps.append(_determinant(replaced) / _determinant(matrix))
    return tuple(float(tap) for tap in taps)


def _determinant(matrix: list[list[Fraction]]) -> Fraction:
    total = Fraction(0)
    for order in permutations(range(len(matrix))):
        inversions = sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))
        term = Fraction((-1) ** inversions)
        for row, column in enumerate(order):
            term *= matrix[row][column]
        total += term
    return total


def flipped(draw: Draw) -> Any:
    return key(draw)[::-1]


def minus_lost(draw: Draw) -> Any:
    return plain_tuples(filter_behind(np.abs(draw.values["signal"]), np.abs(draw.values["output"])))


def starts_outside(draw: Draw) -> Any:
    """Zeros in front of the signal: the first output sees its first entry only."""
    signal, output = draw.values["signal"], draw.values["output"]
    size = len(output)
    seen = np.array([[signal[i - k] if i >= k else 0 for k in range(size)] for i in range(size)], dtype=float)
    return plain_tuples(np.linalg.solve(seen, np.asarray(output, dtype=float)))


PART = Part(
    name="1b",
    asks="the filter",
    kind=Array(ndim=1),
    key=key,
    shown=lambda draw: f"${latex(key(draw))}$",
    proof=proof,
    misconceptions=(
        misconception(
            "flipped-kernel",
            "The filter was flipped before it slid over the signal, so it comes out in reverse order.",
            flipped,
            FindingKind.CONVENTION,
            "Remember the convention: the filter is not flipped. Its first entry multiplies the first entry of each "
            "window of the signal. Please solve the question again under this convention.",
            NudgeKind.CLARIFY,
        ),
        misconception(
            "minus-lost",
            "The minus signs of the signal and of the output were not read.",
            minus_lost,
            FindingKind.MISREAD_INPUT,
            "Please look at the given numbers again: some of them are negative.",
            NudgeKind.CLARIFY,
        ),
        misconception(
            "starts-outside",
            "The signal was padded with zeros in front, as in the convolution of signal processing.",
            starts_outside,
            FindingKind.CONVENTION,
            "There is no padding, and the filter is not flipped: the first output already comes from a full window "
            "of the signal. Please solve the question again under this convention.",
            NudgeKind.CLARIFY,
        ),
    ),
)

PUBLISHED: Mapping[str, Any] = {
    "signal": (1, 4, 0, -2, 3),
    "output": (-2, 2, 11),
    "length": 3,
    "hint": 2,
}


def make(rng: np.random.Generator) -> Mapping[str, Any] | None:
    """A filter of 2 to 4 small integers, and a signal that determines it, also without its signs."""
    length = int(rng.integers(2, 5))
    taps = rng.integers(-4, 5, length)
    signal = rng.integers(-4, 5, 2 * length - 1)
    output = convolve1d(signal, taps)
    solvable = all(
        abs(np.linalg.det(windows_matrix(some, length).astype(float))) > 0.5 for some in (signal, np.abs(signal))
    )
    if not solvable or taps[0] == 0 or signal[0] == 0 or np.abs(output).max() > 30:
        return None
    return {
        "signal": plain_tuples(signal),
        "output": plain_tuples(output),
        "length": length,
        "hint": int(taps[0]),
    }


def _equations(draw: Draw, write: str) -> str:
    """One line a window: `write` is "unknowns" or "check"."""
    signal, output, taps = draw.values["signal"], draw.values["output"], key(draw)
    lines = []
    for i, value in enumerate(output):
        window = signal[i : i + len(output)]
        if write == "unknowns":
            left = " + ".join(rf"{signed(s)}\,h_{k}" for k, s in enumerate(window, 1))
        else:
            left = " + ".join(rf"{signed(s)} \cdot {signed(h)}" for s, h in zip(window, taps, strict=True))
        lines.append(rf"{left} &= {value}")
    return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"


def _worked(draw: Draw) -> dict[str, Any]:
    return {
        "system": _equations(draw, "unknowns"),
        "taps": ", ".join(f"$h_{k} = {h}$" for k, h in enumerate(key(draw), 1)),
        "determinant": round(float(np.linalg.det(windows_matrix(draw.values["signal"], len(key(draw))).astype(float)))),
        "check": _equations(draw, "check"),
        "answer": key(draw),
    }


def nudges(draw: Draw) -> tuple[Nudge, ...]:
    values, taps = draw.values, key(draw)
    length = values["length"]
    return ladder(
        clarify=f"To be sure that the input was read correctly: the signal is {list(values['signal'])}, the filter "
        f"has {length} entries, the stride is 1, there is no padding, the filter is not flipped, and the output is "
        f"{list(values['output'])}. Please solve the question again.",
        target="Write one linear equation for each output entry: output i is the dot product of the filter with the "
        f"window of {length} signal entries that starts at entry i. Solve the {length} equations, then put your "
        "filter back into each of them.",
        reveal=f"The last entry of the filter is {taps[-1]}. Put it into the equations, and find the other entries.",
    )


QUESTION = Question(
    name="1b",
    title="The filter behind an output",
    parts=(PART,),
    draw=drawing(PART, PUBLISHED, make),
    prompt=prompt(__package__, "1b"),
    solution=solution(__package__, "1b", _worked),
    nudges=nudges,
    claims=CLAIMS.get("1b", ()),
)
