"""The examiner's desk: the session's file, what the examiner can do, and the log and the report that come of it.

The file `session.jsonl` holds the opening and then one line an event. Every action is one line more, on the disk before
the page says so; nothing is ever rewritten. A process that is killed loses nothing, a line that was cut short by it is
ignored and cut off; stop and go on another day. Actions name the number of events that the examiner saw (`version`), so
that two windows do not work against each other.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from viva.errors import VivaError
from viva.logs import from_json, read_exam, sha256, to_json, write_exam
from viva.papers import load_paper
from viva.proctoring.session import Event, Opening, Proposal, State, effective, exam_of, propose, replay
from viva.records import Exam
from viva.reviewing.saving import Changed, locked, replace_whole
from viva.types import Check, Nudge, NudgeKind, Paper, Question, Verdict

FILE = "session.jsonl"
FORMAT = 1
LONGEST = 400_000  # characters of a reply

Clock = Callable[[], str]


def now() -> str:
    """This moment, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Session:
    """A session as its file has it."""

    opening: Opening
    events: tuple[Event, ...]

    @property
    def version(self) -> int:
        """How many events there are."""
        return len(self.events)


class Desk:
    """One session in one folder. `clock` is there for tests."""

    def __init__(self, folder: Path, clock: Clock = now) -> None:
        self.folder, self.clock = folder, clock
        self.paper: Paper = load_paper(self.session().opening.paper)

    @property
    def file(self) -> Path:
        """The session's file."""
        return self.folder / FILE

    def session(self) -> Session:
        """The session as it is on the disk now."""
        return read_session(self.file)

    def state(self, session: Session | None = None) -> State:
        """Where the session stands."""
        session = session or self.session()
        return replay(self.paper, session.opening, session.events)

    def proposal(self, session: Session, form: str = "") -> Proposal | None:
        """The next message, None when the question being asked (or the exam) is done."""
        state = self.state(session)
        return None if state.place is None else propose(self.paper, session.opening, state, form)

    def question(self, state: State) -> Question:
        """The question being asked."""
        name = state.sitting.record.question
        return next(q for q in self.paper.questions if q.name == name)

    # ---- what the examiner can do; each is one event ----

    def send(self, version: int, text: str, kind: str = "", form: str = "") -> None:
        """The message was copied and sent. `kind`: of a nudge, where the examiner chose another than proposed."""
        session = self.session()
        proposal = self.proposal(session, form)
        if not text.strip():
            raise VivaError("the message is empty")
        text = text.strip("\n")
        if proposal is None or (proposal.what in ("nudge", "probe") and kind and not _same(text, proposal.prompt.text)):
            nudge = Nudge(_kind(kind), text)  # the examiner's own words
            self._append(version, Event("sent", self.clock(), text, nudge))
            return
        nudge_sent = proposal.nudge
        if nudge_sent is not None and proposal.what == "nudge":
            nudge_sent = replace(nudge_sent, kind=_kind(kind or nudge_sent.kind), text=text)
        self._append(
            version,
            Event(
                "sent", self.clock(), text, nudge_sent, proposal.probe, proposal.what == "anew", proposal.prompt.figure
            ),
        )

    def receive(self, version: int, reply: str) -> None:
        """The reply was pasted: check it, and keep both."""
        if not reply.strip():
            raise VivaError("the reply is empty; if no answer came, say so with “no answer came”")
        if len(reply) > LONGEST:
            raise VivaError(f"the reply is longer than {LONGEST} characters; paste the one reply only")
        when = self.clock()
        session = self.session()
        if session.version != version:
            raise _changed()
        state = self.state(session)
        if state.sitting.sent is None:
            raise VivaError("send a message first, so that it is known what this replies to")
        self._append(version, Event("reply", when, reply, check=self._check(session, state, reply)))

    def resend(self, version: int, reason: str) -> None:
        """No answer came; the same message is sent again."""
        if reason not in ("empty", "time-out", "stall", "error"):
            raise VivaError(f"{reason!r} is none of empty, time-out, stall, error")
        if self.state().sitting.sent is None:
            raise VivaError("no message waits for an answer")
        self._append(version, Event("resend", self.clock(), reason=reason))  # type: ignore[arg-type]

    def rule(self, version: int, part: str, verdict: str, reason: str, author: str) -> None:
        """The examiner's verdict on a part of the last reply."""
        if verdict not in set(Verdict):
            raise VivaError(f"{verdict!r} is no verdict")
        self._append(version, Event("ruling", self.clock(), reason, part=part, verdict=Verdict(verdict), author=author))

    def note(self, version: int, text: str, author: str) -> None:
        """An observation on the question being asked."""
        self._append(version, Event("note", self.clock(), text, author=author))

    def move_on(self, version: int) -> None:
        """The question is done, or given up."""
        self._append(version, Event("next", self.clock()))

    def undo(self, version: int) -> None:
        """Take back the last thing that was done."""
        if not any(e.what != "logged" for e in effective(self.session().events)):
            raise VivaError("there is nothing to undo")
        self._append(version, Event("undo", self.clock()))

    def _check(self, session: Session, state: State, reply: str) -> Check:
        from viva.checking import check_question

        question, sent = self.question(state), state.sitting.sent
        draw = question.draw(session.opening.conditions.draw)
        if sent is not None and sent.probe:
            probe = next(p for p in question.probes if p.part.name == sent.probe)
            question = replace(question, parts=(probe.part,), probes=(), claims=())
        figure = state.sitting.record.figure or (sent.figure if sent else "")
        return check_question(self.paper, question, draw, reply, figure=figure)

    def _append(self, version: int, event: Event) -> None:
        """Add an event, if it follows from what is there."""
        with locked(self.folder):
            session = self.session()
            if session.version != version:
                raise _changed()
            replay(self.paper, session.opening, (*session.events, event))  # refuses what does not fit
            line = to_json(event)
            from_json(Event, line)  # and what could not be read again
            append_line(self.file, line)

    # ---- the end ----

    def exam(self) -> Exam:
        """The exam so far."""
        session = self.session()
        versions = {"viva-voce": metadata.version("viva-voce"), "python": platform.python_version()}
        return exam_of(session.opening, self.state(session), versions)

    def finish(self, formats: Sequence[str] = ("md", "html", "pdf")) -> list[Path]:
        """Write the log, and the report beside it; returns their paths, the log first.

        A log that an earlier call wrote is replaced, unless somebody has worked on it since.
        """
        from viva.reporting.report import write_report

        exam = self.exam()
        if not exam.questions:
            raise VivaError("nothing has been answered yet")
        session = self.session()
        with tempfile.TemporaryDirectory(prefix="viva-proctor-") as folder:
            made = write_exam(exam, Path(folder))
            path = self.folder / made.name
            part = self.folder / f".{made.name}.part"
            fresh = not path.exists()  # the same exam was written before, and somebody may have worked on it
            try:
                if fresh:
                    shutil.copyfile(made, part)
                    replace_whole(part, path)
            except OSError as error:
                raise VivaError(f"the log could not be written: {error.strerror}; the session is safe") from error
            finally:
                part.unlink(missing_ok=True)
        if fresh:
            self._append(session.version, Event("logged", self.clock(), path.name, digest=sha256(path)))
        for event in session.events:
            old = self.folder / Path(event.text).name
            if event.what == "logged" and old != path and old.is_file() and sha256(old) == event.digest:
                old.unlink()
        return [path, *write_report(read_exam(path), self.folder, formats)]


# ---- the file ----------------------------------------------------------------------------------------------


def open_desk(folder: Path, opening: Opening, clock: Clock = now) -> Desk:
    """The desk of a folder: the session that is there, else a new one with this opening."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VivaError(f"the folder {folder} cannot be made: {error.strerror}") from error
    with locked(folder):
        if not (folder / FILE).exists():
            load_paper(opening.paper)
            append_line(folder / FILE, {"viva": "session", "format": FORMAT, **to_json(opening)})
    return Desk(folder, clock)


def read_session(file: Path) -> Session:
    """The session in a file; a last line that was cut short does not count. VivaError for anything else."""
    try:
        lines = _whole(file.read_bytes()).decode("utf-8").splitlines()
        first = json.loads(lines[0]) if lines else {}
        if not isinstance(first, dict) or first.pop("viva", "") != "session" or first.pop("format", 0) != FORMAT:
            raise VivaError(f"{file}: not a session of `viva proctor`")
        opening = from_json(Opening, first)
        events = tuple(from_json(Event, json.loads(line)) for line in lines[1:])
    except OSError as error:
        raise VivaError(f"{file}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise VivaError(f"{file}: damaged ({error})") from error
    return Session(opening, events)


def append_line(file: Path, data: object) -> None:
    """Add one line to a file such that it is there whole, on the disk, or not at all."""
    line = json.dumps(data, ensure_ascii=True).encode() + b"\n"
    try:
        with file.open("ab+") as opened:
            opened.seek(0)
            whole = len(_whole(opened.read()))
            opened.truncate(whole)
            try:
                opened.write(line)
                opened.flush()
                os.fsync(opened.fileno())
            except OSError:
                os.ftruncate(opened.fileno(), whole)
                raise
    except OSError as error:
        raise VivaError(f"not saved: {error.strerror or error} ({file}); what was there before is safe") from error


def _whole(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]


def _kind(text: str) -> NudgeKind:
    try:
        return NudgeKind(text or NudgeKind.TARGET)
    except ValueError:
        raise VivaError(f"{text!r} is none of {', '.join(NudgeKind)}") from None


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _changed() -> Changed:
    return Changed("this session went on in another window; nothing was saved. Below is how it stands now")


def slug(text: str) -> str:
    """A name for a folder."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-.")[:60] or "model"
