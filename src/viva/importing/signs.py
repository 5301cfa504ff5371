"""Signs and words to which a report itself gives a meaning, and where its notes use them.

Signs that stand for nothing else (`OK*`, `🟡`) are read wherever a note begins with them:

>>> signs = signs_of("OK      nothing to add\\nOK*     right, but only after a hint\\nNOPE    still wrong in the end")
>>> in_tiers("OK*. I had to put the words in its mouth.", signs)
'L2. I had to put the words in its mouth.'
>>> in_tiers("OK, we agree.", {})
'OK, we agree.'

Words with a meaning (`“one push” means a single hint`, `DEAD END: I stopped trying`) are read anywhere in a note:

>>> words = signs_of("“1st try” means I said nothing, “one push” means a single hint, “several pushes” means I told it.")
>>> in_tiers("Flipped at first. One push.", words)
'Flipped at first. L2.'

A scale counts only where at least two of its steps can be placed on the ladder, on different levels.
"""

# ruff: noqa: E501 - a pattern reads better on one line

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from viva.importing.marks import speaker_mark
from viva.importing.transcript import Transcript
from viva.importing.verdicts import judgement, level
from viva.types import Level, Verdict

_EMOJI = "🟢🟡🟠🔴🔵⚪⚫🟩🟨🟧🟥⭐✅❌⚠🥇🥈🥉🏅💎🎖"
_SIGN = re.compile(
    rf"^[\s>*_•|-]*[“\"'`]?(?P<key>[A-Z]{{2,6}}[*+!?-]{{0,2}}|[{_EMOJI}])\uFE0F?[”\"'`]?[*_]*"
    r"(?:\s{2,}|\s+[=:–—-]\s+|\s*[=:]\s+|\s*\|\s*|(?<=[^\w*])\s+)(?P<words>[^\n|]{3,90}?)\s*\|?\s*$",
    re.MULTILINE,
)
_LEGEND = re.compile(rf"(?P<key>[{_EMOJI}])\uFE0F?\s*[=:]?\s*(?P<words>[^\n{_EMOJI}|·•,;]{{3,60}})")
_LISTED = re.compile(
    r"^[\s>*_•|-]*(?P<key>[A-Z]{2,}(?:[ -](?:[A-Z]{2,}|W/O?|[A&+]|\d)){0,3}|\*\*[A-Za-z][A-Za-z -]{2,24}\*\*)\s*(?::|=|–|—)\s+(?P<words>[^\n|]{3,90})$",
    re.MULTILINE,
)
_COLOURS = re.compile(
    r"^[\s>*_•|-]*(?P<key>Green|Yellow|Amber|Orange|Red|Blue|Gold|Silver|Bronze|Grey|Gray|Black|White|Purple)[*_]*\s*(?:[:=–—|]|means)\s*(?P<words>[^\n|]{3,90}?)\s*\|?\s*$",
    re.MULTILINE,
)
_QUOTED = re.compile(
    r"[“\"'`](?P<key>[A-Za-z0-9][^“”\"'`\n]{1,24})[”\"'`]\s*(?:means|stands for|is|=|:)\s*(?P<words>[^,;.“”\"]{3,80})"
)
_ASIDE = re.compile(
    r"(?:[:,;–—]|\b(?:or|and))\s+[“\"'*_]*(?P<key>[A-Za-z][a-z-]{2,14}(?: [a-z-]{2,12})?)[”\"'*_]*\s+\((?P<words>[^()\n]{6,90})\)"
)  # `clean (the first reply is right), nudged (a later one is) or stuck (never right)`
_BRACKETED = re.compile(r"(?P<key>\[[A-Z0-9+✓✗~-]{1,3}\])\s*(?:=|:|means|is)?\s*(?P<words>[A-Za-z][^,;.\[\]]{2,60})")
_PLACED: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.LX, re.compile(r"\b(?:never|no (?:correct|right)|not solved|stayed wrong|stopped|g[ai]ven? (?:it )?up|still wrong|unsolved|dead end)\b", re.I)),
    (Level.L3, re.compile(r"\b(?:more than one|several|two or more|multiple|many|had to lead|nearly told|(?<!what I )(?:had to )?(?:tell|told|show\w*) it|gave (?:\w+ )*away|step by step)\b", re.I)),
    (Level.L1, re.compile(r"\b(?:nothing|without (?:me|any|help|a)|right away|at once|first (?:go|prompt|try|attempt|answer|message|reply|response)|immediately|unaided|on its own|no help|straight away)\b", re.I)),
    (Level.L2, re.compile(r"\b(?:a|one|1|single|small|short) (?:single |small |short |little )?(?:hint|remark|push|nudge|follow-?up|correction|reminder|question|comment)\b|\bone or two \w+", re.I)),
)  # fmt: skip
_HELPED = re.compile(
    r"\bafter I\b|\bonly after\b|\b(?:after|with|needed|needs|required)\b[\w\s]{0,20}\b(?:help|hints?|nudg\w+|prompt\w*|correction)\b|\bpart(?:ly|ial\w*)\b|\bhalf\b|\bin the end\b|\beventually\b|\bfinally\b",
    re.IGNORECASE,
)


def tier_of(words: str) -> Level | None:
    """The step of the ladder that an explanation describes."""
    placed = next((step for step, pattern in _PLACED if pattern.search(words)), None)
    if placed is not None:
        return placed
    if _HELPED.search(words) and not re.search(r"\b(?:no|without)\b", words, re.IGNORECASE):
        return level(words) if level(words) in (Level.L2, Level.L3) else Level.L2
    opinion = judgement(words)
    return level(words) or {Verdict.CORRECT: Level.L1, Verdict.INCORRECT: Level.LX, None: None}[opinion]


def signs_of(text: str) -> dict[str, Level]:
    """The steps of a scale of signs or words that a text sets out; empty where it has none."""
    flat = re.sub(r"\s*\n\s*", " ", text)
    best: dict[str, Level] = {}
    for pattern, where in (
        (_SIGN, text),
        (_LEGEND, text),
        (_LISTED, text),
        (_COLOURS, text),
        (_QUOTED, flat),
        (_BRACKETED, flat),
        (_ASIDE, flat),
    ):
        found: dict[str, Level] = {}
        for match in pattern.finditer(where):
            step = tier_of(match["words"])
            if step is not None:
                found.setdefault(match["key"].removeprefix("**").removesuffix("**"), step)
        if len(set(found.values())) >= 2 and len(found) > len(best):
            best = found  # of two readings, the one that leaves out fewer steps
    return best


def signs_in(transcript: Transcript) -> dict[str, Level]:
    """The scale of signs that the report explains in front of its log, or behind it."""
    return _first(block.text for block in transcript.blocks if not block.questions or block.speaker == "prompt")


def begins_with_sign(line: str, signs: Mapping[str, Level]) -> bool:
    """Does a line begin with a sign or word of the scale, and not with its explanation?"""
    start = line.lstrip(" *_→>")
    telling = (key for key in signs if len(key) > 2 or key in _EMOJI)
    return any(start.startswith(key) and not start[len(key) : len(key) + 1].isalnum() for key in telling)


def _first(texts: Iterable[str]) -> dict[str, Level]:
    return next((found for text in texts if (found := signs_of(text))), {})


def in_tiers(words: str, signs: Mapping[str, Level]) -> str:
    """The words of a note, with the signs and words of the scale as tiers of the ladder."""
    label = speaker_mark(words)
    start = label.end if label is not None and label.speaker == "annotation" else 0
    for key in sorted(signs, key=len, reverse=True) if start else ():
        if re.search(rf"[(\[]\s*{re.escape(key)}\s*[)\]]", words[:start]):  # `Note (Yellow).`
            return f"{signs[key].value}. {words[start:].lstrip()}"
    for key in sorted(signs, key=len, reverse=True):
        match = re.compile(rf"[\s*_:]*{re.escape(key)}(?![\w*+])").match(words, start)
        if match:
            return f"{signs[key].value}{words[match.end() :]}"
    for key in sorted(signs, key=len, reverse=True):
        if not _worded(key):
            continue
        match = re.compile(rf"(?<![\w“\"]){re.escape(key)}(?!\w)", 0 if key.isupper() else re.IGNORECASE).search(
            words, start
        )
        if match:
            return f"{words[: match.start()]}{signs[key].value}{words[match.end() :]}"
    return words


def _worded(key: str) -> bool:
    """Words that nobody uses otherwise: two of them, or one in capitals."""
    return " " in key or (key.isupper() and len(key) > 3)
