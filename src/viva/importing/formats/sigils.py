"""Who speaks, where a sign at the start of the line says so: `>>>` of a terminal, or what the report itself declares.

>>> lines = [Line(text, k) for k, text in enumerate([
...     "Lines that begin with >>> are mine, everything else is the model; # marks my comments.",
...     ">>> Q1b which filter?", "It is [2, -1, 3].", "# OK.", ">>> Q3a how many?", "108", "# OK.",
...     ">>> Q3b and now?", "39", "# OK."], start=1)]
>>> [(line.role, line.text) for line in with_roles(lines)][1:5]
[('prompt', 'Q1b which filter?'), ('reply', 'It is [2, -1, 3].'), ('annotation', 'OK.'), ('prompt', 'Q3a how many?')]

A declared sign counts only where at least three lines begin with it. Only for plain text: exports say who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from viva.importing.source import Line

_SIGN = r"(?:>{1,3}|<{1,3}|#{1,3}|\$|%{1,2}|//|;;|--|~|@|!|\+|\||»|→|=>|\?)"
_SAYS = re.compile(rf"(?:^|[\s(\"“`'‘]){_SIGN}(?=[\s)\"”`'’,;:.]|$)")
_CLAUSE = re.compile(rf"[,;]|\band\b(?=.{{0,60}}{_SIGN})")
_PLACE = re.compile(
    rf"\b(?:start|begin|open|mark|prefix|preced|introduc)\w*\s+(?:with|by|in)\s+(?:an?\s|the\s)?[\"“`'‘(]?{_SIGN}(?!\w)"
    rf"|\b(?:behind|after|lines? with)\s+(?:an?\s|the\s)?[\"“`'‘(]?{_SIGN}(?!\w)"
    rf"|(?:^|[\s\"“`'‘(]){_SIGN}[\"”`'’)]?\s+(?:marks|stands|precedes|starts|begins|opens|means|(?:is|are) in front)\b",
    re.I,
)
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("annotation", re.compile(r"\b(?:comments?|notes?|remarks?|annotations?|verdicts?|opinions?)\b", re.I)),
    ("reply", re.compile(r"\b(?:model|repl(?:y|ies)|responses?|answers?|outputs?|bot|assistant|its words)\b", re.I)),
    (
        "prompt",
        re.compile(
            r"\b(?:mine|me|I (?:typed|asked|said|wrote|sent)|my (?:prompts?|questions?|messages?|words|input)|prompts?|"
            r"user)\b",
            re.I,
        ),
    ),
)
_UNMARKED = re.compile(
    r"\b(?:without (?:a |any )?(?:mark|sign|prefix|symbol)|unmarked|everything else|all else|the rest|other lines|"
    r"no (?:mark|prefix|sign)|bare lines)\b",
    re.I,
)
_LEAST = 3


def with_roles(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with who speaks and without the sign, where the report is kept so."""
    signs, rest = declared([line.text for line in lines])
    terminal = sum(line.text.startswith(">>> ") for line in lines) >= _LEAST
    if terminal:
        signs = {">>>": "prompt", **signs}
    counts = {sign: sum(_begins(line.text, sign) for line in lines) for sign in signs}
    signs = {sign: who for sign, who in signs.items() if counts[sign] >= _LEAST}
    if "prompt" not in signs.values():
        return tuple(lines)
    rest = rest or ("reply" if "reply" not in signs.values() else "")
    inside = [i for i, line in enumerate(lines) if any(_begins(line.text, sign) for sign in signs)]
    last = _last(lines, inside[-1])
    done = list(lines)
    before = ""
    for i in range(inside[0], last + 1):
        text = lines[i].text
        sign = next((sign for sign in sorted(signs, key=len, reverse=True) if _begins(text, sign)), "")
        who = signs[sign] if sign else rest
        if not text.strip():
            continue
        cut = len(sign)
        if not sign and before == "prompt" and terminal and re.match(r"\.\.\.(?:\s|$)", text):
            who, cut = "prompt", 3
        if who:
            words = text[cut + 1 :] if cut else text
            goes_on = who == before and not (sign and sign == ">>>")
            done[i] = replace(lines[i], text=words, role=who, paragraph=not goes_on)
        before = who
    return tuple(done)


def declared(texts: Sequence[str]) -> tuple[Mapping[str, str], str]:
    """What the report says of its signs, and of lines that have none."""
    whole = re.sub(r"\s+", " ", " ".join(texts)[:200_000])
    signs: dict[str, str] = {}
    rest = ""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z>#$%])", whole):
        if len(sentence) > 600 or not _PLACE.search(sentence):
            continue
        for clause in _CLAUSE.split(sentence):
            who = next((who for who, pattern in _ROLES if pattern.search(clause)), "")
            found = _SAYS.search(clause)
            if found and who and _PLACE.search(clause):
                signs.setdefault(found.group().strip(" \"“`'‘("), who)
            elif who and _UNMARKED.search(clause):
                rest = who
    return signs, rest


def _begins(text: str, sign: str) -> bool:
    return text.startswith(sign) and (len(text) == len(sign) or text[len(sign)] in " \t")


def _last(lines: Sequence[Line], last: int) -> int:
    """The paragraph of the last sign goes with it; what stands behind is the report's own."""
    while last + 1 < len(lines) and lines[last + 1].text.strip():
        last += 1
    return last
