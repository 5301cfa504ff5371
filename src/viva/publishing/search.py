"""The search: a record for every reply, note and question, indexed by Pagefind into files that a browser reads.

The filters of the records are the prefixes that one may type (`model:`, `question:`, `finding:`, `level:`, `author:`)
and the facets. Pagefind's program comes with the package `pagefind-bin`; it is driven over its pipe, so that no page
has to be read again. VivaError where it is missing or fails.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.publishing.digests import Note, Reply
from viva.publishing.overview import Entry

FOLDER = "pagefind"
SECONDS = 300.0
MISSING = "the search needs Pagefind; install it with: pip install 'viva-voce[site]'"

Record = dict[str, Any]


def records(entries: Iterable[Entry], asked: Mapping[tuple[str, str], tuple[str, str]]) -> list[Record]:
    """A record for each reply, each note, and each question; `asked`: (address, text) by paper and question."""
    found: list[Record] = []
    for entry in entries:
        found += [_of_reply(entry, reply) for reply in entry.question.replies]
        found += [_of_note(entry, note) for note in entry.question.notes]
    return found + [_of_question(*place, *page) for place, page in asked.items() if page[1]]


def _of_reply(entry: Entry, reply: Reply) -> Record:
    exam, question = entry.exam, entry.question
    # Names first, so that plain words find them too.
    words = [f"{exam.model} {exam.paper}/{question.question}.", reply.text]
    words += [f"[{what}] {text}" for what, text in reply.beside if text]
    meta = {"number": str(reply.number), "verdict": reply.verdict}
    filters = _filters(entry) | ({"finding": list(reply.findings)} if reply.findings else {})
    return _record("reply", entry.reply(reply.anchor), _title(entry), " ".join(words), meta | _meta(entry), filters)


def _of_note(entry: Entry, note: Note) -> Record:
    filters = _filters(entry) | {"author": [note.author]} if note.author else _filters(entry)
    words = f"{note.author}: {note.text}" if note.author else note.text
    return _record("note", entry.address, _title(entry), words, {"author": note.author} | _meta(entry), filters)


def _of_question(paper: str, question: str, address: str, text: str) -> Record:
    filters = {"paper": [paper], "question": [question, f"{paper}/{question}"]}
    return _record("question", address, f"{paper}/{question}", text, {"paper": paper}, filters)


def _record(
    kind: str, address: str, title: str, words: str, meta: dict[str, str], filters: dict[str, list[str]]
) -> Record:
    about = {"title": title, "kind": kind} | meta
    return {"url": address, "content": words, "language": "en", "meta": about, "filters": filters}


def _title(entry: Entry) -> str:
    return f"{entry.question.question} · {entry.exam.model}"


def _meta(entry: Entry) -> dict[str, str]:
    return {"level": entry.question.level, "paper": entry.exam.paper}


def _filters(entry: Entry) -> dict[str, list[str]]:
    exam, question = entry.exam, entry.question
    return {
        "paper": [exam.paper],
        "model": [exam.model],
        "question": [question.question, f"{exam.paper}/{question.question}"],
        "level": [question.level],
        "source": [exam.source],
        "author": list(question.authors),
    }


def write_index(found: Sequence[Record], site: Path) -> None:
    """Index these records into `site/pagefind`, in place of what is there."""
    with tempfile.TemporaryDirectory(prefix="viva-search-") as folder:
        made = Path(folder) / FOLDER
        for file in _run([_message(i, record) for i, record in enumerate(found, 2)]):
            path = made / file["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(file["content"]))
        for unused in (*made.glob("*-ui.*"), *made.glob("*-highlight.js")):
            unused.unlink()
        shutil.rmtree(site / FOLDER, ignore_errors=True)
        shutil.copytree(made, site / FOLDER)


def _message(number: int, record: Record) -> Record:
    return {"message_id": number, "payload": {"type": "AddRecord", "index_id": 0, **record}}


def _run(messages: list[Record]) -> list[dict[str, str]]:
    """The files of the index: `path`, and `content` in base64.

    They come over the pipe. Pagefind can write them itself, but it answers before they are all on the disk.
    """
    try:
        from pagefind_bin import get_executable  # type: ignore[import-untyped]
    except ImportError as error:
        raise VivaError(MISSING) from error
    first = {"message_id": 1, "payload": {"type": "NewIndex", "config": {"force_language": "en"}}}
    last = len(messages) + 2
    ask = {"message_id": last, "payload": {"type": "GetFiles", "index_id": 0}}
    child = subprocess.Popen(
        [str(get_executable()), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    clock = threading.Timer(SECONDS, child.kill)
    clock.start()
    # Its answers fill the pipe while it still waits for messages, so that reading and writing go side by side.
    feeding = threading.Thread(target=_feed, args=(child, [first, *messages, ask]), daemon=True)
    feeding.start()
    try:
        return _await(child, last)
    finally:
        clock.cancel()
        child.kill()
        feeding.join()
        child.communicate()


def _feed(child: subprocess.Popen[bytes], messages: list[Record]) -> None:
    assert child.stdin is not None
    try:
        for message in messages:
            child.stdin.write(base64.b64encode(json.dumps(message).encode()) + b",")
        child.stdin.flush()
    except (BrokenPipeError, ValueError):
        return  # it is gone; the reading side says so


def _await(child: subprocess.Popen[bytes], last: int) -> list[dict[str, str]]:
    """Read the answers up to the one to message `last`, and return its files; VivaError for an error among them."""
    assert child.stdout is not None
    pieces: list[bytes] = []
    while chunk := child.stdout.read1(1 << 16):  # type: ignore[attr-defined]
        *done, rest = chunk.split(b",")
        for end in done:
            whole = b"".join((*pieces, end))
            pieces.clear()
            if not whole:
                continue
            answer = json.loads(base64.b64decode(whole))
            if answer["payload"]["type"] == "Error":
                raise VivaError(f"the search could not be indexed: {answer['payload'].get('message')}")
            if answer.get("message_id") == last:
                files: list[dict[str, str]] = answer["payload"]["files"]
                return files
        pieces.append(rest)
    raise VivaError("the search could not be indexed: Pagefind ended early or took too long")
