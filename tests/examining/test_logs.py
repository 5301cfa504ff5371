"""Exam → log → exam; Inspect's own tools on such logs; what is not a log of ours."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from exams import exams
from hypothesis import HealthCheck, given, settings

from viva.errors import VivaError
from viva.logs import read_exam, read_logs, write_exam
from viva.records import Attempt, Conditions, Exam, Message, QuestionRecord
from viva.types import Answer, Check, Evidence, Level, Nudge, NudgeKind, PartCheck, Span, Verdict


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(exams)
def test_an_exam_written_and_read_is_the_same(exam: Exam) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = write_exam(exam, directory)
        read = read_exam(path)
        assert read.log == path.name
        assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert replace(read, log="", sha256="") == exam


def part(verdict: Verdict, read_as: str) -> Check:
    answer = Answer(read_as, Span(0, len(read_as)), read_as, "last statement")
    return Check("hw5/3a", 0, (PartCheck("3a", verdict, Evidence("numbers compared", "108", answer)),))


@pytest.fixture
def exam() -> Exam:
    nudge = Nudge(NudgeKind.RECHECK, "There is a mistake; check your work.")
    first = Attempt(1, "How many?", "112", part(Verdict.INCORRECT, "112"), seconds=2.0)
    second = Attempt(2, nudge.text, "108", part(Verdict.CORRECT, "108"), nudge, input_tokens=9, output_tokens=3)
    lost = Attempt(1, "And now?", "", None)
    return Exam(
        paper="hw5",
        model="some-model",
        source="import",
        questions=(
            QuestionRecord("3a", Level.L2, (first, second)),
            QuestionRecord("3b", Level.U, (lost,)),
        ),
        conditions=Conditions(chat="paper"),
        created="2026-01-02T03:04:05+00:00",
        conversation=(("3a", (Message("user", "How many?"), Message("assistant", "112"))),),
    )


def test_the_same_exam_gives_the_same_samples(exam: Exam, tmp_path: Path) -> None:
    from inspect_ai.log import read_eval_log

    one = read_eval_log(str(write_exam(exam, tmp_path / "one.eval")))
    two = read_eval_log(str(write_exam(exam, tmp_path / "two.eval")))
    assert one.model_dump(exclude={"location", "etag"}) == two.model_dump(exclude={"location", "etag"})


def test_inspects_data_frames_take_it(exam: Exam, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    from inspect_ai.analysis import messages_df, samples_df

    path = write_exam(exam, tmp_path)
    samples = samples_df(str(path))
    assert isinstance(samples, pandas.DataFrame)
    assert list(samples["id"]) == ["3a", "3b"]
    assert list(messages_df(str(path))["content"])[:2] == ["How many?", "112"]


def test_a_level_can_be_overridden_with_its_history(exam: Exam, tmp_path: Path) -> None:
    from inspect_ai.log import ProvenanceData, edit_score, read_eval_log, write_eval_log
    from inspect_ai.scorer import ScoreEdit

    path = write_exam(exam, tmp_path)
    log = read_eval_log(str(path))
    assert log.samples is not None
    assert log.samples[0].scores is not None
    value = {**log.samples[0].scores["viva"].value, "level": "L3"}  # type: ignore[dict-item]
    person = ProvenanceData(author="a person", reason="the nudge named the biases")
    edit_score(log, "3a", "viva", ScoreEdit(value=value, provenance=person))
    write_eval_log(log, str(path))
    assert [q.level for q in read_exam(path).questions] == [Level.L3, Level.U]
    metrics = read_eval_log(str(path)).results.scores[0].metrics  # type: ignore[union-attr]
    assert metrics["L3"].value == 1
    assert metrics["L2"].value == 0


def test_the_metrics_of_an_import_are_computed(exam: Exam, tmp_path: Path) -> None:
    from inspect_ai.log import read_eval_log

    log = read_eval_log(str(write_exam(exam, tmp_path)))
    metrics = {name: m.value for s in log.results.scores for name, m in s.metrics.items()}  # type: ignore[union-attr]
    # One scored question of two (the other has no reply), right after one nudge.
    assert (metrics["first_right"], metrics["solved"], metrics["mean_interventions"]) == (0, 1, 1)
    assert metrics["solved_low"] == pytest.approx(0.2065, abs=1e-4)  # Wilson, 1 of 1: 1 / (1 + z²)


def test_logs_of_a_directory_come_oldest_first(exam: Exam, tmp_path: Path) -> None:
    write_exam(replace(exam, created="2026-03-01T00:00:00+00:00", model="later"), tmp_path / "a.eval")
    write_exam(replace(exam, created="2026-02-01T00:00:00+00:00", model="earlier"), tmp_path / "b.eval")
    assert [e.model for e in read_logs(tmp_path)] == ["earlier", "later"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.eval", None, "no such log"),
        ("broken.eval", b"PK\x03\x04 not a zip after all", "cannot be read as an Inspect log"),
        ("empty.eval", b"", "cannot be read as an Inspect log"),
        ("report.txt", b"hello", "not a log of an exam"),
        ("other.json", b'{"a": 1}', "cannot be read as an Inspect log"),
    ],
)
def test_what_is_no_log_is_said_in_one_line(tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VivaError, match=says) as caught:
        read_exam(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_log_of_another_task_is_refused(exam: Exam, tmp_path: Path) -> None:
    from inspect_ai.log import read_eval_log, write_eval_log

    path = write_exam(exam, tmp_path)
    log = read_eval_log(str(path))
    log.eval.metadata = {}
    write_eval_log(log, str(path))
    with pytest.raises(VivaError, match="not of an exam of Viva"):
        read_exam(path)


def test_a_date_must_be_a_date(exam: Exam, tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="ISO 8601"):
        write_exam(replace(exam, created="last Tuesday"), tmp_path)
