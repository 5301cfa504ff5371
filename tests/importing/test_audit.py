"""The audit: agreement against an independent computation, claims, follow-ups, logs, anonymity, the command line."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from viva.cli import viva
from viva.importing.agreement import agreement
from viva.importing.anonymous import anonymous
from viva.importing.audit import audit
from viva.importing.auditing import audit_file
from viva.importing.claims_of_report import read_claims
from viva.importing.follow_ups import transposed_sizes
from viva.importing.reports import Options, exam_of_report, transcript_of
from viva.importing.transcript import render
from viva.logs import read_exam, write_exam
from viva.papers import load_paper
from viva.types import FindingKind

HW5 = load_paper("hw5")
FIELDS = {
    "report",
    "model",
    "question",
    "part",
    "attempt",
    "answer",
    "place",
    "verdict",
    "annotator",
    "agrees",
    "findings",
}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40))
def test_kappa_is_what_the_confusion_matrix_gives(pairs: list[tuple[str, str]]) -> None:
    table = np.zeros((3, 3))
    for a, b in pairs:
        table["abc".index(a), "abc".index(b)] += 1
    table /= table.sum()
    observed, chance = np.trace(table), float(table.sum(1) @ table.sum(0))
    found = agreement(pairs)
    assert found.raw == pytest.approx(observed)
    if chance < 1 - 1e-9:
        assert found.kappa == pytest.approx((observed - chance) / (1 - chance))
    else:
        assert math.isnan(found.kappa)


def test_claims_that_the_log_does_not_bear_out(samples: dict[str, Path]) -> None:
    claims = {(c.name, c.quote): c for c in audit_file(samples["run-in.txt"], Options()).claims}
    false = {name for (name, _), claim in claims.items() if claim.holds is False}
    assert {"tier-count", "all-correct", "table-of-tasks"} <= false
    strange = claims["table-of-tasks", "3c"]
    assert "no 3c" in strange.shows
    assert claims["tier-count", "L1: 8 / 11"].place is not None
    assert claims["tier-count", "L1: 8 / 11"].place.line == 8


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("One-shot success: 11/11 (100%)", ["tier-count"]),
        ("9 of 11 questions were one-shot", ["tier-count"]),
        ("the model achieved 82% one-shot accuracy", ["rate"]),
        ("with no hallucinations or contradictory logic", ["no-hallucinations"]),
        ("all prompts are reproduced verbatim", ["verbatim"]),
        ("L3 (heavy guidance): 0 / 11", ["tier-count"]),
        ("I liked the explanations.", []),
    ],
)
def test_claims_are_read(text: str, names: list[str]) -> None:
    assert [claim.name for claim in read_claims(text, None)] == names


def test_sizes_of_a_follow_up_are_computed_from_its_own_words() -> None:
    torch_like = (4 - 1) * 3 + 5 - 2 * 1, (6 - 1) * 3 + 2 - 2 * 1  # the formula, by hand
    text = "Input size 4 × 6, kernel size 5 × 2, stride 3, padding 1. The output is 12 × 15."
    assert transposed_sizes(text) == (torch_like, (12, 15))
    assert transposed_sizes("The output is 7 × 11.") is None


def test_log_round_trip_and_idempotence(samples: dict[str, Path], tmp_path: Path) -> None:
    exam = exam_of_report(samples["stamps.md"], HW5, Options())
    first = write_exam(exam, tmp_path / "one")
    again = write_exam(exam_of_report(samples["stamps.md"], HW5, Options()), tmp_path / "two")
    assert first.name == again.name
    read = read_exam(first)
    assert replace(read, log="", sha256="") == exam == replace(read_exam(again), log="", sha256="")
    assert [row.as_json() for row in audit(read, HW5).rows] == [row.as_json() for row in audit(exam, HW5).rows]


def test_conversation_findings_and_levels(samples: dict[str, Path]) -> None:
    exam = exam_of_report(samples["turns.txt"], HW5, Options())
    levels = {record.question: record.level.value for record in exam.questions}
    assert levels == {"1a": "L1", "1b": "L1", "1c": "L3", "3a": "L1", "3b": "L1"}  # the nudge names the entry
    rows = audit_file(samples["chatgpt.json"], Options()).rows
    kinds = {f.kind for row in rows if (row.part, row.attempt) == ("3b", 2) for f in row.findings}
    assert FindingKind.SELF_CORRECTED in kinds


def test_annotators_errors_are_findings(samples: dict[str, Path]) -> None:
    rows = {(row.part, row.attempt): row for row in audit_file(samples["run-in.txt"], Options()).rows}
    wrong = [key for key, row in rows.items() if any(f.kind is FindingKind.ANNOTATOR_ERROR for f in row.findings)]
    assert wrong == [("4b", 1)]
    assert "Very clear and correct" in rows["4b", 1].said


def test_corrected_transcript_is_imported_again(samples: dict[str, Path], tmp_path: Path) -> None:
    made = transcript_of(samples["stamps.md"], HW5, Options())
    path = tmp_path / "stamps.transcript.md"
    path.write_text(render(made), encoding="utf-8")
    assert transcript_of(path, HW5, Options()) == made
    path.write_text(
        render(made).replace("filter is $\\boxed{[2, -1, 3]}$", "filter is $\\boxed{[2, -1, 4]}$"), encoding="utf-8"
    )
    verdicts = {row.part: row.verdict.value for row in audit_file(path, Options()).rows}
    assert verdicts["1b"] == "incorrect"


def test_transcript_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "hand.md"
    path.write_text(
        "::: prompt 3a\nHow many?\n::: reply 3a\n112 parameters\n"
        "::: prompt 3a\nNo biases, check again.\n::: reply 3a\nThen 108 parameters.\n"
    )
    rows = [(row.part, row.attempt, row.verdict.value) for row in audit_file(path, Options()).rows]
    assert rows == [("3a", 1, "incorrect"), ("3a", 2, "correct")]


def test_names_of_people_are_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "Log of a chat\nAuthor: Maria Example-Person, SID 3031234567, maria@example.edu\nQ3(a)\n"
        "Prompt: how many parameters?\nReply: 108, Maria.\n"
    )
    text = render(transcript_of(path, HW5, Options(anonymous=True)))
    for secret in ("Maria", "Example-Person", "3031234567", "example.edu"):
        assert secret not in text
    assert "Reply: 108" in text
    assert anonymous("The model Claude Opus found the filter.") == "The model Claude Opus found the filter."


def test_json_of_the_command(samples: dict[str, Path]) -> None:
    result = CliRunner().invoke(viva, ["audit", "--json", str(samples["margin.pdf"])])
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert all(set(row) >= FIELDS for row in rows)
    by_part = {row["part"]: row for row in rows}
    assert by_part["3b"]["verdict"] == "incorrect" and by_part["3b"]["agrees"] is True
    assert by_part["1c"]["place"] == {
        "file": "margin.pdf",
        "page": 2,
        "line": by_part["1c"]["place"]["line"],
        "last_line": by_part["1c"]["place"]["last_line"],
    }


def test_import_and_combined_report(samples: dict[str, Path], tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    names = ["run-in.txt", "latex.tex.md"]
    result = CliRunner().invoke(viva, ["import", *(str(samples[n]) for n in names), "-o", str(logs)])
    assert result.exit_code == 0, result.output
    assert len(list(logs.glob("*.eval"))) == 2
    result = CliRunner().invoke(viva, ["audit", str(logs), "-o", str(tmp_path / "out"), "--format", "md,html"])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "out" / "audit.md").read_text()
    assert "Very clear and correct" in text and "run\\-in.txt" in text and "Cohen" in text
    assert (tmp_path / "out" / "audit.html").read_text().startswith("<!DOCTYPE html>")
    assert len(json.loads((tmp_path / "out" / "audit.json").read_text())) == 9 + 3


def test_markdown_of_the_command(samples: dict[str, Path]) -> None:
    result = CliRunner().invoke(viva, ["import", "--to", "markdown", str(samples["run-in.txt"])])
    assert result.exit_code == 0
    assert result.output.startswith("% viva transcript\n% paper: hw5\n% model: Mistral Large 2\n")
    assert "::: reply 4b attempt 1 page 2 line 75\n" in result.output


def test_one_prompt_for_many_questions_and_one_reply(tmp_path: Path) -> None:
    path = tmp_path / "whole.txt"
    path.write_text(
        "User:\nPlease solve these.\n\n3(a) How many parameters has the traditional convolution layer?\n\n"
        "3(b) How many has the depthwise separable convolution?\n\nYi-Lightning:\nHere are my solutions.\n\n"
        "3(a) The convolution has 4 * 27 = 108 parameters.\n\n3(b) Depthwise 27, pointwise 12, in total 39.\n\n"
        "User: Problem 3 (a) again, please check it.\n\nYi-Lightning: The answer is 108 parameters.\n"
    )
    audited = audit_file(path, Options())
    assert audited.model == "Yi-Lightning"
    assert [(row.part, row.attempt, row.verdict.value) for row in audited.rows] == [
        ("3a", 1, "correct"),
        ("3a", 2, "correct"),
        ("3b", 1, "correct"),
    ]


def test_a_wrong_diagnosis_under_a_right_verdict(tmp_path: Path) -> None:
    """Two entries are wrong, the note names one: the verdicts agree, the diagnosis is a finding."""
    report = tmp_path / "log.txt"
    report.write_text(
        "Q1(c)\nPrompt: Transpose convolution of [[-1, 2], [3, 1]] with [[1, -1], [0, 1]]?\n"
        "Reply: The output is [[-1, 3, -2], [3, 0, -1], [0, 3, 1]].\n"
        "Verdict: wrong, the entry in the centre should be -3.\n",
        encoding="utf-8",
    )
    (row,) = [r for r in audit_file(report, Options()).rows if r.part == "1c"]
    assert row.agrees is True
    assert ["there are 2" in f.how for f in row.findings if f.kind is FindingKind.ANNOTATOR_ERROR] == [True]
