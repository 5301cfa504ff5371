"""The search: a record for every reply, indexed by Pagefind into files that a browser reads.

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
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from viva.errors import VivaError
from viva.publishing.overview import Entry

FOLDER = "pagefind"
SECONDS = 300.0
MISSING = "the search needs Pagefind; install it with: pip install 'viva-voce[site]'"

Record = dict[str, Any]


def records(entries: Iterable[Entry]) -> list[Record]:
    """A record for each reply."""
    return [_record(entry, number) for entry in entries for number in range(len(entry.question.replies))]


def _record(entry: Entry, number: int) -> Record:
    exam, question = entry.exam, entry.question
    reply = question.replies[number]
    title = f"{question.question} · {exam.model}"
    return {
        "url": entry.reply(reply.anchor),
        # Names first, so that plain words find them too.
        "content": f"{exam.model} {exam.paper}/{question.question}. {reply.text}",
        "language": "en",
        "meta": {
            "title": title,
            "number": str(reply.number),
            "verdict": reply.verdict,
            "level": question.level,
            "paper": exam.paper,
        },
        "filters": {
            "paper": [exam.paper],
            "model": [exam.model],
            "question": [question.question, f"{exam.paper}/{question.question}"],
            "level": [question.level],
            "finding": list(reply.findings) or ["none"],
            "source": [exam.source],
            "author": list(question.authors),
        },
        "sort": {"title": title},
    }


def write_index(found: Sequence[Record], site: Path) -> None:
    """Index these records into `site/pagefind`, in place of what is there."""
    with tempfile.TemporaryDirectory(prefix="viva-search-") as folder:
        made = Path(folder) / FOLDER
        _run([_message(i, record) for i, record in enumerate(found, 2)], made)
        for unused in (*made.glob("*-ui.*"), *made.glob("*-highlight.js")):
            unused.unlink()
        shutil.rmtree(site / FOLDER, ignore_errors=True)
        shutil.copytree(made, site / FOLDER)


def _message(number: int, record: Record) -> Record:
    return {"message_id": number, "payload": {"type": "AddRecord", "index_id": 0, **record}}


def _run(messages: list[Record], folder: Path) -> None:
    try:
        from pagefind_bin import get_executable  # type: ignore[import-untyped]
    except ImportError as error:
        raise VivaError(MISSING) from error
    first = {"message_id": 1, "payload": {"type": "NewIndex", "config": {"force_language": "en"}}}
    last = len(messages) + 2
    write = {"message_id": last, "payload": {"type": "WriteFiles", "index_id": 0, "output_path": str(folder)}}
    child = subprocess.Popen(
        [str(get_executable()), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    clock = threading.Timer(SECONDS, child.kill)
    clock.start()
    # Its answers fill the pipe while it still waits for messages, so that reading and writing go side by side.
    feeding = threading.Thread(target=_feed, args=(child, [first, *messages, write]), daemon=True)
    feeding.start()
    try:
        _await(child, last)
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


def _await(child: subprocess.Popen[bytes], last: int) -> None:
    """Read the answers up to the one to message `last`; VivaError for an error among them."""
    assert child.stdout is not None
    rest = b""
    while chunk := child.stdout.read1(1 << 16):  # type: ignore[attr-defined]
        *done, rest = (rest + chunk).split(b",")
        for piece in filter(None, done):
            answer = json.loads(base64.b64decode(piece))
            if answer["payload"]["type"] == "Error":
                raise VivaError(f"the search could not be indexed: {answer['payload'].get('message')}")
            if answer.get("message_id") == last:
                return
    raise VivaError("the search could not be indexed: Pagefind ended early or took too long")
