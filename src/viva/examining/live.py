"""An exam while it runs, for those who want to watch: a file beside its log with every step, attempt by attempt.

The log itself gets a question when the whole of it is done. The process that holds the exam writes each step into
`.viva-live.jsonl` in the log's folder, holds a lock on the file for as long as it lives, and removes it at the end:

    with recording(directory, LiveOpening("hw5", "local", ("1a", "1b"))):
        …                                   # the exam announces its steps (`viva.examining.watching`)
    running(directory)                      # in any process: what there is so far, or None

>>> import tempfile
>>> from viva.examining.watching import announce
>>> with tempfile.TemporaryDirectory() as folder:
...     with recording(Path(folder), LiveOpening("hw5", "some-model", ("1a", "1b"))):
...         announce(Step("asked", "1a", 1))
...         announce(Step("sent", "1a", 1, message="Why are convolutions used?"))
...         seen = running(Path(folder))
...     [(q.question, q.state, q.message) for q in seen.questions], seen.alive, running(Path(folder))
([('1a', 'asking', 'Why are convolutions used?'), ('1b', 'waiting', '')], True, None)

Not guaranteed: on Windows a process that was killed counts as running until its file is removed. Exams started with
`inspect eval` leave no such file; their log fills question by question.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Literal

from viva.errors import VivaError
from viva.examining.levels import level
from viva.examining.watching import Step, watching
from viva.logs import from_json, to_json
from viva.records import Conditions, Exam, QuestionRecord
from viva.types import Level, Nudge

FILE = ".viva-live.jsonl"
LARGEST = 200_000_000  # bytes; a file of that size is none of ours


@dataclass(frozen=True)
class LiveOpening:
    """The first line of the file: what is asked, in the paper's order."""

    paper: str
    model: str
    questions: tuple[str, ...]
    epochs: int = 1
    conditions: Conditions = field(default_factory=Conditions)


@dataclass(frozen=True)
class Entry:
    """One line more: a step, and when it was."""

    when: str
    step: Step


@dataclass(frozen=True)
class Asked:
    """A question of a running exam."""

    record: QuestionRecord
    state: Literal["waiting", "asking", "done"] = "waiting"
    since: str = ""  # ISO 8601: of the last step
    message: str = ""  # that waits for its reply
    nudge: Nudge | None = None  # that this message is

    @property
    def question(self) -> str:
        """Its name."""
        return self.record.question


@dataclass(frozen=True)
class Running:
    """What is known of an exam that runs, or that broke off without a word: then it is not `alive`."""

    opening: LiveOpening
    questions: tuple[Asked, ...]
    alive: bool

    def over(self, exam: Exam) -> Exam:
        """The exam of a log that is not finished, with the questions in it that are still being asked.

        Every question has the place that it will have in the end.
        """
        done = {(q.question, q.epoch): q for q in exam.questions}
        asked = tuple(done.get((q.question, q.record.epoch), q.record) for q in self.questions)
        return replace(exam, questions=asked)


# ---- writing -----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def recording(directory: Path, opening: LiveOpening) -> Iterator[None]:
    """Write down every step of an exam while the block runs. An exam is never stopped by this failing."""
    path = directory / FILE
    try:
        directory.mkdir(parents=True, exist_ok=True)
        file: IO[bytes] | None = path.open("wb")
    except OSError as error:
        raise VivaError(f"{directory}: cannot be written to ({error.strerror})") from error

    def write(data: object) -> None:
        nonlocal file
        try:
            if file is not None:
                file.write(json.dumps(data).encode() + b"\n")
                file.flush()
        except OSError as error:
            file = None
            logging.getLogger(__name__).warning("the exam can no longer be watched (%s); it goes on", error.strerror)

    assert file is not None
    with file as opened:
        _lock(opened)
        write(to_json(opening))
        try:
            with watching(lambda step: write(to_json(Entry(datetime.now(UTC).isoformat(timespec="seconds"), step)))):
                yield
        finally:
            with contextlib.suppress(OSError):  # somebody else removed it
                path.unlink()


def _lock(file: IO[bytes]) -> None:
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def _held(file: IO[bytes]) -> bool:
    """Whether the process that writes this file is alive."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
    return True


# ---- reading -----------------------------------------------------------------------------------------------


def running(directory: Path) -> Running | None:
    """The exam that runs into this folder, or broke off there; None where there is none, or no sense in its file."""
    path = directory / FILE
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST:
            return None
        with path.open("rb") as file:
            alive = _held(file)
            about = path.stat()
        read = _read(path, about.st_mtime_ns, about.st_size, about.st_ino)
    except OSError:
        return None  # it ended just now
    return replace(read, alive=alive) if read else None


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int, _size: int, _inode: int) -> Running | None:
    data = path.read_bytes()
    lines = data[: data.rfind(b"\n") + 1].splitlines()  # the last one may be only half there
    try:
        opening = from_json(LiveOpening, json.loads(lines[0])) if lines else None
        entries = [from_json(Entry, json.loads(line)) for line in lines[1:]]
    except (ValueError, VivaError):
        return None
    return after(opening, entries) if opening else None


def after(opening: LiveOpening, entries: list[Entry]) -> Running:
    """Where an exam stands after these steps."""
    epochs = range(1, opening.epochs + 1)
    names = [(name, epoch) for name in opening.questions for epoch in epochs]
    asked = {(name, epoch): Asked(QuestionRecord(name, Level.U, (), epoch=epoch)) for name, epoch in names}
    for entry in entries:
        key = (entry.step.question, entry.step.epoch)
        if key in asked:
            asked[key] = _after(asked[key], entry)
    return Running(opening, tuple(asked.values()), alive=False)


def _after(asked: Asked, entry: Entry) -> Asked:
    step, record = entry.step, asked.record
    match step.what:
        case "sent":
            return Asked(record, "asking", entry.when, step.message, step.nudge)
        case "checked" if step.attempt is not None:
            attempts = (*record.attempts, step.attempt)
            record = replace(record, attempts=attempts, level=level(attempts, broke_off=True))
            return Asked(record, "asking", entry.when)
        case "done" if step.record is not None:
            return Asked(step.record, "done", entry.when)
        case _:
            return Asked(record, "asking", entry.when)
