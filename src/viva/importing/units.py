"""Lines become units: paragraphs where the text has any, single lines where a PDF lost them, split at run-in labels.

A unit is the smallest thing that has one speaker and one question. It knows its place, to the column:

>>> from viva.importing.source import text_source
>>> report = "Prompt. Why?  Model Reply. Because.\\nVerdict L1.\\n"
>>> [(u.line, u.text) for u in units(text_source(report, "r").lines)]
[(1, 'Prompt. Why?  '), (1, 'Model Reply. Because.'), (2, 'Verdict L1.')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from viva.importing.cast import own_labels
from viva.importing.content import speaker_scores
from viva.importing.furniture import furniture, thinking
from viva.importing.marks import ATTEMPT_HEADING, SCREENSHOT, Label, question_mark, run_in_labels, speaker_mark
from viva.importing.quoted_nudges import NAME as QUOTED
from viva.importing.quoted_nudges import nudge_at
from viva.importing.sections import is_stamp, section_weight
from viva.importing.signs import begins_with_sign, signs_of
from viva.importing.source import Line
from viva.importing.tables_of_talk import Cell, conversation_rows
from viva.importing.verdicts import judgement

FRONT = 60  # lines at the beginning in which a report may explain its signs
_BULLET = re.compile(r"^\s*(?:[-*•–▪◦■□]|\d+[.)]|\([ivx]+\))\s")


_INTRODUCES = re.compile(
    r"\b(?:answer|repli|reply|respon|said|says|wrote|writes|gave|output|return)\w*\s*:\s*$"
    r"|\b(?:it|model|llm|(?:chat)?gpt|claude|gemini|grok|kimi|qwen|llama|mistral|deepseek)(?: then| now)? "
    r"(?:gave|gives|answered|answers|replied|replies|said|wrote|returned|responded|came back with)(?: me)?\s*:?\s*$",
    re.I,
)


def hands_over(text: str) -> bool:
    """Do the words end by handing over to the reply: `… it then answered:`?

    >>> hands_over("I told it that the centre was wrong. It then answered:"), hands_over("Its answer is right.")
    (True, False)
    """
    return bool(_INTRODUCES.search(text[-80:]))


def is_whole_prompt(text: str) -> bool:
    """Does the text hold all of a prompt, so that the words below it are not the prompt's?

    >>> is_whole_prompt("I wrote back: “Think of the biases.”"), is_whole_prompt("Figure 2: screenshot of my prompt")
    (True, True)
    >>> is_whole_prompt("I wrote back: “Think of the"), is_whole_prompt("> *[Me: insert it and check]*")
    (False, True)
    """
    label = speaker_mark(text)
    if label is None or label.speaker != "prompt" or label.weight < 5:
        return False
    bracketed = "[" in text[: label.end] and bool(_BRACKET_CLOSES.match(text[label.end :]))
    return bracketed or label.name == SCREENSHOT or bool(_QUOTED_WHOLE.match(text[label.end :]))


_QUOTED_WHOLE = re.compile(r"[\s*_]*(?:“[^“”]{8,600}”|«[^«»]{8,600}»|\"[^\"]{8,600}\"|`[^`]{8,600}`)[.!*_)\]]*\s*$")
_BRACKET_CLOSES = re.compile(r"[^\[\]]{3,600}\][*_\s]*$")
_I_SAID = re.compile(r"I (?:said|wrote|asked|told|answered|replied)\b", re.I)
_MID_SENTENCE = re.compile(r"(?:^|[\s(])[a-z]+\s*$")
_ATTEMPT = ATTEMPT_HEADING
# `[wrong: it should be -3]`, `[1st try]`
_NOTE = re.compile(r"^\s*\[(?=[^\[\]]*[a-z]{3})(?:[A-Za-z]|\d(?:st|nd|rd|th)\b)[^\[\]]*(?:\]\s*$|$)")


@dataclass(frozen=True)
class Unit:
    """A stretch of lines, `first` to `last` (indices), beginning at a column of the first and ending before one of
    the last."""

    first: int
    last: int
    start: int  # column in the first line
    end: int  # column in the last line; -1 is its end
    text: str
    line: int
    last_line: int
    page: int
    opens: str  # what it begins with: "run" (inside a line), "line", "paragraph", "page"
    role: str = ""  # who speaks, where the format says so
    furniture: bool = False
    turn: bool = False  # the format says that a message begins here
    sign: bool = False  # it begins with a sign of judgement that the report explains
    label: Label | None = None  # of the report's own making


def units(lines: Sequence[Line]) -> list[Unit]:
    """All lines that hold text, in order, as units; blank lines belong to none."""
    page_stuff = furniture(lines) | thinking(lines)
    width = _width(lines, page_stuff)
    rows = conversation_rows(lines)
    arrows = _arrows(lines)
    judged = _judged(lines)
    own = own_labels(lines, page_stuff, judged)
    runs: list[list[int]] = []
    for i, line in enumerate(lines):
        if not line.text.strip() or i in rows:
            if i in rows:
                runs.append([i])
            continue
        if (
            runs
            and i not in page_stuff
            and i not in arrows
            and i not in judged
            and i not in own
            and runs[-1][-1] == i - 1
            and i - 1 not in rows
            and _continues(lines, i, width, page_stuff)
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
    found: list[Unit] = []
    for run in runs:
        found += (
            _cells(lines[run[0]], run[0], rows[run[0]])
            if run[0] in rows
            else _split(lines, run, run[0] in page_stuff, run[0] in judged, own.get(run[0]))
        )
    return without_nudges(found, lines)


def without_nudges(found: Sequence[Unit], lines: Sequence[Line]) -> list[Unit]:
    """The units, where notes are divided from what they quote at their end: words that were said to the model.

    Where the report has several that are clear, such a quotation below plain words is one too.
    """
    at = [None if u.role or u.furniture or u.label is not None else nudge_at(u.text) for u in found]
    clear = sum(k is not None and _tells(u.text[:k], u.text[k:], 1.0) for u, k in zip(found, at, strict=True))
    least = 1.0 if clear < 2 else -1.0
    parts: list[Unit] = []
    for unit, k in zip(found, at, strict=True):
        cut = k is not None and _tells(unit.text[:k], unit.text[k:], least)
        parts += _cut(unit, k, lines) if k is not None and cut else [unit]
    return parts


def _cut(unit: Unit, at: int, lines: Sequence[Line]) -> list[Unit]:
    label = Label("prompt", 6.0, 0, QUOTED)
    before = unit.text[:at]
    if not before.strip():
        return [replace(unit, label=label)]
    i = unit.first + before.count("\n")
    column = len(before) - before.rfind("\n") - 1 + (unit.start if i == unit.first else 0)
    quoted = replace(
        unit, first=i, start=column, text=unit.text[at:], line=lines[i].number, page=lines[i].page, opens="run",
        turn=False, sign=False, label=label,
    )  # fmt: skip
    return [replace(unit, last=i, end=column, text=before, last_line=lines[i].number), quoted]


_TELLS = re.compile(
    r"\b(?:nudg\w*|hint\w*|I (?:wrote|said|asked|told|replied|answered|tried|sent|typed|then|pushed|insisted))\b", re.I
)


def _tells(before: str, quote: str, least: float) -> bool:
    """Are the words before a quotation the annotator's? They sound so, by `least` at least."""
    label = speaker_mark(before) if before.strip() else None
    if label is not None and label.weight >= 5:
        return label.speaker == "annotation"
    if not before.strip():
        sounds = speaker_scores(quote.strip(' *_“”"«»„.'))
        return len(quote) < 300 and sounds["prompt"] > max(1.0, sounds["reply"], sounds["annotation"])
    sounds = speaker_scores(before)
    if _TELLS.search(before[-120:]) or (judgement(before) is not None and sounds["reply"] < 2):
        return True
    return sounds["annotation"] > max(
        least, sounds["reply"] - 1 if least < 0 else sounds["reply"], sounds["prompt"] - 1
    )


def _arrows(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that begin with an arrow, where words follow several of them: so the report sets its remarks apart."""
    found = [i for i, line in enumerate(lines) if (label := speaker_mark(line.text)) is not None and label.name == "→"]
    worded = sum(len(re.findall(r"(?<!\\)\b[A-Za-z]{2,}", lines[i].text)) >= 3 for i in found)
    return frozenset(found if worded >= 3 else ())


def _judged(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that begin with a sign to which the first lines of the report give a meaning (`[B] A sign slip.`)."""
    front = [line.text for line in lines[:FRONT]]
    signs = signs_of("\n".join(front))
    return frozenset(i for i, line in enumerate(lines) if signs and begins_with_sign(line.text, signs))


def _cells(line: Line, i: int, cells: Sequence[Cell]) -> list[Unit]:
    """The cells of a row of a conversation, each spoken by the speaker of its column."""
    found = []
    for k, cell in enumerate(cells):
        end = -1 if k + 1 == len(cells) else cell.end
        furniture = not cell.text.strip(" |")
        text = line.text[cell.start : len(line.text) if end < 0 else end]
        opens = "run" if k else "paragraph"
        turn = bool(cell.role) and not furniture
        found.append(
            Unit(i, i, cell.start, end, text, line.number, line.number, line.page, opens, cell.role, furniture, turn)
        )
    return found


def _width(lines: Sequence[Line], page_stuff: frozenset[int]) -> int:
    """0 where blank lines divide the text into paragraphs; else the width of its full lines."""
    inside = [line for i, line in enumerate(lines) if i not in page_stuff]
    blanks = sum(not line.text.strip() for line in inside)
    paged = any(line.page for line in inside)
    if not inside or blanks > (0.15 if paged else 0.06) * len(inside):
        return 0
    lengths = sorted(len(line.text.rstrip()) for line in inside if line.text.strip())
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _continues(lines: Sequence[Line], i: int, width: int, page_stuff: frozenset[int]) -> bool:
    """Does line `i` go on with the paragraph of the line before it?"""
    before, here = lines[i - 1], lines[i]
    if i - 1 in page_stuff or here.paragraph or here.role != before.role:
        return False
    text = here.text
    if text.lstrip().startswith("#") or before.text.lstrip().startswith("#"):
        return False
    if (
        width
        and _I_SAID.match(text)
        and len(before.text.rstrip()) >= 0.72 * width
        and _MID_SENTENCE.search(before.text[-80:])
    ):
        return True  # "… I have to take back what⏎I said: …"
    if _begins_something(text) or _begins_something(before.text, alone=True):
        return False
    if before.text.rstrip().endswith((".", "!", "?", "]", ")", "$", "|")) and _judges(text):
        return False
    if _IT.match(text) and speaker_scores(text)["annotation"] >= 2.5:
        return False  # no sentence goes on with a capital `It`
    if not width:
        return not (_BULLET.match(text) and len(text) > 120)
    if _BULLET.match(text):
        return False
    if before.text.rstrip().endswith((".", "!", "?")) and speaker_scores(text)["annotation"] >= 2.5:
        return False  # the last line of a paragraph may be long too
    return len(before.text.rstrip()) >= 0.72 * width and bool(re.search(r"[A-Za-z]{3,}", before.text))


_IT = re.compile(r"It(?:s \w+)? \w+")


def _judges(text: str) -> bool:
    """Does a line speak of the reply, and do nothing that a reply does?"""
    sounds = speaker_scores(text)
    return text[:1].isupper() and sounds["annotation"] >= 2.0 and sounds["reply"] <= 0.5 and "=" not in text


def _begins_something(text: str, alone: bool = False) -> bool:
    label = speaker_mark(text)
    if not alone and len(text) < 120 and is_stamp(text):
        return True
    if _ATTEMPT.match(text) or (not alone and _NOTE.match(text)):
        return True
    if alone and _NOTE.match(text) and text.rstrip().endswith("]"):
        return True
    if alone:
        if _INTRODUCES.search(text) or is_whole_prompt(text):
            return True
        return section_weight(text) > 2 or (label is not None and not text[label.end :].strip())
    if label is not None and label.weight >= 2.5:
        return True
    heading = question_mark(text)
    return section_weight(text) > 2 or (heading is not None and heading.weight >= 4)


def _split(lines: Sequence[Line], run: list[int], page_stuff: bool, sign: bool, label: Label | None) -> list[Unit]:
    cuts = [(run[0], 0)]
    for i in run:
        cuts += [(i, column) for column in run_in_labels(lines[i].text)] if not page_stuff else []
    parts: list[Unit] = []
    for k, (first, start) in enumerate(cuts):
        if k + 1 < len(cuts):
            last, end = cuts[k + 1]
            if end == 0 and last > first:
                last, end = last - 1, -1
        else:
            last, end = run[-1], -1
        pieces = [lines[i].text for i in range(first, last + 1)]
        if end >= 0:
            pieces[-1] = pieces[-1][:end]
        pieces[0] = pieces[0][start:]
        here = lines[first]
        opens = "run" if start else _opening(lines, first)
        parts.append(
            Unit(
                first,
                last,
                start,
                end,
                "\n".join(pieces),
                here.number,
                lines[last].number,
                here.page,
                opens,
                here.role,
                page_stuff,
                here.paragraph and not start,
                sign and not parts,
                None if parts else label,
            )
        )
    return parts


def _opening(lines: Sequence[Line], i: int) -> str:
    if i == 0 or lines[i].page != lines[i - 1].page:
        return "page" if i else "paragraph"
    return "paragraph" if lines[i].paragraph or not lines[i - 1].text.strip() else "line"
