"""A folder of logs → a site. Pages of exams are made in parallel, and only where the log changed.

    build_site(Path("logs"), Path("site"))

In a script of your own, call it below `if __name__ == "__main__":`, because the processes that help import the script.
A log that cannot be read, or that is there twice, is listed on the first page and does not stop the others.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.publishing import pages, search, store
from viva.publishing.digests import ExamDigest
from viva.publishing.naming import exam_slug, slug
from viva.publishing.overview import entries_of
from viva.publishing.shared import asked, shared_pages
from viva.reporting import pandoc

ALONE = 3  # up to so many pages are made without a pool, whose start takes longer


@dataclass(frozen=True)
class Built:
    """What a build did. `left_out`: logs that are not in the site, each with the reason."""

    index: Path
    rendered: tuple[str, ...]  # the logs whose pages were made
    kept: int
    written: int  # shared pages and files that changed
    indexed: bool  # whether the search was made again
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Log:
    """A log in the folder: its path, its name from the folder on, its hash."""

    path: Path
    name: str
    sha256: str


def build_site(logs: Path, site: Path, progress: Callable[[str], Any] | None = None) -> Built:
    """Build or refresh the site of all logs below `logs`.

    VivaError when there is no exam, when `site` is a folder with other files, or when the extra is not installed.
    """
    pages.environment()  # says at once what is not installed
    found, left_out = _logs(logs)
    memory = store.opened(site)
    digests = {log.name: kept for log in found if (kept := memory.digest(log.name, log.sha256)) is not None}
    changed = [log for log in found if log.name not in digests]
    if progress and changed:
        progress(f"{len(changed)} of {len(found)} exams to typeset …")
    for log, (made, reason) in zip(changed, _made(changed, site), strict=True):
        digest = store.read_digest(site, made) if made else None
        if digest is not None:
            digests[log.name] = digest
        else:
            left_out.append((log.name, reason))
    if not digests:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in left_out[:3])
        raise VivaError(f"{logs}: no exam to publish ({reasons or 'no log (*.eval) in it'})")
    exams = sorted(digests.values(), key=lambda exam: (exam.created, exam.log))
    shared = shared_pages(exams, left_out)
    written = sum(store.write(site / name, text) for name, text in shared.items())
    before, memory.indexed = memory.indexed, _content(exams)
    indexed = before != memory.indexed or not (site / search.FOLDER).is_dir()
    if indexed:
        search.write_index(search.records(entries_of(exams), asked(exams)), site)
    _forget(site, memory, {*shared, *(f"exams/{exam.slug}.html" for exam in exams)})
    memory.logs = {log.name: (log.sha256, digests[log.name].slug) for log in found if log.name in digests}
    memory.save()
    rendered = tuple(log.name for log in changed if log.name in digests)
    return Built(site / "index.html", rendered, len(digests) - len(rendered), written, indexed, tuple(left_out))


def _logs(folder: Path) -> tuple[list[Log], list[tuple[str, str]]]:
    """The logs below a folder, each content once; what was left out."""
    from viva.logs import sha256

    if not folder.is_dir():
        raise VivaError(f"{folder}: no such folder of logs")
    seen: dict[str, Log] = {}
    left_out = []
    for path in sorted(folder.rglob("*.eval")):
        log = Log(path, path.relative_to(folder).as_posix(), sha256(path))
        if log.sha256 in seen:
            left_out.append((log.name, f"the same log as {seen[log.sha256].name}; shown once"))
        else:
            seen[log.sha256] = log
    return list(seen.values()), left_out


# ---- the pages of exams ------------------------------------------------------------------------------------


def _made(logs: Sequence[Log], site: Path) -> list[tuple[str, str]]:
    """For each log the slug of its page, or "" and why there is none."""
    tasks = [(log.path, log.name, site) for log in logs]
    workers = min(os.cpu_count() or 1, len(tasks))
    if len(tasks) <= ALONE or workers == 1:
        with pandoc.kept():
            return [make(*task) for task in tasks]
    try:
        # A fresh process knows no threads or locks of this one.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker) as pool:
            return list(pool.map(make, *zip(*tasks, strict=True), chunksize=1))
    except BrokenProcessPool as error:
        raise VivaError(
            "a process that typeset pages was ended (out of memory, or a script without a main guard)"
        ) from error


def _start_worker() -> None:
    """One pandoc for as long as the process lives; and a rarer search for garbage, for trees are many and hold none."""
    gc.set_threshold(100_000, 50, 50)
    kept = ExitStack()
    kept.enter_context(pandoc.kept())
    atexit.register(kept.close)


def make(path: Path, name: str, site: Path) -> tuple[str, str]:
    """Read a log, write the page of its exam and its digest. Returns its slug, or "" and why that failed."""
    from viva.logs import read_exam
    from viva.publishing.exams import read

    try:
        exam = read_exam(path)
        digest, page = read(exam, exam_slug(exam.paper, exam.model, name), name)
    except (VivaError, pandoc.Indigestible) as error:
        return "", str(error)
    html = pages.render(
        "exam.html",
        "../",
        exam=digest,
        page=page,
        contents=pages.headings(page.body),
        model_slug=slug(digest.model),
        paper_slug=slug(digest.paper),
    )
    store.write(site / "exams" / f"{digest.slug}.html", html)
    store.write_digest(site, digest)
    return digest.slug, ""


# ---- what is there already ---------------------------------------------------------------------------------


def _content(exams: Sequence[ExamDigest]) -> str:
    """What is searched, as a hash."""
    from viva.logs import to_json

    data = json.dumps([to_json(exam) for exam in exams], sort_keys=True).encode()
    return hashlib.sha256(data + store.version().encode()).hexdigest()


def _forget(site: Path, memory: store.Store, ours: set[str]) -> None:
    """Remove the pages that an earlier build wrote and this one did not, and nothing else."""
    root = site.resolve()
    for name in set(memory.files) - ours:
        file = (root / name).resolve()
        if file.is_relative_to(root):
            file.unlink(missing_ok=True)
            if name.startswith("exams/"):
                (root / store.FOLDER / f"{file.stem}.json").unlink(missing_ok=True)
    memory.files = sorted(ours)
