"""Paths → exams, nothing silently dropped: what cannot be read or was given twice is listed with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from viva.errors import VivaError
from viva.records import Exam


@dataclass(frozen=True)
class Gathered:
    """The exams in the order of their dates, and the logs that were left out, each with the reason."""

    exams: tuple[Exam, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    unread: int = 0  # how many of those could not be read


def gather(paths: Sequence[str | Path]) -> Gathered:
    """Read the logs in these files and folders.

    A log that cannot be read, or that is not of Viva, does not stop the others. VivaError when a path does not exist,
    or when no exam is left to compare.
    """
    from viva.importing.reports import with_progress
    from viva.logs import read_exam

    files, left_out = _files(paths)
    exams: list[Exam] = []
    failed = with_progress("read", files, lambda path: exams.append(read_exam(path)))
    left_out += [(str(path), str(error).removeprefix(f"{path}: ")) for path, error in failed]
    seen: dict[str, Exam] = {}
    for exam in sorted(exams, key=lambda exam: (exam.created, exam.log)):
        if exam.sha256 and exam.sha256 in seen:
            left_out.append((exam.log, f"the same log as {seen[exam.sha256].log}; counted once"))
        else:
            seen[exam.sha256 or str(len(seen))] = exam
    if not seen:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in left_out[:3])
        raise VivaError(f"no exam to compare ({reasons or 'no log was named'})")
    return Gathered(tuple(seen.values()), tuple(left_out), len(failed))


def _files(paths: Iterable[str | Path]) -> tuple[list[Path], list[tuple[str, str]]]:
    """The logs that the paths lead to, each once; and what was left out: folders without any, what is there twice."""
    files: dict[Path, Path] = {}
    left_out: list[tuple[str, str]] = []
    for path in map(Path, paths):
        if not path.exists():
            raise VivaError(f"{path}: no such log or folder")
        found = sorted(path.rglob("*.eval")) if path.is_dir() else [path]
        if not found:
            left_out.append((str(path), "no log (*.eval) in it"))
        for file in found:
            if files.setdefault(file.resolve(), file) is not file:
                left_out.append((str(file), "named twice; counted once"))
    return list(files.values()), left_out
