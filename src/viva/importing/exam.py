"""A transcript → an exam record, every attempt checked by the same function as any other reply.

What the annotator said is kept with the attempt (as annotations, with verdict and level where the words tell), what the
report says of the whole becomes `Exam.claims`, and what belongs nowhere `Exam.unassigned`; every block stands once
more,
verbatim and with its place, in `Exam.conversation`. An import has no date of its own, so the same file always gives the
same exam.
"""

# ruff: noqa: E501 - patterns read better on one line

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from viva.examining.conversation import observe
from viva.examining.ladder import array_keys
from viva.examining.levels import level
from viva.importing.cast import label_of
from viva.importing.checked import Checker, checked
from viva.importing.marks import speaker_mark
from viva.importing.matrices import extracted
from viva.importing.note_parts import letters_of, words_about
from viva.importing.nudging import kind_of
from viva.importing.scales import levels_on_scale
from viva.importing.segment import is_bare_heading
from viva.importing.signs import in_tiers, signs_in
from viva.importing.source import Line
from viva.importing.tables import summary_tables
from viva.importing.transcript import Block, Transcript
from viva.importing.verdicts import judgement
from viva.importing.verdicts import level as level_of
from viva.importing.verdicts import verdict as verdict_of
from viva.records import Annotation, Attempt, Exam, Message, Place, ProbeRecord, QuestionRecord
from viva.types import Level, Nudge, Paper, Question, Verdict

Role = Literal["system", "user", "assistant", "annotator"]
_ROLES: dict[str, Role] = {"prompt": "user", "reply": "assistant", "annotation": "annotator", "unassigned": "annotator"}
_RE_ASKED = re.compile(
    r"\bre-?ask\w*|\bre-?prompt\w*|\bre-?try|\bre-?format\w*|second (?:try|attempt|prompt)|after (?:a|one|1|two|my|the) (?:single |minor |small |brief )?"
    r"(?:nudge|hint|clarification|correction|reminder|follow-up)|initially|at first\b",
    re.I,
)


@dataclass(frozen=True)
class Passage:
    """A text made of blocks, with the place of each of its lines."""

    text: str
    places: tuple[Place, ...]

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """From the line of offset `start` to that of `end`."""
        first = self.text.count("\n", 0, start)
        last = self.text.count("\n", 0, max(start, (len(self.text) if end is None else end) - 1))
        if not self.places:
            return Place()
        begin, finish = self.places[min(first, len(self.places) - 1)], self.places[min(last, len(self.places) - 1)]
        return Place(begin.file, begin.page, begin.line, finish.line)


_CELL = re.compile(r"^\s*\|\s+(?!.*\|\s*\S)|\s*\|\s*$")  # the pipe before a cell of a table of exchanges


def passage(messages: Iterable[Message], labels: Sequence[str] = ()) -> Passage:
    """The messages as one text, without the speakers' labels (known ones, and the report's own `labels`) and without
    empty lines at its ends."""
    rows: list[str] = []
    places: list[Place] = []
    for index, message in enumerate(messages):
        place = message.place or Place()
        text = message.text
        label = label_of(text.split("\n", 1)[0], labels) if index == 0 else None
        if label is not None and label.weight >= 5 and label.name not in ("thinking", "thought", "show thinking"):
            text = text[label.end :].lstrip("*_ ")
        for k, row in enumerate(text.split("\n")):
            rows.append(_CELL.sub("", row) if row.count("|") <= 2 and index == 0 and k == 0 else row)
            places.append(
                Place(place.file, place.page, place.line + k if place.line else 0, place.line + k if place.line else 0)
            )
    while rows and not rows[0].strip():
        rows.pop(0), places.pop(0)
    while rows and not rows[-1].strip():
        rows.pop(), places.pop()
    return Passage("\n".join(rows), tuple(places))


def exam_of(transcript: Transcript, paper: Paper, check: Checker) -> Exam:
    """The exam that a transcript tells of. `check` is `viva.checking.check_question`, or one like it."""
    signs = signs_in(transcript)
    levels = {
        **_levels_in_lists(transcript, signs),
        **levels_on_scale(transcript),
        **_levels_in_tables(transcript, signs),
    }
    acknowledged = _acknowledgements(transcript)
    records = []
    conversation = []
    for question in paper.questions:
        blocks = [b for b in transcript.blocks if question.name in b.questions]
        if not any(b.speaker == "reply" for b in blocks):
            continue
        record = _record(transcript, paper, question, blocks, levels.get(question.name), acknowledged, check, signs)
        records.append(record)
        conversation.append((question.name, tuple(message_of(b, transcript.source) for b in blocks)))
    rest = [
        b
        for b in transcript.blocks
        if not b.questions or not any(q == name for name, _ in conversation for q in b.questions)
    ]
    return Exam(
        paper=paper.name,
        model=transcript.model or "unknown",
        source="import",
        questions=tuple(records),
        parameters={
            "report": transcript.source,
            "report_sha256": transcript.sha256,
            "unread_pages": list(transcript.unread),
            "read_by": transcript.read_by,
            "labels": list(transcript.labels),
        },
        conversation=tuple(conversation),
        unassigned=tuple(message_of(b, transcript.source) for b in rest if b.speaker != "annotation"),
        claims=tuple(
            Annotation(b.text, None, None, place_of(b, transcript.source))
            for b in rest
            if b.speaker == "annotation" and b.text.strip()
        ),
    )


def place_of(block: Block, file: str) -> Place:
    """Where a block stands."""
    return Place(file, block.page, block.line, block.last_line)


def message_of(block: Block, file: str) -> Message:
    """A block as a message of the conversation, verbatim."""
    return Message(_ROLES[block.speaker], block.text, place_of(block, file))


def _record(
    transcript: Transcript,
    paper: Paper,
    question: Question,
    blocks: Sequence[Block],
    table: Level | None,
    acknowledged: dict[tuple[str, int], list[Annotation]],
    check: Checker,
    signs: Mapping[str, Level],
) -> QuestionRecord:
    file = transcript.source
    draw = question.draw(0)
    originals = (
        [b for b in blocks if not b.copy] if any(b.speaker == "reply" and not b.copy for b in blocks) else list(blocks)
    )
    numbers = sorted({b.attempt or 1 for b in originals if b.speaker == "reply"})
    notes = [b for b in blocks if b.speaker == "annotation"] + _about_siblings(transcript, question.name)
    notes = [replace(b, text=own) for b in notes if (own := words_about(b.text, question.name[-1]))]
    said = _annotator_level(notes, table, len(numbers), signs)
    missing = _left_out(numbers, originals, notes, said)
    attempts: list[Attempt] = [Attempt(k + 1, "", "", None) for k in range(missing)]
    probes: list[ProbeRecord] = []
    keys = array_keys(question.parts, draw)
    order = extracted("\n".join(b.text for b in transcript.blocks if b.speaker == "prompt"), draw)
    for number in numbers:
        mine = [b for b in originals if (b.attempt or 1) == number]
        prompts = [b for b in mine if b.speaker == "prompt"]
        prompt = "\n".join(b.text.strip() for b in prompts)
        reply = passage((message_of(b, file) for b in mine if b.speaker == "reply"), transcript.labels)
        here = number + (missing if number == 1 else 0)
        while len(attempts) + 1 < here:
            attempts.append(Attempt(len(attempts) + 1, "", "", None))
        attempt = Attempt(
            number=here,
            prompt=prompt,
            reply=reply.text,
            check=checked(
                check,
                paper,
                question,
                draw,
                reply.text,
                prompt,
                order,
                again=number > numbers[0],
                before="\n".join(a.reply for a in attempts),
            ),
            nudge=_nudge(_asked(prompts, notes, number, number == numbers[0])) if number > 1 else None,
            annotations=tuple(
                _annotation(b, file, signs)
                for b in notes
                if without_headings(b.text)
                and ((b.attempt or numbers[-1]) == number or (b.attempt not in numbers and number == numbers[-1]))
            )
            + tuple(acknowledged.get((question.name, number), ())),
            place=reply.place(),
        )
        attempt = replace(attempt, findings=observe([*attempts, attempt], keys))
        attempts.append(attempt)
    return QuestionRecord(question.name, level(attempts), tuple(attempts), probes=tuple(probes), annotator_level=said)


def _annotation(block: Block, file: str, signs: Mapping[str, Level]) -> Annotation:
    words = in_tiers(_words(block.text), signs)
    tier = level_of(words)
    return Annotation(without_headings(block.text), judgement(words), tier, place_of(block, file))


def without_headings(text: str) -> str:
    """The words of a note, without the headings and labels that stand alone above them."""
    rows = text.split("\n")
    while rows and (not rows[0].strip() or is_bare_heading(rows[0]) or rows[0].lstrip().startswith("#")):
        rows.pop(0)
    return "\n".join(rows).strip()


def _asked(prompts: Sequence[Block], notes: Sequence[Block], number: int, first: bool) -> str:
    """The words of the nudge; where no prompt is quoted, those in which the annotator tells of it."""
    if prompts:
        return prompts[-1].text if first else "\n".join(b.text for b in prompts)
    told = [
        s
        for b in notes
        if b.attempt == number
        for s in re.split(r"(?<=[.!?])\s+", _words(b.text))
        if re.search(r"\bI\b|asked|told|prompt", s)
    ]
    return told[0] if told else ""


def _nudge(prompt: str) -> Nudge | None:
    kind = kind_of(prompt)
    return Nudge(kind, prompt) if kind is not None else None


def _left_out(numbers: Sequence[int], blocks: Sequence[Block], notes: Sequence[Block], said: Level | None) -> int:
    """How many replies before the first one the report tells of, but does not show (0 or 1)."""
    if len(numbers) != 1 or numbers[0] != 1 or said not in (Level.L2, Level.L3):
        return 0
    return int(any(_RE_ASKED.search(_words(b.text)) for b in notes))


def _words(text: str) -> str:
    """The note on one line, hyphens at line ends taken out, without its label."""
    flat = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", without_headings(text))
    return re.sub(r"\s+", " ", flat).strip()


def _annotator_level(
    notes: Sequence[Block], table: Level | None, attempts: int, signs: Mapping[str, Level]
) -> Level | None:
    """What the annotator's tiers say; else the table; else what the prose says of the answers."""
    heard = [in_tiers(_words(b.text), signs) for b in notes]
    tiers = [tier for words in heard if (tier := level_of(words)) is not None]
    if tiers:
        return tiers[-1]
    if table is not None:
        return table
    verdicts = [v for words in heard if (v := verdict_of(words)) is not None]
    if not verdicts:
        return None
    if verdicts[-1] is Verdict.CORRECT and attempts > 1:
        return Level.L2 if Verdict.INCORRECT in verdicts else None
    return {Verdict.CORRECT: Level.L1, Verdict.INCORRECT: Level.LX}.get(verdicts[-1])


_SIBLINGS = re.compile(
    r"\bparts? \(?([a-h])\)?(?:\s*(?:,|and|&|to|through|[-–—])+\s*(?:part )?\(?([a-h])\)?)?(?![a-z])", re.I
)


def _about_siblings(transcript: Transcript, name: str) -> list[Block]:
    """Notes under another part of the same problem that speak of this one too: "both part (a) and part (b)"."""
    found = []
    for block in transcript.blocks:
        if block.speaker != "annotation" or not block.questions or name in block.questions:
            continue
        if block.questions[0][:-1] != name[:-1]:
            continue
        letters = {g.lower() for m in _SIBLINGS.finditer(block.text) for g in m.groups() if g}
        letters |= set(letters_of(block.text))
        if name[-1] in letters and block.questions[0][-1] in letters:
            found.append(replace(block, attempt=0))
    return found


def _levels_in_tables(transcript: Transcript, signs: Mapping[str, Level]) -> dict[str, Level]:
    """The annotator's level for each question, from the summary tables."""
    found: dict[str, Level] = {}
    for block in transcript.blocks:
        if block.speaker == "reply":
            continue
        lines = [Line(row, k) for k, row in enumerate(block.text.split("\n"), start=1)]
        for table in summary_tables(lines):
            for row in table.rows:
                tier = level_of(in_tiers(" | ".join(row.cells), signs))
                for name in row.refs:
                    if tier is not None:
                        found.setdefault(name, tier)
    return found


_LIST = re.compile(
    r"(?P<tier>[^\n.;:|]{1,48}?)[*_]{0,2}\s*(?:\(\d{1,2}\))?\s*[:=–—|][*_\s]*(?P<refs>(?:[Qq]?\d\s?[(.]?[a-h]\)?(?:\s*(?:,|;|and|&|/)\s*|\s+|(?=[.\n|]|$)))+)"
)
_REF = re.compile(r"(\d)\s?[(.]?([a-h])\b")


def _levels_in_lists(transcript: Transcript, signs: Mapping[str, Level]) -> dict[str, Level]:
    """The annotator's level for each question from lists such as `Correct first try: 1a, 1c. Not solved: 3b.`"""
    found: dict[str, Level] = {}
    for block in transcript.blocks:
        if block.speaker == "reply" or block.questions:
            continue
        lists = [
            (in_tiers(m["tier"].strip(" *_-•"), signs), _REF.findall(m["refs"]))
            for m in _LIST.finditer(re.sub(r"(?<=[,\w.])[ \t]*\n(?=[\w])", " ", block.text))
        ]
        steps = [(tier, refs) for words, refs in lists if (tier := level_of(words)) is not None]
        if len({tier for tier, _ in steps}) >= 2 and sum(len(refs) for _, refs in steps) >= 3:
            for tier, refs in steps:
                for problem, letter in refs:
                    found.setdefault(problem + letter, tier)
    return found


def _acknowledgements(transcript: Transcript) -> dict[tuple[str, int], list[Annotation]]:
    """`That is correct! Now for part (c): …`: the next prompt says what the reply before it was worth."""
    found: dict[tuple[str, int], list[Annotation]] = {}
    last: Block | None = None
    for k, block in enumerate(transcript.blocks):
        if block.speaker == "reply" and not block.copy:
            last = block
        elif block.speaker == "prompt" and last is not None and last.questions:
            label = speaker_mark(block.text.split("\n", 1)[0])
            words = _words(block.text[label.end if label else 0 :])
            first = " ".join(re.split(r"(?<=[.!?])\s+", words)[:2])[:300]
            opinion = verdict_of(first) if re.match(r"\W*(?:thank|that|this|your|correct|incorrect|wrong|right|yes|no|good|great|okay|ok|nice|perfect|"
                                                    r"not|there|the|you)\b", first, re.I) else None  # fmt: skip
            later = (b for b in transcript.blocks[k + 1 :] if b.speaker == "reply")
            closing = block.questions != last.questions or not any(b.questions == last.questions for b in later)
            if opinion is not None and closing:
                note = Annotation(first, opinion, level_of(first), place_of(block, transcript.source))
                for name in last.questions:
                    found.setdefault((name, last.attempt or 1), []).append(note)
            last = None
    return found
