"""A report's own scale (`2 = right at once, 1 = right after help, 0 = not solved`), and the scores given on it.

>>> scale = scale_of("Scoring: 2 = right at once, 1 = right after help, 0 = not solved.")
>>> {key: level.value for key, level in scale.items()}
{'2': 'L1', '1': 'L2', '0': 'Lx'}
>>> scored("### Problem 1, part b (score 2)", scale).value
'L1'
>>> scored("It needs 2 filters.", scale) is None
True

A scale counts only where at least two of its steps can be placed on the ladder, on different levels.
"""

# ruff: noqa: E501 - a pattern reads better on one line

from __future__ import annotations

import re
from collections.abc import Mapping

from viva.importing.marks import question_mark
from viva.importing.signs import tier_of
from viva.importing.transcript import Transcript
from viva.types import Level

_STEP = re.compile(
    r"(?:^|[,;:(|/]\s*|\band )[\s*_•\-`“\"']*(?P<key>[A-F0-9][+-]?|\d|[A-Z]{1,2}|[+~-]{1,2}|\*{1,3})[`”\"']*"
    r"\s*(?:=|\bmeans\b|\bstands for\b|→|(?<=\d)\s[-–—]\s|(?<=\d):)\s*[“\"']?(?P<words>(?:(?!,\s*(?:and\s)?[\s*_`“\"']*(?:[A-F0-9][+-]?|[A-Z]{1,2}|[+~-]{1,2}|\*{1,3})[`”\"']*\s*(?:=|\bmeans\b|→))[^;.=\n|)]){3,90})",
    re.MULTILINE,
)
_POINTS = re.compile(r"^[\s*•_|-]*(?P<key>\d) (?:points?|pts)\s*[:=–—]\s*(?P<words>[^\n|]{3,90})$", re.MULTILINE)
_LETTERS = re.compile(r"^[\s*•_|-]*(?P<key>[A-F])\s+(?P<words>[a-z][^\n|=]{8,90})$", re.MULTILINE)
_GIVEN = r"\b(?:score[ds]?|points?|rating|rated|grade[ds]?|marks?|verdict|category|class|tier)[\s*_:=–—-]{{0,5}}(?P<key>(?-i:{keys}))(?![\w/]|\.\d)"
_SPACED = re.compile(
    r"^\s*\d\s?\(?[a-h]\)?\s+(?P<key>[A-F0-9][+-]?)(?=\s)(?!\s*[=+*/])"
)  # a row of a table: `1(c) B 1 kernel rotated`
_IN_POINTS = r"(?<![\w./-])(?P<key>{keys})[ -](?:points?|pts)\b"
_AT_END = r"[\s–—:(\[|-](?P<key>{keys})\s?(?:points?|pts|p)?\s*[)\]|*_]*$"


def scale_of(text: str) -> dict[str, Level]:
    """The steps of the scale that a text defines; empty where it defines none."""
    for pattern in (_STEP, _POINTS, _LETTERS):
        found: dict[str, Level] = {}
        for line in text.split("\n"):
            for match in pattern.finditer(line):
                tier = tier_of(match["words"])
                if tier is not None:
                    found.setdefault(match["key"], tier)
        if len(set(found.values())) >= 2:
            return found
    return {}


def scored(line: str, scale: Mapping[str, Level]) -> Level | None:
    """The level that a line gives in the words of the scale: `score 2`, or `… (2)` at the end of a heading."""
    if not scale or scale_of(line):
        return None
    keys = "|".join(re.escape(key) for key in sorted(scale, key=len, reverse=True))
    match = re.search(_GIVEN.format(keys=keys), line, re.IGNORECASE) or re.search(_IN_POINTS.format(keys=keys), line)
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
            cells = _SPACED.match(row)
            tier = scale.get(cells["key"]) if cells and current else scored(row, scale)
            if tier is not None and current:
                levels.setdefault(current, tier)
    return levels
