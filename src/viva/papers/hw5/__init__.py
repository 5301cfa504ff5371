"""Homework 5: convolution, normalization, depthwise separable layers, dropout as regularization.

One module a question (`q1a` … `q4d`), its text in `texts/`, its worked solution in `solutions/`. The subject matter
is in `viva.maths`, the symbols of the formulas in `symbols`, statements in prose that can be checked in `claims`.
"""

from __future__ import annotations

from viva.papers.hw5 import q1a, q1b, q1c, q2a, q2b, q3, q4a, q4b, q4c, q4d
from viva.papers.texts import in_form, load
from viva.types import Paper

PAPER = Paper(
    name="hw5",
    title="Homework 5: convolution, normalization, depthwise separable layers, dropout",
    conventions=lambda form: in_form(load(__package__, "conventions.md"), form),
    questions=(
        q1a.QUESTION,
        q1b.QUESTION,
        q1c.QUESTION,
        q2a.QUESTION,
        q2b.QUESTION,
        q3.QUESTION_A,
        q3.QUESTION_B,
        q4a.QUESTION,
        q4b.QUESTION,
        q4c.QUESTION,
        q4d.QUESTION,
    ),
)
