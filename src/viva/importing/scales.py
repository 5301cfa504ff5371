"""A report's own scale (`2 = right at once, 1 = right after help, 0 = not solved`), and the scores given on it.

>>> scale = scale_of("Scoring: 2 = right at once, 1 = right after help, 0 = not solved.")
>>> {key: level.value for key, level in scale.items()}
{'2': 'L1', '1': 'L2', '0': 'Lx'}
>>> scored("### Problem 1, part b (score 2)", scale).value
'L1'
>>> scored("It needs 2 filters.", scale) is None
True

Signs that stand for nothing else (`OK*`, `🟡`) are read wherever a note begins with them:

>>> signs = signs_of("OK      nothing to add\\nOK*     right, but only after a hint\\nNOPE    still wrong in the end")
>>> in_tiers("OK*. I had to put the words in its mouth.", signs)
'L2. I had to put the words in its mouth.'
>>> in_tiers("OK, we agree.", {})
'OK, we agree.'

A scale counts only where at least two of its steps can be placed on the ladder, on different levels.
"""

# ruff: noqa: E501 - a pattern reads better on one line

from __future__ import annotations

import re
from collections.abc import Mapping

from viva.importing.marks import question_mark, speaker_mark
from viva.importing.transcript import Transcript
from viva.importing.verdicts import judgement, level
from viva.types import Level, Verdict

_STEP = re.compile(
    r"(?:^|[,;:(|/]\s*|\band )[\s*_•\-`“\"']*(?P<key>[A-F0-9][+-]?|\d|[A-Z]{1,2}|[+~-]{1,2}|\*{1,3})[`”\"']*"
    r"\s*(?:=|\bmeans\b|\bstands for\b|→|(?<=\d)\s[-–—]\s|(?<=\d):)\s*[“\"']?(?P<words>[^,;.=\n|)]{3,80})",
    re.MULTILINE,
)
_SIGN = re.compile(
    r"^[\s>*_•|-]*[“\"'`]?(?P<key>[A-Z]{2,6}[*+!?-]{0,2}|[🟢🟡🟠🔴🔵⚪⚫🟩🟨🟧🟥⭐✅❌⚠])\uFE0F?[”\"'`]?[*_]*"
    r"(?:\s{2,}|\s+[=:–—-]\s+|\s*[=:]\s+|(?<=[^\w*])\s+)(?P<words>[^\n|]{3,80})$",
    re.MULTILINE,
)
_HELPED = re.compile(
    r"\bafter I\b|\bonly after\b|\b(?:after|with|needed|needs|required)\b[\w\s]{0,20}\b(?:help|hints?|nudg\w+|prompt\w*|correction)\b|\bpart(?:ly|ial\w*)\b|\bhalf\b",
    re.IGNORECASE,
)
_GIVEN = r"\b(?:score[ds]?|points?|rating|rated|grade[ds]?|marks?|verdict|category|class|tier)[\s*_:=–—-]{{0,5}}(?P<key>(?-i:{keys}))(?![\w/]|\.\d)"
_AT_END = r"[\s–—:(\[|-](?P<key>{keys})\s?(?:points?|pts|p)?\s*[)\]|*_]*$"


def scale_of(text: str) -> dict[str, Level]:
    """The steps of the scale that a text defines; empty where it defines none."""
    found: dict[str, Level] = {}
    for line in text.split("\n"):
        for match in _STEP.finditer(line):
            tier = _tier(match["words"])
            if tier is not None:
                found.setdefault(match["key"], tier)
    return found if len(set(found.values())) >= 2 else {}


def signs_of(text: str) -> dict[str, Level]:
    """The steps of a scale of signs that a text sets out in a list, one a line; empty where it has none."""
    found: dict[str, Level] = {}
    for match in _SIGN.finditer(text):
        tier = _tier(match["words"])
        if tier is not None:
            found.setdefault(match["key"], tier)
    return found if len(set(found.values())) >= 2 else {}


def signs_in(transcript: Transcript) -> dict[str, Level]:
    """The scale of signs that the report explains in front of its log, or behind it."""
    front = [block.text for block in transcript.blocks if not block.questions]
    return next((found for text in front if (found := signs_of(text))), {})


def in_tiers(words: str, signs: Mapping[str, Level]) -> str:
    """The words of a note, with the sign that they begin with as a tier of the ladder."""
    label = speaker_mark(words)
    start = label.end if label is not None and label.speaker == "annotation" else 0
    for key in sorted(signs, key=len, reverse=True):
        match = re.compile(rf"[\s*_:]*{re.escape(key)}(?![\w*+])").match(words, start)
        if match:
            return f"{signs[key].value}{words[match.end() :]}"
    return words


def _tier(words: str) -> Level | None:
    if _HELPED.search(words) and not re.search(r"\b(?:no|without)\b", words, re.IGNORECASE):
        return level(words) if level(words) in (Level.L2, Level.L3) else Level.L2
    opinion = judgement(words)
    return level(words) or {Verdict.CORRECT: Level.L1, Verdict.INCORRECT: Level.LX, None: None}[opinion]


def scored(line: str, scale: Mapping[str, Level]) -> Level | None:
    """The level that a line gives in the words of the scale: `score 2`, or `… (2)` at the end of a heading."""
    if not scale or scale_of(line):
        return None
    keys = "|".join(re.escape(key) for key in sorted(scale, key=len, reverse=True))
    match = re.search(_GIVEN.format(keys=keys), line, re.IGNORECASE)
    heading = question_mark(line) if match is None and len(line) < 100 else None
    if heading is not None and heading.letters and line.lstrip().startswith(("#", "*", "|")):
        match = re.search(_AT_END.format(keys=keys), line)
    return scale[match["key"]] if match else None


def levels_on_scale(transcript: Transcript) -> dict[str, Level]:
    """The level of every question that the report scores on a scale of its own."""
    spoken = [block for block in transcript.blocks if block.speaker != "reply"]
    scale = next((found for block in spoken if (found := scale_of(block.text))), {})
    levels: dict[str, Level] = {}
    problem = ""
    for block in spoken if scale else ():
        current = block.questions[0] if len(block.questions) == 1 else ""
        for row in block.text.split("\n"):
            heading = question_mark(row)
            if heading is not None and heading.weight >= 4:
                problem = heading.problem or problem
                current = problem + heading.letters[0] if len(heading.letters) == 1 else current
            tier = scored(row, scale)
            if tier is not None and current:
                levels.setdefault(current, tier)
    return levels
