"""Who has the word: from a label that stands alone, or that everybody has, until the next one.

>>> from viva.importing.said import marks_of
>>> from viva.importing.source import text_source
>>> from viva.importing.units import units
>>> log = "### User\\n\\nWhy?\\n\\n### Assistant\\n\\nBecause.\\n\\nIt is so.\\n\\n" * 2
>>> found = units(text_source(log, "log.md").lines)
>>> turns(found, marks_of(found))[:5]
['prompt', 'prompt', 'reply', 'reply', 'reply']

Not guaranteed: a paragraph of the annotator's own between two labels is taken for the last speaker's; `sequence` weighs
what is found here against what the paragraph says.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from viva.importing.marks import Label
from viva.importing.said import Said
from viva.importing.units import Unit

SPEAKERS = ("prompt", "reply", "annotation")


def turns(units: Sequence[Unit], said: Sequence[Said]) -> list[str]:
    """For every unit who has the word, where labels that stand alone on a line (`### User`) take turns; else ""."""
    alone = [
        t
        for t, (unit, marks) in enumerate(zip(units, said, strict=True))
        if marks.label is not None
        and marks.label.weight >= 5
        and marks.label.speaker != "annotation"
        and not unit.text.lstrip("\n").split("\n", 1)[0][marks.label.end :].strip(" *_:#>")[24:]
        and unit.text.lstrip().startswith(("#", "**"))
    ]
    who = [said[t].label.speaker for t in alone]  # type: ignore[union-attr]
    changes = sum(a != b for a, b in itertools.pairwise(who))
    found = _under_labels(units, said)
    if _regular(said):
        return _kept(units, said)
    if min(who.count("prompt"), who.count("reply")) < 2 or changes < 0.7 * (len(who) - 1):
        return found
    current = ""
    for t, (unit, marks) in enumerate(zip(units, said, strict=True)):
        label = marks.label
        if marks.section or (label is not None and label.speaker == "annotation" and label.weight >= 2.5):
            current = ""
        elif label is not None and label.weight >= 5:
            current = label.speaker if t in alone else ""
        found[t] = "" if unit.furniture else current
    return found


def _strong(marks: Said) -> Label | None:
    return marks.label if marks.label is not None and marks.label.weight >= 5 else None


def _regular(said: Sequence[Said]) -> bool:
    """Does the report label prompts, replies and notes alike, in turns: then nobody speaks without a label."""
    who = [label.speaker for marks in said if (label := _strong(marks)) is not None]
    pairs = list(itertools.pairwise(who))
    if min(who.count(speaker) for speaker in SPEAKERS) < 3 or who.count("annotation") < 0.5 * who.count("prompt"):
        return False
    return sum(b == "reply" for a, b in pairs if a == "prompt") >= 0.9 * who.count("prompt") - 1 and sum(
        a != b for a, b in pairs
    ) >= 0.9 * len(pairs)


# A heading, or a sign of judgement: `❌ Wrong in the center.` may well be the annotator's without a label.
_ENDS = frozenset("#✓✔✅✗✘❌⚠🟢🟡🟠🔴🟩🟨🟧🟥")


def _kept(units: Sequence[Unit], said: Sequence[Said]) -> list[str]:
    """Whoever spoke last under a label of such a report, up to the next heading of a question or section."""
    found = [""] * len(units)
    current = ""
    for t, (unit, marks) in enumerate(zip(units, said, strict=True)):
        label = _strong(marks)
        if label is not None:
            current = label.speaker
        elif (
            marks.section
            or (marks.heading is not None and marks.heading.problem)
            or unit.sign
            or marks.attempt
            or unit.text.lstrip()[:1] in _ENDS
        ):
            current = ""
        found[t] = "" if unit.furniture or current == "annotation" else current
    return found


def _under_labels(units: Sequence[Unit], said: Sequence[Said]) -> list[str]:
    """Who has the word right under a label that stands alone (`Reply of the model:`), and in a list under it."""
    found = [""] * len(units)
    current, listed = "", False
    for t, (unit, marks) in enumerate(zip(units, said, strict=True)):
        if unit.furniture:
            continue
        label = marks.label
        if label is not None:
            rest = unit.text.lstrip("\n")[label.end :].strip(" *_\n")
            current = label.speaker if label.weight >= 5 and (not rest or begins_item(rest)) else ""
            listed = bool(rest)
            continue
        item = begins_item(unit.text)
        if current and not marks.heading and not marks.section and not marks.attempt and (item or not listed):
            found[t] = current
            listed = True
            current = current if item else ""
        else:
            current = ""
    return found


def begins_item(text: str) -> bool:
    """Does it begin with a bullet or a number?"""
    return bool(re.match(r"\s*(?:[-*•–▪◦■□]|\d+[.)]|\([ivx]+\))\s", text))
