"""The best labelling of all units at once: which question each belongs to, and who speaks (Viterbi's algorithm).

A state is a question (or none: front matter, summaries) and a speaker. The score of a labelling is

    sum over units of   what the unit says about itself   (marks: labels, headings, sections, tables)
                      + what it is about                  (content: topics and cues)
                      - what it costs to change the question or the speaker at that place

and the labelling with the highest score wins. So a heading can be overruled by everything after it, prose without any
mark goes where it fits best, and the numbers of chat turns lose against the content. All weights stand in this file.
They were set by hand on reports that are not in the project, and are not probabilities.

R. Durbin et al., *Biological Sequence Analysis*, 1998, chapter 3 (Viterbi).
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from viva.importing.content import Topics, speaker_scores
from viva.importing.marks import ATTEMPT_HEADING, Heading, Label
from viva.importing.quotations import is_quoted, unquoted, whom_quotes_show
from viva.importing.quoted_nudges import NAME as QUOTED_NUDGE
from viva.importing.said import Said, marks_of
from viva.importing.turns import SPEAKERS, turns
from viva.importing.units import Unit, hands_over, is_whole_prompt

_WORDS = re.compile(r"(?<!\\)\b[A-Za-z]{3,}")
Floats = npt.NDArray[np.float64]

TOPIC = 0.8  # weight of what a unit is about
CUE = 0.8  # weight of how a unit sounds
CUE_LABELLED = 0.45  # the same where the report labels its speakers
UNLABELLED = 2.5  # more for beginning to speak without the label that this speaker has elsewhere
ROLE = 40.0  # the format itself says who speaks
STAMP = 5.0  # `ONE-SHOT CORRECT!` is the annotator's
NOTE_TO_NOTE = 1.5  # without labels, from the note on one question straight to a note on the next
OTHER_PROBLEM = 6.0  # a bare `(b)` seldom opens another problem
QUOTED = 6.0  # behind `>`, where this report sets one speaker so
ASKED = 6.0  # a prompt ended above, in whole
HANDED = 5.0  # `… and it replied:` stands above
UNQUOTED = 3.0  # a reply for once not behind `>`: nothing that follows this prompt is
PLAIN = 1.0  # nobody is labelled: what neither judges nor asks is the reply
ATTEMPT = 3.0  # `Attempt 2` is how the report counts
CARRIED = 6.0  # whoever has the word in an export keeps it until the next label
FOLLOW_UP = 60  # characters: a shorter prompt asks back and poses no question of the homework
BEFORE = 3.0  # above the first heading of a report that has one for every problem
LEADS_UP = 3.0  # what stands before a nudge in one paragraph with it
UNASKED = 12.0  # two turns of the model, and nobody's in between
TABLE = 25.0  # a summary table belongs to no question

# What a change costs in the middle of plain paragraphs; `_ease` makes it cheaper at marks, dearer inside paragraphs.
CHANGE_SPEAKER: Mapping[tuple[str, str], float] = {
    ("prompt", "reply"): 2.0,
    ("prompt", "annotation"): 3.5,
    ("reply", "prompt"): 3.5,
    ("reply", "annotation"): 2.2,
    ("annotation", "prompt"): 2.0,
    ("annotation", "reply"): 1.6,
}
TO_NEXT, TO_SIBLING, FORWARD, BACKWARD, ENTER, LEAVE = 3.0, 4.5, 6.0, 6.0, 4.0, 4.5


def label_units(
    units: Sequence[Unit], questions: Sequence[str], topics: Topics, tables: frozenset[int]
) -> list[tuple[str, str]]:
    """For every unit its question ("" for none) and its speaker.

    `questions` are the names in the paper's order (`1a`, …); `tables` holds the indices of units in summary tables.
    """
    if not units:
        return []
    said = marks_of(units)
    names = ("", *questions)
    scores = _emissions(units, said, names, topics, tables)
    size = len(names) * len(SPEAKERS)
    best = scores[0] - _entry(names)
    back = np.zeros((len(units), size), dtype=np.int64)
    labelled = _labelled(units, said)
    lined = sum(u.opens == "line" for u in units) > 0.4 * len(units)
    headed = [s.heading is not None and bool(s.heading.letters) and s.heading.weight >= 4 for s in said]
    under = sum(one and not after for one, after in itertools.pairwise([*headed, False]))  # a list of results has none
    asked = sum(s.label is not None and s.label.speaker == "prompt" and s.label.weight >= 5 for s in said)
    lettered = under >= 0.4 * len(questions) or (_titles(said) >= 3 and _titles(said) >= 0.5 * asked)
    free = not labelled and not any(u.role for u in units)
    layout = Layout(lined, lettered, free, _only_answers(said), _every_problem(said, names))
    for t in range(1, len(units)):
        total = best[:, None] - _cost_matrix(names, _ease(units[t], said[t], labelled, layout))
        back[t] = total.argmax(axis=0)
        best = total.max(axis=0) + scores[t]
    state = int(best.argmax())
    path = [state]
    for t in range(len(units) - 1, 0, -1):
        state = int(back[t, state])
        path.append(state)
    return [(names[s // len(SPEAKERS)], SPEAKERS[s % len(SPEAKERS)]) for s in reversed(path)]


def _labelled(units: Sequence[Unit], said: Sequence[Said]) -> tuple[str, ...]:
    """The speakers whom this report labels as a rule."""
    counts = Counter(unit.role for unit in units if unit.role)
    answers = 0
    for marks in said:
        if marks.label is not None and marks.label.weight >= 5:
            counts[marks.label.speaker] += 1
        answers += marks.label is not None and marks.label.name == "answer"
    if counts["prompt"] >= 3:  # only beside prompts does `Answer` open a reply; else it ends one
        counts["reply"] += answers
    return tuple(who for who in SPEAKERS if counts[who] >= 3)


def _titles(said: Sequence[Said]) -> int:
    """How many headings name a question in full (`## 3b – Depthwise convolution`) right above a labelled prompt."""
    found = 0
    for title, below in itertools.pairwise(said):
        heading, label = title.heading, below.label
        if title.label is None and heading is not None and label is not None and label.speaker == "prompt":
            found += bool(heading.problem) and len(heading.letters) == 1 and heading.weight >= 7 and label.weight >= 5
    return found


def _every_problem(said: Sequence[Said], names: Sequence[str]) -> bool:
    """Has every problem that the paper has a heading of its own, above those of its parts?"""
    titles = {s.heading.problem for s in said if s.heading is not None and s.label is None and not s.heading.letters}
    return len(titles & {name[:-1] for name in names if name}) >= max(3, len({name[:-1] for name in names if name}) - 1)


def _only_answers(said: Sequence[Said]) -> bool:
    """Does a label of one and the same name open the model's turns (`Thought for 5s`), and none those of the person?"""
    names = Counter(s.label.name for s in said if s.label is not None and _turn(s.label))
    asked = sum(s.label is not None and s.label.speaker == "prompt" and s.label.weight >= 5 for s in said)
    return bool(names) and max(names.values()) >= 4 and asked <= 1


def _turn(label: Label) -> bool:
    return label.speaker == "reply" and label.weight >= 6


@dataclass(frozen=True)
class Ease:
    """How much a change costs at a unit: factors on the question and the speaker, and what comes on top."""

    question: float
    speaker: float
    next_prompt: bool = False  # `Second prompt`: probably the next question
    unlabelled: tuple[str, ...] = ()  # speakers who have a label elsewhere, but not here
    to_annotation: float = 1.0
    free: bool = False  # nobody is labelled
    lettered_on: bool = False  # `(b)` goes on with the problem of `(a)`
    answers: bool = False  # a turn of the model begins here, and only its turns are labelled: somebody has asked


@dataclass(frozen=True)
class Layout:
    """What holds for the whole report."""

    lined: bool  # mostly single lines, as out of a PDF
    lettered: bool  # the questions have headings of their own
    free: bool  # nobody is labelled: notes stand between the paragraphs of replies
    answered: bool = False  # the model's turns are labelled, those of the person who asks are not
    titled: bool = False  # every problem has a heading of its own (`Question 3`), so that no bare `(a)` opens one


def _ease(unit: Unit, said: Said, labelled: tuple[str, ...], layout: Layout) -> Ease:
    if unit.furniture:
        return Ease(4.0, 4.0)
    base = {"paragraph": 1.0, "page": 1.3, "run": 0.8, "line": 1.3 if layout.lined else 1.5}[unit.opens]
    question, speaker = base, base * (0.4 if layout.free and unit.opens == "paragraph" else 1.0)
    noted = said.label is not None and said.label.speaker == "annotation" and said.label.weight >= 5
    if unit.opens == "run" or (said.label is not None and said.label.name in ("verdict", "observation", "strategy")):
        question *= 3.0
    if said.heading is not None:
        strength = min(1.0, said.heading.weight / 5)
        question *= 1 - 0.65 * strength
        if not labelled:
            speaker *= 1 - 0.4 * strength
    elif said.section:
        question *= 0.7
    elif not said.ordinal:
        question *= 2.0 if layout.lettered else 1.2
    if said.section > 2:
        question, speaker = 0.3, 0.3
    strong = unit.role or (said.label is not None and said.label.weight > 2.5)
    spoken = unit.role or (said.label.speaker if said.label is not None and strong else "")
    if strong:
        speaker *= 0.4
        asked = spoken == "prompt" and not said.heading
        rest = len(unit.text.strip()) - (said.label.end if said.label is not None else 0)
        follows = asked and 0 < rest < FOLLOW_UP and not unit.role
        question *= 1.6 if follows else (0.6 if layout.lettered else 0.4) if asked else 0.8
    missing = tuple(who for who in labelled if who != spoken and who != "annotation")
    return Ease(
        round(question, 2),
        round(speaker, 2),
        said.ordinal,
        missing,
        round(min(base, 2 * speaker), 2) if said.heading is not None else round(speaker, 2),
        layout.free,
        said.heading is not None
        and not said.heading.problem
        and (noted or layout.titled or said.heading.letters > ("a",)),
        layout.answered and said.label is not None and _turn(said.label),
    )


def _emissions(
    units: Sequence[Unit], said: Sequence[Said], names: Sequence[str], topics: Topics, tables: frozenset[int]
) -> Floats:
    labelled = Counter(s.label.speaker for s in said if s.label is not None and s.label.weight >= 5)
    roles = Counter(unit.role for unit in units if unit.role)
    cue = CUE_LABELLED if labelled["prompt"] >= 3 and labelled["reply"] >= 3 else CUE
    asked = labelled["prompt"] + labelled["reply"] + roles["prompt"] > 0
    scores = np.zeros((len(units), len(names), len(SPEAKERS)))
    quoted = whom_quotes_show(units)
    bare = unquoted(units, said) if quoted == "reply" else frozenset()
    carried = turns(units, said)
    asked |= quoted == "prompt"
    opened = next((t for t, s in enumerate(said) if s.heading is not None or s.label is not None), len(units))
    scores[:opened, 0] += 2.0  # what stands before any mark is front matter
    headed = [t for t, s in enumerate(said) if s.heading is not None and s.heading.problem and t not in tables]
    if len({said[t].heading.problem for t in headed} & {name[:-1] for name in names}) >= 3:  # type: ignore[union-attr]
        scores[: headed[0], 0] += BEFORE
    spoken = ""  # under whose label
    for t, (unit, marks) in enumerate(zip(units, said, strict=True)):
        if unit.furniture:
            continue
        if t in tables:
            scores[t, 0, SPEAKERS.index("annotation")] += TABLE
            continue
        spoken = marks.label.speaker if marks.label is not None and marks.label.weight >= 5 else spoken
        about = topics.scores(unit.text)
        words = len(_WORDS.findall(unit.text))
        scores[t] += TOPIC * (words + 0.5) / (words + 4) * np.array([about.get(name, 0.0) for name in names])[:, None]
        sounds = speaker_scores(unit.text)
        scores[t] += cue * np.array([sounds[who] for who in SPEAKERS])[None, :]
        if not asked and sounds["annotation"] <= 0 and sounds["prompt"] <= 0 and sounds["reply"] > 0.5:
            scores[t, :, SPEAKERS.index("reply")] += PLAIN
        if marks.attempt:
            # `Second attempt. The centre is …`
            opened_by = ATTEMPT_HEADING.match(unit.text)
            own = unit.text[opened_by.end() :] if opened_by else ""
            goes_on = spoken != "annotation" and len(own) > 50 and speaker_scores(own)["annotation"] <= 0.5
            scores[t, :, SPEAKERS.index("reply" if goes_on else "annotation")] += ATTEMPT
        if not asked:
            scores[t, :, SPEAKERS.index("prompt")] -= 1.5  # a report that labels nobody seldom quotes its prompts
        if marks.label is not None:
            toward = np.array([1.0 if who == marks.label.speaker else -1.0 for who in SPEAKERS])
            scores[t] += marks.label.weight * toward[None, :]
        if marks.stamp:
            scores[t, :, SPEAKERS.index("annotation")] += STAMP
        if t in bare:
            scores[t, :, SPEAKERS.index("reply")] += UNQUOTED
        elif quoted is not None and marks.label is None:
            toward = np.array([QUOTED if (who == quoted) == is_quoted(unit) else -QUOTED for who in SPEAKERS])
            if not is_quoted(unit):
                toward[[SPEAKERS.index(who) for who in SPEAKERS if who != quoted]] = 0.0
            scores[t] += toward[None, :]
        leads_up = marks.label is None and t + 1 < len(units) and _nudges(units[t + 1], said[t + 1])
        if carried[t] and not leads_up:
            scores[t, :, SPEAKERS.index(carried[t])] += CARRIED
        if t and marks.label is None and marks.heading is None and hands_over(units[t - 1].text):
            scores[t, :, SPEAKERS.index("reply")] += HANDED
        above = said[t - 1].label if t else None
        asked_above = t > 0 and (
            (above is not None and above.name == QUOTED_NUDGE) or is_whole_prompt(units[t - 1].text)
        )
        if asked_above and marks.label is None and marks.heading is None:
            scores[t, :, SPEAKERS.index("prompt")] -= ASKED
            scores[t, :, SPEAKERS.index("reply")] += ASKED
        if marks.label is None and marks.heading is None and not unit.role and hands_over(unit.text):
            scores[t, :, SPEAKERS.index("reply")] -= HANDED
        if leads_up:
            scores[t, :, SPEAKERS.index("annotation")] += LEADS_UP
        if unit.role:
            scores[t] += ROLE * np.array([1.0 if who == unit.role else -1.0 for who in SPEAKERS])[None, :]
        if marks.section:
            section = max(marks.section, 3.0) if t > 0.9 * len(units) else marks.section
            scores[t, 0] += section
            scores[t, 1:] -= section
            scores[t, :, SPEAKERS.index("annotation")] += 0.3 * marks.section
        elif marks.heading is not None:
            scores[t] += _heading(marks.heading, names)[:, None]
    return scores.reshape(len(units), -1)


def _nudges(unit: Unit, marks: Said) -> bool:
    """Does it go on, within a paragraph, with what the model was told?"""
    label = marks.label
    return unit.opens == "run" and label is not None and label.speaker == "prompt" and label.name != "prompt"


def _heading(heading: Heading, names: Sequence[str]) -> Floats:
    """For every question, how well it fits what the heading names."""
    score = np.zeros(len(names))
    problems = {name[:-1] for name in names if name}
    if heading.problem and heading.problem not in problems:
        return score  # the number of a chat turn or of a section
    seen: set[str] = set()
    for i, name in enumerate(names):
        if not name:
            score[i] = -0.5 * heading.weight
            continue
        problem, letter = name[:-1], name[-1]
        first = problem not in seen
        seen.add(problem)
        fits_problem = not heading.problem or problem == heading.problem
        if heading.letters:
            fits = fits_problem and letter in heading.letters
            place = heading.letters.index(letter) if fits else 0
            score[i] = heading.weight * (1.0 - 0.15 * place) if fits else -heading.weight
        else:
            score[i] = (heading.weight if first else 0.7 * heading.weight) if fits_problem else -heading.weight
    return score


def _entry(names: Sequence[str]) -> Floats:
    cost = np.full((len(names), len(SPEAKERS)), 5.0)
    cost[0] = 0.0
    cost[1] = 2.0
    return cost.reshape(-1)


@lru_cache(maxsize=1024)
def _cost_matrix(names: tuple[str, ...], ease: Ease) -> Any:
    n = len(names)
    speak = np.array([[CHANGE_SPEAKER.get((a, b), 0.0) for b in SPEAKERS] for a in SPEAKERS])
    factor = np.array([ease.to_annotation if who == "annotation" else ease.speaker for who in SPEAKERS])
    unlabelled = np.array([UNLABELLED if who in ease.unlabelled else 0.0 for who in SPEAKERS])
    stays = speak * factor[None, :] + np.where(speak > 0, unlabelled[None, :], 0.0)
    stays[SPEAKERS.index("annotation"), SPEAKERS.index("reply")] -= unlabelled[
        SPEAKERS.index("reply")
    ]  # it goes on after a note
    # on moving to another question, a prompt or a note is as likely as more of the reply
    moves = np.minimum(speak, 1.5) * factor[None, :] + unlabelled[None, :]
    moves[SPEAKERS.index("annotation"), SPEAKERS.index("reply")] *= 0.5
    if ease.free:  # a question of which only a note is shown is rare
        moves[SPEAKERS.index("annotation"), SPEAKERS.index("annotation")] += NOTE_TO_NOTE
    if ease.answers:
        for costs in (stays, moves):
            costs[SPEAKERS.index("reply"), SPEAKERS.index("reply")] += UNASKED
            costs[SPEAKERS.index("annotation"), SPEAKERS.index("reply")] += 0.3 * UNASKED
    # a reply that goes on with the next question is no less likely than a note on that question
    moves[SPEAKERS.index("reply"), SPEAKERS.index("annotation")] += unlabelled[SPEAKERS.index("reply")]
    # the reply to a prompt is about the prompt's question
    moves[SPEAKERS.index("prompt"), SPEAKERS.index("reply")] += 3.0
    cost = np.empty((n, len(SPEAKERS), n, len(SPEAKERS)))
    for a in range(n):
        for b in range(n):
            cost[a, :, b, :] = stays if a == b else ease.question * _move(names, a, b, ease) + moves
    return cost.reshape(n * len(SPEAKERS), n * len(SPEAKERS))


def _move(names: Sequence[str], a: int, b: int, ease: Ease) -> float:
    if a == 0:
        return ENTER
    if b == 0:
        return LEAVE
    if b == a + 1:
        return 0.5 if ease.next_prompt else TO_NEXT + _other_problem(names, a, b, ease)
    if names[a][:-1] == names[b][:-1]:
        return TO_SIBLING
    cost = min(FORWARD, TO_NEXT + 0.4 * (b - a - 1)) if b > a else BACKWARD
    return cost + _other_problem(names, a, b, ease)


def _other_problem(names: Sequence[str], a: int, b: int, ease: Ease) -> float:
    return OTHER_PROBLEM if ease.lettered_on and names[a][:-1] != names[b][:-1] else 0.0
