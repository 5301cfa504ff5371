"""Which blocks of a question make up its first attempt, its second, …, and which are there twice.

A new attempt begins at a reply that follows a prompt which follows a reply; where prompts are not quoted, at a reply
that starts over after a note. When the report goes through many questions twice (a log and an appendix), the second
round is no second try: the fuller copy is kept as the attempt, the other is marked.

>>> same = "Each input is multiplied by the filter and placed."
>>> restarts(f"{same} Sum: 3.", f"{same} Sum: 4.")
True
>>> restarts("Reason 1: the weights are shared.", "Reason 2: a pattern is found wherever it is.")
False
"""

# ruff: noqa: E501 - patterns read better on one line

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from viva.importing.cast import label_of
from viva.importing.marks import ATTEMPT_HEADING, question_mark, speaker_mark
from viva.importing.transcript import Block
from viva.importing.units import hands_over

_AGAIN = re.compile(
    r"\b(?:I (?:then )?(?:asked|told|prompted|nudged|pointed|corrected|re-?prompted|pushed)|(?:asked|told|prompted) it|re-?ask\w*|second (?:try|attempt|"
    r"response|answer)|new (?:response|answer|attempt)|(?:tried|try|asked) again|after (?:my|the|a|this) (?:hint|nudge|prompt|correction|follow-up|feedback))\b",
    re.I,
)
_NUMBERED = re.compile(
    r"^\W*(?:attempt|try|trial|take|round)\s*#?(\d)|^\W*(second|third|revised|corrected|new|updated) (?:attempt|try|answer|response|reply)",
    re.I,
)
_NUDGE_NAMES = ("follow", "helping", "nudg", "corrective", "clarif", "re-prompt", "reprompt", "intervention")


@dataclass
class Group:
    """One attempt in the making: indices of its blocks."""

    prompts: list[int] = field(default_factory=list)
    replies: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    copy_of: int = -1


def number_attempts(
    blocks: Sequence[Block], several: frozenset[str] = frozenset(), labels: Sequence[str] = ()
) -> tuple[Block, ...]:
    """The blocks with `attempt` and `copy` filled in, where they are not given already.

    `several` names the questions of several parts: asking for the next part begins no second attempt. `labels` are those
    of the report's own making.
    """
    if any(block.attempt for block in blocks):
        return tuple(blocks)
    done = list(blocks)
    groups = {question: _groups(blocks, question, question in several, labels) for question in _questions(blocks)}
    for question, found in groups.items():
        for i in _prefaces(blocks, question, found):
            done[i] = replace(done[i], speaker="unassigned", questions=())
    twice = [q for q, found in groups.items() if any(_apart(blocks, q, a, b) for a, b in itertools.pairwise(found))]
    rounds = len(twice) >= max(3, 0.35 * len(groups))
    for question, found in groups.items():
        if rounds:
            found = _without_copies(blocks, question, found)
            for group in found:
                if group.copy_of >= 0 and _asked_again(blocks, question, group):
                    group.copy_of = -1
        number = 0
        for index, group in enumerate(found):
            if group.copy_of >= 0:
                continue
            number += 1
            if _asked_twice(blocks, group, index):
                number += 1  # the reply to the first prompt is not in the report
            for i in group.prompts + group.replies + group.notes:
                if done[i].questions[0] == question or not done[i].attempt:
                    done[i] = replace(done[i], attempt=number)
            for copy in found:
                if copy.copy_of == index:
                    for i in copy.prompts + copy.replies + copy.notes:
                        if done[i].questions[0] == question:
                            done[i] = replace(done[i], attempt=number, copy=done[i].speaker != "annotation")
    return tuple(done)


_SAID_TO_IT = re.compile(r"\bI (?:then )?(?:replied|wrote|said|answered|responded)\b[^.\n]{0,20}[:,]?\s*[\"“«'‘]", re.I)
_ITS_ANSWER = re.compile(r"\b(?:answer|repl|respon|said|wr[io]te|gave)\w*\s*:\s*[\])*_]*\s*$", re.I)


def _hands_over(blocks: Sequence[Block], current: Group, i: int, labels: Sequence[str]) -> bool:
    """Does the note above quote what the model was told, or the reply open with the label of the one before?"""
    note = next((blocks[k].text for k in reversed(current.notes) if k < i), "")
    if _SAID_TO_IT.search(note) or _ITS_ANSWER.search(note) or hands_over(note):
        return True
    return _same_label(blocks, current, i, labels)


def _same_label(blocks: Sequence[Block], current: Group, i: int, labels: Sequence[str]) -> bool:
    """Does the reply open with the label of the one before, `Answer:` and again `Answer:`?"""
    before, here = (_reply_label(blocks[k].text, labels) for k in (current.replies[0], i))
    return before == here != ""


def _reply_label(text: str, labels: Sequence[str]) -> str:
    """The name of the first reply label; a heading or a prompt may stand above it."""
    rows = [row for row in text.split("\n") if row.strip()]
    found = (label_of(row, labels) for row in rows[:3])
    return next((label.name for label in found if label is not None and label.speaker in ("reply", "")), "")


def _questions(blocks: Sequence[Block]) -> list[str]:
    return list(dict.fromkeys(q for block in blocks for q in block.questions))


def _groups(blocks: Sequence[Block], question: str, several: bool, labels: Sequence[str]) -> list[Group]:
    found: list[Group] = []
    pending = Group()
    last = ""
    announced = False  # `Attempt 2` stands before what comes
    told_of: Group | None = None  # `Attempt 1: …`, among the notes below all replies, and what goes on with it
    for i, block in enumerate(blocks):
        if question in block.questions or not block.questions:
            announced |= block.speaker != "reply" and _announces(block.text)
        if question not in block.questions or block.speaker == "unassigned":
            continue
        current = found[-1] if found else None
        told_of = None if block.speaker != "annotation" else _told_of(block.text, found, pending) or told_of
        if block.speaker == "prompt":
            pending.prompts.append(i)
            last = "prompt"
        elif block.speaker == "reply":
            begins = (
                current is None
                or announced
                or bool(pending.prompts)
                or _starts_over(blocks, question, current, i, last)
                or (last == "note" and _hands_over(blocks, current, i, labels))
                or (last == "reply" and _same_label(blocks, current, i, labels))
            )
            announced = False
            if (
                begins
                and several
                and current is not None
                and pending.prompts
                and all(_asks_next_part(blocks[k].text, _said_by(blocks, current)) for k in pending.prompts)
            ):
                current.prompts += pending.prompts
                current.replies.append(i)
                current.notes += pending.notes
                pending = Group()
            elif begins:
                told = (
                    [k for k in current.notes if k > current.replies[-1] and _AGAIN.search(blocks[k].text)]
                    if current and current.replies
                    else []
                )
                if (
                    told and not pending.prompts and current is not None
                ):  # "I asked again. Now it is right." is about what follows
                    current.notes = [k for k in current.notes if k not in told]
                    pending.notes = told + pending.notes
                current = Group(pending.prompts, [i], pending.notes)
                found.append(current)
                pending = Group()
            elif current is not None:
                current.replies.append(i)
            last = "reply"
        else:
            ahead = bool(pending.prompts) or (announced and _announces(block.text.strip().split("\n", 1)[0]))
            (told_of or (pending if current is None or ahead else current)).notes.append(i)
            last = "note"
    if found:
        found[-1].prompts += pending.prompts
        found[-1].notes += pending.notes
    elif pending.prompts or pending.notes:
        found.append(pending)
    return found


_OF_ATTEMPT = re.compile(r"^\W*(?:attempt|try|trial|round|reply|response)\s*(?:no\.?\s*)?#?(\d)\s*[:.–—-]\s*\S", re.I)


def _told_of(note: str, found: Sequence[Group], pending: Group) -> Group | None:
    """The earlier attempt of which a note says, below all of them, that it speaks: `Attempt 1: right sizes, wrong sum.`"""
    match = _OF_ATTEMPT.match(note)
    if match is None or pending.prompts or not 1 <= int(match[1]) <= len(found):
        return None
    return found[int(match[1]) - 1]


def _announces(text: str) -> bool:
    """Does it say that the next attempt begins, and nothing of that attempt yet?"""
    return any(ATTEMPT_HEADING.match(row) for row in text.strip().split("\n"))


_NEXT_PART = re.compile(
    r"\bn\s*=\s*1\b|\bn\s*(?:→|->|\\to|\\rightarrow|goes|tends|approaches)|infin|∞|\\infty|^\W*(?:\(?\d?\s*\(?[a-h]\)?\W*)?\(?i{2,3}\)|"
    r"\b(?:second|third|last|next|remaining) (?:part|bullet|sub-?question|half)\b",
    re.I,
)


_ONE = re.compile(r"\bn\s*=\s*\$?\s*1\b|\bone sample\b|\bsingle sample\b|\bbatch of one\b", re.I)
_MANY = re.compile(r"infin|∞|\\infty", re.I)
_BACK = re.compile(r"\byour (?:own |last |first )?(?:formula|result|answer|expression|reply|derivation|step)\b", re.I)


def _asks_next_part(prompt: str, before: str) -> bool:
    """`And for n → ∞?`: the next part of the same question, not yet answered, and no fault found with the last."""
    answered = any(case.search(prompt) and case.search(before) for case in (_ONE, _MANY))
    asks = bool(_NEXT_PART.search(prompt)) and not _FAULT.search(prompt) and len(prompt) < 400
    return asks and not answered and not _BACK.search(prompt)


def _said_by(blocks: Sequence[Block], group: Group) -> str:
    return "\n".join(blocks[k].text for k in group.replies)


def _prefaces(blocks: Sequence[Block], question: str, found: list[Group]) -> list[int]:
    """Openings of one reply to many questions ("Here are the solutions"), taken out of the last question's attempts."""
    taken: list[int] = []
    for first, second in itertools.pairwise(list(found)):
        size = sum(len(blocks[i].text) for i in first.replies)
        whole = sum(len(blocks[i].text) for i in second.replies)
        if not second.prompts and size < min(200, 0.3 * whole) and _apart(blocks, question, first, second, others=1):
            taken += first.replies
            second.prompts, second.notes = first.prompts, first.notes + second.notes
            found.remove(first)
    return taken


def _starts_over(blocks: Sequence[Block], question: str, current: Group, i: int, last: str) -> bool:
    text = blocks[i].text
    if _NUMBERED.match(text):
        return True
    elsewhere = any(
        b.speaker == "reply" and b.questions and question not in b.questions
        for b in blocks[current.replies[-1] + 1 : i]
        if current.replies
    )
    if not current.replies:
        return True
    if elsewhere and len(text) > 200:
        return True
    prompted = any(b.speaker == "prompt" for b in blocks[current.replies[-1] + 1 : i])
    headings = [question_mark(row) for row in text.strip("\n").split("\n")[:3]]
    if prompted and any(heading is not None and question[-1] in heading.letters for heading in headings):
        return True  # one prompt about several questions, answered one by one
    if last != "note":
        return False
    if restarts(_said_by(blocks, current), text):
        return True
    note = "\n".join(blocks[k].text for k in current.notes if k > current.replies[-1])
    return bool(_AGAIN.search(note)) and len(text) > 40


def restarts(earlier: str, later: str) -> bool:
    """Does the later text say again, in much the same words, how the earlier one began?"""
    start = _words(later)[:60]
    if len(start) < 8:
        return False
    known = set(_fours(_words(earlier)))
    fours = _fours(start)
    return sum(four in known for four in fours) >= 0.4 * len(fours)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]{2,}|\d+", re.sub(r"\\[a-zA-Z]+", " ", text.lower()))


def _fours(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[k : k + 4]) for k in range(len(words) - 3)]


def _apart(blocks: Sequence[Block], question: str, first: Group, second: Group, others: int = 2) -> bool:
    """Do replies to so many other questions stand between the two?"""
    if not first.replies or not second.replies:
        return False
    between = blocks[first.replies[-1] + 1 : second.replies[0]]
    return len({q for b in between if b.speaker == "reply" for q in b.questions if q != question}) >= others


def _asked_again(blocks: Sequence[Block], question: str, group: Group) -> bool:
    """Does the prompt before this round find fault? Then it is a second try, and no copy."""
    if not group.replies or any(i < group.replies[0] for i in group.prompts):
        return False
    before = next((b for b in reversed(blocks[: group.replies[0]]) if b.speaker == "prompt"), None)
    return before is not None and question not in before.questions and bool(_FAULT.search(before.text))


_FAULT = re.compile(
    r"\b(?:mistakes?|wrong|redo|incorrect|re-?check|re-?compute|again|errors?|should be|not (?:right|correct)|fix)\b",
    re.I,
)


def _without_copies(blocks: Sequence[Block], question: str, found: list[Group]) -> list[Group]:
    """Mark groups of another round as copies of the fuller one."""
    rounds: list[list[int]] = []
    for index, group in enumerate(found):
        if rounds and not _apart(blocks, question, found[rounds[-1][-1]], group):
            rounds[-1].append(index)
        else:
            rounds.append([index])
    if len(rounds) < 2:
        return found
    sizes = [sum(len(blocks[i].text) for k in members for i in found[k].replies) for members in rounds]
    fullest = sizes.index(max(sizes))
    for r, members in enumerate(rounds):
        if r == fullest:
            continue
        for place, k in enumerate(members):
            found[k].copy_of = rounds[fullest][min(place, len(rounds[fullest]) - 1) if len(members) > 1 else -1]
    return found


def _asked_twice(blocks: Sequence[Block], group: Group, index: int) -> bool:
    """Is there a nudge before the first reply, so that an earlier reply must have been left out?"""
    if index or len(group.prompts) < 2 or not group.replies:
        return False
    label = speaker_mark(blocks[group.prompts[-1]].text.lstrip("\n").split("\n", 1)[0])
    return label is not None and label.name.startswith(_NUDGE_NAMES)
