r"""Places in a reply → spans in its tree: answers, steps with their status, what findings quote.

>>> text = "so **39**"
>>> marked(text, (Mark(Span(5, 7)),), as_json(text, 10), 10)[0]["c"][-1]["c"][0]["t"]
'Span'

The marks are set as two private characters and the text is read again. A mark is dropped when it would change how the
text reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from viva.reporting.pandoc import Node, parsed
from viva.reporting.reply_markup import as_json
from viva.reporting.visible import visible
from viva.types import Span

_OPEN, _CLOSE = "\ue000", "\ue001"
_SENTINELS = re.compile(f"[{_OPEN}{_CLOSE}]")
_LINE_PREFIX = re.compile(r"[ \t]*(?:(?:#{1,6}|[-*+>]|\d{1,4}[.)])[ \t]+|\|[ \t]*)*")
_FORMULA_CLOSES = re.compile(r"\s*(?:\$\$|\\\]|\\\)|\$)\Z")
_FORMULA_OPENS = re.compile(r"\s*(?:\$\$|\\\[|\\\(|\$(?!\$))\s*")


@dataclass(frozen=True)
class Mark:
    """A place to highlight: offsets in code points, and how: `answer`, `finding`, or the status of a step."""

    span: Span
    look: Literal["answer", "finding", "holds", "fails", "follows-not", "unread"] = "answer"


def marked(text: str, marks: tuple[Mark, ...], bare: str, seconds: float) -> list[Node] | None:
    """The blocks with the marked places in spans, or None where marking changes how the text reads.

    `bare` is the tree of the text as it is, in JSON. Where two marks overlap, steps go before answers, answers before
    findings, and the shorter before the longer.
    """
    places = _disjoint(text, marks)
    highlighted = _highlighted(text, places, bare, seconds)
    if highlighted is None and len(places) > 1:  # one of them is the culprit: keep those that work alone
        good = [place for place in places if _highlighted(text, [place], bare, seconds)]
        highlighted = _highlighted(text, good, bare, seconds)
    return highlighted


def _highlighted(text: str, places: list[Mark], bare: str, seconds: float) -> list[Node] | None:
    if not places:
        return None
    pieces, end = [], 0
    for place in places:
        inside = visible(text[place.span.start : place.span.end])
        pieces += [visible(text[end : place.span.start]), _OPEN, inside, _CLOSE]  # a reply's own are shown by now
        end = place.span.end
    tree = as_json("".join([*pieces, visible(text[end:])]), seconds)
    state = _Marker([place.look for place in places])
    highlighted = [state.block(block) for block in parsed(tree)["blocks"]]
    # Mostly the two differ in the characters that we set, and in nothing else.
    if _SENTINELS.sub("", tree) != bare and _without_marks(highlighted) != _without_marks(parsed(bare)["blocks"]):
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
        for piece in filter(None, re.split(f"([{_OPEN}{_CLOSE}])", words)):
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
            marked_one = isinstance(inner, dict) and "t" in inner and _is_mark(inner)
            for node in map(_without_marks, inner["c"][1] if marked_one else [inner]):
                if out and _is_word(node) and _is_word(out[-1]):
                    out[-1] = {"t": "Str", "c": out[-1]["c"] + node["c"]}
                else:
                    out.append(node)
        return out
    if not isinstance(item, dict) or "c" not in item or item["t"] == "Str":
        return item
    if item["t"] == "Math":
        return {"t": "Math", "c": [item["c"][0], item["c"][1].strip()]}
    return {"t": item["t"], "c": _without_marks(item["c"])}


def _is_word(item: Any) -> bool:
    return isinstance(item, dict) and item.get("t") == "Str"
