r"""The text of a reply, taken apart: lines, blocks, mathematics, and the model's own reasoning set aside.

>>> reply = read_reply("<think>112? no, 108</think>\n**Answer:** $4 \\cdot 27 = 108$ parameters")
>>> [(math.start, reply.raw[math.inner_start:math.inner_end]) for math in reply.maths]
[(40, '4 \\cdot 27 = 108')]
>>> reply.text.strip()
'**Answer:** $4 \\cdot 27 = 108$ parameters'

All offsets are code points of `raw`. `text` is `raw` with everything that is not part of the answer (the reasoning
between `<think>` and `</think>`, chat-template tokens and what follows them) replaced by spaces, so that offsets stay.
`focus` narrows a reply to some spans in the same way: the parts of one reply are separated like this.

Everything runs in time linear in the length of the text. A reply beyond `MAX_RAW` code points (without its reasoning)
is not read at all: `text` is empty then, and `cut` says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from viva.reading.budget import tick
from viva.reading.normal import Normal, normalise
from viva.reading.patterns import lazy
from viva.types import Span

MAX_RAW = 200_000
MAX_TOTAL = 4_000_000  # with the reasoning


@dataclass(frozen=True)
class Line:
    """One line, without its line end."""

    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """A run of lines that belong together. `kind`: paragraph, heading, item, table, code, math."""

    kind: str
    start: int
    end: int
    level: int = 0  # headings: 1 to 6; items: the indentation


@dataclass(frozen=True)
class Math:
    """Mathematics in delimiters: `$…$`, `$$…$$`, `\\(…\\)`, `\\[…\\]`, or an environment such as `align`."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    display: bool


@dataclass(frozen=True)
class Reply:
    """A reply and its structure. Blocks, mathematics and lines are found when they are first asked for."""

    raw: str
    text: str  # same length as raw, or empty when the reply is too long
    reasoning: tuple[Span, ...] = ()
    cut: str = ""  # why the reply was not read; "" when it was
    whole: str = ""  # the text out of which this piece was taken; "" where it is no piece

    @cached_property
    def normalised(self) -> Normal:
        """`text`, normalised, with a map back to offsets of `raw` (which are the same as those of `text`)."""
        return normalise(self.text)

    @property
    def normal(self) -> str:
        """The normalised text."""
        return self.normalised.text

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, also blank ones."""
        found, start = [], 0
        for end in _line_ends(self.text):
            found.append(Line(start, end))
            start = end + 1
        return tuple(found)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in order; text that is blank belongs to none."""
        return tuple(_blocks(self.text, self.lines))

    @cached_property
    def maths(self) -> tuple[Math, ...]:
        """The mathematics in delimiters, in order, not overlapping."""
        return tuple(_maths(self.text))

    def quote(self, span: Span) -> str:
        """The words of the reply at `span`."""
        return self.raw[span.start : span.end]


@lru_cache(maxsize=16)
def read_reply(text: str) -> Reply:
    """Take a reply apart. Any string is accepted; nothing is evaluated.

    What was found in a reply (its blocks, the normalised text) is kept with it, so the last few replies are kept, too.
    """
    hidden = _hidden(text)
    visible = _blank(text, hidden) if hidden else text
    cut = ""
    length = len(text) - sum(span.end - span.start for span in hidden)
    if length > MAX_RAW or len(text) > MAX_TOTAL:
        visible, hidden = "", []
        cut = f"the reply is {len(text):,} characters long; at most {MAX_RAW:,} are read"
    return Reply(text, visible, tuple(hidden), cut)


def focus(reply: Reply, spans: Iterable[Span]) -> Reply:
    """The reply with everything outside `spans` blanked; offsets stay those of the whole reply."""
    inside = sorted(spans, key=lambda s: s.start)
    outside, at = [], 0
    for span in inside:
        if span.start > at:
            outside.append(Span(at, span.start))
        at = max(at, span.end)
    outside.append(Span(at, len(reply.text)))
    return Reply(reply.raw, _blank(reply.text, outside), reply.reasoning, reply.cut, reply.whole or reply.text)


# ---- what is not part of the answer ------------------------------------------------------------------------

_THINK = lazy(r"<(/?)(think|thinking|reasoning|thought)>", re.IGNORECASE, needs="think|thought|reasoning")
MOST_MARKS = 4  # accents on one letter; what stands above them is no mathematics
_MARKS = lazy(rf"[\u0300-\u036f\u20d0-\u20ff]{{{MOST_MARKS + 1},}}")
_TEMPLATE = lazy(r"<\|(?:im_start|im_end|endoftext|eot_id|end|user|assistant)\|>|</s>")


def _hidden(text: str) -> list[Span]:
    """Spans of reasoning and of chat-template rubble, in order."""
    spans = []
    opened: int | None = None
    at = 0
    if "<" in text:
        for tag in _THINK.finditer(text):
            if not tag[1]:
                opened = tag.start() if opened is None else opened
            elif opened is not None:
                spans.append(Span(opened, tag.end()))
                opened, at = None, tag.end()
            else:  # a template that swallowed the opening tag
                spans, at = [Span(0, tag.end())], tag.end()
        if opened is not None:  # cut off while thinking
            spans.append(Span(opened, len(text)))
        for token in _TEMPLATE.finditer(text, at):
            start, end = token.span()
            before = text[at:start].strip()
            spans.append(Span(start, len(text) if before else end))
            if before:
                break
    if not text.isascii():
        spans.extend(Span(marks.start() + MOST_MARKS, marks.end()) for marks in _MARKS.finditer(text))
        spans.sort(key=lambda span: span.start)
    return spans


def _blank(text: str, spans: Iterable[Span]) -> str:
    """`text` with the spans replaced by spaces; line ends stay, and so does the length."""
    parts, at = [], 0
    for span in spans:
        if span.end <= at:
            continue
        start = max(span.start, at)
        parts.append(text[at:start])
        parts.append("\n".join(" " * len(line) for line in text[start : span.end].split("\n")))
        at = span.end
    parts.append(text[at:])
    return "".join(parts)


# ---- blocks ------------------------------------------------------------------------------------------------

_HEADING = lazy(r"\s{0,3}(#{1,6})\s+(?!array\(|tensor\(|[\[\]\d-])\S")
_ITEM = lazy(r"(\s*)(?:[-*+•–‣◦]\s+|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s+)\S")
_TABLE = lazy(r"\s*\|.*\|\s*$")
_FENCE = lazy(r"\s*(```|~~~)")


def _line_ends(text: str) -> Iterable[int]:
    at = text.find("\n")
    while at >= 0:
        yield at
        at = text.find("\n", at + 1)
    yield len(text)


def _blocks(text: str, lines: tuple[Line, ...]) -> Iterable[Block]:
    kind, level, start, end = "", 0, 0, 0
    fence = ""
    display = ""
    for line in lines:
        words = text[line.start : line.end]
        bare = words.strip()
        if fence:
            end = line.end
            if bare.startswith(fence):
                yield Block("code", start, end)
                fence = kind = ""
            continue
        if display:
            end = line.end
            if display in words:
                yield Block("math", start, end)
                display = kind = ""
            continue
        new = _kind_of(words, bare)
        if not bare:
            if kind:
                yield Block(kind, start, end, level)
            kind = ""
            continue
        continues = (kind in ("paragraph", "item") and new == "paragraph") or kind == new == "table"
        if not continues:
            if kind:
                yield Block(kind, start, end, level)
            kind, start = new, line.start
            level = _level(new, words)
        end = line.end
        if new == "code":
            fence = bare[:3]
        elif new == "math":
            close = "$$" if bare.startswith("$$") else r"\]"
            if close in bare[2:]:
                yield Block("math", start, end)
                kind = ""
            else:
                display = close
        elif new == "heading":
            yield Block("heading", start, end, level)
            kind = ""
    if kind:
        yield Block("code" if fence else "math" if display else kind, start, end, level)


def _kind_of(words: str, bare: str) -> str:
    if bare.startswith(("```", "~~~")):
        return "code"
    if bare.startswith(("$$", r"\[")):
        return "math"
    if bare.startswith("#") and _HEADING.match(words):
        return "heading"
    if bare.startswith("|") and _TABLE.match(words):
        return "table"
    if "\t" in bare and bare.count("\t") >= 1 and not bare.startswith(("-", "*", "•")):
        return "table"
    if _ITEM.match(words):
        return "item"
    return "paragraph"


def _level(kind: str, words: str) -> int:
    stripped = words.lstrip()
    if kind == "heading":
        return len(stripped) - len(stripped.lstrip("#"))
    return len(words) - len(stripped) if kind == "item" else 0


# ---- mathematics in delimiters -----------------------------------------------------------------------------

_ENVIRONMENTS = r"(?:align|equation|gather|multline|eqnarray|aligned|split|displaymath|math)\*?"
_OPEN = lazy(rf"\\\\|\\\$|\\\(|\\\[|\$\$|\$|\\begin\{{({_ENVIRONMENTS})\}}|```|`")
_PROSE = lazy(r"(?:(?<![\\{\w])[A-Za-z]{2,}[ ,.]+){3}")
_TEXT_GROUP = lazy(
    r"\\(?:text|mbox|textbf|mathrm|operatorname|textnormal)\{[^{}]*\}", needs="text|mbox|mathrm|operatorname"
)
_MONEY = lazy(r"\d[\d,.]*\s*[A-Za-z(=+*-]*\s*$")
LONGEST_MATH = 5_000


def _maths(text: str) -> Iterable[Math]:
    at = 0
    absent: set[str] = set()  # closing signs that do not occur any more: looking again would take quadratic time
    while (opening := _OPEN.search(text, at)) is not None:
        tick()
        start, inner = opening.span()
        sign = opening[0]
        at = inner
        if sign in (r"\\", r"\$"):
            continue
        if sign in ("`", "```"):
            close = text.find(sign, inner, inner + LONGEST_MATH)
            if sign == "`" and "\n" in text[inner : close if close >= 0 else inner]:
                continue
            at = close + len(sign) if close >= 0 else inner
            continue
        end_sign = {r"\(": r"\)", r"\[": r"\]", "$$": "$$", "$": "$"}.get(sign, f"\\end{{{opening[1]}}}")
        if end_sign in absent:
            continue
        close = _closing(text, inner, end_sign)
        if close < 0:
            if text.find(end_sign, inner) < 0:
                absent.add(end_sign)
            continue
        if sign == "$" and not _is_math(text[inner:close], text[close + 1 : close + 2]):
            continue
        at = close + len(end_sign)
        yield Math(start, at, inner, close, sign not in ("$", r"\("))


def _closing(text: str, inner: int, sign: str) -> int:
    """Where the delimiter that closes stands, or -1. Dollars do not reach over a blank line or an escaped dollar."""
    close = text.find(sign, inner, inner + LONGEST_MATH)
    while sign.startswith("$") and close > 0 and text[close - 1] == "\\":
        close = text.find(sign, close + 1, inner + LONGEST_MATH)
    if close < 0:
        return -1
    if sign == "$":
        gap = text.find("\n\n", inner, close)
        if gap >= 0:
            return -1
    return close


def _is_math(inside: str, after: str) -> bool:
    """Is this what stands between two dollars that belong together, rather than two amounts of money?"""
    if not inside.strip():
        return False
    if _PROSE.search(_TEXT_GROUP.sub("", inside)):
        return False
    return not (after.isdigit() and (inside[-1].isspace() or _MONEY.match(inside)))
