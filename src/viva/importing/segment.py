"""A report → its transcript: every line in a block with a speaker, a question, an attempt and a place.

>>> from viva.papers import load_paper
>>> from viva.importing.source import text_source
>>> report = "Q3(a)\\nPrompt: How many parameters?\\nReply: 4 * 27 = 108.\\nVerdict: L1\\n"
>>> for block in segment(text_source(report, "log.txt"), load_paper("hw5")).blocks:
...     print(block.speaker, block.questions, block.attempt, block.line)
unassigned () 0 1
prompt ('3a',) 1 2
reply ('3a',) 1 3
annotation ('3a',) 1 4
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from viva.importing.attempts import number_attempts
from viva.importing.content import Topics, paper_texts
from viva.importing.margins import continued
from viva.importing.marks import begins_attempt, question_mark, speaker_mark
from viva.importing.models import name_of_model
from viva.importing.note_ends import own_words
from viva.importing.said import marks_of
from viva.importing.sequence import label_units
from viva.importing.source import Line, Source
from viva.importing.tables import summary_tables
from viva.importing.transcript import Block, Transcript
from viva.importing.units import Unit, units
from viva.types import Paper


def segment(source: Source, paper: Paper, model: str = "") -> Transcript:
    """The transcript of a report. `model` is its model's name; if empty, it is looked for in the report."""
    lines = source.lines
    found = units(lines)
    names = [question.name for question in paper.questions]
    spoken = {unit.first for unit in found if unit.label is not None}
    in_tables = {i for table in summary_tables(lines, spoken) for i in range(table.first, table.last + 1)}
    tabled = frozenset(k for k, unit in enumerate(found) if unit.first in in_tables)
    labels = label_units(found, names, topics_of(paper), tabled)
    several = frozenset(question.name for question in paper.questions if len(question.parts) > 1)
    own = tuple(sorted({u.label.name for u in found if u.label is not None and u.label.name[0] != "<"}))
    blocks = number_attempts(_blocks(lines, found, labels, names, tabled), several, own)
    return Transcript(
        blocks,
        paper.name,
        model or source.model or name_of_model(source),
        source.name,
        source.sha256,
        source.unread,
        source.read_by,
        own,
    )


@lru_cache(maxsize=8)
def _topics(name: str) -> Topics:
    from viva.papers import load_paper

    return Topics(paper_texts(load_paper(name)))


def topics_of(paper: Paper) -> Topics:
    """What each question of the paper is about; kept, because composing all solutions takes a moment."""
    return _topics(paper.name)


def _blocks(
    lines: Sequence[Line],
    found: Sequence[Unit],
    labels: Sequence[tuple[str, str]],
    names: Sequence[str],
    tabled: frozenset[int],
) -> list[Block]:
    covers = _covered(found, labels, names)
    runs: list[list[int]] = []
    said = marks_of(found)
    for k, unit in enumerate(found):
        label = said[k].label
        begins_turn = (
            label is not None and label.weight >= 5 and labels[k][1] == label.speaker and label.speaker != "annotation"
        )
        same = (
            runs
            and _key(found, labels, covers, runs[-1][-1]) == _key(found, labels, covers, k)
            and not begins_turn
            and not begins_attempt(unit.text.split("\n", 1)[0])
            and not (unit.turn and unit.role in ("prompt", "reply"))
        )
        if same:
            runs[-1].append(k)
        else:
            runs.append([k])
    blocks: list[Block] = []
    for run, heading in _without_trailing_headings(found, labels, runs):
        first, last = found[run[0]], found[run[-1]]
        speaker, questions = _key(found, labels, covers, run[0])
        text = _text(lines, first, last)
        empty = speaker in ("reply", "prompt") and is_bare_heading(text)
        if heading or empty or (speaker == "reply" and is_farewell(text)):
            speaker = "unassigned"
            questions = ()
        blocks.append(Block(speaker, text, questions, 0, first.page, first.line, last.last_line))
    blocks = [part for block in continued(blocks) for part in own_words(block)]
    return [_without_greeting(block, blocks[k + 1 :]) for k, block in enumerate(blocks)]


def _without_greeting(block: Block, after: Sequence[Block]) -> Block:
    """ "Thanks for pointing these out!", before the answers to several questions, is no answer to one."""
    following = next((b for b in after if b.speaker != "unassigned"), None)
    plain = block.speaker == "reply" and len(block.text) < 160 and not re.search(r"[\d=$\\]", block.text)
    if plain and following is not None and following.speaker == "reply" and following.questions != block.questions:
        return replace(block, speaker="unassigned", questions=())
    return block


def _without_trailing_headings(
    found: Sequence[Unit], labels: Sequence[tuple[str, str]], runs: Sequence[list[int]]
) -> list[tuple[list[int], bool]]:
    """The runs; headings that end a reply or a note (`5.3(b)`) in runs of their own (true): they open what follows."""
    done: list[tuple[list[int], bool]] = []
    for run in runs:
        cut = len(run)
        while cut > 1 and labels[run[0]][1] != "prompt" and _opens_what_follows(found, run[cut - 1]):
            cut -= 1
        done += [(run[:cut], False), (run[cut:], True)] if cut < len(run) else [(run, False)]
    return done


_TITLE = re.compile(r"^\s*(?:Problem\s+)?\d{1,2}[.:]?\s+[A-Z][^.=?!\d]{2,60}$")


def _opens_what_follows(found: Sequence[Unit], k: int) -> bool:
    """A heading; or a title such as `4. Dropout`, right above `(a) …`."""
    if is_bare_heading(found[k].text):
        return True
    after = question_mark(found[k + 1].text) if k + 1 < len(found) else None
    return bool(_TITLE.match(found[k].text)) and after is not None and after.letters == ("a",) and not after.problem


_FAREWELL = re.compile(
    r"^(?:.{0,80}\n+)?\W*(?:you(?:['’]re| are) (?:very |most )?welcome|my pleasure|glad (?:I could|to)|happy to help|"
    r"good luck|no problem|anytime|great work|nice work|well done)\b",
    re.I,
)


def is_farewell(text: str) -> bool:
    """A reply to thanks, with nothing in it.

    >>> is_farewell("You're welcome! Good luck."), is_farewell("You're welcome. The answer is 39.")
    (True, False)
    """
    label = speaker_mark(text)
    words = text[label.end if label else 0 :].strip()
    plain = not re.search(r"[\d=$\\]", words)
    return plain and ((len(words) < 300 and bool(_FAREWELL.match(words))) or (len(words) < 60 and words.endswith(":")))


def is_bare_heading(text: str) -> bool:
    """Nothing but headings and labels, such as `Part (b)` or `Answer`, with no words of anyone below them."""
    rows = [row for row in text.split("\n") if row.strip()]
    return len(rows) <= 4 and all(_is_heading(row) for row in rows)


def _is_heading(row: str) -> bool:
    label = speaker_mark(row)
    if label is not None and not row[label.end :].strip():
        return True
    heading = question_mark(row)
    if heading is None or len(row) > 90 or "=" in row or row.rstrip().endswith((".", "?")):
        return False
    return heading.weight >= 5 or row.lstrip().startswith("#")


def _key(
    found: Sequence[Unit], labels: Sequence[tuple[str, str]], covers: Sequence[tuple[str, ...]], k: int
) -> tuple[str, tuple[str, ...]]:
    if found[k].furniture:
        return "unassigned", ()
    question, speaker = labels[k]
    if not question and speaker == "reply":
        return "unassigned", ()
    return speaker, covers[k] or ((question,) if question else ())


def _covered(found: Sequence[Unit], labels: Sequence[tuple[str, str]], names: Sequence[str]) -> list[tuple[str, ...]]:
    """The questions of a heading such as `Q4 (a–d)`, for all units under it until another question is named."""
    covers: list[tuple[str, ...]] = []
    current: tuple[str, ...] = ()
    asked = ""
    for unit, (question, _) in zip(found, labels, strict=True):
        line = unit.text.split("\n", 1)[0]
        heading = question_mark(line) if not unit.furniture else None
        if heading is not None and heading.weight >= 4:
            several = tuple(n for n in names if question and n[:-1] == question[:-1] and n[-1] in heading.letters)
            current = several if len(heading.letters) > 1 and question in several and len(line) < 110 else ()
            asked = question
        elif question != asked:
            current, asked = (), question
        covers.append(current)
    return covers


def _text(lines: Sequence[Line], first: Unit, last: Unit) -> str:
    rows = [lines[i].text for i in range(first.first, last.last + 1)]
    if last.end >= 0:
        rows[-1] = rows[-1][: last.end]
    rows[0] = rows[0][first.start :]
    return "\n".join(rows)
