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


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def stumbles(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[logging.LogRecord]]:
    """What was logged of checks that fail: it leaves the reply undecided, and the test failed that does not clear it.

    With a handler and level of its own, because an exam before it sets up the logging of the process anew.
    """
    logger, kept = logging.getLogger("viva.importing.checked"), _Kept()
    monkeypatch.setattr(logger, "disabled", False)
    level = logger.level
    logger.setLevel(logging.ERROR)
    logger.addHandler(kept)
    yield kept.records
    logger.removeHandler(kept)
    logger.setLevel(level)
    assert not [record.getMessage() for record in kept.records if record.levelno >= logging.ERROR]
