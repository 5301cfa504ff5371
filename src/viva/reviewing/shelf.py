"""The logs of a folder: found by a key that is made of their name, read once for every version of the file.

A log that cannot be read (somebody else's, or damaged) stays on the shelf with the reason, and hides nothing else. The
exam of a log that is still being written has the questions that are being asked in it as well (`viva.examining.live`).

A symbolic link that leads out of the folder is not followed: a folder that came from elsewhere opens, and changes, no
file but its own.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from viva.errors import VivaError
from viva.examining.live import Running, running
from viva.logs import read_exam
from viva.records import Exam
from viva.reviewing.waiting import Waiting, waiting


@dataclass(frozen=True)
class Volume:
    """One log of the shelf: its exam, or why there is none."""

    key: str
    path: Path
    name: str  # below the folder
    exam: Exam | None
    error: str = ""
    running: Running | None = None  # what is known besides, where the log is not finished
    waits: tuple[Waiting, ...] = ()  # what needs a person, in what is done

    @property
    def live(self) -> bool:
        """Whether the exam is being held now; a log of `inspect eval` that is not finished may be."""
        return self.exam is not None and self.exam.status == "started" and (not self.running or self.running.alive)

    @property
    def broke_off(self) -> bool:
        """Whether the process that held the exam ended without a word."""
        return self.exam is not None and self.exam.status == "started" and not self.live

    def done(self, place: int) -> bool:
        """Whether a question of the exam is in the log, and so can be ruled on when the exam is over."""
        return not (self.live and self.running) or self.running.questions[place].state == "done"


class Shelf:
    """The logs of a folder (or one log), as they are now."""

    def __init__(self, place: Path) -> None:
        if not place.exists():
            raise VivaError(f"{place}: no such file or directory")
        self.place = place
        self._reading = threading.Lock()  # who comes second finds everything read

    def volumes(self) -> list[Volume]:
        """All logs, the newest first."""
        with self._reading:
            found = [self._volume(path) for path in self._paths()]
        return sorted(found, key=lambda v: (v.exam.created if v.exam else "", v.name), reverse=True)

    def volume(self, key: str) -> Volume | None:
        """The log with this key, None where there is none (any more)."""
        path = next((p for p in self._paths() if key_of(self._name(p)) == key), None)
        return self._volume(path) if path else None

    def _paths(self) -> list[Path]:
        if self.place.is_file():
            return [self.place]
        return sorted(p for p in self.place.rglob("*.eval") if not p.name.startswith("."))

    def _name(self, path: Path) -> str:
        return path.name if self.place.is_file() else path.relative_to(self.place).as_posix()

    def _volume(self, path: Path) -> Volume:
        name = self._name(path)
        key = key_of(name)
        try:
            if not path.resolve().is_relative_to(self.place.resolve()):
                return Volume(key, path, name, None, "a link that leads out of this folder; it is not followed")
            about = path.stat()
            exam, waits = _read(path, about.st_mtime_ns, about.st_size, about.st_ino)
        except (VivaError, OSError) as error:
            return Volume(key, path, name, None, str(error))
        now = running(path.parent) if exam.status == "started" else None
        if now is None or not now.alive:
            return Volume(key, path, name, exam, running=now, waits=waits)
        volume = Volume(key, path, name, now.over(exam), running=now)
        assert volume.exam is not None
        return replace(volume, waits=tuple(item for item in waiting(volume.exam) if volume.done(item.place)))


def key_of(name: str) -> str:
    """What stands for a log in an address: no address leads to any other file."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


@lru_cache(maxsize=1024)
def _read(path: Path, _changed: int, _size: int, _inode: int) -> tuple[Exam, tuple[Waiting, ...]]:
    exam = read_exam(path)
    return exam, waiting(exam)
