r"""Pieces of Markdown that the sections are made of. What is put into them is Markdown already (`visible`, `passages`).

>>> print(div("note", "words"))
<div class="note">
<BLANKLINE>
words
<BLANKLINE>
</div>
>>> print(table(["a", "b"], [["1", "x"]]))
| a | b |
|---|---|
| 1 | x |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def paragraphs(*pieces: str) -> str:
    """The pieces that are not empty, with a blank line between them."""
    return "\n\n".join(piece for piece in pieces if piece)


def div(look: str, body: str, identifier: str = "") -> str:
    """A block with a look."""
    name = f' id="{identifier}"' if identifier else ""
    return f'<div class="{look}"{name}>\n\n{body}\n\n</div>'


def quoted(markdown: str) -> str:
    """Somebody else's words: a quotation that nothing inside can end."""
    lines = "\n".join(f"> {line}".rstrip() for line in markdown.split("\n"))
    return div("quoted", lines)


def label(words: str) -> str:
    """A small heading that is not in the list of contents."""
    return div("label", words)


def bullets(items: Iterable[str]) -> str:
    """A list; items are single lines."""
    return "\n".join(f"- {item}" for item in items)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are single lines in which bars are escaped."""
    lines = [_row(head), "|" + "|".join("---" for _ in head) + "|", *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def span(look: str, words: str) -> str:
    """Inline words with a look."""
    return f'<span class="{look}">{words}</span>'


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
