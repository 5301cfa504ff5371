"""Every sample is read as its author says: questions, attempts, places, answers, the annotator's word."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples_of_reports import EXPECTED

from viva.importing.audit import Row
from viva.importing.auditing import audit_file
from viva.importing.reports import Options, transcript_of
from viva.importing.source import load
from viva.papers import load_paper

LETTERS = {"correct": "c", "incorrect": "i", "undecided": "u", "": ""}


def judged(row: Row) -> tuple[str, int, str, str]:
    said = row.annotator_verdict.value if row.annotator_verdict else ""
    return row.part, row.attempt, LETTERS[row.verdict.value], LETTERS[said]


@pytest.mark.parametrize("name", EXPECTED)
def test_sample_is_read_as_its_author_says(name: str, samples: dict[str, Path]) -> None:
    audit = audit_file(samples[name], Options())
    assert audit.model == EXPECTED[name]["model"]
    rows = {(row.part, row.attempt): row for row in audit.rows}
    expected = EXPECTED[name]["rows"]
    for part, attempt, verdict, said, _ in expected:
        row = rows[part, attempt]
        assert judged(row) == (part, attempt, verdict, said), (row.answer, row.evidence, row.said)
        if said and verdict != "u":
            assert row.agrees is (said == verdict)
    # nothing else is decided: no question, no attempt that is not in the sample
    extra = [judged(row) for key, row in rows.items() if key not in {(p, a) for p, a, *_ in expected}]
    assert [row for row in extra if row[2] != "u"] == []
    assert {(row[0].split("/")[0], row[1]) for row in extra} <= {(p.split("/")[0], a) for p, a, *_ in expected}


@pytest.mark.parametrize("name", EXPECTED)
def test_answers_stand_where_the_audit_says(name: str, samples: dict[str, Path]) -> None:
    lines = {line.number: line.text for line in load(samples[name]).lines}
    rows = {(row.part, row.attempt): row for row in audit_file(samples[name], Options()).rows}
    for part, attempt, _, _, where in EXPECTED[name]["rows"]:
        place = rows[part, attempt].place
        if isinstance(where, int):
            assert place.line <= where <= place.last_line, (part, attempt, place)
        else:
            text = "\n".join(lines[k] for k in range(place.line, place.last_line + 1))
            assert where in text, (part, attempt, text)


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_of_the_source_is_lost(name: str, samples: dict[str, Path]) -> None:
    source = load(samples[name])
    transcript = transcript_of(samples[name], load_paper("hw5"), Options())
    written = "".join("\n".join(line.text for line in source.lines).split())
    kept = "".join("".join(block.text for block in transcript.blocks).split())
    assert kept == written
    starts = [block.line for block in transcript.blocks]
    assert starts == sorted(starts)


def test_the_answer_itself_is_placed_on_its_line(samples: dict[str, Path]) -> None:
    rows = {(row.part, row.attempt): row for row in audit_file(samples["turns.txt"], Options()).rows}
    assert (rows["3a", 1].answer_place.line, rows["3a", 1].answer_place.page) == (32, 2)
    assert rows["1b", 1].answer_place.line == 17


def test_page_furniture_is_not_read_as_an_entry(samples: dict[str, Path]) -> None:
    rows = {(row.part, row.attempt): row for row in audit_file(samples["turns.txt"], Options()).rows}
    assert rows["1c", 1].answer.replace(" ", "") == "[[-1,3,-2],[3,3,1],[0,3,1]]"
    assert rows["1c", 2].answer.replace(" ", "") == "[[-1,3,-2],[3,-3,1],[0,3,1]]"
