"""Where an annotator's note ends: at a heading, a rule, the totals; what stands behind is about something else.

>>> from viva.importing.transcript import Block
>>> note = Block("annotation", "A careless mistake.\\n\\n---\\n**Total: 20 of 22 points.**", ("4d",), 2, 1, 7, 10)
>>> for part in own_words(note):
...     print(part.questions, part.line, part.last_line, part.text.split())
('4d',) 7 8 ['A', 'careless', 'mistake.']
() 9 10 ['---', '**Total:', '20', 'of', '22', 'points.**']

A heading that is itself a label of notes (`### Verdict`) goes on with the note. Nothing is lost: what is cut off
becomes a block of its own, which belongs to no question.
"""

# ruff: noqa: E501 - a pattern reads better on one line

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from viva.importing.marks import question_mark, speaker_mark
from viva.importing.sections import section_weight
from viva.importing.transcript import Block

_RULE = re.compile(r"^\s*(?:[-–—*_=~]\s*){3,}$")
_HEADING = re.compile(r"^\s*#{1,6}\s+\S|^\s*\\(?:sub)*section\b")
_TOTALS = re.compile(
    r"^[\s*_|#>-]*(?:(?:grand |over-?all )?totals?(?: score| points)?|over-?all (?:score|result)|in total|altogether|tally)"
    r"[\s*_]*(?::|\||=|$|[-–—]\s)(?!.*\b[1-9]\s?\(?[a-h]\b)",
    re.IGNORECASE,
)


def own_words(block: Block) -> list[Block]:
    """The block; or, for a note that swallowed what follows it, its own words and the rest, in order."""
    if block.speaker != "annotation" or not block.questions:
        return [block]
    rows = block.text.split("\n")
    owned = _owned(rows)
    if all(owned):
        return [block]
    found: list[Block] = []
    start = 0
    for k in range(1, len(rows) + 1):
        if k == len(rows) or owned[k] != owned[start]:
            text = "\n".join(rows[start:k])
            line, last = (block.line + start, block.line + k - 1) if block.line else (0, 0)
            part = replace(block, text=text, line=line, last_line=last)
            found.append(part if owned[start] else _of_no_question(part, rows[start:k]))
            start = k
    return found


def _owned(rows: Sequence[str]) -> list[bool]:
    """For every row, whether it is still the note's."""
    owned: list[bool] = []
    spoken, mine, final = False, True, False
    closed = _closing_bracket(rows)
    for k, row in enumerate(rows):
        if 0 <= closed < k and mine and not final and not _is_note(row):
            mine = False
        elif spoken and _ends(row, rows[k + 1 :]):
            mine = False
            final = final or bool(_TOTALS.match(row)) or section_weight(row) > 2
        elif not mine and not final and _is_note(row):
            mine = True
        spoken = spoken or bool(row.strip() and not _HEADING.match(row) and not _RULE.match(row))
        owned.append(mine)
    return owned


def closes(row: str) -> bool:
    """Does a row open the totals of the report (`Total: 20 of 22`)?"""
    return _TOTALS.match(row) is not None


def _closing_bracket(rows: Sequence[str]) -> int:
    """The row at which the bracket closes that the note opens with; -1 where there is none."""
    if not rows[0].lstrip().startswith("["):
        return -1
    depth = 0
    for k, row in enumerate(rows):
        depth += row.count("[") - row.count("]")
        if depth <= 0:
            return k if row.rstrip().endswith("]") else -1
    return -1


def _ends(row: str, after: Sequence[str]) -> bool:
    if _is_note(row):
        return False
    if _RULE.match(row):
        following = next((r for r in after if r.strip()), "")
        return not _is_note(following)
    heading = _HEADING.match(row) is not None
    return heading or section_weight(row) > 2 or (_TOTALS.match(row) is not None and question_mark(row) is None)


def _is_note(row: str) -> bool:
    label = speaker_mark(row)
    return label is not None and label.speaker == "annotation" and label.weight >= 2.5 and not _TOTALS.match(row)


def _of_no_question(part: Block, rows: Sequence[str]) -> Block:
    words = any(row.strip() and not _HEADING.match(row) and not _RULE.match(row) for row in rows)
    return replace(part, speaker="annotation" if words else "unassigned", questions=(), attempt=0)
