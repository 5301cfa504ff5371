"""The blocks of the README that show commands (`$ …`) are run, and print what the README says.

A line `…` stands for any lines, `…` at the end of a line for the rest of it. A command that ends with another code than
0 is followed by `[exit N]`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_there_are_blocks() -> None:
    assert len(BLOCKS) >= 4


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0][2:40])
def test_a_block_prints_what_it_says(block: str, tmp_path: Path) -> None:
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PATH": path, "COLUMNS": "100"},
        )
        code = f"[exit {done.returncode}]\n" if done.returncode else ""
        pattern = "".join(_line(line) for line in expected.splitlines())
        assert re.fullmatch(pattern, _plain(done.stdout + code)), f"{command}\n{done.stdout}{done.stderr}"


def _plain(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _line(line: str) -> str:
    if line.strip() == "…":
        return r"(?:.*\n)*"
    return re.escape(line.rstrip()).replace("…", ".*") + r"\n"
