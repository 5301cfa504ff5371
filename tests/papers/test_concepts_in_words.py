"""1a and 4d on hand-labelled replies in many people's words: `labelled/*.txt` beside this file.

A reply stands under a line `+ name` (right) or `- name` (wrong); with `+?` and `-?` it may be left undecided as well.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viva import check

LABELLED = Path(__file__).parent / "labelled"
QUESTIONS = {"reasons": "1a", "reasons_again": "1a", "column_norms": "4d", "column_norms_again": "4d"}
VERDICTS = {"+": {"correct"}, "-": {"incorrect"}, "+?": {"correct", "undecided"}, "-?": {"incorrect", "undecided"}}


def rows() -> list[tuple[str, str, str, str]]:
    found = []
    for name, question in QUESTIONS.items():
        _, text = (LABELLED / f"{name}.txt").read_text(encoding="utf-8").split("\n", 1)
        parts = re.split(r"^([+-]\??) (.*)\n", text, flags=re.MULTILINE)[1:]
        found += [
            (question, label, f"{name}: {what}", reply.strip())
            for label, what, reply in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        ]
    return found


@pytest.mark.parametrize(("question", "label", "what", "reply"), rows(), ids=lambda value: str(value)[:40])
def test_replies_in_words(question: str, label: str, what: str, reply: str) -> None:
    found = check(f"hw5/{question}", reply)
    assert found.verdict.value in VERDICTS[label], (what, found.parts[0].evidence)
