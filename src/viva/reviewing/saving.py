"""A change to a question → the log, with Inspect's own score edits: who, why, when, and what stood there before.

    save(path, version, 3, lambda record: overrule(record, …), author="A. Reviewer", reason="the sign is right")
    undo(path, version, 3, author="A. Reviewer")

`version` is the SHA-256 of the log that the person saw (`Exam.sha256`), and 3 the place of the question in
`read_exam(path).questions`. If the log has changed meanwhile, `Changed` is raised and nothing is written: two people
never overwrite each other. An edit keeps the whole record before and after it in `Score.history`, so that Inspect's
viewer shows it, and undoing is an edit too.

A log is either the old one or the new one, whole: the new one is written beside it, read back, flushed to the disk, and
takes the old one's name in one step. A process that is killed, or a full disk, costs at most the change being saved,
and the person is told. A lock keeps two processes on one machine apart.

Not guaranteed: locks on network drives are as good as those drives; of two machines that save in the same instant, one
may lose its change.
"""

from __future__ import annotations

import contextlib
import glob
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viva.errors import VivaError
from viva.examining.live import running
from viva.logs import SCORE, from_json, question_places, read_log, sha256, to_json
from viva.records import QuestionRecord

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalSample
    from inspect_ai.scorer import Score, ScoreEdit

LOCK = ".viva.lock"
UNDO = "viva:restores"  # in the provenance of an undo: the place in the history that it restores

Change = Callable[[QuestionRecord], QuestionRecord]


class Changed(VivaError):
    """The log is not the one that the person saw."""


@dataclass(frozen=True)
class Edit:
    """One entry of the history of a conversation, for showing."""

    author: str
    reason: str
    when: str
    undone: bool = False  # a later undo took it back
    undoes: bool = False  # it is an undo itself


def save(path: Path, version: str, place: int, change: Change, *, author: str, reason: str) -> None:
    """Apply a change to the `place`-th question of a log, and keep it as an edit of the score.

    `Changed` where the log is not of this `version`; VivaError where the change is refused or cannot be written.
    """
    from inspect_ai.log import ProvenanceData, edit_score
    from inspect_ai.scorer import ScoreEdit

    with _opened(path, version) as log:
        sample, position = _find(log, path, place)
        ours = _ours(sample)
        record = from_json(QuestionRecord, ours["questions"][position])
        ours["questions"] = [
            to_json(change(record)) if i == position else data for i, data in enumerate(ours["questions"])
        ]
        fresh = _score(ours)
        edit = ScoreEdit(
            value=fresh.value if isinstance(fresh.value, dict) else "UNCHANGED",
            answer=fresh.answer,
            explanation=fresh.explanation,
            metadata={**((sample.scores or {})[SCORE].metadata or {}), SCORE: ours},
            provenance=ProvenanceData(author=author, reason=reason),
        )
        edit_score(log, sample.id, SCORE, edit, epoch=sample.epoch)
        _write(log, path)


def undo(path: Path, version: str, place: int, *, author: str) -> str:
    """Take back the last change to the question's conversation; returns what was taken back, in words.

    `Changed` as for `save`; VivaError where there is nothing to take back.
    """
    from inspect_ai.log import ProvenanceData, edit_score
    from inspect_ai.scorer import ScoreEdit

    with _opened(path, version) as log:
        sample, _ = _find(log, path, place)
        history = (sample.scores or {})[SCORE].history if sample.scores else []
        current, before = _standing(history)
        if current not in before:
            raise VivaError("there is nothing to undo")
        last, earlier = history[current], _resolved(history, before[current], before)
        said = (last.provenance.reason if last.provenance else None) or "the last change"
        edit = ScoreEdit(
            value=earlier.value,
            answer=earlier.answer,
            explanation=earlier.explanation,
            metadata=earlier.metadata,
            provenance=ProvenanceData(author=author, reason=f"undo: {said}", metadata={UNDO: before[current]}),
        )
        edit_score(log, sample.id, SCORE, edit, epoch=sample.epoch)
        _write(log, path)
        return said


def edits(path: Path, place: int) -> list[Edit]:
    """The changes to the conversation of a question, oldest first."""
    sample, _ = _find(read_log(path), path, place)
    score = (sample.scores or {}).get(SCORE)
    history = score.history if score else []
    current, before = _standing(history)
    alive = set()
    while current in before:
        alive.add(current)
        current = before[current]
    return [
        Edit(
            entry.provenance.author,
            entry.provenance.reason or "",
            entry.provenance.timestamp.isoformat(timespec="seconds"),
            undone=index not in alive and UNDO not in entry.provenance.metadata,
            undoes=UNDO in entry.provenance.metadata,
        )
        for index, entry in enumerate(history)
        if entry.provenance is not None
    ]


def _standing(history: list[ScoreEdit]) -> tuple[int, dict[int, int]]:
    """Which entry of a history is in force, and for each change the entry that it was made upon."""
    current, before = 0, {}
    for index, entry in enumerate(history[1:], start=1):
        restores = entry.provenance.metadata.get(UNDO) if entry.provenance else None
        if isinstance(restores, int):
            current = restores
        else:
            before[index], current = current, index
    return current, before


def _resolved(history: list[ScoreEdit], index: int, before: dict[int, int]) -> ScoreEdit:
    """An entry of a history with what it left unchanged filled in (other tools leave things out)."""
    entry = history[index]
    missing = [name for name in ("value", "answer", "explanation", "metadata") if getattr(entry, name) == "UNCHANGED"]
    if not missing or index not in before:
        return entry
    earlier = _resolved(history, before[index], before)
    return entry.model_copy(update={name: getattr(earlier, name) for name in missing})


def _find(log: EvalLog, path: Path, place: int) -> tuple[EvalSample, int]:
    places = question_places(log.samples or [], path)
    if not 0 <= place < len(places):
        raise VivaError(f"{path.name}: there is no question number {place + 1}")
    found = places[place]
    if not found.sample.scores or SCORE not in found.sample.scores:  # it was broken off before it was scored
        entry = found.sample.store["viva:questions"]
        found.sample.scores = {**(found.sample.scores or {}), SCORE: _score(entry)}
    return found.sample, found.place


def _ours(sample: EvalSample) -> dict[str, Any]:
    metadata = (sample.scores or {})[SCORE].metadata or {}
    return dict(metadata[SCORE])


def _score(ours: dict[str, Any]) -> Score:
    from viva.examining.scoring import score_of

    return score_of([from_json(QuestionRecord, data) for data in ours["questions"]], ours["index"])


# ---- the file ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _opened(path: Path, version: str) -> Iterator[EvalLog]:
    import viva._registry  # noqa: F401  # Inspect computes our metrics again after an edit

    with locked(path.parent):
        if not path.is_file():
            raise Changed(f"{path.name} is no longer there")
        if sha256(path) != version:
            raise Changed(
                "this exam was changed since you opened this page; nothing was saved. "
                "Below is how it stands now, with what you typed still in its place"
            )
        log = read_log(path)
        if log.status == "started" and not _abandoned(path.parent):
            raise VivaError("this exam is still running; review it when it is done")
        yield log


def _abandoned(folder: Path) -> bool:
    """Whether the exam that wrote its log here is known to have ended without a word."""
    now = running(folder)
    return now is not None and not now.alive


def _write(log: EvalLog, path: Path) -> None:
    """Put the log in the place of the old one, whole or not at all."""
    from inspect_ai.log import read_eval_log, write_eval_log

    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        left.unlink(missing_ok=True)  # of a process that was killed: the lock says that nobody else is writing now
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write_eval_log(log, str(part), format="eval")
        again = read_eval_log(str(part), format="eval", resolve_attachments=True)
        written, wanted = question_places(again.samples or [], path), question_places(log.samples or [], path)
        if [p.record for p in written] != [p.record for p in wanted]:
            raise VivaError(f"{path.name}: the log could not be written faithfully; nothing was saved")
        replace_whole(part, path)
    except OSError as error:
        raise VivaError(f"not saved: {error.strerror or error} ({path.name}); the log is as it was") from error
    finally:
        part.unlink(missing_ok=True)


def replace_whole(part: Path, path: Path) -> None:
    """Give a finished file its name in one step, after it has reached the disk."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes and threads from changing files of this folder; waits until they are done."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise VivaError(f"{folder}: cannot be written to ({error.strerror}); nothing was saved") from error
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # which also gives the lock back
