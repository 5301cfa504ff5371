r"""The transcript: what a report says, block by block, in Markdown that a person can correct, or write by hand.

A block begins at a line `::: SPEAKER [QUESTION] [attempt N] [copy] [page P] [line L | lines L-M]` and ends where the
next one begins. The speaker is `prompt`, `reply`, `annotation`, or `unassigned` (text that fits nowhere, kept in
place).

>>> print(render(Transcript(model="Some model", blocks=(
...     Block("prompt", "Find the filter.", ("1b",), 1, 4, 98, 98),
...     Block("reply", "It is $[2, -1, 3]$.", ("1b",), 1, 4, 99, 99)))))
% viva transcript
% model: Some model
<BLANKLINE>
::: prompt 1b attempt 1 page 4 line 98
Find the filter.
::: reply 1b attempt 1 page 4 line 99
It is $[2, -1, 3]$.
<BLANKLINE>

Only the speaker is needed: whoever writes one by hand leaves out pages and lines, and the attempts too where a prompt
stands before each new one. Several questions are separated by commas (`::: annotation 4a,4b`). A line of the text that
begins with `:::` or with backslashes before it gets one backslash more. `parse(render(t)) == t` (a property test).
"""

# ruff: noqa: E501 - patterns read better on one line

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from viva.errors import VivaError

SPEAKERS = ("prompt", "reply", "annotation", "unassigned")
HEAD = "% viva transcript"
_FIELDS = ("paper", "model", "source", "sha256", "unread", "read by", "labels")
_OPEN = re.compile(
    r"^::: (?P<speaker>\w+)(?: (?P<questions>[\w/]+(?:,[\w/]+)*)(?<!attempt)(?<!copy)(?<!page)(?<!lines)(?<!line))?"
    r"(?: attempt (?P<attempt>\d+))?(?P<copy> copy)?(?: page (?P<page>\d+))?(?: lines? (?P<line>\d+)(?:-(?P<last>\d+))?)?\s*$"
)


@dataclass(frozen=True)
class Block:
    """A stretch of a report with one speaker. Pages and lines count from 1; 0 means there are none."""

    speaker: str
    text: str
    questions: tuple[str, ...] = ()
    attempt: int = 0  # from 1; 0 where it belongs to none, or where it is to be found out
    page: int = 0
    line: int = 0
    last_line: int = 0
    copy: bool = False  # the report has this twice (an appendix, a log); the fuller one is checked


@dataclass(frozen=True)
class Transcript:
    """A report as blocks, in the order of the report."""

    blocks: tuple[Block, ...]
    paper: str = ""
    model: str = ""
    source: str = ""  # the file's name
    sha256: str = ""  # of the file
    unread: tuple[int, ...] = ()  # pages that have a picture, but no text
    read_by: str = ""  # the vision model that read pages without text
    labels: tuple[str, ...] = ()  # of the report's own making, which open turns and are no part of them


def render(transcript: Transcript) -> str:
    """The Markdown form."""
    values = (
        transcript.paper,
        transcript.model,
        transcript.source,
        transcript.sha256,
        ", ".join(map(str, transcript.unread)),
        transcript.read_by,
        ", ".join(transcript.labels),
    )
    head = [HEAD, *(f"% {name}: {_one_line(value)}" for name, value in zip(_FIELDS, values, strict=True) if value)]
    body = [piece for block in transcript.blocks for piece in (_opening(block), _escaped(block.text))]
    return "\n".join([*head, "", *body, ""])


def is_transcript(text: str) -> bool:
    """Does the text begin like a transcript?"""
    return text.lstrip("\ufeff \t\r\n").startswith((HEAD, "::: "))


def parse(text: str, name: str = "transcript") -> Transcript:
    """The transcript; raises VivaError with the line where its form is broken."""
    fields: dict[str, str] = {}
    blocks: list[Block] = []
    inside: list[str] = []
    rows = text.replace("\r\n", "\n").split("\n")
    if rows and rows[-1] == "":
        rows.pop()  # the line end of the last line
    for number, row in enumerate(rows, start=1):
        if row.startswith(":::"):
            if blocks:
                blocks[-1] = replace(blocks[-1], text="\n".join(inside))
            inside = []
            blocks.append(_block(row, number, name))
        elif blocks:
            inside.append(re.sub(r"^(\\*)\\:::", r"\1:::", row))
        elif row.startswith("% "):
            key, colon, value = row[2:].partition(": ")
            if colon and key in _FIELDS:
                fields[key] = value
        elif row.strip():
            raise VivaError(
                f"{name}, line {number}: a transcript begins with a line like `::: reply 1a`, before any text"
            )
    if blocks:
        blocks[-1] = replace(blocks[-1], text="\n".join(inside))
    unread = tuple(int(n) for n in re.findall(r"\d+", fields.get("unread", "")))
    return Transcript(
        tuple(blocks),
        fields.get("paper", ""),
        fields.get("model", ""),
        fields.get("source", ""),
        fields.get("sha256", ""),
        unread,
        fields.get("read by", ""),
        tuple(name for name in fields.get("labels", "").split(", ") if name),
    )


def _opening(block: Block) -> str:
    words = [":::", block.speaker]
    if block.questions:
        words.append(",".join(block.questions))
    if block.attempt:
        words.append(f"attempt {block.attempt}")
    if block.copy:
        words.append("copy")
    if block.page:
        words.append(f"page {block.page}")
    if block.line:
        words.append(f"line {block.line}" if block.last_line == block.line else f"lines {block.line}-{block.last_line}")
    return " ".join(words)


def _block(row: str, number: int, name: str) -> Block:
    match = _OPEN.match(row)
    if match is None or match.group("speaker") not in SPEAKERS:
        raise VivaError(
            f"{name}, line {number}: not understood: {row[:60]!r}; write `::: SPEAKER [QUESTION] [attempt N] [page P] [lines L-M]`, "
            f"where SPEAKER is {', '.join(SPEAKERS)}"
        )
    line = int(match.group("line") or 0)
    return Block(
        match.group("speaker"),
        "",
        tuple((match.group("questions") or "").split(",")) if match.group("questions") else (),
        int(match.group("attempt") or 0),
        int(match.group("page") or 0),
        line,
        int(match.group("last") or line),
        bool(match.group("copy")),
    )


def _escaped(text: str) -> str:
    return "\n".join(re.sub(r"^(\\*):::", r"\1\\:::", row) for row in text.split("\n"))


def _one_line(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()
