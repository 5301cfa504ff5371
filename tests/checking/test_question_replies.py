"""Replies to questions of the homework, labelled by hand: `labelled/questions/*.txt`, the question as the key.

The format is that of `test_labelled_replies`; what has `?` must not be called correct.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_labelled_replies import rows

from viva import check

TABLES = sorted((Path(__file__).parent / "labelled" / "questions").glob("*.txt"))
EXPECTED = {"+": "correct", "-": "incorrect"}


@pytest.mark.parametrize(
    ("question", "reply", "sign"),
    [pytest.param(*row, id=f"{row[0]}-{i}") for table in TABLES for i, row in enumerate(rows(table), 1)],
)
def test_a_labelled_reply(question: str, reply: str, sign: str) -> None:
    verdict = check(question, reply).verdict.value
    if sign == "?":
        assert verdict != "correct"
    else:
        assert verdict == EXPECTED[sign]
