"""The verbs papers, show, solve and lint from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from viva.cli import viva
from viva.errors import VivaError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(viva, arguments)


def test_papers_lists_every_question() -> None:
    lines = run("papers").output.splitlines()
    assert lines[0].startswith("hw5  11 questions")
    assert [line.split()[0] for line in lines[1:12]] == [
        f"hw5/{name}" for name in ("1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "4d")
    ]


def test_show_with_its_key() -> None:
    shown = run("show", "hw5/1b", "--key", "--form", "text").output
    assert "[1, 4, 0, −2, 3]" in shown
    assert "Key 1b (array), the filter: [2, −1, 3]" in shown
    assert "mistake flipped-kernel" in shown and "→ [3, −1, 2]" in shown
    assert "reveal" in shown
    assert "[2, −1, 3]" not in run("show", "hw5/1b", "--form", "text").output


def test_show_a_whole_paper() -> None:
    shown = run("show", "hw5", "--draw", "3").output
    assert shown.count("\n## Question") == 11


def test_show_says_when_a_draw_changes_nothing() -> None:
    assert "no numbers" in run("show", "hw5/4b", "--draw", "3").output
    assert "no numbers" not in run("show", "hw5/3a", "--draw", "3").output


def test_show_writes_pictures(tmp_path: Path) -> None:
    target = tmp_path / "cubes.png"
    shown = run("show", "hw5/2a", "--picture", str(target)).output
    assert str(target) in shown
    assert target.read_bytes().startswith(b"\x89PNG")


def test_solve_to_the_terminal_and_to_files(tmp_path: Path) -> None:
    assert "**Answer:** $108$ parameters" in run("solve", "hw5/3a").output
    target = tmp_path / "deep" / "solutions.md"
    assert run("solve", "hw5", "--draw", "1", "-o", str(target)).exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert text.count("\n## ") == 11 and text.count("**Answer:**") == 11
    assert "(cubes-1.png)" in text
    assert (target.parent / "cubes-1.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_solve_renders(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"solutions.{suffix}"
    result = run("solve", "hw5/1c", "-o", str(target))
    assert result.exit_code == 0, result.output
    content = target.read_bytes()
    assert content.startswith(b"%PDF") if suffix == "pdf" else b"<math" in content


def test_solve_refuses_other_files(tmp_path: Path) -> None:
    result = run("solve", "hw5/1c", "-o", str(tmp_path / "x.docx"))
    assert isinstance(result.exception, VivaError)
    assert ".pdf" in str(result.exception)


def test_lint_exit_code() -> None:
    result = run("lint", "hw5", "--draws", "2")
    assert result.exit_code == 0
    assert "sound" in result.output
    assert isinstance(run("lint", "nosuch").exception, VivaError)
