"""The rubrics of 1a and 4d on the prose of reports made by hand, where these are at hand: an expert found all right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from viva.checking import check

REPORTS = Path(__file__).parents[3] / "shared" / "seeds"


def rows() -> list[dict[str, Any]]:
    labels = REPORTS / "labels.jsonl"
    if not labels.exists():
        return []
    found = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    return [row for row in found if row["part"] in ("1a", "4d") and row["correct"] is not None]


@pytest.mark.skipif(not REPORTS.exists(), reason="the reports are not at hand")
@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['report']}-{row['part']}-{row['attempt']}")
def test_the_rubric_agrees_with_the_expert(row: dict[str, Any]) -> None:
    first, last = (int(number) for number in row["lines"].split("-"))
    lines = (REPORTS / f"{row['report']}.txt").read_text(encoding="utf-8").splitlines()
    found = check(f"hw5/{row['part']}", "\n".join(lines[first - 1 : last]))
    assert found.verdict == ("correct" if row["correct"] else "incorrect"), found.parts[0].evidence
