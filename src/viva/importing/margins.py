r"""Notes that stood in the margin, and that extraction set down amid a reply: the reply goes on behind them.

Such a note is narrow (a stamp and a few short lines); behind it stand a heading of the reply's, a formula, or full
lines, up to the next question. Two places of a report where everybody sees this (a narrow note between two pieces of
one and the same reply) show that it sets its notes so; then a narrow note that swallowed the rest of its reply is cut:

>>> from viva.importing.transcript import Block
>>> def reply(text, line): return Block("reply", text, ("3a",), 0, 1, line, line)
>>> def note(text, line): return Block("annotation", text, ("3a",), 0, 1, line, line + text.count("\n"))
>>> shown = [reply("We count.", 1), note("RIGHT.\nNothing to add.", 2), reply("There are 4 filters.", 4)] * 2
>>> rest = "## Result\n\nAll of it makes $4 \\cdot 27 = 108$."
>>> for block in continued([*shown, reply("Each has 27.", 9), note("ONE-SHOT!\nVery\nclear.\n" + rest, 10)])[-2:]:
...     print(block.speaker, block.line, block.last_line, block.text.split("\n")[0])
annotation 10 12 ONE-SHOT!
reply 13 15 ## Result

Nothing is lost, and what sounds like the annotator's own conclusions, or opens a section of them, stays where it is.
Not guaranteed: margin notes in lines as wide as the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from viva.importing.content import speaker_scores
from viva.importing.note_ends import closes
from viva.importing.sections import section_weight
from viva.importing.transcript import Block
from viva.importing.verdicts import judgement

NARROW = 42  # characters of the longest line of a note in the margin
TALLEST = 12  # lines
LEAST = 2  # places that show how a report sets its notes
_OURS = re.compile(r"^\s*(?:#{1,6}\s|\$\$|\\\[|\\begin|[-*•]\s|\d{1,2}[.)]\s|\||\*\*[^*]{2,80}[:.]?\*\*(?!\s*$))")
_POINTS = re.compile(r"\d\s*(?:/|of|out of)\s*\d|\b(?:points?|score|marks?)\b|[✓✔✅%]")
_FORMULA = re.compile(r"\\[a-z]+\{|\$\$|^(?!.*[A-Za-z]{4}).*=")


def continued(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, where notes in the margin that hold the rest of their reply are divided from it."""
    spoken = [block for block in blocks if block.speaker != "unassigned"]
    shown = sum(
        before.speaker == after.speaker == "reply"
        and before.questions == note.questions == after.questions
        and note.speaker == "annotation"
        and margin(note.text.split("\n")) == len(note.text.split("\n"))
        for before, note, after in zip(spoken, spoken[1:], spoken[2:], strict=False)
    )
    if shown < LEAST:
        return list(blocks)
    done: list[Block] = []
    for block in blocks:
        before = next((b for b in reversed(done) if b.speaker != "unassigned"), None)
        if before is None or not block.questions or before.questions != block.questions:
            done.append(block)
        elif before.speaker == "reply" and block.speaker == "annotation":
            done += _divided(block)
        elif before.speaker == "annotation" and block.speaker == "reply":
            done += _ended(before, block)
        else:
            done.append(block)
    return done


def margin(rows: Sequence[str]) -> int:
    """How many rows, from the first, are a narrow note, with the blank lines behind it; 0 where none is."""
    size = 0
    for k, row in enumerate(rows):
        if len(row.strip()) > NARROW or _OURS.match(row) or _FORMULA.search(row) or k >= 2 * TALLEST:
            break
        size = k + 1
    return size if any(row.strip() for row in rows[:size]) else 0


def _divided(block: Block) -> list[Block]:
    rows = block.text.split("\n")
    cut = margin(rows)
    if not 0 < cut < len(rows) or judgement(" ".join(rows[:cut])) is None or not _is_reply(rows[cut:]):
        return [block]
    line = block.line + cut if block.line else 0
    return [
        replace(block, text="\n".join(rows[:cut]), last_line=line - 1 if line else block.last_line),
        replace(block, speaker="reply", text="\n".join(rows[cut:]), line=line),
    ]


def _ended(note: Block, block: Block) -> list[Block]:
    """A reply, where its first lines go on with the narrow note above, up to a heading: divided from them."""
    rows = block.text.split("\n")
    cut = margin(rows)
    narrow = margin(note.text.split("\n")) == len(note.text.split("\n"))
    if not (narrow and 0 < cut < len(rows) and rows[cut].lstrip().startswith("#")):
        return [block]
    line = block.line + cut if block.line else 0
    return [
        replace(
            block, speaker="annotation", text="\n".join(rows[:cut]), last_line=line - 1 if line else block.last_line
        ),
        replace(block, text="\n".join(rows[cut:]), line=line),
    ]


def _is_reply(rows: Sequence[str]) -> bool:
    """Does the answer go on here? Neither a section of the annotator's, nor words about the model."""
    if any(section_weight(row) > 0 or (closes(row) and _POINTS.search(row)) for row in rows):
        return False
    paragraphs = [list(group) for blank, group in itertools.groupby(rows, lambda row: not row.strip()) if not blank]
    sounds = [speaker_scores("\n".join(paragraph)) for paragraph in paragraphs]
    return bool(sounds) and all(sound["annotation"] < max(2.0, sound["reply"] + 0.5) for sound in sounds)
