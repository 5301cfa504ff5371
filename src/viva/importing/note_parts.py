"""A note on several questions at once, part by part: `(a) pass, (b) pass. For (c) I get a 2.`

>>> note = "Comment: (a) pass, (b) pass. For (c) I get a 2 where it has a 3. So this one is a fail."
>>> words_about(note, "b"), words_about(note, "c")
('(b) pass.', 'For (c) I get a 2 where it has a 3. So this one is a fail.')
>>> words_about("Right. Compare (a), where it was wrong.", "b")
'Right. Compare (a), where it was wrong.'

Only notes in which two letters open clauses are taken apart; what stands before the first letter is about none of them.
"""

from __future__ import annotations

import re

_OPENS = re.compile(
    r"^(?:and |but |while |(?:comment|note|assessment|verdict|attempt \d): )*"
    r"(?:for |in |part |on )?\(([a-h])\)(?=[ :,])",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?<=[.;,!?])\s+")


def letters_of(text: str) -> tuple[str, ...]:
    """The letters that open clauses of a note; empty where there are fewer than two."""
    found = [m[1] for clause in _CLAUSE.split(text) if (m := _OPENS.match(clause.strip("*_ ")))]
    return tuple(dict.fromkeys(found)) if len(set(found)) >= 2 else ()


def words_about(text: str, letter: str) -> str:
    """The clauses about one letter; the whole note where it is about no letters, or never about this one."""
    if letter not in letters_of(text):
        return text
    mine: list[str] = []
    current = ""
    for clause in _CLAUSE.split(text):
        opened = _OPENS.match(clause.strip("*_ "))
        current = opened[1] if opened else current
        if current == letter:
            mine.append(clause)
    return re.sub(r"^(?:comment|note): ", "", " ".join(mine), flags=re.IGNORECASE).rstrip(",;")
