"""What kind of nudge a prompt of a report was: the words of a person who tried to help.

>>> kind_of("There is a mistake. Please check your work.").value
'recheck'
>>> kind_of("Please stick to the convention of the sheet.").value
'clarify'
>>> kind_of("The center entry should be -3 instead of 0.").value
'reveal'
>>> kind_of("Fine. Now say it more concisely, please.") is None   # no help: a wish for another style
True
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import re

from viva.types import NudgeKind

_KINDS: tuple[tuple[NudgeKind, str], ...] = (
    (NudgeKind.REVEAL, r"\b(?:the (?:correct|right) (?:answer|result|value|output|entry) (?:is|should be)|should (?:be|equal|have been) [-−]?\d|the answer is|"
                       r"it is actually|instead of [-−]?\d)"),
    (NudgeKind.TARGET, r"\b(?:step \d|entry|row|column|in your (?:derivation|calculation|expression)|you (?:forgot|missed|dropped|ignored|assumed|used|lost|"
                       r"mixed up|confused)|the (?:factor|sign|term|direction|axis|axes|center|centre)|diagram|figure|look (?:again )?at)\b"),
    (NudgeKind.CLARIFY, r"\b(?:convention|ignore (?:the )?bias|without bias|no (?:kernel )?flip|not flip\w*|input ?(?:=|is)|filter ?(?:=|is)|this is (?:the )?"
                        r"correct input|meant|clarif\w+|definition|assume|notation|format|restate|correct input)\b|=\s*\[\["),
    (NudgeKind.RECHECK, r"\b(?:mistake|error|wrong|incorrect|not (?:correct|right)|check|verify|are you sure|try again|again|re-?calculate|re-?do|re-?consider|"
                        r"double[- ]check)\b"),
)  # fmt: skip
_STYLE = re.compile(
    r"\b(?:concise\w*|shorter|briefly|simpler|more detail|elaborate|example|intuition|rephrase|summari[sz]e|explain (?:why|how|the)|highlight|where .{0,40} "
    r"comes? from|generali[sz]e|what if|extend|follow-up question|curious)\b",
    re.I,
)
_FAULT = re.compile(r"\b(?:mistake|error|wrong|incorrect|not (?:correct|right)|should be|instead of)\b", re.I)


def kind_of(prompt: str) -> NudgeKind | None:
    """The strongest kind of help in the prompt; None where it only asks for more, or in another way."""
    if _STYLE.search(prompt) and not _FAULT.search(prompt):
        return None
    for kind, pattern in _KINDS:
        if re.search(pattern, prompt, re.I):
            return kind
    return None


def asks_for_more(prompt: str) -> bool:
    """Is it a follow-up that wishes for style, intuition or an extension, and finds no fault?"""
    return bool(_STYLE.search(prompt)) and not _FAULT.search(prompt)
