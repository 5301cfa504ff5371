r"""Tables whose rows are exchanges: `| Question | Prompt | Response | Comment |`.

Each cell is spoken by the speaker of its column; the cells are found by the pipes outside of formulas.

>>> from viva.importing.source import text_source
>>> table = "| Task | Prompt | Response | Verdict |\n|---|---|---|---|\n| 3a | How many? | $|W| = 108$ | ok |\n"
>>> for cell in conversation_rows(text_source(table, "t.md").lines)[2]:
...     print(cell.role or "-", repr(cell.text))
- '| 3a '
prompt '| How many? '
reply '| $|W| = 108$ '
annotation '| ok |'

Only tables with a line of dashes under the header are read so; a short summary table has no column of replies.
"""

# ruff: noqa: E501 - patterns read better on one line

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viva.importing.source import Line

_COLUMNS: tuple[tuple[str, str], ...] = (
    (
        "prompt",
        r"(?:my |exact |initial |user )?(?:prompts?|messages?|inputs?|asked|i asked|sent)(?: (?:used|given|text))?|me|user|nudge|follow-?up|what i (?:\w+ )?(?:asked|sent|typed|said|wrote|entered)(?: it)?",
    ),
    (
        "reply",
        r"(?:the )?(?:(?:model|llm|ai|raw|full)(?:['’]s)? )?(?:responses?|repl(?:y|ies)|outputs?)(?: .{0,20})?|(?:the )?(?:model|llm|ai)(?:['’]s)? answers?|model|assistant|answer given|(?:what )?(?:it|the (?:model|ai|bot)|\w+) (?:answered|replied|said|sent|wrote|gave|returned|came back with)(?: back)?|what came back|came back|got(?: back)?",
    ),
    (
        "annotation",
        r"(?:my )?(?:opinions?|judge?ments?|thoughts|view|scores?|points|marks?|reaction|what i think|ok\??|right\??|comments?|notes?|annotations?|observations?|verdicts?|assessment|evaluation|remarks?|correct\??|result|status|analysis|tier|grade|feedback)(?: .{0,20})?",
    ),
)
_DASHES = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$")


@dataclass(frozen=True)
class Cell:
    """A cell with its columns in the line (the pipe before it belongs to it); `role` is "" for the question's name."""

    text: str
    start: int
    end: int
    role: str


def conversation_rows(lines: Sequence[Line]) -> Mapping[int, tuple[Cell, ...]]:
    """The rows of such tables, by index of their line, cut into cells."""
    found: dict[int, tuple[Cell, ...]] = {}
    for i in range(1, len(lines)):
        if not _DASHES.match(lines[i].text) or "|" not in lines[i - 1].text:
            continue
        roles = [_role(text) for text, _, _ in cut(lines[i - 1].text)]
        if "reply" not in roles or not {"prompt", "annotation"} & set(roles):
            continue
        rows: dict[int, tuple[Cell, ...]] = {}
        for j in range(i + 1, len(lines)):
            if "|" not in lines[j].text:
                break
            cells = cut(lines[j].text)
            if len(cells) == len(roles):
                rows[j] = tuple(Cell(text, a, b, role) for (text, a, b), role in zip(cells, roles, strict=True))
        replies = [cell.text for row in rows.values() for cell in row if cell.role == "reply"]
        if replies and sum(map(len, replies)) / len(replies) > 12:
            found |= rows
    return found


def cut(text: str) -> list[tuple[str, int, int]]:
    r"""The cells of a row and where they begin and end; a pipe in a formula or in `\|` divides nothing.

    >>> [cell for cell, _, _ in cut("| a | $|x|$ |")]
    ['| a ', '| $|x|$ |']
    """
    pipes = []
    inside = ""
    k = 0
    while k < len(text):
        if text[k] == "\\":
            k += 2
            continue
        if text[k] in "$`":
            inside = "" if inside == text[k] else inside or text[k]
        elif text[k] == "|" and not inside:
            pipes.append(k)
        k += 1
    body = text.rstrip()
    if pipes and pipes[-1] == len(body) - 1 and len(pipes) > 1:
        pipes.pop()  # the closing pipe
    if not pipes or text[: pipes[0]].strip():
        pipes.insert(0, 0)
    ends = [*pipes[1:], len(text)]
    return [(text[a:b], a, b) for a, b in zip(pipes, ends, strict=True)]


def _role(header: str) -> str:
    name = header.strip(" |*_").lower()
    return next((role for role, pattern in _COLUMNS if re.fullmatch(pattern, name)), "")
