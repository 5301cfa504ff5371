r"""A passage that somebody else wrote (a reply, a nudge, an imported prompt) as safe Markdown, typeset, with the answer
highlighted in place.

>>> from viva.types import Span
>>> print(passage("The total is $27+12=$ **39**.", [Mark(Span(24, 26))]))
The total is $27+12=$ **<span class="mark answer">39</span>**.
>>> print(passage("a <script>alert(1)</script> and [x](http://a.b)"))
a \<script\>alert(1)\</script\> and x `http://a.b`

The text is read as CommonMark with formulas (`$…$`, `$$…$$`, `\(…\)`, `\[…\]`, bare environments), made harmless
(`untrusted`), and written again. What pandoc cannot digest in time is shown verbatim in a code block. The highlight is
dropped when it would change how the text reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from viva.reporting import pandoc
from viva.reporting.formulas import convertible
from viva.reporting.pandoc import Node
from viva.reporting.untrusted import flat, harmless, inlines
from viva.reporting.visible import code, fenced, visible
from viva.types import Span

LONGEST = 60_000  # characters of a reply that is typeset; a longer one is shown verbatim
SECONDS = 10.0
# Raw HTML comes out of the tree as raw nodes, which `untrusted` turns into text.
READ = "commonmark+pipe_tables+strikeout+tex_math_dollars+hard_line_breaks"
WRITE = (
    "markdown-raw_html-raw_tex-raw_attribute-fenced_divs-bracketed_spans-header_attributes-link_attributes"
    "-inline_code_attributes-fenced_code_attributes-citations-smart-footnotes-inline_notes-simple_tables"
    "-multiline_tables-grid_tables-definition_lists-example_lists-line_blocks-superscript-subscript"
    "-task_lists-table_captions-implicit_figures+native_spans+native_divs+pipe_tables"
)
_OPEN, _CLOSE = "\ue000", "\ue001"
_SENTINELS = re.compile(f"[{_OPEN}{_CLOSE}]")
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9 ,;()'’%/–.]*")  # nothing that could be markup
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`[^`\n]+`)")
_ENVIRONMENT = re.compile(
    r"(?<![$\\\w{])\\begin\{((?:[bpvV]?matrix|align|aligned|equation|gather|gathered|cases|split|array)\*?)\}"
    r".{0,4000}?\\end\{\1\}",
    re.DOTALL,
)
_DISPLAY = re.compile(r"(?<!\\)\\\[((?:(?!\\[\[\]]).){1,6000})\\\]", re.DOTALL)
_INLINE = re.compile(r"(?<!\\)\\\(((?:(?!\\[()]).){1,3000})\\\)", re.DOTALL)
_SINGLE = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]+)(?<!\\)\$(?!\$)")
_LATEX = re.compile(r"\\[A-Za-z]|\\\||[A-Za-z0-9)}][\^_][A-Za-z0-9{(]")
_MATHEMATICAL = re.compile(r"[\\^_=]|^\s*\S\s*$")
_DOLLARS = re.compile(r"(\$\$.+?\$\$|(?<![\\$])\$[^$\n]+\$)", re.DOTALL)
_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
_INLINE_FORMULA = re.compile(r"(?<![\\$])\$[^$\n]+\$")
_LINE_PREFIX = re.compile(r"[ \t]*(?:(?:#{1,6}|[-*+>]|\d{1,4}[.)])[ \t]+|\|[ \t]*)*")
_FORMULA_CLOSES = re.compile(r"\s*(?:\$\$|\\\]|\\\)|\$)\Z")
_FORMULA_OPENS = re.compile(r"\s*(?:\$\$|\\\[|\\\(|\$(?!\$))\s*")


@dataclass(frozen=True)
class Mark:
    """A place to highlight: offsets in code points, and how: `answer`, `finding`, or the status of a step."""

    span: Span
    look: Literal["answer", "finding", "holds", "fails", "follows-not", "unread"] = "answer"


def passage(text: str, marks: Sequence[Mark] = (), seconds: float = SECONDS) -> str:
    """Safe Markdown for a passage; `marks` is what to highlight.

    Where two overlap, steps go before answers, answers before findings, and the shorter before the longer.
    """
    return _passage(text, tuple(marks), seconds)


def phrase(text: str, seconds: float = SECONDS) -> str:
    """Safe Markdown on one line, with formulas: for margins, lists and table cells."""
    return " ".join(text.split()) if _WORDS.fullmatch(text) else _phrase(text, seconds)


def notation(text: str) -> str:
    """What was read out of a reply, on one line: as a formula if it is LaTeX that can be typeset, else as code."""
    formula = " ".join(text.split())
    if _LATEX.search(formula) and "$" not in formula and _typesettable(formula):
        return f"${formula}$"
    return code(text)


def quotation(text: str) -> str:
    """What a finding quotes, on one line in quotation marks; a bare formula is typeset without them."""
    formula = notation(text)
    return formula if formula.startswith("$") else f"“{phrase(text)}”"


@lru_cache(maxsize=4096)
def _typesettable(formula: str) -> bool:
    return formula in convertible([formula], SECONDS)


@lru_cache(maxsize=1024)
def _passage(text: str, marks: tuple[Mark, ...], seconds: float) -> str:
    if len(text) > LONGEST:
        return fenced(text)
    try:
        blocks, like = _read(visible(text), seconds)
        marked = _marked(text, marks, blocks, seconds) if marks else None
        chosen = harmless(marked, keep_marks=True) if marked else harmless(blocks)
        written = pandoc.write(pandoc.document(chosen, like), WRITE, seconds=seconds)
    except pandoc.Indigestible:
        return fenced(text)
    return written.strip("\n") or (fenced(text) if text.strip() else "∅")


@lru_cache(maxsize=4096)
def _phrase(text: str, seconds: float) -> str:
    if len(text) > LONGEST:
        return code(text[:300] + "…")
    try:
        blocks, like = _read(visible(text), seconds)
        nodes = flat(harmless(blocks))
        for node in nodes:
            if node["t"] == "Math":  # a displayed formula would break the line
                node["c"][0] = {"t": "InlineMath"}
        written = pandoc.write(pandoc.document([{"t": "Plain", "c": inlines(nodes)}], like), WRITE, seconds=seconds)
    except pandoc.Indigestible:
        return code(text)
    return " ".join(written.split()) or "∅"


def _read(text: str, seconds: float) -> tuple[list[Node], pandoc.Tree]:
    tree = pandoc.read(dollars(text), READ, seconds)
    return tree["blocks"], tree


def _split(text: str) -> list[str]:
    return [piece for piece in re.split(f"([{_OPEN}{_CLOSE}])", text) if piece]


def dollars(text: str) -> str:
    r"""Every way to write a formula as dollars, outside of code.

    >>> dollars(r"so \(x\) and \[y\] and $ z $ but `\(code\)`")
    'so $x$ and $$y$$ and $z$ but `\\(code\\)`'
    """
    out: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        match = _FENCE.match(line)
        if fence:
            out.append(line)
            if match and match[1].startswith(fence) and not line.strip(" `~\n"):
                fence = ""
        elif match:
            out += [_outside_code("".join(prose)), line]
            prose, fence = [], match[1]
        else:
            prose.append(line)
    return "".join([*out, _outside_code("".join(prose))])


def _outside_code(text: str) -> str:
    pieces = _CODE.split(text)
    pieces[::2] = [_dollars(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _dollars(text: str) -> str:
    text = _DISPLAY.sub(lambda m: "$$" + _tight(m[1]) + "$$", text)
    text = _INLINE.sub(lambda m: "$" + _tight(m[1]) + "$", text)
    text = _spaces_trimmed(text)
    pieces = _DOLLARS.split(text)
    for i in range(0, len(pieces), 2):  # the odd ones are formulas already
        pieces[i] = _ENVIRONMENT.sub(lambda m: "$$" + _tight(m[0]) + "$$", pieces[i])
    for i in range(1, len(pieces), 2):
        if pieces[i].startswith("$$"):
            pieces[i] = "$$" + _tight(pieces[i][2:-2]) + "$$"
    return _ROW.sub(lambda m: _INLINE_FORMULA.sub(_without_bars, m[0]), "".join(pieces))


def _spaces_trimmed(text: str) -> str:
    """`$ x $` is no formula to CommonMark, though models write it; between two formulas it is not one either."""
    out, end = [], 0
    while match := _SINGLE.search(text, end):
        inside = match[1]
        tight = not inside[0].isspace() and not inside[-1].isspace()
        if tight:
            out.append(text[end : match.end()])
            end = match.end()
        elif inside[0].isspace() and inside[-1].isspace() and _MATHEMATICAL.search(inside):
            out += [text[end : match.start()], "$", inside.strip(), "$"]
            end = match.end()
        else:  # money, or a lone dollar: the next one may open a formula
            out.append(text[end : match.start() + 1])
            end = match.start() + 1
    return "".join([*out, text[end:]])


def _without_bars(match: re.Match[str]) -> str:
    """In a table's row a bar inside a formula would end the cell."""
    return match[0].replace(r"\|", r"\Vert{}").replace("|", r"\vert{}")


def _tight(formula: str) -> str:
    """Without blank lines and quotation prefixes, which would end a formula."""
    return "\n".join(line for line in formula.strip().splitlines() if line.strip())


# ---- the highlight -----------------------------------------------------------------------------------------


def _marked(text: str, marks: tuple[Mark, ...], bare: list[Node], seconds: float) -> list[Node] | None:
    """The blocks with the marked places in spans, or None where marking changes how the text reads."""
    places = _disjoint(text, marks)
    highlighted = _highlighted(text, places, bare, seconds)
    if highlighted is None and len(places) > 1:  # one of them is the culprit: keep those that work alone
        good = [place for place in places if _highlighted(text, [place], bare, seconds)]
        highlighted = _highlighted(text, good, bare, seconds)
    return highlighted


def _highlighted(text: str, places: list[Mark], bare: list[Node], seconds: float) -> list[Node] | None:
    if not places:
        return None
    pieces, end = [], 0
    for place in places:
        inside = visible(text[place.span.start : place.span.end])
        pieces += [visible(text[end : place.span.start]), _OPEN, inside, _CLOSE]  # a reply's own are shown by now
        end = place.span.end
    blocks, _ = _read("".join([*pieces, visible(text[end:])]), seconds)
    state = _Marker([place.look for place in places])
    highlighted = [state.block(block) for block in blocks]
    if _without_marks(highlighted) != _without_marks(bare):
        return None
    return highlighted


def _disjoint(text: str, marks: tuple[Mark, ...]) -> list[Mark]:
    """The marks in order, moved off line prefixes and into formulas; of two that overlap, one is kept."""
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (_RANKS.get(m.look, 0), m.span.end - m.span.start)):
        start, end = _settled(text, mark.span)
        if start < end and all(end <= m.span.start or m.span.end <= start for m in chosen):
            chosen.append(Mark(Span(start, end), mark.look))
    return sorted(chosen, key=lambda m: m.span.start)


def _settled(text: str, span: Span) -> tuple[int, int]:
    start, end = max(0, span.start), min(len(text), span.end)
    while end > start and text[end - 1].isspace():
        end -= 1
    line = text.rfind("\n", 0, start) + 1
    prefix = _LINE_PREFIX.match(text, line)
    if prefix and prefix.end() > start:
        start = min(prefix.end(), end)
    opens = _FORMULA_OPENS.match(text, start)
    if opens and opens.end() < end:
        start = opens.end()
        closes = _FORMULA_CLOSES.search(text, start, end)
        if closes and closes.start() > start:
            end = closes.start()
    while start < end and text[start].isspace():
        start += 1
    return start, end


_RANKS = {"answer": 1, "finding": 2}  # a step of a derivation before its answer, an answer before a finding


class _Marker:
    """Walks a tree in the order of reading; between the two sentinels every inline goes into a span."""

    def __init__(self, looks: Sequence[str]) -> None:
        self.on = False
        self.look = "answer"
        self._coming = iter(looks)

    def _turn(self, sentinel: str) -> None:
        self.on = sentinel == _OPEN
        if self.on:
            self.look = next(self._coming)

    def _span(self, node: Node) -> Node:
        return {"t": "Span", "c": [["", ["mark", self.look], []], [node]]}

    def block(self, node: Node) -> Node:
        kind: str = node["t"]
        contents: Any = node.get("c")
        if kind in ("Para", "Plain"):
            return {"t": kind, "c": self.line(contents)}
        if kind == "CodeBlock":
            return {"t": kind, "c": [contents[0], self._strip(contents[1])[0]]}
        if isinstance(contents, list):
            return {"t": kind, "c": self._inside(contents)}
        return node

    def _inside(self, item: Any) -> Any:
        if isinstance(item, dict) and "t" in item:
            return self.block(item)
        if isinstance(item, list):
            if item and all(isinstance(n, dict) and n.get("t") in _INLINE_TYPES for n in item):
                return self.line(item)
            return [self._inside(inner) for inner in item]
        return item

    def line(self, nodes: list[Node]) -> list[Node]:
        out: list[Node] = []
        for node in nodes:
            for done in self._inline(node):
                if _is_mark(done) and out and _is_mark(out[-1]) and done["c"][0] == out[-1]["c"][0]:
                    out[-1]["c"][1].extend(done["c"][1])
                else:
                    out.append(done)
        return out

    def _inline(self, node: Node) -> list[Node]:
        kind: str = node["t"]
        contents: Any = node.get("c")
        if kind == "Str":
            return self._words(contents)
        if kind in ("Math", "Code"):
            words, touched = self._strip(contents[1])
            fresh = {"t": kind, "c": [contents[0], words]}
            return [self._span(fresh)] if touched else [fresh]
        if kind in ("Emph", "Strong", "Strikeout", "Superscript", "Subscript"):
            return [{"t": kind, "c": self.line(contents)}]
        if kind in ("Link", "Image", "Span"):
            return [{"t": kind, "c": [contents[0], self.line(contents[1]), *contents[2:]]}]
        return [self._span(node)] if self.on and kind in ("Space", "SoftBreak", "LineBreak") else [node]

    def _words(self, words: str) -> list[Node]:
        out = []
        for piece in _split(words):
            if _SENTINELS.fullmatch(piece):
                self._turn(piece)
            else:
                word = {"t": "Str", "c": piece}
                out.append(self._span(word) if self.on else word)
        return out

    def _strip(self, words: str) -> tuple[str, bool]:
        touched = self.on
        for sentinel in _SENTINELS.findall(words):
            self._turn(sentinel)
            touched = True
        return _SENTINELS.sub("", words), touched


_INLINE_TYPES = {
    "Str", "Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Quoted", "Cite",
    "Code", "Space", "SoftBreak", "LineBreak", "Math", "RawInline", "Link", "Image", "Note", "Span",
}  # fmt: skip


def _is_mark(node: Node) -> bool:
    return node["t"] == "Span" and "mark" in node["c"][0][1]


def _without_marks(item: Any) -> Any:
    """The tree without highlighting, neighbouring words joined: what two readings are compared by."""
    if isinstance(item, list):
        out: list[Any] = []
        for inner in item:
            if isinstance(inner, dict) and "t" in inner and _is_mark(inner):
                candidates = [_without_marks(node) for node in inner["c"][1]]
            else:
                candidates = [_without_marks(inner)]
            for node in candidates:
                if (
                    out
                    and isinstance(node, dict)
                    and node.get("t") == "Str"
                    and isinstance(out[-1], dict)
                    and out[-1].get("t") == "Str"
                ):
                    out[-1] = {"t": "Str", "c": out[-1]["c"] + node["c"]}
                else:
                    out.append(node)
        return out
    if isinstance(item, dict):
        if item.get("t") == "Math":
            return {"t": "Math", "c": [item["c"][0], item["c"][1].strip()]}
        return {key: _without_marks(value) for key, value in item.items()}
    return item
