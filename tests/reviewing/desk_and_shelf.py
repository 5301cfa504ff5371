"""What the tests of the app share: real logs, a client that behaves like a browser, ways to read a page."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from reporting.exams import imported_exam, run_exam
from viva.logs import write_exam
from viva.reviewing.app import application
from viva.reviewing.guard import Access
from viva.reviewing.shelf import Shelf, key_of

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"


def written(folder: Path) -> tuple[Path, Path]:
    """Two logs: of an exam with every level and a hostile reply, and of a report that an annotator got wrong."""
    run = write_exam(replace(run_exam(), log="", sha256=""), folder / "run.eval")
    by_hand = replace(imported_exam(), log="", sha256="", created="2026-02-01T10:00:00+00:00")
    return run, write_exam(by_hand, folder / "imported.eval")


def client_of(folder: Path, desk=None, *, enter: bool = True) -> tuple[TestClient, Access]:
    """A client of the app over a folder; it has shown the token unless `enter` is False."""
    access = Access(frozenset({HOST}))
    app = application(access, Shelf(folder) if folder else None, desk)
    client = TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN}, raise_server_exceptions=True)
    if enter:
        client.get(f"/?token={access.token}", follow_redirects=False)
    return client, access


def key(path: Path) -> str:
    return key_of(path.name)


def fields(page: str, action: str, number: int = 0) -> dict[str, str]:
    """The hidden fields of the `number`-th form with this action, as a browser would send them."""
    forms = re.findall(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', forms[number]))
