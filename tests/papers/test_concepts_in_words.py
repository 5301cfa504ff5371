"""1a and 4d on hand-labelled replies in many people's words: `labelled/*.txt` beside this file.

A reply stands under a line `+ name` (right) or `- name` (wrong); with `+?` and `-?` it may be left undecided as well.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viva import check

LABELLED = Path(__file__).parent / "labelled"
QUESTIONS = {
    "reasons": "1a",
    "reasons_again": "1a",
    "reasons_third": "1a",
    "reasons_fourth": "1a",
    "reasons_fifth": "1a",
    "column_norms": "4d",
    "column_norms_again": "4d",
    "column_norms_third": "4d",
    "column_norms_fourth": "4d",
    "column_norms_fifth": "4d",
}
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


CONV = r"convolution(?:al)?(?: layers?| nets?| networks?)?s?|conv(?: layers?)?|CNNs?"
DENSE = r"fully[ -]connected(?: layers?)?|dense(?: layers?)?|MLPs?|FC(?: layers?)?"


def exchanged(reply: str) -> str:
    """The reply with convolutional and fully connected layers in each other's place."""
    return re.sub(
        rf"\b(?:(?P<conv>{CONV})|{DENSE})\b",
        lambda found: "dense layers" if found["conv"] else "convolutional layers",
        reply,
        flags=re.IGNORECASE,
    )


# Right ones that name a layer, but say what is right without its name, so that exchanging it makes nothing wrong
# that could be seen; and those where it takes arithmetic or an elliptical "… can't" to see it.
BLIND_TO_IT = (
    "k^2",
    "fed with pictures",
    "conv(",
    "has roughly 197",
    "negative style",
    "as with a",
    "of them per",
    "find out from",
)


@pytest.mark.parametrize("row", [row for row in rows() if row[0] == "1a" and row[1] == "+"], ids=lambda row: row[2])
def test_exchanged_layers_are_never_accepted(row: tuple[str, str, str, str]) -> None:
    reply = exchanged(row[3])
    if reply == row[3] or any(part in row[3] for part in BLIND_TO_IT):
        return
    assert check("hw5/1a", reply).verdict.value != "correct", reply
