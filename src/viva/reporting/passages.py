r"""A passage that somebody else wrote (a reply, a nudge, an imported prompt) as safe Markdown, typeset, with the answer
highlighted in place.

>>> from viva.types import Span
>>> print(passage("The total is $27+12=$ **39**.", [Mark(Span(24, 26))]))
The total is $27+12=$ **<span class="mark answer">39</span>**.
>>> print(passage("a <script>alert(1)</script> and [x](http://a.b)"))
a \<script\>alert(1)\</script\> and x `http://a.b`

The text is read as CommonMark with formulas in every notation (`reply_markup`), highlighted (`highlighting`), made
harmless (`untrusted`), and written again. What pandoc cannot digest in time is shown verbatim in a code block. Within
`weaving` the tree goes straight to the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache

from viva.reporting import pandoc
from viva.reporting.formulas import convertible
from viva.reporting.highlighting import Mark, marked
from viva.reporting.reply_markup import as_json
from viva.reporting.untrusted import flat, harmless, inlines
from viva.reporting.visible import code, fenced, plain, visible
from viva.reporting.weaving import loom

LONGEST = 60_000  # characters of a reply that is typeset; a longer one is shown verbatim
SECONDS = 10.0
WRITE = (
    "markdown-raw_html-raw_tex-raw_attribute-fenced_divs-bracketed_spans-header_attributes-link_attributes"
    "-inline_code_attributes-fenced_code_attributes-citations-smart-footnotes-inline_notes-simple_tables"
    "-multiline_tables-grid_tables-definition_lists-example_lists-line_blocks-superscript-subscript"
    "-task_lists-table_captions-implicit_figures+native_spans+native_divs+pipe_tables"
)
# One line in which CommonMark sees nothing but words: no markup, entity, formula, list, heading or quotation.
_WORDS = re.compile(r"(?![-+=#]|\d+[.)]|\s)[^\\`*_\[\]<>&$~\n\r\t]+")
_LATEX = re.compile(r"\\[A-Za-z]|\\\||[A-Za-z0-9)}][\^_][A-Za-z0-9{(]")


def passage(text: str, marks: Sequence[Mark] = (), seconds: float = SECONDS) -> str:
    """Safe Markdown for a passage; `marks` is what to highlight."""
    return _placed(_passage(text, tuple(marks), seconds)) or (fenced(text) if text.strip() else "∅")


def phrase(text: str, seconds: float = SECONDS) -> str:
    """Safe Markdown on one line, with formulas: for margins, lists and table cells."""
    if _WORDS.fullmatch(text):
        return plain(text)
    written = " ".join(_placed(_phrase(text, seconds)).split())
    return written or (code(text if len(text) <= LONGEST else text[:300] + "…") if text.strip() else "∅")


def notation(text: str) -> str:
    """What was read out of a reply, on one line: as a formula if it is LaTeX that can be typeset, else as code."""
    formula = " ".join(text.split())
    if _LATEX.search(formula) and "$" not in formula and convertible([formula], SECONDS):
        return f"${formula}$"
    return code(text)


def quotation(text: str) -> str:
    """What a finding quotes, on one line in quotation marks; a bare formula is typeset without them."""
    formula = notation(text)
    return formula if formula.startswith("$") else f"“{phrase(text)}”"


@lru_cache(maxsize=1024)
def _passage(text: str, marks: tuple[Mark, ...], seconds: float) -> str:
    """The harmless tree of a passage as JSON; "" where it has to be shown verbatim."""
    if len(text) > LONGEST:
        return ""
    try:
        bare = as_json(visible(text), seconds)
        chosen = marked(text, marks, bare, seconds) if marks else None
        tree = harmless(chosen, keep_marks=True) if chosen else harmless(pandoc.parsed(bare)["blocks"])
    except pandoc.Indigestible:
        return ""
    return json.dumps(tree) if tree else ""


@lru_cache(maxsize=4096)
def _phrase(text: str, seconds: float) -> str:
    """The harmless tree of a phrase as JSON, one `Plain`; "" where it has to be shown verbatim or is empty."""
    if len(text) > LONGEST:
        return ""
    try:
        nodes = flat(harmless(pandoc.parsed(as_json(visible(text), seconds))["blocks"]))
        for node in nodes:
            if node["t"] == "Math":  # a displayed formula would break the line
                node["c"][0] = {"t": "InlineMath"}
        line = inlines(nodes)
    except pandoc.Indigestible:
        return ""
    return json.dumps([{"t": "Plain", "c": line}]) if line else ""


def _placed(tree: str) -> str:
    """A tree as Markdown: written out, or as the thread that it is woven in by; "" of none, or where that fails."""
    weave = loom()
    return "" if not tree else weave.leave(tree) if weave else _written(tree)


@lru_cache(maxsize=4096)
def _written(tree: str) -> str:
    try:
        return pandoc.write(pandoc.document(json.loads(tree)), WRITE, seconds=SECONDS).strip("\n")
    except pandoc.Indigestible:
        return ""
