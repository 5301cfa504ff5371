"""What the units of a report say about themselves, put right by one another.

A label that stands alone names the question of the words below it; weak labels (`A:`, `N:`) that take turns with others
are as good as strong ones; paragraphs that are set apart as a whole are the annotator's.

>>> from viva.importing.source import text_source
>>> from viva.importing.units import units
>>> report = "Q: Why?\\nR: Shared weights.\\nQ: Which?\\nR: [2, -1, 3]\\nQ: How many?\\nR: 108\\n"
>>> found = marks_of(units(text_source(report, "log.txt").lines))
>>> [(said.label.speaker, said.label.weight) for said in found[:2]]
[('prompt', 6.0), ('reply', 6.0)]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from viva.importing.marks import (
    MODEL_NAME,
    Heading,
    Label,
    begins_attempt,
    label_after_reference,
    ordinal_prompt,
    question_mark,
    reference_in_prompt,
    speaker_mark,
)
from viva.importing.sections import is_stamp, section_weight
from viva.importing.units import Unit


def marks_of(units: Sequence[Unit]) -> list[Said]:
    """The marks of every unit."""
    said = [read_marks(unit) for unit in units]
    return promoted(_ahead(_untitled(said, units), units), units)


@dataclass(frozen=True)
class Said:
    """The marks of one unit."""

    label: Label | None
    heading: Heading | None
    section: float
    ordinal: bool
    stamp: bool = False
    attempt: bool = False


_IN_LABEL = re.compile(r"\(([^()\s][^()]{0,40})\)")
_JUDGES_PART = re.compile(r"[:.]\s*\([a-h]\) [a-z]")


def read_marks(unit: Unit) -> Said:
    """The marks at the start of a unit."""
    if unit.furniture:
        return Said(None, None, 0.0, False)
    line = unit.text.lstrip("\n").split("\n", 1)[0]
    label = unit.label or speaker_mark(line) or label_after_reference(line)
    rest = unit.text.replace("\n", " ")
    heading = question_mark(line if label is None else rest[:240]) or question_mark(line)
    if heading is None and label is not None and (inside := _IN_LABEL.search(line[: label.end])):
        heading = question_mark(inside[1][0].upper() + inside[1][1:])  # `Prompt 4 (question 1c)`
    of_notes = begins_attempt(line) or (label is not None and label.speaker == "annotation")
    if of_notes and heading is not None and not heading.problem and _JUDGES_PART.search(rest[:60]):
        heading = None  # `Assessment: (a) correct, (b) wrong` and `Attempt 1: (a) gives …` open no part
    asks = unit.role == "prompt" or (label is not None and label.speaker == "prompt" and label.weight >= 5)
    if asks and (heading is None or not heading.letters):
        start = label.end if label is not None else 0
        heading = reference_in_prompt(rest[start:]) or heading
    return Said(
        label,
        heading,
        section_weight(line) if unit.label is None else 0.0,
        ordinal_prompt(line),
        unit.sign or is_stamp(unit.text),
        begins_attempt(line),
    )


FIRST_PART = 2.5  # the weight of a part that nothing names but its place


def _ahead(said: Sequence[Said], units: Sequence[Unit]) -> list[Said]:
    """The marks, where a label that stands alone (`#### You said:`) names the question of the words below it."""
    done = list(said)
    for t, (unit, marks) in enumerate(zip(units[:-1], said[:-1], strict=True)):
        if (
            marks.label is not None
            and marks.heading is None
            and not unit.text.strip()[marks.label.end + 2 :].strip(" *_#")
        ):
            done[t] = replace(marks, heading=said[t + 1].heading)
        following = said[t + 1].label
        titled = marks.heading if marks.label is None and "\n" not in unit.text.strip() else None
        prompted = following is not None and following.speaker == "prompt" and following.weight >= 5
        if titled is not None and not titled.letters and prompted and said[t + 1].heading is None:
            # under `Problem 3` one begins with its first part
            done[t + 1] = replace(said[t + 1], heading=Heading(titled.problem, ("a",), FIRST_PART))
    return done


def _untitled(said: Sequence[Said], units: Sequence[Unit]) -> list[Said]:
    """The marks without the title's: a model's name above everything else is no reply."""
    first = next((t for t, unit in enumerate(units) if not unit.furniture), 0)
    label = said[first].label if said else None
    if label is not None and label.name == MODEL_NAME and ":" not in units[first].text[: label.end]:
        return [*said[:first], replace(said[first], label=None), *said[first + 1 :]]
    return list(said)


_SET = (
    ("*", re.compile(r"^\s*\*(?!\*)[^*]+\*\s*$", re.S)),
    ("_", re.compile(r"^\s*_(?!_)[^_]+_\s*$", re.S)),
    ("[", re.compile(r"^\s*\[(?:[A-Za-z]|\d(?:st|nd|rd|th)\b)[^\[\]]{2,}\]\s*$", re.S)),
    ("(", re.compile(r"^\s*\([A-Za-z][^()]{6,}\)\s*$", re.S)),
    ("**", re.compile(r"^\s*\*\*[^*]+\*\*\s*$", re.S)),
    ("{", re.compile(r"^\s*\{[A-Za-z][^{}]{2,}\}\s*$", re.S)),
    ("<", re.compile(r"^\s*<<?[A-Za-z][^<>]{2,}>>?\s*$", re.S)),
    ("emph", re.compile(r"^\s*\\(?:emph|textit|textcolor\{\w+\}|footnote|marginpar)\{[^{}]+\}\s*$", re.S)),
    (">", re.compile(r"^\s*>.+$", re.S)),
)


def _with_set_notes(said: Sequence[Said], units: Sequence[Unit]) -> list[Said]:
    """Where paragraphs set apart as a whole (`*Right.*`, `[Fixed now.]`) close turns as a rule, they are notes."""
    inside = [t for t, unit in enumerate(units) if not unit.furniture]
    done = list(said)
    for _, pattern in _SET:
        found = [
            k
            for k, t in enumerate(inside)
            if pattern.match(units[t].text) and said[t].heading is None and said[t].label is None
        ]
        if sum(k > 0 and _is_note(said[inside[k - 1]]) for k in found) > 0.5 * len(found):
            continue  # a labelled note stands above each of them: they are what it judges
        closing = [k for k in found if k + 1 == len(inside) or _opens_turn(said[inside[k + 1]])]
        if len(found) >= 3 and len(closing) >= 0.7 * len(found):
            for k in found:
                done[inside[k]] = replace(done[inside[k]], label=Label("annotation", 8.0, 0, "<set apart>"))
            _between_notes(done, units, inside)
    return done


_HANDS_OVER = re.compile(r"\b(?:answer|repl|respon|said|sa[iy]|wr[io]te|gave)\w*\s*:\s*[\])*_]*\s*$", re.I)


def _between_notes(done: list[Said], units: Sequence[Unit], inside: Sequence[int]) -> None:
    """Where nobody asks, what stands under a heading between two notes that are set apart is the reply."""
    if any(s.label is not None and s.label.speaker == "prompt" and s.label.weight >= 5 for s in done):
        return
    notes = {t for t in inside if (label := done[t].label) is not None and label.name == "<set apart>"}
    for before, t, after in zip(inside, inside[1:], inside[2:], strict=False):
        marks = done[t]
        whole = marks.heading is not None and "\n" in units[t].text.strip()
        whole = whole or (marks.heading is None and _HANDS_OVER.search(units[before].text) is not None)
        if before in notes and after in notes and marks.label is None and whole:
            done[t] = replace(marks, label=Label("reply", 4.0, 0, "<between notes>"))


def _is_note(marks: Said) -> bool:
    return marks.label is not None and marks.label.speaker == "annotation" and marks.label.weight >= 5


def _opens_turn(marks: Said) -> bool:
    prompts = marks.label is not None and marks.label.speaker == "prompt" and marks.label.weight >= 5
    return prompts or marks.section > 0 or (marks.heading is not None and marks.heading.weight >= 4)


def promoted(said: Sequence[Said], units: Sequence[Unit] = ()) -> list[Said]:
    """Weak labels (`You:`, `Question:`, `A:`) that take turns with the other speaker's are as good as strong ones."""
    turns = [(t, s.label) for t, s in enumerate(said) if s.label is not None and s.label.speaker != "annotation"]
    taken: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for k, (_, label) in enumerate(turns):
        counts[label.name] += 1
        neighbours = [turns[j][1].speaker for j in (k - 1, k + 1) if 0 <= j < len(turns)]
        taken[label.name] += all(speaker != label.speaker for speaker in neighbours)
    strong = {name for name, n in counts.items() if n >= 3 and taken[name] >= 0.75 * n}
    strong |= _closing_labels(said)
    raised = [
        replace(s, label=replace(s.label, weight=6.0)) if s.label is not None and s.label.name in strong else s
        for s in said
    ]
    return _with_set_notes(raised, units)


def _closing_labels(said: Sequence[Said]) -> set[str]:
    """Weak labels of notes (`Analysis:`, `Note:`, `→`) that close turns as a rule: a reply before them, and after them
    the next prompt or heading, not more of the reply."""
    marks = [s for s in said if s.label is not None or (s.heading is not None and s.heading.weight >= 4)]
    counts: Counter[str] = Counter()
    closing: Counter[str] = Counter()
    for k, mark in enumerate(marks):
        label = mark.label
        if label is None or label.speaker != "annotation" or label.weight > 3:
            continue
        before = next((m for m in reversed(marks[:k]) if m.label is not None and m.label.name != label.name), None)
        after = marks[k + 1] if k + 1 < len(marks) else None
        counts[label.name] += 1
        replied = before is not None and before.label is not None and before.label.speaker == "reply"
        ends = after is None or after.label is None or after.label.speaker == "prompt" or after.heading is not None
        closing[label.name] += replied and ends
    return {name for name, n in counts.items() if n >= 3 and closing[name] >= 0.75 * n}
