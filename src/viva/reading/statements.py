r"""The statements of a reply: sentences, list items, headings, tables, formulas.

>>> from viva.reading.replies import read_reply
>>> reply = read_reply("Each filter has 27 weights. So 108 in all.\n\n| a | b |")
>>> [(s.kind, reply.text[s.start : s.end].strip()) for s in statements(reply)]
[('paragraph', 'Each filter has 27 weights.'), ('paragraph', 'So 108 in all.'), ('table', '| a | b |')]

A line end inside a paragraph ends a statement only where the next line begins anew ("So …", "Answer: …"), or where the
line before is complete. A full stop behind a single capital ends one where the words before it give an answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from viva.reading.budget import tick
from viva.reading.patterns import lazy
from viva.reading.replies import Block, Reply


@dataclass(frozen=True)
class Statement:
    """A sentence, list item, heading, table or formula."""

    start: int
    end: int
    block: int  # the number of its block
    kind: str  # the kind of its block


_SENTENCE_END = lazy(
    r"[.!?\n](?:(?<=\n)|"  # first the sign, which is seldom there; then what stands before it
    r"(?:(?<![A-Z.].)|(?<=[A-Za-z][A-Z].)|(?<=\b(?:is|be) [A-J].)|(?<=\b(?:and|not) [A-J].)|(?<=(?:than|tion) [A-J].)"
    r"|(?<=(?:pick|swer) [A-J].)|(?<=: [A-J].))"
    r"(?<!\be\.g.)(?<!\bi\.e.)(?<!\bvs.)(?<!\bEq.)(?!(?<=[=≈] 0\.) \d{3})[\"')*_]*"
    r"(?=\s+[\"'(\[*_$\\]*[A-Z✓\d■☒]|\s*$))"
)
_STARTER = lazy(
    r"[\s*_>#-]*(?:the\s+)?(?:final|answer|ans\b|therefore|thus|hence|so\b|total|result|note|check|verif|remark|"
    r"output|summary|in conclusion|consequently|wait|actually|comparison|special case|limiting)",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def statements(reply: Reply) -> tuple[Statement, ...]:
    """The reply's statements in order."""
    found: list[Statement] = []
    for number, block in enumerate(reply.blocks):
        tick()
        if block.kind in ("table", "code", "math", "heading"):
            found.append(Statement(block.start, block.end, number, block.kind))
        else:
            found.extend(_sentences(reply, block, number))
    return tuple(found)


def _sentences(reply: Reply, block: Block, number: int) -> Iterator[Statement]:
    text = reply.text
    maths = reply.maths
    if maths:
        first = bisect_right(maths, block.start, key=lambda m: m.end)
        maths = maths[first : bisect_left(maths, block.end, lo=first, key=lambda m: m.start)]
    at, inside = block.start, 0
    for stop in _SENTENCE_END.finditer(text, block.start, block.end):
        place = stop.start()
        while inside < len(maths) and maths[inside].end <= place:
            inside += 1
        if inside < len(maths) and maths[inside].start < place:
            continue
        if stop[0] == "\n" and not _line_break(text, at, place, block.end):
            continue
        if text[at : stop.end()].strip():
            yield Statement(at, stop.end(), number, block.kind)
        at = stop.end()
    if text[at : block.end].strip():
        yield Statement(at, block.end, number, block.kind)


def _line_break(text: str, at: int, place: int, end: int) -> bool:
    """Does a line end in a paragraph end a statement? Not where a line is merely wrapped."""
    stop = text.find("\n", place + 1, end)
    following = text[place + 1 : stop if stop >= 0 else end]
    before = text[text.rfind("\n", at, place) + 1 if text.rfind("\n", at, place) >= 0 else at : place].rstrip()
    if _STARTER.match(following) or before.startswith((">>>", "In [")):
        return True
    if before.endswith((".", ";", "!", "?", "✓", "**", "$$", "\\]")):
        return True
    return len(before) < 50 and following[:1].isupper() and not before.endswith((",", "=", "and", "the", "of", ":"))


def extended(found: tuple[Statement, ...], number: int, text: str) -> int:
    """The end of a statement together with what it introduces: "The output is:" and the matrix after it."""
    end = found[number].end
    for following in found[number + 1 : number + 4]:
        words = text[found[number].start : end].rstrip()
        opens = _OPEN_END.search(words[-40:])
        if not opens and following.kind not in ("math", "table", "code"):
            break
        if not opens and words.endswith((".", "!", "?")):
            break
        if following.kind == "heading":
            break
        if opens or _INTRODUCES.search(words):
            end = following.end
            if following.kind in ("math", "table", "code"):
                break
        else:
            break
    return end


_OPEN_END = lazy(
    r"(?:[:=→]|\b(?:is|are|equals|becomes|get|gives|have|obtain|yields|where|find|as|[Tt]herefore|[Tt]hus|[Hh]ence|[Ss]o|Finally),?)[\s*_$]*$"
)
_INTRODUCES = lazy(r"\b(?:is|are|equals|becomes|get|gives|have|obtain|yields|find|answer|output|result|matrix)\b", re.I)
