"""The page on importing shows what the program prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from viva.cli import viva

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
SAMPLE = "tests/importing/samples/run-in.txt"


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def shown(fence: str, start: str) -> str:
    """The fenced block that begins with `start`."""
    at = PAGE.index(f"```{fence}\n{start}") + len(fence) + 4
    return PAGE[at : PAGE.index("\n```", at)]


def plain(text: str) -> list[str]:
    return [row.rstrip() for row in text.strip().split("\n")]


def test_the_table(at_root: None) -> None:
    printed = CliRunner().invoke(viva, ["audit", SAMPLE]).output
    assert plain(shown("console", f"$ viva audit {SAMPLE}"))[1:] == plain(printed)


def test_the_json(at_root: None) -> None:
    rows = json.loads(CliRunner().invoke(viva, ["audit", "--json", SAMPLE]).stdout)
    page = json.loads(shown("json", "{"))
    (row,) = (row for row in rows if row["part"] == page["part"])
    assert set(row) == set(page)
    for name in ("report", "question", "attempt", "quote", "place", "verdict", "level", "annotator", "agrees"):
        assert row[name] == page[name]


def test_the_transcript(at_root: None) -> None:
    printed = CliRunner().invoke(viva, ["import", "--to", "markdown", SAMPLE]).output
    assert "\n".join(plain(shown("text", "::: prompt 4b"))) in "\n".join(plain(printed))


def test_the_transcript_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "hand.md"
    path.write_text(shown("text", "::: prompt 3a"), encoding="utf-8")
    (row,) = json.loads(CliRunner().invoke(viva, ["audit", "--json", str(path)]).stdout)
    assert (row["part"], row["verdict"], row["annotator_verdict"], row["agrees"]) == ("3a", "correct", "correct", True)
