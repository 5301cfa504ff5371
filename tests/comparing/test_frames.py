"""Data frames: every record, reply, check and finding once; the same through CSV and Parquet; empty ones too."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import viva
from comparing.making import exam, three
from reporting.exams import reviewed_exam
from viva.cli import viva as command
from viva.comparing.frames import COLUMNS, Frames
from viva.errors import VivaError
from viva.logs import write_exam


@pytest.fixture(scope="module")
def frames() -> Frames:
    return viva.frames(three())


def test_a_row_for_each(frames: Frames) -> None:
    exams = three()
    records = [r for e in exams for r in e.questions]
    attempts = [a for r in records for a in r.attempts]
    checks = [p for a in attempts for p in a.check.parts]
    assert len(frames.exams) == len(exams)
    assert len(frames.questions) == len(records)
    assert len(frames.attempts) == len(attempts)
    assert len(frames.checks) == len(checks)
    assert len(frames.findings) == sum(len(p.findings) for p in checks)
    assert len(frames.notes) == 0
    assert [field.name for field in fields(Frames)] == list(COLUMNS)
    for name, columns in COLUMNS.items():
        assert list(getattr(frames, name).columns) == list(columns)


def test_what_a_notebook_asks(frames: Frames) -> None:
    questions = frames.questions
    assert questions.groupby("model")["first_right"].mean().to_dict() == {
        "bad": 0.0,
        "fair": pytest.approx(4 / 9),  # ten tries, one of them undecided
        "good/model": pytest.approx(3 / 4),  # undecided is missing, not wrong
    }
    assert questions["solved"].isna().sum() == 2
    assert questions.query("model == 'good/model'")["output_tokens"].sum() == 600
    assert questions.query("model == 'bad'")["seconds"].isna().all()
    assert questions.query("source == 'import'")["form"].isna().all()
    wrong = frames.checks.query("misconception == 'biases-counted'")
    assert set(wrong["verdict"]) == {"incorrect"}
    joined = frames.findings.merge(questions, on=["log", "paper", "column", "model", "question", "epoch"])
    assert len(joined) == len(frames.findings)


def test_rulings_and_notes_of_people() -> None:
    made = viva.frames(reviewed_exam())
    ruled = made.checks.dropna(subset="ruled_by").set_index("part")
    assert ruled[["verdict", "computed"]].to_dict("index") == {
        "1b": {"verdict": "correct", "computed": "correct"},
        "4b": {"verdict": "incorrect", "computed": "undecided"},
    }
    assert ruled.loc["4b", "ruled_because"] == "W is the *wombat* matrix here, not p"
    assert ruled["read_by_hand"].isna().all()
    assert made.notes[["question", "when"]].values.tolist() == [["1b", "2026-03-05T09:00:00+00:00"]]


def test_no_findings_are_an_empty_frame_with_its_columns_and_types() -> None:
    empty = viva.frames(exam("m", {"1a": "L1"}))
    assert len(empty.findings) == 0
    full = viva.frames(three())
    for name in COLUMNS:
        assert getattr(empty, name).dtypes.to_dict() == getattr(full, name).dtypes.to_dict()


def test_csv_and_parquet_are_the_frame(tmp_path: Path) -> None:
    logs = [write_exam(one, tmp_path / "logs") for one in three()]
    expected = viva.frames(tmp_path / "logs").questions
    assert viva.frames(logs).questions.equals(expected)
    for name in ("table.csv", "table.parquet"):
        done = CliRunner().invoke(command, ["compare", str(tmp_path / "logs"), "-o", str(tmp_path / "out" / name)])
        assert done.exit_code == 0, done.output
    parquet = pd.read_parquet(tmp_path / "out" / "table.parquet", dtype_backend="pyarrow")
    pd.testing.assert_frame_equal(parquet, expected)
    csv = pd.read_csv(tmp_path / "out" / "table.csv")
    assert csv["level"].tolist() == expected["level"].tolist()
    assert csv["cost"].tolist() == pytest.approx(expected["cost"].astype("float64").tolist(), nan_ok=True)


def test_a_log_that_cannot_be_read_is_an_error_in_a_notebook(tmp_path: Path) -> None:
    write_exam(exam("m", {"1a": "L1"}), tmp_path)
    (tmp_path / "broken.eval").write_bytes(b"?")
    with pytest.raises(VivaError, match=r"broken\.eval"):
        viva.frames(tmp_path)
    with pytest.raises(VivaError, match="no exam"):
        viva.frames([])


def test_without_pandas_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(VivaError, match=r"pip install 'viva-voce\[frames\]'"):
        viva.frames(exam("m", {"1a": "L1"}))
