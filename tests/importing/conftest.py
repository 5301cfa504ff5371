"""The samples as files, the PDFs among them made from their Typst sources."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples_of_reports import EXPECTED, SAMPLES


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Name → path of every sample."""
    import typst

    made = tmp_path_factory.mktemp("samples")
    found = {}
    for name in EXPECTED:
        if name.endswith(".pdf"):
            found[name] = made / name
            typst.compile(str(SAMPLES / name.replace(".pdf", ".typ")), output=str(found[name]))
        else:
            found[name] = SAMPLES / name
    return found


@pytest.fixture(autouse=True)
def no_check_stumbles(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A check that fails leaves the reply undecided, and the test failed (one that means it clears the log)."""
    yield
    records = [r for r in caplog.get_records("call") if r.name == "viva.importing.checked"]
    assert not [r.getMessage() for r in records if r.levelno >= logging.ERROR]
