"""Changes in the log: Inspect sees them, undo takes them back, and nothing is ever half-written or lost."""

from __future__ import annotations

import errno
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest
from inspect_ai.log import read_eval_log

from reporting.exams import run_exam
from reviewing.desk_and_shelf import client_of, written
from viva.errors import VivaError
from viva.examining.live import FILE, LiveOpening, recording
from viva.logs import read_exam, read_log, sha256, write_exam
from viva.reporting.material import material
from viva.reporting.report import report_markdown
from viva.reviewing.rulings import Person, add_note, overrule
from viva.reviewing.saving import LOCK, Changed, edits, save, undo
from viva.reviewing.shelf import Shelf
from viva.types import Level, Verdict

ME = Person("A. Reviewer", "2026-03-02T09:00:00+00:00")


@pytest.fixture
def log(tmp_path):
    return written(tmp_path)[0]


def right(record):
    return overrule(record, 0, "4b", Verdict.CORRECT, "W is the weight", ME)


def rule(log, version=None, change=right):
    save(log, version or sha256(log), 4, change, author="A. Reviewer", reason="4b: correct: W is the weight")


def test_an_override_is_an_edit_of_inspects_score(log):
    rule(log)
    sample = next(s for s in read_eval_log(str(log), resolve_attachments=True).samples if s.id == "4b")
    score = sample.scores["viva"]
    assert score.value["level"] == "L1"
    assert [edit.value["level"] for edit in score.history] == ["U", "L1"]
    assert score.history[1].provenance.author == "A. Reviewer"
    assert score.history[1].provenance.reason == "4b: correct: W is the weight"
    assert "overruled by A. Reviewer**: W is the weight" in score.explanation
    events = [event.event for event in sample.events]
    assert events.index("score") < events.index("score_edit") < events.index("span_end")
    # Inspect's own numbers follow
    metrics = read_eval_log(str(log), header_only=True).results.scores[0].metrics
    assert (metrics["L1"].value, metrics["U"].value) == (2, 0)


def test_exam_and_report_show_both_verdicts(log):
    rule(log)
    exam = read_exam(log)
    part = exam.questions[4].attempts[0].check.parts[0]
    assert exam.questions[4].level is Level.L1
    assert (part.verdict, part.override.computed) == (Verdict.CORRECT, Verdict.UNDECIDED)
    report = report_markdown(material(exam))
    assert "**Overruled by A. Reviewer** (2026-03-02). Computed: " in report
    assert "1 overruled, 0 confirmed (A. Reviewer)" in report


def test_the_other_questions_stay_as_they_were(log):
    before = read_exam(log)
    rule(log)
    after = read_exam(log)
    assert after.questions[:4] == before.questions[:4]
    assert after.conversation == before.conversation


def test_undo_goes_back_step_by_step(log):
    original = read_exam(log).questions[4]
    rule(log)
    first = read_exam(log).questions[4]
    rule(log, change=lambda r: add_note(r, "a note", ME))
    assert len(read_exam(log).questions[4].notes) == 1
    undo(log, sha256(log), 4, author="B. Other")
    assert read_exam(log).questions[4] == first
    undo(log, sha256(log), 4, author="B. Other")
    assert read_exam(log).questions[4] == original
    with pytest.raises(VivaError, match="nothing to undo"):
        undo(log, sha256(log), 4, author="B. Other")
    rule(log)  # and a new change can be made on top, and undone
    undo(log, sha256(log), 4, author="B. Other")
    assert read_exam(log).questions[4] == original
    told = [(e.author, e.undone, e.undoes) for e in edits(log, 4)]
    assert told[:4] == [("A. Reviewer", True, False)] * 2 + [("B. Other", False, True)] * 2


def test_of_two_people_the_second_is_told(log):
    seen = sha256(log)
    rule(log, seen)
    stands = log.read_bytes()
    with pytest.raises(Changed, match="changed since you opened"):
        rule(log, seen, lambda r: overrule(r, 0, "4b", Verdict.INCORRECT, "no", ME))
    assert log.read_bytes() == stands


def test_a_refused_change_writes_nothing(log):
    before = log.read_bytes()
    with pytest.raises(VivaError, match="reason"):
        rule(log, change=lambda r: overrule(r, 0, "4b", Verdict.CORRECT, "", ME))
    assert log.read_bytes() == before and sorted(p.name for p in log.parent.iterdir()) == [
        LOCK, "imported.eval", "run.eval",
    ]  # fmt: skip


def test_a_full_disk_leaves_the_old_log(log):
    """A real write error: the system refuses any file larger than 4 kB."""
    before, limits = log.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(VivaError, match="not saved"):
            rule(log)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, old)
    assert log.read_bytes() == before
    assert not list(log.parent.glob(".*.part"))
    rule(log)  # and with room again it works
    assert read_exam(log).questions[4].level is Level.L1


def test_no_space_when_the_file_is_flushed(log, monkeypatch):
    before = log.read_bytes()

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(VivaError, match="No space left on device"):
        rule(log)
    assert log.read_bytes() == before


KILLED = """
import os, sys
from viva.reviewing import saving
from viva.reviewing.rulings import Person, add_note
from viva.logs import sha256
from pathlib import Path
saving.replace_whole = lambda part, path: os.kill(os.getpid(), 9)
log = Path(sys.argv[1])
saving.save(log, sha256(log), 4, lambda r: add_note(r, "never", Person("x", "2026")), author="x", reason="note")
"""


def test_a_process_killed_while_saving_harms_nothing(log):
    before = log.read_bytes()
    done = subprocess.run([sys.executable, "-c", KILLED, str(log)], capture_output=True, timeout=600)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-500:]
    assert log.read_bytes() == before and list(log.parent.glob(".*.part"))
    rule(log)  # the lock died with the process
    assert not list(log.parent.glob(".*.part"))  # and what it left is cleared away
    assert read_exam(log).questions[4].level is Level.L1


def test_two_at_once_take_turns(log):
    """The lock: the second waits, sees that the log has changed, and is told."""
    seen, outcomes = sha256(log), []

    def slow(record):
        time.sleep(0.5)
        return right(record)

    def one():
        try:
            rule(log, seen, slow)
            outcomes.append("saved")
        except Changed:
            outcomes.append("told")

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told"]
    assert len(edits(log, 4)) == 1


def test_a_log_that_inspect_wrote_itself(tmp_path):
    """A real run with scripted replies: the override stands beside everything else that Inspect recorded."""
    import io
    import json

    from rich.console import Console

    from viva.examining.run import Wanted, run

    script = tmp_path / "replies.json"
    script.write_text(
        json.dumps({"3b": ["It has **46** parameters.", "So **39**."], "1b": ["I cannot say.", "I still cannot."]})
    )
    wanted = Wanted(
        "hw5", "mockllm/x", questions="1b,3b", replies=script, max_nudges=1, output=tmp_path / "exam", formats=()
    )
    assert run(wanted, Console(file=io.StringIO())) == 0
    (log,) = (tmp_path / "exam").glob("*.eval")
    before, raw = read_exam(log), read_log(log)
    save(
        log, before.sha256, 0, lambda r: overrule(r, 0, "1b", Verdict.INCORRECT, "it gives up", ME),
        author="A. Reviewer", reason="1b: incorrect",
    )  # fmt: skip
    after, again = read_exam(log), read_log(log)
    assert after.questions[1] == before.questions[1]
    assert after.questions[0].level is Level.LX and before.questions[0].level is Level.U
    assert [s.messages for s in again.samples] == [s.messages for s in raw.samples]
    assert again.stats == raw.stats and again.eval == raw.eval
    score = next(s for s in again.samples if s.id == "1b").scores["viva"]
    assert score.history[-1].provenance.author == "A. Reviewer" and score.value["level"] == "Lx"
    undo(log, after.sha256, 0, author="A. Reviewer")
    assert read_exam(log).questions == before.questions


def test_an_exam_that_broke_off_can_be_ruled_on_but_not_one_that_runs(tmp_path):
    """The process was killed: its log says that it runs, the file of its steps that it does not."""
    exam = replace(run_exam(), status="started", log="", sha256="")
    log = write_exam(exam, tmp_path / "run.eval")
    names = ("1a", *(q.question for q in exam.questions))
    with recording(tmp_path, LiveOpening("hw5", exam.model, names)):
        left = (tmp_path / FILE).read_bytes()
        (volume,) = Shelf(tmp_path).volumes()
        assert volume.live and len(volume.exam.questions) == 6  # 1a is still to come
        with pytest.raises(VivaError, match="still running"):
            rule(log)
    (tmp_path / FILE).write_bytes(left)  # as a killed process leaves it
    (volume,) = Shelf(tmp_path).volumes()
    assert volume.broke_off and len(volume.exam.questions) == 5
    said = client_of(tmp_path)[0].get(f"/exam/{volume.key}").text
    assert "This exam broke off" in said and "5 questions were done" in said
    rule(log)
    assert read_exam(log).questions[4].level is Level.L1


def test_a_link_out_of_the_folder_is_not_followed(log, tmp_path):
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "link.eval").symlink_to(log)
    (volume,) = Shelf(tmp_path / "shelf").volumes()
    assert volume.exam is None and "out of this folder" in volume.error
    assert Shelf(tmp_path / "shelf" / "link.eval").volumes()[0].exam  # named by the person: that is their wish
