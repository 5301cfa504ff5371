"""The replies in the five reports made by hand, against what an expert found in each. Skips where they are absent."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from viva.checking import check_part
from viva.papers import load_paper
from viva.types import Part, Verdict

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not beside the repository")

SIMPLE = ("1a", "1b", "1c", "2a", "2b/n1", "3a", "3b", "4d")  # the kinds of this room's own readers


def reply(row: dict[str, Any]) -> str:
    first, last = map(int, row["lines"].split("-"))
    return "\n".join((SEEDS / f"{row['report']}.txt").read_text().split("\n")[first - 1 : last])


def part(row: dict[str, Any]) -> tuple[Part, Any]:
    question = next(q for q in load_paper("hw5").questions if q.name == row["question"])
    if "7x11" in row["answer"]:  # the follow-up about output sizes
        return question.probes[0].part, question.draw(0)
    return next(p for p in question.parts if p.name == row["part"]), question.draw(0)


def test_replies_are_read_as_an_expert_reads_them() -> None:
    rows = [json.loads(line) for line in (SEEDS / "labels.jsonl").read_text().splitlines()]
    tally: Counter[tuple[bool, Verdict]] = Counter()
    for row in rows:
        if row["correct"] is not None and row["part"] in SIMPLE:
            asked, draw = part(row)
            tally[row["correct"], check_part(asked, draw, reply(row)).verdict] += 1
    assert tally[False, Verdict.CORRECT] == 0
    assert tally[True, Verdict.INCORRECT] == 0
    # One matrix was dumped one entry a line, and nothing in its reply tells rows from columns.
    assert tally[True, Verdict.UNDECIDED] + tally[False, Verdict.UNDECIDED] <= 1
    assert sum(tally.values()) >= 35
