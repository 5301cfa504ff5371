"""The name of the model that a report is about, looked for in its own words and in its file's name.

>>> from viva.importing.source import text_source
>>> name_of_model(text_source("My annotated log\\nModel: DeepSeek-V3.1\\n", "log.txt"))
'DeepSeek-V3.1'
>>> name_of_model(text_source("I asked Gemini 2.5 Pro all questions. Gemini 2.5 Pro did well.\\n", "log.txt"))
'Gemini 2.5 Pro'
"""

# ruff: noqa: E501 - a pattern, or a phrase list, reads better on one line

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from viva.importing.marks import MODEL_NAME, MODELS, Label, speaker_mark
from viva.importing.source import Source

_NAMED = re.compile(
    r"^\W*(?:model|llm)(?: used| name| tested| evaluated)?\W*[:=]\W*(?P<name>[A-Z][\w.+ -]{1,40}?(?:\([\w. -]{1,20}\))?)[\s*_.,;|]*$",
    re.I | re.M,
)
_VERSION = r"(?:[ -]?(?:\d+(?:\.\d+)*[a-z]?|v\d+(?:\.\d+)*|r\d|pro|flash|opus|sonnet|haiku|mini|nano|large|small|medium|max|ultra|turbo|thinking|instant|oss|\d+b|deep|ai|k2|fast|heavy|maverick|scout|reasoner|coder|chat|preview|exp|instruct)\b)"
_NOBODY = Label("", 0.0, 0, "")
_MODEL = re.compile(rf"\b(?:{MODELS})(?![\w])(?:{_VERSION}){{0,4}}", re.I)


def name_of_model(source: Source) -> str:
    """The model's name as the report writes it; "" where no known name occurs."""
    text = "\n".join(line.text for line in source.lines)
    named = _NAMED.search(text[:20_000]) or _NAMED.search(text[-20_000:])
    if named:
        return re.sub(r"\s+", " ", named.group("name")).strip()
    counts: Counter[str] = Counter()
    for match in _MODEL.finditer(text):
        name = match.group().strip(" -")
        if len(name) > 3 or name.lower().startswith(("o1", "o3", "o4")):
            counts[name.lower()] += 1 + (match.start() < 1500) * 2
    stem = Path(source.name).stem
    in_name = _MODEL.search(stem.replace("_", " "))
    if not counts:
        labels = Counter(re.findall(r"^[*#\s]*([A-Z][\w.-]{2,30}):", text, re.M))
        spoken = [
            name
            for name, n in labels.most_common(3)
            if n >= 2 and (speaker_mark(f"{name}: x") or _NOBODY).name == MODEL_NAME
        ]
        return spoken[0] if spoken else in_name.group().strip() if in_name else ""
    common = counts.most_common(1)[0][0]
    early = text[:3000].lower()
    best = max(
        counts,
        key=lambda name: (name.startswith(common) and (name == common or counts[name] > 2 or name in early), len(name)),
    )
    written = re.search(re.escape(best), text, re.I)
    return written.group() if written else best
