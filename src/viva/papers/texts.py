r"""Markdown texts with slots, and the forms in which a model gets them.

A text is Markdown with LaTeX in `$...$`. `{{name}}` is a slot; the draw fills it, as LaTeX. The forms:

    latex    as it is written
    text     formulas in Unicode
    pasted   as copied out of a PDF: minus signs lost, matrices scattered over lines, scripts on the baseline
    image    as `latex`; `viva.papers.prompts` typesets it to a picture

>>> template = r"The signal is ${{signal}}$, and $\tilde w_j$ a weight."
>>> fill(template, {"signal": (1, -2)})
'The signal is $[1, -2]$, and $\\tilde w_j$ a weight.'
>>> print(in_form(fill(template, {"signal": (1, -2)}), "text"))
The signal is [1, −2], and w̃ⱼ a weight.
>>> print(in_form(fill(template, {"signal": (1, -2)}), "pasted"))
The signal is [1, 2], and ˜wj a weight.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from viva.errors import VivaError
from viva.papers.latex import latex
from viva.papers.plain import pasted_math, unicode_math
from viva.types import Draw

FORMS = ("latex", "text", "pasted", "image")
_SLOT = re.compile(r"\{\{([a-z_0-9]+)\}\}")
_MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)


@cache
def load(package: str, path: str) -> str:
    """The Markdown file at `path` in a package, such as `load("viva.papers.hw5", "texts/1b.md")`."""
    return resources.files(package).joinpath(path).read_text(encoding="utf-8").strip()


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The template with every slot filled; a slot without a value raises `KeyError`."""
    return _SLOT.sub(lambda slot: latex(values[slot[1]]), template)


def slots(template: str) -> frozenset[str]:
    """The names of the slots of a template."""
    return frozenset(_SLOT.findall(template))


def in_form(markdown: str, form: str) -> str:
    """A filled text in one of the `FORMS`."""
    if form in ("latex", "image"):
        return markdown
    if form not in FORMS:
        raise VivaError(f"there is no form {form!r}; the forms are: {', '.join(FORMS)}")
    write = unicode_math if form == "text" else pasted_math
    plain = _MATH.sub(lambda m: f"\n{write(m[1])}\n" if m[1] else write(m[2]), markdown)
    plain = re.sub(r"\*\*(.+?)\*\*|(?<!\w)\*(\S[^*\n]*?)\*(?!\w)", lambda m: m[1] or m[2], plain)
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def prompt(package: str, name: str) -> Callable[[Draw, str], str]:
    """The prompt of a question whose text stands in `texts/NAME.md` of its paper's package."""

    def write(draw: Draw, form: str) -> str:
        return in_form(fill(load(package, f"texts/{name}.md"), draw.values), form)

    return write


def solution(package: str, name: str, values: Callable[[Draw], Mapping[str, Any]]) -> Callable[[Draw], str]:
    """The worked solution in `solutions/NAME.md`, its slots filled with the draw and with computed `values`."""

    def write(draw: Draw) -> str:
        return fill(load(package, f"solutions/{name}.md"), {**draw.values, **values(draw)})

    return write
