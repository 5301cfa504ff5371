"""Whose words stand behind Markdown's `>` in a report: the prompts', or the replies'.

>>> from viva.importing.source import text_source
>>> from viva.importing.units import units
>>> turn = "> Which filter is it? Please show how many weights it has.\\n\\nThe filter is [2, -1, 3].\\n\\n"
>>> whom_quotes_show(units(text_source(turn * 4, "log.md").lines))
'prompt'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from viva.importing.content import speaker_scores
from viva.importing.said import Said
from viva.importing.units import Unit


def is_quoted(unit: Unit) -> bool:
    """Does it stand behind Markdown's `>`?"""
    return unit.text.lstrip().startswith(">")


def unquoted(units: Sequence[Unit], said: Sequence[Said]) -> frozenset[int]:
    """The paragraphs between a labelled prompt and the next label, heading or section, where none of them is quoted."""
    found: list[int] = []
    stretch: list[int] | None = None
    for t, (unit, marks) in enumerate(zip([*units, None], [*said, None], strict=True)):
        strong = marks is not None and marks.label is not None and marks.label.weight >= 5
        part = marks is not None and marks.heading is not None and bool(marks.heading.problem)
        if unit is None or marks is None or strong or part or marks.section:
            found += stretch or []
            asks = strong and marks is not None and marks.label is not None and marks.label.speaker == "prompt"
            stretch = [] if asks else None
        elif stretch is not None and not unit.furniture:
            stretch = None if is_quoted(unit) else [*stretch, t]
    return frozenset(found)


def whom_quotes_show(units: Sequence[Unit]) -> str | None:
    """Whose words stand behind `>` in this report, where a good part of it does: the reply's or the prompt's."""
    inside = [unit for unit in units if is_quoted(unit) and not unit.furniture]
    size = sum(len(unit.text) for unit in inside)
    share = size / max(1, sum(len(unit.text) for unit in units))
    if len(inside) < 4 or not 0.04 < share < 0.95:
        return None
    total: Counter[str] = Counter()
    for unit in inside:
        sounds = speaker_scores(unit.text.replace(">", " "))
        for who in ("prompt", "reply"):
            total[who] += round(10 * sounds[who])
    if share <= 0.25:  # so short they are prompts, or nothing of the kind
        return "prompt" if total["prompt"] > 2.5 * total["reply"] else None
    return "prompt" if total["prompt"] > 1.5 * total["reply"] else "reply"
