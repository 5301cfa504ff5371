"""A report as lines: the file is read once, within limits, and every line keeps its place.

Which module of `formats/` reads a file is decided by its first bytes, and by its name only where these do not tell.
Line numbers are those of the file where the file is text; for PDF, HTML and JSON they are those of the text that
was taken out of it (which `viva import --to markdown` shows). Nothing is executed, fetched or unpacked.

>>> text_source("Q1a\\nPrompt: why?\\n", "log.txt").lines[1]
Line(text='Prompt: why?', number=2, page=0, role='', paragraph=False)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from viva.errors import VivaError

MAX_BYTES = 50_000_000
MAX_LINES = 60_000
MAX_PAGES = 500
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")


@dataclass(frozen=True)
class Line:
    """One line of a report. `role` and `paragraph` are set only where the format itself tells them."""

    text: str
    number: int  # from 1
    page: int = 0  # from 1; 0 where there are no pages
    role: str = ""  # prompt, reply or annotation
    paragraph: bool = False  # the format says that a paragraph begins here


@dataclass(frozen=True)
class Source:
    """A report that was read: its lines, and the pages that could not be read."""

    name: str
    sha256: str
    format: str  # text, pdf, html, chat
    lines: tuple[Line, ...]
    unread: tuple[int, ...] = ()  # pages with a picture or paths, but no text
    model: str = ""  # where the export names it
    read_by: str = ""  # the vision model that read the unread pages, if one did


def load(path: Path, *, reader: str = "") -> Source:
    """Read the report at `path`; raises VivaError in one line where it cannot be read.

    `reader` names a vision model (an Inspect model name) for pages without text.
    """
    data = _bytes(path)
    name = path.name
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(_ARCHIVES):
        raise VivaError(f"{name} is an archive; unpack it and import the reports in it one by one")
    if data.lstrip()[:5] == b"%PDF-":
        from viva.importing.formats import pdf

        return pdf.read(data, name, digest, reader)
    text = _decoded(data, name)
    start = text.lstrip("\ufeff \t\r\n")[:2000].lower()
    if path.suffix.lower() in (".json", ".jsonl") or start[:1] in ("{", "["):
        from viva.importing.formats import chat

        found = chat.read(text, name, digest)
        if found is not None:
            return found
        if path.suffix.lower() in (".json", ".jsonl"):
            raise VivaError(f"{name}: this JSON is no export of a chat that Viva knows (ChatGPT, Claude, role/content)")
    if path.suffix.lower() in (".html", ".htm", ".mhtml") or start.startswith(("<!doctype html", "<html")):
        from viva.importing.formats import html

        return html.read(text, name, digest)
    return text_source(text, name, digest)


def text_source(text: str, name: str, digest: str = "") -> Source:
    """Plain text or Markdown; pages by markers such as `--- Page 3 ---` or by form feeds."""
    from viva.importing.formats import text as plain

    return Source(name, digest, "text", limited(plain.read(text), name))


def limited(lines: tuple[Line, ...], name: str) -> tuple[Line, ...]:
    """The lines, if they are not too many and there is text in them."""
    if len(lines) > MAX_LINES:
        raise VivaError(f"{name} has {len(lines):,} lines; more than {MAX_LINES:,} are not read, split the report")
    if not any(line.text.strip() for line in lines):
        raise VivaError(f"{name} has no text in it")
    return lines


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise VivaError(f"{path} is a folder; name the reports in it")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise VivaError(f"{path.name} has {size / 1e6:.0f} MB; more than {MAX_BYTES / 1e6:.0f} MB are not read")
        return path.read_bytes()
    except OSError as error:
        raise VivaError(f"{path} cannot be read: {error.strerror or error}") from error


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise VivaError(f"{name} is damaged: {error.reason}") from error
    if b"\x00" in data[:100_000]:
        raise VivaError(f"{name} is no text, PDF, HTML or JSON (it is binary)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    strange = sum(not (c.isprintable() or c in "\r\n\t\f") for c in text[:20_000])
    if strange > 0.05 * max(1, len(text[:20_000])):
        raise VivaError(f"{name} is no text, PDF, HTML or JSON (it is binary)")
    return text
