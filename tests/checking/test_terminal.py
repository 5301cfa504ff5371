"""`viva check`: exit codes, evidence as text and as JSON, bad input in one clear line; nothing heavy is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from viva.checking.terminal import read_text
from viva.cli import viva
from viva.errors import VivaError


@pytest.mark.parametrize(("reply", "code"), [("108", 0), ("112", 1), ("many", 3)])
def test_exit_codes(reply: str, code: int) -> None:
    assert CliRunner().invoke(viva, ["check", "hw5/3a", "-"], input=reply).exit_code == code


def test_the_evidence_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "reply.txt"
    file.write_text("**Answer: 112 learnable parameters** (or 108 if we ignore biases)")
    shown = CliRunner().invoke(viva, ["check", "hw5/3a", str(file)]).output
    for words in (
        "incorrect",
        "“112”",
        "characters 10 to 13",
        "marked final",
        "108",
        "biases-counted",
        "exact numbers",
    ):
        assert words in shown


def test_json() -> None:
    output = CliRunner().invoke(viva, ["check", "hw5/3a", "--json"], input="108").output
    assert json.loads(output)["parts"][0]["verdict"] == "correct"


def test_control_characters_are_made_visible() -> None:
    shown = CliRunner().invoke(viva, ["check", "hw5/3a"], input="Answer: 1\x1b[31m").output
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("data", "words"), [(b"\xff\xfe\x00", "UTF-8"), (b"abc\x00def", "binary"), (b"1" * 16_000_001, "larger than")]
)
def test_bad_files_are_named_in_one_line(tmp_path: Path, data: bytes, words: str) -> None:
    file = tmp_path / "reply"
    file.write_bytes(data)
    with pytest.raises(VivaError, match=words) as error:
        read_text(str(file))
    assert "\n" not in str(error.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(VivaError, match="no file"):
        read_text(str(tmp_path / "missing"))
    with pytest.raises(VivaError, match="cannot be read"):
        read_text(str(tmp_path))


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, viva\n"
        "viva.check('hw5/3a', '108'); viva.equivalent('108', '108')\n"
        "print([m for m in ('inspect_ai', 'pypandoc', 'typst', 'ray', 'sympy', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
