"""What others see of an exam while it runs, and after it was killed."""

from __future__ import annotations

import errno
import logging
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from reporting.exams import question_1b, question_2b, run_exam
from viva.errors import VivaError
from viva.examining.levels import level
from viva.examining.live import FILE, LiveOpening, recording, running
from viva.examining.watching import Step, announce
from viva.types import Nudge, NudgeKind

OPENING = LiveOpening("hw5", "some-model", ("1b", "2b"))
FIRST, SECOND = question_2b().attempts[:2]


def states(folder):
    return [(q.question, q.state, len(q.record.attempts)) for q in running(folder).questions]


def test_every_attempt_is_seen_before_the_question_is_done(tmp_path):
    nudge = Nudge(NudgeKind.TARGET, "Look at n = 1.")
    with recording(tmp_path / "new", OPENING):
        folder = tmp_path / "new"
        assert states(folder) == [("1b", "waiting", 0), ("2b", "waiting", 0)]
        announce(Step("asked", "2b", 1))
        announce(Step("sent", "2b", 1, message="Find the gradient."))
        asked = running(folder).questions[1]
        assert (asked.state, asked.message, asked.nudge) == ("asking", "Find the gradient.", None)
        announce(Step("checked", "2b", 1, FIRST))
        announce(Step("sent", "2b", 1, message=nudge.text, nudge=nudge))
        asked = running(folder).questions[1]
        assert (asked.message, asked.nudge, asked.record.attempts) == (nudge.text, nudge, (FIRST,))
        assert asked.record.level is level([FIRST], broke_off=True)
        announce(Step("checked", "2b", 1, SECOND))
        announce(Step("done", "2b", 1, record=question_2b()))
        asked = running(folder).questions[1]
        assert (asked.state, asked.message, asked.record) == ("done", "", question_2b())
        assert running(folder).alive
    assert running(tmp_path / "new") is None and not list((tmp_path / "new").iterdir())


def test_questions_have_their_final_places_from_the_start(tmp_path):
    """The log has 2b only; 1b and the second epoch are still to come, or being asked."""
    with recording(tmp_path, replace(OPENING, epochs=2)):
        announce(Step("checked", "1b", 2, question_1b().attempts[0]))
        in_log = replace(run_exam(), questions=(question_2b(),))
        exam = running(tmp_path).over(in_log)
    assert [(q.question, q.epoch, len(q.attempts)) for q in exam.questions] == [
        ("1b", 1, 0), ("1b", 2, 1), ("2b", 1, len(question_2b().attempts)), ("2b", 2, 0)
    ]  # fmt: skip
    assert exam.questions[2] == question_2b()


KILLED = """
import os, sys
from pathlib import Path
from viva.examining.live import LiveOpening, recording, running
from viva.examining.watching import Step, announce
with recording(Path(sys.argv[1]), LiveOpening("hw5", "some-model", ("1b", "2b"))):
    announce(Step("asked", "1b", 1))
    assert running(Path(sys.argv[1])).alive
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="locks of files are not told apart there")
def test_a_killed_exam_is_known_to_be_over(tmp_path):
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], capture_output=True, timeout=600)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-500:]
    assert (running(tmp_path).alive, states(tmp_path)) == (False, [("1b", "asking", 0), ("2b", "waiting", 0)])
    with recording(tmp_path, OPENING):  # the next exam in that folder begins anew
        assert states(tmp_path)[0] == ("1b", "waiting", 0) and running(tmp_path).alive


def test_a_line_that_is_half_there_does_not_count(tmp_path):
    with recording(tmp_path, OPENING):
        announce(Step("asked", "1b", 1))
        announce(Step("checked", "1b", 1, question_1b().attempts[0]))
        data = (tmp_path / FILE).read_bytes()
        for cut in (len(data) - 1, data.rfind(b"\n", 0, -1) + 20):
            (tmp_path / "cut").mkdir(exist_ok=True)
            (tmp_path / "cut" / FILE).write_bytes(data[:cut])
            assert states(tmp_path / "cut")[0] == ("1b", "asking", 0)


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"[1]\n", b"\xff\n", b"{" * 10_000 + b"\n", b"null\n"])
def test_other_files_are_no_exam(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert running(tmp_path) is None


def test_a_link_is_not_followed(tmp_path):
    with recording(tmp_path / "exam", OPENING):
        (tmp_path / FILE).symlink_to(tmp_path / "exam" / FILE)
        assert running(tmp_path) is None


def test_a_full_disk_does_not_stop_the_exam(tmp_path, monkeypatch, caplog):
    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def fileno(self):
            return self.file.fileno()

        def write(self, data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    opened = type(tmp_path).open

    def full(path, mode="r", *more, **options):
        file = opened(path, mode, *more, **options)
        return Full(file) if mode == "wb" else file

    monkeypatch.setattr(type(tmp_path), "open", full)
    caplog.set_level(logging.WARNING, "viva.examining.live")  # an exam in the same process may have silenced it
    with recording(tmp_path, OPENING):
        announce(Step("asked", "1b", 1))
    assert caplog.text.count("it goes on") == 1  # said once


def test_a_folder_that_cannot_be_made_is_said_before_the_exam(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(VivaError, match="cannot be written"), recording(tmp_path / "file", OPENING):
        pass
