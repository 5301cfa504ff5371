"""Every example on a page of the docs runs and gives what the page says."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
FENCE = re.compile(r"^\s*(```|~~~).*$", re.MULTILINE)


def test_there_are_pages() -> None:
    assert ROOT / "docs" / "notations.md" in PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_examples_of_a_page(page: Path) -> None:
    # A closing fence would be read as the output of the last example before it.
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    example = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    report: list[str] = []
    failed, _ = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=report.append)
    assert not failed, "".join(report)
