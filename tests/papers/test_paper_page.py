"""The page on writing a paper runs, and names what exists."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "writing-a-paper.md"


def test_the_examples_on_the_page_run() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 15
    assert result.failed == 0


def test_the_paths_on_the_page_exist() -> None:
    for path in re.findall(r"`((?:src|tests)/[\w/.-]+)`", PAGE.read_text(encoding="utf-8")):
        assert path.endswith("NAME/") or (ROOT / path).exists(), path
