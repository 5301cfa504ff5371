"""Names, student numbers and e-mail addresses → `[name]`, on request (`--anonymous`).

>>> anonymous("Ada Lovelace (SID 3031234567), ada@example.edu\\nReport on Grok", ("Ada Lovelace",))
'[name] ([name]), [name]\\nReport on Grok'
>>> anonymous("By: Jane Q. Doe\\nThe model is right.")
'By: [name]\\nThe model is right.'

A name is known where the report says whose it is (`Name:`, `By:`, `Author:`, an address beside it, the line under the
title) or where it is given; everywhere else a person must look. A name in running prose that was introduced nowhere stays.
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import re
from collections.abc import Sequence

PLACEHOLDER = "[name]"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(
    r"\b(?:S\.?I\.?D\.?|student (?:id|number|no\.?)|matriculation(?: number)?|id)\s*[:#]?\s*\d{5,12}\b|\b30\d{8}\b",
    re.I,
)
_PERSON = r"[A-ZÀ-Þ][\w'’-]+(?:[ \t]+(?:[A-ZÀ-Þ]\.?(?!\w)|(?:van|von|de|der|la|bin|al)|[A-ZÀ-Þ][\w'’-]+)){1,3}"
_LABELLED = re.compile(
    rf"(?P<label>\b(?i:name|author|by|student|submitted by|written by|prepared by|annotator)s?\s*[:：]\s*[*_]*)(?P<person>{_PERSON}|[A-ZÀ-Þ][\w'’-]+)"
)
_BESIDE = re.compile(rf"(?P<person>{_PERSON})\s*[,(<—–-]*\s*(?=\[name\]|[\w.+-]+@)")
_NOT_NAMES = re.compile(
    r"\b(?:Deep|Neural|Networks?|Homework|Special|Participation|University|Question|Problem|Part|Report|Model|Claude|Gemini|Grok|Mistral|Llama|"
    r"ChatGPT|GPT|DeepSeek|Qwen|Fall|Spring|Summer|Winter|Batch|Layer|Norm\w*|Convolution\w*|Executive|Summary|Opus|Sonnet|Pro|Large)\b"
)


def names_in(text: str) -> tuple[str, ...]:
    """The names of people that the text introduces as such."""
    found = [m.group("person") for pattern in (_LABELLED, _BESIDE) for m in pattern.finditer(text)]
    top = [row.strip(" #*_") for row in text.split("\n")[:12] if row.strip()]
    found += [row for row in top[1:6] if re.fullmatch(_PERSON, row)]
    return tuple(dict.fromkeys(n for n in found if not _NOT_NAMES.search(n) and not n.islower()))


def anonymous(text: str, names: Sequence[str] = ()) -> str:
    """The text with people taken out; `names` are replaced wherever they stand, by their single words too."""
    text = _NUMBER.sub(PLACEHOLDER, text)
    known = [*names, *names_in(text)]
    text = _MAIL.sub(PLACEHOLDER, text)
    for name in sorted(set(known), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", PLACEHOLDER, text)
        for word in name.split():
            if len(word) > 2 and word[0].isupper() and not word.endswith("."):
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", PLACEHOLDER, text)
    return re.sub(r"\[name\](?:[ \t]+\[name\])+", PLACEHOLDER, text)
