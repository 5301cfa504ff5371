"""What is kept between builds, in the folder `.viva` of a site: a digest for each log, and which files are ours.

A page is built again when its log, its place or Viva itself has changed. Nothing here is needed on the web server.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from viva.errors import VivaError
from viva.publishing.digests import ExamDigest

FOLDER = ".viva"
ENDINGS = (".py", ".html", ".css", ".js", ".md")


@dataclass
class Store:
    """The memory of a site. `logs`: (hash, slug) of each log by its name. `files`: ours. `indexed`: a hash."""

    site: Path
    made_by: str = ""
    logs: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    indexed: str = ""

    def digest(self, log: str, sha256: str) -> ExamDigest | None:
        """What is kept of a log, if it is the same log and its page is there."""
        known, slug = self.logs.get(log, ("", ""))
        if self.made_by != version() or known != sha256 or not (self.site / "exams" / f"{slug}.html").is_file():
            return None
        return read_digest(self.site, slug)

    def save(self) -> None:
        """Write the memory down."""
        data = {"made_by": version(), "logs": self.logs, "files": self.files, "indexed": self.indexed}
        write(self.site / FOLDER / "site.json", json.dumps(data, indent=1, sort_keys=True))


def opened(site: Path) -> Store:
    """The memory of a site; empty for a new one. VivaError where the folder holds something else."""
    file = site / FOLDER / "site.json"
    if not file.is_file():
        if site.is_dir() and any(site.iterdir()):
            raise VivaError(f"{site}: holds files, and is no site of Viva's; name a new or an empty folder")
        return Store(site)
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        logs = {str(name): (str(sha256), str(slug)) for name, (sha256, slug) in data["logs"].items()}
        return Store(site, str(data["made_by"]), logs, [str(name) for name in data["files"]], str(data["indexed"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Store(site)  # damaged: everything is built again


def read_digest(site: Path, slug: str) -> ExamDigest | None:
    """The kept digest of an exam; None where it is missing or damaged, so that it is made again."""
    from viva.logs import from_json

    file = site / FOLDER / f"{slug}.json"
    try:
        return from_json(ExamDigest, json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, VivaError):
        return None


def write_digest(site: Path, digest: ExamDigest) -> None:
    """Keep the digest of an exam."""
    from viva.logs import to_json

    write(site / FOLDER / f"{digest.slug}.json", json.dumps(to_json(digest), ensure_ascii=False))


def write(path: Path, text: str) -> bool:
    """Write a file unless it says the same already; whether it was written."""
    data = text.encode("utf-8", "replace")
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
    return True


@cache
def version() -> str:
    """The hash of Viva's own files: another Viva, another site."""
    total = hashlib.sha256()
    for path, data in sorted(_contents(files("viva"), "")):
        total.update(f"{path}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def _contents(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found = []
    for item in folder.iterdir():
        path = f"{prefix}/{item.name}"
        if item.is_dir():
            found += _contents(item, path)
        elif item.name.endswith(ENDINGS):
            found.append((path, item.read_bytes()))
    return found
